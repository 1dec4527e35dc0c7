// custody_test.c - the chain of a custody log by itself: rows altered, taken out, put in, chained anew; what acts make of an
// item; who may do what; anchors; tags.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "modules/accounts/account.h"
#include "modules/accounts/accounts.h"
#include "modules/forensics/forensics.h"

enum { ROWS = 6 };

static char  room[1 << 20];
static arena memory;

static void make(custody_row rows[ROWS])
{
    str prev = custody_first();
    memory   = arena_over(room, sizeof(room));
    for (int i = 0; i < ROWS; i++) {
        rows[i]      = (custody_row){ .no      = i + 1,
                                      .at_ms   = 1000 + i,
                                      .act     = i ? CUSTODY_TAKEN : CUSTODY_OPENED,
                                      .item    = S("CC-2026-000001"),
                                      .content = S("ab"),
                                      .facts   = S(""),
                                      .login   = S("an"),
                                      .person  = S("Nguyễn Văn Mẫu"),
                                      .body    = S("Tỉnh Mẫu 01"),
                                      .tool    = S(""),
                                      .party   = S("Lê Thị Mẫu"),
                                      .seal    = S("NP-01"),
                                      .words   = S("Quyết định \"12\"\nmục 3"),
                                      .prev    = prev };
        rows[i].hash = custody_hash(S("uid"), prev, &rows[i], &memory);
        assert_non_null(rows[i].hash.ptr);
        prev = rows[i].hash;
    }
}

// How many rows do not follow, and which the first tells.
static int walk(const custody_row *rows, int count, custody_fault_at *first)
{
    custody_walk w   = { .uid = S("uid") };
    int          bad = 0;
    for (int i = 0; i < count; i++) {
        custody_fault_at at;
        if (custody_follows(&w, &rows[i], memory, &at)) continue;
        if (!bad++) *first = at;
    }
    return bad;
}

static void a_whole_log_follows(void **state)
{
    custody_row      rows[ROWS];
    custody_fault_at at;
    (void)state;
    make(rows);
    assert_int_equal(walk(rows, ROWS, &at), 0);
    custody_walk other = { .uid = S("another") }; // the same rows are not another case's
    assert_false(custody_follows(&other, &rows[0], memory, &at));
}

static void any_field_altered_names_its_row_alone(void **state)
{
    (void)state;
    for (int field = 0; field < 14; field++) {
        custody_row      rows[ROWS];
        custody_fault_at at = { 0 };
        make(rows);
        custody_row *r       = &rows[2];
        str *const   texts[] = { &r->item, &r->content, &r->facts, &r->login, &r->person, &r->body,
                                 &r->tool, &r->party,   &r->seal,  &r->words, &r->prev,   &r->hash };
        str          other = S("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff");
        if (field < 12)
            *texts[field] = other;
        else if (field == 12)
            r->at_ms++;
        else
            r->act = CUSTODY_NOTED;
        assert_int_equal(walk(rows, ROWS, &at), 1);
        assert_int_equal(at.kind, FAULT_ROW_ALTERED);
        assert_int_equal(at.no, 3);
    }
}

static void a_row_chained_anew_is_told_by_the_next(void **state)
{
    custody_row      rows[ROWS];
    custody_fault_at at = { 0 };
    (void)state;
    make(rows);
    rows[2].words = S("khác");
    rows[2].hash  = custody_hash(S("uid"), rows[2].prev, &rows[2], &memory);
    assert_int_equal(walk(rows, ROWS, &at), 1);
    assert_int_equal(at.kind, FAULT_ROW_ALTERED);
    assert_int_equal(at.no, 3);
}

static void a_row_taken_out_or_put_in_is_named(void **state)
{
    custody_row      rows[ROWS];
    custody_fault_at at = { 0 };
    (void)state;
    make(rows);
    memmove(&rows[2], &rows[3], 3 * sizeof(rows[0]));
    assert_int_equal(walk(rows, ROWS - 1, &at), 1);
    assert_int_equal(at.kind, FAULT_ROW_MISSING);
    assert_int_equal(at.no, 3);
    make(rows);
    rows[4] = rows[3]; // twice the same number
    assert_true(walk(rows, ROWS, &at) > 0);
    assert_int_equal(at.kind, FAULT_ROW_MISSING);
}

static void acts_that_do_not_fit_are_refused(void **state)
{
    item_stand s = { ITEM_HELD, S("") };
    (void)state;
    assert_false(custody_step(CUSTODY_UNSEALED, S(""), &s));
    assert_false(custody_step(CUSTODY_SEALED, S(""), &s));
    assert_true(custody_step(CUSTODY_SEALED, S("NP-02"), &s));
    assert_false(custody_step(CUSTODY_SEALED, S("NP-03"), &s));
    assert_false(custody_step(CUSTODY_RECEIVED, S(""), &s));
    assert_true(custody_step(CUSTODY_HANDED_OVER, S(""), &s));
    assert_false(custody_step(CUSTODY_HANDED_OVER, S(""), &s));
    assert_true(custody_step(CUSTODY_RECEIVED, S(""), &s));
    assert_true(custody_step(CUSTODY_UNSEALED, S(""), &s));
    assert_true(custody_step(CUSTODY_DESTROYED, S(""), &s));
    assert_false(custody_step(CUSTODY_VIEWED, S(""), &s));
    assert_false(custody_step(CUSTODY_RETURNED, S(""), &s));
    assert_false(custody_step(CUSTODY_TAKEN, S(""), &s));
}

