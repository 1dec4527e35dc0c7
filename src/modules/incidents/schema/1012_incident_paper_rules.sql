-- 1012_incident_paper_rules - which clocks a paper answers, and papers taken back. A paper recorded before this was
-- kept answers every clock of its document, as it did then (by_rule 0).
ALTER TABLE incident_papers ADD COLUMN by_rule BIGINT NOT NULL DEFAULT 0;      -- 1: those of incident_paper_rules, no other
ALTER TABLE incident_papers ADD COLUMN withdrawn_ms BIGINT NOT NULL DEFAULT 0; -- 0: stands
ALTER TABLE incident_papers ADD COLUMN withdrawn TEXT NOT NULL DEFAULT '';     -- why it was recorded by mistake
ALTER TABLE incident_papers ADD COLUMN withdrawn_by TEXT NOT NULL DEFAULT '';

CREATE TABLE incident_paper_rules (
    paper_id BIGINT NOT NULL,
    rule     TEXT NOT NULL,   -- law/incidents/clocks.json
    PRIMARY KEY (paper_id, rule)
) CLUSTERED;
