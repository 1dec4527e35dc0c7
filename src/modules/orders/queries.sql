-- Orders, requests and warnings. kind 2 in `scope` is an incident; tlp 1 is TLP:RED; states 2 and 3 are sent and ended.

-- name: order_insert :one
-- in: uid text, code text, kind int, incident int, incident_code text, about_system text, about_type text, about_class text, issuer int, issuer_name text, invented int, title text, fold text, basis text, content text, indicators text, reply_to text, tlp int, severity int, ack_ms int, due_ms int, hours int, to_typed text, to_group text, person text, now int
-- out: id int
INSERT INTO orders (uid, code, kind, state, incident_id, incident_code, about_system, about_type, about_class, issuer_id, issuer_name, invented, title, fold, basis, content, indicators,
                    reply_to, tlp, severity, ack_ms, due_ms, hours, to_typed, to_group, number, signer, signer_post, signed_on, paper, sha256,
                    reason, person, made_ms, sent_ms, ended_ms, version)
VALUES (:uid, :code, :kind, 1, :incident, :incident_code, :about_system, :about_type, :about_class, :issuer, :issuer_name, :invented, :title, :fold, :basis, :content, :indicators,
        :reply_to, :tlp, :severity, :ack_ms, :due_ms, :hours, :to_typed, :to_group, '', '', '', '', '', '', '', :person, :now, 0, 0, 1)
RETURNING id;

-- name: order_update :exec
-- in: id int, known int, kind int, title text, fold text, basis text, content text, indicators text, reply_to text, tlp int, severity int, ack_ms int, due_ms int, hours int, to_typed text, to_group text
UPDATE orders SET kind = :kind, title = :title, fold = :fold, basis = :basis, content = :content, indicators = :indicators, reply_to = :reply_to,
       tlp = :tlp, severity = :severity, ack_ms = :ack_ms, due_ms = :due_ms, hours = :hours, to_typed = :to_typed, to_group = :to_group,
       version = version + 1
 WHERE id = :id AND version = :known AND state = 1;

-- name: order_send :exec
-- in: id int, known int, issuer_name text, number text, signer text, signer_post text, signed_on text, paper text, sha256 text, now int
UPDATE orders SET state = 2, issuer_name = :issuer_name, number = :number, signer = :signer, signer_post = :signer_post, signed_on = :signed_on,
       paper = :paper, sha256 = :sha256, sent_ms = :now, version = version + 1
 WHERE id = :id AND version = :known AND state = 1;

-- name: order_end :exec
-- in: id int, known int, from int, state int, reason text, now int
UPDATE orders SET state = :state, reason = :reason, ended_ms = :now, version = version + 1
 WHERE id = :id AND version = :known AND state = :from;

-- name: order_item_add :exec
-- in: id int, no int, words text, due_ms int
INSERT INTO order_items (order_id, no, words, due_ms) VALUES (:id, :no, :words, :due_ms);

-- name: order_items_drop :exec
-- in: id int
DELETE FROM order_items WHERE order_id = :id;

-- name: order_items_of :many
-- in: id int
-- out: no int, words text, due_ms int
SELECT no, words, due_ms FROM order_items WHERE order_id = :id ORDER BY no;

-- One, for whom it is to be seen. all: 1 who sees every one of its side.
-- name: order_seen :one
-- in: id int, body int, all int, invented int
-- out: id int, uid text, code text, kind int, state int, incident_id int, incident_code text, about_system text, about_type text, about_class text, issuer_id int, issuer_name text, invented int, title text, basis text, content text, indicators text, reply_to text, tlp int, severity int, ack_ms int, due_ms int, hours int, to_typed text, to_group text, number text, signer text, signer_post text, signed_on text, paper text, sha256 text, reason text, person text, made_ms int, sent_ms int, ended_ms int, version int, in_scope int
SELECT o.id, o.uid, o.code, o.kind, o.state, o.incident_id, o.incident_code, o.about_system, o.about_type, o.about_class, o.issuer_id, o.issuer_name,
       o.invented, o.title, o.basis, o.content,
       o.indicators, o.reply_to, o.tlp, o.severity, o.ack_ms, o.due_ms, o.hours, o.to_typed, o.to_group, o.number, o.signer, o.signer_post,
       o.signed_on, o.paper, o.sha256, o.reason, o.person, o.made_ms, o.sent_ms, o.ended_ms, o.version,
       (SELECT count(*) FROM scope s WHERE s.kind = 2 AND s.object_id = o.incident_id AND s.body_id = :body)
  FROM orders o
 WHERE o.id = :id AND (o.issuer_id = :body
   OR (o.state IN (2, 3) AND ((:all = 1 AND o.invented = :invented)
     OR EXISTS (SELECT 1 FROM order_targets t WHERE t.order_id = o.id AND (t.body_id = :body OR t.raised_to = :body))
     OR (o.tlp <> 1 AND EXISTS (SELECT 1 FROM scope s WHERE s.kind = 2 AND s.object_id = o.incident_id AND s.body_id = :body)))));

