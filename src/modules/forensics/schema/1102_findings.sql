-- 1102_findings - what detection found: rule sets, runs, findings, suppressions.

-- An archive of rules as it was brought; its content lies in kit/blobs.
CREATE TABLE forensic_rule_sets (
    id       ID,
    body_id  BIGINT NOT NULL REFERENCES bodies (id), -- who brought it, and sees it
    name     TEXT NOT NULL,
    version  TEXT NOT NULL,
    sha256   TEXT NOT NULL,
    bytes    BIGINT NOT NULL,
    rules    BIGINT NOT NULL,             -- as the last run counted; -1 not run yet
    person   TEXT NOT NULL,
    added_ms BIGINT NOT NULL
);
CREATE UNIQUE INDEX forensic_rule_sets_by_body ON forensic_rule_sets (body_id, sha256, version);

CREATE TABLE forensic_runs (
    id            ID,
    case_id       BIGINT NOT NULL,
    rule_set_id   BIGINT NOT NULL,
    tool          TEXT NOT NULL,
    version       TEXT NOT NULL,
    rule_set      TEXT NOT NULL,          -- its name, version and hash as they were
    rule_version  TEXT NOT NULL,
    rule_sha256   TEXT NOT NULL,
    person        TEXT NOT NULL,
    begun_ms      BIGINT NOT NULL,
    ended_ms      BIGINT NOT NULL,        -- 0: it runs, or was cut off
    items         BIGINT NOT NULL,
    bytes         BIGINT NOT NULL,
    events        BIGINT NOT NULL,        -- records read; failed and skipped beside
    failed        BIGINT NOT NULL,
    skipped       BIGINT NOT NULL,
    findings      BIGINT NOT NULL,
    rules         BIGINT NOT NULL,
    rules_not_run BIGINT NOT NULL
);
CREATE INDEX forensic_runs_by_case ON forensic_runs (case_id, id);

-- Rules that were not run, items and places that were not read: each with its reason.
CREATE TABLE forensic_gaps (
    id      ID,
    run_id  BIGINT NOT NULL,
    item_id BIGINT NOT NULL,              -- 0: a rule
    name    TEXT NOT NULL,
    why     TEXT NOT NULL,
    detail  TEXT NOT NULL
);
CREATE INDEX forensic_gaps_by_run ON forensic_gaps (run_id, id);

CREATE TABLE forensic_findings (
    id             ID,
    case_id        BIGINT NOT NULL,
    run_id         BIGINT NOT NULL,
    item_id        BIGINT NOT NULL,
    source         TEXT NOT NULL,         -- 'sigma' 'yara' 'ioc' 'keyword'
    rule           TEXT NOT NULL,
    title          TEXT NOT NULL,
    rule_version   TEXT NOT NULL,
    rule_sha256    TEXT NOT NULL,
    level          BIGINT NOT NULL,       -- enum finding_level
    tags           TEXT NOT NULL,
    host           TEXT NOT NULL,
    record         BIGINT NOT NULL,
    event_ms       BIGINT NOT NULL,
    event          TEXT NOT NULL,
    found_ms       BIGINT NOT NULL,
    triage         BIGINT NOT NULL,       -- enum finding_triage
    comment        TEXT NOT NULL,
    triaged_by     TEXT NOT NULL,
    triaged_ms     BIGINT NOT NULL,
    suppression_id BIGINT NOT NULL,       -- 0: shown
    version        BIGINT NOT NULL
);
CREATE INDEX forensic_findings_by_case ON forensic_findings (case_id, id);
CREATE INDEX forensic_findings_by_item ON forensic_findings (item_id, id);
CREATE INDEX forensic_findings_by_rule ON forensic_findings (case_id, rule, id);
-- The same rule on the same record is told once, however often detection runs.
CREATE UNIQUE INDEX forensic_findings_once ON forensic_findings (item_id, rule, record, rule_sha256);

-- Tags of ATT&CK, one a row, for the matrix.
CREATE TABLE forensic_finding_tags (
    case_id    BIGINT NOT NULL,
    tag        TEXT NOT NULL,             -- 'T1059.001', 'execution'
    tactic     BIGINT NOT NULL,           -- 1: a tactic
    finding_id BIGINT NOT NULL,
    PRIMARY KEY (case_id, tag, finding_id)
) CLUSTERED;
CREATE INDEX forensic_finding_tags_by_finding ON forensic_finding_tags (finding_id, tactic);

CREATE TABLE forensic_suppressions (
    id       ID,
    body_id  BIGINT NOT NULL REFERENCES bodies (id),
    case_id  BIGINT NOT NULL,             -- 0: in every case that the body holds
    rule     TEXT NOT NULL,
    pattern  TEXT NOT NULL,
    host     TEXT NOT NULL,
    reason   TEXT NOT NULL,
    until    TEXT NOT NULL,               -- ISO day, the last one; '' no end
    person   TEXT NOT NULL,
    made_ms  BIGINT NOT NULL,
    ended_ms BIGINT NOT NULL,
    ended_by TEXT NOT NULL
);
CREATE INDEX forensic_suppressions_by_body ON forensic_suppressions (body_id, case_id, rule);
