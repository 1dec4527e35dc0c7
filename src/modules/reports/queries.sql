-- Yearly reports. A report is seen by the body that holds it and by those above it; `every` is the machine.

-- name: report_one :one
-- in: id int, viewer int, every int
-- out: id int, body_id int, holder_id int, kind text, period int, edition int, pack text, pack_version text, pack_sha256 text, state int, version int, control int, reason text, started_id int, started_by text, started_ms int, checked_ms int, frozen_id int, frozen_by text, snapshot_ms int, snapshot_sha256 text, total int, classified int, drafted int, appraised int, approved int, inspected int, expected text, signed_id int, signed_by text, signed_ms int, sent_by text, sent_ms int, sent_no text, sent_on text, sent_to text, body_code text, body_name text, body_name_en text, body_kind text
SELECT r.id, r.body_id, r.holder_id, r.kind, r.period, r.edition, r.pack, r.pack_version, r.pack_sha256,
       r.state, r.version, r.control, r.reason, r.started_id, r.started_by, r.started_ms, r.checked_ms,
       r.frozen_id, r.frozen_by, r.snapshot_ms, r.snapshot_sha256, r.total, r.classified, r.drafted,
       r.appraised, r.approved, r.inspected, r.expected, r.signed_id, r.signed_by, r.signed_ms, r.sent_by,
       r.sent_ms, r.sent_no, r.sent_on, r.sent_to, b.code, b.name_vi, b.name_en, b.kind
  FROM reports r
  JOIN bodies b ON b.id = r.body_id
 WHERE r.id = :id
   AND (:every = 1 OR EXISTS (SELECT 1 FROM body_lines l WHERE l.body_id = r.holder_id AND l.above_id = :viewer));

-- Those that a body holds, latest first.
-- name: report_list :many
-- in: holder int, viewer int, every int, limit int
-- out: id int, body_id int, holder_id int, kind text, period int, edition int, pack text, pack_version text, pack_sha256 text, state int, version int, control int, reason text, started_id int, started_by text, started_ms int, checked_ms int, frozen_id int, frozen_by text, snapshot_ms int, snapshot_sha256 text, total int, classified int, drafted int, appraised int, approved int, inspected int, expected text, signed_id int, signed_by text, signed_ms int, sent_by text, sent_ms int, sent_no text, sent_on text, sent_to text, body_code text, body_name text, body_name_en text, body_kind text
SELECT r.id, r.body_id, r.holder_id, r.kind, r.period, r.edition, r.pack, r.pack_version, r.pack_sha256,
       r.state, r.version, r.control, r.reason, r.started_id, r.started_by, r.started_ms, r.checked_ms,
       r.frozen_id, r.frozen_by, r.snapshot_ms, r.snapshot_sha256, r.total, r.classified, r.drafted,
       r.appraised, r.approved, r.inspected, r.expected, r.signed_id, r.signed_by, r.signed_ms, r.sent_by,
       r.sent_ms, r.sent_no, r.sent_on, r.sent_to, b.code, b.name_vi, b.name_en, b.kind
  FROM reports r
  JOIN bodies b ON b.id = r.body_id
 WHERE r.holder_id = :holder
   AND (:every = 1 OR EXISTS (SELECT 1 FROM body_lines l WHERE l.body_id = r.holder_id AND l.above_id = :viewer))
 ORDER BY r.period DESC, r.id DESC
 LIMIT :limit;

-- The living edition that a body holds of one kind and year.
-- name: report_latest :one
-- in: holder int, kind text, period int
-- out: id int, state int
SELECT r.id, r.state FROM reports r
 WHERE r.holder_id = :holder AND r.kind = :kind AND r.period = :period AND r.state <> 6
 ORDER BY r.id DESC
 LIMIT 1;

-- name: report_editions :one
-- in: body int, kind text, period int
-- out: n int
SELECT COALESCE(MAX(edition), 0) FROM reports WHERE body_id = :body AND kind = :kind AND period = :period;

-- name: report_add :one
-- in: body int, holder int, kind text, period int, edition int, pack text, pack_version text, pack_sha256 text, control int, reason text, person_id int, person text, now int
-- out: id int
INSERT INTO reports (body_id, holder_id, kind, period, edition, pack, pack_version, pack_sha256, state, version, control,
                     reason, started_id, started_by, started_ms, checked_ms, frozen_id, frozen_by, snapshot_ms,
                     snapshot_sha256, total, classified, drafted, appraised, approved, inspected, expected,
                     signed_id, signed_by, signed_ms, sent_by, sent_ms, sent_no, sent_on, sent_to)
VALUES (:body, :holder, :kind, :period, :edition, :pack, :pack_version, :pack_sha256, 1, 1, :control,
        :reason, :person_id, :person, :now, 0, 0, '', 0, '', 0, 0, 0, 0, 0, 0, '', 0, '', 0, '', 0, '', '', '')
