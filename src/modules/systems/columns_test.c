// columns_test.c - which columns a list shows.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "modules/systems/columns.h"

static char room[64 * 1024];

static const struct {
    const char *typed, *shown, *unknown;
} cases[] = {
    { "code,name,level", "code,name,level", "" },
    { "level,code", "name,level,code", "" },         // the name is always there
    { " code , name ,code,,name", "code,name", "" }, // once each, blanks aside
    { "code,name,khong-co,cung-khong,state", "code,name,state", "khong-co" },
    { "khong-co", "", "khong-co" }, // nothing left: the usual ones
    { "", "", "" },
    { "code,name,owner,operator,level,result,sheet_level,state,decision_no", "", "" },
    { "name,code,owner,operator,level,result,sheet_level,state,decision_no",
      "name,code,owner,operator,level,result,sheet_level,state,decision_no", "" },
    { "facts,name", "name", "facts" }, // facts are no column
};

static void columns_are_read_and_written_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena          a = arena_over(room, sizeof(room));
        system_columns list, again;
        system_columns_read(str_from(cases[i].typed), &list);
        str text = system_columns_text(&a, &list);
        if (!str_equal(text, str_from(cases[i].shown)))
            fail_msg("'%s' gives '" STR_FMT "'", cases[i].typed, STR_ARG(text));
        assert_true(str_equal(list.unknown, str_from(cases[i].unknown)));
        assert_int_equal(list.usual, text.len == 0);
        system_columns_read(text, &again);
        assert_int_equal(again.count, list.count);
        assert_memory_equal(again.items, list.items, list.count * sizeof(list.items[0]));
    }
}

static void every_field_but_the_facts_can_be_a_column(void **state)
{
    (void)state;
    size_t         all = 0;
    system_columns list;
    while (system_column_at(all)) all++;
    assert_true(all <= COLUMNS_MAX);
    for (size_t i = 0; i < SYSTEM_FIELDS; i++) {
        const system_field *f = &system_fields[i];
        if (f->kind == SYSTEM_FACTS) continue;
        const system_column *k = system_column_find(f->key);
        if (!k) fail_msg("no column for " STR_FMT, STR_ARG(f->key));
        if (k->what == COLUMN_FIELD) assert_int_equal(k->label, f->label);
    }
    system_columns_read(S("name,contact_name"), &list);
    assert_true(list.records);
    system_columns_read(S("name,level,state,pack"), &list);
    assert_false(list.records); // the lines suffice
}

static void all_columns_fit_an_address(void **state)
{
    (void)state;
    arena          a = arena_over(room, sizeof(room));
    buf            b = buf_in(&a, 512, 4096);
    system_columns list;
    for (size_t i = 0; system_column_at(i); i++) {
        if (i) buf_char(&b, ',');
        buf_put(&b, system_column_at(i)->key);
    }
    system_columns_read(buf_str(&b), &list);
    assert_true(str_equal(system_columns_text(&a, &list), buf_str(&b)));
    char  few[8];
    arena spent = arena_over(few, sizeof(few));
    assert_null(system_columns_text(&spent, &list).ptr);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_read_and_written_again),
        cmocka_unit_test(every_field_but_the_facts_can_be_a_column),
        cmocka_unit_test(all_columns_fit_an_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
