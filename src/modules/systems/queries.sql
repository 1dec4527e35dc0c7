-- The register. kind 1 in `scope` is a system. Lists read keys in order from scope's indexes, then the
-- lines of one page by their ids.

-- name: number_take :one
-- in: series text, n int
-- out: first int
UPDATE system_numbers SET next = next + :n WHERE series = :series RETURNING next - :n;

-- ---- one system ----

-- name: system_load :one
-- in: id int, body int
-- out: id int, uid text, code text, name text, owner_id int, operator_id int?, operator_text text, purpose text, scope text, size text, users_served text, address text, state int, begun_on text, running_since text, sheet_level int, project_kind int, project_name text, project_no text, project_on text, project_by text, embedded int, approval int, decision_no text, decision_on text, decision_by text, approval_expected text, regulation_no text, regulation_on text, regulation_by text, deployment int, deployment_expected text, inspections int, hosts text, contact_name text, contact_title text, contact_phone text, contact_email text, note text, source text, source_url text, facts text, level int, result int, pack text, determination_id int, import_id int, version int, created_ms int, updated_ms int, owner_code text, owner_name text, owner_kind text, operator_code text?, operator_name text?
SELECT s.id, s.uid, s.code, s.name, s.owner_id, s.operator_id, s.operator_text, s.purpose, s.scope,
       s.size, s.users_served, s.address, s.state, s.begun_on, s.running_since, s.sheet_level,
       s.project_kind, s.project_name, s.project_no, s.project_on, s.project_by, s.embedded,
       s.approval, s.decision_no, s.decision_on, s.decision_by, s.approval_expected,
       s.regulation_no, s.regulation_on, s.regulation_by, s.deployment, s.deployment_expected,
       s.inspections, s.hosts, s.contact_name, s.contact_title,
       s.contact_phone, s.contact_email, s.note, s.source, s.source_url, s.facts, s.level,
       s.result, s.pack, s.determination_id, s.import_id, s.version, s.created_ms, s.updated_ms,
       o.code, o.name_vi, o.kind, p.code, p.name_vi
FROM scope v
JOIN systems s ON s.id = v.object_id
JOIN bodies o ON o.id = s.owner_id
LEFT JOIN bodies p ON p.id = s.operator_id
WHERE v.kind = 1 AND v.object_id = :id AND v.body_id = :body;

-- The systems of one page, in no order.
-- name: system_load_many :many
-- in: ids text
-- out: id int, uid text, code text, name text, owner_id int, operator_id int?, operator_text text, purpose text, scope text, size text, users_served text, address text, state int, begun_on text, running_since text, sheet_level int, project_kind int, project_name text, project_no text, project_on text, project_by text, embedded int, approval int, decision_no text, decision_on text, decision_by text, approval_expected text, regulation_no text, regulation_on text, regulation_by text, deployment int, deployment_expected text, inspections int, hosts text, contact_name text, contact_title text, contact_phone text, contact_email text, note text, source text, source_url text, facts text, level int, result int, pack text, determination_id int, import_id int, version int, created_ms int, updated_ms int, owner_code text, owner_name text, owner_kind text, operator_code text?, operator_name text?
-- sqlite:
SELECT s.id, s.uid, s.code, s.name, s.owner_id, s.operator_id, s.operator_text, s.purpose, s.scope,
       s.size, s.users_served, s.address, s.state, s.begun_on, s.running_since, s.sheet_level,
       s.project_kind, s.project_name, s.project_no, s.project_on, s.project_by, s.embedded,
       s.approval, s.decision_no, s.decision_on, s.decision_by, s.approval_expected,
       s.regulation_no, s.regulation_on, s.regulation_by, s.deployment, s.deployment_expected,
       s.inspections, s.hosts, s.contact_name, s.contact_title,
       s.contact_phone, s.contact_email, s.note, s.source, s.source_url, s.facts, s.level,
       s.result, s.pack, s.determination_id, s.import_id, s.version, s.created_ms, s.updated_ms,
       o.code, o.name_vi, o.kind, p.code, p.name_vi
FROM json_each(:ids) i
JOIN systems s ON s.id = i.value
JOIN bodies o ON o.id = s.owner_id
LEFT JOIN bodies p ON p.id = s.operator_id;
-- postgres:
SELECT s.id, s.uid, s.code, s.name, s.owner_id, s.operator_id, s.operator_text, s.purpose, s.scope,
       s.size, s.users_served, s.address, s.state, s.begun_on, s.running_since, s.sheet_level,
       s.project_kind, s.project_name, s.project_no, s.project_on, s.project_by, s.embedded,
       s.approval, s.decision_no, s.decision_on, s.decision_by, s.approval_expected,
       s.regulation_no, s.regulation_on, s.regulation_by, s.deployment, s.deployment_expected,
       s.inspections, s.hosts, s.contact_name, s.contact_title,
       s.contact_phone, s.contact_email, s.note, s.source, s.source_url, s.facts, s.level,
       s.result, s.pack, s.determination_id, s.import_id, s.version, s.created_ms, s.updated_ms,
       o.code, o.name_vi, o.kind, p.code, p.name_vi
