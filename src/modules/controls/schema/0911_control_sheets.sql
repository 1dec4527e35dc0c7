-- 0911_control_sheets - the requirement sheet of a system at a level, and the answer to each requirement.
--
-- A sheet keeps the rows it was made with: which requirements, under which clause. A later version of the
-- packs changes their wording, never the list. Frozen, its answers stand; what is to be done goes on.
CREATE TABLE control_sheets (
    id            ID,
    uid           TEXT NOT NULL UNIQUE,   -- UUIDv7, the name between nodes
    system_id     BIGINT NOT NULL REFERENCES systems (id),
    pack          TEXT NOT NULL,          -- 'nd331', with an overlay 'nd331+nhnn'
    pack_version  TEXT NOT NULL,
    pack_sha256   TEXT NOT NULL,
    catalogue     TEXT NOT NULL,          -- 'tcvn14423'
    level         BIGINT NOT NULL,
    from_sheet_id BIGINT NOT NULL,        -- whose answers were copied; 0 none
    frozen_ms     BIGINT NOT NULL,        -- 0: answers are open
    frozen_by     TEXT NOT NULL,
    person_id     BIGINT NOT NULL,        -- who made it
    person        TEXT NOT NULL,
    made_ms       BIGINT NOT NULL,
    version       BIGINT NOT NULL
);
CREATE INDEX control_sheets_by_system ON control_sheets (system_id, id);

CREATE TABLE control_answers (
    id          ID,
    sheet_id    BIGINT NOT NULL REFERENCES control_sheets (id),
    place       BIGINT NOT NULL,          -- in the catalogue, from 0
    control_id  TEXT NOT NULL,            -- 'HT-07', 'QL-1.1.01'
    clause      TEXT NOT NULL,            -- of the standard, at this level
    heading     BIGINT NOT NULL,          -- 1: nothing is answered here
    answer      BIGINT NOT NULL,          -- enum control_answer; 0 none yet
    description TEXT NOT NULL,
    reason      TEXT NOT NULL,            -- why it does not apply; what the other measure rests on
    source      TEXT NOT NULL,            -- from where it is inherited
    responsible TEXT NOT NULL,
    due         TEXT NOT NULL,            -- day; '' none
    cost        BIGINT,                   -- đồng; NULL not said
    confirm     BIGINT NOT NULL,          -- 1: came over from another catalogue and is to be confirmed
    from_ids    TEXT NOT NULL,            -- from which requirements
    work        BIGINT NOT NULL,          -- enum control_work, once the plan stands
    progress    TEXT NOT NULL,
    done_on     TEXT NOT NULL,            -- day; '' not done
    changed_ms  BIGINT NOT NULL,          -- 0: as it was made
    person      TEXT NOT NULL,            -- who changed it last, the name as it was
    version     BIGINT NOT NULL
);
CREATE UNIQUE INDEX control_answers_by_control ON control_answers (sheet_id, control_id);

-- What changed: one row per field of one change.
CREATE TABLE control_history (
    id        ID,
    answer_id BIGINT NOT NULL,
    version   BIGINT NOT NULL,            -- the version this change made
    at_ms     BIGINT NOT NULL,
    person_id BIGINT NOT NULL,
    person    TEXT NOT NULL,
    field     TEXT NOT NULL,              -- 'answer', 'description', ...
    before    TEXT NOT NULL,
    after     TEXT NOT NULL
);
CREATE INDEX control_history_by_answer ON control_history (answer_id, id);
