// sigma_sets_test.c - what rules are to each other: filters on rules, correlations of them. Run with a folder, it writes
// their part of the fuzzer's corpus there instead.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/sigma/sigma_test_kit.h"

// ---- filters -------------------------------------------------------------------------------------

static const char filtered_rules[] =
    "title: One\nid: 11111111-1111-4111-8111-111111111111\nname: one\nlogsource:\n  category: t\n"
    "detection:\n  s:\n    A: 1\n  condition: s\n---\n"
    "title: Two\nid: 22222222-2222-4222-8222-222222222222\nname: two\nlogsource:\n  category: t\n"
    "detection:\n  s:\n    A: 1\n  rules:\n    B: 2\n  condition: s or rules\n---\n";

static const char *filter_with(const char *source, const char *rest)
{
    static char yaml[8 * 1024];
    snprintf(yaml, sizeof yaml, "%stitle: F\nlogsource:\n  %s\nfilter:\n%s", filtered_rules, source,
             rest);
    return yaml;
}

// Hits of the two rules as digits, what became of the filter, and on how many it was laid.
static const char *filtered(const char *yaml, const char *fields)
{
    static char out[300];
    arena       a;
    seen        got = { 0 };
    sigma_set  *s   = set_of(yaml, &a);
    assert_int_equal(sigma_rule_count(s), 3);
    assert_int_equal(
        sigma_event(run_of(s, &a, INT64_MAX), str_from(event_with(fields)), sink_into(&got)),
        ST_OK);
    const sigma_rule *f = sigma_rule_at(s, 2);
    snprintf(out, sizeof out, "%zu%zu " STR_FMT " " STR_FMT, got.hits[0], got.hits[1],
             STR_ARG(f->why), STR_ARG(f->detail));
    return out;
}

static void test_filters(void **state)
{
    static const char admin[] = "  selection:\n    User|startswith: adm_\n"
                                "  condition: not selection\n";
    char              by_name[512], any[512], twice[512];
    snprintf(by_name, sizeof by_name, "  rules: [one, 33333333-3333-4333-8333-333333333333]\n%s",
             admin);
    snprintf(any, sizeof any, "  rules: any\n%s", admin);
    snprintf(twice, sizeof twice,
             "  rules:\n    - one\n    - 22222222-2222-4222-8222-222222222222\n%s", admin);
    (void)state;
    const char *f = filter_with("category: t", by_name);
    assert_string_equal(filtered(f, "\"A\":1,\"User\":\"adm_x\""), "01 filter-laid 1");
    assert_string_equal(filtered(f, "\"A\":1,\"User\":\"x\""), "11 filter-laid 1");
    assert_string_equal(filtered(f, "\"A\":1"), "11 filter-laid 1");
    f = filter_with("category: t", any);
    assert_string_equal(filtered(f, "\"A\":1,\"User\":\"adm_x\""), "00 filter-laid 2");
    assert_string_equal(filtered(f, "\"B\":2"), "01 filter-laid 2"); // a search called "rules"
    f = filter_with("category: t", twice);
    assert_string_equal(filtered(f, "\"A\":1,\"User\":\"adm_x\""), "00 filter-laid 2");
    // Its log source must be the rule's, or more general.
    f = filter_with("category: other", any);
    assert_string_equal(filtered(f, "\"A\":1,\"User\":\"adm_x\""), "11 filter-unused ");
    f = filter_with("product: windows", any);
    assert_string_equal(filtered(f, "\"A\":1,\"User\":\"adm_x\""), "11 filter-unused ");
    // As it is written, with "and": one that asks for something narrows to it.
    f = filter_with("category: t", "  rules: [one]\n  s:\n    C: 3\n  condition: s\n");
    assert_string_equal(filtered(f, "\"A\":1"), "01 filter-laid 1");
    assert_string_equal(filtered(f, "\"A\":1,\"C\":3"), "11 filter-laid 1");
    // `rules` is no search of it.
    f = filter_with("category: t", "  rules: [one]\n  s:\n    C: 3\n  condition: not 1 of them\n");
    assert_string_equal(filtered(f, "\"A\":1,\"D\":\"one\""), "11 filter-laid 1");
    assert_string_equal(filtered(f, "\"A\":1,\"C\":3"), "01 filter-laid 1");
    f = filter_with("category: t", "  s:\n    C: 3\n  condition: s\n");
    assert_string_equal(filtered(f, "\"A\":1"), "11 filter-form rules");
    f = filter_with("definition: x", any); // it would lie on everything
    assert_string_equal(filtered(f, "\"A\":1,\"User\":\"adm_x\""), "11 no-logsource ");
    f = filter_with("category: t", "  rules: any\n  s:\n    C: 3\n  condition: [not s, s]\n");
    assert_string_equal(filtered(f, "\"A\":1"), "11 filter-form condition");
    f = filter_with("category: t", "  rules: any\n  s:\n    C: 3\n");
    assert_string_equal(filtered(f, "\"A\":1"), "11 no-condition ");
}

