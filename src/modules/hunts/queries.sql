-- Hunts. A reader is body :body; `scope` (kind 1) says which systems it sees. CROSS JOIN: from the hunt's few systems to the
-- reader's sight, never the other way round – a ministry sees thousands.

-- name: hunt_insert :one
-- in: uid text, code text, body int, body_name text, invented int, state int, title text, fold text, reach text, hypothesis text, rules text, rules_version text, evidence text, firm text, team text, planned_on text, began_on text, person text, now int
-- out: id int
INSERT INTO hunts (uid, code, body_id, body_name, invented, state, title, fold, reach, hypothesis, rules, rules_version, evidence, firm, team, planned_on,
                   began_on, ended_on, result, reason, closed_on, closed_by, person, made_ms, version)
VALUES (:uid, :code, :body, :body_name, :invented, :state, :title, :fold, :reach, :hypothesis, :rules, :rules_version, :evidence, :firm, :team, :planned_on,
        :began_on, '', '', '', '', '', :person, :now, 1) RETURNING id;

-- name: hunt_update :exec
-- in: id int, known int, title text, fold text, reach text, hypothesis text, rules text, rules_version text, evidence text, firm text, team text, planned_on text, began_on text
UPDATE hunts SET title = :title, fold = :fold, reach = :reach, hypothesis = :hypothesis, rules = :rules, rules_version = :rules_version,
       evidence = :evidence, firm = :firm, team = :team, planned_on = :planned_on, began_on = :began_on, version = version + 1
 WHERE id = :id AND version = :known;

-- name: hunt_move :exec
-- in: id int, known int, state int, began_on text, ended_on text, result text, reason text, closed_on text, closed_by text
UPDATE hunts SET state = :state, began_on = :began_on, ended_on = :ended_on, result = :result, reason = :reason, closed_on = :closed_on,
       closed_by = :closed_by, version = version + 1
 WHERE id = :id AND version = :known;

-- name: hunt_touch :exec
-- in: id int
UPDATE hunts SET version = version + 1 WHERE id = :id;

-- name: hunt_system_add :exec
-- in: id int, system int
INSERT INTO hunt_systems (hunt_id, system_id) VALUES (:id, :system) ON CONFLICT DO NOTHING;

-- name: hunt_systems_drop :exec
-- in: id int
DELETE FROM hunt_systems WHERE hunt_id = :id;

-- name: hunted_add :exec
-- in: id int, ended_on text
INSERT INTO hunted (system_id, ended_on, hunt_id) SELECT system_id, :ended_on, :id FROM hunt_systems WHERE hunt_id = :id;

-- name: hunt_seen :one
-- in: id int, body int
-- out: id int, uid text, code text, body_id int, body_name text, invented int, state int, title text, reach text, hypothesis text, rules text, rules_version text, evidence text, firm text, team text, planned_on text, began_on text, ended_on text, result text, reason text, closed_on text, closed_by text, person text, made_ms int, version int, systems int, seen int, body_code text
SELECT h.id, h.uid, h.code, h.body_id, h.body_name, h.invented, h.state, h.title, h.reach, h.hypothesis, h.rules, h.rules_version, h.evidence, h.firm,
       h.team, h.planned_on, h.began_on, h.ended_on, h.result, h.reason, h.closed_on, h.closed_by, h.person, h.made_ms, h.version,
       (SELECT count(*) FROM hunt_systems x WHERE x.hunt_id = h.id),
       (SELECT count(*) FROM hunt_systems y CROSS JOIN scope v WHERE y.hunt_id = h.id AND v.kind = 1 AND v.object_id = y.system_id AND v.body_id = :body),
       b.code
  FROM hunts h JOIN bodies b ON b.id = h.body_id
 WHERE h.id = :id AND (h.body_id = :body
   OR EXISTS (SELECT 1 FROM hunt_systems z CROSS JOIN scope s WHERE z.hunt_id = h.id AND s.kind = 1 AND s.object_id = z.system_id AND s.body_id = :body));

