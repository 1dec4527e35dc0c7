// reports_web.c - the pages of yearly reports.
#include "modules/reports/gather_ops.h"
#include "modules/reports/mend_ops.h"
#include "modules/reports/reports_pages.gen.h"
#include "modules/reports/reports_view.h"

#include "kit/text/text.h"

// ---- what the pages share ---------------------------------------------------------------------------

typedef struct shown {
    call          *c;
    web_request   *rq;
    http_response *rs;
    problem       *why;
    report_head    head;
    report_content content; // in memory of its own
    arena          work;
    // What was refused: shown again over what was typed.
    const problem *problems;
    size_t         problem_count;
    str            done;
} shown;

typedef status show_fn(shown *s, page *o);

static str form_text(const void *ctx, const char *name)
{
    const web_request *rq = ctx;
    for (size_t i = 0; i < rq->http->form_count; i++) {
        if (str_equal(rq->http->form[i].name, str_from(name))) return rq->http->form[i].value;
    }
    return (str){ 0 };
}

static report_typed typed_in(const shown *s)
{
    return (report_typed){ form_text, s->rq->http->form_count ? s->rq : NULL };
}

static status load_head(call *c, const web_request *rq, report_head *out)
{
    int64_t id;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(reports_load(c, id, out));
    out->invented |= rq->demo;
    return ST_OK;
}

static page_frame frame_of(shown *s, page *o, str title)
{
    page_crumb *crumbs = NEW(o->a, page_crumb, 2);
    page_frame  f      = { .title         = title,
                           .menu          = "reports",
                           .problems      = s->problems,
                           .problem_count = s->problem_count,
                           .fields        = "reports.field.",
                           .done          = s->done,
                           .wide          = true };
    if (!crumbs) return f;
    crumbs[0]     = (page_crumb){ T(o, reports_title), S("/bao-cao") };
    crumbs[1]     = (page_crumb){ arena_printf(o->a, STR_FMT " %d",
                                               STR_ARG(report_kind_words(o->lang, &s->head)),
                                               s->head.year),
                                  arena_printf(o->a, "/bao-cao/%lld", (long long)s->head.id) };
    f.crumbs      = crumbs;
    f.crumb_count = str_equal(title, crumbs[1].title) ? 1 : 2;
    return f;
}

// Loads the content in memory of its own, lets fn write the page and gives the memory back.
static status show(shown *s, show_fn *fn)
{
    TRY(report_work(&s->work));
    status st = reports_content(s->c, &s->head, &s->work, &s->content);
    if (st == ST_OK) {
        page o = page_open(s->c, s->rq, s->rs);
        o.invented |= s->head.invented && !s->rq->demo;
        st = fn(s, &o);
        if (st == ST_OK) st = page_close(&o, s->rs, s->problem_count ? 422 : 200);
    }
    report_work_end(&s->work);
    return st;
}

static status show_of(call *c, web_request *rq, http_response *rs, problem *why, show_fn *fn)
{
    shown s = { .c = c, .rq = rq, .rs = rs, .why = why };
    TRY(load_head(c, rq, &s.head));
    return show(&s, fn);
}

// A refusal of an act is told on the page it was asked from.
static status show_refused(call *c, web_request *rq, http_response *rs, problem *why, show_fn *fn)
{
    shown s = { .c = c, .rq = rq, .rs = rs, .why = why, .problems = why, .problem_count = 1 };
    TRY(load_head(c, rq, &s.head));
    return show(&s, fn);
}

