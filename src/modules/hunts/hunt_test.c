// hunt_test.c - when a system is due, what fits which state, who does what, what is counted: by hand.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "modules/accounts/accounts.h"
#include "modules/hunts/figures.h"
#include "modules/systems/systems.h"

static const hunt_term term = { .months = 6, .first_months = 6, .upgrading = true };

static day on(const char *iso)
{
    day d = { 0 };
    if (day_parse(str_from(iso), &d) != ST_OK) fail_msg("%s", iso);
    return d;
}

static hunt_subject running(int level, const char *since, const char *registered, const char *last)
{
    return (hunt_subject){ .level         = level,
                           .state         = SYSTEM_RUNNING,
                           .running_since = str_from(since),
                           .registered    = on(registered),
                           .last_on       = str_from(last) };
}

// ---- what is due -----------------------------------------------------------------------------------

static void a_system_is_due_half_a_year_after_its_last_hunt(void **state)
{
    const struct {
        const char *since, *registered, *last, *due;
    } cases[] = {
        { "2020-01-01", "2026-01-15", "2026-03-10", "2026-09-10" },
        { "2020-01-01", "2026-01-15", "2026-08-31", "2027-02-28" }, // a month without that day
        { "2020-01-01", "2026-01-15", "2023-08-31", "2024-02-29" },
        { "2020-01-01", "2026-01-15", "2026-12-31", "2027-06-30" },
        // Never hunted: from the later of running and registered.
        { "2020-01-01", "2026-01-15", "", "2026-07-15" },
        { "2026-05-31", "2026-01-15", "", "2026-11-30" },
        { "Quý IV/2026", "2026-01-31", "", "2026-07-31" }, // running since no known day
        { "", "2026-02-28", "", "2026-08-28" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        hunt_subject s = running(2, cases[i].since, cases[i].registered, cases[i].last);
        day          d = hunt_due(&term, &s);
        if (day_number(d) != day_number(on(cases[i].due)))
            fail_msg("%zu: %04d-%02d-%02d", i, d.year, d.month, d.dom);
    }
}

static void only_systems_with_a_level_that_run_owe_a_hunt(void **state)
{
    hunt_subject s = running(2, "2020-01-01", "2026-01-15", "");
    hunt_term    t = term;
    (void)state;
    assert_true(hunt_owed(&t, &s));
    s.level = 0;
    assert_false(hunt_owed(&t, &s));
    s.sheet_level = 3; // declared, not determined yet
    assert_true(hunt_owed(&t, &s));
    assert_int_equal(hunt_level(&s), 3);
    s.level = 4; // raised: the same dates
    assert_int_equal(hunt_level(&s), 4);
    for (int state_no = SYSTEM_PLANNED; state_no <= SYSTEM_STOPPED; state_no++) {
        s.state = state_no;
        assert_int_equal(hunt_owed(&t, &s),
                         state_no == SYSTEM_RUNNING || state_no == SYSTEM_UPGRADING);
    }
    s.state     = SYSTEM_UPGRADING;
    t.upgrading = false;
    assert_false(hunt_owed(&t, &s));
    s.state = SYSTEM_RUNNING;
    assert_true(hunt_owed(&t, &s));
    t.from_level = 5;
    assert_false(hunt_owed(&t, &s));
    t.from_level = 0;
    t.months     = 0; // no duty in force
    assert_false(hunt_owed(&t, &s));
}

static void the_numbers_are_the_laws(void **state)
{
    hunt_term before = hunt_term_on(law_current(), on("2026-06-30"));
    hunt_term after  = hunt_term_on(law_current(), on("2026-07-01"));
    (void)state;
    assert_int_equal(before.months, 6);
    assert_int_equal(before.certainty, LAW_FOUND);
    assert_true(str_find(before.cite, S("18/CT-TTg")) >= 0);
    assert_int_equal(before.first_months, 6);
    assert_int_equal(after.months, 6); // the setting "hunt-beside" keeps it
}

static void standing_turns_the_day_after(void **state)
{
    (void)state;
    assert_int_equal(hunt_standing_of(on("2026-11-29"), on("2026-11-29")), HUNT_SOON);
    assert_int_equal(hunt_standing_of(on("2026-11-28"), on("2026-11-29")), HUNT_LATE);
    assert_int_equal(hunt_standing_of(on("2026-12-29"), on("2026-11-29")), HUNT_SOON);
    assert_int_equal(hunt_standing_of(on("2026-12-30"), on("2026-11-29")), HUNT_IN_TIME);
}

// ---- acts ------------------------------------------------------------------------------------------

static void each_state_has_its_ways(void **state)
{
    static const struct {
        hunt_act   act;
        hunt_state to[HUNT_STATES + 1]; // by the state it is in
    } table[] = {
        { HUNT_ACT_BEGIN, { [HUNT_PLANNED] = HUNT_RUNNING } },
        { HUNT_ACT_END, { [HUNT_RUNNING] = HUNT_WAITING } },
        { HUNT_ACT_CLOSE, { [HUNT_RUNNING] = HUNT_CLOSED, [HUNT_WAITING] = HUNT_CLOSED } },
        { HUNT_ACT_CANCEL,
          { [HUNT_PLANNED] = HUNT_CANCELLED,
            [HUNT_RUNNING] = HUNT_CANCELLED,
            [HUNT_WAITING] = HUNT_CANCELLED } },
        { HUNT_ACT_THREAT, { [HUNT_RUNNING] = HUNT_RUNNING, [HUNT_WAITING] = HUNT_WAITING } },
        { HUNT_ACT_AGAIN, { [HUNT_RUNNING] = HUNT_RUNNING, [HUNT_WAITING] = HUNT_WAITING } },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(table); i++) {
        for (int s = HUNT_PLANNED; s <= HUNT_STATES; s++)
            assert_int_equal(hunt_after((hunt_state)s, table[i].act), table[i].to[s]);
    }
    assert_true(threat_fits(THREAT_OPEN, HUNT_ACT_REMOVE));
    assert_false(threat_fits(THREAT_REMOVED, HUNT_ACT_REMOVE));
    assert_false(threat_fits(THREAT_OPEN, HUNT_ACT_AGAIN)); // nobody removed it
    assert_true(threat_fits(THREAT_REMOVED, HUNT_ACT_AGAIN));
    assert_false(threat_fits(THREAT_CONFIRMED, HUNT_ACT_DISMISS));
    assert_false(threat_fits(THREAT_DISMISSED, HUNT_ACT_INCIDENT));
    assert_true(threat_is_open(THREAT_OPEN) && threat_is_open(THREAT_REMOVED));
    assert_false(threat_is_open(THREAT_CONFIRMED) || threat_is_open(THREAT_DISMISSED));
}

static void each_role_does_what_the_table_gives(void **state)
{
    // open, change, begin, end, close, cancel, threat, remove, again, dismiss, incident
    static const struct {
        account_role role;
        const char  *may;
    } table[] = {
        { ROLE_HEAD, "....XX....." },       { ROLE_SYSTEM_OFFICER, ".......X..." },
        { ROLE_OPERATOR, ".......X..." },   { ROLE_SPECIALIST, "XXXXXXXXXXX" },
        { ROLE_APPRAISER, "..........." },  { ROLE_CLERK, "..........." },
        { ROLE_SUPERVISOR, "..........." }, { ROLE_INCIDENT_COORDINATOR, "..........." },
        { ROLE_ANALYST, "XXXX..XXXXX" },    { ROLE_ADMINISTRATOR, "..........." },
        { ROLE_AUDITOR, "..........." },
    };
    (void)state;
    assert_int_equal(COUNT(table), ACCOUNT_ROLES);
    for (size_t i = 0; i < COUNT(table); i++) {
        for (int act = HUNT_ACT_OPEN; act <= HUNT_ACTS; act++) {
            bool wanted = table[i].may[act - 1] == 'X';
            if (hunt_role_may(ROLE_BIT(table[i].role), (hunt_act)act) != wanted)
                fail_msg("role %d act %d", table[i].role, act);
        }
    }
    assert_false(hunt_role_may(~UINT64_C(0), 0));
}

static void techniques_are_written_as_attack_numbers_them(void **state)
{
    (void)state;
    assert_true(hunt_technique_form(S("T1059")));
    assert_true(hunt_technique_form(S("T1059.001")));
    static const char *const bad[] = { "",         "T",     "1059",       "T105",      "T10590",
                                       "T1059.01", "t1059", "T1059.0011", "T1059-001", "TA0001" };
    for (size_t i = 0; i < COUNT(bad); i++) assert_false(hunt_technique_form(str_from(bad[i])));
}

// ---- figures ---------------------------------------------------------------------------------------

static hunt_period period(const char *name)
{
    static char room[1024];
    arena       a = arena_over(room, sizeof room);
    hunt_period p;
    problem     why = { 0 };
    if (hunt_period_read(&a, str_from(name), 1, &p, &why) != ST_OK) fail_msg("%s", name);
    return p;
}

static void periods_are_read_as_people_write_them(void **state)
{
    static const struct {
        const char *typed, *name, *first, *last;
    } cases[] = {
        { "2026-H1", "2026-H1", "2026-01-01", "2026-06-30" },
        { " 2026-h2 ", "2026-H2", "2026-07-01", "2026-12-31" },
        { "2024-Q1", "2024-Q1", "2024-01-01", "2024-03-31" },
        { "2026-q4", "2026-Q4", "2026-10-01", "2026-12-31" },
        { "2026", "2026", "2026-01-01", "2026-12-31" },
        { "2025-12-15/2026-12-14", "2025-12-15/2026-12-14", "2025-12-15", "2026-12-14" },
        { "2026-02-28/2026-02-28", "2026-02-28/2026-02-28", "2026-02-28", "2026-02-28" },
    };
    static const char *const bad[] = { "",
                                       "2026-",
                                       "2026-H3",
                                       "2026-H0",
                                       "2026-Q5",
                                       "2026-X1",
                                       "26-H1",
                                       "2026-H12",
                                       "1999-H1",
                                       "H2-2026",
                                       "2026-02-02/2026-02-01",
                                       "2026-02-30/2026-03-01",
                                       "2026-01-01/",
                                       "/2026-01-01",
                                       "1999-01-01/2026-01-01",
                                       "2026-01-01/2026-03-31/2026-06-30" };
    char                     room[1024];
    arena                    a = arena_over(room, sizeof room);
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        hunt_period p = period(cases[i].typed);
        assert_true(str_equal(p.name, str_from(cases[i].name)));
        assert_int_equal(day_number(p.first), day_number(on(cases[i].first)));
        assert_int_equal(day_number(p.last), day_number(on(cases[i].last)));
    }
    for (size_t i = 0; i < COUNT(bad); i++) {
        hunt_period p;
        problem     why = { 0 };
        assert_int_equal(hunt_period_read(&a, str_from(bad[i]), 1, &p, &why), ST_INVALID);
        assert_true(str_equal(why.rule, S("hunt-period")));
    }
    assert_true(str_equal(hunt_period_half(&a, on("2026-06-30")), S("2026-H1")));
    assert_true(str_equal(hunt_period_half(&a, on("2026-07-01")), S("2026-H2")));
}

