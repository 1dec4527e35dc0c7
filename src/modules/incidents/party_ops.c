// party_ops.c - bodies convened for an incident, and who plays a national part. See incidents.h.
#include "modules/accounts/accounts.h"
#include "modules/incidents/incident_store.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"

enum { SEATS_SHOWN_MAX = 200 };

typedef struct convening {
    call                     *c;
    const incident_convening *k;
    int64_t                   body_id, party;
    str                       basis;
    problem                  *why;
} convening;

// The task force is convened by the standing body (QĐ 05 Điều 8); a hired firm by the owner.
static bool seat_fits(const incident *i, incident_seat seat)
{
    if (seat == SEAT_TASK_FORCE)
        return i->seats & (SEAT_BIT(SEAT_STANDING) | SEAT_BIT(SEAT_COORDINATOR));
    if (seat == SEAT_HIRED) return i->seats & SEAT_BIT(SEAT_OWNER);
    return incident_seat_convened(seat);
}

static status convene(db *d, void *ctx)
{
    convening      *w = ctx;
    call           *c = w->c;
    incident        i;
    body            b;
    incident_asking ask = { w->k->id, 0, ACT_CONVENE };
    TRY(incident_for_act(c, &ask, &i));
    if (!seat_fits(&i, w->k->seat)) return ST_FORBIDDEN;
    TRY(body_by_id(c, w->body_id, &b));
    incident_party_add_in in = { .id     = i.id,
                                 .body   = w->body_id,
                                 .seat   = w->k->seat,
                                 .basis  = w->basis,
                                 .person = incident_person(c),
                                 .now    = c->now_ms };
    TRY(incident_party_add(d, &in, NULL));
    incident_event_draft e = { .kind  = "convened",
                               .field = incident_seat_key(w->k->seat),
                               .after = b.name_vi,
                               .words = w->basis };
    TRY(incident_timeline_add(c, i.id, &e));
    return incident_audit(c, "incident.convene", &i, S(""));
}

status incidents_convene(call *c, const incident_convening *k, problem *why)
{
    convening w = { .c = c, .k = k, .why = why };
    if (!incident_seat_convened(k->seat))
        return problem_set(why, ST_INVALID, S("seat"), S("seat-form"));
    TRY(body_read_ref(c, S("body"), k->body, &w.body_id, why));
    TRY(incident_words_check(c, "basis", k->basis, INCIDENT_TEXT_MAX, true, &w.basis, why));
    return call_act(c, convene, &w);
}

static status dismiss(db *d, void *ctx)
{
    convening      *w = ctx;
    call           *c = w->c;
    incident        i;
    int64_t         n   = 0;
    incident_asking ask = { w->k->id, 0, ACT_CONVENE };
    TRY(incident_for_act(c, &ask, &i));
    incident_party_end_in in = { .party = w->party, .id = i.id, .now = c->now_ms };
    TRY(incident_party_end(d, &in, &n));
    if (n != 1) return ST_MISSING;
    TRY(incident_timeline_add(c, i.id, &(incident_event_draft){ .kind = "dismissed" }));
    return incident_audit(c, "incident.dismiss", &i, S(""));
}

status incidents_dismiss(call *c, int64_t id, int64_t party, problem *why)
{
    const incident_convening k = { .id = id };
    convening                w = { .c = c, .k = &k, .party = party, .why = why };
    return call_act(c, dismiss, &w);
}

// ---- national seats --------------------------------------------------------------------------------

status incident_seats_list(call *c, incident_seat_row **out, size_t *count)
{
    db                     *d;
    incident_seat_rows_row *rows;
    TRY(call_db(c, &d));
    TRY(incident_seat_rows(d, &(incident_seat_rows_in){ .max = SEATS_SHOWN_MAX }, c->a, &rows,
                           count));
    *out = NEW(c->a, incident_seat_row, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_seat_row){ .id         = rows[i].id,
                                         .body_id    = rows[i].body_id,
                                         .seat       = (incident_seat)rows[i].seat,
                                         .basis      = rows[i].basis,
                                         .valid_from = rows[i].valid_from,
                                         .valid_to   = rows[i].valid_to,
                                         .person     = rows[i].person,
                                         .code       = rows[i].code,
                                         .name       = rows[i].name };
    }
    return ST_OK;
}

