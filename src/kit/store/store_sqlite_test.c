// store_sqlite_test.c - what only the file engine promises: groups, the log's size, a full disk.
#include "kit/os/os.h"
#include "kit/store/sqlite_inside.h"
#include "kit/store/store_test_kit.h"
#include "kit/store/things_queries.gen.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

static char  memory[8192];
static arena a;
static str   place;

static int set_up(void **state)
{
    store *s;
    a = arena_over(memory, sizeof(memory));
    if (os_temp_folder(S("coloa-sqlite"), &a, &place) != ST_OK) return -1;
    store_options o = { .folder = place, .readers = 2 };
    if (store_open(&o, &s, NULL) != ST_OK) return -1;
    *state = s;
    return 0;
}

static int tear_down(void **state)
{
    store_close(*state);
    return os_remove_folder(OS_CWD, place) == ST_OK ? 0 : -1;
}

static int64_t bytes_of(const char *name)
{
    char         path[4096];
    arena        scratch = arena_over(path, sizeof(path));
    os_file_info info    = { 0 };
    str          full    = arena_printf(&scratch, STR_FMT "/%s", STR_ARG(place), name);
    return os_info_of(OS_CWD, full, &info) == ST_OK ? info.bytes : -1;
}

typedef struct filling {
    int   count;
    int   from;
    char *text;
    int   bytes;
} filling;

static status fill(db *d, void *ctx)
{
    filling *f = ctx;
    for (int i = 0; i < f->count; i++) {
        char          room[256];
        arena         scratch = arena_over(room, sizeof(room));
        thing_add_row row;
        thing_add_in  in = { .name = arena_printf(&scratch, "%d", f->from + i),
                             .data = { f->text, f->bytes } };
        TRY(thing_add(d, &in, &scratch, &row));
    }
    return ST_OK;
}

static int64_t count_things(store *s)
{
    db             *d;
    char            room[64];
    arena           scratch = arena_over(room, sizeof(room));
    thing_count_row row     = { -1 };
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(thing_count(d, &scratch, &row), ST_OK);
    store_read_end(d);
    return row.n;
}

static void the_files_are_private(void **state)
{
    static const char *const names[] = { "coloa.db", "coloa.db-wal", "coloa.db-shm" };
    filling                  f       = { .count = 1 };
    assert_int_equal(store_act(*state, fill, &f), ST_OK);
    for (size_t i = 0; i < COUNT(names); i++) assert_true(bytes_of(names[i]) >= 0);
}

static int cached_by(sqlite3 *handle)
{
    int now = 0, most = 0;
    assert_int_equal(sqlite3_db_status(handle, SQLITE_DBSTATUS_CACHE_USED, &now, &most, 0),
                     SQLITE_OK);
    return now;
}

// What a look or an act left in its connection's memory is gone after a rest, and all is there as before.
static void a_rest_gives_memory_back(void **state)
{
    static char   text[1024];
    const filling f = { .count = 2000, .text = text, .bytes = sizeof text };
    store        *s = *state;
    sqlite_store *q = s->inside;
    assert_int_equal(store_act(s, fill, (void *)(uintptr_t)&f), ST_OK);
    assert_int_equal(count_things(s), f.count);
    sqlite3 *reader = q->free_readers->handle;
    int      before = cached_by(reader);
    assert_true(before > 16 * 1024);
    store_rest(s);
    assert_true(cached_by(reader) < before / 2);
    assert_int_equal(count_things(s), f.count);
    db *held;
    assert_int_equal(store_read_begin(s, &held), ST_OK);
    store_rest(s); // somebody looks meanwhile: that connection is left alone
    store_read_end(held);
    assert_int_equal(count_things(s), f.count);
}

static char block[64 * 1024];

// A look held open keeps the log from being used anew; once it has ended the file shrinks again.
static void the_log_is_emptied_when_it_has_grown(void **state)
{
    store *s = *state;
    db    *held;
    assert_int_equal(store_read_begin(s, &held), ST_OK);
    char            room[64];
    arena           scratch = arena_over(room, sizeof(room));
    thing_count_row row;
    assert_int_equal(thing_count(held, &scratch, &row), ST_OK);
    for (int i = 0; i < 4; i++) { // four times 32 MiB; the limit is 64
        filling f = { .count = 512, .from = i * 512, .text = block, .bytes = sizeof(block) };
        assert_int_equal(store_act(s, fill, &f), ST_OK);
    }
    assert_true(bytes_of("coloa.db-wal") > 100 << 20);
    store_read_end(held);
    assert_int_equal(store_act(s, fill, &(filling){ .count = 1, .from = 100000 }), ST_OK);
    // The writer empties the file after the caller was woken, and before the next act.
    assert_int_equal(store_act(s, fill, &(filling){ .count = 1, .from = 100001 }), ST_OK);
    assert_true(bytes_of("coloa.db-wal") < 1 << 20);
    store_close(s);
    assert_int_equal(bytes_of("coloa.db-wal"), -1); // all of it is in the database
    store_options o = { .folder = place, .readers = 2 };
    assert_int_equal(store_open(&o, &s, NULL), ST_OK);
    *state = s;
    assert_int_equal(count_things(s), 4 * 512 + 2);
}

