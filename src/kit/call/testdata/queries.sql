-- What a person with the database's password could do to the audit trail. For tests.

-- name: tamper_unguard :exec
-- sqlite:
DROP TRIGGER audit_stays
-- postgres:
DROP TRIGGER audit_stays ON audit

-- name: tamper_unguard_seal :exec
-- sqlite:
DROP TRIGGER audit_seal_holds
-- postgres:
DROP TRIGGER audit_seal_holds ON audit

-- name: tamper_login :exec
-- in: seal_no int, login text
UPDATE audit SET login = :login WHERE seal_no = :seal_no

-- name: tamper_shift :exec
-- in: seal_no int
UPDATE audit SET act = act || substr(kind, 1, 1), kind = substr(kind, 2) WHERE seal_no = :seal_no

-- name: tamper_hash :exec
-- in: seal_no int
UPDATE audit SET hash = NULL WHERE seal_no = :seal_no

-- name: tamper_number :exec
-- in: seal_no int, new_no int?
UPDATE audit SET seal_no = :new_no WHERE seal_no = :seal_no

-- name: tamper_delete :exec
-- in: seal_no int
DELETE FROM audit WHERE seal_no >= :seal_no AND seal_no < :seal_no + 1

-- name: tamper_delete_from :exec
-- in: seal_no int
DELETE FROM audit WHERE seal_no >= :seal_no

-- name: tamper_unseal_all :exec
UPDATE audit SET seal_no = NULL, hash = NULL

-- name: audit_count :one
-- out: n int
SELECT count(*) FROM audit
