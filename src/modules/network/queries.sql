-- The response network. A reader with sight of all (a member, the coordinator: see look_ops.c) sees the members
-- of the network on its side; anyone sees what is their own body's. :sees is 0 own only, 1 members, 2 everything.

-- name: network_own_state :one
-- in: body int, day text
-- out: n int
SELECT count(*) FROM network_members
WHERE body_id = :body AND state = 4 AND valid_from <= :day AND (valid_to = '' OR valid_to >= :day);

-- name: network_member_row :one
-- in: id int, own int, sees int, invented int
-- out: id int, uid text, body_id int, invented int, code text?, category text, obligatory int, cluster text, state int, valid_from text, valid_to text, reason text, person text, made_ms int, changed_ms int, version int, body_code text, body_name text, sort_key text
SELECT m.id, m.uid, m.body_id, m.invented, m.code, m.category, m.obligatory, m.cluster, m.state, m.valid_from, m.valid_to,
       CASE WHEN m.body_id = :own OR :sees = 2 THEN m.reason ELSE '' END, m.person, m.made_ms, m.changed_ms, m.version, b.code, b.name_vi, m.sort_key
FROM network_members m JOIN bodies b ON b.id = m.body_id
WHERE m.id = :id AND (m.body_id = :own
  OR (m.invented = :invented AND (:sees = 2 OR (:sees = 1 AND m.state IN (4, 5)))));

-- Words are '%word%', or '%' for none; category '' and obligatory and state -1 do not filter.
-- name: network_list_rows :many
-- in: own int, sees int, invented int, first text, second text, third text, category text, cluster text, obligatory int, state int, after_key text, after_id int, max int
-- out: id int, uid text, body_id int, invented int, code text?, category text, obligatory int, cluster text, state int, valid_from text, valid_to text, reason text, person text, made_ms int, changed_ms int, version int, body_code text, body_name text, sort_key text
SELECT m.id, m.uid, m.body_id, m.invented, m.code, m.category, m.obligatory, m.cluster, m.state, m.valid_from, m.valid_to,
       CASE WHEN m.body_id = :own OR :sees = 2 THEN m.reason ELSE '' END, m.person, m.made_ms, m.changed_ms, m.version, b.code, b.name_vi, m.sort_key
FROM network_members m JOIN bodies b ON b.id = m.body_id
WHERE (m.body_id = :own OR (m.invented = :invented AND (:sees = 2 OR (:sees = 1 AND m.state IN (4, 5)))))
  AND m.fold LIKE :first AND m.fold LIKE :second AND m.fold LIKE :third
  AND (:category = '' OR m.category = :category) AND (:cluster = '' OR m.cluster = :cluster)
  AND (:obligatory = -1 OR m.obligatory = :obligatory)
  AND ((:state = -1 AND m.state NOT IN (3, 6)) OR m.state = :state)
  AND (m.sort_key, m.id) > (:after_key, :after_id)
ORDER BY m.sort_key, m.id LIMIT :max;

-- name: network_count :one
-- in: own int, sees int, invented int, first text, second text, third text, category text, cluster text, obligatory int, state int
-- out: n int
SELECT count(*) FROM network_members m
WHERE (m.body_id = :own OR (m.invented = :invented AND (:sees = 2 OR (:sees = 1 AND m.state IN (4, 5)))))
  AND m.fold LIKE :first AND m.fold LIKE :second AND m.fold LIKE :third
  AND (:category = '' OR m.category = :category) AND (:cluster = '' OR m.cluster = :cluster)
  AND (:obligatory = -1 OR m.obligatory = :obligatory)
  AND ((:state = -1 AND m.state NOT IN (3, 6)) OR m.state = :state);

-- name: network_clusters :many
-- in: invented int, max int
-- out: cluster text
SELECT cluster FROM network_members WHERE invented = :invented AND cluster <> '' AND state IN (4, 5)
GROUP BY cluster ORDER BY cluster LIMIT :max;

