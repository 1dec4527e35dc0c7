// report_check_test.c - figures, periods and the six rules, each met and each kept.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "modules/reports/report_check.h"

static char memory[1 << 20];

static arena fresh(void)
{
    return arena_over(memory, sizeof(memory));
}

static const law_pack *pack(const char *id)
{
    const law_pack *p = law_pack_find(law_current(), str_from(id));
    assert_non_null(p);
    return p;
}

// A row with which nothing is wrong.
static report_row good(int64_t id)
{
    return (report_row){ .system_id     = id,
                         .owner_id      = 1,
                         .code          = S("HT-000001"),
                         .name          = S("Cổng thông tin"),
                         .level         = 2,
                         .approval      = REPORT_APPROVED,
                         .deployment    = REPORT_DEPLOYED,
                         .inspections   = REPORT_PERIODIC,
                         .decision_no   = S("12/QĐ-SO"),
                         .decision_on   = S("2026-03-05"),
                         .regulation_no = S("9/QĐ-SO"),
                         .regulation_on = S("2026-01-15") };
}

static report_faults faults_of(arena *a, const report_sheet *s)
{
    report_faults f;
    assert_int_equal(report_check(s, pack("nd331"), a, &f), ST_OK);
    return f;
}

static void figures_follow_from_the_rows(void **state)
{
    (void)state;
    report_row rows[6] = { good(1), good(2), good(3), good(4), good(5), good(6) };
    rows[1].approval = 1, rows[1].approval_expected = S("2027-01-31");
    rows[2].approval = REPORT_APPROVAL_SENT, rows[2].approval_expected = S("2027-03-31");
    rows[3].approval = REPORT_APPROVAL_APPRAISED, rows[3].approval_expected = S("2026-12-31");
    rows[4].inspections = 1;
    rows[4].level       = 0;
    rows[5].built       = true; // of the other table
    report_sheet   s    = { .rows = rows, .count = 6, .control = -1 };
    report_figures f    = report_count(&s);
    assert_int_equal(f.total, 5);
    assert_int_equal(f.classified, 4);
    assert_int_equal(f.drafted, 4); // a dossier that is still being drafted is none yet
    assert_int_equal(f.appraised, 3);
    assert_int_equal(f.approved, 2);
    assert_int_equal(f.inspected, 1);
    assert_true(str_equal(f.expected, S("2027-03-31"))); // the last of all
    assert_int_equal(report_built_count(&s), 1);
    rows[2].approval_expected = S("");
    assert_int_equal(report_count(&s).expected.len, 0); // somebody does not say: nobody knows
}

static void a_good_row_has_no_fault(void **state)
{
    (void)state;
    arena        a   = fresh();
    report_row   row = good(1);
    report_sheet s   = { .rows = &row, .count = 1, .control = -1 };
    assert_int_equal(faults_of(&a, &s).count, 0);
    row.regulation_on = row.decision_on; // on the same day is not after it
    assert_int_equal(faults_of(&a, &s).count, 0);
    s.control = 1;
    assert_int_equal(faults_of(&a, &s).count, 0);
}

typedef void spoil(report_row *r);

static void no_decision(report_row *r)
{
    r->decision_no = r->decision_on = S("");
}
static void no_number(report_row *r)
{
    r->decision_no = S("");
}
static void no_day(report_row *r)
{
    r->decision_on = S("");
}
static void not_approved(report_row *r)
{
    r->approval = 2, r->inspections = 0;
}
static void nothing_said(report_row *r)
{
    r->approval = 0, r->inspections = 0;
}
static void part_deployed(report_row *r)
{
    r->deployment = REPORT_DEPLOYED_PART;
}
static void deployment_unsaid(report_row *r)
{
    r->deployment = 0;
}
static void no_regulation(report_row *r)
{
    r->regulation_no = S("");
}
static void regulation_undated(report_row *r)
{
    r->regulation_on = S("");
}
static void regulation_late(report_row *r)
{
    r->regulation_on = S("2026-03-06");
}
static void periodic_only(report_row *r)
{
    r->approval = 3, r->approval_expected = S("2027-01-01");
}

