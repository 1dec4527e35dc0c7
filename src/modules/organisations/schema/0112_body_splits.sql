-- 0112_body_splits - a body split into several: its successors, and what of its own goes to which.

CREATE TABLE body_change_parts (
    change_id BIGINT NOT NULL REFERENCES body_changes (id),
    part      BIGINT NOT NULL,   -- 1, 2, …
    body_id   BIGINT NOT NULL,   -- 0: made on the day
    code      TEXT NOT NULL,
    name_vi   TEXT NOT NULL,
    PRIMARY KEY (change_id, part)
) CLUSTERED;

CREATE TABLE body_change_shares (
    change_id BIGINT NOT NULL REFERENCES body_changes (id),
    what      TEXT NOT NULL,     -- 'systems' 'people' 'units'
    object_id BIGINT NOT NULL,
    part      BIGINT NOT NULL,
    PRIMARY KEY (change_id, what, object_id)
) CLUSTERED;
