// store_test.c - both engines keep the promises of store.h.
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "kit/store/things_queries.gen.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

typedef struct adding {
    thing_add_in row;
    int64_t      id;
} adding;

static status add_thing(db *d, void *ctx)
{
    adding       *w = ctx;
    char          memory[64];
    arena         a = arena_over(memory, sizeof(memory));
    thing_add_row row;
    TRY(thing_add(d, &w->row, &a, &row));
    w->id = row.id;
    return ST_OK;
}

static status add_named(store *s, str name, int64_t *id)
{
    adding w  = { .row = { .name = name } };
    status st = store_act(s, add_thing, &w);
    if (id) *id = w.id;
    return st;
}

static int64_t count_things(store *s)
{
    db             *d;
    char            memory[64];
    arena           a   = arena_over(memory, sizeof(memory));
    thing_count_row row = { -1 };
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(thing_count(d, &a, &row), ST_OK);
    store_read_end(d);
    return row.n;
}

static void a_row_comes_back_as_it_was_written(void **state)
{
    static const char bytes[] = { 0, 1, (char)0xFF, 0 };
    store            *s       = *state;
    adding            w       = { .row = { .name  = S("Hệ thống một cửa"),
                                           .level = some_int(3),
                                           .note  = S(""),
                                           .data  = { bytes, sizeof(bytes) } } };
    assert_int_equal(store_act(s, add_thing, &w), ST_OK);
    assert_true(w.id > 0);
    db             *d;
    arena           a = test_arena(65536);
    thing_by_id_row row;
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(thing_by_id(d, &(thing_by_id_in){ w.id }, &a, &row), ST_OK);
    assert_int_equal(thing_by_id(d, &(thing_by_id_in){ w.id + 1 }, &a, &row), ST_MISSING);
    store_read_end(d);
    assert_true(str_equal(row.name, S("Hệ thống một cửa")));
    assert_true(row.level.set && row.level.value == 3);
    assert_true(row.note.ptr && row.note.len == 0);
    assert_true(str_equal(row.data, (str){ bytes, sizeof(bytes) }));
}

static void absent_values_come_back_as_absent(void **state)
{
    store          *s = *state;
    int64_t         id;
    db             *d;
    arena           a = test_arena(65536);
    thing_by_id_row row;
    assert_int_equal(add_named(s, S("bare"), &id), ST_OK);
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(thing_by_id(d, &(thing_by_id_in){ id }, &a, &row), ST_OK);
    store_read_end(d);
    assert_false(row.level.set);
    assert_null(row.note.ptr);
    assert_null(row.data.ptr);
}

static status add_hundred(db *d, void *ctx)
{
    char  memory[4096];
    arena a = arena_over(memory, sizeof(memory));
    for (int i = 0; i < 100; i++) {
        arena         scratch = a;
        thing_add_row row;
        thing_add_in in = { .name = arena_printf(&scratch, "thing %03d", i), .level = some_int(2) };
        TRY(thing_add(d, &in, &scratch, &row));
    }
    return *(status *)ctx;
}

static void many_rows_come_in_order_and_stay(void **state)
{
    store          *s  = *state;
    status          st = ST_OK;
    db             *d;
    arena           a = test_arena(1 << 20);
    things_all_row *rows;
    size_t          count;
    assert_int_equal(store_act(s, add_hundred, &st), ST_OK);
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(things_all(d, &a, &rows, &count), ST_OK);
    store_read_end(d);
    assert_int_equal(count, 100);
    assert_true(str_equal(rows[0].name, S("thing 000")));
    assert_true(str_equal(rows[57].name, S("thing 057")));
    assert_true(str_equal(rows[99].name, S("thing 099")));
}

static void no_rows_are_no_failure_of_many(void **state)
{
    db             *d;
    arena           a = test_arena(65536);
    things_all_row *rows;
    size_t          count = 9;
    assert_int_equal(store_read_begin(*state, &d), ST_OK);
    assert_int_equal(things_all(d, &a, &rows, &count), ST_OK);
    store_read_end(d);
    assert_int_equal(count, 0);
}

typedef struct counting {
    int    seen;
    int    stop_at;
    status with;
} counting;

static status count_row(void *ctx, const things_each_row *row)
{
    counting *c = ctx;
    c->seen += row->name.len == 9 && row->level.set;
    return c->seen == c->stop_at ? c->with : ST_OK;
}

