-- Bodies, the tree and scope. `day` arguments are ISO days; the parent of a body that has ended is the
-- one of its last day.

-- name: body_row :one
-- in: id int, day text
-- out: id int, uid text, code text, name_vi text, name_en text, symbol text, kind text, place text, place_certainty text, protocol int, valid_from text, valid_to text, merged_into int?, parent_id int?, note text, version int
SELECT b.id, b.uid, b.code, b.name_vi, b.name_en, b.symbol, b.kind, b.place, b.place_certainty, b.protocol,
       b.valid_from, b.valid_to, b.merged_into, s.parent_id, b.note, b.version
FROM bodies b
LEFT JOIN supervision s ON s.body_id = b.id
     AND s.valid_from <= CASE WHEN b.valid_to < :day THEN b.valid_to ELSE :day END
     AND s.valid_to >= CASE WHEN b.valid_to < :day THEN b.valid_to ELSE :day END
WHERE b.id = :id;

-- name: body_id_by_code :one
-- in: code text
-- out: id int
SELECT id FROM bodies WHERE code = :code;

-- name: body_ids_by_fold :many
-- in: fold text
-- out: id int
SELECT id FROM bodies
WHERE fold = :fold OR id IN (SELECT f.body_id FROM body_former_names f WHERE f.fold = :fold)
ORDER BY valid_to DESC, id LIMIT 20;

-- name: body_top_id :one
-- out: id int
SELECT id FROM bodies WHERE kind = 'government' ORDER BY id LIMIT 1;

-- The one above each is asked for by itself: joined, SQLite makes a filter of the whole table first.
-- name: body_above_ids :many
-- in: id int, day text, depth_max int
-- out: id int, depth int
WITH RECURSIVE up (id, depth) AS (
    SELECT b.id, CAST(0 AS BIGINT) FROM bodies b WHERE b.id = :id
    UNION ALL
    SELECT (SELECT s.parent_id FROM supervision s
             WHERE s.body_id = up.id AND s.valid_from <= :day AND s.valid_to >= :day
             ORDER BY s.valid_from DESC LIMIT 1), up.depth + 1
    FROM up WHERE up.id IS NOT NULL AND up.depth < :depth_max
)
SELECT id, depth FROM up WHERE id IS NOT NULL ORDER BY depth, id;

-- name: body_child_ids :many
-- in: parent int, day text, max int
-- out: id int
SELECT b.id FROM supervision s JOIN bodies b ON b.id = s.body_id
WHERE s.parent_id = :parent AND s.valid_from <= :day AND s.valid_to >= :day
  AND b.valid_from <= :day AND b.valid_to >= :day
ORDER BY CASE WHEN b.protocol = 0 THEN 1 ELSE 0 END, b.protocol, b.sort_key, b.id
LIMIT :max;

-- name: body_root_ids :many
-- in: day text, max int
-- out: id int
SELECT b.id FROM bodies b
WHERE b.valid_from <= :day AND b.valid_to >= :day
  AND NOT EXISTS (SELECT 1 FROM supervision s
                  WHERE s.body_id = b.id AND s.valid_from <= :day AND s.valid_to >= :day)
ORDER BY CASE WHEN b.protocol = 0 THEN 1 ELSE 0 END, b.protocol, b.sort_key, b.id
LIMIT :max;

-- The branch with what finding needs; the finding itself is done in C over the folded name.
-- name: body_branch_rows :each
-- in: top int, day text
-- out: id int, code text, fold text
SELECT b.id, b.code, b.fold FROM body_lines l JOIN bodies b ON b.id = l.body_id
WHERE l.above_id = :top AND b.valid_from <= :day AND b.valid_to >= :day
ORDER BY CASE WHEN b.protocol = 0 THEN 1 ELSE 0 END, b.protocol, b.sort_key, b.id;

-- How far below `top` its branch reaches.
-- name: body_branch_height :one
-- in: top int
-- out: depth int?
SELECT max(depth) FROM body_lines WHERE above_id = :top;

-- name: body_lines_of :many
-- in: id int
-- out: above int, depth int
SELECT above_id, depth FROM body_lines WHERE body_id = :id ORDER BY depth, above_id;

-- name: body_line_depth :one
-- in: id int, above int
-- out: depth int
SELECT depth FROM body_lines WHERE body_id = :id AND above_id = :above;

