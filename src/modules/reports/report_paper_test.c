// report_paper_test.c - what stands in a report's paper, in the templates of both regimes. Its form by
// NĐ 30/2020 is measured in the PDF by tests/journeys/yearly-report.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/documents/docx_test_kit.h"
#include "modules/reports/report_paper.h"

static char memory[48 << 20];

static const str typed[] = { STR("Đã rà soát <tất cả> & kết luận.") };

static report_paper sample(void)
{
    static const report_section sections[] = { { STR("Thông tin chung"), typed, 1 },
                                               { STR("Mục chưa viết"), NULL, 0 } };
    static report_line          lines[3], built[1];
    for (int i = 0; i < 3; i++) lines[i].cells[1] = S("Cổng thông tin");
    built[0].cells[1] = S("Đang xây");
    return (report_paper){ .superior      = S("Ủy ban nhân dân tỉnh Mẫu"),
                           .issuer        = S("Sở Khoa học và Công nghệ"),
                           .symbol        = S("SKHCN"),
                           .place         = S("Tỉnh Mẫu"),
                           .year          = 2026,
                           .to            = S("Bộ Công an"),
                           .reporter      = S("Sở Khoa học và Công nghệ"),
                           .from          = S("2025-12-15"),
                           .until         = S("2026-12-14"),
                           .owner         = { .name = S("Sở Khoa học và Công nghệ") },
                           .figures       = { 3, 2, 2, 1, 1, 0, S("2027-01-31") },
                           .sections      = sections,
                           .section_count = 2,
                           .lines         = lines,
                           .line_count    = 3,
                           .built         = built,
                           .built_count   = 1,
                           .as_of         = S("09:41 15/12/2026") };
}

static str made(arena *a, const report_paper *p, const char *pack, const char *part)
{
    docx_data       data;
    problem         why = { 0 };
    str             docx;
    const law_pack *regime = law_pack_find(law_current(), str_from(pack));
    assert_int_equal(report_paper_data(p, a, &data), ST_OK);
    status st = docx_fill(report_template_of(regime, S("bao-cao-nam")), &data, a, &docx, &why);
    if (st != ST_OK)
        fail_msg("%s: " STR_FMT " " STR_FMT, pack, STR_ARG(why.rule), STR_ARG(why.field));
    return test_unzip(a, docx, part);
}

static size_t times(str xml, const char *text)
{
    size_t n = 0;
    for (ptrdiff_t at; (at = str_find(xml, str_from(text))) >= 0; n++) {
        xml = str_slice(xml, at + 1, xml.len);
    }
    return n;
}

static bool has(str xml, const char *text)
{
    return times(xml, text) > 0;
}

static void a_draft_leaves_number_and_day_to_the_clerk(void **state)
{
    (void)state;
    static const char *const packs[] = { "nd331", "nd85", "nd331+nhnn" };
    for (size_t i = 0; i < COUNT(packs); i++) {
        arena        a    = arena_over(memory, sizeof(memory));
        report_paper p    = sample();
        str          body = made(&a, &p, packs[i], "word/document.xml");
        assert_true(has(body, "Số:            /SKHCN<"));
        assert_true(has(body, "Tỉnh Mẫu, ngày      tháng      năm 2026"));
        assert_true(has(body, "V/v kết quả công tác bảo đảm "));
        assert_true(has(body, "Kính gửi: Bộ Công an."));
        assert_true(has(body, "(số liệu từ ngày 15/12/2025 đến ngày 14/12/2026)"));
        assert_true(has(body, "(Kèm theo Công văn này của Sở Khoa học và Công nghệ;"));
        assert_true(has(body, "ĐẠI DIỆN CỦA")); // nobody is known to sign
        assert_true(has(body, "để tổng hợp./."));
        assert_false(has(body, "{{"));
    }
}

