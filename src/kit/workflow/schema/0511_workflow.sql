-- 0511_workflow - what happened to things that go through states (dossiers; later inspections, incidents),
-- and what was said of their parts. Append-only but for the settling of a note.
CREATE TABLE workflow_events (
    id          ID,
    object_kind TEXT NOT NULL,
    object_id   BIGINT NOT NULL,
    at_ms       BIGINT NOT NULL,
    act         TEXT NOT NULL,
    act_id      TEXT NOT NULL, -- row of the pack
    from_state  TEXT NOT NULL, -- '' it begins
    to_state    TEXT NOT NULL, -- '' it stays
    person_id   BIGINT NOT NULL,
    person      TEXT NOT NULL, -- name, post and body as they were
    post        TEXT NOT NULL,
    body_id     BIGINT NOT NULL,
    body        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    due_on      TEXT NOT NULL,
    number      TEXT NOT NULL,
    on_day      TEXT NOT NULL,
    signer      TEXT NOT NULL
);
CREATE INDEX workflow_events_by_object ON workflow_events (object_kind, object_id, id);

CREATE TABLE workflow_notes (
    id          ID,
    object_kind TEXT NOT NULL,
    object_id   BIGINT NOT NULL,
    event_id    BIGINT NOT NULL, -- 0: a comment by itself
    anchor      TEXT NOT NULL,   -- the part it is about
    text        TEXT NOT NULL,
    person_id   BIGINT NOT NULL,
    person      TEXT NOT NULL,
    post        TEXT NOT NULL,
    body        TEXT NOT NULL,
    at_ms       BIGINT NOT NULL,
    settled_ms  BIGINT NOT NULL, -- 0: open
    settled_by  TEXT NOT NULL
);
CREATE INDEX workflow_notes_by_object ON workflow_notes (object_kind, object_id, id);
