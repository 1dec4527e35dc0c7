-- 0522_paper_templates - templates of an agency's own for forms of a pack: for itself and the bodies below it. The docx
-- (taken apart behind the seal and packed anew) lies in blobs. Of one body, pack and form at most one is in force;
-- none: the program's own. Rows stay.
CREATE TABLE paper_templates (
    id          ID,
    body_id     BIGINT NOT NULL,
    pack        TEXT NOT NULL,
    form        TEXT NOT NULL,
    name        TEXT NOT NULL,   -- of the file as it came
    sha256      TEXT NOT NULL,   -- of the docx that is filled
    bytes       BIGINT NOT NULL,
    source      TEXT NOT NULL,   -- SHA-256 of the file as it came
    healed      TEXT NOT NULL,   -- placeholders that stood in several runs, ', ' between
    state       BIGINT NOT NULL, -- 1 draft, 2 in force, 3 past
    person      TEXT NOT NULL,
    at_ms       BIGINT NOT NULL,
    forced_by   TEXT NOT NULL,
    forced_ms   BIGINT NOT NULL, -- 0 never
    past_by     TEXT NOT NULL,
    past_ms     BIGINT NOT NULL
);
CREATE INDEX paper_templates_by_body ON paper_templates (body_id, pack, state, form);
