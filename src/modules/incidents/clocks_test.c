// clocks_test.c - which clocks run, when they are due, what is serious, by the law's own cases; and the command.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/cli/cli_test_kit.h"
#include "kit/os/os.h"
#include "modules/incidents/clock_facts.h"
#include "modules/incidents/clocks_cmd.h"
#include "modules/incidents/serious.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(64 << 20, &memory) == ST_OK ? 0 : -1;
}

static int clear(void **state)
{
    (void)state;
    memory.next = memory.start;
    return 0;
}

static incident_facts facts_of(const char *json)
{
    incident_facts f;
    problem        why = { 0 };
    if (incident_facts_parse(law_current(), str_from(json), &memory, &f, &why) != ST_OK)
        fail_msg("%s: " STR_FMT " " STR_FMT, json, STR_ARG(why.field), STR_ARG(why.rule));
    return f;
}

static incident_clock_list clocks_of(const incident_facts *f, bool beside)
{
    static incident_clock_list out;
    incident_clock_settings    s = incident_clock_settings_of(law_current());
    s.beside                     = beside;
    assert_int_equal(incident_clocks_of(law_current(), f, &s, &out), ST_OK);
    return out;
}

// ---- dates ------------------------------------------------------------------------------------------------
static const struct {
    const char *facts, *rule, *due, *latest; // due NULL: not running
} dates[] = {
// the four clocks of a serious incident at a bank, on a Thursday: a Sunday is not moved
#define FOUR                                                                                       \
    "{\"detected\":\"2026-08-20T22:00:00+07:00\",\"serious\":true,\"personal_data\":true,"         \
    "\"bank\":true}"
    { FOUR, "N331-1", "2026-08-21T22:00:00+07:00", "2026-08-21T22:00:00+07:00" },
    { FOUR, "NH-1", "2026-08-21T22:00:00+07:00", "2026-08-21T22:00:00+07:00" },
    { FOUR, "N331-2", "2026-08-23T22:00:00+07:00", "2026-08-23T22:00:00+07:00" },
    { FOUR, "PDP-91", "2026-08-23T22:00:00+07:00", "2026-08-23T22:00:00+07:00" },
    { FOUR, "T20-1", "2026-08-25T23:59:59+07:00", "2026-08-25T23:59:59+07:00" },
    { FOUR, "PDP-13", NULL, NULL },
    { FOUR, "NH-2", NULL, NULL },
    // day five on a Sunday: strict and latest differ
    { "{\"detected\":\"2024-03-26T09:00:00+07:00\"}", "T20-1", "2024-03-31T23:59:59+07:00",
      "2024-04-01T23:59:59+07:00" },
    // late at night in Viet Nam is the day before in UTC
    { "{\"detected\":\"2024-03-24T20:00:00Z\"}", "T20-1", "2024-03-30T23:59:59+07:00",
      "2024-04-01T23:59:59+07:00" },
    // at once: an hour, half of it when it may be serious
    { "{\"detected\":\"2024-03-24T10:00:00+07:00\",\"over_capacity\":\"2024-03-24T10:30:00+07:"
      "00\"}",
      "T20-3", "2024-03-24T11:30:00+07:00", "2024-03-24T11:30:00+07:00" },
    { "{\"detected\":\"2024-03-24T10:00:00+07:00\",\"suspected\":\"2024-03-24T10:30:00+07:00\"}",
      "T20-8", "2024-03-24T11:00:00+07:00", "2024-03-24T11:00:00+07:00" },
    { "{\"received\":\"2024-03-24T10:00:00+07:00\"}", "T20-6", "2024-03-24T12:00:00+07:00",
      "2024-03-24T12:00:00+07:00" },
    { "{\"detected\":\"2024-03-24T10:00:00+07:00\",\"suspected\":\"2024-03-24T10:30:00+07:00\","
      "\"serious\":false}",
      "T20-8", NULL, NULL },
    { "{\"detected\":\"2024-03-24T10:00:00+07:00\",\"over_capacity\":\"2024-03-24T11:00:00+07:00\","
      "\"ended\":\"2024-04-01T09:00:00+07:00\"}",
      "T20-4", "2024-04-06T23:59:59+07:00", "2024-04-08T23:59:59+07:00" },
    { "{\"detected\":\"2024-03-24T10:00:00+07:00\",\"owner_cannot\":false,"
      "\"ended\":\"2024-04-01T09:00:00+07:00\"}",
      "T20-4", NULL, NULL },
    { "{\"detected\":\"2024-03-24T10:00:00+07:00\",\"serious\":true,"
      "\"last_report\":\"2024-03-25T08:00:00+07:00\"}",
      "Q05-D", "2024-03-25T20:00:00+07:00", "2024-03-25T20:00:00+07:00" },
    { "{\"detected\":\"2024-03-24T10:00:00+07:00\",\"serious\":true,"
      "\"last_report\":\"2024-03-25T08:00:00+07:00\",\"ended\":\"2024-03-25T09:00:00+07:00\"}",
      "Q05-D", NULL, NULL },
    { "{\"received\":\"2024-03-24T10:00:00+07:00\",\"suspected\":\"2024-03-24T10:10:00+07:00\"}",
      "T20-6", "2024-03-24T10:30:00+07:00", "2024-03-24T10:30:00+07:00" },
    // five working days over the holidays of 2026 (30 April, 1 May)
    { "{\"detected\":\"2026-04-20T10:00:00+07:00\",\"bank\":true,"
      "\"fixed\":\"2026-04-28T15:00:00+07:00\"}",
      "NH-2", "2026-05-07T23:59:59+07:00", "2026-05-07T23:59:59+07:00" },
    { "{\"contact_changed\":\"2024-05-01T08:00:00+07:00\"}", "CTACT", "2024-05-02T08:00:00+07:00",
      "2024-05-02T08:00:00+07:00" },
    { "{\"order_received\":\"2024-05-01T08:00:00+07:00\"}", "COORD", "2024-05-02T08:00:00+07:00",
      "2024-05-02T08:00:00+07:00" },
    // location or biometric data; sensitive data of finance
    { "{\"detected\":\"2026-09-01T00:00:00+07:00\",\"personal_data\":true,\"special_data\":true}",
      "PDP-SJ", "2026-09-04T00:00:00+07:00", "2026-09-04T00:00:00+07:00" },
    { "{\"detected\":\"2026-09-01T00:00:00+07:00\",\"personal_data\":true,\"finance_data\":true}",
      "PDP-TC", "2026-09-04T00:00:00+07:00", "2026-09-04T00:00:00+07:00" },
    { "{\"detected\":\"2026-09-01T10:00:00+07:00\",\"order_sign\":true}", "N331-4",
      "2026-09-01T11:00:00+07:00", "2026-09-01T11:00:00+07:00" },
};

