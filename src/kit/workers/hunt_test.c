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
static const char *searched(hunt *h, str bytes, hunt_counts *counts)
{
    static char     rule[64];
    const hunt_sink sink    = { .ctx = h, .finding = on_finding };
    problem         why     = { 0 };
    arena           scratch = memory;
    void           *room    = NEW(&scratch, char, HUNT_SCRATCH_BYTES);
    int             fd      = file_of(bytes);
    told[0]                 = 0;
    status st = hunt_file(h, S("a/file.x"), fd, &sink, arena_over(room, HUNT_SCRATCH_BYTES), counts, &why);
    os_close(fd);
    snprintf(rule, sizeof rule, STR_FMT, STR_ARG(why.rule));
    return st == ST_OK ? "ok" : rule;
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
        cmocka_unit_test(test_lines),        cmocka_unit_test(test_skipped),
        cmocka_unit_test(test_misbehaviour), cmocka_unit_test(test_no_program),
        cmocka_unit_test(test_pack_bounds),
    };
    os_log_set(false, OS_ERROR);
    if (os_map(64 << 20, &memory) != ST_OK) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
