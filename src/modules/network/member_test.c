// member_test.c - states and who moves them, fields, the 24 hours, who is on duty, gaps, months.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/law/law.h"
#include "kit/os/os.h"
#include "modules/network/member.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(8 << 20, &memory) == ST_OK ? 0 : -1;
}

static void only_these_steps_are_there(void **state)
{
    static const struct {
        member_state from;
        member_act   act;
        member_state to;
        bool         reason, own;
    } allowed[] = {
        { MEMBER_ASKED, MEMBER_CHECK, MEMBER_CHECKED, false, false },
        { MEMBER_ASKED, MEMBER_REFUSE, MEMBER_REFUSED, true, false },
        { MEMBER_ASKED, MEMBER_WITHDRAW, MEMBER_OVER, false, true },
        { MEMBER_CHECKED, MEMBER_ACCEPT, MEMBER_IN, false, false },
        { MEMBER_CHECKED, MEMBER_REFUSE, MEMBER_REFUSED, true, false },
        { MEMBER_CHECKED, MEMBER_WITHDRAW, MEMBER_OVER, false, true },
        { MEMBER_IN, MEMBER_SUSPEND, MEMBER_SUSPENDED, true, false },
        { MEMBER_IN, MEMBER_END, MEMBER_OVER, true, false },
        { MEMBER_SUSPENDED, MEMBER_RESTORE, MEMBER_IN, true, false },
        { MEMBER_SUSPENDED, MEMBER_END, MEMBER_OVER, true, false },
    };
    (void)state;
    for (int from = MEMBER_ASKED; from <= MEMBER_OVER; from++) {
        for (int act = MEMBER_CHECK; act <= MEMBER_WITHDRAW; act++) {
            member_step is = member_step_of((member_state)from, (member_act)act), want = { 0 };
            for (size_t i = 0; i < COUNT(allowed); i++) {
                if ((int)allowed[i].from == from && (int)allowed[i].act == act)
                    want = (member_step){ allowed[i].to, allowed[i].reason, allowed[i].own };
            }
            assert_int_equal(is.to, want.to);
            assert_int_equal(is.reason, want.reason);
            assert_int_equal(is.own, want.own);
        }
    }
}

static void a_contact_is_told_in_time_up_to_the_last_moment_of_24_hours(void **state)
{
    const int64_t changed = 1795500000000, whole = 24LL * 3600 * 1000;
    (void)state;
    assert_int_equal(contact_due_ms(changed), changed + whole);
    assert_false(contact_is_late(changed, changed));
    assert_false(contact_is_late(changed, changed + whole));
    assert_true(contact_is_late(changed, changed + whole + 1));
    assert_true(contact_is_late(changed, changed + whole + 1000)); // 24 h 00 m 01 s
}

static int64_t at(const char *text)
{
    int64_t ms = 0;
    assert_int_equal(time_parse(str_from(text), &ms), ST_OK);
    return ms;
}