-- name: body_branch_ids :many
-- in: top int
-- out: id int
SELECT body_id FROM body_lines WHERE above_id = :top ORDER BY body_id;

-- name: body_insert :one
-- in: uid text, code text, name_vi text, name_en text, fold text, sort_key text, symbol text, kind text, place text, place_certainty text, protocol int, valid_from text, valid_to text, note text
-- out: id int
INSERT INTO bodies (uid, code, name_vi, name_en, fold, sort_key, symbol, kind, place, place_certainty, protocol,
                    valid_from, valid_to, merged_into, note, origin, version, change_seq)
VALUES (:uid, :code, :name_vi, :name_en, :fold, :sort_key, :symbol, :kind, :place, :place_certainty, :protocol,
        :valid_from, :valid_to, NULL, :note, '', 1,
        (SELECT coalesce(max(change_seq), 0) + 1 FROM bodies))
RETURNING id;

-- name: body_rename :exec
-- in: id int, version int, name_vi text, name_en text, fold text, sort_key text, symbol text, place text
UPDATE bodies SET name_vi = :name_vi, name_en = :name_en, fold = :fold, sort_key = :sort_key,
       symbol = :symbol, place = :place,
       place_certainty = CASE WHEN place = :place THEN place_certainty ELSE '' END, version = version + 1,
       change_seq = (SELECT max(b.change_seq) + 1 FROM bodies b)
WHERE id = :id AND version = :version;

-- The place of a body that nobody has touched yet, from a newer list of the law.
-- name: body_place_learn :exec
-- in: code text, place text, place_certainty text
UPDATE bodies SET place = :place, place_certainty = :place_certainty, version = version + 1,
       change_seq = (SELECT max(b.change_seq) + 1 FROM bodies b)
WHERE code = :code AND place = '' AND version = 1;

-- name: body_end :exec
-- in: id int, valid_to text, merged_into int?
UPDATE bodies SET valid_to = :valid_to, merged_into = :merged_into, version = version + 1,
       change_seq = (SELECT max(b.change_seq) + 1 FROM bodies b)
WHERE id = :id;

-- name: body_children_count :one
-- in: parent int
-- out: n int
SELECT count(*) FROM supervision WHERE parent_id = :parent;

-- name: supervision_insert :exec
-- in: body int, parent int, valid_from text, valid_to text
INSERT INTO supervision (body_id, valid_from, valid_to, parent_id)
VALUES (:body, :valid_from, :valid_to, :parent);

-- What began on or after `day` has not been true yet and gives way.
-- name: supervision_forget :exec
-- in: body int, day text
DELETE FROM supervision WHERE body_id = :body AND valid_from >= :day;

-- name: supervision_end :exec
-- in: body int, day text, last text
UPDATE supervision SET valid_to = :last WHERE body_id = :body AND valid_from < :day AND valid_to >= :day;

-- name: supervision_close :exec
-- in: body int, last text
UPDATE supervision SET valid_to = :last WHERE body_id = :body AND valid_to > :last;

-- Bodies whose place in the tree changed after `since`, up to `today`.
-- name: supervision_changed :many
-- in: since text, today text
-- out: id int
SELECT DISTINCT body_id FROM supervision
WHERE (valid_from > :since AND valid_from <= :today) OR (valid_to >= :since AND valid_to < :today)
ORDER BY body_id;

-- name: lines_day :one
-- out: day text
SELECT day FROM body_lines_day WHERE one = 1;

-- name: lines_day_set :exec
-- in: day text
UPDATE body_lines_day SET day = :day WHERE one = 1;

-- name: lines_delete :exec
-- in: id int
DELETE FROM body_lines WHERE body_id = :id;

-- name: line_insert :exec
-- in: id int, above int, depth int
INSERT INTO body_lines (body_id, above_id, depth) VALUES (:id, :above, :depth);

-- ---- supervisors ----

-- name: supervisor_insert :one
-- in: body int, by int, kind int, basis text, valid_from text, valid_to text
-- out: id int
INSERT INTO supervisors (body_id, by_id, kind, basis, valid_from, valid_to)
VALUES (:body, :by, :kind, :basis, :valid_from, :valid_to) RETURNING id;

-- name: supervisor_row :one
-- in: id int
-- out: body int, by int, kind int, basis text, valid_from text, valid_to text
SELECT body_id, by_id, kind, basis, valid_from, valid_to FROM supervisors WHERE id = :id;

