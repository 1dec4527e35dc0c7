// edits_test.c - edits as JSON: what is taken, what is refused and by which row.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "modules/controls/edits.h"

static arena memory;

static int start(void **state)
{
    (void)state;
    return os_map(64 << 20, &memory) == ST_OK ? 0 : -1;
}

#define EQUALS(got, want) assert_string_equal(arena_cstr(&memory, got), want)

static void edits_are_read(void **state)
{
    control_edit *e;
    size_t        n;
    problem       why = { 0 };
    (void)state;
    str json = S("[{\"control\":\"RR-01\",\"version\":3,\"set\":{\"answer\":\"met\",\"due\":\"\"},"
                 "\"was\":{\"answer\":\"\"}},"
                 "{\"control\":\"RR-02\"}]");
    assert_int_equal(edits_parse(json, &memory, &e, &n, &why), ST_OK);
    assert_int_equal(n, 2);
    EQUALS(e[0].control, "RR-01");
    assert_int_equal(e[0].version, 3);
    EQUALS(e[0].values[CONTROL_ANSWER], "met");
    assert_non_null(e[0].values[CONTROL_DUE].ptr); // emptied, not left alone
    assert_null(e[0].values[CONTROL_REASON].ptr);
    assert_non_null(e[0].was[CONTROL_ANSWER].ptr);
    assert_null(e[0].was[CONTROL_DUE].ptr);
    assert_int_equal(e[1].version, 0);
}

static void what_is_malformed_is_refused(void **state)
{
    static const struct {
        const char *json, *rule, *detail;
    } cases[] = {
        { "", "not-json", "" },
        { "[", "not-json", "" },
        { "[{\"control\":\"a\",\"control\":\"b\"}]", "not-json", "" },
        { "{}", "edits-form", "" },
        { "[1]", "edits-form", "1 control" },
        { "[{\"control\":\"a\"},{\"control\":7}]", "edits-form", "2 control" },
        { "[{\"control\":\"a\",\"version\":\"3\"}]", "edits-form", "1 version" },
        { "[{\"control\":\"a\",\"set\":[]}]", "edits-form", "1 set" },
        { "[{\"control\":\"a\",\"set\":{\"reasons\":\"x\"}}]", "edits-form", "1 reasons" },
        { "[{\"control\":\"a\",\"was\":{\"due\":5}}]", "edits-form", "1 due" },
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        control_edit *e;
        size_t        n;
        problem       why = { 0 };
        assert_int_equal(edits_parse(str_from(cases[i].json), &memory, &e, &n, &why), ST_INVALID);
        EQUALS(why.rule, cases[i].rule);
        EQUALS(why.detail.ptr ? why.detail : S(""), cases[i].detail);
    }
}

static void there_is_a_bound(void **state)
{
    control_edit *e;
    size_t        n;
    problem       why = { 0 };
    buf           b   = buf_in(&memory, 65536, 65536);
    (void)state;
    buf_char(&b, '[');
    for (int i = 0; i <= EDITS_MAX; i++) buf_printf(&b, "%s{\"control\":\"a\"}", i ? "," : "");
    buf_char(&b, ']');
    assert_int_equal(edits_parse(buf_str(&b), &memory, &e, &n, &why), ST_INVALID);
    EQUALS(why.rule, "too-many");
}

static void memory_may_end_anywhere(void **state)
{
    int countdown;
    (void)state;
    for (int n = 1;; n++) {
        control_edit *e;
        size_t        count;
        problem       why = { 0 };
        arena         a   = memory;
        countdown         = n;
        a.fault_countdown = &countdown;
        status st = edits_parse(S("[{\"control\":\"a\",\"set\":{\"answer\":\"met\"}}]"), &a, &e,
                                &count, &why);
        if (st == ST_OK) break;
        assert_int_equal(st, ST_MEMORY);
        assert_true(n < 20);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edits_are_read),
        cmocka_unit_test(what_is_malformed_is_refused),
        cmocka_unit_test(there_is_a_bound),
        cmocka_unit_test(memory_may_end_anywhere),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
