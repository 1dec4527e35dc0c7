-- 0302_determinations - every finding of a system's level, append-only: what was known, under which
-- pack, what followed. The latest is copied to systems.level, .result, .pack.
CREATE TABLE determinations (
    id           BIGINT NOT NULL PRIMARY KEY, -- from system_numbers
    system_id    BIGINT NOT NULL,
    at_ms        BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    person       TEXT NOT NULL,
    act          BIGINT NOT NULL,   -- enum determination_act
    pack         TEXT NOT NULL,
    pack_version TEXT NOT NULL,
    pack_sha256  TEXT NOT NULL,
    pack_row     TEXT NOT NULL,     -- transition row that chose the pack; '' when a person named it
    on_day       TEXT NOT NULL,
    result       BIGINT NOT NULL,   -- enum law_result
    level        BIGINT NOT NULL,
    facts        TEXT NOT NULL,     -- as judged
    hits         TEXT NOT NULL,     -- JSON [{"rule","level","cite"}]
    questions    TEXT NOT NULL,     -- JSON [fact]
    reason       TEXT NOT NULL      -- what the person wrote; may be empty
);
CREATE INDEX determinations_by_system ON determinations (system_id, id);
