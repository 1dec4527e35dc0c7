// timers.h - instants that something waits for: kept in the store, each mark fired once and in order,
// also after a restart, a clock set back, a week asleep, and with several servers on one PostgreSQL.
//
// It knows neither law nor calendar. A timer is a list of marks, each an instant: the caller says which.
// Real hours (incidents) are laid out by timer_between; working days (dossiers) by the caller with
// kit/law's calendar, who sets the marks anew when the calendar or the period changes. Several clocks of
// one object - a strict and a latest date, two addressees - are several timers in different slots.
//
// Order of use: a module registers kinds; its act calls timer_start, timer_pause, …; the server calls
// timers_fire every second. All functions but timers_fire are called inside call_act or a look.
#ifndef COLOA_KIT_TIMERS_TIMERS_H
#define COLOA_KIT_TIMERS_TIMERS_H

#include "kit/base/base.h"
#include "kit/call/call.h"

enum {
    TIMER_MARKS_MAX  = 12,
    TIMER_TEXT_MAX   = 60,  // bytes of a kind, an object's kind, a slot
    TIMER_REASON_MAX = 500, // characters
    TIMER_LIST_MAX   = 100, // timers of one object, events of one timer
};

typedef enum timer_mark_kind { // numbers are in the store
    TIMER_THREE_QUARTERS = 1,
    TIMER_NINE_TENTHS,
    TIMER_DUE,
    TIMER_LATEST, // beyond the due date there is none left
    TIMER_RAISED, // overdue for so long that it goes one up; may stand several times
} timer_mark_kind;

typedef enum timer_state {
    TIMER_RUNNING = 1,
    TIMER_PAUSED,
    TIMER_ENDED,   // every mark was fired
    TIMER_STOPPED, // what it waited for was done
} timer_state;

typedef struct timer_mark {
    timer_mark_kind kind;
    int64_t         at_ms;
} timer_mark;

typedef struct timer_schedule {
    int64_t    start_ms, due_ms;
    timer_mark marks[TIMER_MARKS_MAX]; // by time
    size_t     count;
} timer_schedule;

// 75 %, 90 % and due of a period in real time.
timer_schedule timer_between(int64_t start_ms, int64_t due_ms);
// Adds a mark in its place. ST_LIMIT beyond TIMER_MARKS_MAX.
status timer_mark_put(timer_schedule *s, timer_mark_kind kind, int64_t at_ms) MUST_CHECK;

// ---- in acts --------------------------------------------------------------------------------------
typedef struct timer_draft {
    str            kind; // of a registered timer_kind
    str            object_kind;
    int64_t        object_id;
    str            slot; // empty: the only one of its kind about the object
    timer_schedule schedule;
} timer_draft;

// Marks that lie in the past are fired at once, in order. Started again while it lives: *id is that
// one's and nothing changes. ST_INVALID "timer-marks" (none, out of order, or due before the start).
status timer_start(call *c, const timer_draft *draft, int64_t *id, problem *why) MUST_CHECK;
// The living one of that key. ST_MISSING.
status timer_living_id(call *c, str kind, str object_kind, int64_t object_id, str slot,
                       int64_t *id) MUST_CHECK;
// While it is paused nothing is fired. ST_CONFLICT when it does not run.
status timer_pause(call *c, int64_t id, str reason) MUST_CHECK;
// What was still to come comes later by as long as the pause was. ST_CONFLICT when it is not paused.
status timer_resume(call *c, int64_t id, str reason) MUST_CHECK;
// Other marks from now on; those not yet fired are void. A mark that was fired already for the very same
// instant is not fired again. A paused timer stays paused. ST_CONFLICT when it has ended.
status timer_reschedule(call *c, int64_t id, const timer_schedule *s, str reason,
                        problem *why) MUST_CHECK;
// Done, or no longer wanted. One that has ended or was stopped stays as it is: ST_OK.
status timer_stop(call *c, int64_t id, str reason) MUST_CHECK;
status timers_stop_all(call *c, str object_kind, int64_t object_id, str reason) MUST_CHECK;

// ---- looking --------------------------------------------------------------------------------------
typedef struct timer_view {
    int64_t     id, object_id, body_id;
    str         kind, object_kind, slot;
    timer_state state;
    int64_t     start_ms, due_ms;
    int64_t     paused_ms, spent_ms; // paused since (0: not); for how long before
    int64_t     next_ms;             // of the next mark; 0: none to come
    int64_t     tries;               // the next mark's function failed so often
} timer_view;

status timer_look(call *c, int64_t id, timer_view *out) MUST_CHECK; // ST_MISSING
// Those of one object, living or over, by due date.
status timers_of(call *c, str object_kind, int64_t object_id, timer_view **out,
                 size_t *count) MUST_CHECK;

typedef enum timer_event_kind {
    TIMER_WAS_STARTED = 1,
    TIMER_WAS_FIRED,
    TIMER_WAS_PAUSED,
    TIMER_WAS_RESUMED,
    TIMER_WAS_RESCHEDULED,
    TIMER_WAS_STOPPED,
} timer_event_kind;

typedef struct timer_event {
    int64_t          at_ms, due_ms;
    timer_event_kind event;
    int              mark; // timer_mark_kind of a firing, else 0
    str              login, reason;
} timer_event;
status timer_events(call *c, int64_t id, timer_event **out,
                    size_t *count) MUST_CHECK; // as they befell

// ---- firing ---------------------------------------------------------------------------------------
typedef struct timer_fired {
    int64_t         timer_id, object_id, body_id;
    str             object_kind, slot;
    timer_mark_kind mark;
    int             raised;    // how many TIMER_RAISED came so far, this one counted
    int64_t         at_ms;     // for when it was set; c->now_ms may be much later
    int64_t         due_ms;    // of the timer
    bool            overtaken; // a later mark is due as well: a mere reminder need not be told
} timer_fired;

// Does what the mark asks for, inside the act that writes the mark down: both happen or neither. It may
// be run again, as every act. Any status but ST_OK leaves the mark unfired; it is tried again, later
// each time, and holds up no other timer.
typedef status timer_fn(call *c, const timer_fired *f);

typedef struct timer_kind {
    const char *name; // "tasks.due"; stays the same for ever
    timer_fn   *fn;
} timer_kind;

typedef struct timer_table { // of one module
    const timer_kind *kinds;
    size_t            count;
} timer_table;

typedef struct timers_host {
    const timer_table *const *tables;
    size_t                    table_count;
} timers_host;

// Fires what is due at c->now_ms, at most `most` marks, as c->who. Costs one look when nothing is due.
// Refuses a kind named twice or without a function ("bad-timer-kind"). *fired may be NULL.
status timers_fire(call *c, const timers_host *host, size_t most, size_t *fired,
                   problem *why) MUST_CHECK;

// How many run, and how many of them are late now.
status timers_count(call *c, int64_t *running, int64_t *late) MUST_CHECK;

extern const sql_module timers_sql; // for store_register

#endif
