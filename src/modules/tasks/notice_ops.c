// notice_ops.c - what happened, told and read; see tasks.h and notice_ops.h.
#include "modules/tasks/notice_ops.h"

#include "modules/tasks/tasks_queries.gen.h"

static const int64_t day_ms = 24LL * 3600 * 1000;

static str given(str text)
{
    return text.ptr ? text : S("");
}

status notice_add(call *c, const notice_draft *n)
{
    db *d;
    if (n->person_id && n->person_id == c->who.person_id) return ST_OK;
    TRY(text_check(S("kind"), n->kind, 1, TASK_TEXT_MAX, NULL));
    TRY(text_check(S("detail"), given(n->detail), 0, TASK_NAME_MAX, NULL));
    if (!page_is_local(n->address)) return ST_INVALID;
    TRY(call_db(c, &d));
    notice_insert_in in = { .kind         = n->kind,
                            .subject_kind = given(n->subject_kind),
                            .object_kind  = given(n->object_kind),
                            .object_id    = n->object_id,
                            .object_code  = given(n->object_code),
                            .object_name  = given(n->object_name),
                            .address      = n->address,
                            .n            = n->n,
                            .scope_kind   = n->under_scope ? SCOPE_SYSTEM : 0,
                            .detail       = given(n->detail),
                            .body_id      = n->body_id,
                            .role_bit     = n->person_id ? 0 : INT64_C(1) << n->role,
                            .person_id    = n->person_id,
                            .by_id        = c->who.person_id,
                            .by_name      = c->who.person_id > 0 ? given(c->who.name) : S(""),
                            .at_ms        = c->now_ms };
    return notice_insert(d, &in, NULL);
}

static status load_below(call *c, int64_t before, size_t most, notice **out, size_t *count)
{
    db               *d;
    notices_mine_row *rows;
    notices_mine_in   in = { .person  = c->who.person_id,
                             .body    = c->who.body_id,
                             .roles   = (int64_t)c->who.roles,
                             .before  = before,
                             .at_most = (int64_t)most };
    TRY(call_db(c, &d));
    TRY(notices_mine(d, &in, c->a, &rows, count));
    notice *list = NEW(c->a, notice, *count + 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const notices_mine_row *r = &rows[i];
        list[i]                   = (notice){ .id           = r->id,
                                              .object_id    = r->object_id,
                                              .n            = r->n,
                                              .by_id        = r->by_id,
                                              .at_ms        = r->at_ms,
                                              .kind         = r->kind,
                                              .subject_kind = r->subject_kind,
                                              .object_kind  = r->object_kind,
                                              .object_code  = r->object_code,
                                              .object_name  = r->object_name,
                                              .address      = r->address,
                                              .detail       = r->detail,
                                              .by_name      = r->by_name,
                                              .is_read      = r->is_read != 0 };
    }
    *out = list;
    return ST_OK;
}

status notices_list(call *c, int64_t before, notice_list *out)
{
    TRY(load_below(c, before ? before : INT64_MAX, NOTICES_PAGE + 1, &out->items, &out->count));
    bool more = out->count > NOTICES_PAGE;
    if (more) out->count = NOTICES_PAGE;
    out->next = more ? out->items[out->count - 1].id : 0;
    return ST_OK;
}

status notice_load(call *c, int64_t id, notice *out)
{
    notice *found;
    size_t  count;
    if (id < 1 || id == INT64_MAX) return ST_MISSING;
    TRY(load_below(c, id + 1, 1, &found, &count));
    if (count == 0 || found[0].id != id) return ST_MISSING;
    *out = found[0];
    return ST_OK;
}

typedef struct reading {
    call   *c;
    int64_t id;
} reading;

static status mark_one(db *d, void *ctx)
{
    const reading *w = ctx;
    notice         n;
    TRY(notice_load(w->c, w->id, &n));
    if (n.is_read) return ST_OK;
    return notice_read(d, &(notice_read_in){ w->c->who.person_id, w->id }, NULL);
}

static status mark_all(db *d, void *ctx)
{
    const reading *w = ctx;
    notice        *newest;
    size_t         count;
    TRY(load_below(w->c, INT64_MAX, 1, &newest, &count));
    if (count == 0) return ST_OK;
    return notices_read_to(d, &(notices_read_to_in){ w->c->who.person_id, newest[0].id }, NULL);
}

// Reading is not an act on the register: it leaves no audit row.
status notice_mark_read(call *c, int64_t id)
{
    reading w = { c, id };
    return call_act(c, mark_one, &w);
}

status notices_mark_all_read(call *c)
{
    reading w = { c, 0 };
    return call_act(c, mark_all, &w);
}

// ---- forgetting -------------------------------------------------------------------------------------

enum { CLOSED_DAYS = 400 }; // done tasks are kept for a yearly look back

static status forget(db *d, void *ctx)
{
    int64_t now = *(const int64_t *)ctx, before = now - NOTICE_DAYS * day_ms;
    TRY(notice_reads_drop(d, &(notice_reads_drop_in){ before }, NULL));
    TRY(notices_drop(d, &(notices_drop_in){ before }, NULL));
    return tasks_sweep_closed(d, &(tasks_sweep_closed_in){ now - CLOSED_DAYS * day_ms }, NULL);
}

// Once an hour is often enough for what is kept for ninety days.
status tasks_minute(call *c)
{
    int64_t now = c->now_ms;
    return now / 60000 % 60 == 17 ? call_act(c, forget, &now) : ST_OK;
}