FROM json_array_elements_text(CAST(:ids AS JSON)) i (value)
JOIN systems s ON s.id = CAST(i.value AS BIGINT)
JOIN bodies o ON o.id = s.owner_id
LEFT JOIN bodies p ON p.id = s.operator_id;

-- name: system_insert :exec
-- in: id int, uid text, code text, name text, name_key text, fold text, sort_key text, owner_id int, operator_id int?, operator_text text, purpose text, scope text, size text, users_served text, address text, state int, begun_on text, running_since text, sheet_level int, project_kind int, project_name text, project_no text, project_on text, project_by text, embedded int, approval int, decision_no text, decision_on text, decision_by text, approval_expected text, regulation_no text, regulation_on text, regulation_by text, deployment int, deployment_expected text, inspections int, hosts text, contact_name text, contact_title text, contact_phone text, contact_email text, note text, source text, source_url text, facts text, level int, result int, pack text, determination_id int, import_id int, origin text, change_seq int, now int
INSERT INTO systems (
    id, uid, code, name, name_key, fold, sort_key, owner_id, operator_id, operator_text,
    purpose, scope, size, users_served, address, state, begun_on, running_since,
    sheet_level, project_kind, project_name, project_no, project_on, project_by, embedded,
    approval, decision_no, decision_on, decision_by, approval_expected,
    regulation_no, regulation_on, regulation_by, deployment, deployment_expected, inspections, hosts,
    contact_name, contact_title,
    contact_phone, contact_email, note, source, source_url, facts, level, result, pack,
    determination_id, import_id, origin, change_seq, version, created_ms, updated_ms)
VALUES (
    :id, :uid, :code, :name, :name_key, :fold, :sort_key, :owner_id, :operator_id,
    :operator_text, :purpose, :scope, :size, :users_served, :address, :state, :begun_on,
    :running_since, :sheet_level, :project_kind, :project_name, :project_no, :project_on,
    :project_by, :embedded, :approval, :decision_no, :decision_on, :decision_by,
    :approval_expected, :regulation_no, :regulation_on, :regulation_by, :deployment,
    :deployment_expected, :inspections, :hosts, :contact_name, :contact_title, :contact_phone, :contact_email, :note, :source, :source_url, :facts,
    :level, :result, :pack, :determination_id, :import_id, :origin, :change_seq, 1, :now,
    :now);

-- name: system_update :exec
-- in: id int, known_version int, name text, name_key text, fold text, sort_key text, owner_id int, operator_id int?, operator_text text, purpose text, scope text, size text, users_served text, address text, state int, begun_on text, running_since text, sheet_level int, project_kind int, project_name text, project_no text, project_on text, project_by text, embedded int, approval int, decision_no text, decision_on text, decision_by text, approval_expected text, regulation_no text, regulation_on text, regulation_by text, deployment int, deployment_expected text, inspections int, hosts text, contact_name text, contact_title text, contact_phone text, contact_email text, note text, source text, source_url text, facts text, level int, result int, pack text, determination_id int, import_id int, change_seq int, now int
UPDATE systems SET
    name = :name, name_key = :name_key, fold = :fold, sort_key = :sort_key, owner_id =
    :owner_id, operator_id = :operator_id, operator_text = :operator_text, purpose =
    :purpose, scope = :scope, size = :size, users_served = :users_served, address =
    :address, state = :state, begun_on = :begun_on, running_since = :running_since,
    sheet_level = :sheet_level, project_kind = :project_kind, project_name = :project_name,
    project_no = :project_no, project_on = :project_on, project_by = :project_by,
    embedded = :embedded, decision_no = :decision_no, decision_on = :decision_on,
    decision_by = :decision_by,
    approval = :approval, approval_expected = :approval_expected, regulation_no =
    :regulation_no, regulation_on = :regulation_on, regulation_by = :regulation_by,
    deployment = :deployment, deployment_expected = :deployment_expected, inspections =
    :inspections, hosts = :hosts, contact_name = :contact_name, contact_title =
    :contact_title, contact_phone = :contact_phone, contact_email = :contact_email, note =
    :note, source = :source, source_url = :source_url, facts = :facts, level = :level,
    result = :result, pack = :pack, determination_id = :determination_id, import_id =
    :import_id, change_seq = :change_seq, version = version + 1, updated_ms = :now
WHERE id = :id AND version = :known_version;

-- name: system_level_set :exec
-- in: id int, known_version int, level int, result int, pack text, determination_id int, change_seq int, now int
UPDATE systems SET level = :level, result = :result, pack = :pack,
       determination_id = :determination_id, change_seq = :change_seq, version = version + 1,
       updated_ms = :now
WHERE id = :id AND version = :known_version;

-- name: system_delete :exec
-- in: id int, known_version int
DELETE FROM systems WHERE id = :id AND version = :known_version;

-- Is the name taken within this owner, by another than `id`?
-- name: system_named :one
-- in: owner int, name_key text, id int
-- out: id int
SELECT id FROM systems WHERE owner_id = :owner AND name_key = :name_key AND id <> :id;

-- name: system_keys_of_owner :each
-- in: owner int
-- out: id int, name_key text
SELECT id, name_key FROM systems WHERE owner_id = :owner;

