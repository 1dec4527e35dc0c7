// sigma_test.c - rules and events that must and must not match: every modifier, condition, form of a value.
// Run with a folder, it writes the fuzzers' corpora there instead.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/sigma/sigma_test_kit.h"

// ---- values --------------------------------------------------------------------------------------

static void test_whole_values(void **state)
{
    (void)state;
    assert_true(meets("A: abc", "\"A\":\"ABC\""));
    assert_false(meets("A: abc", "\"A\":\"abcd\""));
    assert_false(meets("A: abc", "\"B\":\"abc\""));
    assert_false(meets("A: abc", "\"a\":\"abc\"")); // names of fields as they are
    assert_true(meets("A: [x, abc]", "\"A\":\"abc\""));
    assert_true(meets("A: 12", "\"A\":12"));
    assert_true(meets("A: 12", "\"A\":\"12\""));
    assert_true(meets("A: 0x10", "\"A\":16"));
    assert_true(meets("A: '0x10'", "\"A\":\"0x10\""));
    assert_false(meets("A: '0x10'", "\"A\":16"));
    assert_true(meets("A: true", "\"A\":true"));
    assert_true(meets("A: 'true'", "\"A\":\"True\""));
    assert_true(meets("A: ''", "\"A\":\"\""));
    assert_true(meets("A: ''", "\"A\":null"));
    assert_false(meets("A: ''", "\"B\":1"));
    assert_false(meets("A: ''", "\"A\":\"x\""));
    assert_true(meets("A: null", "\"B\":1"));
    assert_true(meets("A: null", "\"A\":null"));
    assert_false(meets("A: null", "\"A\":\"\""));
    assert_true(meets("A: [null, x]", "\"A\":\"x\""));
    assert_true(meets("A.B: x", "\"A\":{\"B\":\"x\"}"));
    assert_true(meets("A: y", "\"A\":[\"x\",\"y\"]"));
    assert_true(meets("A: \"a\\nb\"", "\"A\":\"a\\nb\""));
}

static void test_wildcards(void **state)
{
    (void)state;
    assert_true(meets("A: 'a*c'", "\"A\":\"abbbc\""));
    assert_true(meets("A: 'a*c'", "\"A\":\"ac\""));
    assert_false(meets("A: 'a*c'", "\"A\":\"abcd\""));
    assert_true(meets("A: '*b*'", "\"A\":\"abc\""));
    assert_true(meets("A: 'a?c'", "\"A\":\"aăc\""));
    assert_false(meets("A: 'a?c'", "\"A\":\"ac\""));
    assert_true(meets("A: 'a\\*c'", "\"A\":\"a*c\""));
    assert_false(meets("A: 'a\\*c'", "\"A\":\"abc\""));
    assert_true(meets("A: 'a\\?'", "\"A\":\"a?\""));
    assert_true(meets("A: 'C:\\Windows\\*'",
                      "\"A\":\"c:\\\\windows*\"")); // the backslash takes the star's meaning
    assert_true(meets("A: 'C:\\Windows\\\\*'", "\"A\":\"c:\\\\windows\\\\x\""));
    assert_true(meets("A: 'C:\\Win'", "\"A\":\"C:\\\\Win\""));
    assert_true(meets("A: 'C:\\\\Win'", "\"A\":\"C:\\\\Win\"")); // a doubled one is one
    assert_true(meets("A: '*'", "\"A\":\"\""));
    assert_false(meets("A: '*'", "\"B\":\"\""));
    assert_true(meets("A: '?\?'", "\"A\":\"xy\""));
    assert_true(meets("A: 'a*b*c*d'", "\"A\":\"a-b-b-c-c-d\""));
    assert_false(meets("A: 'a*b*c*d'", "\"A\":\"a-b-b-c-c-d-e\""));
}

