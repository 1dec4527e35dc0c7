-- 1003_incident_notices - notices of incidents by anybody, through the page without an account. What was sent is
-- kept as it was and never changed; what became of it stands beside it.
CREATE TABLE incident_notices (
    id          ID,
    code        TEXT NOT NULL UNIQUE, -- 'TB-2026-000123'
    secret_hash TEXT NOT NULL,        -- SHA-256 of what asks for its status
    at_ms       BIGINT NOT NULL,
    content     TEXT NOT NULL,        -- JSON of what was typed, in the order of the form
    sha256      TEXT NOT NULL,        -- of content
    title       TEXT NOT NULL,        -- the system, domain or address it names
    state       BIGINT NOT NULL,      -- enum notice_state
    incident_id BIGINT NOT NULL,      -- that it became, or was joined to; 0 none
    reason      TEXT NOT NULL,        -- why it was set aside
    person      TEXT NOT NULL,        -- who dealt with it last
    acted_ms    BIGINT NOT NULL
);
CREATE INDEX incident_notices_by_state ON incident_notices (state, id);

-- How many came in an hour, by address and as a whole (key ''). Old hours are forgotten.
CREATE TABLE incident_notice_hours (
    hour BIGINT NOT NULL,
    key  TEXT NOT NULL,
    n    BIGINT NOT NULL,
    PRIMARY KEY (hour, key)
) CLUSTERED;
