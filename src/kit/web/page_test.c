// Tests of pages: escaping by place, addresses, the parts, the embedded files.
#include "kit/web/page.h"
#include "kit/web/pages/gallery.gen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char  memory[1 << 20];
static arena a;
static buf   b;
static page  o;

static int setup(void **state)
{
    (void)state;
    a = arena_over(memory, sizeof(memory));
    b = buf_in(&a, 1024, 512 * 1024);
    o = (page){
        .out = &b, .a = &a, .lang = LANG_VI, .csrf = S("tok\"en"), .path = S("/he-thong?q=1")
    };
    return 0;
}

static const char *written(void)
{
    char *text = arena_cstr(&a, buf_str(&b));
    assert_non_null(text);
    return text;
}

static void expect_text(const char *want)
{
    assert_string_equal(written(), want);
    b.len = 0;
}

static void expect_has(const char *piece)
{
    if (!strstr(written(), piece)) fail_msg("%s not in\n%s", piece, written());
}

// ---- escaping ----------------------------------------------------------------------------------

static const struct {
    const char *raw, *safe;
} escapes[] = {
    { "", "" },
    { "plain", "plain" },
    { "a & b", "a &amp; b" },
    { "<script>", "&lt;script&gt;" },
    { "\"'", "&#34;&#39;" },
    { "Đà Nẵng <3", "Đà Nẵng &lt;3" },
    { "&&&", "&amp;&amp;&amp;" },
    { "x>", "x&gt;" },
};

static void values_are_escaped(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(escapes); i++) {
        page_str(&o, str_from(escapes[i].raw));
        expect_text(escapes[i].safe);
    }
}

static void what_turns_text_round_is_seen(void **state)
{
    (void)state;
    static const struct {
        const char *raw, *seen;
    } all[] = { { "", "" },
                { "\u202egpj.exe", "\ufffdgpj.exe" },
                { "a\u2066b\u2069", "a\ufffdb\ufffd" },
                { "– “x” … \u2028\u2065\u206a €", "– “x” … \u2028\u2065\u206a €" },
                { "x\xE2", "x\xE2" },
                { "\xE2\x80", "\xE2\x80" },
                { "\xE2\xE2\x80\xAA", "\xE2\xEF\xBF\xBD" } };
    for (size_t i = 0; i < COUNT(all); i++) {
        char room[64];
        snprintf(room, sizeof room, "%s", all[i].raw);
        page_show_turns(room, strlen(room));
        assert_string_equal(room, all[i].seen);
    }
}

static void every_byte_but_the_five_marks_passes(void **state)
{
    (void)state;
    for (int c = 1; c < 256; c++) {
        char raw[2] = { (char)c, 0 };
        page_str(&o, (str){ raw, 1 });
        bool mark = strchr("&<>\"'", c) != NULL;
        assert_int_equal(b.len > 1, mark);
        b.len = 0;
    }
}

static void types_choose_their_own_form(void **state)
{
    (void)state;
    PAGE_PUT(&o, S("<"));
    PAGE_PUT(&o, (const char *)">");
    PAGE_PUT(&o, -7);
    PAGE_PUT(&o, (int64_t)INT64_MIN);
    PAGE_PUT(&o, UINT64_MAX);
    PAGE_PUT(&o, (size_t)3);
    PAGE_PUT(&o, ((day){ 2026, 3, 5 }));
    PAGE_PUT(&o, ((html){ S("<b>") }));
    expect_text("&lt;&gt;-7-9223372036854775808184467440737095516153"
                "05/03/2026<b>");
    PAGE_PUT(&o, (const char *)NULL);
    PAGE_PUT(&o, (str){ 0 });
    expect_text("");
}

