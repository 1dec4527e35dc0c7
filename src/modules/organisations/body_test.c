#include "modules/organisations/body.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define EQUALS(got, want) assert_string_equal(arena_cstr(&a, got), want)

static char memory[256 * 1024];

static void codes_are_capitals_digits_dots_and_dashes(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *code, *rule;
    } cases[] = {
        { "bkhcn", "BKHCN", NULL },
        { " T34-75p ", "T34-75P", NULL },
        { "A.B-1", "A.B-1", NULL },
        { "", NULL, "required" },
        { "-A", NULL, "code-form" },
        { "BỘ", NULL, "code-form" },
        { "A B", NULL, "code-form" },
        { "A/B", NULL, "code-form" },
        { "0123456789012345678901234567890123456789", "0123456789012345678901234567890123456789",
          NULL },
        { "01234567890123456789012345678901234567890", NULL, "too-long" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena   a = arena_over(memory, sizeof memory);
        str     code;
        problem why = { 0 };
        status  st  = body_code_check(str_from(cases[i].typed), &a, &code, &why);
        assert_int_equal(st, cases[i].code ? ST_OK : ST_INVALID);
        if (cases[i].code) EQUALS(code, cases[i].code);
        if (cases[i].rule) EQUALS(why.rule, cases[i].rule);
    }
}

static void drafts_are_tidied_and_their_fault_is_named(void **state)
{
    (void)state;
    static const struct {
        body_draft  draft;
        const char *field, *rule;
    } cases[] = {
        { { .name_vi = STR("Sở A") }, NULL, NULL },
        { { .name_vi = STR("  ") }, "name_vi", "required" },
        { { .name_vi = STR("a\x01") }, "name_vi", "not-text" },
        { { .name_vi = STR("Sở A"), .kind = STR("castle") }, "kind", "unknown-kind" },
        { { .name_vi = STR("Sở A"), .valid_from = STR("2026-02-30") }, "valid_from", "not-a-day" },
        { { .name_vi = STR("Sở A"), .code = STR("a b") }, "code", "code-form" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena      a = arena_over(memory, sizeof memory);
        body_draft out;
        problem    why = { 0 };
        status     st  = body_draft_check(&cases[i].draft, &a, &out, &why);
        assert_int_equal(st, cases[i].rule ? ST_INVALID : ST_OK);
        if (!cases[i].rule) continue;
        EQUALS(why.field, cases[i].field);
        EQUALS(why.rule, cases[i].rule);
    }
    arena      a     = arena_over(memory, sizeof memory);
    body_draft draft = { .name_vi = S("  So\xCC\x9B\xCC\x89   Y te\xCC\x82\xCC\x81 "),
                         .code    = S("t34-01-yt") };
    body_draft out;
    assert_int_equal(body_draft_check(&draft, &a, &out, NULL), ST_OK);
    EQUALS(out.name_vi, "Sở Y tế");
    EQUALS(out.code, "T34-01-YT");
    EQUALS(out.kind, "unit");
}

static bool guesses(const str *list, size_t count, const char *want)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(list[i], str_from(want))) return true;
    }
    return false;
}

static void a_typed_name_is_looked_up_in_the_ways_agencies_write_it(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *code, *fold;
    } cases[] = {
        { "bkhcn", "BKHCN", "bkhcn" },
        { "UBND tỉnh Lào Cai", NULL, "tinh lao cai" },
        { "Uỷ ban nhân dân Tỉnh Lào Cai", NULL, "tinh lao cai" },
        { "ủy ban nhân dân thành phố Huế", NULL, "thanh pho hue" },
        { "Lao Cai", NULL, "tinh lao cai" },
        { "TP. Hà Nội", NULL, "thanh pho ha noi" },
        { "TP.HCM", "TP.HCM", "thanh pho ho chi minh" },
        { "Hà Nội", NULL, "thanh pho ha noi" },
        { "Bộ TT&TT", "BTTTT", NULL },
        { "Bộ GTVT", "BGTVT", NULL },
        { "Bộ Văn hoá, Thể thao và Du lịch", NULL, "bo van hoa the thao va du lich" },
        { "Bộ Văn hóa Thể thao & Du lịch", NULL, "bo van hoa the thao va du lich" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena        a = arena_over(memory, sizeof memory);
        body_guesses g;
        assert_int_equal(body_guess(str_from(cases[i].typed), &a, &g), ST_OK);
        if (cases[i].code) assert_true(guesses(g.codes, g.code_count, cases[i].code));
        if (cases[i].fold) assert_true(guesses(g.folds, g.fold_count, cases[i].fold));
    }
}

static void finding_matches_the_beginnings_of_all_words(void **state)
{
    (void)state;
    static const struct {
        const char *words, *fold, *code;
        bool        want;
    } cases[] = {
        { "", "so i te", "X", true },          { "so", "so i te", "X", true },
        { "te so", "so i te", "X", true },     { "e", "so i te", "X", false },
        { "t34", "so i te", "T34-01", true },  { "01", "so i te", "T34-01", true },
        { "so xd", "so i te", "SXD", false },  { "so i te te te", "so i te", "X", true },
        { "bit", "bo suc khoe", "BYT", true },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(body_matches(str_from(cases[i].words), str_from(cases[i].fold),
                                      str_from(cases[i].code)),
                         cases[i].want);
    }
}

static void guessing_survives_every_failing_allocation(void **state)
{
    (void)state;
    for (int n = 0; n < 200; n++) {
        int          countdown = n;
        arena        a         = arena_over(memory, sizeof memory);
        body_guesses g;
        a.fault_countdown = &countdown;
        status st         = body_guess(S("UBND TP. Hồ Chí Minh"), &a, &g);
        if (st == ST_OK) return;
        assert_int_equal(st, ST_MEMORY);
    }
    fail_msg("never succeeded");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_capitals_digits_dots_and_dashes),
        cmocka_unit_test(drafts_are_tidied_and_their_fault_is_named),
        cmocka_unit_test(a_typed_name_is_looked_up_in_the_ways_agencies_write_it),
        cmocka_unit_test(finding_matches_the_beginnings_of_all_words),
        cmocka_unit_test(guessing_survives_every_failing_allocation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