-- name: order_of_code :one
-- in: code text
-- out: id int
SELECT id FROM orders WHERE code = :code;

-- Whatever it is: for timers, heirs and the machine.
-- name: order_any :one
-- in: id int
-- out: id int, code text, kind int, incident_id int, issuer_id int, title text, tlp int
SELECT id, code, kind, incident_id, issuer_id, title, tlp FROM orders WHERE id = :id;

-- A page of what a body sees. Words are '%word%', or '%'; warning 0 orders, 1 warnings; -1 and 0 do not filter.
-- name: orders_page_own :many
-- in: body int, warning int, state int, mine int, late int, now int, first text, second text, third text, incident int, below int, max int
-- out: id int
SELECT o.id FROM orders o
 WHERE o.id IN (SELECT i.id FROM orders i WHERE i.issuer_id = :body
     UNION SELECT t.order_id FROM order_targets t JOIN orders k ON k.id = t.order_id WHERE t.body_id = :body AND k.state IN (2, 3)
     UNION SELECT r.order_id FROM order_targets r JOIN orders q ON q.id = r.order_id WHERE r.raised_to = :body AND q.state IN (2, 3)
     UNION SELECT x.id FROM orders x JOIN scope s ON s.kind = 2 AND s.object_id = x.incident_id
        WHERE s.body_id = :body AND x.tlp <> 1 AND x.state IN (2, 3) AND x.incident_id > 0)
   AND o.id < :below AND o.state <> 4
   AND (:warning = -1 OR (:warning = 1 AND o.kind = 3) OR (:warning = 0 AND o.kind <> 3))
   AND (:state = 0 OR o.state = :state) AND (:incident = 0 OR o.incident_id = :incident)
   AND o.fold LIKE :first AND o.fold LIKE :second AND o.fold LIKE :third
   AND (:mine = 0 OR EXISTS (SELECT 1 FROM order_targets m WHERE m.order_id = o.id AND m.body_id = :body))
   AND (:late = 0 OR EXISTS (SELECT 1 FROM order_targets l WHERE l.order_id = o.id AND l.next_ms > 0 AND l.next_ms < :now))
 ORDER BY o.id DESC LIMIT :max;

-- name: orders_page_all :many
-- in: body int, invented int, warning int, state int, mine int, late int, now int, first text, second text, third text, incident int, below int, max int
-- out: id int
SELECT o.id FROM orders o
 WHERE (o.issuer_id = :body OR (o.invented = :invented AND o.state IN (2, 3)))
   AND o.id < :below AND o.state <> 4
   AND (:warning = -1 OR (:warning = 1 AND o.kind = 3) OR (:warning = 0 AND o.kind <> 3))
   AND (:state = 0 OR o.state = :state) AND (:incident = 0 OR o.incident_id = :incident)
   AND o.fold LIKE :first AND o.fold LIKE :second AND o.fold LIKE :third
   AND (:mine = 0 OR EXISTS (SELECT 1 FROM order_targets m WHERE m.order_id = o.id AND m.body_id = :body))
   AND (:late = 0 OR EXISTS (SELECT 1 FROM order_targets l WHERE l.order_id = o.id AND l.next_ms > 0 AND l.next_ms < :now))
 ORDER BY o.id DESC LIMIT :max;