RETURNING id;

-- What people typed has changed: it is a draft again.
-- name: report_touch :exec
-- in: id int, known int, control int
UPDATE reports SET control = :control, state = 1, version = version + 1
 WHERE id = :id AND version = :known AND state IN (1, 2);

-- name: report_set_checked :exec
-- in: id int, state int, now int
UPDATE reports SET state = :state, checked_ms = :now WHERE id = :id AND state IN (1, 2);

-- name: report_freeze :exec
-- in: id int, known int, pack_version text, pack_sha256 text, person_id int, person text, now int, sha256 text, total int, classified int, drafted int, appraised int, approved int, inspected int, expected text
UPDATE reports
   SET state = 3, version = version + 1, pack_version = :pack_version, pack_sha256 = :pack_sha256, checked_ms = :now,
       frozen_id = :person_id, frozen_by = :person, snapshot_ms = :now, snapshot_sha256 = :sha256, total = :total,
       classified = :classified, drafted = :drafted, appraised = :appraised, approved = :approved,
       inspected = :inspected, expected = :expected
 WHERE id = :id AND version = :known AND state IN (1, 2);

-- name: report_sign :exec
-- in: id int, known int, person_id int, person text, now int
UPDATE reports SET state = 4, version = version + 1, signed_id = :person_id, signed_by = :person, signed_ms = :now
 WHERE id = :id AND version = :known AND state = 3;

-- name: report_send :exec
-- in: id int, known int, person text, now int, no text, on text, to text
UPDATE reports SET state = 5, version = version + 1, sent_by = :person, sent_ms = :now, sent_no = :no, sent_on = :on,
       sent_to = :to
 WHERE id = :id AND version = :known AND state = 4;

-- name: report_drop :exec
-- in: id int, known int, reason text
UPDATE reports SET state = 6, version = version + 1, reason = :reason
 WHERE id = :id AND version = :known AND state IN (1, 2, 3, 4);

-- ---- texts ----

-- name: report_texts_of :many
-- in: id int
-- out: key text, text text
SELECT key, text FROM report_texts WHERE report_id = :id ORDER BY key;

-- name: report_text_put :exec
-- in: id int, key text, text text
INSERT INTO report_texts (report_id, key, text) VALUES (:id, :key, :text)
ON CONFLICT (report_id, key) DO UPDATE SET text = excluded.text;

-- name: report_texts_copy :exec
-- in: from int, to int
INSERT INTO report_texts (report_id, key, text)
SELECT :to, key, text FROM report_texts WHERE report_id = :from AND substr(key, 1, 2) <> 'f.';

-- ---- rows ----

-- Every system that a body's report tells of, at one moment: what it owns, what those below it own, and,
-- of a unit that runs systems for another (`run`), what it runs. Stopped ones are not told.
-- name: report_source :many
-- in: body int, run int, limit int
-- out: id int, code text, name text, state int, owner_id int, owner text, operator_id int?, operator text?, operator_text text, level int, result int, sheet_level int, approval int, deployment int, inspections int, decision_no text, decision_on text, decision_by text, regulation_no text, regulation_on text, regulation_by text, approval_expected text, deployment_expected text, project_no text, project_on text, project_by text, embedded int, note text
SELECT s.id, s.code, s.name, s.state, s.owner_id, o.name_vi, s.operator_id, p.name_vi, s.operator_text, s.level, s.result,
       s.sheet_level, s.approval, s.deployment, s.inspections, s.decision_no, s.decision_on, s.decision_by,
       s.regulation_no, s.regulation_on, s.regulation_by, s.approval_expected, s.deployment_expected,
       s.project_no, s.project_on, s.project_by, s.embedded, s.note
  FROM scope v
  JOIN systems s ON s.id = v.object_id
  JOIN bodies o ON o.id = s.owner_id
  LEFT JOIN bodies p ON p.id = s.operator_id
 WHERE v.body_id = :body AND v.kind = 1 AND v.state <> 5
   AND (v.role IN (1, 3)
        OR (v.role = 2 AND (:run = 1 OR EXISTS (SELECT 1 FROM body_lines l
                                                 WHERE l.body_id = s.owner_id AND l.above_id = :body))))
 ORDER BY v.sort_key, v.object_id
 LIMIT :limit;

-- name: report_row_put :exec
-- in: id int, no int, built int, system_id int, owner_id int, operator_id int, code text, name text, owner text, operator text, level int, approval int, deployment int, inspections int, decision_no text, decision_on text, decision_by text, regulation_no text, regulation_on text, regulation_by text, approval_expected text, deployment_expected text, project_no text, project_on text, project_by text, embedded int, note text
INSERT INTO report_rows (report_id, no, built, system_id, owner_id, operator_id, code, name, owner, operator, level, approval,
                         deployment, inspections, decision_no, decision_on, decision_by, regulation_no, regulation_on,
                         regulation_by, approval_expected, deployment_expected, project_no, project_on, project_by,
                         embedded, note)
