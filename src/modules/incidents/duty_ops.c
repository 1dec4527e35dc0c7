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
    *out = NEW(c->a, incident_duty_done, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t n = 0; n < *count; n++)
        (*out)[n] = (incident_duty_done){ rows[n].field, rows[n].person, rows[n].at_ms };
    return ST_OK;
}

typedef struct checking {
    call   *c;
    int64_t id;
    str     duty;
} checking;

static status check(db *d, void *ctx)
{
    checking           *w   = ctx;
    incident_asking     ask = { w->id, 0, ACT_LOG };
    incident            i;
    incident_duty_done *done;
    size_t              n;
    (void)d;
    TRY(incident_for_act(w->c, &ask, &i));
    TRY(incident_duties_done(w->c, &i, &done, &n));
    for (size_t k = 0; k < n; k++) {
        if (str_equal(done[k].duty, w->duty)) return ST_OK;
    }
    TRY(incident_timeline_add(w->c, i.id,
                              &(incident_event_draft){ .kind = "checked", .field = w->duty }));
    return incident_audit(w->c, "incident.duty", &i, S(""));
}

status incident_duty_check(call *c, int64_t id, str duty, problem *why)
{
    checking                 w = { c, id, duty };
    size_t                   n;
    const law_incident_duty *all = law_incident_duties(law_current(), &n);
    for (size_t i = 0; i < n; i++) {
        if (str_equal(all[i].id, duty)) return call_act(c, check, &w);
    }
    return problem_detail(why, ST_INVALID, S("duty"), S("choice-unknown"), duty);
}
