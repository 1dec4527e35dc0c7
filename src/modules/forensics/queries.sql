-- ---- cases ----

-- name: forensic_case_insert :one
-- in: uid text, code text, title text, fold text, body int, ground text, incident int, incident_code text, invented int, person text, now int
-- out: id int
INSERT INTO forensic_cases (uid, code, title, fold, state, body_id, ground, incident_id, incident_code, invented, person, made_ms, changed_ms,
                            closed_ms, closed_why, last_no, last_hash, version)
VALUES (:uid, :code, :title, :fold, 1, :body, :ground, :incident, :incident_code, :invented, :person, :now, :now, 0, '', 0, '', 1) RETURNING id;

-- name: forensic_system_add :exec
-- in: case_id int, system int
INSERT INTO forensic_systems (case_id, system_id) VALUES (:case_id, :system) ON CONFLICT DO NOTHING;

-- name: forensic_systems_of :many
-- in: case_id int, max int
-- out: system_id int
SELECT system_id FROM forensic_systems WHERE case_id = :case_id ORDER BY system_id LIMIT :max;

-- name: forensic_body_add :exec
-- in: case_id int, body int, part int, basis text, person text, now int
INSERT INTO forensic_bodies (case_id, body_id, part, basis, person, from_ms, to_ms) VALUES (:case_id, :body, :part, :basis, :person, :now, 0);

-- name: forensic_body_end :exec
-- in: id int, case_id int, now int
UPDATE forensic_bodies SET to_ms = :now WHERE id = :id AND case_id = :case_id AND to_ms = 0 AND part > 1;

-- name: forensic_bodies_of :many
-- in: case_id int, max int
-- out: id int, body_id int, code text, name text, part int, basis text, person text, from_ms int, to_ms int
SELECT p.id, p.body_id, b.code, b.name_vi, p.part, p.basis, p.person, p.from_ms, p.to_ms
  FROM forensic_bodies p JOIN bodies b ON b.id = p.body_id WHERE p.case_id = :case_id ORDER BY p.id LIMIT :max;

-- name: forensic_case_row :one
-- in: id int
-- out: id int, uid text, code text, title text, state int, body_id int, body_code text, body_name text, ground text, incident_id int, incident_code text, invented int, person text, made_ms int, changed_ms int, closed_ms int, closed_why text, last_no int, last_hash text, version int, items int, bytes int?
SELECT k.id, k.uid, k.code, k.title, k.state, k.body_id, b.code, b.name_vi, k.ground, k.incident_id, k.incident_code, k.invented, k.person,
       k.made_ms, k.changed_ms, k.closed_ms, k.closed_why, k.last_no, k.last_hash, k.version,
       (SELECT count(*) FROM forensic_items i WHERE i.case_id = k.id),
       (SELECT CAST(sum(i.bytes) AS BIGINT) FROM forensic_items i WHERE i.case_id = k.id)
  FROM forensic_cases k JOIN bodies b ON b.id = k.body_id WHERE k.id = :id;

-- The strongest part a body plays in a case now; 0 none.
-- name: forensic_part_of :one
-- in: case_id int, body int
-- out: part int?
SELECT min(part) FROM forensic_bodies WHERE case_id = :case_id AND body_id = :body AND to_ms = 0;

-- name: forensic_case_id :one
-- in: code text
-- out: id int
SELECT id FROM forensic_cases WHERE code = :code;

-- name: forensic_item_case :one
-- in: code text
-- out: id int, case_id int
SELECT id, case_id FROM forensic_items WHERE code = :code;

-- The open case of an incident that a body holds, the latest.
-- name: forensic_case_of_incident :one
-- in: incident int, body int
-- out: id int
SELECT id FROM forensic_cases WHERE incident_id = :incident AND body_id = :body AND state = 1 ORDER BY id DESC LIMIT 1;

-- Newest first; every: all there are (the machine). state 0 any; incident 0 any; system 0 any.
-- name: forensic_case_ids :many
-- in: body int, every int, like text, state int, incident int, system int, below int, max int
-- out: id int
SELECT k.id FROM forensic_cases k
 WHERE k.id < :below AND (:state = 0 OR k.state = :state) AND (:incident = 0 OR k.incident_id = :incident)
   AND (:system = 0 OR EXISTS (SELECT 1 FROM forensic_systems s WHERE s.case_id = k.id AND s.system_id = :system))
   AND (:every = 1 OR EXISTS (SELECT 1 FROM forensic_bodies p WHERE p.case_id = k.id AND p.body_id = :body AND p.to_ms = 0))
   AND k.fold LIKE :like
 ORDER BY k.id DESC LIMIT :max;

-- name: forensic_case_close :exec
-- in: id int, known int, state int, closed_ms int, why text, now int
UPDATE forensic_cases SET state = :state, closed_ms = :closed_ms, closed_why = :why, changed_ms = :now, version = version + 1
 WHERE id = :id AND version = :known;

-- Each series of numbers with how many of those given out are there ('.' stands behind '-').
-- name: forensic_numbers_of :many
-- in: max int
-- out: series text, next int, there int
SELECT n.series, n.next,
       (SELECT count(*) FROM forensic_cases k WHERE k.code > n.series || '-' AND k.code < n.series || '.')
       + (SELECT count(*) FROM forensic_items i WHERE i.code > n.series || '-' AND i.code < n.series || '.')
       + (SELECT count(*) FROM forensic_handovers h WHERE h.code > n.series || '-' AND h.code < n.series || '.')
  FROM code_numbers n WHERE n.series LIKE 'VV-%' OR n.series LIKE 'CC-%' OR n.series LIKE 'BG-%' ORDER BY n.series LIMIT :max;