static void each_may_stop_and_the_look_goes_on(void **state)
{
    store         *s  = *state;
    status         st = ST_OK;
    db            *d;
    counting       c    = { .stop_at = 7, .with = ST_LIMIT };
    counting       all  = { 0 };
    counting       none = { 0 };
    things_each_in two  = { some_int(2) };
    assert_int_equal(store_act(s, add_hundred, &st), ST_OK);
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(things_each(d, &two, count_row, &c), ST_LIMIT);
    assert_int_equal(things_each(d, &two, count_row, &all), ST_OK);
    assert_int_equal(things_each(d, &(things_each_in){ 0 }, count_row, &none), ST_OK);
    store_read_end(d);
    assert_int_equal(c.seen, 7);
    assert_int_equal(all.seen, 100);
    assert_int_equal(none.seen, 0);
}

static void an_act_that_refuses_leaves_nothing(void **state)
{
    store *s  = *state;
    status st = ST_INVALID;
    assert_int_equal(store_act(s, add_hundred, &st), ST_INVALID);
    assert_int_equal(count_things(s), 0);
}

static status collide_and_ignore(db *d, void *ctx)
{
    adding one = { .row = { .name = S("one") } }, two = { .row = { .name = S("two") } };
    if (add_thing(d, &two) != ST_OK) return ST_BROKEN;
    *(status *)ctx = add_thing(d, &one);
    if (add_thing(d, &two) == ST_OK) return ST_BROKEN; // doomed: nothing runs any more
    return ST_OK;
}

static void a_failed_statement_dooms_its_act(void **state)
{
    store *s = *state;
    status inner;
    assert_int_equal(add_named(s, S("one"), NULL), ST_OK);
    assert_int_equal(store_act(s, collide_and_ignore, &inner), ST_CONFLICT);
    assert_int_equal(inner, ST_CONFLICT);
    assert_int_equal(count_things(s), 1);
    assert_int_equal(add_named(s, S("two"), NULL), ST_OK);
}

static status add_orphan(db *d, void *ctx)
{
    (void)ctx;
    return part_add(d, &(part_add_in){ 4711, S("orphan") }, NULL);
}

static void broken_rules_of_the_schema_are_invalid(void **state)
{
    adding w = { .row = { .name = S("six"), .level = some_int(6) } };
    assert_int_equal(store_act(*state, add_thing, &w), ST_INVALID);
    assert_int_equal(store_act(*state, add_orphan, NULL), ST_INVALID);
}

static void text_that_is_none_is_refused_alike(void **state)
{
    static const str bad[] = { STR("a\0b"), STR("\xFF"), STR("\xC3") };
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(add_named(*state, bad[i], NULL), ST_INVALID);
    assert_int_equal(count_things(*state), 0);
}

static status rename_twice(db *d, void *ctx)
{
    int64_t *changed = ctx;
    TRY(thing_rename(d, &(thing_rename_in){ S("a"), S("b") }, &changed[0]));
    return thing_rename(d, &(thing_rename_in){ S("a"), S("c") }, &changed[1]);
}

static void changed_rows_are_counted(void **state)
{
    int64_t changed[2] = { -1, -1 };
    assert_int_equal(add_named(*state, S("a"), NULL), ST_OK);
    assert_int_equal(store_act(*state, rename_twice, changed), ST_OK);
    assert_int_equal(changed[0], 1);
    assert_int_equal(changed[1], 0);
}

static int64_t count_on(db *d)
{
    char            memory[64];
    arena           a   = arena_over(memory, sizeof(memory));
    thing_count_row row = { -1 };
    assert_int_equal(thing_count(d, &a, &row), ST_OK);
    return row.n;
}

static void a_look_sees_one_moment(void **state)
{
    store *s = *state;
    db    *early, *late;
    assert_int_equal(store_read_begin(s, &early), ST_OK);
    assert_int_equal(count_on(early), 0);
    assert_int_equal(add_named(s, S("new"), NULL), ST_OK);
    assert_int_equal(count_on(early), 0);
    assert_int_equal(store_read_begin(s, &late), ST_OK);
    assert_int_equal(count_on(late), 1);
    store_read_end(late);
    store_read_end(early);
    assert_int_equal(count_things(s), 1);
}

