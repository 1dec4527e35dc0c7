// duty_ops.c - see duty_ops.h.
#include "modules/incidents/duty_ops.h"

#include "kit/law/incident_rules.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"

status incident_duties_done(call *c, const incident *i, incident_duty_done **out, size_t *count)
{
    db                      *d;
    incident_checked_of_row *rows;
    incident_checked_of_in   in = { .id = i->id, .max = INCIDENT_SHOWN_MAX };
    TRY(call_db(c, &d));
    TRY(incident_checked_of(d, &in, c->a, &rows, count));
    size_t shown = 0, n;
    *out         = NEW(c->a, incident_duty_done, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t k = 0; k < *count; k++) { // newest first: what follows of a duty no longer counts
        for (n = 0; n < k && !str_equal(rows[n].field, rows[k].field);) n++;
        if (n < k || !str_equal(rows[k].kind, S("checked"))) continue;
        (*out)[shown++] = (incident_duty_done){ rows[k].field, rows[k].person, rows[k].at_ms };
    }
    *count = shown;
    return ST_OK;
}

typedef struct checking {
    call   *c;
    int64_t id;
    str     duty, reason;
    bool    take_back;
} checking;

static status check(db *d, void *ctx)
{
    checking            *w   = ctx;
    incident_asking      ask = { w->id, 0, ACT_LOG };
    incident             i;
    incident_duty_done  *done;
    size_t               n;
    bool                 ticked = false;
    incident_event_draft e      = { .kind  = w->take_back ? "unchecked" : "checked",
                                    .field = w->duty,
                                    .words = w->reason };
    (void)d;
    TRY(incident_for_act(w->c, &ask, &i));
    TRY(incident_duties_done(w->c, &i, &done, &n));
    for (size_t k = 0; k < n; k++) ticked |= str_equal(done[k].duty, w->duty);
    if (ticked != w->take_back) return ST_OK;
    TRY(incident_timeline_add(w->c, i.id, &e));
    str detail = arena_printf(w->c->a, "\"duty\":\"" STR_FMT "\"", STR_ARG(w->duty));
    if (!detail.ptr) return ST_MEMORY;
    return incident_audit(w->c, w->take_back ? "incident.duty-undone" : "incident.duty", &i,
                          detail);
}

static status act(checking *w, problem *why)
{
    size_t                   n;
    const law_incident_duty *all = law_incident_duties(law_current(), &n);
    for (size_t i = 0; i < n; i++) {
        if (str_equal(all[i].id, w->duty)) return call_act(w->c, check, w);
    }
    return problem_detail(why, ST_INVALID, S("duty"), S("choice-unknown"), w->duty);
}

status incident_duty_check(call *c, int64_t id, str duty, problem *why)
{
    checking w = { .c = c, .id = id, .duty = duty, .reason = S("") };
    return act(&w, why);
}

status incident_duty_uncheck(call *c, int64_t id, str duty, str reason, problem *why)
{
    checking w = { .c = c, .id = id, .duty = duty, .take_back = true };
    TRY(incident_words_check(c, "undone", reason, INCIDENT_REASON_MAX, true, &w.reason, why));
    return act(&w, why);
}