// The quarterly report is due before its quarter ends: its figures are cut on a day of the last month.
static void a_quarter_is_the_window_of_its_report(void **state)
{
    static const struct {
        const char *typed, *first, *last;
    } cases[] = {
        { "2026-Q1", "2025-12-15", "2026-03-14" }, { "2026-Q2", "2026-03-15", "2026-06-14" },
        { "2026-Q3", "2026-06-15", "2026-09-14" }, { "2026-Q4", "2026-09-15", "2026-12-14" },
        { "2026-H1", "2026-01-01", "2026-06-30" }, { "2026", "2026-01-01", "2026-12-31" },
    };
    char        room[1024];
    arena       a   = arena_over(room, sizeof room);
    problem     why = { 0 };
    hunt_period p;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(hunt_period_read(&a, str_from(cases[i].typed), 15, &p, &why), ST_OK);
        assert_true(str_equal(p.name, str_from(cases[i].typed)));
        assert_int_equal(day_number(p.first), day_number(on(cases[i].first)));
        assert_int_equal(day_number(p.last), day_number(on(cases[i].last)));
    }
    // Every day lies in the quarter that is named for it, whatever the day of the cut.
    static const int cuts[] = { 1, 2, 15, 28 };
    for (size_t k = 0; k < COUNT(cuts); k++) {
        for (int64_t n = day_number(on("2023-11-20")); n < day_number(on("2025-03-10")); n++) {
            arena mark = a;
            str   name = hunt_period_quarter(&a, day_from_number(n), cuts[k]);
            assert_int_equal(hunt_period_read(&a, name, cuts[k], &p, &why), ST_OK);
            assert_true(n >= day_number(p.first) && n <= day_number(p.last));
            a = mark;
        }
    }
    assert_int_equal(hunt_quarter_from(law_current()), 15);
}

