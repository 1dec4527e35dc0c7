-- 0002_once - acts that were asked for under an Idempotency-Key, and what was answered.
CREATE TABLE acts_once (
    person_id BIGINT NOT NULL,
    key       TEXT NOT NULL,
    route     TEXT NOT NULL,
    request   BYTES NOT NULL,  -- SHA-256 of what was asked
    answer    TEXT,            -- NULL: done, but the answer was lost before it was kept
    at_ms     BIGINT NOT NULL,
    PRIMARY KEY (person_id, key)
);
CREATE INDEX acts_once_by_time ON acts_once (at_ms);