-- name: forensic_number_stands :one
-- in: code text
-- out: n int
SELECT (SELECT count(*) FROM forensic_cases k WHERE k.code = :code) + (SELECT count(*) FROM forensic_items i WHERE i.code = :code)
       + (SELECT count(*) FROM forensic_handovers h WHERE h.code = :code);

-- ---- items ----

-- name: forensic_item_insert :one
-- in: uid text, code text, case_id int, kind int, of_id int, name text, path text, bytes int, sha256 text, system int, device text, place text, taken_from text, collected_ms int, ground text, seal text, note text, person text, now int
-- out: id int
INSERT INTO forensic_items (uid, code, case_id, kind, of_id, name, path, bytes, sha256, system_id, device, place, taken_from, collected_ms, ground,
                            seal, note, person, taken_ms, state, seal_now)
VALUES (:uid, :code, :case_id, :kind, :of_id, :name, :path, :bytes, :sha256, :system, :device, :place, :taken_from, :collected_ms, :ground, :seal,
        :note, :person, :now, 1, :seal) RETURNING id;

-- kind 0 any.
-- name: forensic_items_all :many
-- in: case_id int, kind int, after int, max int
-- out: id int, uid text, code text, case_id int, kind int, of_id int, name text, path text, bytes int, sha256 text, system_id int, device text, place text, taken_from text, collected_ms int, ground text, seal text, note text, person text, taken_ms int, state int, seal_now text
SELECT id, uid, code, case_id, kind, of_id, name, path, bytes, sha256, system_id, device, place, taken_from, collected_ms, ground, seal, note, person,
       taken_ms, state, seal_now
  FROM forensic_items WHERE case_id = :case_id AND (:kind = 0 OR kind = :kind) AND id > :after
 ORDER BY id LIMIT :max;

-- Pictures and members of an item. kind 0 any.
-- name: forensic_items_of :many
-- in: case_id int, of_id int, kind int, after int, max int
-- out: id int, uid text, code text, case_id int, kind int, of_id int, name text, path text, bytes int, sha256 text, system_id int, device text, place text, taken_from text, collected_ms int, ground text, seal text, note text, person text, taken_ms int, state int, seal_now text
SELECT id, uid, code, case_id, kind, of_id, name, path, bytes, sha256, system_id, device, place, taken_from, collected_ms, ground, seal, note, person,
       taken_ms, state, seal_now
  FROM forensic_items WHERE of_id = :of_id AND case_id = :case_id AND (:kind = 0 OR kind = :kind) AND id > :after
 ORDER BY id LIMIT :max;

-- name: forensic_item_row :one
-- in: id int
-- out: id int, uid text, code text, case_id int, kind int, of_id int, name text, path text, bytes int, sha256 text, system_id int, device text, place text, taken_from text, collected_ms int, ground text, seal text, note text, person text, taken_ms int, state int, seal_now text
SELECT id, uid, code, case_id, kind, of_id, name, path, bytes, sha256, system_id, device, place, taken_from, collected_ms, ground, seal, note, person,
       taken_ms, state, seal_now
  FROM forensic_items WHERE id = :id;

-- The same bytes under the same path, of the same thing, in the case already.
-- name: forensic_item_same :one
-- in: case_id int, sha256 text, path text, of_id int
-- out: id int
SELECT id FROM forensic_items WHERE case_id = :case_id AND sha256 = :sha256 AND path = :path AND of_id = :of_id AND state <> 4
 ORDER BY id LIMIT 1;

-- name: forensic_item_set :exec
-- in: id int, state int, seal_now text
UPDATE forensic_items SET state = :state, seal_now = :seal_now WHERE id = :id;

-- Does evidence that was not destroyed, or a rule set, hold these bytes?
-- name: forensic_item_holds :many
-- in: sha256 text
-- out: id int
SELECT id FROM forensic_items WHERE sha256 = :sha256 AND state <> 4 LIMIT 1;

-- name: forensic_rules_hold :many
-- in: sha256 text
-- out: id int
SELECT id FROM forensic_rule_sets WHERE sha256 = :sha256 LIMIT 1;

-- ---- destroyed ----

-- name: forensic_destruction_add :exec
-- in: item int, sha256 text, decision text, decided_on text, decided_by text, ground text, person text, now int, held text, waiting int
INSERT INTO forensic_destructions (item_id, sha256, decision, decided_on, decided_by, ground, person, at_ms, held, waiting, erased_ms)
VALUES (:item, :sha256, :decision, :decided_on, :decided_by, :ground, :person, :now, :held, :waiting, 0);

-- name: forensic_destruction_row :one
-- in: item int
-- out: decision text, decided_on text, decided_by text, ground text, person text, at_ms int, held text, waiting int, erased_ms int
SELECT decision, decided_on, decided_by, ground, person, at_ms, held, waiting, erased_ms FROM forensic_destructions WHERE item_id = :item;

