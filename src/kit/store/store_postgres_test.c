// store_postgres_test.c - what only the server engine promises: connections that come and go.
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "kit/store/things_queries.gen.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>
#include <libpq-fe.h>

static int set_up(void **state)
{
    *state = test_store_open(STORE_POSTGRES);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    test_store_close(*state);
    return 0;
}

static void run_sql(const char *sql)
{
    char      address[1024];
    str       base = os_env("COLOA_TEST_DATABASE");
    PGconn   *c;
    PGresult *r;
    snprintf(address, sizeof(address), STR_FMT "&application_name=test", STR_ARG(base));
    c = PQconnectdb(address);
    r = PQexec(c, sql);
    assert_true(PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK);
    PQclear(r);
    PQfinish(c);
}

static void cut_connections(void)
{
    run_sql("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE application_name = 'coloa'");
}

static int64_t counter_on(db *d)
{
    char            memory[64];
    arena           a   = arena_over(memory, sizeof(memory));
    counter_get_row row = { 0 };
    return counter_get(d, &(counter_get_in){ 1 }, &a, &row) == ST_OK ? row.n : -1;
}

static int64_t look(store *s)
{
    db *d;
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    int64_t n = counter_on(d);
    store_read_end(d);
    return n;
}

typedef struct counting {
    int runs;
    int cut_in_run; // the connection is cut inside this run
} counting;

static status count_up(db *d, void *ctx)
{
    counting *c = ctx;
    TRY(counter_add(d, &(counter_add_in){ 1, 1 }, NULL));
    if (++c->runs == c->cut_in_run) cut_connections();
    return counter_add(d, &(counter_add_in){ 1, 1 }, NULL);
}

static void a_look_survives_a_server_that_went_away_before(void **state)
{
    store *s = *state;
    assert_int_equal(look(s), 0);
    cut_connections();
    assert_int_equal(look(s), 0);
}

static void an_act_survives_a_server_that_went_away_before(void **state)
{
    store   *s = *state;
    counting c = { 0 };
    assert_int_equal(look(s), 0);
    cut_connections();
    assert_int_equal(store_act(s, count_up, &c), ST_OK);
    assert_int_equal(look(s), 2);
}

static void an_act_cut_in_the_middle_is_run_again_as_a_whole(void **state)
{
    store   *s = *state;
    counting c = { .cut_in_run = 1 };
    assert_int_equal(store_act(s, count_up, &c), ST_OK);
    assert_int_equal(c.runs, 2);
    assert_int_equal(look(s), 2);
}

static void a_look_cut_in_the_middle_fails_and_the_next_works(void **state)
{
    store *s = *state;
    db    *d;
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(counter_on(d), 0);
    cut_connections();
    assert_int_equal(counter_on(d), -1);
    store_read_end(d);
    assert_int_equal(look(s), 0);
}

typedef struct opening {
    str       address;
    store    *s;
    status    st;
    pthread_t thread;
} opening;

static void *open_it(void *ctx)
{
    opening      *o       = ctx;
    store_options options = { .database = o->address };
    o->st                 = store_open(&options, &o->s, NULL);
    return NULL;
}

static void nodes_that_start_together_make_the_schema_once(void **state)
{
    char    address[1024];
    opening all[4];
    (void)state;
    run_sql("DROP SCHEMA IF EXISTS together CASCADE");
    run_sql("CREATE SCHEMA together");
    snprintf(address, sizeof(address), STR_FMT "&options=-csearch_path%%3Dtogether",
             STR_ARG(os_env("COLOA_TEST_DATABASE")));
    for (size_t i = 0; i < COUNT(all); i++) {
        all[i] = (opening){ .address = str_from(address) };
        assert_int_equal(pthread_create(&all[i].thread, NULL, open_it, &all[i]), 0);
    }
    for (size_t i = 0; i < COUNT(all); i++) {
        pthread_join(all[i].thread, NULL);
        assert_int_equal(all[i].st, ST_OK);
        store_close(all[i].s);
    }
    run_sql("DROP SCHEMA together CASCADE");
}

static status open_other(const char *name, problem *why)
{
    char   address[1024];
    store *s;
    char   base[1024];
    str    all = os_env("COLOA_TEST_DATABASE"), head, tail;
    assert_true(str_cut(all, '?', &head, &tail));
    snprintf(base, sizeof(base), "postgresql:///%s?" STR_FMT, name, STR_ARG(tail));
    snprintf(address, sizeof(address), "%s", base);
    store_options options = { .database = str_from(address) };
    return store_open(&options, &s, why);
}

static void a_database_that_sorts_otherwise_is_refused(void **state)
{
    problem why = { 0 };
    (void)state;
    run_sql("CREATE DATABASE other_order TEMPLATE template0 LOCALE 'C.UTF-8'");
    run_sql("CREATE DATABASE other_letters TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'");
    assert_int_equal(open_other("other_order", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("database-collation")));
    assert_int_equal(open_other("other_letters", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("database-encoding")));
    assert_int_equal(open_other("not_there", &why), ST_BROKEN);
    assert_true(str_equal(why.rule, S("database-unreachable")));
    run_sql("DROP DATABASE other_order");
    run_sql("DROP DATABASE other_letters");
}

static status count_one(db *d, void *ctx)
{
    (void)ctx;
    return counter_add(d, &(counter_add_in){ 1, 1 }, NULL);
}

static status set_fatal(db *d, void *ctx)
{
    ++*(int *)ctx;
    return counter_set(d, &(counter_set_in){ 1, 666 }, NULL); // a trigger ends the server's process
}

static void a_commit_whose_answer_is_lost_is_not_run_again(void **state)
{
    int runs = 0;
    assert_int_equal(store_act(*state, set_fatal, &runs), ST_BROKEN);
    assert_int_equal(runs, 1);
    assert_int_equal(store_act(*state, count_one, NULL), ST_OK);
    assert_int_equal(look(*state), 1);
}

static void an_act_waits_for_a_free_connection(void **state)
{
    store *s = *state;
    db    *held[3];
    for (size_t i = 0; i < COUNT(held); i++) assert_int_equal(store_read_begin(s, &held[i]), ST_OK);
    assert_int_equal(store_act(s, count_one, NULL), ST_OK); // the fourth of four
    for (size_t i = 0; i < COUNT(held); i++) store_read_end(held[i]);
    assert_int_equal(look(s), 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
    static const sql_module *const modules[] = { &things_sql };
    store_register(modules, COUNT(modules));
    if (!test_store_has(STORE_POSTGRES)) {
        printf("notice: COLOA_TEST_DATABASE is not set, the tests on PostgreSQL are left out\n");
        return 77; // meson counts it as skipped
    }
    const struct CMUnitTest tests[] = {
        TEST(a_look_survives_a_server_that_went_away_before),
        TEST(an_act_survives_a_server_that_went_away_before),
        TEST(an_act_cut_in_the_middle_is_run_again_as_a_whole),
        TEST(a_look_cut_in_the_middle_fails_and_the_next_works),
        TEST(nodes_that_start_together_make_the_schema_once),
        TEST(a_database_that_sorts_otherwise_is_refused),
        TEST(a_commit_whose_answer_is_lost_is_not_run_again),
        TEST(an_act_waits_for_a_free_connection),
    };
    return cmocka_run_group_tests_name("store on PostgreSQL", tests, NULL, NULL);
}
