// orders_view.c - see orders_view.h.
#include "modules/orders/orders_view.h"

#include "kit/text/text.h"

str order_named(arena *a, lang in, const char *group, str key)
{
    if (!key.len) return S("");
    str whole = arena_printf(a, "orders.%s." STR_FMT, group, STR_ARG(key));
    return whole.ptr ? text_named(in, whole) : S("");
}

static const char *state_look(order_state s)
{
    static const char *const looks[] = { "off", "wait", "doing", "done", "off" };
    return looks[s];
}

const char *order_target_look(const order_target *t, int64_t now_ms)
{
    static const char *const looks[TARGET_STATES + 1] = {
        "off", "off", "wait", "doing", "doing", "bad", "done",
    };
    return t->next_ms && t->next_ms < now_ms ? "bad" : looks[t->state];
}

static str when(page *o, int64_t ms)
{
    return ms ? page_when(o, ms) : S("");
}

// ---- the list --------------------------------------------------------------------------------------

static str figures(page *o, const order_row *r)
{
    const str n[] = { page_number(o, r->targets), page_number(o, r->received),
                      page_number(o, r->done), page_number(o, r->refused),
                      page_number(o, r->late) };
    if (!r->whole || r->state == ORDER_DRAFT)
        return r->whole ? text_fmt(o->a, o->lang, T_orders_addressees, n, 1) : S("");
    str all  = text_fmt(o->a, o->lang, T_orders_figures, n, 3);
    str bad  = r->refused ? text_fmt(o->a, o->lang, T_orders_figures_refused, &n[3], 1) : S("");
    str late = r->late ? text_fmt(o->a, o->lang, T_orders_figures_late, &n[4], 1) : S("");
    return arena_printf(o->a, STR_FMT STR_FMT STR_FMT, STR_ARG(all), STR_ARG(bad), STR_ARG(late));
}

status order_rows_fill(page *o, const order_page *list, int64_t now_ms, order_item_line **out)
{
    *out = NEW(o->a, order_item_line, list->count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < list->count; i++) {
        const order_row *r    = &list->items[i];
        bool             open = r->state == ORDER_SENT && r->due_ms;
        order_target     own  = { .state = r->own };
        const char      *base = r->kind == ORDER_WARNING ? "canh-bao" : "dieu-phoi";
        (*out)[i]             = (order_item_line){
                        .r        = r,
                        .href     = arena_printf(o->a, "/%s/" STR_FMT, base, STR_ARG(r->code)),
                        .kind     = order_named(o->a, o->lang, "kind", order_kind_key(r->kind)),
                        .severity = order_named(o->a, o->lang, "severity", order_severity_key(r->severity)),
                        .state    = order_named(o->a, o->lang, "state", order_state_key(r->state)),
                        .look     = state_look(r->state),
                        .sent     = when(o, r->sent_ms),
                        .due      = open ? incident_left_words(o, r->due_ms, now_ms) : S(""),
                        .due_look = open && r->due_ms < now_ms ? "bad" : "wait",
                        .figures  = figures(o, r),
                        .own      = order_named(o->a, o->lang, "target", target_state_key(r->own)),
                        .own_look = order_target_look(&own, now_ms),
        };
        if (!(*out)[i].href.ptr) return ST_MEMORY;
    }
    return ST_OK;
}

// ---- one -------------------------------------------------------------------------------------------

static status targets_fill(page *o, const order_card *k, const call *c, order_show_view *v)
{
    order_target_line *lines = NEW(o->a, order_target_line, k->target_count + 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < k->target_count; i++) {
        const order_target *t    = &k->targets[i];
        int                 n    = __builtin_popcount(t->ticked);
        str                 key  = incident_seat_key(t->seat);
        str                 of[] = { page_number(o, n), page_number(o, (int64_t)k->o.item_count) };
        str                 part = arena_printf(o->a, "incidents.seat." STR_FMT, STR_ARG(key));
        if (!part.ptr) return ST_MEMORY;
        lines[i] = (order_target_line){
            .t        = t,
            .part     = text_named(o->lang, part),
            .state    = order_named(o->a, o->lang, v->warning ? "heard" : "target",
                                    target_state_key(t->state)),
            .look     = order_target_look(t, c->now_ms),
            .over     = t->next_ms && t->next_ms < c->now_ms,
            .left     = t->next_ms && k->o.state == ORDER_SENT
                            ? incident_left_words(o, t->next_ms, c->now_ms)
                            : S(""),
            .received = when(o, t->received_ms),
            .decided  = when(o, t->decided_ms),
            .done     = when(o, t->result_ms),
            .items    = n ? text_fmt(o->a, o->lang, T_orders_items_done, of, 2) : S(""),
            .own      = t->body_id == c->who.body_id && t->state != TARGET_NAMED,
        };
        bool better = lines[i].own && (!v->own || v->own->t->state == TARGET_DONE);
        if (better) v->own = &lines[i];
    }
    v->targets      = lines;
    v->target_count = k->target_count;
    return ST_OK;
}

