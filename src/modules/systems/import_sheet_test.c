// import_sheet_test.c - headers, cells and rows of sheets, case by case.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "modules/systems/import_words.h"

static char memory[64 * 1024 * 1024];

static import_book *book(arena *a)
{
    *a             = arena_over(memory, sizeof(memory));
    import_book *b = import_book_new(law_current(), a);
    assert_non_null(b);
    return b;
}

// A line from texts parted by '|'; an empty text is no cell.
static import_line line_of(arena *a, int64_t number, const char *text)
{
    import_cell *cells = NEW(a, import_cell, 64);
    import_line  l     = { number, cells, 0 };
    str          rest  = str_from(text), one;
    for (int32_t column = 1; rest.len; column++) {
        (void)str_cut(rest, '|', &one, &rest);
        if (one.len) cells[l.count++] = (import_cell){ column, IMPORT_TEXT, one };
    }
    return l;
}

static void assert_key(const import_target *t, const char *key)
{
    if (!key) {
        assert_null(t);
        return;
    }
    assert_non_null(t);
    assert_int_equal(t->key.len, strlen(key));
    assert_memory_equal(t->key.ptr, key, strlen(key));
}

static void a_heading_is_known_however_it_is_written(void **state)
{
    (void)state;
    static const struct {
        const char *header, *key;
    } cases[] = {
        { "Tên hệ thống", "name" },
        { "TÊN HTTT *", "name" },
        { "ten he thong thong tin", "name" },
        { "Te\xCC\x82n h\xC3\xAA\xCC\xA3 th\xC3\xB4\xCC\x81ng", "name" }, // typed apart (NFD)
        { "Chủ quản HTTT", "owner" },
        { "Đơn vị vận hành", "operator" },
        { "Cấp độ đề xuất (1–5)", "sheet_level" },
        { "Số người dùng\n(có thông tin riêng, cá nhân)", "users_private" },
        { "Loại hình hệ thống", "type" },
        { "Dịch vụ thuộc ngành, nghề đầu tư kinh doanh có điều kiện", "cond_business" },
        { "agency_code", "owner_code" },
        { "STT", "ignored" },
        { "Vận hành 24/7", "need_247" },
        { "Mã tài sản nội bộ", NULL },
        { "", NULL },
    };
    arena        a;
    import_book *b = book(&a);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_key(import_header(b, str_from(cases[i].header), a), cases[i].key);
}

static void every_heading_of_the_template_is_read_back_as_itself(void **state)
{
    (void)state;
    arena                a;
    size_t               count;
    import_book         *b = book(&a);
    const import_target *t = import_targets(b, &count);
    for (size_t i = 0; i < count; i++) {
        if (t[i].what == IMPORT_IGNORED) continue;
        for (lang in = LANG_VI; in <= LANG_EN; in++) {
            str label = import_target_label(&t[i], in);
            if (import_header(b, label, a) != &t[i])
                fail_msg("heading " STR_FMT " of " STR_FMT, STR_ARG(label), STR_ARG(t[i].key));
        }
    }
}

