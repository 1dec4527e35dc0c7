-- Timers: started, moved, fired.

-- name: timer_add :one
-- in: kind text, object_kind text, object_id int, slot text, start_ms int, due_ms int, look_ms int, body_id int
-- out: id int
INSERT INTO timers (kind, object_kind, object_id, slot, state, start_ms, due_ms, next_step, look_ms, tries,
                    paused_ms, spent_ms, body_id)
VALUES (:kind, :object_kind, :object_id, :slot, 1, :start_ms, :due_ms, 1, :look_ms, 0, 0, 0, :body_id)
RETURNING id;

-- name: timer_mark_add :exec
-- in: timer_id int, step int, mark int, at_ms int
INSERT INTO timer_marks (timer_id, step, mark, at_ms, fired_ms) VALUES (:timer_id, :step, :mark, :at_ms, 0);

-- name: timer_event_add :exec
-- in: timer_id int, at_ms int, event int, mark int, due_ms int, person_id int, login text, reason text
INSERT INTO timer_events (timer_id, at_ms, event, mark, due_ms, person_id, login, reason)
VALUES (:timer_id, :at_ms, :event, :mark, :due_ms, :person_id, :login, :reason);

-- name: timer_by_id :one
-- in: id int
-- out: id int, kind text, object_kind text, object_id int, slot text, state int, start_ms int, due_ms int, next_step int, look_ms int, tries int, paused_ms int, spent_ms int, body_id int
SELECT id, kind, object_kind, object_id, slot, state, start_ms, due_ms, next_step, look_ms, tries, paused_ms,
       spent_ms, body_id
FROM timers WHERE id = :id;

-- name: timer_living :one
-- in: kind text, object_kind text, object_id int, slot text
-- out: id int
SELECT id FROM timers
WHERE kind = :kind AND object_kind = :object_kind AND object_id = :object_id AND slot = :slot
  AND state IN (1, 2);

-- name: timers_of_object :many
-- in: object_kind text, object_id int, at_most int
-- out: id int, kind text, object_kind text, object_id int, slot text, state int, start_ms int, due_ms int, next_step int, look_ms int, tries int, paused_ms int, spent_ms int, body_id int
SELECT id, kind, object_kind, object_id, slot, state, start_ms, due_ms, next_step, look_ms, tries, paused_ms,
       spent_ms, body_id
FROM timers WHERE object_kind = :object_kind AND object_id = :object_id ORDER BY due_ms, id LIMIT :at_most;

-- name: timer_marks_from :many
-- in: timer_id int, step int
-- out: step int, mark int, at_ms int, fired_ms int
SELECT step, mark, at_ms, fired_ms FROM timer_marks
WHERE timer_id = :timer_id AND step >= :step ORDER BY step;

-- name: timer_events_of :many
-- in: timer_id int, at_most int
-- out: at_ms int, event int, mark int, due_ms int, login text, reason text
SELECT at_ms, event, mark, due_ms, login, reason FROM timer_events
WHERE timer_id = :timer_id ORDER BY id LIMIT :at_most;

-- name: timer_set_state :exec
-- in: id int, was int, state int, look_ms int, paused_ms int
UPDATE timers SET state = :state, look_ms = :look_ms, paused_ms = :paused_ms, tries = 0
WHERE id = :id AND state = :was;

-- name: timer_resume_row :exec
-- in: id int, due_ms int, look_ms int, pause_ms int
UPDATE timers SET state = 1, due_ms = :due_ms, look_ms = :look_ms, paused_ms = 0,
       spent_ms = spent_ms + :pause_ms, tries = 0
WHERE id = :id AND state = 2;

-- name: timer_marks_shift :exec
-- in: timer_id int, step int, after_ms int, by_ms int
UPDATE timer_marks SET at_ms = at_ms + :by_ms
WHERE timer_id = :timer_id AND step >= :step AND at_ms > :after_ms;

-- name: timer_marks_void :exec
-- in: timer_id int, step int
UPDATE timer_marks SET fired_ms = -1 WHERE timer_id = :timer_id AND step >= :step AND fired_ms = 0;

-- name: timer_set_schedule :exec
-- in: id int, due_ms int, next_step int, look_ms int
UPDATE timers SET due_ms = :due_ms, next_step = :next_step, look_ms = :look_ms, tries = 0
WHERE id = :id AND state IN (1, 2);

-- Is anything due? A look, so that an idle server writes nothing.
-- name: timers_due :many
-- in: now_ms int, at_most int
-- out: id int
SELECT id FROM timers WHERE state = 1 AND look_ms <= :now_ms ORDER BY look_ms, id LIMIT :at_most;

-- name: timer_mark_fired :exec
-- in: timer_id int, step int, fired_ms int
UPDATE timer_marks SET fired_ms = :fired_ms WHERE timer_id = :timer_id AND step = :step;

-- One of two servers that fire the same mark changes a row, the other none.
-- name: timer_step_on :exec
-- in: id int, was int, next_step int, look_ms int, state int
UPDATE timers SET next_step = :next_step, look_ms = :look_ms, state = :state, tries = 0
WHERE id = :id AND state = 1 AND next_step = :was;

-- name: timer_put_off :exec
-- in: id int, step int, look_ms int
UPDATE timers SET tries = tries + 1, look_ms = :look_ms WHERE id = :id AND state = 1 AND next_step = :step;

-- How far behind the timers are, for the doctor and the numbers of the program.
-- name: timers_waiting :one
-- in: now_ms int
-- out: running int, late int
SELECT count(*), coalesce(sum(CASE WHEN look_ms <= :now_ms THEN 1 ELSE 0 END), 0) FROM timers WHERE state = 1;