-- One line of a list, with its addressees counted; own: the state of the reader's own, 0 none.
-- name: order_line_row :one
-- in: id int, body int, now int
-- out: id int, code text, kind int, state int, incident_code text, issuer_id int, issuer_name text, title text, tlp int, severity int, ack_ms int, due_ms int, sent_ms int, made_ms int, targets int, received int, refused int, finished int, late int, own int, in_scope int
SELECT o.id, o.code, o.kind, o.state, o.incident_code, o.issuer_id, o.issuer_name, o.title, o.tlp, o.severity, o.ack_ms, o.due_ms, o.sent_ms, o.made_ms,
       (SELECT count(*) FROM order_targets t WHERE t.order_id = o.id),
       (SELECT count(*) FROM order_targets t WHERE t.order_id = o.id AND t.state > 2),
       (SELECT count(*) FROM order_targets t WHERE t.order_id = o.id AND t.state = 5),
       (SELECT count(*) FROM order_targets t WHERE t.order_id = o.id AND t.state = 6),
       (SELECT count(*) FROM order_targets t WHERE t.order_id = o.id AND t.next_ms > 0 AND t.next_ms < :now),
       COALESCE((SELECT min(t.state) FROM order_targets t WHERE t.order_id = o.id AND t.body_id = :body), 0),
       (SELECT count(*) FROM scope s WHERE s.kind = 2 AND s.object_id = o.incident_id AND s.body_id = :body)
  FROM orders o WHERE o.id = :id;

-- ---- addressees ----

-- name: target_add :one
-- in: id int, body int, first_name text, seat int, contact text, state int
-- out: target int
INSERT INTO order_targets (order_id, body_id, first_name, seat, contact, state, due_ms, next_ms, late, raised_to, reason, result, late_reason,
                           received_ms, decided_ms, result_ms)
VALUES (:id, :body, :first_name, :seat, :contact, :state, 0, 0, 0, 0, '', '', '', 0, 0, 0) RETURNING id;

-- name: targets_drop :exec
-- in: id int
DELETE FROM order_targets WHERE order_id = :id AND state = 1;

-- only: 0 every one, else those of that body, and those it was told of as the body above.
-- name: targets_of :many
-- in: id int, only int, max int
-- out: target int, body_id int, code text, name text, first_name text, seat int, contact text, state int, due_ms int, next_ms int, late int, reason text, result text, late_reason text, received_ms int, decided_ms int, result_ms int
SELECT t.id, t.body_id, b.code, b.name_vi, t.first_name, t.seat, t.contact, t.state, t.due_ms, t.next_ms, t.late, t.reason, t.result, t.late_reason,
       t.received_ms, t.decided_ms, t.result_ms
  FROM order_targets t JOIN bodies b ON b.id = t.body_id
 WHERE t.order_id = :id AND (:only = 0 OR t.body_id = :only OR t.raised_to = :only) ORDER BY t.id LIMIT :max;

-- name: target_row :one
-- in: target int
-- out: target int, order_id int, body_id int, code text, name text, first_name text, seat int, contact text, state int, due_ms int, next_ms int, late int, reason text, result text, late_reason text, received_ms int, decided_ms int, result_ms int
SELECT t.id, t.order_id, t.body_id, b.code, b.name_vi, t.first_name, t.seat, t.contact, t.state, t.due_ms, t.next_ms, t.late, t.reason, t.result,
       t.late_reason, t.received_ms, t.decided_ms, t.result_ms
  FROM order_targets t JOIN bodies b ON b.id = t.body_id WHERE t.id = :target;

-- name: target_set :exec
-- in: target int, known int, state int, due_ms int, next_ms int, late int, reason text, result text, late_reason text, received_ms int, decided_ms int, result_ms int
UPDATE order_targets SET state = :state, due_ms = :due_ms, next_ms = :next_ms, late = :late, reason = :reason, result = :result,
       late_reason = :late_reason, received_ms = :received_ms, decided_ms = :decided_ms, result_ms = :result_ms
 WHERE id = :target AND state = :known;

-- name: target_late_set :exec
-- in: target int
UPDATE order_targets SET late = 1 WHERE id = :target;

-- name: target_raised_set :exec
-- in: target int, body int
UPDATE order_targets SET raised_to = :body WHERE id = :target;

