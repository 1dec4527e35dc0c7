// due_web.c - which systems owe a hunt and by when.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/hunts/hunts_pages.gen.h"
#include "modules/hunts/hunts_web.h"

#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// ---- what is due -----------------------------------------------------------------------------------

static status ask_of(const web_request *rq, hunt_duty_ask *ask, problem *why)
{
    str     standing = hunt_asked(rq, "standing"), level = hunt_asked(rq, "level");
    int64_t n = 0;
    if (level.len && (!str_int(level, &n) || n < 1 || n > 5))
        return problem_detail(why, ST_INVALID, S("level"), S("filter-unknown"), level);
    *ask = (hunt_duty_ask){ .org  = hunt_asked(rq, "org"),
                            .own  = str_equal(hunt_asked(rq, "own"), S("1")),
                            .late = str_equal(standing, S("late")),
                            .soon = str_equal(standing, S("soon")) ||
                                    str_equal(hunt_asked(rq, "soon"), S("1")),
                            .level = (int)n };
    return ST_OK;
}

static str standing_key(int s)
{
    static const char *const keys[] = { NULL, "late", "soon" };
    return str_from(keys[s]);
}

static status filters_fill(page *o, const web_request *rq, const hunt_duty_ask *ask,
                           hunt_due_view *v)
{
    page_option *levels = NEW(o->a, page_option, 6);
    size_t       n;
    if (!levels) return ST_MEMORY;
    levels[0] = (page_option){ S(""), T(o, hunts_all), { 0 } };
    for (int i = 1; i <= 5; i++) {
        str s     = arena_printf(o->a, "%d", i);
        levels[i] = (page_option){ s, s, { 0 } };
    }
    v->org                   = hunt_field_of(o, &v->frame, "org", ask->org);
    v->standing              = (page_field){ .name  = "standing",
                                             .label = T(o, hunts_standing),
                                             .value = ask->late   ? S("late")
                                                      : ask->soon ? S("soon")
                                                                  : S("") };
    v->standing.options      = hunt_choices(o, "only", standing_key, 2, T(o, hunts_all), &n);
    v->standing.option_count = n;
    v->level                 = (page_field){ .name         = "level",
                                             .label        = T(o, hunts_level),
                                             .value        = hunt_asked(rq, "level"),
                                             .options      = levels,
                                             .option_count = 6 };
    v->own                   = ask->own;
    v->filtered              = ask->org.len || ask->own || ask->late || ask->soon || ask->level;
    str  path, query;
    bool more      = str_cut(rq->path, '?', &path, &query);
    v->export_href = more ? arena_printf(o->a, "/san-lung/den-han/xuat?" STR_FMT, STR_ARG(query))
                          : S("/san-lung/den-han/xuat");
    return v->export_href.ptr ? ST_OK : ST_MEMORY;
}

status hunts_due_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt_due_view  *v     = NEW(c->a, hunt_due_view, 1);
    hunt_duty_list *list  = NEW(c->a, hunt_duty_list, 1);
    problem         fault = { 0 };
    hunt_duty_ask   ask   = { .org = S("") };
    page            o     = page_open(c, rq, rs);
    (void)why;
    if (!v || !list) return ST_MEMORY;
    status st = ask_of(rq, &ask, &fault);
    ask.max   = HUNT_DUTIES_SHOWN;
    if (st == ST_OK) st = hunts_due(c, &ask, list, &fault);
    if (st != ST_INVALID) TRY(st);
    const problem *told = st == ST_INVALID ? &fault : NULL;
    TRY(hunt_frame(&o, T(&o, hunts_due_title), S(""), told, &v->frame));
    v->frame.wide = true;
    v->may_open   = hunts_may_open(c);
    TRY(filters_fill(&o, rq, &ask, v));
    TRY(hunt_due_fill(&o, list, v));
    hunts_due_page(&o, v);
    return page_close(&o, rs, told ? 422 : 200);
}

status hunts_due_export_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int             fd;
    os_file_info    info;
    hunt_duty_ask   ask;
    hunt_duty_list *list = NEW(c->a, hunt_duty_list, 1);
    if (!list) return ST_MEMORY;
    TRY(ask_of(rq, &ask, why));
    TRY(hunts_due(c, &ask, list, why));
    TRY(os_temp_in_memory(&fd));
    status st = hunts_due_export(c, list, fd);
    if (st == ST_OK) st = os_info(fd, &info);
    if (st == ST_OK) st = web_download(rs, S(XLSX), S("den-han-san-lung.xlsx"), S(""));
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    rs->file_fd   = fd;
    rs->file_size = info.bytes;
    return ST_OK;
}
