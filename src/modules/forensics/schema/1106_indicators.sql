-- 1106_indicators - a case's own list of indicators, entered one by one. Rows are never deleted: of each version of the list
-- follows which of them stood in it, and so its text and hash.
CREATE TABLE forensic_lists (
    case_id BIGINT NOT NULL PRIMARY KEY,
    no      BIGINT NOT NULL               -- how often it changed: the version that stands
);

CREATE TABLE forensic_indicators (
    id          ID,
    case_id     BIGINT NOT NULL,
    kind        TEXT NOT NULL,            -- listed_kind_key
    value       TEXT NOT NULL,
    fold        TEXT NOT NULL,            -- of the value, ASCII letters small: searching does not tell them apart
    note        TEXT NOT NULL,
    source      TEXT NOT NULL,            -- where it was learnt
    tlp         TEXT NOT NULL,            -- of one that came from an incident; '' none
    person      TEXT NOT NULL,
    at_ms       BIGINT NOT NULL,
    since_no    BIGINT NOT NULL,          -- of the list, in which it came
    until_no    BIGINT NOT NULL,          -- in which it was gone; 0 it stands
    removed_by  TEXT NOT NULL,
    removed_ms  BIGINT NOT NULL,
    removed_why TEXT NOT NULL
);
CREATE INDEX forensic_indicators_by_case ON forensic_indicators (case_id, until_no, id);
CREATE INDEX forensic_indicators_by_value ON forensic_indicators (case_id, fold);
