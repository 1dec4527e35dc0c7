// calendar_test.c - ends of periods across holidays, days in lieu and the edges of the calendar.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/law/law.h"
#include "kit/os/os.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(16 << 20, &memory) == ST_OK ? 0 : -1;
}

static const struct {
    const char   *from;
    int           days;
    calendar_kind kind;
    const char   *due;
    bool          unsure;
} periods[] = {
    // 24 November is a day off from 2026
    { "2026-11-20", 15, CALENDAR_WORKING, "2026-12-14", false },
    { "2026-11-20", 1, CALENDAR_WORKING, "2026-11-23", false },
    { "2026-11-20", 2, CALENDAR_WORKING, "2026-11-25", false },
    { "2026-11-23", 1, CALENDAR_WORKING, "2026-11-25", false },
    { "2026-11-23", 1, CALENDAR_DAYS, "2026-11-25", false },
    { "2025-11-21", 2, CALENDAR_WORKING, "2025-11-25", false },
    { "2027-11-19", 3, CALENDAR_WORKING, "2027-11-25", false },
    { "2026-11-09", 15, CALENDAR_DAYS, "2026-11-25", false },
    { "2026-11-10", 15, CALENDAR_DAYS, "2026-11-25", false },
    { "2026-11-06", 15, CALENDAR_DAYS, "2026-11-23", false }, // 21 is a Saturday
    // the turn of the year
    { "2026-12-30", 2, CALENDAR_WORKING, "2027-01-04", false },
    { "2026-12-31", 1, CALENDAR_DAYS, "2027-01-04", false },
    // Tết 2027: 6 February is its first day; its days off are not announced
    { "2027-01-29", 4, CALENDAR_WORKING, "2027-02-04", false },
    { "2027-02-03", 2, CALENDAR_WORKING, "2027-02-12", true },
    { "2027-02-04", 1, CALENDAR_WORKING, "2027-02-12", true },
    { "2027-02-04", 1, CALENDAR_DAYS, "2027-02-12", true },
    { "2027-02-04", 7, CALENDAR_WORKING, "2027-02-22", true },
    // Hung Kings' Day on a Sunday gives the Monday; 1 May 2027 on a Saturday likewise
    { "2026-04-24", 1, CALENDAR_WORKING, "2026-04-28", false },
    { "2027-04-29", 1, CALENDAR_WORKING, "2027-05-04", false },
    // worked Saturdays
    { "2024-04-26", 1, CALENDAR_WORKING, "2024-05-02", false },
    { "2024-05-03", 1, CALENDAR_WORKING, "2024-05-04", false },
    { "2025-04-25", 3, CALENDAR_WORKING, "2025-04-29", false },
    { "2026-08-28", 1, CALENDAR_WORKING, "2026-09-03", true },
};

static void periods_end_on_the_day_the_law_counts(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(periods); i++) {
        day  from, due;
        bool unsure = false;
        assert_int_equal(day_parse(str_from(periods[i].from), &from), ST_OK);
        assert_int_equal(calendar_due(law_calendar(law_current()), from, periods[i].days,
                                      periods[i].kind, &due, &unsure, NULL),
                         ST_OK);
        str iso = day_iso(&memory, due);
        if (!str_equal(iso, str_from(periods[i].due)) || unsure != periods[i].unsure) {
            fail_msg("%s + %d: " STR_FMT " %d, should be %s", periods[i].from, periods[i].days,
                     STR_ARG(iso), unsure, periods[i].due);
        }
    }
}

// UX check 21: an official calendar as an administrator enters it – Tết 2027 with a Friday exchanged for a
// Saturday, which nobody has announced – and twenty periods counted by hand on a paper calendar.
#define ENTERED                                                                                    \
    "date,kind\n2026-11-24,holiday\n2027-01-01,holiday\n2027-02-05,holiday\n2027-02-06,holiday\n"  \
    "2027-02-07,holiday\n2027-02-08,holiday\n2027-02-09,holiday\n2027-02-10,dayoff\n"              \
    "2027-02-11,dayoff\n2027-02-12,dayoff\n2027-02-20,makeup\n"

