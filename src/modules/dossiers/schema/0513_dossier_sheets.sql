-- 0513_dossier_sheets - the requirement sheet (modules/controls) by which the plan answers for each system of a
-- dossier; 0 none: the dossier is older, or a decision was entered as it was.
ALTER TABLE dossier_systems ADD COLUMN sheet_id BIGINT NOT NULL DEFAULT 0;
CREATE INDEX dossier_systems_by_sheet ON dossier_systems (sheet_id);

-- Sheets of editions that were judged and came back: they stay as they were.
CREATE TABLE dossier_editions (
    dossier_id BIGINT NOT NULL REFERENCES dossiers (id),
    edition    BIGINT NOT NULL,
    system_id  BIGINT NOT NULL,
    sheet_id   BIGINT NOT NULL,
    PRIMARY KEY (dossier_id, edition, system_id)
) CLUSTERED;
CREATE INDEX dossier_editions_by_sheet ON dossier_editions (sheet_id);