static const char *naive(char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&#34;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

static void every_byte_is_escaped_wherever_it_stands(void **state)
{
    (void)state;
    enum { LENGTH = 21 };
    for (int byte = 1; byte < 256; byte++) {
        for (size_t at = 0; at < LENGTH; at++) {
            char        raw[LENGTH + 1] = "tên hệ thống, ";
            char        want[64]        = "";
            const char *safe            = naive((char)byte);
            memset(raw + strlen(raw), 'z', LENGTH - strlen(raw));
            raw[at] = (char)byte;
            memcpy(want, raw, at);
            snprintf(want + at, sizeof want - at, "%s%s", safe ? safe : (char[]){ (char)byte, 0 },
                     raw + at + 1);
            page_str(&o, (str){ raw, LENGTH });
            expect_text(want);
        }
        a = arena_over(memory, sizeof(memory));
        b = buf_in(&a, 1024, 512 * 1024);
    }
}

static void words_are_escaped_with_what_fills_them(void **state)
{
    (void)state;
    const str args[] = { STR("<1>"), STR("2") };
    page_words_with(&o, T_part_progress, args, 2);
    expect_text("&lt;1&gt; trên 2");
    page_words_with(&o, T_part_progress, args, 1);
    expect_text("&lt;1&gt; trên {1}");
}

static void output_that_does_not_fit_fails_as_a_whole(void **state)
{
    (void)state;
    buf  small = buf_in(&a, 16, 64);
    page p     = o;
    p.out      = &small;
    for (int i = 0; i < 100; i++) PAGE_LIT(&p, "0123456789");
    assert_true(small.failed);
    assert_true(small.len <= 64);
}

// ---- addresses ---------------------------------------------------------------------------------

static const struct {
    const char *address, *in_href, *in_src;
} addresses[] = {
    { "/he-thong?a=1&b=2", "/he-thong?a=1&amp;b=2", "/he-thong?a=1&amp;b=2" },
    { "/", "/", "/" },
    { "?a=1", "?a=1", "?a=1" },
    { "#top", "#top", "#top" },
    { "https://vanban.example/a?b=\"", "https://vanban.example/a?b=&#34;", "#" },
    { "http://a.example", "http://a.example", "#" },
    { "//evil.example", "#", "#" },
    { "/\\evil.example", "#", "#" },
    { "/\t/evil.example", "#", "#" },
    { "/\n/evil.example", "#", "#" },
    { "javascript:alert(1)", "#", "#" },
    { " javascript:alert(1)", "#", "#" },
    { "JAVASCRIPT:x", "#", "#" },
    { "data:text/html,x", "#", "#" },
    { "", "#", "#" },
    { "he-thong", "#", "#" },
};

static void addresses_stay_on_this_site_or_on_the_web(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(addresses); i++) {
        PAGE_URL(&o, addresses[i].address);
        expect_text(addresses[i].in_href);
        PAGE_URL_LOCAL(&o, addresses[i].address);
        expect_text(addresses[i].in_src);
    }
}

static void parts_of_addresses_are_percent_encoded(void **state)
{
    (void)state;
    PAGE_URL_PART(&o, S("a/b?c=d&e#f \"<đ>"));
    expect_text("a%2Fb%3Fc%3Dd%26e%23f%20%22%3C%C4%91%3E");
    PAGE_URL_PART(&o, 42);
    expect_text("42");
}

static const struct {
    const char *target, *name, *value, *want;
} queries[] = {
    { "/he-thong", "level", "3", "/he-thong?level=3" },
    { "/he-thong?q=a&level=2&cursor=x", "level", "3", "/he-thong?q=a&level=3" },
    { "/he-thong?q=a&level=2", "level", "", "/he-thong?q=a" },
    { "/he-thong?level=2", "level", "", "/he-thong" },
    { "/he-thong?a=1", "cursor", "n&x", "/he-thong?a=1&cursor=n%26x" },
    { "/he-thong?levels=1", "level", "2", "/he-thong?levels=1&level=2" },
    { "/he-thong?&&a=1#x", "b", "2", "/he-thong?a=1&b=2" },
};

static void one_parameter_of_a_list_is_changed(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(queries); i++) {
        str got = page_url_with(&o, str_from(queries[i].target), queries[i].name,
                                str_from(queries[i].value));
        assert_string_equal(arena_cstr(&a, got), queries[i].want);
    }
}

// ---- parts -------------------------------------------------------------------------------------

static void forms_carry_the_token(void **state)
{
    (void)state;
    page_csrf(&o);
    expect_text("<input type=\"hidden\" name=\"csrf\" value=\"tok&#34;en\">");
    o.csrf = (str){ 0 };
    page_csrf(&o);
    expect_text("");
}

static void a_level_always_says_its_digit(void **state)
{
    (void)state;
    part_level(&o, 4, false);
    expect_has("level-4");
    expect_has("4</span>");
    part_level(&o, 3, true);
    expect_has("ít nhất");
    part_level(&o, 0, false);
    expect_has("chưa có");
}

static void a_field_at_fault_says_so_to_everyone(void **state)
{
    (void)state;
    page_field f = { .name     = "name",
                     .label    = S("Tên"),
                     .hint     = S("Gợi ý"),
                     .error    = S("Sai <"),
                     .value    = S("\"x\""),
                     .max      = 10,
                     .required = true };
    field_input(&o, &f);
    expect_has("<label for=\"f-name\">Tên");
    expect_has("aria-describedby=\"h-name e-name\"");
    expect_has("aria-invalid=\"true\"");
    expect_has("value=\"&#34;x&#34;\"");
    expect_has("maxlength=\"10\"");
    expect_has(" required ");
    expect_has("Sai &lt;");
    b.len = 0;
    f     = (page_field){ .name = "name", .label = S("Tên") };
    field_input(&o, &f);
    assert_null(strstr(written(), "aria-describedby"));
    assert_null(strstr(written(), "required"));
    assert_null(strstr(written(), "maxlength"));
}

static void a_three_way_field_begins_unknown(void **state)
{
    (void)state;
    page_field f = { .name = "x", .label = S("Có không?") };
    field_three(&o, &f);
    expect_has("value=\"unknown\" checked");
    b.len   = 0;
    f.value = S("false");
    field_three(&o, &f);
    expect_has("value=\"false\" checked");
    assert_null(strstr(written(), "value=\"unknown\" checked"));
}

