-- 0103_supervisors - who else watches over a body: the lead of its sector, state management, the
-- specialised force. The superior stays in `supervision`, which makes the tree; these give sight only.

ALTER TABLE supervision ADD COLUMN basis TEXT NOT NULL DEFAULT ''; -- document, citation or note

-- From valid_from to valid_to, both inclusive, `by_id` sees what body_id and its branch own.
CREATE TABLE supervisors (
    id         ID,
    body_id    BIGINT NOT NULL REFERENCES bodies (id),
    by_id      BIGINT NOT NULL REFERENCES bodies (id),
    kind       BIGINT NOT NULL,        -- enum supervision_kind, never the superior
    basis      TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL
);
CREATE INDEX supervisors_by_body ON supervisors (body_id, kind);
CREATE INDEX supervisors_by_by ON supervisors (by_id, body_id);

-- Today's sights unrolled, as body_lines is for the tree: who sees what body_id owns though not above
-- it, and as what (enum scope_role). Kept by the same acts and the same roll-over.
CREATE TABLE body_sights (
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    by_id   BIGINT NOT NULL REFERENCES bodies (id),
    role    BIGINT NOT NULL,
    PRIMARY KEY (body_id, by_id)
) CLUSTERED;
CREATE INDEX body_sights_by_by ON body_sights (by_id, body_id);