static void the_header_is_found_under_titles_in_one_row_or_two(void **state)
{
    (void)state;
    static const struct {
        const char *rows[6];
        int64_t     header, after;
        const char *keys; // by column
    } cases[] = {
        { { "Tên hệ thống|Chủ quản|Cấp độ" }, 1, 1, "name|owner|sheet_level" },
        { { "DANH MỤC HỆ THỐNG THÔNG TIN", "Kèm theo Công văn số …",
            "STT|Tên HTTT|Chủ quản|Ghi gì đó", "1|Cổng|BTC|x" },
          3,
          3,
          "ignored|name|owner|" },
        { { "STT|Tên HTTT|Quyết định phê duyệt||Cấp độ", "||Số quyết định|Ngày quyết định|",
            "(1)|(2)|(3)|(4)|(5)" },
          2,
          3,
          "ignored|name|decision_no|decision_on|sheet_level" },
        { { "Tên HTTT|Tên hệ thống|Chủ quản" }, 1, 1, "name||owner" }, // the first keeps it
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena          a;
        problem        why = { 0 };
        import_mapping m;
        import_book   *b = book(&a);
        import_line    lines[6];
        size_t         count = 0;
        for (size_t r = 0; r < 6 && cases[i].rows[r]; r++, count++)
            lines[count] = line_of(&a, (int64_t)r + 1, cases[i].rows[r]);
        assert_int_equal(import_guess(b, lines, count, &a, &m, &why), ST_OK);
        assert_int_equal(m.header_row, cases[i].header);
        assert_int_equal(m.data_after, cases[i].after);
        str rest = str_from(cases[i].keys), one;
        for (int32_t column = 1; rest.len; column++) {
            (void)str_cut(rest, '|', &one, &rest);
            const import_target *to  = m.at[column] ? m.items[m.at[column] - 1].to : NULL;
            str                  key = to ? to->key : S("");
            if (!str_equal(key, one))
                fail_msg("case %zu column %d: " STR_FMT, i, column, STR_ARG(key));
        }
    }
}

static void a_sheet_without_a_name_column_is_refused(void **state)
{
    (void)state;
    arena          a;
    problem        why = { 0 };
    import_mapping m;
    import_book   *b       = book(&a);
    import_line    lines[] = { line_of(&a, 1, "STT|Chủ quản|Cấp độ") };
    assert_int_equal(import_guess(b, lines, 1, &a, &m, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("header-missing")));
}

static void a_mapping_set_by_a_person_wins_over_the_guess(void **state)
{
    (void)state;
    arena          a;
    problem        why = { 0 };
    import_mapping m;
    import_book   *b       = book(&a);
    import_line    lines[] = { line_of(&a, 1, "Tên hệ thống|Cột lạ|Chủ quản") };
    assert_int_equal(import_apply(b, S("1;B=purpose;C="), lines, 1, &a, &m, &why), ST_OK);
    assert_key(m.items[1].to, "purpose");
    assert_key(m.items[2].to, NULL);
    static const char *const bad[] = { "x", "9", "1;Q=purpose", "1;B=nothing", "1;A=", "1;B" };
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(import_apply(b, str_from(bad[i]), lines, 1, &a, &m, &why), ST_INVALID);
}

