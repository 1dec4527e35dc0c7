// What the docx filler promises: values, blocks, rows, refusals, equal bytes.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "kit/documents/documents.h"
#include "kit/documents/docx_test_kit.h"

#define P(text) "<w:p><w:r><w:t xml:space=\"preserve\">" text "</w:t></w:r></w:p>"
#define CELL(inside) "<w:tc>" inside "</w:tc>"
#define ROW(inside) "<w:tr>" inside "</w:tr>"

static char memory[16 << 20];

static arena fresh(void)
{
    return arena_over(memory, sizeof(memory));
}

static const docx_value inner_a[] = { { STR("viec"), STR("a1") } };
static const docx_value inner_b[] = { { STR("viec"), STR("a2") } };
static const docx_data  inner[]   = { { inner_a, 1, NULL, 0 }, { inner_b, 1, NULL, 0 } };
static const docx_list  inners[]  = { { STR("con"), inner, 2 } };
static const docx_value row_1[]   = { { STR("stt"), STR("1") }, { STR("ten"), STR("Một") } };
static const docx_value row_2[]   = { { STR("stt"), STR("2") }, { STR("ten"), STR("Hai & <3>") } };
static const docx_data  rows[]    = { { row_1, 2, inners, 1 }, { row_2, 2, inners, 1 } };
static const docx_list  lists[]   = { { STR("dong"), rows, 2 }, { STR("rong"), NULL, 0 } };
static const docx_value values[]  = {
     { STR("ten"), STR("Cổng \"A\" & <B>") }, { STR("trong"), STR("") },
     { STR("hai_dong"), STR("trên\ndưới") },  { STR("ke"), STR("720") },
     { STR("xau"), STR("\xff\xfe") },         { STR("dieu_khien"), STR("a\x01\r\xEF\xBF\xBFz") },
};
static const docx_data data = { values, COUNT(values), lists, COUNT(lists) };

static void body_becomes(const char *body, const char *expected)
{
    arena   a    = fresh();
    problem why  = { 0 };
    str template = test_docx(&a, str_from(body), S(""));
    str    out;
    status st = docx_fill(template, &data, &a, &out, &why);
    if (st != ST_OK)
        fail_msg("%s: " STR_FMT " " STR_FMT, body, STR_ARG(why.rule), STR_ARG(why.field));
    str       xml  = test_unzip(&a, out, "word/document.xml");
    ptrdiff_t from = str_find(xml, S("<w:body>")) + 8, to = str_find(xml, S("</w:body>"));
    char     *got = arena_cstr(&a, str_slice(xml, from, to));
    assert_string_equal(got, expected);
}

