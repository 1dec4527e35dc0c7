// replay_test.c - two incidents of 2024 as the press told them, gone through once more by an invented company on both
// engines: under the texts of their day, and moved to 2026 under those of today. Every paper that the law asks for is
// drawn up when it was due, every clock ends as it must. COLOA_PAPERS_OUT=FOLDER keeps the papers to be looked at.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "kit/os/os.h"
#include "kit/sign/node_key.h"
#include "modules/accounts/accounts.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/lesson_ops.h"
#include "modules/incidents/paper_ops.h"
#include "modules/letters/letters.h"
#include "modules/network/network.h"
#include "modules/orders/orders.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

enum { MINUTE_MS = 60 * 1000, DAY = 24 * 60, STEPS_MAX = 64 };

static int key_folder;

// ---- what happens ------------------------------------------------------------------------------------

typedef enum player { COMPANY, CENTRE, STANDING, PROVIDER, MEMBER } player;

typedef enum deed {
    SAYS = 1,  // a: a line of the log
    KNOWS,     // a: fact, b: value; "@" this moment
    MOVES,     // a: state, b: reason
    CLASSES,   // a: stage, b: class
    SENDS,     // a: document, b: the clocks that it answers; drawn up on its form where it has one
    ORDERS,    // a: title, b: what is asked; to the company and the provider
    ANSWERS,   // a: act, b: words
    WARNS,     // a: title, b: what is asked; to every member
    READS,     // a: act on the warning, b: words
    LEARNS,    // a: title, b: the lesson
    APPROVES,  // the lesson
    SPREADS,   // the lesson, to every member
    NEW_SENDS, // SENDS, of the texts of today alone
} deed;

typedef struct happening {
    int         minute; // after it began
    player      who;
    deed        what;
    const char *a, *b;
} happening;

typedef struct era {
    const char *name, *centre, *standing;
    int         days; // moved by
    bool        today;
} era;

static const era eras[] = {
    { "r1", "BTTTT-CATTT", "BTTTT", 0, false },
    { "r3", "BCA-A05", "BCA", 882, true }, // 126 weeks: days of the week stay
};

typedef struct story {
    const char      *name, *begins, *title, *told, *type, *level, *plan;
    const happening *steps;
    size_t           count;
    const char      *ends[COUNT(eras)]; // the clocks that ran: rule, due, how it ended
} story;

// ---- law/incidents.md §7.3, the securities firm: ordinary, beyond what it can do alone ------------------

