// store_test.c - both engines keep the promises of store.h.
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "kit/store/things_queries.gen.h"

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

int main(void)
{
    static const sql_module *const modules[] = { &things_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_comes_back_as_it_was_written),
    };
    (void)add_named;
    (void)count_things;
    return test_store_run(tests, COUNT(tests));
}
