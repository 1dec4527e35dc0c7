-- 0161_backups - backups made by this node, and how they are to be made.
CREATE TABLE backups (
    id          ID,
    name        TEXT NOT NULL,      -- of the file
    here        BIGINT NOT NULL,    -- 1: in the data folder's "backups", counted and removed by age
    made_ms     BIGINT NOT NULL,
    spent_ms    BIGINT NOT NULL,
    login       TEXT NOT NULL,      -- who asked
    sealed      BIGINT NOT NULL,    -- 1: to a public key
    bytes       BIGINT NOT NULL,
    sha256      TEXT NOT NULL,      -- of everything before the last part, hex
    row_count   BIGINT NOT NULL,
    blob_count  BIGINT NOT NULL,
    rule        TEXT NOT NULL,      -- '' made; else why it could not be
    detail      TEXT NOT NULL,
    checked_ms  BIGINT NOT NULL,    -- last look whether it can be restored; 0: never
    check_rule  TEXT NOT NULL,      -- '' it can
    check_detail TEXT NOT NULL,
    removed_ms  BIGINT NOT NULL     -- 0: still there
);
CREATE INDEX backups_by_time ON backups (made_ms);

-- One row: what an administrator chose.
CREATE TABLE backup_settings (
    id         BIGINT NOT NULL PRIMARY KEY,
    daily      BIGINT NOT NULL,     -- 1: every day
    hour       BIGINT NOT NULL,     -- 0 to 23, Viet Nam time, not before
    keep       BIGINT NOT NULL,     -- so many of the data folder's are kept
    public_key TEXT NOT NULL,       -- '' : not sealed
    begun_day  TEXT NOT NULL,       -- the last day on which the daily one was begun
    version    BIGINT NOT NULL
);
INSERT INTO backup_settings (id, daily, hour, keep, public_key, begun_day, version)
VALUES (1, 1, 2, 7, '', '', 1);
