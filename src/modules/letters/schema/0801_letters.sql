-- 0801_letters - the register of letters (sổ văn bản đi, văn bản đến) of each body.
--
-- A row is never deleted: it is corrected (letter_history tells how) or withdrawn with a reason, and its
-- number stays taken.
CREATE TABLE letters (
    id             ID,
    uid            TEXT NOT NULL UNIQUE,     -- UUIDv7, the name between nodes
    body_id        BIGINT NOT NULL REFERENCES bodies (id), -- whose register it was entered into
    keeper_id      BIGINT NOT NULL REFERENCES bodies (id), -- who keeps it today: that body, or its heir
    direction      BIGINT NOT NULL,          -- enum letter_direction
    year           BIGINT NOT NULL,          -- of the register
    on_day         TEXT NOT NULL,            -- going out: the letter's day; coming in: when it came
    entry_no       BIGINT NOT NULL,          -- going out: its number; coming in: số đến; without letters
    entry          TEXT NOT NULL,            -- the same as written: '05', '12a'
    entry_key      TEXT NOT NULL,            -- what no other entry of the year may have: '5/TTR-SKHCN', '12A'
    ref            TEXT NOT NULL,            -- số, ký hiệu as on the letter: '05/TTr-SKHCN'; '' none
    day            TEXT NOT NULL,            -- on the letter; '' none
    kind           TEXT NOT NULL,            -- law/letter-kinds.csv
    about          TEXT NOT NULL,            -- trích yếu
    counterpart_id BIGINT REFERENCES bodies (id),
    counterpart    TEXT NOT NULL,            -- to whom, or from whom, as it was named then
    signer         TEXT NOT NULL,
    note           TEXT NOT NULL,
    object_kind    BIGINT NOT NULL,          -- enum letter_object; 0 none
    object_id      BIGINT NOT NULL,
    file_id        BIGINT NOT NULL,          -- letter_files; 0 none
    exception      TEXT NOT NULL,            -- why a file altered after signing was entered all the same
    fold           TEXT NOT NULL,            -- folded words, for search
    withdrawn_ms   BIGINT NOT NULL,          -- 0: stands
    withdrawn_why  TEXT NOT NULL,
    person_id      BIGINT NOT NULL,          -- who recorded it
    person         TEXT NOT NULL,            -- the name as it was
    made_ms        BIGINT NOT NULL,
    changed_ms     BIGINT NOT NULL,
    version        BIGINT NOT NULL
);
CREATE UNIQUE INDEX letters_by_entry ON letters (body_id, direction, year, entry_key);
CREATE INDEX letters_by_day ON letters (keeper_id, direction, year, on_day, entry_no, id);
CREATE INDEX letters_by_object ON letters (object_kind, object_id, on_day, id);

-- Files of a letter, each kept by its content. Only the latest is the letter's; one that was replaced
-- stays as what had come in.
CREATE TABLE letter_files (
    id         ID,
    letter_id  BIGINT NOT NULL,
    sha256     TEXT NOT NULL,
    name       TEXT NOT NULL,
    type       TEXT NOT NULL,      -- 'pdf' 'docx' 'xlsx' 'jpg' 'png'
    bytes      BIGINT NOT NULL,
    verdict    BIGINT NOT NULL,    -- enum letter_verdict
    signatures TEXT NOT NULL,      -- JSON of the check; '' when there was none
    checked_ms BIGINT NOT NULL,    -- 0: not checked
    person     TEXT NOT NULL,
    at_ms      BIGINT NOT NULL
);
CREATE INDEX letter_files_by_letter ON letter_files (letter_id, id);

-- What changed: one row per field of one change.
CREATE TABLE letter_history (
    id        ID,
    letter_id BIGINT NOT NULL,
    version   BIGINT NOT NULL, -- the version this change made
    at_ms     BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    person    TEXT NOT NULL,   -- the name as it was
    field     TEXT NOT NULL,   -- 'ref', 'about', 'file', 'withdrawn', 'verdict', ...
    before    TEXT NOT NULL,
    after     TEXT NOT NULL,
    why       TEXT NOT NULL
);
CREATE INDEX letter_history_by_letter ON letter_history (letter_id, id);