// role × act, by the rights that accounts give, for the holder's people and those of bodies let in.
static void each_role_may_what_it_may(void **state)
{
    static const struct {
        account_role role;
        const char  *holder, *worker, *reader; // s sees, w works, l leads
    } all[] = {
        { ROLE_HEAD, "sl", "s", "s" },     { ROLE_SYSTEM_OFFICER, "", "", "" },
        { ROLE_OPERATOR, "", "", "" },     { ROLE_SPECIALIST, "", "", "" },
        { ROLE_APPRAISER, "", "", "" },    { ROLE_CLERK, "", "", "" },
        { ROLE_SUPERVISOR, "", "", "" },   { ROLE_INCIDENT_COORDINATOR, "swl", "sw", "s" },
        { ROLE_ANALYST, "sw", "sw", "s" }, { ROLE_ADMINISTRATOR, "", "", "" },
        { ROLE_AUDITOR, "s", "s", "s" },
    };
    (void)state;
    assert_int_equal(COUNT(all), ACCOUNT_ROLES);
    for (size_t i = 0; i < COUNT(all); i++) {
        uint64_t          r      = account_rights(ROLE_BIT(all[i].role));
        const case_rights rights = { (r & (uint64_t)RIGHT_CASES_READ) != 0,
                                     (r & (uint64_t)RIGHT_CASES_WRITE) != 0,
                                     (r & (uint64_t)RIGHT_CASES_LEAD) != 0 };
        const char *const may[]  = { all[i].holder, all[i].worker, all[i].reader };
        for (int p = CASE_HOLDER; p <= CASE_PARTS; p++) {
            static const char letters[] = "swl";
            for (int a = CASE_SEE; a <= CASE_LEAD; a++) {
                bool want = strchr(may[p - 1], letters[a - 1]) != NULL;
                bool is   = case_may(rights, (case_part)p, CASE_OPEN, (case_act)a);
                if (is != want) fail_msg("role %d part %d act %d", all[i].role, p, a);
                if (a == CASE_WORK)
                    assert_false(case_may(rights, (case_part)p, CASE_CLOSED, CASE_WORK));
            }
        }
        assert_false(case_may(rights, 0, CASE_OPEN, CASE_SEE)); // no part in it
    }
}

static void anchors_are_read_as_they_are_written(void **state)
{
    problem why = { 0 };
    str     code, hash;
    int64_t no;
    (void)state;
    memory   = arena_over(room, sizeof(room));
    str text = custody_anchor(&memory, S("VV-2026-000001"), 7, custody_first());
    assert_int_equal(custody_anchor_read(text, &code, &no, &hash, &why), ST_OK);
    assert_true(str_equal(code, S("VV-2026-000001")) && no == 7);
    assert_true(str_equal(hash, custody_first()));
    static const char *const bad[] = {
        "", "coloa-custody", "coloa-audit VV 1 00",
        ("coloa-custody VV-2026-000001 0 "
         "0000000000000000000000000000000000000000000000000000000000000000"),
        "coloa-custody VV-2026-000001 1 xyz"
    };
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(custody_anchor_read(str_from(bad[i]), &code, &no, &hash, &why),
                         ST_INVALID);
}

static void tags_of_attack_are_read(void **state)
{
    attack_tag t;
    (void)state;
    assert_true(attack_tag_read(S("attack.t1059.001"), &t) && !t.tactic);
    assert_string_equal(t.key, "T1059.001");
    assert_true(attack_tag_read(S("attack.defense_evasion"), &t) && t.tactic);
    assert_string_equal(t.key, "defense-evasion");
    assert_true(attack_tag_read(S("attack.command-and-control"), &t) && t.tactic);
    assert_false(attack_tag_read(S("attack.g0032"), &t));
    assert_false(attack_tag_read(S("cve.2021-1675"), &t));
    assert_false(attack_tag_read(S("attack.t105"), &t));
    assert_false(attack_tag_read(S("attack."), &t));
}

static void a_suppression_hides_what_it_names(void **state)
{
    finding f = {
        .case_id = 3, .rule = S("r1"), .host = S("MAY-01"), .event = S("{\"a\":\"Admin\"}")
    };
    finding_suppression s = { .rule = S("r1"), .until = S("2026-12-31") };
    (void)state;
    assert_true(finding_suppressed(&s, &f, S("2026-12-31")));
    assert_false(finding_suppressed(&s, &f, S("2027-01-01")));
    s.pattern = S("aDMIN");
    assert_true(finding_suppressed(&s, &f, S("2026-11-29")));
    s.pattern = S("guest");
    assert_false(finding_suppressed(&s, &f, S("2026-11-29")));
    s = (finding_suppression){ .rule = S("r1"), .host = S("may-01"), .case_id = 3 };
    assert_true(finding_suppressed(&s, &f, S("2026-11-29")));
    s.case_id = 4;
    assert_false(finding_suppressed(&s, &f, S("2026-11-29")));
    s = (finding_suppression){ .rule = S("r1"), .ended_ms = 1 };
    assert_false(finding_suppressed(&s, &f, S("2026-11-29")));
    s = (finding_suppression){ .rule = S("r2") };
    assert_false(finding_suppressed(&s, &f, S("2026-11-29")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_log_follows),
        cmocka_unit_test(any_field_altered_names_its_row_alone),
        cmocka_unit_test(a_row_chained_anew_is_told_by_the_next),
        cmocka_unit_test(a_row_taken_out_or_put_in_is_named),
        cmocka_unit_test(acts_that_do_not_fit_are_refused),
        cmocka_unit_test(each_role_may_what_it_may),
        cmocka_unit_test(anchors_are_read_as_they_are_written),
        cmocka_unit_test(tags_of_attack_are_read),
        cmocka_unit_test(a_suppression_hides_what_it_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
