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
