// target_ops.c - see target_ops.h.
#include "modules/orders/target_ops.h"

#include "modules/network/network.h"
#include "modules/tasks/tasks.h"

static const str timer_name = STR("orders.target"), about = STR("order-target");

enum { HOUR_MS = 3600 * 1000 };
// Ours: how long after a missed moment it goes one step up, and one more.
static const int64_t raised_after[] = { 1LL * HOUR_MS, 24LL * HOUR_MS };

// ---- finding ---------------------------------------------------------------------------------------

typedef struct finding {
    call               *c;
    const order_asking *k;
    order_names        *out;
    incident_party     *parties;
    size_t              party_count;
    bool                anywhere; // the coordinator: whole country
    problem            *why;
} finding;

static status field_of(finding *w, const char *field, const char *rule, str detail)
{
    return problem_detail(w->why, ST_INVALID, str_from(field), str_from(rule), detail);
}

// The part it is addressed in: of the incident, else of the network, else as an owner of systems.
static status seat_of(finding *w, int64_t body_id, incident_seat *out)
{
    const incident *i = w->k->i;
    bool            is;
    if (i && i->operator_id == body_id) {
        *out = SEAT_OPERATOR;
        return ST_OK;
    }
    if (i && i->owner_id == body_id) {
        *out = SEAT_OWNER;
        return ST_OK;
    }
    for (size_t n = 0; n < w->party_count; n++) {
        if (w->parties[n].body_id != body_id || w->parties[n].to_ms) continue;
        *out = w->parties[n].seat;
        return ST_OK;
    }
    TRY(network_member_on(w->c, body_id, S(""), &is, NULL));
    *out = is ? SEAT_MEMBER : SEAT_OWNER;
    return ST_OK;
}

static bool answers(const call *c, incident_seat seat)
{
    incident as = { .seats = SEAT_BIT(seat) };
    return incident_may(c, &as, ACT_ANSWER);
}

// "within field/area", "own scope": below it, supervised by it, or a part of the incident it has in sight.
static status within(finding *w, int64_t body_id, bool *is)
{
    const incident *i = w->k->i;
    *is               = w->anywhere || (i && (i->owner_id == body_id || i->operator_id == body_id));
    if (!*is) TRY(body_in_branch(w->c, body_id, w->c->who.body_id, is));
    return *is ? ST_OK : body_in_sight(w->c, body_id, is);
}

static status contact_of(finding *w, order_named *n)
{
    on_duty now;
    n->contact = S("");
    if (!w->k->contacts) return ST_OK;
    status st = network_on_duty(w->c, n->body_id, w->k->i && incident_is_serious(w->k->i), &now);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    str phone  = now.mobile.len ? now.mobile : now.phone;
    n->contact = now.name.len ? arena_printf(w->c->a, STR_FMT "%s" STR_FMT, STR_ARG(now.name),
                                             phone.len ? ", " : "", STR_ARG(phone))
                              : S("");
    return n->contact.ptr ? ST_OK : ST_MEMORY;
}

static status add(finding *w, const char *field, const order_named *one)
{
    order_names *all = w->out;
    order_named  n   = *one;
    bool         in;
    for (size_t i = 0; i < all->count; i++) {
        order_named *k = &all->items[i];
        if (k->body_id != n.body_id) continue;
        if (!n.first_name.len) return ST_OK;
        k->first_name = k->first_name.len
                            ? arena_printf(w->c->a, STR_FMT "; " STR_FMT, STR_ARG(k->first_name),
                                           STR_ARG(n.first_name))
                            : n.first_name;
        return k->first_name.ptr ? ST_OK : ST_MEMORY;
    }
    if (all->count == ORDER_TARGETS_MAX) return field_of(w, field, "order-too-many", S("2000"));
    TRY(within(w, n.body_id, &in));
    if (!in) return field_of(w, field, "order-outside", n.name);
    TRY(seat_of(w, n.body_id, &n.seat));
    if (!answers(w->c, n.seat)) return field_of(w, field, "order-part", n.name);
    TRY(contact_of(w, &n));
    all->items[all->count++] = n;
    return ST_OK;
}

