-- Backups and their settings.

-- name: backup_add :one
-- in: name text, here int, made_ms int, spent_ms int, login text, sealed int, bytes int, sha256 text, row_count int, blob_count int, rule text, detail text
-- out: id int
INSERT INTO backups (name, here, made_ms, spent_ms, login, sealed, bytes, sha256, row_count, blob_count,
                     rule, detail, checked_ms, check_rule, check_detail, removed_ms)
VALUES (:name, :here, :made_ms, :spent_ms, :login, :sealed, :bytes, :sha256, :row_count, :blob_count,
        :rule, :detail, 0, '', '', 0)
RETURNING id

-- name: backup_set_checked :exec
-- in: id int, checked_ms int, rule text, detail text
UPDATE backups SET checked_ms = :checked_ms, check_rule = :rule, check_detail = :detail WHERE id = :id

-- name: backup_set_removed :exec
-- in: id int, removed_ms int
UPDATE backups SET removed_ms = :removed_ms WHERE id = :id

-- name: backup_list :many
-- in: most int
-- out: id int, name text, here int, made_ms int, spent_ms int, login text, sealed int, bytes int, sha256 text, row_count int, blob_count int, rule text, detail text, checked_ms int, check_rule text, check_detail text, removed_ms int
SELECT id, name, here, made_ms, spent_ms, login, sealed, bytes, sha256, row_count, blob_count, rule, detail,
       checked_ms, check_rule, check_detail, removed_ms
FROM backups ORDER BY made_ms DESC, id DESC LIMIT :most

-- Those beyond the newest `keep` in the data folder.
-- name: backup_old :many
-- in: keep int, most int
-- out: id int, name text
SELECT id, name FROM (
    SELECT id, name, made_ms FROM backups WHERE here = 1 AND rule = '' AND removed_ms = 0
    ORDER BY made_ms DESC, id DESC LIMIT 1000 OFFSET :keep) old
ORDER BY made_ms, id LIMIT :most

-- name: backup_last_good :one
-- out: id int, name text, made_ms int, bytes int, checked_ms int, check_rule text
SELECT id, name, made_ms, bytes, checked_ms, check_rule FROM backups WHERE rule = ''
ORDER BY made_ms DESC, id DESC LIMIT 1

-- name: backup_settings_load :one
-- out: daily int, hour int, keep int, public_key text, begun_day text, version int
SELECT daily, hour, keep, public_key, begun_day, version FROM backup_settings WHERE id = 1

-- name: backup_settings_save :exec
-- in: daily int, hour int, keep int, public_key text, version int
UPDATE backup_settings SET daily = :daily, hour = :hour, keep = :keep, public_key = :public_key,
       version = version + 1
WHERE id = 1 AND version = :version

-- The day's backup is begun once, whichever node asks.
-- name: backup_day_begin :exec
-- in: day text
UPDATE backup_settings SET begun_day = :day WHERE id = 1 AND begun_day <> :day

-- The newest row of the audit trail.
-- name: audit_newest :one
-- out: at_ms int
SELECT at_ms FROM audit ORDER BY id DESC LIMIT 1

-- name: jobs_by_state :many
-- out: state int, n int
SELECT state, count(*) FROM jobs WHERE state IN (1, 2) GROUP BY state ORDER BY state

-- name: audit_waiting :one
-- out: n int
SELECT count(*) FROM audit WHERE seal_no IS NULL

-- The body that runs this node: it has an administrator, and none stands outside its branch.
-- name: todo_keeper :one
-- in: role int, day text
-- out: body_id int
SELECT r.body_id FROM person_roles r
WHERE r.role = :role AND r.valid_from <= :day AND r.valid_to >= :day
  AND NOT EXISTS (SELECT 1 FROM person_roles o
                  WHERE o.role = :role AND o.valid_from <= :day AND o.valid_to >= :day
                    AND NOT EXISTS (SELECT 1 FROM body_lines l
                                    WHERE l.body_id = o.body_id AND l.above_id = r.body_id))
ORDER BY r.body_id LIMIT 1

-- name: todo_first_act :one
-- out: at_ms int
SELECT at_ms FROM audit ORDER BY id LIMIT 1
