-- Letters. A reader sees those kept by bodies of their branch; of those about a system (object_kind 1) only
-- the ones whose system is in their sight. A system that nobody sees any more hides no letter.

-- name: letter_load :one
-- in: id int, viewer int
-- out: id int, uid text, body_id int, keeper_id int, direction int, year int, on_day text, entry_no int, entry text, ref text, day text, kind text, about text, counterpart_id int?, counterpart text, signer text, note text, object_kind int, object_id int, file_id int, exception text, withdrawn_ms int, withdrawn_why text, person text, made_ms int, changed_ms int, version int, body_code text, body_name text, keeper_name text, file_name text?, file_type text?, file_sha256 text?, file_bytes int?, verdict int?, signatures text?, checked_ms int?
SELECT l.id, l.uid, l.body_id, l.keeper_id, l.direction, l.year, l.on_day, l.entry_no, l.entry, l.ref, l.day,
       l.kind, l.about, l.counterpart_id, l.counterpart, l.signer, l.note, l.object_kind, l.object_id,
       l.file_id, l.exception, l.withdrawn_ms, l.withdrawn_why, l.person, l.made_ms, l.changed_ms,
       l.version, b.code, b.name_vi, k.name_vi, f.name, f.type, f.sha256, f.bytes, f.verdict,
       f.signatures, f.checked_ms
FROM letters l
JOIN bodies b ON b.id = l.body_id
JOIN bodies k ON k.id = l.keeper_id
LEFT JOIN letter_files f ON f.id = l.file_id
WHERE l.id = :id AND EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = l.keeper_id AND x.above_id = :viewer)
  AND (l.object_kind <> 1
       OR EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = l.object_id AND v.body_id = :viewer)
       OR NOT EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = l.object_id));

-- The register of one body, direction and year, newest first, after the entry seen last. Words are
-- '%word%', or '%' for none.
-- name: letter_page_rows :many
-- in: viewer int, keeper int, direction int, year int, first text, second text, third text, fourth text, on_day text, entry_no int, id int, max int
-- out: id int, uid text, body_id int, keeper_id int, direction int, year int, on_day text, entry_no int, entry text, ref text, day text, kind text, about text, counterpart_id int?, counterpart text, signer text, note text, object_kind int, object_id int, file_id int, exception text, withdrawn_ms int, withdrawn_why text, person text, made_ms int, changed_ms int, version int, body_code text, body_name text, keeper_name text, file_name text?, file_type text?, file_sha256 text?, file_bytes int?, verdict int?, signatures text?, checked_ms int?
SELECT l.id, l.uid, l.body_id, l.keeper_id, l.direction, l.year, l.on_day, l.entry_no, l.entry, l.ref, l.day,
       l.kind, l.about, l.counterpart_id, l.counterpart, l.signer, l.note, l.object_kind, l.object_id,
       l.file_id, l.exception, l.withdrawn_ms, l.withdrawn_why, l.person, l.made_ms, l.changed_ms,
       l.version, b.code, b.name_vi, k.name_vi, f.name, f.type, f.sha256, f.bytes, f.verdict,
       f.signatures, f.checked_ms
FROM letters l
JOIN bodies b ON b.id = l.body_id
JOIN bodies k ON k.id = l.keeper_id
LEFT JOIN letter_files f ON f.id = l.file_id
WHERE l.keeper_id = :keeper AND l.direction = :direction AND l.year = :year
  AND l.fold LIKE :first AND l.fold LIKE :second AND l.fold LIKE :third AND l.fold LIKE :fourth
  AND EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = l.keeper_id AND x.above_id = :viewer)
  AND (l.object_kind <> 1
       OR EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = l.object_id AND v.body_id = :viewer)
       OR NOT EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = l.object_id))
  AND (l.on_day, l.entry_no, l.id) < (:on_day, :entry_no, :id)
ORDER BY l.on_day DESC, l.entry_no DESC, l.id DESC LIMIT :max;

-- name: letter_count :one
-- in: viewer int, keeper int, direction int, year int, first text, second text, third text, fourth text
-- out: n int
SELECT count(*) FROM letters l
WHERE l.keeper_id = :keeper AND l.direction = :direction AND l.year = :year
  AND l.fold LIKE :first AND l.fold LIKE :second AND l.fold LIKE :third AND l.fold LIKE :fourth
  AND EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = l.keeper_id AND x.above_id = :viewer)
  AND (l.object_kind <> 1
       OR EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = l.object_id AND v.body_id = :viewer)
       OR NOT EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = l.object_id));

