// saved_web.c - pages of saved views: keep one, see all, change or drop one. See saved_ops.h.
#include "modules/systems/list_pages.gen.h"
#include "modules/systems/list_web.h"
#include "modules/systems/saved_ops.h"

static saved_draft read_draft(const http_request *rq)
{
    saved_draft d = { .name  = http_form(rq, S("name")),
                      .query = http_form(rq, S("query")),
                      .reach = SAVED_OWN };
    if (!d.name.ptr) d.name = S("");
    if (!d.query.ptr) d.query = S("");
    d.is_default = http_form(rq, S("first")).len > 0;
    if (!saved_reach_named(http_form(rq, S("reach")), &d.reach)) d.reach = SAVED_OWN;
    return d;
}

static status show_form(call *c, page *o, http_response *rs, const saved_draft *d,
                        saved_form_view *v, const problem *fault)
{
    list_ask        *ask      = NEW(c->a, list_ask, 1);
    const page_crumb crumbs[] = { { T(o, systems_title), S("/he-thong") },
                                  { T(o, systems_views), S("/he-thong/xem") } };
    if (!ask) return ST_MEMORY;
    TRY(list_ask_kept(c, o, d->query, ask));
    v->frame = list_frame(v->frame.title, crumbs, COUNT(crumbs));
    if (fault && fault->rule.len) {
        v->frame.problems      = fault;
        v->frame.problem_count = 1;
    }
    v->words  = list_ask_words(o, ask);
    v->query  = d->query;
    v->cancel = S("/he-thong/xem");
    saved_form_fill(o, d, v);
    saved_form_page(o, v);
    return page_close(o, rs, v->frame.problem_count ? 422 : 200);
}

// ---- a new one ------------------------------------------------------------------------------------

status saved_new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    saved_form_view *v   = NEW(c->a, saved_form_view, 1);
    list_ask        *ask = NEW(c->a, list_ask, 1);
    page             o   = page_open(c, rq, rs);
    if (!v || !ask) return ST_MEMORY;
    TRY(list_ask_read(c, &o, rq->http, ask, why));
    saved_draft d  = { .name = S(""), .query = ask->query, .reach = SAVED_OWN };
    v->frame.title = T(&o, systems_view_save);
    v->action      = S("/he-thong/xem/luu");
    return show_form(c, &o, rs, &d, v, NULL);
}

status saved_new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    saved_form_view *v     = NEW(c->a, saved_form_view, 1);
    list_ask        *ask   = NEW(c->a, list_ask, 1);
    page             o     = page_open(c, rq, rs);
    problem          fault = { 0 };
    saved_draft      d     = read_draft(rq->http);
    int64_t          id;
    if (!v || !ask) return ST_MEMORY;
    (void)why;
    TRY(list_ask_kept(c, &o, d.query, ask)); // what is kept is what the list can be asked
    d.query        = ask->query;
    v->frame.title = T(&o, systems_view_save);
    v->action      = S("/he-thong/xem/luu");
    status st      = saved_add(c, &d, &id, &fault);
    if (st == ST_INVALID) return show_form(c, &o, rs, &d, v, &fault);
    TRY(st);
    return web_redirect(rs, arena_printf(c->a, "/he-thong?view=%lld", (long long)id));
}

// ---- all ------------------------------------------------------------------------------------------

status saved_list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    saved_list_view *v        = NEW(c->a, saved_list_view, 1);
    page             o        = page_open(c, rq, rs);
    const page_crumb crumbs[] = { { T(&o, systems_title), S("/he-thong") } };
    saved_view      *all;
    if (!v) return ST_MEMORY;
    (void)why;
    TRY(saved_list(c, &all, &v->count));
    v->items = NEW(c->a, saved_line, v->count ? v->count : 1);
    if (!v->items) return ST_MEMORY;
    for (size_t i = 0; i < v->count; i++) {
        list_ask ask = { 0 };
        TRY(list_ask_kept(c, &o, all[i].query, &ask));
        v->items[i] = (saved_line){ &all[i], list_ask_words(&o, &ask),
                                    saved_shared_words(&o, &all[i]),
                                    page_when(&o, all[i].changed_ms) };
    }
    v->frame = list_frame(T(&o, systems_views), crumbs, COUNT(crumbs));
    if (http_query(rq->http, S("xong")).len) v->frame.done = T(&o, systems_view_done);
    saved_list_page(&o, v);
    return page_close(&o, rs, 200);
}

// ---- one ------------------------------------------------------------------------------------------

static status load_one(call *c, const web_request *rq, saved_view *out)
{
    int64_t id;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(saved_load(c, id, out));
    return out->may_change ? ST_OK : ST_FORBIDDEN;
}

static void form_of(const call *c, const saved_view *view, saved_form_view *v)
{
    v->frame.title = text_fmt(c->a, c->lang, T_systems_view_change, &view->name, 1);
    v->action      = arena_printf(c->a, "/he-thong/xem/%lld", (long long)view->id);
    v->version     = arena_printf(c->a, "%lld", (long long)view->version);
    v->may_drop    = true;
}

status saved_one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    saved_form_view *v = NEW(c->a, saved_form_view, 1);
    page             o = page_open(c, rq, rs);
    saved_view       view;
    if (!v) return ST_MEMORY;
    (void)why;
    TRY(load_one(c, rq, &view));
    saved_draft d = { view.name, view.query, view.reach, view.is_default };
    form_of(c, &view, v);
    return show_form(c, &o, rs, &d, v, NULL);
}

// "begin": the reader's list begins with it; "begin-all": with all systems.
static status begin(call *c, const web_request *rq, str what)
{
    int64_t id = 0;
    if (str_equal(what, S("begin")) && !str_int(rq->params[0], &id)) return ST_MISSING;
    return saved_begin_with(c, id);
}

status saved_one_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    saved_form_view *v     = NEW(c->a, saved_form_view, 1);
    page             o     = page_open(c, rq, rs);
    problem          fault = { 0 };
    saved_draft      d     = read_draft(rq->http);
    str              what  = http_form(rq->http, S("do"));
    saved_view       view;
    int64_t          version = 0;
    if (!v) return ST_MEMORY;
    if (str_starts(what, S("begin"))) {
        TRY(begin(c, rq, what));
        return web_redirect(rs, S("/he-thong/xem?xong=1"));
    }
    TRY(load_one(c, rq, &view));
    if (str_equal(what, S("drop"))) {
        TRY(saved_drop(c, &view));
        return web_redirect(rs, S("/he-thong/xem?xong=1"));
    }
    (void)str_int(http_form(rq->http, S("version")), &version);
    if (str_equal(what, S("replace"))) // only what it shows, from the list
        d = (saved_draft){ view.name, d.query, view.reach, view.is_default };
    form_of(c, &view, v);
    status st = saved_change(c, &view, version, &d, &fault);
    if (st == ST_INVALID) return show_form(c, &o, rs, &d, v, &fault);
    if (st == ST_CONFLICT) return problem_set(why, ST_CONFLICT, S("view"), S("view-changed"));
    TRY(st);
    if (str_equal(what, S("replace")))
        return web_redirect(rs, arena_printf(c->a, "/he-thong?view=%lld", (long long)view.id));
    return web_redirect(rs, S("/he-thong/xem?xong=1"));
}