static const struct {
    const char   *from;
    int           days;
    calendar_kind kind;
    const char   *due;
} by_hand[] = {
    { "2026-11-20", 15, CALENDAR_WORKING, "2026-12-14" }, // appraisal of level 3
    { "2026-11-20", 5, CALENDAR_WORKING, "2026-11-30" },  // completeness
    { "2026-11-20", 7, CALENDAR_WORKING, "2026-12-02" },  // approval
    { "2026-11-23", 1, CALENDAR_WORKING, "2026-11-25" },
    { "2026-11-24", 1, CALENDAR_WORKING, "2026-11-25" }, // begun on the day off
    { "2026-11-21", 2, CALENDAR_WORKING, "2026-11-25" }, // begun on a Saturday
    { "2026-11-03", 15, CALENDAR_WORKING, "2026-11-25" },
    { "2026-11-09", 15, CALENDAR_DAYS, "2026-11-25" }, // ends on the day off
    { "2026-11-20", 4, CALENDAR_DAYS, "2026-11-25" },
    { "2026-11-20", 10, CALENDAR_DAYS, "2026-11-30" },
    { "2027-02-04", 1, CALENDAR_WORKING, "2027-02-15" }, // over the whole of Tết
    { "2027-02-03", 2, CALENDAR_WORKING, "2027-02-15" },
    { "2027-02-04", 6, CALENDAR_WORKING, "2027-02-20" }, // the Saturday is worked
    { "2027-02-04", 7, CALENDAR_WORKING, "2027-02-22" },
    { "2027-01-25", 15, CALENDAR_WORKING, "2027-02-22" },
    { "2027-02-05", 5, CALENDAR_WORKING, "2027-02-19" }, // begun on a day off
    { "2027-02-04", 1, CALENDAR_DAYS, "2027-02-15" },
    { "2027-01-30", 10, CALENDAR_DAYS, "2027-02-15" },
    { "2027-02-06", 14, CALENDAR_DAYS, "2027-02-20" },    // ends on the worked Saturday
    { "2027-01-14", 25, CALENDAR_WORKING, "2027-02-25" }, // appraisal of level 4
};

static void an_entered_calendar_agrees_with_twenty_periods_by_hand(void **state)
{
    (void)state;
    calendar c;
    assert_int_equal(COUNT(by_hand), 20);
    assert_int_equal(calendar_parse(S(ENTERED), &memory, &c, NULL), ST_OK);
    for (size_t i = 0; i < COUNT(by_hand); i++) {
        day from, due;
        assert_int_equal(day_parse(str_from(by_hand[i].from), &from), ST_OK);
        assert_int_equal(calendar_due(&c, from, by_hand[i].days, by_hand[i].kind, &due, NULL, NULL),
                         ST_OK);
        str iso = day_iso(&memory, due);
        if (!str_equal(iso, str_from(by_hand[i].due)))
            fail_msg("%s + %d: " STR_FMT ", should be %s", by_hand[i].from, by_hand[i].days,
                     STR_ARG(iso), by_hand[i].due);
    }
}

static void a_year_outside_the_calendar_is_refused(void **state)
{
    (void)state;
    const calendar *c = law_calendar(law_current());
    day             due;
    bool            works;
    problem         why = { 0 };
    assert_int_equal(calendar_due(c, (day){ 2027, 12, 30 }, 1, CALENDAR_WORKING, &due, NULL, &why),
                     ST_OK);
    assert_int_equal(calendar_due(c, (day){ 2027, 12, 30 }, 2, CALENDAR_WORKING, &due, NULL, &why),
                     ST_LIMIT);
    assert_true(str_equal(why.rule, S("calendar-missing-year")));
    assert_int_equal(calendar_due(c, (day){ 2023, 12, 1 }, 1, CALENDAR_DAYS, &due, NULL, &why),
                     ST_LIMIT);
    assert_int_equal(calendar_works(c, (day){ 2028, 1, 3 }, &works, &why), ST_LIMIT);
    assert_int_equal(calendar_works(c, (day){ 2026, 11, 24 }, &works, &why), ST_OK);
    assert_false(works);
    assert_int_equal(calendar_due(c, (day){ 2026, 1, 5 }, 0, CALENDAR_DAYS, &due, NULL, &why),
                     ST_INVALID);
    assert_int_equal(calendar_due(c, (day){ 2026, 1, 5 }, CALENDAR_PERIOD_MAX + 1, CALENDAR_DAYS,
                                  &due, NULL, &why),
                     ST_INVALID);
}