static void assert_moment(int64_t is, const char *should, size_t i)
{
    str text = is ? incident_moment(&memory, is) : S("none");
    if (!str_equal(text, str_from(should)))
        fail_msg("case %zu: " STR_FMT " should be %s", i, STR_ARG(text), should);
}

static void each_clock_is_due_when_its_row_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(dates); i++) {
        incident_facts        f          = facts_of(dates[i].facts);
        incident_clock_list   l          = clocks_of(&f, true);
        const incident_clock *k          = incident_clock_find(&l, str_from(dates[i].rule));
        bool                  is_running = k && k->kind == CLOCK_RUNS;
        if (is_running != (dates[i].due != NULL)) fail_msg("case %zu: running %d", i, is_running);
        if (!is_running) continue;
        assert_moment(k->due_ms, dates[i].due, i);
        assert_moment(k->latest_ms, dates[i].latest, i);
    }
}

static void day_five_is_on_time_to_its_last_second(void **state)
{
    (void)state;
    incident_facts        f = facts_of("{\"detected\":\"2024-03-24T10:00:00+07:00\"}");
    incident_clock_list   l = clocks_of(&f, true);
    const incident_clock *k = incident_clock_find(&l, S("T20-1"));
    int64_t               last, next;
    assert_int_equal(time_parse(S("2024-03-29T23:59:59+07:00"), &last), ST_OK);
    assert_int_equal(time_parse(S("2024-03-30T00:00:00+07:00"), &next), ST_OK);
    assert_int_equal(incident_clock_stands(k, last, last), STANDING_DONE);
    assert_int_equal(incident_clock_stands(k, next, next), STANDING_DONE_LATE);
    assert_int_equal(incident_clock_stands(k, 0, next), STANDING_OVERDUE);
    assert_int_equal(incident_clock_stands(k, 0, last), STANDING_SOON);
    assert_int_equal(incident_clock_stands(k, 0, k->start_ms), STANDING_RUNNING);
    f = facts_of("{\"contact_changed\":\"2024-05-01T08:00:00+07:00\"}");
    l = clocks_of(&f, true);
    k = incident_clock_find(&l, S("CTACT"));
    assert_int_equal(time_parse(S("2024-05-02T08:00:01+07:00"), &next), ST_OK);
    assert_int_equal(incident_clock_stands(k, next - 1000, next), STANDING_DONE);
    assert_int_equal(incident_clock_stands(k, next, next), STANDING_DONE_LATE);
}