-- name: supervisor_last :exec
-- in: id int, last text
UPDATE supervisors SET valid_to = :last WHERE id = :id;

-- name: supervisor_forget :exec
-- in: id int
DELETE FROM supervisors WHERE id = :id;

-- name: supervisor_overlap :many
-- in: body int, by int, kind int, valid_from text, valid_to text
-- out: id int
SELECT id FROM supervisors
WHERE body_id = :body AND by_id = :by AND kind = :kind AND valid_from <= :valid_to AND valid_to >= :valid_from
ORDER BY id LIMIT 1;

-- The body's own, of all days, and today's of the bodies above it.
-- name: supervisors_of :many
-- in: body int, day text, max int
-- out: id int, of int, by int, kind int, basis text, valid_from text, valid_to text, depth int
SELECT CAST(0 AS BIGINT) AS id, s.body_id AS of_id, s.parent_id AS by_id, CAST(1 AS BIGINT) AS kind,
       s.basis, s.valid_from, s.valid_to, CAST(0 AS BIGINT) AS depth
FROM supervision s WHERE s.body_id = :body
UNION ALL
SELECT v.id, v.body_id, v.by_id, v.kind, v.basis, v.valid_from, v.valid_to, CAST(0 AS BIGINT)
FROM supervisors v WHERE v.body_id = :body
UNION ALL
SELECT CAST(0 AS BIGINT), s.body_id, s.parent_id, CAST(1 AS BIGINT), s.basis, s.valid_from, s.valid_to, l.depth
FROM body_lines l JOIN supervision s ON s.body_id = l.above_id
WHERE l.body_id = :body AND l.depth > 0 AND s.valid_from <= :day AND s.valid_to >= :day
UNION ALL
SELECT v.id, v.body_id, v.by_id, v.kind, v.basis, v.valid_from, v.valid_to, l.depth
FROM body_lines l JOIN supervisors v ON v.body_id = l.above_id
WHERE l.body_id = :body AND l.depth > 0 AND v.valid_from <= :day AND v.valid_to >= :day
ORDER BY depth, kind, valid_from DESC, by_id
LIMIT :max;

-- Who is to see what the body owns on a day, over those in its line.
-- name: sights_due :many
-- in: body int, day text, max int
-- out: by int, role int
SELECT v.by_id, CAST(min(v.kind) + 2 AS BIGINT) AS role
FROM body_lines l JOIN supervisors v ON v.body_id = l.above_id
WHERE l.body_id = :body AND v.valid_from <= :day AND v.valid_to >= :day
  AND NOT EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = :body AND x.above_id = v.by_id)
GROUP BY v.by_id ORDER BY v.by_id LIMIT :max;

-- name: sights_of :many
-- in: body int
-- out: by int, role int
SELECT by_id, role FROM body_sights WHERE body_id = :body ORDER BY by_id;

-- name: sights_delete :exec
-- in: body int
DELETE FROM body_sights WHERE body_id = :body;

-- name: sight_insert :exec
-- in: body int, by int, role int
INSERT INTO body_sights (body_id, by_id, role) VALUES (:body, :by, :role);

-- name: sight_role :one
-- in: body int, by int
-- out: role int
SELECT role FROM body_sights WHERE body_id = :body AND by_id = :by;

-- name: supervised_ids :many
-- in: by int, day text, max int
-- out: id int
SELECT b.id FROM bodies b
WHERE b.valid_from <= :day AND b.valid_to >= :day
  AND EXISTS (SELECT 1 FROM supervisors v WHERE v.by_id = :by AND v.body_id = b.id
              AND v.valid_from <= :day AND v.valid_to >= :day)
ORDER BY b.sort_key, b.id LIMIT :max;

-- Bodies whose supervisors changed after `since`, up to `today`.
-- name: supervisors_changed :many
-- in: since text, today text
-- out: id int
SELECT DISTINCT body_id FROM supervisors
WHERE (valid_from > :since AND valid_from <= :today) OR (valid_to >= :since AND valid_to < :today)
ORDER BY body_id;

-- ---- heads, units, contact, delegations ----

-- name: office_insert :one
-- in: body int, kind int, name text, post text, representative text, address text, phone text, email text, doc_no text, doc_on text, doc_by text, valid_from text, valid_to text
-- out: id int
INSERT INTO body_offices (body_id, kind, name, post, representative, address, phone, email, doc_no,
                          doc_on, doc_by, valid_from, valid_to)
