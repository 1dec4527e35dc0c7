// indicators_web.c - the page of a case's own indicators: entered, taken over from its incident, removed.
#include "kit/text/text.h"
#include "modules/forensics/findings_pages.gen.h"
#include "modules/forensics/findings_view.h"
#include "modules/forensics/forensics_web.h"
#include "modules/forensics/work_ops.h"

enum { LINES_ROWS = 6 };

static status fields_fill(page *o, const web_request *rq, indicators_view *v)
{
    const page_frame *f    = &v->c->frame;
    page_option      *opts = NEW(o->a, page_option, 2);
    if (!opts) return ST_MEMORY;
    opts[0]           = (page_option){ S(""), T(o, forensics_indicators_standing), { 0 } };
    opts[1]           = (page_option){ S("go"), T(o, forensics_indicators_removed), { 0 } };
    v->which          = (page_field){ .name         = "xem",
                                      .label        = T(o, forensics_indicators_which),
                                      .value        = v->removed ? S("go") : S(""),
                                      .options      = opts,
                                      .option_count = 2 };
    v->lines          = forensics_field(o, f, "lines", forensics_typed(rq, "lines"));
    v->lines.rows     = LINES_ROWS;
    v->lines.required = true;
    v->lines.hint     = T(o, forensics_indicators_hint);
    v->source         = forensics_field(o, f, "source", forensics_typed(rq, "source"));
    v->source.hint    = T(o, forensics_indicators_source_hint);
    v->source.max     = CASE_LINE_MAX;
    v->note           = forensics_field(o, f, "note", forensics_typed(rq, "note"));
    v->note.hint      = T(o, forensics_indicators_note_hint);
    return ST_OK;
}

// "them=3&san=1&giu=2": added, there already, held back.
static status told_fill(page *o, const web_request *rq, indicators_view *v)
{
    str added = forensics_asked(rq, "them"), same = forensics_asked(rq, "san"),
        held = forensics_asked(rq, "giu");
    v->told  = S("");
    int64_t n[3];
    if (!added.len || !str_int(added, &n[0]) || !str_int(same, &n[1]) || !str_int(held, &n[2]))
        return ST_OK;
    const str args[] = { page_number(o, n[0]), page_number(o, n[1]), page_number(o, n[2]) };
    v->told          = text_fmt(o->a, o->lang,
                       n[2] ? T_forensics_indicators_told_held : T_forensics_indicators_told, args,
                                COUNT(args));
    return v->told.ptr ? ST_OK : ST_MEMORY;
}

static status list_fill(call *c, page *o, const web_request *rq, indicators_view *v, problem *why)
{
    case_indicator_page all;
    indicator_line     *lines;
    case_list           list;
    str                 at = forensics_asked(rq, "c");
    v->removed             = str_equal(forensics_asked(rq, "xem"), S("go"));
    TRY(case_indicators(c, &v->c->k, v->removed, at, &all, why));
    TRY(indicator_lines(o, &all, &lines));
    v->items      = lines;
    v->count      = all.count;
    v->pager      = (page_pager){ .shown = (int64_t)all.count, .total = all.total };
    v->pager.next = all.next.len ? page_url_with(o, rq->path, "c", all.next) : S("");
    if (at.len) v->pager.first = page_url_with(o, rq->path, "c", S(""));
    status st = case_list_at(c, &v->c->k, 0, &list);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    v->standing  = list.count;
    v->list_no   = list.no;
    v->list_hash = list.sha256;
    return ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault,
                   const indicators_added *n)
{
    indicators_view *v    = NEW(c->a, indicators_view, 1);
    problem          why  = { 0 };
    int64_t          done = 0, total = 0;
    page             o = page_open(c, rq, rs);
    if (!v) return ST_MEMORY;
    TRY(case_view_open(c, &o, rq, CASE_TAB_INDICATORS, fault, &v->c));
    TRY(list_fill(c, &o, rq, v, &why));
    TRY(fields_fill(&o, rq, v));
    TRY(told_fill(&o, rq, v));
    v->open = fault || !v->standing;
    TRY(case_work_runs(c, v->c->k.id, WORK_DETECT, &v->job_running, &done, &total));
    if (n) {
        const str many = page_number(&o, (int64_t)n->fault_count);
        TRY(indicator_fault_lines(&o, n, v));
        v->fault_words = text_fmt(
            o.a, o.lang, fault ? T_forensics_indicators_faults : T_forensics_indicators_faults_over,
            &many, 1);
    }
    forensics_indicators_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL, NULL);
}

static status added(call *c, http_response *rs, const forensic_case *k, const indicators_added *n)
{
    str to = arena_printf(c->a, "/dieu-tra/" STR_FMT "/dau-hieu?them=%zu&san=%zu&giu=%zu",
                          STR_ARG(k->code), n->added, n->same, n->held);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static status add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case     k;
    indicators_added *n = NEW(c->a, indicators_added, 1);
    indicator_draft   d = { .lines  = forensics_typed(rq, "lines"),
                            .note   = forensics_typed(rq, "note"),
                            .source = forensics_typed(rq, "source") };
    if (!n) return ST_MEMORY;
    TRY(case_of_ref(c, rq->params[0], &k));
    d.case_id = k.id;
    status st = case_indicators_add(c, &d, n, why);
    call_end(c);
    if (st == ST_INVALID) return show(c, rq, rs, why, n);
    TRY(st);
    return added(c, rs, &k, n);
}

static status incident_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case     k;
    indicators_added *n = NEW(c->a, indicators_added, 1);
    if (!n) return ST_MEMORY;
    TRY(case_of_ref(c, rq->params[0], &k));
    status st = case_indicators_of_incident(c, k.id, n, why);
    call_end(c);
    if (st == ST_INVALID) return show(c, rq, rs, why, n);
    TRY(st);
    return n->fault_count ? show(c, rq, rs, NULL, n) : added(c, rs, &k, n);
}

static status remove_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    int64_t       id;
    TRY(case_of_ref(c, rq->params[0], &k));
    if (!str_int(rq->params[1], &id)) return ST_MISSING;
    status st = case_indicator_remove(c, k.id, id, forensics_typed(rq, "reason"), why);
    call_end(c);
    if (st == ST_INVALID) return show(c, rq, rs, why, NULL);
    TRY(st);
    return case_back(c, rs, k.code, "/dau-hieu?xong=1");
}

static status file_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    case_list     list;
    int64_t       no    = 0;
    str           asked = forensics_asked(rq, "ban");
    if (asked.len && (!str_int(asked, &no) || no < 1))
        return problem_detail(why, ST_INVALID, S("ban"), S("filter-unknown"), asked);
    TRY(case_of_ref(c, rq->params[0], &k));
    TRY(case_list_at(c, &k, no, &list));
    return web_download(rs, S("text/csv; charset=utf-8"), list.file, list.text);
}

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/dieu-tra/{code}/dau-hieu", READ, list_get, "Indicators of a case" },
    { HTTP_POST, "/dieu-tra/{code}/dau-hieu", WRITE, add_post, "Enters some, a line each" },
    { HTTP_POST, "/dieu-tra/{code}/dau-hieu/su-co", WRITE, incident_post,
      "Takes those of its incident over" },
    { HTTP_POST, "/dieu-tra/{code}/dau-hieu/{id}/go", WRITE, remove_post, "Removes one" },
    { HTTP_GET, "/dieu-tra/{code}/dau-hieu/tep", READ, file_get,
      "A version of the list, the bytes that detection reads" },
};
const web_module forensics_indicators_module = { "forensics_indicators", routes, COUNT(routes) };
