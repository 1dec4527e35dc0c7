// store_test_kit.c - see store_test_kit.h.
#include "kit/store/store_test_kit.h"
#include "kit/os/os.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <libpq-fe.h>

enum { OPEN_MAX_ = 8, TESTS_MAX = 128, READERS = 4 };

typedef struct opened {
    bool   used;
    store *s;              // NULL while a reopening was refused
    char   folder[128];    // SQLite
    char   schema[64];     // PostgreSQL
    char   database[1024]; // with the schema as search_path
} opened;

static opened open_stores[OPEN_MAX_];

arena test_arena(size_t bytes)
{
    arena a = { 0 };
    if (os_map(bytes, &a) != ST_OK) abort();
    return a;
}

bool test_store_has(store_engine engine)
{
    return engine == STORE_SQLITE || os_env("COLOA_TEST_DATABASE").len;
}

static bool run_sql(const char *sql)
{
    PGconn   *c  = PQconnectdb(getenv("COLOA_TEST_DATABASE"));
    PGresult *r  = PQstatus(c) == CONNECTION_OK ? PQexec(c, sql) : NULL;
    bool      ok = r && PQresultStatus(r) == PGRES_COMMAND_OK;
    if (!ok) fprintf(stderr, "test database: %s", PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
    return ok;
}

static opened *entry_of(const store *s)
{
    for (size_t i = 0; i < OPEN_MAX_; i++) {
        if (open_stores[i].used && open_stores[i].s == s) return &open_stores[i];
    }
    return NULL;
}

static opened *free_entry(void)
{
    for (size_t i = 0; i < OPEN_MAX_; i++) {
        if (!open_stores[i].used) return &open_stores[i];
    }
    return NULL;
}

static bool make_place(opened *o, store_engine engine)
{
    char     room[512], sql[128];
    arena    a = arena_over(room, sizeof(room));
    str      path;
    uint64_t salt;
    *o = (opened){ 0 };
    if (engine == STORE_SQLITE) {
        if (os_temp_folder(S("coloa-store"), &a, &path) != ST_OK) return false;
        return snprintf(o->folder, sizeof(o->folder), STR_FMT, STR_ARG(path)) > 0;
    }
    const char *base = getenv("COLOA_TEST_DATABASE");
    if (!base || os_random(&salt, sizeof(salt)) != ST_OK) return false;
    snprintf(o->schema, sizeof(o->schema), "t%016llx", (unsigned long long)salt);
    snprintf(o->database, sizeof(o->database), "%s%coptions=-csearch_path%%3D%s", base,
             strchr(base, '?') ? '&' : '?', o->schema);
    snprintf(sql, sizeof(sql), "CREATE SCHEMA %s", o->schema);
    return run_sql(sql);
}

static void remove_place(opened *o)
{
    char sql[128];
    if (o->folder[0] && os_remove_folder(OS_CWD, str_from(o->folder)) != ST_OK)
        fprintf(stderr, "could not remove %s\n", o->folder);
    snprintf(sql, sizeof(sql), "SET client_min_messages=error; DROP SCHEMA %s CASCADE", o->schema);
    if (o->schema[0]) (void)run_sql(sql);
    o->used = false;
    o->s    = NULL;
}

static status open_place(opened *o, problem *why)
{
    store_options options = { .folder             = str_from(o->folder),
                              .database           = str_from(o->database),
                              .readers            = READERS,
                              .in_memory_sync_off = true };
    return store_open(&options, &o->s, why);
}

store *test_store_open(store_engine engine)
{
    opened *o   = free_entry();
    problem why = { 0 };
    if (!o || !test_store_has(engine) || !make_place(o, engine)) return NULL;
    o->used = true;
    if (open_place(o, &why) == ST_OK) return o->s;
    fprintf(stderr, "store_open: " STR_FMT " " STR_FMT "\n", STR_ARG(why.rule),
            STR_ARG(why.detail));
    remove_place(o);
    return NULL;
}

void test_store_close(store *s)
{
    opened *o = entry_of(s);
    if (!o) return;
    store_close(s);
    remove_place(o);
}

status test_store_reopen(store **s, problem *why)
{
    opened *o = entry_of(*s);
    store_close(o->s);
    o->s      = NULL;
    status st = open_place(o, why);
    *s        = o->s;
    return st;
}

// ---- running -----------------------------------------------------------------------------------

static int set_up(void **state)
{
    const store_engine *engine = *state;
    *state                     = test_store_open(*engine);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    test_store_close(*state);
    return 0;
}

int test_store_run(const struct CMUnitTest *tests, size_t count)
{
    static const store_engine engines[] = { STORE_SQLITE, STORE_POSTGRES };
    static const char *const  names[]   = { "sqlite", "postgres" };
    static char               texts[2 * TESTS_MAX][128];
    struct CMUnitTest         all[2 * TESTS_MAX];
    size_t                    n = 0;
    for (size_t e = 0; e < COUNT(engines); e++) {
        if (!test_store_has(engines[e])) {
            printf("notice: COLOA_TEST_DATABASE is not set, %zu tests on PostgreSQL left out\n",
                   count);
            continue;
        }
        for (size_t i = 0; i < count && i < TESTS_MAX; i++, n++) {
            snprintf(texts[n], sizeof(texts[n]), "%s (%s)", tests[i].name, names[e]);
            all[n] = (struct CMUnitTest){ .name          = texts[n],
                                          .test_func     = tests[i].test_func,
                                          .setup_func    = set_up,
                                          .teardown_func = tear_down,
                                          .initial_state = (void *)(uintptr_t)&engines[e] };
        }
    }
    return _cmocka_run_group_tests("store", all, n, NULL, NULL);
}