VALUES (:id, :no, :built, :system_id, :owner_id, :operator_id, :code, :name, :owner, :operator, :level, :approval,
        :deployment, :inspections, :decision_no, :decision_on, :decision_by, :regulation_no, :regulation_on,
        :regulation_by, :approval_expected, :deployment_expected, :project_no, :project_on, :project_by, :embedded, :note);

-- name: report_rows_of :many
-- in: id int, limit int
-- out: no int, built int, system_id int, owner_id int, operator_id int, code text, name text, owner text, operator text, level int, approval int, deployment int, inspections int, decision_no text, decision_on text, decision_by text, regulation_no text, regulation_on text, regulation_by text, approval_expected text, deployment_expected text, project_no text, project_on text, project_by text, embedded int, note text
SELECT no, built, system_id, owner_id, operator_id, code, name, owner, operator, level, approval, deployment, inspections,
       decision_no, decision_on, decision_by, regulation_no, regulation_on, regulation_by, approval_expected,
       deployment_expected, project_no, project_on, project_by, embedded, note
  FROM report_rows
 WHERE report_id = :id
 ORDER BY no
 LIMIT :limit;

-- ---- units below ----

-- The bodies directly below that see systems or have a report, each with its living report of that year.
-- name: report_units :many
-- in: body int, kind text, period int, limit int
-- out: id int, code text, name text, name_en text, systems int, report_id int?, state int?, total int?, sent_on text?, edition int?
SELECT u.id, u.code, u.name_vi, u.name_en, u.systems, r.id, r.state, r.total, r.sent_on, r.edition
  FROM (SELECT b.id, b.code, b.name_vi, b.name_en, b.sort_key,
               CAST((SELECT COALESCE(SUM(n), 0) FROM scope_counts c WHERE c.body_id = b.id AND c.kind = 1)
                  + (SELECT COALESCE(SUM(n), 0) FROM scope_count_deltas d WHERE d.body_id = b.id AND d.kind = 1) AS BIGINT) AS systems,
               (SELECT MAX(x.id) FROM reports x
                 WHERE x.holder_id = b.id AND x.kind = :kind AND x.period = :period AND x.state <> 6) AS report_id
          FROM body_lines l
          JOIN bodies b ON b.id = l.body_id
         WHERE l.above_id = :body AND l.depth = 1) u
  LEFT JOIN reports r ON r.id = u.report_id
 WHERE u.systems > 0 OR u.report_id IS NOT NULL
 ORDER BY u.sort_key, u.id
 LIMIT :limit;

-- Which unit each body of the branch belongs to.
-- name: report_members :many
-- in: body int, limit int
-- out: member int, unit int
SELECT l.body_id, l.above_id
  FROM body_lines u
  JOIN body_lines l ON l.above_id = u.body_id
 WHERE u.above_id = :body AND u.depth = 1
 ORDER BY l.body_id
 LIMIT :limit;

-- What the units' reports that were sent tell of systems of this branch.
-- name: report_handed_in :many
-- in: body int, kind text, period int, limit int
-- out: unit int, system_id int, code text, name text
SELECT u.body_id, w.system_id, w.code, w.name
  FROM body_lines u
  JOIN reports r ON r.id = (SELECT MAX(x.id) FROM reports x
                             WHERE x.holder_id = u.body_id AND x.kind = :kind AND x.period = :period AND x.state = 5)
  JOIN report_rows w ON w.report_id = r.id AND w.built = 0
 WHERE u.above_id = :body AND u.depth = 1
   AND EXISTS (SELECT 1 FROM body_lines o WHERE o.body_id = w.owner_id AND o.above_id = :body)
 ORDER BY u.body_id, w.system_id
 LIMIT :limit;

-- ---- papers ----

-- name: report_paper_put :exec
-- in: id int, docx_sha256 text, docx bytes
INSERT INTO report_papers (report_id, docx_sha256, docx) VALUES (:id, :docx_sha256, :docx);

-- name: report_paper_of :one
-- in: id int
-- out: docx_sha256 text, docx bytes
SELECT docx_sha256, docx FROM report_papers WHERE report_id = :id;

-- ---- a body that ends ----

-- name: heir_drafts :many
-- in: body int
-- out: id int, kind text, period int, version int
SELECT id, kind, period, version FROM reports WHERE holder_id = :body AND state IN (1, 2) ORDER BY id;

-- name: heir_held :one
-- in: body int
-- out: n int
SELECT count(*) FROM reports WHERE holder_id = :body;

-- name: heir_draft_to :exec
-- in: id int, body int, edition int
UPDATE reports SET body_id = :body, edition = :edition, state = 1, version = version + 1 WHERE id = :id;

-- name: heir_hold :exec
-- in: body int, into int
UPDATE reports SET holder_id = :into WHERE holder_id = :body;
