-- 0313_vouches - a person who speaks for a body says that its list of systems is complete up to a day.
CREATE TABLE list_vouches (
    id        ID,
    uid       TEXT NOT NULL UNIQUE,
    body_id   BIGINT NOT NULL REFERENCES bodies (id),
    person_id BIGINT NOT NULL,
    person    TEXT NOT NULL, -- the name as it was
    on_day    TEXT NOT NULL, -- up to which the list is complete
    systems   BIGINT NOT NULL, -- that the body owned then
    note      TEXT NOT NULL,
    at_ms     BIGINT NOT NULL
);
CREATE INDEX list_vouches_by_body ON list_vouches (body_id, id);
-- How many of a body's systems changed since.
CREATE INDEX systems_by_updated ON systems (owner_id, updated_ms);

-- Numbers that no law gives: ours, and marked so where they are shown. Changed by
-- `coloa systems complete-after MONTHS`.
CREATE TABLE register_terms (
    name      TEXT NOT NULL PRIMARY KEY,
    months    BIGINT NOT NULL,
    certainty TEXT NOT NULL
);
INSERT INTO register_terms (name, months, certainty) VALUES ('list-complete', 6, 'ours');