-- Enters rows into the search index, or takes them out: out before `fold` changes, in after it.
-- name: words_put :exec
-- in: first int, last int
-- sqlite:
INSERT INTO systems_words (rowid, fold) SELECT id, fold FROM systems WHERE id BETWEEN :first AND :last;
-- postgres:
INSERT INTO systems_words (id, words)
SELECT id, array_to_tsvector(string_to_array(fold, ' ')) FROM systems
WHERE id BETWEEN :first AND :last AND fold <> '';

-- name: words_take :exec
-- in: first int, last int
-- sqlite:
INSERT INTO systems_words (systems_words, rowid, fold)
SELECT 'delete', id, fold FROM systems WHERE id BETWEEN :first AND :last;
-- postgres:
DELETE FROM systems_words WHERE id BETWEEN :first AND :last;

-- ---- lists ----

-- name: system_page_all :many
-- in: body int, sort_key text, id int, max int
-- out: id int, sort_key text
SELECT object_id, sort_key FROM scope
WHERE body_id = :body AND kind = 1 AND (sort_key, object_id) > (:sort_key, :id)
ORDER BY sort_key, object_id LIMIT :max;

-- name: system_page_range :many
-- in: body int, level int, state int, sort_key text, id int, max int
-- out: id int, sort_key text
SELECT object_id, sort_key FROM scope
WHERE body_id = :body AND kind = 1 AND level = :level AND state = :state
  AND (sort_key, object_id) > (:sort_key, :id)
ORDER BY sort_key, object_id LIMIT :max;

-- name: system_page_owner :many
-- in: body int, owner int, level int, state int, result int, by_level int, rank int, sort_key text, id int, max int
-- out: id int, sort_key text, rank int
SELECT s.id, s.sort_key, :by_level * (5 - v.level % 10) FROM systems s
JOIN scope v ON v.kind = 1 AND v.object_id = s.id AND v.body_id = :body
WHERE s.owner_id = :owner AND (:level < 0 OR v.level % 10 = :level) AND (:state = 0 OR v.state = :state)
  AND (:result = 0 OR (:result = 1 AND v.level BETWEEN 1 AND 9) OR (:result = 2 AND v.level >= 10)
       OR (:result = 3 AND v.level = 0))
  AND (:by_level * (5 - v.level % 10), s.sort_key, s.id) > (:rank, :sort_key, :id)
ORDER BY 3, s.sort_key, s.id LIMIT :max;

-- name: system_count_owner :one
-- in: body int, owner int, level int, state int, result int
-- out: n int
SELECT count(*) FROM systems s
JOIN scope v ON v.kind = 1 AND v.object_id = s.id AND v.body_id = :body
WHERE s.owner_id = :owner AND (:level < 0 OR v.level % 10 = :level) AND (:state = 0 OR v.state = :state)
  AND (:result = 0 OR (:result = 1 AND v.level BETWEEN 1 AND 9) OR (:result = 2 AND v.level >= 10)
       OR (:result = 3 AND v.level = 0));

-- How many rows of the whole register hold the words, counted up to max.
-- name: system_words_count :one
-- in: words text, max int
-- out: n int
-- sqlite:
SELECT count(*) FROM (SELECT rowid FROM systems_words WHERE systems_words MATCH :words LIMIT :max) hits;
-- postgres:
SELECT count(*) FROM (SELECT id FROM systems_words WHERE words @@ CAST(:words AS tsquery) LIMIT :max) hits;

-- Hits in sight, in no order.
-- name: system_words_hits :many
-- in: words text, body int, owner int, level int, state int, result int, max int
-- out: id int, sort_key text, name text
-- sqlite:
SELECT s.id, s.sort_key, s.name FROM systems_words w
CROSS JOIN scope v ON v.kind = 1 AND v.object_id = w.rowid AND v.body_id = :body
CROSS JOIN systems s ON s.id = w.rowid
WHERE systems_words MATCH :words AND (:owner = 0 OR s.owner_id = :owner) AND (:level < 0 OR v.level % 10 = :level) AND (:state = 0 OR v.state = :state)
  AND (:result = 0 OR (:result = 1 AND v.level BETWEEN 1 AND 9) OR (:result = 2 AND v.level >= 10)
       OR (:result = 3 AND v.level = 0))
LIMIT :max;
-- postgres:
SELECT s.id, s.sort_key, s.name FROM systems_words w
JOIN scope v ON v.kind = 1 AND v.object_id = w.id AND v.body_id = :body
JOIN systems s ON s.id = w.id
WHERE w.words @@ CAST(:words AS tsquery) AND (:owner = 0 OR s.owner_id = :owner) AND (:level < 0 OR v.level % 10 = :level) AND (:state = 0 OR v.state = :state)
  AND (:result = 0 OR (:result = 1 AND v.level BETWEEN 1 AND 9) OR (:result = 2 AND v.level >= 10)
       OR (:result = 3 AND v.level = 0))
LIMIT :max;

-- Everything in sight in order, with the words, for a search that is done by walking.
-- name: system_walk :each
-- in: body int, owner int, level int, state int, result int, sort_key text, id int, max int
-- out: id int, sort_key text, name text, fold text
SELECT s.id, s.sort_key, s.name, s.fold FROM scope v
JOIN systems s ON s.id = v.object_id
WHERE v.body_id = :body AND v.kind = 1 AND (:owner = 0 OR s.owner_id = :owner) AND (:level < 0 OR v.level % 10 = :level) AND (:state = 0 OR v.state = :state)
  AND (:result = 0 OR (:result = 1 AND v.level BETWEEN 1 AND 9) OR (:result = 2 AND v.level >= 10)
       OR (:result = 3 AND v.level = 0))
  AND (v.sort_key, v.object_id) > (:sort_key, :id)
