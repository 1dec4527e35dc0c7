// hunt_test.c - files searched through the real sealed program, and through one that misbehaves.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/os/os.h"
#include "kit/workers/hunt.h"

static arena memory;
static char  told[4096];

static status on_finding(void *ctx, const hunt_finding *f)
{
    const hunt *h  = ctx;
    size_t      at = strlen(told);
    snprintf(told + at, sizeof told - at, STR_FMT "@%llu;",
             STR_ARG(hunt_rule_at(h, f->rule)->title), (unsigned long long)f->place);
    return ST_OK;
}

static status on_yara(void *ctx, const hunt_yara *y)
{
    size_t at = strlen(told);
    (void)ctx;
    snprintf(told + at, sizeof told - at, STR_FMT ";", STR_ARG(y->rule));
    return ST_OK;
}

static status on_yara_cost(void *ctx, const hunt_yara_cost *c)
{
    static const char *const hows[] = { "measured", "stopped", "fault", "needs" };
    const hunt              *h      = ctx;
    size_t                   at     = strlen(told);
    snprintf(told + at, sizeof told - at, STR_FMT ":%s;", STR_ARG(hunt_yara_at(h, c->rule)->rule),
             hows[c->how]);
    return ST_OK;
}

static int file_of(str bytes)
{
    int fd;
    assert_int_equal(os_temp_in_memory(&fd), ST_OK);
    assert_int_equal(os_write_all(fd, bytes), ST_OK);
    return fd;
}

static hunt *opened(const char *program, const char *rules)
{
    const hunt_options o    = { .program = str_from(program) };
    hunt_pack          pack = { .fd = -1 };
    hunt              *h    = NULL;
    problem            why  = { 0 };
    assert_int_equal(hunt_pack_add(&pack, HUNT_SIGMA, S("r.yml"), str_from(rules)), ST_OK);
    assert_int_equal(hunt_open(&o, pack.fd, &memory, &h, &why), ST_OK);
    os_close(pack.fd);
    return h;
}

// The status with the rule of the problem.
static const char *searched_as(hunt *h, str name, str bytes, hunt_counts *counts)
{
    static char     rule[64];
    const hunt_sink sink = {
        .ctx = h, .finding = on_finding, .yara = on_yara, .yara_cost = on_yara_cost
    };
    problem why     = { 0 };
    arena   scratch = memory;
    void   *room    = NEW(&scratch, char, HUNT_SCRATCH_BYTES);
    int     fd      = file_of(bytes);
    told[0]         = 0;
    status st = hunt_file(h, name, fd, &sink, arena_over(room, HUNT_SCRATCH_BYTES), counts, &why);
    os_close(fd);
    snprintf(rule, sizeof rule, STR_FMT, STR_ARG(why.rule));
    return st == ST_OK ? "ok" : rule;
}

static const char *searched(hunt *h, str bytes, hunt_counts *counts)
{
    return searched_as(h, S("a/file.x"), bytes, counts);
}

static const char rules[] =
    "title: one\nid: 1\nlogsource: {category: t}\ndetection: {s: {A: x}, condition: s}\n---\n"
    "title: bad\nlogsource: {category: t}\ndetection: {s: {A|what: x}, condition: s}\n";

static void test_lines(void **state)
{
    hunt       *h = opened(COLOA_HUNT, rules);
    hunt_counts c;
    (void)state;
    assert_int_equal(hunt_rule_count(h), 2);
    assert_string_equal(hunt_rule_at(h, 0)->title.ptr ? "one" : "", "one");
    assert_true(str_equal(hunt_rule_at(h, 1)->why, S("unknown-modifier")));
    assert_true(str_equal(hunt_rule_at(h, 1)->detail, S("what")));
    assert_string_equal(searched(h,
                                 S("{\"logsource\":{\"category\":\"t\"},\"A\":\"X\"}\nno "
                                   "event\n\n{\"logsource\":{\"category\":\"t\"},\"A\":\"y\"}\n"
                                   "{\"logsource\":{\"category\":\"t\"},\"A\":\"x\"}"),
                                 &c),
                        "ok");
    assert_string_equal(told, "one@1;one@4;");
    assert_int_equal(c.read, 3);
    assert_int_equal(c.failed, 1);
    assert_int_equal(c.findings, 2);
    hunt_close(h);
}

