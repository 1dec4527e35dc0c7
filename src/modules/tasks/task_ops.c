// task_ops.c - tasks opened, changed and closed in other modules' acts; taken, given back, handed over.
#include "modules/tasks/task_ops.h"

#include "modules/tasks/task_store.h"
#include "modules/tasks/tasks_queries.gen.h"

enum { HELD_MAX = 1000 };

static str given(str text)
{
    return text.ptr ? text : S("");
}

// ---- opening ----------------------------------------------------------------------------------------

static status check_draft(const task_draft *t, int64_t *due_ms, problem *why)
{
    TRY(text_check(S("kind"), t->kind, 1, TASK_TEXT_MAX, why));
    TRY(text_check(S("object_kind"), t->object_kind, 1, TASK_TEXT_MAX, why));
    TRY(text_check(S("object_name"), given(t->object_name), 0, TASK_NAME_MAX, why));
    TRY(text_check(S("object_code"), given(t->object_code), 0, TASK_TEXT_MAX, why));
    TRY(text_check(S("cite"), given(t->cite), 0, TASK_NAME_MAX, why));
    bool local = t->address.len > 0 && t->address.len <= TASK_ADDRESS_MAX &&
                 page_is_local(t->address);
    if (!local) return problem_set(why, ST_INVALID, S("address"), S("url-form"));
    if ((int)t->role < 1 || (int)t->role > TASK_ROLES || t->body_id <= 0)
        return problem_set(why, ST_INVALID, S("role"), S("required"));
    *due_ms = t->due_ms ? t->due_ms : TASK_NO_DATE;
    if (!given(t->due_on).len) return ST_OK;
    if (task_day_end(t->due_on, due_ms) == ST_OK) return ST_OK;
    return problem_detail(why, ST_INVALID, S("due_on"), S("not-a-day"), t->due_on);
}

// Reminders, the date, and two steps up after it (the days are ours).
static timer_schedule schedule_of(int64_t start_ms, int64_t due_ms)
{
    static const int64_t day_ms = 24LL * 3600 * 1000;
    timer_schedule       s      = timer_between(start_ms < due_ms ? start_ms : due_ms, due_ms);
    s.marks[s.count++]          = (timer_mark){ TIMER_RAISED, due_ms + day_ms };
    s.marks[s.count++]          = (timer_mark){ TIMER_RAISED, due_ms + 7 * day_ms };
    return s;
}

// The timer of its date: begun, moved or stopped.
static status set_timer(call *c, int64_t id, int64_t due_ms, int64_t start_ms, problem *why)
{
    static const str kind = STR("tasks.due"), about = STR("task");
    int64_t          timer;
    status           st = timer_living_id(c, kind, about, id, S(""), &timer);
    if (st != ST_OK && st != ST_MISSING) return st;
    if (due_ms == TASK_NO_DATE) return st == ST_OK ? timer_stop(c, timer, S("")) : ST_OK;
    timer_schedule s = schedule_of(start_ms, due_ms);
    if (st == ST_OK) return timer_reschedule(c, timer, &s, S(""), why);
    const timer_draft draft = {
        .kind = kind, .object_kind = about, .object_id = id, .schedule = s
    };
    return timer_start(c, &draft, &timer, why);
}

static status open_new(call *c, db *d, const task_draft *t, int64_t due_ms, int64_t *id,
                       problem *why)
{
    task            made;
    task_insert_row row;
    task_insert_in  in = { .kind        = t->kind,
                           .object_kind = t->object_kind,
                           .object_id   = t->object_id,
                           .object_code = given(t->object_code),
                           .object_name = given(t->object_name),
                           .address     = t->address,
                           .n           = t->n,
                           .scope_kind  = t->under_scope ? SCOPE_SYSTEM : 0,
                           .body_id     = t->body_id,
                           .role        = t->role,
                           .role_bit    = INT64_C(1) << t->role,
                           .person_id   = t->person_id,
                           .now_ms      = c->now_ms,
                           .due_on      = given(t->due_on),
                           .due_ms      = due_ms,
                           .cite        = given(t->cite),
                           .certainty   = given(t->certainty) };
    TRY(task_insert(d, &in, c->a, &row));
    *id = row.id;
    if (due_ms != TASK_NO_DATE) TRY(set_timer(c, row.id, due_ms, c->now_ms, why));
    TRY(task_load_row(d, c, row.id, &made));
    TRY(task_tell_holder(c, &made, S("tasks.opened"), S("")));
    return audit_write(c, S("task.open"), S("task"), row.id, S(""));
}

