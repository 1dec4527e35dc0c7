-- 0515_dossier_measures - who still has measures of an approved plan to carry out: each is a task (modules/tasks).
CREATE TABLE dossier_measures (
    id          ID,
    sheet_id    BIGINT NOT NULL,
    responsible TEXT NOT NULL, -- as the sheet says it
    UNIQUE (sheet_id, responsible)
);
