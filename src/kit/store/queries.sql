-- Which migrations this database has had. The table is made by store_open itself.

-- name: schema_versions :many
-- out: number int, name text
SELECT number, name FROM schema_versions ORDER BY number

-- name: schema_version_add :exec
-- in: number int, name text, applied_ms int
INSERT INTO schema_versions (number, name, applied_ms) VALUES (:number, :name, :applied_ms)