ORDER BY v.sort_key, v.object_id LIMIT :max;

-- name: system_lines :many
-- in: ids text
-- out: id int, code text, name text, owner_code text, owner_name text, operator_name text, state int, level int, sheet_level int, result int, pack text, decision_no text
-- sqlite:
SELECT s.id, s.code, s.name, o.code, o.name_vi, coalesce(p.name_vi, s.operator_text), s.state,
       s.level, s.sheet_level, s.result, s.pack, s.decision_no
FROM json_each(:ids) i
JOIN systems s ON s.id = i.value
JOIN bodies o ON o.id = s.owner_id
LEFT JOIN bodies p ON p.id = s.operator_id;
-- postgres:
SELECT s.id, s.code, s.name, o.code, o.name_vi, coalesce(p.name_vi, s.operator_text), s.state,
       s.level, s.sheet_level, s.result, s.pack, s.decision_no
FROM json_array_elements_text(CAST(:ids AS JSON)) i (value)
JOIN systems s ON s.id = CAST(i.value AS BIGINT)
JOIN bodies o ON o.id = s.owner_id
LEFT JOIN bodies p ON p.id = s.operator_id;

-- ---- a body that ends hands on what it has ----

-- name: heir_count :one
-- in: body int
-- out: n int
SELECT count(*) FROM systems WHERE owner_id = :body;

-- name: heir_clashes :one
-- in: body int, other int
-- out: n int
SELECT count(*) FROM systems a JOIN systems b ON b.owner_id = :other AND b.name_key = a.name_key
WHERE a.owner_id = :body;

-- Written by an import that is not finished: nobody sees it yet.
-- name: heir_staged :many
-- in: body int
-- out: id int
SELECT s.id FROM systems s
WHERE s.owner_id = :body
  AND NOT EXISTS (SELECT 1 FROM scope v WHERE v.kind = 1 AND v.object_id = s.id AND v.body_id = :body)
ORDER BY s.id LIMIT 1;

-- name: heir_owned :many
-- in: body int, max int
-- out: id int, code text, name text, version int, level int, result int, state int, owner int, operator int?, owner_code text, owner_name text, operator_code text?, operator_name text
SELECT s.id, s.code, s.name, s.version, s.level, s.result, s.state, s.owner_id, s.operator_id, o.code,
       o.name_vi, p.code, coalesce(p.name_vi, s.operator_text)
FROM systems s JOIN bodies o ON o.id = s.owner_id LEFT JOIN bodies p ON p.id = s.operator_id
WHERE s.owner_id = :body LIMIT :max;

-- One of those it owns or runs.
-- name: heir_one :many
-- in: id int, body int
-- out: id int, code text, name text, version int, level int, result int, state int, owner int, operator int?, owner_code text, owner_name text, operator_code text?, operator_name text
SELECT s.id, s.code, s.name, s.version, s.level, s.result, s.state, s.owner_id, s.operator_id, o.code,
       o.name_vi, p.code, coalesce(p.name_vi, s.operator_text)
FROM systems s JOIN bodies o ON o.id = s.owner_id LEFT JOIN bodies p ON p.id = s.operator_id
WHERE s.id = :id AND (s.owner_id = :body OR s.operator_id = :body);

-- name: heir_holdings :many
-- in: body int, max int
-- out: id int, name text, code text
SELECT s.id, s.name, s.code FROM systems s WHERE s.owner_id = :body OR s.operator_id = :body
ORDER BY s.sort_key, s.id LIMIT :max;

-- name: heir_operated :many
-- in: body int, max int
-- out: id int, code text, name text, version int, level int, result int, state int, owner int, operator int?, owner_code text, owner_name text, operator_code text?, operator_name text
SELECT s.id, s.code, s.name, s.version, s.level, s.result, s.state, s.owner_id, s.operator_id, o.code,
       o.name_vi, p.code, coalesce(p.name_vi, s.operator_text)
FROM scope v JOIN systems s ON s.id = v.object_id
JOIN bodies o ON o.id = s.owner_id LEFT JOIN bodies p ON p.id = s.operator_id
WHERE v.body_id = :body AND v.kind = 1 AND v.role = 2 AND s.operator_id = :body LIMIT :max;

-- name: heir_set :exec
-- in: id int, known_version int, owner int, operator_id int?, name text, name_key text, sort_key text, fold text, change_seq int, now int
UPDATE systems SET owner_id = :owner, operator_id = :operator_id, name = :name, name_key = :name_key,
       sort_key = :sort_key, fold = :fold, change_seq = :change_seq, version = version + 1,
       updated_ms = :now
WHERE id = :id AND version = :known_version;

-- ---- saved views ----