-- name: hunt_of_code :one
-- in: code text
-- out: id int
SELECT id FROM hunts WHERE code = :code;

-- Words are '%word%', or '%'; 0 and '' do not filter. open: 1 those with a threat that is open.
-- name: hunts_page :many
-- in: body int, state int, own int, open int, system int, first text, second text, third text, below int, max int
-- out: id int
SELECT h.id FROM hunts h
 WHERE h.id < :below AND (:state = 0 OR h.state = :state) AND (:own = 0 OR h.body_id = :own)
   AND (:open = 0 OR EXISTS (SELECT 1 FROM hunt_threats t WHERE t.hunt_id = h.id AND t.state IN (1, 2)))
   AND (:system = 0 OR EXISTS (SELECT 1 FROM hunt_systems o WHERE o.hunt_id = h.id AND o.system_id = :system))
   AND h.fold LIKE :first AND h.fold LIKE :second AND h.fold LIKE :third
   AND (h.body_id = :body
     OR EXISTS (SELECT 1 FROM hunt_systems x CROSS JOIN scope s WHERE x.hunt_id = h.id AND s.kind = 1 AND s.object_id = x.system_id AND s.body_id = :body))
 ORDER BY h.id DESC LIMIT :max;

-- One line of a list; threats on systems in sight, or (whole) all.
-- name: hunt_line_row :one
-- in: id int, body int
-- out: threats int, open int, removed int
SELECT count(*), COALESCE(sum(CASE WHEN t.state = 1 THEN 1 ELSE 0 END), 0), COALESCE(sum(CASE WHEN t.state = 2 THEN 1 ELSE 0 END), 0)
  FROM hunt_threats t JOIN hunts h ON h.id = t.hunt_id
 WHERE t.hunt_id = :id AND t.state <> 4
   AND (h.body_id = :body OR EXISTS (SELECT 1 FROM scope s WHERE s.kind = 1 AND s.object_id = t.system_id AND s.body_id = :body));

-- Its systems, those in sight; all: 1 every one.
-- name: hunt_systems_of :many
-- in: id int, body int, all int, max int
-- out: system_id int, code text, name text, owner_id int, owner_code text, owner_name text, level int, sheet_level int, state int, in_sight int
SELECT s.id, s.code, s.name, s.owner_id, b.code, b.name_vi, s.level, s.sheet_level, s.state,
       (SELECT count(*) FROM scope w WHERE w.kind = 1 AND w.object_id = s.id AND w.body_id = :body)
  FROM hunt_systems x JOIN systems s ON s.id = x.system_id JOIN bodies b ON b.id = s.owner_id
 WHERE x.hunt_id = :id AND (:all = 1 OR EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = s.id AND v.body_id = :body))
 ORDER BY s.sort_key, s.id LIMIT :max;

-- name: hunt_has_system :one
-- in: id int, system int
-- out: n int
SELECT count(*) FROM hunt_systems WHERE hunt_id = :id AND system_id = :system;

-- ---- threats ----

-- name: threat_last :one
-- in: id int
-- out: n int
SELECT COALESCE(max(no), 0) FROM hunt_threats WHERE hunt_id = :id;

-- name: threat_insert :one
-- in: id int, no int, system int, what text, finding text, technique text, severity int, owner_body int, owner int, owner_name text, due_on text, found_on text, person text, now int
-- out: threat int
INSERT INTO hunt_threats (hunt_id, no, system_id, state, what, finding, technique, severity, owner_body_id, owner_id, owner_name, due_on, found_on, removed_on,
                          removal, removed_by, proof, again_on, again, again_by, returns, dismissed_on, reason, incident_id, incident_code, incident_on,
                          incident_new, person, made_ms, version)
VALUES (:id, :no, :system, 1, :what, :finding, :technique, :severity, :owner_body, :owner, :owner_name, :due_on, :found_on, '', '', '', '', '', '', '', 0, '',
        '', 0, '', '', 0, :person, :now, 1) RETURNING id;

