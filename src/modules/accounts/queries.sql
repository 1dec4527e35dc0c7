-- People, roles, sessions, tokens, links. Hashes and Argon2id strings only; `day` is an ISO day.

-- ---- people ----

-- name: person_row :one
-- in: id int
-- out: id int, login text, name text, post text, lang text, state int, created_ms int, seen_ms int, version int
SELECT id, login, name, post, lang, state, created_ms, seen_ms, version FROM people WHERE id = :id;

-- name: person_by_login :one
-- in: login text
-- out: id int, state int, password text
SELECT id, state, password FROM people WHERE login = :login;

-- name: person_password :one
-- in: id int
-- out: password text
SELECT password FROM people WHERE id = :id;

-- name: person_insert :one
-- in: uid text, login text, name text, sort_key text, post text, lang text, state int, password text, now int
-- out: id int
INSERT INTO people (uid, login, name, sort_key, post, lang, state, password, created_ms, seen_ms,
                    version, origin, change_seq)
VALUES (:uid, :login, :name, :sort_key, :post, :lang, :state, :password, :now, 0, 1, '',
        (SELECT coalesce(max(change_seq), 0) + 1 FROM people))
RETURNING id;

-- name: person_update :exec
-- in: id int, version int, name text, sort_key text, post text, lang text
UPDATE people SET name = :name, sort_key = :sort_key, post = :post, lang = :lang,
       version = version + 1, change_seq = (SELECT max(p.change_seq) + 1 FROM people p)
WHERE id = :id AND version = :version;

-- name: person_set_state :exec
-- in: id int, state int
UPDATE people SET state = :state, version = version + 1,
       change_seq = (SELECT max(p.change_seq) + 1 FROM people p)
WHERE id = :id;

-- name: person_set_password :exec
-- in: id int, password text, state int
UPDATE people SET password = :password, state = :state, version = version + 1,
       change_seq = (SELECT max(p.change_seq) + 1 FROM people p)
WHERE id = :id;

-- name: person_set_hash :exec
-- in: id int, password text
UPDATE people SET password = :password WHERE id = :id;

-- name: person_set_name :exec
-- in: id int, name text, sort_key text
UPDATE people SET name = :name, sort_key = :sort_key WHERE id = :id;

-- name: person_seen :exec
-- in: id int, now int
UPDATE people SET seen_ms = :now WHERE id = :id;

-- People with a role, today or to come, in the branch of `top`; past = 1: those who held one there and
-- hold none any more. By given name.
-- name: people_in_branch :many
-- in: top int, past int, day text, after_key text, after_id int, max int
-- out: id int, login text, name text, sort_key text, post text, lang text, state int, created_ms int, seen_ms int, version int
SELECT p.id, p.login, p.name, p.sort_key, p.post, p.lang, p.state, p.created_ms, p.seen_ms, p.version
FROM people p
WHERE (p.sort_key, p.id) > (:after_key, :after_id)
  AND EXISTS (SELECT 1 FROM person_roles r JOIN body_lines l ON l.body_id = r.body_id
              WHERE r.person_id = p.id AND l.above_id = :top)
  AND CASE WHEN EXISTS (SELECT 1 FROM person_roles r JOIN body_lines l ON l.body_id = r.body_id
              WHERE r.person_id = p.id AND l.above_id = :top AND r.valid_to >= :day)
           THEN 0 ELSE 1 END = :past
ORDER BY p.sort_key, p.id LIMIT :max;

-- Does an administrator of `top` look after this person? They hold, or held last, a role there.
-- name: person_in_branch :one
-- in: id int, top int
-- out: n int
SELECT count(*) FROM person_roles r JOIN body_lines l ON l.body_id = r.body_id
WHERE r.person_id = :id AND l.above_id = :top;

-- Roles outside the branch of `top` that still hold: then only a body above both may touch the person.
-- name: person_roles_outside :one
-- in: id int, top int, day text
-- out: n int
SELECT count(*) FROM person_roles r
WHERE r.person_id = :id AND r.valid_to >= :day
  AND NOT EXISTS (SELECT 1 FROM body_lines l WHERE l.body_id = r.body_id AND l.above_id = :top);

