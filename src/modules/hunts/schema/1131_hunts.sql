-- 1131_hunts - hunts for threats: which systems were searched, what was found, and that it was removed and looked for again.
--
-- Who sees one: the body that hunts, and whoever `scope` (kind 1) shows one of its systems; of others' systems in it such a
-- reader learns nothing. Days are ISO text, '' when not known.

CREATE TABLE hunt_numbers (
    series TEXT NOT NULL PRIMARY KEY, -- 'SL-2026'
    next   BIGINT NOT NULL
);

CREATE TABLE hunts (
    id            ID,
    uid           TEXT NOT NULL UNIQUE,
    code          TEXT NOT NULL UNIQUE,   -- 'SL-2026-000012'
    body_id       BIGINT NOT NULL REFERENCES bodies (id), -- who hunts
    body_name     TEXT NOT NULL,          -- as it was called then
    invented      BIGINT NOT NULL,
    state         BIGINT NOT NULL,        -- enum hunt_state
    title         TEXT NOT NULL,
    fold          TEXT NOT NULL,
    reach         TEXT NOT NULL,          -- what is searched, in words
    hypothesis    TEXT NOT NULL,
    rules         TEXT NOT NULL,          -- rule set and its version
    rules_version TEXT NOT NULL,
    evidence      TEXT NOT NULL,          -- what was looked through
    firm          TEXT NOT NULL,          -- who does it when it is not the body itself; '' the body
    team          TEXT NOT NULL,          -- people, one a line
    planned_on    TEXT NOT NULL,
    began_on      TEXT NOT NULL,
    ended_on      TEXT NOT NULL,          -- last day of the search
    result        TEXT NOT NULL,
    reason        TEXT NOT NULL,          -- why it was called off
    closed_on     TEXT NOT NULL,
    closed_by     TEXT NOT NULL,
    person        TEXT NOT NULL,
    made_ms       BIGINT NOT NULL,
    version       BIGINT NOT NULL
);
CREATE INDEX hunts_by_body ON hunts (body_id, id);

CREATE TABLE hunt_systems (
    hunt_id   BIGINT NOT NULL,
    system_id BIGINT NOT NULL,
    PRIMARY KEY (hunt_id, system_id)
) CLUSTERED;
CREATE INDEX hunt_systems_by_system ON hunt_systems (system_id, hunt_id);

-- Systems that a closed hunt searched, by the last day of the search: what the duty is counted from. Never changed.
CREATE TABLE hunted (
    system_id BIGINT NOT NULL,
    ended_on  TEXT NOT NULL,
    hunt_id   BIGINT NOT NULL,
    PRIMARY KEY (system_id, ended_on, hunt_id)
) CLUSTERED;

-- One threat that a hunt found on one system.
CREATE TABLE hunt_threats (
    id            ID,
    hunt_id       BIGINT NOT NULL,
    no            BIGINT NOT NULL,        -- within the hunt, from 1
    system_id     BIGINT NOT NULL,
    state         BIGINT NOT NULL,        -- enum threat_state
    what          TEXT NOT NULL,
    finding       TEXT NOT NULL,          -- rule, event or case that showed it
    technique     TEXT NOT NULL,          -- ATT&CK 'T1059.001', '' none
    severity      BIGINT NOT NULL,        -- enum hunt_severity
    owner_body_id BIGINT NOT NULL REFERENCES bodies (id), -- who removes it
    owner_id      BIGINT NOT NULL,        -- a person there; 0 whoever holds the role
    owner_name    TEXT NOT NULL,
    due_on        TEXT NOT NULL,
    found_on      TEXT NOT NULL,
    removed_on    TEXT NOT NULL,          -- of the last removal
    removal       TEXT NOT NULL,          -- what was done
    removed_by    TEXT NOT NULL,
    proof         TEXT NOT NULL,
    again_on      TEXT NOT NULL,          -- of the last second hunt
    again         TEXT NOT NULL,          -- where and how it was looked for
    again_by      TEXT NOT NULL,
    returns       BIGINT NOT NULL,        -- how often a second hunt still found it
    dismissed_on  TEXT NOT NULL,
    reason        TEXT NOT NULL,          -- why it is no threat
    incident_id   BIGINT NOT NULL,        -- 0 none
    incident_code TEXT NOT NULL,
    incident_on   TEXT NOT NULL,          -- when it was handed over
    incident_new  BIGINT NOT NULL,        -- 1: the incident began from here
    person        TEXT NOT NULL,
    made_ms       BIGINT NOT NULL,
    version       BIGINT NOT NULL,
    UNIQUE (hunt_id, no)
);
CREATE INDEX hunt_threats_by_system ON hunt_threats (system_id, id);
CREATE INDEX hunt_threats_by_owner ON hunt_threats (owner_body_id, state);

-- What happened, and what was said. Rows are only added.
CREATE TABLE hunt_lines (
    id        ID,
    hunt_id   BIGINT NOT NULL,
    no        BIGINT NOT NULL,            -- of the threat; 0: of the whole
    at_ms     BIGINT NOT NULL,
    act       TEXT NOT NULL,
    person    TEXT NOT NULL,
    body_name TEXT NOT NULL,
    words     TEXT NOT NULL
);
CREATE INDEX hunt_lines_by_hunt ON hunt_lines (hunt_id, id);

-- Hunts that members of the response network wrote down before (modules/network) count for their systems too.
CREATE INDEX network_exercises_by_system ON network_exercises (system_id, kind, done_on);