VALUES (:body, :kind, :name, :post, :representative, :address, :phone, :email, :doc_no, :doc_on,
        :doc_by, :valid_from, :valid_to) RETURNING id;

-- name: offices_of :many
-- in: body int, max int
-- out: id int, body int, kind int, name text, post text, representative text, address text, phone text, email text, doc_no text, doc_on text, doc_by text, valid_from text, valid_to text
SELECT id, body_id, kind, name, post, representative, address, phone, email, doc_no, doc_on, doc_by,
       valid_from, valid_to
FROM body_offices WHERE body_id = :body ORDER BY kind, valid_from DESC, id DESC LIMIT :max;

-- name: office_row :one
-- in: id int
-- out: body int, kind int, name text, valid_from text, valid_to text
SELECT body_id, kind, name, valid_from, valid_to FROM body_offices WHERE id = :id;

-- name: office_last :exec
-- in: id int, last text
UPDATE body_offices SET valid_to = :last WHERE id = :id;

-- name: office_forget :exec
-- in: id int
DELETE FROM body_offices WHERE id = :id;

-- The one before gives way to the one that begins on `day`.
-- name: offices_yield :exec
-- in: body int, kind int, day text, last text
UPDATE body_offices SET valid_to = :last
WHERE body_id = :body AND kind = :kind AND valid_from < :day AND valid_to >= :day;

-- name: contact_row :one
-- in: body int
-- out: address text, representative text, post text, phone text, email text, mandate text, version int
SELECT address, representative, post, phone, email, mandate, version FROM body_contacts
WHERE body_id = :body;

-- name: contact_insert :exec
-- in: body int, address text, representative text, post text, phone text, email text, mandate text
INSERT INTO body_contacts (body_id, address, representative, post, phone, email, mandate, version)
VALUES (:body, :address, :representative, :post, :phone, :email, :mandate, 1)
ON CONFLICT (body_id) DO NOTHING;

-- name: contact_update :exec
-- in: body int, version int, address text, representative text, post text, phone text, email text, mandate text
UPDATE body_contacts SET address = :address, representative = :representative, post = :post,
       phone = :phone, email = :email, mandate = :mandate, version = version + 1
WHERE body_id = :body AND version = :version;

-- name: delegation_insert :one
-- in: body int, to int, reach text, duties text, doc_no text, doc_on text, valid_from text, valid_to text
-- out: id int
INSERT INTO delegations (body_id, to_id, reach, duties, doc_no, doc_on, valid_from, valid_to)
VALUES (:body, :to, :reach, :duties, :doc_no, :doc_on, :valid_from, :valid_to) RETURNING id;

-- name: delegation_row :one
-- in: id int
-- out: body int, to int, valid_from text, valid_to text
SELECT body_id, to_id, valid_from, valid_to FROM delegations WHERE id = :id;

-- name: delegation_last :exec
-- in: id int, last text
UPDATE delegations SET valid_to = :last WHERE id = :id;

-- name: delegations_of :many
-- in: body int, max int
-- out: id int, body int, to int, reach text, duties text, doc_no text, doc_on text, valid_from text, valid_to text
SELECT id, body_id, to_id, reach, duties, doc_no, doc_on, valid_from, valid_to FROM delegations
WHERE body_id = :body OR to_id = :body ORDER BY valid_to DESC, id DESC LIMIT :max;

-- name: delegations_until :many
-- in: top int, day text, until text, max int
-- out: id int, body int, to int, reach text, duties text, doc_no text, doc_on text, valid_from text, valid_to text
SELECT d.id, d.body_id, d.to_id, d.reach, d.duties, d.doc_no, d.doc_on, d.valid_from, d.valid_to
FROM delegations d JOIN body_lines l ON l.body_id = d.body_id AND l.above_id = :top
WHERE d.valid_to >= :day AND d.valid_to <= :until ORDER BY d.valid_to, d.id LIMIT :max;

-- Has the body been delegated to in that time?
-- name: delegated_to :many
-- in: to int, valid_from text, valid_to text
-- out: id int
SELECT id FROM delegations
WHERE to_id = :to AND valid_from <= :valid_to AND valid_to >= :valid_from ORDER BY id LIMIT 1;

