-- 0525_dossier_rows_by - who wrote a row last, and when: told to whoever changes it at the same time.
ALTER TABLE dossier_rows ADD COLUMN person TEXT NOT NULL DEFAULT '';  -- '': before this was kept
ALTER TABLE dossier_rows ADD COLUMN at_ms BIGINT NOT NULL DEFAULT 0;
