// incident_letter_test.c - the fifteen points of an official paper (NĐ 30/2020, Phụ lục I) in every form about
// incidents, what stands in them, and that what is not known stays blank.
//
// With COLOA_PAPERS_OUT=DIR every form is written there, filled and blank.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/documents/docx_test_kit.h"
#include "kit/os/os.h"
#include "modules/incidents/incident_letter.h"
#include "modules/incidents/letter_cmd.h"

static char memory[64 << 20];

static const char full[] =
    "{\"head\":{\"superior\":\"Tập đoàn Mẫu\",\"issuer\":\"Công ty Mẫu\",\"symbol\":\"CTM\","
    "\"place\":\"Hà Nội\",\"to\":\"Cơ quan điều phối quốc gia\",\"signer_post\":\"GIÁM ĐỐC\","
    "\"signer\":\"Nguyễn Thị Minh Khai\",\"drafter\":\"CNTT\",\"sample\":\"SỐ LIỆU MINH HỌA\"},"
    "\"facts\":{\"reporter_name\":\"Công ty Mẫu\",\"reporter_address\":\"Số 1 phố Mẫu, Hà Nội\","
    "\"reporter_phone\":\"024 1234 5678\",\"reporter_email\":\"vanthu@mau.example\","
    "\"contact_name\":\"Trần Văn An\",\"contact_title\":\"Trưởng phòng CNTT\","
    "\"contact_phone\":\"0912 345 678\",\"contact_email\":\"an@mau.example\","
    "\"operator_name\":\"Phòng Công nghệ thông tin\",\"operator_address\":\"Số 1 phố Mẫu\","
    "\"owner_name\":\"Công ty Mẫu\",\"system_name\":\"Hệ thống giao dịch <trực tuyến> & tra cứu\","
    "\"system_level\":3,\"domains\":[\"giaodich.mau.example\",\"tracuu.mau.example\"],"
    "\"ips\":[\"192.0.2.10\",\"192.0.2.11\"],\"attacking_ips\":[\"198.51.100.7\"],\"ports\":[\"TCP "
    "443\"],"
    "\"os\":\"Linux 6.1\",\"purpose\":\"Giao dịch trực tuyến\",\"provider_security\":\"Công ty An "
    "ninh Mẫu\","
    "\"provider_network\":[\"Nhà mạng A\",\"Nhà mạng B\"],"
    "\"description\":\"Khoảng 10 giờ ngày 24/3/2024 toàn bộ dữ liệu của máy chủ ảo bị mã hóa; "
    "khách hàng không "
    "đăng nhập được. Nguy cơ gián đoạn kéo dài.\",\"spread\":\"Toàn bộ cụm máy chủ ảo\","
    "\"effect\":\"Ngừng giao dịch trực tuyến\",\"signs\":\"Dịch vụ bị gián "
    "đoạn\",\"type\":\"ENCRYPT\","
    "\"class\":\"serious\",\"code\":\"SC-2024-000001\",\"detected\":\"2024-03-24T10:00:00+07:00\","
    "\"occurred\":\"2024-03-24T09:30:00+07:00\",\"fixed\":\"2024-04-01T08:00:00+07:00\","
    "\"reported\":\"2024-03-24T11:30:00+07:00\",\"present_state\":\"unhandled\",\"detected_how\":"
    "\"ids log\","
    "\"told\":\"coordinator\",\"services\":\"web database\",\"measures\":\"antivirus firewall\","
    "\"enclosed\":\"log\",\"keep_secret\":true,\"done\":\"Cô lập cụm máy chủ; giữ nguyên nhật "
    "ký.\","
    "\"planned\":\"Khôi phục từ bản sao lưu theo bốn giai đoạn.\",\"helpers\":[\"Công ty An ninh "
    "Mẫu\"],"
    "\"proposal\":\"Đề nghị hỗ trợ phân tích mã độc.\",\"result\":\"Đã giải mã và khôi phục dữ "
    "liệu; giao dịch "
    "trở lại từ 01/4/2024.\",\"cause\":\"Tài khoản quản trị bị lộ.\",\"damage\":\"Dừng dịch vụ 8 "
    "ngày\","
    "\"initial_report_no\":\"12/"
    "BC-CTM\",\"initial_report_on\":\"2024-03-24\",\"data_amount\":120000,"
    "\"people_affected\":35000,\"data_kinds\":\"Họ tên, số điện thoại\",\"involved\":\"Chưa xác "
    "định\","
    "\"impact_customers\":\"Toàn bộ khách hàng\",\"impact_internal\":\"Một số bộ phận\","
    "\"evidence\":\"Đã sao chụp đĩa\",\"reported_to\":\"Cơ quan điều phối quốc gia\","
    "\"order_title\":\"YÊU CẦU ĐIỀU PHỐI\",\"order_verb\":\"yêu cầu\",\"coordinator\":\"Cơ quan "
    "điều phối Mẫu\","
    "\"acknowledge_by\":\"2024-03-24T14:00:00+07:00\",\"result_by\":\"2024-03-25T14:00:00+07:00\","
    "\"reply_to\":\"dieuphoi@mau.example\",\"tlp\":\"TLP:AMBER\",\"member_code\":\"TV-001\","
    "\"from_month\":\"01/2024\",\"to_month\":\"6/2024\",\"introduction\":\"Đơn vị vận hành sàn "
    "giao dịch.\","
    "\"systems_3\":[\"Hệ thống giao dịch\",\"Cổng thông tin\"],\"leader_name\":\"Lê Văn Bình\","
    "\"leader_title\":\"Phó Giám đốc\"},"
    "\"tables\":{\"viec\":[[\"1\",\"Chặn địa chỉ 198.51.100.7\",\"14:00 25/03/2024\"]],"
    "\"dinh_kem\":[[\"Nhật ký máy chủ\"],[\"Báo cáo diễn biến\"]],"
    "\"can_cu\":[[\"Quyết định 05/2017/QĐ-TTg;\"],[\"Thông tư 20/2017/TT-BTTTT.\"]],"
    "\"dien_bien\":[[\"10:00 24/03/2024\",\"Phát hiện\"],[\"12:00 25/03/2024\",\"Ngắt kết nối sở "
    "giao dịch\"]],"
    "\"dau_moi\":[[\"3.1. Đầu mối chính\",\"Trần Văn An\",\"Trưởng phòng\",\"Số 1 phố Mẫu\",\"024 "
    "1\",\"0912\","
    "\"024 2\",\"an@mau.example\"]],"
    "\"nhan_luc\":[[\"1.1a\",\"Công nghệ thông tin\",\"12\"],[\"1.1b\",\"An toàn thông "
    "tin\",\"5\"]],"
    "\"nhan_su\":[[\"1\",\"Trần Văn An\",\"Đại học Mẫu\",\"An toàn thông tin\",\"Kỹ "
    "sư\",\"6/2015\"]],"
    "\"types\":[[\"ENCRYPT\",3,1,2,1,0,1500000],[\"SCAN\",2,2,0,0,0,0],[\"OTHER\",1,0,1,0,1,0]]}}";

