-- The work list: systems of one viewer whose finding is open ("at least", scope level 10 and above),
-- by level, state, then in Vietnamese order, with the facts that are asked for.
-- name: level_tasks :many
-- in: body_id int, kind int, after_level int, after_state int, after_key text, after_id int, limit int
-- out: id int, code text, name text, owner text, level int, state int, sort_key text, scope_level int, questions text, bare int
SELECT s.id, s.code, s.name, b.name_vi, s.level, v.state, v.sort_key, v.level, d.questions,
       CASE WHEN s.facts IN ('', '{}') THEN 1 ELSE 0 END
  FROM scope v
  JOIN systems s ON s.id = v.object_id
  JOIN bodies b ON b.id = s.owner_id
  JOIN determinations d ON d.id = s.determination_id
 WHERE v.body_id = :body_id AND v.kind = :kind AND v.level >= 10
   AND (v.level, v.state, v.sort_key, v.object_id) > (:after_level, :after_state, :after_key, :after_id)
 ORDER BY v.level, v.state, v.sort_key, v.object_id
 LIMIT :limit;

-- Choices of a system that the viewer sees, newest first.
-- name: grey_choices_of :many
-- in: system_id int, body_id int, limit int
-- out: seq int, at_ms int, person text, pack text, grey text, choice text, note text
SELECT g.seq, g.at_ms, g.person, g.pack, g.grey, g.choice, g.note
  FROM grey_choices g
  JOIN scope v ON v.kind = 1 AND v.object_id = g.system_id AND v.body_id = :body_id
 WHERE g.system_id = :system_id
 ORDER BY g.seq DESC
 LIMIT :limit;

-- name: grey_choice_add :exec
-- in: system_id int, at_ms int, person_id int, person text, pack text, pack_version text, grey text, choice text, note text
INSERT INTO grey_choices (system_id, seq, at_ms, person_id, person, pack, pack_version, grey, choice, note)
SELECT :system_id, COALESCE(MAX(seq), 0) + 1, :at_ms, :person_id, :person, :pack, :pack_version, :grey,
       :choice, :note
  FROM grey_choices
 WHERE system_id = :system_id;