-- name: admins_active :one
-- in: day text, role int
-- out: n int
SELECT count(*) FROM person_roles r JOIN people p ON p.id = r.person_id
WHERE r.role = :role AND p.state = 2 AND r.valid_from <= :day AND r.valid_to >= :day;

-- Who could administer if this person no longer did: in the program, and in one body.
-- name: admins_but :one
-- in: person int, body int, day text, role int
-- out: anywhere int, here int
SELECT count(*) AS anywhere, count(CASE WHEN r.body_id = :body THEN 1 END) AS here
FROM person_roles r JOIN people p ON p.id = r.person_id
WHERE r.role = :role AND p.state = 2 AND r.valid_from <= :day AND r.valid_to >= :day
  AND r.person_id <> :person;

-- ---- those who leave ----

-- Roles of today and to come.
-- name: roles_open :many
-- in: person int, day text, max int
-- out: body int, code text, name_vi text, name_en text, role int, valid_from text, valid_to text
SELECT r.body_id, b.code, b.name_vi, b.name_en, r.role, r.valid_from, r.valid_to
FROM person_roles r JOIN bodies b ON b.id = r.body_id
WHERE r.person_id = :person AND r.valid_to >= :day
ORDER BY b.protocol, b.sort_key, b.id, r.role, r.valid_from LIMIT :max;

-- name: roles_stop :exec
-- in: person int, last text
UPDATE person_roles SET valid_to = :last WHERE person_id = :person AND valid_to > :last;

-- name: handover_insert :one
-- in: person int, by text, now int, reason text
-- out: id int
INSERT INTO handovers (person_id, made_by, made_ms, reason, back_by, back_ms)
VALUES (:person, :by, :now, :reason, '', 0) RETURNING id;

-- name: handover_body_insert :exec
-- in: handover int, body int, to int, roles int
INSERT INTO handover_bodies (handover_id, body_id, to_id, roles) VALUES (:handover, :body, :to, :roles);

-- name: handover_back :exec
-- in: person int, by text, now int
UPDATE handovers SET back_by = :by, back_ms = :now WHERE person_id = :person AND back_ms = 0;

-- Latest first; one row per body, one without a body when none was handed over.
-- name: handovers_of :many
-- in: person int, max int
-- out: id int, made_by text, made_ms int, reason text, back_by text, back_ms int, body_vi text?, body_en text?, to_name text?, roles int?
SELECT h.id, h.made_by, h.made_ms, h.reason, h.back_by, h.back_ms, b.name_vi, b.name_en, p.name, x.roles
FROM handovers h LEFT JOIN handover_bodies x ON x.handover_id = h.id
LEFT JOIN bodies b ON b.id = x.body_id LEFT JOIN people p ON p.id = x.to_id
WHERE h.person_id = :person ORDER BY h.id DESC, b.sort_key NULLS LAST, x.body_id NULLS LAST LIMIT :max;

-- ---- roles ----

-- name: roles_of_person :many
-- in: person int
-- out: id int, body int, code text, name_vi text, name_en text, role int, valid_from text, valid_to text
SELECT r.id, r.body_id, b.code, b.name_vi, b.name_en, r.role, r.valid_from, r.valid_to
FROM person_roles r JOIN bodies b ON b.id = r.body_id
WHERE r.person_id = :person ORDER BY r.valid_to DESC, b.sort_key, r.role, r.id LIMIT 200;

-- name: bodies_of_person :many
-- in: person int, day text
-- out: body int, role int
SELECT body_id, role FROM person_roles
WHERE person_id = :person AND valid_from <= :day AND valid_to >= :day ORDER BY id;

-- name: role_row :one
-- in: id int
-- out: person int, body int, role int, valid_from text, valid_to text
SELECT person_id, body_id, role, valid_from, valid_to FROM person_roles WHERE id = :id;

-- name: role_held :one
-- in: person int, body int, role int, valid_from text, valid_to text
-- out: n int
SELECT count(*) FROM person_roles
WHERE person_id = :person AND body_id = :body AND role = :role
  AND valid_from <= :valid_to AND valid_to >= :valid_from;