static str made(arena *a, const char *json, str form, const char *part, str *whole)
{
    incident_letter p;
    problem         why = { 0 };
    str             docx;
    if (incident_letter_parse(str_from(json), a, &p, &why) != ST_OK)
        fail_msg("facts: " STR_FMT " " STR_FMT, STR_ARG(why.field), STR_ARG(why.rule));
    p.year = 2026;
    if (incident_letter_make(law_current(), form, &p, a, &docx, &why) != ST_OK)
        fail_msg(STR_FMT ": " STR_FMT " " STR_FMT, STR_ARG(form), STR_ARG(why.field),
                 STR_ARG(why.rule));
    if (whole) *whole = docx;
    return test_unzip(a, docx, part);
}

static size_t times(str xml, const char *text)
{
    size_t n = 0;
    for (ptrdiff_t at; (at = str_find(xml, str_from(text))) >= 0; n++)
        xml = str_slice(xml, at + 1, xml.len);
    return n;
}

static bool has(str xml, const char *text)
{
    return times(xml, text) > 0;
}

static bool style_has(str styles, const char *style, const char *property)
{
    char opening[80];
    snprintf(opening, sizeof opening, "w:styleId=\"%s\">", style);
    ptrdiff_t at = str_find(styles, str_from(opening));
    if (at < 0) return false;
    str from = str_slice(styles, at, styles.len);
    return has(str_slice(from, 0, str_find(from, S("</w:style>"))), property);
}

