// orders_web.c - lists, one whole, what is done on its page; the routes of orders and warnings.
#include "modules/orders/orders_web.h"

#include "kit/text/text.h"
#include "modules/orders/orders_pages.gen.h"

#define WORD_FILE "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

bool order_of_warnings(const web_request *rq)
{
    return str_starts(str_from(rq->route->path), S("/canh-bao"));
}

str order_base(const web_request *rq)
{
    return order_of_warnings(rq) ? S("/canh-bao") : S("/dieu-phoi");
}

str order_typed(const web_request *rq, const char *name)
{
    str text = http_form(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

status order_of_path(call *c, const web_request *rq, order *out)
{
    TRY(order_of_ref(c, rq->params[0], out));
    return (out->kind == ORDER_WARNING) == order_of_warnings(rq) ? ST_OK : ST_MISSING;
}

status order_back(call *c, web_request *rq, http_response *rs, str code, const char *tail)
{
    str to = arena_printf(c->a, STR_FMT "/" STR_FMT "%s", STR_ARG(order_base(rq)), STR_ARG(code),
                          tail);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

// ---- the list --------------------------------------------------------------------------------------

static str asked(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? str_trim(text) : S("");
}

static status filter_of(const web_request *rq, order_filter *f, problem *why)
{
    static const char *const names[] = { "q", "state", "mine", "late" };
    *f = (order_filter){ .q = S(""), .warning = order_of_warnings(rq) };
    for (size_t i = 0; i < COUNT(names); i++)
        TRY(orders_filter_set(str_from(names[i]), asked(rq, names[i]), f, why));
    return ST_OK;
}

static status states_of(page *o, const web_request *rq, page_field *out)
{
    page_option *list = NEW(o->a, page_option, ORDER_ENDED + 1);
    if (!list) return ST_MEMORY;
    list[0] = (page_option){ S(""), T(o, orders_all), { 0 } };
    for (int s = ORDER_DRAFT; s <= ORDER_ENDED; s++) {
        str key = order_state_key((order_state)s);
        list[s] = (page_option){ key, order_named(o->a, o->lang, "state", key), { 0 } };
    }
    *out = (page_field){ .name         = "state",
                         .label        = T(o, orders_state),
                         .value        = asked(rq, "state"),
                         .options      = list,
                         .option_count = ORDER_ENDED + 1 };
    return ST_OK;
}

static status list_frame(call *c, page *o, const web_request *rq, order_list_view *v)
{
    bool        may;
    page_crumb *crumbs = NEW(o->a, page_crumb, 1);
    if (!crumbs) return ST_MEMORY;
    crumbs[0]            = (page_crumb){ T(o, incidents_title), S("/su-co") };
    v->warnings          = order_of_warnings(rq);
    v->base              = order_base(rq);
    v->frame.title       = v->warnings ? T(o, orders_warnings) : T(o, orders_title);
    v->frame.menu        = "incidents";
    v->frame.wide        = true;
    v->frame.crumbs      = crumbs;
    v->frame.crumb_count = 1;
    TRY(orders_may(c, NULL, v->warnings, &may));
    v->add_href = may ? S("/canh-bao/moi") : S("");
    return states_of(o, rq, &v->state);
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    order_list_view *v = NEW(c->a, order_list_view, 1);
    order_filter     f;
    order_page       list  = { 0 };
    problem          fault = { 0 };
    order_item_line *items;
    page             o = page_open(c, rq, rs);
    (void)why;
    if (!v) return ST_MEMORY;
    status st = filter_of(rq, &f, &fault);
    if (st == ST_OK) st = orders_list(c, &f, asked(rq, "c"), 0, &list, &fault);
    if (st != ST_INVALID) TRY(st);
    TRY(list_frame(c, &o, rq, v));
    v->frame.problems      = &fault;
    v->frame.problem_count = st == ST_INVALID;
    v->q                   = asked(rq, "q");
    v->mine                = f.mine;
    v->late                = f.late;
    v->filtered            = f.q.len || f.state || f.mine || f.late || st == ST_INVALID;
    TRY(order_rows_fill(&o, &list, c->now_ms, &items));
    v->items       = items;
    v->count       = list.count;
    v->pager       = (page_pager){ .shown = (int64_t)list.count, .total = -1 };
    v->pager.next  = list.next.len ? page_url_with(&o, rq->path, "c", list.next) : S("");
    v->pager.first = asked(rq, "c").len ? page_url_with(&o, rq->path, "c", S("")) : S("");
    orders_list_page(&o, v);
    return page_close(&o, rs, st == ST_INVALID ? 422 : 200);
}

// ---- one -------------------------------------------------------------------------------------------

static str done_words(page *o, str what)
{
    static const struct {
        str      what;
        text_key words;
    } all[] = { { STR("du-thao"), T_orders_done_drawn },
                { STR("gui"), T_orders_done_sent },
                { STR("tra-loi"), T_orders_done_answered } };
    for (size_t i = 0; i < COUNT(all); i++) {
        if (str_equal(all[i].what, what)) return text_get(o->lang, all[i].words);
    }
    return what.len ? T(o, orders_done) : S("");
}

// Who signs papers of the body: its head on this day, until somebody types another.
static status signing_fill(call *c, page *o, const web_request *rq, order_show_view *v)
{
    incident_letter head  = { 0 };
    bool            again = rq->http->method == HTTP_POST;
    str             today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    if (!again) TRY(incident_letter_head(c, c->who.body_id, &head));
    const page_frame *f = &v->frame;
    v->number           = order_field_of(o, f, "number", order_typed(rq, "number"));
    v->signer = order_field_of(o, f, "signer", again ? order_typed(rq, "signer") : head.signer);
    v->signer_post       = order_field_of(o, f, "signer_post",
                                    again ? order_typed(rq, "signer_post") : head.signer_post);
    v->signed_field      = order_field_of(o, f, "signed_on",
                                     again ? order_typed(rq, "signed_on") : today);
    v->signer.required   = true;
    v->signed_field.type = "date";
    return ST_OK;
}

static page_field long_field(page *o, const order_show_view *v, const char *name, str value)
{
    page_field f = order_field_of(o, &v->frame, name, value);
    f.max        = ORDER_WORDS_MAX;
    f.rows       = 3;
    return f;
}

// Each form names its text differently, so that what was typed comes back in the form it was typed in.
static const char *words_name(str act)
{
    return str_equal(act, S("progress")) ? "progress"
           : str_equal(act, S("refuse")) ? "refusal"
                                         : "words";
}

static void answers_fill(page *o, const web_request *rq, order_show_view *v)
{
    v->words       = long_field(o, v, "words", order_typed(rq, "words"));
    v->progress    = long_field(o, v, "progress", order_typed(rq, "progress"));
    v->refusal     = long_field(o, v, "refusal", order_typed(rq, "refusal"));
    v->late_reason = long_field(o, v, "late_reason", order_typed(rq, "late_reason"));
    v->reason      = long_field(o, v, "reason", order_typed(rq, "reason"));
    v->words.label = v->warning ? T(o, orders_field_answer) : T(o, orders_field_result);
}

static status show(call *c, web_request *rq, http_response *rs, const problem *fault)
{
    order_show_view *v      = NEW(c->a, order_show_view, 1);
    order_card      *k      = NEW(c->a, order_card, 1);
    page_crumb      *crumbs = NEW(c->a, page_crumb, 2);
    order            o1;
    page             o = page_open(c, rq, rs);
    if (!v || !k || !crumbs) return ST_MEMORY;
    TRY(order_of_path(c, rq, &o1));
    TRY(order_card_load(c, o1.id, k));
    crumbs[0] = (page_crumb){ T(&o, incidents_title), S("/su-co") };
    crumbs[1] = (page_crumb){ order_of_warnings(rq) ? T(&o, orders_warnings) : T(&o, orders_title),
                              order_base(rq) };
    v->frame = (page_frame){ .title         = k->o.title,
                             .menu          = "incidents",
                             .crumbs        = crumbs,
                             .crumb_count   = 2,
                             .problems      = fault,
                             .problem_count = fault != NULL,
                             .fields        = "orders.field.",
                             .wide          = true };
    if (!fault) v->frame.done = done_words(&o, http_query(rq->http, S("xong")));
    incident i;
    status   st = k->o.incident_id ? incident_load(c, k->o.incident_id, &i) : ST_MISSING;
    if (st != ST_MISSING) TRY(st);
    v->sees_incident = st == ST_OK;
    TRY(order_show_fill(&o, k, c, v));
    TRY(signing_fill(c, &o, rq, v));
    answers_fill(&o, rq, v);
    order_show_page(&o, v);
    return page_close(&o, rs, fault ? 422 : 200);
}

static status show_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    return show(c, rq, rs, NULL);
}

// ---- acts ------------------------------------------------------------------------------------------

static int64_t typed_number(const web_request *rq, const char *name)
{
    int64_t n = 0;
    (void)str_int(order_typed(rq, name), &n);
    return n;
}

static status finish(call *c, web_request *rq, http_response *rs, status st, const problem *why,
                     const char *tail)
{
    if (st == ST_INVALID) return show(c, rq, rs, why);
    TRY(st);
    return order_back(c, rq, rs, rq->params[0], tail);
}

static status send_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    order         o;
    order_signing s = { .version     = typed_number(rq, "version"),
                        .number      = order_typed(rq, "number"),
                        .signer      = order_typed(rq, "signer"),
                        .signer_post = order_typed(rq, "signer_post"),
                        .signed_on   = order_typed(rq, "signed_on") };
    TRY(order_of_path(c, rq, &o));
    s.id = o.id;
    return finish(c, rq, rs, orders_send(c, &s, why), why, "?xong=gui");
}

static status end_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    order o;
    TRY(order_of_path(c, rq, &o));
    status st = orders_end(c, o.id, typed_number(rq, "version"), order_typed(rq, "reason"), why);
    if (st == ST_OK && o.state == ORDER_DRAFT) return web_redirect(rs, order_base(rq));
    return finish(c, rq, rs, st, why, "?xong=dong");
}