-- name: letter_years :many
-- in: keeper int, direction int, max int
-- out: year int
SELECT year FROM letters WHERE keeper_id = :keeper AND direction = :direction
GROUP BY year ORDER BY year DESC LIMIT :max;

-- name: letters_of_object :many
-- in: viewer int, kind int, object int, max int
-- out: id int, uid text, body_id int, keeper_id int, direction int, year int, on_day text, entry_no int, entry text, ref text, day text, kind text, about text, counterpart_id int?, counterpart text, signer text, note text, object_kind int, object_id int, file_id int, exception text, withdrawn_ms int, withdrawn_why text, person text, made_ms int, changed_ms int, version int, body_code text, body_name text, keeper_name text, file_name text?, file_type text?, file_sha256 text?, file_bytes int?, verdict int?, signatures text?, checked_ms int?
SELECT l.id, l.uid, l.body_id, l.keeper_id, l.direction, l.year, l.on_day, l.entry_no, l.entry, l.ref, l.day,
       l.kind, l.about, l.counterpart_id, l.counterpart, l.signer, l.note, l.object_kind, l.object_id,
       l.file_id, l.exception, l.withdrawn_ms, l.withdrawn_why, l.person, l.made_ms, l.changed_ms,
       l.version, b.code, b.name_vi, k.name_vi, f.name, f.type, f.sha256, f.bytes, f.verdict,
       f.signatures, f.checked_ms
FROM letters l
JOIN bodies b ON b.id = l.body_id
JOIN bodies k ON k.id = l.keeper_id
LEFT JOIN letter_files f ON f.id = l.file_id
WHERE l.object_kind = :kind AND l.object_id = :object AND EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = l.keeper_id AND x.above_id = :viewer)
  AND (l.object_kind <> 1
       OR EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = l.object_id AND v.body_id = :viewer)
       OR NOT EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = l.object_id))
ORDER BY l.on_day DESC, l.id DESC LIMIT :max;

-- Who has this entry already?
-- name: letter_taken_find :one
-- in: body int, direction int, year int, entry_key text, id int
-- out: id int, about text, on_day text, ref text
SELECT id, about, on_day, ref FROM letters
WHERE body_id = :body AND direction = :direction AND year = :year AND entry_key = :entry_key AND id <> :id;

-- name: letter_last_entry :one
-- in: body int, direction int, year int
-- out: entry_no int?
SELECT max(entry_no) FROM letters WHERE body_id = :body AND direction = :direction AND year = :year;

-- The latest of those going out, told as a hint.
-- name: letter_latest_ref :one
-- in: body int, year int
-- out: ref text, on_day text
SELECT ref, on_day FROM letters WHERE body_id = :body AND direction = 1 AND year = :year
ORDER BY on_day DESC, entry_no DESC, id DESC LIMIT 1;

-- name: letter_insert :one
-- in: uid text, body_id int, direction int, year int, on_day text, entry_no int, entry text, entry_key text, ref text, day text, kind text, about text, counterpart_id int?, counterpart text, signer text, note text, object_kind int, object_id int, exception text, fold text, person_id int, person text, now int
-- out: id int
INSERT INTO letters (uid, body_id, keeper_id, direction, year, on_day, entry_no, entry, entry_key, ref, day,
                     kind, about, counterpart_id, counterpart, signer, note, object_kind, object_id,
                     file_id, exception, fold, withdrawn_ms, withdrawn_why, person_id, person, made_ms,
                     changed_ms, version)
VALUES (:uid, :body_id, :body_id, :direction, :year, :on_day, :entry_no, :entry, :entry_key, :ref, :day,
        :kind, :about, :counterpart_id, :counterpart, :signer, :note, :object_kind, :object_id, 0,
        :exception, :fold, 0, '', :person_id, :person, :now, :now, 1)
RETURNING id;

-- name: letter_update :exec
-- in: id int, known_version int, year int, on_day text, entry_no int, entry text, entry_key text, ref text, day text, kind text, about text, counterpart_id int?, counterpart text, signer text, note text, object_kind int, object_id int, exception text, fold text, now int
UPDATE letters SET year = :year, on_day = :on_day, entry_no = :entry_no, entry = :entry, entry_key = :entry_key,
       ref = :ref, day = :day, kind = :kind, about = :about, counterpart_id = :counterpart_id,
       counterpart = :counterpart, signer = :signer, note = :note, object_kind = :object_kind,
       object_id = :object_id, exception = :exception, fold = :fold, changed_ms = :now,
       version = version + 1
WHERE id = :id AND version = :known_version AND withdrawn_ms = 0;