static void test_places(void **state)
{
    (void)state;
    assert_true(meets("A|contains: bc", "\"A\":\"aBCd\""));
    assert_false(meets("A|contains: bc", "\"A\":\"acb\""));
    assert_true(meets("A|startswith: ab", "\"A\":\"ABx\""));
    assert_false(meets("A|startswith: ab", "\"A\":\"xab\""));
    assert_true(meets("A|endswith: \\cmd.exe", "\"A\":\"C:\\\\CMD.EXE\""));
    assert_false(meets("A|endswith: \\cmd.exe", "\"A\":\"C:\\\\cmd.exe \""));
    // the same text in one field, asked for at different places
    assert_true(sees(rule_with("  a:\n    A|startswith: x\n  b:\n    A|endswith: x\n  c:\n    A: "
                               "x\n  d:\n    A|contains: x\n"
                               "  condition: a and not b and not c and d\n"),
                     event_with("\"A\":\"xy\""))
                    .hits[0]);
    assert_true(meets("A|contains|all: [ab, cd]", "\"A\":\"cdab\""));
    assert_false(meets("A|contains|all: [ab, cd]", "\"A\":\"ab\""));
    assert_true(meets("A|contains: 'a*d'", "\"A\":\"xaBCdx\""));
    assert_true(meets("A|contains: đã", "\"A\":\"VIỆC ĐÃ XONG\""));
    assert_true(meets("A: ĐÃ", "\"A\":\"đã\""));
    assert_true(meets("A|contains: а", "\"A\":\"xАx\"")); // Cyrillic a
    assert_false(meets("A|contains: а", "\"A\":\"xAx\""));
    assert_true(meets("A|contains: 😀", "\"A\":\"x\\ud83d\\ude00\""));
}

static void test_case_and_not(void **state)
{
    (void)state;
    assert_true(meets("A|cased: aB", "\"A\":\"aB\""));
    assert_false(meets("A|cased: aB", "\"A\":\"ab\""));
    assert_true(meets("A|contains|cased: aB", "\"A\":\"xaBx\""));
    assert_false(meets("A|contains|cased: aB", "\"A\":\"xABx\""));
    assert_true(meets("A|neq: x", "\"A\":\"y\""));
    assert_false(meets("A|neq: x", "\"A\":\"X\""));
    assert_false(meets("A|neq: [x, y]", "\"A\":\"y\""));
}

static void test_existence(void **state)
{
    (void)state;
    assert_true(meets("A|exists: true", "\"A\":\"\""));
    assert_false(meets("A|exists: true", "\"B\":1"));
    assert_true(meets("A|exists: false", "\"B\":1"));
    assert_false(meets("A|exists: no", "\"A\":1"));
    assert_string_equal(why_not(rule_with("  s:\n    A|exists: maybe\n  condition: s\n")),
                        "bad-value");
}

static void test_numbers(void **state)
{
    (void)state;
    assert_true(meets("A|lt: 5", "\"A\":4"));
    assert_false(meets("A|lt: 5", "\"A\":5"));
    assert_true(meets("A|lte: 5", "\"A\":\"5\""));
    assert_true(meets("A|gt: 5.5", "\"A\":5.6"));
    assert_false(meets("A|gt: 5.5", "\"A\":\"x\""));
    assert_true(meets("A|gte: -1", "\"A\":-1"));
    assert_string_equal(why_not(rule_with("  s:\n    A|gt: x\n  condition: s\n")), "bad-value");
}

static void test_networks(void **state)
{
    (void)state;
    assert_true(meets("A|cidr: 10.0.0.0/8", "\"A\":\"10.200.1.1\""));
    assert_false(meets("A|cidr: 10.0.0.0/8", "\"A\":\"11.0.0.1\""));
    assert_true(meets("A|cidr: 192.168.1.128/25", "\"A\":\"192.168.1.200\""));
    assert_false(meets("A|cidr: 192.168.1.128/25", "\"A\":\"192.168.1.100\""));
    assert_true(meets("A|cidr: 10.0.0.0/8", "\"A\":\"::ffff:10.1.1.1\""));
    assert_true(meets("A|cidr: 'fe80::/10'", "\"A\":\"fe80::1\""));
    assert_false(meets("A|cidr: 'fe80::/10'", "\"A\":\"fec0::1\""));
    assert_false(meets("A|cidr: 0.0.0.0/0", "\"A\":\"name\""));
    assert_string_equal(why_not(rule_with("  s:\n    A|cidr: 10.0.0.0/33\n  condition: s\n")),
                        "bad-cidr");
}

static void test_regular_expressions(void **state)
{
    (void)state;
    assert_true(meets("A|re: 'a\\d+$'", "\"A\":\"xa12\""));
    assert_false(meets("A|re: 'a\\d+$'", "\"A\":\"xA12\""));
    assert_true(meets("A|re|i: 'a\\d+$'", "\"A\":\"xA12\""));
    assert_true(meets("A|re|m: '^b'", "\"A\":\"a\\nb\""));
    assert_false(meets("A|re: '^b'", "\"A\":\"a\\nb\""));
    assert_true(meets("A|re|s: 'a.b'", "\"A\":\"a\\nb\""));
    assert_false(meets("A|re: 'a.b'", "\"A\":\"a\\nb\""));
    assert_true(meets("A|re: '^.{2}$'", "\"A\":\"đã\"")); // characters, not bytes
    assert_string_equal(why_not(rule_with("  s:\n    A|re: '('\n  condition: s\n")), "bad-regex");
    assert_string_equal(why_not(rule_with("  s:\n    A|i: x\n  condition: s\n")),
                        "unknown-modifier");
}