// ---- regimes ----------------------------------------------------------------------------------------------
static const struct {
    const char *detected;
    bool        beside;
    const char *runs; // of the rules below
} regimes[] = {
    { "2017-10-31T10:00:00+07:00", true, "" },
    { "2017-11-01T00:00:00+07:00", true, "T20-1" },
    { "2025-03-01T10:00:00+07:00", true, "T20-1" },
    { "2026-06-30T23:59:00+07:00", true, "T20-1" },
    { "2026-06-30T23:59:00+07:00", false, "T20-1" },
    { "2026-07-01T00:00:00+07:00", true, "T20-1" },
    { "2026-07-01T00:00:00+07:00", false, "" },
    { "2026-08-18T23:59:00+07:00", true, "T20-1" },
    { "2026-08-18T17:00:00Z", true, "T20-1 N331-1 N331-2" },
    { "2026-08-19T00:00:00+07:00", true, "T20-1 N331-1 N331-2" },
    { "2026-08-19T00:00:00+07:00", false, "N331-1 N331-2" },
};

static void the_day_of_detection_picks_the_regime(void **state)
{
    static const char *const rules[] = { "T20-1", "N331-1", "N331-2" };
    (void)state;
    for (size_t i = 0; i < COUNT(regimes); i++) {
        str                 json = arena_printf(&memory, "{\"detected\":\"%s\",\"serious\":true}",
                                                regimes[i].detected);
        incident_facts      f    = facts_of(arena_cstr(&memory, json));
        incident_clock_list l    = clocks_of(&f, regimes[i].beside);
        buf                 b    = buf_in(&memory, 64, 200);
        for (size_t j = 0; j < COUNT(rules); j++) {
            const incident_clock *k = incident_clock_find(&l, str_from(rules[j]));
            if (!k || k->kind != CLOCK_RUNS) continue;
            if (b.len) buf_char(&b, ' ');
            buf_put(&b, str_from(rules[j]));
        }
        if (!str_equal(buf_str(&b), str_from(regimes[i].runs)))
            fail_msg("case %zu: " STR_FMT, i, STR_ARG(buf_str(&b)));
    }
}

static void a_breach_over_the_turn_of_the_year_lists_both_and_asks(void **state)
{
    (void)state;
    incident_facts f = facts_of(
        "{\"occurred\":\"2025-12-30T08:00:00+07:00\","
        "\"detected\":\"2026-01-02T09:00:00+07:00\",\"personal_data\":true}");
    incident_clock_list   l   = clocks_of(&f, true);
    const incident_clock *old = incident_clock_find(&l, S("PDP-13"));
    const incident_clock *new = incident_clock_find(&l, S("PDP-91"));
    assert_true(old && new && old->kind == CLOCK_RUNS &&new->kind == CLOCK_RUNS);
    assert_moment(old->due_ms, "2026-01-02T08:00:00+07:00", 0);
    assert_moment(new->due_ms, "2026-01-05T09:00:00+07:00", 1);
    assert_int_equal(l.overlap_count, 1);
    assert_true(str_equal(l.overlaps[0]->id, S("pdp-regime")));
    f = facts_of("{\"occurred\":\"2026-02-01T08:00:00+07:00\","
                 "\"detected\":\"2026-02-02T09:00:00+07:00\",\"personal_data\":true}");
    l = clocks_of(&f, true);
    assert_null(incident_clock_find(&l, S("PDP-13")));
    assert_int_equal(l.overlap_count, 0);
    f = facts_of("{\"occurred\":\"2025-12-01T08:00:00+07:00\","
                 "\"detected\":\"2025-12-02T09:00:00+07:00\",\"personal_data\":true}");
    l = clocks_of(&f, true);
    assert_null(incident_clock_find(&l, S("PDP-91")));
    assert_non_null(incident_clock_find(&l, S("PDP-13")));
}

