-- Tasks and notices. "Mine": held by the person, by a role the person holds in the body acted for, or by
-- that role in a body which has delegated to it today.

-- name: task_open_id :one
-- in: kind text, object_kind text, object_id int
-- out: id int
SELECT id FROM tasks WHERE kind = :kind AND object_kind = :object_kind AND object_id = :object_id AND state = 1;

-- name: task_insert :one
-- in: kind text, object_kind text, object_id int, object_code text, object_name text, address text, n int
-- in: scope_kind int, body_id int, role int, role_bit int, person_id int, now_ms int, due_on text, due_ms int
-- in: cite text, certainty text
-- out: id int
INSERT INTO tasks (kind, object_kind, object_id, object_code, object_name, address, n, scope_kind, body_id,
                   role, role_bit, person_id, held_ms, opened_ms, due_on, due_ms, cite, certainty, state, raised,
                   closed_ms, closed_id, closed_by)
VALUES (:kind, :object_kind, :object_id, :object_code, :object_name, :address, :n, :scope_kind, :body_id,
        :role, :role_bit, :person_id, :now_ms, :now_ms, :due_on, :due_ms, :cite, :certainty, 1, 0, 0, 0, '')
RETURNING id;

-- What is told of an open one changed. Another body or role: it is held anew.
-- name: task_update :exec
-- in: id int, object_code text, object_name text, address text, n int, scope_kind int, body_id int
-- in: role int, role_bit int, person_id int, held_ms int, due_on text, due_ms int, cite text, certainty text
UPDATE tasks SET object_code = :object_code, object_name = :object_name, address = :address, n = :n,
       scope_kind = :scope_kind, body_id = :body_id, role = :role, role_bit = :role_bit,
       person_id = :person_id,
       held_ms = :held_ms, due_on = :due_on, due_ms = :due_ms, cite = :cite, certainty = :certainty
WHERE id = :id AND state = 1;

-- name: task_row :one
-- in: id int
-- out: id int, kind text, object_kind text, object_id int, object_code text, object_name text, address text, n int, body_id int, body_code text, body_vi text, body_en text, role int, person_id int, person text, held_ms int, opened_ms int, due_on text, due_ms int, cite text, certainty text, state int, raised int, closed_ms int, closed_by text, scope_kind int
SELECT t.id, t.kind, t.object_kind, t.object_id, t.object_code, t.object_name, t.address, t.n, t.body_id,
       b.code, b.name_vi, b.name_en, t.role, t.person_id, coalesce(p.name, ''), t.held_ms, t.opened_ms,
       t.due_on, t.due_ms, t.cite, t.certainty, t.state, t.raised, t.closed_ms, t.closed_by, t.scope_kind
FROM tasks t JOIN bodies b ON b.id = t.body_id LEFT JOIN people p ON p.id = t.person_id
WHERE t.id = :id;

-- name: task_set_closed :exec
-- in: id int, state int, closed_ms int, closed_id int, closed_by text
UPDATE tasks SET state = :state, closed_ms = :closed_ms, closed_id = :closed_id, closed_by = :closed_by
WHERE id = :id AND state = 1;

-- name: task_set_holder :exec
-- in: id int, was int, person_id int, held_ms int
UPDATE tasks SET person_id = :person_id, held_ms = :held_ms WHERE id = :id AND state = 1 AND person_id = :was;

-- name: task_set_raised :exec
-- in: id int, raised int
UPDATE tasks SET raised = :raised WHERE id = :id AND state = 1;

-- name: tasks_of_object :many
-- in: object_kind text, object_id int, at_most int
-- out: id int, kind text, object_kind text, object_id int, object_code text, object_name text, address text, n int, body_id int, body_code text, body_vi text, body_en text, role int, person_id int, person text, held_ms int, opened_ms int, due_on text, due_ms int, cite text, certainty text, state int, raised int, closed_ms int, closed_by text, scope_kind int
SELECT t.id, t.kind, t.object_kind, t.object_id, t.object_code, t.object_name, t.address, t.n, t.body_id,
       b.code, b.name_vi, b.name_en, t.role, t.person_id, coalesce(p.name, ''), t.held_ms, t.opened_ms,
       t.due_on, t.due_ms, t.cite, t.certainty, t.state, t.raised, t.closed_ms, t.closed_by, t.scope_kind
FROM tasks t JOIN bodies b ON b.id = t.body_id LEFT JOIN people p ON p.id = t.person_id
WHERE t.object_kind = :object_kind AND t.object_id = :object_id AND t.state = 1
ORDER BY t.due_ms, t.id LIMIT :at_most;

