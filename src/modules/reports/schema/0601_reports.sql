-- 0601_reports - yearly reports: drafted from the register, frozen at one moment, signed off, sent.
--
-- Of a draft only what people typed is kept; its rows are the register's. When it is frozen its rows
-- and texts are kept as they were, and the names of bodies with them: a paper keeps its old name.

-- One edition of a body's report for a year. A corrected one is the next edition.
CREATE TABLE reports (
    id              ID,
    body_id         BIGINT NOT NULL REFERENCES bodies (id), -- whose report it is
    holder_id       BIGINT NOT NULL REFERENCES bodies (id), -- who holds it today: body_id, or its heir
    kind            TEXT NOT NULL,   -- row of the pack's calendar: 'yearly', 'yearly-unit'
    period          BIGINT NOT NULL, -- year
    edition         BIGINT NOT NULL, -- from 1
    pack            TEXT NOT NULL,
    pack_version    TEXT NOT NULL,
    pack_sha256     TEXT NOT NULL,
    state           BIGINT NOT NULL, -- enum report_state
    version         BIGINT NOT NULL,
    control         BIGINT NOT NULL, -- systems by the agency's own list; -1 not said
    reason          TEXT NOT NULL,   -- why this edition was made; why it was dropped
    started_id      BIGINT NOT NULL,
    started_by      TEXT NOT NULL,
    started_ms      BIGINT NOT NULL,
    checked_ms      BIGINT NOT NULL,
    frozen_id       BIGINT NOT NULL,
    frozen_by       TEXT NOT NULL,
    snapshot_ms     BIGINT NOT NULL, -- 0: not frozen
    snapshot_sha256 TEXT NOT NULL,
    total           BIGINT NOT NULL, -- the figures, as of the snapshot
    classified      BIGINT NOT NULL,
    drafted         BIGINT NOT NULL,
    appraised       BIGINT NOT NULL,
    approved        BIGINT NOT NULL,
    inspected       BIGINT NOT NULL,
    expected        TEXT NOT NULL,
    signed_id       BIGINT NOT NULL,
    signed_by       TEXT NOT NULL,
    signed_ms       BIGINT NOT NULL,
    sent_by         TEXT NOT NULL,
    sent_ms         BIGINT NOT NULL,
    sent_no         TEXT NOT NULL,   -- số/ký hiệu, by the clerk
    sent_on         TEXT NOT NULL,
    sent_to         TEXT NOT NULL
);
CREATE UNIQUE INDEX reports_by_body ON reports (body_id, kind, period, edition);
CREATE INDEX reports_by_holder ON reports (holder_id, kind, period, id);

-- Texts of a report by key: 's.<heading>' and 't.<heading>' (text and title of a section), 'r.<rule>'
-- (why a warning may stand), 'to' (whom it goes to), and once frozen 'f.<name>' (names and addresses).
CREATE TABLE report_texts (
    report_id BIGINT NOT NULL REFERENCES reports (id),
    key       TEXT NOT NULL,
    text      TEXT NOT NULL,
    PRIMARY KEY (report_id, key)
) CLUSTERED;

-- The rows of a frozen report, as in struct report_row.
CREATE TABLE report_rows (
    report_id           BIGINT NOT NULL REFERENCES reports (id),
    no                  BIGINT NOT NULL,
    built               BIGINT NOT NULL, -- 1: of the table of systems being built
    system_id           BIGINT NOT NULL,
    owner_id            BIGINT NOT NULL,
    operator_id         BIGINT NOT NULL, -- 0 none
    code                TEXT NOT NULL,
    name                TEXT NOT NULL,
    owner               TEXT NOT NULL,
    operator            TEXT NOT NULL,
    level               BIGINT NOT NULL,
    approval            BIGINT NOT NULL,
    deployment          BIGINT NOT NULL,
    inspections         BIGINT NOT NULL,
    decision_no         TEXT NOT NULL,
    decision_on         TEXT NOT NULL,
    decision_by         TEXT NOT NULL,
    regulation_no       TEXT NOT NULL,
    regulation_on       TEXT NOT NULL,
    regulation_by       TEXT NOT NULL,
    approval_expected   TEXT NOT NULL,
    deployment_expected TEXT NOT NULL,
    note                TEXT NOT NULL,
    PRIMARY KEY (report_id, no)
) CLUSTERED;

-- The paper that went out, with its number and day.
CREATE TABLE report_papers (
    report_id   BIGINT NOT NULL PRIMARY KEY REFERENCES reports (id),
    docx_sha256 TEXT NOT NULL,
    docx        BYTES NOT NULL
);
