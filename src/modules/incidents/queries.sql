-- Incidents. kind 2 in `scope` is an incident; its sort_key puts the newest first.

-- name: incident_row_one :one
-- in: id int
-- out: id int, uid text, code text, title text, owner_id int, operator_id int?, system_id int?, system_code text, system_name text, level int, type text, state int, detected_ms int, emergency int, proposed int, verified int, decided int, plan text, holder_id int, holder text, into_id int, due_ms int, due_rule text, by_body int, version int, created_ms int, updated_ms int, owner_code text, owner_name text, owner_kind text, operator_code text?, operator_name text?
SELECT i.id, i.uid, i.code, i.title, i.owner_id, i.operator_id, i.system_id, i.system_code, i.system_name, i.level,
       i.type, i.state, i.detected_ms, i.emergency, i.proposed, i.verified, i.decided, i.plan, i.holder_id, i.holder,
       i.into_id, i.due_ms, i.due_rule, i.by_body, i.version, i.created_ms, i.updated_ms, o.code, o.name_vi, o.kind,
       p.code, p.name_vi
  FROM incidents i
  JOIN bodies o ON o.id = i.owner_id
  LEFT JOIN bodies p ON p.id = i.operator_id
 WHERE i.id = :id;

-- name: incident_of_code :one
-- in: code text
-- out: id int
SELECT id FROM incidents WHERE code = :code;

-- Which parts a body plays in one incident: 1 what `scope` says (enum scope_role), 2 convened, 3 national, over
-- owners of its own side: the invented country is a side of its own.
-- name: incident_parts_of :many
-- in: id int, body int, day text
-- out: source int, part int
SELECT CAST(1 AS BIGINT), role FROM scope WHERE kind = 2 AND object_id = :id AND body_id = :body
UNION ALL
SELECT CAST(2 AS BIGINT), seat FROM incident_parties WHERE incident_id = :id AND body_id = :body AND to_ms = 0
UNION ALL
SELECT CAST(3 AS BIGINT), s.seat
  FROM incident_seats s
  JOIN bodies h ON h.id = s.body_id
  JOIN incidents i ON i.id = :id
  JOIN bodies o ON o.id = i.owner_id
 WHERE s.body_id = :body AND s.valid_from <= :day AND s.valid_to >= :day
   AND CASE WHEN h.kind = 'sample' THEN 1 ELSE 0 END = CASE WHEN o.kind = 'sample' THEN 1 ELSE 0 END;

-- name: incident_national_of :many
-- in: body int, day text
-- out: seat int
SELECT seat FROM incident_seats WHERE body_id = :body AND valid_from <= :day AND valid_to >= :day ORDER BY id LIMIT 20;

-- name: incident_insert :one
-- in: uid text, code text, title text, fold text, owner int, operator int?, system_id int?, system_code text, system_name text, level int, type text, state int, detected int, emergency int, by_body int, now int
-- out: id int
INSERT INTO incidents (uid, code, title, fold, owner_id, operator_id, system_id, system_code, system_name, level, type, state,
                       detected_ms, emergency, proposed, verified, decided, plan, holder_id, holder, into_id, due_ms,
                       due_rule, by_body, version, created_ms, updated_ms)
VALUES (:uid, :code, :title, :fold, :owner, :operator, :system_id, :system_code, :system_name, :level, :type, :state,
        :detected, :emergency, 0, 0, 0, '', 0, '', 0, 0, '', :by_body, 1, :now, :now)
RETURNING id;

-- name: incident_update :exec
-- in: id int, known int, title text, fold text, system_name text, level int, type text, detected int, emergency int, now int
UPDATE incidents SET title = :title, fold = :fold, system_name = :system_name, level = :level, type = :type,
       detected_ms = :detected, emergency = :emergency, version = version + 1, updated_ms = :now
 WHERE id = :id AND version = :known;

-- name: incident_state_set :exec
-- in: id int, known int, state int, emergency int, into int, now int
UPDATE incidents SET state = :state, emergency = :emergency, into_id = :into, version = version + 1, updated_ms = :now
 WHERE id = :id AND version = :known;

-- name: incident_class_set :exec
-- in: id int, known int, proposed int, verified int, decided int, plan text, now int
UPDATE incidents SET proposed = :proposed, verified = :verified, decided = :decided, plan = :plan,
       version = version + 1, updated_ms = :now
 WHERE id = :id AND version = :known;

-- name: incident_holder_set :exec
-- in: id int, known int, holder_id int, holder text, now int
UPDATE incidents SET holder_id = :holder_id, holder = :holder, version = version + 1, updated_ms = :now
 WHERE id = :id AND version = :known;

-- name: incident_due_set :exec
-- in: id int, due int, rule text
UPDATE incidents SET due_ms = :due, due_rule = :rule WHERE id = :id;

-- ---- facts ----

-- name: incident_facts_of :many
-- in: id int
-- out: key text, value text
SELECT key, value FROM incident_facts WHERE incident_id = :id ORDER BY key;

-- name: incident_fact_put :exec
-- in: id int, key text, value text
INSERT INTO incident_facts (incident_id, key, value) VALUES (:id, :key, :value)
ON CONFLICT (incident_id, key) DO UPDATE SET value = excluded.value;

-- name: incident_fact_drop :exec
-- in: id int, key text
DELETE FROM incident_facts WHERE incident_id = :id AND key = :key;

