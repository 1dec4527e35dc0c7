// invented.c - see invented.h. Nothing here is random: the same folder is made each time.
#include "app/invented.h"

#include "kit/os/os.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

// ---- bodies ---------------------------------------------------------------------------------------

enum {
    MINISTRIES        = 22,
    PROVINCES         = 34,
    MINISTRY_UNITS    = 2 + MINISTRIES - 1, // the first ministry has two
    PROVINCE_UNITS    = 2,                  // of each province
    PROVINCE_BODIES   = PROVINCES * (1 + PROVINCE_UNITS),
    MINISTRY_BODIES   = MINISTRIES + MINISTRY_UNITS,
    OTHERS            = INVENTED_BODIES - 1 - PROVINCE_BODIES - MINISTRY_BODIES,
    MINISTRY_SYSTEMS  = 1500, // the rest are the provinces'
    SHEET_BYTES_FIRST = 3 << 20,
    SHEET_BYTES_MAX   = 16 << 20,
};

static status body_put(call *c, str code, str vi, str en, str symbol, int64_t parent, int64_t *id,
                       problem *why)
{
    const body_draft draft = {
        .code      = code,
        .name_vi   = vi,
        .name_en   = en,
        .symbol    = symbol,
        .kind      = S("sample"),
        .parent_id = parent,
    };
    if (!code.ptr || !vi.ptr || !en.ptr || !symbol.ptr) return ST_MEMORY;
    return bodies_add(c, &draft, id, why);
}

static status ministry_put(call *c, int n, int64_t top, problem *why)
{
    int64_t id, unit;
    TRY(body_put(c, arena_printf(c->a, "MAU-BO-%02d", n), arena_printf(c->a, "Bộ Mẫu %02d", n),
                 arena_printf(c->a, "Sample Ministry %02d", n), arena_printf(c->a, "BM%02d", n),
                 top, &id, why));
    if (n == 1) {
        TRY(body_put(c, S("MAU-BO-01-VH"), S("Trung tâm Vận hành Mẫu 01"),
                     S("Sample Operations Centre 01"), S("TTVH"), id, &unit, why));
    }
    return body_put(c, arena_printf(c->a, "MAU-BO-%02d-CT", n),
                    arena_printf(c->a, "Cục An ninh mạng Mẫu %02d", n),
                    arena_printf(c->a, "Sample Cybersecurity Department %02d", n), S("CANM"), id,
                    &unit, why);
}

static status province_put(call *c, int n, int64_t top, problem *why)
{
    int64_t id, unit;
    TRY(body_put(c, arena_printf(c->a, "MAU-TINH-%02d", n), arena_printf(c->a, "Tỉnh Mẫu %02d", n),
                 arena_printf(c->a, "Sample Province %02d", n), arena_printf(c->a, "TM%02d", n),
                 top, &id, why));
    TRY(body_put(c, arena_printf(c->a, "MAU-TINH-%02d-S1", n),
                 arena_printf(c->a, "Sở Khoa học và Công nghệ Mẫu %02d", n),
                 arena_printf(c->a, "Sample Science and Technology Department %02d", n), S("SKHCN"),
                 id, &unit, why));
    return body_put(c, arena_printf(c->a, "MAU-TINH-%02d-S2", n),
                    arena_printf(c->a, "Sở Tài chính Mẫu %02d", n),
                    arena_printf(c->a, "Sample Finance Department %02d", n), S("STC"), id, &unit,
                    why);
}

static status bodies_seed(call *c, problem *why)
{
    int64_t top, id;
    TRY(body_put(c, S("MAU-NUOC"), S("Nước Mẫu"), S("Sample Country"), S("NM"), 0, &top, why));
    for (int n = 1; n <= MINISTRIES; n++) TRY(ministry_put(c, n, top, why));
    for (int n = 1; n <= PROVINCES; n++) TRY(province_put(c, n, top, why));
    for (int n = 1; n <= OTHERS; n++) {
        TRY(body_put(c, arena_printf(c->a, "MAU-DN-%02d", n),
                     arena_printf(c->a, "Tập đoàn Mẫu %02d", n),
                     arena_printf(c->a, "Sample Group %02d", n), arena_printf(c->a, "TD%02d", n),
                     top, &id, why));
    }
    return ST_OK;
}