-- name: scope_owns_any :many
-- in: body int
-- out: object int
SELECT object_id FROM scope WHERE body_id = :body AND role = 1 LIMIT 1;

-- ---- mergers, renamings, endings ----

-- name: change_insert :one
-- in: kind int, into int, code text, name_vi text, name_en text, symbol text, place text, body_kind text, parent int, doc_no text, doc_on text, doc_by text, effect_on text, for_body int, made_by text, now int
-- out: id int
INSERT INTO body_changes (kind, state, into_id, code, name_vi, name_en, symbol, place, body_kind,
                          parent_id, doc_no, doc_on, doc_by, effect_on, for_body, made_by, made_ms,
                          confirmed_by, confirmed_id, confirmed_ms, done_ms, systems)
VALUES (:kind, 1, :into, :code, :name_vi, :name_en, :symbol, :place, :body_kind, :parent, :doc_no,
        :doc_on, :doc_by, :effect_on, :for_body, :made_by, :now, '', 0, 0, 0, 0)
RETURNING id;

-- name: change_body_insert :exec
-- in: change int, body int
INSERT INTO body_change_bodies (change_id, body_id) VALUES (:change, :body);

-- name: change_bodies :many
-- in: change int, max int
-- out: body int
SELECT body_id FROM body_change_bodies WHERE change_id = :change ORDER BY body_id LIMIT :max;

-- Is the body in another change that is not done?
-- name: change_open_of :many
-- in: body int
-- out: id int
SELECT c.id FROM body_change_bodies b JOIN body_changes c ON c.id = b.change_id
WHERE b.body_id = :body AND c.state = 2 ORDER BY c.id LIMIT 1;

-- name: change_row :one
-- in: id int
-- out: kind int, state int, into int, code text, name_vi text, name_en text, symbol text, place text, body_kind text, parent int, doc_no text, doc_on text, doc_by text, effect_on text, for_body int, made_by text, made_ms int, confirmed_by text, confirmed_id int, confirmed_ms int, done_ms int, systems int
SELECT kind, state, into_id, code, name_vi, name_en, symbol, place, body_kind, parent_id, doc_no, doc_on,
       doc_by, effect_on, for_body, made_by, made_ms, confirmed_by, confirmed_id, confirmed_ms, done_ms,
       systems
FROM body_changes WHERE id = :id;

-- Made for a body of the branch, latest first.
-- name: change_ids :many
-- in: top int, max int
-- out: id int
SELECT c.id FROM body_changes c
WHERE EXISTS (SELECT 1 FROM body_lines l WHERE l.body_id = c.for_body AND l.above_id = :top)
ORDER BY c.id DESC LIMIT :max;

-- name: changes_due :many
-- in: day text
-- out: id int
SELECT id FROM body_changes WHERE state = 2 AND effect_on <= :day ORDER BY effect_on, id LIMIT 50;

-- name: change_confirm :exec
-- in: id int, doc_no text, doc_on text, doc_by text, effect_on text, person text, person_id int, now int
UPDATE body_changes SET state = 2, doc_no = :doc_no, doc_on = :doc_on, doc_by = :doc_by,
       effect_on = :effect_on, confirmed_by = :person, confirmed_id = :person_id, confirmed_ms = :now
WHERE id = :id AND state = 1;

-- name: change_drop :exec
-- in: id int
UPDATE body_changes SET state = 4 WHERE id = :id AND state IN (1, 2);

-- name: change_done :exec
-- in: id int, into int, systems int, now int
UPDATE body_changes SET state = 3, into_id = :into, systems = :systems, done_ms = :now
WHERE id = :id AND state = 2;

-- name: change_part_put :exec
-- in: change int, part int, body int, code text, name_vi text
INSERT INTO body_change_parts (change_id, part, body_id, code, name_vi)
VALUES (:change, :part, :body, :code, :name_vi)
ON CONFLICT (change_id, part) DO UPDATE SET body_id = excluded.body_id;

-- name: change_parts :many
-- in: change int, max int
-- out: body int, code text, name_vi text
SELECT body_id, code, name_vi FROM body_change_parts WHERE change_id = :change ORDER BY part LIMIT :max;

-- name: change_share_put :exec
-- in: change int, what text, object int, part int
INSERT INTO body_change_shares (change_id, what, object_id, part) VALUES (:change, :what, :object, :part)
ON CONFLICT (change_id, what, object_id) DO UPDATE SET part = excluded.part;