static const happening securities[] = {
    { 90, COMPANY, KNOWS, "service_down", "yes" },
    { 90, COMPANY, KNOWS, "in_list", "no" },
    { 100, COMPANY, SENDS, "THONG_BAO", "" },
    { 110, CENTRE, MOVES, "received", "" },
    { 120, COMPANY, CLASSES, "proposed", "ordinary" },
    { 180, CENTRE, MOVES, "verified", "" },
    { 190, CENTRE, CLASSES, "verified", "ordinary" },
    { 200, COMPANY, MOVES, "first_response", "" },
    { 600, COMPANY, MOVES, "responding", "" },
    { 660, COMPANY, NEW_SENDS, "BC_BAN_DAU", "" },
    { DAY + 120, COMPANY, SAYS, "Hai sở giao dịch ngắt kết nối giao dịch với công ty.", "" },
    { DAY + 120, COMPANY, KNOWS, "over_capacity", "@" },
    { DAY + 150, COMPANY, SENDS, "MAU_03", "" },
    { DAY + 160, CENTRE, SAYS, "Cử tổ hỗ trợ tới đơn vị.", "" },
    { DAY + 180, CENTRE, ORDERS, "Ngăn chặn lây lan mã độc mã hóa dữ liệu",
      "Cách ly máy chủ đã bị mã hóa; gửi nhật ký và mẫu mã độc" },
    { DAY + 200, COMPANY, ANSWERS, "receive", "" },
    { DAY + 210, COMPANY, ANSWERS, "accept", "" },
    { DAY + 215, PROVIDER, ANSWERS, "receive", "" },
    { DAY + 230, PROVIDER, ANSWERS, "refuse",
      "Máy chủ điều khiển không nằm trong mạng của đơn vị" },
    { DAY + 240, CENTRE, WARNS, "Mã độc mã hóa dữ liệu máy chủ ảo hóa",
      "Rà soát máy chủ ảo hóa; kiểm tra bản sao lưu ngoại tuyến" },
    { DAY + 300, MEMBER, READS, "receive", "" },
    { 2 * DAY, COMPANY, SAYS, "Đã giải mã dữ liệu, đang khôi phục hệ thống.", "" },
    { 2 * DAY + 60, COMPANY, MOVES, "recovering", "" },
    { 2 * DAY + 90, COMPANY, ANSWERS, "report", "Đã cách ly; đã gửi nhật ký, mẫu mã độc" },
    { 2 * DAY + 120, MEMBER, READS, "report", "Đã rà soát, chưa phát hiện dấu hiệu" },
    { 2 * DAY + 600, COMPANY, NEW_SENDS, "BC_SU_CO", "" },
    { 3 * DAY, COMPANY, SAYS, "Mở lại tra cứu tài khoản.", "" },
    { 4 * DAY + 660, COMPANY, SAYS, "Thử luồng lệnh với hai sở giao dịch: đạt.", "" },
    { 7 * DAY + 1380, COMPANY, SAYS, "Mở lại giao dịch.", "" },
    { 7 * DAY + 1380, COMPANY, MOVES, "checking", "" },
    { 8 * DAY, COMPANY, KNOWS, "handled", "@" },
    { 8 * DAY, COMPANY, KNOWS, "ended", "@" },
    { 8 * DAY, COMPANY, KNOWS, "cause",
      "Tài khoản quản trị máy chủ ảo hóa bị chiếm đoạt (giả định)" },
    { 8 * DAY, COMPANY, KNOWS, "result", "Toàn bộ dịch vụ hoạt động trở lại" },
    { 8 * DAY + 20, COMPANY, SENDS, "CAP_NHAT_TB", "" },
    { 8 * DAY + 30, COMPANY, MOVES, "awaiting_final", "" },
    { 9 * DAY, COMPANY, SENDS, "MAU_04", "" },
    { 9 * DAY + 10, COMPANY, MOVES, "reviewing", "" },
    { 9 * DAY + 60, CENTRE, MOVES, "closed", "" },
    { 12 * DAY, COMPANY, LEARNS, "Sao lưu ngoại tuyến",
      "Giữ ít nhất một bản sao lưu tách khỏi mạng" },
    { 13 * DAY, CENTRE, APPROVES, "", "" },
    { 13 * DAY + 30, CENTRE, SPREADS, "", "" },
};

// ---- the fuel company: level 4, on a wide scale, decided to be serious ----------------------------------

