-- Records a paper that was drawn up.
-- name: paper_add :one
-- in: system_id int, determination_id int, form text, pack text, pack_version text, pack_sha256 text, template_sha256 text, result int, level int, docx_sha256 text, docx_bytes int, body_id int, person_id int, person text, at_ms int
-- out: id int
INSERT INTO papers (system_id, determination_id, form, pack, pack_version, pack_sha256, template_sha256,
                    result, level, docx_sha256, docx_bytes, body_id, person_id, person, at_ms)
VALUES (:system_id, :determination_id, :form, :pack, :pack_version, :pack_sha256, :template_sha256,
        :result, :level, :docx_sha256, :docx_bytes, :body_id, :person_id, :person, :at_ms)
RETURNING id;

-- The papers of one system that the viewer may see, newest first.
-- name: papers_of_system :many
-- in: system_id int, kind int, body_id int, limit int
-- out: id int, form text, pack text, pack_version text, result int, level int, docx_sha256 text, docx_bytes int, person text, at_ms int
SELECT p.id, p.form, p.pack, p.pack_version, p.result, p.level, p.docx_sha256, p.docx_bytes, p.person, p.at_ms
  FROM scope v
  JOIN papers p ON p.system_id = v.object_id
 WHERE v.body_id = :body_id AND v.kind = :kind AND v.object_id = :system_id
 ORDER BY p.id DESC
 LIMIT :limit;

-- The latest dossier of a system that the viewer may see; 0 none.
-- name: paper_dossier :one
-- in: system_id int, viewer int
-- out: id int
SELECT coalesce(max(x.dossier_id), 0)
  FROM dossier_systems x
  JOIN dossiers d ON d.id = x.dossier_id
  JOIN scope v ON v.kind = 1 AND v.object_id = d.system_id AND v.body_id = :viewer
 WHERE x.system_id = :system_id;

-- Papers of a dossier that were issued, newest first.
-- name: paper_issue_rows :many
-- in: dossier_id int, viewer int, max int
-- out: id int, dossier_id int, system_id int, form text, act text, pack text, pack_version text, number text, on_day text, signer text, template_sha256 text, docx_sha256 text, docx_bytes int, pdf_sha256 text, pdf_bytes int, letter_id int, person text, at_ms int, withdrawn_ms int, withdrawn_by text, withdrawn_why text
SELECT i.id, i.dossier_id, i.system_id, i.form, i.act, i.pack, i.pack_version, i.number, i.on_day, i.signer, i.template_sha256,
       i.docx_sha256, i.docx_bytes, i.pdf_sha256, i.pdf_bytes, i.letter_id, i.person, i.at_ms, i.withdrawn_ms, i.withdrawn_by,
       i.withdrawn_why
  FROM paper_issues i
  JOIN dossiers d ON d.id = i.dossier_id
  JOIN scope v ON v.kind = 1 AND v.object_id = d.system_id AND v.body_id = :viewer
 WHERE i.dossier_id = :dossier_id
 ORDER BY i.id DESC LIMIT :max;

-- name: paper_issue_load :one
-- in: id int, viewer int
-- out: id int, dossier_id int, system_id int, form text, act text, pack text, pack_version text, number text, on_day text, signer text, template_sha256 text, docx_sha256 text, docx_bytes int, pdf_sha256 text, pdf_bytes int, letter_id int, person text, at_ms int, withdrawn_ms int, withdrawn_by text, withdrawn_why text
SELECT i.id, i.dossier_id, i.system_id, i.form, i.act, i.pack, i.pack_version, i.number, i.on_day, i.signer, i.template_sha256,
       i.docx_sha256, i.docx_bytes, i.pdf_sha256, i.pdf_bytes, i.letter_id, i.person, i.at_ms, i.withdrawn_ms, i.withdrawn_by,
       i.withdrawn_why
  FROM paper_issues i
  JOIN dossiers d ON d.id = i.dossier_id
  JOIN scope v ON v.kind = 1 AND v.object_id = d.system_id AND v.body_id = :viewer
 WHERE i.id = :id;