// A thousand filters on a thousand rules: laid as far as the bound, the others told.
static void test_filter_bomb(void **state)
{
    enum { FILES = 8, OF_FILE = 250 };
    static char yaml[FILES][64 * 1024];
    arena       a;
    size_t      laid = 0, refused = 0;
    (void)state;
    sigma_set *s = new_set(&a);
    for (int f = 0; f < FILES; f++) {
        for (size_t i = 0, at = 0; i < OF_FILE; i++) {
            char  *to   = yaml[f] + at;
            size_t room = sizeof yaml[f] - at, number = i + (size_t)f * OF_FILE;
            if (f < FILES / 2)
                at += (size_t)snprintf(to, room,
                                       "---\ntitle: R\nlogsource:\n  category: t\ndetection:\n"
                                       "  s:\n    A: %zu\n  condition: s\n",
                                       number);
            else
                at += (size_t)snprintf(to, room,
                                       "---\ntitle: F\nlogsource:\n  category: t\nfilter:\n"
                                       "  rules: any\n  s:\n    B: [%zu, x, y, z]\n"
                                       "  condition: not s\n",
                                       number);
        }
        assert_int_equal(sigma_load(s, S("f"), str_from(yaml[f])), ST_OK);
    }
    assert_int_equal(sigma_compile(s), ST_OK);
    assert_int_equal(sigma_rule_count(s), FILES * OF_FILE);
    for (size_t i = FILES / 2 * OF_FILE; i < sigma_rule_count(s); i++) {
        laid += str_equal(sigma_rule_at(s, i)->why, S("filter-laid"));
        refused += str_equal(sigma_rule_at(s, i)->why, S("too-large"));
    }
    assert_int_equal(laid, 262); // of 4 comparisons each, on 1,000 rules
    assert_int_equal(refused, 738);
}

// ---- correlations as they are written ------------------------------------------------------------------------

static const char base_rule[] = "title: B\nname: base\nlogsource:\n  category: t\ndetection:\n  "
                                "s:\n    A: 1\n  condition: s\n---\n";

static const char *with_base(const char *correlation)
{
    static char yaml[4096];
    snprintf(yaml, sizeof yaml, "%stitle: C\nname: c\ncorrelation:\n%s", base_rule, correlation);
    return yaml;
}