-- What a person finds beside the search: their own, their body's, those of the branches they stand in.
-- name: saved_rows :many
-- in: person int, body int, max int
-- out: id int, body_id int, body_name text, person_id int, person text, reach int, name text, query text, version int, changed_ms int, is_default int
SELECT v.id, v.body_id, b.name_vi, v.person_id, v.person, v.reach, v.name, v.query, v.version,
       v.changed_ms, CASE WHEN d.view_id = v.id THEN 1 ELSE 0 END
FROM system_views v JOIN bodies b ON b.id = v.body_id
LEFT JOIN system_view_defaults d ON d.person_id = :person AND d.body_id = :body
WHERE v.person_id = :person OR (v.body_id = :body AND v.reach > 1)
   OR (v.reach = 3 AND v.body_id IN (SELECT l.above_id FROM body_lines l WHERE l.body_id = :body))
ORDER BY v.sort_key, v.id LIMIT :max;

-- name: saved_insert :one
-- in: uid text, body_id int, person_id int, person text, reach int, name text, sort_key text, query text, now int
-- out: id int
INSERT INTO system_views (uid, body_id, person_id, person, reach, name, sort_key, query, version, made_ms, changed_ms)
VALUES (:uid, :body_id, :person_id, :person, :reach, :name, :sort_key, :query, 1, :now, :now)
RETURNING id;

-- name: saved_update :exec
-- in: id int, known_version int, reach int, name text, sort_key text, query text, now int
UPDATE system_views SET reach = :reach, name = :name, sort_key = :sort_key, query = :query,
       version = version + 1, changed_ms = :now
WHERE id = :id AND version = :known_version;

-- name: saved_delete :exec
-- in: id int
DELETE FROM system_views WHERE id = :id;

-- name: saved_defaults_drop :exec
-- in: view_id int
DELETE FROM system_view_defaults WHERE view_id = :view_id;

-- name: saved_default_drop :exec
-- in: person int, body int
DELETE FROM system_view_defaults WHERE person_id = :person AND body_id = :body;

-- name: saved_default_set :exec
-- in: person int, body int, view_id int
INSERT INTO system_view_defaults (person_id, body_id, view_id) VALUES (:person, :body, :view_id);

-- A body that ends hands on the views it shares.
-- name: saved_move :exec
-- in: from_id int, to_id int
UPDATE system_views SET body_id = :to_id WHERE body_id = :from_id;

-- ---- many systems changed at once ----

-- What decides whether a system may be changed so, beside its record.
-- name: bulk_look :many
-- in: ids text, body int, today text
-- out: id int, role int, merged int
-- sqlite:
SELECT v.object_id, v.role, CASE WHEN o.merged_into IS NOT NULL AND o.valid_to < :today THEN 1 ELSE 0 END
FROM json_each(:ids) i
CROSS JOIN scope v ON v.kind = 1 AND v.object_id = i.value AND v.body_id = :body
CROSS JOIN systems s ON s.id = v.object_id
CROSS JOIN bodies o ON o.id = s.owner_id;
-- postgres:
SELECT v.object_id, v.role, CASE WHEN o.merged_into IS NOT NULL AND o.valid_to < :today THEN 1 ELSE 0 END
FROM json_array_elements_text(CAST(:ids AS JSON)) i (value)
JOIN scope v ON v.kind = 1 AND v.object_id = CAST(i.value AS BIGINT) AND v.body_id = :body
JOIN systems s ON s.id = v.object_id
JOIN bodies o ON o.id = s.owner_id;

-- name: bulk_insert :one
-- in: uid text, person_id int, person text, body_id int, changes text, words text, total int, now int
-- out: id int
INSERT INTO bulks (uid, person_id, person, body_id, state, changes, words, total, made_ms, done_ms, job_id)
VALUES (:uid, :person_id, :person, :body_id, 1, :changes, :words, :total, :now, 0, 0) RETURNING id;

-- name: bulk_row_insert :exec
-- in: bulk_id int, system_id int, state int, version int, rule text
INSERT INTO bulk_rows (bulk_id, system_id, state, version, rule)
VALUES (:bulk_id, :system_id, :state, :version, :rule);

-- name: bulk_load_row :one
-- in: id int, body int
-- out: id int, person_id int, person text, body_id int, state int, changes text, words text, total int, made_ms int, done_ms int, job_id int
SELECT id, person_id, person, body_id, state, changes, words, total, made_ms, done_ms, job_id
FROM bulks WHERE id = :id AND body_id = :body;

-- name: bulk_recent_rows :many
-- in: body int, max int
-- out: id int, person_id int, person text, body_id int, state int, changes text, words text, total int, made_ms int, done_ms int, job_id int
SELECT id, person_id, person, body_id, state, changes, words, total, made_ms, done_ms, job_id
FROM bulks WHERE body_id = :body AND state > 1 ORDER BY id DESC LIMIT :max;

-- name: bulk_counts :many
-- in: bulk_id int
-- out: state int, rule text, n int
SELECT state, rule, count(*) FROM bulk_rows WHERE bulk_id = :bulk_id
GROUP BY state, rule ORDER BY state, rule;

-- name: bulk_row_names :many
-- in: bulk_id int, state int, max int
-- out: id int, code text, name text, rule text
SELECT s.id, s.code, s.name, r.rule FROM bulk_rows r JOIN systems s ON s.id = r.system_id
WHERE r.bulk_id = :bulk_id AND r.state = :state ORDER BY r.system_id LIMIT :max;