static void test_encodings(void **state)
{
    (void)state;
    assert_true(meets("A|base64: foo", "\"A\":\"Zm9v\""));
    assert_true(meets("A|base64|contains: foo", "\"A\":\"xxZm9vxx\""));
    assert_true(meets("A|base64offset|contains: foo", "\"A\":\"eGZvbw==\""));        // "xfoo"
    assert_true(meets("A|base64offset|contains: foobar", "\"A\":\"eHhmb29iYXI=\"")); // "xxfoobar"
    assert_false(meets("A|base64offset|contains: foobar", "\"A\":\"Zm9vYmF6\""));    // "foobaz"
    assert_true(meets("A|wide|base64offset|contains: ab", "\"A\":\"AGEAYgA=\""));    // 00 a 00 b 00
    assert_true(meets("A|utf16le|base64: ab", "\"A\":\"YQBiAA==\""));
    assert_true(meets("A|utf16be|base64: ab", "\"A\":\"AGEAYg==\""));
    assert_true(meets("A|utf16|base64: ab", "\"A\":\"//5hAGIA\""));
    assert_string_equal(why_not(rule_with("  s:\n    A|base64: 'a*'\n  condition: s\n")),
                        "modifier-use");
}

static void test_dashes(void **state)
{
    (void)state;
    assert_true(meets("A|windash|contains: ' -enc '", "\"A\":\"x /ENC y\""));
    assert_true(meets("A|windash|contains: ' /enc '", "\"A\":\"x \\u2013enc y\""));
    assert_true(meets("A|windash|contains: ' -a -b'", "\"A\":\"x /a \\u2014b\""));
    assert_false(meets("A|windash|contains: ' -enc '", "\"A\":\"x +enc y\""));
    assert_false(
        meets("A|windash|contains: 'a-b'", "\"A\":\"a/b\"")); // no option: a dash within a word
    assert_string_equal(
        why_not(rule_with("  s:\n    A|windash: '-a -b -c -d -e -f'\n  condition: s\n")),
        "too-large");
}

static void test_other_fields(void **state)
{
    (void)state;
    assert_true(meets("A|fieldref: B", "\"A\":\"x\",\"B\":\"X\""));
    assert_false(meets("A|fieldref: B", "\"A\":\"x\",\"B\":\"y\""));
    assert_false(meets("A|fieldref: B", "\"A\":\"x\""));
    assert_true(meets("A|fieldref|endswith: B", "\"A\":\"path x\",\"B\":\"x\""));
    assert_true(meets("A|fieldref|startswith: B", "\"A\":\"xyz\",\"B\":\"xy\""));
    assert_true(meets("A|fieldref|contains: B", "\"A\":\"xyz\",\"B\":\"Y\""));
    assert_false(meets("A|fieldref|contains: B", "\"A\":\"xyz\",\"B\":\"a*\""));
}

static void test_lists_of_ones_own(void **state)
{
    static const char lists[] = "placeholders:\n  hosts: [alpha, 'beta*']\n---\n";
    static char       yaml[128 * 1024];
    (void)state;
    snprintf(yaml, sizeof yaml, "%s%s", lists,
             rule_with("  s:\n    A|contains|expand: '\\%hosts%.local'\n  condition: s\n"));
    assert_true(sees(yaml, event_with("\"A\":\"x\\\\alpha.local\"")).hits[0]);
    assert_true(sees(yaml, event_with("\"A\":\"x\\\\beta7.local\"")).hits[0]);
    assert_false(sees(yaml, event_with("\"A\":\"x\\\\gamma.local\"")).hits[0]);
    assert_string_equal(why_not(rule_with("  s:\n    A|expand: '%hosts%'\n  condition: s\n")),
                        "expand-without-list");
}