-- Others that were destroyed before while their bytes were held.
-- name: forensic_destructions_wake :exec
-- in: sha256 text
UPDATE forensic_destructions SET waiting = 1 WHERE sha256 = :sha256 AND erased_ms = 0;

-- name: forensic_destructions_waiting :many
-- in: after int, max int
-- out: item int, sha256 text
SELECT item_id, sha256 FROM forensic_destructions WHERE waiting = 1 AND item_id > :after ORDER BY item_id LIMIT :max;

-- name: forensic_destruction_erased :exec
-- in: item int, now int
UPDATE forensic_destructions SET waiting = 0, erased_ms = :now WHERE item_id = :item AND erased_ms = 0;

-- name: forensic_destruction_held :exec
-- in: item int
UPDATE forensic_destructions SET waiting = 0 WHERE item_id = :item AND erased_ms = 0;

-- ---- custody ----

-- name: forensic_head :one
-- in: case_id int
-- out: uid text, no int, hash text
SELECT uid, last_no, last_hash FROM forensic_cases WHERE id = :case_id;

-- name: forensic_head_set :exec
-- in: case_id int, known int, no int, hash text, now int
UPDATE forensic_cases SET last_no = :no, last_hash = :hash, changed_ms = :now WHERE id = :case_id AND last_no = :known;

-- name: forensic_custody_insert :exec
-- in: case_id int, no int, item_id int, now int, act int, item text, content text, facts text, login text, person text, body text, tool text, party text, seal text, words text, prev text, hash text
INSERT INTO forensic_custody (case_id, no, item_id, at_ms, act, item, content, facts, login, person, body, tool, party, seal, words, prev, hash)
VALUES (:case_id, :no, :item_id, :now, :act, :item, :content, :facts, :login, :person, :body, :tool, :party, :seal, :words, :prev, :hash);

-- name: forensic_custody_after :many
-- in: case_id int, after int, max int
-- out: no int, item_id int, at_ms int, act int, item text, content text, facts text, login text, person text, body text, tool text, party text, seal text, words text, prev text, hash text
SELECT no, item_id, at_ms, act, item, content, facts, login, person, body, tool, party, seal, words, prev, hash
  FROM forensic_custody WHERE case_id = :case_id AND no > :after ORDER BY no LIMIT :max;

-- Newest first.
-- name: forensic_custody_newest :many
-- in: case_id int, below int, max int
-- out: no int, item_id int, at_ms int, act int, item text, content text, facts text, login text, person text, body text, tool text, party text, seal text, words text, prev text, hash text
SELECT no, item_id, at_ms, act, item, content, facts, login, person, body, tool, party, seal, words, prev, hash
  FROM forensic_custody WHERE case_id = :case_id AND no < :below ORDER BY no DESC LIMIT :max;

-- Of one item, newest first.
-- name: forensic_custody_below :many
-- in: case_id int, item_id int, below int, max int
-- out: no int, item_id int, at_ms int, act int, item text, content text, facts text, login text, person text, body text, tool text, party text, seal text, words text, prev text, hash text
SELECT no, item_id, at_ms, act, item, content, facts, login, person, body, tool, party, seal, words, prev, hash
  FROM forensic_custody WHERE item_id = :item_id AND no < :below AND case_id = :case_id ORDER BY no DESC LIMIT :max;

-- What the log says of one item: its intake, and the last row of those acts that move or seal it.
-- name: forensic_custody_of_item :many
-- in: item_id int, after int, max int
-- out: no int, act int, content text, facts text, seal text
SELECT no, act, content, facts, seal FROM forensic_custody WHERE item_id = :item_id AND no > :after ORDER BY no LIMIT :max;

-- name: forensic_check_put :exec
-- in: case_id int, now int, person text, log_rows int, items int, bytes int, faults int, told text, destroyed int
INSERT INTO forensic_checks (case_id, at_ms, person, log_rows, items, bytes, faults, told, destroyed)
VALUES (:case_id, :now, :person, :log_rows, :items, :bytes, :faults, :told, :destroyed)
ON CONFLICT (case_id) DO UPDATE SET at_ms = excluded.at_ms, person = excluded.person, log_rows = excluded.log_rows, items = excluded.items,
  bytes = excluded.bytes, faults = excluded.faults, told = excluded.told, destroyed = excluded.destroyed;

-- name: forensic_check_row :one
-- in: case_id int
-- out: at_ms int, person text, log_rows int, items int, bytes int, faults int, told text, destroyed int
SELECT at_ms, person, log_rows, items, bytes, faults, told, destroyed FROM forensic_checks WHERE case_id = :case_id;

-- ---- hunts ----

-- name: forensic_hunt_add :exec
-- in: case_id int, hunt int, now int
INSERT INTO forensic_hunts (case_id, hunt_id, at_ms) VALUES (:case_id, :hunt, :now) ON CONFLICT DO NOTHING;

-- name: forensic_hunts_of :many
-- in: case_id int, max int
-- out: hunt_id int
SELECT hunt_id FROM forensic_hunts WHERE case_id = :case_id ORDER BY at_ms, hunt_id LIMIT :max;