-- name: tasks_mine :many
-- in: person int, body int, roles int, day text, after_due int, after_id int, at_most int
-- out: id int, kind text, object_kind text, object_id int, object_code text, object_name text, address text, n int, body_id int, body_code text, body_vi text, body_en text, role int, person_id int, person text, held_ms int, opened_ms int, due_on text, due_ms int, cite text, certainty text, state int, raised int, closed_ms int, closed_by text, scope_kind int, lent int, seen int
WITH m AS (
    SELECT id, due_ms, 0 AS lent FROM tasks WHERE state = 1 AND person_id = :person AND person_id > 0 AND body_id = :body
    UNION
    SELECT id, due_ms, 0 FROM tasks
    WHERE state = 1 AND body_id = :body AND person_id = 0 AND (:roles / role_bit) % 2 = 1
    UNION
    SELECT l.id, l.due_ms, 1 FROM delegations g JOIN tasks l ON l.body_id = g.body_id
    WHERE l.state = 1 AND l.person_id = 0 AND (:roles / l.role_bit) % 2 = 1
      AND g.to_id = :body AND g.valid_from <= :day AND g.valid_to >= :day)
SELECT t.id, t.kind, t.object_kind, t.object_id, t.object_code, t.object_name, t.address, t.n, t.body_id,
       b.code, b.name_vi, b.name_en, t.role, t.person_id, coalesce(p.name, ''), t.held_ms, t.opened_ms,
       t.due_on, t.due_ms, t.cite, t.certainty, t.state, t.raised, t.closed_ms, t.closed_by, t.scope_kind, m.lent,
       CASE WHEN (t.scope_kind = 0 OR EXISTS (SELECT 1 FROM scope s WHERE s.kind = t.scope_kind AND s.object_id = t.object_id
                                    AND s.body_id = :body)) THEN 1 ELSE 0 END
FROM m JOIN tasks t ON t.id = m.id JOIN bodies b ON b.id = t.body_id LEFT JOIN people p ON p.id = t.person_id
WHERE (m.due_ms, m.id) > (:after_due, :after_id)
  AND (m.lent = 1 OR (t.scope_kind = 0 OR EXISTS (SELECT 1 FROM scope s WHERE s.kind = t.scope_kind AND s.object_id = t.object_id
                                    AND s.body_id = :body)))
ORDER BY m.due_ms, m.id LIMIT :at_most;

-- How many are mine, how many of them late; and how many notices are unread, at most a hundred.
-- name: tasks_count :one
-- in: person int, body int, roles int, day text, now_ms int
-- out: mine int, late int, unread int
WITH m AS (
    SELECT id, due_ms, 0 AS lent FROM tasks WHERE state = 1 AND person_id = :person AND person_id > 0 AND body_id = :body
    UNION
    SELECT id, due_ms, 0 FROM tasks
    WHERE state = 1 AND body_id = :body AND person_id = 0 AND (:roles / role_bit) % 2 = 1
    UNION
    SELECT l.id, l.due_ms, 1 FROM delegations g JOIN tasks l ON l.body_id = g.body_id
    WHERE l.state = 1 AND l.person_id = 0 AND (:roles / l.role_bit) % 2 = 1
      AND g.to_id = :body AND g.valid_from <= :day AND g.valid_to >= :day)
SELECT count(*), coalesce(sum(CASE WHEN m.due_ms < :now_ms THEN 1 ELSE 0 END), 0),
       (SELECT count(*) FROM (
          SELECT u.id FROM (
            SELECT n.id, n.scope_kind, n.object_id FROM notices n WHERE n.person_id > 0 AND n.person_id = :person AND n.body_id IN (0, :body)
              AND n.id > coalesce((SELECT k.read_to FROM notice_marks k WHERE k.person_id = :person), 0)
            UNION ALL
            SELECT n.id, n.scope_kind, n.object_id FROM notices n WHERE n.person_id = 0 AND n.body_id = :body
              AND (:roles / n.role_bit) % 2 = 1
              AND n.id > coalesce((SELECT k.read_to FROM notice_marks k WHERE k.person_id = :person), 0)) u
          WHERE NOT EXISTS (SELECT 1 FROM notice_reads r WHERE r.person_id = :person AND r.notice_id = u.id)
            AND (u.scope_kind = 0 OR EXISTS (SELECT 1 FROM scope s WHERE s.kind = u.scope_kind AND s.object_id = u.object_id
                                    AND s.body_id = :body))
          LIMIT 100) unread)
FROM m JOIN tasks t ON t.id = m.id
WHERE m.lent = 1 OR (t.scope_kind = 0 OR EXISTS (SELECT 1 FROM scope s WHERE s.kind = t.scope_kind AND s.object_id = t.object_id
                                    AND s.body_id = :body));

