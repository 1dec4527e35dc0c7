// The fifteen points of an official paper (NĐ 30/2020, Phụ lục I), read in the XML of each form of each
// pack, for papers with everything, with little and with odd names.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/documents/docx_test_kit.h"
#include "modules/dossiers/form_templates.gen.h"
#include "modules/dossiers/paper_samples_test_kit.h"

static char memory[24 << 20];

typedef struct shape { // what a form is, by NĐ 30/2020
    const char *key;
    const char *title;     // NULL: a công văn with V/v
    const char *older;     // under NĐ 85, where its title is another
    bool        numbered;  // it gets a number of its own
    size_t      own_basis; // Căn cứ and "Theo đề nghị" beside the law's
    bool        no_basis;
} shape;

static const shape shapes[] = {
    { "mau-01", NULL, NULL, true, 0, false },
    { "mau-02", NULL, NULL, true, 0, false },
    { "mau-02-chu-quan", NULL, NULL, true, 0, false },
    { "mau-03", NULL, NULL, true, 0, false },
    { "mau-04", NULL, NULL, true, 0, true }, // its part II names them
    { "mau-05", "TỜ TRÌNH", NULL, true, 1, false },
    { "mau-06", "QUYẾT ĐỊNH", NULL, true, 2, false },
    { "mau-07", "QUYẾT ĐỊNH", NULL, true, 2, false },
    { "quyet-dinh", "QUYẾT ĐỊNH", NULL, true, 2, false },
    { "quy-che", "QUY CHẾ", NULL, false, 0, true },
    { "thuyet-minh", "THUYẾT MINH ĐỀ XUẤT CẤP ĐỘ", NULL, false, 0, false },
    { "danh-muc", "DANH MỤC TÀI LIỆU", NULL, false, 0, false },
    { "phuong-an", "THUYẾT MINH PHƯƠNG ÁN BẢO ĐẢM AN NINH MẠNG",
      "THUYẾT MINH PHƯƠNG ÁN BẢO ĐẢM AN TOÀN THÔNG TIN", false, 0, false },
};

typedef struct made {
    paper        paper;
    const shape *shape;
    str          pack, key;
    str          docx, body, styles, settings, header, first, footer, relations;
} made;

static const shape *shape_of(str key)
{
    for (size_t i = 0; i < COUNT(shapes); i++) {
        if (str_equal(key, str_from(shapes[i].key))) return &shapes[i];
    }
    fail_msg("a form whose shape is not told: " STR_FMT, STR_ARG(key));
    return NULL;
}

static made make(arena *a, const form_template *t, paper_sample which)
{
    made m = {
        .paper = test_paper(which), .shape = shape_of(t->key), .pack = t->pack, .key = t->key
    };
    docx_data data;
    problem   why = { 0 };
    if (!shape_of(t->key)->numbered) m.paper.about = m.paper.name;
    assert_int_equal(paper_data(&m.paper, a, &data), ST_OK);
    if (docx_fill(t->bytes, &data, a, &m.docx, &why) != ST_OK) {
        fail_msg(STR_FMT "/" STR_FMT ": " STR_FMT " " STR_FMT, STR_ARG(t->pack), STR_ARG(t->key),
                 STR_ARG(why.rule), STR_ARG(why.field));
    }
    m.body      = test_unzip(a, m.docx, "word/document.xml");
    m.styles    = test_unzip(a, m.docx, "word/styles.xml");
    m.settings  = test_unzip(a, m.docx, "word/settings.xml");
    m.header    = test_unzip(a, m.docx, "word/header1.xml");
    m.first     = test_unzip(a, m.docx, "word/header2.xml");
    m.footer    = test_unzip(a, m.docx, "word/footer1.xml");
    m.relations = test_unzip(a, m.docx, "word/_rels/document.xml.rels");
    return m;
}

// ---- reading the paper ---------------------------------------------------------------------------

typedef struct line { // a paragraph
    str  style, text; // text: of all its runs, entities as they are
    str  xml;
    bool in_table;
} line;

enum { LINES = 3000 };

