// decide_ops.c - see decide_ops.h.
#include "modules/incidents/decide_ops.h"

#include "modules/incidents/clock_ops.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/room_store.h"
#include "modules/letters/letters.h"

enum { NUMBER_MAX = 100 };

// ---- a clock taken out -----------------------------------------------------------------------------

typedef struct exempting {
    call                     *c;
    const incident_exempting *k;
    str                       number, reason;
    problem                  *why;
} exempting;

static status find_clock(exempting *w, const incident *i, incident_clock_state *out)
{
    incident_clocks_state *all = NEW(w->c->a, incident_clocks_state, 1);
    if (!all) return ST_MEMORY;
    TRY(incident_clocks_look(w->c, i, all));
    for (size_t n = 0; n < all->count; n++) {
        if (!str_equal(all->items[n].k.rule->id, w->k->rule)) continue;
        *out = all->items[n];
        if (out->done_ms)
            return problem_set(w->why, ST_INVALID, S("rule"), S("incident-clock-done"));
        if ((out->exempt.len > 0) == w->k->back) return ST_OK;
        return problem_set(w->why, ST_INVALID, S("rule"), S("incident-clock-exempt"));
    }
    return problem_detail(w->why, ST_INVALID, S("rule"), S("choice-unknown"), w->k->rule);
}

// A clock that never ran has no row yet.
static status keep_row(exempting *w, db *d, const incident *i, const incident_clock_state *k)
{
    incident_clock_put_row made;
    incident_clock_put_in  in = { .id      = i->id,
                                  .rule    = k->k.rule->id,
                                  .start   = k->k.start_ms,
                                  .due     = k->k.due_ms,
                                  .running = k->runs };
    return k->id ? ST_OK : incident_clock_put(d, &in, w->c->a, &made);
}

static status exempt(db *d, void *ctx)
{
    exempting           *w = ctx;
    call                *c = w->c;
    incident             i;
    incident_clock_state k   = { 0 };
    incident_asking      ask = { w->k->id, 0, ACT_EXEMPT };
    TRY(incident_for_act(c, &ask, &i));
    if (incident_over(i.state))
        return problem_set(w->why, ST_INVALID, S("rule"), S("incident-over"));
    TRY(find_clock(w, &i, &k));
    TRY(keep_row(w, d, &i, &k));
    incident_clock_exempt_in in = { .id        = i.id,
                                    .rule      = k.k.rule->id,
                                    .exempt    = w->k->back ? S("") : w->reason,
                                    .exempt_by = w->k->back ? S("") : incident_person(c),
                                    .number    = w->k->back ? S("") : w->number,
                                    .now       = w->k->back ? 0 : c->now_ms };
    TRY(incident_clock_exempt(d, &in, NULL));
    incident_event_draft e = { .kind   = w->k->back ? "exempt-ended" : "exempt",
                               .field  = k.k.rule->id,
                               .before = k.exempt_no,
                               .after  = w->number,
                               .words  = w->reason };
    TRY(incident_timeline_add(c, i.id, &e));
    TRY(incident_clocks_run(c, &i, w->reason));
    str detail = arena_printf(c->a, "\"rule\":\"" STR_FMT "\",\"back\":%s", STR_ARG(k.k.rule->id),
                              w->k->back ? "true" : "false");
    return detail.ptr ? incident_audit(c, "incident.exempt", &i, detail) : ST_MEMORY;
}

status incidents_exempt(call *c, const incident_exempting *k, problem *why)
{
    exempting w = { .c = c, .k = k, .why = why };
    TRY(incident_words_check(c, "number", k->number, NUMBER_MAX, !k->back, &w.number, why));
    TRY(incident_words_check(c, "reason", k->reason, INCIDENT_REASON_MAX, true, &w.reason, why));
    return call_act(c, exempt, &w);
}

// ---- who speaks ------------------------------------------------------------------------------------

status incidents_speakers(call *c, const incident *i, incident_spokesperson **out, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return room_store_spokespersons(d, i->id, c->a, out, count);
}

typedef struct speaking {
    call                        *c;
    int64_t                      id;
    incident_spokesperson_add_in in;
} speaking;

static status speak(db *d, void *ctx)
{
    speaking              *w = ctx;
    call                  *c = w->c;
    incident               i;
    incident_spokesperson *former;
    size_t                 n;
    incident_asking        ask = { w->id, 0, ACT_SPOKESPERSON };
    TRY(incident_for_act(c, &ask, &i));
    TRY(incidents_speakers(c, &i, &former, &n));
    TRY(incident_spokesperson_end(d, &(incident_spokesperson_end_in){ i.id, w->in.from }, NULL));
    w->in.id = i.id;
    TRY(incident_spokesperson_add(d, &w->in, NULL));
    incident_event_draft e = { .kind   = "spokesperson",
                               .before = n && !former[0].to_ms ? former[0].name : S(""),
                               .after  = w->in.name,
                               .words  = w->in.basis };
    TRY(incident_timeline_add(c, i.id, &e));
    return incident_audit(c, "incident.spokesperson", &i, S(""));
}

status incidents_speaker(call *c, const incident_speaking *k, problem *why)
{
    speaking                      w    = { .c = c, .id = k->id };
    incident_spokesperson_add_in *in   = &w.in;
    incident_reading              read = { c->a, c->now_ms, k->typed, letter_secret_mark };
    TRY(incident_words_check(c, "name", k->name, NUMBER_MAX, true, &in->name, why));
    TRY(incident_words_check(c, "post", k->post, INCIDENT_TEXT_MAX, false, &in->post, why));
    TRY(incident_words_check(c, "contact", k->contact, INCIDENT_TEXT_MAX, true, &in->contact, why));
    TRY(incident_words_check(c, "basis", k->basis, INCIDENT_TEXT_MAX, true, &in->basis, why));
    in->from = c->now_ms;
    if (k->from.len) TRY(incident_time_read(&read, S("from"), k->from, &in->from, why));
    in->person = incident_person(c);
    in->body   = c->who.body_name.ptr ? c->who.body_name : S("");
    in->now    = c->now_ms;
    return call_act(c, speak, &w);
}
