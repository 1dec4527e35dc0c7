-- 0401_grey_choices - how a person read a point that the law leaves open, append-only: the newest row
-- of a point is the one that stands.
CREATE TABLE grey_choices (
    system_id    BIGINT NOT NULL,
    seq          BIGINT NOT NULL,   -- 1, 2, … within the system
    at_ms        BIGINT NOT NULL,
    person_id    BIGINT NOT NULL,
    person       TEXT NOT NULL,
    pack         TEXT NOT NULL,
    pack_version TEXT NOT NULL,
    grey         TEXT NOT NULL,     -- id of the point in the pack
    choice       TEXT NOT NULL,     -- key of the choice
    note         TEXT NOT NULL,
    PRIMARY KEY (system_id, seq)
);
