-- 0101_bodies - the agencies, units and enterprises, and who stands above whom on which day.

-- One body. Days are ISO text and always set: '0001-01-01' means "since before this register",
-- '9999-12-31' means "still". A closed body keeps its row; merged_into names its successor.
CREATE TABLE bodies (
    id          ID,
    uid         TEXT NOT NULL UNIQUE,   -- UUIDv7, the name between nodes
    code        TEXT NOT NULL UNIQUE,   -- 'BKHCN', 'T34-01': what people and sheets write
    name_vi     TEXT NOT NULL,
    name_en     TEXT NOT NULL,
    fold        TEXT NOT NULL,          -- name_vi folded, for finding a name however it was typed
    sort_key    TEXT NOT NULL,
    symbol      TEXT NOT NULL,          -- in document numbers: 'SKHCN'; '' when none
    kind        TEXT NOT NULL,          -- as in organisations.csv: 'ministry', 'province', ...
    place       TEXT NOT NULL,          -- place name for the date line of papers: 'Hà Nội'
    protocol    BIGINT NOT NULL,        -- order in official lists; 0 when none
    valid_from  TEXT NOT NULL,
    valid_to    TEXT NOT NULL,
    merged_into BIGINT REFERENCES bodies (id),
    note        TEXT NOT NULL,
    origin      TEXT NOT NULL,          -- uid of the node that made the row; '' is this node
    version     BIGINT NOT NULL,
    change_seq  BIGINT NOT NULL
);
CREATE INDEX bodies_by_fold ON bodies (fold);
CREATE INDEX bodies_by_merged ON bodies (merged_into);
CREATE INDEX bodies_by_change ON bodies (change_seq);

-- The tree, dated: above `body_id` stands `parent_id` from valid_from to valid_to, both inclusive.
CREATE TABLE supervision (
    body_id    BIGINT NOT NULL REFERENCES bodies (id),
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL,
    parent_id  BIGINT NOT NULL REFERENCES bodies (id),
    PRIMARY KEY (body_id, valid_from)
);
CREATE INDEX supervision_by_parent ON supervision (parent_id, body_id);

-- Today's tree unrolled: each body with itself (depth 0) and everything above it. Kept by the acts
-- that change the tree and by the roll-over at midnight; read by scope and by every branch check.
CREATE TABLE body_lines (
    body_id  BIGINT NOT NULL REFERENCES bodies (id),
    above_id BIGINT NOT NULL REFERENCES bodies (id),
    depth    BIGINT NOT NULL,
    PRIMARY KEY (body_id, above_id)
) CLUSTERED;
CREATE INDEX body_lines_by_above ON body_lines (above_id, depth, body_id);

-- The day for which body_lines was last computed: one row.
CREATE TABLE body_lines_day (
    one BIGINT NOT NULL PRIMARY KEY,
    day TEXT NOT NULL
);
INSERT INTO body_lines_day (one, day) VALUES (1, '0001-01-01');
