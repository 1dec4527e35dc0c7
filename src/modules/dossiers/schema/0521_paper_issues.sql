-- 0521_paper_issues - a paper of a dossier as it was issued: its number and day, and its bytes in blobs, unchanged
-- for ever. One that was recorded wrongly is withdrawn with a reason and stays. The signed copy beside it is a letter
-- of the register, or a file of evidence linked under 'paper-issue'.
CREATE TABLE paper_issues (
    id              ID,
    dossier_id      BIGINT NOT NULL,
    system_id       BIGINT NOT NULL,  -- that it is about; the first one where it is about all
    form            TEXT NOT NULL,
    act             TEXT NOT NULL,    -- of the dossier that gave it number and day; '' the clerk did
    pack            TEXT NOT NULL,
    pack_version    TEXT NOT NULL,
    number          TEXT NOT NULL,
    on_day          TEXT NOT NULL,
    signer          TEXT NOT NULL,
    template_sha256 TEXT NOT NULL,
    docx_sha256     TEXT NOT NULL,
    docx_bytes      BIGINT NOT NULL,
    pdf_sha256      TEXT NOT NULL,    -- '' it could not be made then
    pdf_bytes       BIGINT NOT NULL,
    letter_id       BIGINT NOT NULL,  -- the signed copy as a letter; 0 none
    body_id         BIGINT NOT NULL,
    person_id       BIGINT NOT NULL,
    person          TEXT NOT NULL,
    at_ms           BIGINT NOT NULL,
    withdrawn_ms    BIGINT NOT NULL,  -- 0 it stands
    withdrawn_by    TEXT NOT NULL,
    withdrawn_why   TEXT NOT NULL
);
CREATE INDEX paper_issues_by_dossier ON paper_issues (dossier_id, id);
