-- name: workflow_event_add :one
-- in: object_kind text, object_id int, at_ms int, act text, act_id text, from_state text, to_state text, person_id int, person text, post text, body_id int, body text, reason text, due_on text, number text, on_day text, signer text
-- out: id int
INSERT INTO workflow_events (object_kind, object_id, at_ms, act, act_id, from_state, to_state, person_id, person,
                             post, body_id, body, reason, due_on, number, on_day, signer)
VALUES (:object_kind, :object_id, :at_ms, :act, :act_id, :from_state, :to_state, :person_id, :person,
        :post, :body_id, :body, :reason, :due_on, :number, :on_day, :signer)
RETURNING id;

-- name: workflow_note_add :exec
-- in: object_kind text, object_id int, event_id int, anchor text, text text, person_id int, person text, post text, body text, at_ms int
INSERT INTO workflow_notes (object_kind, object_id, event_id, anchor, text, person_id, person, post, body, at_ms,
                            settled_ms, settled_by)
VALUES (:object_kind, :object_id, :event_id, :anchor, :text, :person_id, :person, :post, :body, :at_ms, 0, '');

-- Open notes: one comment, or (note 0) every reason of an event.
-- name: workflow_note_settle :exec
-- in: object_kind text, object_id int, note int, now int, person text
UPDATE workflow_notes SET settled_ms = :now, settled_by = :person
 WHERE object_kind = :object_kind AND object_id = :object_id AND settled_ms = 0
   AND (id = :note OR (:note = 0 AND event_id <> 0));

-- name: workflow_event_rows :many
-- in: object_kind text, object_id int, max int
-- out: id int, at_ms int, act text, act_id text, from_state text, to_state text, person_id int, person text, post text, body_id int, body text, reason text, due_on text, number text, on_day text, signer text
SELECT id, at_ms, act, act_id, from_state, to_state, person_id, person, post, body_id, body, reason, due_on, number,
       on_day, signer
  FROM workflow_events
 WHERE object_kind = :object_kind AND object_id = :object_id
 ORDER BY id DESC LIMIT :max;

-- name: workflow_note_rows :many
-- in: object_kind text, object_id int, max int
-- out: id int, event_id int, anchor text, text text, person text, post text, body text, at_ms int, settled_ms int, settled_by text
SELECT id, event_id, anchor, text, person, post, body, at_ms, settled_ms, settled_by
  FROM workflow_notes
 WHERE object_kind = :object_kind AND object_id = :object_id
 ORDER BY id DESC LIMIT :max;
