// paper_ops_test.c - which papers a system can have, what stands in them, and what is left behind.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kit/documents/docx_test_kit.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/controls/controls.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/dossiers_queries.gen.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#define REST "\"serves_defsec\":false,\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":0"
#define LEVEL_2 "{\"type\":[\"a\"],\"info\":[\"ca_nhan\"]," REST "}"
#define LEVEL_3                                                                                    \
    "{\"type\":[\"b\"],\"info\":[\"rieng\",\"ca_nhan\"],\"handles_tthc\":true,\"dvc_level\":4,"    \
    "\"online_service\":true,\"cond_business\":\"no\",\"users_private\":1200,"                     \
    "\"pd_basic\":1200,\"pd_sensitive\":0," REST "}"
#define OPEN "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]}"
#define TWO_PARTS                                                                                  \
    "{\"components\":[{\"name\":\"Kho <hồ sơ>\",\"type\":[\"a\"],\"info\":[\"ca_nhan\"]," REST     \
    "},{\"name\":\"Bảng tin\",\"type\":[\"a\"],\"info\":[\"cong_cong\"]," REST "}]}"

static arena fresh(void)
{
    return test_arena(32 * 1024 * 1024);
}

static bool says(call *c, str docx, const char *text)
{
    str xml = test_unzip(c->a, docx, "word/document.xml");
    return str_find(xml, str_from(text)) >= 0;
}

static str ref_of(call *c, int64_t id)
{
    return arena_printf(c->a, "%lld", (long long)id);
}

static status draw(call *c, int64_t id, const char *form, const char *pack, paper_made *out,
                   problem *why)
{
    const law_pack *p = pack ? law_pack_find(law_current(), str_from(pack)) : NULL;
    return papers_draw(c, ref_of(c, id), str_from(form), p, S(""), out, why);
}

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

#define TWO "mau-01, mau-04, danh-muc, thuyet-minh, phuong-an, quyet-dinh, quy-che"
#define THREE "mau-02, mau-04, mau-05, mau-06, danh-muc, thuyet-minh, phuong-an, quy-che"

static void a_form_is_made_only_for_its_levels(void **state)
{
    arena a = fresh();
    call  c = test_call(*state, &a);
    struct {
        const char *facts, *form, *pack, *rule, *fitting;
    } cases[] = {
        { LEVEL_2, "mau-01", NULL, NULL, NULL },
        { LEVEL_2, "thuyet-minh", NULL, NULL, NULL },
        { LEVEL_2, "mau-05", NULL, "form-level", TWO },
        { LEVEL_2, "mau-99", NULL, "form-unknown", TWO },
        { LEVEL_2, "mau-08", "nd331", "form-unknown", TWO }, // a body's report,
        { LEVEL_2, "mau-01", "nd85", NULL, NULL },
        { LEVEL_3, "mau-05", NULL, NULL, NULL },
        { LEVEL_3, "mau-05", "nd85", NULL, NULL },
        { LEVEL_3, "mau-01", NULL, "form-level", THREE },
        { OPEN, "thuyet-minh", NULL, NULL, NULL },
        { OPEN, "mau-01", NULL, "level-undecided", "danh-muc, thuyet-minh, quy-che" },
        { LEVEL_2, "mau-04", NULL, NULL, NULL },
        { LEVEL_2, "quyet-dinh", NULL, NULL, NULL },
        { LEVEL_2, "quyet-dinh", "nd85", NULL, NULL },
        { LEVEL_3, "mau-02", NULL, NULL, NULL },
        { LEVEL_3, "mau-04", "nd85", NULL, NULL },
        { LEVEL_3, "mau-06", NULL, NULL, NULL },
        { LEVEL_3, "mau-06", "nd85", NULL, NULL },
        { LEVEL_3, "quyet-dinh", NULL, "form-level", THREE },
        { OPEN, "quy-che", NULL, NULL, NULL },
        { TWO_PARTS, "mau-01", NULL, NULL, NULL },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char name[40];
        snprintf(name, sizeof(name), "Hệ thống %zu", i);
        int64_t    id  = test_system(&c, "BTC", name, cases[i].facts);
        problem    why = { 0 };
        paper_made made;
        status     st = draw(&c, id, cases[i].form, cases[i].pack, &made, &why);
        if (!cases[i].rule) {
            if (st != ST_OK) fail_msg("%zu: " STR_FMT, i, STR_ARG(why.rule));
            assert_true(made.docx.len > 4000);
            continue;
        }
        assert_int_equal(st, ST_INVALID);
        assert_string_equal(arena_cstr(&a, why.rule), cases[i].rule);
        assert_string_equal(arena_cstr(&a, why.detail), cases[i].fitting);
    }
    call_end(&c);
}