static void each_rule_finds_its_row(void **state)
{
    static const struct {
        spoil      *fn;
        report_rule rule;
        bool        error;
        const char *what, *field;
    } cases[] = {
        { no_decision, RULE_APPROVED_DECISION, true, "no-decision", "decision_no" },
        { no_number, RULE_APPROVED_DECISION, true, "no-decision-number", "decision_no" },
        { no_day, RULE_APPROVED_DECISION, true, "no-decision-day", "decision_on" },
        { not_approved, RULE_UNAPPROVED_DATE, true, "no-approval-day", "approval_expected" },
        { nothing_said, RULE_UNAPPROVED_DATE, true, "no-approval-state", "approval_expected" },
        { part_deployed, RULE_DEPLOYMENT_DATE, true, "no-deployment-day", "deployment_expected" },
        { deployment_unsaid, RULE_DEPLOYMENT_DATE, true, "no-deployment-day",
          "deployment_expected" },
        { no_regulation, RULE_REGULATION_FIRST, false, "no-regulation", "regulation_no" },
        { regulation_undated, RULE_REGULATION_FIRST, false, "no-regulation-day", "regulation_on" },
        { regulation_late, RULE_REGULATION_FIRST, false, "regulation-late", "regulation_on" },
        { periodic_only, RULE_PERIODIC_FIGURE, false, "periodic-not-approved", "approval" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena        a       = fresh();
        report_row   rows[3] = { good(1), good(2), good(3) };
        report_sheet s       = { .rows = rows, .count = 3, .control = -1 };
        cases[i].fn(&rows[1]);
        report_faults f = faults_of(&a, &s);
        if (f.count != 1) fail_msg("case %zu: %zu faults", i, f.count);
        assert_int_equal(f.items[0].rule, cases[i].rule);
        assert_int_equal(f.items[0].error, cases[i].error);
        assert_int_equal(f.items[0].system_id, 2);
        assert_string_equal(f.items[0].what, cases[i].what);
        assert_true(str_equal(f.items[0].fields[0], str_from(cases[i].field)));
        assert_int_equal(f.errors, cases[i].error);
        assert_int_equal(f.warnings, !cases[i].error);
        rows[1].built = true; // of the other table: no rule asks it
        assert_int_equal(faults_of(&a, &s).count, 0);
    }
}

static void rows_and_total_are_compared(void **state)
{
    (void)state;
    arena         a       = fresh();
    report_row    rows[2] = { good(1), good(2) };
    report_sheet  s       = { .rows = rows, .count = 2, .control = 3 };
    report_faults f       = faults_of(&a, &s);
    assert_int_equal(f.count, 1);
    assert_int_equal(f.items[0].rule, RULE_ROWS_TOTAL);
    assert_true(f.items[0].error);
    assert_true(str_equal(f.items[0].detail, S("2 / 3")));
    assert_int_equal(f.items[0].system_id, 0);
}

static void what_units_handed_in_is_compared_row_by_row(void **state)
{
    (void)state;
    static const int64_t ids[]   = { 1, 9 };
    static const str     names[] = { STR("Cổng"), STR("Hệ thống đã gỡ") };
    static const str     codes[] = { STR("HT-000001"), STR("HT-000009") };
    arena                a       = fresh();
    report_row           rows[3] = { good(1), good(2), good(3) };
    report_unit          unit    = { .id             = 70,
                                     .name           = S("Sở Mẫu"),
                                     .reported       = ids,
                                     .reported_names = names,
                                     .reported_codes = codes,
                                     .count          = 2,
                                     .handed_in      = true };
    report_sheet s  = { .rows = rows, .count = 3, .units = &unit, .unit_count = 1, .control = -1 };
    rows[0].unit_id = rows[1].unit_id = 70; // the third is the body's own
    report_faults f                   = faults_of(&a, &s);
    assert_int_equal(f.count, 2);
    assert_int_equal(f.errors, 0); // the register may rightly have moved on
    assert_string_equal(f.items[0].what, "not-handed-in");
    assert_int_equal(f.items[0].system_id, 2);
    assert_string_equal(f.items[1].what, "handed-in-only");
    assert_int_equal(f.items[1].system_id, 9);
    assert_true(str_equal(f.items[1].detail, S("Sở Mẫu")));
    unit.handed_in = false;
    assert_int_equal(faults_of(&a, &s).count, 0);
}

static void weights_are_the_packs(void **state)
{
    (void)state;
    for (size_t i = 0; i < law_pack_count(law_current()); i++) {
        const law_pack *p = law_pack_at(law_current(), i);
        size_t          n;
        (void)law_report_checks(p, &n);
        assert_int_equal(n, REPORT_RULES);
        for (int r = 1; r <= REPORT_RULES; r++) {
            str key = report_rule_key((report_rule)r);
            assert_non_null(law_report_check_find(p, key));
            assert_int_equal(report_rule_named(key), r);
        }
    }
    assert_int_equal(report_rule_named(S("nothing")), 0);
}

static void a_spent_arena_is_told(void **state)
{
    (void)state;
    report_row   row = good(1);
    report_sheet s   = { .rows = &row, .count = 1, .control = 2 };
    no_decision(&row);
    int made = 0;
    for (int n = 0;; n++) { // fail the n-th allocation
        arena         a         = fresh();
        int           countdown = n;
        report_faults f;
        a.fault_countdown = &countdown;
        status st         = report_check(&s, pack("nd331"), &a, &f);
        if (st == ST_OK && countdown >= 0) break;
        assert_true(st == ST_MEMORY || st == ST_OK); // a detail without room is empty
        made++;
    }
    assert_true(made >= 2);
}

static day on(const char *iso)
{
    day d;
    assert_int_equal(day_parse(str_from(iso), &d), ST_OK);
    return d;
}

static void periods_and_days_are_the_laws(void **state)
{
    (void)state;
    arena             a    = fresh();
    const law_report *own  = law_report_find(pack("nd331"), S("yearly"));
    const law_report *unit = law_report_find(pack("nd331"), S("yearly-unit"));
    law_report_period p    = law_report_year(own, 2026);
    assert_true(str_equal(day_iso(&a, p.from), S("2025-12-15")));
    assert_true(str_equal(day_iso(&a, p.until), S("2026-12-14")));
    assert_true(str_equal(day_iso(&a, p.last), S("2026-12-24"))); // before the 25th
    assert_true(str_equal(day_iso(&a, law_report_year(unit, 2026).last), S("2026-12-19")));
    assert_int_equal(law_report_year(law_report_find(pack("nd85"), S("yearly")), 2026).last.dom,
                     24);
    static const struct {
        const char *today;
        int         next;
        bool        overdue;
    } cases[] = {
        { "2026-11-28", 2026, false }, { "2026-12-24", 2026, false }, { "2026-12-25", 2027, true },
        { "2027-01-10", 2027, true },  { "2027-03-24", 2027, true },  { "2027-03-25", 2027, false },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        report_due_years y = report_years_due(own, on(cases[i].today));
        if (y.next != cases[i].next || y.overdue != cases[i].overdue) {
            fail_msg("%s: %d %d", cases[i].today, y.next, y.overdue);
        }
    }
}

static void a_period_is_a_year(void **state)
{
    (void)state;
    int     year;
    problem why = { 0 };
    assert_int_equal(report_period_read(S(" 2026 "), &year, &why), ST_OK);
    assert_int_equal(year, 2026);
    static const char *const wrong[] = { "", "26", "2026-12", "năm nay", "1999", "99999999999999" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(report_period_read(str_from(wrong[i]), &year, &why), ST_INVALID);
        assert_true(str_equal(why.rule, S("period-form")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_follow_from_the_rows),
        cmocka_unit_test(a_good_row_has_no_fault),
        cmocka_unit_test(each_rule_finds_its_row),
        cmocka_unit_test(rows_and_total_are_compared),
        cmocka_unit_test(what_units_handed_in_is_compared_row_by_row),
        cmocka_unit_test(weights_are_the_packs),
        cmocka_unit_test(a_spent_arena_is_told),
        cmocka_unit_test(periods_and_days_are_the_laws),
        cmocka_unit_test(a_period_is_a_year),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