static status back_to(call *c, http_response *rs, int64_t id, const char *tail)
{
    str to = arena_printf(c->a, "/bao-cao/%lld%s", (long long)id, tail);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static int64_t version_of(const web_request *rq)
{
    int64_t version;
    return str_int(http_form(rq->http, S("version")), &version) ? version : 0;
}

// ---- the list, units ----------------------------------------------------------------------------------

static status show_list(call *c, web_request *rq, http_response *rs, const problem *why)
{
    reports_view v = { 0 };
    page         o = page_open(c, rq, rs);
    v.frame        = (page_frame){ .title         = T(&o, reports_title),
                                   .menu          = "reports",
                                   .wide          = true,
                                   .problems      = why,
                                   .problem_count = why != NULL };
    TRY(reports_view_fill(&o, c, &v));
    reports_list_page(&o, &v);
    return page_close(&o, rs, why ? 422 : 200);
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show_list(c, rq, rs, NULL);
}

static status begin_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t         id;
    int             year;
    str             named = web_field_text(rq, "pack");
    const law_pack *pack  = named.len ? law_pack_find(law_current(), named) : NULL;
    status          st    = report_period_read(web_field_text(rq, "period"), &year, why);
    if (st == ST_OK) st = reports_start(c, web_field_text(rq, "kind"), year, pack, &id, why);
    if (st == ST_INVALID) return show_list(c, rq, rs, why);
    TRY(st);
    return back_to(c, rs, id, "");
}

static status units_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_unit_list units;
    units_view       v = { 0 };
    int              year;
    str              asked = http_query(rq->http, S("nam"));
    page_crumb       crumbs[1];
    if (!asked.len) {
        day today = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES);
        asked     = arena_printf(c->a, "%d", today.year);
    }
    TRY(report_period_read(asked, &year, why));
    TRY(reports_units(c, c->who.body_id, year, &units));
    page o    = page_open(c, rq, rs);
    crumbs[0] = (page_crumb){ T(&o, reports_title), S("/bao-cao") };
    v.frame   = (page_frame){ .title       = T(&o, reports_units),
                              .menu        = "reports",
                              .crumbs      = crumbs,
                              .crumb_count = 1,
                              .wide        = true };
    TRY(units_view_fill(&o, &units, &v));
    report_units_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- one report -----------------------------------------------------------------------------------------

static status put_show(shown *s, page *o)
{
    report_view v = { 0 };
    v.to          = s->head.sent_to;
    if (!v.to.len) v.to = report_to_text(&s->content);
    if (!v.to.len) TRY(report_addressee(s->c, &s->head, &v.to));
    TRY(report_names_missing(s->c, &s->content, &v.names_missing));
    TRY(report_view_fill(o, s->c, &s->content, &v));
    str title = arena_printf(o->a, STR_FMT " %d", STR_ARG(report_kind_words(o->lang, &s->head)),
                             s->head.year);
    v.frame   = frame_of(s, o, title);
    page_field *fields[] = { &v.sent_no, &v.sent_on, &v.sent_to, &v.reason_field };
    for (size_t i = 0; i < COUNT(fields); i++) {
        str sent         = form_text(s->rq, fields[i]->name);
        fields[i]->error = page_field_error(o, &v.frame, fields[i]->name);
        if (sent.ptr) fields[i]->value = sent;
    }
    report_show_page(o, &v);
    return ST_OK;
}

static str done_words(const call *c, str what)
{
    static const struct {
        str      key;
        text_key words;
    } all[] = { { STR("chot"), T_reports_done_freeze },
                { STR("duyet"), T_reports_done_sign },
                { STR("gui"), T_reports_done_send },
                { STR("dinh-chinh"), T_reports_done_correct } };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_equal(what, all[i].key)) return text_get(c->lang, all[i].words);
    }
    return S("");
}

static status one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    shown s = { .c = c, .rq = rq, .rs = rs, .why = why };
    s.done  = done_words(c, http_query(rq->http, S("xong")));
    TRY(load_head(c, rq, &s.head));
    return show(&s, put_show);
}

// ---- what is written --------------------------------------------------------------------------------------

static report_offer *offered;

void reports_offer_add(report_offer *offer)
{
    offered = offer;
}

// Of the heading that leaves what is told to whoever asks; NULL: the pack has none.
static const law_heading *heading_on_demand(const law_pack *p, size_t *at)
{
    size_t             n;
    const law_heading *all = law_headings(p, &n);
    for (*at = 0; *at < n; ++*at) {
        if (!all[*at].needed && !all[*at].fill.len) return &all[*at];
    }
    return NULL;
}