-- name: threats_of :many
-- in: id int, body int, all int, max int
-- out: threat int, no int, system_id int, system_code text, system_name text, state int, what text, finding text, technique text, severity int, owner_body_id int, owner_code text, owner_body text, owner_id int, owner_name text, due_on text, found_on text, removed_on text, removal text, removed_by text, proof text, again_on text, again text, again_by text, returns int, dismissed_on text, reason text, incident_id int, incident_code text, incident_on text, incident_new int, person text, made_ms int, version int
SELECT t.id, t.no, t.system_id, s.code, s.name, t.state, t.what, t.finding, t.technique, t.severity, t.owner_body_id, b.code, b.name_vi, t.owner_id,
       t.owner_name, t.due_on, t.found_on, t.removed_on, t.removal, t.removed_by, t.proof, t.again_on, t.again, t.again_by, t.returns, t.dismissed_on,
       t.reason, t.incident_id, t.incident_code, t.incident_on, t.incident_new, t.person, t.made_ms, t.version
  FROM hunt_threats t JOIN systems s ON s.id = t.system_id JOIN bodies b ON b.id = t.owner_body_id
 WHERE t.hunt_id = :id AND (:all = 1 OR EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = t.system_id AND v.body_id = :body))
 ORDER BY t.no LIMIT :max;

-- name: threat_open_count :one
-- in: id int
-- out: n int
SELECT count(*) FROM hunt_threats WHERE hunt_id = :id AND state IN (1, 2);

-- name: threat_set :exec
-- in: threat int, known int, state int, removed_on text, removal text, removed_by text, proof text, again_on text, again text, again_by text, returns int, dismissed_on text, reason text
UPDATE hunt_threats SET state = :state, removed_on = :removed_on, removal = :removal, removed_by = :removed_by, proof = :proof, again_on = :again_on,
       again = :again, again_by = :again_by, returns = :returns, dismissed_on = :dismissed_on, reason = :reason, version = version + 1
 WHERE id = :threat AND version = :known;

-- name: threat_owner_set :exec
-- in: threat int, known int, owner_body int, owner int, owner_name text, due_on text
UPDATE hunt_threats SET owner_body_id = :owner_body, owner_id = :owner, owner_name = :owner_name, due_on = :due_on, version = version + 1
 WHERE id = :threat AND version = :known;

-- name: threat_incident_set :exec
-- in: threat int, known int, incident int, incident_code text, incident_on text, incident_new int
UPDATE hunt_threats SET incident_id = :incident, incident_code = :incident_code, incident_on = :incident_on, incident_new = :incident_new,
       version = version + 1
 WHERE id = :threat AND version = :known;

-- Someone of that body today, by login.
-- name: threat_person :one
-- in: login text, body int, day text
-- out: id int, name text
SELECT p.id, p.name FROM people p
 WHERE p.login = :login
   AND EXISTS (SELECT 1 FROM person_roles r WHERE r.person_id = p.id AND r.body_id = :body AND r.valid_from <= :day AND r.valid_to >= :day);

-- name: threat_of_id :one
-- in: threat int
-- out: id int, no int, code text
SELECT t.hunt_id, t.no, h.code FROM hunt_threats t JOIN hunts h ON h.id = t.hunt_id WHERE t.id = :threat;

-- ---- what happened ----

-- name: hunt_line_add :exec
-- in: id int, no int, now int, act text, person text, body_name text, words text
INSERT INTO hunt_lines (hunt_id, no, at_ms, act, person, body_name, words) VALUES (:id, :no, :now, :act, :person, :body_name, :words);

