// Tests of timers on both stores, with a clock of the test's own.
#include "kit/timers/timers.h"

#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const int64_t noon = 1795500000000;
static const int64_t hour = 3600LL * 1000, minute = 60LL * 1000;

// ---- what the tests' kinds do -----------------------------------------------------------------------

enum { TOLD_MAX = 64 };
static timer_fired told[TOLD_MAX]; // written by acts that may be run again: see `counted`
static size_t      told_count;
static int         failures_left;

// Runs inside the act; counted only once the act stands, so a rerun is told by its place.
static status toy_counts(call *c, const timer_fired *f)
{
    (void)c;
    if (failures_left > 0) {
        failures_left--;
        return ST_BROKEN;
    }
    assert_true(told_count < TOLD_MAX);
    told[told_count++] = *f;
    return ST_OK;
}

static status toy_breaks(call *c, const timer_fired *f)
{
    (void)c, (void)f;
    return ST_BROKEN;
}

// Leaves a row for each mark that really stood: what two servers may not double.
static status toy_audits(call *c, const timer_fired *f)
{
    return audit_write(c, S("toy.mark"), S("toy"), f->object_id, S(""));
}

static const timer_kind         kinds[]  = { { "toy.counts", toy_counts },
                                             { "toy.breaks", toy_breaks },
                                             { "toy.audits", toy_audits } };
static const timer_table        table    = { kinds, COUNT(kinds) };
static const timer_table *const tables[] = { &table };
static const timers_host        host     = { tables, 1 };

typedef struct desk {
    arena a;
    call  c;
} desk;

static desk *desk_at(store *s, int64_t now_ms)
{
    arena a = test_arena(8 << 20);
    desk *k = NEW(&a, desk, 1);
    k->a    = a;
    k->c    = (call){ .store  = s,
                      .a      = &k->a,
                      .now_ms = now_ms,
                      .lang   = LANG_VI,
                      .who    = { .person_id = -1, .body_id = 4, .login = S("system") } };
    return k;
}

static desk *fresh(store *s)
{
    told_count    = 0;
    failures_left = 0;
    return desk_at(s, noon);
}

typedef struct doing {
    call                 *c;
    const char           *what;
    int64_t               id;
    const timer_draft    *draft;
    const timer_schedule *schedule;
    problem               why;
} doing;

static status do_it(db *d, void *ctx)
{
    doing *w = ctx;
    (void)d;
    if (!strcmp(w->what, "start")) return timer_start(w->c, w->draft, &w->id, &w->why);
    if (!strcmp(w->what, "pause")) return timer_pause(w->c, w->id, S("chờ bổ sung"));
    if (!strcmp(w->what, "resume")) return timer_resume(w->c, w->id, S("đã bổ sung"));
    if (!strcmp(w->what, "stop")) return timer_stop(w->c, w->id, S("xong"));
    if (!strcmp(w->what, "stop all"))
        return timers_stop_all(w->c, S("toy"), w->draft->object_id, S("xong"));
    return timer_reschedule(w->c, w->id, w->schedule, S("gia hạn"), &w->why);
}

static status act(desk *k, const char *what, int64_t id)
{
    doing w = { .c = &k->c, .what = what, .id = id };
    return call_act(&k->c, do_it, &w);
}

static int64_t start(desk *k, const char *kind, int64_t object, const char *slot,
                     const timer_schedule *s)
{
    timer_draft draft = { .kind        = str_from(kind),
                          .object_kind = S("toy"),
                          .object_id   = object,
                          .slot        = str_from(slot),
                          .schedule    = *s };
    doing       w     = { .c = &k->c, .what = "start", .draft = &draft };
    assert_int_equal(call_act(&k->c, do_it, &w), ST_OK);
    return w.id;
}

static size_t fire_at(desk *k, int64_t now_ms)
{
    size_t  fired = 0;
    problem why   = { 0 };
    k->c.now_ms   = now_ms;
    assert_int_equal(timers_fire(&k->c, &host, 1000, &fired, &why), ST_OK);
    return fired;
}