-- Those that the person holds for other bodies, or by a role there.
-- name: tasks_elsewhere :many
-- in: person int, body int, day text
-- out: body_id int, name_vi text, name_en text, n int
SELECT b.id, b.name_vi, b.name_en, count(DISTINCT t.id)
FROM person_roles r JOIN tasks t ON t.body_id = r.body_id JOIN bodies b ON b.id = r.body_id
WHERE r.person_id = :person AND r.body_id <> :body AND r.valid_from <= :day AND r.valid_to >= :day
  AND t.state = 1 AND (t.person_id = :person OR (t.person_id = 0 AND t.role = r.role))
GROUP BY b.id, b.name_vi, b.name_en, b.sort_key ORDER BY b.sort_key LIMIT 50;

-- Open ones of the branch whose date is `until` at the latest, by date; those without one come last.
-- name: tasks_branch :many
-- in: body int, until int, after_due int, after_id int, at_most int
-- out: id int, kind text, object_kind text, object_id int, object_code text, object_name text, address text, n int, body_id int, body_code text, body_vi text, body_en text, role int, person_id int, person text, held_ms int, opened_ms int, due_on text, due_ms int, cite text, certainty text, state int, raised int, closed_ms int, closed_by text, scope_kind int
SELECT t.id, t.kind, t.object_kind, t.object_id, t.object_code, t.object_name, t.address, t.n, t.body_id,
       b.code, b.name_vi, b.name_en, t.role, t.person_id, coalesce(p.name, ''), t.held_ms, t.opened_ms,
       t.due_on, t.due_ms, t.cite, t.certainty, t.state, t.raised, t.closed_ms, t.closed_by, t.scope_kind
FROM tasks t JOIN body_lines l ON l.body_id = t.body_id AND l.above_id = :body
JOIN bodies b ON b.id = t.body_id LEFT JOIN people p ON p.id = t.person_id
WHERE t.state = 1 AND t.due_ms <= :until AND (t.due_ms, t.id) > (:after_due, :after_id)
  AND (t.scope_kind = 0 OR EXISTS (SELECT 1 FROM scope s WHERE s.kind = t.scope_kind AND s.object_id = t.object_id
                                    AND s.body_id = :body))
ORDER BY t.due_ms, t.id LIMIT :at_most;

-- Done of late, by the person or by their roles' bodies.
-- name: tasks_done :many
-- in: person int, body int, roles int, since int, at_most int
-- out: id int, kind text, object_kind text, object_id int, object_code text, object_name text, address text, n int, body_id int, body_code text, body_vi text, body_en text, role int, person_id int, person text, held_ms int, opened_ms int, due_on text, due_ms int, cite text, certainty text, state int, raised int, closed_ms int, closed_by text, scope_kind int
SELECT t.id, t.kind, t.object_kind, t.object_id, t.object_code, t.object_name, t.address, t.n, t.body_id,
       b.code, b.name_vi, b.name_en, t.role, t.person_id, coalesce(p.name, ''), t.held_ms, t.opened_ms,
       t.due_on, t.due_ms, t.cite, t.certainty, t.state, t.raised, t.closed_ms, t.closed_by, t.scope_kind
FROM tasks t JOIN bodies b ON b.id = t.body_id LEFT JOIN people p ON p.id = t.person_id
WHERE t.state > 1 AND t.body_id = :body AND t.closed_ms > :since
  AND (t.person_id = :person OR (:roles / t.role_bit) % 2 = 1)
  AND (t.scope_kind = 0 OR EXISTS (SELECT 1 FROM scope s WHERE s.kind = t.scope_kind AND s.object_id = t.object_id
                                    AND s.body_id = :body))
ORDER BY t.closed_ms DESC, t.id DESC LIMIT :at_most;

-- name: tasks_held :many
-- in: person int, body int, at_most int
-- out: id int
SELECT id FROM tasks WHERE person_id = :person AND person_id > 0 AND state = 1 AND (:body = 0 OR body_id = :body)
ORDER BY id LIMIT :at_most;

-- name: tasks_held_count :one
-- in: person int
-- out: n int
SELECT count(*) FROM tasks WHERE person_id = :person AND person_id > 0 AND state = 1;

-- The open ones of a kind, for a source that says which there are to be.
-- name: tasks_of_kind :many
-- in: kind text, after_id int, at_most int
-- out: id int, object_kind text, object_id int, object_code text, object_name text, address text, n int, body_id int, role int, due_ms int, cite text
SELECT id, object_kind, object_id, object_code, object_name, address, n, body_id, role, due_ms, cite
FROM tasks WHERE kind = :kind AND state = 1 AND id > :after_id ORDER BY id LIMIT :at_most;