static const happening fuel[] = {
    { 60, COMPANY, KNOWS, "service_down", "yes" },
    { 60, COMPANY, KNOWS, "wide", "yes" },
    { 60, COMPANY, KNOWS, "owner_cannot", "yes" },
    { 60, COMPANY, KNOWS, "over_capacity", "@" },
    { 60, COMPANY, KNOWS, "suspected", "@" },
    { 75, COMPANY, SENDS, "THONG_BAO", "" },
    { 80, COMPANY, SENDS, "DE_XUAT_NANG", "" },
    { 90, COMPANY, SENDS, "MAU_03", "" },
    { 100, CENTRE, MOVES, "received", "" },
    { 110, COMPANY, CLASSES, "proposed", "serious" },
    { 150, CENTRE, MOVES, "verified", "" },
    { 160, CENTRE, CLASSES, "verified", "serious" },
    { 200, STANDING, CLASSES, "decided", "serious" },
    { 210, STANDING, MOVES, "plan", "" },
    { 240, COMPANY, SAYS, "Hóa đơn điện tử cuối cùng tới cơ quan thuế khoảng 04 giờ.", "" },
    { 250, CENTRE, MOVES, "serious_first", "" },
    { 300, CENTRE, ORDERS, "Ứng cứu khẩn cấp hệ thống bán hàng",
      "Cách ly hệ thống; chuyển sang quy trình dự phòng" },
    { 310, COMPANY, ANSWERS, "receive", "" },
    { 320, COMPANY, ANSWERS, "accept", "" },
    { 325, PROVIDER, ANSWERS, "receive", "" },
    { 330, PROVIDER, ANSWERS, "accept", "" },
    { 340, CENTRE, WARNS, "Mã độc mã hóa dữ liệu tại doanh nghiệp", "Kiểm tra kết nối từ xa" },
    { 360, MEMBER, READS, "receive", "" },
    { 400, CENTRE, MOVES, "serious_response", "" },
    { 600, COMPANY, NEW_SENDS, "BC_BAN_DAU", "" },
    { 720, COMPANY, SENDS, "DIEN_BIEN", "" },
    { DAY, COMPANY, SENDS, "DIEN_BIEN", "" },
    { DAY + 700, COMPANY, SENDS, "DIEN_BIEN", "" },
    { DAY + 900, COMPANY, SAYS, "Phát hành lại hóa đơn điện tử qua nhà cung cấp.", "" },
    { DAY + 910, PROVIDER, ANSWERS, "report", "Đã khôi phục đường truyền hóa đơn" },
    { DAY + 1400, COMPANY, SENDS, "DIEN_BIEN", "" },
    { 2 * DAY, COMPANY, ANSWERS, "report", "Đã cách ly, đang khôi phục" },
    { 2 * DAY + 600, COMPANY, SENDS, "DIEN_BIEN", "" },
    { 2 * DAY + 610, COMPANY, NEW_SENDS, "BC_SU_CO", "" },
    { 3 * DAY - 120, COMPANY, SENDS, "DIEN_BIEN", "" },
    { 3 * DAY + 600, COMPANY, KNOWS, "handled", "@" },
    { 3 * DAY + 600, COMPANY, KNOWS, "ended", "@" },
    { 3 * DAY + 610, COMPANY, SENDS, "CAP_NHAT_TB", "" },
    { 4 * DAY, COMPANY, SENDS, "MAU_04", "" },
    { 4 * DAY + 60, CENTRE, MOVES, "serious_review", "" },
    { 6 * DAY, STANDING, MOVES, "closed", "" },
    { 8 * DAY, COMPANY, LEARNS, "Quy trình dự phòng", "Diễn tập bán hàng khi hệ thống ngừng" },
    { 9 * DAY, CENTRE, APPROVES, "", "" },
    { 9 * DAY + 5, CENTRE, SPREADS, "", "" },
};

static const story stories[] = {
    { .name   = "chung-khoan",
      .begins = "2024-03-24T10:00:00+07:00",
      .title  = "Dữ liệu hệ thống giao dịch bị mã hóa",
      .told   = "Toàn bộ dữ liệu bị mã hóa, dịch vụ giao dịch ngừng.",
      .type   = "ENCRYPT",
      .level  = "3",
      .plan   = "",
      .steps  = securities,
      .count  = COUNT(securities),
      .ends   = { "T20-1 2024-03-29T23:59:59+07:00 in time\n"
                    "T20-2 2024-04-01T11:00:00+07:00 in time\n"
                    "T20-3 2024-03-25T13:00:00+07:00 in time\n"
                    "T20-4 2024-04-06T23:59:59+07:00 in time\n",
                  "T20-1 2026-08-28T23:59:59+07:00 in time\n"
                    "T20-2 2026-08-31T11:00:00+07:00 in time\n"
                    "T20-3 2026-08-24T13:00:00+07:00 in time\n"
                    "T20-4 2026-09-05T23:59:59+07:00 in time\n"
                    "N331-2 2026-08-26T10:00:00+07:00 in time\n" } },
    { .name   = "xang-dau",
      .begins = "2024-04-02T00:00:00+07:00",
      .title  = "Hệ thống bán hàng bị mã hóa",
      .told   = "Trang tin, thư điện tử, ứng dụng và hóa đơn điện tử ngừng; khoảng 760 cửa hàng bị "
                "ảnh hưởng.",
      .type   = "ENCRYPT",
      .level  = "4",
      .plan   = "PLAN_4",
      .steps  = fuel,
      .count  = COUNT(fuel),
      .ends   = { "T20-1 2024-04-07T23:59:59+07:00 in time\n"
                    "T20-2 2024-04-05T10:30:00+07:00 in time\n"
                    "T20-3 2024-04-02T01:30:00+07:00 in time\n"
                    "T20-4 2024-04-10T23:59:59+07:00 in time\n"
                    "T20-8 2024-04-02T01:30:00+07:00 in time\n",
                  "T20-1 2026-09-06T23:59:59+07:00 in time\n"
                    "T20-2 2026-09-04T10:30:00+07:00 in time\n"
                    "T20-3 2026-09-01T01:30:00+07:00 in time\n"
                    "T20-4 2026-09-09T23:59:59+07:00 in time\n"
                    "T20-8 2026-09-01T01:30:00+07:00 in time\n"
                    "N331-1 2026-09-02T00:00:00+07:00 in time\n"
                    "N331-2 2026-09-04T00:00:00+07:00 in time\n" } },
};

