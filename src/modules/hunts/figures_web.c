// figures_web.c - figures of a period on a page and as files, and beside form 05.
#include "kit/os/os.h"
#include "kit/text/text.h"
#include "modules/hunts/hunts_pages.gen.h"
#include "modules/hunts/hunts_web.h"

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

status hunts_figures_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt_figures_view *v     = NEW(c->a, hunt_figures_view, 1);
    hunts_report      *r     = NEW(c->a, hunts_report, 1);
    problem            fault = { 0 };
    str                org = hunt_asked(rq, "org"), period = hunt_asked(rq, "period");
    page               o = page_open(c, rq, rs);
    (void)why;
    if (!v || !r) return ST_MEMORY;
    status st = hunts_figures(c, org, period, r, &fault);
    // What was asked for is none: the page stands with the present half-year beside the problem.
    if (st == ST_INVALID) TRY(hunts_figures(c, S(""), S(""), r, NULL));
    if (st != ST_INVALID) TRY(st);
    const problem *told = st == ST_INVALID ? &fault : NULL;
    TRY(hunt_frame(&o, T(&o, hunts_figures_title), S(""), told, &v->frame));
    v->frame.wide    = true;
    v->org           = hunt_field_of(&o, &v->frame, "org", org);
    v->period        = hunt_field_of(&o, &v->frame, "period", period.len ? period : r->of.name);
    v->period.narrow = true;
    TRY(hunts_words(c, r, &v->words));
    TRY(hunt_figures_fill(&o, r, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES), v));
    hunts_figures_page(&o, v);
    return page_close(&o, rs, told ? 422 : 200);
}

// ---- as files --------------------------------------------------------------------------------------

static status sheet_answer(call *c, const hunts_report *r, str name, http_response *rs)
{
    int          fd;
    os_file_info info;
    TRY(os_temp_in_memory(&fd));
    status st = hunts_figures_export(c, r, fd);
    if (st == ST_OK) st = os_info(fd, &info);
    if (st == ST_OK) st = web_download(rs, S(XLSX), name, S(""));
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    rs->file_fd   = fd;
    rs->file_size = info.bytes;
    return ST_OK;
}

// "san-lung-2026-H2.docx"; of two days "san-lung-2025-12-15-2026-12-14.docx".
static str file_name(arena *a, const hunts_report *r, str as)
{
    str first, last;
    if (!str_cut(r->of.name, '/', &first, &last))
        return arena_printf(a, "san-lung-" STR_FMT "." STR_FMT, STR_ARG(first), STR_ARG(as));
    return arena_printf(a, "san-lung-" STR_FMT "-" STR_FMT "." STR_FMT, STR_ARG(first),
                        STR_ARG(last), STR_ARG(as));
}

status hunts_annex_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunts_report *r     = NEW(c->a, hunts_report, 1);
    str           as    = hunt_asked(rq, "as").len ? hunt_asked(rq, "as") : S("docx");
    hunt_annex    annex = { .pdf = str_equal(as, S("pdf")) };
    bool          sheet = str_equal(as, S("xlsx"));
    if (!r) return ST_MEMORY;
    if (!annex.pdf && !sheet && !str_equal(as, S("docx")))
        return problem_detail(why, ST_INVALID, S("as"), S("filter-unknown"), as);
    TRY(hunts_figures(c, hunt_asked(rq, "org"), hunt_asked(rq, "period"), r, why));
    str name = file_name(c->a, r, as);
    if (!name.ptr) return ST_MEMORY;
    if (sheet) return sheet_answer(c, r, name, rs);
    TRY(hunts_annex(c, r, &annex, why));
    return web_download(rs, annex.pdf ? S("application/pdf") : S(DOCX), name, annex.bytes);
}

// ---- beside form 05 --------------------------------------------------------------------------------

status hunts_summary_part(call *c, page *o, day first, day last)
{
    hunts_report     *r    = NEW(c->a, hunts_report, 1);
    hunt_summary_view v    = { .words = S("") };
    str               days = hunt_period_days(c->a, first, last);
    if (!r || !days.ptr) return ST_MEMORY;
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_OK;
    TRY(hunts_figures(c, S(""), days, r, NULL));
    TRY(hunts_words(c, r, &v.words));
    v.href       = arena_printf(c->a, "/san-lung/so-lieu?period=" STR_FMT, STR_ARG(days));
    v.annex_href = arena_printf(c->a, "/san-lung/so-lieu/phu-luc?period=" STR_FMT, STR_ARG(days));
    if (!v.href.ptr || !v.annex_href.ptr) return ST_MEMORY;
    hunt_summary_part(o, &v);
    return ST_OK;
}