static bool paper_says(call *c, int64_t id, const char *form, const char *text)
{
    problem    why = { 0 };
    paper_made made;
    assert_int_equal(draw(c, id, form, NULL, &made, &why), ST_OK);
    return str_find(test_unzip(c->a, made.docx, "word/document.xml"), str_from(text)) >= 0;
}

// Who writes a paper stands in its head: the operator asks, the specialist unit appraises, the owner decides.
static void a_paper_has_the_head_of_who_issues_it(void **state)
{
    arena       a     = fresh();
    call        c     = test_call(*state, &a);
    int64_t     two   = test_system(&c, "BTC", "Hệ thống một", LEVEL_2), office;
    int64_t     three = test_system(&c, "BTC", "Hệ thống hai", LEVEL_3);
    problem     why   = { 0 };
    body_office unit  = { .body_id    = test_body(&c, "BTC"),
                          .kind       = OFFICE_SPECIALIST,
                          .name       = S("Cục Tin học thống kê"),
                          .doc_no     = S("12/QĐ-BTC"),
                          .doc_on     = S("2026-01-05"),
                          .valid_from = S("2026-01-05") };
    assert_true(paper_says(&c, three, "mau-06", ">BỘ TÀI CHÍNH<"));
    assert_true(paper_says(&c, two, "quyet-dinh", "ĐƠN VỊ CHUYÊN TRÁCH"));
    call_end(&c);
    assert_int_equal(body_office_add(&c, &unit, &office, &why), ST_OK);
    assert_true(paper_says(&c, two, "quyet-dinh", ">CỤC TIN HỌC THỐNG KÊ<"));
    assert_true(paper_says(&c, two, "quyet-dinh", ">BỘ TÀI CHÍNH<"));
    assert_true(paper_says(&c, three, "mau-04", ">CỤC TIN HỌC THỐNG KÊ<"));
    assert_true(paper_says(&c, three, "mau-02", "Kính gửi: Cục Tin học thống kê."));
    call_end(&c);
}

static void the_plan_tells_the_newest_sheet(void **state)
{
    arena         a   = fresh();
    call          c   = test_call(*state, &a);
    int64_t       id  = test_system(&c, "BTC", "Hệ thống hai", LEVEL_3), sheet;
    problem       why = { 0 };
    control_order o   = { .system_id = id,
                          .pack      = law_pack_find(law_current(), S("nd331")),
                          .level     = 3 };
    assert_true(paper_says(&c, id, "phuong-an", ">[cần bổ sung]<"));
    call_end(&c);
    assert_int_equal(controls_make(&c, &o, &sheet, &why), ST_OK);
    control_edit  edit = { 0 };
    control_saved saved;
    control_row  *rows;
    control_sheet made;
    size_t        count;
    assert_int_equal(control_sheet_load(&c, sheet, &made), ST_OK);
    assert_int_equal(control_sheet_rows(&c, &made, ASKED_STANDARD, &rows, &count), ST_OK);
    call_end(&c);
    edit.control = rows[0].control;
    edit.version = rows[0].version;
    for (int i = 0; i < CONTROL_FIELDS; i++) edit.was[i] = S("");
    edit.values[CONTROL_ANSWER]      = S("partly");
    edit.values[CONTROL_DESCRIPTION] = S("Đang tách vùng quản trị");
    edit.values[CONTROL_RESPONSIBLE] = S("Phòng Hạ tầng");
    edit.values[CONTROL_DUE]         = S("2027-06-30");
    assert_int_equal(controls_save(&c, sheet, &edit, 1, &saved), ST_OK);
    assert_int_equal(saved.fate, CONTROL_SAVED);
    assert_int_equal(count, 195);
    assert_true(paper_says(&c, id, "phuong-an", "Đã rà soát 195 yêu cầu của cấp độ 3:"));
    assert_true(paper_says(&c, id, "phuong-an", "Chưa trả lời: 194 yêu cầu."));
    assert_true(paper_says(&c, id, "phuong-an", "Đáp ứng một phần: Đang tách vùng quản trị"));
    assert_true(paper_says(&c, id, "phuong-an", "Phòng Hạ tầng (30/06/2027)"));
    call_end(&c);
}