-- name: incident_system_put :exec
-- in: id int, system int
INSERT INTO incident_systems (incident_id, system_id) VALUES (:id, :system) ON CONFLICT DO NOTHING;

-- ---- time line ----

-- name: incident_event_add :one
-- in: id int, now int, kind text, person_id int, person text, body_id int, body text, field text, before text, after text, words text
-- out: event int
INSERT INTO incident_events (incident_id, at_ms, kind, person_id, person, body_id, body, field, before, after, words)
VALUES (:id, :now, :kind, :person_id, :person, :body_id, :body, :field, :before, :after, :words)
RETURNING id;

-- name: incident_events_of :many
-- in: id int, below int, max int
-- out: event int, at_ms int, kind text, person text, body text, field text, before text, after text, words text
SELECT id, at_ms, kind, person, body, field, before, after, words FROM incident_events
 WHERE incident_id = :id AND id < :below ORDER BY id DESC LIMIT :max;

-- What people wrote, from its beginning.
-- name: incident_log_of :many
-- in: id int, max int
-- out: at_ms int, words text
SELECT at_ms, words FROM incident_events WHERE incident_id = :id AND kind = 'log' ORDER BY id LIMIT :max;

-- ---- class ----

-- name: incident_class_add :exec
-- in: id int, stage int, class int, plan text, number text, reason text, person_id int, person text, body_id int, body text, now int
INSERT INTO incident_classes (incident_id, stage, class, plan, number, reason, person_id, person, body_id, body, at_ms)
VALUES (:id, :stage, :class, :plan, :number, :reason, :person_id, :person, :body_id, :body, :now);

-- name: incident_classes_of :many
-- in: id int, max int
-- out: stage int, class int, plan text, number text, reason text, person text, body text, at_ms int
SELECT stage, class, plan, number, reason, person, body, at_ms FROM incident_classes
 WHERE incident_id = :id ORDER BY id DESC LIMIT :max;

-- ---- parts ----

-- name: incident_party_add :exec
-- in: id int, body int, seat int, basis text, person text, now int
INSERT INTO incident_parties (incident_id, body_id, seat, basis, person, from_ms, to_ms)
VALUES (:id, :body, :seat, :basis, :person, :now, 0);

-- name: incident_party_end :exec
-- in: party int, id int, now int
UPDATE incident_parties SET to_ms = :now WHERE id = :party AND incident_id = :id AND to_ms = 0;

-- name: incident_parties_of :many
-- in: id int, max int
-- out: party int, body_id int, seat int, basis text, person text, from_ms int, to_ms int, code text, name text
SELECT p.id, p.body_id, p.seat, p.basis, p.person, p.from_ms, p.to_ms, b.code, b.name_vi
  FROM incident_parties p JOIN bodies b ON b.id = p.body_id
 WHERE p.incident_id = :id ORDER BY p.id LIMIT :max;

-- name: incident_seat_rows :many
-- in: max int
-- out: id int, seat int, body_id int, basis text, valid_from text, valid_to text, person text, code text, name text
SELECT s.id, s.seat, s.body_id, s.basis, s.valid_from, s.valid_to, s.person, b.code, b.name_vi
  FROM incident_seats s JOIN bodies b ON b.id = s.body_id
 ORDER BY s.seat, s.valid_from, s.id LIMIT :max;

-- The few seats first, each with its body (CROSS JOIN keeps SQLite from the many bodies).
-- name: incident_seat_on :many
-- in: seat int, day text
-- out: body_id int, invented int
SELECT s.body_id, CASE WHEN b.kind = 'sample' THEN 1 ELSE 0 END
  FROM incident_seats s CROSS JOIN bodies b
 WHERE b.id = s.body_id AND s.seat = :seat AND s.valid_from <= :day AND s.valid_to >= :day ORDER BY s.id LIMIT 20;

-- name: incident_seat_add :one
-- in: seat int, body int, basis text, valid_from text, valid_to text, person text, now int
-- out: id int
INSERT INTO incident_seats (seat, body_id, basis, valid_from, valid_to, person, at_ms)
VALUES (:seat, :body, :basis, :valid_from, :valid_to, :person, :now)
RETURNING id;

-- name: incident_seat_end :exec
-- in: id int, valid_to text
UPDATE incident_seats SET valid_to = :valid_to WHERE id = :id AND valid_to > :valid_to;

-- name: incident_seat_one :one
-- in: id int
-- out: seat int, valid_from text, valid_to text, code text
SELECT s.seat, s.valid_from, s.valid_to, b.code FROM incident_seats s JOIN bodies b ON b.id = s.body_id WHERE s.id = :id;

-- ---- papers ----

-- name: incident_paper_add :one
-- in: id int, document text, number text, recipients text, sent int, late_reason text, person text, body int, now int
-- out: paper int
INSERT INTO incident_papers (incident_id, document, number, recipients, sent_ms, late_reason, person, body_id, at_ms, by_rule)
VALUES (:id, :document, :number, :recipients, :sent, :late_reason, :person, :body, :now, 1)
RETURNING id;

-- name: incident_paper_rule_add :exec
-- in: paper int, rule text
INSERT INTO incident_paper_rules (paper_id, rule) VALUES (:paper, :rule);

