// print_test.c - a docx read, laid out and drawn: where things stand, what is named, what is refused.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "kit/documents/documents.h"
#include "print/print_test_kit.h"

static char memory[48 << 20];

// A4 with the margins of Nghị định 30/2020.
#define PAGE                                                                                       \
    "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"851\" "      \
    "w:bottom=\"1134\" w:left=\"1701\" w:header=\"567\" w:footer=\"567\"/></w:sectPr>"
#define EM_LINE (2355 / 2048.0) // ascent, descent and gap of the face
#define SIZE "<w:rPr><w:sz w:val=\"28\"/></w:rPr>"
#define LINE(text) "<w:p><w:r>" SIZE "<w:t>" text "</w:t></w:r></w:p>"
#define WORDS                                                                                                                    \
    "Trung tâm trình phê duyệt hồ sơ đề xuất cấp độ hệ thống thông tin với các nội dung sau đây, " \
    "gồm tài liệu mô tả, thuyết minh tổng quan về hệ thống và thiết kế thi công đã được duyệt. "

typedef struct desk {
    arena  a;
    lacks  told;
    book   b;
    setter s;
    pages  all;
} desk;

static void refuse(void *ctx, print_refusal why, str detail)
{
    (void)ctx;
    fail_msg("refused: %s " STR_FMT, print_refusal_key(why), STR_ARG(detail));
}

static void lay_package(desk *d, str docx)
{
    const book_source from = { .bytes = docx, .salt = 1, .refuse = refuse };
    assert_int_equal(book_read(&from, &d->a, &d->told, &d->b), ST_OK);
    d->s = (setter){ .b = &d->b, .f = kit_fonts() };
    pages_set(&d->s, &d->all);
    assert_false(d->s.spent);
}

static desk *lay(const char *body)
{
    static desk d;
    d = (desk){ .a = arena_over(memory, sizeof memory) };
    lay_package(&d, test_docx(&d.a, str_from(body), S("")));
    return &d;
}

static const placed *item(const desk *d, size_t page_index, size_t at)
{
    const page *p = d->all.first;
    for (; p && page_index > 0; page_index--) p = p->next;
    const placed *k = p ? p->items : NULL;
    for (; k && at > 0; at--) k = k->next;
    assert_non_null(k);
    return k;
}

static const line *line_of(const placed *k)
{
    return &k->what->para->lines[k->what->line];
}

static size_t items_on(const desk *d, size_t page_index)
{
    const page *p = d->all.first;
    size_t      n = 0;
    for (; p && page_index > 0; page_index--) p = p->next;
    for (const placed *k = p ? p->items : NULL; k; k = k->next) n++;
    return n;
}

#define assert_near(got, wanted)                                                                   \
    do {                                                                                           \
        double got_ = (got), wanted_ = (wanted);                                                   \
        if (got_ < wanted_ - 0.02 || got_ > wanted_ + 0.02)                                        \
            fail_msg("line %d: %.3f, wanted %.3f", __LINE__, got_, wanted_);                       \
    } while (0)

static void text_stands_within_the_margins(void **state)
{
    (void)state;
    desk         *d = lay(LINE("Kính gửi: Bộ Mẫu 01.") PAGE);
    const placed *k = item(d, 0, 0);
    assert_int_equal(d->all.count, 1);
    assert_near(k->x, 85.05); // 30 mm
    assert_near(k->y, 56.7);  // 20 mm
    assert_near(line_of(k)->height, 14 * EM_LINE);
    int32_t twips = text_width_twips(FACE_REGULAR, 28, S("Kính gửi: Bộ Mẫu 01."));
    assert_near(line_of(k)->width, twips / 20.0); // as the filler's own table of widths says
}