-- Cases of a hunt that a body takes part in now; every: all of them (the machine).
-- name: forensic_cases_hunted :many
-- in: hunt int, body int, every int, max int
-- out: case_id int
SELECT h.case_id FROM forensic_hunts h
 WHERE h.hunt_id = :hunt
   AND (:every = 1 OR EXISTS (SELECT 1 FROM forensic_bodies p WHERE p.case_id = h.case_id AND p.body_id = :body AND p.to_ms = 0))
 ORDER BY h.at_ms, h.case_id LIMIT :max;

-- ---- long work ----

-- name: forensic_job_put :exec
-- in: case_id int, kind int, job int
INSERT INTO forensic_jobs (case_id, kind, job_id) VALUES (:case_id, :kind, :job)
ON CONFLICT (case_id, kind) DO UPDATE SET job_id = excluded.job_id;

-- name: forensic_job_row :one
-- in: case_id int, kind int
-- out: job int
SELECT job_id FROM forensic_jobs WHERE case_id = :case_id AND kind = :kind;

-- ---- coming in ----

-- name: forensic_upload_insert :one
-- in: case_id int, person int, of_id int, path text, bytes int, part text, mark text, system int, device text, place text, taken_from text, collected_ms int, ground text, seal text, note text, now int
-- out: id int
INSERT INTO forensic_uploads (case_id, person_id, of_id, path, bytes, received, part, mark, system_id, device, place, taken_from, collected_ms,
                              ground, seal, note, changed_ms)
VALUES (:case_id, :person, :of_id, :path, :bytes, 0, :part, :mark, :system, :device, :place, :taken_from, :collected_ms, :ground, :seal, :note, :now)
RETURNING id;

-- name: forensic_upload_row :one
-- in: id int, person int
-- out: id int, case_id int, of_id int, path text, bytes int, received int, part text, mark text, system_id int, device text, place text, taken_from text, collected_ms int, ground text, seal text, note text
SELECT id, case_id, of_id, path, bytes, received, part, mark, system_id, device, place, taken_from, collected_ms, ground, seal, note
  FROM forensic_uploads WHERE id = :id AND person_id = :person;

-- name: forensic_uploads_of :many
-- in: case_id int, person int, max int
-- out: id int, path text, bytes int, received int, mark text
SELECT id, path, bytes, received, mark FROM forensic_uploads WHERE case_id = :case_id AND person_id = :person ORDER BY id LIMIT :max;

-- name: forensic_upload_count :one
-- in: person int
-- out: n int
SELECT count(*) FROM forensic_uploads WHERE person_id = :person;

-- name: forensic_upload_received :exec
-- in: id int, from int, received int, now int
UPDATE forensic_uploads SET received = :received, changed_ms = :now WHERE id = :id AND received = :from;

-- name: forensic_upload_drop :exec
-- in: id int
DELETE FROM forensic_uploads WHERE id = :id;

-- name: forensic_upload_part :one
-- in: part text
-- out: id int
SELECT id FROM forensic_uploads WHERE part = :part;

-- What nobody went on sending.
-- name: forensic_uploads_stale :many
-- in: before int, max int
-- out: id int, part text
SELECT id, part FROM forensic_uploads WHERE changed_ms < :before ORDER BY changed_ms, id LIMIT :max;

-- ---- hand-overs ----

-- name: forensic_handover_insert :one
-- in: code text, case_id int, now int, giver text, giver_post text, giver_body text, receiver text, receiver_post text, receiver_body text, place text, reason text, log_no int, log_hash text, content text, key_id text, signature text
-- out: id int
INSERT INTO forensic_handovers (code, case_id, at_ms, giver, giver_post, giver_body, receiver, receiver_post, receiver_body, place, reason, log_no,
                                log_hash, content, key_id, signature)
VALUES (:code, :case_id, :now, :giver, :giver_post, :giver_body, :receiver, :receiver_post, :receiver_body, :place, :reason, :log_no, :log_hash,
        :content, :key_id, :signature) RETURNING id;

-- name: forensic_handed_add :exec
-- in: handover int, no int, item int
INSERT INTO forensic_handed (handover_id, no, item_id) VALUES (:handover, :no, :item);

-- Oldest first, after an id.
-- name: forensic_handovers_of :many
-- in: case_id int, after int, max int
-- out: id int, code text, case_id int, at_ms int, giver text, giver_post text, giver_body text, receiver text, receiver_post text, receiver_body text, place text, reason text, log_no int, log_hash text, content text, key_id text, signature text
SELECT id, code, case_id, at_ms, giver, giver_post, giver_body, receiver, receiver_post, receiver_body, place, reason, log_no, log_hash, content,
       key_id, signature
  FROM forensic_handovers WHERE case_id = :case_id AND id > :after ORDER BY id LIMIT :max;

-- name: forensic_handover_row :one
-- in: code text
-- out: id int, code text, case_id int, at_ms int, giver text, giver_post text, giver_body text, receiver text, receiver_post text, receiver_body text, place text, reason text, log_no int, log_hash text, content text, key_id text, signature text
SELECT id, code, case_id, at_ms, giver, giver_post, giver_body, receiver, receiver_post, receiver_body, place, reason, log_no, log_hash, content,
       key_id, signature
  FROM forensic_handovers WHERE code = :code;

-- name: forensic_handed_of :many
-- in: handover int, max int
-- out: item_id int
SELECT item_id FROM forensic_handed WHERE handover_id = :handover ORDER BY no LIMIT :max;

