-- 1108_finding_sums - a case of 100,000 findings is shown as fast as one of ten: rows in the order they are shown, how many there are of each
-- kind kept beside them, and the same bytes a thousand times in one archive found by their path.

CREATE INDEX forensic_findings_shown ON forensic_findings (case_id, suppression_id, level DESC, id, triage, item_id, run_id, rule);

ALTER TABLE forensic_finding_tags ADD COLUMN level BIGINT NOT NULL DEFAULT 0; -- the finding's
UPDATE forensic_finding_tags SET level = (SELECT f.level FROM forensic_findings f WHERE f.id = forensic_finding_tags.finding_id);
CREATE INDEX forensic_finding_tags_shown ON forensic_finding_tags (case_id, tag, level DESC, finding_id);

-- How many findings of a case stand where. Changed in the act that changes them; 0 may stay.
CREATE TABLE forensic_sums (
    case_id BIGINT NOT NULL,
    tags    TEXT NOT NULL,                -- as the findings have them
    level   BIGINT NOT NULL,
    triage  BIGINT NOT NULL,
    hidden  BIGINT NOT NULL,              -- 1: by a suppression
    n       BIGINT NOT NULL,
    PRIMARY KEY (case_id, tags, level, triage, hidden)
) CLUSTERED;
INSERT INTO forensic_sums (case_id, tags, level, triage, hidden, n)
SELECT case_id, tags, level, triage, CASE WHEN suppression_id > 0 THEN 1 ELSE 0 END, count(*) FROM forensic_findings
 GROUP BY case_id, tags, level, triage, CASE WHEN suppression_id > 0 THEN 1 ELSE 0 END;

DROP INDEX forensic_items_by_content;
CREATE INDEX forensic_items_by_content ON forensic_items (case_id, sha256, path);
CREATE INDEX forensic_items_in_order ON forensic_items (case_id, id, bytes);
