// invented_test.c - the invented country has the published proportions and no name twice.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/invented.h"

static char memory[32 << 20];

static void the_sheet_has_the_published_proportions(void **state)
{
    (void)state;
    arena a = arena_over(memory, sizeof(memory));
    str   csv, line, rest, cell;
    int   levels[6] = { 0 }, approved = 0, deployed = 0, rows = 0;
    assert_int_equal(invented_sheet(&a, &csv), ST_OK);
    assert_true(str_cut(csv, '\n', &line, &rest));
    while (str_cut(rest, '\n', &line, &rest)) {
        rows++;
        assert_true(str_cut(line, '"', &cell, &line)); // a name may hold commas
        assert_true(str_cut(line, '"', &cell, &line));
        for (int i = 0; i < 4; i++) assert_true(str_cut(line, ',', &cell, &line));
        assert_true(str_cut(line, ',', &cell, &line));
        levels[cell.ptr[0] - '0']++;
        approved += str_starts(line, S("approved,"));
        deployed += str_find(line, S(",full,")) >= 0;
    }
    assert_int_equal(rows, INVENTED_SYSTEMS);
    assert_int_equal(levels[1], 3309);
    assert_int_equal(levels[2], 2914);
    assert_int_equal(levels[3], 955);
    assert_int_equal(levels[4], 23);
    assert_int_equal(levels[5], 5);
    assert_int_equal(approved, 5513);
    assert_int_equal(deployed, 4068);
}

static void no_memory_is_said(void **state)
{
    (void)state;
    arena a = arena_over(memory, 4096);
    str   csv;
    assert_int_equal(invented_sheet(&a, &csv), ST_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sheet_has_the_published_proportions),
        cmocka_unit_test(no_memory_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
