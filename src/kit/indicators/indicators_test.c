// indicators_test.c - lists read, and what is met and not met in bytes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/indicators/indicators.h"

enum { ROOM = 64 * 1024 * 1024 };

static char *memory;
static char  told[4096];

static bool on_met(void *ctx, size_t number, size_t from, size_t to)
{
    size_t at = strlen(told);
    (void)ctx;
    snprintf(told + at, sizeof told - at, "%zu@%zu-%zu;", number, from, to);
    return true;
}

static indicators *of(const char *list)
{
    arena *a    = malloc(sizeof *a);
    *a          = arena_over(memory, ROOM);
    arena *kept = NEW(a, arena, 1);
    *kept       = *a;
    free(a);
    indicators *s = indicators_new(kept);
    assert_int_equal(indicators_load(s, S("l"), str_from(list)), ST_OK);
    assert_int_equal(indicators_compile(s), ST_OK);
    return s;
}

static const char *met(const char *list, str bytes)
{
    indicators *s = of(list);
    told[0]       = 0;
    assert_int_equal(indicators_search(s, bytes, on_met, NULL, NULL), ST_OK);
    indicators_free(s);
    return told;
}

static bool on_name(void *ctx, size_t number)
{
    const indicators *s   = ctx;
    const listed     *one = indicators_at(s, number);
    size_t            at  = strlen(told);
    snprintf(told + at, sizeof told - at, "%u " STR_FMT ";", one->line, STR_ARG(one->note));
    return true;
}

static const char *named_by(const char *list, const char *path)
{
    indicators *s = of(list);
    told[0]       = 0;
    assert_true(indicators_name(s, str_from(path), on_name, s));
    indicators_free(s);
    return told;
}

static void test_names_of_files(void **state)
{
    static const char list[] = "# Family one\n\n\\\\bad\\.exe;80\n"
                               "(?i)\\\\temp\\\\[a-z]+\\.dll$;60;\\\\good\\.dll\n# Two\n"
                               "/etc/cron\\.d/x$;75\n";
    (void)state;
    assert_string_equal(named_by(list, "C/Windows/bad.exe"), "3 Family one (80);");
    assert_string_equal(named_by(list, "bad.exe"), "3 Family one (80);");
    assert_string_equal(named_by(list, "C\\Windows\\bad.exe"), "3 Family one (80);");
    assert_string_equal(named_by(list, "C/Windows/Bad.exe"), ""); // with regard to case
    assert_string_equal(named_by(list, "C/TEMP/abc.dll"), "4 Family one (60);");
    assert_string_equal(named_by(list, "C/temp/good.dll"), ""); // not meant
    assert_string_equal(named_by(list, "/etc/cron.d/x"), "6 Two (75);");
    assert_string_equal(named_by(list, ""), "");
    // It is no list of words: nothing of it stands in bytes.
    assert_string_equal(met(list, S("\\\\bad\\.exe")), "");
}

static void test_names_refused(void **state)
{
    indicators *s = of("\\\\a\\.exe;80\n\\\\b(\\.exe;80\n\\\\c\\.exe;70;(\n");
    (void)state;
    assert_int_equal(indicators_count(s), 1);
    assert_int_equal(indicators_refused(s), 2);
    const listed_refusal *r = indicators_refusal(s, 0);
    assert_int_equal(r->line, 2);
    assert_string_equal(r->why, "names-regex");
    assert_true(str_find(r->detail, S("parenthesis")) >= 0);
    assert_int_equal(indicators_refusal(s, 1)->line, 3);
    assert_null(indicators_refusal(s, 2));
    indicators_free(s);
    // A line without a score, or without a backslash in most: a list as any other.
    s = of("\\\\a\\.exe;80\nword;a note\n");
    assert_int_equal(indicators_at(s, 0)->kind, LISTED_WORD);
    indicators_free(s);
    s = of("word;80\nother;70\n");
    assert_int_equal(indicators_at(s, 0)->kind, LISTED_WORD);
    indicators_free(s);
}

// An expression that would go on for ages does not hold.
static void test_names_bounded(void **state)
{
    (void)state;
    assert_string_equal(
        named_by("^\\\\(a+)+$;80\n", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), "");
}