static size_t read_lines(arena *a, str xml, line *out)
{
    size_t n    = 0;
    int    deep = 0;
    for (ptrdiff_t at = 0; at < xml.len && n < LINES;) {
        str rest = str_slice(xml, at, xml.len);
        if (str_starts(rest, S("<w:tbl>"))) deep++;
        if (str_starts(rest, S("</w:tbl>"))) deep--;
        if (!str_starts(rest, S("<w:p>"))) {
            at++;
            continue;
        }
        ptrdiff_t end = str_find(rest, S("</w:p>"));
        line      l   = { .xml = str_slice(rest, 0, end), .in_table = deep > 0 };
        ptrdiff_t s   = str_find(l.xml, S("<w:pStyle w:val=\""));
        if (s >= 0) (void)str_cut(str_slice(l.xml, s + 17, l.xml.len), '"', &l.style, &(str){ 0 });
        buf text = buf_in(a, 64, 1 << 20);
        for (str x = l.xml; (s = str_find(x, S("<w:t xml:space=\"preserve\">"))) >= 0;) {
            x = str_slice(x, s + 26, x.len);
            buf_put(&text, str_slice(x, 0, str_find(x, S("</w:t>"))));
        }
        l.text   = buf_str(&text);
        out[n++] = l;
        at += end + 6;
    }
    return n;
}

static line *with_style(line *lines, size_t n, const char *style, size_t nth)
{
    for (size_t i = 0; i < n; i++) {
        if (str_equal(lines[i].style, str_from(style)) && nth-- == 0) return &lines[i];
    }
    return NULL;
}

static bool style_has(const made *m, const char *style, const char *property)
{
    char opening[80];
    snprintf(opening, sizeof(opening), "w:styleId=\"%s\">", style);
    ptrdiff_t at = str_find(m->styles, str_from(opening));
    if (at < 0) return false;
    str from = str_slice(m->styles, at, m->styles.len);
    return str_find(str_slice(from, 0, str_find(from, S("</w:style>"))), str_from(property)) >= 0;
}

static bool has(str xml, const char *text)
{
    return str_find(xml, str_from(text)) >= 0;
}

static int64_t indent_of(const line *l)
{
    ptrdiff_t at = str_find(l->xml, S("<w:ind w:left=\""));
    str       digits;
    int64_t   twips = -1;
    if (at < 0) return -1;
    (void)str_cut(str_slice(l->xml, at + 15, l->xml.len), '"', &digits, &(str){ 0 });
    assert_true(str_int(digits, &twips));
    return twips;
}

// The drawn line that follows the lines of a style must be a third to a half of the last of them.
static void rule_is_a_third_to_a_half(line *lines, size_t n, const char *style, type_face face,
                                      int size, int64_t column)
{
    line *last = NULL;
    for (size_t i = 0; i < n; i++) {
        if (str_equal(lines[i].style, str_from(style))) last = &lines[i];
        if (!last || !str_equal(lines[i].style, S("KeNgang"))) continue;
        double length = (double)(column - 2 * indent_of(&lines[i]));
        // entities are a little longer than what they stand for: compare only plain names
        if (has(last->text, "&")) return;
        double text = text_width_twips(face, size, last->text);
        assert_true(length >= text / 3 - 2 && length <= text / 2 + 2);
        return;
    }
    assert_null(last);
}

// ---- the fifteen points ----------------------------------------------------------------------------

static void page_and_type(const made *m) // points 1, 2, 3
{
    assert_true(has(m->body, "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>"));
    assert_true(has(m->body, "w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\""));
    assert_true(has(m->styles, "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" "
                               "w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>"));
    assert_true(has(m->styles, "<w:color w:val=\"000000\"/>"));
    assert_true(has(m->styles, "<w:lang w:val=\"vi-VN\""));
    assert_false(has(m->body, "w:rFonts") || has(m->body, "w:color w:val=\"F"));
}