static void the_clerks_number_and_day_stand_in_the_final_paper(void **state)
{
    (void)state;
    arena        a = arena_over(memory, sizeof(memory));
    report_paper p = sample();
    p.number       = S("05/SKHCN-CĐS");
    p.issued       = S("2026-02-03");
    p.signer_post  = S("GIÁM ĐỐC");
    p.signer       = S("Nguyễn Thị Minh Khai");
    str body       = made(&a, &p, "nd331", "word/document.xml");
    assert_true(has(body, "Số: 05/SKHCN-CĐS<"));
    assert_true(has(body, "Tỉnh Mẫu, ngày 03 tháng 02 năm 2026")); // the rule of padding
    assert_true(has(body, "số 05/SKHCN-CĐS ngày 03 tháng 02 năm 2026 của"));
    assert_true(has(body, "GIÁM ĐỐC") && has(body, "Nguyễn Thị Minh Khai"));
    assert_false(has(body, "ĐẠI DIỆN CỦA"));
}

static void annexes_lie_on_their_side_and_count_from_one(void **state)
{
    (void)state;
    arena        a    = arena_over(memory, sizeof(memory));
    report_paper p    = sample();
    str          body = made(&a, &p, "nd331", "word/document.xml");
    assert_int_equal(times(body, "<w:sectPr>"), 3); // the letter, two annexes
    assert_int_equal(times(body, "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"),
                     2);
    assert_int_equal(times(body, "<w:pgNumType w:start=\"1\"/>"), 2);
    assert_int_equal(times(body, "<w:titlePg/>"), 3);
    assert_true(has(body, "Phụ lục I<") && has(body, "Phụ lục II<"));
    assert_int_equal(times(body, "<w:tblHeader/>"), 3); // heads repeat on every page
    assert_int_equal(times(body, "Cổng thông tin"), 3);
    assert_int_equal(times(body, "Đang xây<"), 1);
    // All columns together are as wide as the page between its margins.
    assert_true(has(body, "<w:tblW w:w=\"14287\"") || has(body, "<w:tblW w:w=\"1428"));
}

static void what_is_typed_is_escaped_and_what_is_not_is_seen(void **state)
{
    (void)state;
    arena        a    = arena_over(memory, sizeof(memory));
    report_paper p    = sample();
    str          body = made(&a, &p, "nd331", "word/document.xml");
    assert_true(has(body, "Đã rà soát &lt;tất cả&gt; &amp; kết luận."));
    assert_true(has(body, "2. Mục chưa viết") && has(body, "[cần bổ sung]"));
    assert_false(has(made(&a, &p, "nd331", "word/footer1.xml"), "SỐ LIỆU"));
    p.sample = S("SỐ LIỆU MINH HỌA");
    assert_true(has(made(&a, &p, "nd331", "word/footer1.xml"), "SỐ LIỆU MINH HỌA"));
}

static void an_empty_or_endless_table_says_so(void **state)
{
    (void)state;
    arena        a = arena_over(memory, sizeof(memory));
    report_paper p = sample();
    p.built_count  = 0;
    assert_true(has(made(&a, &p, "nd331", "word/document.xml"),
                    "Không có hệ thống đang được đầu tư, xây dựng."));
    p.separate = true;
    str body   = made(&a, &p, "nd331", "word/document.xml");
    assert_true(has(body, "Danh mục gồm 3 hệ thống, gửi kèm dưới dạng bảng tính."));
    assert_false(has(body, "Cổng thông tin"));
}

static void a_spent_arena_is_told(void **state)
{
    (void)state;
    report_paper p = sample();
    int          n = 0;
    for (;; n++) { // fail the n-th allocation
        arena     a         = arena_over(memory, sizeof(memory));
        int       countdown = n;
        docx_data data;
        a.fault_countdown = &countdown;
        status st         = report_paper_data(&p, &a, &data);
        if (countdown >= 0) break; // it never came to that one
        if (st != ST_MEMORY) fail_msg("allocation %d went unnoticed", n + 1);
    }
    assert_true(n > 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_leaves_number_and_day_to_the_clerk),
        cmocka_unit_test(the_clerks_number_and_day_stand_in_the_final_paper),
        cmocka_unit_test(annexes_lie_on_their_side_and_count_from_one),
        cmocka_unit_test(what_is_typed_is_escaped_and_what_is_not_is_seen),
        cmocka_unit_test(an_empty_or_endless_table_says_so),
        cmocka_unit_test(a_spent_arena_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
