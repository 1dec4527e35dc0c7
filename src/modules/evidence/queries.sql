-- Evidence. Who sees the system (scope kind 1) sees its files; what is still coming in only who sends it.

-- name: evidence_row_load :one
-- in: id int, viewer int
-- out: id int, uid text, system_id int, state int, name text, type text, mark text, bytes int, received int, sha256 text, part text, valid_until text, note text, body_id int, person_id int, person text, begun_ms int, whole_ms int, changed_ms int, dropped_ms int, dropped_by text, dropped_why text, version int, places int
SELECT e.id, e.uid, e.system_id, e.state, e.name, e.type, e.mark, e.bytes, e.received, e.sha256, e.part,
       e.valid_until, e.note, e.body_id, e.person_id, e.person, e.begun_ms, e.whole_ms, e.changed_ms,
       e.dropped_ms, e.dropped_by, e.dropped_why, e.version,
       (SELECT count(*) FROM evidence_links l WHERE l.evidence_id = e.id)
FROM evidence_files e
JOIN scope v ON v.kind = 1 AND v.object_id = e.system_id AND v.body_id = :viewer
WHERE e.id = :id;

-- Of one system in one state, newest first, below an id.
-- name: evidence_page_rows :many
-- in: system int, viewer int, state int, below int, max int
-- out: id int, uid text, system_id int, state int, name text, type text, mark text, bytes int, received int, sha256 text, part text, valid_until text, note text, body_id int, person_id int, person text, begun_ms int, whole_ms int, changed_ms int, dropped_ms int, dropped_by text, dropped_why text, version int, places int
SELECT e.id, e.uid, e.system_id, e.state, e.name, e.type, e.mark, e.bytes, e.received, e.sha256, e.part,
       e.valid_until, e.note, e.body_id, e.person_id, e.person, e.begun_ms, e.whole_ms, e.changed_ms,
       e.dropped_ms, e.dropped_by, e.dropped_why, e.version,
       (SELECT count(*) FROM evidence_links l WHERE l.evidence_id = e.id)
FROM evidence_files e
JOIN scope v ON v.kind = 1 AND v.object_id = e.system_id AND v.body_id = :viewer
WHERE e.system_id = :system AND e.state = :state AND e.id < :below
ORDER BY e.id DESC LIMIT :max;

-- name: evidence_count :one
-- in: system int, viewer int, state int
-- out: n int, bytes int?
SELECT count(*), CAST(sum(e.bytes) AS BIGINT) FROM evidence_files e
JOIN scope v ON v.kind = 1 AND v.object_id = e.system_id AND v.body_id = :viewer
WHERE e.system_id = :system AND e.state = :state;

-- What a person is still sending to a system.
-- name: evidence_sending :many
-- in: system int, viewer int, person int, max int
-- out: id int, uid text, system_id int, state int, name text, type text, mark text, bytes int, received int, sha256 text, part text, valid_until text, note text, body_id int, person_id int, person text, begun_ms int, whole_ms int, changed_ms int, dropped_ms int, dropped_by text, dropped_why text, version int, places int
SELECT e.id, e.uid, e.system_id, e.state, e.name, e.type, e.mark, e.bytes, e.received, e.sha256, e.part,
       e.valid_until, e.note, e.body_id, e.person_id, e.person, e.begun_ms, e.whole_ms, e.changed_ms,
       e.dropped_ms, e.dropped_by, e.dropped_why, e.version, 0
FROM evidence_files e
JOIN scope v ON v.kind = 1 AND v.object_id = e.system_id AND v.body_id = :viewer
WHERE e.system_id = :system AND e.state = 1 AND e.person_id = :person
ORDER BY e.id LIMIT :max;