// ---- the world ---------------------------------------------------------------------------------------

typedef struct stage {
    store       *s;
    const story *t;
    const era   *e;
    arena        a;
    call         by[MEMBER + 1];
    int64_t      start_ms, incident, order, warning, lesson;
    size_t       papers;
} stage;

static void fails(const stage *g, const char *what, status st, const problem *why)
{
    fail_msg("%s %s: %s: %s " STR_FMT " " STR_FMT " " STR_FMT, g->t->name, g->e->name, what,
             status_name(st), STR_ARG(why->field), STR_ARG(why->rule), STR_ARG(why->detail));
}

static void company(call *machine, const char *code, const char *name)
{
    body_draft d   = { .code    = str_from(code),
                       .name_vi = str_from(name),
                       .name_en = S(""),
                       .symbol  = S("CTM"),
                       .place   = S("Hà Nội"),
                       .note    = S(""),
                       .kind    = S("enterprise") };
    problem    why = { 0 };
    int64_t    id;
    d.valid_from = S("2020-01-01");
    assert_int_equal(bodies_add(machine, &d, &id, &why), ST_OK);
    call_end(machine);
}

static void seated(call *machine, const char *part, const char *code)
{
    problem                   why = { 0 };
    int64_t                   id;
    const incident_seat_draft d = { str_from(part), str_from(code), S("Quyết định Mẫu"),
                                    S("2020-01-01"), S("") };
    assert_int_equal(incident_seats_add(machine, &d, &id, &why), ST_OK);
    call_end(machine);
}

static void joins(stage *g, call *of)
{
    member_draft d   = { .category = S("a"), .cluster = S("Cụm 1") };
    problem      why = { 0 };
    int64_t      id;
    d.texts[FIELD_ADDRESS] = S("Số 1 phố Mẫu");
    d.texts[FIELD_PHONE]   = S("024 1234567");
    d.texts[FIELD_EMAIL]   = S("ttud@mau.example");
    d.texts[FIELD_LEADER]  = S("Trần Văn Mẫu");
    assert_int_equal(network_register(of, &d, &id, &why), ST_OK);
    call_end(of);
    static const member_act way[] = { MEMBER_CHECK, MEMBER_ACCEPT };
    for (size_t i = 0; i < COUNT(way); i++) {
        member m;
        assert_int_equal(network_get(&g->by[CENTRE], id, &m), ST_OK);
        const member_move move = { .id = id, .version = m.version, .act = way[i], .reason = S("") };
        status            st   = network_act(&g->by[CENTRE], &move, &why);
        if (st != ST_OK) fails(g, "joins", st, &why);
        call_end(&g->by[CENTRE]);
    }
}

static void set_the_stage(stage *g)
{
    const char *const codes[] = { "CTM", g->e->centre, g->e->standing, "VTM", "BYT" };
    call              machine = test_call(g->s, &g->a);
    assert_int_equal(time_parse(str_from(g->t->begins), &g->start_ms), ST_OK);
    g->start_ms += (int64_t)g->e->days * DAY * MINUTE_MS;
    machine.now_ms = g->start_ms;
    company(&machine, "CTM", "Công ty Mẫu");
    company(&machine, "VTM", "Công ty Viễn thông Mẫu");
    seated(&machine, "coordinator", g->e->centre);
    seated(&machine, "standing", g->e->standing);
    for (size_t i = 0; i < COUNT(codes); i++) {
        g->by[i] = test_call_of(g->s, &g->a, codes[i]);
        g->by[i].who.rights |= RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE | RIGHT_NETWORK_READ |
                               RIGHT_NETWORK_WRITE;
        g->by[i].who.person_id = 10 + (int64_t)i;
        g->by[i].who.body_name = str_from(codes[i]);
        g->by[i].now_ms        = g->start_ms;
    }
    joins(g, &g->by[MEMBER]);
}