static timer_view look(desk *k, int64_t id)
{
    timer_view v;
    assert_int_equal(timer_look(&k->c, id, &v), ST_OK);
    call_end(&k->c);
    return v;
}

// ---- tests ------------------------------------------------------------------------------------------

static void each_mark_comes_at_its_time(void **state)
{
    desk          *k  = fresh(*state);
    timer_schedule s  = timer_between(noon, noon + 100 * hour);
    int64_t        id = start(k, "toy.counts", 7, "24h", &s);
    assert_int_equal(fire_at(k, noon + 75 * hour - 1), 0);
    assert_int_equal(fire_at(k, noon + 75 * hour), 1);
    assert_int_equal(fire_at(k, noon + 75 * hour), 0);
    assert_int_equal(fire_at(k, noon + 90 * hour), 1);
    assert_int_equal(fire_at(k, noon + 100 * hour), 1);
    assert_int_equal(told[0].mark, TIMER_THREE_QUARTERS);
    assert_int_equal(told[1].mark, TIMER_NINE_TENTHS);
    assert_int_equal(told[2].mark, TIMER_DUE);
    assert_int_equal(told[2].object_id, 7);
    assert_int_equal(told[2].due_ms, noon + 100 * hour);
    assert_int_equal(look(k, id).state, TIMER_ENDED);
    assert_int_equal(fire_at(k, noon + 1000 * hour), 0);
}

static void a_week_asleep_fires_each_once_in_order(void **state)
{
    desk          *k = fresh(*state);
    timer_schedule a = timer_between(noon, noon + 10 * hour);
    timer_schedule b = timer_between(noon, noon + 20 * hour);
    assert_int_equal(timer_mark_put(&a, TIMER_RAISED, noon + 11 * hour), ST_OK);
    assert_int_equal(timer_mark_put(&a, TIMER_RAISED, noon + 12 * hour), ST_OK);
    int64_t first = start(k, "toy.counts", 1, "", &a);
    start(k, "toy.counts", 2, "", &b);
    assert_int_equal(fire_at(k, noon + 7 * 24 * hour), 8);
    static const int order[] = { TIMER_THREE_QUARTERS, TIMER_NINE_TENTHS, TIMER_DUE, TIMER_RAISED,
                                 TIMER_RAISED };
    size_t           n       = 0;
    for (size_t i = 0; i < told_count; i++) {
        if (told[i].timer_id != first) continue;
        assert_true(n < COUNT(order));
        assert_int_equal(told[i].mark, order[n]);
        assert_int_equal(told[i].overtaken, n + 1 < COUNT(order)); // only the last is news
        if (order[n] == TIMER_RAISED) assert_int_equal(told[i].raised, (int)n - 2);
        n++;
    }
    assert_int_equal(n, COUNT(order));
}

static void a_clock_set_back_fires_nothing_twice(void **state)
{
    desk          *k = fresh(*state);
    timer_schedule s = timer_between(noon, noon + 100 * hour);
    start(k, "toy.counts", 1, "", &s);
    assert_int_equal(fire_at(k, noon + 80 * hour), 1);
    assert_int_equal(fire_at(k, noon + 10 * hour), 0);
    assert_int_equal(fire_at(k, noon + 80 * hour), 0);
    assert_int_equal(fire_at(k, noon + 91 * hour), 1);
    assert_int_equal(told_count, 2);
}

static void a_pause_moves_what_was_to_come(void **state)
{
    desk          *k  = fresh(*state);
    timer_schedule s  = timer_between(noon, noon + 100 * hour);
    int64_t        id = start(k, "toy.counts", 1, "", &s);
    assert_int_equal(fire_at(k, noon + 80 * hour), 1);
    assert_int_equal(act(k, "pause", id), ST_OK);
    assert_int_equal(act(k, "pause", id), ST_CONFLICT);
    assert_int_equal(fire_at(k, noon + 300 * hour), 0);
    assert_int_equal(look(k, id).state, TIMER_PAUSED);
    k->c.now_ms = noon + 280 * hour; // two hundred hours later
    assert_int_equal(act(k, "resume", id), ST_OK);
    assert_int_equal(look(k, id).due_ms, noon + 300 * hour);
    assert_int_equal(look(k, id).spent_ms, 200LL * hour);
    assert_int_equal(fire_at(k, noon + 290 * hour - 1), 0);
    assert_int_equal(fire_at(k, noon + 290 * hour), 1);
    assert_int_equal(fire_at(k, noon + 300 * hour), 1);
    assert_int_equal(act(k, "resume", id), ST_CONFLICT);
}

