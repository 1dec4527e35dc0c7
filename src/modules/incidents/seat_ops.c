// seat_ops.c - who plays a national part, from which day to which. See incidents.h.
#include "modules/accounts/accounts.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"

enum { SEATS_SHOWN_MAX = 200 };

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

status incident_seats_over(call *c, const incident *i, incident_seat seat, int64_t *ids,
                           size_t *count)
{
    incident_seat_on_row *rows;
    size_t                all;
    *count = 0;
    TRY(holders(c, seat, &rows, &all));
    for (size_t k = 0; k < all; k++) {
        if ((rows[k].invented != 0) == incident_invented(i->owner_kind))
            ids[(*count)++] = rows[k].body_id;
    }
    return ST_OK;
}

static int64_t convened(const incident_party *parties, size_t n, incident_seat seat)
{
    for (size_t k = 0; k < n; k++) {
        if (parties[k].seat == seat && !parties[k].to_ms) return parties[k].body_id;
    }
    return 0;
}

task_role incident_seat_role(incident_seat seat)
{
    static const task_role roles[INCIDENT_SEATS + 1] = { [SEAT_OPERATOR]    = TASK_OPERATOR,
                                                         [SEAT_OWNER]       = TASK_SYSTEM_OFFICER,
                                                         [SEAT_UNIT]        = TASK_SPECIALIST,
                                                         [SEAT_COORDINATOR] = TASK_COORDINATOR };
    return roles[seat];
}

// The operator and the owner by the register, the coordinator by its national seat on the side of the owner, others
// by having been convened.
status incident_holder_of(call *c, const incident *i, incident_seat seat, incident_holder *out)
{
    int64_t         ids[INCIDENT_HOLDERS_MAX];
    incident_party *parties;
    size_t          n;
    *out = (incident_holder){ seat, 0, incident_seat_role(seat) };
    if (seat == SEAT_OPERATOR) out->body_id = i->operator_id ? i->operator_id : i->owner_id;
    if (seat == SEAT_OWNER) out->body_id = i->owner_id;
    if (seat == SEAT_COORDINATOR) {
        TRY(incident_seats_over(c, i, seat, ids, &n));
        out->body_id = n ? ids[0] : 0;
    }
    if (seat != SEAT_UNIT) return ST_OK;
    TRY(incidents_parties(c, i, &parties, &n));
    out->body_id = convened(parties, n, seat);
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

// Who may name them: an administrator of the body that runs the node, and the machine.
static status may_seat(call *c)
{
    bool runs;
    if (incident_machine(c)) return ST_OK;
    if (!call_may(c, RIGHT_ACCOUNTS_ADMIN)) return ST_FORBIDDEN;
    TRY(accounts_runs_node(c, &runs));
    return runs ? ST_OK : ST_FORBIDDEN;
}

// What both acts say beside their audit row; to_was: its last day before, absent when it is new.
typedef struct seat_told {
    incident_seat seat;
    str           body, from, to_was, to;
} seat_told;

static status audit_seat(call *c, const char *act, int64_t id, const seat_told *t)
{
    buf b = buf_in(c->a, 160, 512);
    buf_printf(&b, "{\"seat\":\"" STR_FMT "\",\"body\":", STR_ARG(incident_seat_key(t->seat)));
    buf_json(&b, t->body);
    buf_printf(&b, ",\"from\":\"" STR_FMT "\"", STR_ARG(t->from));
    if (t->to_was.ptr) buf_printf(&b, ",\"was\":\"" STR_FMT "\"", STR_ARG(t->to_was));
    buf_printf(&b, ",\"to\":\"" STR_FMT "\"}", STR_ARG(t->to));
    if (b.failed) return ST_MEMORY;
    return audit_write(c, str_from(act), S("incident-seat"), id, buf_str(&b));
}

typedef struct seating {
    call                *c;
    incident_seat_add_in in;
    int64_t              id;
    problem             *why;
} seating;

static status seat_add(db *d, void *ctx)
{
    seating              *w = ctx;
    call                 *c = w->c;
    incident_seat_add_row made;
    body                  b;
    TRY(may_seat(c));
    TRY(body_by_id(c, w->in.body, &b));
    if (!incident_machine(c) && incident_invented(b.kind) != c->who.invented)
        return problem_detail(w->why, ST_INVALID, S("body"), S("sample-apart"), b.name_vi);
    TRY(incident_seat_add(d, &w->in, c->a, &made));
    w->id               = made.id;
    const seat_told say = { .seat = (incident_seat)w->in.seat,
                            .body = b.code,
                            .from = w->in.valid_from,
                            .to   = w->in.valid_to };
    return audit_seat(c, "incident.seat", made.id, &say);
}

status incident_seats_add(call *c, const incident_seat_draft *draft, int64_t *id, problem *why)
{
    incident_seat seat;
    body_period   period;
    seating       w     = { .c = c, .why = why };
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

typedef struct unseating {
    call    *c;
    int64_t  id;
    str      last;
    problem *why;
} unseating;

// Its last day only ever comes nearer. A seat that has not begun by then never was: it ends the day before.
static status seat_end(db *d, void *ctx)
{
    unseating            *w = ctx;
    call                 *c = w->c;
    incident_seat_one_row row;
    int64_t               n = 0;
    TRY(may_seat(c));
    TRY(incident_seat_one(d, &(incident_seat_one_in){ .id = w->id }, c->a, &row));
    str last = w->last;
    if (str_compare(last, row.valid_from) < 0) last = body_day_before(c->a, row.valid_from);
    if (!last.ptr) return ST_MEMORY;
    TRY(incident_seat_end(d, &(incident_seat_end_in){ .id = w->id, .valid_to = last }, &n));
    if (n != 1) return problem_detail(w->why, ST_INVALID, S("to"), S("seat-over"), row.valid_to);
    const seat_told say = { .seat   = (incident_seat)row.seat,
                            .body   = row.code,
                            .from   = row.valid_from,
                            .to_was = row.valid_to,
                            .to     = last };
    return audit_seat(c, "incident.seat-end", w->id, &say);
}

status incident_seats_end(call *c, int64_t id, str last_day, problem *why)
{
    unseating w     = { .c = c, .id = id, .why = why };
    str       today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(may_seat(c));
    TRY(body_day_read(c->a, S("to"), last_day, today, &w.last, why));
    return call_act(c, seat_end, &w);
}