static void test_modifiers_that_do_not_go(void **state)
{
    static const char *const bad[] = { "A|contains|startswith: x",
                                       "A|re|contains: x",
                                       "A|re|cased: x",
                                       "A|cidr|re: x",
                                       "A|lt|contains: 1",
                                       "A|exists|all: [true]",
                                       "A|contains: null",
                                       "'|cidr': 10.0.0.0/8" };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        char detection[256];
        snprintf(detection, sizeof detection, "  s:\n    %s\n  condition: s\n", bad[i]);
        const char *why = why_not(rule_with(detection));
        if (strcmp(why, "modifier-use") != 0 && strcmp(why, "bad-value") != 0)
            fail_msg("%s: %s", bad[i], why);
    }
    assert_string_equal(why_not(rule_with("  s:\n    A|nonsense: x\n  condition: s\n")),
                        "unknown-modifier");
}

// ---- searches and conditions -----------------------------------------------------------------------------

static bool holds(const char *condition, const char *fields)
{
    static char detection[4096];
    snprintf(detection, sizeof detection,
             "  sel_a:\n    A: 1\n  sel_b:\n    B: 1\n  _c:\n    C: 1\n  d:\n    - D: 1\n    - E: "
             "1\n  condition: %s\n",
             condition);
    return sees(rule_with(detection), event_with(fields)).hits[0] == 1;
}

static void test_conditions(void **state)
{
    (void)state;
    assert_true(holds("sel_a and sel_b", "\"A\":1,\"B\":1"));
    assert_false(holds("sel_a and sel_b", "\"A\":1"));
    assert_true(holds("sel_a or sel_b and d", "\"A\":1")); // and binds closer
    assert_false(holds("(sel_a or sel_b) and d", "\"A\":1"));
    assert_true(holds("not sel_a", "\"B\":1"));
    assert_true(holds("not not sel_a", "\"A\":1"));
    assert_true(holds("not (sel_a or sel_b)", "\"C\":1"));
    assert_false(holds("not (sel_a or sel_b)", "\"B\":1"));
    assert_true(holds("1 of sel_*", "\"B\":1"));
    assert_true(holds("any of sel_*", "\"B\":1"));
    assert_false(holds("1 of sel_*", "\"D\":1"));
    assert_true(holds("all of sel_*", "\"A\":1,\"B\":1"));
    assert_false(holds("all of sel_*", "\"A\":1"));
    assert_true(holds("1 of them", "\"E\":1"));
    assert_false(holds("1 of them", "\"C\":1")); // names that begin with _ are not meant
    assert_true(holds("all of them", "\"A\":1,\"B\":1,\"D\":1"));
    assert_false(holds("all of them", "\"A\":1,\"B\":1"));
    assert_true(holds("_c and not 1 of sel_*", "\"C\":1"));
}

static void test_conditions_refused(void **state)
{
    static const struct {
        const char *condition, *why;
    } bad[] = { { "s and", "condition-syntax" },     { "s or or s", "condition-syntax" },
                { "(s", "condition-syntax" },        { "s)", "condition-syntax" },
                { "s s", "condition-syntax" },       { "nobody", "condition-unknown" },
                { "1 of no*", "condition-unknown" }, { "2 of s", "condition-unknown" },
                { "1 of", "condition-syntax" },      { "s | count() > 5", "old-aggregation" },
                { "''", "condition-syntax" } };
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        char detection[256];
        snprintf(detection, sizeof detection, "  s:\n    A: 1\n  condition: %s\n",
                 bad[i].condition);
        const char *why = why_not(rule_with(detection));
        if (strcmp(why, bad[i].why) != 0) fail_msg("%s: %s", bad[i].condition, why);
    }
    assert_string_equal(why_not(rule_with("  s:\n    A: 1\n")), "no-condition");
    assert_string_equal(why_not(rule_with("  s: []\n  condition: s\n")), "empty-search");
    assert_string_equal(why_not("title: x\nlogsource: {category: t}\n"), "not-a-rule");
    assert_string_equal(why_not("title: x\ndetection: {s: {A: 1}, condition: s}\n"),
                        "no-logsource");
    assert_string_equal(why_not("action: global\ntitle: x\n"), "old-action");
    assert_string_equal(why_not("title: x\nlogsource: {product: windows, service: "
                                "nowhere}\ndetection: {s: {A: 1}, condition: s}\n"),
                        "unsupported-logsource");
}

static void test_several_conditions(void **state)
{
    (void)state;
    const char *yaml = rule_with("  a:\n    A: 1\n  b:\n    B: 1\n  condition: [a, b]\n");
    assert_true(sees(yaml, event_with("\"B\":1")).hits[0]);
    assert_false(sees(yaml, event_with("\"C\":1")).hits[0]);
}