static void what_was_late_before_the_pause_is_still_late_after_it(void **state)
{
    desk          *k  = fresh(*state);
    timer_schedule s  = timer_between(noon, noon + 100 * hour);
    int64_t        id = start(k, "toy.counts", 1, "", &s);
    k->c.now_ms       = noon + 80 * hour; // 75 % was not fired: the server was down
    assert_int_equal(act(k, "pause", id), ST_OK);
    k->c.now_ms = noon + 90 * hour;
    assert_int_equal(act(k, "resume", id), ST_OK);
    assert_int_equal(fire_at(k, noon + 90 * hour), 1);
    assert_int_equal(told[0].at_ms, noon + 75 * hour);
    // A clock set back during the pause makes it none.
    assert_int_equal(act(k, "pause", id), ST_OK);
    k->c.now_ms = noon;
    assert_int_equal(act(k, "resume", id), ST_OK);
    assert_int_equal(look(k, id).due_ms, noon + 110 * hour);
}

static void another_schedule_is_an_event(void **state)
{
    desk          *k    = fresh(*state);
    timer_schedule s    = timer_between(noon, noon + 100 * hour);
    timer_schedule more = timer_between(noon, noon + 200 * hour);
    int64_t        id   = start(k, "toy.counts", 1, "", &s);
    assert_int_equal(fire_at(k, noon + 95 * hour), 2);
    doing w = { .c = &k->c, .what = "again", .id = id, .schedule = &more };
    assert_int_equal(call_act(&k->c, do_it, &w), ST_OK);
    assert_int_equal(fire_at(k, noon + 140 * hour), 0);
    assert_int_equal(fire_at(k, noon + 200 * hour), 3);
    assert_int_equal(told_count, 5);
    timer_event *events;
    size_t       count;
    assert_int_equal(timer_events(&k->c, id, &events, &count), ST_OK);
    assert_int_equal(count, 7);
    assert_int_equal(events[0].event, TIMER_WAS_STARTED);
    assert_int_equal(events[3].event, TIMER_WAS_RESCHEDULED);
    assert_int_equal(events[3].due_ms, noon + 200 * hour);
    assert_true(str_equal(events[3].reason, S("gia hạn")));
    assert_int_equal(events[6].mark, TIMER_DUE);
    // The very same marks again: each had been fired for that instant.
    call_end(&k->c);
    id = start(k, "toy.counts", 2, "", &s);
    assert_int_equal(fire_at(k, noon + 95 * hour), 2);
    w = (doing){ .c = &k->c, .what = "again", .id = id, .schedule = &s };
    assert_int_equal(call_act(&k->c, do_it, &w), ST_OK);
    assert_int_equal(fire_at(k, noon + 99 * hour), 0);
    assert_int_equal(fire_at(k, noon + 100 * hour), 1);
    assert_int_equal(call_act(&k->c, do_it, &w), ST_CONFLICT); // it has ended
}

static void one_that_is_started_twice_is_one(void **state)
{
    desk          *k = fresh(*state);
    timer_schedule s = timer_between(noon, noon + 100 * hour);
    int64_t        a = start(k, "toy.counts", 5, "strict", &s);
    assert_int_equal(start(k, "toy.counts", 5, "strict", &s), a);
    int64_t b = start(k, "toy.counts", 5, "latest", &s);
    assert_true(a != b);
    assert_int_equal(fire_at(k, noon + 75 * hour), 2);
    assert_int_equal(act(k, "stop", a), ST_OK);
    assert_int_equal(act(k, "stop", a), ST_OK);
    assert_int_equal(fire_at(k, noon + 100 * hour), 2);
    timer_draft about = { .object_id = 5 };
    doing       w     = { .c = &k->c, .what = "stop all", .draft = &about };
    assert_int_equal(call_act(&k->c, do_it, &w), ST_OK);
    assert_true(start(k, "toy.counts", 5, "strict", &s) != a); // it may be begun anew
    timer_view *all;
    size_t      count;
    assert_int_equal(timers_of(&k->c, S("toy"), 5, &all, &count), ST_OK);
    assert_int_equal(count, 3);
}

