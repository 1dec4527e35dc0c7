-- Requirement sheets. A sheet is seen by who sees its system (kind 1 in `scope`).

-- name: control_sheet_find :one
-- in: id int, body int
-- out: id int, uid text, system_id int, pack text, pack_version text, pack_sha256 text, catalogue text, level int, from_sheet_id int, frozen_ms int, frozen_by text, person text, made_ms int, version int, role int, system_code text, system_name text, invented int
SELECT h.id, h.uid, h.system_id, h.pack, h.pack_version, h.pack_sha256, h.catalogue, h.level, h.from_sheet_id,
       h.frozen_ms, h.frozen_by, h.person, h.made_ms, h.version, v.role, s.code, s.name,
       CASE WHEN o.kind = 'sample' THEN 1 ELSE 0 END
FROM control_sheets h
JOIN scope v ON v.kind = 1 AND v.object_id = h.system_id AND v.body_id = :body
JOIN systems s ON s.id = h.system_id
JOIN bodies o ON o.id = s.owner_id
WHERE h.id = :id;

-- Newest first.
-- name: control_sheets_of_system :many
-- in: system_id int, body int, max int
-- out: id int, uid text, system_id int, pack text, pack_version text, pack_sha256 text, catalogue text, level int, from_sheet_id int, frozen_ms int, frozen_by text, person text, made_ms int, version int, role int, system_code text, system_name text, invented int
SELECT h.id, h.uid, h.system_id, h.pack, h.pack_version, h.pack_sha256, h.catalogue, h.level, h.from_sheet_id,
       h.frozen_ms, h.frozen_by, h.person, h.made_ms, h.version, v.role, s.code, s.name,
       CASE WHEN o.kind = 'sample' THEN 1 ELSE 0 END
FROM control_sheets h
JOIN scope v ON v.kind = 1 AND v.object_id = h.system_id AND v.body_id = :body
JOIN systems s ON s.id = h.system_id
JOIN bodies o ON o.id = s.owner_id
WHERE h.system_id = :system_id
ORDER BY h.id DESC LIMIT :max;

-- name: control_sheet_add :one
-- in: uid text, system_id int, pack text, pack_version text, pack_sha256 text, catalogue text, level int, from_sheet_id int, person_id int, person text, now int
-- out: id int
INSERT INTO control_sheets (uid, system_id, pack, pack_version, pack_sha256, catalogue, level, from_sheet_id,
                            frozen_ms, frozen_by, person_id, person, made_ms, version)
VALUES (:uid, :system_id, :pack, :pack_version, :pack_sha256, :catalogue, :level, :from_sheet_id, 0, '',
        :person_id, :person, :now, 1)
RETURNING id;

-- name: control_sheet_close :exec
-- in: id int, person text, now int
UPDATE control_sheets SET frozen_ms = :now, frozen_by = :person, version = version + 1
WHERE id = :id AND frozen_ms = 0;

-- The rows of a new sheet, [[place, control, clause, heading], …], with the answers that the sheet it comes
-- from gives to the same requirements. Work begins anew.
-- name: control_rows_add :exec
-- in: sheet_id int, from_sheet_id int, rows text
-- sqlite:
INSERT INTO control_answers (sheet_id, place, control_id, clause, heading, answer, description, reason, source,
                             responsible, due, cost, confirm, from_ids, work, progress, done_on, changed_ms,
                             person, version)
SELECT :sheet_id, json_extract(i.value, '$[0]'), json_extract(i.value, '$[1]'), json_extract(i.value, '$[2]'),
       json_extract(i.value, '$[3]'), COALESCE(f.answer, 0), COALESCE(f.description, ''), COALESCE(f.reason, ''),
       COALESCE(f.source, ''), COALESCE(f.responsible, ''), COALESCE(f.due, ''), f.cost,
       COALESCE(f.confirm, 0), COALESCE(f.from_ids, ''), 0, '', '', 0, '', 1
FROM json_each(:rows) i
LEFT JOIN control_answers f ON f.sheet_id = :from_sheet_id AND f.control_id = json_extract(i.value, '$[1]');
-- postgres:
INSERT INTO control_answers (sheet_id, place, control_id, clause, heading, answer, description, reason, source,
                             responsible, due, cost, confirm, from_ids, work, progress, done_on, changed_ms,
                             person, version)
SELECT :sheet_id, CAST(i.value->>0 AS BIGINT), i.value->>1, i.value->>2, CAST(i.value->>3 AS BIGINT),
       COALESCE(f.answer, 0), COALESCE(f.description, ''), COALESCE(f.reason, ''), COALESCE(f.source, ''),
       COALESCE(f.responsible, ''), COALESCE(f.due, ''), f.cost, COALESCE(f.confirm, 0),
       COALESCE(f.from_ids, ''), 0, '', '', 0, '', 1
FROM json_array_elements(CAST(:rows AS JSON)) i (value)
LEFT JOIN control_answers f ON f.sheet_id = :from_sheet_id AND f.control_id = i.value->>1;

-- name: control_rows_of :many
-- in: sheet_id int
-- out: id int, place int, control_id text, clause text, heading int, answer int, description text, reason text, source text, responsible text, due text, cost int?, confirm int, from_ids text, work int, progress text, done_on text, changed_ms int, person text, version int
SELECT id, place, control_id, clause, heading, answer, description, reason, source, responsible, due, cost,
       confirm, from_ids, work, progress, done_on, changed_ms, person, version
