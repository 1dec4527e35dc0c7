// hunts_web.c - the list of hunts, one whole, from state to state; the routes of hunts.
#include "modules/hunts/hunts_web.h"

#include "kit/text/text.h"
#include "modules/hunts/hunts_pages.gen.h"

str hunt_typed(const web_request *rq, const char *name)
{
    str text = http_form(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

str hunt_asked(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? str_trim(text) : S("");
}

status hunt_frame(page *o, str title, str code, const problem *fault, page_frame *out)
{
    page_crumb *crumbs = NEW(o->a, page_crumb, 2);
    if (!crumbs) return ST_MEMORY;
    crumbs[0] = (page_crumb){ T(o, hunts_title), S("/san-lung") };
    if (code.len)
        crumbs[1] = (page_crumb){ code, arena_printf(o->a, "/san-lung/" STR_FMT, STR_ARG(code)) };
    *out = (page_frame){ .title         = title,
                         .menu          = "hunts",
                         .crumbs        = crumbs,
                         .crumb_count   = code.len ? 2 : 1,
                         .problems      = fault,
                         .problem_count = fault != NULL,
                         .fields        = "hunts.field." };
    return ST_OK;
}

status hunt_back(call *c, http_response *rs, str code, const char *tail)
{
    str to = arena_printf(c->a, "/san-lung/" STR_FMT "%s", STR_ARG(code), tail);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

str hunt_done_words(page *o, str what)
{
    static const struct {
        str      what;
        text_key words;
    } all[] = {
        { STR("mo"), T_hunts_done_opened },       { STR("sua"), T_hunts_done_changed },
        { STR("buoc"), T_hunts_done_step },       { STR("dong"), T_hunts_done_closed },
        { STR("moi-nguy"), T_hunts_done_threat }, { STR("da-ghi"), T_hunts_done_written },
        { STR("ho-so"), T_hunts_done_linked },
    };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_equal(all[i].what, what)) return text_get(o->lang, all[i].words);
    }
    return S("");
}

// ---- the list --------------------------------------------------------------------------------------

static status filter_of(const web_request *rq, hunt_filter *f, problem *why)
{
    static const char *const names[] = { "q", "state", "own", "open", "system" };
    *f                               = (hunt_filter){ .q = S(""), .system = S("") };
    for (size_t i = 0; i < COUNT(names); i++)
        TRY(hunts_filter_set(str_from(names[i]), hunt_asked(rq, names[i]), f, why));
    return ST_OK;
}

static str state_key(int s)
{
    return hunt_state_key((hunt_state)s);
}

static status list_counts(call *c, hunt_list_view *v, problem *why)
{
    hunt_duty_list     *due = NEW(c->a, hunt_duty_list, 1);
    const hunt_duty_ask ask = { .org = S(""), .numbers = true };
    if (!due) return ST_MEMORY;
    TRY(hunts_due(c, &ask, due, why));
    v->late  = due->late;
    v->soon  = due->soon;
    v->never = due->never;
    v->total = due->total;
    return ST_OK;
}

static void list_fill(page *o, const web_request *rq, const hunt_filter *f, hunt_list_view *v)
{
    size_t n;
    v->state              = (page_field){ .name  = "state",
                                          .label = T(o, hunts_state),
                                          .value = hunt_asked(rq, "state") };
    v->state.options      = hunt_choices(o, "state", state_key, HUNT_STATES, T(o, hunts_all), &n);
    v->state.option_count = n;
    v->q                  = hunt_asked(rq, "q");
    v->system             = f->system;
    v->own                = f->own;
    v->open               = f->open;
    v->filtered           = f->q.len || f->state || f->own || f->open || f->system.len;
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt_list_view *v     = NEW(c->a, hunt_list_view, 1);
    hunt_page       list  = { 0 };
    problem         fault = { 0 };
    hunt_filter     f;
    page            o = page_open(c, rq, rs);
    if (!v) return ST_MEMORY;
    status st = filter_of(rq, &f, &fault);
    if (st == ST_OK) st = hunts_list(c, &f, hunt_asked(rq, "c"), 0, &list, &fault);
    if (st != ST_INVALID) TRY(st);
    TRY(hunt_frame(&o, T(&o, hunts_title), S(""), st == ST_INVALID ? &fault : NULL, &v->frame));
    v->frame.crumb_count = 0;
    v->frame.wide        = true;
    v->may_open          = hunts_may_open(c);
    list_fill(&o, rq, &f, v);
    TRY(list_counts(c, v, why));
    TRY(hunt_lines_fill(&o, &list, &v->items));
    v->count       = list.count;
    v->pager       = (page_pager){ .shown = (int64_t)list.count, .total = -1 };
    v->pager.next  = list.next.len ? page_url_with(&o, rq->path, "c", list.next) : S("");
    v->pager.first = hunt_asked(rq, "c").len ? page_url_with(&o, rq->path, "c", S("")) : S("");
    hunts_list_page(&o, v);
    return page_close(&o, rs, st == ST_INVALID ? 422 : 200);
}

// ---- one -------------------------------------------------------------------------------------------

static void steps_fill(page *o, const web_request *rq, str today, hunt_show_view *v)
{
    const page_frame *f     = &v->frame;
    bool              again = rq->http->method == HTTP_POST;
    bool              over  = v->k->h.state == HUNT_WAITING;
    v->began_on = hunt_field_of(o, f, "began_on", again ? hunt_typed(rq, "began_on") : today);
    v->ended_on = hunt_field_of(o, f, "ended_on",
                                again  ? hunt_typed(rq, "ended_on")
                                : over ? v->k->h.ended_on
                                       : today);
    v->result   = hunt_field_of(o, f, "result", again ? hunt_typed(rq, "result") : v->k->h.result);
    v->reason   = hunt_field_of(o, f, "reason", hunt_typed(rq, "reason"));
    v->link     = hunt_field_of(o, f, "case", hunt_typed(rq, "case"));
    v->began_on.type = v->ended_on.type = "date";
    v->began_on.required = v->ended_on.required = v->result.required = true;
    v->result.max = v->reason.max = HUNT_LONG_MAX;
    v->result.rows                = 4;
    v->reason.rows                = 2;
    v->reason.required = v->link.required = true;
    v->link.narrow                        = true;
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    hunt_show_view *v     = NEW(c->a, hunt_show_view, 1);
    hunt_card      *k     = NEW(c->a, hunt_card, 1);
    str             today = organisations_day(c);
    hunt            h;
    page            o = page_open(c, rq, rs);
    if (!v || !k || !today.ptr) return ST_MEMORY;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    TRY(hunt_card_load(c, h.id, k));
    TRY(hunt_frame(&o, h.title, S(""), fault, &v->frame));
    v->frame.wide = true;
    if (!fault) v->frame.done = hunt_done_words(&o, hunt_asked(rq, "xong"));
    TRY(hunt_show_fill(&o, c, k, v));
    steps_fill(&o, rq, today, v);
    hunt_show_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status show_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

static hunt_act act_of(str typed)
{
    static const struct {
        str      name;
        hunt_act act;
    } all[] = { { STR("begin"), HUNT_ACT_BEGIN },
                { STR("end"), HUNT_ACT_END },
                { STR("close"), HUNT_ACT_CLOSE },
                { STR("cancel"), HUNT_ACT_CANCEL } };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_equal(all[i].name, typed)) return all[i].act;
    }
    return 0;
}