static void one_that_fails_holds_up_no_other(void **state)
{
    desk          *k  = fresh(*state);
    timer_schedule s  = timer_between(noon, noon + 4 * hour);
    int64_t        id = start(k, "toy.breaks", 1, "", &s);
    start(k, "toy.counts", 2, "", &s);
    assert_int_equal(fire_at(k, noon + 3 * hour), 1);
    assert_int_equal(look(k, id).tries, 1);
    assert_int_equal(fire_at(k, noon + 3 * hour + 4999), 0);
    assert_int_equal(look(k, id).tries, 1); // not yet
    assert_int_equal(fire_at(k, noon + 3 * hour + 5000), 0);
    assert_int_equal(look(k, id).tries, 2);
    for (int i = 0; i < 30; i++) fire_at(k, noon + (4 + i) * (int64_t)hour);
    assert_in_range(look(k, id).tries, 20, 40);
    assert_in_range(look(k, id).next_ms, noon + 33LL * hour, noon + 35LL * hour);
}

static void one_that_failed_is_fired_when_it_is_well(void **state)
{
    desk          *k = fresh(*state);
    timer_schedule s = timer_between(noon, noon + 4 * hour);
    start(k, "toy.counts", 1, "", &s);
    failures_left = 2;
    assert_int_equal(fire_at(k, noon + 3 * hour), 0);
    assert_int_equal(fire_at(k, noon + 3 * hour + minute), 0);
    assert_int_equal(fire_at(k, noon + 3 * hour + 2 * minute), 1);
    assert_int_equal(told[0].mark, TIMER_THREE_QUARTERS);
}

static void two_servers_fire_it_once(void **state)
{
    store         *s = *state;
    desk          *k = fresh(s), *other = desk_at(s, noon);
    timer_schedule w = timer_between(noon, noon + 4 * hour);
    for (int i = 1; i <= 20; i++) start(k, "toy.audits", i, "", &w);
    size_t sum = 0; // by turns, a few marks each, as two keepers would
    for (int turn = 0; turn < 200 && sum < 60; turn++) {
        size_t  fired = 0;
        problem why   = { 0 };
        desk   *d     = turn % 2 ? k : other;
        d->c.now_ms   = noon + 5 * hour;
        assert_int_equal(timers_fire(&d->c, &host, 3, &fired, &why), ST_OK);
        sum += fired;
    }
    assert_int_equal(sum, 60);
    assert_int_equal(fire_at(k, noon + 5 * hour) + fire_at(other, noon + 5 * hour), 0);
    int64_t running, late;
    assert_int_equal(timers_count(&k->c, &running, &late), ST_OK);
    assert_int_equal(running + late, 0);
}

static void every_failing_write_leaves_it_whole(void **state)
{
    store *s    = *state;
    bool   ends = false;
    for (int n = 1; n < 60 && !ends; n++) {
        desk          *k = fresh(s);
        timer_schedule w = timer_between(noon, noon + 4 * hour);
        start(k, "toy.audits", 1000 + n, "", &w);
        size_t  fired = 0;
        problem why   = { 0 };
        k->c.now_ms   = noon + 3 * hour;
        store_fault(s, n, n % 2 ? STORE_FAULT_BREAK : STORE_FAULT_RERUN);
        status st = timers_fire(&k->c, &host, 1, &fired, &why);
        ends      = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        call_end(&k->c);
        assert_true(st == ST_OK || st == ST_BROKEN || st == ST_CONFLICT);
        // Fired now or a while later, but once: three marks, three events.
        for (int i = 1; i <= 20; i++) fire_at(k, noon + 4 * hour + i * (int64_t)hour);
        timer_view  *all;
        size_t       count, events;
        timer_event *told_events;
        assert_int_equal(timers_of(&k->c, S("toy"), 1000 + n, &all, &count), ST_OK);
        assert_int_equal(count, 1);
        assert_int_equal(all[0].state, TIMER_ENDED);
        assert_int_equal(timer_events(&k->c, all[0].id, &told_events, &events), ST_OK);
        assert_int_equal(events, 4);
        call_end(&k->c);
    }
    assert_true(ends);
}