static void systems_are_counted_by_hand_over_a_quarters_border(void **state)
{
    hunt_period   q4 = period("2026-Q4");
    hunt_counting k  = hunt_counting_of(&term, &q4, on("2027-02-01"));
    hunt_figures  f  = { 0 };
    (void)state;
    assert_int_equal(day_number(k.until), day_number(on("2026-12-31")));
    // Hunted on the last day of Q3: not in Q4, and not overdue at its end.
    hunt_subject  a    = running(1, "2020-01-01", "2026-01-01", "2026-09-30");
    hunt_searched none = { S(""), S("") };
    hunt_count_system(&f, &k, &a, &none);
    // On its first and on its last day.
    hunt_subject  b     = running(3, "2020-01-01", "2026-01-01", "2026-10-01");
    hunt_searched there = { S("2026-10-01"), S("") };
    hunt_count_system(&f, &k, &b, &there);
    hunt_subject  c    = running(3, "2020-01-01", "2026-01-01", "2026-12-31");
    hunt_searched last = { S("2026-12-31"), S("") };
    hunt_count_system(&f, &k, &c, &last);
    // Written down in the network only.
    hunt_subject  d    = running(5, "2020-01-01", "2026-01-01", "2026-11-11");
    hunt_searched told = { S(""), S("2026-11-11") };
    hunt_count_system(&f, &k, &d, &told);
    // Hunted long ago: overdue. Never hunted, registered on 30/6: due on 30/12, overdue on 31/12.
    hunt_subject e = running(2, "2020-01-01", "2026-01-01", "2026-06-29");
    hunt_count_system(&f, &k, &e, &none);
    hunt_subject g = running(2, "2020-01-01", "2026-06-30", "");
    hunt_count_system(&f, &k, &g, &none);
    // Not there: stopped, without a level, registered and run only after the period.
    hunt_subject h = a;
    h.state        = SYSTEM_STOPPED;
    hunt_count_system(&f, &k, &h, &there);
    h       = a;
    h.level = 0;
    hunt_count_system(&f, &k, &h, &there);
    h = running(4, "2027-01-01", "2027-01-01", "");
    hunt_count_system(&f, &k, &h, &none);
    // Registered after it, but it ran before: the body owed it.
    h = running(4, "2020-01-01", "2027-01-05", "");
    hunt_count_system(&f, &k, &h, &none);
    const int64_t owed[6] = { 7, 1, 2, 2, 1, 1 }, hunted[6] = { 3, 0, 0, 2, 0, 1 };
    assert_memory_equal(f.owed, owed, sizeof owed);
    assert_memory_equal(f.hunted, hunted, sizeof hunted);
    assert_int_equal(f.told, 1);
    assert_int_equal(f.late, 2);
}

