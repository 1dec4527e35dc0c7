// indicator_test.c - indicators as people send them, and what is none.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "modules/incidents/indicator.h"

static arena memory;

static const struct {
    const char    *typed;
    indicator_kind kind; // 0: none
    const char    *value, *host, *shown;
} cases[] = {
    { "1[.]2[.]3[.]4", INDICATOR_IP, "1.2.3.4", "1.2.3.4", "1[.]2[.]3[.]4" },
    { " 2001:DB8::1 ", INDICATOR_IP, "2001:db8::1", "2001:db8::1", "2001:db8::1" },
    { "2001:db8:0:0::1", INDICATOR_IP, "2001:db8::1", "2001:db8::1", "2001:db8::1" },
    { "Evil[.]Example", INDICATOR_DOMAIN, "evil.example", "evil.example", "evil[.]example" },
    { "tênmiền.vn", INDICATOR_DOMAIN, "tênmiền.vn", "tênmiền.vn", "tênmiền[.]vn" },
    { "hxxps[:]//A[.]vn:8443/X?y=Z", INDICATOR_URL, "https://a.vn:8443/X?y=Z", "a.vn",
      "hxxps[:]//a[.]vn[:]8443/X?y=Z" },
    { "http://[2001:db8::1]/a", INDICATOR_URL, "http://[2001:db8::1]/a", "2001:db8::1", NULL },
    { "ftp://1.2.3.4", INDICATOR_URL, "ftp://1.2.3.4", "1.2.3.4", "ftp[:]//1[.]2[.]3[.]4" },
    { "Ai(at)mau[.]vn", INDICATOR_EMAIL, "ai@mau.vn", "mau.vn", "ai[@]mau[.]vn" },
    { "D41D8CD98F00B204E9800998ECF8427E", INDICATOR_HASH, "d41d8cd98f00b204e9800998ecf8427e", "",
      "d41d8cd98f00b204e9800998ecf8427e" },
    { "", 0, NULL, NULL, NULL },
    { "1.2.3.400", 0, NULL, NULL, NULL },
    { "1.2.3", 0, NULL, NULL, NULL },
    { "localhost", 0, NULL, NULL, NULL },
    { "-a.vn", 0, NULL, NULL, NULL },
    { "a..vn", 0, NULL, NULL, NULL },
    { "javascript://a.vn/", 0, NULL, NULL, NULL },
    { "http://a.vn:99999999/", 0, NULL, NULL, NULL },
    { "http://a.vn:x/", 0, NULL, NULL, NULL },
    { "http:///a", 0, NULL, NULL, NULL },
    { "http://a.vn/<script>", 0, NULL, NULL, NULL },
    { "@a.vn", 0, NULL, NULL, NULL },
    { "a b.vn", 0, NULL, NULL, NULL },
    { "d41d8cd98f00b204e9800998ecf8427g", 0, NULL, NULL, NULL },
};

static void each_is_read_into_one_plain_form_or_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        indicator got;
        problem   why = { 0 };
        status    st  = indicator_read(&memory, 0, str_from(cases[i].typed), &got, &why);
        if (!cases[i].kind) {
            if (st != ST_INVALID) fail_msg("%s was taken", cases[i].typed);
            assert_true(str_equal(why.rule, S("indicator-form")));
            continue;
        }
        if (st != ST_OK || got.kind != cases[i].kind ||
            !str_equal(got.value, str_from(cases[i].value)) ||
            !str_equal(got.host, str_from(cases[i].host)))
            fail_msg("%s: %s %d " STR_FMT, cases[i].typed, status_name(st), got.kind,
                     STR_ARG(got.value));
        str shown = indicator_defanged(&memory, got.kind, got.value);
        if (cases[i].shown && !str_equal(shown, str_from(cases[i].shown)))
            fail_msg("%s is shown as " STR_FMT, cases[i].typed, STR_ARG(shown));
        indicator again;
        assert_int_equal(indicator_read(&memory, got.kind, shown, &again, &why), ST_OK);
        assert_true(str_equal(again.value, got.value));
    }
}

static void one_of_any_length_is_bounded(void **state)
{
    static char long_one[INDICATOR_BYTES_MAX + 10];
    indicator   got;
    problem     why = { 0 };
    (void)state;
    for (size_t i = 0; i < sizeof(long_one); i++) long_one[i] = i % 2 ? '.' : 'a';
    str s = { long_one, (ptrdiff_t)sizeof(long_one) };
    assert_int_equal(indicator_read(&memory, 0, s, &got, &why), ST_INVALID);
    assert_int_equal(indicator_read(&memory, 0, str_slice(s, 0, 255), &got, &why), ST_INVALID);
}

static void the_host_is_what_two_have_in_common(void **state)
{
    (void)state;
    assert_true(str_equal(indicator_host(&memory, S("https://WWW.mau.vn/a")), S("mau.vn")));
    assert_true(str_equal(indicator_host(&memory, S("mau.vn")), S("mau.vn")));
    assert_int_equal(indicator_host(&memory, S("không phải")).len, 0);
}

static void a_file_is_one_only_when_it_is_said_to_be(void **state)
{
    static const char *const none[] = { "",          ".",    "..",    "a/b.exe",
                                        "C:\\a.exe", "a\nb", "a\x7f", "<a>" };
    indicator                got;
    problem                  why = { 0 };
    (void)state;
    assert_int_equal(indicator_read(&memory, 0, S("hóa đơn.zip"), &got, &why), ST_INVALID);
    assert_int_equal(indicator_read(&memory, INDICATOR_FILE, S(" Hóa đơn.zip "), &got, &why),
                     ST_OK);
    assert_true(got.kind == INDICATOR_FILE && str_equal(got.value, S("Hóa đơn.zip")));
    assert_true(str_equal(indicator_defanged(&memory, got.kind, got.value), got.value));
    for (size_t i = 0; i < COUNT(none); i++) {
        if (indicator_read(&memory, INDICATOR_FILE, str_from(none[i]), &got, &why) != ST_INVALID)
            fail_msg("%s was taken", none[i]);
    }
    // Of another kind than it was said to be.
    assert_int_equal(indicator_read(&memory, INDICATOR_IP, S("a.vn"), &got, &why), ST_INVALID);
    assert_int_equal(indicator_read(&memory, INDICATOR_DOMAIN, S("a.vn"), &got, &why), ST_OK);
}

static void kinds_and_tlp_have_their_keys(void **state)
{
    indicator_kind k;
    indicator_tlp  t;
    (void)state;
    for (int n = INDICATOR_IP; n <= INDICATOR_KINDS; n++)
        assert_true(indicator_kind_named(indicator_kind_key((indicator_kind)n), &k) && (int)k == n);
    for (int n = INDICATOR_RED; n <= INDICATOR_TLPS; n++)
        assert_true(indicator_tlp_named(indicator_tlp_key((indicator_tlp)n), &t) && (int)t == n);
    assert_false(indicator_kind_named(S(""), &k) || indicator_tlp_named(S("white"), &t));
    assert_int_equal(indicator_kind_key((indicator_kind)99).len, 0);
    assert_true(str_equal(indicator_tlp_name(INDICATOR_AMBER_STRICT), S("TLP:AMBER+STRICT")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_read_into_one_plain_form_or_refused),
        cmocka_unit_test(one_of_any_length_is_bounded),
        cmocka_unit_test(a_file_is_one_only_when_it_is_said_to_be),
        cmocka_unit_test(kinds_and_tlp_have_their_keys),
        cmocka_unit_test(the_host_is_what_two_have_in_common),
    };
    if (os_map(4 << 20, &memory) != ST_OK) return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