-- name: paper_issue_add :one
-- in: dossier_id int, system_id int, form text, act text, pack text, pack_version text, number text, on_day text, signer text, template_sha256 text, docx_sha256 text, docx_bytes int, pdf_sha256 text, pdf_bytes int, body_id int, person_id int, person text, at_ms int
-- out: id int
INSERT INTO paper_issues (dossier_id, system_id, form, act, pack, pack_version, number, on_day, signer, template_sha256,
                          docx_sha256, docx_bytes, pdf_sha256, pdf_bytes, letter_id, body_id, person_id, person, at_ms,
                          withdrawn_ms, withdrawn_by, withdrawn_why)
VALUES (:dossier_id, :system_id, :form, :act, :pack, :pack_version, :number, :on_day, :signer, :template_sha256,
        :docx_sha256, :docx_bytes, :pdf_sha256, :pdf_bytes, 0, :body_id, :person_id, :person, :at_ms,
        0, '', '')
RETURNING id;

-- name: paper_issue_withdraw :exec
-- in: id int, now int, person text, why text
UPDATE paper_issues SET withdrawn_ms = :now, withdrawn_by = :person, withdrawn_why = :why
 WHERE id = :id AND withdrawn_ms = 0;

-- name: paper_issue_letter :exec
-- in: id int, letter_id int
UPDATE paper_issues SET letter_id = :letter_id WHERE id = :id;

-- Templates in force for a body's papers: its own and those of the bodies above, the nearest first for each form.
-- name: paper_templates_for :many
-- in: body_id int, pack text, max int
-- out: form text, id int, sha256 text, body_name text, name text
SELECT t.form, t.id, t.sha256, b.name_vi, t.name
  FROM body_lines x
  JOIN paper_templates t ON t.body_id = x.above_id AND t.pack = :pack AND t.state = 2
  JOIN bodies b ON b.id = t.body_id
 WHERE x.body_id = :body_id
 ORDER BY t.form, x.depth LIMIT :max;

-- Templates that a body brought, newest first.
-- name: paper_template_rows :many
-- in: body_id int, pack text, max int
-- out: id int, form text, name text, sha256 text, bytes int, source text, healed text, state int, person text, at_ms int, forced_by text, forced_ms int, past_by text, past_ms int
SELECT id, form, name, sha256, bytes, source, healed, state, person, at_ms, forced_by, forced_ms, past_by, past_ms
  FROM paper_templates WHERE body_id = :body_id AND pack = :pack ORDER BY id DESC LIMIT :max;

-- name: paper_template_load :one
-- in: id int, body_id int
-- out: id int, pack text, form text, name text, sha256 text, bytes int, state int
SELECT id, pack, form, name, sha256, bytes, state FROM paper_templates WHERE id = :id AND body_id = :body_id;

-- name: paper_template_add :one
-- in: body_id int, pack text, form text, name text, sha256 text, bytes int, source text, healed text, person text, at_ms int
-- out: id int
INSERT INTO paper_templates (body_id, pack, form, name, sha256, bytes, source, healed, state, person, at_ms, forced_by,
                             forced_ms, past_by, past_ms)
VALUES (:body_id, :pack, :form, :name, :sha256, :bytes, :source, :healed, 1, :person, :at_ms, '', 0, '', 0)
RETURNING id;

-- name: paper_template_force :exec
-- in: id int, person text, now int
UPDATE paper_templates SET state = 2, forced_by = :person, forced_ms = :now WHERE id = :id AND state <> 2;

-- What was in force is past.
-- name: paper_template_end :exec
-- in: body_id int, pack text, form text, person text, now int
UPDATE paper_templates SET state = 3, past_by = :person, past_ms = :now
 WHERE body_id = :body_id AND pack = :pack AND form = :form AND state = 2;