-- Newest first.
-- name: incident_papers_of :many
-- in: id int, max int
-- out: paper int, document text, number text, recipients text, sent_ms int, late_reason text, person text, body_id int, at_ms int, by_rule int, withdrawn_ms int, withdrawn text, withdrawn_by text
SELECT id, document, number, recipients, sent_ms, late_reason, person, body_id, at_ms, by_rule, withdrawn_ms, withdrawn,
       withdrawn_by
  FROM incident_papers
 WHERE incident_id = :id ORDER BY sent_ms DESC, id DESC LIMIT :max;

-- name: incident_paper_rules_of :many
-- in: id int, max int
-- out: paper int, rule text
SELECT p.id, r.rule
  FROM incident_papers p JOIN incident_paper_rules r ON r.paper_id = p.id
 WHERE p.incident_id = :id ORDER BY p.sent_ms DESC, p.id DESC, r.rule LIMIT :max;

-- Kinds of papers that went out and were not taken back, with the last of each.
-- name: incident_documents_sent :many
-- in: id int, max int
-- out: document text, last_ms int
SELECT document, max(sent_ms) FROM incident_papers
 WHERE incident_id = :id AND withdrawn_ms = 0 GROUP BY document ORDER BY document LIMIT :max;

-- The first that answers one clock.
-- name: incident_paper_first :one
-- in: id int, document text, since int, rule text
-- out: paper int, sent_ms int
SELECT p.id, p.sent_ms FROM incident_papers p
 WHERE p.incident_id = :id AND p.document = :document AND p.withdrawn_ms = 0 AND p.sent_ms >= :since
   AND (p.by_rule = 0 OR EXISTS (SELECT 1 FROM incident_paper_rules r WHERE r.paper_id = p.id AND r.rule = :rule))
 ORDER BY p.sent_ms, p.id LIMIT 1;

-- name: incident_paper_one :one
-- in: id int, paper int
-- out: document text, number text, body_id int, withdrawn_ms int
SELECT document, number, body_id, withdrawn_ms FROM incident_papers WHERE id = :paper AND incident_id = :id;

-- name: incident_paper_withdraw :exec
-- in: id int, paper int, reason text, person text, now int
UPDATE incident_papers SET withdrawn_ms = :now, withdrawn = :reason, withdrawn_by = :person
 WHERE id = :paper AND incident_id = :id AND withdrawn_ms = 0;

-- ---- the list ----

-- The list, newest first. What a body sees by its place is read from scope's indexes in order; who sees much of the
-- whole reads the incidents' own indexes and asks scope for each. body 0: a national seat, which sees all of its side;
-- the invented country is a side of its own. above, below: ids to look between. all: 1 asks
-- nothing further of a row.

-- name: incident_page_scope :each
-- in: body int, after text, all int, some text, state int, open int, level int, type text
-- out: id int, fold text
SELECT i.id, i.fold
  FROM scope v
  JOIN incidents i ON i.id = v.object_id
 WHERE v.body_id = :body AND v.kind = 2 AND v.sort_key > :after
   AND (:all = 1 OR (i.fold LIKE :some
        AND (:state = 0 OR i.state = :state) AND (:open = 0 OR i.state < 10 OR i.state > 12)
        AND (:level = 0 OR i.level = :level) AND (:type = '' OR i.type = :type)))
 ORDER BY v.sort_key, v.object_id;

-- name: incident_page_cell :many
-- in: body int, level int, state int, after text, upto text, type text, max int
-- out: id int
SELECT i.id
  FROM scope v
  JOIN incidents i ON i.id = v.object_id
 WHERE v.body_id = :body AND v.kind = 2 AND v.level = :level AND v.state = :state
   AND v.sort_key > :after AND v.sort_key < :upto AND (:type = '' OR i.type = :type)
 ORDER BY v.sort_key, v.object_id
 LIMIT :max;

-- name: incident_page_all :many
-- in: invented int, body int, below int, max int
-- out: id int
SELECT i.id
  FROM incidents i
 WHERE i.id < :below
   AND CASE WHEN :body = 0 THEN CASE WHEN :invented = (SELECT CASE WHEN o.kind = 'sample' THEN 1 ELSE 0 END FROM bodies o WHERE o.id = i.owner_id) THEN 1 ELSE 0 END
            ELSE (SELECT count(*) FROM scope v WHERE v.kind = 2 AND v.object_id = i.id AND v.body_id = :body) END = 1
 ORDER BY i.id DESC
 LIMIT :max;

-- name: incident_page_state :many
-- in: invented int, body int, state int, above int, below int, max int
-- out: id int
SELECT i.id
  FROM incidents i
 WHERE i.state = :state AND i.id > :above AND i.id < :below
   AND CASE WHEN :body = 0 THEN CASE WHEN :invented = (SELECT CASE WHEN o.kind = 'sample' THEN 1 ELSE 0 END FROM bodies o WHERE o.id = i.owner_id) THEN 1 ELSE 0 END
            ELSE (SELECT count(*) FROM scope v WHERE v.kind = 2 AND v.object_id = i.id AND v.body_id = :body) END = 1
 ORDER BY i.id DESC
 LIMIT :max;