static str body_of(const order_card *k, int64_t target)
{
    for (size_t i = 0; i < k->target_count; i++) {
        if (k->targets[i].id == target) return k->targets[i].name;
    }
    return S("");
}

static status events_fill(page *o, const order_card *k, order_show_view *v)
{
    order_event_line *lines = NEW(o->a, order_event_line, k->event_count + 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < k->event_count; i++) {
        const order_event *e       = &k->events[i];
        str                whom    = body_of(k, e->target);
        str                by[]    = { whom, e->words };
        bool               in_text = str_equal(e->act, S("heir"));
        str                form    = order_named(o->a, o->lang, "event", e->act);
        lines[i]                   = (order_event_line){ .when    = page_when(o, e->at_ms),
                                                         .iso     = time_rfc3339(o->a, e->at_ms),
                                                         .what    = text_fill(o->a, form, by, 2),
                                                         .who     = arena_printf(o->a, STR_FMT ", " STR_FMT,
                                                                                 STR_ARG(e->person), STR_ARG(e->body)),
                                                         .words   = in_text ? S("") : e->words,
                                                         .receipt = e->receipt };
        if (!e->body.len) lines[i].who = e->person;
    }
    v->events      = lines;
    v->event_count = k->event_count;
    return ST_OK;
}

static status items_fill(page *o, const order_card *k, order_show_view *v)
{
    order_todo_line *lines = NEW(o->a, order_todo_line, k->o.item_count + 1);
    if (!lines) return ST_MEMORY;
    for (size_t i = 0; i < k->o.item_count; i++)
        lines[i] = (order_todo_line){ .no     = (int64_t)i + 1,
                                      .words  = k->o.items[i].words,
                                      .due    = when(o, k->o.items[i].due_ms),
                                      .ticked = v->own && (v->own->t->ticked >> i & 1) };
    v->items      = lines;
    v->item_count = k->o.item_count;
    return ST_OK;
}

static bool fits(const order_show_view *v, target_act act)
{
    return v->own && v->k->o.state == ORDER_SENT &&
           target_step_of(v->k->o.kind, v->own->t->state, act).to;
}

static void acts_fill(const call *c, order_show_view *v)
{
    incident as    = { .seats = v->own ? SEAT_BIT(v->own->t->seat) : 0 };
    bool     first = incident_may(c, &as, ACT_ACKNOWLEDGE), more = incident_may(c, &as, ACT_ANSWER);
    v->may_receive = (first || more) && fits(v, TARGET_RECEIVE);
    v->may_accept  = more && fits(v, TARGET_ACCEPT);
    v->may_refuse  = more && fits(v, TARGET_REFUSE);
    v->may_say     = more && fits(v, TARGET_PROGRESS);
    v->may_report  = more && fits(v, TARGET_REPORT);
    v->wants_late  = v->may_report && v->own->t->due_ms && v->own->t->due_ms < c->now_ms;
    v->may_send    = v->k->may_write && v->k->o.state == ORDER_DRAFT;
    v->may_end     = v->k->may_write && v->k->o.state == ORDER_SENT;
}

static str due_words(page *o, const order *k)
{
    str hours = page_number(o, k->hours);
    if (k->due_ms) return page_when(o, k->due_ms);
    return k->hours ? text_fmt(o->a, o->lang, T_orders_hours_after, &hours, 1) : S("");
}