static status add_and_read(db *d, void *ctx)
{
    (void)ctx;
    adding w = { .row = { .name = S("mine") } };
    TRY(add_thing(d, &w));
    return count_on(d) == 1 ? ST_OK : ST_BROKEN;
}

static void an_act_sees_its_own_writes(void **state)
{
    assert_int_equal(store_act(*state, add_and_read, NULL), ST_OK);
}

static void a_look_cannot_write(void **state)
{
    store *s = *state;
    db    *d;
    adding w = { .row = { .name = S("by a look") } };
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_not_equal(add_thing(d, &w), ST_OK);
    store_read_end(d);
    assert_int_equal(count_things(s), 0);
    assert_int_equal(add_named(s, S("by an act"), NULL), ST_OK);
}

static void every_query_prepares_and_keeps_its_columns(void **state)
{
    problem why = { 0 };
    assert_int_equal(sql_prepare_all(*state, &why), ST_OK);
}

static void quotes_comments_and_casts_keep_their_colons(void **state)
{
    db         *d;
    arena       a = test_arena(65536);
    quoting_row row;
    assert_int_equal(store_read_begin(*state, &d), ST_OK);
    assert_int_equal(quoting(d, &(quoting_in){ S("đ'") }, &a, &row), ST_OK);
    store_read_end(d);
    assert_true(str_equal(row.a, S(":word")));
    assert_true(str_equal(row.b, S("đ'")));
    assert_int_equal(row.c, 7);
}

static void an_undeclared_null_is_a_fault_not_a_zero(void **state)
{
    db            *d;
    arena          a   = test_arena(65536);
    null_total_row row = { 0 };
    assert_int_equal(store_read_begin(*state, &d), ST_OK);
    assert_int_equal(null_total(d, &a, &row), ST_BROKEN);
    store_read_end(d);
}

static void a_spent_arena_ends_the_read_not_the_look(void **state)
{
    store          *s  = *state;
    status          st = ST_OK;
    db             *d;
    char            memory[512];
    arena           small = arena_over(memory, sizeof(memory));
    things_all_row *rows;
    size_t          count;
    assert_int_equal(store_act(s, add_hundred, &st), ST_OK);
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(things_all(d, &small, &rows, &count), ST_MEMORY);
    assert_int_equal(count_on(d), 100);
    store_read_end(d);
}

// ---- faults ------------------------------------------------------------------------------------

typedef struct moving { // two counters whose sum an act keeps
    int runs;
} moving;

static int64_t counter_on(db *d, int64_t id)
{
    char            memory[64];
    arena           a   = arena_over(memory, sizeof(memory));
    counter_get_row row = { 0 };
    return counter_get(d, &(counter_get_in){ id }, &a, &row) == ST_OK ? row.n : -1;
}

static status move_one(db *d, void *ctx)
{
    moving *m = ctx;
    m->runs++;
    TRY(counter_add(d, &(counter_add_in){ 1, 1 }, NULL));
    TRY(counter_add(d, &(counter_add_in){ 2, -1 }, NULL));
    adding w = { .row = { .name = S("moved") } };
    return add_thing(d, &w);
}

static void an_act_is_all_or_nothing_whatever_fails(void **state)
{
    store *s = *state;
    for (int n = 1;; n++) {
        assert_true(n < 20);
        moving m = { 0 };
        store_fault(s, n, STORE_FAULT_BREAK);
        status st  = store_act(s, move_one, &m);
        bool   met = store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        db *d;
        assert_int_equal(store_read_begin(s, &d), ST_OK);
        int64_t one = counter_on(d, 1), two = counter_on(d, 2), things = count_on(d);
        store_read_end(d);
        assert_int_equal(st, met ? ST_BROKEN : ST_OK);
        assert_int_equal(one, met ? 0 : 1);
        assert_int_equal(two, met ? 0 : -1);
        assert_int_equal(things, met ? 0 : 1);
        if (met) continue;
        assert_int_equal(n, 5); // three statements and the commit had failed before
        break;
    }
}

static void an_act_that_collides_is_run_again(void **state)
{
    store *s = *state;
    for (int n = 1; n <= 3; n++) {
        moving m = { 0 };
        store_fault(s, n, STORE_FAULT_RERUN);
        status st = store_act(s, move_one, &m);
        assert_true(store_fault_met(s));
        assert_int_equal(st, n == 1 ? ST_OK : ST_CONFLICT); // the second time the name is taken
        assert_int_equal(m.runs, 2);
    }
}