static status answer_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    order        o;
    int64_t      paper;
    const char  *words = words_name(order_typed(rq, "act"));
    order_answer a     = { .target      = typed_number(rq, "target"),
                           .item        = typed_number(rq, "item"),
                           .words       = order_typed(rq, words),
                           .late_reason = order_typed(rq, "late_reason") };
    TRY(order_of_path(c, rq, &o));
    a.id      = o.id;
    status st = target_act_named(order_typed(rq, "act"), &a.act)
                    ? orders_answer(c, &a, &paper, why)
                    : problem_set(why, ST_INVALID, S("act"), S("order-step"));
    if (st == ST_INVALID && str_equal(why->field, S("words"))) why->field = str_from(words);
    return finish(c, rq, rs, st, why, "?xong=tra-loi");
}

static status docx_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    order o;
    str   docx;
    TRY(order_of_path(c, rq, &o));
    TRY(order_docx(c, o.id, &docx, why));
    str name = arena_printf(c->a, STR_FMT "-mau-06.docx", STR_ARG(o.code));
    return name.ptr ? web_download(rs, S(WORD_FILE), name, docx) : ST_MEMORY;
}

static status paper_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    order o;
    (void)why;
    TRY(order_of_path(c, rq, &o));
    if (!o.paper.len) return ST_MISSING;
    str name = arena_printf(c->a, STR_FMT ".json", STR_ARG(o.code));
    return name.ptr ? web_download(rs, S("application/json"), name, o.paper) : ST_MEMORY;
}