static void many_may_be_chosen(void **state)
{
    (void)state;
    page_field f = { .value = S("a bc") };
    assert_true(page_chosen(&f, S("a")));
    assert_true(page_chosen(&f, S("bc")));
    assert_false(page_chosen(&f, S("b")));
    assert_false(page_chosen(&f, S("")));
    f.value = (str){ 0 };
    assert_true(page_chosen(&f, S("")));
}

static void the_gallery_shows_the_frame(void **state)
{
    (void)state;
    o.lang         = LANG_EN;
    o.theme        = THEME_DARK;
    o.demo         = true;
    o.invented     = true;
    o.person       = S("Nguyễn <An>");
    o.rights       = UINT64_MAX;
    gallery_view v = gallery_content(50);
    gallery_page(&o, &v);
    assert_false(b.failed);
    expect_has("<html lang=\"en\" data-theme=\"dark\">");
    expect_has("INVENTED DATA");
    expect_has("Nguyễn &lt;An&gt;");
    expect_has("back=%2Fhe-thong%3Fq%3D1");
    expect_has("aria-current=\"page\">Information systems");
    expect_has("<a href=\"#f-name\">");
    expect_has("<form method=\"post\" action=\"/he-thong\"><input type=\"hidden\" name=\"csrf\"");
    expect_has("Giải quyết thủ tục &lt;hành chính&gt; &amp; một cửa");
    assert_null(strstr(written(), "style="));
    assert_null(strstr(written(), "<script>"));
    assert_null(strstr(written(), "<hành chính>"));
}

// ---- embedded files ----------------------------------------------------------------------------

static void embedded_files_keep_to_their_budget(void **state)
{
    (void)state;
    assert_true(asset_get(ASSET_app_css)->size <= 40 * 1024);
    assert_true(asset_get(ASSET_app_js)->size <= 3 * 1024);
    assert_true(asset_get(ASSET_find_js)->size <= 4 * 1024);
    assert_true(asset_get(ASSET_list_js)->size <= 3 * 1024);
    assert_true(asset_get(ASSET_evidence_js)->size <= 9 * 1024);
    assert_true(asset_get(ASSET_grid_js)->size <= 14 * 1024);
    assert_true(asset_get(ASSET_keep_js)->size <= 13 * 1024);
    assert_true(asset_get(ASSET_emblem_svg)->size <= 4 * 1024);
    for (asset_id id = 1; id <= (asset_id)ASSET_COUNT; id++) {
        const asset *one = asset_get(id);
        assert_true(asset_find(one->name) == one);
        assert_true(str_starts(one->path, S("/tai-nguyen/")));
        assert_true(str_ends(one->path, one->name));
        if (one->gzip_size) assert_memory_equal(asset_gzip(one).ptr, "\x1f\x8b", 2);
    }
    assert_null(asset_find(S("nothing.css")));
}

static void the_embedded_bytes_are_those_of_the_file(void **state)
{
    (void)state;
    str css = asset_plain(asset_get(ASSET_app_css));
    assert_true(str_starts(css, S("/* The look of")));
    assert_true(str_starts(asset_plain(asset_get(ASSET_emblem_svg)), S("<svg ")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(values_are_escaped, setup),
        cmocka_unit_test_setup(every_byte_is_escaped_wherever_it_stands, setup),
        cmocka_unit_test_setup(what_turns_text_round_is_seen, setup),
        cmocka_unit_test_setup(every_byte_but_the_five_marks_passes, setup),
        cmocka_unit_test_setup(types_choose_their_own_form, setup),
        cmocka_unit_test_setup(words_are_escaped_with_what_fills_them, setup),
        cmocka_unit_test_setup(output_that_does_not_fit_fails_as_a_whole, setup),
        cmocka_unit_test_setup(addresses_stay_on_this_site_or_on_the_web, setup),
        cmocka_unit_test_setup(parts_of_addresses_are_percent_encoded, setup),
        cmocka_unit_test_setup(one_parameter_of_a_list_is_changed, setup),
        cmocka_unit_test_setup(forms_carry_the_token, setup),
        cmocka_unit_test_setup(a_level_always_says_its_digit, setup),
        cmocka_unit_test_setup(a_field_at_fault_says_so_to_everyone, setup),
        cmocka_unit_test_setup(a_three_way_field_begins_unknown, setup),
        cmocka_unit_test_setup(many_may_be_chosen, setup),
        cmocka_unit_test_setup(the_gallery_shows_the_frame, setup),
        cmocka_unit_test_setup(embedded_files_keep_to_their_budget, setup),
        cmocka_unit_test_setup(the_embedded_bytes_are_those_of_the_file, setup),
    };
    return cmocka_run_group_tests_name("page", tests, NULL, NULL);
}
