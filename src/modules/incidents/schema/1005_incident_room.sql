-- 1005_incident_room - who speaks of an incident, and clocks that a decision took out.
CREATE TABLE incident_spokespersons (
    id          ID,
    incident_id BIGINT NOT NULL,
    name        TEXT NOT NULL,
    post        TEXT NOT NULL,
    contact     TEXT NOT NULL,
    basis       TEXT NOT NULL,   -- document that names them
    from_ms     BIGINT NOT NULL,
    to_ms       BIGINT NOT NULL, -- 0: still does
    person      TEXT NOT NULL,   -- who entered it
    body        TEXT NOT NULL,
    at_ms       BIGINT NOT NULL
);
CREATE INDEX incident_spokespersons_by_incident ON incident_spokespersons (incident_id, id);

ALTER TABLE incident_clocks ADD COLUMN exempt_no TEXT NOT NULL DEFAULT ''; -- number of the decision
ALTER TABLE incident_clocks ADD COLUMN exempt_ms BIGINT NOT NULL DEFAULT 0;