// A rule is called up by whichever of its ways holds, also by one that no text can tell of.
static void test_witnesses(void **state)
{
    (void)state;
    const char *either = rule_with(
        "  a:\n    A: word\n  b:\n    B|re: '^x+$'\n  condition: a or b\n");
    assert_true(sees(either, event_with("\"A\":\"word\"")).hits[0]);
    assert_true(sees(either, event_with("\"B\":\"xx\"")).hits[0]);
    assert_false(sees(either, event_with("\"B\":\"xy\"")).hits[0]);
    const char *absent = rule_with(
        "  a:\n    A: word\n  b:\n    B: null\n  condition: 1 of them\n");
    assert_true(sees(absent, event_with("\"C\":1")).hits[0]);
    assert_false(sees(absent, event_with("\"B\":1")).hits[0]);
    const char *both = rule_with(
        "  a:\n    A|contains: w\n  b:\n    B|re: 'x'\n  c:\n    C|contains: [y, zz]\n"
        "  condition: a and (b or c) and not c\n");
    assert_true(sees(both, event_with("\"A\":\"w\",\"B\":\"x\"")).hits[0]);
    assert_false(sees(both, event_with("\"A\":\"w\",\"C\":\"y\"")).hits[0]);
}

static void test_keywords(void **state)
{
    (void)state;
    const char *any = rule_with("  k: [alpha, beta]\n  condition: k\n");
    assert_true(sees(any, event_with("\"A\":{\"B\":\"xBETAx\"}")).hits[0]);
    assert_false(sees(any, event_with("\"beta\":\"x\"")).hits[0]); // values, not names
    const char *all = rule_with("  k:\n    '|all': [alpha, beta]\n  condition: k\n");
    assert_true(sees(all, event_with("\"A\":\"alpha\",\"B\":\"beta\"")).hits[0]);
    assert_false(sees(all, event_with("\"A\":\"alpha\"")).hits[0]);
    const char *mixed = rule_with("  k:\n    - alpha\n    - A: 1\n  condition: k\n");
    assert_true(sees(mixed, event_with("\"A\":1")).hits[0]);
    assert_true(
        sees(rule_with("  k: ['al*a']\n  condition: k\n"), event_with("\"A\":\"alpha\"")).hits[0]);
    assert_true(
        sees(rule_with("  k:\n    '|re': 'al.ha'\n  condition: k\n"), event_with("\"A\":\"alpha\""))
            .hits[0]);
}

// ---- where events come from --------------------------------------------------------------------------------

static const char windows_rule[] =
    "title: W\nlogsource:\n  product: windows\n  category: process_creation\n"
    "detection:\n  s:\n    Image|endswith: \\a.exe\n  condition: s\n";

static bool is_process(const char *provider, const char *channel, const char *id, const char *field)
{
    char event[1024];
    snprintf(event, sizeof event,
             "{\"Event\":{\"System\":{\"Provider\":{\"#attributes\":{\"Name\":\"%s\"}},\"EventID\":"
             "%s,\"Channel\":\"%s\"},"
             "\"EventData\":{\"%s\":\"C:\\\\a.exe\"}}}",
             provider, id, channel, field);
    return sees(windows_rule, event).hits[0] == 1;
}

// ---- parts of dates ------------------------------------------------------------------------------