-- Dossiers. A reader sees those whose first system is in their sight (scope, kind 1). Owner and operator are the
-- system's today: when a body merges or splits, or a system passes to another, its dossiers go with it.

-- name: dossier_load :one
-- in: id int, viewer int
-- out: id int, uid text, system_id int, owner_id int, operator_id int, operator_role int, kind int, edition int, state text, under_way int, state_ms int, due_on text, level int, raise_reason text, pack text, pack_version text, pack_sha256 text, appraiser_id int, appraiser text, appraiser_no text, appraiser_on text, author_id int, author text, submitter_id int, drafted_on text, submitted_on text, appraised_on text, approved_on text, decision_no text, decision_on text, decision_by text, report_no text, report_on text, live_no text, live_on text, live_by text, version int, made_ms int, changed_ms int, system_code text, system_name text, owner_name text, operator_name text
SELECT d.id, d.uid, d.system_id, s.owner_id, coalesce(s.operator_id, 0), d.operator_role, d.kind, d.edition, d.state, d.under_way,
       d.state_ms, d.due_on, d.level, d.raise_reason, d.pack, d.pack_version, d.pack_sha256, CASE WHEN d.appraiser_id = d.owner_id THEN s.owner_id ELSE d.appraiser_id END, d.appraiser,
       d.appraiser_no, d.appraiser_on, d.author_id, d.author, d.submitter_id, d.drafted_on, d.submitted_on,
       d.appraised_on, d.approved_on, d.decision_no, d.decision_on, d.decision_by, d.report_no, d.report_on, d.live_no, d.live_on, d.live_by, d.version,
       d.made_ms, d.changed_ms, s.code, s.name, b.name_vi, coalesce(p.name_vi, s.operator_text)
  FROM scope v
  JOIN dossiers d ON d.system_id = v.object_id
  JOIN systems s ON s.id = d.system_id
  JOIN bodies b ON b.id = s.owner_id
  LEFT JOIN bodies p ON p.id = s.operator_id
 WHERE v.body_id = :viewer AND v.kind = 1 AND d.id = :id;

-- Newest first, below the id seen last. Every filter is off at its empty value. An empty state with
-- under_way 1: those under way.
-- name: dossier_page_rows :many
-- in: viewer int, state text, under_way int, level int, system int, below int, max int
-- out: id int, uid text, system_id int, owner_id int, operator_id int, operator_role int, kind int, edition int, state text, under_way int, state_ms int, due_on text, level int, raise_reason text, pack text, pack_version text, pack_sha256 text, appraiser_id int, appraiser text, appraiser_no text, appraiser_on text, author_id int, author text, submitter_id int, drafted_on text, submitted_on text, appraised_on text, approved_on text, decision_no text, decision_on text, decision_by text, report_no text, report_on text, live_no text, live_on text, live_by text, version int, made_ms int, changed_ms int, system_code text, system_name text, owner_name text, operator_name text
SELECT d.id, d.uid, d.system_id, s.owner_id, coalesce(s.operator_id, 0), d.operator_role, d.kind, d.edition, d.state, d.under_way,
       d.state_ms, d.due_on, d.level, d.raise_reason, d.pack, d.pack_version, d.pack_sha256, CASE WHEN d.appraiser_id = d.owner_id THEN s.owner_id ELSE d.appraiser_id END, d.appraiser,
       d.appraiser_no, d.appraiser_on, d.author_id, d.author, d.submitter_id, d.drafted_on, d.submitted_on,
       d.appraised_on, d.approved_on, d.decision_no, d.decision_on, d.decision_by, d.report_no, d.report_on, d.live_no, d.live_on, d.live_by, d.version,
       d.made_ms, d.changed_ms, s.code, s.name, b.name_vi, coalesce(p.name_vi, s.operator_text)
  FROM scope v
  JOIN dossiers d ON d.system_id = v.object_id
  JOIN systems s ON s.id = d.system_id
  JOIN bodies b ON b.id = s.owner_id
  LEFT JOIN bodies p ON p.id = s.operator_id
 WHERE v.body_id = :viewer AND v.kind = 1
   AND (:state = '' OR d.state = :state) AND (:under_way = 0 OR d.under_way = 1)
   AND (:level = 0 OR d.level = :level) AND (:system = 0 OR d.system_id = :system) AND d.id < :below
 ORDER BY d.id DESC LIMIT :max;