static status add_typed(finding *w, str line)
{
    body_found  found;
    order_named n  = { .first_name = S("") };
    status      st = body_resolve(w->c, line, S(""), &found, w->why);
    if (st == ST_MISSING || st == ST_INVALID) {
        if (w->why) w->why->field = S("to");
        return ST_INVALID;
    }
    TRY(st);
    if (str_equal(found.body.kind, S("sample")) != w->c->who.invented)
        return field_of(w, "to", "sample-apart", found.body.name_vi);
    n.body_id = found.body.id;
    n.code    = found.body.code;
    n.name    = found.body.name_vi;
    if (found.successor) n.first_name = found.old.name_vi;
    return add(w, "to", &n);
}

static status group_of(finding *w, str group, network_group *g)
{
    str kind, rest;
    *g = (network_group){ .category = S(""), .cluster = S("") };
    if (str_equal(group, S("all"))) return ST_OK;
    g->obligatory = str_equal(group, S("obligatory"));
    g->voluntary  = str_equal(group, S("voluntary"));
    if (g->obligatory || g->voluntary) return ST_OK;
    bool pair = str_cut(group, ':', &kind, &rest) && rest.len;
    if (pair && str_equal(kind, S("category"))) g->category = rest;
    if (pair && str_equal(kind, S("cluster"))) g->cluster = rest;
    return g->category.len || g->cluster.len ? ST_OK : field_of(w, "group", "order-group", group);
}

static status add_group(finding *w)
{
    network_group g;
    network_name *names;
    size_t        count;
    if (!w->k->group.len) return ST_OK;
    TRY(group_of(w, w->k->group, &g));
    TRY(network_members(w->c, &g, &names, &count));
    for (size_t i = 0; i < count; i++) {
        if (names[i].body_id == w->c->who.body_id) continue;
        order_named n = { .body_id    = names[i].body_id,
                          .code       = names[i].body_code,
                          .name       = names[i].body_name,
                          .first_name = S("") };
        TRY(add(w, "group", &n));
    }
    return ST_OK;
}

status order_names_find(call *c, const order_asking *k, order_names *out, problem *why)
{
    finding     w = { .c = c, .k = k, .out = out, .why = why };
    order_sight sight;
    size_t      lines = 0;
    TRY(order_sight_of(c, &sight));
    w.anywhere = k->i ? (k->i->seats & SEAT_BIT(SEAT_COORDINATOR)) != 0 : sight.all;
    *out       = (order_names){ .items = NEW(c->a, order_named, ORDER_TARGETS_MAX) };
    if (!out->items) return ST_MEMORY;
    if (k->i) TRY(incidents_parties(c, k->i, &w.parties, &w.party_count));
    for (str line, rest = k->to; rest.len;) {
        if (!str_cut(rest, '\n', &line, &rest)) rest = S("");
        line = str_trim(line);
        if (!line.len) continue;
        if (++lines > ORDER_TYPED_MAX) return field_of(&w, "to", "order-too-many", S("100"));
        TRY(add_typed(&w, line));
    }
    TRY(add_group(&w));
    return out->count ? ST_OK : problem_set(why, ST_INVALID, S("to"), S("order-nobody"));
}

// ---- clock and task --------------------------------------------------------------------------------

static task_role role_of(incident_seat seat)
{
    if (seat == SEAT_OPERATOR) return TASK_OPERATOR;
    return seat == SEAT_OWNER ? TASK_SYSTEM_OFFICER : TASK_SPECIALIST;
}

