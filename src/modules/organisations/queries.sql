-- Bodies, the tree and scope. `day` arguments are ISO days; the parent of a body that has ended is the
-- one of its last day.

-- name: body_row :one
-- in: id int, day text
-- out: id int, uid text, code text, name_vi text, name_en text, symbol text, kind text, place text, protocol int, valid_from text, valid_to text, merged_into int?, parent_id int?, note text, version int
SELECT b.id, b.uid, b.code, b.name_vi, b.name_en, b.symbol, b.kind, b.place, b.protocol,
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
SELECT id FROM bodies WHERE fold = :fold ORDER BY valid_to DESC, id LIMIT 20;

-- name: body_top_id :one
-- out: id int
SELECT id FROM bodies WHERE kind = 'government' ORDER BY id LIMIT 1;

-- name: body_above_ids :many
-- in: id int, day text, depth_max int
-- out: id int, depth int
WITH RECURSIVE up (id, depth) AS (
    SELECT b.id, CAST(0 AS BIGINT) FROM bodies b WHERE b.id = :id
    UNION ALL
    SELECT s.parent_id, up.depth + 1
    FROM up JOIN supervision s ON s.body_id = up.id
    WHERE s.valid_from <= :day AND s.valid_to >= :day AND up.depth < :depth_max
)
SELECT id, depth FROM up ORDER BY depth, id;

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
-- in: uid text, code text, name_vi text, name_en text, fold text, sort_key text, symbol text, kind text, place text, protocol int, valid_from text, valid_to text, note text
-- out: id int
INSERT INTO bodies (uid, code, name_vi, name_en, fold, sort_key, symbol, kind, place, protocol,
                    valid_from, valid_to, merged_into, note, origin, version, change_seq)
VALUES (:uid, :code, :name_vi, :name_en, :fold, :sort_key, :symbol, :kind, :place, :protocol,
        :valid_from, :valid_to, NULL, :note, '', 1,
        (SELECT coalesce(max(change_seq), 0) + 1 FROM bodies))
RETURNING id;

-- name: body_rename :exec
-- in: id int, version int, name_vi text, name_en text, fold text, sort_key text, symbol text, place text
UPDATE bodies SET name_vi = :name_vi, name_en = :name_en, fold = :fold, sort_key = :sort_key,
       symbol = :symbol, place = :place, version = version + 1,
       change_seq = (SELECT max(b.change_seq) + 1 FROM bodies b)
WHERE id = :id AND version = :version;

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
  AND NOT EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = :owner AND x.above_id = :operator);
-- postgres:
INSERT INTO scope (kind, object_id, body_id, role, level, state, sort_key, since_ms)
SELECT :kind, :object, l.above_id,
       CASE WHEN l.depth = 0 THEN 1 WHEN l.above_id = :operator THEN 2 ELSE 3 END,
       :level, :state, :sort_key, :now
FROM body_lines l WHERE l.body_id = :owner
UNION ALL
SELECT :kind, :object, b.id, 2, :level, :state, :sort_key, :now
FROM bodies b WHERE b.id = :operator
  AND NOT EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = :owner AND x.above_id = :operator);

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
  AND NOT EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = :owner AND x.above_id = :operator);
-- postgres:
INSERT INTO scope_count_deltas (body_id, kind, level, state, n)
SELECT l.above_id, :kind, :level, :state, :n FROM body_lines l WHERE l.body_id = :owner
UNION ALL
SELECT b.id, :kind, :level, :state, :n FROM bodies b WHERE b.id = :operator
  AND NOT EXISTS (SELECT 1 FROM body_lines x WHERE x.body_id = :owner AND x.above_id = :operator);

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