static const struct {
    const char *key;
    import_kind kind;
    const char *text, *value; // value: machine form, "?" unknown, or the rule after '!'
} cell_cases[] = {
    { "sheet_level", IMPORT_TEXT, "Cấp 3", "3" },
    { "sheet_level", IMPORT_TEXT, "Cấp độ III", "3" },
    { "sheet_level", IMPORT_TEXT, "cap do 5", "5" },
    { "sheet_level", IMPORT_NUMBER, "3", "3" },
    { "sheet_level", IMPORT_NUMBER, "3.0", "3" },
    { "sheet_level", IMPORT_TEXT, "III", "3" },
    { "sheet_level", IMPORT_TEXT, "iv", "4" },
    { "sheet_level", IMPORT_TEXT, "-", "" },
    { "sheet_level", IMPORT_TEXT, "Chưa xác định", "" },
    { "sheet_level", IMPORT_TEXT, "Cấp 6", "!level-form" },
    { "sheet_level", IMPORT_TEXT, "0", "!level-form" },
    { "sheet_level", IMPORT_NUMBER, "2.5", "!level-form" },
    { "sheet_level", IMPORT_TEXT, "2,5", "!level-form" },
    { "sheet_level", IMPORT_TEXT, "VI", "!level-form" },
    { "sheet_level", IMPORT_TEXT, "cấp IV?", "!level-form" },
    { "sheet_level", IMPORT_TEXT, "cao", "!level-form" },
    { "begun_on", IMPORT_DATE, "2026-03-05T00:00:00", "2026-03-05" },
    { "begun_on", IMPORT_TEXT, "5/3/26", "2026-03-05" },
    { "begun_on", IMPORT_TEXT, "05-03-2026", "2026-03-05" },
    { "begun_on", IMPORT_TEXT, "05.03.2026", "2026-03-05" },
    { "begun_on", IMPORT_TEXT, "31/02/2025", "!date-form" },
    { "begun_on", IMPORT_TEXT, "2026", "!date-form" },
    { "begun_on", IMPORT_NUMBER, "2026", "!date-form" },
    { "begun_on", IMPORT_TEXT, "12/2024", "!date-form" },
    { "begun_on", IMPORT_TEXT, "quý II/2024", "!date-form" },
    { "approval_expected", IMPORT_TEXT, "Quý IV/2026",
      "2026-12-31" }, // only where a day is expected
    { "deployment_expected", IMPORT_TEXT, "tháng 6/2027", "2027-06-30" },
    { "approval_expected", IMPORT_TEXT, "cuối năm", "!date-form" },
    { "state", IMPORT_TEXT, "Đang hoạt động", "running" },
    { "state", IMPORT_TEXT, "Ngừng vận hành", "stopped" },
    { "state", IMPORT_TEXT, "tạm", "!choice-unknown" },
    { "type", IMPORT_TEXT, "b", "b" },
    { "type", IMPORT_TEXT, "Đ", "đ" },
    { "type", IMPORT_TEXT, "D", "d" },
    { "type", IMPORT_TEXT, "a; b", "a,b" },
    { "type", IMPORT_TEXT, "a, c", "a,c" },
    { "type", IMPORT_TEXT, "Phục vụ người dân, doanh nghiệp", "b" },
    { "type", IMPORT_TEXT, "phục vụ người dân, doanh nghiệp, điều khiển công nghiệp", "b,d" },
    { "type", IMPORT_TEXT, "a;a", "a" },
    { "type", IMPORT_TEXT, "z", "!choice-unknown" },
    { "info", IMPORT_TEXT, "Thông tin riêng + thông tin cá nhân", "rieng,ca_nhan" },
    { "info", IMPORT_TEXT, "công cộng\ncá nhân", "cong_cong,ca_nhan" },
    { "info", IMPORT_TEXT, "thông tin khác", "!choice-unknown" },
    { "need_247", IMPORT_TEXT, "Có", "true" },
    { "need_247", IMPORT_TEXT, "✓", "true" },
    { "need_247", IMPORT_TEXT, "x", "true" },
    { "need_247", IMPORT_BOOL, "0", "false" },
    { "need_247", IMPORT_TEXT, "Chưa rõ", "?" },
    { "need_247", IMPORT_TEXT, "?", "?" },
    { "need_247", IMPORT_TEXT, "có thể", "!yes-no-form" },
    { "need_247", IMPORT_NUMBER, "2", "!yes-no-form" },
    { "cond_business", IMPORT_TEXT, "Không", "no" },
    { "cond_business", IMPORT_TEXT, "Thuộc", "yes" },
    { "users_private", IMPORT_TEXT, "9.999", "9999" },
    { "users_private", IMPORT_TEXT, "1.234.567", "1234567" },
    { "users_private", IMPORT_NUMBER, "10000.0", "10000" },
    { "users_private", IMPORT_NUMBER, "1E4", "10000" },
    { "users_private", IMPORT_TEXT, "12 nghìn", "!number-form" },
    { "users_private", IMPORT_TEXT, "-5", "!number-form" },
    { "users_private", IMPORT_TEXT, "1,5", "!number-form" },
    { "users_private", IMPORT_NUMBER, "1.5", "!number-form" },
    { "dvc_level", IMPORT_TEXT, "Toàn trình", "4" },
    { "dvc_level", IMPORT_TEXT, "Không", "0" },
    { "dvc_level", IMPORT_NUMBER, "7", "!choice-unknown" },
    { "bmnn_grade", IMPORT_TEXT, "Tối mật", "2" },
    { "bmnn_grade", IMPORT_TEXT, "Kín", "!choice-unknown" },
    { "work_class", IMPORT_TEXT, "IV", "IV" },
    { "work_class", IMPORT_TEXT, "Cấp đặc biệt", "special" },
    { "work_class", IMPORT_TEXT, "V", "!choice-unknown" },
    { "infra_scope", IMPORT_TEXT, "Toàn quốc", "nationwide" },
    { "infra_scope", IMPORT_TEXT, "Một bộ, một ngành, một tỉnh hoặc một số tỉnh",
      "sector_or_province" },
    { "pm_level", IMPORT_TEXT, "Cấp độ 5", "5" },
    { "name", IMPORT_TEXT, "  Cổng   thông\ttin ", "Cổng thông tin" },
    { "name", IMPORT_NUMBER, "2024.0", "2024" },
    { "name", IMPORT_ERROR, "#REF!", "!cell-error" },
    { "name", IMPORT_FORMULA, "", "!cell-formula" },
    { "name", IMPORT_TEXT, "a\x01z", "!not-text" },
    { "name", IMPORT_TEXT, "H\xC3\x96 th\xC3\xA8ng qu\xC2\xB6n l\xC3\xBD v\xC2\xA8n b\xC2\xB6n",
      "!legacy-font" },
    { "contact_email", IMPORT_TEXT, "abc", "!email-form" },
    { "contact_email", IMPORT_TEXT, "a@b.vn", "a@b.vn" },
    { "source_url", IMPORT_TEXT, "ftp://x", "!url-form" },
    { "decision_no", IMPORT_DATE, "2026-03-05", "05/03/2026" },
};