static status task_run(call *c, const order_about *o, const order_target *t)
{
    bool        asks = t->state == TARGET_SENT;
    int64_t     opened;
    problem     why  = { 0 };
    const char *kind = o->kind == ORDER_WARNING ? asks ? "orders.warning" : "orders.reply"
                       : asks                   ? "orders.receive"
                                                : "orders.report";
    task_draft  d    = { .kind        = str_from(kind),
                         .object_kind = about,
                         .object_id   = t->id,
                         .object_code = o->code,
                         .object_name = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(o->code),
                                                     STR_ARG(o->title)),
                         .address     = order_address(c, o->kind, o->code),
                         .body_id     = t->body_id,
                         .role        = role_of(t->seat),
                         .due_ms      = t->next_ms };
    if (!d.object_name.ptr || !d.address.ptr) return ST_MEMORY;
    return task_open(c, &d, &opened, &why);
}

// The task to say that it was received; and (all) what was to be done.
static status tasks_end(call *c, int64_t target, bool all)
{
    static const str kinds[] = { STR("orders.receive"), STR("orders.warning"), STR("orders.report"),
                                 STR("orders.reply") };
    for (size_t i = 0; i < (all ? COUNT(kinds) : 2); i++)
        TRY(task_close(c, kinds[i], about, target));
    return ST_OK;
}

static status timer_run(call *c, const order_target *t)
{
    int64_t     timer;
    problem     why   = { 0 };
    timer_draft draft = { .kind        = timer_name,
                          .object_kind = about,
                          .object_id   = t->id,
                          .schedule    = timer_between(c->now_ms, t->next_ms) };
    for (size_t i = 0; i < COUNT(raised_after); i++)
        TRY(timer_mark_put(&draft.schedule, TIMER_RAISED, t->next_ms + raised_after[i]));
    status st = timer_living_id(c, timer_name, about, t->id, S(""), &timer);
    if (st == ST_MISSING) return timer_start(c, &draft, &timer, &why);
    TRY(st);
    return timer_reschedule(c, timer, &draft.schedule, S(""), &why);
}

status order_clock_end(call *c, int64_t target)
{
    TRY(timers_stop_all(c, about, target, S("")));
    TRY(task_close(c, S("orders.overdue"), about, target));
    TRY(task_close(c, S("orders.refused"), about, target));
    return tasks_end(c, target, true);
}

status order_clock_run(call *c, const order_about *o, const order_target *t)
{
    bool waits = t->state == TARGET_SENT ||
                 ((t->state == TARGET_RECEIVED || t->state == TARGET_ACCEPTED) && t->next_ms);
    if (!waits) return order_clock_end(c, t->id);
    TRY(task_close(c, S("orders.refused"), about, t->id)); // it thought better of it
    if (t->state != TARGET_SENT) TRY(tasks_end(c, t->id, false));
    TRY(task_run(c, o, t));
    if (t->next_ms > c->now_ms) {
        TRY(task_close(c, S("orders.overdue"), about, t->id));
        return timer_run(c, t);
    }
    // What was missed already has gone up; it stays there until it is done.
    return t->next_ms ? ST_OK : timers_stop_all(c, about, t->id, S(""));
}

// A refusal is a task of who issued it, a result a notice; answers to a warning are read on its page.
status order_issuer_tell(call *c, const order *o, const order_target *t)
{
    bool    refused = t->state == TARGET_REFUSED;
    int64_t opened;
    problem why     = { 0 };
    str     address = order_address(c, o->kind, o->code);
    str     name = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(o->code), STR_ARG(t->name));
    task_draft   d = { .kind        = S("orders.refused"),
                       .object_kind = about,
                       .object_id   = t->id,
                       .object_code = o->code,
                       .object_name = name,
                       .address     = address,
                       .body_id     = o->issuer_id,
                       .role        = TASK_COORDINATOR };
    notice_draft n = { .kind        = S("orders.result"),
                       .object_kind = about,
                       .object_id   = t->id,
                       .object_code = o->code,
                       .object_name = o->code,
                       .address     = address,
                       .n           = 1,
                       .detail      = t->name,
                       .body_id     = o->issuer_id,
                       .role        = TASK_COORDINATOR };
    if (!address.ptr || !name.ptr) return ST_MEMORY;
    if (refused) return task_open(c, &d, &opened, &why);
    return t->state == TARGET_DONE && o->kind != ORDER_WARNING ? notice_add(c, &n) : ST_OK;
}

