-- name: audit_add :exec
-- in: at_ms int, person_id int, body_id int, login text, act text, kind text, object_id int
-- in: detail text, request_id text, address text
INSERT INTO audit (at_ms, person_id, body_id, login, act, kind, object_id, detail, request_id,
                   address)
VALUES (:at_ms, :person_id, :body_id, :login, :act, :kind, :object_id, :detail, :request_id,
        :address)

-- name: audit_unsealed :many
-- in: at_most int
-- out: id int, at_ms int, person_id int, body_id int, login text, act text, kind text
-- out: object_id int, detail text, request_id text, address text
SELECT id, at_ms, person_id, body_id, login, act, kind, object_id, detail, request_id, address
FROM audit WHERE seal_no IS NULL ORDER BY id LIMIT :at_most

-- name: audit_unsealed_count :one
-- out: n int
SELECT count(*) FROM audit WHERE seal_no IS NULL

-- name: audit_set_seal :exec
-- in: id int, seal_no int, hash bytes
UPDATE audit SET seal_no = :seal_no, hash = :hash WHERE id = :id AND seal_no IS NULL

-- The end of the chain.
-- name: audit_last_seal :one
-- out: seal_no int, hash bytes?
SELECT seal_no, hash FROM audit WHERE seal_no IS NOT NULL ORDER BY seal_no DESC LIMIT 1

-- A stretch of the chain in its order, after the row seen last. Its number is looked at again: two
-- rows of one number must not hide each other.
-- name: audit_sealed :each
-- in: after int, after_id int, at_most int
-- out: id int, at_ms int, person_id int, body_id int, login text, act text, kind text
-- out: object_id int, detail text, request_id text, address text, seal_no int, hash bytes?
SELECT id, at_ms, person_id, body_id, login, act, kind, object_id, detail, request_id, address,
       seal_no, hash
FROM audit WHERE seal_no >= :after AND id <> :after_id ORDER BY seal_no LIMIT :at_most

-- name: once_find :one
-- in: person_id int, key text
-- out: route text, request bytes, answer text?
SELECT route, request, answer FROM acts_once WHERE person_id = :person_id AND key = :key

-- name: once_add :exec
-- in: person_id int, key text, route text, request bytes, at_ms int
INSERT INTO acts_once (person_id, key, route, request, at_ms)
VALUES (:person_id, :key, :route, :request, :at_ms)

-- name: once_set_answer :exec
-- in: person_id int, key text, answer text
UPDATE acts_once SET answer = :answer WHERE person_id = :person_id AND key = :key

-- name: once_forget :exec
-- in: before_ms int
DELETE FROM acts_once WHERE at_ms < :before_ms


-- name: code_number_take :one
-- in: series text
-- out: n int
INSERT INTO code_numbers (series, next) VALUES (:series, 2)
ON CONFLICT (series) DO UPDATE SET next = code_numbers.next + 1
RETURNING next - 1

-- A row of the act points at these bytes.
-- name: blob_add :exec
-- in: name text, bytes int, at_ms int
INSERT INTO blobs (name, bytes, since_ms) VALUES (:name, :bytes, :at_ms)
ON CONFLICT (name) DO NOTHING

-- name: blob_drop :exec
-- in: name text
DELETE FROM blobs WHERE name = :name

-- name: blob_find :one
-- in: name text
-- out: bytes int
SELECT bytes FROM blobs WHERE name = :name

-- name: blob_count :one
-- out: n int
SELECT count(*) FROM blobs

-- In order of name, after the one seen last.
-- name: blob_next :many
-- in: after text, max int
-- out: name text, bytes int
SELECT name, bytes FROM blobs WHERE name > :after ORDER BY name LIMIT :max