static void test_skipped(void **state)
{
    hunt       *h = opened(COLOA_HUNT, rules);
    hunt_counts c;
    int         ends[2];
    (void)state;
    assert_string_equal(searched(h, S(""), &c), "ok");
    assert_int_equal(c.skip, HUNT_EMPTY);
    assert_string_equal(searched(h, S("PK\3\4 some archive"), &c), "ok");
    assert_int_equal(c.skip, HUNT_NOT_EVENTS);
    assert_string_equal(searched(h, S("{\n \"a\": 1\n}\n"), &c),
                        "ok"); // one object over several lines
    assert_int_equal(c.skip, HUNT_NOT_EVENTS);
    assert_string_equal(searched(h, S("ElfFile\0 and nothing"), &c), "ok");
    assert_int_equal(c.read + c.failed + c.skipped, 0);
    const hunt_sink sink = { .ctx = h, .finding = on_finding };
    problem         why  = { 0 };
    assert_int_equal(os_pipe(ends), ST_OK);
    assert_int_equal(hunt_file(h, S(""), ends[0], &sink, memory, &c, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("hunt-not-a-file")));
    os_close(ends[0]), os_close(ends[1]);
    hunt_close(h);
}

// ---- YARA --------------------------------------------------------------------------------------------

static hunt *opened_yara(hunt_options o, const char *one, const char *two)
{
    hunt_pack pack = { .fd = -1 };
    hunt     *h    = NULL;
    problem   why  = { 0 };
    o.program      = str_from(COLOA_HUNT);
    assert_int_equal(hunt_pack_add(&pack, HUNT_YARA, S("one.yar"), str_from(one)), ST_OK);
    if (two) assert_int_equal(hunt_pack_add(&pack, HUNT_YARA, S("two.yar"), str_from(two)), ST_OK);
    assert_int_equal(hunt_open(&o, pack.fd, &memory, &h, &why), ST_OK);
    os_close(pack.fd);
    return h;
}

// Letters by chance, the same each time, behind some words.
static str many_letters(void)
{
    static char bytes[300 * 1000];
    uint32_t    x = 1;
    for (size_t i = 0; i < sizeof bytes; i++) {
        x        = x * 1664525 + 1013904223;
        bytes[i] = (char)('a' + (x >> 30));
    }
    memcpy(bytes, "secret after ", 13);
    return (str){ bytes, sizeof bytes };
}

static const char slow_condition[] =
    "rule Good { strings: $a = \"secret\" condition: $a }\n"
    "rule Loop { condition: for all i in (0..filesize - 1) : ( for all j in (0..filesize - 1) : ( "
    "uint8(i) ^ uint8(j) < 256 ) ) }\n"
    "rule Needs { condition: Good and not Loop }\n"
    "rule After { strings: $a = \"after\" condition: $a and not Needs }\n"
    "rule Beside { strings: $a = \"after\" condition: $a and Good }\n";
static const char slow_text[] =
    "rule Text { strings: $a = /a.{0,600}b.{0,600}c.{0,600}d.{0,600}q/s condition: $a }\n"
    "rule Holds { strings: $a = \"secret\" condition: $a }\n";

// A rule that would go on for hours is named, and so are those that need it; the others are as ever.
static void test_slow_rules(void **state)
{
    const hunt_options o = { .yara_ms = 100 };
    hunt              *h = opened_yara(o, slow_condition, slow_text);
    hunt_counts        c;
    (void)state;
    for (int file = 0; file < 2; file++) { // the second knows what the first found out
        assert_string_equal(searched(h, many_letters(), &c), "ok");
        assert_int_equal(c.yara, 3);
        assert_int_equal(c.yara_left, 4);
        assert_int_equal(c.yara_end, HUNT_YARA_STOPS);
        assert_true(c.cpu_ms < 20 * 1000);
        assert_non_null(strstr(told, "Loop:stopped;Needs:needs;After:needs;Text:stopped;"));
        assert_non_null(strstr(told, "Good;"));
        assert_non_null(strstr(told, "Beside;"));
        assert_non_null(strstr(told, "Holds;"));
    }
    // A file for which none is slow: all look, whatever was found out about others.
    assert_string_equal(searched(h, S("secret after"), &c), "ok");
    assert_int_equal(c.yara_left, 0);
    assert_int_equal(c.yara_end, HUNT_YARA_DONE);
    assert_null(strstr(told, "stopped"));
    assert_non_null(strstr(told, "Loop"));
    hunt_close(h);
}