static void every_lack_of_memory_is_told(void **state)
{
    store *s    = *state;
    bool   ends = false;
    for (int n = 0; n < 200 && !ends; n++) {
        desk          *k     = fresh(s);
        int            count = n;
        timer_schedule w     = timer_between(noon, noon + 4 * hour);
        timer_draft    draft = {
               .kind = S("toy.audits"), .object_kind = S("toy"), .object_id = 5000 + n, .schedule = w
        };
        doing start_it       = { .c = &k->c, .what = "start", .draft = &draft };
        k->a.fault_countdown = &count;
        status  st           = call_act(&k->c, do_it, &start_it);
        size_t  fired;
        problem why = { 0 };
        k->c.now_ms = noon + 3 * hour;
        if (st == ST_OK) st = timers_fire(&k->c, &host, 10, &fired, &why);
        ends                 = count > 0;
        k->a.fault_countdown = NULL;
        call_end(&k->c);
        assert_true(st == ST_OK || st == ST_MEMORY);
    }
    assert_true(ends);
}

static void bad_marks_and_kinds_are_refused(void **state)
{
    desk          *k    = fresh(*state);
    timer_schedule none = { .start_ms = noon, .due_ms = noon + 1 };
    timer_draft    bad  = { .kind = S("toy.counts"), .object_kind = S("toy"), .schedule = none };
    doing          w    = { .c = &k->c, .what = "start", .draft = &bad };
    assert_int_equal(call_act(&k->c, do_it, &w), ST_INVALID);
    assert_true(str_equal(w.why.rule, S("timer-marks")));
    bad.schedule = timer_between(noon + 2, noon);
    assert_int_equal(call_act(&k->c, do_it, &w), ST_INVALID);
    timer_schedule full = timer_between(noon, noon + hour);
    for (int i = 3; i < TIMER_MARKS_MAX; i++)
        assert_int_equal(timer_mark_put(&full, TIMER_RAISED, noon + 2 * hour), ST_OK);
    assert_int_equal(timer_mark_put(&full, TIMER_RAISED, noon + 2 * hour), ST_LIMIT);
    static const timer_kind         twice[]      = { { "a", toy_counts }, { "a", toy_counts } };
    static const timer_table        twice_table  = { twice, 2 };
    static const timer_table *const twice_list[] = { &twice_table };
    const timers_host               twice_host   = { twice_list, 1 };
    problem                         why          = { 0 };
    assert_int_equal(timers_fire(&k->c, &twice_host, 1, NULL, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("bad-timer-kind")));
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &timers_sql };
    store_register(modules, COUNT(modules));
    os_log_set(false, OS_ERROR + 1);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_mark_comes_at_its_time),
        cmocka_unit_test(a_week_asleep_fires_each_once_in_order),
        cmocka_unit_test(a_clock_set_back_fires_nothing_twice),
        cmocka_unit_test(a_pause_moves_what_was_to_come),
        cmocka_unit_test(what_was_late_before_the_pause_is_still_late_after_it),
        cmocka_unit_test(another_schedule_is_an_event),
        cmocka_unit_test(one_that_is_started_twice_is_one),
        cmocka_unit_test(one_that_fails_holds_up_no_other),
        cmocka_unit_test(one_that_failed_is_fired_when_it_is_well),
        cmocka_unit_test(two_servers_fire_it_once),
        cmocka_unit_test(every_failing_write_leaves_it_whole),
        cmocka_unit_test(every_lack_of_memory_is_told),
        cmocka_unit_test(bad_marks_and_kinds_are_refused),
    };
    return test_store_run(tests, COUNT(tests));
}