static void head(const made *m, line *lines, size_t n) // points 4, 5, 6, 7
{
    line *country = with_style(lines, n, "QuocHieu", 0),
         *motto   = with_style(lines, n, "TieuNgu", 0);
    assert_true(str_equal(country->text, S("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")));
    assert_true(style_has(m, "QuocHieu", "<w:b/><w:sz w:val=\"24\"/>") && country->in_table);
    assert_true(str_equal(motto->text, S("Độc lập - Tự do - Hạnh phúc")));
    assert_true(style_has(m, "TieuNgu", "<w:b/><w:sz w:val=\"26\"/>"));
    line *rule = motto + 1;
    assert_true(str_equal(rule->style, S("KeNgang")) && str_trim(rule->text).len == 0);
    int64_t length = 5669 - 2 * indent_of(rule);
    assert_in_range(length, 3179, 3183); // 56.1 mm
    assert_true(style_has(m, "KeNgang", "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\""));
    assert_true(style_has(m, "CoQuanTren", "<w:sz w:val=\"24\"/>"));
    assert_false(style_has(m, "CoQuanTren", "<w:b/>"));
    assert_true(style_has(m, "CoQuan", "<w:b/><w:sz w:val=\"24\"/>"));
    rule_is_a_third_to_a_half(lines, n, "CoQuan", FACE_BOLD, 24, 3685);
    rule_is_a_third_to_a_half(lines, n, "TrichYeu", FACE_BOLD, 28, 9354);
    if (m->paper.superior.len > 0) {
        assert_true(str_starts(with_style(lines, n, "CoQuanTren", 0)->text,
                               str_slice(m->paper.superior, 0, 0)));
        assert_int_equal(with_style(lines, n, "CoQuan", 0)->text.len > 0, 1);
    }
}

static void number_and_day(const made *m, line *lines, size_t n) // points 8, 9
{
    line *number = with_style(lines, n, "SoKyHieu", 0), *when = with_style(lines, n, "DiaDanh", 0);
    assert_true(style_has(m, "SoKyHieu", "w:val=\"center\"") && style_has(m, "SoKyHieu", "\"26\""));
    if (m->shape->numbered) {
        assert_true(str_starts(number->text, S("Số:            /"))); // the clerk fills it in
        str symbol = m->paper.symbol.len > 0 ? m->paper.symbol : S("……");
        assert_true(str_ends(number->text, symbol));
    } else {
        assert_int_equal(number->text.len, 0);
    }
    assert_true(style_has(m, "DiaDanh", "<w:i/><w:sz w:val=\"26\"/>"));
    assert_true(str_ends(when->text, S(", ngày      tháng      năm 2026")));
    if (m->paper.place.len > 0) assert_true(str_starts(when->text, m->paper.place));
}

static void subject(const made *m, line *lines, size_t n) // point 10
{
    if (!m->shape->title) {
        line *l = with_style(lines, n, "TrichYeuCongVan", 0);
        assert_true(str_starts(l->text, S("V/v ")) && style_has(m, "TrichYeuCongVan", "\"24\""));
        assert_true(style_has(m, "TrichYeuCongVan", "w:before=\"120\""));
        assert_null(with_style(lines, n, "TenLoai", 0));
        return;
    }
    line       *title = with_style(lines, n, "TenLoai", 0);
    bool        older = m->shape->older && str_equal(m->pack, S("nd85"));
    const char *named = older ? m->shape->older : m->shape->title;
    assert_true(str_equal(title->text, str_from(named)));
    assert_true(style_has(m, "TenLoai", "<w:b/><w:sz w:val=\"28\"/>"));
    assert_true(style_has(m, "TrichYeu", "<w:b/><w:sz w:val=\"28\"/>"));
    assert_non_null(with_style(lines, n, "TrichYeu", 0));
}