static bool is_as_told(const task *old, const task_draft *t, int64_t due_ms)
{
    return old->n == t->n && old->body_id == t->body_id && old->role == t->role &&
           old->due_ms == due_ms && str_equal(old->due_on, given(t->due_on)) &&
           str_equal(old->address, t->address) &&
           str_equal(old->object_name, given(t->object_name)) &&
           str_equal(old->object_code, given(t->object_code)) &&
           str_equal(old->cite, given(t->cite)) &&
           (t->person_id == 0 || t->person_id == old->person_id);
}

static status change_open(call *c, db *d, const task *old, const task_draft *t, int64_t due_ms,
                          problem *why)
{
    if (is_as_told(old, t, due_ms)) return ST_OK;
    bool           same_desk = old->body_id == t->body_id && old->role == t->role;
    int64_t        person    = t->person_id ? t->person_id : same_desk ? old->person_id : 0;
    bool           same_hand = same_desk && person == old->person_id;
    task_update_in in        = { .id          = old->id,
                                 .object_code = given(t->object_code),
                                 .object_name = given(t->object_name),
                                 .address     = t->address,
                                 .n           = t->n,
                                 .scope_kind  = t->under_scope ? SCOPE_SYSTEM : 0,
                                 .body_id     = t->body_id,
                                 .role        = t->role,
                                 .role_bit    = INT64_C(1) << t->role,
                                 .person_id   = person,
                                 .held_ms     = same_hand ? old->held_ms : c->now_ms,
                                 .due_on      = given(t->due_on),
                                 .due_ms      = due_ms,
                                 .cite        = given(t->cite),
                                 .certainty   = given(t->certainty) };
    TRY(task_update(d, &in, NULL));
    if (old->due_ms != due_ms) TRY(set_timer(c, old->id, due_ms, c->now_ms, why));
    return audit_write(c, S("task.change"), S("task"), old->id, S(""));
}

status task_open(call *c, const task_draft *draft, int64_t *id, problem *why)
{
    db              *d;
    int64_t          due_ms;
    task_open_id_row row;
    task             old;
    TRY(check_draft(draft, &due_ms, why));
    TRY(call_db(c, &d));
    task_open_id_in in = { draft->kind, draft->object_kind, draft->object_id };
    status          st = task_open_id(d, &in, c->a, &row);
    if (st == ST_MISSING) return open_new(c, d, draft, due_ms, id, why);
    TRY(st);
    *id = row.id;
    TRY(task_load_row(d, c, row.id, &old));
    return change_open(c, d, &old, draft, due_ms, why);
}

// ---- closing ----------------------------------------------------------------------------------------

status task_end_row(call *c, db *d, int64_t id, task_state as)
{
    task_set_closed_in in = { .id        = id,
                              .state     = as,
                              .closed_ms = c->now_ms,
                              .closed_id = c->who.person_id,
                              .closed_by = given(c->who.name) };
    TRY(task_set_closed(d, &in, NULL));
    TRY(timers_stop_all(c, S("task"), id, S("")));
    return audit_write(c, as == TASK_DONE ? S("task.close") : S("task.drop"), S("task"), id, S(""));
}

status task_close(call *c, str kind, str object_kind, int64_t object_id)
{
    db              *d;
    task_open_id_row row;
    TRY(call_db(c, &d));
    status st = task_open_id(d, &(task_open_id_in){ kind, object_kind, object_id }, c->a, &row);
    if (st != ST_OK) return st == ST_MISSING ? ST_OK : st;
    return task_end_row(c, d, row.id, TASK_DONE);
}

