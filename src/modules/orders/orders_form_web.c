// orders_form_web.c - drawing an order or a warning, and changing it while it is a draft.
#include "kit/text/text.h"
#include "modules/orders/orders_pages.gen.h"
#include "modules/orders/orders_web.h"

enum { MINUTE_MS = 60 * 1000, VIETNAM_MS = 7 * 60 * MINUTE_MS, SHORT_TIME = 16 };

// ---- what was typed --------------------------------------------------------------------------------

// "2026-11-28T10:30" as browsers send it, in Viet Nam, or RFC 3339.
static status read_time(arena *a, const char *field, str typed, int64_t *out, problem *why)
{
    str text = str_trim(typed);
    *out     = 0;
    if (!text.len) return ST_OK;
    if (text.len == SHORT_TIME) text = arena_printf(a, STR_FMT ":00+07:00", STR_ARG(text));
    if (!text.ptr) return ST_MEMORY;
    return time_parse(text, out) == ST_OK
               ? ST_OK
               : problem_detail(why, ST_INVALID, str_from(field), S("time-form"), typed);
}

static const char *numbered(arena *a, const char *name, size_t i)
{
    return arena_printf(a, "%s%zu", name, i + 1).ptr;
}

static status read_items(call *c, const web_request *rq, order_draft *d, problem *why)
{
    d->item_count = ORDER_FORM_ITEMS;
    for (size_t i = 0; i < ORDER_FORM_ITEMS; i++) {
        const char *words = numbered(c->a, "item", i), *due = numbered(c->a, "item_due", i);
        if (!words || !due) return ST_MEMORY;
        d->items[i].words = order_typed(rq, words);
        TRY(read_time(c->a, due, order_typed(rq, due), &d->items[i].due_ms, why));
    }
    return ST_OK;
}

static status read_form(call *c, const web_request *rq, order_draft *d, problem *why)
{
    str hours = str_trim(order_typed(rq, "hours"));
    *d        = (order_draft){ .incident   = order_typed(rq, "incident"),
                               .title      = order_typed(rq, "title"),
                               .basis      = order_typed(rq, "basis"),
                               .content    = order_typed(rq, "content"),
                               .indicators = order_typed(rq, "indicators"),
                               .reply_to   = order_typed(rq, "reply_to"),
                               .to         = order_typed(rq, "to"),
                               .group      = order_typed(rq, "group") };
    (void)order_kind_named(order_typed(rq, "kind"), &d->kind);
    if (order_of_warnings(rq)) d->kind = ORDER_WARNING;
    (void)order_tlp_named(order_typed(rq, "tlp"), &d->tlp);
    (void)order_severity_named(order_typed(rq, "severity"), &d->severity);
    if (hours.len && !str_int(hours, &d->hours))
        return problem_detail(why, ST_INVALID, S("hours"), S("count-form"), hours);
    TRY(read_time(c->a, "ack", order_typed(rq, "ack"), &d->ack_ms, why));
    TRY(read_time(c->a, "due", order_typed(rq, "due"), &d->due_ms, why));
    return read_items(c, rq, d, why);
}

// ---- the form --------------------------------------------------------------------------------------

typedef struct shown { // values of the form as text
    str kind, incident, title, basis, content, indicators, reply_to, tlp, severity, ack, due, hours,
        to, group, version;
    str items[ORDER_FORM_ITEMS], item_dues[ORDER_FORM_ITEMS];
} shown;

static shown shown_typed(const web_request *rq, arena *a)
{
    shown s = { .kind       = order_typed(rq, "kind"),
                .incident   = order_typed(rq, "incident"),
                .title      = order_typed(rq, "title"),
                .basis      = order_typed(rq, "basis"),
                .content    = order_typed(rq, "content"),
                .indicators = order_typed(rq, "indicators"),
                .reply_to   = order_typed(rq, "reply_to"),
                .tlp        = order_typed(rq, "tlp"),
                .severity   = order_typed(rq, "severity"),
                .ack        = order_typed(rq, "ack"),
                .due        = order_typed(rq, "due"),
                .hours      = order_typed(rq, "hours"),
                .to         = order_typed(rq, "to"),
                .group      = order_typed(rq, "group"),
                .version    = order_typed(rq, "version") };
    for (size_t i = 0; i < ORDER_FORM_ITEMS; i++) {
        const char *words = numbered(a, "item", i), *due = numbered(a, "item_due", i);
        s.items[i]     = words ? order_typed(rq, words) : S("");
        s.item_dues[i] = due ? order_typed(rq, due) : S("");
    }
    return s;
}

static str local_time(arena *a, int64_t ms)
{
    return ms ? str_slice(time_rfc3339(a, ms + VIETNAM_MS), 0, SHORT_TIME) : S("");
}

