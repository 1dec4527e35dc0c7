// worker_test.c - what a sealed program cannot do, and what becomes of one that misbehaves.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "kit/os/os.h"
#include "kit/workers/nursery.h"
#include "kit/workers/worker.h"

// All of it runs four times: the program started for each job or out of its nursery, answering by a pipe or a ring.
static char     memory[512 * 1024];
static bool     warm;
static uint32_t ring_bytes;
static int64_t  still_ms;

typedef struct told {
    char   text[4096];
    size_t len, frames;
    status answer; // what the callback returns
} told;

static status keep(void *ctx, uint8_t type, str payload)
{
    told *t = ctx;
    assert_int_equal(type, 9);
    t->frames++;
    if (t->len + (size_t)payload.len + 2 < sizeof t->text) {
        memcpy(t->text + t->len, payload.ptr, (size_t)payload.len);
        t->len += (size_t)payload.len;
        t->text[t->len++] = '\n';
    }
    return t->answer;
}

static status run(const char *behaviour, int64_t wall_ms, told *t, worker_outcome *out)
{
    static const frame_rule rules[] = { { 9, 200 }, { 0, 0 } };
    int                     fd      = -1;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    const worker_options o = {
        .program          = str_from(PROBE),
        .args             = { str_from(behaviour) },
        .in_fd            = fd,
        .wall_ms          = wall_ms,
        .still_ms         = still_ms,
        .ring_bytes       = ring_bytes,
        .output_bytes_max = 1 << 20,
        .rules            = rules,
        .frame            = keep,
        .ctx              = t,
    };
    problem why = { 0 };
    *out        = (worker_outcome){ 0 };
    status st   = worker_run(&o, arena_over(memory, sizeof memory), out, &why);
    os_close(fd);
    if (out->end) assert_int_equal(out->warm, warm);
    return st;
}

static void what_breaks_the_seal_is_killed_by_the_kernel(void **state)
{
    (void)state;
    static const char *const ways[] = { "open", "socket", "fork", "exec", "kill",
                                        "read", "write",  "code", "map" };
    for (size_t i = 0; i < COUNT(ways); i++) {
        told           t = { .answer = ST_OK };
        worker_outcome o;
        assert_int_equal(run(ways[i], 20000, &t, &o), ST_OK);
        if (o.end != WORKER_DIED || o.signal != SIGSYS) {
            fail_msg("%s: %s, signal %d", ways[i], worker_end_name(o.end), o.signal);
        }
    }
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { CRASH_SIGNAL = SIGSYS }; // its own report of the crash is what breaks the seal
#else
enum { CRASH_SIGNAL = SIGSEGV };
#endif

static void every_way_to_end_is_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *behaviour;
        int64_t     wall_ms;
        worker_end  end;
        int         signal, exit_code;
    } cases[] = {
        { "good", 20000, WORKER_DONE, 0, 0 },
        { "exit", 20000, WORKER_DIED, 0, 3 },
        { "usage", 20000, WORKER_DIED, 0, 2 },
        { "crash", 20000, WORKER_DIED, CRASH_SIGNAL, -1 },
        { "spin", 300, WORKER_TIMED_OUT, SIGKILL, -1 },
        { "spin", 20000, WORKER_DIED, SIGXCPU, -1 }, // its second of processor time is over
        { "linger", 300, WORKER_TIMED_OUT, SIGKILL, -1 },
        { "flood", 20000, WORKER_FLOODED, SIGKILL, -1 },
        { "frame-unsealed", 20000, WORKER_GARBLED, 0, 0 },
        { "frame-half-sealed", 20000, WORKER_GARBLED, 0, 0 },
        { "frame-type", 20000, WORKER_GARBLED, 0, 0 },
        { "frame-long", 20000, WORKER_GARBLED, 0, 0 },
        { "frame-pad", 20000, WORKER_GARBLED, 0, 0 },
        { "frame-half", 20000, WORKER_DIED, 0, 0 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        told           t = { .answer = ST_OK };
        worker_outcome o;
        assert_int_equal(run(cases[i].behaviour, cases[i].wall_ms, &t, &o), ST_OK);
        if (o.end != cases[i].end) {
            fail_msg("%s: %s, signal %d, code %d", cases[i].behaviour, worker_end_name(o.end),
                     o.signal, o.exit_code);
        }
        if (o.end == WORKER_GARBLED) continue; // it may have left before it was killed
        assert_int_equal(o.signal, cases[i].signal);
        assert_int_equal(o.exit_code, cases[i].exit_code);
    }
}

// One that was stopped uses no processor time and says nothing; one that computes is not taken for it.
static void one_that_hangs_is_told_long_before_its_time(void **state)
{
    (void)state;
    static const struct {
        const char *behaviour;
        worker_end  end;
        int         signal;
    } cases[] = { { "stop", WORKER_TIMED_OUT, SIGKILL }, { "spin", WORKER_DIED, SIGXCPU } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        told           t = { .answer = ST_OK };
        worker_outcome o;
        still_ms       = 500;
        int64_t before = os_monotonic_ns();
        assert_int_equal(run(cases[i].behaviour, 60000, &t, &o), ST_OK);
        still_ms = 0;
        assert_int_equal(o.end, cases[i].end);
        assert_int_equal(o.signal, cases[i].signal);
        assert_in_range(os_monotonic_ns() - before, 0, INT64_C(20000000000));
    }
}

static void a_worker_gets_its_two_descriptors_and_no_environment(void **state)
{
    (void)state;
    told           t = { .answer = ST_OK }, e = { .answer = ST_OK };
    worker_outcome o;
    int            spare = -1;
    assert_int_equal(os_temp_in_memory(&spare), ST_OK);
    assert_int_equal(run("descriptors", 20000, &t, &o), ST_OK);
    assert_int_equal(o.end, WORKER_DONE);
    assert_string_equal(t.text, "2 open, input there\n");
    assert_int_equal(run("environment", 20000, &e, &o), ST_OK);
    assert_string_equal(e.text, "TZ=UTC0\n");
    os_close(spare);
}