static void test_kinds(void **state)
{
    static const struct {
        const char *value;
        listed_kind kind;
    } all[] = { { "d41d8cd98f00b204e9800998ecf8427e", LISTED_MD5 },
                { "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709", LISTED_SHA1 },
                { "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                  LISTED_SHA256 },
                { "10.1.2.3", LISTED_ADDRESS },
                { "10.1.2.300", LISTED_WORD },
                { "10.1.2", LISTED_WORD },
                { "evil.example.com", LISTED_DOMAIN },
                { "evil..com", LISTED_WORD },
                { "http://evil.example/x", LISTED_URL },
                { "two words.com", LISTED_WORD },
                { "mimikatz", LISTED_WORD } };
    (void)state;
    for (size_t i = 0; i < COUNT(all); i++) {
        indicators *s = of(all[i].value);
        if (indicators_at(s, 0)->kind != all[i].kind) fail_msg("%s", all[i].value);
        indicators_free(s);
    }
}

static void test_lists(void **state)
{
    (void)state;
    indicators *s = of("# comment\n\nword one;a note\nx\nsecond\r\n");
    assert_int_equal(indicators_count(s), 2);
    assert_int_equal(indicators_refused(s), 1); // too short
    assert_true(str_equal(indicators_at(s, 0)->value, S("word one")));
    assert_true(str_equal(indicators_at(s, 0)->note, S("a note")));
    assert_int_equal(indicators_at(s, 1)->line, 5);
    indicators_free(s);
    s = of("type,value,comment\ndomain,evil.example,\"bad, very\"\nword,\"a,b\",\n");
    assert_int_equal(indicators_count(s), 2);
    assert_true(str_equal(indicators_at(s, 0)->value, S("evil.example")));
    assert_true(str_equal(indicators_at(s, 0)->note, S("bad, very")));
    assert_true(str_equal(indicators_at(s, 1)->value, S("a,b")));
    indicators_free(s);
}

static void test_places(void **state)
{
    (void)state;
    assert_string_equal(met("mimikatz", S("xMimiKATZx")), "0@1-9;");
    assert_string_equal(met("mimikatz", S("mimikat")), "");
    assert_string_equal(met("abc\nbcd", S("abcd")), "0@0-3;1@1-4;");
    assert_string_equal(met("abc", S("_\0A\0b\0C\0")), "0@2-8;"); // UTF-16
    assert_string_equal(met("1.2.3.4", S("1.2.3.4")), "0@0-7;");
    assert_string_equal(met("1.2.3.4", S("ip=1.2.3.4.")), "0@3-10;");
    assert_string_equal(met("1.2.3.4", S("11.2.3.4 1.2.3.45 0.1.2.3.4 1.2.3.4.5")), "");
    assert_string_equal(met("evil.com", S("www.EVIL.com/x")), "0@4-12;");
    assert_string_equal(met("evil.com", S("notevil.com evil.community evil.com.vn evil.com-x")),
                        "");
    assert_string_equal(met("evil.com", S("see evil.com. ")), "0@4-12;");
    assert_string_equal(
        met("d41d8cd98f00b204e9800998ecf8427e", S("MD5=D41D8CD98F00B204E9800998ECF8427E,")),
        "0@4-36;");
    assert_string_equal(
        met("d41d8cd98f00b204e9800998ecf8427e", S("aD41D8CD98F00B204E9800998ECF8427E")), "");
}

// What lies across two windows is met, and once.
static void test_windows(void **state)
{
    size_t size = 2 * LISTED_WINDOW + 100;
    char  *big  = calloc(1, size), wanted[64];
    (void)state;
    memcpy(big + LISTED_WINDOW - 4, "mimikatz", 8);
    memcpy(big + LISTED_WINDOW * 2 - 8, "mimikatz", 8);
    memcpy(big + LISTED_WINDOW * 2, "mimikatz", 8);
    snprintf(wanted, sizeof wanted, "0@%d-%d;0@%d-%d;0@%d-%d;", LISTED_WINDOW - 4,
             LISTED_WINDOW + 4, LISTED_WINDOW * 2 - 8, LISTED_WINDOW * 2, LISTED_WINDOW * 2,
             LISTED_WINDOW * 2 + 8);
    assert_string_equal(met("mimikatz", (str){ big, (ptrdiff_t)size }), wanted);
    free(big);
}

static void test_hash_of_a_file(void **state)
{
    size_t number = 9;
    (void)state;
    indicators *s = of("word\nD41D8CD98F00B204E9800998ECF8427E\n");
    assert_true(indicators_want(s, LISTED_MD5));
    assert_false(indicators_want(s, LISTED_SHA1));
    assert_true(indicators_hash(s, S("d41d8cd98f00b204e9800998ecf8427e"), &number));
    assert_int_equal(number, 1);
    assert_false(indicators_hash(s, S("d41d8cd98f00b204e9800998ecf8427f"), &number));
    indicators_free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_of_files), cmocka_unit_test(test_names_refused),
        cmocka_unit_test(test_names_bounded),  cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_lists),          cmocka_unit_test(test_places),
        cmocka_unit_test(test_windows),        cmocka_unit_test(test_hash_of_a_file),
    };
    memory = malloc(ROOM);
    if (!memory) return 1;
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    free(memory);
    return failed;
}