// A global rule holds back the others of its file, and of no other, also where rules look in parts.
static void test_slow_beside_global(void **state)
{
    static const char  held[] = "global rule Gate { strings: $a = \"nowhere\" condition: $a }\n"
                                "rule Held { strings: $a = \"secret\" condition: $a }\n";
    const hunt_options o      = { .yara_ms = 100 };
    hunt              *h      = opened_yara(o, held, slow_text);
    hunt_counts        c;
    (void)state;
    assert_string_equal(searched(h, many_letters(), &c), "ok");
    assert_non_null(strstr(told, "Holds;"));
    assert_non_null(strstr(told, "Text:stopped;"));
    assert_null(strstr(told, "Held"));
    assert_int_equal(c.yara, 1);
    hunt_close(h);
}

// The same where a file's declarations cannot be told apart: all of its rules stay together.
static void test_slow_together(void **state)
{
    static const char  odd[] = "rule /* here */ Odd { strings: $a = \"secret\" condition: $a }\n"
                               "rule Text { strings: $a = /a.{0,600}b.{0,600}c.{0,600}d.{0,600}q/s "
                               "condition: $a }\n";
    const hunt_options o     = { .yara_ms = 100 };
    hunt              *h     = opened_yara(o, odd, "rule Other { condition: true }");
    hunt_counts        c;
    (void)state;
    assert_string_equal(searched(h, many_letters(), &c), "ok");
    assert_non_null(strstr(told, "Other;"));
    assert_int_equal(c.yara, 1);
    assert_int_equal(c.yara_left, 2);
    hunt_close(h);
}

static void test_times(void **state)
{
    const hunt_options o = { .yara_times = true };
    hunt       *h = opened_yara(o, "rule A { condition: true }", "rule B { condition: false }");
    hunt_counts c;
    (void)state;
    assert_string_equal(searched(h, S("x"), &c), "ok");
    assert_string_equal(told, "A;A:measured;B:measured;");
    hunt_close(h);
}

static void test_names(void **state)
{
    hunt *h = opened_yara(
        (hunt_options){ 0 },
        "rule Name { condition: filename == \"file.x\" and filepath == \"a/file.x\" and "
        "extension == \".x\" and filetype == \"\" and owner == \"\" }\n"
        "rule Drive { condition: filepath == \"C\\\\Users\\\\n\" and filename "
        "== \"n\" and extension == \"\" }",
        NULL);
    hunt_counts c;
    (void)state;
    assert_string_equal(searched(h, S("x"), &c), "ok");
    assert_string_equal(told, "Name;");
    assert_string_equal(searched_as(h, S("C/Users/n"), S("x"), &c), "ok");
    assert_string_equal(told, "Drive;");
    char *room = calloc(1, 5000);
    memset(room, 'd', 5000);
    memcpy(room + 5000 - 9, "/a/file.x", 9);
    assert_string_equal(searched_as(h, (str){ room, 5000 }, S("x"), &c), "ok"); // its end
    assert_string_equal(searched_as(h, S("\xff\n/a\1"), S("x"), &c), "ok");
    assert_string_equal(told, "");
    free(room);
    hunt_close(h);
}

// Whatever one file does to its process, it is told by name and the next file is searched.
static void test_misbehaviour(void **state)
{
    static const struct {
        const char *how, *rule;
    } all[]       = { { "open", "hunt-died" },      { "socket", "hunt-died" },
                      { "fork", "hunt-died" },      { "exec", "hunt-died" },
                      { "kill", "hunt-died" },      { "crash", "hunt-died" },
                      { "hang", "hunt-timeout" },   { "silent", "hunt-died" },
                      { "miscount", "hunt-died" },  { "other-rule", "hunt-died" },
                      { "two-lines", "hunt-died" }, { "no-object", "hunt-died" },
                      { "flood", "hunt-flood" } };
    hunt       *h = opened(HUNT_PROBE, "x");
    hunt_counts c;
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        if (strcmp(all[i].how, "flood") == 0) continue; // below: it takes a while
        const char *got = searched(h, str_from(all[i].how), &c);
        if (strcmp(got, all[i].rule) != 0) fail_msg("%s: %s", all[i].how, got);
        assert_string_equal(searched(h, S("well"), &c), "ok");
        assert_int_equal(c.findings, 1);
    }
    assert_string_equal(searched(h, S("flood"), &c), "hunt-flood");
    assert_string_equal(searched(h, S("well"), &c), "ok");
    hunt_close(h);
}

