-- 0512_dossiers - the dossier by which a system's level and plan are proposed, appraised and approved.
--
-- Facts of the system, its level and its regulation are the register's and are not kept here a second
-- time; a dossier keeps what is its own, and under which pack it goes its way. States are keys of the
-- pack's workflow. Days are ISO text, '' when not come. Who sees the first of its systems sees it.
CREATE TABLE dossiers (
    id               ID,
    uid              TEXT NOT NULL UNIQUE, -- UUIDv7, the name between nodes
    system_id        BIGINT NOT NULL,      -- the first of its systems
    owner_id         BIGINT NOT NULL,
    operator_id      BIGINT NOT NULL,      -- 0: no body of the register
    operator_role    BIGINT NOT NULL,      -- role number of those who draft it
    kind             BIGINT NOT NULL,      -- enum dossier_kind
    edition          BIGINT NOT NULL,      -- counts up each time it is revised
    state            TEXT NOT NULL,
    under_way        BIGINT NOT NULL,      -- 1: somebody has to do something, or it was withdrawn
    state_ms         BIGINT NOT NULL,      -- in this state since
    due_on           TEXT NOT NULL,        -- until when; '' no date
    level            BIGINT NOT NULL,      -- proposed
    raise_reason     TEXT NOT NULL,        -- why above the criteria
    pack             TEXT NOT NULL,
    pack_version     TEXT NOT NULL,
    pack_sha256      TEXT NOT NULL,
    appraiser_id     BIGINT NOT NULL,      -- body whose people appraise
    appraiser        TEXT NOT NULL,        -- an independent unit or council, as named
    appraiser_no     TEXT NOT NULL,        -- by which paper, '' none
    appraiser_on     TEXT NOT NULL,
    author_id        BIGINT NOT NULL,
    author           TEXT NOT NULL,
    submitter_id     BIGINT NOT NULL,
    drafted_on       TEXT NOT NULL,
    submitted_on     TEXT NOT NULL,
    appraised_on     TEXT NOT NULL,
    approved_on      TEXT NOT NULL,
    decision_no      TEXT NOT NULL,
    decision_on      TEXT NOT NULL,
    decision_by      TEXT NOT NULL,        -- who signed
    report_no        TEXT NOT NULL,        -- report of a level 1-2 decision to the owner
    report_on        TEXT NOT NULL,
    live_no          TEXT NOT NULL,        -- decision to operate without approval or plan, '' none
    live_on          TEXT NOT NULL,
    live_by          TEXT NOT NULL,
    version          BIGINT NOT NULL,
    made_ms          BIGINT NOT NULL,
    changed_ms       BIGINT NOT NULL
);
CREATE INDEX dossiers_by_system ON dossiers (system_id, id);

-- Its systems: one, or several of levels 1-2 in a joint dossier, each with the determination it rests on.
CREATE TABLE dossier_systems (
    dossier_id       BIGINT NOT NULL REFERENCES dossiers (id),
    system_id        BIGINT NOT NULL,
    determination_id BIGINT NOT NULL,
    PRIMARY KEY (dossier_id, system_id)
) CLUSTERED;
CREATE INDEX dossier_systems_by_system ON dossier_systems (system_id, dossier_id);

-- Devices, services, zones: a row each.
CREATE TABLE dossier_rows (
    id         ID,
    dossier_id BIGINT NOT NULL REFERENCES dossiers (id),
    list       BIGINT NOT NULL, -- enum dossier_list
    name       TEXT NOT NULL,
    second     TEXT NOT NULL,   -- device: kind; service: server and system; zone: key of the pack's zone
    zone       TEXT NOT NULL,   -- device, service: name of the zone it stands in; zone: private range
    fourth     TEXT NOT NULL    -- device, service: purpose; zone: public range
);
CREATE INDEX dossier_rows_by_dossier ON dossier_rows (dossier_id, list, id);

-- What is written by hand: 'plan.1' … 'plan.7', 'proposal', 'risk', …
CREATE TABLE dossier_texts (
    dossier_id BIGINT NOT NULL REFERENCES dossiers (id),
    key        TEXT NOT NULL,
    text       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    person     TEXT NOT NULL,
    at_ms      BIGINT NOT NULL,
    PRIMARY KEY (dossier_id, key)
) CLUSTERED;

-- Documents that belong to it: designs, diagrams, opinions.
CREATE TABLE dossier_documents (
    id         ID,
    dossier_id BIGINT NOT NULL REFERENCES dossiers (id),
    kind       TEXT NOT NULL,   -- 'design-preliminary' …
    title      TEXT NOT NULL,
    number     TEXT NOT NULL,
    on_day     TEXT NOT NULL,
    issuer     TEXT NOT NULL,
    person     TEXT NOT NULL,
    at_ms      BIGINT NOT NULL
);
CREATE INDEX dossier_documents_by_dossier ON dossier_documents (dossier_id, id);

-- Who last worked on a part, and since when.
CREATE TABLE dossier_parts (
    dossier_id BIGINT NOT NULL REFERENCES dossiers (id),
    part       TEXT NOT NULL,   -- key of the pack's component
    person_id  BIGINT NOT NULL,
    person     TEXT NOT NULL,
    since_ms   BIGINT NOT NULL,
    PRIMARY KEY (dossier_id, part)
) CLUSTERED;