static void basis(const made *m, line *lines, size_t n) // point 11
{
    size_t count = 0;
    while (with_style(lines, n, "CanCu", count)) count++;
    size_t wanted = m->shape->no_basis ? 0 : m->paper.basis_count + m->shape->own_basis;
    assert_int_equal(count, wanted);
    if (m->shape->no_basis) return;
    assert_true(style_has(m, "CanCu", "<w:i/><w:sz w:val=\"28\"/>"));
    for (size_t i = 0; i < count; i++) {
        str  text  = with_style(lines, n, "CanCu", i)->text;
        bool asked = m->shape->own_basis == 2 && i + 1 == count;
        assert_true(str_starts(text, asked ? S("Theo đề nghị của ") : S("Căn cứ ")));
        assert_true(str_ends(text, i + 1 < count ? S(";") : S(".")));
    }
    if (m->paper.basis_count > 0) {
        str first = with_style(lines, n, "CanCu", 0)->text;
        assert_true(str_equal(first, str_equal(m->pack, S("nd85"))
                                         ? S("Căn cứ Luật An ninh mạng;")
                                         : S("Căn cứ Luật An ninh mạng số 116/2025/QH15;")));
    }
}

static void body(const made *m, line *lines, size_t n) // point 12
{
    assert_true(style_has(m, "ThanBai", "w:before=\"120\"") &&
                style_has(m, "ThanBai", "w:line=\"288\""));
    assert_true(style_has(m, "ThanBai", "w:firstLine=\"720\"") &&
                style_has(m, "ThanBai", "\"both\""));
    assert_true(style_has(m, "ThanBai", "<w:sz w:val=\"28\"/>"));
    assert_non_null(with_style(lines, n, "ThanBai", 3));
    assert_true(str_ends(with_style(lines, n, "KetThuc", 0)->text, S("./.")));
}

static void end(const made *m, line *lines, size_t n) // points 13, 14
{
    line *post = with_style(lines, n, "QuyenHan", 0);
    assert_true(post->in_table && style_has(m, "QuyenHan", "<w:b/><w:sz w:val=\"28\"/>"));
    bool known = m->paper.signer_post.len > 0;
    assert_true(str_equal(post->text, known ? m->paper.signer_post : S("ĐẠI DIỆN CỦA")));
    if (!known) assert_true(str_equal((++post)->text, S("CƠ QUAN, TỔ CHỨC")));
    for (size_t i = 1; i <= 4; i++) {
        assert_true(str_equal(post[i].style, S("QuyenHan")) && post[i].text.len == 0);
    }
    assert_true(str_equal(post[5].style, S("HoTen")));
    assert_true(str_equal(with_style(lines, n, "HoTen", 0)->text, m->paper.signer) ||
                m->paper.signer.len == 0);
    assert_true(str_equal(with_style(lines, n, "NoiNhan", 0)->text, S("Nơi nhận:")));
    assert_true(style_has(m, "NoiNhan", "<w:b/><w:i/><w:sz w:val=\"24\"/>"));
    assert_true(style_has(m, "NoiNhanDong", "<w:sz w:val=\"22\"/>"));
    size_t copies = 0;
    while (with_style(lines, n, "NoiNhanDong", copies)) copies++;
    for (size_t i = 0; i < copies; i++) {
        str text = with_style(lines, n, "NoiNhanDong", i)->text;
        assert_true(str_starts(text, i + 1 < copies ? S("- ") : S("- Lưu: VT")));
        assert_true(str_ends(text, i + 1 < copies ? S(";") : S(".")));
    }
    assert_true(has(m->body, "<w:cantSplit/>"));
}

static void page_number(const made *m) // point 15
{
    assert_true(has(m->body, "<w:titlePg/>"));
    assert_true(has(m->body, "<w:headerReference w:type=\"default\" r:id=\"rId3\"/>"));
    assert_true(has(m->body, "<w:headerReference w:type=\"first\" r:id=\"rId4\"/>"));
    assert_true(has(m->relations, "rId3") && has(m->header, " PAGE ") && !has(m->first, "PAGE"));
    assert_true(style_has(m, "SoTrang", "w:val=\"center\"") && style_has(m, "SoTrang", "\"26\""));
    assert_int_equal(has(m->footer, "SỐ LIỆU MINH HỌA"), m->paper.sample.len > 0);
    assert_true(has(m->body, "<w:footerReference w:type=\"first\" r:id=\"rId5\"/>"));
    assert_true(has(m->settings, "compatibilityMode"));
}

