-- 0102_scope - who may see what: one row for each (object, body that sees it).
--
-- A list reads its page from one of the two indexes alone and joins its own table for the 50 rows it
-- shows, so a page costs the same for the whole country, a ministry's branch and one small body.
-- A filter on level without state (or the reverse) is a UNION ALL of a few ranges of the second.

-- kind: enum scope_kind; role: enum scope_role. level and state are the object's own, copied here to
-- be filtered by; sort_key likewise, to be ordered by.
CREATE TABLE scope (
    kind      BIGINT NOT NULL,
    object_id BIGINT NOT NULL,
    body_id   BIGINT NOT NULL,
    role      BIGINT NOT NULL,
    level     BIGINT NOT NULL,
    state     BIGINT NOT NULL,
    sort_key  TEXT NOT NULL,
    since_ms  BIGINT NOT NULL,
    PRIMARY KEY (kind, object_id, body_id)
) CLUSTERED;
CREATE INDEX scope_by_key ON scope (body_id, kind, sort_key, object_id);
CREATE INDEX scope_by_level ON scope (body_id, kind, level, state, sort_key, object_id);

-- How many objects a body sees, by level and state. Acts add deltas (so that two acts never wait for
-- one row), a background call folds them in, and a reading adds what is not folded yet.
CREATE TABLE scope_counts (
    body_id BIGINT NOT NULL,
    kind    BIGINT NOT NULL,
    level   BIGINT NOT NULL,
    state   BIGINT NOT NULL,
    n       BIGINT NOT NULL,
    PRIMARY KEY (body_id, kind, level, state)
) CLUSTERED;
CREATE TABLE scope_count_deltas (
    id      ID,
    body_id BIGINT NOT NULL,
    kind    BIGINT NOT NULL,
    level   BIGINT NOT NULL,
    state   BIGINT NOT NULL,
    n       BIGINT NOT NULL
);
CREATE INDEX scope_count_deltas_by_body ON scope_count_deltas (body_id, kind);
