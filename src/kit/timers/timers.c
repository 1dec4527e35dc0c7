// timers.c - started, paused, moved, stopped, looked at; see timers.h.
#include "kit/timers/timers_inside.h"

// ---- schedules --------------------------------------------------------------------------------------

status timer_mark_put(timer_schedule *s, timer_mark_kind kind, int64_t at_ms)
{
    size_t i = s->count;
    if (i == TIMER_MARKS_MAX) return ST_LIMIT;
    for (; i > 0 && s->marks[i - 1].at_ms > at_ms; i--) s->marks[i] = s->marks[i - 1];
    s->marks[i] = (timer_mark){ kind, at_ms };
    s->count++;
    return ST_OK;
}

timer_schedule timer_between(int64_t start_ms, int64_t due_ms)
{
    int64_t        span = due_ms - start_ms;
    timer_schedule s    = { .start_ms = start_ms,
                            .due_ms   = due_ms,
                            .marks    = { { TIMER_THREE_QUARTERS, start_ms + span / 4 * 3 },
                                          { TIMER_NINE_TENTHS, start_ms + span / 10 * 9 },
                                          { TIMER_DUE, due_ms } },
                            .count    = 3 };
    return s;
}

static status check_schedule(const timer_schedule *s, problem *why)
{
    bool good = s->count > 0 && s->count <= TIMER_MARKS_MAX && s->start_ms > 0 &&
                s->start_ms <= s->due_ms;
    for (size_t i = 0; good && i < s->count; i++) {
        timer_mark_kind kind = s->marks[i].kind;
        good = kind >= TIMER_THREE_QUARTERS && kind <= TIMER_RAISED && s->marks[i].at_ms > 0 &&
               (i == 0 || s->marks[i].at_ms >= s->marks[i - 1].at_ms);
    }
    return good ? ST_OK : problem_set(why, ST_INVALID, S("schedule"), S("timer-marks"));
}

// ---- acts -------------------------------------------------------------------------------------------

status timer_event_put(call *c, db *d, int64_t id, timer_event_kind event, int mark, int64_t due_ms,
                       str reason)
{
    timer_event_add_in in = { .timer_id  = id,
                              .at_ms     = c->now_ms,
                              .event     = event,
                              .mark      = mark,
                              .due_ms    = due_ms,
                              .person_id = c->who.person_id,
                              .login     = c->who.login.ptr ? c->who.login : S(""),
                              .reason    = reason.ptr ? reason : S("") };
    return timer_event_add(d, &in, NULL);
}

static status put_marks(db *d, int64_t id, int64_t step, const timer_schedule *s)
{
    for (size_t i = 0; i < s->count; i++) {
        timer_mark_add_in in = { .timer_id = id,
                                 .step     = step + (int64_t)i,
                                 .mark     = s->marks[i].kind,
                                 .at_ms    = s->marks[i].at_ms };
        TRY(timer_mark_add(d, &in, NULL));
    }
    return ST_OK;
}

status timer_living_id(call *c, str kind, str object_kind, int64_t object_id, str slot, int64_t *id)
{
    db              *d;
    timer_living_row row;
    timer_living_in  in = { kind, object_kind, object_id, slot.ptr ? slot : S("") };
    TRY(call_db(c, &d));
    TRY(timer_living(d, &in, c->a, &row));
    *id = row.id;
    return ST_OK;
}

status timer_start(call *c, const timer_draft *draft, int64_t *id, problem *why)
{
    db           *d;
    timer_add_row row;
    str           slot = draft->slot.ptr ? draft->slot : S("");
    TRY(text_check(S("kind"), draft->kind, 1, TIMER_TEXT_MAX, why));
    TRY(text_check(S("object_kind"), draft->object_kind, 1, TIMER_TEXT_MAX, why));
    TRY(text_check(S("slot"), slot, 0, TIMER_TEXT_MAX, why));
    TRY(check_schedule(&draft->schedule, why));
    status st = timer_living_id(c, draft->kind, draft->object_kind, draft->object_id, slot, id);
    if (st != ST_MISSING) return st;
    TRY(call_db(c, &d));
    timer_add_in in = { .kind        = draft->kind,
                        .object_kind = draft->object_kind,
                        .object_id   = draft->object_id,
                        .slot        = slot,
                        .start_ms    = draft->schedule.start_ms,
                        .due_ms      = draft->schedule.due_ms,
                        .look_ms     = draft->schedule.marks[0].at_ms,
                        .body_id     = c->who.body_id };
    TRY(timer_add(d, &in, c->a, &row));
    TRY(put_marks(d, row.id, 1, &draft->schedule));
    *id = row.id;
    return timer_event_put(c, d, row.id, TIMER_WAS_STARTED, 0, draft->schedule.due_ms, S(""));
}

