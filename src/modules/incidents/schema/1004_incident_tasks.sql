-- 1004_incident_tasks - the checklist of an incident, made from the templates of law/incidents/classes.json when it is
-- verified or classified: each once, for the body whose part it is. The words stand as they were when it was made.
CREATE TABLE incident_tasks (
    id          ID,
    incident_id BIGINT NOT NULL,
    template    TEXT NOT NULL,   -- law/incidents/classes.json, "tasks"
    words       TEXT NOT NULL,
    seat        BIGINT NOT NULL, -- enum incident_seat: whose part
    body_id     BIGINT NOT NULL REFERENCES bodies (id),
    due_ms      BIGINT NOT NULL,
    state       BIGINT NOT NULL, -- enum incident_task_state
    note        TEXT NOT NULL,   -- what was done, or why it is not needed
    person      TEXT NOT NULL,   -- who said so
    body        TEXT NOT NULL,
    made_ms     BIGINT NOT NULL,
    acted_ms    BIGINT NOT NULL
);
CREATE UNIQUE INDEX incident_tasks_by_template ON incident_tasks (incident_id, template);
CREATE INDEX incident_tasks_by_body ON incident_tasks (body_id, state);
