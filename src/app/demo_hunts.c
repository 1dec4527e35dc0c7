// demo_hunts.c - see demo_hunts.h.
#include "app/demo_hunts.h"
#include "app/invented.h"

#include "modules/accounts/accounts.h"
#include "modules/hunts/hunts.h"
#include "modules/systems/systems.h"

enum { SYSTEMS_USED = 9, THREATS_EACH = 2 };

typedef enum sample_fate { GONE = 1, REMOVED, OPEN } sample_fate;

static const struct sample_hunt {
    str  title, reach, hypothesis, result;
    int  first, last;  // of the systems, from 0
    int  began, ended; // days from today; ended 0: it is not over
    int  planned;      // days from today; 0: it runs or has run
    bool closed;
    struct {
        str           what, finding, technique;
        hunt_severity severity;
        sample_fate   fate;
    } threats[THREATS_EACH];
    size_t threat_count;
} samples[] = {
    { STR("Săn lùng định kỳ kỳ trước"),
      STR("Máy chủ ứng dụng, máy trạm quản trị; nhật ký 90 ngày"),
      STR("Tài khoản quản trị bị lạm dụng"),
      STR("Không phát hiện dấu hiệu bất thường."),
      0,
      2,
      -250,
      -240,
      0,
      true,
      { { .severity = 0 } },
      0 },
    { STR("Săn lùng web shell trên cổng thông tin"),
      STR("Máy chủ web và thư mục tải tệp; nhật ký 30 ngày"),
      STR("Web shell còn sót sau đợt vá lỗ hổng tải tệp"),
      STR("Một web shell; đã loại bỏ và săn lùng lại."),
      3,
      5,
      -20,
      -14,
      0,
      true,
      { { STR("Web shell trong thư mục tải tệp của máy chủ web"),
          STR("Luật phát hiện tệp kịch bản lạ; sự kiện tạo tệp"), STR("T1505.003"), HUNT_HIGH,
          GONE } },
      1 },
    { STR("Săn lùng tác vụ lập lịch và dịch vụ lạ"),
      STR("Máy chủ Windows trong phân vùng nội bộ"),
      STR("Duy trì truy cập bằng tác vụ lập lịch"),
      STR("Hai mối nguy hại, đang loại bỏ."),
      6,
      7,
      -9,
      -3,
      0,
      false,
      { { STR("Tác vụ lập lịch chạy tệp thực thi không ký"), STR("Sự kiện 4698 ngoài giờ làm việc"),
          STR("T1053.005"), HUNT_CRITICAL, OPEN },
        { STR("Dịch vụ điều khiển từ xa không được phê duyệt"), STR("Sự kiện 7045"),
          STR("T1543.003"), HUNT_MEDIUM, REMOVED } },
      2 },
    { STR("Săn lùng dấu hiệu đánh cắp thông tin đăng nhập"),
      STR("Máy chủ thư mục và máy trạm quản trị"),
      STR("Trích xuất bộ nhớ tiến trình đăng nhập"),
      STR(""),
      8,
      8,
      -2,
      0,
      0,
      false,
      { { .severity = 0 } },
      0 },
    { STR("Săn lùng định kỳ kỳ này"),
      STR("Máy chủ ứng dụng, máy trạm quản trị; nhật ký 90 ngày"),
      STR(""),
      STR(""),
      0,
      2,
      0,
      0,
      14,
      false,
      { { .severity = 0 } },
      0 },
};

static str day_from_now(call *c, int days)
{
    return day_iso(
        c->a, day_from_number(day_number(day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES)) + days));
}

// Codes of the ministry's first systems that run and are of level 2 or more.
static status some_systems(call *c, int64_t body_id, str codes[SYSTEMS_USED], size_t *count)
{
    const system_filter f = { .owner_id = body_id, .state = SYSTEM_RUNNING };
    system_page         p;
    *count = 0;
    TRY(systems_list(c, &f, S(""), SYSTEM_PAGE_MAX, &p, NULL));
    for (size_t i = 0; i < p.count && *count < SYSTEMS_USED; i++) {
        if (p.items[i].level > 1) codes[(*count)++] = p.items[i].code;
    }
    return ST_OK;
}

