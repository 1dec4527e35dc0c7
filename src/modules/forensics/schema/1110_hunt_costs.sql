-- 1110_hunt_costs - what slack of event logs gave, and what rules cost: the costliest of a run.
ALTER TABLE forensic_runs ADD COLUMN slack BIGINT NOT NULL DEFAULT 0;        -- 1: slack of event logs was looked at too
ALTER TABLE forensic_runs ADD COLUMN recovered BIGINT NOT NULL DEFAULT 0;    -- records of slack that were read
ALTER TABLE forensic_runs ADD COLUMN lost BIGINT NOT NULL DEFAULT 0;         -- that were met and could not be
ALTER TABLE forensic_findings ADD COLUMN recovered BIGINT NOT NULL DEFAULT 0; -- 1: its record is one of slack

CREATE TABLE forensic_costs (
    run_id   BIGINT NOT NULL,
    no       BIGINT NOT NULL,
    kind     TEXT NOT NULL,               -- 'sigma' 'yara'
    rule     TEXT NOT NULL,               -- '' all YARA rules together
    file     TEXT NOT NULL,
    looked   BIGINT NOT NULL,             -- events it was compared with; items, of YARA
    hits     BIGINT NOT NULL,
    spent_us BIGINT NOT NULL,             -- of the processor
    stopped  BIGINT NOT NULL,             -- items in which it was stopped; 1 for a Sigma rule
    PRIMARY KEY (run_id, no)
) CLUSTERED;