-- name: bulk_next :many
-- in: bulk_id int, state int, max int
-- out: id int, version int
SELECT system_id, version FROM bulk_rows
WHERE bulk_id = :bulk_id AND state = :state ORDER BY system_id LIMIT :max;

-- name: bulk_row_set :exec
-- in: bulk_id int, system_id int, state int, version int, rule text
UPDATE bulk_rows SET state = :state, version = :version, rule = :rule
WHERE bulk_id = :bulk_id AND system_id = :system_id;

-- From one state to the next; nothing happens when it has moved on.
-- name: bulk_step :exec
-- in: id int, known_state int, state int, done_ms int, job_id int
UPDATE bulks SET state = :state, done_ms = :done_ms, job_id = :job_id
WHERE id = :id AND state = :known_state;

-- What one change of many did to one system.
-- name: history_of_bulk :many
-- in: system_id int, version int, bulk_id int
-- out: field text, before text
SELECT field, before FROM system_history
WHERE system_id = :system_id AND version = :version AND bulk_id = :bulk_id ORDER BY id;

-- ---- what runs on what ----

-- name: host_link_add :exec
-- in: system_id int, host_id int
INSERT INTO system_links (system_id, host_id) VALUES (:system_id, :host_id);

-- name: host_links_drop :exec
-- in: system_id int
DELETE FROM system_links WHERE system_id = :system_id;

-- What a system runs on, whoever sees it: for finding circles.
-- name: link_hosts :many
-- in: system_id int, max int
-- out: id int
SELECT host_id FROM system_links WHERE system_id = :system_id ORDER BY host_id LIMIT :max;

-- What a system runs on, as far as a body sees it.
-- name: hosts_of :many
-- in: system_id int, body int, max int
-- out: id int, code text, name text, level int, result int
SELECT s.id, s.code, s.name, s.level, s.result FROM system_links l
JOIN scope v ON v.kind = 1 AND v.object_id = l.host_id AND v.body_id = :body
JOIN systems s ON s.id = l.host_id
WHERE l.system_id = :system_id ORDER BY s.id LIMIT :max;

-- What runs on a system, as far as a body sees it.
-- name: hosted_by :many
-- in: host_id int, body int, max int
-- out: id int, code text, name text, level int, result int
SELECT s.id, s.code, s.name, s.level, s.result FROM system_links l
JOIN scope v ON v.kind = 1 AND v.object_id = l.system_id AND v.body_id = :body
JOIN systems s ON s.id = l.system_id
WHERE l.host_id = :host_id ORDER BY s.sort_key, s.id LIMIT :max;

-- ---- "the list is complete" ----

-- name: vouch_insert :one
-- in: uid text, body_id int, person_id int, person text, on_day text, systems int, note text, now int
-- out: id int
INSERT INTO list_vouches (uid, body_id, person_id, person, on_day, systems, note, at_ms)
VALUES (:uid, :body_id, :person_id, :person, :on_day, :systems, :note, :now) RETURNING id;

-- The latest of a body, and how many of its systems changed since, counted up to max.
-- name: vouch_latest :one
-- in: body int, max int
-- out: id int, person text, on_day text, systems int, note text, at_ms int, changed int
SELECT c.id, c.person, c.on_day, c.systems, c.note, c.at_ms,
       (SELECT count(*) FROM (SELECT 1 AS one FROM systems s
        WHERE s.owner_id = c.body_id AND s.updated_ms > c.at_ms LIMIT :max) x)
FROM list_vouches c WHERE c.body_id = :body ORDER BY c.id DESC LIMIT 1;

-- name: vouch_rows :many
-- in: body int, max int
-- out: id int, person text, on_day text, systems int, note text, at_ms int
SELECT id, person, on_day, systems, note, at_ms FROM list_vouches
WHERE body_id = :body ORDER BY id DESC LIMIT :max;

-- name: register_term_load :one
-- in: name text
-- out: months int, certainty text
SELECT months, certainty FROM register_terms WHERE name = :name;

-- name: register_term_set :exec
-- in: name text, months int
UPDATE register_terms SET months = :months WHERE name = :name;

-- Every body of a branch, or supervised from outside it, that owns a system: the one that was longest
-- without a word first.
-- name: vouch_overview :many
-- in: body int, max int, changed_max int
-- out: body_id int, code text, name_vi text, name_en text, on_day text, person text, at_ms int, systems int, changed int
SELECT b.id, b.code, b.name_vi, b.name_en, coalesce(c.on_day, ''), coalesce(c.person, ''), coalesce(c.at_ms, 0),
       coalesce(c.systems, 0),
       (SELECT count(*) FROM (SELECT 1 AS one FROM systems s
        WHERE s.owner_id = b.id AND s.updated_ms > coalesce(c.at_ms, 0) LIMIT :changed_max) x)
FROM (SELECT body_id FROM body_lines WHERE above_id = :body
      UNION SELECT body_id FROM body_sights WHERE by_id = :body) l
JOIN bodies b ON b.id = l.body_id
LEFT JOIN list_vouches c ON c.id = (SELECT max(m.id) FROM list_vouches m WHERE m.body_id = b.id)
WHERE EXISTS (SELECT 1 FROM systems s WHERE s.owner_id = b.id)
ORDER BY coalesce(c.on_day, ''), b.sort_key, b.id LIMIT :max;