-- name: tasks_heir_count :one
-- in: body int
-- out: n int
SELECT count(*) FROM tasks WHERE body_id = :body AND state = 1;

-- name: tasks_heir_move :exec
-- in: body int, into int, now_ms int
UPDATE tasks SET body_id = :into, held_ms = :now_ms WHERE body_id = :body AND state = 1;

-- name: tasks_sweep_closed :exec
-- in: before int
DELETE FROM tasks WHERE state > 1 AND closed_ms < :before
  AND NOT EXISTS (SELECT 1 FROM timers w WHERE w.object_kind = 'task' AND w.object_id = tasks.id AND w.state IN (1, 2));

-- ---- notices ----

-- name: notice_insert :exec
-- in: kind text, subject_kind text, object_kind text, object_id int, object_code text, object_name text
-- in: address text, n int, scope_kind int, detail text, body_id int, role_bit int, person_id int, by_id int
-- in: by_name text, at_ms int
INSERT INTO notices (kind, subject_kind, object_kind, object_id, object_code, object_name, address, n, scope_kind,
                     detail, body_id, role_bit, person_id, by_id, by_name, at_ms)
VALUES (:kind, :subject_kind, :object_kind, :object_id, :object_code, :object_name, :address, :n, :scope_kind,
        :detail, :body_id, :role_bit, :person_id, :by_id, :by_name, :at_ms);

-- name: notices_mine :many
-- in: person int, body int, roles int, before int, at_most int
-- out: id int, kind text, subject_kind text, object_kind text, object_id int, object_code text, object_name text, address text, n int, detail text, by_id int, by_name text, at_ms int, is_read int
SELECT n.id, n.kind, n.subject_kind, n.object_kind, n.object_id, n.object_code, n.object_name, n.address, n.n, n.detail,
       n.by_id, n.by_name, n.at_ms,
       CASE WHEN n.id <= coalesce((SELECT k.read_to FROM notice_marks k WHERE k.person_id = :person), 0)
              OR EXISTS (SELECT 1 FROM notice_reads r WHERE r.person_id = :person AND r.notice_id = n.id)
            THEN 1 ELSE 0 END
FROM (SELECT id FROM notices WHERE person_id = :person AND person_id > 0 AND body_id IN (0, :body) AND id < :before
      UNION ALL
      SELECT id FROM notices WHERE person_id = 0 AND body_id = :body AND (:roles / role_bit) % 2 = 1 AND id < :before) m
JOIN notices n ON n.id = m.id
WHERE (n.scope_kind = 0 OR EXISTS (SELECT 1 FROM scope s WHERE s.kind = n.scope_kind AND s.object_id = n.object_id
                                    AND s.body_id = :body))
ORDER BY n.id DESC LIMIT :at_most;

-- name: notice_read :exec
-- in: person int, notice int
INSERT INTO notice_reads (person_id, notice_id) VALUES (:person, :notice)
ON CONFLICT (person_id, notice_id) DO NOTHING;

-- name: notices_read_to :exec
-- in: person int, read_to int
INSERT INTO notice_marks (person_id, read_to) VALUES (:person, :read_to)
ON CONFLICT (person_id) DO UPDATE SET read_to = excluded.read_to WHERE notice_marks.read_to < excluded.read_to;

-- name: notice_reads_drop :exec
-- in: before int
DELETE FROM notice_reads WHERE notice_id IN (SELECT id FROM notices WHERE at_ms < :before);

-- name: notices_drop :exec
-- in: before int
DELETE FROM notices WHERE at_ms < :before;

-- ---- what leaves the program: the calendar and the daily mail ----

-- name: feed_set :exec
-- in: person int, hash bytes, now_ms int
INSERT INTO task_feeds (person_id, token_hash, made_ms) VALUES (:person, :hash, :now_ms)
ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, made_ms = excluded.made_ms;

-- name: feed_drop :exec
-- in: person int
DELETE FROM task_feeds WHERE person_id = :person;

-- name: feed_of :one
-- in: person int
-- out: made_ms int
SELECT made_ms FROM task_feeds WHERE person_id = :person;

-- Whose address it is; of one who is locked or has left nobody's.
-- name: feed_person :one
-- in: hash bytes
-- out: person int, lang text
SELECT f.person_id, p.lang FROM task_feeds f JOIN people p ON p.id = f.person_id AND p.state IN (1, 2)
WHERE f.token_hash = :hash;

