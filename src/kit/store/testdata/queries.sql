-- name: thing_add :one
-- in: name text, level int?, note text?, data bytes?
-- out: id int
INSERT INTO things (name, level, note, data) VALUES (:name, :level, :note, :data) RETURNING id

-- name: thing_by_id :one
-- in: id int
-- out: name text, level int?, note text?, data bytes?
SELECT name, level, note, data FROM things WHERE id = :id

-- name: thing_by_name :one
-- in: name text
-- out: id int
SELECT id FROM things WHERE name = :name

-- name: things_all :many
-- out: id int, name text
SELECT id, name FROM things ORDER BY id

-- name: things_from :many
-- in: id int, at_most int
-- out: id int, name text
SELECT id, name FROM things WHERE id >= :id ORDER BY id LIMIT :at_most

-- name: things_each :each
-- in: level int?
-- out: id int, name text, level int?
SELECT id, name, level FROM things WHERE level IS NOT DISTINCT FROM :level ORDER BY id

-- name: thing_rename :exec
-- in: name text, new_name text
UPDATE things SET name = :new_name WHERE name = :name

-- name: thing_count :one
-- out: n int
SELECT count(*) FROM things

-- name: counter_add :exec
-- in: id int, by int
UPDATE counters SET n = n + :by WHERE id = :id

-- name: counter_set :exec
-- in: id int, n int
UPDATE counters SET n = :n WHERE id = :id

-- name: counter_get :one
-- in: id int
-- out: n int
SELECT n FROM counters WHERE id = :id

-- name: part_add :exec
-- in: thing_id int, name text
INSERT INTO parts (thing_id, name) VALUES (:thing_id, :name)

-- Quotes, casts and comments keep their colons.
-- name: quoting :one
-- in: word text
-- out: a text, b text, c int
-- sqlite:
SELECT ':word' AS "a:word", :word /* :nothing */, CAST('7' AS INTEGER) -- :no
-- postgres:
SELECT ':word' AS "a:word", :word, '7'::bigint

-- name: null_total :one
-- out: total int
SELECT CAST(sum(n) AS BIGINT) FROM counters WHERE id < 0

-- name: engine_name :one
-- out: name text
-- sqlite:
SELECT 'sqlite ' || sqlite_version()
-- postgres:
SELECT version()