static str number_text(arena *a, int64_t n)
{
    return n ? arena_printf(a, "%lld", (long long)n) : S("");
}

static shown shown_kept(const order *o, arena *a)
{
    shown s = { .kind       = order_kind_key(o->kind),
                .incident   = o->incident_code,
                .title      = o->title,
                .basis      = o->basis,
                .content    = o->content,
                .indicators = o->indicators,
                .reply_to   = o->reply_to,
                .tlp        = order_tlp_key(o->tlp),
                .severity   = order_severity_key(o->severity),
                .ack        = local_time(a, o->ack_ms),
                .due        = local_time(a, o->due_ms),
                .hours      = number_text(a, o->hours),
                .to         = o->to,
                .group      = o->group,
                .version    = number_text(a, o->version) };
    for (size_t i = 0; i < ORDER_FORM_ITEMS; i++) {
        bool there     = i < o->item_count;
        s.items[i]     = there ? o->items[i].words : S("");
        s.item_dues[i] = there ? local_time(a, o->items[i].due_ms) : S("");
    }
    return s;
}

static void items_fill(page *o, order_form_view *v, const shown *s)
{
    for (size_t i = 0; i < ORDER_FORM_ITEMS; i++) {
        str         no   = page_number(o, (int64_t)i + 1);
        const char *item = numbered(o->a, "item", i), *due = numbered(o->a, "item_due", i);
        if (!item || !due) return;
        v->items[i]           = order_field_of(o, &v->frame, item, s->items[i]);
        v->items[i].label     = text_fmt(o->a, o->lang, T_orders_field_item, &no, 1);
        v->items[i].required  = i == 0;
        v->item_dues[i]       = order_field_of(o, &v->frame, due, s->item_dues[i]);
        v->item_dues[i].label = text_fmt(o->a, o->lang, T_orders_field_item_due, &no, 1);
        v->item_dues[i].type  = "datetime-local";
    }
}

static void long_field(page_field *f, int rows)
{
    f->max  = ORDER_LONG_MAX;
    f->rows = rows;
}

static void fields_fill(page *o, order_form_view *v, const shown *s)
{
    const page_frame *f = &v->frame;
    v->kind             = order_field_of(o, f, "kind", s->kind);
    v->title            = order_field_of(o, f, "title", s->title);
    v->basis            = order_field_of(o, f, "basis", s->basis);
    v->content          = order_field_of(o, f, "content", s->content);
    v->indicators       = order_field_of(o, f, "indicators", s->indicators);
    v->reply_to         = order_field_of(o, f, "reply_to", s->reply_to);
    v->tlp              = order_field_of(o, f, "tlp", s->tlp);
    v->severity         = order_field_of(o, f, "severity", s->severity);
    v->ack              = order_field_of(o, f, "ack", s->ack);
    v->due              = order_field_of(o, f, "due", s->due);
    v->hours            = order_field_of(o, f, "hours", s->hours);
    v->to               = order_field_of(o, f, "to", s->to);
    v->group            = order_field_of(o, f, "group", s->group);
    v->title.required = v->content.required = true;
    v->ack.type = v->due.type = "datetime-local";
    v->hours.inputmode        = "numeric";
    v->hours.narrow           = true;
    long_field(&v->basis, 3);
    long_field(&v->content, 6);
    long_field(&v->indicators, 3);
    long_field(&v->to, 4);
    items_fill(o, v, s);
    order_choices(o, v);
}

typedef struct showing {
    const order   *o; // NULL: a new one
    shown          s;
    const problem *fault;
} showing;

static status show(call *c, web_request *rq, http_response *rs, const showing *w)
{
    order_form_view *v      = NEW(c->a, order_form_view, 1);
    page_crumb      *crumbs = NEW(c->a, page_crumb, 2);
    page             o      = page_open(c, rq, rs);
    if (!v || !crumbs) return ST_MEMORY;
    v->warnings = order_of_warnings(rq);
    v->fresh    = w->o == NULL;
    str base    = order_base(rq);
    v->back     = w->o ? arena_printf(c->a, STR_FMT "/" STR_FMT, STR_ARG(base), STR_ARG(w->o->code))
                       : base;
    v->action   = arena_printf(c->a, STR_FMT "/%s", STR_ARG(v->back), w->o ? "sua" : "moi");
    v->keep     = w->o ? w->o->code : str_slice(v->action, 1, v->action.len);
    v->version  = w->s.version;
    v->incident = w->s.incident;
    crumbs[0]   = (page_crumb){ T(&o, incidents_title), S("/su-co") };
    crumbs[1]   = (page_crumb){ v->warnings ? T(&o, orders_warnings) : T(&o, orders_title), base };
    text_key title = v->warnings ? w->o ? T_orders_warning_edit : T_orders_warning_new
                     : w->o      ? T_orders_edit
                                 : T_orders_new;
    v->frame       = (page_frame){ .title         = text_get(o.lang, title),
                                   .menu          = "incidents",
                                   .crumbs        = crumbs,
                                   .crumb_count   = 2,
                                   .problems      = w->fault,
                                   .problem_count = w->fault != NULL,
                                   .fields        = "orders.field." };
    fields_fill(&o, v, &w->s);
    order_form_page(&o, v);
    return page_close(&o, rs, w->fault ? 422 : 200);
}

