-- 0106_enterprises - enterprises that are invited or apply. A row is no body: nothing of it is visible to
-- anyone but the supervisor until it is accepted, and then the body is made.

-- Whether a supervisor takes applications on the public page; absent: no.
CREATE TABLE enterprise_doors (
    body_id BIGINT NOT NULL PRIMARY KEY REFERENCES bodies (id),
    open    BIGINT NOT NULL
);

CREATE TABLE enterprise_applications (
    id             ID,
    token_hash     BYTES NOT NULL,   -- of the invitation; one byte of zero for an open application
    supervisor_id  BIGINT NOT NULL REFERENCES bodies (id),
    kind           BIGINT NOT NULL,  -- enum supervision_kind
    basis          TEXT NOT NULL,
    state          BIGINT NOT NULL,  -- enum enterprise_state
    name           TEXT NOT NULL,
    code           TEXT NOT NULL,    -- tax code
    address        TEXT NOT NULL,
    representative TEXT NOT NULL,    -- becomes the first administrator
    post           TEXT NOT NULL,
    phone          TEXT NOT NULL,
    email          TEXT NOT NULL,
    login          TEXT NOT NULL,
    note           TEXT NOT NULL,
    address_key    BYTES NOT NULL,   -- hash of where it came from, for the limit
    made_ms        BIGINT NOT NULL,
    sent_ms        BIGINT NOT NULL,  -- when it was filled in; 0 not yet
    expires_ms     BIGINT NOT NULL,
    decided_by     TEXT NOT NULL,
    decided_ms     BIGINT NOT NULL,
    reason         TEXT NOT NULL,
    body_id        BIGINT NOT NULL   -- the body it became; 0 none
);
CREATE INDEX enterprise_applications_by_token ON enterprise_applications (token_hash);
CREATE INDEX enterprise_applications_by_supervisor ON enterprise_applications (supervisor_id, id);
CREATE INDEX enterprise_applications_by_sent ON enterprise_applications (sent_ms);