-- Newest first; of who does not see it whole only what happened to threats in sight, and no words of the whole.
-- name: hunt_lines_of :many
-- in: id int, body int, all int, max int
-- out: no int, at_ms int, act text, person text, body_name text, words text
SELECT l.no, l.at_ms, l.act, l.person, l.body_name, CASE WHEN :all = 1 OR l.no > 0 THEN l.words ELSE '' END FROM hunt_lines l
 WHERE l.hunt_id = :id AND (:all = 1 OR l.no = 0
   OR EXISTS (SELECT 1 FROM hunt_threats t CROSS JOIN scope v
              WHERE t.hunt_id = l.hunt_id AND t.no = l.no AND v.kind = 1 AND v.object_id = t.system_id AND v.body_id = :body))
 ORDER BY l.id DESC LIMIT :max;

-- ---- what is due ----

-- Systems of a body (branch 0) or of all below it too (1), as far as the reader sees them, with the last day of their last hunt up to :until and the last
-- within a period; a row of the response network counts like one.
-- name: hunt_duty_rows :each
-- in: reader int, top int, branch int, from_day text, until text
-- out: id int, code text, name text, owner_id int, owner_code text, owner_name text, level int, sheet_level int, state int, running_since text, created_ms int, last_on text?, told_on text?, within_on text?, told_within text?
SELECT s.id, s.code, s.name, s.owner_id, b.code, b.name_vi, s.level, s.sheet_level, s.state, s.running_since, s.created_ms,
       (SELECT max(h.ended_on) FROM hunted h WHERE h.system_id = s.id AND h.ended_on <= :until),
       (SELECT max(e.done_on) FROM network_exercises e WHERE e.system_id = s.id AND e.kind = 'hunt' AND e.done_on <= :until),
       (SELECT max(i.ended_on) FROM hunted i WHERE i.system_id = s.id AND i.ended_on <= :until AND i.ended_on >= :from_day),
       (SELECT max(f.done_on) FROM network_exercises f WHERE f.system_id = s.id AND f.kind = 'hunt' AND f.done_on <= :until AND f.done_on >= :from_day)
  FROM body_lines l CROSS JOIN systems s CROSS JOIN bodies b
 WHERE l.above_id = :top AND (:branch = 1 OR l.depth = 0) AND s.owner_id = l.body_id AND b.id = s.owner_id
   AND EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = s.id AND v.body_id = :reader)
 ORDER BY b.sort_key, b.id, s.sort_key, s.id;

-- The same up to today, only what says whether and when it is due, in no order: many are read and few are shown.
-- name: hunt_duty_few :each
-- in: reader int, top int, branch int
-- out: id int, level int, sheet_level int, state int, running_since text, created_ms int, last_on text?, told_on text?
SELECT s.id, s.level, s.sheet_level, s.state, s.running_since, s.created_ms,
       (SELECT max(h.ended_on) FROM hunted h WHERE h.system_id = s.id),
       (SELECT max(e.done_on) FROM network_exercises e WHERE e.system_id = s.id AND e.kind = 'hunt')
  FROM body_lines l CROSS JOIN systems s
 WHERE l.above_id = :top AND (:branch = 1 OR l.depth = 0) AND s.owner_id = l.body_id AND s.state IN (3, 4)
   AND EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = s.id AND v.body_id = :reader);

-- Every system of everybody, by owner: for the sweep of tasks.
-- name: hunt_duty_all :each
-- out: id int, owner_id int, owner_code text, owner_name text, level int, sheet_level int, state int, running_since text, created_ms int, last_on text?, told_on text?
SELECT s.id, s.owner_id, b.code, b.name_vi, s.level, s.sheet_level, s.state, s.running_since, s.created_ms,
       (SELECT max(h.ended_on) FROM hunted h WHERE h.system_id = s.id),
       (SELECT max(e.done_on) FROM network_exercises e WHERE e.system_id = s.id AND e.kind = 'hunt')
  FROM bodies b CROSS JOIN systems s
 WHERE s.owner_id = b.id AND s.state IN (3, 4)
   AND EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = s.id AND v.body_id = s.owner_id)
 ORDER BY b.id, s.id;

-- Another number whenever what is due may be another.
-- name: hunt_duty_mark :one
-- out: mark int
SELECT CAST((SELECT coalesce(sum(next), 0) FROM system_numbers) + (SELECT coalesce(sum(version), 0) FROM hunts)
     + (SELECT coalesce(max(id), 0) FROM network_exercises) AS BIGINT);