static void begins(stage *g)
{
    call                *c     = &g->by[COMPANY];
    incident_problems    bad   = { .count = 0 };
    str                  at    = incident_moment(&g->a, g->start_ms);
    const incident_value all[] = { { S("title"), str_from(g->t->title) },
                                   { S("detected"), at },
                                   { S("description"), str_from(g->t->told) },
                                   { S("present_state"), S("unhandled") },
                                   { S("type"), str_from(g->t->type) },
                                   { S("detected_how"), S("log") },
                                   { S("system_name"), S("Hệ thống giao dịch (giả định)") },
                                   { S("system_level"), str_from(g->t->level) },
                                   { S("contact_name"), S("Lê Thị Mẫu") },
                                   { S("contact_phone"), S("0123 456 789") },
                                   { S("contact_email"), S("ung-cuu@mau.example") } };
    const incident_draft d     = { .values = all, .count = COUNT(all), .open = true };
    c->now_ms                  = g->start_ms + 55LL * MINUTE_MS;
    status st                  = incidents_add(c, &d, &g->incident, &bad);
    if (st != ST_OK) fails(g, "told", st, &bad.items[0]);
    call_end(c);
}

// ---- deeds -------------------------------------------------------------------------------------------

static void keep(const stage *g, const char *what, str bytes)
{
    const char *folder = getenv("COLOA_PAPERS_OUT");
    char        path[512];
    if (!folder) return;
    snprintf(path, sizeof path, "%s/%s-%s-%02zu-%s.docx", folder, g->t->name, g->e->name, g->papers,
             what);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.ptr, 1, (size_t)bytes.len, f), (size_t)bytes.len);
    fclose(f);
}

// A paper on its form, where its kind has one, and that it was sent.
static void sends(stage *g, call *c, const happening *h)
{
    const law_incident_paper *kind = law_incident_paper_find(law_current(), str_from(h->a));
    problem                   why  = { 0 };
    int64_t                   paper;
    str                       docx;
    incident                  i;
    assert_non_null(kind);
    assert_int_equal(incident_load(c, g->incident, &i), ST_OK);
    if (kind->form.len) {
        const incident_drawing k  = { kind->form, str_from(h->b) };
        status                 st = incident_paper_make(c, &i, &k, &docx, &why);
        if (st != ST_OK) fails(g, h->a, st, &why);
        keep(g, h->a, docx);
    }
    g->papers++;
    const incident_sending s  = { .id          = g->incident,
                                  .document    = str_from(h->a),
                                  .number      = arena_printf(&g->a, "%zu/CTM", g->papers),
                                  .recipients  = S("theo luật"),
                                  .sent        = S(""),
                                  .late_reason = S(""),
                                  .clock       = str_from(h->b) };
    status                 st = incidents_sent(c, &s, &paper, &why);
    if (st != ST_OK) fails(g, h->a, st, &why);
}

static void knows(stage *g, call *c, const happening *h)
{
    incident_problems     bad = { .count = 0 };
    str                   now = incident_moment(&g->a, c->now_ms);
    const incident_value  v   = { str_from(h->a), strcmp(h->b, "@") == 0 ? now : str_from(h->b) };
    const incident_change k   = { .id = g->incident, .values = &v, .count = 1, .reason = S("") };
    status                st  = incidents_change(c, &k, &bad);
    if (st != ST_OK) fails(g, h->a, st, &bad.items[0]);
}

static void classes(stage *g, call *c, const happening *h)
{
    problem           why = { 0 };
    incident_classing k   = {
          .id = g->incident, .plan = S(""), .number = S(""), .reason = S("nhận định")
    };
    assert_true(class_stage_named(str_from(h->a), &k.stage));
    assert_true(incident_class_named(str_from(h->b), &k.class));
    if (k.stage == CLASS_DECIDED) k.plan = str_from(g->t->plan), k.number = S("15/QĐ-MAU");
    status st = incidents_classify(c, &k, &why);
    if (st != ST_OK) fails(g, h->a, st, &why);
}