static void test_dates(void **state)
{
    (void)state;
    assert_true(meets("A|hour: 9", "\"A\":\"2026-11-29T09:05:07.012000Z\""));
    assert_true(meets("A|hour: [1, 9]", "\"A\":\"2026-11-29 09:05\""));
    assert_false(meets("A|hour: 9", "\"A\":\"2026-11-29T19:05:07Z\""));
    assert_true(meets("A|hour|gte: 22", "\"A\":\"2026-11-29 22:00:00\""));
    assert_true(meets("A|lt|hour: 6", "\"A\":\"2026-11-29 05:59:59\""));
    assert_false(meets("A|hour|lt: 6", "\"A\":\"2026-11-29 06:00:00\""));
    assert_true(meets("A|hour|neq: 6", "\"A\":\"2026-11-29 07:00:00\""));
    assert_true(meets("A|minute: 5", "\"A\":\"2026-11-29T09:05:07Z\""));
    assert_true(meets("A|day: 29", "\"A\":\"2026-11-29\""));
    assert_true(meets("A|month: 11", "\"A\":\"2026-11-29\""));
    assert_true(meets("A|year: 2026", "\"A\":\"2026-11-29T09:05:07+07:00\""));
    assert_true(meets("A|hour: 9", "\"A\":\"2026-11-29T09:05:07+07:00\"")); // as it is written
    assert_false(meets("A|hour: 0", "\"A\":\"2026-11-29\""));               // a day has no hour
    assert_false(meets("A|day: 30", "\"A\":\"2026-02-30\""));               // nor is there that day
    assert_false(meets("A|hour: 9", "\"A\":\"9\""));
    assert_false(meets("A|hour: 9", "\"A\":\"2026-11-29 25:00\""));
    assert_true(meets("A|week: 48", "\"A\":\"2026-11-29\""));
    assert_true(meets("A|week: 49", "\"A\":\"2026-11-30\""));
    assert_true(meets("A|week: 53", "\"A\":\"2027-01-01\"")); // a Friday: still the year before
    assert_true(meets("A|week: 1", "\"A\":\"2024-12-30\""));  // a Monday: the next year already
    assert_true(meets("A|year: 2024", "\"A\":\"2024-12-30\""));
    assert_string_equal(why_not(rule_with("  s:\n    A|hour: x\n  condition: s\n")), "bad-value");
    assert_string_equal(why_not(rule_with("  s:\n    A|hour|contains: 1\n  condition: s\n")),
                        "modifier-use");
    assert_string_equal(why_not(rule_with("  s:\n    A|hour|day: 1\n  condition: s\n")),
                        "modifier-use");
    assert_string_equal(why_not(rule_with("  s:\n    '|hour': 1\n  condition: s\n")),
                        "modifier-use");
}

static void test_sources(void **state)
{
    static const char sysmon[]  = "Microsoft-Windows-Sysmon",
                      its_log[] = "Microsoft-Windows-Sysmon/Operational";
    (void)state;
    assert_true(is_process(sysmon, its_log, "1", "Image"));
    assert_true(is_process(sysmon, its_log, "{\"#attributes\":{\"Qualifiers\":\"\"},\"#text\":1}",
                           "Image"));
    assert_false(is_process(sysmon, its_log, "5", "Image"));
    assert_false(is_process(sysmon, "Application", "1",
                            "Image")); // an identifier without its channel says nothing
    assert_false(is_process("Other", its_log, "1", "Image")); // nor without its provider
    assert_true(
        is_process("Microsoft-Windows-Security-Auditing", "Security", "4688", "NewProcessName"));
    assert_false(
        is_process("Microsoft-Windows-Security-Auditing", "Security", "4689", "NewProcessName"));
    assert_false(is_process("Other", "Security", "4688", "NewProcessName"));
}

static void test_flat_exports(void **state)
{
    (void)state;
    assert_true(sees(windows_rule, "{\"Channel\":\"Microsoft-Windows-Sysmon/"
                                   "Operational\",\"Provider_Name\":\"Microsoft-Windows-Sysmon\","
                                   "\"EventID\":1,\"Image\":\"C:\\\\a.exe\"}")
                    .hits[0]);
    assert_true(
        sees(windows_rule,
             "{\"winlog\":{\"channel\":\"Microsoft-Windows-Sysmon/Operational\",\"provider_name\":"
             "\"Microsoft-Windows-Sysmon\",\"event_id\":\"1\",\"event_data\":{\"Image\":\"C:\\\\a."
             "exe\"}}}")
            .hits[0]);
    assert_false(sees(windows_rule, "{\"EventID\":1,\"Image\":\"C:\\\\a.exe\"}").hits[0]);
}

// Rules that write another program's names: theirs is the same field, and the others still know where events are from.
static void test_names_of_other_programs(void **state)
{
    static char yaml[2048];
    (void)state;
    snprintf(yaml, sizeof yaml,
             "%s---\ntitle: N\nlogsource:\n  product: windows\n  category: process_creation\n"
             "detection:\n  s:\n    ProviderName|contains: Sysmon\n    timestamp|hour: 3\n"
             "    winlog.event_data.Image|endswith: a.exe\n"
             "    winlog.event_data.ProviderName|contains: Sysmon\n"
             "    event_data.timestamp|year: 2026\n  condition: s\n",
             windows_rule);
    seen got = sees(yaml, "{\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"EventID\":1,"
                          "\"ProviderName\":\"Microsoft-Windows-Sysmon\",\"Image\":\"C:\\\\a.exe\","
                          "\"timestamp\":\"2026-01-02T03:04:05Z\"}");
    assert_int_equal(got.hits[0], 1);
    assert_int_equal(got.hits[1], 1);
    assert_int_equal(sigma_time_ms(last_run()), INT64_C(1767323045000));
}

