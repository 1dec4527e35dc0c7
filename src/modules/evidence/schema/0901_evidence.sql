-- 0901_evidence - files that prove something about a system (minh chứng), and what each one serves.
--
-- The content lies outside the database (kit/blobs). A row that was whole is never deleted: it is dropped
-- with a reason. One that is still coming in may be: it was never evidence.
CREATE TABLE evidence_files (
    id          ID,
    uid         TEXT NOT NULL UNIQUE,  -- UUIDv7, the name between nodes
    system_id   BIGINT NOT NULL,       -- who sees the system sees the file
    state       BIGINT NOT NULL,       -- enum evidence_state
    name        TEXT NOT NULL,         -- as sent, NFC, the last part of a path
    type        TEXT NOT NULL,         -- key of data/evidence-types.csv
    mark        TEXT NOT NULL,         -- what the look at the content found, data/evidence-types.csv; '' nothing
    bytes       BIGINT NOT NULL,       -- whole: of the content; receiving: as announced
    received    BIGINT NOT NULL,       -- of those, how many are kept for sure
    sha256      TEXT NOT NULL,         -- hex; receiving: as announced, or ''
    part        TEXT NOT NULL,         -- receiving: the file that grows (kit/blobs); '' else
    valid_until TEXT NOT NULL,         -- ISO day, the last one; '' no end
    note        TEXT NOT NULL,
    body_id     BIGINT NOT NULL,       -- for which body it was brought
    person_id   BIGINT NOT NULL,       -- by whom
    person      TEXT NOT NULL,         -- the name as it was
    begun_ms    BIGINT NOT NULL,
    whole_ms    BIGINT NOT NULL,       -- 0: not yet
    changed_ms  BIGINT NOT NULL,
    dropped_ms  BIGINT NOT NULL,       -- 0: stands
    dropped_by  TEXT NOT NULL,
    dropped_why TEXT NOT NULL,
    version     BIGINT NOT NULL
);
CREATE INDEX evidence_files_by_system ON evidence_files (system_id, state, id);
CREATE INDEX evidence_files_by_content ON evidence_files (system_id, sha256);
CREATE INDEX evidence_files_by_state ON evidence_files (state, changed_ms);
CREATE INDEX evidence_files_by_person ON evidence_files (person_id, state, id);
CREATE INDEX evidence_files_by_end ON evidence_files (valid_until, id);

-- One file serves many things, of any module: rows of a requirement sheet, documents of a dossier.
CREATE TABLE evidence_links (
    id          ID,
    object_kind TEXT NOT NULL,
    object_id   BIGINT NOT NULL,
    evidence_id BIGINT NOT NULL,
    person_id   BIGINT NOT NULL,
    person      TEXT NOT NULL,
    at_ms       BIGINT NOT NULL
);
CREATE UNIQUE INDEX evidence_links_by_object ON evidence_links (object_kind, object_id, evidence_id);
CREATE INDEX evidence_links_by_file ON evidence_links (evidence_id, id);