-- name: forensic_key_put :exec
-- in: key_id text, pem text, now int
INSERT INTO forensic_keys (key_id, pem, first_ms) VALUES (:key_id, :pem, :now) ON CONFLICT DO NOTHING;

-- name: forensic_key_row :one
-- in: key_id text
-- out: pem text
SELECT pem FROM forensic_keys WHERE key_id = :key_id;

-- name: forensic_custody_at :one
-- in: case_id int, no int
-- out: hash text
SELECT hash FROM forensic_custody WHERE case_id = :case_id AND no = :no;

-- ---- indicators of a case ----

-- name: forensic_list_no :one
-- in: case_id int
-- out: no int
SELECT no FROM forensic_lists WHERE case_id = :case_id;

-- name: forensic_list_next :one
-- in: case_id int
-- out: no int
INSERT INTO forensic_lists (case_id, no) VALUES (:case_id, 1) ON CONFLICT (case_id) DO UPDATE SET no = forensic_lists.no + 1 RETURNING no;

-- name: forensic_indicator_add :exec
-- in: case_id int, kind text, value text, fold text, note text, source text, tlp text, person text, now int, no int
INSERT INTO forensic_indicators (case_id, kind, value, fold, note, source, tlp, person, at_ms, since_no, until_no, removed_by, removed_ms, removed_why)
VALUES (:case_id, :kind, :value, :fold, :note, :source, :tlp, :person, :now, :no, 0, '', 0, '');

-- name: forensic_indicator_standing :one
-- in: case_id int, fold text
-- out: id int
SELECT id FROM forensic_indicators WHERE case_id = :case_id AND fold = :fold AND until_no = 0;

-- name: forensic_indicators_count :one
-- in: case_id int, removed int
-- out: n int
SELECT count(*) FROM forensic_indicators
 WHERE case_id = :case_id AND ((:removed = 0 AND until_no = 0) OR (:removed = 1 AND until_no > 0));

-- Newest first.
-- name: forensic_indicators_of :many
-- in: case_id int, removed int, below int, max int
-- out: id int, kind text, value text, note text, source text, tlp text, person text, at_ms int, since_no int, until_no int, removed_by text, removed_ms int, removed_why text
SELECT id, kind, value, note, source, tlp, person, at_ms, since_no, until_no, removed_by, removed_ms, removed_why FROM forensic_indicators
 WHERE case_id = :case_id AND ((:removed = 0 AND until_no = 0) OR (:removed = 1 AND until_no > 0)) AND id < :below ORDER BY id DESC LIMIT :max;

-- Those of a version of the list, in the order they came.
-- name: forensic_indicators_at :many
-- in: case_id int, no int, after int, max int
-- out: id int, value text, note text
SELECT id, value, note FROM forensic_indicators
 WHERE case_id = :case_id AND since_no <= :no AND (until_no = 0 OR until_no > :no) AND id > :after ORDER BY id LIMIT :max;

-- name: forensic_indicator_remove :exec
-- in: id int, case_id int, no int, person text, now int, why text
UPDATE forensic_indicators SET until_no = :no, removed_by = :person, removed_ms = :now, removed_why = :why
 WHERE id = :id AND case_id = :case_id AND until_no = 0;

-- name: forensic_indicator_case :one
-- in: id int
-- out: case_id int, until_no int
SELECT case_id, until_no FROM forensic_indicators WHERE id = :id;

-- ---- rule sets, runs ----

-- -1 rules: nobody has counted them; a run does.
-- name: forensic_rule_set_add :one
-- in: body int, name text, version text, sha256 text, bytes int, person text, now int
-- out: id int
INSERT INTO forensic_rule_sets (body_id, name, version, sha256, bytes, rules, person, added_ms)
VALUES (:body, :name, :version, :sha256, :bytes, -1, :person, :now) RETURNING id;

-- name: forensic_rule_set_same :one
-- in: body int, sha256 text, version text
-- out: id int
SELECT id FROM forensic_rule_sets WHERE body_id = :body AND sha256 = :sha256 AND version = :version;

-- name: forensic_rule_sets_of :many
-- in: body int, max int
-- out: id int, body_id int, name text, version text, sha256 text, bytes int, rules int, person text, added_ms int
SELECT id, body_id, name, version, sha256, bytes, rules, person, added_ms FROM forensic_rule_sets WHERE body_id = :body ORDER BY id DESC LIMIT :max;

-- name: forensic_rule_set_row :one
-- in: id int
-- out: id int, body_id int, name text, version text, sha256 text, bytes int, rules int, person text, added_ms int
SELECT id, body_id, name, version, sha256, bytes, rules, person, added_ms FROM forensic_rule_sets WHERE id = :id;

-- name: forensic_rule_set_counted :exec
-- in: id int, rules int
UPDATE forensic_rule_sets SET rules = :rules WHERE id = :id;

-- name: forensic_run_add :one
-- in: case_id int, rule_set int, tool text, version text, name text, rule_version text, sha256 text, person text, now int, slack int
-- out: id int
INSERT INTO forensic_runs (case_id, rule_set_id, tool, version, rule_set, rule_version, rule_sha256, person, begun_ms, ended_ms, items, bytes, events,
                           failed, skipped, findings, rules, rules_not_run, slack)
VALUES (:case_id, :rule_set, :tool, :version, :name, :rule_version, :sha256, :person, :now, 0, 0, 0, 0, 0, 0, 0, 0, 0, :slack) RETURNING id;