// A field in an event log cannot make it pass for another source.
static void test_no_claims_within_logs(void **state)
{
    (void)state;
    assert_false(sees(rule_with("  s:\n    A: 1\n  condition: s\n"),
                      "{\"Event\":{\"System\":{\"Channel\":\"X\"},\"EventData\":{\"logsource."
                      "category\":\"t\",\"A\":1}}}")
                     .hits[0]);
}

static void test_shapes(void **state)
{
    static const char yaml[] =
        "title: W\nlogsource:\n  product: windows\n  service: application\ndetection:\n"
        "  s:\n    Data|contains: two\n    Provider_Name: P\n    Param: q\n    EventData_Name: n\n"
        "    TimeCreated_SystemTime|startswith: '2026'\n  condition: s\n";
    (void)state;
    seen got = sees(
        yaml,
        "{\"Event\":{\"#attributes\":{\"xmlns\":\"x\"},\"System\":{\"Provider\":{\"#attributes\":{"
        "\"Name\":\"P\"}},"
        "\"TimeCreated\":{\"#attributes\":{\"SystemTime\":\"2026-01-02T03:04:05Z\"}},\"Channel\":"
        "\"Application\"},"
        "\"EventData\":{\"#attributes\":{\"Name\":\"n\"},\"Data\":{\"#text\":[\"one\",\"two\"]}},"
        "\"UserData\":{\"X\":{\"#attributes\":{\"xmlns\":\"y\"},\"Param\":\"q\"}}}}");
    assert_int_equal(got.hits[0], 1);
    assert_int_equal(got.last.matched_count, 5);
}

// ---- events that are none ------------------------------------------------------------------------------

static void test_not_events(void **state)
{
    static const char *const bad[] = { "",
                                       "x",
                                       "[]",
                                       "{",
                                       "{\"a\"}",
                                       "{\"a\":}",
                                       "{\"a\":1,}",
                                       "{\"a\":01}",
                                       "{\"a\":\"\\x\"}",
                                       "{\"a\":1}x",
                                       "{\"a\":\"\t\"}",
                                       "{\"a\":tru}",
                                       "{a:1}",
                                       "{\"a\":1 \"b\":2}",
                                       "{\"a\":\"\\u12\"}",
                                       "{\"a\":-}",
                                       "{\"a\":1.}",
                                       "{\"a\":1e}",
                                       "{\"a\":\"x" };
    arena                    a;
    seen                     got = { 0 };
    sigma_set               *s   = set_of(rule_with("  s:\n    a: 1\n  condition: s\n"), &a);
    sigma_run               *r   = run_of(s, &a, INT64_MAX);
    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++) {
        if (sigma_event(r, str_from(bad[i]), sink_into(&got)) != ST_INVALID)
            fail_msg("taken: %s", bad[i]);
    }
    char deep[512];
    memset(deep, '[', sizeof deep);
    memcpy(deep, "{\"a\":", 5);
    assert_int_equal(sigma_event(r, (str){ deep, sizeof deep }, sink_into(&got)), ST_INVALID);
    assert_int_equal(
        sigma_event(r, S(" { \"a\" : [ 1 , { } , [ ] , -1.5e+3 , \"\\u00e1\\ud800\" ] } "),
                    sink_into(&got)),
        ST_OK);
    assert_int_equal(got.hits[0], 0);
}

// ---- rules that mean harm ------------------------------------------------------------------------------

static void test_bad_yaml(void **state)
{
    static char many[200 * 1024], deep[4096];
    (void)state;
    assert_string_equal(why_not("a: [1"), "yaml-syntax");
    assert_string_equal(why_not("a: &x [1]\nb: *x\n"), "yaml-alias");
    assert_string_equal(why_not("a: 1\na: 2\n"), "yaml-twice");
    assert_string_equal(why_not("? [a]\n: b\n"), "yaml-key");
    assert_string_equal(why_not("- just\n- a list\n"), "not-a-rule");
    memset(deep, '[', sizeof deep - 1);
    assert_string_equal(why_not(deep), "yaml-deep");
    for (size_t i = 0; i < 70 * 1024; i++) memcpy(many + 2 * i, "- ", 2), many[2 * i + 1] = '\n';
    assert_string_equal(why_not(many), "yaml-large");
}

