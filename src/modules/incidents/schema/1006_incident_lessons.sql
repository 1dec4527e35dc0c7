-- 1006_incident_lessons - what an incident taught: drawn, approved, spread. It is kept with its incident; whoever it
-- is spread to reads the lesson alone, without who was hit unless whoever approved it said so.
CREATE TABLE incident_lessons (
    id          ID,
    incident_id BIGINT NOT NULL,
    state       BIGINT NOT NULL, -- enum lesson_state
    title       TEXT NOT NULL,
    what        TEXT NOT NULL,   -- what happened, and how it could
    words       TEXT NOT NULL,   -- what is to be learnt
    measures    TEXT NOT NULL,   -- what each body should do
    named       BIGINT NOT NULL, -- 1: it may say who was hit
    drawn_id    BIGINT NOT NULL, -- person
    drawn_by    TEXT NOT NULL,
    drawn_body  TEXT NOT NULL,
    drawn_ms    BIGINT NOT NULL,
    approved_by TEXT NOT NULL,
    approved_ms BIGINT NOT NULL,
    reason      TEXT NOT NULL,   -- why it was set aside
    spread_by   TEXT NOT NULL,
    spread_ms   BIGINT NOT NULL,
    to_all      BIGINT NOT NULL  -- 1: to every member of that day
);
CREATE INDEX incident_lessons_by_incident ON incident_lessons (incident_id, id);

-- To whom it was spread, and when somebody there first read it.
CREATE TABLE incident_lesson_bodies (
    body_id   BIGINT NOT NULL REFERENCES bodies (id),
    lesson_id BIGINT NOT NULL,
    person    TEXT NOT NULL,
    read_ms   BIGINT NOT NULL, -- 0: not yet
    PRIMARY KEY (body_id, lesson_id)
) CLUSTERED;
CREATE INDEX incident_lesson_bodies_by_lesson ON incident_lesson_bodies (lesson_id, body_id);
