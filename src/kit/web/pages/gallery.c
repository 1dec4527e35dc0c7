// gallery.c - see gallery.h.
#include "kit/web/pages/gallery.h"

enum { GALLERY_ROWS_MAX = 50 };

#define LONG_NAME                                                                                                                   \
    "Hệ thống thông tin quản lý danh mục điện tử dùng chung của Bộ Mẫu 01 phục vụ chỉ đạo, điều " \
    "hành và kết nối liên thông toàn quốc"

#define ROW(n, l, least, title, who, words, shape)                                                 \
    {                                                                                              \
        .id = n, .accounts = 1200 * n, .level = l, .at_least = least, .name = STR(title),          \
        .owner = STR(who), .state = STR(words), .kind = shape                                      \
    }
#define TEN_ROWS(n)                                                                                \
    ROW(n, 1, false, "Trang thông tin điện tử", "Sở Mẫu 03", "Đang vận hành", "done"),             \
        ROW(n + 1, 2, false, "Quản lý văn bản và điều hành", "Tỉnh Mẫu 01", "Đang vận hành",       \
            "done"),                                                                               \
        ROW(n + 2, 3, true, "Giải quyết thủ tục <hành chính> & một cửa", "Tỉnh Mẫu 01",            \
            "Thiếu dữ kiện", "lack"),                                                              \
        ROW(n + 3, 3, false, LONG_NAME, "Bộ Mẫu 01", "Đang thẩm định", "doing"),                   \
        ROW(n + 4, 4, false, "Trung tâm dữ liệu", "Bộ Mẫu 02", "Chờ ý kiến", "wait"),              \
        ROW(n + 5, 5, false, "Cơ sở dữ liệu quốc gia mẫu", "Bộ Mẫu 03", "Bị trả lại", "bad"),      \
        ROW(n + 6, 0, false, "Hội nghị trực tuyến", "Sở Mẫu 04", "Dự kiến", "off"),                \
        ROW(n + 7, 1, false, "Thư viện số", "Trường Mẫu 05", "Đang vận hành", "done"),             \
        ROW(n + 8, 2, false, "Quản lý cán bộ, công chức", "Sở Mẫu 06", "Đang vận hành", "done"),   \
        ROW(n + 9, 2, false, "Thư điện tử công vụ", "Tỉnh Mẫu 02", "Đang vận hành", "done")

static const gallery_row rows[GALLERY_ROWS_MAX] = { TEN_ROWS(1), TEN_ROWS(11), TEN_ROWS(21),
                                                    TEN_ROWS(31), TEN_ROWS(41) };
static const page_chip   chips[]                = { { STR("Cấp độ: 3"), STR("/he-thong?q=x") },
                                                    { STR("Chủ quản: Tỉnh Mẫu 01"), STR("/he-thong?level=3") } };
static const char *const states[]               = { "done", "doing", "wait", "lack", "bad", "off" };
static const page_option options[]              = { { STR("a"), STR("Thông tin công khai"),
                                                      STR("Ai cũng xem được.") },
                                                    { STR("b"), STR("Thông tin riêng"), { 0 } },
                                                    { STR("c"), STR("Thông tin cá nhân"), { 0 } } };
static const str steps[] = { STR("Chọn tệp"), STR("Kiểm tra cột"), STR("Xem lỗi"), STR("Nhập") };
static const page_crumb crumbs[]   = { { STR("Hệ thống thông tin"), STR("/he-thong") },
                                       { STR("HT-000123"), STR("/he-thong/123") } };
static const problem    problems[] = { { .field = STR("name"), .rule = STR("required") },
                                       { .field = STR("kind"), .rule = STR("required") } };

gallery_view gallery_content(size_t row_count)
{
    return (gallery_view){
        .frame        = { .title         = S("Các thành phần của trang"),
                          .menu          = "systems",
                          .crumbs        = crumbs,
                          .crumb_count   = COUNT(crumbs),
                          .problems      = problems,
                          .problem_count = COUNT(problems),
                          .done          = S("Đã lưu hệ thống HT-000123.") },
        .query        = S("một \"cửa\" & <hồ sơ>"),
        .long_name    = S(LONG_NAME),
        .rows         = rows,
        .row_count    = row_count < GALLERY_ROWS_MAX ? row_count : GALLERY_ROWS_MAX,
        .chips        = chips,
        .chip_count   = COUNT(chips),
        .pager        = { 50, 7206, S("/he-thong"), S("/he-thong?cursor=abc") },
        .states       = states,
        .state_count  = COUNT(states),
        .options      = options,
        .option_count = COUNT(options),
        .step_names   = steps,
        .step_count   = COUNT(steps),
    };
}