-- name: forensic_run_end :exec
-- in: id int, now int, items int, bytes int, events int, failed int, skipped int, findings int, rules int, rules_not_run int, recovered int, lost int
UPDATE forensic_runs SET ended_ms = :now, items = :items, bytes = :bytes, events = :events, failed = :failed, skipped = :skipped,
       findings = :findings, rules = :rules, rules_not_run = :rules_not_run, recovered = :recovered, lost = :lost WHERE id = :id;

-- name: forensic_runs_of :many
-- in: case_id int, max int
-- out: id int, case_id int, rule_set_id int, tool text, version text, rule_set text, rule_version text, rule_sha256 text, person text, begun_ms int, ended_ms int, items int, bytes int, events int, failed int, skipped int, findings int, rules int, rules_not_run int, slack int, recovered int, lost int
SELECT id, case_id, rule_set_id, tool, version, rule_set, rule_version, rule_sha256, person, begun_ms, ended_ms, items, bytes, events, failed, skipped,
       findings, rules, rules_not_run, slack, recovered, lost FROM forensic_runs WHERE case_id = :case_id ORDER BY id DESC LIMIT :max;

-- With what a run searched.
-- name: forensic_run_rules :one
-- in: id int
-- out: name text, rule_version text, sha256 text
SELECT rule_set, rule_version, rule_sha256 FROM forensic_runs WHERE id = :id;

-- name: forensic_gap_add :exec
-- in: run int, item int, name text, why text, detail text
INSERT INTO forensic_gaps (run_id, item_id, name, why, detail) VALUES (:run, :item, :name, :why, :detail);

-- name: forensic_gaps_of :many
-- in: run int, max int
-- out: item_id int, name text, why text, detail text
SELECT item_id, name, why, detail FROM forensic_gaps WHERE run_id = :run ORDER BY id LIMIT :max;

-- name: forensic_cost_add :exec
-- in: run int, no int, kind text, rule text, file text, looked int, hits int, spent_us int, stopped int
INSERT INTO forensic_costs (run_id, no, kind, rule, file, looked, hits, spent_us, stopped)
VALUES (:run, :no, :kind, :rule, :file, :looked, :hits, :spent_us, :stopped);

-- name: forensic_costs_of :many
-- in: run int, max int
-- out: kind text, rule text, file text, looked int, hits int, spent_us int, stopped int
SELECT kind, rule, file, looked, hits, spent_us, stopped FROM forensic_costs WHERE run_id = :run ORDER BY no LIMIT :max;

-- ---- findings ----

-- The same rule on the same record of the same item stays as it was triaged.
-- name: forensic_finding_add :many
-- in: case_id int, run int, item int, source text, rule text, title text, rule_version text, rule_sha256 text, level int, tags text, host text, record int, event_ms int, event text, now int, suppression int, recovered int
-- out: id int
INSERT INTO forensic_findings (case_id, run_id, item_id, source, rule, title, rule_version, rule_sha256, level, tags, host, record, event_ms, event,
                               found_ms, triage, comment, triaged_by, triaged_ms, suppression_id, version, recovered)
VALUES (:case_id, :run, :item, :source, :rule, :title, :rule_version, :rule_sha256, :level, :tags, :host, :record, :event_ms, :event, :now, 1, '', '',
        0, :suppression, 1, :recovered)
ON CONFLICT DO NOTHING RETURNING id;

-- name: forensic_tag_add :exec
-- in: case_id int, tag text, tactic int, finding int, level int
INSERT INTO forensic_finding_tags (case_id, tag, tactic, finding_id, level) VALUES (:case_id, :tag, :tactic, :finding, :level) ON CONFLICT DO NOTHING;

-- So many more (or fewer) findings stand there.
-- name: forensic_sum_add :exec
-- in: case_id int, tags text, level int, triage int, hidden int, n int
INSERT INTO forensic_sums (case_id, tags, level, triage, hidden, n) VALUES (:case_id, :tags, :level, :triage, :hidden, :n)
ON CONFLICT (case_id, tags, level, triage, hidden) DO UPDATE SET n = forensic_sums.n + excluded.n;

-- Those that are shown, in the order of forensic_findings_shown. level, after: the last one seen.
-- name: forensic_finding_ids :many
-- in: case_id int, triage int, least int, rule text, item int, run int, level int, after int, max int
-- out: id int
SELECT f.id FROM forensic_findings f
 WHERE f.case_id = :case_id AND f.suppression_id = 0 AND f.level <= :level AND (f.level < :level OR f.id > :after)
   AND (:triage = 0 OR f.triage = :triage) AND f.level >= :least AND (:rule = '' OR f.rule = :rule)
   AND (:item = 0 OR f.item_id = :item) AND (:run = 0 OR f.run_id = :run)
 ORDER BY f.level DESC, f.id LIMIT :max;

-- name: forensic_hidden_ids :many
-- in: case_id int, triage int, least int, rule text, item int, run int, level int, after int, max int
-- out: id int
SELECT f.id FROM forensic_findings f
 WHERE f.case_id = :case_id AND f.suppression_id > 0 AND f.level <= :level AND (f.level < :level OR f.id > :after)
   AND (:triage = 0 OR f.triage = :triage) AND f.level >= :least AND (:rule = '' OR f.rule = :rule)
   AND (:item = 0 OR f.item_id = :item) AND (:run = 0 OR f.run_id = :run)
 ORDER BY f.level DESC, f.id LIMIT :max;

