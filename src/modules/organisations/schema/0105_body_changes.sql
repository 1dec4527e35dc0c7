-- 0105_body_changes - mergers, renamings and endings: drafted, seen in a preview, confirmed by a named
-- person with the deciding document, and done on their day.
CREATE TABLE body_changes (
    id             ID,
    kind           BIGINT NOT NULL,  -- enum body_change_kind
    state          BIGINT NOT NULL,  -- enum body_change_state
    into_id        BIGINT NOT NULL,  -- the body that goes on; 0: a new one, or none
    code           TEXT NOT NULL,    -- of the new body
    name_vi        TEXT NOT NULL,    -- of the new body, or the new name; '' when it stays
    name_en        TEXT NOT NULL,
    symbol         TEXT NOT NULL,
    place          TEXT NOT NULL,
    body_kind      TEXT NOT NULL,
    parent_id      BIGINT NOT NULL,  -- of the new body
    doc_no         TEXT NOT NULL,
    doc_on         TEXT NOT NULL,
    doc_by         TEXT NOT NULL,
    effect_on      TEXT NOT NULL,
    for_body       BIGINT NOT NULL,  -- for which its maker acted
    made_by        TEXT NOT NULL,
    made_ms        BIGINT NOT NULL,
    confirmed_by   TEXT NOT NULL,
    confirmed_id   BIGINT NOT NULL,
    confirmed_ms   BIGINT NOT NULL,
    done_ms        BIGINT NOT NULL,
    systems        BIGINT NOT NULL   -- how many moved
);
CREATE INDEX body_changes_by_state ON body_changes (state, effect_on);

-- The bodies that end by it; of a renaming the one renamed.
CREATE TABLE body_change_bodies (
    change_id BIGINT NOT NULL REFERENCES body_changes (id),
    body_id   BIGINT NOT NULL REFERENCES bodies (id),
    PRIMARY KEY (change_id, body_id)
) CLUSTERED;
CREATE INDEX body_change_bodies_by_body ON body_change_bodies (body_id, change_id);

-- Names a body bore until a day: what old papers and sheets call it.
CREATE TABLE body_former_names (
    id       ID,
    body_id  BIGINT NOT NULL REFERENCES bodies (id),
    name_vi  TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    symbol   TEXT NOT NULL,
    fold     TEXT NOT NULL,
    valid_to TEXT NOT NULL,
    doc_no   TEXT NOT NULL
);
CREATE INDEX body_former_names_by_fold ON body_former_names (fold);
CREATE INDEX body_former_names_by_body ON body_former_names (body_id, valid_to);
