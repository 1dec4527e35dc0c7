// evidence_file_test.c - names that come in, types that are taken, sizes as pages say them.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "modules/evidence/evidence_file.h"

static char  memory[64 * 1024];
static arena a;

static str name_of(str typed)
{
    a = arena_over(memory, sizeof memory);
    return evidence_name(&a, typed);
}

#define NAMED(typed, wanted)                                                                       \
    do {                                                                                           \
        str got_ = name_of(typed);                                                                 \
        if (!str_equal(got_, S(wanted)))                                                           \
            fail_msg("'" STR_FMT "', wanted '%s'", STR_ARG(got_), wanted);                         \
    } while (0)

static void names_are_tamed(void **state)
{
    (void)state;
    NAMED(S("Quy chế.pdf"), "Quy chế.pdf");
    NAMED(S("../../../etc/passwd"), "passwd");
    NAMED(S("C:\\Users\\an\\Ảnh.png"), "Ảnh.png");
    NAMED(S("..\\..\\x.pdf"), "x.pdf");
    NAMED(S(".."), "");
    NAMED(S("/"), "");
    NAMED(S(" .hồ sơ. "), "hồ sơ");
    NAMED(S("a\nb\r\x01\x7F.pdf"), "ab.pdf");
    NAMED(S("\xC2\x85x.pdf"), "x.pdf");
    // Quy che^' in pieces (NFD) becomes what everybody else types.
    NAMED(S("Quy che\xCC\x82\xCC\x81.pdf"), "Quy chế.pdf");
    NAMED(S("a\xE2\x80\xAE"
            "fdp.exe"),
          "afdp.exe"); // would show as "aexe.pdf"
    NAMED(S("a\xE2\x81\xA6"
            "b\xE2\x80\x8F.pdf"),
          "ab.pdf");
    NAMED(S("a\xFF.pdf"), "");
    NAMED(S("a\0b.pdf"), "ab.pdf");
}

static void a_long_name_keeps_its_end(void **state)
{
    (void)state;
    char typed[1004];
    for (size_t i = 0; i < 1000; i += 2) memcpy(typed + i, "\xC4\x83", 2); // ă
    memcpy(typed + 1000, ".pdf", 4);
    str got = name_of((str){ typed, sizeof typed });
    assert_int_equal(str_characters(got), EVIDENCE_NAME_MAX);
    assert_true(str_ends(got, S("ă.pdf")) && str_is_utf8(got));
}

static void names_fail_at_the_ceiling(void **state)
{
    (void)state;
    char room[16];
    a = arena_over(room, sizeof room);
    assert_null(evidence_name(&a, S("một tên dài hơn cả bộ nhớ.pdf")).ptr);
}

static const char *rule_of(const char *name)
{
    static char          rule[64];
    problem              why = { 0 };
    const evidence_type *t   = NULL;
    status               st  = evidence_type_of(str_from(name), &t, &why);
    if (st == ST_OK) return t->content.ptr;
    assert_int_equal(st, ST_INVALID);
    memcpy(rule, why.rule.ptr, (size_t)why.rule.len);
    rule[why.rule.len] = '\0';
    return rule;
}

static void the_end_of_a_name_says_what_it_is(void **state)
{
    (void)state;
    assert_string_equal(rule_of("a.pdf"), "pdf");
    assert_string_equal(rule_of("a.b.JPG"), "jpeg");
    assert_string_equal(rule_of("biên bản.docx"), "docx");
    assert_string_equal(rule_of("x.xlsm"), "evidence-type-macros");
    assert_string_equal(rule_of("x.pdf.zip"), "evidence-type-archive");
    assert_string_equal(rule_of("x.pdf.exe"), "evidence-type-program");
    assert_string_equal(rule_of("x.svg"), "evidence-type-page");
    assert_string_equal(rule_of("x.qqq"), "evidence-type-unknown");
    assert_string_equal(rule_of("x.morethaneight"), "evidence-type-unknown");
    assert_string_equal(rule_of("pdf"), "evidence-type-unknown");
    assert_string_equal(rule_of(""), "required");
}

static void what_is_taken_has_a_type_to_be_sent_as(void **state)
{
    (void)state;
    size_t taken = 0;
    for (size_t i = 0; i < evidence_type_count; i++) {
        const evidence_type *t = &evidence_types[i];
        assert_ptr_equal(evidence_type_find(t->key), t);
        taken += t->refused.len == 0;
        // Nothing that a browser would run is ever sent as such.
        assert_false(str_equal(t->mime, S("text/html")) || str_equal(t->mime, S("image/svg+xml")));
    }
    assert_true(taken >= 20);
    assert_true(evidence_finding_find(S("macros"))->refuse);
    assert_false(evidence_finding_find(S("encrypted"))->refuse);
    assert_null(evidence_finding_find(S("")));
}

static void sizes_read_well(void **state)
{
    (void)state;
    static const struct {
        int64_t     bytes;
        const char *words;
    } all[] = { { 0, "0 B" },          { 1, "1 B" },
                { 1023, "1.023 B" },   { 1024, "1,0 KB" },
                { 1536, "1,5 KB" },    { 10 * 1024, "10 KB" },
                { 26214400, "25 MB" }, { 2147483648, "2,0 GB" } };
    for (size_t i = 0; i < COUNT(all); i++) {
        a       = arena_over(memory, sizeof memory);
        str got = evidence_size(&a, LANG_VI, all[i].bytes);
        if (!str_equal(got, str_from(all[i].words)))
            fail_msg("'" STR_FMT "', wanted '%s'", STR_ARG(got), all[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_tamed),
        cmocka_unit_test(a_long_name_keeps_its_end),
        cmocka_unit_test(names_fail_at_the_ceiling),
        cmocka_unit_test(the_end_of_a_name_says_what_it_is),
        cmocka_unit_test(what_is_taken_has_a_type_to_be_sent_as),
        cmocka_unit_test(sizes_read_well),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