static void what_is_not_known_is_possible_and_says_what_it_hangs_on(void **state)
{
    (void)state;
    incident_facts        f = facts_of("{\"detected\":\"2026-09-01T10:00:00+07:00\"}");
    incident_clock_list   l = clocks_of(&f, true);
    const incident_clock *k = incident_clock_find(&l, S("N331-1"));
    assert_int_equal(k->kind, CLOCK_POSSIBLE);
    assert_int_equal(k->unknown, 1u << LAW_INCIDENT_SERIOUS);
    assert_moment(k->due_ms, "2026-09-02T10:00:00+07:00", 0);
    assert_int_equal(incident_clock_find(&l, S("T20-8"))->kind, CLOCK_WAITS);
    assert_int_equal(incident_clock_find(&l, S("T20-3"))->kind, CLOCK_WAITS);
    f.flag[LAW_INCIDENT_SERIOUS] = LAW_FALSE;
    l                            = clocks_of(&f, true);
    assert_null(incident_clock_find(&l, S("N331-1")));
    incident_facts_start(&f);
    l = clocks_of(&f, true);
    assert_int_equal(l.count, 0); // not even a day is known
}

static void a_faster_rule_supersedes_and_units_of_the_ministries_are_exempt(void **state)
{
    (void)state;
    incident_facts        f = facts_of("{\"detected\":\"2024-03-24T10:00:00+07:00\","
                                              "\"over_capacity\":\"2024-03-24T10:30:00+07:00\"}");
    incident_clock_list   l = clocks_of(&f, true);
    const incident_clock *k = incident_clock_find(&l, S("T20-1"));
    assert_true(k->superseded);
    assert_int_equal(incident_clock_stands(k, 0, k->start_ms), STANDING_SUPERSEDED);
    f.at[LAW_INCIDENT_OVER_CAPACITY] = 0;
    l                                = clocks_of(&f, true);
    assert_false(incident_clock_find(&l, S("T20-1"))->superseded);
    f = facts_of(
        "{\"detected\":\"2026-09-01T10:00:00+07:00\",\"serious\":true,\"owner_kind\":\"mod\"}");
    l = clocks_of(&f, true);
    k = incident_clock_find(&l, S("T20-1"));
    assert_int_equal(k->kind, CLOCK_EXEMPT);
    assert_int_equal(k->due_ms, 0);
    assert_int_equal(incident_clock_stands(k, 0, k->start_ms), STANDING_EXEMPT);
    k = incident_clock_find(&l, S("N331-1"));
    assert_true(k->kind == CLOCK_RUNS && k->to_count == 1 && str_equal(k->to[0], S("BQP")));
}

static void a_year_the_calendar_does_not_hold_gives_no_guess(void **state)
{
    (void)state;
    incident_facts        f = facts_of("{\"detected\":\"2019-03-24T10:00:00+07:00\"}");
    incident_clock_list   l = clocks_of(&f, true);
    const incident_clock *k = incident_clock_find(&l, S("T20-1"));
    assert_moment(k->due_ms, "2019-03-29T23:59:59+07:00", 0);
    assert_int_equal(k->latest_ms, 0);
}