static status receipt_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    str     json;
    (void)why;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(order_receipt(c, id, &json));
    str name = arena_printf(c->a, "bien-nhan-%lld.json", (long long)id);
    return name.ptr ? web_download(rs, S("application/json"), name, json) : ST_MEMORY;
}

static status key_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    str pem;
    (void)rq;
    (void)why;
    TRY(order_key_open(c, &pem));
    return web_download(rs, S("application/x-pem-file"), S("khoa-bien-nhan.pem"), pem);
}

// ---- in the room of an incident --------------------------------------------------------------------

status orders_of_incident(call *c, page *o, const incident *i)
{
    order_list_view *v = NEW(c->a, order_list_view, 1);
    order_filter     f = { .q = S(""), .warning = -1, .incident_id = i->id };
    order_page       list;
    order_item_line *items;
    problem          why  = { 0 };
    bool             open = !incident_over(i->state), may_order, may_warn;
    if (!v) return ST_MEMORY;
    TRY(orders_list(c, &f, S(""), 0, &list, &why));
    TRY(order_rows_fill(o, &list, c->now_ms, &items));
    TRY(orders_may(c, i, false, &may_order));
    TRY(orders_may(c, i, true, &may_warn));
    v->items = items;
    v->count = list.count;
    v->base  = i->code;
    v->mine  = open && may_order;
    v->late  = open && may_warn;
    orders_room_part(o, v);
    return ST_OK;
}

#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE
#define BOTH(method, tail, right, fn, about)                                                       \
    { method, "/dieu-phoi" tail, right, fn, about },                                               \
    {                                                                                              \
        method, "/canh-bao" tail, right, fn, about                                                 \
    }
static const web_route routes[] = {
    BOTH(HTTP_GET, "", READ, list_get, "Orders, or warnings, in sight, newest first"),
    BOTH(HTTP_GET, "/moi", WRITE, order_new_get, "A form to draw one"),
    BOTH(HTTP_POST, "/moi", WRITE, order_new_post, "Draws one"),
    { HTTP_GET, "/dieu-phoi/khoa", READ, key_get, "Public key of this node's receipts" },
    { HTTP_GET, "/dieu-phoi/bien-nhan/{n}", READ, receipt_get, "One receipt as it was signed" },
    BOTH(HTTP_GET, "/{code}", READ, show_get, "One with its addressees"),
    BOTH(HTTP_GET, "/{code}/sua", WRITE, order_edit_get, "The form of a draft"),
    BOTH(HTTP_POST, "/{code}/sua", WRITE, order_edit_post, "Changes a draft"),
    BOTH(HTTP_POST, "/{code}/gui", WRITE, send_post, "Signs and sends it"),
    BOTH(HTTP_POST, "/{code}/dong", WRITE, end_post, "Throws a draft away, ends one that was sent"),
    BOTH(HTTP_POST, "/{code}/tra-loi", WRITE, answer_post, "What an addressee does"),
    { HTTP_GET, "/dieu-phoi/{code}/mau-06", READ, docx_get, "Form 06 as docx" },
    BOTH(HTTP_GET, "/{code}/goc", READ, paper_get, "The text that receipts stand on"),
};

const web_module orders_module = { "orders", routes, COUNT(routes) };