static void a_cell_says_what_officials_mean(void **state)
{
    (void)state;
    arena        a;
    import_book *b = book(&a);
    for (size_t i = 0; i < COUNT(cell_cases); i++) {
        problem     why = { 0 };
        str         out = { 0 };
        bool        unknown;
        import_cell cell = { 1, cell_cases[i].kind, str_from(cell_cases[i].text) };
        status st   = import_value(b, import_target_find(b, str_from(cell_cases[i].key)), &cell, &a,
                                   &out, &unknown, &why);
        str    want = str_from(cell_cases[i].value);
        bool   good = want.len && want.ptr[0] == '!'
                          ? st == ST_INVALID && str_equal(why.rule, str_slice(want, 1, want.len))
                          : st == ST_OK && unknown == str_equal(want, S("?")) &&
                              str_equal(unknown ? S("?") : out, want);
        if (!good)
            fail_msg("%s '%s' gave %s " STR_FMT " " STR_FMT, cell_cases[i].key, cell_cases[i].text,
                     status_name(st), STR_ARG(out), STR_ARG(why.rule));
    }
}

static void a_row_tells_every_fault_with_its_column(void **state)
{
    (void)state;
    arena          a;
    problem        why = { 0 };
    bool           blank;
    import_mapping m;
    import_row     row;
    import_book   *b       = book(&a);
    import_line    lines[] = { line_of(
           &a, 1,
           "Tên hệ thống|Cấp độ|Ngày bắt đầu đầu tư|Ngày đưa vào vận hành|Vận hành 24/7|Cột lạ") };
    assert_int_equal(import_guess(b, lines, 1, &a, &m, &why), ST_OK);
    import_line bad = line_of(&a, 2, "|Cấp 9|05/03/2026|04/03/2026|có thể|gì cũng được");
    assert_int_equal(import_read(b, &m, &bad, &a, &row, &blank), ST_OK);
    assert_false(blank);
    static const struct {
        int32_t     column;
        const char *rule;
    } want[] = {
        { 2, "level-form" }, { 5, "yes-no-form" }, { 1, "required" }, { 4, "date-order" }
    };
    assert_int_equal(row.fault_count, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_int_equal(row.faults[i].column, want[i].column);
        assert_true(str_equal(row.faults[i].rule, str_from(want[i].rule)));
    }
    import_line empty = line_of(&a, 3, "|||||chỉ có cột lạ");
    assert_int_equal(import_read(b, &m, &empty, &a, &row, &blank), ST_OK);
    assert_true(blank);
}