-- name: role_insert :one
-- in: person int, body int, role int, valid_from text, valid_to text
-- out: id int
INSERT INTO person_roles (person_id, body_id, role, valid_from, valid_to)
VALUES (:person, :body, :role, :valid_from, :valid_to) RETURNING id;

-- name: role_end :exec
-- in: id int, last text
UPDATE person_roles SET valid_to = :last WHERE id = :id AND valid_to > :last;

-- ---- sessions ----

-- One row per role held today in the session's body; one row without a role when there is none.
-- name: session_rows :many
-- in: hash bytes, now int, day text
-- out: id int, person int, body int, hat int, created_ms int, seen_ms int, expires_ms int, login text, name text, lang text, body_vi text?, body_en text?, body_kind text?, role int?
SELECT s.id, s.person_id, s.body_id, s.hat, s.created_ms, s.seen_ms, s.expires_ms,
       p.login, p.name, p.lang, b.name_vi, b.name_en, b.kind, r.role
FROM sessions s
JOIN people p ON p.id = s.person_id AND p.state = 2
LEFT JOIN bodies b ON b.id = s.body_id
LEFT JOIN person_roles r ON r.person_id = s.person_id AND r.body_id = s.body_id
     AND r.valid_from <= :day AND r.valid_to >= :day
WHERE s.token_hash = :hash AND s.expires_ms > :now;

-- name: session_insert :one
-- in: hash bytes, person int, body int, hat int, now int, expires int, address text, agent text
-- out: id int
INSERT INTO sessions (token_hash, person_id, body_id, hat, created_ms, seen_ms, expires_ms, address, agent)
VALUES (:hash, :person, :body, :hat, :now, :now, :expires, :address, :agent) RETURNING id;

-- name: session_slide :exec
-- in: id int, now int, expires int
UPDATE sessions SET seen_ms = :now, expires_ms = :expires WHERE id = :id AND seen_ms < :now;

-- name: session_act_for :exec
-- in: hash bytes, body int, hat int
UPDATE sessions SET body_id = :body, hat = :hat WHERE token_hash = :hash;

-- name: session_delete_hash :exec
-- in: hash bytes
DELETE FROM sessions WHERE token_hash = :hash;

-- name: session_person :one
-- in: id int
-- out: person int
SELECT person_id FROM sessions WHERE id = :id;

-- name: session_delete_own :exec
-- in: id int, person int
DELETE FROM sessions WHERE id = :id AND person_id = :person;

-- name: sessions_delete_person :exec
-- in: person int
DELETE FROM sessions WHERE person_id = :person;

-- Every session of the person but the one with this hash.
-- name: sessions_delete_others :exec
-- in: person int, hash bytes
DELETE FROM sessions WHERE person_id = :person AND token_hash <> :hash;

-- name: sessions_of_person :many
-- in: person int, now int, hash bytes
-- out: id int, created_ms int, seen_ms int, address text, agent text, here int
SELECT id, created_ms, seen_ms, address, agent, CASE WHEN token_hash = :hash THEN 1 ELSE 0 END AS here
FROM sessions WHERE person_id = :person AND expires_ms > :now ORDER BY seen_ms DESC, id LIMIT 100;

-- name: sessions_sweep :exec
-- in: now int
DELETE FROM sessions WHERE expires_ms <= :now;

-- ---- tokens ----

-- A person who has not used the invitation yet may hold a token an administrator made; a locked one not.
-- name: token_rows :many
-- in: hash bytes, now int, day text
-- out: id int, person int, body int, may_write int, login text, name text, lang text, body_vi text?, body_en text?, body_kind text?, role int?
SELECT t.id, t.person_id, t.body_id, t.may_write, p.login, p.name, p.lang, b.name_vi, b.name_en, b.kind, r.role
FROM tokens t
JOIN people p ON p.id = t.person_id AND p.state IN (1, 2)
LEFT JOIN bodies b ON b.id = t.body_id
LEFT JOIN person_roles r ON r.person_id = t.person_id AND r.body_id = t.body_id
     AND r.valid_from <= :day AND r.valid_to >= :day
WHERE t.token_hash = :hash AND t.expires_ms > :now AND t.revoked_ms = 0;

