-- 0912_control_wordings - the official wording of requirements, loaded by an agency that holds the standard.
--
-- It is that agency's data: shown beside our own words to it and to the bodies below it, and to nobody else.
CREATE TABLE control_wordings (
    body_id    BIGINT NOT NULL REFERENCES bodies (id),
    catalogue  TEXT NOT NULL,
    control_id TEXT NOT NULL,
    level      BIGINT NOT NULL,           -- 0: the same at every level
    wording    TEXT NOT NULL,
    person     TEXT NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (body_id, catalogue, control_id, level)
) CLUSTERED;