static void landlock_alone_refuses_every_path(void **state)
{
    (void)state;
    told           t = { .answer = ST_OK };
    worker_outcome o;
    assert_int_equal(run("landlock", 20000, &t, &o), ST_OK);
    assert_int_equal(o.end, WORKER_DONE);
    if (strcmp(t.text, "no landlock\n") == 0) {
        print_message("this kernel has no Landlock: skipped\n");
        skip();
    }
    assert_string_equal(t.text, "Permission denied\n");
}

static void memory_beyond_the_limit_is_refused(void **state)
{
    (void)state;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    skip(); // not limited in sanitizer builds
#endif
    told           t = { .answer = ST_OK };
    worker_outcome o;
    assert_int_equal(run("memory", 20000, &t, &o), ST_OK);
    assert_string_equal(t.text, "sealed\nrefused\n");
}

static void the_callers_refusal_stops_the_worker_and_is_returned(void **state)
{
    (void)state;
    told           t = { .answer = ST_CONFLICT };
    worker_outcome o;
    assert_int_equal(run("flood", 20000, &t, &o), ST_CONFLICT);
    assert_int_equal(o.end, WORKER_STOPPED);
    assert_int_equal(t.frames, 1);
}

static void a_program_that_is_not_there_is_told(void **state)
{
    (void)state;
    static const frame_rule rules[] = { { 9, 10 }, { 0, 0 } };
    const worker_options    o       = { .program          = S("/nowhere/coloa-parse"),
                                        .in_fd            = 0,
                                        .wall_ms          = 1000,
                                        .output_bytes_max = 1000,
                                        .rules            = rules,
                                        .frame            = keep };
    worker_outcome          got;
    problem                 why = { 0 };
    assert_int_equal(worker_run(&o, arena_over(memory, sizeof memory), &got, &why), ST_BROKEN);
    assert_true(str_equal(why.rule, S("worker-start")));
    assert_int_equal(worker_run(&o, arena_over(memory, 100), &got, &why), ST_MEMORY);
}

static void counts_that_cannot_be_are_garbage(void **state)
{
    (void)state;
    if (!ring_bytes) skip();
    told           t = { .answer = ST_OK };
    worker_outcome o;
    assert_int_equal(run("miscount", 20000, &t, &o), ST_OK);
    assert_int_equal(o.end, WORKER_GARBLED);
}

static int by_ring(void **state)
{
    (void)state;
    ring_bytes = 64 * 1024;
    return 0;
}

static int open_nursery(void **state)
{
    (void)state;
    warm       = true;
    ring_bytes = 0;
    return nursery_open(PROBE) == ST_OK ? 0 : -1;
}

static int open_nursery_by_ring(void **state)
{
    return open_nursery(state) == 0 ? by_ring(state) : -1;
}

static int close_nurseries(void **state)
{
    (void)state;
    nurseries_close();
    return 0;
}

static void frames_are_taken_one_by_one_however_they_are_cut(void **state)
{
    (void)state;
    static const frame_rule rules[] = { { 3, 5 }, { 0, 0 } };
    static const char       bytes[] = "\x02\0\0\0\x03\0\0\0ab\x00\0\0\0\x03\0\0\0";
    uint8_t                 type    = 0;
    str                     payload;
    size_t                  used = 0;
    for (ptrdiff_t n = 0; n < 10; n++) {
        assert_int_equal(frame_next((str){ bytes, n }, rules, &type, &payload, &used),
                         FRAME_PARTIAL);
    }
    assert_int_equal(frame_next((str){ bytes, 18 }, rules, &type, &payload, &used), FRAME_READY);
    assert_int_equal(used, 10);
    assert_true(str_equal(payload, S("ab")));
    assert_int_equal(frame_next((str){ bytes + 10, 8 }, rules, &type, &payload, &used),
                     FRAME_READY);
    assert_int_equal(payload.len, 0);
    static const char over[] = "\x06\0\0\0\x03\0\0\0";
    assert_int_equal(frame_next((str){ over, 8 }, rules, &type, &payload, &used), FRAME_BAD);
}

int main(void)
{
    const struct CMUnitTest both[] = {
        cmocka_unit_test(what_breaks_the_seal_is_killed_by_the_kernel),
        cmocka_unit_test(every_way_to_end_is_told_apart),
        cmocka_unit_test(one_that_hangs_is_told_long_before_its_time),
        cmocka_unit_test(a_worker_gets_its_two_descriptors_and_no_environment),
        cmocka_unit_test(landlock_alone_refuses_every_path),
        cmocka_unit_test(memory_beyond_the_limit_is_refused),
        cmocka_unit_test(the_callers_refusal_stops_the_worker_and_is_returned),
        cmocka_unit_test(a_program_that_is_not_there_is_told),
        cmocka_unit_test(counts_that_cannot_be_are_garbage),
    };
    const struct CMUnitTest frames[] = {
        cmocka_unit_test(frames_are_taken_one_by_one_however_they_are_cut),
    };
    return cmocka_run_group_tests_name("started", both, NULL, NULL) +
           cmocka_run_group_tests_name("started, ring", both, by_ring, NULL) +
           cmocka_run_group_tests_name("nursery", both, open_nursery, close_nurseries) +
           cmocka_run_group_tests_name("nursery, ring", both, open_nursery_by_ring,
                                       close_nurseries) +
           cmocka_run_group_tests(frames, NULL, NULL);
}
