-- 1031_network - the members of the incident response network: who, how they are reached, what they do.

-- One membership of one body, from its application to its end. A body has at most one that is not refused or over.
CREATE TABLE network_members (
    id         ID,
    uid        TEXT NOT NULL UNIQUE,
    body_id    BIGINT NOT NULL REFERENCES bodies (id),
    invented   BIGINT NOT NULL,
    code       TEXT UNIQUE,            -- given on acceptance: 'TV-0001'
    category   TEXT NOT NULL,          -- law/incidents/members.csv
    obligatory BIGINT NOT NULL,
    cluster    TEXT NOT NULL,          -- cụm; '' none
    state      BIGINT NOT NULL,        -- enum member_state
    valid_from TEXT NOT NULL,          -- member since; '' not yet
    valid_to   TEXT NOT NULL,          -- '' still
    reason     TEXT NOT NULL,          -- of the refusal, suspension or end in force
    fold       TEXT NOT NULL,
    sort_key   TEXT NOT NULL,
    person     TEXT NOT NULL,
    made_ms    BIGINT NOT NULL,
    changed_ms BIGINT NOT NULL,
    version    BIGINT NOT NULL
);
CREATE INDEX network_members_by_body ON network_members (body_id, state);
CREATE INDEX network_members_by_key ON network_members (invented, sort_key, id);

-- The fields of Mẫu 01 and 02 that are words: one row each.
CREATE TABLE network_texts (
    member_id BIGINT NOT NULL REFERENCES network_members (id),
    field     TEXT NOT NULL,
    value     TEXT NOT NULL,
    PRIMARY KEY (member_id, field)
) CLUSTERED;

-- The figures of the annex of Mẫu 01 (law/incidents/member-numbers.csv).
CREATE TABLE network_numbers (
    member_id BIGINT NOT NULL REFERENCES network_members (id),
    item      TEXT NOT NULL,
    n         BIGINT NOT NULL,
    PRIMARY KEY (member_id, item)
) CLUSTERED;

-- Contacts, dated: since when it is so (changed_ms), when the coordinator was told (told_ms, 0 not yet).
CREATE TABLE network_contacts (
    id         ID,
    member_id  BIGINT NOT NULL REFERENCES network_members (id),
    kind       BIGINT NOT NULL,        -- enum contact_kind
    name       TEXT NOT NULL,
    post       TEXT NOT NULL,
    address    TEXT NOT NULL,
    phone      TEXT NOT NULL,
    mobile     TEXT NOT NULL,
    fax        TEXT NOT NULL,
    email      TEXT NOT NULL,
    changed_ms BIGINT NOT NULL,
    told_ms    BIGINT NOT NULL,
    late_why   TEXT NOT NULL,          -- why it was told late
    ended_ms   BIGINT NOT NULL,        -- another stands in its place since; 0: it is in force
    person     TEXT NOT NULL,
    made_ms    BIGINT NOT NULL
);
CREATE INDEX network_contacts_by_member ON network_contacts (member_id, ended_ms, kind);

-- Who is on duty, in real time.
CREATE TABLE network_roster (
    id         ID,
    member_id  BIGINT NOT NULL REFERENCES network_members (id),
    from_ms    BIGINT NOT NULL,
    to_ms      BIGINT NOT NULL,
    name       TEXT NOT NULL,
    phone      TEXT NOT NULL,
    email      TEXT NOT NULL,
    person     TEXT NOT NULL,
    made_ms    BIGINT NOT NULL,
    dropped_ms BIGINT NOT NULL
);
CREATE INDEX network_roster_by_member ON network_roster (member_id, to_ms);

CREATE TABLE network_staff (
    id        ID,
    member_id BIGINT NOT NULL REFERENCES network_members (id),
    name      TEXT NOT NULL,
    school    TEXT NOT NULL,
    major     TEXT NOT NULL,
    degree    TEXT NOT NULL,
    graduated TEXT NOT NULL            -- 'MM/YYYY' or ''
);
CREATE INDEX network_staff_by_member ON network_staff (member_id);

-- Mẫu 01 as it was sent: the whole of it as JSON, with its SHA-256. Never changed.
CREATE TABLE network_profiles (
    id        ID,
    member_id BIGINT NOT NULL REFERENCES network_members (id),
    on_day    TEXT NOT NULL,
    content   TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    systems   BIGINT NOT NULL,
    staff     BIGINT NOT NULL,
    person    TEXT NOT NULL,
    made_ms   BIGINT NOT NULL
);
CREATE INDEX network_profiles_by_member ON network_profiles (member_id, on_day);

CREATE TABLE network_plans (
    id          ID,
    member_id   BIGINT NOT NULL REFERENCES network_members (id),
    title       TEXT NOT NULL,
    outline     TEXT NOT NULL,         -- 'qd05' or 'tt20'
    running     TEXT NOT NULL,         -- conditions and order of priority for keeping systems running
    maker       TEXT NOT NULL,
    made_on     TEXT NOT NULL,
    approver    TEXT NOT NULL,
    approved_on TEXT NOT NULL,         -- '' not yet
    doc_no      TEXT NOT NULL,
    person      TEXT NOT NULL,
    made_ms     BIGINT NOT NULL,
    ended_ms    BIGINT NOT NULL
);
CREATE INDEX network_plans_by_member ON network_plans (member_id);

-- Hunts, scans and drills that took place, one row for a system.
CREATE TABLE network_exercises (
    id        ID,
    member_id BIGINT NOT NULL REFERENCES network_members (id),
    system_id BIGINT NOT NULL,
    kind      TEXT NOT NULL,           -- 'hunt' 'scan' 'drill', as in law/incidents/member-duties.csv
    done_on   TEXT NOT NULL,
    note      TEXT NOT NULL,
    person    TEXT NOT NULL,
    made_ms   BIGINT NOT NULL
);
CREATE INDEX network_exercises_by_member ON network_exercises (member_id, system_id, kind, done_on);

-- What happened to a membership. Rows are only added.
CREATE TABLE network_events (
    id        ID,
    member_id BIGINT NOT NULL REFERENCES network_members (id),
    at_ms     BIGINT NOT NULL,
    person    TEXT NOT NULL,
    body_name TEXT NOT NULL,           -- for whom the person acted
    act       TEXT NOT NULL,
    detail    TEXT NOT NULL,
    reason    TEXT NOT NULL,
    letter_id BIGINT NOT NULL          -- of the register of letters; 0 none
);
CREATE INDEX network_events_by_member ON network_events (member_id, id);