static void every_form_keeps_the_fifteen_points(void **state)
{
    (void)state;
    for (size_t i = 0; i < FORM_TEMPLATES; i++) {
        for (paper_sample which = SAMPLE_DEPARTMENT; which < SAMPLES; which++) {
            arena  a     = arena_over(memory, sizeof(memory));
            made   m     = make(&a, &form_templates[i], which);
            line  *lines = NEW(&a, line, LINES);
            size_t n     = read_lines(&a, m.body, lines);
            assert_false(has(m.body, "{{") || has(m.body, "}}") || has(m.header, "{{"));
            page_and_type(&m);
            head(&m, lines, n);
            number_and_day(&m, lines, n);
            subject(&m, lines, n);
            basis(&m, lines, n);
            body(&m, lines, n);
            end(&m, lines, n);
            page_number(&m);
        }
    }
}

// ---- what is said ------------------------------------------------------------------------------

static const form_template *form(const char *pack, const char *key)
{
    for (size_t i = 0; i < FORM_TEMPLATES; i++) {
        if (str_equal(form_templates[i].pack, str_from(pack)) &&
            str_equal(form_templates[i].key, str_from(key))) {
            return &form_templates[i];
        }
    }
    fail_msg("no template %s/%s", pack, key);
    return NULL;
}

static bool says(const made *m, arena *a, const char *text)
{
    line  *lines = NEW(a, line, LINES);
    size_t n     = read_lines(a, m->body, lines);
    for (size_t i = 0; i < n; i++) {
        if (has(lines[i].text, text)) return true;
    }
    return false;
}

static void requests_and_submissions_carry_the_common_block(void **state)
{
    (void)state;
    arena a = arena_over(memory, sizeof(memory));
    made  m = make(&a, form("nd331", "mau-01"), SAMPLE_DEPARTMENT);
    assert_true(says(&m, &a, "1. Tên hệ thống thông tin: Cổng thông tin điện tử tỉnh Mẫu 01."));
    assert_true(says(&m, &a, "2. Đơn vị vận hành hệ thống thông tin: Sở Khoa học và Công nghệ."));
    assert_true(says(&m, &a, "3. Địa chỉ: số 1 đường Số Một"));
    assert_true(says(&m, &a,
                     "đề xuất: cấp độ 2 (theo điểm\u00A0b khoản\u00A02 Điều\u00A012 Nghị định "
                     "331/2026/NĐ-CP)."));
    assert_true(says(&m, &a, "phương án bảo đảm an ninh mạng"));
    assert_false(says(&m, &a, "an toàn thông tin"));
    m = make(&a, form("nd85", "mau-05"), SAMPLE_MINISTRY);
    assert_true(says(&m, &a, "phương án bảo đảm an toàn thông tin"));
    assert_true(says(&m, &a, "6. Ý kiến thẩm định"));
    assert_true(says(&m, &a, "Kính trình Bộ Mẫu 01 xem xét"));
    assert_true(says(&m, &a, "/TTr-CNTT") && says(&m, &a, "Trần Thị Bình"));
}

static void the_plan_tells_every_requirement_under_its_content(void **state)
{
    (void)state;
    arena a = arena_over(memory, sizeof(memory));
    made  m = make(&a, form("nd331", "phuong-an"), SAMPLE_MINISTRY);
    assert_true(says(&m, &a, "Đã rà soát 3 yêu cầu của cấp độ 3:"));
    assert_true(says(&m, &a, "- Đáp ứng một phần: 1 yêu cầu."));
    assert_true(says(&m, &a, "Thiết kế, xây dựng hệ thống"));
    assert_true(says(&m, &a, "Phân vùng mạng theo chức năng (12.2.2)"));
    assert_true(says(&m, &a, "Đáp ứng một phần: đang tách vùng quản trị"));
    assert_true(says(&m, &a, "Phòng Hạ tầng (30/06/2027)"));
    a = arena_over(memory, sizeof(memory));
    m = make(&a, form("nd85", "phuong-an"), SAMPLE_DEPARTMENT); // no requirement sheet yet
    assert_true(says(&m, &a, "[cần bổ sung]"));
    assert_false(says(&m, &a, "Đã rà soát"));
}

