// svg_test.c - drawings inside pages.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/documents/svg.h"

static char room[16 * 1024];

static void assert_has(buf *b, const char *part)
{
    if (str_find(buf_str(b), str_from(part)) < 0)
        fail_msg("no '%s' in " STR_FMT, part, STR_ARG(buf_str(b)));
}

static void what_is_given_is_escaped(void **state)
{
    (void)state;
    arena a = arena_over(room, sizeof(room));
    buf   b = buf_in(&a, 256, 8192);
    svg   s;
    svg_begin(&s, &b, 100, 50, S("A & \"B\" <c>"));
    svg_link_begin(&s, S("/he-thong/HT-1?a=1&b=2"), S("x' onload='1"));
    svg_text(&s, 1, 2, S("</text><script>"), 40, 1, "t");
    svg_link_end(&s);
    svg_end(&s);
    assert_false(b.failed);
    assert_has(&b, "<title>A &amp; &#34;B&#34; &lt;c&gt;</title>");
    assert_has(&b, "href=\"/he-thong/HT-1?a=1&amp;b=2\"");
    assert_has(&b, "aria-label=\"x&#39; onload=&#39;1\"");
    assert_has(&b, "&lt;/text&gt;&lt;script&gt;");
    assert_true(str_find(buf_str(&b), S("<script>")) < 0);
    assert_true(str_find(buf_str(&b), S("style=")) < 0);
}

static void only_addresses_of_this_site_are_linked(void **state)
{
    (void)state;
    static const char *const bad[] = { "//evil.example", "https://evil.example", "javascript:1", "",
                                       "/\\evil" };
    for (size_t i = 0; i < COUNT(bad); i++) {
        arena a = arena_over(room, sizeof(room));
        buf   b = buf_in(&a, 256, 8192);
        svg   s = { &b };
        svg_link_begin(&s, str_from(bad[i]), S("x"));
        assert_has(&b, "href=\"#\"");
    }
}

static const struct {
    const char *text;
    int         characters, lines;
    size_t      written;
    const char *holds;
} texts[] = {
    { "Cổng thông tin điện tử", 40, 3, 1, ">Cổng thông tin điện tử<" },
    { "Cổng thông tin điện tử", 14, 3, 2, ">Cổng thông tin<" }, // between words
    { "Cổng thông tin điện tử", 14, 1, 1, ">Cổng thông tin…<" },
    { "Nghiêngngảnghiêngngả", 10, 3, 2, ">Nghiêngngả<" }, // a long word is broken between letters
    { "", 10, 3, 0, "<text" },
    { "một hai ba bốn năm sáu", 4, 9, 3, "…" }, // never more lines than there is room for
};

static void text_is_broken_into_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        arena  a = arena_over(room, sizeof(room));
        buf    b = buf_in(&a, 256, 8192);
        svg    s = { &b };
        size_t n = svg_text(&s, 0, 0, str_from(texts[i].text), texts[i].characters, texts[i].lines,
                            "t");
        assert_int_equal(n, texts[i].written);
        assert_has(&b, texts[i].holds);
        assert_true(str_is_utf8(buf_str(&b)));
    }
}

static void a_full_buffer_is_told(void **state)
{
    (void)state;
    char  few[64];
    arena a = arena_over(few, sizeof(few));
    buf   b = buf_in(&a, 32, 48);
    svg   s;
    svg_begin(&s, &b, 100, 50, S("một tên rất dài một tên rất dài một tên rất dài"));
    svg_rect(&s, &(svg_box){ 1, 2, 3, 4, "c" });
    svg_arrow(&s, 1, 2, 3, 40, "c");
    svg_end(&s);
    assert_true(b.failed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_given_is_escaped),
        cmocka_unit_test(only_addresses_of_this_site_are_linked),
        cmocka_unit_test(text_is_broken_into_lines),
        cmocka_unit_test(a_full_buffer_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
