-- 1015_incident_indicators - signs by which an incident is known again. Plain, in one form; one that was wrong is taken
-- back with a reason and stays.
CREATE TABLE incident_indicators (
    id          ID,
    incident_id BIGINT NOT NULL,
    kind        BIGINT NOT NULL, -- enum indicator_kind
    value       TEXT NOT NULL,
    host        TEXT NOT NULL,   -- domain or address it names; of a hash or a file empty
    tlp         BIGINT NOT NULL, -- enum indicator_tlp
    note        TEXT NOT NULL,
    person      TEXT NOT NULL,   -- who added it
    body        TEXT NOT NULL,
    at_ms       BIGINT NOT NULL,
    back_reason TEXT NOT NULL,
    back_by     TEXT NOT NULL,
    back_ms     BIGINT NOT NULL  -- 0: it stands
);
CREATE INDEX incident_indicators_by_incident ON incident_indicators (incident_id, id);
CREATE UNIQUE INDEX incident_indicators_standing ON incident_indicators (value, kind, incident_id) WHERE back_ms = 0;
CREATE INDEX incident_indicators_by_host ON incident_indicators (host, incident_id) WHERE back_ms = 0;