status order_incident_tell(call *c, const order *o, const char *kind, str words)
{
    bool red               = o->tlp == TLP_RED; // who is named is not for all who see the incident
    incident_event_draft e = { .kind = kind, .after = o->code, .words = red ? S("") : words };
    return o->incident_id ? incident_timeline_add(c, o->incident_id, &e) : ST_OK;
}

// ---- marks -----------------------------------------------------------------------------------------

typedef struct missed {
    call          *c;
    order_any_row  o;
    target_row_row t;
    str            address;
} missed;

static status tell_body(const missed *w, int64_t body_id, task_role role)
{
    const notice_draft n = { .kind        = S("orders.overdue"),
                             .object_kind = about,
                             .object_id   = w->t.target,
                             .object_code = w->o.code,
                             .object_name = w->o.code,
                             .address     = w->address,
                             .n           = 1,
                             .detail      = w->t.name,
                             .body_id     = body_id,
                             .role        = role };
    return notice_add(w->c, &n);
}

// Its head is told, and who issued it gets a task.
static status first_step(const missed *w, db *d)
{
    problem    why = { 0 };
    int64_t    opened;
    order      o = { .id = w->o.id, .incident_id = w->o.incident_id, .code = w->o.code };
    order_told k = { w->o.id, w->t.target, 0, "overdue", w->o.code, S("") };
    task_draft t = { .kind        = S("orders.overdue"),
                     .object_kind = about,
                     .object_id   = w->t.target,
                     .object_code = w->o.code,
                     .object_name = arena_printf(w->c->a, STR_FMT " – " STR_FMT, STR_ARG(w->o.code),
                                                 STR_ARG(w->t.name)),
                     .address     = w->address,
                     .body_id     = w->o.issuer_id,
                     .role        = TASK_COORDINATOR };
    if (!t.object_name.ptr) return ST_MEMORY;
    TRY(target_late_set(d, &(target_late_set_in){ w->t.target }, NULL));
    TRY(order_tell(w->c, d, &k));
    TRY(order_incident_tell(w->c, &o, "order-overdue", w->o.tlp == TLP_RED ? S("") : w->t.name));
    TRY(tell_body(w, w->t.body_id, TASK_HEAD));
    return task_open(w->c, &t, &opened, &why);
}

// The body above is told and sees this row from now on, where its marking lets it go so far; else who issued it.
static status second_step(const missed *w, db *d)
{
    body_list above = { 0 };
    if (w->o.tlp >= TLP_AMBER) TRY(body_above(w->c, w->t.body_id, S(""), &above));
    if (!above.count) return tell_body(w, w->o.issuer_id, TASK_HEAD);
    target_raised_set_in in = { w->t.target, above.items[0].id };
    TRY(target_raised_set(d, &in, NULL));
    return tell_body(w, in.body, TASK_SUPERVISOR);
}

static status target_fired(call *c, const timer_fired *f)
{
    db    *d;
    missed w = { .c = c };
    TRY(call_db(c, &d));
    TRY(target_row(d, &(target_row_in){ f->object_id }, c->a, &w.t));
    TRY(order_any(d, &(order_any_in){ w.t.order_id }, c->a, &w.o));
    w.address = order_address(c, (order_kind)w.o.kind, w.o.code);
    if (!w.address.ptr) return ST_MEMORY;
    if (f->mark == TIMER_DUE) return first_step(&w, d);
    if (f->mark != TIMER_RAISED) return ST_OK; // reminders are the task's
    return f->raised > 1 ? tell_body(&w, w.o.issuer_id, TASK_HEAD) : second_step(&w, d);
}

static const timer_kind kinds[]       = { { "orders.target", target_fired } };
const timer_table       orders_timers = { kinds, COUNT(kinds) };
