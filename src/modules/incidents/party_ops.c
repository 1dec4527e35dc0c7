// party_ops.c - bodies convened for an incident and sent away again. See incidents.h.
#include "modules/incidents/incident_store.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"

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

bool incident_may_dismiss(const call *c, const incident *i, incident_seat seat)
{
    return incident_seat_convened(seat) && incident_may(c, i, ACT_CONVENE) && seat_fits(i, seat);
}

static bool seat_held(const incident_party *all, size_t count, const convening *w)
{
    for (size_t n = 0; n < count; n++) {
        if (all[n].body_id == w->body_id && all[n].seat == w->k->seat && !all[n].to_ms) return true;
    }
    return false;
}

static status convene_check(const convening *w, db *d, const incident *i, const body *b)
{
    incident_party *all;
    size_t          count;
    if (incident_over(i->state))
        return problem_set(w->why, ST_INVALID, S("body"), S("incident-over"));
    if (incident_invented(b->kind) != incident_invented(i->owner_kind))
        return problem_detail(w->why, ST_INVALID, S("body"), S("sample-apart"), b->name_vi);
    TRY(incident_store_parties(d, i->id, w->c->a, &all, &count));
    if (seat_held(all, count, w))
        return problem_detail(w->why, ST_INVALID, S("body"), S("seat-held"), b->name_vi);
    return count < INCIDENT_SHOWN_MAX ? ST_OK
                                      : problem_set(w->why, ST_LIMIT, S("body"), S("too-many"));
}

// {"seat":…,"body":…} beside the audit row of either act.
static status audit_party(call *c, const char *act, const incident *i, incident_seat seat, str code)
{
    buf b = buf_in(c->a, 128, 512);
    buf_printf(&b, "\"seat\":\"" STR_FMT "\",\"body\":", STR_ARG(incident_seat_key(seat)));
    buf_json(&b, code);
    return b.failed ? ST_MEMORY : incident_audit(c, act, i, buf_str(&b));
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
    TRY(convene_check(w, d, &i, &b));
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
    return audit_party(c, "incident.convene", &i, w->k->seat, b.code);
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

typedef struct dismissing {
    call    *c;
    int64_t  id, party;
    str      reason;
    problem *why;
} dismissing;

static status party_living(const dismissing *w, db *d, incident_party *out)
{
    incident_party *all;
    size_t          count;
    TRY(incident_store_parties(d, w->id, w->c->a, &all, &count));
    for (size_t n = 0; n < count; n++) {
        if (all[n].id != w->party || all[n].to_ms) continue;
        *out = all[n];
        return ST_OK;
    }
    return ST_MISSING;
}

// Also when it is over: it takes sight away and gives nothing.
static status dismiss(db *d, void *ctx)
{
    dismissing     *w = ctx;
    call           *c = w->c;
    incident        i;
    incident_party  p;
    int64_t         n   = 0;
    incident_asking ask = { w->id, 0, ACT_CONVENE };
    TRY(incident_for_act(c, &ask, &i));
    TRY(party_living(w, d, &p));
    if (!incident_seat_convened(p.seat)) // who told it was not convened
        return problem_set(w->why, ST_INVALID, S("party"), S("seat-form"));
    if (!seat_fits(&i, p.seat)) return ST_FORBIDDEN;
    incident_party_end_in in = { .party = w->party, .id = i.id, .now = c->now_ms };
    TRY(incident_party_end(d, &in, &n));
    if (n != 1) return ST_MISSING;
    incident_event_draft e = {
        .kind = "dismissed", .field = incident_seat_key(p.seat), .after = p.name, .words = w->reason
    };
    TRY(incident_timeline_add(c, i.id, &e));
    return audit_party(c, "incident.dismiss", &i, p.seat, p.code);
}

status incidents_dismiss(call *c, int64_t id, int64_t party, str reason, problem *why)
{
    dismissing w = { .c = c, .id = id, .party = party, .why = why };
    TRY(incident_words_check(c, "reason", reason, INCIDENT_REASON_MAX, true, &w.reason, why));
    return call_act(c, dismiss, &w);
}
