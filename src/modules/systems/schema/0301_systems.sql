-- 0301_systems - the register: one row per information system.
--
-- A row is visible to a body when `scope` (0102) says so, and to nobody while it has no row there:
-- an import in progress is written ahead in batches and becomes visible in its last act.

-- Days are ISO text, '' when not known. Text is NFC.
CREATE TABLE systems (
    id             BIGINT NOT NULL PRIMARY KEY, -- from system_numbers
    uid            TEXT NOT NULL UNIQUE,   -- UUIDv7, the name between nodes
    code           TEXT NOT NULL UNIQUE,   -- 'HT-000123': what people and papers write
    name           TEXT NOT NULL,
    name_key       TEXT NOT NULL,          -- name folded: with the owner, what makes two rows one system
    fold           TEXT NOT NULL,          -- folded words of name, code, owner, operator: for search
    sort_key       TEXT NOT NULL,          -- Vietnamese order
    owner_id       BIGINT NOT NULL REFERENCES bodies (id),
    operator_id    BIGINT REFERENCES bodies (id),
    operator_text  TEXT NOT NULL,          -- as typed, when the operator is no body of the register
    purpose        TEXT NOT NULL,
    scope          TEXT NOT NULL,
    size           TEXT NOT NULL,
    users_served   TEXT NOT NULL,
    address        TEXT NOT NULL,
    state          BIGINT NOT NULL,        -- enum system_state
    begun_on       TEXT NOT NULL,          -- investment, construction or hire began
    running_since  TEXT NOT NULL,
    sheet_level    BIGINT NOT NULL,        -- the level the agency itself states; 0 none
    decision_no    TEXT NOT NULL,          -- decision that approved the level
    decision_on    TEXT NOT NULL,
    decision_by    TEXT NOT NULL,
    contact_name   TEXT NOT NULL,          -- the person for this system, where not the body's own
    contact_title  TEXT NOT NULL,
    contact_phone  TEXT NOT NULL,
    contact_email  TEXT NOT NULL,
    note           TEXT NOT NULL,
    source         TEXT NOT NULL,          -- where a published system was read
    source_url     TEXT NOT NULL,
    facts          TEXT NOT NULL,          -- canonical JSON of kit/law, components inside; no state secret
    level          BIGINT NOT NULL,        -- of the latest determination
    result         BIGINT NOT NULL,        -- enum law_result
    pack           TEXT NOT NULL,
    determination_id BIGINT NOT NULL,      -- 0302
    import_id      BIGINT NOT NULL,        -- 0303, that made or last changed the row; 0 none
    origin         TEXT NOT NULL,          -- uid of the node that made the row; '' is this node
    version        BIGINT NOT NULL,
    change_seq     BIGINT NOT NULL,
    created_ms     BIGINT NOT NULL,
    updated_ms     BIGINT NOT NULL
);
CREATE UNIQUE INDEX systems_by_owner ON systems (owner_id, name_key);

-- Words for search: their beginnings find a row. SQLite's index reads `fold` from systems itself.
-- sqlite:
CREATE VIRTUAL TABLE systems_words USING fts5 (
    fold, content='systems', content_rowid='id', tokenize='unicode61 remove_diacritics 0',
    detail=none, columnsize=0
);
-- postgres:
CREATE TABLE systems_words (
    id    BIGINT NOT NULL PRIMARY KEY,
    words tsvector NOT NULL
);
CREATE INDEX systems_words_gin ON systems_words USING gin (words);
-- both:

-- The next free number of a series; taken in blocks, so that an import asks once.
CREATE TABLE system_numbers (
    series TEXT NOT NULL PRIMARY KEY, -- 'system', 'determination', 'change'
    next   BIGINT NOT NULL
);
INSERT INTO system_numbers (series, next) VALUES ('system', 1);
INSERT INTO system_numbers (series, next) VALUES ('determination', 1);
INSERT INTO system_numbers (series, next) VALUES ('change', 1);

-- What changed: one row per field of one change. before and after as in exports; facts as JSON.
CREATE TABLE system_history (
    id        ID,
    system_id BIGINT NOT NULL,
    version   BIGINT NOT NULL, -- the version this change made
    at_ms     BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    person    TEXT NOT NULL,   -- the name as it was
    import_id BIGINT NOT NULL,
    field     TEXT NOT NULL,   -- 'name', 'owner', 'facts', ...
    before    TEXT NOT NULL,
    after     TEXT NOT NULL
);
CREATE INDEX system_history_by_system ON system_history (system_id, version);
CREATE INDEX system_history_by_import ON system_history (import_id);