-- name: change_shares :many
-- in: change int, what text, max int
-- out: object int, part int
SELECT object_id, part FROM body_change_shares WHERE change_id = :change AND what = :what
ORDER BY object_id LIMIT :max;

-- name: unit_names :many
-- in: parent int, day text, max int
-- out: id int, code text, name_vi text
SELECT DISTINCT b.id, b.code, b.name_vi FROM supervision s JOIN bodies b ON b.id = s.body_id
WHERE s.parent_id = :parent AND s.valid_to >= :day ORDER BY b.id LIMIT :max;

-- name: former_name_insert :exec
-- in: body int, valid_to text, doc_no text
INSERT INTO body_former_names (body_id, name_vi, name_en, symbol, fold, valid_to, doc_no)
SELECT id, name_vi, name_en, symbol, fold, :valid_to, :doc_no FROM bodies WHERE id = :body;

-- name: former_names_of :many
-- in: body int
-- out: name_vi text, name_en text, symbol text, valid_to text, doc_no text
SELECT name_vi, name_en, symbol, valid_to, doc_no FROM body_former_names
WHERE body_id = :body ORDER BY valid_to DESC, id DESC LIMIT 50;

-- Its units of today: they go under the body that goes on.
-- name: units_of :many
-- in: parent int, day text
-- out: id int
SELECT body_id FROM supervision WHERE parent_id = :parent AND valid_to >= :day ORDER BY body_id LIMIT 1000;

-- name: unit_repoint :exec
-- in: body int, parent int, into int, day text
UPDATE supervision SET parent_id = :into WHERE body_id = :body AND parent_id = :parent AND valid_from >= :day;

-- name: unit_split :exec
-- in: body int, parent int, into int, day text
INSERT INTO supervision (body_id, valid_from, valid_to, parent_id, basis)
SELECT body_id, :day, valid_to, :into, basis FROM supervision
WHERE body_id = :body AND parent_id = :parent AND valid_from < :day AND valid_to >= :day;

-- name: unit_end :exec
-- in: body int, parent int, day text, last text
UPDATE supervision SET valid_to = :last
WHERE body_id = :body AND parent_id = :parent AND valid_from < :day AND valid_to >= :day;

-- What watches over the body goes on over the other, unless it does already or is that body.
-- name: supervisors_hand_on :exec
-- in: body int, into int, day text
INSERT INTO supervisors (body_id, by_id, kind, basis, valid_from, valid_to)
SELECT :into, s.by_id, s.kind, min(s.basis), CASE WHEN s.valid_from < :day THEN :day ELSE s.valid_from END, s.valid_to
FROM supervisors s
WHERE s.body_id = :body AND s.valid_to >= :day AND s.by_id <> :into
  AND NOT EXISTS (SELECT 1 FROM supervisors x WHERE x.body_id = :into AND x.by_id = s.by_id
                  AND x.kind = s.kind AND x.valid_to >= s.valid_from AND x.valid_from <= s.valid_to)
GROUP BY s.by_id, s.kind, s.valid_from, s.valid_to;

-- name: supervised_by :many
-- in: by int, day text
-- out: id int
SELECT DISTINCT body_id FROM supervisors WHERE by_id = :by AND valid_to >= :day ORDER BY body_id LIMIT 1000;

-- name: supervising_hand_on :exec
-- in: by int, into int, day text
INSERT INTO supervisors (body_id, by_id, kind, basis, valid_from, valid_to)
SELECT s.body_id, :into, s.kind, min(s.basis), CASE WHEN s.valid_from < :day THEN :day ELSE s.valid_from END, s.valid_to
FROM supervisors s
WHERE s.by_id = :by AND s.valid_to >= :day AND s.body_id <> :into
  AND NOT EXISTS (SELECT 1 FROM supervisors x WHERE x.body_id = s.body_id AND x.by_id = :into
                  AND x.kind = s.kind AND x.valid_to >= s.valid_from AND x.valid_from <= s.valid_to)
GROUP BY s.body_id, s.kind, s.valid_from, s.valid_to;

-- Of either side; what had not begun never was.
-- name: supervisors_stop :exec
-- in: body int, last text
UPDATE supervisors SET valid_to = :last
WHERE (body_id = :body OR by_id = :body) AND valid_to > :last;

