-- 1001_incidents - incidents: one set of facts each, a time line that is only added to, who plays which part.
--
-- Who sees an incident: those whom `scope` (kind 2) names for its owner, the bodies convened for it
-- (incident_parties), and those who hold a national seat (incident_seats).

CREATE TABLE incident_numbers (
    series TEXT NOT NULL PRIMARY KEY, -- 'SC-2026', 'TB-2026'
    next   BIGINT NOT NULL
);

CREATE TABLE incidents (
    id          ID,
    uid         TEXT NOT NULL UNIQUE,
    code        TEXT NOT NULL UNIQUE,  -- 'SC-2026-000123'
    title       TEXT NOT NULL,
    fold        TEXT NOT NULL,         -- folded words, for search
    owner_id    BIGINT NOT NULL REFERENCES bodies (id),
    operator_id BIGINT REFERENCES bodies (id), -- NULL: the owner itself
    system_id   BIGINT,                -- the first of incident_systems; NULL none of the register
    system_code TEXT NOT NULL,
    system_name TEXT NOT NULL,
    level       BIGINT NOT NULL,       -- of the system when it was told; 0 not known
    type        TEXT NOT NULL,
    state       BIGINT NOT NULL,       -- enum incident_state
    detected_ms BIGINT NOT NULL,
    emergency   BIGINT NOT NULL,       -- 1: over capacity, or serious
    proposed    BIGINT NOT NULL,       -- enum incident_class: the latest of each stage
    verified    BIGINT NOT NULL,
    decided     BIGINT NOT NULL,
    plan        TEXT NOT NULL,         -- of the decision
    holder_id   BIGINT NOT NULL,       -- person on duty; 0 none
    holder      TEXT NOT NULL,
    into_id     BIGINT NOT NULL,       -- told in that one; 0 none
    due_ms      BIGINT NOT NULL,       -- nearest clock that runs; 0 none
    due_rule    TEXT NOT NULL,
    by_body     BIGINT NOT NULL,       -- who entered it
    version     BIGINT NOT NULL,
    created_ms  BIGINT NOT NULL,
    updated_ms  BIGINT NOT NULL
);
CREATE INDEX incidents_by_state ON incidents (state, id);
CREATE INDEX incidents_by_owner ON incidents (owner_id, id);
CREATE INDEX incidents_by_operator ON incidents (operator_id, id);
CREATE INDEX incidents_by_system ON incidents (system_id, id);

-- Facts by their key (modules/incidents/incident_facts.c). A time is milliseconds in decimal.
CREATE TABLE incident_facts (
    incident_id BIGINT NOT NULL,
    key         TEXT NOT NULL,
    value       TEXT NOT NULL,
    PRIMARY KEY (incident_id, key)
) CLUSTERED;

CREATE TABLE incident_systems (
    incident_id BIGINT NOT NULL,
    system_id   BIGINT NOT NULL,
    PRIMARY KEY (incident_id, system_id)
) CLUSTERED;

-- The time line. Never changed, never deleted.
CREATE TABLE incident_events (
    id          ID,
    incident_id BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,  -- when it was written
    kind        TEXT NOT NULL,    -- 'log' 'fact' 'state' 'class' 'party' 'paper' …
    person_id   BIGINT NOT NULL,
    person      TEXT NOT NULL,
    body_id     BIGINT NOT NULL,
    body        TEXT NOT NULL,
    field       TEXT NOT NULL,
    before      TEXT NOT NULL,
    after       TEXT NOT NULL,
    words       TEXT NOT NULL     -- what was said, or why
);
CREATE INDEX incident_events_by_incident ON incident_events (incident_id, id);

CREATE TABLE incident_classes (
    id          ID,
    incident_id BIGINT NOT NULL,
    stage       BIGINT NOT NULL,  -- enum class_stage
    class       BIGINT NOT NULL,  -- enum incident_class
    plan        TEXT NOT NULL,
    number      TEXT NOT NULL,    -- of the decision
    reason      TEXT NOT NULL,
    person_id   BIGINT NOT NULL,
    person      TEXT NOT NULL,
    body_id     BIGINT NOT NULL,
    body        TEXT NOT NULL,
    at_ms       BIGINT NOT NULL
);
CREATE INDEX incident_classes_by_incident ON incident_classes (incident_id, id);

-- Bodies that take part in one incident beside those its owner gives: a unit, a member it was shared with,
-- the task force, a hired firm.
CREATE TABLE incident_parties (
    id          ID,
    incident_id BIGINT NOT NULL,
    body_id     BIGINT NOT NULL REFERENCES bodies (id),
    seat        BIGINT NOT NULL,  -- enum incident_seat
    basis       TEXT NOT NULL,
    person      TEXT NOT NULL,
    from_ms     BIGINT NOT NULL,
    to_ms       BIGINT NOT NULL   -- 0: still does
);
CREATE INDEX incident_parties_by_incident ON incident_parties (incident_id, id);
CREATE INDEX incident_parties_by_body ON incident_parties (body_id, to_ms, incident_id);

-- Which body plays CQDP, CQTT, BCD_QG, from when to when, and by which text. Set by an administrator.
CREATE TABLE incident_seats (
    id         ID,
    seat       BIGINT NOT NULL,
    body_id    BIGINT NOT NULL REFERENCES bodies (id),
    basis      TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL,
    person     TEXT NOT NULL,
    at_ms      BIGINT NOT NULL
);
CREATE INDEX incident_seats_by_body ON incident_seats (body_id, valid_to);

-- Letters that went out: what a clock waits for.
CREATE TABLE incident_papers (
    id          ID,
    incident_id BIGINT NOT NULL,
    document    TEXT NOT NULL,    -- 'THONG_BAO' 'MAU_03' …, as in law/incidents
    number      TEXT NOT NULL,
    recipients  TEXT NOT NULL,
    sent_ms     BIGINT NOT NULL,
    late_reason TEXT NOT NULL,
    person      TEXT NOT NULL,
    body_id     BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL
);
CREATE INDEX incident_papers_by_incident ON incident_papers (incident_id, id);