-- name: evidence_of_rows :many
-- in: kind text, object int, viewer int, max int
-- out: id int, uid text, system_id int, state int, name text, type text, mark text, bytes int, received int, sha256 text, part text, valid_until text, note text, body_id int, person_id int, person text, begun_ms int, whole_ms int, changed_ms int, dropped_ms int, dropped_by text, dropped_why text, version int, places int
SELECT e.id, e.uid, e.system_id, e.state, e.name, e.type, e.mark, e.bytes, e.received, e.sha256, e.part,
       e.valid_until, e.note, e.body_id, e.person_id, e.person, e.begun_ms, e.whole_ms, e.changed_ms,
       e.dropped_ms, e.dropped_by, e.dropped_why, e.version,
       (SELECT count(*) FROM evidence_links p WHERE p.evidence_id = e.id)
FROM evidence_links l
JOIN evidence_files e ON e.id = l.evidence_id
JOIN scope v ON v.kind = 1 AND v.object_id = e.system_id AND v.body_id = :viewer
WHERE l.object_kind = :kind AND l.object_id = :object
ORDER BY l.id LIMIT :max;

-- Every link of one kind to files of one system: for sheets, whose rows are many.
-- name: evidence_system_links :many
-- in: system int, viewer int, kind text, max int
-- out: object_id int, evidence_id int, name text, type text, valid_until text
SELECT l.object_id, e.id, e.name, e.type, e.valid_until
FROM evidence_files e
JOIN evidence_links l ON l.evidence_id = e.id AND l.object_kind = :kind
JOIN scope v ON v.kind = 1 AND v.object_id = e.system_id AND v.body_id = :viewer
WHERE e.system_id = :system AND e.state = 2
ORDER BY l.object_id, l.id LIMIT :max;

-- name: evidence_places_rows :many
-- in: id int, max int
-- out: object_kind text, object_id int, person text, at_ms int
SELECT object_kind, object_id, person, at_ms FROM evidence_links
WHERE evidence_id = :id ORDER BY id LIMIT :max;

-- The same bytes in the same system already.
-- name: evidence_same :one
-- in: system int, sha256 text
-- out: id int
SELECT id FROM evidence_files WHERE system_id = :system AND sha256 = :sha256 AND state = 2
ORDER BY id LIMIT 1;

-- name: evidence_insert :one
-- in: uid text, system int, state int, name text, type text, mark text, bytes int, received int, sha256 text, part text, valid_until text, note text, body_id int, person_id int, person text, whole_ms int, now int
-- out: id int
INSERT INTO evidence_files (uid, system_id, state, name, type, mark, bytes, received, sha256, part, valid_until,
                            note, body_id, person_id, person, begun_ms, whole_ms, changed_ms, dropped_ms,
                            dropped_by, dropped_why, version)
VALUES (:uid, :system, :state, :name, :type, :mark, :bytes, :received, :sha256, :part, :valid_until, :note,
        :body_id, :person_id, :person, :now, :whole_ms, :now, 0, '', '', 1)
RETURNING id;

-- name: evidence_received :exec
-- in: id int, from int, received int, now int
UPDATE evidence_files SET received = :received, changed_ms = :now
WHERE id = :id AND state = 1 AND received = :from;

-- name: evidence_whole :exec
-- in: id int, sha256 text, type text, mark text, now int
UPDATE evidence_files SET state = 2, sha256 = :sha256, type = :type, mark = :mark, part = '', whole_ms = :now,
       changed_ms = :now, version = version + 1
WHERE id = :id AND state = 1;

-- name: evidence_forget :exec
-- in: id int
DELETE FROM evidence_files WHERE id = :id AND state = 1;

-- name: evidence_change_row :exec
-- in: id int, known_version int, valid_until text, note text, now int
UPDATE evidence_files SET valid_until = :valid_until, note = :note, changed_ms = :now, version = version + 1
WHERE id = :id AND version = :known_version AND state = 2;

-- name: evidence_drop_row :exec
-- in: id int, known_version int, person text, why text, now int
UPDATE evidence_files SET state = 3, dropped_ms = :now, dropped_by = :person, dropped_why = :why,
       changed_ms = :now, version = version + 1
WHERE id = :id AND version = :known_version AND state = 2;