-- ---- history ----

-- name: history_insert :exec
-- in: system_id int, version int, at_ms int, person_id int, person text, act int, import_id int, bulk_id int, field text, before text, after text
INSERT INTO system_history (system_id, version, at_ms, person_id, person, act, import_id, bulk_id, field, before, after)
VALUES (:system_id, :version, :at_ms, :person_id, :person, :act, :import_id, :bulk_id, :field, :before, :after);

-- name: history_rows :many
-- in: system_id int, field text, below int, max int
-- out: version int, at_ms int, person text, act int, import_id int, bulk_id int, field text, before text, after text
SELECT version, at_ms, person, act, import_id, bulk_id, field, before, after FROM system_history
WHERE system_id = :system_id AND version < :below AND (:field = '' OR field = :field)
ORDER BY version DESC, id LIMIT :max;

-- Which fields of a system have a history.
-- name: history_fields :many
-- in: system_id int
-- out: field text, n int
SELECT field, count(*) FROM system_history WHERE system_id = :system_id GROUP BY field ORDER BY field;

-- What an import changed, system by system.
-- name: history_of_import :many
-- in: import_id int
-- out: system_id int, version int, field text, before text
SELECT system_id, version, field, before FROM system_history
WHERE import_id = :import_id ORDER BY system_id, id;

-- name: history_forget :exec
-- in: first int, last int
DELETE FROM system_history WHERE system_id BETWEEN :first AND :last;

-- ---- determinations ----

-- name: determination_insert :exec
-- in: id int, system_id int, at_ms int, person_id int, person text, act int, pack text, pack_version text, pack_sha256 text, pack_row text, on_day text, result int, level int, facts text, hits text, questions text, reason text
INSERT INTO determinations (id, system_id, at_ms, person_id, person, act, pack, pack_version, pack_sha256,
    pack_row, on_day, result, level, facts, hits, questions, reason)
VALUES (:id, :system_id, :at_ms, :person_id, :person, :act, :pack, :pack_version, :pack_sha256,
    :pack_row, :on_day, :result, :level, :facts, :hits, :questions, :reason);

-- name: determination_rows :many
-- in: system_id int, max int
-- out: id int, system_id int, at_ms int, person_id int, person text, act int, pack text, pack_version text, pack_sha256 text, pack_row text, on_day text, result int, level int, facts text, hits text, questions text, reason text
SELECT id, system_id, at_ms, person_id, person, act, pack, pack_version, pack_sha256, pack_row, on_day,
       result, level, facts, hits, questions, reason
FROM determinations WHERE system_id = :system_id ORDER BY id DESC LIMIT :max;

-- name: determinations_forget :exec
-- in: first int, last int
DELETE FROM determinations WHERE system_id BETWEEN :first AND :last;

-- ---- imports ----

-- name: import_add :one
-- in: uid text, person_id int, person text, body_id int, owner text, filename text, state int, mapping text, now int
-- out: id int
INSERT INTO imports (uid, person_id, person, body_id, owner, filename, state, mapping, made_ms, touched_ms,
    done_ms, first_id, new_count, changed, same, refused, problem)
VALUES (:uid, :person_id, :person, :body_id, :owner, :filename, :state, :mapping, :now, :now,
    0, 0, 0, 0, 0, 0, '')
RETURNING id;

-- name: import_row_load :one
-- in: id int, body int
-- out: id int, sheet text, only_new int, person text, body_id int, owner text, filename text, state int, mapping text, made_ms int, done_ms int, first_id int, new_count int, changed int, same int, refused int, problem text
SELECT i.id, i.sheet, i.only_new, i.person, i.body_id, i.owner, i.filename, i.state, i.mapping, i.made_ms, i.done_ms, i.first_id, i.new_count,
       i.changed, i.same, i.refused, i.problem
FROM imports i JOIN body_lines l ON l.body_id = i.body_id AND l.above_id = :body
WHERE i.id = :id;

-- name: import_rows :many
-- in: body int, max int
-- out: id int, sheet text, only_new int, person text, body_id int, owner text, filename text, state int, mapping text, made_ms int, done_ms int, first_id int, new_count int, changed int, same int, refused int, problem text
SELECT i.id, i.sheet, i.only_new, i.person, i.body_id, i.owner, i.filename, i.state, i.mapping, i.made_ms, i.done_ms, i.first_id, i.new_count,
       i.changed, i.same, i.refused, i.problem
FROM imports i WHERE i.body_id = :body ORDER BY i.id DESC LIMIT :max;

-- name: import_map :exec
-- in: id int, mapping text, owner text, sheet text, state int
UPDATE imports SET mapping = :mapping, owner = :owner, sheet = :sheet WHERE id = :id AND state = :state;

-- name: import_accept :exec
-- in: id int, only_new int, state int
UPDATE imports SET only_new = :only_new WHERE id = :id AND state = :state;

-- name: import_fix_put :exec
-- in: import_id int, row_number int, column_number int, text text
INSERT INTO import_fixes (import_id, row_number, column_number, text)
VALUES (:import_id, :row_number, :column_number, :text)
ON CONFLICT (import_id, row_number, column_number) DO UPDATE SET text = excluded.text;