static void what_a_row_holds_does_not_depend_on_the_callers_cells(void **state)
{
    (void)state;
    arena          a;
    problem        why = { 0 };
    bool           blank;
    import_mapping m;
    import_row     row;
    import_book   *b       = book(&a);
    import_line    lines[] = { line_of(&a, 1, "Tên hệ thống|Ghi chú|Loại hình") };
    assert_int_equal(import_guess(b, lines, 1, &a, &m, &why), ST_OK);
    char        name[] = "Cổng  A", note[] = "ghi", type[] = "b";
    import_cell cells[] = { { 1, IMPORT_TEXT, str_from(name) },
                            { 2, IMPORT_TEXT, str_from(note) },
                            { 3, IMPORT_TEXT, str_from(type) } };
    import_line line    = { 2, cells, 3 };
    assert_int_equal(import_read(b, &m, &line, &a, &row, &blank), ST_OK);
    memset(name, 'x', sizeof(name));
    memset(note, 'x', sizeof(note));
    memset(type, 'x', sizeof(type));
    assert_true(str_equal(row.data.name, S("Cổng A")));
    assert_true(str_equal(row.data.note, S("ghi")));
    const law_fact *f = law_fact_find(law_current(), S("type"));
    assert_true(str_equal(law_fact_text(f, &row.facts, &a), S("b")));
}

static void column_letters_go_both_ways(void **state)
{
    (void)state;
    arena a = arena_over(memory, sizeof(memory));
    static const struct {
        int32_t     column;
        const char *name;
    } cases[] = { { 1, "A" }, { 26, "Z" }, { 27, "AA" }, { 28, "AB" }, { 256, "IV" } };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int32_t back;
        assert_true(str_equal(import_column_name(&a, cases[i].column), str_from(cases[i].name)));
        assert_true(import_column_number(str_from(cases[i].name), &back));
        assert_int_equal(back, cases[i].column);
    }
    int32_t none;
    assert_false(import_column_number(S("IW"), &none));
    assert_false(import_column_number(S("A1"), &none));
    assert_false(import_column_number(S(""), &none));
}

static void reading_survives_an_arena_that_is_spent(void **state)
{
    (void)state;
    arena          a;
    problem        why = { 0 };
    bool           blank;
    import_mapping m;
    import_row     row;
    import_book   *b = book(&a);
    import_line lines[] = { line_of(&a, 1, "Tên hệ thống|Cấp độ|Loại hình|Số người dùng") };
    assert_int_equal(import_guess(b, lines, 1, &a, &m, &why), ST_OK);
    import_line line = line_of(&a, 2, "Cổng  thông tin|cấp 9|a; b|1.000");
    for (int n = 0;; n++) {
        assert_true(n < 1000);
        arena again           = a;
        int   countdown       = n;
        again.fault_countdown = &countdown;
        status st             = import_read(b, &m, &line, &again, &row, &blank);
        if (st == ST_OK) break;
        assert_int_equal(st, ST_MEMORY);
    }
    assert_int_equal(row.fault_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_heading_is_known_however_it_is_written),
        cmocka_unit_test(every_heading_of_the_template_is_read_back_as_itself),
        cmocka_unit_test(the_header_is_found_under_titles_in_one_row_or_two),
        cmocka_unit_test(a_sheet_without_a_name_column_is_refused),
        cmocka_unit_test(a_mapping_set_by_a_person_wins_over_the_guess),
        cmocka_unit_test(a_cell_says_what_officials_mean),
        cmocka_unit_test(a_row_tells_every_fault_with_its_column),
        cmocka_unit_test(what_a_row_holds_does_not_depend_on_the_callers_cells),
        cmocka_unit_test(column_letters_go_both_ways),
        cmocka_unit_test(reading_survives_an_arena_that_is_spent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
