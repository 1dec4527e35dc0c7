-- 0312_changes - by which act a field changed; many systems changed at once, kept so that it can be
-- taken back; what a system runs on.
ALTER TABLE system_history ADD COLUMN act BIGINT NOT NULL DEFAULT 0;     -- enum change_act; 0: not told then
ALTER TABLE system_history ADD COLUMN bulk_id BIGINT NOT NULL DEFAULT 0; -- bulks
UPDATE system_history SET act = 2 WHERE import_id <> 0;

-- One change of many systems: drawn up, looked at, done, perhaps taken back.
CREATE TABLE bulks (
    id        ID,
    uid       TEXT NOT NULL UNIQUE,
    person_id BIGINT NOT NULL,
    person    TEXT NOT NULL,
    body_id   BIGINT NOT NULL,  -- for which the person acts
    state     BIGINT NOT NULL,  -- enum bulk_state
    changes   TEXT NOT NULL,    -- JSON {"operator":"BTC-CNTT","contact_phone":""}, checked
    words     TEXT NOT NULL,    -- how the systems were chosen: 'level=3', or '' one by one
    total     BIGINT NOT NULL,
    made_ms   BIGINT NOT NULL,
    done_ms   BIGINT NOT NULL,
    job_id    BIGINT NOT NULL   -- that does or did it; 0: at once
);
CREATE INDEX bulks_by_body ON bulks (body_id, id);

CREATE TABLE bulk_rows (
    bulk_id   BIGINT NOT NULL,
    system_id BIGINT NOT NULL,
    state     BIGINT NOT NULL, -- enum bulk_row_state
    version   BIGINT NOT NULL, -- of the system as it was looked at; once done, as it was left
    rule      TEXT NOT NULL,   -- why it is left alone; '' it is not
    PRIMARY KEY (bulk_id, system_id)
) CLUSTERED;
CREATE INDEX bulk_rows_by_state ON bulk_rows (bulk_id, state, system_id);

-- The systems whose infrastructure a system runs on: their codes, and the same for looking backwards.
ALTER TABLE systems ADD COLUMN hosts TEXT NOT NULL DEFAULT '';
CREATE TABLE system_links (
    system_id BIGINT NOT NULL,
    host_id   BIGINT NOT NULL,
    PRIMARY KEY (system_id, host_id)
) CLUSTERED;
CREATE INDEX system_links_by_host ON system_links (host_id, system_id);