-- name: import_fix_rows :many
-- in: import_id int, max int
-- out: row_number int, column_number int, text text
SELECT row_number, column_number, text FROM import_fixes WHERE import_id = :import_id
ORDER BY row_number, column_number LIMIT :max;

-- name: import_fixes_drop :exec
-- in: import_id int
DELETE FROM import_fixes WHERE import_id = :import_id;

-- name: import_fixes_copy :exec
-- in: import_id int, to_id int
INSERT INTO import_fixes (import_id, row_number, column_number, text)
SELECT CAST(:to_id AS BIGINT), row_number, column_number, text FROM import_fixes
WHERE import_id = :import_id;

-- name: import_pieces_copy :exec
-- in: import_id int, to_id int, kind int
INSERT INTO import_pieces (import_id, kind, piece, bytes)
SELECT CAST(:to_id AS BIGINT), kind, piece, bytes FROM import_pieces
WHERE import_id = :import_id AND kind = :kind;

-- From one state to the next; nothing happens when it has moved on.
-- name: import_step :exec
-- in: id int, known_state int, state int, first_id int, new_count int, now int
UPDATE imports SET state = :state, first_id = :first_id, new_count = :new_count, touched_ms = :now
WHERE id = :id AND state = :known_state;

-- name: import_touch :exec
-- in: id int, now int
UPDATE imports SET touched_ms = :now WHERE id = :id;

-- name: import_finish :exec
-- in: id int, state int, changed int, same int, refused int, problem text, now int
UPDATE imports SET state = :state, changed = :changed, same = :same, refused = :refused,
       problem = :problem, done_ms = :now, touched_ms = :now
WHERE id = :id;

-- Imports that stopped halfway: their process is gone.
-- name: import_abandoned :many
-- in: state int, before_ms int
-- out: id int, first_id int, new_count int
SELECT id, first_id, new_count FROM imports WHERE state = :state AND touched_ms < :before_ms
ORDER BY id LIMIT 10;

-- name: import_piece_put :exec
-- in: import_id int, kind int, piece int, bytes bytes
INSERT INTO import_pieces (import_id, kind, piece, bytes) VALUES (:import_id, :kind, :piece, :bytes);

-- name: import_piece :one
-- in: import_id int, kind int, piece int
-- out: bytes bytes
SELECT bytes FROM import_pieces WHERE import_id = :import_id AND kind = :kind AND piece = :piece;

-- name: import_pieces_drop :exec
-- in: import_id int, kind int
DELETE FROM import_pieces WHERE import_id = :import_id AND kind = :kind;

-- Systems that are still as the import made them.
-- name: import_untouched :one
-- in: import_id int, first int, last int
-- out: n int
SELECT count(*) FROM systems
WHERE id BETWEEN :first AND :last AND import_id = :import_id AND version = 1;

-- Systems of an import that were changed since, or are gone: the first few.
-- name: import_touched :many
-- in: import_id int, first int, last int, max int
-- out: id int, code text, version int
SELECT id, code, version FROM systems
WHERE id BETWEEN :first AND :last AND (import_id <> :import_id OR version <> 1)
ORDER BY id LIMIT :max;

-- name: systems_forget :exec
-- in: first int, last int
DELETE FROM systems WHERE id BETWEEN :first AND :last;

-- The search index anew from the register, after a restore.
-- name: systems_words_rebuild :exec
-- sqlite:
INSERT INTO systems_words (systems_words) VALUES ('rebuild');
-- postgres:
INSERT INTO systems_words (id, words)
SELECT id, array_to_tsvector(string_to_array(fold, ' ')) FROM systems WHERE fold <> '';

-- ---- what there is to do, for modules/tasks ----

-- Another number whenever a system or an import changed.
-- name: todo_mark :one
-- out: mark int
SELECT CAST((SELECT coalesce(sum(next), 0) FROM system_numbers)
     + (SELECT coalesce(max(touched_ms), 0) + coalesce(max(done_ms), 0) + coalesce(sum(state), 0) FROM imports) AS BIGINT);

-- Owners with systems that have no level yet or could still rise, and how many.
-- name: todo_open :many
-- in: kind int, role int, at_most int
-- out: body_id int, code text, name_vi text, n int
SELECT b.id, b.code, b.name_vi, o.n
FROM (SELECT body_id, count(*) AS n FROM scope
      WHERE kind = :kind AND role = :role AND (level >= 10 OR level = 0) GROUP BY body_id) o
JOIN bodies b ON b.id = o.body_id ORDER BY b.id LIMIT :at_most;

-- Imports that left rows out and that no later one of the same file replaced.
-- name: todo_left_out :many
-- in: since int, at_most int
-- out: id int, filename text, refused int, body_id int, person_id int
SELECT i.id, i.filename, i.refused, i.body_id, i.person_id FROM imports i
WHERE i.state = 3 AND i.refused > 0 AND i.done_ms > :since AND i.body_id > 0
  AND NOT EXISTS (SELECT 1 FROM imports l WHERE l.body_id = i.body_id AND l.filename = i.filename
                  AND l.state = 3 AND l.id > i.id)
ORDER BY i.id LIMIT :at_most;