// The timer as it stands; ST_CONFLICT unless it is in the state asked for.
static status load_in(call *c, int64_t id, timer_state state, db **d, timer_by_id_row *row)
{
    TRY(call_db(c, d));
    TRY(timer_by_id(*d, &(timer_by_id_in){ id }, c->a, row));
    return row->state == (int64_t)state ? ST_OK : ST_CONFLICT;
}

static status check_reason(str reason)
{
    return text_check(S("reason"), reason.ptr ? reason : S(""), 0, TIMER_REASON_MAX, NULL);
}

status timer_pause(call *c, int64_t id, str reason)
{
    db             *d;
    timer_by_id_row row;
    TRY(check_reason(reason));
    TRY(load_in(c, id, TIMER_RUNNING, &d, &row));
    timer_set_state_in in = { .id        = id,
                              .was       = TIMER_RUNNING,
                              .state     = TIMER_PAUSED,
                              .look_ms   = row.look_ms,
                              .paused_ms = c->now_ms };
    TRY(timer_set_state(d, &in, NULL));
    return timer_event_put(c, d, id, TIMER_WAS_PAUSED, 0, row.due_ms, reason);
}

static status next_mark_at(call *c, db *d, int64_t id, int64_t step, int64_t *at_ms)
{
    timer_marks_from_row *marks;
    size_t                count;
    TRY(timer_marks_from(d, &(timer_marks_from_in){ id, step }, c->a, &marks, &count));
    *at_ms = count ? marks[0].at_ms : 0;
    return ST_OK;
}

// A clock set back while it was paused: the pause counts as none.
status timer_resume(call *c, int64_t id, str reason)
{
    db             *d;
    timer_by_id_row row;
    int64_t         look_ms;
    TRY(check_reason(reason));
    TRY(load_in(c, id, TIMER_PAUSED, &d, &row));
    int64_t              pause = c->now_ms > row.paused_ms ? c->now_ms - row.paused_ms : 0;
    timer_marks_shift_in on    = { id, row.next_step, row.paused_ms, pause };
    TRY(timer_marks_shift(d, &on, NULL));
    TRY(next_mark_at(c, d, id, row.next_step, &look_ms));
    // What had passed when it was paused stays there: only what was still to come moves.
    int64_t             due = row.due_ms > row.paused_ms ? row.due_ms + pause : row.due_ms;
    timer_resume_row_in in  = { .id = id, .due_ms = due, .look_ms = look_ms, .pause_ms = pause };
    TRY(timer_resume_row(d, &in, NULL));
    return timer_event_put(c, d, id, TIMER_WAS_RESUMED, 0, due, reason);
}

static bool fired_before(const timer_marks_from_row *old, size_t count, const timer_mark *m)
{
    for (size_t i = 0; i < count; i++) {
        if (old[i].fired_ms > 0 && old[i].mark == (int64_t)m->kind && old[i].at_ms == m->at_ms)
            return true;
    }
    return false;
}

status timer_reschedule(call *c, int64_t id, const timer_schedule *s, str reason, problem *why)
{
    db                   *d;
    timer_by_id_row       row;
    timer_marks_from_row *old;
    size_t                count;
    timer_schedule        left = { .start_ms = s->start_ms, .due_ms = s->due_ms };
    TRY(check_schedule(s, why));
    TRY(text_check(S("reason"), reason.ptr ? reason : S(""), 0, TIMER_REASON_MAX, why));
    TRY(call_db(c, &d));
    TRY(timer_by_id(d, &(timer_by_id_in){ id }, c->a, &row));
    if (row.state != TIMER_RUNNING && row.state != TIMER_PAUSED) return ST_CONFLICT;
    TRY(timer_marks_from(d, &(timer_marks_from_in){ id, 1 }, c->a, &old, &count));
    for (size_t i = 0; i < s->count; i++) {
        if (!fired_before(old, count, &s->marks[i])) left.marks[left.count++] = s->marks[i];
    }
    int64_t step = (count ? old[count - 1].step : 0) + 1;
    TRY(timer_marks_void(d, &(timer_marks_void_in){ id, row.next_step }, NULL));
    TRY(put_marks(d, id, step, &left));
    timer_set_schedule_in in = { .id        = id,
                                 .due_ms    = s->due_ms,
                                 .next_step = step,
                                 .look_ms   = left.count ? left.marks[0].at_ms : INT64_MAX };
    TRY(timer_set_schedule(d, &in, NULL));
    return timer_event_put(c, d, id, TIMER_WAS_RESCHEDULED, 0, s->due_ms, reason);
}