static const law_incident_form *form_at(size_t i)
{
    size_t                   n;
    const law_incident_form *forms = law_incident_forms(law_current(), &n);
    assert_int_equal(n, 12);
    return i < n ? &forms[i] : NULL;
}

static void fifteen(const char *json, const law_incident_form *f, bool known)
{
    arena a    = arena_over(memory, sizeof(memory));
    str   body = made(&a, json, f->id, "word/document.xml", NULL), whole;
    str   st   = made(&a, json, f->id, "word/styles.xml", &whole);
    str   foot = test_unzip(&a, whole, "word/footer1.xml"),
        later  = test_unzip(&a, whole, "word/header1.xml");
    str first  = test_unzip(&a, whole, "word/header2.xml");
    assert_false(has(body, "{{") || has(body, "}}") || has(foot, "{{"));
    assert_true(has(body, "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>")); // 1 paper
    assert_true(
        has(body, "w:top=\"1134\" w:right=\"850\" w:bottom=\"1134\" w:left=\"1701\"")); // 2 margins
    assert_true(has(st, "<w:rFonts w:ascii=\"Times New Roman\"") &&
                has(st, "<w:color w:val=\"000000\"/>")); // 3
    assert_true(has(body, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") &&
                has(body, "Độc lập - Tự do - Hạnh phúc")); // 4
    assert_true(style_has(st, "QuocHieu", "<w:b/><w:sz w:val=\"24\"/>"));
    assert_true(style_has(st, "TieuNgu", "<w:b/><w:sz w:val=\"26\"/>"));
    assert_true(style_has(st, "CoQuan", "<w:b/><w:sz w:val=\"24\"/>")); // 5
    assert_true(has(body, known ? ">CÔNG TY MẪU<" : "(TÊN CƠ QUAN, TỔ CHỨC)"));
    assert_true(has(body, "Số:            /")); // 6 the clerk's
    assert_true(has(body, known ? "Hà Nội, ngày      tháng      năm 2026"
                                : ", ngày      tháng      năm 2026")); // 7
    assert_true(has(body, "\"TenLoai\"") &&
                style_has(st, "TenLoai", "<w:b/><w:sz w:val=\"28\"/>")); // 8
    assert_true(has(body, "\"TrichYeu\"") && has(body, "\"KeNgang\""));
    assert_true(has(body, "Kính gửi: ")); // 9
    assert_true(style_has(st, "ThanBai", "w:line=\"288\"") &&
                style_has(st, "ThanBai", "w:firstLine=\"720\"")); // 10
    assert_true(style_has(st, "ThanBai", "<w:sz w:val=\"28\"/>"));
    assert_true(has(body, "./.<"));                                  // 11 the end
    assert_true(has(body, known ? ">GIÁM ĐỐC<" : "ĐẠI DIỆN CỦA"));   // 12
    assert_int_equal(has(body, "Nguyễn Thị Minh Khai"), known);      // 13
    assert_true(has(body, ">Nơi nhận:<") && has(body, "- Lưu: VT")); // 14
    assert_true(has(body, "<w:titlePg/>") && has(later, " PAGE ") && !has(first, "PAGE")); // 15
    assert_int_equal(has(foot, "SỐ LIỆU MINH HỌA"), known);
}

static void every_form_keeps_the_fifteen_points_filled_and_blank(void **state)
{
    (void)state;
    for (size_t i = 0; form_at(i); i++) {
        fifteen(full, form_at(i), true);
        fifteen("{}", form_at(i), false);
    }
}

static const struct {
    const char *form, *says;
} said[] = {
    { "mau-03", "Hệ thống giao dịch &lt;trực tuyến&gt; &amp; tra cứu" },
    { "mau-03", "[x]\u00a0Cấp\u00a0độ\u00a03" },
    { "mau-03", "[\u00a0\u00a0]\u00a0Cấp\u00a0độ\u00a04" },
    { "mau-03", "[x]\u00a0Chưa được xử lý" },
    { "mau-03", "[x]\u00a0Qua hệ thống phát hiện xâm nhập   [x]\u00a0Kiểm tra dữ liệu" },
    { "mau-03", "[x]\u00a0Cơ\u00a0quan\u00a0điều\u00a0phối" },
    { "mau-03", "[x]\u00a0Có   [\u00a0\u00a0]\u00a0Không" },
    { "mau-03", "Ngày phát hiện sự cố (*): 24/03/2024; Thời gian phát hiện (*): 10 giờ 00 phút." },
    { "mau-03", "giaodich.mau.example; tracuu.mau.example" },
    { "mau-03", "11:30 24/03/2024" },
    { "mau-04", "số 12/BC-CTM, ngày 24/03/2024." },
    { "mau-04", "- Báo cáo diễn biến" },
    { "mau-05", ">Mã hóa phần mềm, dữ liệu, thiết bị<" },
    { "mau-05", ">1.500.000<" },
    { "mau-05", ">Tổng số<" },
    { "mau-06", "YÊU CẦU ĐIỀU PHỐI" },
    { "mau-06", "Căn cứ Thông tư 20/2017/TT-BTTTT." },
    { "mau-06", "phân loại: nghiêm trọng." },
    { "mau-06", "Báo cáo kết quả trước: 14:00 25/03/2024." },
    { "mau-01", "Cấp độ 3: Hệ thống giao dịch; Cổng thông tin." },
    { "mau-01", ">An toàn thông tin<" },
    { "mau-02", "Lê Văn Bình" },
    { "phu-luc-01", "[x]\u00a0Virus/Worm/Trojan/Malware" },
    { "phu-luc-01", "[\u00a0\u00a0]\u00a0DoS/DDoS" },
    { "phu-luc-01", "Toàn bộ khách hàng" },
    { "phu-luc-02", "thời điểm khắc phục xong: 08:00 01/04/2024." },
    { "phu-luc-02", "198.51.100.7" },
    { "nd331-ban-dau", "Thời điểm phát hiện: 10:00 24/03/2024" },
    { "nd331-bao-cao", "Tài khoản quản trị bị lộ." },
    { "nd331-bao-cao", ">Ngắt kết nối sở giao dịch<" },
    { "du-lieu-ca-nhan", "số lượng: 120.000; số chủ thể dữ liệu: 35.000." },
    { "du-lieu-ca-nhan", "cần đối chiếu trước khi gửi" },
    { "thong-bao-su-co", "Loại sự cố: Mã hóa phần mềm, dữ liệu, thiết bị." },
};

static void one_set_of_facts_fills_every_letter(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(said); i++) {
        arena a    = arena_over(memory, sizeof(memory));
        str   body = made(&a, full, str_from(said[i].form), "word/document.xml", NULL);
        if (!has(body, said[i].says))
            fail_msg("%s: \"%s\" is not there", said[i].form, said[i].says);
    }
}