-- name: token_insert :one
-- in: hash bytes, person int, body int, may_write int, label text, now int, expires int
-- out: id int
INSERT INTO tokens (token_hash, person_id, body_id, may_write, label, created_ms, expires_ms, revoked_ms)
VALUES (:hash, :person, :body, :may_write, :label, :now, :expires, 0) RETURNING id;

-- name: token_revoke :exec
-- in: id int, person int, now int
UPDATE tokens SET revoked_ms = :now WHERE id = :id AND person_id = :person AND revoked_ms = 0;

-- name: tokens_revoke_person :exec
-- in: person int, now int
UPDATE tokens SET revoked_ms = :now WHERE person_id = :person AND revoked_ms = 0;

-- name: token_person :one
-- in: id int
-- out: person int
SELECT person_id FROM tokens WHERE id = :id;

-- name: tokens_of_person :many
-- in: person int
-- out: id int, may_write int, label text, created_ms int, expires_ms int, revoked_ms int, body_code text?
SELECT t.id, t.may_write, t.label, t.created_ms, t.expires_ms, t.revoked_ms, b.code
FROM tokens t LEFT JOIN bodies b ON b.id = t.body_id
WHERE t.person_id = :person ORDER BY t.id DESC LIMIT 200;

-- ---- links ----

-- name: link_row :one
-- in: hash bytes, now int
-- out: id int, kind int, person int, used_ms int
SELECT id, kind, person_id, used_ms FROM links WHERE token_hash = :hash AND expires_ms > :now;

-- name: link_insert :exec
-- in: hash bytes, kind int, person int, now int, expires int
INSERT INTO links (token_hash, kind, person_id, created_ms, expires_ms, used_ms)
VALUES (:hash, :kind, :person, :now, :expires, 0);

-- One of two who race gets a changed row; the other none.
-- name: link_use :exec
-- in: id int, now int
UPDATE links SET used_ms = :now WHERE id = :id AND used_ms = 0;

-- name: links_drop :exec
-- in: kind int, person int
DELETE FROM links WHERE kind = :kind AND person_id = :person AND used_ms = 0;

-- name: links_drop_kind :exec
-- in: kind int
DELETE FROM links WHERE kind = :kind AND used_ms = 0;

-- name: links_sweep :exec
-- in: before int
DELETE FROM links WHERE expires_ms <= :before;

-- ---- devices and slowing ----

-- name: device_known :one
-- in: hash bytes, login text
-- out: id int
SELECT d.id FROM devices d JOIN people p ON p.id = d.person_id
WHERE d.token_hash = :hash AND p.login = :login;

-- name: device_insert :exec
-- in: hash bytes, person int, now int
INSERT INTO devices (token_hash, person_id, created_ms, seen_ms) VALUES (:hash, :person, :now, :now);

-- name: device_seen :exec
-- in: id int, now int
UPDATE devices SET seen_ms = :now WHERE id = :id;

-- name: devices_delete_person :exec
-- in: person int
DELETE FROM devices WHERE person_id = :person;

-- name: devices_sweep :exec
-- in: before int
DELETE FROM devices WHERE seen_ms <= :before;

-- name: slow_row :one
-- in: key bytes
-- out: fails int, last_ms int, until_ms int
SELECT fails, last_ms, until_ms FROM sign_in_slow WHERE key = :key;

-- name: slow_set :exec
-- in: key bytes, fails int, last int, until int
INSERT INTO sign_in_slow (key, fails, last_ms, until_ms) VALUES (:key, :fails, :last, :until)
ON CONFLICT (key) DO UPDATE SET fails = excluded.fails, last_ms = excluded.last_ms,
                                until_ms = excluded.until_ms;

-- name: slow_sweep :exec
-- in: before int
DELETE FROM sign_in_slow WHERE last_ms <= :before;

-- ---- the audit trail, to be read ----

-- Administrators outside the branch of `top`: with none, `top` runs this node and reads all of it.
-- name: admins_outside :one
-- in: top int, role int, day text
-- out: n int
SELECT count(*) FROM person_roles r
WHERE r.role = :role AND r.valid_from <= :day AND r.valid_to >= :day
  AND NOT EXISTS (SELECT 1 FROM body_lines l WHERE l.body_id = r.body_id AND l.above_id = :top);

