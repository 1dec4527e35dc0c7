// summary_web.c - form 05 on a page, as docx and PDF, and for programs.
#include "kit/text/text.h"
#include "modules/incidents/incidents_pages.gen.h"
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/json_ops.h"
#include "modules/incidents/summary_ops.h"

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static str asked(const web_request *rq, const char *name)
{
    return http_query(rq->http, str_from(name));
}

static page_field month_field(page *o, const page_frame *f, const char *name, str label, str value)
{
    return (page_field){ .name   = name,
                         .label  = label,
                         .value  = value,
                         .hint   = T(o, incidents_summary_month),
                         .error  = page_field_error(o, f, name),
                         .max    = 7,
                         .narrow = true };
}

// The half year and the whole one that are reported this year.
static status periods_fill(page *o, call *c, incident_summary_view *v)
{
    static const struct {
        text_key    words;
        const char *last;
    } of[] = { { T_incidents_summary_half, "06" }, { T_incidents_summary_year, "12" } };
    _Static_assert(COUNT(of) == INCIDENT_PERIODS, "one link each");
    int       n    = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES).year;
    const str year = arena_printf(o->a, "%d", n);
    for (size_t i = 0; i < COUNT(of); i++) {
        v->periods[i] = (incident_period_link){
            text_fmt(o->a, o->lang, of[i].words, &year, 1),
            arena_printf(o->a, "/su-co/tong-hop?from=%d-01&to=%d-%s", n, n, of[i].last)
        };
        if (!v->periods[i].text.ptr || !v->periods[i].href.ptr) return ST_MEMORY;
    }
    return ST_OK;
}

static incident_summary_part *more_part;

void incidents_summary_add(incident_summary_part *part)
{
    more_part = part;
}

// Written aside, so that it stands in the page or not at all.
static status fill_more(call *c, page *o, const incident_summary *s, html *more)
{
    enum { MORE_BYTES_MAX = 32 * 1024 };
    day  first, last;
    buf  b     = buf_in(o->a, 1024, MORE_BYTES_MAX);
    page aside = *o;
    aside.out  = &b;
    if (!more_part) return ST_OK;
    TRY(incident_months_read(s->from, s->to, (day){ 0 }, &first, &last, NULL));
    last = day_from_number(day_number(incident_month_next(last)) - 1);
    TRY(more_part(c, &aside, first, last));
    *more = (html){ buf_str(&b) };
    return b.failed ? ST_MEMORY : ST_OK;
}

static status show(call *c, web_request *rq, http_response *rs, const incident_summary *s,
                   const problem *fault)
{
    page                     o        = page_open(c, rq, rs);
    const page_crumb         crumbs[] = { { T(&o, incidents_title), S("/su-co") } };
    const law_incident_form *form     = law_incident_form_find(law_current(), S("mau-05"));
    incident_summary_view    v        = { .s = s };
    v.frame                           = (page_frame){ .title         = T(&o, incidents_summary),
                                                      .menu          = "incidents",
                                                      .crumbs        = crumbs,
                                                      .crumb_count   = COUNT(crumbs),
                                                      .problems      = fault,
                                                      .problem_count = fault != NULL,
                                                      .fields        = "incidents.field." };
    v.cite                            = form ? law_say(form->cite.text, o.lang == LANG_EN) : S("");
    v.from = month_field(&o, &v.frame, "from", T(&o, incidents_summary_from),
                         s ? incident_month_shown(o.a, s->from) : asked(rq, "from"));
    v.to   = month_field(&o, &v.frame, "to", T(&o, incidents_summary_to),
                       s ? incident_month_shown(o.a, s->to) : asked(rq, "to"));
    v.note = (page_field){ .name  = "note",
                           .label = T(&o, incidents_summary_note),
                           .value = asked(rq, "note"),
                           .error = page_field_error(&o, &v.frame, "note"),
                           .max   = INCIDENT_LONG_MAX };
    TRY(periods_fill(&o, c, &v));
    if (s) v.shown_from = incident_month_shown(o.a, s->from);
    if (s) v.shown_to = incident_month_shown(o.a, s->to);
    if (s) TRY(fill_more(c, &o, s, &v.more));
    incident_summary_page(&o, &v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status page_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_summary *s = NEW(c->a, incident_summary, 1);
    if (!s) return ST_MEMORY;
    status st = incidents_summary(c, asked(rq, "from"), asked(rq, "to"), s, why);
    if (st == ST_INVALID) return show(c, rq, rs, NULL, why);
    TRY(st);
    return show(c, rq, rs, s, NULL);
}

static status paper_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_summary      *s  = NEW(c->a, incident_summary, 1);
    str                    as = asked(rq, "as");
    incident_summary_paper p  = { .pdf = str_equal(as, S("pdf")) };
    if (!s) return ST_MEMORY;
    if (as.len && !p.pdf && !str_equal(as, S("docx")))
        return problem_detail(why, ST_INVALID, S("as"), S("filter-unknown"), as);
    TRY(incidents_summary(c, asked(rq, "from"), asked(rq, "to"), s, why));
    s->note   = str_trim(asked(rq, "note"));
    status st = incidents_summary_draw(c, s, &p, why);
    if (st == ST_INVALID) return show(c, rq, rs, s, why);
    TRY(st);
    return web_download(rs, p.pdf ? S("application/pdf") : S(DOCX), p.name, p.bytes);
}

static status summary_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_summary *s = NEW(c->a, incident_summary, 1);
    if (!s) return ST_MEMORY;
    TRY(incidents_summary(c, asked(rq, "from"), asked(rq, "to"), s, why));
    buf b = buf_in(c->a, 4096, 512 * 1024);
    incident_put_summary(&b, s);
    TRY(buf_status(&b));
    return web_json(rs, 200, buf_str(&b));
}

static const web_field query[] = {
    { "from", "string?", "first month, 2026-01; absent with to: what is reported next" },
    { "to", "string?", "last month" },
    { NULL, NULL, NULL },
};
static const web_field paper_query[] = {
    { "from", "string?", "first month, 2026-01; absent with to: what is reported next" },
    { "to", "string?", "last month" },
    { "note", "string?", "proposals, put on the paper" },
    { "as", "string?", "docx (else) or pdf" },
    { NULL, NULL, NULL },
};
static const web_field answer[] = {
    { "from", "string", "first month" },
    { "to", "string", "last month" },
    { "types", "array", "type, count, alone, helped, helped_abroad, asked, damage_vnd" },
    { "sum", "object", "the same of all" },
    { "untyped", "integer", "of no type yet, counted in the last" },
    { "helpers", "string", "organisations that helped, one a line" },
    { "helpers_abroad", "string", "those abroad" },
    { NULL, NULL, NULL },
};

#define READ RIGHT_INCIDENTS_READ
static const web_route routes[] = {
    { HTTP_GET, "/su-co/tong-hop", READ, page_get, "Form 05: incidents by type" },
    { HTTP_GET, "/su-co/tong-hop/mau-05", READ, paper_get, "Form 05 as docx or PDF" },
    { HTTP_GET, "/api/v1/incidents/summary", READ, summary_get,
      "Incidents of some months by type, as form 05 has them", query, NULL, answer },
    { HTTP_GET, "/api/v1/incidents/summary/paper", READ, paper_get, "Form 05 as docx or PDF",
      paper_query, NULL, NULL, 0 },
};

const web_module incidents_summary_module = { "incidents_summary", routes, COUNT(routes) };
