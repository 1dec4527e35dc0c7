// Invented bodies and systems; the citations are those of the packs.
#include "modules/dossiers/paper_samples_test_kit.h"

#include "modules/dossiers/form_templates.gen.h"

static const paper_basis basis[] = {
    { STR("Luật An ninh mạng"), STR("116/2025/QH15") },
    { STR("Nghị định số 331/2026/NĐ-CP ngày 19 tháng 8 năm 2026 của Chính phủ về bảo vệ an ninh "
          "mạng "
          "đối với hệ thống thông tin"),
      STR("") },
    { STR("Tiêu chuẩn quốc gia TCVN 14423:2026 An ninh mạng - Hệ thống thông tin - Yêu cầu cơ bản"),
      STR("") },
};
static const paper_hit hits[] = {
    { 2, STR("điểm b khoản 2 Điều 12 Nghị định 331/2026/NĐ-CP"),
      STR("Dịch vụ trực tuyến khác, xử lý dữ liệu cá nhân cơ bản của dưới 100.000 chủ thể.") },
    { 3, STR("điểm b khoản 2 Điều 13 Nghị định 331/2026/NĐ-CP"),
      STR("Phục vụ người dân, doanh nghiệp và có giải quyết thủ tục hành chính.") },
};
static const paper_item facts[] = {
    { STR("Số chủ thể dữ liệu cá nhân cơ bản"), STR("42.000"), STR("") },
    { STR("Giải quyết thủ tục hành chính"), STR("có"), STR("") },
};
static const str        questions[] = { STR("Mức tổn hại tới quốc phòng, an ninh"),
                                        STR("Số chủ thể dữ liệu cá nhân nhạy cảm") };
static const paper_note notes[]     = {
        { STR("Khung quản lý rủi ro chưa được ban hành: kết quả đánh giá rủi ro chưa được tính."),
          STR("khoản 8 Điều 10 Nghị định 331/2026/NĐ-CP") },
};
static const paper_item devices[] = {
    { STR("Tường lửa thế hệ mới"), STR("Trung tâm dữ liệu, tủ A01"), STR("Kiểm soát vùng biên") },
    { STR("Bộ chuyển mạch lõi"), STR("Trung tâm dữ liệu, tủ A02"), STR("Kết nối các vùng mạng") },
};

static const paper_requirement plan[] = {
    { STR("Thiết kế, xây dựng hệ thống"), STR("Phân vùng mạng theo chức năng."), STR("12.2.2"),
      STR("Đáp ứng một phần"), STR("đang tách vùng quản trị"), STR("Phòng Hạ tầng"),
      STR("30/06/2027") },
    { STR("Thiết kế, xây dựng hệ thống"), STR("Có phương án dự phòng <thiết bị chính>."),
      STR("12.2.3"), STR("Đáp ứng"), STR(""), STR(""), STR("") },
    { STR("Giám sát"), STR("Lưu nhật ký tối thiểu 6 tháng."), STR(""), STR("Chưa đáp ứng"),
      STR("mua sắm trong kế hoạch năm 2027"), STR("Phòng An ninh mạng"), STR("31/12/2027") },
};
static const paper_count answers[] = { { STR("Đáp ứng"), 1 },
                                       { STR("Đáp ứng một phần"), 1 },
                                       { STR("Chưa đáp ứng"), 1 } };

#define FULL_PART(name_)                                                                           \
    {                                                                                              \
        .name = name_, .result = LAW_DECIDED, .level = 3,                                          \
        .info  = STR("thông tin riêng, thông tin cá nhân"),                                        \
        .kinds = STR("phục vụ người dân, doanh nghiệp"),                                           \
        .cite = STR("điểm b khoản 2 Điều 13 Nghị định 331/2026/NĐ-CP"), .facts = facts,            \
        .fact_count = COUNT(facts), .hits = hits, .hit_count = COUNT(hits)                         \
    }