static void form_05_rolls_sub_types_up_and_adds_them(void **state)
{
    (void)state;
    arena a    = arena_over(memory, sizeof(memory));
    str   body = made(&a, full, S("mau-05"), "word/document.xml", NULL);
    str text = str_slice(body, str_find(body, S(">Các hình thức tấn công khác<")), body.len);
    assert_true(str_find(text, S(">3<")) <
                str_find(text, S(">Tổng số<"))); // two scans and one other
    text = str_slice(text, str_find(text, S(">Tổng số<")), text.len);
    assert_true(has(text, ">6<"));
}

static const struct {
    const char *json, *field, *rule;
} refused[] = {
    { "[]", "facts", "facts-not-json" },
    { "{", "facts", "facts-not-json" },
    { "{\"fact\":{}}", "fact", "unknown-field" },
    { "{\"head\":{\"issue\":\"x\"}}", "issue", "unknown-field" },
    { "{\"head\":[]}", "head", "wrong-type" },
    { "{\"facts\":{\"detected\":\"yesterday\"}}", "detected", "time-form" },
    { "{\"facts\":{\"detected\":\"2024-03-24T10:00:00\"}}", "detected", "time-form" },
    { "{\"facts\":{\"description\":{}}}", "description", "wrong-type" },
    { "{\"facts\":{\"description\":\"a\\u0007b\"}}", "description", "not-text" },
    { "{\"tables\":{\"viec\":{}}}", "viec", "wrong-type" },
    { "{\"tables\":{\"viec\":[[\"a\"],[\"b\",\"c\"]]}}", "viec", "wrong-type" },
    { "{\"tables\":{\"viec\":[[1,2,3,4,5,6,7,8,9]]}}", "viec", "too-many" },
    { "{\"tables\":{\"types\":[[\"NEW\",1,0,0,0,0,0]]}}", "NEW", "incident-type" },
    { "{\"tables\":{\"types\":[[\"DOS\",\"x\",0,0,0,0,0]]}}", "DOS", "incident-count" },
    { "{\"tables\":{\"types\":[[\"DOS\",-1,0,0,0,0,0]]}}", "DOS", "incident-count" },
    { "{\"tables\":{\"types\":[[\"DOS\",2,2,1,0,0,0]]}}", "DOS", "incident-count-sum" },
};

