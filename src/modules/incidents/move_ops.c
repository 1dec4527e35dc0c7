// move_ops.c - an incident goes on: states, classes, merging, who is on duty, papers that went out.
#include "kit/law/incident_rules.h"
#include "kit/text/text.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/incident_store.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/sent_ops.h"
#include "modules/incidents/task_ops.h"
#include "modules/letters/letters.h"

// Everything that follows a new state: viewers' rows, clocks, the audit row.
status incident_settle(call *c, db *d, int64_t id, const char *act, str detail)
{
    incident i;
    TRY(incident_store_load(d, id, c->a, &i));
    str key = incident_sort_key(c->a, id);
    if (!key.ptr) return ST_MEMORY;
    TRY(scope_change(c, SCOPE_INCIDENT, id, i.level, i.state, key));
    TRY(incident_clocks_run(c, &i, S("")));
    TRY(incident_tasks_run(c, &i));
    str whole = arena_printf(c->a, "\"state\":\"" STR_FMT "\"%s" STR_FMT,
                             STR_ARG(incident_state_key(i.state)), detail.len ? "," : "",
                             STR_ARG(detail));
    return whole.ptr ? incident_audit(c, act, &i, whole) : ST_MEMORY;
}

static status settle(call *c, db *d, int64_t id, const char *act)
{
    return incident_settle(c, d, id, act, S(""));
}

typedef struct set_to {
    incident_state state;
    int64_t        into;
} set_to;

static status set_state(call *c, db *d, const incident *i, set_to to)
{
    int64_t               n  = 0;
    incident_state_set_in in = { .id        = i->id,
                                 .known     = i->version,
                                 .state     = to.state,
                                 .emergency = i->emergency || incident_serious_path(to.state),
                                 .into      = to.into,
                                 .now       = c->now_ms };
    TRY(incident_state_set(d, &in, &n));
    return n == 1 ? ST_OK : ST_CONFLICT;
}

// ---- states ----------------------------------------------------------------------------------------

typedef struct moving {
    call                *c;
    const incident_move *m;
    str                  reason;
    problem             *why;
} moving;

static status closing_check(moving *w, db *d, const incident *i)
{
    incident_values k;
    int64_t         final;
    TRY(incident_store_values(d, i->id, w->c->a, &k));
    TRY(incident_document_sent(w->c, i, S("MAU_04"), &final));
    bool             handled = incident_time_of(&k, "handled") || incident_time_of(&k, "ended");
    incident_closing look    = { .emergency    = i->emergency,
                                 .final_report = final != 0,
                                 .serious      = incident_is_serious(i),
                                 .reviewed     = i->state == INCIDENT_SERIOUS_REVIEW ||
                                             !incident_is_serious(i),
                                 .handled = handled };
    return incident_may_close(&look, w->why);
}

// Taking note of it is the acknowledgement to whoever told it (TT 20/2017 Điều 10).
static status acknowledge(call *c, db *d, const incident *i)
{
    return incident_acknowledged(c, d, i->id, c->now_ms, S(""));
}

static status move(db *d, void *ctx)
{
    moving         *w = ctx;
    call           *c = w->c;
    incident        i;
    incident_asking ask = { w->m->id, w->m->version, ACT_SEE };
    TRY(incident_for_act(c, &ask, &i));
    const incident_step *step = incident_step_find(i.state, w->m->to);
    if (!step)
        return problem_detail(w->why, ST_INVALID, S("to"), S("incident-no-way"),
                              incident_state_key(i.state));
    if (!incident_may(c, &i, incident_step_act(&i, step))) return ST_FORBIDDEN;
    if (step->reason && !w->reason.len)
        return problem_set(w->why, ST_INVALID, S("reason"), S("required"));
    if (w->m->to == INCIDENT_CLOSED) TRY(closing_check(w, d, &i));
    TRY(set_state(c, d, &i, (set_to){ w->m->to, 0 }));
    if (i.state == INCIDENT_NEW && w->m->to == INCIDENT_RECEIVED) TRY(acknowledge(c, d, &i));
    if (incident_over(i.state)) TRY(incident_tasks_back(c, &i));
    incident_event_draft e = { .kind   = "state",
                               .before = incident_state_key(i.state),
                               .after  = incident_state_key(w->m->to),
                               .words  = w->reason };
    TRY(incident_timeline_add(c, i.id, &e));
    return settle(c, d, i.id, "incident.move");
}

status incidents_move(call *c, const incident_move *m, problem *why)
{
    moving w = { .c = c, .m = m, .why = why };
    TRY(incident_words_check(c, "reason", m->reason, INCIDENT_REASON_MAX, false, &w.reason, why));
    return call_act(c, move, &w);
}

// ---- told in another -------------------------------------------------------------------------------

typedef struct merging {
    call    *c;
    int64_t  id, version, into;
    str      reason;
    problem *why;
} merging;

static status merge(db *d, void *ctx)
{
    merging        *w = ctx;
    call           *c = w->c;
    incident        one, other;
    incident_asking ask = { w->id, w->version, ACT_SEE }, also = { w->into, 0, ACT_LOG };
    TRY(incident_for_act(c, &ask, &one));
    if (!incident_may(c, &one, incident_step_act(&one, &incident_step_join))) return ST_FORBIDDEN;
    TRY(incident_for_act(c, &also, &other));
    if (one.id == other.id) return problem_set(w->why, ST_INVALID, S("into"), S("incident-itself"));
    if (incident_over(one.state) || incident_over(other.state))
        return problem_set(w->why, ST_INVALID, S("into"), S("incident-over"));
    TRY(set_state(c, d, &one, (set_to){ INCIDENT_DUPLICATE, other.id }));
    incident_event_draft here  = { .kind = "merged", .after = other.code, .words = w->reason };
    incident_event_draft there = { .kind = "joined", .after = one.code, .words = w->reason };
    TRY(incident_timeline_add(c, one.id, &here));
    TRY(incident_timeline_add(c, other.id, &there));
    return settle(c, d, one.id, "incident.merge");
}