static status step_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt      h;
    hunt_step s = { .act = act_of(hunt_typed(rq, "act")) };
    TRY(hunt_of_ref(c, rq->params[0], &h));
    s.id = h.id;
    (void)str_int(hunt_typed(rq, "version"), &s.version);
    s.on      = hunt_typed(rq, s.act == HUNT_ACT_BEGIN ? "began_on" : "ended_on");
    s.words   = hunt_typed(rq, s.act == HUNT_ACT_CANCEL ? "reason" : "result");
    status st = hunts_step(c, &s, why);
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    return hunt_back(c, rs, h.code, s.act == HUNT_ACT_CLOSE ? "?xong=dong" : "?xong=buoc");
}

// A case that is not in sight is told at the field, as any code that is not known.
static status case_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt h;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    status st = hunts_case_link(c, h.id, hunt_typed(rq, "case"), why);
    if (st == ST_INVALID || (st == ST_MISSING && why->rule.len)) return show(c, rq, rs, why);
    TRY(st);
    return hunt_back(c, rs, h.code, "?xong=ho-so");
}

// ---- on the page of a system -----------------------------------------------------------------------

status hunts_system_part(call *c, page *o, int64_t system_id)
{
    hunt_system_duty d;
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_OK;
    status st = hunts_system_duty(c, system_id, &d);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    hunt_system_part(o, &d, page_date(o, d.last_on), page_date(o, d.due_on));
    return ST_OK;
}

