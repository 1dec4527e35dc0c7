-- 0702_notices - what happened, told to a person or to whoever holds a role in a body; kept 90 days.
CREATE TABLE notices (
    id           ID,
    kind         TEXT NOT NULL,     -- words notices.kind.<kind>
    subject_kind TEXT NOT NULL,     -- of a task its kind, else ''
    object_kind  TEXT NOT NULL,
    object_id    BIGINT NOT NULL,
    object_code  TEXT NOT NULL,
    object_name  TEXT NOT NULL,
    address      TEXT NOT NULL,
    n            BIGINT NOT NULL,
    scope_kind   BIGINT NOT NULL,   -- as in tasks
    detail       TEXT NOT NULL,     -- what changed
    body_id      BIGINT NOT NULL,   -- to whom; 0 with a person: for whichever body they act
    role_bit     BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    by_id        BIGINT NOT NULL,   -- who did it; -1 the machine
    by_name      TEXT NOT NULL,
    at_ms        BIGINT NOT NULL
);
CREATE INDEX notices_by_body ON notices (body_id, id) WHERE person_id = 0;
CREATE INDEX notices_by_person ON notices (person_id, id) WHERE person_id > 0;
CREATE INDEX notices_by_time ON notices (at_ms);

CREATE TABLE notice_reads (
    person_id BIGINT NOT NULL,
    notice_id BIGINT NOT NULL,
    PRIMARY KEY (person_id, notice_id)
) CLUSTERED;
CREATE INDEX notice_reads_by_notice ON notice_reads (notice_id);

-- Everything up to this one was read at once.
CREATE TABLE notice_marks (
    person_id BIGINT NOT NULL PRIMARY KEY,
    read_to   BIGINT NOT NULL
);