static void test_correlations(void **state)
{
    (void)state;
    const char *yaml = with_base(
        "  type: value_count\n  rules: [base]\n  group-by: [who]\n  timespan: 5m\n"
        "  aliases:\n    who:\n      base: User\n  condition:\n    field: Host\n    gte: 3\n");
    seen got = sees(yaml, event_with("\"A\":1,\"User\":\"u\",\"Host\":\"h\""));
    assert_int_equal(got.hits[0], 0); // it only feeds the correlation
    assert_int_equal(got.marks, 1);
    assert_string_equal(got.group, "u|h");
    assert_int_equal(sees(yaml, event_with("\"A\":1,\"User\":\"u\"")).marks, 0);
    assert_int_equal(sees(yaml, event_with("\"A\":2,\"User\":\"u\",\"Host\":\"h\"")).marks, 0);
    arena                    a;
    const sigma_correlation *c = sigma_correlation_at(set_of(yaml, &a), 0);
    assert_int_equal(c->span_ms, 300000);
    assert_int_equal(c->least, 3);
    assert_int_equal(c->most, -1);
    yaml = with_base("  type: event_count\n  rules: base\n  timespan: 1h\n  generate: true\n  "
                     "condition: {gt: 1, lte: 9}\n");
    got  = sees(yaml, event_with("\"A\":1"));
    assert_int_equal(got.hits[0], 1);
    assert_int_equal(got.marks, 1);
    c = sigma_correlation_at(set_of(yaml, &a), 0);
    assert_int_equal(c->least, 2);
    assert_int_equal(c->most, 9);
}

static void test_correlations_of_numbers(void **state)
{
    arena       a;
    const char *yaml = with_base(
        "  type: value_sum\n  rules: base\n  group-by: User\n  timespan: 1h\n"
        "  condition:\n    field: Bytes\n    gt: 1.5\n    lte: 1e9\n");
    (void)state;
    seen got = sees(yaml, event_with("\"A\":1,\"User\":\"u\",\"Bytes\":7"));
    assert_int_equal(got.marks, 1);
    assert_string_equal(got.group, "u|7");
    const sigma_correlation *c = sigma_correlation_at(set_of(yaml, &a), 0);
    assert_int_equal(c->counting, SIGMA_VALUE_SUM);
    assert_true(c->range.least == 1.5 && c->range.above && c->range.most == 1e9 && !c->range.below);
    yaml = with_base("  type: value_percentile\n  rules: base\n  timespan: 1h\n"
                     "  condition: {field: Bytes, percentile: 95, eq: 9}\n");
    c    = sigma_correlation_at(set_of(yaml, &a), 0);
    assert_int_equal(c->counting, SIGMA_VALUE_PERCENTILE);
    assert_int_equal(c->percentile, 95);
    assert_true(c->range.least == 9 && c->range.most == 9);
    yaml = with_base("  type: value_avg\n  rules: base\n  timespan: 1h\n"
                     "  condition: {field: Bytes, gte: 5, gt: 5, lt: 9, lte: 9}\n");
    c    = sigma_correlation_at(set_of(yaml, &a), 0);
    assert_true(c->range.above && c->range.below); // the narrower end of each side
}

// A condition in words: all of them, or one.
static void test_correlations_in_words(void **state)
{
    static const struct {
        const char *type, *words;
        int         least; // 0: it is not run
    } cases[] = { { "temporal", "base and more", 2 },
                  { "temporal", "base AND  more", 2 },
                  { "temporal", "base or more", 1 },
                  { "temporal_ordered", "base and more", 2 },
                  { "temporal_ordered", "base or more", 0 }, // in what order would that be
                  { "temporal", "base", 0 },                 // it leaves one out
                  { "temporal", "base and more or base", 0 },
                  { "temporal", "base and not more", 0 },
                  { "temporal", "base more", 0 },
                  { "temporal", "base and", 0 },
                  { "temporal", "base and base", 0 },
                  { "temporal", "base and nobody", 0 },
                  { "event_count", "base and more", 0 } };
    arena a;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        static char yaml[4096];
        snprintf(yaml, sizeof yaml,
                 "%stitle: M\nname: more\nlogsource:\n  category: t\ndetection:\n  s:\n    A: 2\n"
                 "  condition: s\n---\ntitle: C\nname: c\ncorrelation:\n  type: %s\n"
                 "  rules: [base, more]\n  timespan: 5m\n  condition: %s\n",
                 base_rule, cases[i].type, cases[i].words);
        sigma_set *s   = set_of(yaml, &a);
        int        got = sigma_correlation_count(s) ? (int)sigma_correlation_at(s, 0)->least : 0;
        if (got != cases[i].least) fail_msg("%s: %d", cases[i].words, got);
        if (!got) assert_string_equal(why_not(yaml), "correlation-form");
    }
}