-- name: delegations_stop :exec
-- in: body int, last text
UPDATE delegations SET valid_to = :last WHERE (body_id = :body OR to_id = :body) AND valid_to > :last;

-- name: holdings_of :one
-- in: body int, day text
-- out: units int, supervisors int, delegations int
SELECT (SELECT count(*) FROM supervision s WHERE s.parent_id = :body AND s.valid_to >= :day) AS units,
       (SELECT count(*) FROM supervisors v WHERE v.body_id = :body AND v.valid_to >= :day) AS supervisors,
       (SELECT count(*) FROM delegations d WHERE (d.body_id = :body OR d.to_id = :body) AND d.valid_to >= :day) AS delegations;

-- ---- scope ----
-- OR FAIL: an act whose statement failed is undone whole, so SQLite need not keep each page as it was
-- before a statement of several rows; it made these three times dearer.

-- name: scope_insert :exec
-- in: kind int, object int, owner int, operator int, level int, state int, sort_key text, now int
-- sqlite:
INSERT OR FAIL INTO scope (kind, object_id, body_id, role, level, state, sort_key, since_ms)
SELECT :kind, :object, l.above_id,
       CASE WHEN l.depth = 0 THEN 1 WHEN l.above_id = :operator THEN 2 ELSE 3 END,
       :level, :state, :sort_key, :now
FROM body_lines l WHERE l.body_id = :owner
UNION ALL
SELECT :kind, :object, b.id, 2, :level, :state, :sort_key, :now
FROM bodies b WHERE b.id = :operator
  AND NOT EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = :owner AND x.above_id = :operator)
UNION ALL
SELECT :kind, :object, g.by_id, g.role, :level, :state, :sort_key, :now
FROM body_sights g WHERE g.body_id = :owner AND g.by_id <> :operator;
-- postgres:
INSERT INTO scope (kind, object_id, body_id, role, level, state, sort_key, since_ms)
SELECT :kind, :object, l.above_id,
       CASE WHEN l.depth = 0 THEN 1 WHEN l.above_id = :operator THEN 2 ELSE 3 END,
       :level, :state, :sort_key, :now
FROM body_lines l WHERE l.body_id = :owner
UNION ALL
SELECT :kind, :object, b.id, 2, :level, :state, :sort_key, :now
FROM bodies b WHERE b.id = :operator
  AND NOT EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = :owner AND x.above_id = :operator)
UNION ALL
SELECT :kind, :object, g.by_id, g.role, :level, :state, :sort_key, :now
FROM body_sights g WHERE g.body_id = :owner AND g.by_id <> :operator;

-- name: scope_update :exec
-- in: kind int, object int, level int, state int, sort_key text
-- sqlite:
UPDATE OR FAIL scope SET level = :level, state = :state, sort_key = :sort_key
WHERE kind = :kind AND object_id = :object;
-- postgres:
UPDATE scope SET level = :level, state = :state, sort_key = :sort_key
WHERE kind = :kind AND object_id = :object;

-- name: scope_delete :exec
-- in: kind int, object int
DELETE FROM scope WHERE kind = :kind AND object_id = :object;

-- Everyone who sees one object.
-- name: scope_rows_of :many
-- in: kind int, object int
-- out: body int, role int, level int, state int, sort_key text
SELECT body_id, role, level, state, sort_key FROM scope
WHERE kind = :kind AND object_id = :object ORDER BY role, body_id;

-- name: scope_row_add :exec
-- in: kind int, object int, body int, role int, level int, state int, sort_key text, now int
-- sqlite:
INSERT OR FAIL INTO scope (kind, object_id, body_id, role, level, state, sort_key, since_ms)
VALUES (:kind, :object, :body, :role, :level, :state, :sort_key, :now);
-- postgres:
INSERT INTO scope (kind, object_id, body_id, role, level, state, sort_key, since_ms)
VALUES (:kind, :object, :body, :role, :level, :state, :sort_key, :now);

-- name: scope_row_role :exec
-- in: kind int, object int, body int, role int
UPDATE scope SET role = :role WHERE kind = :kind AND object_id = :object AND body_id = :body;

-- name: scope_row_drop :exec
-- in: kind int, object int, body int
DELETE FROM scope WHERE kind = :kind AND object_id = :object AND body_id = :body;