static void values_and_blocks_are_written_in_their_places(void **state)
{
    (void)state;
    static const struct {
        const char *body, *expected;
    } cases[] = {
        { P("Tên: {{ten}}."), P("Tên: Cổng &quot;A&quot; &amp; &lt;B&gt;.") },
        { P("{{trong}}|{{ten}}{{ten}}"),
          P("|Cổng &quot;A&quot; &amp; &lt;B&gt;Cổng &quot;A&quot; &amp; &lt;B&gt;") },
        { P("{{hai_dong}}"), P("trên</w:t><w:br/><w:t xml:space=\"preserve\">dưới") },
        { P("{{dieu_khien}}"), P("az") },
        { P("{{#dong}}") P("{{stt}}. {{ten}}") P("{{/dong}}"),
          P("1. Một") P("2. Hai &amp; &lt;3&gt;") },
        { P("đầu") P("{{#rong}}") P("x") P("{{/rong}}") P("cuối"), P("đầu") P("cuối") },
        { P("{{?ten}}") P("có") P("{{/ten}}"), P("có") },
        { P("{{?trong}}") P("có") P("{{/trong}}"), "" },
        { P("{{^trong}}") P("chưa có") P("{{/trong}}"), P("chưa có") },
        { P("{{?dong}}") P("có dòng") P("{{/dong}}") P("{{^rong}}") P("không dòng") P("{{/rong}}"),
          P("có dòng") P("không dòng") },
        { P("a{{?trong}}, {{trong}}{{/trong}}{{?hai_dong}}, b{{/hai_dong}}."), P("a, b.") },
        { P("{{#dong}}{{stt}};{{/dong}}"), P("1;2;") },
        { P("{{#dong}}") P("{{ten}}") P("{{#con}}") P("{{stt}}{{viec}}") P("{{/con}}")
              P("{{/dong}}"),
          P("Một") P("1a1") P("1a2") P("Hai &amp; &lt;3&gt;") P("2a1") P("2a2") },
        // rows: the rows that hold only a mark vanish
        { "<w:tbl>" ROW(CELL(P("Tên"))) ROW(CELL(P("{{#dong}}")) CELL("<w:p/>"))
              ROW(CELL(P("{{stt}}")) CELL(P("{{ten}}"))) ROW(CELL(P("{{/dong}}"))) "</w:tbl>",
          "<w:tbl>" ROW(CELL(P("Tên"))) ROW(CELL(P("1")) CELL(P("Một")))
              ROW(CELL(P("2")) CELL(P("Hai &amp; &lt;3&gt;"))) "</w:tbl>" },
        // paragraphs inside a cell that also says other things
        { "<w:tbl>" ROW(CELL(P("x") P("{{#dong}}") P("{{stt}}") P("{{/dong}}"))) "</w:tbl>",
          "<w:tbl>" ROW(CELL(P("x") P("1") P("2"))) "</w:tbl>" },
        // a cell never ends without a paragraph
        { "<w:tbl>" ROW(CELL(P("{{?trong}}") P("x") P("{{/trong}}")) CELL(P("y"))) "</w:tbl>",
          "<w:tbl>" ROW(CELL("<w:p/>") CELL(P("y"))) "</w:tbl>" },
        // a drawn line
        { "<w:p><w:pPr><w:ind w:left=\"1\"/></w:pPr><w:r><w:t>{{-ke}}</w:t></w:r></w:p>",
          "<w:p><w:pPr><w:ind w:left=\"720\" "
          "w:right=\"720\"/></w:pPr><w:r><w:t></w:t></w:r></w:p>" },
        // outside <w:t> nothing is ours
        { "<w:p w:rsidR=\"{{ten}}\"><w:instrText>{{x}}</w:instrText></w:p>",
          "<w:p w:rsidR=\"{{ten}}\"><w:instrText>{{x}}</w:instrText></w:p>" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) body_becomes(cases[i].body, cases[i].expected);
    body_becomes(
        "<w:p><w:r><w:txbxContent>" P("{{?trong}}") P("x")
            P("{{/trong}}") "</w:txbxContent></w:r><w:r><w:t>{{ke}}</w:t></w:r></w:p>",
        "<w:p><w:r><w:txbxContent><w:p/></w:txbxContent></w:r><w:r><w:t>720</w:t></w:r></w:p>");
}

static void faults_of_a_template_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *body, *rule, *field;
    } cases[] = {
        { P("{{la}}"), "docx-unknown", "la" },
        { P("{{?la}}") P("x") P("{{/la}}"), "docx-unknown", "la" },
        { P("{{#ten}}") P("x") P("{{/ten}}"), "docx-unknown", "ten" },
        { "<w:p><w:r><w:t>{{t</w:t></w:r><w:r><w:t>en}}</w:t></w:r></w:p>", "docx-mark-split",
          "{{ten}}" },
        { "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ten}}</w:t></w:r></w:p>", "docx-mark-split",
          "{{ten}}" },
        { P("x {{ten"), "docx-mark-split", "{{ten" },
        { P("ten}} x"), "docx-mark-split", "ten}}" },
        { P("{{Tên}}"), "docx-mark-bad", "{{Tên}}" },
        { P("{{}}"), "docx-mark-bad", "{{}}" },
        { P("{{ ten }}"), "docx-mark-bad", "{{ ten }}" },
        { P("{{#dong}}") P("x"), "docx-block-open", "dong" },
        { P("x") P("{{/dong}}"), "docx-block-open", "dong" },
        { P("{{#dong}}") P("{{/ten}}"), "docx-block-open", "ten" },
        { P("{{#dong}}") "<w:tbl>" ROW(CELL(P("{{/dong}}") P("y"))) "</w:tbl>", "docx-block-open",
          "dong" },
        { P("a {{#dong}}") P("x") P("{{/dong}}"), "docx-mark-not-alone", "dong" },
        { "<w:p><w:r><w:t>{{?ten}}</w:t></w:r><w:r><w:t>{{/ten}}</w:t></w:r></w:p>",
          "docx-mark-not-alone", "ten" },
        { P("{{-ke}}"), "docx-line-indent", "ke" },
        { "<w:p><w:pPr><w:ind/></w:pPr><w:r><w:t>{{-ten}}</w:t></w:r></w:p>", "docx-line-indent",
          "ten" },
        { P("{{xau}}"), "not-text", "xau" },
        { "<w:p><w:r><w:t>x</w:r></w:p>", "docx-xml", "word" },
        { "<w:p><w:r><w:t><![CDATA[{{ten}}]]></w:t></w:r></w:p>", "docx-xml", "word" },
        { "<w:p><w:r><w:t><!--{{ten}}--></w:t></w:r></w:p>", "docx-xml", "word" },
        { P("&la;"), "docx-xml", "word" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena   a   = fresh();
        problem why = { 0 };
        str     out, template = test_docx(&a, str_from(cases[i].body), S(""));
        assert_int_equal(docx_fill(template, &data, &a, &out, &why), ST_INVALID);
        assert_string_equal(arena_cstr(&a, why.rule), cases[i].rule);
        assert_string_equal(arena_cstr(&a, why.field), cases[i].field);
    }
}