static void the_roster_comes_first_and_the_leader_last(void **state)
{
    const member_contact all[] = {
        { .kind = CONTACT_IN_HOURS, .name = S("Trong giờ") },
        { .kind = CONTACT_OUT_OF_HOURS, .name = S("Ngoài giờ") },
        { .kind = CONTACT_LEADER, .name = S("Lãnh đạo") },
        { .kind = CONTACT_BACKUP, .name = S("Trước đây"), .ended_ms = 1 },
    };
    const int64_t noon = at("2026-11-24T12:00:00+07:00"), night = at("2026-11-24T17:00:00+07:00"),
                  sunday = at("2026-11-29T09:00:00+07:00");
    const duty_shift s   = { 1, noon, noon + 60000, S("Ca trực"), S("1"), S(""), S("") };
    const struct {
        size_t      shifts, contacts, from;
        int64_t     at;
        bool        serious;
        const char *who;
    } cases[] = {
        { 1, 4, 0, noon, false, "Ca trực" },     { 1, 4, 0, noon + 60000, false, "Trong giờ" },
        { 0, 4, 0, noon, false, "Trong giờ" },   { 0, 4, 0, night, false, "Ngoài giờ" },
        { 0, 4, 0, sunday, false, "Ngoài giờ" }, { 0, 4, 0, noon, true, "Lãnh đạo" },
        { 1, 4, 0, noon, true, "Ca trực" },      { 0, 1, 0, night, false, "Trong giờ" },
        { 0, 2, 2, noon, false, "Lãnh đạo" },    { 0, 0, 0, noon, false, "" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        on_duty o = on_duty_at(&s, cases[i].shifts, all + cases[i].from, cases[i].contacts,
                               cases[i].at, cases[i].serious);
        if (!str_equal(o.name, str_from(cases[i].who)))
            fail_msg("case %zu: " STR_FMT, i, STR_ARG(o.name));
    }
}

static void what_no_shift_covers_is_a_gap(void **state)
{
    const duty_shift s[] = { { .from_ms = 10, .to_ms = 20 },
                             { .from_ms = 15, .to_ms = 18 }, // inside the one before
                             { .from_ms = 20, .to_ms = 30 },
                             { .from_ms = 35, .to_ms = 40 } };
    roster_gap       g[ROSTER_GAPS_MAX];
    (void)state;
    assert_int_equal(roster_gaps(s, COUNT(s), 12, 38, g), 1);
    assert_int_equal(g[0].from_ms, 30);
    assert_int_equal(g[0].to_ms, 35);
    assert_int_equal(roster_gaps(s, COUNT(s), 0, 50, g), 3);
    assert_int_equal(g[0].to_ms, 10);
    assert_int_equal(g[2].from_ms, 40);
    assert_int_equal(g[2].to_ms, 50);
    assert_int_equal(roster_gaps(s, 0, 0, 50, g), 1);
    assert_int_equal(roster_gaps(s, COUNT(s), 10, 30, g), 0);
}

static void months_end_where_the_month_does(void **state)
{
    const struct {
        day     from;
        int64_t months;
        day     to;
    } cases[] = {
        { { 2026, 1, 31 }, 1, { 2026, 2, 28 } },
        { { 2024, 2, 29 }, 12, { 2025, 2, 28 } },
        { { 2026, 8, 31 }, 6, { 2027, 2, 28 } },
        { { 2026, 12, 15 }, 6, { 2027, 6, 15 } },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(day_number(day_months_after(cases[i].from, cases[i].months)),
                         day_number(cases[i].to));
}

static void fingerprints_and_phones_are_read_as_people_write_them(void **state)
{
    str     out;
    problem why = { 0 };
    (void)state;
    assert_int_equal(pgp_print_check(S("0x0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567"),
                                     &memory, &out, &why),
                     ST_OK);
    assert_true(str_equal(out, S("0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567")));
    assert_int_equal(pgp_print_check(S("0123"), &memory, &out, &why), ST_INVALID);
    assert_int_equal(pgp_print_check(S("xyz"), &memory, &out, &why), ST_INVALID);
    assert_int_equal(phone_check(S("phone"), S("+84 (24) 3640-4421"), &memory, &out, &why), ST_OK);
    assert_int_equal(phone_check(S("phone"), S("gọi tôi"), &memory, &out, &why), ST_INVALID);
    assert_int_equal(phone_check(S("phone"), S("12"), &memory, &out, &why), ST_INVALID);
}

static void what_is_typed_is_checked(void **state)
{
    member_draft d   = { .category = S("voluntary") }, out;
    problem      why = { 0 };
    (void)state;
    d.texts[FIELD_ADDRESS] = S("Hà Nội");
    d.texts[FIELD_PHONE]   = S("024 1234567");
    d.texts[FIELD_EMAIL]   = S("a@b.vn");
    assert_int_equal(member_draft_check(&d, &memory, &out, &why), ST_OK);
    d.texts[FIELD_EMAIL] = S("a@b@c");
    assert_int_equal(member_draft_check(&d, &memory, &out, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("email-form")));
    d.category = S("nowhere");
    assert_int_equal(member_draft_check(&d, &memory, &out, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("member-category")));
}

static void the_law_names_what_the_module_asks_for(void **state)
{
    static const char *const duties[] = { "profile", "contact", "reception", "roster",
                                          "plan",    "hunt",    "scan",      "drill" };
    size_t                   count;
    (void)state;
    for (size_t i = 0; i < COUNT(duties); i++)
        assert_non_null(law_member_duty_find(law_current(), str_from(duties[i])));
    (void)law_member_numbers(law_current(), &count);
    assert_int_equal(count, 41);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_these_steps_are_there),
        cmocka_unit_test(a_contact_is_told_in_time_up_to_the_last_moment_of_24_hours),
        cmocka_unit_test(the_roster_comes_first_and_the_leader_last),
        cmocka_unit_test(what_no_shift_covers_is_a_gap),
        cmocka_unit_test(months_end_where_the_month_does),
        cmocka_unit_test(fingerprints_and_phones_are_read_as_people_write_them),
        cmocka_unit_test(what_is_typed_is_checked),
        cmocka_unit_test(the_law_names_what_the_module_asks_for),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
