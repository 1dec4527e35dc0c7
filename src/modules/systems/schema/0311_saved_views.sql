-- 0311_saved_views - ways to look at the list that people keep under a name, for themselves or for
-- their body or its branch. A view holds a filter, columns and an order; what is seen through it is
-- always the reader's own sight.
CREATE TABLE system_views (
    id         ID,
    uid        TEXT NOT NULL UNIQUE,   -- UUIDv7, the name between nodes
    body_id    BIGINT NOT NULL REFERENCES bodies (id), -- for which it was made
    person_id  BIGINT NOT NULL,
    person     TEXT NOT NULL,          -- the name as it was
    reach      BIGINT NOT NULL,        -- enum saved_reach
    name       TEXT NOT NULL,
    sort_key   TEXT NOT NULL,
    query      TEXT NOT NULL,          -- as in an address: 'level=3&state=running&cols=code,name'
    version    BIGINT NOT NULL,
    made_ms    BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL
);
CREATE INDEX system_views_by_person ON system_views (person_id);
CREATE INDEX system_views_by_body ON system_views (body_id, reach);

-- The view with which a person's list begins, while they act for that body.
CREATE TABLE system_view_defaults (
    person_id BIGINT NOT NULL,
    body_id   BIGINT NOT NULL,
    view_id   BIGINT NOT NULL,
    PRIMARY KEY (person_id, body_id)
);