static void hostile_packages_are_refused(void **state)
{
    (void)state;
    arena     a     = fresh();
    test_part types = { S("[Content_Types].xml"), S("<Types/>") };
    test_part plain = { S("word/document.xml"), S("<w:document/>") };
    // 5 MB of one letter inside a text: a packed bomb of 5 kB.
    char *bomb = arena_alloc(&a, 1, 1, 5 << 20);
    memset(bomb, 'x', 5 << 20);
    test_part large   = { S("word/document.xml"), { bomb, 5 << 20 } };
    test_part macro   = { S("word/vbaProject.bin"), S("x") };
    test_part doctype = { S("word/document.xml"),
                          S("<!DOCTYPE d [<!ENTITY a \"aaaa\">]><w:document>&a;</w:document>") };
    struct {
        test_part   parts[3];
        size_t      count;
        const char *rule;
    } cases[] = {
        { { types, large }, 2, "docx-too-large" }, { { types, plain, macro }, 3, "docx-macro" },
        { { types, doctype }, 2, "docx-entity" },  { { types }, 1, "docx-not-docx" },
        { { plain }, 1, "docx-not-docx" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena       scratch = a;
        problem     why     = { 0 };
        docx_place *places;
        size_t      count;
        str         file = test_zip(&scratch, cases[i].parts, cases[i].count);
        assert_int_equal(docx_check(file, &scratch, &places, &count, &why), ST_INVALID);
        assert_string_equal(arena_cstr(&scratch, why.rule), cases[i].rule);
    }
    static const str raw[] = { STR(""), STR("PK"), STR("not a zip at all, only text"),
                               STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and a sealed document") };
    for (size_t i = 0; i < COUNT(raw); i++) {
        problem why = { 0 };
        str     out;
        assert_int_equal(docx_fill(raw[i], &data, &a, &out, &why), ST_INVALID);
        assert_string_equal(arena_cstr(&a, why.rule), i == 3 ? "docx-encrypted" : "docx-not-docx");
    }
}

static void a_truncated_package_never_becomes_a_paper(void **state)
{
    (void)state;
    arena a    = fresh();
    str   file = test_docx(&a, S(P("{{ten}}")), S(P("{{ten}}")));
    for (ptrdiff_t n = 0; n < file.len; n++) {
        arena scratch = a;
        str   out;
        assert_int_not_equal(docx_fill(str_slice(file, 0, n), &data, &scratch, &out, NULL), ST_OK);
    }
}

static void placeholders_are_listed_and_compared(void **state)
{
    (void)state;
    arena       a    = fresh();
    str         file = test_docx(&a, S(P("{{ten}} {{ten}}") P("{{?ten}}") P("{{x}}") P("{{/ten}}")),
                                 S(P("{{dau}}")));
    docx_place *places;
    size_t      count;
    problem     why = { 0 };
    assert_int_equal(docx_check(file, &a, &places, &count, &why), ST_OK);
    assert_int_equal(count, 4);
    assert_true(str_equal(places[0].name, S("ten")) && places[0].kind == DOCX_TEXT);
    assert_true(str_equal(places[1].name, S("ten")) && places[1].kind == DOCX_WHEN);
    assert_true(str_equal(places[3].name, S("dau")));
    docx_offer offers[] = {
        { S("ten"), true }, { S("dau"), true }, { S("x"), true }, { S("y"), false }
    };
    assert_int_equal(docx_compare(places, count, offers, 4, &why), ST_OK);
    assert_int_equal(docx_compare(places, count, offers, 2, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("docx-unknown")) && str_equal(why.field, S("x")));
    offers[3].required = true;
    assert_int_equal(docx_compare(places, count, offers, 4, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("docx-missing")) && str_equal(why.field, S("y")));
}

static void other_parts_are_copied_and_bytes_are_equal(void **state)
{
    (void)state;
    arena a    = fresh();
    str   file = test_docx(&a, S(P("{{ten}}")), S(P("{{hai_dong}}")));
    str   one, two;
    assert_int_equal(docx_fill(file, &data, &a, &one, NULL), ST_OK);
    assert_int_equal(docx_fill(file, &data, &a, &two, NULL), ST_OK);
    assert_true(str_equal(one, two));
    assert_true(
        str_equal(test_unzip(&a, one, "word/styles.xml"), S("<w:styles>{{not_ours}}</w:styles>")));
    assert_true(str_find(test_unzip(&a, one, "word/header1.xml"), S("trên")) > 0);
}

// ---- binding -----------------------------------------------------------------------------------

#define SECT(inside)                                                                               \
    "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\"/>" inside              \
    "<w:titlePg/></w:sectPr>"
#define SECT_1 SECT("<w:pgNumType w:start=\"1\"/>")
#define LOW "<w:p><w:pPr></w:pPr></w:p>"

static str bound(arena *a, const char *one, const char *two, status *st, problem *why)
{
    static const docx_value left[]   = { { STR("ten"), STR("Một & hai") } };
    static const docx_value right[]  = { { STR("ten"), STR("Ba") } };
    static const docx_data  both[]   = { { left, 1, NULL, 0 }, { right, 1, NULL, 0 } };
    docx_sheet              sheets[] = { { test_docx(a, str_from(one), S("")), &both[0] },
                                         { test_docx(a, str_from(two), S("")), &both[1] } };
    str                     out      = { 0 };
    *st                              = docx_bind(sheets, 2, a, &out, why);
    return out;
}

static void papers_are_bound_each_a_section_counting_from_one(void **state)
{
    (void)state;
    static const struct {
        const char *one, *two, *expected;
    } cases[] = {
        // The last paragraph of ours is empty: it ends the section.
        { P("{{ten}}") LOW SECT(""), P("{{ten}}") SECT(""),
          P("Một &amp; hai") "<w:p><w:pPr>" SECT_1 "</w:pPr></w:p>" P("Ba") SECT_1 },
        // One that ends otherwise gets a paragraph of its own for that.
        { P("{{ten}}") SECT(""), P("b") SECT(""),
          P("Một &amp; hai") "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" "
                             "w:lineRule=\"exact\"/>" SECT_1 "</w:pPr></w:p>" P("b") SECT_1 },
        // With an annex the first section counts from 1, the annex as it says itself.
        { P("a") "<w:p><w:pPr>" SECT("") "</w:pPr></w:p>" P("phụ lục") LOW SECT(""), P("b") SECT_1,
          P("a") "<w:p><w:pPr>" SECT_1 "</w:pPr></w:p>" P("phụ lục") "<w:p><w:pPr>" SECT(
              "") "</w:pPr></w:p>" P("b") SECT_1 },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena   a   = fresh();
        problem why = { 0 };
        status  st;
        str     out = bound(&a, cases[i].one, cases[i].two, &st, &why);
        assert_int_equal(st, ST_OK);
        str       xml  = test_unzip(&a, out, "word/document.xml");
        ptrdiff_t from = str_find(xml, S("<w:body>")) + 8, to = str_find(xml, S("</w:body>"));
        assert_string_equal(arena_cstr(&a, str_slice(xml, from, to)), cases[i].expected);
        assert_true(str_ends(xml, S("</w:body></w:document>")));
        str again = bound(&a, cases[i].one, cases[i].two, &st, &why);
        assert_true(str_equal(out, again));
    }
}

static void what_cannot_be_bound_is_refused(void **state)
{
    (void)state;
    arena           a   = fresh();
    problem         why = { 0 };
    status          st;
    str             out;
    const docx_data none  = { 0 };
    str             plain = test_docx(&a, S(P("a") SECT("")), S(""));
    str             other = test_docx(&a, S(P("a") SECT("")), S(P("đầu trang")));
    docx_sheet      two[] = { { plain, &none }, { other, &none } };
    assert_false(docx_alike(plain, other));
    assert_true(docx_alike(plain, plain));
    assert_int_equal(docx_bind(two, 2, &a, &out, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("docx-bind-other")) && str_equal(why.field, S("2")));
    (void)bound(&a, P("a"), P("b") SECT(""), &st, &why); // no page at all
    assert_int_equal(st, ST_INVALID);
    assert_true(str_equal(why.rule, S("docx-xml")));
    assert_int_equal(docx_bind(two, 0, &a, &out, &why), ST_INVALID);
    two[1] = (docx_sheet){ S("PK nothing"), &none };
    assert_int_equal(docx_bind(two, 2, &a, &out, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("docx-not-docx")));
}

// ---- a stranger's template ---------------------------------------------------------------------

#define T(text) "<w:r><w:t>" text "</w:t></w:r>"
#define SEAM "<w:proofErr w:type=\"spellStart\"/>"

static str packed(arena *a, const char *body, const test_part *more, status *st, problem *why,
                  docx_taken *taken)
{
    static const char ns[]     = "<w:document xmlns:w=\"w\"><w:body>";
    test_part         parts[4] = {
                { S("[Content_Types].xml"), S("<Types/>") },
                { S("_rels/.rels"), S("<Relationships/>") },
                { S("word/document.xml"), arena_printf(a, "%s%s</w:body></w:document>", ns, body) },
    };
    if (more) parts[3] = *more;
    str out = { 0 };
    *st     = docx_take(test_zip(a, parts, more ? 4 : 3), a, taken, why);
    if (*st == ST_OK)
        assert_int_equal(docx_pack((docx_packed *)taken->parts, taken->count, a, &out), ST_OK);
    return out;
}

static void split_placeholders_are_put_together(void **state)
{
    (void)state;
    static const struct {
        const char *body, *healed, *left;
    } cases[] = {
        { "<w:p>" T("{{ten}}") "</w:p>", "", NULL },
        { "<w:p>" T("a {{te") SEAM T("n}} b") "</w:p>", "ten", NULL },
        { "<w:p>" T("{") T("{#do") T("ng") T("}") T("}") "</w:p><w:p>" T("{{/dong}}") "</w:p>",
          "dong", NULL },
        { "<w:p>" T("{{ten}} {{ke") T("t}}{{ca") T("p}}") "</w:p>", "ket cap", NULL },
        { "<w:p>" T("{{te") "<w:r><w:tab/></w:r>" T("n}}") "</w:p>", "", "docx-mark-split" },
        { "<w:p>" T("{{Te") T("n}}") "</w:p>", "", "docx-mark-split" },
    };
    static docx_taken taken;
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena   a   = fresh();
        problem why = { 0 };
        status  st;
        (void)packed(&a, cases[i].body, NULL, &st, &why, &taken);
        if (cases[i].left) {
            assert_int_equal(st, ST_INVALID);
            assert_true(str_equal(why.rule, str_from(cases[i].left)));
            continue;
        }
        if (st != ST_OK) fail_msg("%zu: " STR_FMT, i, STR_ARG(why.rule));
        buf b = buf_in(&a, 64, 256);
        for (size_t k = 0; k < taken.healed_count; k++) {
            if (k) buf_char(&b, ' ');
            buf_put(&b, taken.healed[k]);
        }
        assert_string_equal(arena_cstr(&a, buf_str(&b)), cases[i].healed);
    }
}

static void hostile_templates_are_refused(void **state)
{
    (void)state;
    static docx_taken taken;
    static const struct {
        test_part   part;
        const char *rule;
    } cases[] = {
        { { STR("word/vbaProject.bin"), STR("x") }, "docx-macro" },
        { { STR("word/embeddings/o.bin"), STR("x") }, "docx-macro" },
        { { STR("../up.xml"), STR("<a/>") }, "docx-name" },
        { { STR("/root.xml"), STR("<a/>") }, "docx-name" },
        { { STR("WORD/document.xml"), STR("<a/>") }, "docx-name" },
        { { STR("word/styles.xml"), STR("<a>") }, "docx-xml" },
        { { STR("word/styles.xml"), STR("<!DOCTYPE a><a/>") }, "docx-entity" },
        { { STR("word/_rels/document.xml.rels"),
            STR("<Relationships><Relationship Id=\"a\" Type=\"x/image\" Target=\"http://x/y\" "
                "TargetMode=\"External\"/></Relationships>") },
          "docx-outside" },
        { { STR("word/_rels/document.xml.rels"),
            STR("<Relationships><Relationship Id=\"a\" Type=\"x/hyperlink\" Target=\"http://x/y\" "
                "TargetMode=\"External\"/></Relationships>") },
          NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena   a   = fresh();
        problem why = { 0 };
        status  st;
        (void)packed(&a, "<w:p/>", &cases[i].part, &st, &why, &taken);
        if (!cases[i].rule) {
            assert_int_equal(st, ST_OK);
            continue;
        }
        assert_int_equal(st, ST_INVALID);
        if (!str_equal(why.rule, str_from(cases[i].rule)))
            fail_msg("%zu: " STR_FMT, i, STR_ARG(why.rule));
    }
}

static void every_failed_allocation_is_reported(void **state)
{
    (void)state;
    arena a    = fresh();
    str   file = test_docx(&a, S(P("{{ten}}") P("{{#dong}}") P("{{stt}}") P("{{/dong}}")), S(""));
    for (int n = 1; n < 200; n++) {
        int   countdown         = n;
        arena scratch           = a;
        scratch.fault_countdown = &countdown;
        str    out;
        status st = docx_fill(file, &data, &scratch, &out, NULL);
        if (st == ST_OK) {
            assert_true(n > 5);
            return;
        }
        assert_int_equal(st, ST_MEMORY);
    }
    fail_msg("never succeeded");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_and_blocks_are_written_in_their_places),
        cmocka_unit_test(faults_of_a_template_are_named),
        cmocka_unit_test(hostile_packages_are_refused),
        cmocka_unit_test(a_truncated_package_never_becomes_a_paper),
        cmocka_unit_test(placeholders_are_listed_and_compared),
        cmocka_unit_test(other_parts_are_copied_and_bytes_are_equal),
        cmocka_unit_test(papers_are_bound_each_a_section_counting_from_one),
        cmocka_unit_test(what_cannot_be_bound_is_refused),
        cmocka_unit_test(split_placeholders_are_put_together),
        cmocka_unit_test(hostile_templates_are_refused),
        cmocka_unit_test(every_failed_allocation_is_reported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