// ---- serious ----------------------------------------------------------------------------------------------
static const struct {
    const char *facts;
    law_truth   serious;
    int         plan;
    const char *named;
} classes[] = {
    { "{}", LAW_UNKNOWN, PLAN_UNKNOWN, NULL },
    { "{\"level\":4,\"service_down\":true,\"owner_cannot\":false}", LAW_FALSE, PLAN_ORDINARY,
      NULL },
    { "{\"level\":4,\"service_down\":true}", LAW_UNKNOWN, PLAN_UNKNOWN, NULL },
#define ALL_SIGNS                                                                                  \
    "\"service_down\":true,\"secrets_leaked\":true,\"data_lost\":true,\"control_lost\":true,"      \
    "\"wide\":true,\"owner_cannot\":true"
    { "{\"level\":3,\"in_list\":false," ALL_SIGNS "}", LAW_FALSE, PLAN_ORDINARY, NULL },
    { "{\"level\":3," ALL_SIGNS "}", LAW_UNKNOWN, PLAN_UNKNOWN, NULL },
    { "{\"level\":3,\"in_list\":true," ALL_SIGNS "}", LAW_TRUE, PLAN_NAMED, "PLAN_1" },
    { "{\"level\":5,\"control_lost\":true,\"owner_cannot\":true}", LAW_TRUE, PLAN_NAMED, "PLAN_1" },
    { "{\"level\":5,\"owner_cannot\":true,\"service_down\":false,\"secrets_leaked\":false,"
      "\"data_lost\":false,\"control_lost\":false,\"wide\":false}",
      LAW_FALSE, PLAN_ORDINARY, NULL },
    { "{\"level\":4,\"in_list\":false,\"control_lost\":true,\"owner_cannot\":true}", LAW_TRUE,
      PLAN_UNKNOWN, NULL },
    { "{\"level\":4,\"in_list\":false,\"control_lost\":true,\"owner_cannot\":true,"
      "\"owner_kind\":\"ministry\"}",
      LAW_TRUE, PLAN_NAMED, "PLAN_2" },
    { "{\"level\":4,\"in_list\":false,\"control_lost\":true,\"owner_cannot\":true,"
      "\"owner_kind\":\"province\"}",
      LAW_TRUE, PLAN_NAMED, "PLAN_3" },
    { "{\"level\":4,\"in_list\":false,\"control_lost\":true,\"owner_cannot\":true,"
      "\"owner_kind\":\"telecom\"}",
      LAW_TRUE, PLAN_NAMED, "PLAN_4" },
    { "{\"level\":4,\"in_list\":false,\"control_lost\":true,\"owner_cannot\":true,"
      "\"owner_kind\":\"private\"}",
      LAW_TRUE, PLAN_BY_HAND, NULL },
    { "{\"level\":4,\"control_lost\":true,\"owner_cannot\":true,\"owner_kind\":\"ministry\"}",
      LAW_TRUE, PLAN_UNKNOWN, NULL }, // it may be in the national list
    { "{\"level\":2,\"serious\":true,\"in_list\":false}", LAW_TRUE, PLAN_BY_HAND, NULL },
};

static void seriousness_and_plan_follow_the_decision(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(classes); i++) {
        incident_facts       f  = facts_of(classes[i].facts);
        incident_plan_choice p  = incident_plan(law_current(), &f);
        law_truth            t  = incident_serious(law_current(), &f);
        str                  id = p.plan ? p.plan->id : S("");
        if (t != classes[i].serious || (int)p.kind != classes[i].plan ||
            !str_equal(id, classes[i].named ? str_from(classes[i].named) : S("")))
            fail_msg("case %zu: serious %d, plan %d " STR_FMT, i, (int)t, (int)p.kind, STR_ARG(id));
    }
}

// ---- the command ------------------------------------------------------------------------------------------
static int run(const char *line, const char *facts, bool json, str *out)
{
    return cli_test_run(incident_clocks_command, &memory, &(cli_test_line){ line, facts, json },
                        out);
}