-- Newest first; looks at no more than `most` rows before `before`, so that a rare filter stays cheap.
-- name: audit_page_rows :many
-- in: top int, whole int, before int, most int, login text, kind text, max int
-- out: id int, at_ms int, login text, act text, kind text, object int, detail text, seal_no int?
SELECT a.id, a.at_ms, a.login, a.act, a.kind, a.object_id, a.detail, a.seal_no
FROM (SELECT id, at_ms, body_id, login, act, kind, object_id, detail, seal_no
      FROM audit WHERE id < :before ORDER BY id DESC LIMIT :most) a
WHERE (:login = '' OR a.login = :login) AND (:kind = '' OR a.kind = :kind)
  AND (:whole = 1 OR EXISTS (SELECT 1 FROM body_lines l
                             WHERE l.body_id = a.body_id AND l.above_id = :top))
ORDER BY a.id DESC LIMIT :max;

-- name: audit_after_window :one
-- in: before int, most int
-- out: id int?
SELECT min(id) FROM (SELECT id FROM audit WHERE id < :before ORDER BY id DESC LIMIT :most) w;

-- ---- a body that ends hands on its people ----

-- name: heir_roles :one
-- in: body int, day text
-- out: n int
SELECT count(*) FROM person_roles WHERE body_id = :body AND valid_to >= :day;

-- name: heir_people :many
-- in: body int, day text, max int
-- out: id int, name text, login text
SELECT p.id, p.name, p.login FROM people p
WHERE EXISTS (SELECT 1 FROM person_roles r WHERE r.person_id = p.id AND r.body_id = :body AND r.valid_to >= :day)
ORDER BY p.sort_key, p.id LIMIT :max;

-- person 0: everybody's.
-- name: heir_roles_on :exec
-- in: body int, into int, day text, person int
INSERT INTO person_roles (person_id, body_id, role, valid_from, valid_to)
SELECT r.person_id, :into, r.role, CASE WHEN r.valid_from < :day THEN :day ELSE r.valid_from END, r.valid_to
FROM person_roles r
WHERE r.body_id = :body AND r.valid_to >= :day AND (:person = 0 OR r.person_id = :person)
  AND NOT EXISTS (SELECT 1 FROM person_roles x WHERE x.person_id = r.person_id AND x.body_id = :into
                  AND x.role = r.role AND x.valid_from <= r.valid_to AND x.valid_to >= r.valid_from);

-- name: heir_roles_stop :exec
-- in: body int, last text, person int
UPDATE person_roles SET valid_to = :last
WHERE body_id = :body AND valid_to > :last AND (:person = 0 OR person_id = :person);

-- name: heir_sessions :exec
-- in: body int, into int, person int
UPDATE sessions SET body_id = :into WHERE body_id = :body AND (:person = 0 OR person_id = :person);

-- name: heir_tokens :exec
-- in: body int, into int, person int
UPDATE tokens SET body_id = :into WHERE body_id = :body AND (:person = 0 OR person_id = :person);

-- ---- enterprises on their way in ----

-- name: door_row :one
-- in: body int
-- out: open int
SELECT open FROM enterprise_doors WHERE body_id = :body;

-- name: door_set :exec
-- in: body int, open int
INSERT INTO enterprise_doors (body_id, open) VALUES (:body, :open)
ON CONFLICT (body_id) DO UPDATE SET open = excluded.open;

-- name: doors_open :many
-- in: max int
-- out: body int, code text, name_vi text, name_en text
SELECT b.id, b.code, b.name_vi, b.name_en FROM enterprise_doors d JOIN bodies b ON b.id = d.body_id
WHERE d.open = 1 ORDER BY b.protocol, b.sort_key, b.id LIMIT :max;

-- name: enterprise_insert :one
-- in: hash bytes, supervisor int, kind int, basis text, state int, name text, code text, address text, representative text, post text, phone text, email text, login text, note text, address_key bytes, now int, expires int
-- out: id int
INSERT INTO enterprise_applications (token_hash, supervisor_id, kind, basis, state, name, code, address,
    representative, post, phone, email, login, note, address_key, made_ms, sent_ms, expires_ms,
    decided_by, decided_ms, reason, body_id)