static void an_administrators_own_calendar_needs_only_days_and_kinds(void **state)
{
    (void)state;
    calendar c;
    day      due;
    str      csv = STR("\xEF\xBB\xBFkind,date\r\nholiday,2026-11-23\r\n\r\nmakeup,2026-11-28\r\n");
    assert_int_equal(calendar_parse(csv, &memory, &c, NULL), ST_OK);
    assert_int_equal(c.count, 2);
    assert_int_equal(calendar_due(&c, (day){ 2026, 11, 20 }, 5, CALENDAR_WORKING, &due, NULL, NULL),
                     ST_OK);
    assert_true(str_equal(day_iso(&memory, due), S("2026-11-28")));
}

static void bad_rows_of_a_calendar_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *csv, *rule;
        int64_t     row;
    } cases[] = {
        { "", "law-csv-form", 0 },
        { "date\n2026-01-01\n", "law-csv-form", 1 },
        { "date,kind,date\n", "law-csv-form", 1 },
        { "date,kind,colour\n", "law-csv-form", 1 },
        { "date,kind\n", "law-csv-form", 1 },
        { "date,kind\n2026-01-01\n", "law-csv-form", 2 },
        { "date,kind\n2026-1-1,holiday\n", "law-day-form", 2 },
        { "date,kind\n2026-01-01,feast\n", "law-kind-unknown", 2 },
        { "date,kind\n2026-01-02,makeup\n", "calendar-makeup-weekday", 2 },
        { "date,kind\n2026-01-02,holiday\n2026-01-02,holiday\n", "law-day-order", 3 },
        { "date,kind,source\n2026-01-02,holiday,\n", "law-citation-missing", 2 },
        { "date,kind,certainty\n2026-01-02,holiday,yes\n", "law-certainty-unknown", 2 },
        { "date,kind,name_vi\n2026-01-02,holiday,\"open\n", "law-csv-form", 2 },
        { "date,kind,name_vi\n2026-01-02,holiday,a\x01\n", "law-text-form", 2 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        calendar c;
        problem  why = { 0 };
        if (calendar_parse(str_from(cases[i].csv), &memory, &c, &why) != ST_INVALID ||
            !str_equal(why.rule, str_from(cases[i].rule)) || why.row != cases[i].row) {
            fail_msg("case %zu: " STR_FMT " row %d", i, STR_ARG(why.rule), (int)why.row);
        }
    }
}

static void a_quoted_name_keeps_its_commas_and_marks(void **state)
{
    (void)state;
    calendar c;
    str      csv = STR("date,kind,name_vi\n2026-01-01,holiday,\"Tết, \"\"mới\"\"\"\n");
    assert_int_equal(calendar_parse(csv, &memory, &c, NULL), ST_OK);
    assert_true(str_equal(c.rows[0].name.vi, S("Tết, \"mới\"")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_end_on_the_day_the_law_counts),
        cmocka_unit_test(an_entered_calendar_agrees_with_twenty_periods_by_hand),
        cmocka_unit_test(a_year_outside_the_calendar_is_refused),
        cmocka_unit_test(an_administrators_own_calendar_needs_only_days_and_kinds),
        cmocka_unit_test(bad_rows_of_a_calendar_are_named),
        cmocka_unit_test(a_quoted_name_keeps_its_commas_and_marks),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