-- One system in sight, as above.
-- name: hunt_duty_one :one
-- in: system int, reader int
-- out: code text, name text, owner_id int, owner_code text, owner_name text, level int, sheet_level int, state int, running_since text, created_ms int, last_on text?, told_on text?, hunt_id int?
SELECT s.code, s.name, s.owner_id, b.code, b.name_vi, s.level, s.sheet_level, s.state, s.running_since, s.created_ms,
       (SELECT max(h.ended_on) FROM hunted h WHERE h.system_id = s.id),
       (SELECT max(e.done_on) FROM network_exercises e WHERE e.system_id = s.id AND e.kind = 'hunt'),
       (SELECT g.hunt_id FROM hunted g WHERE g.system_id = s.id ORDER BY g.ended_on DESC, g.hunt_id DESC LIMIT 1)
  FROM systems s JOIN bodies b ON b.id = s.owner_id
 WHERE s.id = :system AND EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = s.id AND v.body_id = :reader);

-- Closed hunts of one owner's systems, for the response network.
-- name: hunted_of_owner :many
-- in: owner int, max int
-- out: system_id int, last_on text
SELECT s.id, max(h.ended_on) FROM systems s CROSS JOIN hunted h WHERE s.owner_id = :owner AND h.system_id = s.id
 GROUP BY s.id ORDER BY s.id LIMIT :max;

-- ---- figures ----

-- Hunts that searched a system of the branch and were closed within the days.
-- name: hunts_closed_count :one
-- in: reader int, top int, branch int, from_day text, until text
-- out: n int
SELECT count(*) FROM hunts h
 WHERE h.state = 4 AND h.closed_on >= :from_day AND h.closed_on <= :until
   AND EXISTS (SELECT 1 FROM hunt_systems x CROSS JOIN systems s CROSS JOIN body_lines l CROSS JOIN scope v
               WHERE x.hunt_id = h.id AND s.id = x.system_id AND l.body_id = s.owner_id AND l.above_id = :top AND (:branch = 1 OR l.depth = 0)
                 AND v.kind = 1 AND v.object_id = s.id AND v.body_id = :reader);

-- name: hunt_threat_rows :each
-- in: reader int, top int, branch int, until text
-- out: state int, found_on text, removed_on text, again_on text, dismissed_on text, incident_id int, incident_on text, incident_new int
SELECT t.state, t.found_on, t.removed_on, t.again_on, t.dismissed_on, t.incident_id, t.incident_on, t.incident_new
  FROM hunt_threats t JOIN systems s ON s.id = t.system_id
 WHERE t.found_on <= :until
   AND EXISTS (SELECT 1 FROM body_lines l WHERE l.body_id = s.owner_id AND l.above_id = :top AND (:branch = 1 OR l.depth = 0))
   AND EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = s.id AND v.body_id = :reader)
 ORDER BY t.id;

-- ---- a body that ends ----

-- name: hunt_heir_count :one
-- in: body int
-- out: n int
SELECT (SELECT count(*) FROM hunts WHERE body_id = :body AND state IN (1, 2, 3))
     + (SELECT count(*) FROM hunt_threats WHERE owner_body_id = :body AND state IN (1, 2));

-- name: hunt_heir_rows :many
-- in: body int, after int, max int
-- out: id int, code text
SELECT id, code FROM hunts WHERE body_id = :body AND state IN (1, 2, 3) AND id > :after ORDER BY id LIMIT :max;

-- name: hunt_heir_set :exec
-- in: id int, into int
UPDATE hunts SET body_id = :into, version = version + 1 WHERE id = :id;

-- name: hunt_heir_threats :exec
-- in: body int, into int
UPDATE hunt_threats SET owner_body_id = :into, owner_id = 0, version = version + 1 WHERE owner_body_id = :body AND state IN (1, 2);