-- Those of a tag of ATT&CK, in the order of forensic_finding_tags_shown.
-- name: forensic_tagged_ids :many
-- in: case_id int, tag text, triage int, least int, rule text, item int, run int, suppressed int, level int, after int, max int
-- out: id int
SELECT f.id FROM forensic_finding_tags t CROSS JOIN forensic_findings f
 WHERE t.case_id = :case_id AND t.tag = :tag AND t.level <= :level AND (t.level < :level OR t.finding_id > :after) AND t.level >= :least
   AND f.id = t.finding_id AND (:triage = 0 OR f.triage = :triage) AND (:rule = '' OR f.rule = :rule)
   AND (:item = 0 OR f.item_id = :item) AND (:run = 0 OR f.run_id = :run)
   AND ((:suppressed = 1 AND f.suppression_id > 0) OR (:suppressed = 0 AND f.suppression_id = 0))
 ORDER BY t.level DESC, t.finding_id LIMIT :max;

-- Of open cases: findings that are shown, of that triage and at least that level.
-- name: forensic_untriaged :many
-- in: triage int, least int, max int
-- out: id int, code text, body_id int, n int
SELECT k.id, k.code, k.body_id, u.n
  FROM (SELECT case_id, count(*) AS n FROM forensic_findings WHERE triage = :triage AND suppression_id = 0 AND level >= :least GROUP BY case_id) u
  JOIN forensic_cases k ON k.id = u.case_id WHERE k.state = 1 ORDER BY k.id LIMIT :max;

-- name: forensic_finding_row :one
-- in: id int
-- out: id int, case_id int, run_id int, item_id int, source text, rule text, title text, rule_version text, rule_sha256 text, level int, tags text, host text, record int, event_ms int, event text, found_ms int, triage int, comment text, triaged_by text, triaged_ms int, suppression_id int, version int, recovered int, code text, path text
SELECT f.id, f.case_id, f.run_id, f.item_id, f.source, f.rule, f.title, f.rule_version, f.rule_sha256, f.level, f.tags, f.host, f.record, f.event_ms,
       f.event, f.found_ms, f.triage, f.comment, f.triaged_by, f.triaged_ms, f.suppression_id, f.version, f.recovered, i.code, i.path
  FROM forensic_findings f JOIN forensic_items i ON i.id = f.item_id WHERE f.id = :id;

-- name: forensic_finding_judge :exec
-- in: id int, known int, triage int, comment text, person text, now int
UPDATE forensic_findings SET triage = :triage, comment = :comment, triaged_by = :person, triaged_ms = :now, version = version + 1
 WHERE id = :id AND version = :known;

-- name: forensic_sums_of :many
-- in: case_id int, max int
-- out: tags text, level int, triage int, hidden int, n int
SELECT tags, level, triage, hidden, n FROM forensic_sums WHERE case_id = :case_id AND n > 0 ORDER BY tags, level, triage, hidden LIMIT :max;

-- ---- suppressions ----

-- name: forensic_suppression_add :one
-- in: body int, case_id int, rule text, pattern text, host text, reason text, until text, person text, now int
-- out: id int
INSERT INTO forensic_suppressions (body_id, case_id, rule, pattern, host, reason, until, person, made_ms, ended_ms, ended_by)
VALUES (:body, :case_id, :rule, :pattern, :host, :reason, :until, :person, :now, 0, '') RETURNING id;

-- name: forensic_suppression_end :exec
-- in: id int, body int, person text, now int
UPDATE forensic_suppressions SET ended_ms = :now, ended_by = :person WHERE id = :id AND body_id = :body AND ended_ms = 0;

-- Whose last day has passed.
-- name: forensic_suppressions_past :many
-- in: today text, max int
-- out: id int, case_id int, rule text
SELECT id, case_id, rule FROM forensic_suppressions WHERE ended_ms = 0 AND until <> '' AND until < :today ORDER BY id LIMIT :max;

-- name: forensic_suppression_past :exec
-- in: id int, now int
UPDATE forensic_suppressions SET ended_ms = :now WHERE id = :id AND ended_ms = 0;

-- Others of its holder and rule that stand.
-- name: forensic_suppressions_beside :many
-- in: id int, today text, max int
-- out: id int, body_id int, case_id int, rule text, pattern text, host text, until text
SELECT o.id, o.body_id, o.case_id, o.rule, o.pattern, o.host, o.until
  FROM forensic_suppressions s JOIN forensic_suppressions o ON o.body_id = s.body_id AND o.rule = s.rule
 WHERE s.id = :id AND o.id <> s.id AND o.ended_ms = 0 AND (o.until = '' OR o.until >= :today) ORDER BY o.id LIMIT :max;

-- What a suppression hid is about to be shown again: counted there (sign 1), no longer where it was (sign -1).
-- name: forensic_sums_back :exec
-- in: suppression int, rule text, case_id int, hidden int, sign int
INSERT INTO forensic_sums (case_id, tags, level, triage, hidden, n)
SELECT case_id, tags, level, triage, CAST(:hidden AS BIGINT), count(*) * :sign FROM forensic_findings
 WHERE suppression_id = :suppression AND rule = :rule AND case_id IN (SELECT id FROM forensic_cases WHERE :case_id = 0 OR id = :case_id)
 GROUP BY case_id, tags, level, triage