static status offer_of(call *c, const report_head *h, str *out)
{
    law_report_period of = law_report_year(h->what, h->year);
    *out                 = S("");
    return offered && h->what->cycle == LAW_YEARLY ? offered(c, h->body_id, of.from, of.until, out)
                                                   : ST_OK;
}

// Not once it stands there.
static status offer_fill(call *c, const report_head *h, write_view *v)
{
    size_t at;
    str    words;
    if (!heading_on_demand(h->pack, &at)) return ST_OK;
    TRY(offer_of(c, h, &words));
    if (words.len && str_find(v->sections[at].text.value, words) < 0) v->sections[at].offer = words;
    return ST_OK;
}

// Taken in behind what was typed under that heading.
static status offer_take(call *c, const report_head *h, report_text *texts, size_t count)
{
    size_t             at;
    str                words;
    const law_heading *to  = heading_on_demand(h->pack, &at);
    str                key = to ? arena_printf(c->a, "s." STR_FMT, STR_ARG(to->id)) : S("");
    if (!key.ptr) return ST_MEMORY;
    TRY(offer_of(c, h, &words));
    for (size_t i = 0; words.len && i < count; i++) {
        str typed = str_trim(texts[i].text);
        if (!str_equal(texts[i].key, key)) continue;
        texts[i].text = typed.len ? arena_printf(c->a, STR_FMT "\n" STR_FMT, STR_ARG(typed),
                                                 STR_ARG(words))
                                  : words;
        if (!texts[i].text.ptr) return ST_MEMORY;
    }
    return ST_OK;
}

static status put_write(shown *s, page *o)
{
    write_view         v = { 0 };
    size_t             n;
    const law_heading *all   = law_headings(s->head.pack, &n);
    str               *autos = NEW(o->a, str, n + 1);
    if (!autos) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) autos[i] = report_auto_text(&s->content, &all[i], o->a);
    v.frame    = frame_of(s, o, T(o, reports_write));
    v.to.value = report_to_text(&s->content);
    if (!v.to.value.len) TRY(report_addressee(s->c, &s->head, &v.to.value));
    TRY(write_view_fill(o, &s->content, typed_in(s), autos, &v));
    TRY(offer_fill(s->c, &s->head, &v));
    report_write_page(o, &v);
    return ST_OK;
}

static status write_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    return show_of(c, rq, rs, why, put_write);
}

static bool section_field(str name)
{
    return str_starts(name, S("s.")) || str_starts(name, S("t.")) || str_equal(name, S("to"));
}

static status texts_of_form(call *c, const web_request *rq, bool (*wanted)(str name),
                            report_text **out, size_t *count)
{
    const http_request *h = rq->http;
    *count                = 0;
    *out                  = NEW(c->a, report_text, h->form_count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < h->form_count; i++) {
        if (wanted(h->form[i].name)) {
            (*out)[(*count)++] = (report_text){ h->form[i].name, h->form[i].value };
        }
    }
    return ST_OK;
}

// The number typed as people write it; nothing typed is "not said".
static status control_of(const web_request *rq, int64_t *out, problem *why)
{
    str typed = str_trim(http_form(rq->http, S("control")));
    *out      = -1;
    if (!typed.len) return ST_OK;
    if (text_read_count(typed, out) == ST_OK) return ST_OK;
    return problem_detail(why, ST_INVALID, S("control"), S("out-of-range"), typed);
}

// Another has written meanwhile: what is kept stands beside what was typed, and saving again is a choice.
static status show_both(call *c, web_request *rq, http_response *rs, problem *why)
{
    *why = (problem){ .rule = S("report-both") };
    return show_refused(c, rq, rs, why, put_write);
}

