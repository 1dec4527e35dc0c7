// answer_test.c - the fields of a row: what may stand in each, what is lacking, two people on one row; and what
// the crosswalk carries over.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "modules/controls/crossing.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(64 << 20, &memory) == ST_OK ? 0 : -1;
}

#define EQUALS(got, want) assert_string_equal(arena_cstr(&memory, got), want)

static void each_field_has_one_form(void **state)
{
    static const struct {
        control_field field;
        const char   *typed, *stored, *rule;
    } cases[] = {
        { CONTROL_ANSWER, "Đáp ứng một phần", "partly", "" },
        { CONTROL_ANSWER, "  dap  ung  ", "met", "" },
        { CONTROL_ANSWER, "KHÔNG ÁP DỤNG", "not_applicable", "" },
        { CONTROL_ANSWER, "Alternative measure", "alternative", "" },
        { CONTROL_ANSWER, "inherited", "inherited", "" },
        { CONTROL_ANSWER, "Chưa trả lời", "", "" },
        { CONTROL_ANSWER, "", "", "" },
        { CONTROL_ANSWER, "có", "", "unknown-value" },
        { CONTROL_WORK, "Đang làm", "doing", "" },
        { CONTROL_WORK, "met", "", "unknown-value" },
        { CONTROL_DESCRIPTION, " Dòng 1\r\n  dòng 2 \n", "Dòng 1\n  dòng 2", "" },
        { CONTROL_SOURCE, "Trung  tâm\ndữ liệu", "Trung tâm dữ liệu", "" },
        { CONTROL_SOURCE, "a\x01", "", "not-text" },
        { CONTROL_DUE, "5/3/2027", "2027-03-05", "" },
        { CONTROL_DUE, "Quý IV/2026", "2026-12-31", "" },
        { CONTROL_DUE, "31/2/2027", "", "date-form" },
        { CONTROL_COST, "1.500.000", "1500000", "" },
        { CONTROL_COST, "1,500,000", "1500000", "" },
        { CONTROL_COST, "0", "0", "" },
        { CONTROL_COST, "-5", "", "money-form" },
        { CONTROL_COST, "9000000000000000", "", "money-form" },
        { CONTROL_COST, "nhiều", "", "money-form" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        str     out = S("");
        problem why = { 0 };
        status  st  = control_read(cases[i].field, str_from(cases[i].typed), &memory, &out, &why);
        assert_int_equal(st, cases[i].rule[0] ? ST_INVALID : ST_OK);
        EQUALS(why.rule.ptr ? why.rule : S(""), cases[i].rule);
        if (st == ST_OK) EQUALS(out, cases[i].stored);
    }
    buf     long_text = buf_in(&memory, 16384, 16384);
    str     out;
    problem why = { 0 };
    for (int i = 0; i < 2001; i++) buf_put(&long_text, S("ệ"));
    assert_int_equal(control_read(CONTROL_REASON, buf_str(&long_text), &memory, &out, &why),
                     ST_INVALID);
    EQUALS(why.rule, "too-long");
    EQUALS(why.detail, "2000");
}

static void what_is_stored_reads_back_from_its_words(void **state)
{
    static const char *const stored[CONTROL_FIELDS] = { "alternative", "a\nb", "vì",
                                                        "HT-000001",   "Sở A", "2027-01-31",
                                                        "12500000",    "done", "90 %",
                                                        "2026-11-20" };
    (void)state;
    for (lang in = LANG_VI; in <= LANG_EN; in++) {
        for (int f = 0; f < CONTROL_FIELDS; f++) {
            str out, words = control_say((control_field)f, str_from(stored[f]), in, &memory);
            assert_int_equal(control_read((control_field)f, words, &memory, &out, NULL), ST_OK);
            EQUALS(out, stored[f]);
            assert_int_equal(control_field_named(str_from(control_fields[f].key)), f);
        }
    }
    assert_int_equal(control_field_named(S("version")), -1);
}

static void blank(str values[CONTROL_FIELDS])
{
    for (int f = 0; f < CONTROL_FIELDS; f++) values[f] = S("");
}

// V9: not applicable and another measure need a reason, inherited a source.
static void what_an_answer_has_to_bring(void **state)
{
    static const struct {
        const char *answer, *reason, *source;
        int         lacks;
    } cases[] = {
        { "not_applicable", "", "", CONTROL_REASON },
        { "not_applicable", "vì", "", -1 },
        { "alternative", "", "x", CONTROL_REASON },
        { "alternative", "vì", "", -1 },
        { "inherited", "vì", "", CONTROL_SOURCE },
        { "inherited", "", "HT-000001", -1 },
        { "met", "", "", -1 },
        { "partly", "", "", -1 },
        { "not_yet", "", "", -1 },
        { "", "", "", -1 },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        str v[CONTROL_FIELDS];
        blank(v);
        v[CONTROL_ANSWER] = str_from(cases[i].answer);
        v[CONTROL_REASON] = str_from(cases[i].reason);
        v[CONTROL_SOURCE] = str_from(cases[i].source);
        assert_int_equal(control_lacks(v), cases[i].lacks);
    }
}

static void work_is_what_is_partly_or_not_met(void **state)
{
    (void)state;
    for (int a = 0; a < CONTROL_ANSWERS; a++) {
        str v[CONTROL_FIELDS];
        blank(v);
        v[CONTROL_ANSWER] = str_from(control_answer_key((control_answer)a));
        v[CONTROL_DUE]    = S("2026-11-23");
        bool work         = a == ANSWER_PARTLY || a == ANSWER_NOT_YET;
        assert_int_equal(control_is_work(v), work);
        assert_int_equal(control_is_overdue(v, S("2026-11-24")), work);
        assert_false(control_is_overdue(v, S("2026-11-23"))); // the day itself is in time
        v[CONTROL_WORK] = S("done");
        assert_false(control_is_overdue(v, S("2026-11-24")));
    }
}

static void nothing_is_written_over_in_silence(void **state)
{
    control_edit  e = { .version = 3 };
    control_merge m;
    str           now[CONTROL_FIELDS], read[CONTROL_FIELDS] = { 0 };
    (void)state;
    blank(now);
    now[CONTROL_ANSWER]       = S("met");
    now[CONTROL_DESCRIPTION]  = S("của người khác");
    read[CONTROL_ANSWER]      = S("met");
    read[CONTROL_DESCRIPTION] = S("của tôi");
    read[CONTROL_DUE]         = S("2027-01-01");
    control_merge_of(now, 3, &e, read, &m); // as it was read
    assert_int_equal(m.changed, 1 << CONTROL_DESCRIPTION | 1 << CONTROL_DUE);
    assert_int_equal(m.conflicts, 0);
    control_merge_of(now, 4, &e, read, &m); // moved, and nothing said of what was read
    assert_int_equal(m.changed, 0);
    assert_int_equal(m.conflicts, 1 << CONTROL_DESCRIPTION | 1 << CONTROL_DUE);
    EQUALS(m.values[CONTROL_DESCRIPTION], "của người khác");
    e.was[CONTROL_DESCRIPTION] = S("");
    e.was[CONTROL_DUE]         = S("");
    control_merge_of(now, 4, &e, read, &m); // the day was free still, the words were not
    assert_int_equal(m.changed, 1 << CONTROL_DUE);
    assert_int_equal(m.conflicts, 1 << CONTROL_DESCRIPTION);
    control_merge_of(now, 3, &e, read, &m); // the row as it stands, but the field was read before
    assert_int_equal(m.changed, 1 << CONTROL_DUE);
    assert_int_equal(m.conflicts, 1 << CONTROL_DESCRIPTION);
}

// ---- the crosswalk ----------------------------------------------------------------------------------

static void answers_come_over_to_be_confirmed(void **state)
{
    asked_rows      to;
    str             met[CONTROL_FIELDS], not_yet[CONTROL_FIELDS];
    const law      *l         = law_current();
    crossing_answer answers[] = { { S("QL-5.5.01"), met },
                                  { S("QL-5.5.02"), not_yet },
                                  { S("QL-6.1.01"), met } };
    (void)state;
    blank(met);
    blank(not_yet);
    met[CONTROL_ANSWER]      = S("met");
    met[CONTROL_DESCRIPTION] = S("Đã có");
    not_yet[CONTROL_ANSWER]  = S("not_yet");
    assert_int_equal(asked_of(law_pack_find(l, S("nd331")), 3, ASKED_STANDARD, &memory, &to, NULL),
                     ST_OK);
    crossing_found *found = NEW(&memory, crossing_found, to.count);
    assert_int_equal(crossing_carry(l, law_catalogue_find(l, S("tcvn11930")), answers,
                                    COUNT(answers), &to, &memory, found),
                     ST_OK);
    size_t md = 0, rr = 0, other = 0;
    for (size_t i = 0; i < to.count; i++) {
        if (str_starts(to.items[i].r->id, S("MD-"))) {
            if (!found[i].found) continue;
            md++;
            EQUALS(found[i].from_ids, "QL-5.5.01, QL-5.5.02");
            EQUALS(found[i].values[CONTROL_ANSWER], ""); // they do not agree
            EQUALS(found[i].values[CONTROL_DESCRIPTION], "[QL-5.5.01] Đã có");
        } else if (str_starts(to.items[i].r->id, S("RR-"))) {
            if (!found[i].found) continue;
            rr++;
            EQUALS(found[i].values[CONTROL_ANSWER], "met");
        } else {
            other += found[i].found;
        }
    }
    assert_true(md > 0 && rr > 0);
    assert_int_equal(other, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_field_has_one_form),
        cmocka_unit_test(what_is_stored_reads_back_from_its_words),
        cmocka_unit_test(what_an_answer_has_to_bring),
        cmocka_unit_test(work_is_what_is_partly_or_not_met),
        cmocka_unit_test(nothing_is_written_over_in_silence),
        cmocka_unit_test(answers_come_over_to_be_confirmed),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