-- name: dossier_count :one
-- in: viewer int, state text, under_way int, level int, system int
-- out: n int
SELECT count(*)
  FROM scope v JOIN dossiers d ON d.system_id = v.object_id
 WHERE v.body_id = :viewer AND v.kind = 1
   AND (:state = '' OR d.state = :state) AND (:under_way = 0 OR d.under_way = 1)
   AND (:level = 0 OR d.level = :level) AND (:system = 0 OR d.system_id = :system);

-- name: dossier_add :one
-- in: uid text, system_id int, owner_id int, operator_id int, operator_role int, kind int, state text, under_way int, now int, level int, pack text, pack_version text, pack_sha256 text, appraiser_id int, author_id int, author text, today text
-- out: id int
INSERT INTO dossiers (uid, system_id, owner_id, operator_id, operator_role, kind, edition, state, under_way, state_ms,
                      due_on, level, raise_reason, pack, pack_version, pack_sha256, appraiser_id, appraiser,
                      appraiser_no, appraiser_on, author_id, author, submitter_id, drafted_on, submitted_on,
                      appraised_on, approved_on, decision_no, decision_on, decision_by, report_no, report_on, live_no,
                      live_on, live_by, version, made_ms, changed_ms)
VALUES (:uid, :system_id, :owner_id, :operator_id, :operator_role, :kind, 1, :state, :under_way, :now,
        '', :level, '', :pack, :pack_version, :pack_sha256, :appraiser_id, '',
        '', '', :author_id, :author, 0, :today, '',
        '', '', '', '', '', '', '', '',
        '', '', 1, :now, :now)
RETURNING id;

-- Everything that acts change; only while the row is as it was read.
-- name: dossier_set :exec
-- in: id int, known int, edition int, state text, under_way int, state_ms int, due_on text, level int, raise_reason text, appraiser text, appraiser_no text, appraiser_on text, submitter_id int, submitted_on text, appraised_on text, approved_on text, decision_no text, decision_on text, decision_by text, report_no text, report_on text, live_no text, live_on text, live_by text, now int
UPDATE dossiers SET edition = :edition, state = :state, under_way = :under_way, state_ms = :state_ms,
       due_on = :due_on, level = :level, raise_reason = :raise_reason, appraiser = :appraiser,
       appraiser_no = :appraiser_no, appraiser_on = :appraiser_on, submitter_id = :submitter_id,
       submitted_on = :submitted_on, appraised_on = :appraised_on, approved_on = :approved_on,
       decision_no = :decision_no, decision_on = :decision_on, decision_by = :decision_by,
       report_no = :report_no, report_on = :report_on, live_no = :live_no,
       live_on = :live_on, live_by = :live_by, version = version + 1, changed_ms = :now
 WHERE id = :id AND version = :known;

-- name: dossier_touch_row :exec
-- in: id int, now int
UPDATE dossiers SET version = version + 1, changed_ms = :now WHERE id = :id;

-- name: dossier_system_add :exec
-- in: dossier_id int, system_id int, determination_id int
INSERT INTO dossier_systems (dossier_id, system_id, determination_id)
VALUES (:dossier_id, :system_id, :determination_id)
ON CONFLICT (dossier_id, system_id) DO UPDATE SET determination_id = :determination_id;

-- name: dossier_system_rows :many
-- in: dossier_id int, max int
-- out: system_id int, determination_id int, sheet_id int
SELECT system_id, determination_id, sheet_id FROM dossier_systems WHERE dossier_id = :dossier_id ORDER BY system_id LIMIT :max;