-- name: letter_withdraw :exec
-- in: id int, known_version int, why text, now int
UPDATE letters SET withdrawn_ms = :now, withdrawn_why = :why, changed_ms = :now, version = version + 1
WHERE id = :id AND version = :known_version AND withdrawn_ms = 0;

-- name: letter_file_set :exec
-- in: id int, file_id int
UPDATE letters SET file_id = :file_id WHERE id = :id;

-- name: letter_touch :exec
-- in: id int, now int
UPDATE letters SET changed_ms = :now, version = version + 1 WHERE id = :id;

-- name: letter_file_add :one
-- in: letter_id int, sha256 text, name text, type text, bytes int, verdict int, signatures text, checked_ms int, person text, now int
-- out: id int
INSERT INTO letter_files (letter_id, sha256, name, type, bytes, verdict, signatures, checked_ms, person, at_ms)
VALUES (:letter_id, :sha256, :name, :type, :bytes, :verdict, :signatures, :checked_ms, :person, :now)
RETURNING id;

-- name: letter_file_rows :many
-- in: letter_id int, max int
-- out: id int, sha256 text, name text, type text, bytes int, verdict int, checked_ms int, person text, at_ms int
SELECT id, sha256, name, type, bytes, verdict, checked_ms, person, at_ms
FROM letter_files WHERE letter_id = :letter_id ORDER BY id DESC LIMIT :max;

-- name: letter_file_checked :exec
-- in: id int, verdict int, signatures text, checked_ms int
UPDATE letter_files SET verdict = :verdict, signatures = :signatures, checked_ms = :checked_ms
WHERE id = :id;

-- name: letter_history_add :exec
-- in: letter_id int, version int, at_ms int, person_id int, person text, field text, before text, after text, why text
INSERT INTO letter_history (letter_id, version, at_ms, person_id, person, field, before, after, why)
VALUES (:letter_id, :version, :at_ms, :person_id, :person, :field, :before, :after, :why);

-- name: letter_history_rows :many
-- in: letter_id int, max int
-- out: version int, at_ms int, person text, field text, before text, after text, why text
SELECT version, at_ms, person, field, before, after, why FROM letter_history
WHERE letter_id = :letter_id ORDER BY id DESC LIMIT :max;

-- ---- a body that ends hands its register on ----

-- name: letter_heir_count :one
-- in: body int
-- out: n int
SELECT count(*) FROM letters WHERE keeper_id = :body;

-- name: letter_heir_move :exec
-- in: body int, into int
UPDATE letters SET keeper_id = :into WHERE keeper_id = :body;

-- ---- trusted certificates ----

-- name: root_rows :many
-- in: max int
-- out: id int, sha256 text, pem text, subject text, issuer text, serial text, valid_from_ms int, valid_to_ms int, note text, person text, added_ms int, removed_ms int, removed_by text, removed_why text
SELECT id, sha256, pem, subject, issuer, serial, valid_from_ms, valid_to_ms, note, person, added_ms,
       removed_ms, removed_by, removed_why
FROM signature_roots ORDER BY CASE WHEN removed_ms = 0 THEN 0 ELSE 1 END, id DESC LIMIT :max;

-- name: root_find :one
-- in: sha256 text
-- out: id int
SELECT id FROM signature_roots WHERE sha256 = :sha256 AND removed_ms = 0;

-- How many are trusted, and when that changed last.
-- name: root_state :one
-- out: n int, changed_ms int?
SELECT count(CASE WHEN removed_ms = 0 THEN 1 END),
       max(CASE WHEN removed_ms > added_ms THEN removed_ms ELSE added_ms END)
FROM signature_roots;

-- name: root_add :one
-- in: sha256 text, pem text, subject text, issuer text, serial text, valid_from_ms int, valid_to_ms int, note text, person text, now int
-- out: id int
INSERT INTO signature_roots (sha256, pem, subject, issuer, serial, valid_from_ms, valid_to_ms, note, person,
                             added_ms, removed_ms, removed_by, removed_why)
VALUES (:sha256, :pem, :subject, :issuer, :serial, :valid_from_ms, :valid_to_ms, :note, :person, :now, 0, '', '')
RETURNING id;

-- name: root_remove :exec
-- in: id int, person text, why text, now int
UPDATE signature_roots SET removed_ms = :now, removed_by = :person, removed_why = :why
WHERE id = :id AND removed_ms = 0;

-- name: letter_file_holds :many
-- in: sha256 text
-- out: id int
SELECT id FROM letter_files WHERE sha256 = :sha256 LIMIT 1;
