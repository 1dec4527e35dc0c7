-- 1107_destructions - by which decision an item was destroyed, and what became of its bytes.
CREATE TABLE forensic_destructions (
    item_id    BIGINT NOT NULL PRIMARY KEY,
    sha256     TEXT NOT NULL,
    decision   TEXT NOT NULL,             -- number of the decision
    decided_on TEXT NOT NULL,             -- ISO day
    decided_by TEXT NOT NULL,
    ground     TEXT NOT NULL,             -- why and how
    person     TEXT NOT NULL,             -- who recorded it
    at_ms      BIGINT NOT NULL,
    held       TEXT NOT NULL,             -- kinds of rows that still pointed at the bytes, blanks between
    waiting    BIGINT NOT NULL,           -- 1: nothing points at them, they are to be taken away
    erased_ms  BIGINT NOT NULL            -- 0: they are still there
);
CREATE INDEX forensic_destructions_by_waiting ON forensic_destructions (waiting, item_id);
CREATE INDEX forensic_destructions_by_content ON forensic_destructions (sha256);
CREATE INDEX forensic_items_by_sha256 ON forensic_items (sha256, state);
ALTER TABLE forensic_checks ADD COLUMN destroyed BIGINT NOT NULL DEFAULT 0;

-- What waits for an analyst, asked each minute.
CREATE INDEX forensic_findings_by_triage ON forensic_findings (triage, suppression_id, level, case_id);