-- Other dossiers of its systems that are under way.
-- name: dossier_rivals :one
-- in: dossier_id int, system_id int
-- out: n int
SELECT count(*) FROM dossier_systems x JOIN dossiers d ON d.id = x.dossier_id
 WHERE x.system_id = :system_id AND x.dossier_id <> :dossier_id AND d.under_way = 1;

-- Earlier dossiers of a system that are in a state.
-- name: dossier_earlier :many
-- in: dossier_id int, system_id int, state text, max int
-- out: id int, version int
SELECT d.id, d.version FROM dossiers d
 WHERE d.system_id = :system_id AND d.id <> :dossier_id AND d.state = :state ORDER BY d.id LIMIT :max;

-- name: dossier_row_rows :many
-- in: dossier_id int, max int
-- out: id int, list int, name text, second text, zone text, fourth text, person text, at_ms int
SELECT id, list, name, second, zone, fourth, person, at_ms FROM dossier_rows WHERE dossier_id = :dossier_id
 ORDER BY list, id LIMIT :max;

-- name: dossier_row_add :one
-- in: dossier_id int, list int, name text, second text, zone text, fourth text, person text, now int
-- out: id int
INSERT INTO dossier_rows (dossier_id, list, name, second, zone, fourth, person, at_ms)
VALUES (:dossier_id, :list, :name, :second, :zone, :fourth, :person, :now)
RETURNING id;

-- name: dossier_row_set :exec
-- in: id int, dossier_id int, list int, name text, second text, zone text, fourth text, person text, now int
UPDATE dossier_rows SET name = :name, second = :second, zone = :zone, fourth = :fourth, person = :person, at_ms = :now
 WHERE id = :id AND dossier_id = :dossier_id AND list = :list;

-- name: dossier_row_drop :exec
-- in: id int, dossier_id int
DELETE FROM dossier_rows WHERE id = :id AND dossier_id = :dossier_id;

-- name: dossier_text_rows :many
-- in: dossier_id int, max int
-- out: key text, text text, version int, person text, at_ms int
SELECT key, text, version, person, at_ms FROM dossier_texts WHERE dossier_id = :dossier_id ORDER BY key LIMIT :max;

-- name: dossier_text_put :exec
-- in: dossier_id int, key text, text text, person text, now int
INSERT INTO dossier_texts (dossier_id, key, text, version, person, at_ms)
VALUES (:dossier_id, :key, :text, 1, :person, :now)
ON CONFLICT (dossier_id, key) DO UPDATE SET text = :text, version = dossier_texts.version + 1, person = :person,
   at_ms = :now;

-- name: dossier_document_rows :many
-- in: dossier_id int, max int
-- out: id int, kind text, title text, number text, on_day text, issuer text, person text, at_ms int
SELECT id, kind, title, number, on_day, issuer, person, at_ms FROM dossier_documents
 WHERE dossier_id = :dossier_id ORDER BY id LIMIT :max;

-- name: dossier_document_add :one
-- in: dossier_id int, kind text, title text, number text, on_day text, issuer text, person text, now int
-- out: id int
INSERT INTO dossier_documents (dossier_id, kind, title, number, on_day, issuer, person, at_ms)
VALUES (:dossier_id, :kind, :title, :number, :on_day, :issuer, :person, :now)
RETURNING id;

-- name: dossier_document_drop :exec
-- in: id int, dossier_id int
DELETE FROM dossier_documents WHERE id = :id AND dossier_id = :dossier_id;

-- name: dossier_part_rows :many
-- in: dossier_id int, max int
-- out: part text, person text, since_ms int
SELECT part, person, since_ms FROM dossier_parts WHERE dossier_id = :dossier_id ORDER BY part LIMIT :max;

