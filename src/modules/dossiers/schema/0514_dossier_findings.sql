-- 0514_dossier_findings - what the appraiser answered to each question of the pack, edition by edition.
CREATE TABLE dossier_findings (
    dossier_id BIGINT NOT NULL REFERENCES dossiers (id),
    edition    BIGINT NOT NULL,
    test       TEXT NOT NULL,   -- key of the pack's test
    fits       BIGINT NOT NULL, -- 1 it does, 0 it does not
    text       TEXT NOT NULL,
    person     TEXT NOT NULL,   -- who wrote it down
    post       TEXT NOT NULL,
    body       TEXT NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (dossier_id, edition, test)
) CLUSTERED;