static void asks(stage *g, call *c, const happening *h)
{
    bool              warns = h->what == WARNS;
    problem           why   = { 0 };
    int64_t           id    = 0;
    str               docx;
    const order_draft d  = { .kind       = warns ? ORDER_WARNING : ORDER_REQUEST,
                             .incident   = arena_printf(&g->a, "%lld", (long long)g->incident),
                             .title      = str_from(h->a),
                             .content    = str_from(h->a),
                             .tlp        = warns ? TLP_GREEN : TLP_AMBER,
                             .severity   = warns ? SEVERITY_HIGH : SEVERITY_NONE,
                             .hours      = 72,
                             .ack_ms     = c->now_ms + 4LL * 60 * MINUTE_MS,
                             .to         = warns ? S("") : S("CTM\nVTM"),
                             .group      = warns ? S("all") : S(""),
                             .items      = { { str_from(h->b), 0 } },
                             .item_count = 1 };
    status            st = orders_draw(c, &d, &id, &why);
    if (st != ST_OK) fails(g, h->a, st, &why);
    const order_signing s = { .id = id, .signer = S("Nguyễn Văn Mẫu"), .number = S("7/ĐP-MAU") };
    st                    = orders_send(c, &s, &why);
    if (st != ST_OK) fails(g, h->a, st, &why);
    *(warns ? &g->warning : &g->order) = id;
    if (warns) return;
    assert_int_equal(order_docx(c, id, &docx, &why), ST_OK);
    keep(g, "MAU_06", docx);
}

static void answers(stage *g, call *c, const happening *h)
{
    problem      why = { 0 };
    int64_t      paper;
    order_answer a = { .id = h->what == READS ? g->warning : g->order, .words = str_from(h->b) };
    assert_true(target_act_named(str_from(h->a), &a.act));
    status st = orders_answer(c, &a, &paper, &why);
    if (st != ST_OK) fails(g, h->a, st, &why);
}

static void learns(stage *g, call *c, const happening *h)
{
    problem                       why = { 0 };
    size_t                        told;
    const incident_lesson_draft   d  = { .id    = g->incident,
                                         .title = str_from(h->a),
                                         .what  = S("Không có bản sao lưu dùng được ngay"),
                                         .words = str_from(h->b) };
    const incident_lesson_verdict v  = { g->incident, g->lesson, true, false, S("") };
    const incident_lesson_spread  to = { g->incident, g->lesson, true, S("") };
    status st = h->what == LEARNS     ? incidents_lesson_draw(c, &d, &g->lesson, &why)
                : h->what == APPROVES ? incidents_lesson_judge(c, &v, &why)
                                      : incidents_lesson_spread(c, &to, &told, &why);
    if (st != ST_OK) fails(g, "lesson", st, &why);
    if (h->what == SPREADS) assert_int_equal(told, 1);
}

static void happens(stage *g, const happening *h)
{
    call          *c   = &g->by[h->who];
    problem        why = { 0 };
    status         st  = ST_OK;
    incident_state to;
    if (h->what == NEW_SENDS && !g->e->today) return;
    c->now_ms = g->start_ms + (int64_t)h->minute * MINUTE_MS;
    switch (h->what) {
    case SAYS: st = incidents_log(c, g->incident, str_from(h->a), &why); break;
    case KNOWS: knows(g, c, h); break;
    case MOVES:
        assert_true(incident_state_named(str_from(h->a), &to));
        st = incidents_move(c, &(incident_move){ g->incident, 0, to, str_from(h->b) }, &why);
        break;
    case CLASSES: classes(g, c, h); break;
    case SENDS:
    case NEW_SENDS: sends(g, c, h); break;
    case ORDERS:
    case WARNS: asks(g, c, h); break;
    case ANSWERS:
    case READS: answers(g, c, h); break;
    case LEARNS:
    case APPROVES:
    case SPREADS: learns(g, c, h); break;
    }
    if (st != ST_OK) fails(g, h->a, st, &why);
    call_end(c);
}

// ---- what must be true at its end --------------------------------------------------------------------