-- The same person goes on: since stays.
-- name: dossier_part_touch :exec
-- in: dossier_id int, part text, person_id int, person text, now int
INSERT INTO dossier_parts (dossier_id, part, person_id, person, since_ms)
VALUES (:dossier_id, :part, :person_id, :person, :now)
ON CONFLICT (dossier_id, part) DO UPDATE SET
   since_ms = CASE WHEN dossier_parts.person_id = :person_id THEN dossier_parts.since_ms ELSE :now END,
   person_id = :person_id, person = :person;

-- name: dossier_person_post :one
-- in: id int
-- out: post text
SELECT post FROM people WHERE id = :id;

-- What the dossiers of a system say of its going live: how many are in force (for one that comes back from an
-- upgrade: of those drawn up for it, after it last went live), by which sheet, and whether a decision lets it run anyway.
-- name: dossier_going :one
-- in: system_id int, since int, since_day text
-- out: in_force int, sheet_id int, anyway int
SELECT coalesce(sum(CASE WHEN d.state = 'in_force' AND (:since = 0 OR (d.kind IN (2, 4) AND d.made_ms >= :since))
                         THEN 1 ELSE 0 END), 0),
       coalesce(max(CASE WHEN d.state = 'in_force' THEN x.sheet_id END), 0),
       coalesce(sum(CASE WHEN d.live_no <> '' AND d.state NOT IN ('superseded', 'retired')
                          AND (:since = 0 OR d.live_on >= :since_day) THEN 1 ELSE 0 END), 0)
  FROM dossier_systems x JOIN dossiers d ON d.id = x.dossier_id
 WHERE x.system_id = :system_id;

-- Dossiers in sight whose systems run by a decision of their own.
-- name: dossier_overrides :one
-- in: viewer int
-- out: n int
SELECT count(*) FROM scope v JOIN dossiers d ON d.system_id = v.object_id
 WHERE v.body_id = :viewer AND v.kind = 1 AND d.live_no <> '' AND d.state NOT IN ('superseded', 'retired');

-- name: dossier_system_sheet :exec
-- in: dossier_id int, system_id int, sheet_id int
UPDATE dossier_systems SET sheet_id = :sheet_id WHERE dossier_id = :dossier_id AND system_id = :system_id;

-- The latest dossier that answers by a sheet.
-- name: dossier_of_sheet :one
-- in: sheet_id int
-- out: dossier_id int, system_id int, state text, pack text, under_way int
SELECT d.id, x.system_id, d.state, d.pack, d.under_way
  FROM dossier_systems x JOIN dossiers d ON d.id = x.dossier_id
 WHERE x.sheet_id = :sheet_id ORDER BY d.id DESC LIMIT 1;

-- Sheets of earlier editions.
-- name: dossier_edition_keep :exec
-- in: dossier_id int, edition int, system_id int, sheet_id int
INSERT INTO dossier_editions (dossier_id, edition, system_id, sheet_id)
VALUES (:dossier_id, :edition, :system_id, :sheet_id)
ON CONFLICT (dossier_id, edition, system_id) DO UPDATE SET sheet_id = :sheet_id;

-- name: dossier_sheet_past :one
-- in: sheet_id int
-- out: n int
SELECT count(*) FROM dossier_editions WHERE sheet_id = :sheet_id;

-- name: dossier_finding_put :exec
-- in: dossier_id int, edition int, test text, fits int, text text, person text, post text, body text, now int
INSERT INTO dossier_findings (dossier_id, edition, test, fits, text, person, post, body, at_ms)
VALUES (:dossier_id, :edition, :test, :fits, :text, :person, :post, :body, :now)
ON CONFLICT (dossier_id, edition, test) DO UPDATE SET fits = :fits, text = :text, person = :person, post = :post,
   body = :body, at_ms = :now;

-- Newest edition first.
-- name: dossier_finding_rows :many
-- in: dossier_id int, max int
-- out: edition int, test text, fits int, text text, person text, post text, body text, at_ms int
SELECT edition, test, fits, text, person, post, body, at_ms FROM dossier_findings
 WHERE dossier_id = :dossier_id ORDER BY edition DESC, test LIMIT :max;