VALUES (:hash, :supervisor, :kind, :basis, :state, :name, :code, :address, :representative, :post, :phone,
    :email, :login, :note, :address_key, :now, 0, :expires, '', 0, '', 0)
RETURNING id;

-- name: enterprise_sent_now :exec
-- in: id int, now int
UPDATE enterprise_applications SET sent_ms = :now WHERE id = :id;

-- name: enterprise_by_token :one
-- in: hash bytes
-- out: id int
SELECT id FROM enterprise_applications WHERE token_hash = :hash ORDER BY id LIMIT 1;

-- name: enterprise_row :one
-- in: id int
-- out: id int, supervisor int, kind int, basis text, state int, name text, code text, address text, representative text, post text, phone text, email text, login text, note text, made_ms int, sent_ms int, expires_ms int, decided_by text, decided_ms int, reason text, body int, supervisor_code text, supervisor_name text
SELECT e.id, e.supervisor_id, e.kind, e.basis, e.state, e.name, e.code, e.address, e.representative, e.post,
       e.phone, e.email, e.login, e.note, e.made_ms, e.sent_ms, e.expires_ms, e.decided_by, e.decided_ms,
       e.reason, e.body_id, b.code, b.name_vi
FROM enterprise_applications e JOIN bodies b ON b.id = e.supervisor_id WHERE e.id = :id;

-- name: enterprise_ids :many
-- in: supervisor int, all int, max int
-- out: id int
SELECT id FROM enterprise_applications WHERE supervisor_id = :supervisor OR :all = 1
ORDER BY id DESC LIMIT :max;

-- Sent since then: from one address, and from all.
-- name: enterprise_sent :one
-- in: key bytes, since int
-- out: from_here int, from_all int
SELECT count(CASE WHEN address_key = :key THEN 1 END) AS from_here, count(*) AS from_all
FROM enterprise_applications WHERE sent_ms > :since;

-- name: enterprise_fill :exec
-- in: id int, name text, code text, address text, representative text, post text, phone text, email text, login text, note text, address_key bytes, now int
UPDATE enterprise_applications SET state = 2, name = :name, code = :code, address = :address,
       representative = :representative, post = :post, phone = :phone, email = :email, login = :login,
       note = :note, address_key = :address_key, sent_ms = :now
WHERE id = :id AND state = 1;

-- name: enterprise_decide :exec
-- in: id int, state int, by text, now int, reason text, body int
UPDATE enterprise_applications SET state = :state, decided_by = :by, decided_ms = :now, reason = :reason,
       body_id = :body
WHERE id = :id AND state IN (1, 2);

-- ---- what there is to do, for modules/tasks ----

-- name: todo_enterprises :many
-- in: state int, at_most int
-- out: body_id int, code text, name_vi text, n int
SELECT b.id, b.code, b.name_vi, e.n
FROM (SELECT supervisor_id, count(*) AS n FROM enterprise_applications WHERE state = :state
      GROUP BY supervisor_id) e
JOIN bodies b ON b.id = e.supervisor_id ORDER BY b.id LIMIT :at_most;

-- Bodies with people who were invited and have not come yet; when the first of their links ends.
-- name: todo_invited :many
-- in: day text, invited int, kind int, invite_ms int, at_most int
-- out: body_id int, code text, name_vi text, n int, due_ms int
SELECT b.id, b.code, b.name_vi, count(*), min(i.due_ms)
FROM (SELECT DISTINCT r.body_id, p.id,
             coalesce((SELECT max(k.expires_ms) FROM links k WHERE k.person_id = p.id AND k.kind = :kind),
                      p.created_ms + :invite_ms) AS due_ms
      FROM people p JOIN person_roles r ON r.person_id = p.id AND r.valid_to >= :day
      WHERE p.state = :invited) i
JOIN bodies b ON b.id = i.body_id
GROUP BY b.id, b.code, b.name_vi ORDER BY b.id LIMIT :at_most;