-- Those that are members on a day, for modules above.
-- name: network_today :many
-- in: invented int, day text, category text, cluster text, obligatory int, max int
-- out: id int, body_id int, code text, body_code text, body_name text, category text, cluster text
SELECT m.id, m.body_id, COALESCE(m.code, ''), b.code, b.name_vi, m.category, m.cluster
FROM network_members m JOIN bodies b ON b.id = m.body_id
WHERE m.invented = :invented AND m.state = 4 AND m.valid_from <= :day AND (m.valid_to = '' OR m.valid_to >= :day)
  AND (:category = '' OR m.category = :category) AND (:cluster = '' OR m.cluster = :cluster)
  AND (:obligatory = -1 OR m.obligatory = :obligatory)
ORDER BY m.sort_key, m.id LIMIT :max;

-- One that ended was a member until the day before.
-- name: network_member_of_body :one
-- in: body int, day text
-- out: id int, code text
SELECT id, COALESCE(code, '') FROM network_members
WHERE body_id = :body AND valid_from <> '' AND valid_from <= :day
  AND ((state = 4 AND (valid_to = '' OR valid_to >= :day)) OR (state = 6 AND valid_to > :day)) ORDER BY id DESC LIMIT 1;

-- name: network_own_living :one
-- in: body int
-- out: id int, state int
SELECT id, state FROM network_members WHERE body_id = :body AND state IN (1, 2, 4, 5) ORDER BY id DESC LIMIT 1;

-- name: network_code_last :one
-- in: invented int
-- out: n int
SELECT count(*) FROM network_members WHERE invented = :invented AND code IS NOT NULL;

-- name: network_code_taken :one
-- in: code text
-- out: id int
SELECT id FROM network_members WHERE code = :code;

-- name: network_insert :one
-- in: uid text, body int, invented int, category text, obligatory int, cluster text, fold text, sort_key text, person text, now int
-- out: id int
INSERT INTO network_members (uid, body_id, invented, category, obligatory, cluster, state, valid_from, valid_to, reason, fold, sort_key, person,
                             made_ms, changed_ms, version)
VALUES (:uid, :body, :invented, :category, :obligatory, :cluster, 1, '', '', '', :fold, :sort_key, :person, :now, :now, 1) RETURNING id;

-- name: network_change :exec
-- in: id int, known int, category text, obligatory int, cluster text, fold text, now int
UPDATE network_members SET category = :category, obligatory = :obligatory, cluster = :cluster, fold = :fold, changed_ms = :now, version = version + 1
WHERE id = :id AND version = :known;

-- name: network_move :exec
-- in: id int, known int, state int, code text?, valid_from text, valid_to text, reason text, now int
UPDATE network_members SET state = :state, code = :code, valid_from = :valid_from, valid_to = :valid_to, reason = :reason, changed_ms = :now,
       version = version + 1
WHERE id = :id AND version = :known;

-- name: network_touch :exec
-- in: id int, now int
UPDATE network_members SET changed_ms = :now, version = version + 1 WHERE id = :id;

-- name: network_text_rows :many
-- in: id int, max int
-- out: field text, value text
SELECT field, value FROM network_texts WHERE member_id = :id ORDER BY field LIMIT :max;

-- name: network_text_put :exec
-- in: id int, field text, value text
INSERT INTO network_texts (member_id, field, value) VALUES (:id, :field, :value)
ON CONFLICT (member_id, field) DO UPDATE SET value = excluded.value;

-- name: network_number_rows :many
-- in: id int, max int
-- out: item text, n int
SELECT item, n FROM network_numbers WHERE member_id = :id ORDER BY item LIMIT :max;

-- name: network_number_put :exec
-- in: id int, item text, n int
INSERT INTO network_numbers (member_id, item, n) VALUES (:id, :item, :n)
ON CONFLICT (member_id, item) DO UPDATE SET n = excluded.n;

