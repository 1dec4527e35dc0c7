// told_web.c - the page of what a body told of others' incidents.
#include "modules/incidents/incidents_pages.gen.h"
#include "modules/incidents/incidents_web.h"

static status show(call *c, web_request *rq, http_response *rs, incidents_told_view *v)
{
    page        o      = page_open(c, rq, rs);
    page_crumb *crumbs = NEW(o.a, page_crumb, 1);
    if (!crumbs) return ST_MEMORY;
    crumbs[0] = (page_crumb){ T(&o, incidents_title), S("/su-co") };
    v->frame  = (page_frame){
         .title = T(&o, incidents_told), .menu = "incidents", .crumbs = crumbs, .crumb_count = 1
    };
    if (http_query(rq->http, S("xong")).len) v->frame.done = T(&o, incidents_told_done);
    incidents_told_page(&o, v);
    return page_close(&o, rs, 200);
}

status incidents_told_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incidents_told_view v     = { 0 };
    int64_t             below = 0;
    str                 typed = http_query(rq->http, S("truoc"));
    if (typed.len && !str_int(typed, &below))
        return problem_set(why, ST_INVALID, S("truoc"), S("cursor"));
    TRY(incidents_told(c, below, &v.items, &v.count));
    if (v.count == INCIDENT_PAGE)
        v.older = arena_printf(c->a, "/su-co/da-bao?truoc=%lld",
                               (long long)v.items[v.count - 1].id);
    return show(c, rq, rs, &v);
}

status incidents_told_one_get(call *c, web_request *rq, http_response *rs)
{
    incident_told_row   one;
    incidents_told_view v = { .items = &one, .count = 1 };
    TRY(incidents_told_one(c, rq->params[0], &one));
    return show(c, rq, rs, &v);
}