static void wrong_facts_are_refused_by_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        arena           a = arena_over(memory, sizeof(memory));
        incident_letter p;
        problem         why = { 0 };
        str             docx;
        status          st = incident_letter_parse(str_from(refused[i].json), &a, &p, &why);
        if (st == ST_OK) st = incident_letter_make(law_current(), S("mau-05"), &p, &a, &docx, &why);
        if (st != ST_INVALID || !str_equal(why.field, str_from(refused[i].field)) ||
            !str_equal(why.rule, str_from(refused[i].rule)))
            fail_msg("case %zu: %d " STR_FMT " " STR_FMT, i, (int)st, STR_ARG(why.field),
                     STR_ARG(why.rule));
    }
    arena           a   = arena_over(memory, sizeof(memory));
    incident_letter p   = { .year = 2026 };
    problem         why = { 0 };
    str             docx;
    assert_int_equal(incident_letter_make(law_current(), S("mau-99"), &p, &a, &docx, &why),
                     ST_MISSING);
}

static void a_spent_arena_is_told(void **state)
{
    (void)state;
    int n = 0, misses = 0;
    for (;; n += n < 300 ? 1 : 37) { // fail the n-th allocation
        arena           a         = arena_over(memory, sizeof(memory));
        int             countdown = n;
        incident_letter p;
        str             docx;
        a.fault_countdown = &countdown;
        status st         = incident_letter_parse(str_from(full), &a, &p, NULL);
        if (st == ST_OK) st = incident_letter_make(law_current(), S("mau-05"), &p, &a, &docx, NULL);
        if (countdown >= 0) break; // it never came to that one
        misses++;
        if (st != ST_MEMORY) fail_msg("allocation %d went unnoticed: %d", n + 1, (int)st);
    }
    assert_true(misses > 100);
}

// For looking at: COLOA_PAPERS_OUT=DIR.
static void forms_are_written_where_asked(void **state)
{
    (void)state;
    const char *folder = getenv("COLOA_PAPERS_OUT");
    for (size_t i = 0; folder && form_at(i); i++) {
        for (int blank = 0; blank < 2; blank++) {
            arena a = arena_over(memory, sizeof(memory));
            char  path[400];
            str   docx;
            (void)made(&a, blank ? "{}" : full, form_at(i)->id, "word/document.xml", &docx);
            snprintf(path, sizeof path, "%s/%.*s%s.docx", folder, STR_ARG(form_at(i)->id),
                     blank ? "-trong" : "");
            FILE *f = fopen(path, "wb");
            assert_non_null(f);
            assert_int_equal(fwrite(docx.ptr, 1, (size_t)docx.len, f), docx.len);
            fclose(f);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_keeps_the_fifteen_points_filled_and_blank),
        cmocka_unit_test(one_set_of_facts_fills_every_letter),
        cmocka_unit_test(form_05_rolls_sub_types_up_and_adds_them),
        cmocka_unit_test(wrong_facts_are_refused_by_name),
        cmocka_unit_test(a_spent_arena_is_told),
        cmocka_unit_test(forms_are_written_where_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
