// choose_web.c - from the first page to a photo in few taps: which system it proves something of; and the
// files whose last day is near.
#include "modules/evidence/evidence_web.h"

#include "modules/evidence/evidence_pages.gen.h"
#include "modules/evidence/evidence_view.h"
#include "modules/evidence/keep_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

enum { RECENT_MAX = 5, FOUND_MAX = 20 };

static status put_system(call *c, str code, str name, evidence_choose_view *v)
{
    for (size_t i = 0; i < v->count; i++) {
        if (str_equal(v->items[i].code, code)) return ST_OK;
    }
    evidence_choice *one = &v->items[v->count++];
    *one                 = (evidence_choice){ code, name };
    (void)c;
    return ST_OK;
}

// Those a person brought files for lately come first.
static status put_recent(call *c, evidence_choose_view *v)
{
    int64_t ids[RECENT_MAX];
    size_t  count = 0;
    TRY(evidence_recent(c, ids, RECENT_MAX, &count));
    for (size_t i = 0; i < count; i++) {
        system_record *s = NEW(c->a, system_record, 1);
        if (!s) return ST_MEMORY;
        status st = systems_get_id(c, ids[i], s);
        if (st == ST_MISSING) continue;
        TRY(st);
        TRY(put_system(c, s->code, s->data.name, v));
    }
    return ST_OK;
}

static status put_found(call *c, evidence_choose_view *v)
{
    system_page         list;
    const system_filter f = { .q = v->words };
    TRY(systems_list(c, &f, S(""), FOUND_MAX, &list, NULL));
    for (size_t i = 0; i < list.count; i++)
        TRY(put_system(c, list.items[i].code, list.items[i].name, v));
    v->more = list.total > (int64_t)list.count || list.total < 0;
    return ST_OK;
}

status evidence_choose_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence_choose_view *v = NEW(c->a, evidence_choose_view, 1);
    str                   q = http_query(rq->http, S("q"));
    (void)why;
    if (!v) return ST_MEMORY;
    page o   = page_open(c, rq, rs);
    v->items = NEW(c->a, evidence_choice, RECENT_MAX + FOUND_MAX);
    v->words = q.ptr ? str_slice(q, 0, SYSTEM_QUERY_MAX) : S("");
    if (!v->items) return ST_MEMORY;
    if (!str_is_text(v->words)) v->words = S("");
    if (!v->words.len) TRY(put_recent(c, v));
    TRY(put_found(c, v));
    if (v->count == 1 && !v->words.len && !v->more) // nothing to choose
        return web_redirect(
            rs, arena_printf(c->a, "/he-thong/" STR_FMT "/minh-chung", STR_ARG(v->items[0].code)));
    v->frame = (page_frame){ .title = T(&o, evidence_choose_system), .menu = "tasks" };
    evidence_choose_page(&o, v);
    return page_close(&o, rs, 200);
}

status evidence_ending_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence_list_view *v = NEW(c->a, evidence_list_view, 1);
    evidence           *rows;
    str                 today = organisations_day(c);
    (void)why;
    if (!v || !today.ptr) return ST_MEMORY;
    page o = page_open(c, rq, rs);
    TRY(evidence_ending_list(c, &rows, &v->count));
    TRY(evidence_view_items(&o, rows, v->count, today, &v->items));
    str n    = page_number(&o, EVIDENCE_NEAR_DAYS);
    v->frame = (page_frame){ .title = T(&o, evidence_ending), .menu = "tasks", .wide = true };
    v->lead  = text_fmt(c->a, c->lang, T_evidence_ending_lead, &n, 1);
    evidence_ending_page_show(&o, v);
    return page_close(&o, rs, 200);
}