// The rule of the problem with which rules cannot be loaded.
static const char *unloaded(const char *program, hunt_kind kind, str rules_text)
{
    static char        rule[64];
    const hunt_options o    = { .program = str_from(program) };
    hunt_pack          pack = { .fd = -1 };
    hunt              *h    = NULL;
    problem            why  = { 0 };
    assert_int_equal(hunt_pack_add(&pack, kind, S("r"), rules_text), ST_OK);
    status st = hunt_open(&o, pack.fd, &memory, &h, &why);
    os_close(pack.fd);
    if (st == ST_OK) hunt_close(h);
    snprintf(rule, sizeof rule, STR_FMT, STR_ARG(why.rule));
    return st == ST_OK ? "ok" : rule;
}

// What rules make of the process that loads them: it can open nothing, and its memory and time are bounded.
static void test_loading_is_sealed(void **state)
{
    static const struct {
        const char *how, *rule;
    } all[] = {
        { "load:nothing", "ok" },
        { "load:open", "hunt-rules-died" },
        { "load:socket", "hunt-rules-died" },
        { "load:fork", "hunt-rules-died" },
        { "load:exec", "hunt-rules-died" },
        { "load:kill", "hunt-rules-died" },
        { "load:crash", "hunt-rules-died" },
#if !defined(__SANITIZE_ADDRESS__) &&                                                              \
    !defined(__SANITIZE_THREAD__) // memory is not limited in those
        { "load:memory", "hunt-rules-limit" },
#endif
        { "load:hang", "hunt-rules-timeout" }
    };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        const char *got = unloaded(HUNT_PROBE, HUNT_SIGMA, str_from(all[i].how));
        if (strcmp(got, all[i].rule) != 0) fail_msg("%s: %s", all[i].how, got);
    }
}

static void test_too_many_lines(void **state)
{
    size_t len  = (size_t)(LISTED_MAX + 1) * 8;
    char  *room = calloc(1, len + 1);
    (void)state;
    for (int i = 0; i <= LISTED_MAX; i++) snprintf(room + (size_t)i * 8, 9, "w%06d\n", i);
    assert_string_equal(unloaded(COLOA_HUNT, HUNT_INDICATORS, (str){ room, (ptrdiff_t)len }),
                        "hunt-rules-limit");
    free(room);
}

static void test_no_program(void **state)
{
    const hunt_options o   = { .program = S("/nowhere/coloa-hunt") };
    hunt              *h   = NULL;
    problem            why = { 0 };
    int                fd  = file_of(S(""));
    (void)state;
    assert_int_not_equal(hunt_open(&o, fd, &memory, &h, &why), ST_OK);
    os_close(fd);
}

static void test_pack_bounds(void **state)
{
    hunt_pack p    = { .fd = -1 };
    char     *room = calloc(1, HUNT_RULE_FILE_MAX + 1);
    (void)state;
    assert_int_equal(hunt_pack_add(&p, HUNT_SIGMA, S("x"), (str){ room, HUNT_RULE_FILE_MAX + 1 }),
                     ST_LIMIT);
    assert_int_equal(p.files, 0);
    free(room);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_skipped),
        cmocka_unit_test(test_misbehaviour),
        cmocka_unit_test(test_no_program),
        cmocka_unit_test(test_pack_bounds),
        cmocka_unit_test(test_loading_is_sealed),
        cmocka_unit_test(test_too_many_lines),
        cmocka_unit_test(test_slow_rules),
        cmocka_unit_test(test_slow_beside_global),
        cmocka_unit_test(test_slow_together),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_names),
    };
    os_log_set(false, OS_ERROR);
    if (os_map(64 << 20, &memory) != ST_OK) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