FROM control_answers WHERE sheet_id = :sheet_id ORDER BY place;

-- name: control_row_find :one
-- in: sheet_id int, control_id text
-- out: id int, place int, control_id text, clause text, heading int, answer int, description text, reason text, source text, responsible text, due text, cost int?, confirm int, from_ids text, work int, progress text, done_on text, changed_ms int, person text, version int
SELECT id, place, control_id, clause, heading, answer, description, reason, source, responsible, due, cost,
       confirm, from_ids, work, progress, done_on, changed_ms, person, version
FROM control_answers WHERE sheet_id = :sheet_id AND control_id = :control_id;

-- name: control_row_set :exec
-- in: id int, known_version int, answer int, description text, reason text, source text, responsible text, due text, cost int?, confirm int, from_ids text, work int, progress text, done_on text, person text, now int
UPDATE control_answers SET answer = :answer, description = :description, reason = :reason, source = :source,
       responsible = :responsible, due = :due, cost = :cost, confirm = :confirm, from_ids = :from_ids,
       work = :work, progress = :progress, done_on = :done_on, person = :person, changed_ms = :now,
       version = version + 1
WHERE id = :id AND version = :known_version;

-- Of the rows that ask something. 4, 5 and 6: does not apply, another measure, inherited; 2 and 3: partly,
-- not yet.
-- name: control_counts_of :one
-- in: sheet_id int, today text
-- out: rows int, met int, partly int, not_yet int, not_applicable int, alternative int, inherited int, lacking int, confirm int, unplanned int, doing int, done int, overdue int
SELECT count(*),
       count(CASE WHEN answer = 1 THEN 1 END), count(CASE WHEN answer = 2 THEN 1 END),
       count(CASE WHEN answer = 3 THEN 1 END), count(CASE WHEN answer = 4 THEN 1 END),
       count(CASE WHEN answer = 5 THEN 1 END), count(CASE WHEN answer = 6 THEN 1 END),
       count(CASE WHEN (answer IN (4, 5) AND reason = '') OR (answer = 6 AND source = '') THEN 1 END),
       count(CASE WHEN confirm = 1 THEN 1 END),
       count(CASE WHEN answer IN (2, 3) AND (due = '' OR responsible = '') THEN 1 END),
       count(CASE WHEN answer IN (2, 3) AND work = 1 THEN 1 END),
       count(CASE WHEN answer IN (2, 3) AND work = 2 THEN 1 END),
       count(CASE WHEN answer IN (2, 3) AND work <> 2 AND due <> '' AND due < :today THEN 1 END)
FROM control_answers WHERE sheet_id = :sheet_id AND heading = 0;

-- name: control_history_add :exec
-- in: answer_id int, version int, at_ms int, person_id int, person text, field text, before text, after text
INSERT INTO control_history (answer_id, version, at_ms, person_id, person, field, before, after)
VALUES (:answer_id, :version, :at_ms, :person_id, :person, :field, :before, :after);

-- Newest first.
-- name: control_history_of :many
-- in: answer_id int, max int
-- out: version int, at_ms int, person text, field text, before text, after text
SELECT version, at_ms, person, field, before, after FROM control_history
WHERE answer_id = :answer_id ORDER BY id DESC LIMIT :max;

-- ---- official wording ----

-- The wording nearest to the viewer stands last for each requirement, and one for the level after one for all.
-- name: control_wordings_for :many
-- in: viewer int, catalogue text, level int
-- out: control_id text, wording text, body_name text
SELECT w.control_id, w.wording, b.name_vi
FROM body_lines x
JOIN control_wordings w ON w.body_id = x.above_id AND w.catalogue = :catalogue AND w.level IN (0, :level)
JOIN bodies b ON b.id = w.body_id
WHERE x.body_id = :viewer
ORDER BY w.control_id, x.depth DESC, w.level;

-- name: control_wording_put :exec
-- in: body_id int, catalogue text, control_id text, level int, wording text, person text, now int
INSERT INTO control_wordings (body_id, catalogue, control_id, level, wording, person, at_ms)
VALUES (:body_id, :catalogue, :control_id, :level, :wording, :person, :now);

-- name: control_wordings_drop :exec
-- in: body_id int, catalogue text
DELETE FROM control_wordings WHERE body_id = :body_id AND catalogue = :catalogue;

-- name: control_wordings_held :many
-- in: body_id int, max int
-- out: catalogue text, n int, at_ms int, person text
SELECT catalogue, count(*), max(at_ms), max(person) FROM control_wordings WHERE body_id = :body_id
GROUP BY catalogue ORDER BY catalogue LIMIT :max;

-- name: control_place_find :one
-- in: id int, body int
-- out: sheet_id int, control_id text, level int
SELECT a.sheet_id, a.control_id, h.level FROM control_answers a
JOIN control_sheets h ON h.id = a.sheet_id
JOIN scope v ON v.kind = 1 AND v.object_id = h.system_id AND v.body_id = :body
WHERE a.id = :id;

-- What is still to be done, by whom: rows of work that are not done.
-- name: control_work_left :many
-- in: sheet_id int, max int
-- out: responsible text, n int, due text
SELECT responsible, count(*), coalesce(min(CASE WHEN due <> '' THEN due END), '')
  FROM control_answers
 WHERE sheet_id = :sheet_id AND heading = 0 AND answer IN (2, 3) AND work <> 2
 GROUP BY responsible ORDER BY responsible LIMIT :max;