// ---- a new one -------------------------------------------------------------------------------------

// What the incident knows already: whose system it is, what happened, what to look for.
static status prefill_incident(call *c, const incident *i, shown *s)
{
    incident_values v;
    TRY(incidents_values(c, i, &v));
    str domains = incident_value_of(&v, "domains"), ips = incident_value_of(&v, "ips");
    s->incident   = i->code;
    s->title      = i->title;
    s->content    = incident_value_of(&v, "description");
    s->indicators = arena_printf(c->a, STR_FMT "%s" STR_FMT, STR_ARG(domains),
                                 domains.len && ips.len ? "\n" : "", STR_ARG(ips));
    s->to = i->operator_code.len ? arena_printf(c->a, STR_FMT "\n" STR_FMT, STR_ARG(i->owner_code),
                                                STR_ARG(i->operator_code))
                                 : i->owner_code;
    return s->indicators.ptr && s->to.ptr ? ST_OK : ST_MEMORY;
}

static status prefill(call *c, const web_request *rq, const incident *i, shown *s)
{
    bool                      serious = i && incident_is_serious(i);
    const law_incident_clock *rule    = law_incident_clock_find(law_current(), S("COORD"));
    const char               *within  = serious ? "acknowledge-serious" : "acknowledge";
    int64_t                   minutes = law_incident_setting_value(law_current(), str_from(within));
    body_contact              contact;
    *s = (shown){ .kind = S("request"), .tlp = S("amber"), .severity = S("high") };
    if (minutes) s->ack = local_time(c->a, c->now_ms + minutes * MINUTE_MS);
    if (!order_of_warnings(rq) && rule) s->hours = number_text(c->a, rule->limit);
    s->basis = order_of_warnings(rq) ? S("") : text_get(LANG_VI, T_orders_basis);
    TRY(body_contact_load(c, c->who.body_id, &contact));
    s->reply_to = contact.email;
    return i ? prefill_incident(c, i, s) : ST_OK;
}

status order_new_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    showing  w = { .o = NULL };
    incident i;
    bool     may;
    str      code = http_query(rq->http, S("su-co"));
    (void)why;
    if (code.len) TRY(incident_of_ref(c, code, &i));
    const incident *of = code.len ? &i : NULL;
    TRY(orders_may(c, of, order_of_warnings(rq), &may));
    if (!may) return ST_FORBIDDEN;
    TRY(prefill(c, rq, of, &w.s));
    return show(c, rq, rs, &w);
}

status order_new_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    order_draft *d = NEW(c->a, order_draft, 1);
    int64_t      id;
    order        made;
    if (!d) return ST_MEMORY;
    status st = read_form(c, rq, d, why);
    if (st == ST_OK) st = orders_draw(c, d, &id, why);
    if (st == ST_INVALID) {
        showing w = { .s = shown_typed(rq, c->a), .fault = why };
        return show(c, rq, rs, &w);
    }
    TRY(st);
    TRY(order_load(c, id, &made));
    return order_back(c, rq, rs, made.code, "?xong=du-thao");
}

// ---- a draft changed -------------------------------------------------------------------------------

status order_edit_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    order   o;
    showing w = { .o = &o };
    (void)why;
    TRY(order_of_path(c, rq, &o));
    if (o.issuer_id != c->who.body_id) return ST_FORBIDDEN;
    if (o.state != ORDER_DRAFT) return ST_CONFLICT;
    w.s = shown_kept(&o, c->a);
    return show(c, rq, rs, &w);
}

status order_edit_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    order_draft *d = NEW(c->a, order_draft, 1);
    order        o;
    int64_t      version = 0;
    if (!d) return ST_MEMORY;
    TRY(order_of_path(c, rq, &o));
    (void)str_int(order_typed(rq, "version"), &version);
    status st = read_form(c, rq, d, why);
    if (st == ST_OK) st = orders_change(c, o.id, version, d, why);
    if (st == ST_INVALID) {
        showing w = { .o = &o, .s = shown_typed(rq, c->a), .fault = why };
        return show(c, rq, rs, &w);
    }
    TRY(st);
    return order_back(c, rq, rs, o.code, "?xong=sua");
}
