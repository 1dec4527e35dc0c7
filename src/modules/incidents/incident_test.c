// incident_test.c - how facts are read, ways on, what closing wants, and what each part gives.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "modules/incidents/incident.h"
#include "modules/incidents/rights.h"
#include "modules/letters/letters.h"

static char room[1 << 20];

static incident_reading reading(bool typed)
{
    static arena     a;
    incident_reading r = { &a, 0, typed, letter_secret_mark };
    a                  = arena_over(room, sizeof(room));
    assert_int_equal(time_parse(S("2026-11-24T09:00:00+07:00"), &r.now_ms), ST_OK);
    return r;
}

static void times_are_read_or_refused_by_name(void **state)
{
    static const struct {
        const char *text;
        bool        typed;
        const char *rule; // NULL: read
    } cases[] = {
        { "2026-08-20T22:00:00+07:00", false, NULL },
        { "2026-08-20T15:00:00Z", false, NULL },
        { "22:00 20/08/2026", true, NULL },
        { "20/8/2026 22:00", true, NULL },
        { "2026-08-20T22:00", true, NULL },
        { "2026-08-20T22:00:00", false, "time-zone" },
        { "1970-01-01T00:00:00Z", false, "time-past" },
        { "00:00 01/01/1970", true, "time-past" },
        { "2099-01-01T00:00:00+07:00", false, "time-future" },
        { "09:11 24/11/2026", true, "time-future" }, // eleven minutes ahead
        { "25:00 20/08/2026", true, "time-form" },
        { "22:00 31/02/2026", true, "time-form" },
        { "tối qua", true, "time-form" },
        { "", true, "time-form" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        incident_reading r   = reading(cases[i].typed);
        problem          why = { 0 };
        int64_t          ms  = 0, wanted;
        status st = incident_time_read(&r, S("detected"), str_from(cases[i].text), &ms, &why);
        if (cases[i].rule) {
            assert_int_equal(st, ST_INVALID);
            assert_true(str_equal(why.field, S("detected")));
            if (!str_equal(why.rule, str_from(cases[i].rule)))
                fail_msg("%s: " STR_FMT, cases[i].text, STR_ARG(why.rule));
            continue;
        }
        assert_int_equal(st, ST_OK);
        assert_int_equal(time_parse(S("2026-08-20T15:00:00Z"), &wanted), ST_OK);
        assert_int_equal(ms, wanted);
    }
}

static bool told(const incident_problems *p, const char *field, const char *rule)
{
    for (size_t i = 0; i < p->count; i++) {
        if (str_equal(p->items[i].field, str_from(field)) &&
            str_equal(p->items[i].rule, str_from(rule)))
            return true;
    }
    return false;
}

static void every_fault_names_its_field(void **state)
{
    const incident_value typed[] = {
        { S("detected"), S("22:00 20/08/2026") },
        { S("occurred"), S("23:00 20/08/2026") },
        { S("description"), S("Tài liệu đóng dấu TUYỆT MẬT bị lộ") },
        { S("present_state"), S("burning") },
        { S("contact_email"), S("nobody") },
        { S("damage_vnd"), S("nhiều") },
        { S("wide"), S("maybe") },
        { S("colour"), S("red") },
    };
    incident_values   known = { 0 };
    incident_problems bad   = { .count = 0 };
    incident_reading  r     = reading(true);
    (void)state;
    incident_read(&r, typed, COUNT(typed), &known, &bad);
    assert_true(told(&bad, "detected", "time-order"));
    assert_true(told(&bad, "description", "state-secret"));
    assert_true(told(&bad, "present_state", "choice-unknown"));
    assert_true(told(&bad, "contact_email", "email-form"));
    assert_true(told(&bad, "damage_vnd", "count-form"));
    assert_true(told(&bad, "wide", "choice-unknown"));
    assert_true(told(&bad, "colour", "fact-unknown"));
    assert_true(told(&bad, "title", "required"));
    assert_true(told(&bad, "contact_name", "required"));
    assert_int_equal(bad.count, 10);
    assert_false(incident_value_of(&known, "description").len); // a secret is not kept
}

static void ordinary_words_about_secrets_are_no_secret(void **state)
{
    static const struct {
        const char *text;
        bool        secret;
    } cases[] = { { "Lộ mật khẩu quản trị", false },
                  { "ĐỔI MẬT KHẨU NGAY", false },
                  { "Tối mật", true } };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const incident_value typed = { S("effect"), str_from(cases[i].text) };
        incident_values      known = { 0 };
        incident_problems    bad   = { .count = 0 };
        incident_reading     r     = reading(true);
        incident_read(&r, &typed, 1, &known, &bad);
        assert_int_equal(told(&bad, "effect", "state-secret"), cases[i].secret);
    }
}