static void lines_break_at_words_and_fill_the_room(void **state)
{
    (void)state;
    desk *d = lay("<w:p><w:pPr><w:ind w:firstLine=\"720\"/><w:jc w:val=\"both\"/></w:pPr><w:r>" SIZE
                  "<w:t>" WORDS WORDS "</w:t></w:r></w:p>" PAGE);
    size_t n = items_on(d, 0);
    assert_true(n > 3);
    for (size_t i = 0; i < n; i++) {
        const line      *l      = line_of(item(d, 0, i));
        const laid_para *p      = item(d, 0, i)->what->para;
        double           spaces = 0;
        for (size_t g = l->from; g < l->to; g++) spaces += p->glyphs[g].flags & GLYPH_SPACE;
        assert_near(l->x, i == 0 ? 36 : 0);
        if (i + 1 < n) {
            assert_near(l->x + l->width + spaces * l->stretch, (11906 - 1701 - 851) / 20.0);
        } else {
            assert_near(l->stretch, 0);
        }
    }
}

static void a_word_longer_than_the_line_is_divided(void **state)
{
    (void)state;
    static char body[8192];
    char       *at = stpcpy(body, "<w:p><w:r><w:t>");
    for (int i = 0; i < 900; i++) *at++ = 'm';
    strcpy(at, "</w:t></w:r></w:p>" PAGE);
    desk *d = lay(body);
    assert_true(items_on(d, 0) > 10);
    for (size_t i = 0; i < items_on(d, 0); i++) {
        assert_true(line_of(item(d, 0, i))->width <= (11906 - 1701 - 851) / 20.0 + 0.02);
    }
}

static void space_between_is_the_larger_of_two(void **state)
{
    (void)state;
    static const char body[] = "<w:p><w:pPr><w:spacing w:after=\"180\"/></w:pPr><w:r>" SIZE
                               "<w:t>a</w:t></w:r></w:p>"
                               "<w:p><w:pPr><w:spacing w:before=\"120\"/></w:pPr><w:r>" SIZE
                               "<w:t>b</w:t></w:r></w:p>" PAGE;
    desk *d = lay(body);
    assert_near(item(d, 0, 1)->y - item(d, 0, 0)->y, 14 * EM_LINE + 9);
}

static void lines_take_the_height_they_are_told(void **state)
{
    (void)state;
    desk *d = lay(
        "<w:p><w:pPr><w:spacing w:line=\"288\" w:lineRule=\"auto\"/></w:pPr><w:r>" SIZE
        "<w:t>a</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:spacing w:line=\"40\" w:lineRule=\"exact\"/></w:pPr></w:p>"
        "<w:p><w:pPr><w:spacing w:line=\"600\" w:lineRule=\"atLeast\"/></w:pPr></w:p>" PAGE);
    assert_near(line_of(item(d, 0, 0))->height, 14 * EM_LINE * 1.2);
    assert_near(line_of(item(d, 0, 1))->height, 2);
    assert_near(line_of(item(d, 0, 2))->height, 30);
}

