-- 1101_forensics - digital evidence of investigations: cases, items, and the custody log of every touch.
--
-- Who sees a case: the bodies of forensic_bodies, today. Not those above the holder: an investigation may be about
-- them. Content lies outside the database (kit/blobs), by its SHA-256.

CREATE TABLE forensic_numbers (
    series TEXT NOT NULL PRIMARY KEY, -- 'VV-2026' cases, 'CC-2026' items, 'BG-2026' hand-overs
    next   BIGINT NOT NULL
);

CREATE TABLE forensic_cases (
    id            ID,
    uid           TEXT NOT NULL UNIQUE,
    code          TEXT NOT NULL UNIQUE,   -- 'VV-2026-000012'
    title         TEXT NOT NULL,
    fold          TEXT NOT NULL,          -- folded words, for search
    state         BIGINT NOT NULL,        -- enum case_state
    body_id       BIGINT NOT NULL REFERENCES bodies (id), -- holds it
    ground        TEXT NOT NULL,          -- by which decision, request or plan
    incident_id   BIGINT NOT NULL,        -- 0 none
    incident_code TEXT NOT NULL,
    invented      BIGINT NOT NULL,
    person        TEXT NOT NULL,
    made_ms       BIGINT NOT NULL,
    changed_ms    BIGINT NOT NULL,
    closed_ms     BIGINT NOT NULL,        -- 0: open
    closed_why    TEXT NOT NULL,
    last_no       BIGINT NOT NULL,        -- of the custody log: its last row
    last_hash     TEXT NOT NULL,
    version       BIGINT NOT NULL
);
CREATE INDEX forensic_cases_by_incident ON forensic_cases (incident_id, body_id, state);

CREATE TABLE forensic_systems (
    case_id   BIGINT NOT NULL,
    system_id BIGINT NOT NULL,
    PRIMARY KEY (case_id, system_id)
) CLUSTERED;
CREATE INDEX forensic_systems_by_system ON forensic_systems (system_id, case_id);

-- Who may see a case, from when to when.
CREATE TABLE forensic_bodies (
    id      ID,
    case_id BIGINT NOT NULL,
    body_id BIGINT NOT NULL REFERENCES bodies (id),
    part    BIGINT NOT NULL,              -- enum case_part
    basis   TEXT NOT NULL,
    person  TEXT NOT NULL,
    from_ms BIGINT NOT NULL,
    to_ms   BIGINT NOT NULL               -- 0: still
);
CREATE INDEX forensic_bodies_by_case ON forensic_bodies (case_id, body_id);
CREATE INDEX forensic_bodies_by_body ON forensic_bodies (body_id, case_id);

-- Facts of the intake never change; state, seal_now and the counts follow the custody log.
CREATE TABLE forensic_items (
    id           ID,
    uid          TEXT NOT NULL UNIQUE,
    code         TEXT NOT NULL UNIQUE,    -- 'CC-2026-000345'
    case_id      BIGINT NOT NULL,
    kind         BIGINT NOT NULL,         -- enum item_kind
    of_id        BIGINT NOT NULL,         -- picture: of that item; member: of that archive; 0 none
    name         TEXT NOT NULL,           -- the last part of the path
    path         TEXT NOT NULL,           -- as it lay on the medium or in the archive, with name
    bytes        BIGINT NOT NULL,
    sha256       TEXT NOT NULL,
    system_id    BIGINT NOT NULL,         -- 0 none
    device       TEXT NOT NULL,           -- of which device, with make and number
    place        TEXT NOT NULL,
    taken_from   TEXT NOT NULL,           -- whom it was taken from, or who handed it in
    collected_ms BIGINT NOT NULL,         -- when it was collected; 0 not known
    ground       TEXT NOT NULL,           -- legal ground
    seal         TEXT NOT NULL,           -- number of the seal it came with; '' none
    note         TEXT NOT NULL,
    person       TEXT NOT NULL,           -- who took it in
    taken_ms     BIGINT NOT NULL,         -- when it was taken in
    state        BIGINT NOT NULL,         -- enum item_state
    seal_now     TEXT NOT NULL
);
CREATE INDEX forensic_items_by_case ON forensic_items (case_id, kind, id);
CREATE INDEX forensic_items_by_of ON forensic_items (of_id, id);
CREATE INDEX forensic_items_by_content ON forensic_items (case_id, sha256);

-- Every touch. Rows are only added; each holds the hash of the one before (custody.h says of which text).
CREATE TABLE forensic_custody (
    case_id BIGINT NOT NULL,
    no      BIGINT NOT NULL,              -- from 1, without a gap
    item_id BIGINT NOT NULL,              -- 0: the case as a whole
    at_ms   BIGINT NOT NULL,
    act     BIGINT NOT NULL,              -- enum custody_act
    item    TEXT NOT NULL,                -- code of the item
    content TEXT NOT NULL,                -- SHA-256 of its bytes
    facts   TEXT NOT NULL,                -- taken, extracted: SHA-256 of the text of its facts
    login   TEXT NOT NULL,
    person  TEXT NOT NULL,
    body    TEXT NOT NULL,
    tool    TEXT NOT NULL,                -- program and version; '' a person's own hands
    party   TEXT NOT NULL,                -- to whom, from whom
    seal    TEXT NOT NULL,                -- number that was put on or broken
    words   TEXT NOT NULL,                -- reason, result
    prev    TEXT NOT NULL,
    hash    TEXT NOT NULL,
    PRIMARY KEY (case_id, no)
) CLUSTERED;
CREATE INDEX forensic_custody_by_item ON forensic_custody (item_id, no);

-- The last verification of a case, whole or of what differed.
CREATE TABLE forensic_checks (
    case_id  BIGINT NOT NULL PRIMARY KEY,
    at_ms    BIGINT NOT NULL,
    person   TEXT NOT NULL,
    log_rows BIGINT NOT NULL,
    items    BIGINT NOT NULL,
    bytes    BIGINT NOT NULL,
    faults   BIGINT NOT NULL,
    told     TEXT NOT NULL                -- JSON: what differs
);

-- Hunts (modules/hunts) that look into a case.
CREATE TABLE forensic_hunts (
    case_id BIGINT NOT NULL,
    hunt_id BIGINT NOT NULL,
    at_ms   BIGINT NOT NULL,
    PRIMARY KEY (case_id, hunt_id)
) CLUSTERED;
CREATE INDEX forensic_hunts_by_hunt ON forensic_hunts (hunt_id, case_id);

-- The last long work of each kind for a case: 1 verification, 2 detection, 3 unpacking.
CREATE TABLE forensic_jobs (
    case_id BIGINT NOT NULL,
    kind    BIGINT NOT NULL,
    job_id  BIGINT NOT NULL,
    PRIMARY KEY (case_id, kind)
) CLUSTERED;