-- Nothing is waited for any more.
-- name: targets_rest :exec
-- in: id int
UPDATE order_targets SET next_ms = 0 WHERE order_id = :id AND next_ms > 0;

-- name: target_tick_add :exec
-- in: target int, no int, now int, person text
INSERT INTO order_ticks (target_id, no, at_ms, person) VALUES (:target, :no, :now, :person) ON CONFLICT DO NOTHING;

-- name: target_ticks_of :many
-- in: id int, max int
-- out: target int, no int, at_ms int, person text
SELECT k.target_id, k.no, k.at_ms, k.person FROM order_ticks k JOIN order_targets t ON t.id = k.target_id
 WHERE t.order_id = :id ORDER BY k.target_id, k.no LIMIT :max;

-- ---- what happened ----

-- name: order_line_add :exec
-- in: id int, target int, now int, act text, person text, body_name text, words text, receipt int
INSERT INTO order_lines (order_id, target_id, at_ms, act, person, body_name, words, receipt_id)
VALUES (:id, :target, :now, :act, :person, :body_name, :words, :receipt);

-- only: 0 every one, else those of the whole and of the rows that body sees.
-- name: order_lines_of :many
-- in: id int, only int, max int
-- out: target int, at_ms int, act text, person text, body_name text, words text, receipt int
SELECT l.target_id, l.at_ms, l.act, l.person, l.body_name, l.words, l.receipt_id FROM order_lines l
 WHERE l.order_id = :id AND (:only = 0 OR l.target_id = 0
   OR EXISTS (SELECT 1 FROM order_targets t WHERE t.id = l.target_id AND (t.body_id = :only OR t.raised_to = :only)))
 ORDER BY l.id DESC LIMIT :max;

-- name: receipt_add :one
-- in: id int, target int, now int, content text, key_id text
-- out: receipt int
INSERT INTO order_receipts (order_id, target_id, at_ms, content, key_id) VALUES (:id, :target, :now, :content, :key_id) RETURNING id;

-- name: receipt_row :one
-- in: receipt int
-- out: receipt int, order_id int, body_id int, raised_to int, content text, key_id text
SELECT r.id, r.order_id, t.body_id, t.raised_to, r.content, r.key_id FROM order_receipts r JOIN order_targets t ON t.id = r.target_id WHERE r.id = :receipt;

-- name: receipt_key_put :exec
-- in: key_id text, pem text, now int
INSERT INTO order_keys (key_id, pem, first_ms) VALUES (:key_id, :pem, :now) ON CONFLICT DO NOTHING;

-- name: receipt_key_row :one
-- in: key_id text
-- out: pem text
SELECT pem FROM order_keys WHERE key_id = :key_id;

-- ---- a body that ends ----

-- name: order_heir_count :one
-- in: body int
-- out: n int
SELECT (SELECT count(*) FROM orders WHERE issuer_id = :body AND state IN (1, 2))
     + (SELECT count(*) FROM order_targets t JOIN orders o ON o.id = t.order_id WHERE t.body_id = :body AND t.state <> 6 AND o.state IN (1, 2));

-- name: order_heir_targets :many
-- in: body int, after int, max int
-- out: target int, order_id int, first_name text, state int, code text, incident_id int
SELECT t.id, t.order_id, t.first_name, t.state, o.code, o.incident_id FROM order_targets t JOIN orders o ON o.id = t.order_id
 WHERE t.body_id = :body AND t.state <> 6 AND o.state IN (1, 2) AND t.id > :after ORDER BY t.id LIMIT :max;

-- name: order_heir_target :exec
-- in: target int, into int, first_name text
UPDATE order_targets SET body_id = :into, first_name = :first_name WHERE id = :target;

-- name: order_heir_raised :exec
-- in: body int, into int
UPDATE order_targets SET raised_to = :into WHERE raised_to = :body;

-- name: order_heir_issued :many
-- in: body int, after int, max int
-- out: id int
SELECT id FROM orders WHERE issuer_id = :body AND state IN (1, 2) AND id > :after ORDER BY id LIMIT :max;

-- name: order_heir_issuer :exec
-- in: id int, into int
UPDATE orders SET issuer_id = :into, version = version + 1 WHERE id = :id;