-- name: incident_page_level :many
-- in: invented int, body int, level int, state int, above int, below int, max int
-- out: id int
SELECT i.id
  FROM incidents i
 WHERE i.level = :level AND i.state = :state AND i.id > :above AND i.id < :below
   AND CASE WHEN :body = 0 THEN CASE WHEN :invented = (SELECT CASE WHEN o.kind = 'sample' THEN 1 ELSE 0 END FROM bodies o WHERE o.id = i.owner_id) THEN 1 ELSE 0 END
            ELSE (SELECT count(*) FROM scope v WHERE v.kind = 2 AND v.object_id = i.id AND v.body_id = :body) END = 1
 ORDER BY i.id DESC
 LIMIT :max;

-- name: incident_page_type :many
-- in: invented int, body int, type text, level int, state int, above int, below int, max int
-- out: id int
SELECT i.id
  FROM incidents i
 WHERE i.type = :type AND i.level = :level AND i.state = :state AND i.id > :above AND i.id < :below
   AND CASE WHEN :body = 0 THEN CASE WHEN :invented = (SELECT CASE WHEN o.kind = 'sample' THEN 1 ELSE 0 END FROM bodies o WHERE o.id = i.owner_id) THEN 1 ELSE 0 END
            ELSE (SELECT count(*) FROM scope v WHERE v.kind = 2 AND v.object_id = i.id AND v.body_id = :body) END = 1
 ORDER BY i.id DESC
 LIMIT :max;

-- By the beginnings of words (store_words_match). In SQLite rowid is -id: the index lies newest first (schema/1020).
-- name: incident_page_words :each
-- in: words text, invented int, body int, below int, state int, open int, level int, type text, max int
-- out: id int, fold text
-- sqlite:
SELECT i.id, i.fold
  FROM incident_words w
 CROSS JOIN incidents i ON i.id = -w.rowid
 WHERE incident_words MATCH :words AND w.rowid > -:below
   AND (:state = 0 OR i.state = :state) AND (:open = 0 OR i.state < 10 OR i.state > 12)
   AND (:level = 0 OR i.level = :level) AND (:type = '' OR i.type = :type)
   AND CASE WHEN :body = 0 THEN CASE WHEN :invented = (SELECT CASE WHEN o.kind = 'sample' THEN 1 ELSE 0 END FROM bodies o WHERE o.id = i.owner_id) THEN 1 ELSE 0 END
            ELSE (SELECT count(*) FROM scope v WHERE v.kind = 2 AND v.object_id = i.id AND v.body_id = :body) END = 1
 ORDER BY w.rowid
 LIMIT :max;
-- postgres:
SELECT i.id, i.fold
  FROM incident_words w
  JOIN incidents i ON i.id = w.id
 WHERE w.words @@ CAST(:words AS tsquery) AND w.id < :below
   AND (:state = 0 OR i.state = :state) AND (:open = 0 OR i.state < 10 OR i.state > 12)
   AND (:level = 0 OR i.level = :level) AND (:type = '' OR i.type = :type)
   AND CASE WHEN :body = 0 THEN CASE WHEN :invented = (SELECT CASE WHEN o.kind = 'sample' THEN 1 ELSE 0 END FROM bodies o WHERE o.id = i.owner_id) THEN 1 ELSE 0 END
            ELSE (SELECT count(*) FROM scope v WHERE v.kind = 2 AND v.object_id = i.id AND v.body_id = :body) END = 1
 ORDER BY w.id DESC
 LIMIT :max;

-- Enters an incident into the search, or takes it out: out before `fold` changes, in after it.
-- name: incident_words_put :exec
-- in: id int
-- sqlite:
INSERT INTO incident_words (rowid, fold) SELECT -id, fold FROM incidents WHERE id = :id;
-- postgres:
INSERT INTO incident_words (id, words)
SELECT id, array_to_tsvector(string_to_array(fold, ' ')) FROM incidents WHERE id = :id AND fold <> '';

-- name: incident_words_take :exec
-- in: id int
-- sqlite:
INSERT INTO incident_words (incident_words, rowid, fold) SELECT 'delete', -id, fold FROM incidents WHERE id = :id;
-- postgres:
DELETE FROM incident_words WHERE id = :id;

-- The search anew from the incidents, after a restore. fts5 keeps what it is given in order of rowid together; out of
-- order it writes a segment for each row.
-- name: incident_words_rebuild :exec
-- sqlite:
INSERT INTO incident_words (rowid, fold) SELECT -id, fold FROM incidents ORDER BY id DESC;
-- postgres:
INSERT INTO incident_words (id, words)
SELECT id, array_to_tsvector(string_to_array(fold, ' ')) FROM incidents WHERE fold <> '';

-- About how many there are, of all sides.
-- name: incident_newest :one
-- out: id int
SELECT COALESCE(max(id), 0) FROM incidents;

-- What it was convened for. Who only told of it (11) is no part of it.
-- name: incident_page_party :each
-- in: body int, below int, state int, open int, level int, type text
-- out: id int, fold text
SELECT DISTINCT i.id, i.fold
  FROM incident_parties v
  JOIN incidents i ON i.id = v.incident_id
 WHERE v.body_id = :body AND v.to_ms = 0 AND v.seat <> 11 AND v.incident_id < :below
   AND (:state = 0 OR i.state = :state) AND (:open = 0 OR i.state < 10 OR i.state > 12)
   AND (:level = 0 OR i.level = :level) AND (:type = '' OR i.type = :type)
 ORDER BY i.id DESC;