-- name: scope_delta_row :exec
-- in: body int, kind int, level int, state int, n int
INSERT INTO scope_count_deltas (body_id, kind, level, state, n)
VALUES (:body, :kind, :level, :state, :n);

-- Has the owner given way to another body?
-- name: scope_owner_gone :many
-- in: owner int, day text
-- out: id int
SELECT id FROM bodies WHERE id = :owner AND merged_into IS NOT NULL AND valid_to < :day;

-- name: scope_role_of :one
-- in: kind int, object int, body int
-- out: role int
SELECT role FROM scope WHERE kind = :kind AND object_id = :object AND body_id = :body;

-- The object's own row, by its owner, and the operator where that is another body.
-- name: scope_own :one
-- in: kind int, object int
-- out: owner int, operator int?, level int, state int, sort_key text
SELECT o.body_id, p.body_id, o.level, o.state, o.sort_key
FROM scope o
LEFT JOIN scope p ON p.kind = o.kind AND p.object_id = o.object_id AND p.role = 2
WHERE o.kind = :kind AND o.object_id = :object AND o.role = 1;

-- A batch of what a body owns, in the order of index scope_by_key.
-- name: scope_owned :many
-- in: body int, kind int, sort_key text, object int, max int
-- out: kind int, object int, sort_key text
SELECT kind, object_id, sort_key FROM scope
WHERE body_id = :body AND role = 1
  AND (kind, sort_key, object_id) > (:kind, :sort_key, :object)
ORDER BY kind, sort_key, object_id LIMIT :max;

-- Counts every viewer of one object up or down.
-- name: scope_delta_object :exec
-- in: kind int, object int, n int
-- sqlite:
INSERT OR FAIL INTO scope_count_deltas (body_id, kind, level, state, n)
SELECT body_id, kind, level, state, :n FROM scope WHERE kind = :kind AND object_id = :object;
-- postgres:
INSERT INTO scope_count_deltas (body_id, kind, level, state, n)
SELECT body_id, kind, level, state, :n FROM scope WHERE kind = :kind AND object_id = :object;

-- Counts n new objects of one owner and operator at once.
-- name: scope_delta_owner :exec
-- in: kind int, owner int, operator int, level int, state int, n int
-- sqlite:
INSERT OR FAIL INTO scope_count_deltas (body_id, kind, level, state, n)
SELECT l.above_id, :kind, :level, :state, :n FROM body_lines l WHERE l.body_id = :owner
UNION ALL
SELECT b.id, :kind, :level, :state, :n FROM bodies b WHERE b.id = :operator
  AND NOT EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = :owner AND x.above_id = :operator)
UNION ALL
SELECT g.by_id, :kind, :level, :state, :n FROM body_sights g
WHERE g.body_id = :owner AND g.by_id <> :operator;
-- postgres:
INSERT INTO scope_count_deltas (body_id, kind, level, state, n)
SELECT l.above_id, :kind, :level, :state, :n FROM body_lines l WHERE l.body_id = :owner
UNION ALL
SELECT b.id, :kind, :level, :state, :n FROM bodies b WHERE b.id = :operator
  AND NOT EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = :owner AND x.above_id = :operator)
UNION ALL
SELECT g.by_id, :kind, :level, :state, :n FROM body_sights g
WHERE g.body_id = :owner AND g.by_id <> :operator;

-- name: scope_counts_of :many
-- in: body int, kind int
-- out: level int, state int, n int
SELECT level, state, CAST(sum(n) AS BIGINT) AS total
FROM (SELECT level, state, n FROM scope_counts WHERE body_id = :body AND kind = :kind
      UNION ALL
      SELECT level, state, n FROM scope_count_deltas WHERE body_id = :body AND kind = :kind) both_parts
GROUP BY level, state ORDER BY level, state;

-- name: scope_deltas_max :one
-- out: id int?
SELECT max(id) FROM scope_count_deltas;

-- name: scope_counts_add :exec
-- in: upto int
INSERT INTO scope_counts (body_id, kind, level, state, n)
SELECT body_id, kind, level, state, CAST(sum(n) AS BIGINT) FROM scope_count_deltas WHERE id <= :upto
GROUP BY body_id, kind, level, state
ON CONFLICT (body_id, kind, level, state) DO UPDATE SET n = scope_counts.n + excluded.n;

-- name: scope_deltas_drop :exec
-- in: upto int
DELETE FROM scope_count_deltas WHERE id <= :upto;
