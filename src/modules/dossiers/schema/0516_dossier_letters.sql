-- 0516_dossier_letters - letters out to and answers from bodies outside the program that belong to a dossier.
CREATE TABLE dossier_letters (
    dossier_id BIGINT NOT NULL REFERENCES dossiers (id),
    letter_id  BIGINT NOT NULL, -- modules/letters
    act        TEXT NOT NULL,   -- by which it came here; '' linked by hand
    person     TEXT NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (dossier_id, letter_id)
) CLUSTERED;