status hunts_case_part(call *c, page *o, const forensic_case *k)
{
    int64_t *ids;
    size_t   n, count = 0;
    if (!call_may(c, RIGHT_INCIDENTS_READ)) return ST_OK;
    TRY(case_hunts(c, k, &ids, &n));
    hunt_case_line *lines = NEW(c->a, hunt_case_line, n + 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        hunt   h;
        status st = hunt_load(c, ids[i], &h);
        if (st == ST_MISSING) continue;
        TRY(st);
        lines[count++] = (hunt_case_line){
            h.code, h.title, hunt_named(o->a, o->lang, "state", hunt_state_key(h.state))
        };
    }
    if (count) hunt_case_part(o, lines, count);
    return ST_OK;
}

#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/san-lung", READ, list_get, "Hunts in sight, newest first" },
    { HTTP_GET, "/san-lung/den-han", READ, hunts_due_get, "Systems that owe a hunt, and by when" },
    { HTTP_GET, "/san-lung/den-han/xuat", READ, hunts_due_export_get, "The same as xlsx" },
    { HTTP_GET, "/san-lung/so-lieu", READ, hunts_figures_get, "Figures of a half-year or quarter" },
    { HTTP_GET, "/san-lung/so-lieu/phu-luc", READ, hunts_annex_get,
      "The same as an annex to a report: docx, PDF, xlsx" },
    { HTTP_GET, "/san-lung/moi", WRITE, hunt_new_get, "A form to plan or begin one" },
    { HTTP_POST, "/san-lung/moi", WRITE, hunt_new_post, "Opens one" },
    { HTTP_GET, "/san-lung/{code}", READ, show_get, "One with its systems and threats" },
    { HTTP_GET, "/san-lung/{code}/sua", WRITE, hunt_edit_get, "The form of one that lives" },
    { HTTP_POST, "/san-lung/{code}/sua", WRITE, hunt_edit_post, "Changes it" },
    { HTTP_POST, "/san-lung/{code}/buoc", WRITE, step_post, "Begins, ends, closes, calls off" },
    { HTTP_POST, "/san-lung/{code}/ho-so", WRITE, case_post, "Links it to a case" },
    { HTTP_GET, "/san-lung/{code}/moi-nguy/moi", WRITE, hunt_threat_new_get,
      "A form for a threat" },
    { HTTP_POST, "/san-lung/{code}/moi-nguy/moi", WRITE, hunt_threat_new_post, "Writes one down" },
    { HTTP_GET, "/san-lung/{code}/moi-nguy/{no}", READ, hunt_threat_get, "One threat" },
    { HTTP_POST, "/san-lung/{code}/moi-nguy/{no}", WRITE, hunt_threat_post,
      "Removed, looked for again, dismissed, given to another, handed to an incident" },
};

const web_module hunts_module = { "hunts", routes, COUNT(routes) };