// ---- systems --------------------------------------------------------------------------------------
// Published in June 2024: 3,309 / 2,914 / 955 / 23 / 5 systems of levels 1 to 5; 76.5 % of levels
// approved; 4,068 plans carried out. law/levels.md is silent on who owns which: that is ours.
static const int level_ends[] = { 3309, 6223, 7178, 7201, 7206 };
enum { APPROVED = 5513, DEPLOYED = 4068 };

// Facts as a sheet says them: the headings of SHEET_HEAD from `type` on.
static const struct invented_kind {
    int level;
    str name; // before the subject
    str facts;
} kinds[] = {
    { 1, STR("Trang tin nội bộ về"), STR("a,cong_cong,,,,,,,,,") },
    { 1, STR("Bảng thông báo nội bộ về"), STR("a,cong_cong,,,,,,,,,") },
    { 1, STR("Thư viện tài liệu dùng chung về"), STR("a,cong_cong,,,,,,,,,") },
    { 2, STR("Phần mềm quản lý"), STR("a,\"rieng,ca_nhan\",,,,,,,,,") },
    { 2, STR("Cổng thông tin điện tử về"), STR("b,cong_cong,yes,no,1,no,0,0,0,,") },
    { 2, STR("Mạng nội bộ phục vụ"), STR("c,\"rieng,ca_nhan\",,,,,,,,one_org,") },
    { 3, STR("Dịch vụ công trực tuyến về"), STR("b,ca_nhan,yes,yes,4,no,52000,52000,0,,") },
    { 3, STR("Cơ sở dữ liệu dùng chung về"),
      STR("c,\"rieng,ca_nhan\",,,,,,,,sector_or_province,") },
    { 4, STR("Nền tảng quốc gia về"), STR("c,\"rieng,ca_nhan\",,,,,,,,nationwide,yes") },
    { 5, STR("Kho dữ liệu quốc gia về"), STR("c,\"rieng,ca_nhan\",,,,,,,,nationwide,yes") },
};
#define SHEET_HEAD                                                                                 \
    "name,owner_code,purpose,state,sheet_level,approval,decision_no,decision_on,decision_by,"      \
    "regulation_no,regulation_on,regulation_by,approval_expected,deployment,deployment_expected,"  \
    "inspections,type,info,online_service,handles_tthc,dvc_level,cond_business,users_private,"     \
    "pd_basic,pd_sensitive,infra_scope,need_247,no_unplanned_stop,serves_defsec,nat_egov,"         \
    "nat_special_store,pm_level\n"

static const str subjects[] = {
    STR("văn bản và điều hành"),
    STR("cán bộ, công chức"),
    STR("tài chính, kế toán"),
    STR("tài sản công"),
    STR("đầu tư công"),
    STR("thi đua, khen thưởng"),
    STR("thanh tra, kiểm tra"),
    STR("lưu trữ"),
    STR("đất đai"),
    STR("môi trường"),
    STR("xây dựng"),
    STR("giao thông"),
    STR("giáo dục"),
    STR("y tế"),
    STR("lao động, việc làm"),
    STR("bảo trợ xã hội"),
    STR("văn hóa"),
    STR("du lịch"),
    STR("khoa học, công nghệ"),
    STR("nông nghiệp"),
    STR("công thương"),
    STR("tư pháp, hộ tịch"),
    STR("dân cư"),
    STR("doanh nghiệp"),
};

static int level_at(int rank)
{
    int level = 0;
    while (rank >= level_ends[level]) level++;
    return level + 1;
}

// Owner of system i, and which of the owner's it is.
static str owner_at(arena *a, int i, int *place)
{
    if (i < MINISTRY_SYSTEMS) {
        int n  = i % MINISTRY_BODIES;
        *place = i / MINISTRY_BODIES;
        if (n < MINISTRIES) return arena_printf(a, "MAU-BO-%02d", n + 1);
        if (n == MINISTRIES) return S("MAU-BO-01-VH");
        return arena_printf(a, "MAU-BO-%02d-CT", n - MINISTRIES);
    }
    int k    = i - MINISTRY_SYSTEMS;
    int n    = k % PROVINCE_BODIES;
    int unit = n / PROVINCES;
    *place   = k / PROVINCE_BODIES;
    if (unit == 0) return arena_printf(a, "MAU-TINH-%02d", n + 1);
    return arena_printf(a, "MAU-TINH-%02d-S%d", n % PROVINCES + 1, unit);
}

