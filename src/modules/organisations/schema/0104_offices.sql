-- 0104_offices - who answers for a body: its head and its specialist unit, by which decision; how it is
-- reached; to whom it has delegated. Dated, never deleted: an old paper is explained by them.

-- Where the place name came from: '' typed by a person, else the certainty of a fact of the law's list.
ALTER TABLE bodies ADD COLUMN place_certainty TEXT NOT NULL DEFAULT '';

CREATE TABLE body_offices (
    id             ID,
    body_id        BIGINT NOT NULL REFERENCES bodies (id),
    kind           BIGINT NOT NULL,    -- enum office_kind
    name           TEXT NOT NULL,      -- of the person, or of the unit
    post           TEXT NOT NULL,      -- job title of the head; of a unit that of its representative
    representative TEXT NOT NULL,      -- of a unit; '' for a head
    address        TEXT NOT NULL,
    phone          TEXT NOT NULL,
    email          TEXT NOT NULL,
    doc_no         TEXT NOT NULL,      -- the decision that assigned them
    doc_on         TEXT NOT NULL,
    doc_by         TEXT NOT NULL,
    valid_from     TEXT NOT NULL,
    valid_to       TEXT NOT NULL
);
CREATE INDEX body_offices_by_body ON body_offices (body_id, kind, valid_from);

-- The block every report and dossier asks for.
CREATE TABLE body_contacts (
    body_id        BIGINT NOT NULL PRIMARY KEY REFERENCES bodies (id),
    address        TEXT NOT NULL,
    representative TEXT NOT NULL,
    post           TEXT NOT NULL,
    phone          TEXT NOT NULL,
    email          TEXT NOT NULL,
    mandate        TEXT NOT NULL,      -- the document that says what the body is for
    version        BIGINT NOT NULL
);

CREATE TABLE delegations (
    id         ID,
    body_id    BIGINT NOT NULL REFERENCES bodies (id), -- who delegates
    to_id      BIGINT NOT NULL REFERENCES bodies (id),
    reach      TEXT NOT NULL,          -- what for: which systems, which matters
    duties     TEXT NOT NULL,
    doc_no     TEXT NOT NULL,
    doc_on     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL
);
CREATE INDEX delegations_by_body ON delegations (body_id, valid_to);
CREATE INDEX delegations_by_to ON delegations (to_id, valid_to);