static int64_t full_system(call *c)
{
    int64_t         id;
    problem         why      = { 0 };
    system_problems problems = { 0 };
    body_draft      unit     = { .code      = S("BTC-TIN"),
                                 .name_vi   = S("Cục Công nghệ thông tin & Chuyển đổi số"),
                                 .symbol    = S("CNTT"),
                                 .place     = S("Hà Nội"),
                                 .parent_id = test_body(c, "BTC") };
    int64_t         unit_id;
    assert_int_equal(bodies_add(c, &unit, &unit_id, &why), ST_OK);
    system_data draft = { .name          = S("Hệ thống một cửa <điện tử>"),
                          .owner         = S("BTC"),
                          .operator_     = S("BTC-TIN"),
                          .purpose       = S("Tiếp nhận và trả kết quả."),
                          .scope         = S("Toàn ngành"),
                          .address       = S("28 Trần Hưng Đạo, Hà Nội"),
                          .state         = S("running"),
                          .running_since = S("2021-03-05"),
                          .contact_phone = S("024 1234 567"),
                          .contact_email = S("cntt@example.vn"),
                          .facts         = S(LEVEL_3) };
    status      st    = systems_add(c, &draft, &id, &problems);
    if (st != ST_OK) fail_msg(STR_FMT, STR_ARG(problems.items[0].rule));
    return id;
}

static void the_register_stands_in_the_paper(void **state)
{
    arena      a   = fresh();
    call       c   = test_call(*state, &a);
    int64_t    id  = full_system(&c);
    problem    why = { 0 };
    paper_made m;
    assert_int_equal(draw(&c, id, "mau-05", NULL, &m, &why), ST_OK);
    assert_true(says(&c, m.docx, "/TTr-CNTT"));
    assert_true(says(&c, m.docx, "BỘ TÀI CHÍNH")); // the superior body
    assert_true(says(&c, m.docx, "Hà Nội, ngày"));
    assert_true(says(&c, m.docx, "Hệ thống một cửa &lt;điện tử&gt;"));
    assert_true(says(&c, m.docx, "Kính gửi: Bộ Tài chính."));
    assert_true(says(&c, m.docx, "Căn cứ Luật An ninh mạng số 116/2025/QH15;"));
    assert_true(says(&c, m.docx,
                     "Căn cứ Nghị định số 331/2026/NĐ-CP ngày 19 tháng 8 năm 2026 của "
                     "Chính phủ về bảo vệ an ninh mạng"));
    assert_true(says(&c, m.docx, "Đơn vị chuyên trách về an ninh mạng của Bộ Tài chính"));
    assert_true(says(&c, m.docx, "28 Trần Hưng Đạo, Hà Nội."));
    assert_int_equal(m.form.missing_count, 0);

    assert_int_equal(draw(&c, id, "thuyet-minh", NULL, &m, &why), ST_OK);
    assert_true(says(&c, m.docx, "Tiếp nhận và trả kết quả."));
    assert_false(says(&c, m.docx, "kết quả.."));
    assert_true(says(&c, m.docx, "đưa vào sử dụng từ ngày 05 tháng 3 năm 2021"));
    assert_true(says(&c, m.docx, "Điều\u00A013 Nghị định 331/2026/NĐ-CP"));
    assert_true(says(&c, m.docx, ": 1.200."));
    assert_true(says(&c, m.docx, "[cần bổ sung]")); // its architecture

    assert_int_equal(draw(&c, id, "mau-05", "nd85", &m, &why), ST_OK);
    assert_true(says(&c, m.docx, "Căn cứ Luật An toàn thông tin mạng;"));
    assert_true(says(&c, m.docx, "phương án bảo đảm an toàn thông tin"));
    assert_false(says(&c, m.docx, "an ninh mạng"));
    call_end(&c);
}

static void an_open_level_leaves_a_draft_with_its_questions(void **state)
{
    arena      a   = fresh();
    call       c   = test_call(*state, &a);
    int64_t    id  = test_system(&c, "BTC", "Hệ thống dở dang", OPEN);
    problem    why = { 0 };
    paper_made m;
    assert_int_equal(draw(&c, id, "thuyet-minh", NULL, &m, &why), ST_OK);
    assert_int_equal(m.result, LAW_AT_LEAST);
    assert_true(says(&c, m.docx, "Dữ kiện cần bổ sung để kết luận"));
    assert_true(says(&c, m.docx, "Bản dự thảo: chưa đủ căn cứ"));
    bool told = false;
    for (size_t i = 0; i < m.form.missing_count; i++) {
        told |= str_equal(m.form.missing[i], S("questions"));
    }
    assert_true(told);
    call_end(&c);
}