static const paper_part one[] = {
    { .name       = STR("Cổng thông tin điện tử tỉnh Mẫu 01"),
      .result     = LAW_DECIDED,
      .level      = 2,
      .info       = STR("thông tin công cộng, thông tin cá nhân"),
      .kinds      = STR("phục vụ người dân, doanh nghiệp"),
      .cite       = STR("điểm b khoản 2 Điều 12 Nghị định 331/2026/NĐ-CP"),
      .facts      = facts,
      .fact_count = 1,
      .hits       = hits,
      .hit_count  = 1 },
};
static const paper_part twelve[] = {
    FULL_PART(STR("Cổng tiếp nhận hồ sơ")),
    FULL_PART(STR("Kho dữ liệu tổ chức, cá nhân")),
    FULL_PART(STR("Trục liên thông nội tỉnh")),
    FULL_PART(STR("Phân hệ thanh toán")),
    FULL_PART(STR("Phân hệ chứng thực bản sao điện tử")),
    FULL_PART(STR("Phân hệ theo dõi, nhắc hạn")),
    FULL_PART(STR("Ứng dụng cho thiết bị di động")),
    FULL_PART(STR("Phân hệ báo cáo, thống kê")),
    FULL_PART(STR("Phân hệ khảo sát <hài lòng> & góp ý")),
    FULL_PART(STR("Tổng đài hỗ trợ")),
    FULL_PART(STR("Phân hệ quản trị")),
    { .name           = STR("Kết nối cơ sở dữ liệu quốc gia"),
      .result         = LAW_AT_LEAST,
      .level          = 2,
      .questions      = questions,
      .question_count = COUNT(questions) },
};
static const paper_part bare[] = { { .name = STR("Hệ thống chưa rõ"), .result = LAW_NO_RULE } };

static paper department(void)
{
    return (paper){
        .superior  = S("Ủy ban nhân dân tỉnh Mẫu 01"),
        .issuer    = S("Sở Khoa học và Công nghệ"),
        .symbol    = S("SKHCN"),
        .place     = S("Mẫu 01"),
        .year      = 2026,
        .about     = S("Về việc phê duyệt đề xuất cấp độ hệ thống thông tin Cổng thông tin điện tử"),
        .owner     = { .name = S("Ủy ban nhân dân tỉnh Mẫu 01") },
        .operator_ = { .name    = S("Sở Khoa học và Công nghệ"),
                       .address = S("số 1 đường Số Một, phường Mẫu, tỉnh Mẫu 01"),
                       .contact        = S("0200 123 456, skhcn@mau01.example"),
                       .representative = S("Nguyễn Văn A, Giám đốc") },
        .specialist = S("Đơn vị chuyên trách về an ninh mạng của Ủy ban nhân dân tỉnh Mẫu 01"),
        .appraiser = S("Đơn vị chuyên trách về an ninh mạng của Ủy ban nhân dân tỉnh Mẫu 01"),
        .name          = S("Cổng thông tin điện tử tỉnh Mẫu 01"),
        .code          = S("HT-000123"),
        .state         = S("đang vận hành"),
        .running_since = S("ngày 05 tháng 3 năm 2021"),
        .purpose = S("Cung cấp thông tin chính thức của tỉnh cho người dân, doanh nghiệp"),
        .scope  = S("Toàn tỉnh"),
        .size   = S("1 cụm máy chủ ảo, 2 TB dữ liệu"),
        .served = S("Người dân, doanh nghiệp; khoảng 12.000 lượt truy cập mỗi ngày"),
        .devices     = { devices, COUNT(devices) },
        .result      = LAW_DECIDED,
        .level       = 2,
        .cite        = S("điểm b khoản 2 Điều 12 Nghị định 331/2026/NĐ-CP"),
        .parts       = one,
        .part_count  = 1,
        .basis       = basis,
        .basis_count = COUNT(basis),
        .notes       = notes,
        .note_count  = COUNT(notes),
    };
}

