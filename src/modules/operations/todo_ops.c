// todo_ops.c - a backup that is overdue, as a source of tasks: for the administrators of the body that
// runs this node, as the doctor judges it.
#include "modules/operations/doctor_ops.h"
#include "modules/operations/operations_ops.h"
#include "modules/operations/operations_queries.gen.h"
#include "modules/tasks/tasks.h"

static const int64_t day_ms = 24LL * 3600 * 1000;

enum { BACKUP_DAYS = 2 }; // as doctor_backup_age begins to warn

// When the last good one was made; of a node that never made one, when its trail begins.
static status last_backup(call *c, db *d, int64_t *made_ms)
{
    backup_last_good_row last;
    todo_first_act_row   first;
    status               st = backup_last_good(d, c->a, &last);
    *made_ms                = last.made_ms;
    if (st != ST_MISSING) return st;
    st       = todo_first_act(d, c->a, &first);
    *made_ms = st == ST_OK ? first.at_ms : c->now_ms;
    return st == ST_MISSING ? ST_OK : st;
}

static status look(call *c, task_found *found, void *ctx)
{
    db             *d;
    todo_keeper_row keeper;
    int64_t         made_ms;
    todo_keeper_in  in = { TASK_ADMINISTRATOR, organisations_day(c) };
    if (operations_lent()->demo) return ST_OK;
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(last_backup(c, d, &made_ms));
    if (doctor_backup_age(c->now_ms, made_ms) == DOCTOR_GOOD) return ST_OK;
    status st = todo_keeper(d, &in, c->a, &keeper);
    if (st != ST_OK) return st == ST_MISSING ? ST_OK : st; // nobody administers it yet
    const task_draft t = { .object_kind = S("node"),
                           .object_id   = 1,
                           .object_name = S(""),
                           .address     = S("/van-hanh"),
                           .body_id     = keeper.body_id,
                           .role        = TASK_ADMINISTRATOR,
                           .due_ms      = made_ms + BACKUP_DAYS * day_ms };
    return found(ctx, &t);
}

const task_source backup_task_source = { STR("operations.backup"), NULL, look };