status tasks_drop(call *c, str object_kind, int64_t object_id)
{
    db    *d;
    task  *rows;
    size_t count;
    TRY(call_db(c, &d));
    TRY(task_load_of_object(d, c, object_kind, object_id, &rows, &count));
    for (size_t i = 0; i < count; i++) TRY(task_end_row(c, d, rows[i].id, TASK_DROPPED));
    return ST_OK;
}

// ---- handing over -----------------------------------------------------------------------------------

status task_tell_holder(call *c, const task *t, str kind, str detail)
{
    const notice_draft n = { .kind         = kind,
                             .subject_kind = t->kind,
                             .object_kind  = t->object_kind,
                             .object_id    = t->object_id,
                             .object_code  = t->object_code,
                             .object_name  = t->object_name,
                             .address      = t->address,
                             .n            = t->n,
                             .under_scope  = t->under_scope,
                             .detail       = detail,
                             .body_id      = t->body_id,
                             .role         = t->role,
                             .person_id    = t->person_id };
    return notice_add(c, &n);
}

status tasks_held_by(call *c, int64_t person_id, int64_t *n)
{
    db                  *d;
    tasks_held_count_row row;
    TRY(call_db(c, &d));
    TRY(tasks_held_count(d, &(tasks_held_count_in){ person_id }, c->a, &row));
    *n = row.n;
    return ST_OK;
}

// To another holder: the row, the word to them, the trail.
static status pass_on(call *c, db *d, const task *t, int64_t to, str act)
{
    int64_t            changed;
    task               now = *t;
    task_set_holder_in in  = {
         .id = t->id, .was = t->person_id, .person_id = to, .held_ms = c->now_ms
    };
    TRY(task_set_holder(d, &in, &changed));
    if (changed == 0) return ST_CONFLICT;
    now.person_id = to;
    if (to != c->who.person_id) TRY(task_tell_holder(c, &now, S("tasks.handed"), t->person));
    return audit_write(c, act, S("task"), t->id,
                       arena_printf(c->a, "{\"from\":\"%lld\",\"to\":\"%lld\"}",
                                    (long long)t->person_id, (long long)to));
}

status tasks_hand_over(call *c, task_hand_over how, int64_t *n)
{
    db             *d;
    tasks_held_row *rows;
    size_t          count;
    *n = 0;
    if (how.from <= 0 || how.from == how.to) return ST_OK;
    TRY(call_db(c, &d));
    do {
        tasks_held_in in = { how.from, how.body_id, HELD_MAX };
        TRY(tasks_held(d, &in, c->a, &rows, &count));
        for (size_t i = 0; i < count; i++) {
            arena kept = *c->a; // a thousand tasks in the room of one
            task  t;
            TRY(task_load_row(d, c, rows[i].id, &t));
            TRY(pass_on(c, d, &t, how.to, S("task.hand_over")));
            *c->a = kept;
        }
        *n += (int64_t)count;
    } while (count == HELD_MAX);
    return ST_OK;
}

typedef struct taking {
    call   *c;
    int64_t id;
    bool    back;
} taking;

static bool leads(const call *c, int64_t body_id)
{
    return body_id == c->who.body_id && (c->who.roles & (1ULL << TASK_HEAD)) != 0;
}

static status take(db *d, void *ctx)
{
    const taking *w = ctx;
    call         *c = w->c;
    task          t;
    TRY(task_load(c, w->id, &t));
    if (t.state != TASK_OPEN) return ST_CONFLICT;
    if (w->back) {
        if (t.person_id != c->who.person_id && !leads(c, t.body_id)) return ST_FORBIDDEN;
        return t.person_id ? pass_on(c, d, &t, 0, S("task.give_back")) : ST_CONFLICT;
    }
    if (t.person_id && !leads(c, t.body_id)) return ST_CONFLICT;
    bool holds = (c->who.roles >> t.role) & 1;
    if (!holds && !leads(c, t.body_id)) return ST_FORBIDDEN;
    return pass_on(c, d, &t, c->who.person_id, S("task.take"));
}

status task_take(call *c, int64_t id)
{
    taking w = { c, id, false };
    return call_act(c, take, &w);
}

status task_give_back(call *c, int64_t id)
{
    taking w = { c, id, true };
    return call_act(c, take, &w);
}