static status write_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head    h;
    report_text   *texts;
    int64_t        control;
    report_writing w = { .control = &control, .version = version_of(rq) };
    TRY(load_head(c, rq, &h));
    TRY(texts_of_form(c, rq, section_field, &texts, &w.count));
    if (str_equal(form_text(rq, "offer"), S("1"))) TRY(offer_take(c, &h, texts, w.count));
    w.texts   = texts;
    status st = control_of(rq, &control, why);
    if (st == ST_OK) st = reports_write(c, h.id, &w, why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why, put_write);
    if (st == ST_CONFLICT && !report_kept(h.state)) return show_both(c, rq, rs, why);
    TRY(st);
    bool check = str_equal(http_form(rq->http, S("then")), S("check"));
    return back_to(c, rs, h.id, check ? "/kiem-tra?xong=ghi" : "?xong=ghi");
}

// ---- what must agree ----------------------------------------------------------------------------------------

static status put_check(shown *s, page *o)
{
    check_view v = { 0 };
    v.frame      = frame_of(s, o, T(o, reports_check));
    v.may_mend   = call_may(s->c, RIGHT_SYSTEMS_WRITE);
    TRY(check_view_fill(o, s->c, &s->content, typed_in(s), &v));
    v.may_mend = v.may_mend && v.may_write;
    report_check_page(o, &v);
    return ST_OK;
}

static status check_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    return show_of(c, rq, rs, why, put_check);
}

static bool reason_field(str name)
{
    return str_starts(name, S("r."));
}

static status mend_typed(call *c, const web_request *rq, problem *problems, size_t *count)
{
    const http_request *h     = rq->http;
    report_fix         *fixes = NEW(c->a, report_fix, h->form_count + 1);
    size_t              n     = 0, mended;
    if (!fixes) return ST_MEMORY;
    for (size_t i = 0; i < h->form_count; i++) {
        if (!report_fix_named(h->form[i].name, &fixes[n])) continue;
        fixes[n++].value = h->form[i].value;
    }
    if (n && !call_may(c, RIGHT_SYSTEMS_WRITE)) return ST_FORBIDDEN;
    return reports_mend(c, fixes, n, problems, count, &mended);
}

// Reasons, and the agency's own number where it is asked for on this page.
static status reasons_typed(call *c, const web_request *rq, int64_t id, problem *why)
{
    report_text *texts;
    size_t       n;
    int64_t      control;
    bool         said = form_text(rq, "control").ptr != NULL;
    TRY(texts_of_form(c, rq, reason_field, &texts, &n));
    if (said) TRY(control_of(rq, &control, why));
    const report_writing w = { texts, n, said ? &control : NULL, 0 };
    return n || said ? reports_write(c, id, &w, why) : ST_OK;
}

static status check_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    shown    s        = { .c = c, .rq = rq, .rs = rs, .why = why };
    problem *problems = NEW(c->a, problem, REPORT_FIXES_MAX + 1);
    if (!problems) return ST_MEMORY;
    TRY(load_head(c, rq, &s.head));
    if (s.head.holder_id != c->who.body_id) return ST_FORBIDDEN;
    TRY(mend_typed(c, rq, problems, &s.problem_count));
    status st = reasons_typed(c, rq, s.head.id, why);
    if (st == ST_INVALID) {
        problems[s.problem_count++] = *why;
    } else {
        TRY(st);
    }
    TRY(reports_look(c, s.head.id, why));
    if (!s.problem_count) return back_to(c, rs, s.head.id, "/kiem-tra");
    s.problems = problems;
    TRY(load_head(c, rq, &s.head));
    return show(&s, put_check);
}

// ---- preview, files --------------------------------------------------------------------------------------------

static status put_preview(shown *s, page *o)
{
    preview_view v = { 0 };
    report_paper p;
    TRY(report_paper_gather(s->c, &s->content, &s->work, &p));
    v.frame = frame_of(s, o, T(o, reports_preview));
    preview_view_fill(o, &s->content, &p, &v);
    report_preview_page(o, &v);
    return ST_OK;
}

static status preview_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    return show_of(c, rq, rs, why, put_preview);
}