-- name: evidence_link :exec
-- in: kind text, object int, evidence int, person_id int, person text, now int
INSERT INTO evidence_links (object_kind, object_id, evidence_id, person_id, person, at_ms)
VALUES (:kind, :object, :evidence, :person_id, :person, :now)
ON CONFLICT (object_kind, object_id, evidence_id) DO NOTHING;

-- name: evidence_unlink :exec
-- in: kind text, object int, evidence int
DELETE FROM evidence_links WHERE object_kind = :kind AND object_id = :object AND evidence_id = :evidence;

-- name: evidence_links_copy :exec
-- in: kind text, from int, to int, person_id int, person text, now int
INSERT INTO evidence_links (object_kind, object_id, evidence_id, person_id, person, at_ms)
SELECT l.object_kind, :to, l.evidence_id, :person_id, :person, :now FROM evidence_links l
JOIN evidence_files e ON e.id = l.evidence_id AND e.state = 2
WHERE l.object_kind = :kind AND l.object_id = :from
ON CONFLICT (object_kind, object_id, evidence_id) DO NOTHING;

-- How many a person is sending now, to any system.
-- name: evidence_sending_count :one
-- in: person int
-- out: n int
SELECT count(*) FROM evidence_files WHERE person_id = :person AND state = 1;

-- What nobody went on sending.
-- name: evidence_stale :many
-- in: before int, max int
-- out: id int, system_id int, part text
SELECT id, system_id, part FROM evidence_files WHERE state = 1 AND changed_ms < :before ORDER BY id LIMIT :max;

-- name: evidence_part_known :one
-- in: part text
-- out: id int
SELECT id FROM evidence_files WHERE state = 1 AND part = :part LIMIT 1;

-- Systems that a person brought evidence for lately.
-- name: evidence_recent_systems :many
-- in: person int, viewer int, max int
-- out: system_id int, last_id int?
SELECT e.system_id, max(e.id) AS last_id FROM evidence_files e
JOIN scope v ON v.kind = 1 AND v.object_id = e.system_id AND v.body_id = :viewer
WHERE e.person_id = :person GROUP BY e.system_id ORDER BY last_id DESC LIMIT :max;

-- Files whose last day is near or past: one task for an owner.
-- name: evidence_ending :many
-- in: until text, max int
-- out: body_id int, code text, name_vi text, n int, first_day text?
SELECT b.id, b.code, b.name_vi, count(*), min(e.valid_until)
FROM evidence_files e
JOIN scope v ON v.kind = 1 AND v.object_id = e.system_id AND v.role = 1
JOIN bodies b ON b.id = v.body_id
WHERE e.state = 2 AND e.valid_until <> '' AND e.valid_until <= :until
GROUP BY b.id, b.code, b.name_vi ORDER BY b.id LIMIT :max;

-- name: evidence_ending_page :many
-- in: until text, viewer int, max int
-- out: id int, uid text, system_id int, state int, name text, type text, mark text, bytes int, received int, sha256 text, part text, valid_until text, note text, body_id int, person_id int, person text, begun_ms int, whole_ms int, changed_ms int, dropped_ms int, dropped_by text, dropped_why text, version int, places int
SELECT e.id, e.uid, e.system_id, e.state, e.name, e.type, e.mark, e.bytes, e.received, e.sha256, e.part,
       e.valid_until, e.note, e.body_id, e.person_id, e.person, e.begun_ms, e.whole_ms, e.changed_ms,
       e.dropped_ms, e.dropped_by, e.dropped_why, e.version,
       (SELECT count(*) FROM evidence_links l WHERE l.evidence_id = e.id)
FROM evidence_files e
JOIN scope v ON v.kind = 1 AND v.object_id = e.system_id AND v.body_id = :viewer
WHERE e.state = 2 AND e.valid_until <> '' AND e.valid_until <= :until
ORDER BY e.valid_until, e.id LIMIT :max;

-- name: evidence_mark :one
-- out: mark int?
SELECT max(changed_ms) FROM evidence_files WHERE state > 1;

-- name: evidence_file_holds :many
-- in: sha256 text
-- out: id int
SELECT id FROM evidence_files WHERE sha256 = :sha256 AND state > 1 LIMIT 1;