status incidents_merge(call *c, int64_t id, int64_t version, int64_t into, str reason, problem *why)
{
    merging w = { .c = c, .id = id, .version = version, .into = into, .why = why };
    TRY(incident_words_check(c, "reason", reason, INCIDENT_REASON_MAX, true, &w.reason, why));
    return call_act(c, merge, &w);
}

// ---- class -----------------------------------------------------------------------------------------

typedef struct classing {
    call                    *c;
    const incident_classing *k;
    str                      reason, number;
    problem                 *why;
} classing;

static incident_act act_of(class_stage s)
{
    return s == CLASS_PROPOSED ? ACT_PROPOSE : s == CLASS_VERIFIED ? ACT_CONFIRM : ACT_DECIDE;
}

static bool plan_known(str id)
{
    size_t                   n;
    const law_incident_plan *all = law_incident_plans(law_current(), &n);
    for (size_t i = 0; i < n; i++) {
        if (str_equal(all[i].id, id)) return true;
    }
    return false;
}

static status class_check(const classing *w)
{
    const incident_classing *k = w->k;
    if (k->plan.len && !plan_known(k->plan))
        return problem_detail(w->why, ST_INVALID, S("plan"), S("choice-unknown"), k->plan);
    if (k->stage != CLASS_DECIDED || k->class != CLASS_SERIOUS) return ST_OK;
    if (!w->number.len) return problem_set(w->why, ST_INVALID, S("number"), S("required"));
    return k->plan.len ? ST_OK : problem_set(w->why, ST_INVALID, S("plan"), S("required"));
}

static status class_row(classing *w, db *d, const incident *i)
{
    call                 *c  = w->c;
    incident_class_add_in in = { .id        = i->id,
                                 .stage     = w->k->stage,
                                 .class     = w->k->class,
                                 .plan      = w->k->plan.ptr ? w->k->plan : S(""),
                                 .number    = w->number,
                                 .reason    = w->reason,
                                 .person_id = c->who.person_id,
                                 .person    = incident_person(c),
                                 .body_id   = c->who.body_id,
                                 .body      = c->who.body_name.ptr ? c->who.body_name : S(""),
                                 .now       = c->now_ms };
    return incident_class_add(d, &in, NULL);
}

static status classify(db *d, void *ctx)
{
    classing                *w = ctx;
    call                    *c = w->c;
    const incident_classing *k = w->k;
    incident                 i;
    int64_t                  n   = 0;
    incident_asking          ask = { k->id, k->version, act_of(k->stage) };
    TRY(incident_for_act(c, &ask, &i));
    if (incident_over(i.state))
        return problem_set(w->why, ST_INVALID, S("stage"), S("incident-over"));
    TRY(class_row(w, d, &i));
    bool                  decides = k->stage == CLASS_DECIDED;
    incident_class_set_in in      = { .id       = i.id,
                                      .known    = i.version,
                                      .proposed = k->stage == CLASS_PROPOSED ? k->class : i.proposed,
                                      .verified = k->stage == CLASS_VERIFIED ? k->class : i.verified,
                                      .decided  = decides ? k->class : i.decided,
                                      .plan     = decides && k->plan.ptr ? k->plan : i.plan,
                                      .now      = c->now_ms };
    TRY(incident_class_set(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    str words = w->number.len ? arena_printf(c->a, STR_FMT " " STR_FMT, STR_ARG(w->number),
                                             STR_ARG(w->reason))
                              : w->reason;
    incident_event_draft e = { .kind  = "class",
                               .field = class_stage_key(k->stage),
                               .after = incident_class_key(k->class),
                               .words = words };
    TRY(incident_timeline_add(c, i.id, &e));
    return settle(c, d, i.id, "incident.classify");
}

status incidents_classify(call *c, const incident_classing *k, problem *why)
{
    classing w = { .c = c, .k = k, .why = why };
    if (k->class == CLASS_NONE) return problem_set(why, ST_INVALID, S("class"), S("required"));
    TRY(incident_words_check(c, "reason", k->reason, INCIDENT_REASON_MAX, true, &w.reason, why));
    TRY(incident_words_check(c, "number", k->number, 100, false, &w.number, why));
    TRY(class_check(&w));
    return call_act(c, classify, &w);
}

// ---- on duty ---------------------------------------------------------------------------------------

typedef struct taking {
    call   *c;
    int64_t id, version;
    bool    take;
} taking;

static status take(db *d, void *ctx)
{
    taking         *w = ctx;
    call           *c = w->c;
    incident        i;
    int64_t         n   = 0;
    incident_asking ask = { w->id, w->version, ACT_LOG };
    TRY(incident_for_act(c, &ask, &i));
    incident_holder_set_in in = { .id        = i.id,
                                  .known     = i.version,
                                  .holder_id = w->take ? c->who.person_id : 0,
                                  .holder    = w->take ? incident_person(c) : S(""),
                                  .now       = c->now_ms };
    TRY(incident_holder_set(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    incident_event_draft e = { .kind = "duty", .before = i.holder, .after = in.holder };
    TRY(incident_timeline_add(c, i.id, &e));
    return incident_audit(c, "incident.take", &i, S(""));
}

status incidents_take(call *c, int64_t id, int64_t version, bool takes)
{
    taking w = { .c = c, .id = id, .version = version, .take = takes };
    return call_act(c, take, &w);
}