// Everything a hundredfold in a condition: bounded, not run.
static void test_condition_bomb(void **state)
{
    static char yaml[256 * 1024];
    size_t      at = 0;
    (void)state;
    at += (size_t)snprintf(yaml + at, sizeof yaml - at, "%s  s:\n    A: [", one_rule);
    for (int i = 0; i < 400; i++) at += (size_t)snprintf(yaml + at, sizeof yaml - at, "%d, ", i);
    at += (size_t)snprintf(yaml + at, sizeof yaml - at, "x]\n  condition: s");
    for (int i = 0; i < 2000; i++) at += (size_t)snprintf(yaml + at, sizeof yaml - at, " and s");
    snprintf(yaml + at, sizeof yaml - at, "\n");
    assert_string_equal(why_not(yaml), "too-large");
}

// A regular expression that would go on for ages ends at its bound, which is told; a dear rule is stopped.
static void test_regex_bomb(void **state)
{
    arena      a;
    seen       got = { 0 };
    char       event[256];
    sigma_set *s = set_of(rule_with("  s:\n    A|re: '^(a+)+$'\n  condition: s\n"), &a);
    sigma_run *r = run_of(s, &a, 1);
    (void)state;
    assert_non_null(r);
    snprintf(event, sizeof event,
             "{\"logsource\":{\"category\":\"t\"},\"A\":"
             "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab\"}");
    int64_t before = now();
    assert_int_equal(sigma_event(r, str_from(event), sink_into(&got)), ST_OK);
    assert_true(now() - before < 2LL * 1000 * 1000 * 1000);
    assert_int_equal(sigma_cost_of(r, 0)->limited, 1);
    assert_true(sigma_cost_of(r, 0)->stopped);
    assert_int_equal(sigma_event(r, str_from(event), sink_into(&got)), ST_OK);
    assert_int_equal(sigma_cost_of(r, 0)->looked, 1);
    assert_int_equal(sigma_in_scope(r, 0), 2);
    assert_int_equal(got.hits[0], 0);
}

// ---- corpus of the fuzzers -------------------------------------------------------------------------------

static int write_corpus(const char *folder)
{
    static const char *const searches[] = { "A|contains|all: [ab, cd]",
                                            "A|re|i: 'a\\d+'",
                                            "A|cidr: 10.0.0.0/8",
                                            "A|windash: '-a'",
                                            "A|wide|base64offset|contains: ab",
                                            "A|fieldref: B",
                                            "A: [null, '', 'a*b?']",
                                            "A|exists: no",
                                            "A|gte: 5",
                                            "'|all': [x, đã]",
                                            "A|expand: '%x%'",
                                            "A|neq|cased: x",
                                            "A|hour|gte: 22",
                                            "A|week: 53" };
    static const char *const events[]   = {
          "{\"A\":1}",
          ("{\"Event\":{\"System\":{\"Channel\":\"Security\",\"EventID\":{\"#text\":4688}},"
           "\"EventData\":{\"NewProcessName\":\"a\\\\b\"}}}"),
          "{\"A\":[1,true,null,{\"B\":\"\\ud83d\\ude00\"}]}"
    };
    char yaml[2048];
    for (size_t i = 0; i < COUNT(searches); i++) {
        snprintf(yaml, sizeof yaml, "%s  s:\n    %s\n  condition: 1 of s* and not (s or s)\n",
                 one_rule, searches[i]);
        write_one(folder, "rule", (int)i, yaml);
    }
    write_one(folder, "rule", 51, "placeholders: {x: [a, b]}\n---\na: &x 1\nb: *x\n");
    for (size_t i = 0; i < COUNT(events); i++) write_one(folder, "event", (int)i, events[i]);
    return 0;
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_whole_values),
        cmocka_unit_test(test_wildcards),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_case_and_not),
        cmocka_unit_test(test_existence),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_networks),
        cmocka_unit_test(test_regular_expressions),
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_dashes),
        cmocka_unit_test(test_other_fields),
        cmocka_unit_test(test_lists_of_ones_own),
        cmocka_unit_test(test_modifiers_that_do_not_go),
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_conditions_refused),
        cmocka_unit_test(test_several_conditions),
        cmocka_unit_test(test_witnesses),
        cmocka_unit_test(test_keywords),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_sources),
        cmocka_unit_test(test_flat_exports),
        cmocka_unit_test(test_names_of_other_programs),
        cmocka_unit_test(test_no_claims_within_logs),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_not_events),
        cmocka_unit_test(test_bad_yaml),
        cmocka_unit_test(test_condition_bomb),
        cmocka_unit_test(test_regex_bomb),
    };
    if (argc == 2) return write_corpus(argv[1]);
    if (!kit_opens()) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    kit_closes();
    return failed;
}