// The kernel refuses to let any file of this process grow beyond the limit, as a full disk would.
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_loses_the_act_and_nothing_else(void **state)
{
    store  *s     = *state;
    filling small = { .count = 1, .from = 1 };
    assert_int_equal(store_act(s, fill, &small), ST_OK);
    limit_files(256 * 1024);
    filling big = { .count = 100, .from = 10, .text = block, .bytes = sizeof(block) };
    assert_int_equal(store_act(s, fill, &big), ST_BROKEN);
    assert_int_equal(count_things(s), 1);
    limit_files(RLIM_INFINITY);
    assert_int_equal(store_act(s, fill, &big), ST_OK);
    assert_int_equal(count_things(s), 101);
}

// ---- groups ------------------------------------------------------------------------------------

enum { WAITERS = 24 };

typedef struct waiter {
    store      *s;
    int         number;
    status      end, got;
    atomic_int *gate; // the first act holds the writer until all others wait
    pthread_t   thread;
} waiter;

static status add_own(db *d, void *ctx)
{
    waiter *w = ctx;
    for (int i = 0; w->number == 0 && atomic_load(w->gate) < WAITERS - 1 && i < 5000; i++)
        os_sleep_ms(1);
    if (w->number == 0) os_sleep_ms(5); // those counted are on their way into the queue
    filling f = { .count = 1, .from = w->number };
    TRY(fill(d, &f));
    return w->end;
}

static void *wait_for_act(void *ctx)
{
    waiter *w = ctx;
    if (w->number) atomic_fetch_add(w->gate, 1);
    w->got = store_act(w->s, add_own, w);
    return NULL;
}

// Starts acts that wait together; every third refuses its own work.
static void act_together(store *s, waiter all[WAITERS])
{
    atomic_int gate = 0;
    for (int i = 0; i < WAITERS; i++) {
        all[i] = (waiter){
            .s = s, .number = i, .gate = &gate, .end = i % 3 ? ST_OK : ST_FORBIDDEN
        };
        assert_int_equal(pthread_create(&all[i].thread, NULL, wait_for_act, &all[i]), 0);
    }
    for (int i = 0; i < WAITERS; i++) pthread_join(all[i].thread, NULL);
}

static void acts_that_wait_together_fail_alone(void **state)
{
    waiter all[WAITERS];
    act_together(*state, all);
    for (int i = 0; i < WAITERS; i++) assert_int_equal(all[i].got, all[i].end);
    assert_int_equal(count_things(*state), WAITERS - WAITERS / 3);
}

// Whatever statement or commit fails in a group: what was said to be done is there, and no more.
static void a_failing_group_tells_every_caller_the_truth(void **state)
{
    store *s   = *state;
    bool   met = true;
    int    n   = 1;
    for (; met && n < 60; n++) {
        waiter all[WAITERS];
        int    done = 0;
        store_fault(s, n, STORE_FAULT_BREAK);
        act_together(s, all);
        met = store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        for (int i = 0; i < WAITERS; i++) {
            done += all[i].got == ST_OK;
            assert_true(all[i].got == all[i].end || (met && all[i].got == ST_BROKEN));
        }
        assert_int_equal(count_things(s), done);
        store_close(s);
        assert_int_equal(os_remove_folder(OS_CWD, place), ST_OK);
        assert_int_equal(set_up(state), 0);
        s = *state;
    }
    assert_true(n > WAITERS && n < 60);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    static const sql_module *const modules[] = { &things_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        TEST(the_files_are_private),
        TEST(a_rest_gives_memory_back),
        TEST(the_log_is_emptied_when_it_has_grown),
        TEST(a_full_disk_loses_the_act_and_nothing_else),
        TEST(acts_that_wait_together_fail_alone),
        TEST(a_failing_group_tells_every_caller_the_truth),
    };
    return cmocka_run_group_tests_name("store on SQLite", tests, NULL, NULL);
}