static status always_collide(db *d, void *ctx)
{
    store *s = ctx;
    store_fault(s, 1, STORE_FAULT_RERUN);
    return counter_add(d, &(counter_add_in){ 1, 1 }, NULL);
}

static void an_act_that_always_collides_gives_up(void **state)
{
    assert_int_equal(store_act(*state, always_collide, *state), ST_CONFLICT);
}

// ---- many at once ------------------------------------------------------------------------------

enum { THREADS = 8, ACTS = 25 };

typedef struct worker {
    store    *s;
    int       number;
    int       refused, failed, collided;
    pthread_t thread;
} worker;

static status count_up(db *d, void *ctx)
{
    (void)ctx;
    int64_t now = counter_on(d, 1);
    return counter_set(d, &(counter_set_in){ 1, now + 1 }, NULL);
}

static status count_up_but_refuse(db *d, void *ctx)
{
    TRY(count_up(d, ctx));
    return ST_FORBIDDEN;
}

// A collision too many is an honest answer (ST_CONFLICT): a person would try again, and so do we.
static void *work(void *ctx)
{
    worker *w = ctx;
    for (int i = 0; i < ACTS; i++) {
        status st = store_act(w->s, count_up, NULL);
        for (; st == ST_CONFLICT; w->collided++) st = store_act(w->s, count_up, NULL);
        if (st != ST_OK) w->failed++;
        st = store_act(w->s, count_up_but_refuse, NULL);
        if (st == ST_FORBIDDEN || st == ST_CONFLICT) w->refused++;
    }
    return NULL;
}

static void acts_of_many_threads_lose_no_update(void **state)
{
    store *s = *state;
    worker all[THREADS];
    for (int i = 0; i < THREADS; i++) {
        all[i] = (worker){ .s = s, .number = i };
        assert_int_equal(pthread_create(&all[i].thread, NULL, work, &all[i]), 0);
    }
    int collided = 0;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(all[i].thread, NULL);
        assert_int_equal(all[i].failed, 0);
        assert_int_equal(all[i].refused, ACTS);
        collided += all[i].collided;
    }
    assert_true(collided < THREADS * ACTS / 10);
    db *d;
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(counter_on(d, 1), THREADS * ACTS);
    store_read_end(d);
}

static void *look_often(void *ctx)
{
    worker *w = ctx;
    for (int i = 0; i < ACTS; i++) {
        db *d;
        if (store_read_begin(w->s, &d) != ST_OK) {
            w->failed++;
            continue;
        }
        if (counter_on(d, 1) != 0) w->failed++;
        store_read_end(d);
    }
    return NULL;
}