-- Those in force first, by kind.
-- name: network_contacts_rows :many
-- in: id int, all_too int, max int
-- out: id int, kind int, name text, post text, address text, phone text, mobile text, fax text, email text, changed_ms int, told_ms int, late_why text, ended_ms int, person text, made_ms int
SELECT id, kind, name, post, address, phone, mobile, fax, email, changed_ms, told_ms, late_why, ended_ms, person, made_ms
FROM network_contacts WHERE member_id = :id AND (ended_ms = 0 OR :all_too = 1)
ORDER BY CASE WHEN ended_ms = 0 THEN 0 ELSE 1 END, kind, id DESC LIMIT :max;

-- name: network_contact_end :exec
-- in: id int, kind int, now int
UPDATE network_contacts SET ended_ms = :now WHERE member_id = :id AND kind = :kind AND ended_ms = 0;

-- name: network_contact_add :one
-- in: id int, kind int, name text, post text, address text, phone text, mobile text, fax text, email text, changed_ms int, told_ms int, late_why text, person text, now int
-- out: id int
INSERT INTO network_contacts (member_id, kind, name, post, address, phone, mobile, fax, email, changed_ms, told_ms, late_why, ended_ms, person, made_ms)
VALUES (:id, :kind, :name, :post, :address, :phone, :mobile, :fax, :email, :changed_ms, :told_ms, :late_why, 0, :person, :now) RETURNING id;

-- Of one kind, or (0) of all; also those that another has replaced since: they were not told.
-- name: network_contact_untold :one
-- in: id int, kind int
-- out: n int, since_ms int?
SELECT count(*), min(changed_ms) FROM network_contacts
WHERE member_id = :id AND (:kind = 0 OR kind = :kind) AND told_ms = 0;

-- name: network_contact_tell :exec
-- in: id int, kind int, late_why text, now int
UPDATE network_contacts SET told_ms = :now, late_why = :late_why
WHERE member_id = :id AND (:kind = 0 OR kind = :kind) AND told_ms = 0;

-- name: network_roster_rows :many
-- in: id int, from_ms int, max int
-- out: id int, from_ms int, to_ms int, name text, phone text, email text, person text
SELECT id, from_ms, to_ms, name, phone, email, person FROM network_roster
WHERE member_id = :id AND to_ms > :from_ms AND dropped_ms = 0 ORDER BY from_ms, id LIMIT :max;

-- name: network_roster_clash :one
-- in: id int, from_ms int, to_ms int
-- out: id int, name text
SELECT id, name FROM network_roster
WHERE member_id = :id AND dropped_ms = 0 AND from_ms < :to_ms AND to_ms > :from_ms ORDER BY from_ms LIMIT 1;

-- name: network_roster_add :one
-- in: id int, from_ms int, to_ms int, name text, phone text, email text, person text, now int
-- out: id int
INSERT INTO network_roster (member_id, from_ms, to_ms, name, phone, email, person, made_ms, dropped_ms)
VALUES (:id, :from_ms, :to_ms, :name, :phone, :email, :person, :now, 0) RETURNING id;

-- name: network_roster_drop :exec
-- in: id int, shift int, now int
UPDATE network_roster SET dropped_ms = :now WHERE id = :shift AND member_id = :id AND dropped_ms = 0;

-- name: network_staff_rows :many
-- in: id int, max int
-- out: id int, name text, school text, major text, degree text, graduated text
SELECT id, name, school, major, degree, graduated FROM network_staff WHERE member_id = :id ORDER BY id LIMIT :max;

-- name: network_staff_put :one
-- in: id int, name text, school text, major text, degree text, graduated text
-- out: id int
INSERT INTO network_staff (member_id, name, school, major, degree, graduated)
VALUES (:id, :name, :school, :major, :degree, :graduated) RETURNING id;

-- name: network_staff_remove :exec
-- in: id int, staff int
DELETE FROM network_staff WHERE id = :staff AND member_id = :id;

-- name: network_profiles_rows :many
-- in: id int, max int
-- out: id int, on_day text, sha256 text, systems int, staff int, person text, made_ms int
SELECT id, on_day, sha256, systems, staff, person, made_ms FROM network_profiles WHERE member_id = :id
ORDER BY on_day DESC, id DESC LIMIT :max;

-- name: network_profile_content :one
-- in: id int, profile int
-- out: on_day text, content text, sha256 text
SELECT on_day, content, sha256 FROM network_profiles WHERE id = :profile AND member_id = :id;