static void threats_are_counted_by_hand_over_a_half_years_border(void **state)
{
    static const hunt_threat_days all[] = {
        // Found in H1, removed on the last day of it, confirmed on the first of H2.
        { THREAT_CONFIRMED, STR("2026-05-05"), STR("2026-06-30"), STR("2026-07-01"), STR(""),
          STR(""), false },
        // Found on the first day of H2, removed, not looked for again.
        { THREAT_REMOVED, STR("2026-07-01"), STR("2026-07-09"), STR(""), STR(""), STR("2026-07-02"),
          true },
        // A removal that a second hunt refuted counts for nothing.
        { THREAT_OPEN, STR("2026-08-01"), STR("2026-08-09"), STR("2026-08-20"), STR(""),
          STR("2026-08-02"), false },
        // No threat after all.
        { THREAT_DISMISSED, STR("2026-09-01"), STR(""), STR(""), STR("2026-09-03"), STR(""),
          false },
        // After the period.
        { THREAT_OPEN, STR("2027-01-01"), STR(""), STR(""), STR(""), STR(""), false },
        // Confirmed after it: open at its end.
        { THREAT_CONFIRMED, STR("2026-12-01"), STR("2026-12-30"), STR("2027-01-02"), STR(""),
          STR(""), false },
    };
    hunt_period   h1 = period("2026-H1"), h2 = period("2026-H2");
    hunt_counting first  = hunt_counting_of(&term, &h1, on("2027-02-01"));
    hunt_counting second = hunt_counting_of(&term, &h2, on("2027-02-01"));
    hunt_figures  f = { 0 }, g = { 0 };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        hunt_count_threat(&f, &first, &all[i]);
        hunt_count_threat(&g, &second, &all[i]);
    }
    assert_int_equal(f.found, 1);
    assert_int_equal(f.removed, 1);
    assert_int_equal(f.confirmed, 0);
    assert_int_equal(f.open, 1);
    assert_int_equal(g.found, 3);
    assert_int_equal(g.removed, 2);
    assert_int_equal(g.confirmed, 1);
    assert_int_equal(g.dismissed, 1);
    assert_int_equal(g.open, 3);
    assert_int_equal(g.incidents, 1);
    hunt_figures_add(&f, &g);
    assert_int_equal(f.found, 4);
    assert_int_equal(f.removed, 3);
}