-- What it told of others' (11): where it stands.
-- name: incident_told_rows :many
-- in: body int, id int, below int, max int
-- out: id int, code text, state int, told_ms int
SELECT i.id, i.code, i.state, v.from_ms
  FROM incident_parties v
  JOIN incidents i ON i.id = v.incident_id
 WHERE v.body_id = :body AND v.to_ms = 0 AND v.seat = 11 AND v.incident_id < :below
   AND (:id = 0 OR v.incident_id = :id)
 ORDER BY v.incident_id DESC
 LIMIT :max;

-- name: incident_rows :many
-- in: ids text
-- out: id int, code text, title text, system_code text, system_name text, level int, type text, state int, detected_ms int, emergency int, proposed int, verified int, decided int, holder text, due_ms int, due_rule text, owner text
-- sqlite:
SELECT i.id, i.code, i.title, i.system_code, i.system_name, i.level, i.type, i.state, i.detected_ms, i.emergency,
       i.proposed, i.verified, i.decided, i.holder, i.due_ms, i.due_rule, o.name_vi
FROM json_each(:ids) j JOIN incidents i ON i.id = j.value JOIN bodies o ON o.id = i.owner_id
ORDER BY i.id DESC;
-- postgres:
SELECT i.id, i.code, i.title, i.system_code, i.system_name, i.level, i.type, i.state, i.detected_ms, i.emergency,
       i.proposed, i.verified, i.decided, i.holder, i.due_ms, i.due_rule, o.name_vi
FROM json_array_elements_text(CAST(:ids AS JSON)) j (value) JOIN incidents i ON i.id = CAST(j.value AS BIGINT)
JOIN bodies o ON o.id = i.owner_id
ORDER BY i.id DESC;

-- ---- a body that ends ----

-- name: incident_heir_count :one
-- in: body int
-- out: n int
SELECT (SELECT count(*) FROM incidents WHERE owner_id = :body) + (SELECT count(*) FROM incidents WHERE operator_id = :body);

-- name: incident_heir_owned :many
-- in: body int, max int
-- out: id int, owner int, operator int?
SELECT id, owner_id, operator_id FROM incidents WHERE owner_id = :body ORDER BY id LIMIT :max;

-- name: incident_heir_operated :many
-- in: body int, max int
-- out: id int, owner int, operator int?
SELECT id, owner_id, operator_id FROM incidents WHERE operator_id = :body ORDER BY id LIMIT :max;

-- name: incident_heir_set :exec
-- in: id int, owner int, operator int?
UPDATE incidents SET owner_id = :owner, operator_id = :operator, version = version + 1 WHERE id = :id;

-- name: incident_heir_parties :exec
-- in: body int, into int
UPDATE incident_parties SET body_id = :into WHERE body_id = :body AND to_ms = 0;

-- name: incident_heir_seats :exec
-- in: body int, into int, day text
UPDATE incident_seats SET body_id = :into WHERE body_id = :body AND valid_to >= :day;

-- ---- clocks ----

-- name: incident_clocks_rows :many
-- in: id int, max int
-- out: clock int, rule text, start_ms int, due_ms int, running int, done_ms int, paper_id int, exempt text, exempt_by text, exempt_no text, exempt_ms int
SELECT id, rule, start_ms, due_ms, running, done_ms, paper_id, exempt, exempt_by, exempt_no, exempt_ms
  FROM incident_clocks
 WHERE incident_id = :id ORDER BY id LIMIT :max;

-- name: incident_clock_put :one
-- in: id int, rule text, start int, due int, running int, done int, paper int
-- out: clock int
INSERT INTO incident_clocks (incident_id, rule, start_ms, due_ms, running, done_ms, paper_id, exempt, exempt_by)
VALUES (:id, :rule, :start, :due, :running, :done, :paper, '', '')
ON CONFLICT (incident_id, rule) DO UPDATE SET start_ms = excluded.start_ms, due_ms = excluded.due_ms,
       running = excluded.running, done_ms = excluded.done_ms, paper_id = excluded.paper_id
RETURNING id;

-- name: incident_clock_exempt :exec
-- in: id int, rule text, exempt text, exempt_by text, number text, now int
UPDATE incident_clocks SET exempt = :exempt, exempt_by = :exempt_by, exempt_no = :number, exempt_ms = :now
 WHERE incident_id = :id AND rule = :rule;

-- name: incident_checked_of :many
-- in: id int, max int
-- out: kind text, field text, person text, at_ms int
SELECT kind, field, person, at_ms FROM incident_events
 WHERE incident_id = :id AND kind IN ('checked', 'unchecked') ORDER BY id DESC LIMIT :max;

-- ---- notices by anybody ----

-- name: notice_hour_look :many
-- in: hour int, key text
-- out: key text, n int
SELECT key, n FROM incident_notice_hours WHERE hour = :hour AND key IN ('', :key);

-- name: notice_hour_add :one
-- in: hour int, key text
-- out: n int
INSERT INTO incident_notice_hours (hour, key, n) VALUES (:hour, :key, 1)
ON CONFLICT (hour, key) DO UPDATE SET n = incident_notice_hours.n + 1
RETURNING n;

-- name: notice_hours_forget :exec
-- in: hour int
DELETE FROM incident_notice_hours WHERE hour < :hour;