static void the_statement_shows_reasons_and_what_is_missing(void **state)
{
    (void)state;
    arena a = arena_over(memory, sizeof(memory));
    made  m = make(&a, form("nd331", "thuyet-minh"), SAMPLE_COMPOSITE);
    assert_true(says(&m, &a, "12. Kết nối cơ sở dữ liệu quốc gia"));
    assert_true(says(&m, &a, "Phân hệ khảo sát &lt;hài lòng&gt; &amp; góp ý"));
    assert_true(
        says(&m, &a,
             "Cấp độ 3, điểm\u00A0b khoản\u00A02 Điều\u00A013 Nghị định 331/2026/NĐ-CP: Phục vụ"));
    assert_true(says(&m, &a, "- Số chủ thể dữ liệu cá nhân cơ bản: 42.000."));
    assert_true(says(&m, &a, "- Số chủ thể dữ liệu cá nhân nhạy cảm: [cần bổ sung]."));
    assert_true(says(&m, &a, "(cấp độ cao nhất trong các thành phần)"));
    assert_true(says(&m, &a, "V. NHỮNG ĐIỂM CẦN LƯU Ý"));
    assert_true(says(&m, &a, "Bản dự thảo: chưa đủ căn cứ"));
    assert_true(says(&m, &a, "Tường lửa thế hệ mới"));
    m = make(&a, form("nd85", "thuyet-minh"), SAMPLE_BARE);
    assert_true(says(&m, &a, "- Tên: [cần bổ sung]."));
    assert_true(says(&m, &a, "chưa có tiêu chí nào xác định được cấp độ"));
    assert_true(says(&m, &a, "(TÊN CƠ QUAN, TỔ CHỨC)") && says(&m, &a, "…………, ngày"));
    assert_false(says(&m, &a, "RỦI RO"));
}

static void every_placeholder_of_our_forms_is_offered(void **state)
{
    (void)state;
    arena      a = arena_over(memory, sizeof(memory));
    docx_offer offers[PAPER_OFFERS_MAX];
    size_t     n = paper_offers(&a, offers);
    assert_true(n > 60);
    for (size_t i = 0; i < FORM_TEMPLATES; i++) {
        docx_place *places;
        size_t      count;
        problem     why = { 0 };
        assert_int_equal(docx_check(form_templates[i].bytes, &a, &places, &count, &why), ST_OK);
        if (docx_compare(places, count, offers, n, &why) != ST_OK) {
            fail_msg(STR_FMT ": " STR_FMT, STR_ARG(form_templates[i].key), STR_ARG(why.field));
        }
    }
}

// ---- several as one ------------------------------------------------------------------------------

static const char *const whole[] = { "mau-02", "danh-muc", "thuyet-minh", "phuong-an", "quy-che" };

static str bind(arena *a, const char *pack, paper_sample which)
{
    docx_sheet sheets[COUNT(whole)];
    docx_data *data = NEW(a, docx_data, COUNT(whole));
    problem    why  = { 0 };
    str        out  = { 0 };
    for (size_t i = 0; i < COUNT(whole); i++) {
        paper p = test_paper(which);
        assert_int_equal(paper_data(&p, a, &data[i]), ST_OK);
        sheets[i] = (docx_sheet){ form(pack, whole[i])->bytes, &data[i] };
    }
    status st = docx_bind(sheets, COUNT(whole), a, &out, &why);
    if (st != ST_OK) fail_msg(STR_FMT " " STR_FMT, STR_ARG(why.rule), STR_ARG(why.field));
    return out;
}

static size_t times(str in, const char *what)
{
    size_t n = 0;
    for (ptrdiff_t at; (at = str_find(in, str_from(what))) >= 0; n++)
        in = str_slice(in, at + 1, in.len);
    return n;
}

