// task_ops.c - see task_ops.h.
#include "modules/incidents/task_ops.h"

#include "kit/law/incident_rules.h"
#include "modules/evidence/evidence.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/room_store.h"
#include "modules/tasks/tasks.h"

static const str task_kind           = STR("incidents.task");
const str        incident_task_files = STR("incident-task");

enum { HOUR = 60 * 60 * 1000 };

status incident_tasks_list(call *c, const incident *i, incident_task **out, size_t *count)
{
    db *d;
    TRY(call_db(c, &d));
    return room_store_tasks(d, i->id, c->a, out, count);
}

// ---- made ------------------------------------------------------------------------------------------

static bool begins(const incident *i)
{
    bool looked_at = i->state != INCIDENT_NEW && i->state != INCIDENT_RECEIVED;
    return looked_at || i->verified || i->decided;
}

static bool is_there(const incident_task *all, size_t n, str template)
{
    for (size_t k = 0; k < n; k++) {
        if (str_equal(all[k].template, template)) return true;
    }
    return false;
}

static incident_seat seat_of_law(str role)
{
    for (int s = SEAT_OPERATOR; s <= INCIDENT_SEATS; s++) {
        if (str_equal(incident_seat_law((incident_seat)s), role)) return (incident_seat)s;
    }
    return SEAT_OPERATOR;
}

// A unit's task is the operator's where no unit was convened, the coordinator's the owner's where there is none.
static status holder_of(call *c, const incident *i, incident_seat seat, incident_holder *out)
{
    bool known = seat == SEAT_OWNER || seat == SEAT_COORDINATOR || seat == SEAT_UNIT;
    TRY(incident_holder_of(c, i, known ? seat : SEAT_OPERATOR, out));
    if (out->body_id) return ST_OK;
    return incident_holder_of(c, i, seat == SEAT_COORDINATOR ? SEAT_OWNER : SEAT_OPERATOR, out);
}

// Its holder's task of modules/tasks, by the role the part has there.
static status open_task(call *c, const incident *i, const incident_task *t)
{
    problem    why = { 0 };
    int64_t    opened;
    task_draft draft = { .kind        = task_kind,
                         .object_kind = incident_task_files,
                         .object_id   = t->id,
                         .object_code = i->code,
                         .object_name = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(t->words),
                                                     STR_ARG(i->code)),
                         .address     = arena_printf(c->a, "/su-co/" STR_FMT "/viec/%lld",
                                                     STR_ARG(i->code), (long long)t->id),
                         .due_ms      = t->due_ms,
                         .body_id     = t->body_id,
                         .role        = incident_seat_role(t->seat),
                         .certainty   = S("ours") };
    return draft.object_name.ptr && draft.address.ptr ? task_open(c, &draft, &opened, &why)
                                                      : ST_MEMORY;
}

static status make_one(call *c, const incident *i, const law_incident_task *l)
{
    db                   *d;
    incident_holder       h;
    incident_task_add_row made;
    TRY(holder_of(c, i, seat_of_law(l->role), &h));
    incident_task_add_in in = { .id       = i->id,
                                .template = l->id,
                                .words    = l->text.vi,
                                .seat     = h.seat,
                                .body     = h.body_id,
                                .due      = c->now_ms + (int64_t)l->hours * HOUR,
                                .now      = c->now_ms };
    TRY(call_db(c, &d));
    TRY(incident_task_add(d, &in, c->a, &made));
    incident_task t = {
        .id = made.task, .body_id = h.body_id, .due_ms = in.due, .words = l->text.vi, .seat = h.seat
    };
    return open_task(c, i, &t);
}

static status end_open(call *c, const incident_task *all, size_t n)
{
    for (size_t k = 0; k < n; k++) {
        if (all[k].state == INCIDENT_TASK_OPEN)
            TRY(task_close(c, task_kind, incident_task_files, all[k].id));
    }
    return ST_OK;
}

status incident_tasks_back(call *c, const incident *i)
{
    size_t         n;
    incident_task *all;
    TRY(incident_tasks_list(c, i, &all, &n));
    for (size_t k = 0; k < n; k++) {
        if (all[k].state == INCIDENT_TASK_OPEN) TRY(open_task(c, i, &all[k]));
    }
    return ST_OK;
}