status report_file_answer(call *c, const report_head *h, str format, http_response *rs,
                          problem *why)
{
    report_format as;
    report_file   made;
    arena         work;
    str           bytes = { 0 }, name = { 0 };
    if (!report_format_named(format, &as)) return ST_MISSING;
    TRY(report_work(&work));
    status st = reports_build(c, h, as, &work, &made, why);
    if (st == ST_OK) st = arena_copy(c->a, made.bytes, &bytes);
    if (st == ST_OK) st = arena_copy(c->a, made.name, &name);
    // A problem may speak in words of the memory that now goes.
    if (why->detail.len && st != ST_OK && arena_copy(c->a, why->detail, &why->detail) != ST_OK) {
        why->detail = S("");
    }
    report_work_end(&work);
    return st == ST_OK ? web_download(rs, made.type, name, bytes) : st;
}

static status file_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    TRY(load_head(c, rq, &h));
    return report_file_answer(c, &h, rq->params[1], rs, why);
}

// ---- acts --------------------------------------------------------------------------------------------------------

static status freeze_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    TRY(load_head(c, rq, &h));
    status st = reports_freeze(c, h.id, version_of(rq), why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why, put_check);
    TRY(st);
    return back_to(c, rs, h.id, "?xong=chot");
}

static status sign_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    TRY(load_head(c, rq, &h));
    status st = reports_sign(c, h.id, version_of(rq), why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why, put_show);
    TRY(st);
    return back_to(c, rs, h.id, "?xong=duyet");
}

static status send_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head          h;
    const report_sending sent = { http_form(rq->http, S("sent_no")),
                                  http_form(rq->http, S("sent_on")),
                                  http_form(rq->http, S("sent_to")) };
    TRY(load_head(c, rq, &h));
    status st = reports_send(c, h.id, version_of(rq), &sent, why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why, put_show);
    TRY(st);
    return back_to(c, rs, h.id, "?xong=gui");
}

static status correct_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    int64_t     id;
    TRY(load_head(c, rq, &h));
    status st = reports_correct(c, h.id, http_form(rq->http, S("reason")), &id, why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why, put_show);
    TRY(st);
    return back_to(c, rs, id, "?xong=dinh-chinh");
}

#define READ RIGHT_SYSTEMS_READ
#define WRITE RIGHT_REPORTS_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/bao-cao", READ, list_get, "Reports: what is due, what was made" },
    { HTTP_POST, "/bao-cao/bat-dau", WRITE, begin_post, "Begins a report" },
    { HTTP_GET, "/bao-cao/don-vi", READ, units_get, "Units that hand in" },
    { HTTP_GET, "/bao-cao/{n}", READ, one_get, "One report, step by step" },
    { HTTP_GET, "/bao-cao/{n}/noi-dung", WRITE, write_get, "What people write in it" },
    { HTTP_POST, "/bao-cao/{n}/noi-dung", WRITE, write_post, "Keeps it" },
    { HTTP_GET, "/bao-cao/{n}/kiem-tra", READ, check_get, "What does not agree" },
    { HTTP_POST, "/bao-cao/{n}/kiem-tra", WRITE, check_post, "Mends cells, keeps reasons" },
    { HTTP_GET, "/bao-cao/{n}/xem", READ, preview_get, "The report before it is printed" },
    { HTTP_GET, "/bao-cao/{n}/tep/{format}", READ, file_get, "Its docx, PDF or xlsx" },
    { HTTP_POST, "/bao-cao/{n}/chot", WRITE, freeze_post, "Freezes it" },
    { HTTP_POST, "/bao-cao/{n}/duyet", RIGHT_REPORTS_SIGN, sign_post, "Signs it off" },
    { HTTP_POST, "/bao-cao/{n}/gui", RIGHT_REPORTS_SEND, send_post, "Records that it was sent" },
    { HTTP_POST, "/bao-cao/{n}/dinh-chinh", WRITE, correct_post, "Begins a corrected edition" },
    { HTTP_POST, "/bao-cao/{n}/tra-lai", RIGHT_REPORTS_SIGN, correct_post,
      "Hands it back: a corrected edition begins" },
};

const web_module reports_module = { "reports", routes, COUNT(routes) };
