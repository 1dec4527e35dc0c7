// csv_test.c - separators, quotes and line ends, and pieces cut anywhere; without any process.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "parse/csv.h"
#include "parse/dates.h"
#include "parse/workbook.h"

static void the_separator_is_the_one_the_lines_agree_on(void **state)
{
    (void)state;
    static const struct {
        const char *head;
        char        separator;
    } cases[] = {
        { "a,b,c\n1,2,3\n", ',' },
        { "a;b\n1,5;2\n3,25;4\n", ';' }, // Vietnamese decimals hold commas
        { "a\tb\tc\n1,2\t3\t4\n", '\t' },
        { "a|b\n1|2\n", '|' },
        { "Danh sách, năm 2026, lần 1\na;b;c\n1;2;3\n4;5;6\n", ';' },
        { "\"x,y,z\";b\n\"1,2,3\";c\n", ';' },
        { "sep=|\na,b|c,d\n", '|' },
        { "one column\nonly\n", ',' },
        { "", ',' },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(csv_separator(str_from(cases[i].head)), cases[i].separator);
    }
}

static void number_formats_of_days_are_known(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        bool        date;
    } cases[] = {
        { "dd/mm/yyyy", true },
        { "[$-42A]d mmmm yyyy;@", true },
        { "mm", true },
        { "General", false },
        { "#,##0.00", false },
        { "0.00E+00", false },
        { "h:mm", false },
        { "[h]:mm:ss", false },
        { "\"day\" 0", false },
        { "0\\d", false },
        { "[Red]0;[Blue]-0", false },
        { "yyyy\"-\"mm", true },
        { "_d0", false },
        { "0;dd", false },
        { "", false },
        { "\"never ends", false },
        { "mmm-yy", true },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (date_format_code(str_from(cases[i].code)) != cases[i].date) {
            fail_msg("%s", cases[i].code);
        }
    }
    assert_true(date_format_builtin(14) && date_format_builtin(22));
    assert_false(date_format_builtin(0) || date_format_builtin(20) || date_format_builtin(46));
}

static void serial_numbers_are_days_of_their_system(void **state)
{
    (void)state;
    static const struct {
        double      serial;
        bool        since_1904;
        const char *text;
    } cases[] = {
        { 1, false, "1900-01-01" },
        { 59, false, "1900-02-28" },
        { 60, false, "" },
        { 61, false, "1900-03-01" },
        { 46254, false, "2026-08-20" },
        { 44792, true, "2026-08-20" },
        { 0, true, "1904-01-01" },
        { 46254.5, false, "2026-08-20T12:00:00" },
        { 46253.9999999, false, "2026-08-20" },
        { 2958465, false, "9999-12-31" },
        { 2958465.9999999, false, "" },
        { 2958466, false, "" },
        { 0.5, false, "" },
        { -1, false, "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char room[DATE_TEXT_BYTES];
        str  got = date_text(cases[i].serial, cases[i].since_1904, room);
        if (!str_equal(got, str_from(cases[i].text))) {
            fail_msg("%f: " STR_FMT, cases[i].serial, STR_ARG(got));
        }
    }
}

static void parts_are_found_from_where_they_are_named(void **state)
{
    (void)state;
    static char memory[4096];
    static const struct {
        const char *from, *target, *path;
    } cases[] = {
        { "xl/workbook.xml", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml" },
        { "xl/workbook.xml", "/xl/styles.xml", "xl/styles.xml" },
        { "xl/a/b.xml", "../c.xml", "xl/c.xml" },
        { "a.xml", "../../c.xml", "c.xml" },
        { "", "xl/workbook.xml", "xl/workbook.xml" },
        { "xl/w.xml", "./s.xml", "xl/s.xml" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena a = arena_over(memory, sizeof memory);
        assert_string_equal(part_path(&a, str_from(cases[i].from), str_from(cases[i].target)),
                            cases[i].path);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_separator_is_the_one_the_lines_agree_on),
        cmocka_unit_test(number_formats_of_days_are_known),
        cmocka_unit_test(serial_numbers_are_days_of_their_system),
        cmocka_unit_test(parts_are_found_from_where_they_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