static void the_emergency_track_is_closed_with_form_04_only(void **state)
{
    static const struct {
        incident_closing k;
        const char      *rule;
    } cases[] = {
        { { .handled = true }, NULL },
        { { .handled = false }, "incident-not-handled" },
        { { .handled = true, .emergency = true }, "incident-no-final" },
        { { .handled = true, .emergency = true, .final_report = true }, NULL },
        { { .handled = true, .emergency = true, .final_report = true, .serious = true },
          "incident-not-reviewed" },
        { { true, true, true, true, true }, NULL },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        problem why = { 0 };
        status  st  = incident_may_close(&cases[i].k, &why);
        assert_int_equal(st, cases[i].rule ? ST_INVALID : ST_OK);
        if (cases[i].rule) assert_true(str_equal(why.rule, str_from(cases[i].rule)));
    }
}

static void steps_lead_from_the_first_state_to_the_end(void **state)
{
    bool reached[INCIDENT_STATES + 1] = { [INCIDENT_NEW] = true };
    (void)state;
    for (int round = 0; round < INCIDENT_STATES; round++) {
        for (int from = 1; from <= INCIDENT_STATES; from++) {
            const incident_step *ways[8];
            size_t               n = incident_steps_from((incident_state)from, ways, COUNT(ways));
            for (size_t i = 0; reached[from] && i < n; i++) reached[ways[i]->to] = true;
            if (!incident_over((incident_state)from)) continue;
            assert_int_equal(n, 1); // back, by the coordinator, with a reason
            assert_true(ways[0]->act == ACT_CONFIRM && ways[0]->reason);
            assert_false(incident_over(ways[0]->to));
        }
    }
    for (int s = 1; s <= INCIDENT_STATES; s++) {
        if (s != INCIDENT_DUPLICATE) assert_true(reached[s]); // merging leads there
    }
    assert_null(incident_step_find(INCIDENT_NEW, INCIDENT_CLOSED));
    assert_null(incident_step_find(INCIDENT_RESPONDING, INCIDENT_CLOSED));
}

// The table of §10.2 as it was read, by itself: 'o' on ordinary incidents only, 's' on serious ones only.
static void nobody_does_what_the_table_does_not_give(void **state)
{
    static const struct {
        incident_act act;
        //             DVVH CQ DVCT TVML BCD CQDP CQTT BCD_QG BPTN SOC THIRD
        char may[INCIDENT_SEATS + 1];
    } table[] = {
        { ACT_NOTICE, "yyyy-y---yy" },      { ACT_REPORT, "yyyy-------" },
        { ACT_ACKNOWLEDGE, "yyyy-yyy---" }, { ACT_VERIFY, "y-yy-y-----" },
        { ACT_PROPOSE, "yyyy-------" },     { ACT_CONFIRM, "-----y-----" },
        { ACT_DECIDE, "------yy---" },      { ACT_ORDER, "----yy-----" },
        { ACT_ANSWER, "yyyy----y--" },      { ACT_SPOKESPERSON, "----o-ss---" },
        { ACT_WARN, "--y--y-----" },        { ACT_CLOSE_ASK, "y-y--y-----" },
        { ACT_CLOSE, "-----yss---" },       { ACT_SEE, "yyyyyyyyyy-" },
        { ACT_WORK, "yyy--y-----" },        { ACT_CONVENE, "-y---yy----" },
        { ACT_LOG, "yyyyyyyyyy-" },         { ACT_TASK, "yyy--y-----" },
        { ACT_MARK, "yyyy-y--yy-" },        { ACT_LESSON, "yyy-yy-----" },
        { ACT_APPROVE, "----yy-----" },     { ACT_SPREAD, "-----y-----" },
        { ACT_EXEMPT, "-----yyy---" },
    };
    (void)state;
    assert_int_equal(COUNT(table), INCIDENT_ACTS);
    for (size_t i = 0; i < COUNT(table); i++) {
        for (int s = SEAT_OPERATOR; s <= INCIDENT_SEATS; s++) {
            char may = table[i].may[s - 1];
            for (int serious = 0; serious < 2; serious++) {
                bool wanted = may == 'y' || may == (serious ? 's' : 'o');
                bool given  = incident_seats_may(SEAT_BIT(s), table[i].act, serious);
                if (wanted != given)
                    fail_msg(STR_FMT " " STR_FMT " %d", STR_ARG(incident_act_key(table[i].act)),
                             STR_ARG(incident_seat_key((incident_seat)s)), serious);
            }
        }
        assert_false(incident_seats_may(0, table[i].act, true));
    }
}

static void codes_are_read_in_any_case(void **state)
{
    incident_reading r = reading(true);
    str              code;
    (void)state;
    assert_true(incident_code_read(r.a, S("sc-2026-42"), &code));
    assert_true(str_equal(code, S("SC-2026-000042")));
    assert_false(incident_code_read(r.a, S("SC-26-000042"), &code));
    assert_false(incident_code_read(r.a, S("HT-2026-000042"), &code));
    assert_false(incident_code_read(r.a, S("SC-2026-0"), &code));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_are_read_or_refused_by_name),
        cmocka_unit_test(every_fault_names_its_field),
        cmocka_unit_test(ordinary_words_about_secrets_are_no_secret),
        cmocka_unit_test(the_emergency_track_is_closed_with_form_04_only),
        cmocka_unit_test(steps_lead_from_the_first_state_to_the_end),
        cmocka_unit_test(nobody_does_what_the_table_does_not_give),
        cmocka_unit_test(codes_are_read_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
