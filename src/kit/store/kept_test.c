// kept_test.c - an answer is found until an act has ended, and by nobody but its asker.
#include "kit/store/kept.h"
#include "kit/store/store_test_kit.h"
#include "kit/store/things_queries.gen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char what[] = "number", else_[] = "other number";

static const kept_key the_key = { what, 1, 2, 3, 4 };

typedef struct found {
    int64_t value; // -1: none
    size_t  size;
} found;

static found ask(store *s, const kept_key *key, kept_term term)
{
    db   *d;
    found f = { -1, sizeof(f.value) };
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    if (!kept_find(d, key, &term, &f.value, &f.size)) assert_int_equal(f.value, -1);
    store_read_end(d);
    return f;
}

static void keep(store *s, const kept_key *key, int64_t now_ms, int64_t value)
{
    db *d;
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    kept_put(d, key, now_ms, &value, sizeof(value));
    store_read_end(d);
}

static status nothing(db *d, void *ctx)
{
    (void)d, (void)ctx;
    return ST_OK;
}

static const kept_term soon = { 1010, 100, 0 };

static void an_answer_is_found_until_an_act_has_ended(void **state)
{
    store *s = *state;
    assert_int_equal(ask(s, &the_key, soon).value, -1);
    keep(s, &the_key, 1000, 42);
    assert_int_equal(ask(s, &the_key, soon).value, 42);
    assert_int_equal(store_act(s, nothing, NULL), ST_OK);
    assert_int_equal(ask(s, &the_key, soon).value, -1);
}

static void an_old_look_keeps_nothing_for_later_ones(void **state)
{
    store  *s = *state;
    db     *d;
    int64_t value = 42;
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    assert_int_equal(store_act(s, nothing, NULL), ST_OK);
    kept_put(d, &the_key, 1000, &value, sizeof(value));
    store_read_end(d);
    assert_int_equal(ask(s, &the_key, soon).value, -1);
}

static void every_part_of_the_key_counts(void **state)
{
    store   *s = *state;
    kept_key others[5];
    for (size_t i = 0; i < COUNT(others); i++) others[i] = the_key;
    others[0].what = else_;
    others[1].person++;
    others[2].body++;
    others[3].other++;
    others[4].roles++;
    for (size_t i = 0; i < COUNT(others); i++) {
        keep(s, &the_key, 1000, 42);
        assert_int_equal(ask(s, &others[i], soon).value, -1);
    }
    assert_int_equal(ask(s, &the_key, soon).value, 42);
}

static void time_ends_what_time_changes(void **state)
{
    store *s = *state;
    keep(s, &the_key, 1000, 42);
    assert_int_equal(ask(s, &the_key, (kept_term){ 1049, 100, 50 }).value, 42);
    assert_int_equal(ask(s, &the_key, (kept_term){ 1050, 100, 50 }).value, -1);
    assert_int_equal(ask(s, &the_key, (kept_term){ 999, 100, 0 }).value, -1); // the clock went back
}

static void others_who_may_write_end_it_on_postgresql_only(void **state)
{
    store  *s     = *state;
    int64_t alone = store_engine_of(s) == STORE_SQLITE ? 42 : -1;
    keep(s, &the_key, 1000, 42);
    assert_int_equal(ask(s, &the_key, (kept_term){ 1099, 100, 0 }).value, 42);
    assert_int_equal(ask(s, &the_key, (kept_term){ 1100, 100, 0 }).value, alone);
    assert_int_equal(ask(s, &the_key, (kept_term){ 1000, 0, 0 }).value, alone);
}

static void what_does_not_fit_is_asked_for(void **state)
{
    store      *s = *state;
    static char large[KEPT_BYTES_MAX + 1];
    db         *d;
    keep(s, &the_key, 1000, 42);
    assert_int_equal(store_read_begin(s, &d), ST_OK);
    size_t small = 7;
    assert_false(kept_find(d, &the_key, &soon, large, &small));
    kept_put(d, &the_key, 1000, large, sizeof(large));
    store_read_end(d);
    assert_int_equal(ask(s, &the_key, soon).value, 42); // as it was
}

static status inside(db *d, void *ctx)
{
    int64_t value = 7;
    size_t  size  = sizeof(value);
    (void)ctx;
    kept_put(d, &the_key, 1000, &value, sizeof(value));
    return kept_find(d, &the_key, &soon, &value, &size) ? ST_BROKEN : ST_OK;
}

static void an_act_neither_finds_nor_keeps(void **state)
{
    store *s = *state;
    keep(s, &the_key, 1000, 42);
    assert_int_equal(store_act(s, inside, NULL), ST_OK);
    assert_int_equal(ask(s, &the_key, soon).value, -1);
}

int main(void)
{
    static const sql_module *const modules[] = { &things_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_is_found_until_an_act_has_ended),
        cmocka_unit_test(an_old_look_keeps_nothing_for_later_ones),
        cmocka_unit_test(every_part_of_the_key_counts),
        cmocka_unit_test(time_ends_what_time_changes),
        cmocka_unit_test(others_who_may_write_end_it_on_postgresql_only),
        cmocka_unit_test(what_does_not_fit_is_asked_for),
        cmocka_unit_test(an_act_neither_finds_nor_keeps),
    };
    return test_store_run(tests, COUNT(tests));
}