-- name: incident_notice_insert :one
-- in: code text, secret_hash text, now int, content text, sha256 text, title text
-- out: id int
INSERT INTO incident_notices (code, secret_hash, at_ms, content, sha256, title, state, incident_id, reason, person, acted_ms)
VALUES (:code, :secret_hash, :now, :content, :sha256, :title, 1, 0, '', '', 0)
RETURNING id;

-- name: incident_notice_status :one
-- in: code text, secret_hash text
-- out: code text, at_ms int, sha256 text, state int, acted_ms int
SELECT code, at_ms, sha256, state, acted_ms FROM incident_notices WHERE code = :code AND secret_hash = :secret_hash;

-- name: incident_notice_one :one
-- in: id int
-- out: id int, code text, at_ms int, content text, sha256 text, title text, state int, incident_id int, incident text?, reason text, person text, acted_ms int
SELECT n.id, n.code, n.at_ms, n.content, n.sha256, n.title, n.state, n.incident_id, i.code, n.reason, n.person, n.acted_ms
  FROM incident_notices n LEFT JOIN incidents i ON i.id = n.incident_id
 WHERE n.id = :id;

-- name: incident_notice_rows :many
-- in: state int, below int, max int
-- out: id int, code text, at_ms int, content text, sha256 text, title text, state int, incident_id int, incident text?, reason text, person text, acted_ms int
SELECT n.id, n.code, n.at_ms, n.content, n.sha256, n.title, n.state, n.incident_id, i.code, n.reason, n.person, n.acted_ms
  FROM incident_notices n LEFT JOIN incidents i ON i.id = n.incident_id
 WHERE n.state = :state AND n.id < :below
 ORDER BY n.id DESC LIMIT :max;

-- name: incident_notice_set :exec
-- in: id int, known int, state int, incident int, reason text, person text, now int
UPDATE incident_notices SET state = :state, incident_id = :incident, reason = :reason, person = :person, acted_ms = :now
 WHERE id = :id AND state = :known;

-- name: incident_notices_waiting :one
-- out: n int
SELECT count(*) FROM incident_notices WHERE state IN (1, 2);

-- ---- the checklist ----

-- name: incident_task_add :one
-- in: id int, template text, words text, seat int, body int, due int, now int
-- out: task int
INSERT INTO incident_tasks (incident_id, template, words, seat, body_id, due_ms, state, note, person, body, made_ms, acted_ms)
VALUES (:id, :template, :words, :seat, :body, :due, 1, '', '', '', :now, 0)
RETURNING id;

-- name: incident_tasks_of :many
-- in: id int, max int
-- out: task int, template text, words text, seat int, body_id int, holder text, due_ms int, state int, note text, person text, body text, acted_ms int
SELECT t.id, t.template, t.words, t.seat, t.body_id, b.name_vi, t.due_ms, t.state, t.note, t.person, t.body, t.acted_ms
  FROM incident_tasks t JOIN bodies b ON b.id = t.body_id
 WHERE t.incident_id = :id ORDER BY t.due_ms, t.id LIMIT :max;

-- name: incident_task_set :exec
-- in: task int, id int, known int, state int, note text, person text, body text, now int
UPDATE incident_tasks SET state = :state, note = :note, person = :person, body = :body, acted_ms = :now
 WHERE id = :task AND incident_id = :id AND state = :known;

-- name: incident_task_incident :one
-- in: task int
-- out: id int, words text
SELECT incident_id, words FROM incident_tasks WHERE id = :task;

-- name: incident_heir_tasks :exec
-- in: body int, into int
UPDATE incident_tasks SET body_id = :into WHERE body_id = :body AND state = 1;

-- ---- who speaks ----

-- name: incident_spokesperson_add :exec
-- in: id int, name text, post text, contact text, basis text, from int, person text, body text, now int
INSERT INTO incident_spokespersons (incident_id, name, post, contact, basis, from_ms, to_ms, person, body, at_ms)
VALUES (:id, :name, :post, :contact, :basis, :from, 0, :person, :body, :now);

-- name: incident_spokesperson_end :exec
-- in: id int, to int
UPDATE incident_spokespersons SET to_ms = :to WHERE incident_id = :id AND to_ms = 0;

-- name: incident_spokespersons_of :many
-- in: id int, max int
-- out: name text, post text, contact text, basis text, from_ms int, to_ms int, person text, body text
SELECT name, post, contact, basis, from_ms, to_ms, person, body FROM incident_spokespersons
 WHERE incident_id = :id ORDER BY id DESC LIMIT :max;

-- ---- lessons ----

-- name: incident_lesson_add :one
-- in: id int, title text, what text, words text, measures text, person_id int, person text, body text, now int
-- out: lesson int
INSERT INTO incident_lessons (incident_id, state, title, what, words, measures, named, drawn_id, drawn_by, drawn_body, drawn_ms,
                              approved_by, approved_ms, reason, spread_by, spread_ms, to_all)
VALUES (:id, 1, :title, :what, :words, :measures, 0, :person_id, :person, :body, :now, '', 0, '', '', 0, 0)
RETURNING id;

-- name: incident_lesson_set :exec
-- in: lesson int, id int, title text, what text, words text, measures text
UPDATE incident_lessons SET title = :title, what = :what, words = :words, measures = :measures
 WHERE id = :lesson AND incident_id = :id AND state = 1;