static status stop_row(call *c, db *d, const timer_by_id_row *row, str reason)
{
    if (row->state != TIMER_RUNNING && row->state != TIMER_PAUSED) return ST_OK;
    timer_set_state_in in = {
        .id = row->id, .was = row->state, .state = TIMER_STOPPED, .look_ms = row->look_ms
    };
    TRY(timer_set_state(d, &in, NULL));
    TRY(timer_marks_void(d, &(timer_marks_void_in){ row->id, row->next_step }, NULL));
    return timer_event_put(c, d, row->id, TIMER_WAS_STOPPED, 0, row->due_ms, reason);
}

status timer_stop(call *c, int64_t id, str reason)
{
    db             *d;
    timer_by_id_row row;
    TRY(check_reason(reason));
    TRY(call_db(c, &d));
    TRY(timer_by_id(d, &(timer_by_id_in){ id }, c->a, &row));
    return stop_row(c, d, &row, reason);
}

status timers_stop_all(call *c, str object_kind, int64_t object_id, str reason)
{
    timer_view *all;
    size_t      count;
    TRY(timers_of(c, object_kind, object_id, &all, &count));
    for (size_t i = 0; i < count; i++) {
        if (all[i].state == TIMER_RUNNING || all[i].state == TIMER_PAUSED)
            TRY(timer_stop(c, all[i].id, reason));
    }
    return ST_OK;
}

// ---- looking ----------------------------------------------------------------------------------------

static timer_view view_of(const timer_by_id_row *r)
{
    bool living = r->state == TIMER_RUNNING || r->state == TIMER_PAUSED;
    return (timer_view){ .id          = r->id,
                         .object_id   = r->object_id,
                         .body_id     = r->body_id,
                         .kind        = r->kind,
                         .object_kind = r->object_kind,
                         .slot        = r->slot,
                         .state       = (timer_state)r->state,
                         .start_ms    = r->start_ms,
                         .due_ms      = r->due_ms,
                         .paused_ms   = r->paused_ms,
                         .spent_ms    = r->spent_ms,
                         .next_ms     = living && r->look_ms != INT64_MAX ? r->look_ms : 0,
                         .tries       = r->tries };
}

status timer_look(call *c, int64_t id, timer_view *out)
{
    db             *d;
    timer_by_id_row row;
    TRY(call_db(c, &d));
    TRY(timer_by_id(d, &(timer_by_id_in){ id }, c->a, &row));
    *out = view_of(&row);
    return ST_OK;
}

status timers_of(call *c, str object_kind, int64_t object_id, timer_view **out, size_t *count)
{
    db                   *d;
    timers_of_object_row *rows;
    TRY(call_db(c, &d));
    timers_of_object_in in = { object_kind, object_id, TIMER_LIST_MAX };
    TRY(timers_of_object(d, &in, c->a, &rows, count));
    timer_view *list = NEW(c->a, timer_view, *count + 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        const timers_of_object_row *r   = &rows[i];
        timer_by_id_row             one = { .id          = r->id,
                                            .kind        = r->kind,
                                            .object_kind = r->object_kind,
                                            .object_id   = r->object_id,
                                            .slot        = r->slot,
                                            .state       = r->state,
                                            .start_ms    = r->start_ms,
                                            .due_ms      = r->due_ms,
                                            .look_ms     = r->look_ms,
                                            .tries       = r->tries,
                                            .paused_ms   = r->paused_ms,
                                            .spent_ms    = r->spent_ms,
                                            .body_id     = r->body_id };
        list[i]                         = view_of(&one);
    }
    *out = list;
    return ST_OK;
}

status timer_events(call *c, int64_t id, timer_event **out, size_t *count)
{
    db                  *d;
    timer_events_of_row *rows;
    TRY(call_db(c, &d));
    TRY(timer_events_of(d, &(timer_events_of_in){ id, TIMER_LIST_MAX }, c->a, &rows, count));
    timer_event *list = NEW(c->a, timer_event, *count + 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        list[i] = (timer_event){ .at_ms  = rows[i].at_ms,
                                 .due_ms = rows[i].due_ms,
                                 .event  = (timer_event_kind)rows[i].event,
                                 .mark   = (int)rows[i].mark,
                                 .login  = rows[i].login,
                                 .reason = rows[i].reason };
    }
    *out = list;
    return ST_OK;
}

status timers_count(call *c, int64_t *running, int64_t *late)
{
    db                *d;
    timers_waiting_row row;
    TRY(call_db(c, &d));
    TRY(timers_waiting(d, &(timers_waiting_in){ c->now_ms }, c->a, &row));
    *running = row.running;
    *late    = row.late;
    return ST_OK;
}
