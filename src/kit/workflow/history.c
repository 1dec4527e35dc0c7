// history.c - events and notes of things that go through states. See workflow.h.
#include "kit/workflow/workflow.h"
#include "kit/workflow/workflow_queries.gen.h"

static str given(str s)
{
    return s.ptr ? s : S("");
}

static str name_of(const call *c)
{
    return given(c->who.name.len ? c->who.name : c->who.login);
}

static status add_note(call *c, db *d, workflow_thing of, int64_t event, const workflow_item *what,
                       str post)
{
    const workflow_note_add_in in = { .object_kind = of.kind,
                                      .object_id   = of.id,
                                      .event_id    = event,
                                      .anchor      = given(what->anchor),
                                      .text        = what->text,
                                      .person_id   = c->who.person_id,
                                      .person      = name_of(c),
                                      .post        = given(post),
                                      .body        = given(c->who.body_name),
                                      .at_ms       = c->now_ms };
    return workflow_note_add(d, &in, NULL);
}

status workflow_write(call *c, const workflow_step *s, int64_t *id)
{
    db                         *d;
    workflow_event_add_row      made;
    const workflow_given        none = { 0 };
    const workflow_given       *g    = s->given ? s->given : &none;
    const workflow_event_add_in in   = { .object_kind = s->of.kind,
                                         .object_id   = s->of.id,
                                         .at_ms       = c->now_ms,
                                         .act         = s->act->act,
                                         .act_id      = s->act->id,
                                         .from_state  = s->from ? s->from->key : S(""),
                                         .to_state    = s->act->to ? s->act->to->key : S(""),
                                         .person_id   = c->who.person_id,
                                         .person      = name_of(c),
                                         .post        = given(s->post),
                                         .body_id     = c->who.body_id,
                                         .body        = given(c->who.body_name),
                                         .reason      = given(g->reason),
                                         .due_on      = given(g->date),
                                         .number      = given(g->number),
                                         .on_day      = given(g->on),
                                         .signer      = given(g->signer) };
    TRY(call_db(c, &d));
    TRY(workflow_event_add(d, &in, c->a, &made));
    for (size_t i = 0; i < g->item_count; i++)
        TRY(add_note(c, d, s->of, made.id, &g->items[i], s->post));
    for (size_t i = 0; i < g->answer_count; i++) {
        const workflow_answer *one = &g->answers[i];
        if (!one->text.len) continue;
        TRY(add_note(c, d, s->of, made.id, &(workflow_item){ one->test, one->text }, s->post));
    }
    if (id) *id = made.id;
    return ST_OK;
}

status workflow_comment(call *c, workflow_thing of, workflow_item what, str post)
{
    db *d;
    TRY(call_db(c, &d));
    return add_note(c, d, of, 0, &what, post);
}

status workflow_settle(call *c, workflow_thing of, int64_t note_id, int64_t *n)
{
    db                           *d;
    int64_t                       changed;
    const workflow_note_settle_in in = { .object_kind = of.kind,
                                         .object_id   = of.id,
                                         .note        = note_id,
                                         .now         = c->now_ms,
                                         .person      = name_of(c) };
    TRY(call_db(c, &d));
    TRY(workflow_note_settle(d, &in, &changed));
    if (n) *n = changed;
    return ST_OK;
}

status workflow_events_of(call *c, workflow_thing of, workflow_event **out, size_t *count)
{
    db                      *d;
    workflow_event_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(workflow_event_rows(d, &(workflow_event_rows_in){ of.kind, of.id, WORKFLOW_EVENTS_MAX },
                            c->a, &rows, count));
    *out = NEW(c->a, workflow_event, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const workflow_event_rows_row *r = &rows[i];
        (*out)[i]                        = (workflow_event){ .id        = r->id,
                                                             .at_ms     = r->at_ms,
                                                             .person_id = r->person_id,
                                                             .body_id   = r->body_id,
                                                             .act       = r->act,
                                                             .act_id    = r->act_id,
                                                             .from      = r->from_state,
                                                             .to        = r->to_state,
                                                             .person    = r->person,
                                                             .post      = r->post,
                                                             .body      = r->body,
                                                             .reason    = r->reason,
                                                             .due_on    = r->due_on,
                                                             .number    = r->number,
                                                             .on        = r->on_day,
                                                             .signer    = r->signer };
    }
    return ST_OK;
}

status workflow_notes_of(call *c, workflow_thing of, workflow_note **out, size_t *count)
{
    db                     *d;
    workflow_note_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(workflow_note_rows(d, &(workflow_note_rows_in){ of.kind, of.id, WORKFLOW_EVENTS_MAX }, c->a,
                           &rows, count));
    *out = NEW(c->a, workflow_note, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const workflow_note_rows_row *r = &rows[i];
        (*out)[i]                       = (workflow_note){ .id         = r->id,
                                                           .event_id   = r->event_id,
                                                           .at_ms      = r->at_ms,
                                                           .settled_ms = r->settled_ms,
                                                           .anchor     = r->anchor,
                                                           .text       = r->text,
                                                           .person     = r->person,
                                                           .post       = r->post,
                                                           .body       = r->body,
                                                           .settled_by = r->settled_by };
    }
    return ST_OK;
}