-- The latest dossier of a system under a pack ('': any) that the viewer may see.
-- name: dossier_latest :one
-- in: system_id int, pack text, viewer int
-- out: id int
SELECT coalesce(max(x.dossier_id), 0) FROM dossier_systems x
  JOIN scope v ON v.kind = 1 AND v.object_id = x.system_id AND v.body_id = :viewer
  JOIN dossiers d ON d.id = x.dossier_id
 WHERE x.system_id = :system_id AND (:pack = '' OR d.pack = :pack);

-- name: dossier_measure_add :exec
-- in: sheet_id int, responsible text
INSERT INTO dossier_measures (sheet_id, responsible) VALUES (:sheet_id, :responsible)
ON CONFLICT (sheet_id, responsible) DO NOTHING;

-- name: dossier_measure_rows :many
-- in: sheet_id int, max int
-- out: id int, responsible text
SELECT id, responsible FROM dossier_measures WHERE sheet_id = :sheet_id ORDER BY id LIMIT :max;

-- Somebody of that name or login who works for the operator or the owner today. Two of them: nobody is meant.
-- name: dossier_person_named :many
-- in: name text, operator int, owner int, today text
-- out: id int, body_id int, role int
SELECT p.id, r.body_id, min(r.role)
  FROM people p JOIN person_roles r ON r.person_id = p.id
 WHERE (p.name = :name OR p.login = :name) AND p.state = 2 AND r.body_id IN (:operator, :owner)
   AND r.valid_from <= :today AND r.valid_to >= :today
 GROUP BY p.id, r.body_id
 ORDER BY p.id, CASE WHEN r.body_id = :operator THEN 0 ELSE 1 END LIMIT 4;

-- name: dossier_document_one :one
-- in: id int
-- out: dossier_id int, title text
SELECT dossier_id, title FROM dossier_documents WHERE id = :id;

-- name: dossier_letter_put :exec
-- in: dossier_id int, letter_id int, act text, person text, now int
INSERT INTO dossier_letters (dossier_id, letter_id, act, person, at_ms)
VALUES (:dossier_id, :letter_id, :act, :person, :now)
ON CONFLICT (dossier_id, letter_id) DO NOTHING;

-- name: dossier_letter_drop :exec
-- in: dossier_id int, letter_id int
DELETE FROM dossier_letters WHERE dossier_id = :dossier_id AND letter_id = :letter_id;

-- name: dossier_letter_rows :many
-- in: dossier_id int, max int
-- out: letter_id int, act text, person text, at_ms int
SELECT letter_id, act, person, at_ms FROM dossier_letters WHERE dossier_id = :dossier_id
 ORDER BY at_ms, letter_id LIMIT :max;

-- A dossier drawn up like another: its lists, and what its plan and overview say.
-- name: dossier_rows_copy :exec
-- in: from_id int, to_id int
INSERT INTO dossier_rows (dossier_id, list, name, second, zone, fourth)
SELECT :to_id, list, name, second, zone, fourth FROM dossier_rows WHERE dossier_id = :from_id ORDER BY id;

-- name: dossier_texts_copy :exec
-- in: from_id int, to_id int, person text, now int
INSERT INTO dossier_texts (dossier_id, key, text, version, person, at_ms)
SELECT :to_id, key, text, 1, :person, :now FROM dossier_texts
 WHERE dossier_id = :from_id AND (key LIKE 'plan.%' OR key = 'overview');

-- name: paper_issue_holds :many
-- in: sha256 text
-- out: id int
SELECT id FROM paper_issues WHERE docx_sha256 = :sha256 OR pdf_sha256 = :sha256 LIMIT 1;

-- name: paper_template_holds :many
-- in: sha256 text
-- out: id int
SELECT id FROM paper_templates WHERE sha256 = :sha256 LIMIT 1;