static void test_correlations_refused(void **state)
{
    static const struct {
        const char *text, *why;
    } bad[] = { { "  type: event_count\n  rules: [nobody]\n  timespan: 5m\n  condition: {gte: 1}\n",
                  "rule-unknown" },
                { "  type: sum\n  rules: [base]\n  timespan: 5m\n  condition: {gte: 1}\n",
                  "correlation-form" },
                { "  type: event_count\n  rules: [base]\n  timespan: 5w\n  condition: {gte: 1}\n",
                  "correlation-form" },
                { "  type: event_count\n  rules: [base]\n  timespan: 5m\n", "correlation-form" },
                { "  type: value_count\n  rules: [base]\n  timespan: 5m\n  condition: {gte: 1}\n",
                  "correlation-form" },
                { "  type: value_sum\n  rules: [base]\n  timespan: 5m\n  condition: {gte: 1}\n",
                  "correlation-form" }, // of what
                { "  type: value_sum\n  rules: [base]\n  timespan: 5m\n"
                  "  condition: {field: A, gte: x}\n",
                  "correlation-form" },
                { "  type: value_percentile\n  rules: [base]\n  timespan: 5m\n"
                  "  condition: {field: A, gte: 1}\n",
                  "correlation-form" }, // which
                { "  type: value_percentile\n  rules: [base]\n  timespan: 5m\n"
                  "  condition: {field: A, gte: 1, percentile: 101}\n",
                  "correlation-form" },
                { "  type: value_sum\n  rules: [base]\n  timespan: 5m\n"
                  "  condition: {field: A, gte: 1, percentile: 50}\n",
                  "correlation-form" },
                { "  type: event_count\n  rules: [base]\n  timespan: 5m\n  condition: {gte: 1}\n"
                  "---\ntitle: D\ncorrelation:\n  type: value_sum\n  rules: [c]\n  timespan: 5m\n"
                  "  condition: {field: A, gte: 1}\n",
                  "correlation-form" }, // what was counted has no value
                { "  type: event_count\n  rules: [c]\n  timespan: 5m\n  condition: {gte: 1}\n",
                  "correlation-form" } };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        const char *why = why_not(with_base(bad[i].text));
        if (strcmp(why, bad[i].why) != 0) fail_msg("%s: %s", bad[i].text, why);
    }
}

static int write_corpus(const char *folder)
{
    write_one(folder, "rule", 50,
              with_base("  type: value_count\n  rules: [base]\n  group-by: [a]\n  timespan: 5m\n  "
                        "condition: {field: b, gte: 2}\n"));
    write_one(
        folder, "rule", 52,
        filter_with("category: t", "  rules: any\n  s:\n    B: x\n  condition: not 1 of them\n"));
    write_one(
        folder, "rule", 53,
        with_base("  type: value_percentile\n  rules: [base]\n  group-by: [A]\n  timespan: 5m\n"
                  "  condition: {field: A, percentile: 95, gt: 1.5}\n"));
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_filters),
        cmocka_unit_test(test_filter_bomb),
        cmocka_unit_test(test_correlations),
        cmocka_unit_test(test_correlations_of_numbers),
        cmocka_unit_test(test_correlations_in_words),
        cmocka_unit_test(test_correlations_refused),
    };
    if (argc == 2) return write_corpus(argv[1]);
    if (!kit_opens()) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_closes();
    return failed;
}