status incident_tasks_run(call *c, const incident *i)
{
    size_t                   have, templates;
    int                      made = 0;
    incident_task           *all;
    const law_incident_task *rows = law_incident_tasks(law_current(), &templates);
    TRY(incident_tasks_list(c, i, &all, &have));
    if (incident_over(i->state)) return end_open(c, all, have);
    if (!begins(i)) return ST_OK;
    for (size_t k = 0; k < templates; k++) {
        bool of_type = !rows[k].type || str_equal(rows[k].type->id, i->type);
        if (!of_type || is_there(all, have, rows[k].id)) continue;
        TRY(make_one(c, i, &rows[k]));
        made++;
    }
    if (!made) return ST_OK;
    incident_event_draft e = { .kind = "tasks", .after = arena_printf(c->a, "%d", made) };
    return e.after.ptr ? incident_timeline_add(c, i->id, &e) : ST_MEMORY;
}

// ---- done ------------------------------------------------------------------------------------------

typedef struct task_acting {
    call                    *c;
    const incident_task_act *k;
    str                      note;
    problem                 *why;
} task_acting;

static status find_task(call *c, const incident *i, int64_t id, incident_task *out)
{
    incident_task *all;
    size_t         n;
    TRY(incident_tasks_list(c, i, &all, &n));
    for (size_t k = 0; k < n; k++) {
        if (all[k].id != id) continue;
        *out = all[k];
        return ST_OK;
    }
    return ST_MISSING;
}

static status attach_files(const task_acting *w, const incident *i)
{
    for (size_t n = 0; n < w->k->file_count; n++) {
        evidence e;
        status   st = evidence_load(w->c, w->k->files[n], &e);
        if (st == ST_MISSING || (st == ST_OK && e.system_id != i->system_id))
            return problem_set(w->why, ST_INVALID, S("evidence"), S("incident-file-other"));
        TRY(st);
        TRY(evidence_attach(w->c, incident_task_files, w->k->task, e.id));
    }
    return ST_OK;
}

static status set_task(db *d, void *ctx)
{
    task_acting    *w = ctx;
    call           *c = w->c;
    incident        i;
    incident_task   t;
    int64_t         n   = 0;
    incident_asking ask = { w->k->id, 0, ACT_TASK };
    TRY(incident_for_act(c, &ask, &i));
    TRY(find_task(c, &i, w->k->task, &t));
    if (!incident_task_fits(&t, i.seats)) return ST_FORBIDDEN;
    if (t.state == w->k->to)
        return problem_set(w->why, ST_INVALID, S("outcome"), S("incident-task-state"));
    incident_task_set_in in = { .task   = t.id,
                                .id     = i.id,
                                .known  = t.state,
                                .state  = w->k->to,
                                .note   = w->note,
                                .person = incident_person(c),
                                .body   = c->who.body_name.ptr ? c->who.body_name : S(""),
                                .now    = c->now_ms };
    TRY(incident_task_set(d, &in, &n));
    if (n != 1) return ST_CONFLICT;
    TRY(attach_files(w, &i));
    if (w->k->to == INCIDENT_TASK_OPEN && !incident_over(i.state)) TRY(open_task(c, &i, &t));
    if (w->k->to != INCIDENT_TASK_OPEN) TRY(task_close(c, task_kind, incident_task_files, t.id));
    incident_event_draft e = { .kind   = "task",
                               .before = t.words,
                               .after  = incident_task_state_key(w->k->to),
                               .words  = w->note };
    TRY(incident_timeline_add(c, i.id, &e));
    return incident_audit(c, "incident.task", &i, S(""));
}

status incidents_task_set(call *c, const incident_task_act *k, problem *why)
{
    task_acting w = { .c = c, .k = k, .why = why };
    TRY(incident_words_check(c, "note", k->note, INCIDENT_REASON_MAX, true, &w.note, why));
    return call_act(c, set_task, &w);
}

// ---- what a file serves ----------------------------------------------------------------------------

static status tell(call *c, int64_t id, str *name, str *address)
{
    db                        *d;
    incident                   i;
    incident_task_incident_row row;
    TRY(call_db(c, &d));
    TRY(incident_task_incident(d, &(incident_task_incident_in){ .task = id }, c->a, &row));
    TRY(incident_load(c, row.id, &i));
    *name    = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(row.words), STR_ARG(i.code));
    *address = arena_printf(c->a, "/su-co/" STR_FMT "/viec/%lld", STR_ARG(i.code), (long long)id);
    return name->ptr && address->ptr ? ST_OK : ST_MEMORY;
}

const evidence_teller incidents_task_teller = { STR("incident-task"), tell };
