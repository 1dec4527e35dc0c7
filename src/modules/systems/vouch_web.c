// vouch_web.c - "the list is complete": said by those who speak for a body, seen by those above it.
#include "modules/systems/list_view.h"
#include "modules/systems/parts_web.h"
#include "modules/systems/vouch_ops.h"
#include "modules/systems/vouch_pages.gen.h"
#include "modules/systems/vouch_view.h"

static status fill_bodies(call *c, page *o, vouch_view *v)
{
    vouch_body *rows;
    TRY(vouch_overview_of(c, &rows, &v->body_count));
    v->bodies = NEW(c->a, vouch_line, v->body_count ? v->body_count : 1);
    if (!v->bodies) return ST_MEMORY;
    for (size_t i = 0; i < v->body_count; i++) {
        const vouch_body *b = &rows[i];
        v->bodies[i]        = vouch_words(o, &b->last);
        v->bodies[i].name   = o->lang == LANG_EN && b->name_en.len ? b->name_en : b->name_vi;
        v->bodies[i].code   = b->code;
        v->bodies[i].href   = page_url_with(o, S("/he-thong"), "owner", b->code);
        v->supervises       = v->supervises || b->body_id != c->who.body_id;
        v->missing += b->last.id == 0;
        v->stale += b->last.id && b->last.stale;
    }
    return ST_OK;
}

static status fill_own(call *c, page *o, vouch_view *v)
{
    vouch  latest;
    vouch *all;
    TRY(vouch_latest_of(c, &latest));
    TRY(vouch_all(c, &all, &v->all_count));
    v->own = vouch_words(o, &latest);
    v->all = NEW(c->a, vouch_line, v->all_count ? v->all_count : 1);
    if (!v->all) return ST_MEMORY;
    for (size_t i = 0; i < v->all_count; i++) {
        v->all[i]         = vouch_words(o, &all[i]);
        v->all[i].name    = page_number(o, all[i].systems);
        v->all[i].changed = all[i].note;
    }
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    vouch_view      *v        = NEW(c->a, vouch_view, 1);
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, systems_title), S("/he-thong") } };
    if (!v) return ST_MEMORY;
    v->frame = list_frame(T(&o, systems_vouch_title), crumbs, COUNT(crumbs));
    if (fault) {
        v->frame.problems      = fault;
        v->frame.problem_count = 1;
    }
    if (http_query(rq->http, S("xong")).len) v->frame.done = T(&o, systems_vouch_done);
    v->may_say = call_may(c, RIGHT_SYSTEMS_LEAD) && c->who.body_id;
    v->on      = (page_field){ .name   = "on",
                               .label  = T(&o, systems_field_on),
                               .hint   = T(&o, systems_vouch_on_hint),
                               .value  = http_form(rq->http, S("on")),
                               .error  = page_field_error(&o, &v->frame, "on"),
                               .max    = 40,
                               .narrow = true };
    v->note    = (page_field){ .name  = "note",
                               .label = T(&o, systems_field_note),
                               .value = http_form(rq->http, S("note")),
                               .error = page_field_error(&o, &v->frame, "note"),
                               .max   = VOUCH_NOTE_MAX,
                               .rows  = 2 };
    TRY(vouch_term_load(c, &v->term));
    TRY(fill_own(c, &o, v));
    TRY(fill_bodies(c, &o, v));
    vouch_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

status vouch_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

status vouch_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    problem fault = { 0 };
    (void)why;
    status st = vouch_add(c, http_form(rq->http, S("on")), http_form(rq->http, S("note")), &fault);
    if (st == ST_INVALID) return show(c, rq, rs, &fault);
    TRY(st);
    return web_redirect(rs, S("/he-thong/xac-nhan?xong=1"));
}