// The kind and subject of an owner's place-th system: no two of one owner share a name.
static const struct invented_kind *kind_at(int level, int place, str *subject)
{
    size_t first = 0, count = 0;
    while (kinds[first].level != level) first++;
    while (first + count < COUNT(kinds) && kinds[first + count].level == level) count++;
    *subject = subjects[(size_t)place / count % COUNT(subjects)];
    return &kinds[first + (size_t)place % count];
}

// What the agency declares: approval with its papers, and the plan.
static void put_declared(buf *b, int rank, int i)
{
    bool approved = rank < APPROVED, deployed = rank < DEPLOYED;
    if (approved) {
        buf_printf(b, "approved,%d/QĐ-MAU,2024-%02d-%02d,Chủ quản mẫu,", i + 1, 2 + rank % 9,
                   1 + rank % 28);
        buf_printf(b, "%d/QĐ-MAU,2024-01-15,Chủ quản mẫu", i + 8001);
        buf_printf(b, ",,%s,%s,%s,", deployed ? "full" : "part", deployed ? "" : "2027-06-30",
                   rank % 3 ? "both" : "before_use");
        return;
    }
    buf_printf(b, "%s,,,,,,,2026-12-%02d,none,2027-12-31,,", rank % 2 ? "drafting" : "sent",
               1 + rank % 28);
}

static status sheet_row(arena *a, buf *b, int i)
{
    // Multipliers without a common factor with the count: each rank is met once.
    int                         by_level = (int)((int64_t)i * 3571 % INVENTED_SYSTEMS);
    int                         by_state = (int)((int64_t)i * 2801 % INVENTED_SYSTEMS);
    int                         level    = level_at(by_level), place;
    str                         subject, owner = owner_at(a, i, &place);
    bool                        central = level == 5;
    const struct invented_kind *one     = kind_at(level, place, &subject);
    if (!owner.ptr) return ST_MEMORY;
    buf_printf(b, "\"" STR_FMT " " STR_FMT "\"," STR_FMT ",Số liệu minh họa,running,%d,",
               STR_ARG(one->name), STR_ARG(subject), STR_ARG(owner), level);
    put_declared(b, by_state, i);
    buf_printf(b, STR_FMT ",%s,no,no,%s,0\n", STR_ARG(one->facts), level >= 4 ? "yes" : "",
               central ? "yes" : "no");
    return ST_OK;
}

status invented_sheet(arena *a, str *csv)
{
    buf b = buf_in(a, SHEET_BYTES_FIRST, SHEET_BYTES_MAX);
    buf_put(&b, S(SHEET_HEAD));
    for (int i = 0; i < INVENTED_SYSTEMS; i++) TRY(sheet_row(a, &b, i));
    if (b.failed) return ST_MEMORY;
    *csv = buf_str(&b);
    return ST_OK;
}

status invented_seed(call *c, problem *why)
{
    system_intake in;
    str           csv;
    int           fd;
    TRY(bodies_seed(c, why));
    TRY(invented_sheet(c->a, &csv));
    TRY(os_temp_in_memory(&fd));
    status st = os_write_all(fd, csv);
    if (st == ST_OK) st = systems_take_in(c, fd, S("nuoc-mau.csv"), &in, why);
    os_close(fd);
    if (st == ST_OK && in.taken != INVENTED_SYSTEMS) {
        return problem_set(why, ST_BROKEN, S("nuoc-mau.csv"), S("cannot-create"));
    }
    return st;
}

status invented_act_for(call *c, str body_code, uint64_t roles)
{
    body whose;
    TRY(body_by_code(c, body_code, &whose));
    c->who.body_id   = whose.id;
    c->who.body_name = whose.name_vi;
    c->who.invented  = true;
    c->who.name      = S("Số liệu minh họa");
    c->who.roles     = roles;
    return ST_OK;
}