-- name: incident_lesson_judge :exec
-- in: lesson int, state int, named int, person text, now int, reason text
UPDATE incident_lessons SET state = :state, named = :named, approved_by = :person, approved_ms = :now, reason = :reason
 WHERE id = :lesson AND state = 1;

-- name: incident_lesson_spread_set :exec
-- in: lesson int, person text, now int, all int
UPDATE incident_lessons SET state = 3, spread_by = :person, to_all = :all,
       spread_ms = CASE WHEN spread_ms = 0 THEN :now ELSE spread_ms END
 WHERE id = :lesson AND state IN (2, 3);

-- name: incident_lesson_body_add :exec
-- in: body int, lesson int
INSERT INTO incident_lesson_bodies (body_id, lesson_id, person, read_ms) VALUES (:body, :lesson, '', 0)
ON CONFLICT DO NOTHING;

-- name: incident_lesson_body_read :exec
-- in: body int, lesson int, person text, now int
UPDATE incident_lesson_bodies SET person = :person, read_ms = :now
 WHERE body_id = :body AND lesson_id = :lesson AND read_ms = 0;

-- name: incident_lessons_of :many
-- in: id int, max int
-- out: lesson int, state int, title text, what text, words text, measures text, named int, drawn_id int, drawn_by text, drawn_body text, drawn_ms int, approved_by text, approved_ms int, reason text, spread_by text, spread_ms int, to_all int, told int, been_read int
SELECT l.id, l.state, l.title, l.what, l.words, l.measures, l.named, l.drawn_id, l.drawn_by, l.drawn_body, l.drawn_ms,
       l.approved_by, l.approved_ms, l.reason, l.spread_by, l.spread_ms, l.to_all,
       (SELECT count(*) FROM incident_lesson_bodies b WHERE b.lesson_id = l.id),
       (SELECT count(*) FROM incident_lesson_bodies b WHERE b.lesson_id = l.id AND b.read_ms > 0)
  FROM incident_lessons l WHERE l.incident_id = :id ORDER BY l.id DESC LIMIT :max;

-- name: lessons_told :many
-- in: body int, lesson int, max int
-- out: lesson int, title text, what text, words text, measures text, spread_ms int, read_ms int, victim text
SELECT l.id, l.title, l.what, l.words, l.measures, l.spread_ms, b.read_ms, CASE WHEN l.named = 1 THEN o.name_vi ELSE '' END
  FROM incident_lesson_bodies b
  JOIN incident_lessons l ON l.id = b.lesson_id
  JOIN incidents i ON i.id = l.incident_id
  JOIN bodies o ON o.id = i.owner_id
 WHERE b.body_id = :body AND (:lesson = 0 OR l.id = :lesson)
 ORDER BY l.id DESC LIMIT :max;

-- name: incident_heir_lessons :exec
-- in: body int, into int
INSERT INTO incident_lesson_bodies (body_id, lesson_id, person, read_ms)
SELECT :into, lesson_id, '', 0 FROM incident_lesson_bodies WHERE body_id = :body
ON CONFLICT DO NOTHING;

-- ---- indicators ----

-- name: incident_indicator_add :exec
-- in: id int, kind int, value text, host text, tlp int, note text, person text, body text, now int
INSERT INTO incident_indicators (incident_id, kind, value, host, tlp, note, person, body, at_ms, back_reason, back_by, back_ms)
VALUES (:id, :kind, :value, :host, :tlp, :note, :person, :body, :now, '', '', 0)
ON CONFLICT DO NOTHING;

-- name: incident_indicators_count :one
-- in: id int
-- out: n int
SELECT count(*) FROM incident_indicators WHERE incident_id = :id;

-- name: incident_indicators_of :many
-- in: id int, max int
-- out: indicator int, kind int, value text, host text, tlp int, note text, person text, body text, at_ms int, back_reason text, back_by text, back_ms int
SELECT id, kind, value, host, tlp, note, person, body, at_ms, back_reason, back_by, back_ms FROM incident_indicators
 WHERE incident_id = :id ORDER BY id DESC LIMIT :max;

-- name: incident_indicator_one :one
-- in: id int, indicator int
-- out: kind int, value text, back_ms int
SELECT kind, value, back_ms FROM incident_indicators WHERE id = :indicator AND incident_id = :id;

-- name: incident_indicator_back :exec
-- in: id int, indicator int, reason text, person text, now int
UPDATE incident_indicators SET back_reason = :reason, back_by = :person, back_ms = :now
 WHERE id = :indicator AND incident_id = :id AND back_ms = 0;