static void a_period_that_runs_is_counted_up_to_today(void **state)
{
    hunt_period   h2   = period("2026-H2");
    hunt_counting k    = hunt_counting_of(&term, &h2, on("2026-11-29"));
    hunt_figures  f    = { 0 };
    hunt_searched none = { S(""), S("") };
    hunt_subject  s    = running(1, "2020-01-01", "2026-01-01", "2026-06-01"); // due on 1/12
    (void)state;
    assert_int_equal(day_number(k.until), day_number(on("2026-11-29")));
    hunt_count_system(&f, &k, &s, &none);
    assert_int_equal(f.late, 0);
    k = hunt_counting_of(&term, &h2, on("2026-12-02"));
    hunt_count_system(&f, &k, &s, &none);
    assert_int_equal(f.late, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_system_is_due_half_a_year_after_its_last_hunt),
        cmocka_unit_test(only_systems_with_a_level_that_run_owe_a_hunt),
        cmocka_unit_test(the_numbers_are_the_laws),
        cmocka_unit_test(standing_turns_the_day_after),
        cmocka_unit_test(each_state_has_its_ways),
        cmocka_unit_test(each_role_does_what_the_table_gives),
        cmocka_unit_test(techniques_are_written_as_attack_numbers_them),
        cmocka_unit_test(periods_are_read_as_people_write_them),
        cmocka_unit_test(a_quarter_is_the_window_of_its_report),
        cmocka_unit_test(systems_are_counted_by_hand_over_a_quarters_border),
        cmocka_unit_test(threats_are_counted_by_hand_over_a_half_years_border),
        cmocka_unit_test(a_period_that_runs_is_counted_up_to_today),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