static void more_looks_than_readers_wait_their_turn(void **state)
{
    worker all[THREADS];
    for (int i = 0; i < THREADS; i++) {
        all[i] = (worker){ .s = *state };
        assert_int_equal(pthread_create(&all[i].thread, NULL, look_often, &all[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(all[i].thread, NULL);
        assert_int_equal(all[i].failed, 0);
    }
}

// ---- schema ------------------------------------------------------------------------------------

static const sql_migration later   = { "9002_later", "CREATE TABLE later (id INTEGER PRIMARY KEY);",
                                       "CREATE TABLE later (id BIGINT PRIMARY KEY);" };
static const sql_migration earlier = { "9000_earlier",
                                       "CREATE TABLE earlier (id INTEGER PRIMARY KEY);",
                                       "CREATE TABLE earlier (id BIGINT PRIMARY KEY);" };
static const sql_migration renamed = { "9001_other", "SELECT 1;", "SELECT 1;" };
static const sql_migration broken  = { "9003_broken",
                                       "CREATE TABLE half (id INTEGER); CREATE TABLE nonsense;",
                                       "CREATE TABLE half (id BIGINT); CREATE TABLE nonsense;" };

static void use_migrations(const sql_migration *extra, size_t count)
{
    static sql_migration           list[2];
    static sql_module              more      = { .name = "more", .migrations = list };
    static const sql_module *const modules[] = { &things_sql, &more };
    for (size_t i = 0; i < count; i++) list[i] = extra[i];
    more.migration_count = count;
    store_register(modules, COUNT(modules));
}

static void what_was_stored_is_there_after_reopening(void **state)
{
    store **s = (store **)state;
    assert_int_equal(add_named(*s, S("kept"), NULL), ST_OK);
    assert_int_equal(test_store_reopen(s, NULL), ST_OK);
    assert_int_equal(count_things(*s), 1);
}

static void a_migration_may_come_after_one_with_a_higher_number(void **state)
{
    store **s = (store **)state;
    use_migrations(&later, 1);
    assert_int_equal(test_store_reopen(s, NULL), ST_OK);
    use_migrations((sql_migration[]){ later, earlier }, 2);
    assert_int_equal(test_store_reopen(s, NULL), ST_OK);
    assert_int_equal(test_store_reopen(s, NULL), ST_OK);
    use_migrations(NULL, 0);
}

static void a_newer_schema_is_refused(void **state)
{
    store **s   = (store **)state;
    problem why = { 0 };
    use_migrations(&later, 1);
    assert_int_equal(test_store_reopen(s, NULL), ST_OK);
    use_migrations(&earlier, 1);
    assert_int_equal(test_store_reopen(s, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("schema-newer")));
    use_migrations(NULL, 0);
}

static void a_migration_under_another_name_is_refused(void **state)
{
    store                        **s         = (store **)state;
    static const sql_module        other     = { "other", NULL, 0, &renamed, 1 };
    static const sql_module *const modules[] = { &other };
    problem                        why       = { 0 };
    store_register(modules, COUNT(modules));
    status st = test_store_reopen(s, &why);
    use_migrations(NULL, 0);
    assert_int_equal(st, ST_CONFLICT);
    assert_true(str_equal(why.rule, S("schema-newer")));
}

static void a_broken_migration_changes_nothing(void **state)
{
    store **s   = (store **)state;
    problem why = { 0 };
    assert_int_equal(add_named(*s, S("kept"), NULL), ST_OK);
    use_migrations(&broken, 1);
    status st = test_store_reopen(s, &why);
    use_migrations(NULL, 0);
    assert_int_not_equal(st, ST_OK);
    assert_true(str_equal(why.rule, S("migration-failed")));
    assert_int_equal(test_store_reopen(s, &why), ST_OK);
    assert_int_equal(count_things(*s), 1);
}

int main(void)
{
    use_migrations(NULL, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_comes_back_as_it_was_written),
        cmocka_unit_test(absent_values_come_back_as_absent),
        cmocka_unit_test(many_rows_come_in_order_and_stay),
        cmocka_unit_test(no_rows_are_no_failure_of_many),
        cmocka_unit_test(each_may_stop_and_the_look_goes_on),
        cmocka_unit_test(an_act_that_refuses_leaves_nothing),
        cmocka_unit_test(a_failed_statement_dooms_its_act),
        cmocka_unit_test(broken_rules_of_the_schema_are_invalid),
        cmocka_unit_test(text_that_is_none_is_refused_alike),
        cmocka_unit_test(changed_rows_are_counted),
        cmocka_unit_test(a_look_sees_one_moment),
        cmocka_unit_test(an_act_sees_its_own_writes),
        cmocka_unit_test(a_look_cannot_write),
        cmocka_unit_test(every_query_prepares_and_keeps_its_columns),
        cmocka_unit_test(quotes_comments_and_casts_keep_their_colons),
        cmocka_unit_test(an_undeclared_null_is_a_fault_not_a_zero),
        cmocka_unit_test(a_spent_arena_ends_the_read_not_the_look),
        cmocka_unit_test(an_act_is_all_or_nothing_whatever_fails),
        cmocka_unit_test(an_act_that_collides_is_run_again),
        cmocka_unit_test(an_act_that_always_collides_gives_up),
        cmocka_unit_test(acts_of_many_threads_lose_no_update),
        cmocka_unit_test(more_looks_than_readers_wait_their_turn),
        cmocka_unit_test(what_was_stored_is_there_after_reopening),
        cmocka_unit_test(a_migration_may_come_after_one_with_a_higher_number),
        cmocka_unit_test(a_newer_schema_is_refused),
        cmocka_unit_test(a_migration_under_another_name_is_refused),
        cmocka_unit_test(a_broken_migration_changes_nothing),
    };
    return test_store_run(tests, COUNT(tests));
}
