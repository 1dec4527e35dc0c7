-- 0701_tasks - what somebody has to do: who holds it, since when, until when, by which rule.
CREATE TABLE tasks (
    id          ID,
    kind        TEXT NOT NULL,      -- 'systems.open-facts': words tasks.kind.<kind>
    object_kind TEXT NOT NULL,      -- 'system', 'body', …
    object_id   BIGINT NOT NULL,
    object_code TEXT NOT NULL,
    object_name TEXT NOT NULL,
    address     TEXT NOT NULL,      -- of the page where it is done
    n           BIGINT NOT NULL,    -- how many things one task stands for; 0: one
    scope_kind  BIGINT NOT NULL,    -- enum scope_kind of the object; 0: it is not under scope
    body_id     BIGINT NOT NULL REFERENCES bodies (id),
    role        BIGINT NOT NULL,    -- in the body, as in person_roles
    role_bit    BIGINT NOT NULL,    -- 1 << role
    person_id   BIGINT NOT NULL,    -- who took it or was given it; 0: whoever holds the role
    held_ms     BIGINT NOT NULL,    -- since when by this holder
    opened_ms   BIGINT NOT NULL,
    due_on      TEXT NOT NULL,      -- ISO day; '' an instant, or none
    due_ms      BIGINT NOT NULL,    -- the day's last moment, or the instant; the greatest number: none
    cite        TEXT NOT NULL,      -- where the date comes from
    certainty   TEXT NOT NULL,
    state       BIGINT NOT NULL,    -- enum task_state
    raised      BIGINT NOT NULL,    -- how far up it has gone: 1 the body's head, 2 the body above
    closed_ms   BIGINT NOT NULL,
    closed_id   BIGINT NOT NULL,
    closed_by   TEXT NOT NULL
);
-- One open task for an object: opening it twice is opening it once.
CREATE UNIQUE INDEX tasks_open ON tasks (kind, object_kind, object_id) WHERE state = 1;
CREATE INDEX tasks_by_body ON tasks (body_id, due_ms, id) WHERE state = 1;
CREATE INDEX tasks_by_person ON tasks (person_id, due_ms) WHERE state = 1 AND person_id > 0;
CREATE INDEX tasks_by_due ON tasks (due_ms, id) WHERE state = 1;
CREATE INDEX tasks_closed ON tasks (body_id, closed_ms) WHERE state > 1;
CREATE INDEX tasks_by_object ON tasks (object_kind, object_id);
