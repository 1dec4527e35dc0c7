-- Sets of law packs and the days from which they count.

-- name: law_version_by_sha :one
-- in: sha256 text
-- out: id int
SELECT id FROM law_versions WHERE sha256 = :sha256;

-- name: law_version_insert :one
-- in: sha256 text, packs text, source text, by text, person int, now int
-- out: id int
INSERT INTO law_versions (sha256, packs, source, loaded_by, loaded_id, loaded_ms)
VALUES (:sha256, :packs, :source, :by, :person, :now) RETURNING id;

-- name: law_version_file_insert :exec
-- in: version int, name text, bytes bytes
INSERT INTO law_version_files (version_id, name, bytes) VALUES (:version, :name, :bytes);

-- name: law_version_file_rows :many
-- in: version int, max int
-- out: name text, bytes bytes
SELECT name, bytes FROM law_version_files WHERE version_id = :version ORDER BY name LIMIT :max;

-- name: law_version_row :one
-- in: id int
-- out: id int, sha256 text, packs text, source text, loaded_by text, loaded_ms int
SELECT id, sha256, packs, source, loaded_by, loaded_ms FROM law_versions WHERE id = :id;

-- name: law_version_rows :many
-- in: max int
-- out: id int, sha256 text, packs text, source text, loaded_by text, loaded_ms int
SELECT id, sha256, packs, source, loaded_by, loaded_ms FROM law_versions ORDER BY id DESC LIMIT :max;

-- name: law_activation_insert :exec
-- in: version int, from_day text, by text, person int, now int
INSERT INTO law_activations (version_id, from_day, made_by, made_id, made_ms)
VALUES (:version, :from_day, :by, :person, :now);

-- Latest first.
-- name: law_activation_rows :many
-- in: max int
-- out: id int, version int, from_day text, made_by text, made_ms int
SELECT id, version_id, from_day, made_by, made_ms FROM law_activations
ORDER BY from_day DESC, id DESC LIMIT :max;

-- What counts on a day: the activation with the latest first day, of those the last one made.
-- name: law_active :one
-- in: day text
-- out: version int, sha256 text
SELECT a.version_id, v.sha256 FROM law_activations a JOIN law_versions v ON v.id = a.version_id
WHERE a.from_day <= :day ORDER BY a.from_day DESC, a.id DESC LIMIT 1;