static void the_whole_holds_every_paper_on_pages_of_its_own(void **state)
{
    (void)state;
    static const char *const packs[] = { "nd331", "nd85" };
    for (size_t i = 0; i < COUNT(packs); i++) {
        arena a   = arena_over(memory, sizeof(memory));
        str   one = bind(&a, packs[i], SAMPLE_MINISTRY);
        str   xml = test_unzip(&a, one, "word/document.xml");
        assert_int_equal(times(xml, "<w:sectPr"), COUNT(whole));
        assert_int_equal(times(xml, "<w:pgNumType w:start=\"1\"/>"), COUNT(whole));
        assert_int_equal(times(xml, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), COUNT(whole));
        assert_int_equal(times(xml, "<w:body>") + times(xml, "</w:body>"), 2);
        assert_true(times(xml, "{{") == 0 && times(xml, "[cần bổ sung]") > 0);
        assert_true(str_equal(one, bind(&a, packs[i], SAMPLE_MINISTRY)));
    }
}

// Number and day stay blank until they are recorded; then they stand where the blanks were.
static void number_and_day_are_those_that_were_recorded(void **state)
{
    (void)state;
    arena     a = arena_over(memory, sizeof(memory));
    paper     p = test_paper(SAMPLE_MINISTRY);
    docx_data data;
    str       out;
    p.issued  = (paper_act){ S("07/TTr-CNTT"), S("ngày 05 tháng 3 năm 2026") };
    p.opinion = (paper_act){ S("9/YK"), S("ngày 02 tháng 3 năm 2026") };
    assert_int_equal(paper_data(&p, &a, &data), ST_OK);
    assert_int_equal(docx_fill(form("nd331", "mau-05")->bytes, &data, &a, &out, NULL), ST_OK);
    str xml = test_unzip(&a, out, "word/document.xml");
    assert_true(has(xml, ">Số: 07/TTr-CNTT<") && has(xml, ", ngày 05 tháng 3 năm 2026<"));
    assert_true(has(xml, "ý kiến thẩm định số 9/YK ngày 02 tháng 3 năm 2026 của"));
}

static void leave_whole(const char *folder, const char *pack)
{
    arena a   = arena_over(memory, sizeof(memory));
    str   one = bind(&a, pack, SAMPLE_MINISTRY);
    char  path[300];
    snprintf(path, sizeof(path), "%s/%s-ho-so.docx", folder, pack);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(one.ptr, 1, (size_t)one.len, f), one.len);
    fclose(f);
}

// With COLOA_PAPERS_OUT=FOLDER the papers are left there, to be looked at.
static void papers_can_be_looked_at(void **state)
{
    (void)state;
    const char *folder = getenv("COLOA_PAPERS_OUT");
    if (!folder) skip();
    for (size_t i = 0; i < FORM_TEMPLATES; i++) {
        for (paper_sample which = SAMPLE_DEPARTMENT; which < SAMPLES; which++) {
            arena a = arena_over(memory, sizeof(memory));
            made  m = make(&a, &form_templates[i], which);
            char  path[300];
            snprintf(path, sizeof(path), "%s/" STR_FMT "-" STR_FMT "-%d.docx", folder,
                     STR_ARG(m.pack), STR_ARG(m.key), (int)which);
            FILE *f = fopen(path, "wb");
            assert_non_null(f);
            assert_int_equal(fwrite(m.docx.ptr, 1, (size_t)m.docx.len, f), m.docx.len);
            fclose(f);
        }
    }
    leave_whole(folder, "nd331");
    leave_whole(folder, "nd85");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_keeps_the_fifteen_points),
        cmocka_unit_test(requests_and_submissions_carry_the_common_block),
        cmocka_unit_test(the_plan_tells_every_requirement_under_its_content),
        cmocka_unit_test(the_statement_shows_reasons_and_what_is_missing),
        cmocka_unit_test(every_placeholder_of_our_forms_is_offered),
        cmocka_unit_test(the_whole_holds_every_paper_on_pages_of_its_own),
        cmocka_unit_test(number_and_day_are_those_that_were_recorded),
        cmocka_unit_test(papers_can_be_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