static const struct {
    const char *line, *facts;
    bool        json;
    int         code;
    const char *says;
} runs[] = {
    { "", FOUR, true, 0, "{\"clocks\":[{\"rule\":\"T20-1\"" },
    { "", FOUR, true, 0,
      "\"rule\":\"N331-1\",\"name\":\"Thông báo ban đầu về sự cố nghiêm trọng\","
      "\"due\":\"2026-08-21T22:00:00+07:00\",\"latest\":\"2026-08-21T22:00:00+07:00\","
      "\"recipients\":[\"BCA\"]" },
    { "", FOUR, true, 0, "\"document\":\"PL01\"" },
    { "", FOUR, true, 0, "\"cite\":\"điểm d khoản 2 Điều 31 Nghị định 331/2026/NĐ-CP\"" },
    { "", FOUR, true, 0, "\"serious\":\"yes\"" },
    { "--beside no", FOUR, true, 0, "{\"clocks\":[{\"rule\":\"N331-1\"" },
    { "--beside maybe", FOUR, true, 1, "\"field\":\"beside\"" },
    { "--besid no", FOUR, false, 2, "" },
    { "", FOUR, false, 0, "- N331-1, hạn 22:00 21/08/2026: Thông báo ban đầu" },
    { "", "{}", true, 0, "{\"clocks\":[],\"possible\":[],\"waiting\":[],\"exempt\":[]" },
    { "", "{}", true, 0, "\"serious\":\"unknown\"" },
    { "", "{\"detected\":\"2026-08-20T22:00:00\"}", true, 1,
      "\"rule\":\"time-zone\",\"field\":\"detected\"" },
    { "", "{\"detected\":\"1970-01-01T00:00:00Z\"}", true, 1,
      "\"rule\":\"time-past\",\"field\":\"detected\"" },
    { "", "{\"occurred\":\"2099-01-01T00:00:00Z\"}", true, 1,
      "\"rule\":\"time-future\",\"field\":\"occurred\"" },
    { "", "{\"detected\":20260820}", true, 1, "\"rule\":\"wrong-type\",\"field\":\"detected\"" },
    { "", "{\"detected\":\"yesterday\"}", true, 1,
      "\"rule\":\"time-form\",\"field\":\"detected\"" },
    { "", "{\"detected\":\"2026-02-30T10:00:00+07:00\"}", true, 1, "\"rule\":\"time-form\"" },
    { "", "{\"serious\":1}", true, 1, "\"rule\":\"wrong-type\",\"field\":\"serious\"" },
    { "", "{\"serious\":\"perhaps\"}", true, 1, "\"rule\":\"wrong-type\",\"field\":\"serious\"" },
    { "", "{\"level\":\"4\"}", true, 1, "\"rule\":\"wrong-type\",\"field\":\"level\"" },
    { "", "{\"level\":6}", true, 1, "\"rule\":\"out-of-range\",\"field\":\"level\"" },
    { "", "{\"owner_kind\":\"circus\"}", true, 1,
      "\"rule\":\"unknown-value\",\"field\":\"owner_kind\"" },
    { "", "{\"sirious\":true}", true, 1, "\"rule\":\"unknown-fact\",\"field\":\"sirious\"" },
    { "", "{\"emergency\":true}", true, 1, "\"rule\":\"unknown-fact\",\"field\":\"emergency\"" },
    { "", "[]", true, 1, "\"rule\":\"facts-not-json\"" },
    { "", "", true, 1, "\"rule\":\"facts-not-json\"" },
    { "", "{\"detected\":\"2026-08-20T22:00:00+07:00\",\"occurred\":\"2026-08-21T22:00:00+07:00\"}",
      true, 1, "\"rule\":\"time-order\",\"field\":\"detected\"" },
    { "", "{\"detected\":\"2026-08-20T22:00:00+07:00\",\"ended\":\"2026-08-19T22:00:00+07:00\"}",
      true, 1, "\"rule\":\"time-order\",\"field\":\"ended\"" },
};

static void the_command_answers_and_refuses_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(runs); i++) {
        str out;
        int code = run(runs[i].line, runs[i].facts, runs[i].json, &out);
        if (code != runs[i].code || str_find(out, str_from(runs[i].says)) < 0)
            fail_msg("case %zu: %d " STR_FMT, i, code, STR_ARG(out));
    }
}

static void reading_facts_survives_a_lack_of_memory(void **state)
{
    (void)state;
    incident_facts f;
    int            countdown = 0;
    arena          a         = memory;
    a.fault_countdown        = &countdown;
    assert_int_equal(incident_facts_parse(law_current(), S("{\"odd\":1}"), &a, &f, NULL),
                     ST_MEMORY);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_clock_is_due_when_its_row_says, clear),
        cmocka_unit_test_setup(day_five_is_on_time_to_its_last_second, clear),
        cmocka_unit_test_setup(the_day_of_detection_picks_the_regime, clear),
        cmocka_unit_test_setup(a_breach_over_the_turn_of_the_year_lists_both_and_asks, clear),
        cmocka_unit_test_setup(what_is_not_known_is_possible_and_says_what_it_hangs_on, clear),
        cmocka_unit_test_setup(a_faster_rule_supersedes_and_units_of_the_ministries_are_exempt,
                               clear),
        cmocka_unit_test_setup(a_year_the_calendar_does_not_hold_gives_no_guess, clear),
        cmocka_unit_test_setup(seriousness_and_plan_follow_the_decision, clear),
        cmocka_unit_test_setup(the_command_answers_and_refuses_by_name, clear),
        cmocka_unit_test_setup(reading_facts_survives_a_lack_of_memory, clear),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
