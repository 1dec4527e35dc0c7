-- 0703_reminders - what leaves the program for one person: the calendar's secret address, the daily mail.
CREATE TABLE task_feeds (
    person_id  BIGINT NOT NULL PRIMARY KEY,
    token_hash BYTES NOT NULL UNIQUE,
    made_ms    BIGINT NOT NULL
);

CREATE TABLE task_mails (
    person_id BIGINT NOT NULL PRIMARY KEY,
    email     TEXT NOT NULL,
    wants     BIGINT NOT NULL,      -- 1: every day when there is something
    day       TEXT NOT NULL,        -- of the last attempt
    state     BIGINT NOT NULL,      -- of that day's mail: enum mail_state
    tries     BIGINT NOT NULL,
    next_ms   BIGINT NOT NULL,      -- not tried again before
    sent_ms   BIGINT NOT NULL       -- the last that was taken; 0 never
);

-- One row: when the next round may begin, and how the last one ended.
CREATE TABLE task_mail_round (
    one     BIGINT NOT NULL PRIMARY KEY,
    next_ms BIGINT NOT NULL,
    ok_ms   BIGINT NOT NULL,        -- last time the server took a mail
    bad_ms  BIGINT NOT NULL,        -- last time it did not
    rule    TEXT NOT NULL,          -- why not
    detail  TEXT NOT NULL
);
INSERT INTO task_mail_round (one, next_ms, ok_ms, bad_ms, rule, detail) VALUES (1, 0, 0, 0, '', '');
