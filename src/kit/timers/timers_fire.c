// timers_fire.c - marks that are due, one act each: the function's work and the mark's being fired are
// written together, so neither a crash nor a second server can fire it twice.
#include "kit/timers/timers_inside.h"

#include "kit/os/os.h"

enum {
    FIRE_BATCH     = 64,
    RETRY_FIRST_MS = 5 * 1000, // doubled with each failure
    RETRY_MOST_MS  = 3600 * 1000,
};

static const timer_kind *kind_named(const timers_host *host, str name)
{
    for (size_t t = 0; t < host->table_count; t++) {
        for (size_t i = 0; i < host->tables[t]->count; i++) {
            const timer_kind *kind = &host->tables[t]->kinds[i];
            if (str_equal(str_from(kind->name), name)) return kind;
        }
    }
    return NULL;
}

static status check_host(const timers_host *host, problem *why)
{
    for (size_t t = 0; t < host->table_count; t++) {
        for (size_t i = 0; i < host->tables[t]->count; i++) {
            const timer_kind *kind = &host->tables[t]->kinds[i];
            str               name = str_from(kind->name);
            if (kind->fn && kind_named(host, name) == kind) continue;
            return problem_detail(why, ST_INVALID, S("timers"), S("bad-timer-kind"), name);
        }
    }
    return ST_OK;
}

typedef struct firing {
    call              *c;
    const timers_host *host;
    int64_t            id;
    int64_t            step, tries; // of the mark that was tried
    bool               fired;       // false: another was faster, or it was moved meanwhile
} firing;

// Of an earlier, shorter period none is counted.
static status raised_so_far(call *c, db *d, const timer_by_id_row *row, int64_t step, int *raised)
{
    timer_marks_from_row *marks;
    size_t                count;
    TRY(timer_marks_from(d, &(timer_marks_from_in){ row->id, 1 }, c->a, &marks, &count));
    *raised = 0;
    for (size_t i = 0; i < count && marks[i].step <= step; i++) {
        bool counts = marks[i].fired_ms > 0 || marks[i].step == step;
        if (marks[i].mark == TIMER_RAISED && counts && marks[i].at_ms >= row->due_ms) (*raised)++;
    }
    return ST_OK;
}

static status call_function(firing *f, db *d, const timer_by_id_row *row,
                            const timer_marks_from_row *marks, size_t count)
{
    call             *c    = f->c;
    const timer_kind *kind = kind_named(f->host, row->kind);
    timer_fired       told = { .timer_id    = row->id,
                               .object_id   = row->object_id,
                               .body_id     = row->body_id,
                               .object_kind = row->object_kind,
                               .slot        = row->slot,
                               .mark        = (timer_mark_kind)marks[0].mark,
                               .at_ms       = marks[0].at_ms,
                               .due_ms      = row->due_ms,
                               .overtaken   = count > 1 && marks[1].at_ms <= c->now_ms };
    // A kind of a later version of this program: it waits, as after a failure.
    if (!kind) return ST_BROKEN;
    TRY(raised_so_far(c, d, row, marks[0].step, &told.raised));
    return kind->fn(c, &told);
}

static status fire(db *d, void *ctx)
{
    firing               *f = ctx;
    timer_by_id_row       row;
    timer_marks_from_row *marks;
    size_t                count;
    int64_t               changed;
    f->fired = false;
    TRY(timer_by_id(d, &(timer_by_id_in){ f->id }, f->c->a, &row));
    if (row.state != TIMER_RUNNING || row.look_ms > f->c->now_ms) return ST_OK;
    TRY(timer_marks_from(d, &(timer_marks_from_in){ row.id, row.next_step }, f->c->a, &marks,
                         &count));
    if (count == 0 || marks[0].at_ms > f->c->now_ms) return ST_OK;
    f->step             = row.next_step;
    f->tries            = row.tries;
    timer_step_on_in on = { .id        = row.id,
                            .was       = row.next_step,
                            .next_step = row.next_step + 1,
                            .look_ms   = count > 1 ? marks[1].at_ms : row.look_ms,
                            .state     = count > 1 ? TIMER_RUNNING : TIMER_ENDED };
    TRY(timer_step_on(d, &on, &changed));
    if (changed == 0)
        return ST_CONFLICT; // moved on since it was read: the act is run again, or later
    TRY(timer_mark_fired(d, &(timer_mark_fired_in){ row.id, marks[0].step, f->c->now_ms }, NULL));
    TRY(timer_event_put(f->c, d, row.id, TIMER_WAS_FIRED, (int)marks[0].mark, row.due_ms, S("")));
    TRY(call_function(f, d, &row, marks, count));
    f->fired = true;
    return audit_write(f->c, S("timer.fire"), S("timer"), row.id, S(""));
}

static status put_off(db *d, void *ctx)
{
    const firing *f     = ctx;
    int64_t       tries = f->tries < 20 ? f->tries : 20;
    int64_t       wait  = (int64_t)RETRY_FIRST_MS << tries;
    if (wait > RETRY_MOST_MS) wait = RETRY_MOST_MS;
    timer_put_off_in in = { .id = f->id, .step = f->step, .look_ms = f->c->now_ms + wait };
    return timer_put_off(d, &in, NULL);
}

// Fires one mark, or puts it off when its function failed.
static status fire_one(call *c, const timers_host *host, int64_t id, bool *fired)
{
    firing f  = { .c = c, .host = host, .id = id };
    status st = call_act(c, fire, &f);
    *fired    = st == ST_OK && f.fired;
    if (st == ST_OK || st == ST_CONFLICT) return ST_OK;
    os_log(OS_ERROR, "timers.fire", "timer %lld, step %lld: %s", (long long)id, (long long)f.step,
           status_name(st));
    return f.step ? call_act(c, put_off, &f) : st;
}

status timers_fire(call *c, const timers_host *host, size_t most, size_t *fired, problem *why)
{
    size_t done = 0;
    status st   = check_host(host, why);
    while (st == ST_OK && done < most) {
        db             *d;
        arena           all = *c->a; // forgotten after each batch
        timers_due_row *rows;
        size_t          count, before = done;
        timers_due_in   in = { .now_ms = c->now_ms, .at_most = FIRE_BATCH };
        st                 = call_db(c, &d);
        if (st == ST_OK) st = timers_due(d, &in, c->a, &rows, &count);
        for (size_t i = 0; st == ST_OK && i < count && done < most; i++) {
            bool one;
            st = fire_one(c, host, rows[i].id, &one);
            if (one) done++;
        }
        call_end(c);
        *c->a = all;
        if (done == before) break; // nothing due, or none of it could be fired now
    }
    if (fired) *fired = done;
    return st;
}