paper test_paper(paper_sample which)
{
    paper p = department();
    switch (which) {
    case SAMPLE_DEPARTMENT: break;
    case SAMPLE_MINISTRY:
        p.superior       = S("Bộ Mẫu 01");
        p.issuer         = S("Trung tâm Công nghệ thông tin và Chuyển đổi số");
        p.symbol         = S("CNTT");
        p.place          = S("Thành phố Hồ Chí Minh");
        p.owner.name     = S("Bộ Mẫu 01");
        p.operator_.name = p.issuer;
        p.level          = 3;
        p.cite           = S("điểm b khoản 2 Điều 13 Nghị định 331/2026/NĐ-CP");
        p.signer_post    = S("GIÁM ĐỐC");
        p.signer         = S("Trần Thị Bình");
        p.plan           = plan;
        p.plan_count     = COUNT(plan);
        p.answers        = answers;
        p.answer_count   = COUNT(answers);
        break;
    case SAMPLE_LONG:
        p.issuer         = S("Trung tâm Điều hành thông minh & Giám sát <an ninh mạng>");
        p.operator_.name = p.issuer;
        // 125 characters
        p.name = S(
            "Hệ thống thông tin quản lý danh mục điện tử dùng chung của các cơ quan nhà nước phục "
            "vụ phát triển chính phủ điện tử của Bộ \"M\"");
        p.about = S(
            "Về việc phê duyệt đề xuất cấp độ đối với Hệ thống thông tin quản lý danh mục điện tử "
            "dùng chung của các cơ quan nhà nước phục vụ phát triển chính phủ điện tử của Bộ "
            "\"M\"");
        p.level = 3;
        break;
    case SAMPLE_COMPOSITE:
        p.level      = 3;
        p.result     = LAW_AT_LEAST;
        p.parts      = twelve;
        p.part_count = COUNT(twelve);
        p.sample     = S("SỐ LIỆU MINH HỌA");
        break;
    case SAMPLE_BARE:
    case SAMPLES:
        p = (paper){ .year       = 2026,
                     .name       = S("Hệ thống chưa rõ"),
                     .code       = S("HT-000009"),
                     .about      = S("Hệ thống chưa rõ"),
                     .state      = S("đang vận hành"),
                     .result     = LAW_NO_RULE,
                     .parts      = bare,
                     .part_count = 1 };
        break;
    }
    return p;
}

enum { WHOLE_ROWS = 195 };

static status fill_plan(arena *a, paper *p)
{
    static const str part = STR(
        "Đã ban hành quy trình, giao đơn vị vận hành thực hiện; kiểm tra sáu tháng một "
        "lần, lập biên bản lưu tại Phòng Công nghệ thông tin.\nHoàn thành trong quý II.");
    paper_requirement *rows  = NEW(a, paper_requirement, WHOLE_ROWS);
    paper_text        *texts = NEW(a, paper_text, 7);
    if (!rows || !texts) return ST_MEMORY;
    for (size_t i = 0; i < WHOLE_ROWS; i++) {
        rows[i]        = plan[i % COUNT(plan)];
        rows[i].group  = arena_printf(a, "Nội dung %zu", i / 16 + 1);
        rows[i].detail = str_slice(part, 0, str_find(part, S("\n")));
    }
    for (size_t i = 0; i < 7; i++) texts[i] = (paper_text){ S("Phần của phương án"), part };
    p->plan            = rows;
    p->plan_count      = WHOLE_ROWS;
    p->plan_texts      = texts;
    p->plan_text_count = 7;
    return ST_OK;
}

static str template_bytes(str pack, str key)
{
    for (size_t i = 0; i < FORM_TEMPLATES; i++) {
        if (str_equal(form_templates[i].pack, pack) && str_equal(form_templates[i].key, key))
            return form_templates[i].bytes;
    }
    return (str){ 0 };
}

status test_whole(arena *a, str pack, docx_sheet out[TEST_WHOLE_SHEETS])
{
    static const str keys[TEST_WHOLE_SHEETS] = { STR("mau-02"), STR("danh-muc"), STR("thuyet-minh"),
                                                 STR("phuong-an"), STR("quy-che") };
    for (size_t i = 0; i < TEST_WHOLE_SHEETS; i++) {
        paper      p    = test_paper(SAMPLE_MINISTRY);
        docx_data *data = NEW(a, docx_data, 1);
        if (!data) return ST_MEMORY;
        TRY(fill_plan(a, &p));
        TRY(paper_data(&p, a, data));
        out[i] = (docx_sheet){ template_bytes(pack, keys[i]), data };
    }
    return ST_OK;
}
