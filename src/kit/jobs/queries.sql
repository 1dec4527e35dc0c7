-- Jobs: added in the act that asks for them, claimed with a lease, ended once.

-- name: job_add :one
-- in: kind text, title text, input text, due_at_ms int, person_id int, body_id int, login text
-- in: name text, body_name text, rights int, lang int, at_ms int
-- out: id int
INSERT INTO jobs (kind, title, input, state, attempts, due_at_ms, run, cancel, done, total, message,
                  result, rule, detail, person_id, body_id, login, name, body_name, rights, lang,
                  added_at_ms, changed_at_ms)
VALUES (:kind, :title, :input, 1, 0, :due_at_ms, 0, 0, 0, 0, '', '', '', '', :person_id, :body_id,
        :login, :name, :body_name, :rights, :lang, :at_ms, :at_ms)
RETURNING id;

-- Is anything due? A look, so that an idle server writes nothing.
-- name: job_due :one
-- in: now_ms int
-- out: id int
SELECT id FROM jobs WHERE state IN (1, 2) AND due_at_ms <= :now_ms ORDER BY due_at_ms, id LIMIT 1;

-- name: job_next :one
-- in: now_ms int
-- out: id int, kind text, input text, attempts int, cancel int, person_id int, body_id int, login text
-- out: name text, body_name text, rights int, lang int
-- sqlite:
SELECT id, kind, input, attempts, cancel, person_id, body_id, login, name, body_name, rights, lang
FROM jobs WHERE state IN (1, 2) AND due_at_ms <= :now_ms ORDER BY due_at_ms, id LIMIT 1;
-- postgres:
SELECT id, kind, input, attempts, cancel, person_id, body_id, login, name, body_name, rights, lang
FROM jobs WHERE state IN (1, 2) AND due_at_ms <= :now_ms ORDER BY due_at_ms, id LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: job_claim :exec
-- in: id int, run int, lease_end_ms int, now_ms int
UPDATE jobs SET state = 2, attempts = attempts + 1, run = :run, due_at_ms = :lease_end_ms,
       changed_at_ms = :now_ms
WHERE id = :id;

-- name: job_set_progress :exec
-- in: id int, run int, done int, total int, message text, lease_end_ms int, now_ms int
UPDATE jobs SET done = :done, total = :total, message = :message, due_at_ms = :lease_end_ms,
       changed_at_ms = :now_ms
WHERE id = :id AND run = :run AND state = 2 AND cancel = 0;

-- name: job_renew :exec
-- in: id int, run int, lease_end_ms int
UPDATE jobs SET due_at_ms = :lease_end_ms WHERE id = :id AND run = :run AND state = 2;

-- A run that is over: done, failed, or waiting for the next try. A cancelled one that did not get to
-- its end is cancelled.
-- name: job_end :exec
-- in: id int, run int, state int, attempts_back int, due_at_ms int, result text, rule text
-- in: detail text, now_ms int
UPDATE jobs SET state = CASE WHEN cancel = 1 AND :state <> 3 THEN 5 ELSE :state END,
       attempts = attempts - :attempts_back, due_at_ms = :due_at_ms, result = :result,
       rule = :rule, detail = :detail, changed_at_ms = :now_ms
WHERE id = :id AND run = :run AND state = 2;

-- name: job_rows :many
-- in: person_id int, all_of_them int, before int, at_most int
-- out: id int, kind text, title text, state int, done int, total int, message text, result text
-- out: rule text, detail text, attempts int, person_id int, body_id int, login text
-- out: added_at_ms int, changed_at_ms int
SELECT id, kind, title, state, done, total, message, result, rule, detail, attempts, person_id,
       body_id, login, added_at_ms, changed_at_ms
FROM jobs WHERE (person_id = :person_id OR :all_of_them = 1) AND id < :before
ORDER BY id DESC LIMIT :at_most;

-- name: job_cancel :exec
-- in: id int, now_ms int
UPDATE jobs SET cancel = 1, state = CASE WHEN state = 1 THEN 5 ELSE state END,
       changed_at_ms = :now_ms
WHERE id = :id AND state IN (1, 2);

-- One process owns a SQLite store: what it finds running at its start was left by its predecessor.
-- name: jobs_orphaned :exec
-- in: now_ms int
UPDATE jobs SET due_at_ms = :now_ms WHERE state = 2;

-- name: jobs_forget :exec
-- in: before_ms int
DELETE FROM jobs WHERE state IN (3, 4, 5) AND changed_at_ms < :before_ms;