static status holders(call *c, incident_seat seat, incident_seat_on_row **rows, size_t *count)
{
    db                 *d;
    incident_seat_on_in in = { .seat = seat, .day = organisations_day(c) };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    return incident_seat_on(d, &in, c->a, rows, count);
}

status incident_seat_holders(call *c, incident_seat seat, int64_t *ids, size_t *count)
{
    incident_seat_on_row *rows;
    TRY(holders(c, seat, &rows, count));
    for (size_t i = 0; i < *count; i++) ids[i] = rows[i].body_id;
    return ST_OK;
}

status incidents_lead(call *c, int64_t *body_id)
{
    incident_seat_on_row *rows;
    size_t                count;
    TRY(holders(c, SEAT_COORDINATOR, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if ((rows[i].invented != 0) != c->who.invented) continue;
        *body_id = rows[i].body_id;
        return ST_OK;
    }
    return ST_MISSING;
}

static status may_seat(call *c)
{
    bool runs;
    if (incident_machine(c)) return ST_OK;
    if (!call_may(c, RIGHT_ACCOUNTS_ADMIN)) return ST_FORBIDDEN;
    TRY(accounts_runs_node(c, &runs));
    return runs ? ST_OK : ST_FORBIDDEN;
}

typedef struct seating {
    call                *c;
    incident_seat_add_in in;
    int64_t              id;
    str                  last;
} seating;

static status seat_add(db *d, void *ctx)
{
    seating              *w = ctx;
    incident_seat_add_row made;
    TRY(may_seat(w->c));
    TRY(incident_seat_add(d, &w->in, w->c->a, &made));
    w->id = made.id;
    return audit_write(w->c, S("incident.seat"), S("incident-seat"), made.id, S(""));
}

status incident_seats_add(call *c, const incident_seat_draft *draft, int64_t *id, problem *why)
{
    incident_seat seat;
    body_period   period;
    seating       w     = { .c = c };
    str           today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(may_seat(c));
    if (!incident_seat_named(draft->seat, &seat) || !incident_seat_national(seat))
        return problem_set(why, ST_INVALID, S("seat"), S("seat-form"));
    w.in.seat = seat;
    TRY(body_read_ref(c, S("body"), draft->body, &w.in.body, why));
    TRY(incident_words_check(c, "basis", draft->basis, INCIDENT_TEXT_MAX, true, &w.in.basis, why));
    TRY(body_period_read(c->a, (body_period){ draft->from, draft->to }, today, &period, why));
    w.in.valid_from = period.from;
    w.in.valid_to   = period.to;
    w.in.person     = incident_person(c);
    w.in.now        = c->now_ms;
    TRY(call_act(c, seat_add, &w));
    *id = w.id;
    return ST_OK;
}

static status seat_end(db *d, void *ctx)
{
    seating *w = ctx;
    int64_t  n = 0;
    TRY(may_seat(w->c));
    TRY(incident_seat_end(d, &(incident_seat_end_in){ .id = w->id, .valid_to = w->last }, &n));
    if (n != 1) return ST_MISSING;
    return audit_write(w->c, S("incident.seat-end"), S("incident-seat"), w->id, S(""));
}

status incident_seats_end(call *c, int64_t id, str last_day, problem *why)
{
    seating w = { .c = c, .id = id };
    TRY(may_seat(c));
    TRY(body_day_read(c->a, S("to"), last_day, organisations_day(c), &w.last, why));
    return call_act(c, seat_end, &w);
}