static status seed_threat(call *c, int64_t hunt_id, const struct sample_hunt *s, size_t i,
                          str system, problem *why)
{
    int64_t            no;
    str                found = day_from_now(c, s->began + 1);
    const threat_draft d     = { .hunt      = hunt_id,
                                 .system    = system,
                                 .what      = s->threats[i].what,
                                 .finding   = s->threats[i].finding,
                                 .technique = s->threats[i].technique,
                                 .severity  = s->threats[i].severity,
                                 .due_on    = day_from_now(
                                        c, s->threats[i].severity == HUNT_CRITICAL ? -1 : 10),
                                 .found_on = found };
    if (!found.ptr || !d.due_on.ptr) return ST_MEMORY;
    TRY(hunts_threat_add(c, &d, &no, why));
    if (s->threats[i].fate == OPEN) return ST_OK;
    threat_step step = { .hunt  = hunt_id,
                         .no    = no,
                         .act   = HUNT_ACT_REMOVE,
                         .on    = day_from_now(c, s->ended),
                         .words = S("Đã gỡ bỏ, đổi mật khẩu tài khoản liên quan"),
                         .proof = S("Mã băm tệp trước khi gỡ; ảnh màn hình sau khi gỡ"),
                         .gone = true };
    if (!step.on.ptr) return ST_MEMORY;
    TRY(hunts_threat_step(c, &step, why));
    if (s->threats[i].fate == REMOVED) return ST_OK;
    step.act   = HUNT_ACT_AGAIN;
    step.on    = day_from_now(c, s->ended + 4);
    step.words = S("Rà soát lại toàn bộ máy chủ bằng cùng tập luật");
    return step.on.ptr ? hunts_threat_step(c, &step, why) : ST_MEMORY;
}

static status seed_hunt(call *c, const struct sample_hunt *s, const str *codes, problem *why)
{
    int64_t id;
    buf     systems = buf_in(c->a, 128, 4096);
    for (int i = s->first; i <= s->last; i++) {
        buf_put(&systems, codes[i]);
        buf_char(&systems, ' ');
    }
    const hunt_draft d = { .systems       = buf_str(&systems),
                           .title         = s->title,
                           .reach         = s->reach,
                           .hypothesis    = s->hypothesis,
                           .rules         = S("Tập luật mẫu"),
                           .rules_version = S("2026.10"),
                           .team          = S("Nguyễn Văn Mẫu\nTrần Thị Mẫu"),
                           .planned_on    = s->planned ? day_from_now(c, s->planned) : S(""),
                           .began_on      = s->planned ? S("") : day_from_now(c, s->began) };
    TRY(buf_status(&systems));
    TRY(hunts_open(c, &d, &id, why));
    for (size_t i = 0; i < s->threat_count; i++)
        TRY(seed_threat(c, id, s, i, codes[s->first], why));
    if (!s->ended) return ST_OK;
    const hunt_step step = { id, 0, s->closed ? HUNT_ACT_CLOSE : HUNT_ACT_END,
                             day_from_now(c, s->ended), s->result };
    return hunts_step(c, &step, why);
}

static status seed_as_ministry(call *c, int64_t body_id, problem *why)
{
    str    codes[SYSTEMS_USED];
    size_t count;
    TRY(some_systems(c, body_id, codes, &count));
    if (count < SYSTEMS_USED) return ST_OK;
    for (size_t i = 0; i < COUNT(samples); i++) TRY(seed_hunt(c, &samples[i], codes, why));
    return ST_OK;
}

status demo_hunts_seed(call *c, problem *why)
{
    const actor machine = c->who;
    TRY(invented_act_for(c, S("MAU-BO-01"), ROLE_BIT(ROLE_SPECIALIST)));
    status st = seed_as_ministry(c, c->who.body_id, why);
    c->who    = machine;
    return st;
}