static void tabs_go_to_their_stops(void **state)
{
    (void)state;
    desk            *d = lay("<w:p><w:pPr><w:tabs><w:tab w:val=\"left\" w:pos=\"2000\"/>"
                                        "<w:tab w:val=\"right\" w:pos=\"9000\" w:leader=\"dot\"/></w:tabs></w:pPr>"
                                        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:tab/><w:t>c</w:t></w:r></w:p>" PAGE);
    const laid_para *p = item(d, 0, 0)->what->para;
    assert_int_equal(p->glyph_count, 5);
    assert_near(p->glyphs[0].advance + p->glyphs[1].advance, 100);
    assert_near(line_of(item(d, 0, 0))->width, 450);
    assert_true(p->glyphs[3].dots);
    d = lay("<w:p><w:pPr><w:ind w:left=\"720\" w:hanging=\"360\"/></w:pPr>"
            "<w:r><w:t>-</w:t><w:tab/><w:t>b</w:t></w:r></w:p>" PAGE);
    p = item(d, 0, 0)->what->para;
    assert_near(line_of(item(d, 0, 0))->x, 18);
    assert_near(p->glyphs[0].advance + p->glyphs[1].advance, 18);
}

static str many(arena *a, const char *one, int times, const char *behind)
{
    buf b = buf_in(a, 65536, 8 << 20);
    for (int i = 0; i < times; i++) buf_put(&b, str_from(one));
    buf_put(&b, str_from(behind));
    return buf_str(&b);
}

static char body_room[4 << 20];

static const char *repeated(const char *one, int times, const char *behind)
{
    arena a = arena_over(body_room, sizeof body_room);
    return arena_cstr(&a, many(&a, one, times, behind));
}

static void no_line_stands_alone_on_a_page(void **state)
{
    (void)state;
    // 45 lines fill a page; the paragraph behind 44 of them has three lines.
    static char behind[4096];
    snprintf(behind, sizeof behind, "<w:p><w:r>" SIZE "<w:t>%s</w:t></w:r></w:p>%s", WORDS, PAGE);
    desk *d = lay(repeated(LINE("a"), 44, behind));
    assert_int_equal(d->all.count, 2);
    assert_int_equal(items_on(d, 0), 44);
    snprintf(behind, sizeof behind,
             "<w:p><w:pPr><w:keepNext/></w:pPr><w:r>" SIZE
             "<w:t>b</w:t></w:r></w:p>" LINE("c") "%s",
             PAGE);
    d = lay(repeated(LINE("a"), 44, behind));
    assert_int_equal(items_on(d, 0), 44);
    assert_int_equal(items_on(d, 1), 2);
}

#define CELL(text)                                                                                 \
    "<w:tc><w:tcPr><w:tcW w:w=\"2000\" w:type=\"dxa\"/></w:tcPr>" LINE(text) "</w:tc>"
#define TABLE(rows)                                                                                \
    "<w:tbl><w:tblPr><w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol "              \
    "w:w=\"1000\"/>"                                                                               \
    "<w:gridCol w:w=\"3000\"/></w:tblGrid>" rows "</w:tbl>"

static void a_table_keeps_its_columns_and_repeats_its_head(void **state)
{
    (void)state;
    static char rows[1 << 16];
    char       *at = stpcpy(
              rows, "<w:tbl><w:tblGrid><w:gridCol w:w=\"1000\"/><w:gridCol w:w=\"3000\"/></w:tblGrid>"
                          "<w:tr><w:trPr><w:tblHeader/></w:trPr>" CELL("STT") CELL("Tên") "</w:tr>");
    for (int i = 0; i < 60; i++)
        at = stpcpy(at, "<w:tr><w:trPr><w:cantSplit/></w:trPr>" CELL("1") CELL("b") "</w:tr>");
    strcpy(at, "</w:tbl>" PAGE);
    desk *d = lay(rows);
    assert_int_equal(d->all.count, 2);
    const placed *first = item(d, 0, 0), *again = item(d, 1, 0);
    assert_ptr_equal(first->what->row, again->what->row);
    assert_int_equal(items_on(d, 0) + items_on(d, 1), 62);
    assert_near(first->what->row->cells[1].x, 50);
    assert_near(first->what->row->cells[1].width, 150);
}

static void a_high_row_breaks_and_loses_nothing(void **state)
{
    (void)state;
    static char rows[1 << 17];
    char       *at = stpcpy(
              rows, "<w:tbl><w:tblGrid><w:gridCol w:w=\"2000\"/><w:gridCol w:w=\"2000\"/></w:tblGrid>"
                          "<w:tr>" CELL("a") "<w:tc>");
    for (int i = 0; i < 120; i++) at = stpcpy(at, LINE("b"));
    strcpy(at, "</w:tc></w:tr></w:tbl>" PAGE);
    desk  *d    = lay(rows);
    size_t seen = 0;
    assert_int_equal(d->all.count, 3);
    for (size_t i = 0; i < 3; i++) {
        const placed *k = item(d, i, 0);
        assert_non_null(k->to);
        assert_int_equal(k->from[1], seen);
        seen = k->to[1];
        assert_true(k->y + k->height <= 841.9 - 56.7 + 0.1);
    }
    assert_int_equal(seen, 120);
}

static void merged_cells_reach_over_their_rows(void **state)
{
    (void)state;
    desk             *d = lay(TABLE("<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>" LINE(
                    "a") "</w:tc></w:tr>"
                                     "<w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>" LINE("a") LINE("b") LINE(
                             "c") LINE("d") "</w:tc>" CELL("1") "</w:tr>"
                                                                            "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>" LINE(
                                                                    "") "</w:tc>" CELL("2") "</w:tr>") PAGE);
    const laid_table *t = item(d, 0, 0)->what->row->table;
    assert_near(t->rows[0].cells[0].width, 200);
    assert_int_equal(t->rows[1].cells[0].rows, 2);
    assert_true(t->rows[2].cells[0].covered);
    assert_near(t->rows[1].height + t->rows[2].height, 4 * 14 * EM_LINE);
}

static void sections_have_their_own_pages(void **state)
{
    (void)state;
    desk *d = lay(
        "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:pPr></w:p>" LINE(
            "a") "<w:sectPr><w:pgSz w:w=\"16838\" w:h=\"11906\" "
                 "w:orient=\"landscape\"/></w:sectPr>");
    assert_int_equal(d->all.count, 2);
    assert_int_equal(d->all.first->of->width, 11906);
    assert_int_equal(d->all.first->next->of->width, 16838);
}

static void breaks_are_obeyed(void **state)
{
    (void)state;
    desk *d = lay(LINE("a") "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>" LINE(
        "b") "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>c</w:t></w:r></w:p>" PAGE);
    assert_int_equal(d->all.count, 3);
    assert_int_equal(items_on(d, 1), 1);
    assert_int_equal(items_on(d, 2), 1);
}

static str with_parts(arena *a, const char *rels, const char *document, const test_part *more,
                      size_t count)
{
    test_part parts[12] = {
        { S("[Content_Types].xml"), S("<Types/>") },
        { S("word/_rels/document.xml.rels"),
          arena_printf(a, "<Relationships>%s</Relationships>", rels) },
        { S("word/document.xml"),
          arena_printf(a, "<w:document " KIT_W "><w:body>%s</w:body></w:document>", document) },
    };
    for (size_t i = 0; i < count; i++) parts[3 + i] = more[i];
    return test_zip(a, parts, 3 + count);
}

static void the_first_page_has_a_header_of_its_own(void **state)
{
    (void)state;
    static desk d;
    d                             = (desk){ .a = arena_over(memory, sizeof memory) };
    static const test_part more[] = {
        { STR("word/h1.xml"),
          STR("<w:hdr " KIT_W
              "><w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> PAGE "
              "</w:instrText></w:r><w:r><w:fldChar "
              "w:fldCharType=\"separate\"/></w:r><w:r><w:t>77</w:t>"
              "</w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>") },
        { STR("word/h2.xml"), STR("<w:hdr " KIT_W "><w:p/></w:hdr>") },
    };
    str docx = with_parts(
        &d.a,
        "<Relationship Id=\"rId1\" Type=\"x/header\" Target=\"h1.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"x/header\" Target=\"h2.xml\"/>",
        LINE("a") "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>" LINE(
            "b") "<w:sectPr><w:headerReference w:type=\"default\" w:id=\"rId1\"/>"
                 "<w:headerReference w:type=\"first\" w:id=\"rId2\"/><w:titlePg/></w:sectPr>",
        more, 2);
    lay_package(&d, docx);
    const story *one = page_header(&d.b, d.all.first), *two = page_header(&d.b, d.all.first->next);
    assert_non_null(one);
    assert_non_null(two);
    assert_null(one->blocks->text->pieces);
    assert_int_equal(two->blocks->text->pieces->kind,
                     PIECE_PAGE); // ours, and not the 77 that was kept
    assert_null(two->blocks->text->pieces->next);
}

static void lists_count(void **state)
{
    (void)state;
    static desk d;
    d                             = (desk){ .a = arena_over(memory, sizeof memory) };
    static const test_part more[] = {
        { STR("word/numbering.xml"),
          STR("<w:numbering " KIT_W
              "><w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"3\"/>"
              "<w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.\"/></w:lvl><w:lvl "
              "w:ilvl=\"1\"><w:start w:val=\"1\"/>"
              "<w:numFmt w:val=\"lowerLetter\"/><w:lvlText "
              "w:val=\"%1%2)\"/></w:lvl></w:abstractNum>"
              "<w:num w:numId=\"7\"><w:abstractNumId w:val=\"0\"/></w:num></w:numbering>") }
    };
#define ITEM(level)                                                                                \
    "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"" level                                                  \
    "\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:p>"
    str docx = with_parts(
        &d.a, "<Relationship Id=\"rId1\" Type=\"x/numbering\" Target=\"numbering.xml\"/>",
        ITEM("0") ITEM("1") ITEM("1") ITEM("0") ITEM("1"), more, 1);
    lay_package(&d, docx);
    static const char *const wanted[] = { "III.", "IIIa)", "IIIb)", "IV.", "IVa)" };
    size_t                   i        = 0;
    for (const block *k = d.b.body.blocks; k; k = k->next, i++) {
        assert_true(str_equal(k->text->pieces->text, str_from(wanted[i])));
    }
    assert_int_equal(i, 5);
}

static bool tells(const kit_result *r, const char *what, const char *detail)
{
    for (size_t i = 0; i < r->made.lack_count; i++) {
        const print_lack *k = &r->made.lacks[i];
        if (str_equal(k->what, str_from(what)) && str_equal(k->detail, str_from(detail)))
            return true;
    }
    return false;
}

static void what_cannot_be_drawn_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *body, *what, *detail;
    } cases[] = {
        { "<w:p><w:r><w:drawing><w:p><w:r><w:t>x</w:t></w:r></w:p></w:drawing></w:r></w:p>",
          "picture", "" },
        { "<w:p><w:r><w:footnoteReference w:id=\"1\"/></w:r></w:p>", "note", "" },
        { "<w:p><w:r><w:rPr><w:rFonts w:ascii=\"Arial\"/></w:rPr><w:t>x</w:t></w:r></w:p>", "font",
          "Arial" },
        { "<w:p><w:r><w:t>\xf0\x9f\x98\x80</w:t></w:r></w:p>", "character", "U+1F600" },
        { "<w:p><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>", "change", "" },
        { "<w:p><w:ins><w:r><w:t>x</w:t></w:r></w:ins></w:p>", "change", "" },
        { "<w:p><w:pPr><w:framePr w:w=\"1\"/></w:pPr></w:p>", "frame", "" },
        { "<w:p><w:r><w:rPr><w:emboss/></w:rPr><w:t>x</w:t></w:r></w:p>", "effect", "emboss" },
        { "<w:p><w:pPr><w:pBdr><w:top w:val=\"wave\"/></w:pBdr></w:pPr></w:p>", "border", "wave" },
        { "<w:p/><w:sectPr><w:cols w:num=\"2\"/></w:sectPr>", "columns", "" },
        { "<w:p/><w:sectPr><w:pgBorders/></w:sectPr>", "page-border", "" },
        { "<w:p><m:oMath xmlns:m=\"m\"/></w:p>", "equation", "" },
        { "<w:tbl><w:tr><w:trPr><w:trHeight w:val=\"40\" w:hRule=\"exact\"/></w:trPr><w:tc>" LINE(
              "x") "</w:tc></w:tr></w:tbl>",
          "cut", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena      a = arena_over(memory, sizeof memory);
        kit_result r = kit_print(&a, test_docx(&a, str_from(cases[i].body), S("")), NULL);
        if (r.st != ST_OK) fail_msg("%s: " STR_FMT, cases[i].what, STR_ARG(r.why.rule));
        if (!tells(&r, cases[i].what, cases[i].detail)) fail_msg("%s is not told", cases[i].what);
    }
    arena      a = arena_over(memory, sizeof memory);
    kit_result r = kit_print(&a, test_docx(&a, S(LINE("Ệ Ỗ Ữ ế ờ đ ₫ – “”") PAGE), S("")), NULL);
    for (size_t i = 0; i < r.made.lack_count; i++) {
        fail_msg(STR_FMT " " STR_FMT, STR_ARG(r.made.lacks[i].what),
                 STR_ARG(r.made.lacks[i].detail));
    }
}