-- name: network_profile_add :one
-- in: id int, on_day text, content text, sha256 text, systems int, staff int, person text, now int
-- out: id int
INSERT INTO network_profiles (member_id, on_day, content, sha256, systems, staff, person, made_ms)
VALUES (:id, :on_day, :content, :sha256, :systems, :staff, :person, :now) RETURNING id;

-- name: network_plans_rows :many
-- in: id int, max int
-- out: id int, title text, outline text, running text, maker text, made_on text, approver text, approved_on text, doc_no text, person text, ended_ms int
SELECT id, title, outline, running, maker, made_on, approver, approved_on, doc_no, person, ended_ms FROM network_plans
WHERE member_id = :id ORDER BY CASE WHEN ended_ms = 0 THEN 0 ELSE 1 END, made_on DESC, id DESC LIMIT :max;

-- name: network_plan_put :one
-- in: id int, title text, outline text, running text, maker text, made_on text, approver text, approved_on text, doc_no text, person text, now int
-- out: id int
INSERT INTO network_plans (member_id, title, outline, running, maker, made_on, approver, approved_on, doc_no, person, made_ms, ended_ms)
VALUES (:id, :title, :outline, :running, :maker, :made_on, :approver, :approved_on, :doc_no, :person, :now, 0) RETURNING id;

-- name: network_plan_close :exec
-- in: id int, plan int, now int
UPDATE network_plans SET ended_ms = :now WHERE id = :plan AND member_id = :id AND ended_ms = 0;

-- name: network_exercise_last :many
-- in: id int, max int
-- out: system_id int, kind text, done_on text
SELECT system_id, kind, max(done_on) FROM network_exercises WHERE member_id = :id GROUP BY system_id, kind
ORDER BY system_id, kind LIMIT :max;

-- name: network_exercise_put :one
-- in: id int, system int, kind text, done_on text, note text, person text, now int
-- out: id int
INSERT INTO network_exercises (member_id, system_id, kind, done_on, note, person, made_ms)
VALUES (:id, :system, :kind, :done_on, :note, :person, :now) RETURNING id;

-- name: network_event_add :exec
-- in: id int, now int, person text, body_name text, act text, detail text, reason text, letter int
INSERT INTO network_events (member_id, at_ms, person, body_name, act, detail, reason, letter_id)
VALUES (:id, :now, :person, :body_name, :act, :detail, :reason, :letter);

-- name: network_events_rows :many
-- in: id int, max int
-- out: id int, at_ms int, person text, body_name text, act text, detail text, reason text, letter_id int
SELECT id, at_ms, person, body_name, act, detail, reason, letter_id FROM network_events WHERE member_id = :id
ORDER BY id DESC LIMIT :max;

-- What is to be renewed or was never sent, for the sweep: members with the day of their last profile.
-- name: network_todo :many
-- in: after_id int, max int
-- out: id int, body_id int, body_name text, body_code text, valid_from text, last_on text?
SELECT m.id, m.body_id, b.name_vi, b.code, m.valid_from, (SELECT max(p.on_day) FROM network_profiles p WHERE p.member_id = m.id)
FROM network_members m JOIN bodies b ON b.id = m.body_id
WHERE m.state = 4 AND m.id > :after_id ORDER BY m.id LIMIT :max;

-- name: network_heir_count :one
-- in: body int
-- out: n int
SELECT count(*) FROM network_members WHERE body_id = :body AND state IN (1, 2, 4, 5);

-- name: network_heir_list :many
-- in: body int, max int
-- out: id int, state int, valid_from text, code text?, cluster text, version int
SELECT id, state, valid_from, code, cluster, version FROM network_members WHERE body_id = :body AND state IN (1, 2, 4, 5) ORDER BY id LIMIT :max;

-- name: network_heir_move :exec
-- in: id int, into int, fold text, sort_key text, now int
UPDATE network_members SET body_id = :into, fold = :fold, sort_key = :sort_key, changed_ms = :now, version = version + 1 WHERE id = :id;
