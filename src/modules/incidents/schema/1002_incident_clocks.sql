-- 1002_incident_clocks - the clocks an incident runs by law, as they were last computed. The dates shown are
-- always computed anew from the facts; this keeps what was done of each, and what its timer and task hang on.
CREATE TABLE incident_clocks (
    id          ID,
    incident_id BIGINT NOT NULL,
    rule        TEXT NOT NULL,   -- law/incidents/clocks.json
    start_ms    BIGINT NOT NULL,
    due_ms      BIGINT NOT NULL,
    running     BIGINT NOT NULL, -- 1: its timer runs
    done_ms     BIGINT NOT NULL, -- 0: not done
    paper_id    BIGINT NOT NULL, -- what did it; 0: none
    exempt      TEXT NOT NULL,   -- why a person took it out; empty: stands
    exempt_by   TEXT NOT NULL
);
CREATE UNIQUE INDEX incident_clocks_by_rule ON incident_clocks (incident_id, rule);