static void the_pdf_is_whole_and_says_its_language(void **state)
{
    (void)state;
    arena      a    = arena_over(memory, sizeof memory);
    str        docx = test_docx(&a, S(LINE("Kính gửi") PAGE), S(""));
    kit_result r = kit_print(&a, docx, NULL), again = kit_print(&a, docx, NULL);
    str        pdf  = r.made.pdf;
    int64_t    xref = 0;
    assert_true(r.ended);
    assert_int_equal(r.made.pages, 1);
    assert_true(str_starts(pdf, S("%PDF-")) && str_ends(pdf, S("%%EOF\n")));
    assert_true(str_find(pdf, S("/Lang (vi-VN)")) > 0);
    assert_true(str_equal(pdf, again.made.pdf)); // equal docx, equal PDF
    str rest = str_slice(pdf, str_find(pdf, S("startxref\n")) + 10, pdf.len);
    assert_true(str_cut(rest, '\n', &rest, &(str){ 0 }) && str_int(rest, &xref));
    assert_true(str_starts(str_slice(pdf, (ptrdiff_t)xref, pdf.len), S("xref\n")));
}

static void what_is_no_docx_is_refused(void **state)
{
    (void)state;
    arena           a        = arena_over(memory, sizeof memory);
    const test_part types[]  = { { S("[Content_Types].xml"), S("<Types/>") } };
    const test_part macro[]  = { { S("word/document.xml"), S("<w:document " KIT_W "/>") },
                                 { S("word/vbaProject.bin"), S("x") } };
    const test_part broken[] = { { S("word/document.xml"), S("<w:document " KIT_W "><w:body>") } };
    const test_part entity[] = { { S("word/document.xml"),
                                   S("<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>") } };
    const struct {
        str         docx;
        const char *rule;
    } cases[] = {
        { S(""), "docx-not-docx" },
        { S("PK\x03\x04 no zip"), "docx-not-docx" },
        { test_zip(&a, types, 1), "docx-not-docx" },
        { test_zip(&a, macro, 2), "docx-macro" },
        { test_zip(&a, broken, 1), "docx-xml" },
        { test_zip(&a, entity, 1), "docx-entity" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        kit_result r = kit_print(&a, cases[i].docx, NULL);
        assert_int_equal(r.st, ST_INVALID);
        if (!str_equal(r.why.rule, str_from(cases[i].rule))) {
            fail_msg("%s: " STR_FMT, cases[i].rule, STR_ARG(r.why.rule));
        }
    }
}

static void any_lack_of_memory_is_a_refusal(void **state)
{
    (void)state;
    arena kept = arena_over(memory, sizeof memory);
    str   docx = test_docx(
          &kept, S("<w:tbl><w:tr><w:tc>" LINE("a") "</w:tc></w:tr></w:tbl>" LINE(WORDS) PAGE), S(""));
    bool whole = false;
    for (int n = 0; n < 2000 && !whole; n++) {
        arena      a     = kept;
        int        fault = n;
        kit_result r     = kit_print(&a, docx, &fault);
        whole            = r.ended;
        if (!whole) assert_true(str_equal(r.why.rule, S("docx-too-large")));
    }
    assert_true(whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_stands_within_the_margins),
        cmocka_unit_test(lines_break_at_words_and_fill_the_room),
        cmocka_unit_test(a_word_longer_than_the_line_is_divided),
        cmocka_unit_test(space_between_is_the_larger_of_two),
        cmocka_unit_test(lines_take_the_height_they_are_told),
        cmocka_unit_test(tabs_go_to_their_stops),
        cmocka_unit_test(no_line_stands_alone_on_a_page),
        cmocka_unit_test(a_table_keeps_its_columns_and_repeats_its_head),
        cmocka_unit_test(a_high_row_breaks_and_loses_nothing),
        cmocka_unit_test(merged_cells_reach_over_their_rows),
        cmocka_unit_test(sections_have_their_own_pages),
        cmocka_unit_test(breaks_are_obeyed),
        cmocka_unit_test(the_first_page_has_a_header_of_its_own),
        cmocka_unit_test(lists_count),
        cmocka_unit_test(what_cannot_be_drawn_is_named),
        cmocka_unit_test(the_pdf_is_whole_and_says_its_language),
        cmocka_unit_test(what_is_no_docx_is_refused),
        cmocka_unit_test(any_lack_of_memory_is_a_refusal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