static const char *const standings[] = { "?",       "not begun", "running", "soon",      "overdue",
                                         "in time", "late",      "exempt",  "superseded" };

// "RULE due how", those that ran, in the order of the law.
static str clocks_now(stage *g)
{
    call                  *c   = &g->by[CENTRE];
    incident_clocks_state *all = NEW(&g->a, incident_clocks_state, 1);
    buf                    b   = buf_in(&g->a, 1024, 16 * 1024);
    incident               i;
    assert_int_equal(incident_load(c, g->incident, &i), ST_OK);
    assert_int_equal(incident_clocks_look(c, &i, all), ST_OK);
    call_end(c);
    for (size_t n = 0; n < all->count; n++) {
        const incident_clock_state *k = &all->items[n];
        if (k->k.kind != CLOCK_RUNS) continue;
        str due = incident_moment(&g->a, k->k.due_ms);
        buf_printf(&b, STR_FMT " " STR_FMT " %s\n", STR_ARG(k->k.rule->id), STR_ARG(due),
                   standings[k->stands]);
    }
    assert_false(b.failed);
    return buf_str(&b);
}

static void ends(stage *g, size_t which)
{
    call        *c = &g->by[MEMBER];
    order_card  *k = NEW(&g->a, order_card, 1);
    incident     i = { 0 };
    size_t       n;
    lesson_told *told;
    assert_int_equal(incident_load(&g->by[CENTRE], g->incident, &i), ST_OK);
    call_end(&g->by[CENTRE]);
    assert_int_equal(i.state, INCIDENT_CLOSED);
    assert_int_equal(order_card_load(&g->by[CENTRE], g->order, k), ST_OK);
    assert_int_equal(k->target_count, 2);
    for (n = 0; n < k->target_count; n++) {
        assert_true(k->targets[n].state == TARGET_DONE || k->targets[n].state == TARGET_REFUSED);
        assert_false(k->targets[n].late);
    }
    call_end(&g->by[CENTRE]);
    assert_int_equal(incident_load(c, g->incident, &i), ST_MISSING); // warned, not shown who
    assert_int_equal(lessons_list(c, &told, &n), ST_OK);
    assert_int_equal(n, 1);
    call_end(c);
    str got = clocks_now(g);
    if (!str_equal(got, str_from(g->t->ends[which])))
        fail_msg("%s under %s:\n" STR_FMT "wanted:\n%s", g->t->name, g->e->name, STR_ARG(got),
                 g->t->ends[which]);
}

static void replayed(void **state, size_t story_at, size_t era_at)
{
    static stage g;
    g   = (stage){ .s = *state, .t = &stories[story_at], .e = &eras[era_at] };
    g.a = test_arena(256 * 1024 * 1024);
    set_the_stage(&g);
    begins(&g);
    for (size_t n = 0; n < g.t->count; n++) happens(&g, &g.t->steps[n]);
    ends(&g, era_at);
}

static void the_securities_firm_under_the_texts_of_its_day(void **state)
{
    replayed(state, 0, 0);
}

static void the_securities_firm_under_those_of_today(void **state)
{
    replayed(state, 0, 1);
}

static void the_fuel_company_under_the_texts_of_its_day(void **state)
{
    replayed(state, 1, 0);
}

static void the_fuel_company_under_those_of_today(void **state)
{
    replayed(state, 1, 1);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &letters_sql,  &network_sql,
                                                 &incidents_sql,     &orders_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(the_securities_firm_under_the_texts_of_its_day),
                 cmocka_unit_test(the_securities_firm_under_those_of_today),
                 cmocka_unit_test(the_fuel_company_under_the_texts_of_its_day),
                 cmocka_unit_test(the_fuel_company_under_those_of_today),
    };
    char  room[512];
    arena a = arena_over(room, sizeof(room));
    str   folder;
    if (os_temp_folder(S("coloa-replay-"), &a, &folder) != ST_OK ||
        os_open_folder(OS_CWD, folder, &key_folder) != ST_OK)
        return 1;
    node_key_lend(key_folder);
    store_register(modules, COUNT(modules));
    network_led_by(incidents_lead);
    int failed = test_store_run(tests, COUNT(tests));
    os_close(key_folder);
    return os_remove_folder(OS_CWD, folder) == ST_OK ? failed : 1;
}
