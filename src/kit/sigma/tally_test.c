// tally_test.c - windows over time: each kind of correlation, its bounds, groups, and correlations of correlations.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/sigma/ranks.h"
#include "kit/sigma/tally.h"

enum { ROOM = 512 * 1024 * 1024, SECOND = 1000 };

static char *memory;
static char  told[4096];

static status on_found(void *ctx, const tally_finding *f)
{
    size_t at = strlen(told);
    (void)ctx;
    snprintf(told + at, sizeof told - at, "%u:" STR_FMT " %lld-%lld %llu;", f->correlation->rule,
             STR_ARG(f->group[0]), (long long)f->from_ms / SECOND, (long long)f->to_ms / SECOND,
             (unsigned long long)f->count);
    if (!sigma_is_number(f->correlation->counting)) return ST_OK;
    at = strlen(told);
    snprintf(told + at, sizeof told - at, "=%g;", f->number);
    return ST_OK;
}

// Events as "rule group value second", each ended by a semicolon; what was found.
static const char *finds_all(const sigma_correlation *const *c, size_t count, const char *events)
{
    arena  a = arena_over(memory, ROOM);
    tally *t = tally_new(c, count, 42, &a);
    assert_non_null(t);
    told[0] = 0;
    for (const char *p = events; *p; p = strchr(p, ';') + 1) {
        unsigned   rule, second;
        char       group[32], value[32];
        sigma_mark m = { 0 };
        assert_int_equal(sscanf(p, " %u %31s %31s %u", &rule, group, value, &second), 4);
        m.rule        = rule;
        m.group[0]    = str_from(group);
        m.group_count = c[0]->group_count;
        m.value       = str_from(value);
        assert_int_equal(tally_add(t, &m, (int64_t)second * SECOND, 0, second), ST_OK);
    }
    assert_int_equal(tally_close(t, on_found, NULL), ST_OK);
    return told;
}

static const char *finds(sigma_correlation c, const char *events)
{
    const sigma_correlation *one = &c;
    c.group_count                = 1;
    c.group[0]                   = S("g");
    return finds_all(&one, 1, events);
}

static const sigma_correlation counts = { 9, SIGMA_EVENT_COUNT, 10 * SECOND, 3, -1, { 1 }, 1 };

static void test_events(void **state)
{
    (void)state;
    assert_string_equal(finds(counts, "1 a x 1;1 a x 5;1 a x 11;"), "9:a 1-11 3;");
    assert_string_equal(finds(counts, "1 a x 1;1 a x 5;1 a x 12;"), "");
    assert_string_equal(finds(counts, "1 a x 11;1 a x 1;1 a x 5;"), "9:a 1-11 3;"); // in any order
    assert_string_equal(finds(counts, "1 a x 1;1 b x 5;1 a x 6;"), "");             // groups apart
    assert_string_equal(finds(counts, "1 a x 1;1 a x 12;1 a x 13;1 a x 14;"), "9:a 12-14 3;");
    // a window is told once, and the next begins behind it
    assert_string_equal(
        finds(counts, "1 a x 1;1 a x 2;1 a x 3;1 a x 4;1 a x 20;1 a x 21;1 a x 22;"),
        "9:a 1-4 4;9:a 20-22 3;");
}

static void test_bounds(void **state)
{
    sigma_correlation c = counts;
    (void)state;
    c.least = 1, c.most = 2;
    assert_string_equal(finds(c, "1 a x 1;1 a x 2;1 a x 3;1 a x 40;"), "9:a 40-40 1;");
    c.least = c.most = 2;
    assert_string_equal(finds(c, "1 a x 1;1 a x 2;1 b x 3;1 b x 4;1 b x 5;"), "9:a 1-2 2;");
}

static void test_values(void **state)
{
    sigma_correlation c = counts;
    (void)state;
    c.counting = SIGMA_VALUE_COUNT;
    assert_string_equal(finds(c, "1 a x 1;1 a x 2;1 a x 3;1 a y 4;"), "");
    assert_string_equal(finds(c, "1 a x 1;1 a y 2;1 a x 3;1 a z 4;"), "9:a 1-4 3;");
    assert_string_equal(finds(c, "1 a x 1;1 a y 8;1 a x 13;1 a z 14;"),
                        "9:a 8-14 3;"); // x of second 1 has left
}

static void test_temporal(void **state)
{
    sigma_correlation c = { 9, SIGMA_TEMPORAL, 10 * SECOND, 2, -1, { 1, 2 }, 2 };
    (void)state;
    assert_string_equal(finds(c, "2 a x 1;1 a x 5;"), "9:a 1-5 2;");
    assert_string_equal(finds(c, "1 a x 1;1 a x 5;"), "");
    assert_string_equal(finds(c, "1 a x 1;2 a x 12;"), "");
    assert_string_equal(finds(c, "1 a x 1;2 b x 2;"), "");
}