status order_show_fill(page *o, const order_card *k, const call *c, order_show_view *v)
{
    const order *r = &k->o;
    v->k           = k;
    v->warning     = r->kind == ORDER_WARNING;
    v->base        = v->warning ? S("/canh-bao") : S("/dieu-phoi");
    v->version     = arena_printf(o->a, "%lld", (long long)r->version);
    v->kind        = order_named(o->a, o->lang, "kind", order_kind_key(r->kind));
    v->severity    = order_named(o->a, o->lang, "severity", order_severity_key(r->severity));
    v->state       = order_named(o->a, o->lang, "state", order_state_key(r->state));
    v->look        = state_look(r->state);
    v->sent        = when(o, r->sent_ms);
    v->ended       = when(o, r->ended_ms);
    v->ack         = when(o, r->ack_ms);
    v->due         = due_words(o, r);
    v->signed_on   = page_date(o, r->signed_on);
    TRY(targets_fill(o, k, c, v));
    TRY(events_fill(o, k, v));
    TRY(items_fill(o, k, v));
    acts_fill(c, v);
    return v->version.ptr ? ST_OK : ST_MEMORY;
}

// ---- fields ----------------------------------------------------------------------------------------

page_field order_field_of(page *o, const page_frame *f, const char *name, str value)
{
    text_key key;
    str      hint = arena_printf(o->a, "orders.field.%s-hint", name);
    return (page_field){ .name  = name,
                         .label = order_named(o->a, o->lang, "field", str_from(name)),
                         .hint  = hint.ptr && text_known(hint, &key) ? text_get(o->lang, key)
                                                                     : S(""),
                         .error = page_field_error(o, f, name),
                         .value = value.ptr ? value : S(""),
                         .max   = ORDER_LINE_MAX };
}

static void choose(page_field *f, page_option *list, size_t count)
{
    f->options      = list;
    f->option_count = list ? count : 0;
}

static void groups_of(page *o, order_form_view *v)
{
    size_t                       n;
    const law_incident_category *all  = law_incident_categories(law_current(), &n);
    page_option                 *list = NEW(o->a, page_option, n + 4);
    if (!list) return;
    list[0] = (page_option){ S(""), T(o, orders_group_none), { 0 } };
    list[1] = (page_option){ S("all"), T(o, orders_group_all), { 0 } };
    list[2] = (page_option){ S("obligatory"), T(o, orders_group_obligatory), { 0 } };
    list[3] = (page_option){ S("voluntary"), T(o, orders_group_voluntary), { 0 } };
    for (size_t i = 0; i < n; i++)
        list[i + 4] = (page_option){ arena_printf(o->a, "category:" STR_FMT, STR_ARG(all[i].id)),
                                     law_say(all[i].text, o->lang == LANG_EN),
                                     { 0 } };
    choose(&v->group, list, n + 4);
}

void order_choices(page *o, order_form_view *v)
{
    page_option *kinds = NEW(o->a, page_option, 2), *tlps = NEW(o->a, page_option, ORDER_TLPS),
                *severities = NEW(o->a, page_option, ORDER_SEVERITIES);
    for (int i = 0; kinds && i < 2; i++) {
        str key  = order_kind_key((order_kind)(i + 1));
        kinds[i] = (page_option){ key, order_named(o->a, o->lang, "kind", key), { 0 } };
    }
    for (int i = 0; tlps && i < ORDER_TLPS; i++) {
        str key = order_tlp_key((order_tlp)(i + 1));
        str say = order_named(o->a, o->lang, "tlp", key);
        tlps[i] = (page_option){ key,
                                 arena_printf(o->a, STR_FMT " – " STR_FMT,
                                              STR_ARG(order_tlp_name((order_tlp)(i + 1))),
                                              STR_ARG(say)),
                                 { 0 } };
    }
    for (int i = 0; severities && i < ORDER_SEVERITIES; i++) {
        str key       = order_severity_key((order_severity)(i + 1));
        severities[i] = (page_option){ key, order_named(o->a, o->lang, "severity", key), { 0 } };
    }
    choose(&v->kind, kinds, 2);
    choose(&v->tlp, tlps, ORDER_TLPS);
    choose(&v->severity, severities, ORDER_SEVERITIES);
    groups_of(o, v);
}