-- Everything the person holds today, for whichever body.
-- name: tasks_of_person :many
-- in: person int, day text, at_most int
-- out: id int, kind text, object_kind text, object_id int, object_code text, object_name text, address text, n int, body_id int, body_code text, body_vi text, body_en text, role int, person_id int, person text, held_ms int, opened_ms int, due_on text, due_ms int, cite text, certainty text, state int, raised int, closed_ms int, closed_by text, scope_kind int
WITH m AS (
    SELECT w.id FROM person_roles r JOIN tasks w ON w.body_id = r.body_id
    WHERE w.state = 1 AND r.person_id = :person AND r.valid_from <= :day AND r.valid_to >= :day
      AND (w.person_id = :person OR (w.person_id = 0 AND w.role = r.role))
      AND (w.scope_kind = 0 OR EXISTS (SELECT 1 FROM scope s WHERE s.kind = w.scope_kind AND s.object_id = w.object_id
                                       AND s.body_id = w.body_id))
    UNION
    SELECT w.id FROM person_roles r
    JOIN delegations g ON g.to_id = r.body_id AND g.valid_from <= :day AND g.valid_to >= :day
    JOIN tasks w ON w.body_id = g.body_id AND w.role = r.role
    WHERE w.state = 1 AND w.person_id = 0 AND r.person_id = :person AND r.valid_from <= :day AND r.valid_to >= :day)
SELECT t.id, t.kind, t.object_kind, t.object_id, t.object_code, t.object_name, t.address, t.n, t.body_id,
       b.code, b.name_vi, b.name_en, t.role, t.person_id, coalesce(p.name, ''), t.held_ms, t.opened_ms,
       t.due_on, t.due_ms, t.cite, t.certainty, t.state, t.raised, t.closed_ms, t.closed_by, t.scope_kind
FROM m JOIN tasks t ON t.id = m.id JOIN bodies b ON b.id = t.body_id LEFT JOIN people p ON p.id = t.person_id
ORDER BY t.due_ms, t.id LIMIT :at_most;

-- name: daily_of :one
-- in: person int
-- out: email text, wants int, day text, state int, sent_ms int
SELECT email, wants, day, state, sent_ms FROM task_mails WHERE person_id = :person;

-- name: daily_save :exec
-- in: person int, email text, wants int
INSERT INTO task_mails (person_id, email, wants, day, state, tries, next_ms, sent_ms)
VALUES (:person, :email, :wants, '', 0, 0, 0, 0)
ON CONFLICT (person_id) DO UPDATE SET email = excluded.email, wants = excluded.wants;

-- Whose mail of today was not begun, or is to be tried again.
-- name: dailies_due :many
-- in: day text, now_ms int, tries int, after int, at_most int
-- out: person int, email text, lang text
SELECT m.person_id, m.email, p.lang FROM task_mails m JOIN people p ON p.id = m.person_id AND p.state IN (1, 2)
WHERE m.wants = 1 AND m.person_id > :after
  AND (m.day <> :day OR (m.state = 3 AND m.next_ms <= :now_ms AND m.tries < :tries))
ORDER BY m.person_id LIMIT :at_most;

-- Of two that begin one person's mail, one changes a row.
-- name: daily_begin :exec
-- in: person int, day text, now_ms int, tries int
UPDATE task_mails SET state = 1, tries = CASE WHEN day = :day THEN tries + 1 ELSE 1 END, day = :day
WHERE person_id = :person AND wants = 1
  AND (day <> :day OR (state = 3 AND next_ms <= :now_ms AND tries < :tries));

-- name: daily_end :exec
-- in: person int, day text, state int, next_ms int, sent_ms int
UPDATE task_mails SET state = :state, next_ms = :next_ms,
       sent_ms = CASE WHEN :sent_ms > 0 THEN :sent_ms ELSE sent_ms END
WHERE person_id = :person AND day = :day AND state = 1;

-- name: mail_round_begin :exec
-- in: now_ms int, next_ms int
UPDATE task_mail_round SET next_ms = :next_ms WHERE one = 1 AND (next_ms <= :now_ms OR next_ms > :next_ms);

-- name: mail_round_good :exec
-- in: at_ms int
UPDATE task_mail_round SET ok_ms = :at_ms, rule = '', detail = '' WHERE one = 1;

-- name: mail_round_bad :exec
-- in: at_ms int, rule text, detail text
UPDATE task_mail_round SET bad_ms = :at_ms, rule = :rule, detail = :detail WHERE one = 1;

-- name: mail_round :one
-- out: ok_ms int, bad_ms int, rule text, detail text
SELECT ok_ms, bad_ms, rule, detail FROM task_mail_round WHERE one = 1;