static void test_ordered(void **state)
{
    sigma_correlation c = { 9, SIGMA_TEMPORAL_ORDERED, 10 * SECOND, 3, -1, { 1, 2, 3 }, 3 };
    (void)state;
    assert_string_equal(finds(c, "1 a x 1;2 a x 2;3 a x 3;"), "9:a 1-3 3;");
    assert_string_equal(finds(c, "3 a x 1;2 a x 2;1 a x 3;"), "");
    assert_string_equal(finds(c, "1 a x 1;2 a x 2;3 a x 12;"), "");
    assert_string_equal(finds(c, "1 a x 1;1 a x 5;2 a x 6;3 a x 14;"),
                        "9:a 5-14 3;"); // the latest beginning counts
    assert_string_equal(finds(c, "1 a x 1;2 a x 2;2 a x 3;3 a x 4;3 a x 5;"), "9:a 1-4 3;");
}

static void test_of_correlations(void **state)
{
    sigma_correlation low          = counts,
                      high         = { 10, SIGMA_EVENT_COUNT, 3600 * SECOND, 2, -1, { 9 }, 1 };
    const sigma_correlation *all[] = { &low, &high };
    (void)state;
    low.group_count = high.group_count = 1;
    low.group[0] = high.group[0] = S("g");
    assert_string_equal(finds_all(all, 2, "1 a x 1;1 a x 2;1 a x 3;1 a x 100;1 a x 101;1 a x 102;"),
                        "9:a 1-3 3;9:a 100-102 3;10:a 3-102 2;");
    high.group[0] = S("other"); // what it groups by is not there
    assert_string_equal(finds_all(all, 2, "1 a x 1;1 a x 2;1 a x 3;1 a x 100;1 a x 101;1 a x 102;"),
                        "9:a 1-3 3;9:a 100-102 3;");
}

static size_t counted;

static status on_counted(void *ctx, const tally_finding *f)
{
    (void)ctx, (void)f;
    counted++;
    return ST_OK;
}

static sigma_correlation numbers(sigma_counting counting, double least, double most)
{
    sigma_correlation c = { 9, counting, 10 * SECOND, 1, -1, { 1 }, 1 };
    c.range             = (sigma_range){ .least = least, .most = most };
    return c;
}

static void test_numbers(void **state)
{
    (void)state;
    sigma_correlation sum = numbers(SIGMA_VALUE_SUM, 100, INFINITY);
    assert_string_equal(finds(sum, "1 a 60 1;1 a 39.5 5;"), "");
    assert_string_equal(finds(sum, "1 a 60 1;1 a 40 5;"), "9:a 1-5 2;=100;");
    assert_string_equal(finds(sum, "1 a 60 1;1 b 60 5;"), "");
    assert_string_equal(finds(sum, "1 a 60 1;1 a 60 12;1 a 50 13;"), "9:a 12-13 2;=110;");
    sum.range.above = true;
    assert_string_equal(finds(sum, "1 a 60 1;1 a 40 5;"), "");
    // From its first event on a window may be too much, from its second not.
    sum = numbers(SIGMA_VALUE_SUM, 10, 20);
    assert_string_equal(finds(sum, "1 a 90 1;1 a 7 2;1 a 8 3;1 a -1 30;"), "9:a 2-3 2;=15;");
    assert_string_equal(finds(numbers(SIGMA_VALUE_AVG, 5, INFINITY), "1 a 2 1;1 a 4 2;1 a 9 3;"),
                        "9:a 1-3 3;=5;");
    assert_string_equal(finds(numbers(SIGMA_VALUE_AVG, -INFINITY, 0.5), "1 a 2 1;1 a 0 12;"),
                        "9:a 12-12 1;=0;");
    assert_string_equal(finds(numbers(SIGMA_VALUE_MEDIAN, 5, 5), "1 a 9 1;1 a 1 2;1 a 5 3;"),
                        "9:a 1-3 3;=5;");
    assert_string_equal(
        finds(numbers(SIGMA_VALUE_MEDIAN, 3, 3), "1 a 9 1;1 a 1 2;1 a 5 3;1 a 1 4;"),
        "9:a 1-4 4;=3;");
    sigma_correlation high = numbers(SIGMA_VALUE_PERCENTILE, 40, INFINITY);
    high.percentile        = 75;
    assert_string_equal(finds(high, "1 a 40 1;1 a 10 2;1 a 20 3;1 a 30 4;"), "");
    assert_string_equal(finds(high, "1 a 40 1;1 a 10 12;1 a 20 13;"), "9:a 1-1 1;=40;");
    assert_string_equal(finds(high, "1 a 10 1;1 a 40 2;1 a 20 3;1 a 40 4;"), "9:a 1-4 4;=40;");
}

// A huge number spoils the windows it is in, and no other.
static void test_huge_numbers(void **state)
{
    (void)state;
    sigma_correlation sum = numbers(SIGMA_VALUE_SUM, 100, INFINITY);
    assert_string_equal(finds(sum, "1 a -1e308 1;1 a -1e308 2;1 a 60 8;1 a 60 9;1 a 60 13;"),
                        "9:a 8-13 3;=180;");
    assert_string_equal(finds(sum, "1 a -1e18 1;1 a 95 5;1 a 95 11;1 a 95 12;"),
                        "9:a 5-12 3;=285;");
    assert_string_equal(finds(sum, "1 a 1e308 1;1 a 1e308 2;"), "9:a 1-2 2;=inf;");
    assert_string_equal(finds(numbers(SIGMA_VALUE_MEDIAN, 1, INFINITY), "1 a 1e308 1;1 a 1e308 2;"),
                        "9:a 1-2 2;=1e+308;");
}