-- Incidents in sight of a body (all = 1: every one of that side) that befell the same system, bear the same indicator, or one on the
-- same host when they are of the same type; detected between two moments; newest first.
-- name: incident_alike_of :many
-- in: id int, system int, type text, from int, to int, body int, all int, invented int, max int
-- out: other int, code text, title text, state int, detected_ms int, why int, kind int, value text
SELECT i.id, i.code, i.title, i.state, i.detected_ms, m.why, m.kind, m.value
  FROM (SELECT id AS other, CAST(1 AS BIGINT) AS why, CAST(0 AS BIGINT) AS kind, '' AS value
          FROM incidents WHERE system_id = :system
        UNION ALL
        SELECT o.incident_id, CAST(2 AS BIGINT), n.kind, n.value
          FROM incident_indicators n
          JOIN incident_indicators o ON o.value = n.value AND o.kind = n.kind AND o.back_ms = 0
         WHERE n.incident_id = :id AND n.back_ms = 0
        UNION ALL
        SELECT o.incident_id, CAST(3 AS BIGINT), o.kind, n.host
          FROM incident_indicators n
          JOIN incident_indicators o ON o.host = n.host AND o.value <> n.value AND o.back_ms = 0
         WHERE n.incident_id = :id AND n.back_ms = 0 AND n.host <> '') m
  JOIN incidents i ON i.id = m.other
  JOIN bodies w ON w.id = i.owner_id
 WHERE i.id <> :id AND i.state <> 11 AND i.state <> 12 AND i.detected_ms BETWEEN :from AND :to
   AND (m.why < 3 OR (i.type = :type AND i.type <> ''))
   AND ((:all = 1 AND CASE WHEN w.kind = 'sample' THEN 1 ELSE 0 END = :invented)
        OR EXISTS (SELECT 1 FROM scope v WHERE v.kind = 2 AND v.object_id = i.id AND v.body_id = :body)
        OR EXISTS (SELECT 1 FROM incident_parties p WHERE p.incident_id = i.id AND p.body_id = :body AND p.to_ms = 0))
 ORDER BY i.id DESC, m.why, m.value LIMIT :max;

-- ---- assets ----

-- name: incident_asset_add :exec
-- in: id int, kind int, name text, address text, harm text, person text, body text, now int
INSERT INTO incident_assets (incident_id, kind, name, address, harm, person, body, at_ms, back_reason, back_by, back_ms)
VALUES (:id, :kind, :name, :address, :harm, :person, :body, :now, '', '', 0);

-- name: incident_assets_count :one
-- in: id int
-- out: n int
SELECT count(*) FROM incident_assets WHERE incident_id = :id;

-- name: incident_assets_of :many
-- in: id int, max int
-- out: asset int, kind int, name text, address text, harm text, person text, body text, at_ms int, back_reason text, back_by text, back_ms int
SELECT id, kind, name, address, harm, person, body, at_ms, back_reason, back_by, back_ms FROM incident_assets
 WHERE incident_id = :id ORDER BY id DESC LIMIT :max;

-- name: incident_asset_one :one
-- in: id int, asset int
-- out: name text
SELECT name FROM incident_assets WHERE id = :asset AND incident_id = :id;

-- name: incident_asset_back :exec
-- in: id int, asset int, reason text, person text, now int
UPDATE incident_assets SET back_reason = :reason, back_by = :person, back_ms = :now
 WHERE id = :asset AND incident_id = :id AND back_ms = 0;

-- ---- form 05 ----

-- By type, of a body and those below it. Asked: it was beyond what the owner could do alone.
-- name: incident_summary_rows :many
-- in: body int, from_ms int, to_ms int, none int, duplicate int
-- out: type text, n int, alone int, helped int, abroad int, asked int, damage int
SELECT k.type, count(*),
       CAST(sum(CASE WHEN k.helped = 0 AND k.abroad = 0 AND k.asked = 0 THEN 1 ELSE 0 END) AS BIGINT),
       CAST(sum(k.helped) AS BIGINT), CAST(sum(k.abroad) AS BIGINT), CAST(sum(k.asked) AS BIGINT),
       CAST(coalesce(sum(k.damage), 0) AS BIGINT)
  FROM (SELECT i.type AS type, CASE WHEN i.emergency <> 0 THEN 1 ELSE 0 END AS asked,
               CASE WHEN h.value IS NULL THEN 0 ELSE 1 END AS helped,
               CASE WHEN f.value IS NULL THEN 0 ELSE 1 END AS abroad,
               CAST(m.value AS BIGINT) AS damage
          FROM scope v
          JOIN incidents i ON i.id = v.object_id
          LEFT JOIN incident_facts h ON h.incident_id = i.id AND h.key = 'helpers' AND h.value <> ''
          LEFT JOIN incident_facts f ON f.incident_id = i.id AND f.key = 'helpers_foreign' AND f.value <> ''
          LEFT JOIN incident_facts m ON m.incident_id = i.id AND m.key = 'damage_vnd' AND m.value <> ''
         WHERE v.body_id = :body AND v.kind = 2 AND i.detected_ms >= :from_ms AND i.detected_ms < :to_ms
           AND i.state <> :none AND i.state <> :duplicate) k
 GROUP BY k.type ORDER BY k.type;

-- name: incident_summary_helpers :many
-- in: body int, from_ms int, to_ms int, none int, duplicate int, max int
-- out: abroad int, lines text
SELECT CAST(CASE WHEN f.key = 'helpers' THEN 0 ELSE 1 END AS BIGINT), f.value
  FROM scope v
  JOIN incidents i ON i.id = v.object_id
  JOIN incident_facts f ON f.incident_id = i.id AND f.key IN ('helpers', 'helpers_foreign') AND f.value <> ''
 WHERE v.body_id = :body AND v.kind = 2 AND i.detected_ms >= :from_ms AND i.detected_ms < :to_ms
   AND i.state <> :none AND i.state <> :duplicate
 ORDER BY i.detected_ms, i.id, f.key LIMIT :max;
