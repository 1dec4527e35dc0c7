-- Which migrations this database has had. The table is made by store_open itself.

-- name: schema_versions :many
-- out: number int, name text
SELECT number, name FROM schema_versions ORDER BY number

-- name: schema_version_add :exec
-- in: number int, name text, applied_ms int
INSERT INTO schema_versions (number, name, applied_ms) VALUES (:number, :name, :applied_ms)


-- ---- the database as a whole (store_whole.h) ----

-- Columns of all tables, in order. kind: 1 int, 2 text, 3 bytes, 0 something of the engine's own.
-- name: whole_columns :many
-- in: except text
-- out: table_name text, column_name text, kind int, key int
-- sqlite:
SELECT t.name, c.name, CASE c.type WHEN 'INTEGER' THEN 1 WHEN 'TEXT' THEN 2 WHEN 'BLOB' THEN 3 ELSE 0 END,
       c.pk
FROM pragma_table_list t JOIN pragma_table_info(t.name) c
WHERE t.schema = 'main' AND t.type = 'table' AND t.name <> :except AND substr(t.name, 1, 7) <> 'sqlite_'
ORDER BY t.name, c.cid
-- postgres:
SELECT c.relname::text, a.attname::text,
       CASE format_type(a.atttypid, NULL) WHEN 'bigint' THEN 1 WHEN 'text' THEN 2 WHEN 'bytea' THEN 3 ELSE 0 END,
       COALESCE(array_position(i.indkey::int2[], a.attnum) + 1, 0)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND c.relname <> :except
ORDER BY c.relname, a.attnum

-- What has to be done again after filling, one statement a row.
-- name: whole_keys :many
-- out: drop text, put_back text
-- sqlite:
SELECT 'x', 'x' WHERE 1 = 0
-- postgres:
SELECT format('ALTER TABLE %I DROP CONSTRAINT %I', r.relname, c.conname),
       format('ALTER TABLE %I ADD CONSTRAINT %I %s', r.relname, c.conname, pg_get_constraintdef(c.oid))
FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace ORDER BY c.conname

-- name: whole_bytes :one
-- out: n int
-- sqlite:
SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size)
-- postgres:
SELECT pg_database_size(current_database())

-- name: whole_check :one
-- out: said text
-- sqlite:
SELECT integrity_check FROM pragma_integrity_check(1)
-- postgres:
SELECT 'ok'

-- Rows whose foreign key points nowhere.
-- name: whole_orphans :one
-- out: n int
-- sqlite:
SELECT count(*) FROM pragma_foreign_key_check
-- postgres:
SELECT 0
