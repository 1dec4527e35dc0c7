// due_ops.c - what a task's timer does: reminds the holder, says that it is overdue, and takes it up.
#include "modules/tasks/task_ops.h"

#include "modules/tasks/task_store.h"
#include "modules/tasks/tasks_queries.gen.h"

// Up once more: to the body's head, then to the supervisors of the body above it.
static status raise(call *c, db *d, const task *t, int step)
{
    task      up = *t;
    body_list above;
    int64_t   to = t->body_id;
    up.person_id = 0;
    up.role      = TASK_HEAD;
    if (step > 1) {
        TRY(body_above(c, t->body_id, S(""), &above));
        if (above.count == 0) return ST_OK; // nobody is above it
        to      = above.items[0].id;
        up.role = TASK_SUPERVISOR;
    }
    str of     = t->body_name;
    up.body_id = to;
    TRY(task_set_raised(d, &(task_set_raised_in){ t->id, step }, NULL));
    return task_tell_holder(c, &up, S("tasks.raised"), of);
}

static status task_due(call *c, const timer_fired *f)
{
    db  *d;
    task t;
    TRY(call_db(c, &d));
    status st = task_load_row(d, c, f->object_id, &t);
    if (st == ST_MISSING || (st == ST_OK && t.state != TASK_OPEN)) return ST_OK;
    TRY(st);
    if (f->mark == TIMER_RAISED) return raise(c, d, &t, f->raised);
    if (f->mark == TIMER_DUE) return task_tell_holder(c, &t, S("tasks.overdue"), t.due_on);
    // A reminder that comes when the date is past as well is no news.
    return f->overtaken ? ST_OK : task_tell_holder(c, &t, S("tasks.soon"), t.due_on);
}

static const timer_kind kinds[]      = { { "tasks.due", task_due } };
const timer_table       tasks_timers = { kinds, COUNT(kinds) };

// ---- a body that ends -------------------------------------------------------------------------------

static status heir_count(call *c, db *d, int64_t body_id, int64_t *n)
{
    tasks_heir_count_row row;
    TRY(tasks_heir_count(d, &(tasks_heir_count_in){ body_id }, c->a, &row));
    *n = row.n;
    return ST_OK;
}

static status heir_move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    tasks_heir_move_in in = { .body = from->id, .into = to->id, .now_ms = c->now_ms };
    return tasks_heir_move(d, &in, n);
}

const body_heir tasks_heir = { STR("tasks"), heir_count, NULL, NULL, heir_move };