static void a_made_paper_is_recorded_and_can_be_told_again(void **state)
{
    arena      a  = fresh();
    call       c  = test_call_of(*state, &a, "BTC");
    call       m  = test_call(*state, &a);
    int64_t    id = test_system(&m, "BTC", "Hệ thống nhân sự", LEVEL_2), rows = 0, bad = 0;
    problem    why = { 0 };
    paper_made one, two;
    paper_record *past;
    size_t        count;
    call_end(&m);
    assert_int_equal(papers_make(&c, ref_of(&c, id), S("mau-01"), NULL, S(""), &one, &why), ST_OK);
    assert_int_equal(papers_make(&c, ref_of(&c, id), S("mau-01"), NULL, S(""), &two, &why), ST_OK);
    assert_true(str_equal(one.docx, two.docx) && two.id > one.id);
    assert_true(str_starts(one.filename, S("mau-01-HT-")) && str_ends(one.filename, S(".docx")));
    assert_int_equal(papers_history(&c, id, &past, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(past[0].id, two.id);
    assert_true(str_equal(past[0].docx_sha256, str_from(one.sha256)));
    assert_true(str_equal(past[0].person, S("Nguyễn Thị Minh Khai")));
    assert_int_equal(past[0].level, 2);
    assert_int_equal(past[0].docx_bytes, one.docx.len);
    int64_t sealed = 0;
    call_end(&c);
    assert_int_equal(audit_seal(*state, a, &sealed), ST_OK);
    assert_true(sealed >= 2);
    assert_int_equal(audit_verify(*state, a, &rows, &bad), ST_OK);
}

static void another_bodys_papers_are_not_there(void **state)
{
    arena         a   = fresh();
    call          m   = test_call(*state, &a);
    int64_t       id  = test_system(&m, "BTC", "Hệ thống nhân sự", LEVEL_2);
    problem       why = { 0 };
    paper_made    made;
    paper_record *past;
    size_t        count;
    assert_int_equal(papers_make(&m, ref_of(&m, id), S("mau-01"), NULL, S(""), &made, &why), ST_OK);
    call_end(&m);
    call other = test_call_of(*state, &a, "BYT");
    assert_int_equal(draw(&other, id, "mau-01", NULL, &made, &why), ST_MISSING);
    assert_int_equal(papers_history(&other, id, &past, &count), ST_OK);
    assert_int_equal(count, 0);
    call_end(&other);
}

static void a_finding_the_packs_have_overtaken_is_not_written_down(void **state)
{
    arena         a   = fresh();
    call          c   = test_call(*state, &a);
    int64_t       id  = test_system(&c, "BTC", "Hệ thống nhân sự", LEVEL_2);
    problem       why = { 0 };
    system_record s;
    paper_desk    desk;
    assert_int_equal(systems_get_id(&c, id, &s), ST_OK);
    assert_int_equal(papers_desk(&c, &s, NULL, &desk, &why), ST_OK);
    assert_int_equal(desk.level, 2);
    s.level = 1;
    assert_int_equal(papers_desk(&c, &s, NULL, &desk, &why), ST_CONFLICT);
    assert_true(str_equal(why.rule, S("finding-stale")));
    call_end(&c);
}

static void a_demonstrations_paper_says_so(void **state)
{
    arena      a   = fresh();
    call       c   = test_call(*state, &a);
    int64_t    id  = test_system(&c, "BTC", "Hệ thống nhân sự", TWO_PARTS);
    problem    why = { 0 };
    paper_made m;
    assert_int_equal(
        papers_draw(&c, ref_of(&c, id), S("thuyet-minh"), NULL, S("SỐ LIỆU MINH HỌA"), &m, &why),
        ST_OK);
    str footer = test_unzip(&a, m.docx, "word/footer1.xml");
    assert_true(str_find(footer, S("SỐ LIỆU MINH HỌA")) > 0);
    assert_true(says(&c, m.docx, "1. Kho &lt;hồ sơ&gt;") && says(&c, m.docx, "2. Bảng tin"));
    assert_true(says(&c, m.docx, "(cấp độ cao nhất trong các thành phần)"));
    call_end(&c);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,    &organisations_sql, &accounts_sql,
                                                 &systems_sql, &controls_sql,      &dossiers_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_is_prepared),
        cmocka_unit_test(a_form_is_made_only_for_its_levels),
        cmocka_unit_test(a_paper_has_the_head_of_who_issues_it),
        cmocka_unit_test(the_plan_tells_the_newest_sheet),
        cmocka_unit_test(the_register_stands_in_the_paper),
        cmocka_unit_test(an_open_level_leaves_a_draft_with_its_questions),
        cmocka_unit_test(a_made_paper_is_recorded_and_can_be_told_again),
        cmocka_unit_test(another_bodys_papers_are_not_there),
        cmocka_unit_test(a_finding_the_packs_have_overtaken_is_not_written_down),
        cmocka_unit_test(a_demonstrations_paper_says_so),
    };
    return test_store_run(tests, COUNT(tests));
}