ON CONFLICT (case_id, tags, level, triage, hidden) DO UPDATE SET n = forensic_sums.n + excluded.n;

-- Case 0: of every case.
-- name: forensic_findings_back :exec
-- in: suppression int, rule text, case_id int
UPDATE forensic_findings SET suppression_id = 0, version = version + 1
 WHERE suppression_id = :suppression AND rule = :rule AND case_id IN (SELECT id FROM forensic_cases WHERE :case_id = 0 OR id = :case_id);

-- Those of the holder that concern a case.
-- name: forensic_suppressions_of :many
-- in: body int, case_id int, max int
-- out: id int, case_id int, rule text, pattern text, host text, reason text, until text, person text, made_ms int, ended_ms int, hits int
SELECT s.id, s.case_id, s.rule, s.pattern, s.host, s.reason, s.until, s.person, s.made_ms, s.ended_ms,
       (SELECT count(*) FROM forensic_findings f WHERE f.case_id = :case_id AND f.suppression_id = s.id)
  FROM forensic_suppressions s WHERE s.body_id = :body AND (s.case_id = 0 OR s.case_id = :case_id) ORDER BY s.id DESC LIMIT :max;

-- Findings of a rule in a case that are hidden by that suppression (0: by none).
-- name: forensic_findings_hidden :many
-- in: case_id int, rule text, hidden int, after int, max int
-- out: id int, host text, event text, tags text, level int, triage int
SELECT id, host, event, tags, level, triage FROM forensic_findings WHERE case_id = :case_id AND rule = :rule AND suppression_id = :hidden AND id > :after
 ORDER BY id LIMIT :max;

-- name: forensic_finding_hide :exec
-- in: id int, suppression int
UPDATE forensic_findings SET suppression_id = :suppression, version = version + 1 WHERE id = :id;

-- name: forensic_cases_of_body :many
-- in: body int, after int, max int
-- out: id int
SELECT id FROM forensic_cases WHERE body_id = :body AND state = 1 AND id > :after ORDER BY id LIMIT :max;

-- ---- archives ----

-- name: forensic_unpack_put :exec
-- in: item int, now int, person text, tool text, members int, folders int, whole int, failed int, skipped int, secret int, bytes int, refused text
INSERT INTO forensic_unpacks (item_id, at_ms, person, tool, members, folders, whole, failed, skipped, secret, bytes, refused)
VALUES (:item, :now, :person, :tool, :members, :folders, :whole, :failed, :skipped, :secret, :bytes, :refused)
ON CONFLICT (item_id) DO UPDATE SET at_ms = excluded.at_ms, person = excluded.person, tool = excluded.tool, members = excluded.members,
  folders = excluded.folders, whole = excluded.whole, failed = excluded.failed, skipped = excluded.skipped, secret = excluded.secret,
  bytes = excluded.bytes, refused = excluded.refused;

-- name: forensic_unpack_row :one
-- in: item int
-- out: at_ms int, person text, tool text, members int, folders int, whole int, failed int, skipped int, secret int, bytes int, refused text
SELECT at_ms, person, tool, members, folders, whole, failed, skipped, secret, bytes, refused FROM forensic_unpacks WHERE item_id = :item;

-- name: forensic_left_drop :exec
-- in: item int
DELETE FROM forensic_left WHERE item_id = :item;

-- name: forensic_left_add :exec
-- in: item int, no int, path text, why text
INSERT INTO forensic_left (item_id, no, path, why) VALUES (:item, :no, :path, :why) ON CONFLICT DO NOTHING;

-- name: forensic_left_of :many
-- in: item int, max int
-- out: path text, why text
SELECT path, why FROM forensic_left WHERE item_id = :item ORDER BY no LIMIT :max;

-- ---- a body that ends ----

-- name: forensic_heir_count :one
-- in: body int
-- out: n int
SELECT count(*) FROM forensic_bodies WHERE body_id = :body AND to_ms = 0;

-- name: forensic_heir_cases :many
-- in: body int, after int, max int
-- out: case_id int
SELECT DISTINCT case_id FROM forensic_bodies WHERE body_id = :body AND to_ms = 0 AND case_id > :after ORDER BY case_id LIMIT :max;

-- name: forensic_heir_holder :exec
-- in: case_id int, body int, into int
UPDATE forensic_cases SET body_id = :into, version = version + 1 WHERE id = :case_id AND body_id = :body;

-- name: forensic_heir_parts :exec
-- in: case_id int, body int, into int
UPDATE forensic_bodies SET body_id = :into WHERE case_id = :case_id AND body_id = :body AND to_ms = 0;

-- name: forensic_heir_rules :exec
-- in: body int, into int
UPDATE forensic_rule_sets SET body_id = :into WHERE body_id = :body
   AND NOT EXISTS (SELECT 1 FROM forensic_rule_sets o WHERE o.body_id = :into AND o.sha256 = forensic_rule_sets.sha256
                      AND o.version = forensic_rule_sets.version);

-- name: forensic_heir_suppressions :exec
-- in: body int, into int
UPDATE forensic_suppressions SET body_id = :into WHERE body_id = :body;