// A correlation of one that makes a number: what the first finds is kept while it is still counting.
static void test_of_numbers(void **state)
{
    enum { MANY = 2000 };
    static char       events[32 * MANY];
    sigma_correlation low  = numbers(SIGMA_VALUE_SUM, 100, INFINITY),
                      high = { 10, SIGMA_EVENT_COUNT, 1000000 * SECOND, MANY / 2, -1, { 9 }, 1 };
    const sigma_correlation *all[] = { &low, &high };
    size_t                   at = 0, told_by = 0;
    (void)state;
    low.group_count = high.group_count = 1;
    low.group[0] = high.group[0] = S("g");
    for (unsigned i = 0; i < MANY; i++)
        at += (size_t)snprintf(events + at, sizeof events - at, "1 a 60 %u;", i / 2 * 20 + i % 2);
    const char *got = finds_all(all, 2, events);
    for (const char *p = got; (p = strstr(p, "=120;")) != NULL; p++) told_by++;
    assert_true(told_by > 100); // as many as the room of this test takes
    arena  a = arena_over(memory, ROOM);
    tally *t = tally_new(all, 2, 42, &a);
    for (unsigned i = 0; i < MANY; i++) {
        const sigma_mark m = { .rule = 1, .group = { S("a") }, .group_count = 1, .value = S("60") };
        assert_int_equal(tally_add(t, &m, (int64_t)(i / 2 * 20 + i % 2) * SECOND, 0, i), ST_OK);
    }
    counted = 0;
    assert_int_equal(tally_close(t, on_counted, NULL), ST_OK);
    assert_int_equal(counted, MANY / 2 + 1);
}

// Whatever is no number is left out and counted; texts like it stay apart from those of other correlations.
static void test_no_numbers(void **state)
{
    sigma_correlation        c     = numbers(SIGMA_VALUE_SUM, 1, INFINITY);
    const sigma_correlation *one   = &c;
    arena                    a     = arena_over(memory, ROOM);
    tally                   *t     = tally_new(&one, 1, 1, &a);
    static const char *const bad[] = { "", "x", "1x", "nan", "inf", "1e999" };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        const sigma_mark m = { .rule = 1, .value = str_from(bad[i]) };
        assert_int_equal(tally_add(t, &m, 1, 0, 1), ST_OK);
    }
    assert_int_equal(tally_left_out(t), COUNT(bad));
    assert_int_equal(tally_close(t, on_found, NULL), ST_OK);
}

// The order of many against the plain way: sorted anew for each window.
static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void test_ranks(void **state)
{
    enum { MANY = 300, WINDOW = 37 };
    double   came[MANY], all[MANY], sorted[WINDOW];
    uint64_t chance = 7;
    arena    a      = arena_over(memory, ROOM);
    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        chance  = chance * 6364136223846793005u + 1442695040888963407u;
        came[i] = all[i] = (double)(chance >> 60) - 7; // many alike
    }
    ranks *r = ranks_new(all, MANY, &a);
    assert_non_null(r);
    for (size_t i = 0; i < MANY; i++) {
        ranks_add(r, came[i]);
        if (i >= WINDOW) ranks_take(r, came[i - WINDOW]);
        size_t n = ranks_count(r);
        assert_int_equal(n, i < WINDOW ? i + 1 : WINDOW);
        memcpy(sorted, came + i + 1 - n, n * sizeof *sorted);
        qsort(sorted, n, sizeof *sorted, by_size);
        for (size_t k = 0; k < n; k++) {
            assert_true(ranks_at(r, k) == sorted[k]);
        }
    }
}

static void test_left_out(void **state)
{
    const sigma_correlation *one = &counts;
    arena                    a   = arena_over(memory, ROOM);
    tally                   *t   = tally_new(&one, 1, 1, &a);
    const sigma_mark         m   = { .rule = 1 };
    (void)state;
    assert_int_equal(tally_add(t, &m, INT64_MIN, 0, 1), ST_OK);
    assert_int_equal(tally_left_out(t), 1);
    assert_int_equal(tally_add(t, &m, 1, 0, 1), ST_OK);
    assert_int_equal(tally_left_out(t), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events),       cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_values),       cmocka_unit_test(test_temporal),
        cmocka_unit_test(test_ordered),      cmocka_unit_test(test_of_correlations),
        cmocka_unit_test(test_huge_numbers), cmocka_unit_test(test_of_numbers),
        cmocka_unit_test(test_numbers),      cmocka_unit_test(test_no_numbers),
        cmocka_unit_test(test_ranks),        cmocka_unit_test(test_left_out),
    };
    memory = malloc(ROOM);
    if (!memory) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(memory);
    return failed;
}
