// history_web.c - the history of one system, field by field.
#include "modules/systems/history_pages.gen.h"
#include "modules/systems/history_view.h"
#include "modules/systems/parts_web.h"

enum { HISTORY_PAGE = 100 };

status history_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    history_view *v   = NEW(c->a, history_view, 1);
    history_ask   ask = { .field = http_query(rq->http, S("field")), .most = HISTORY_PAGE };
    history_page  rows;
    system_record s;
    str          *fields;
    size_t        count;
    if (!v) return ST_MEMORY;
    TRY(systems_get(c, rq->params[0], &s));
    str below = http_query(rq->http, S("c"));
    if (below.len && (!str_int(below, &ask.below) || ask.below < 1))
        return problem_detail(why, ST_INVALID, S("c"), S("cursor"), below);
    if (ask.field.len && !system_field_find(ask.field))
        return problem_detail(why, ST_INVALID, S("field"), S("choice-unknown"), ask.field);
    TRY(systems_history(c, s.id, &ask, &rows));
    TRY(systems_history_fields(c, s.id, &fields, &count));
    page             o        = page_open(c, rq, rs);
    str              href     = arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(s.code));
    const page_crumb crumbs[] = { { T(&o, systems_title), S("/he-thong") }, { s.data.name, href } };
    v->frame                  = (page_frame){ .title       = T(&o, systems_history_title),
                                              .menu        = "systems",
                                              .crumbs      = crumbs,
                                              .crumb_count = COUNT(crumbs),
                                              .wide        = true };
    TRY(history_fill(&o, &s, &rows, fields, count, ask.field.ptr ? ask.field : S(""), v));
    if (ask.below) v->pager.first = page_url_with(&o, v->action, "field", v->field.value);
    history_page_of(&o, v);
    return page_close(&o, rs, 200);
}
