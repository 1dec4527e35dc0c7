// hunts_test.c - hunts on both engines: from opening to the next due day, who sees and does what, second hunts, figures.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/documents/docx_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/evidence/evidence.h"
#include "modules/hunts/hunts.h"
#include "modules/incidents/incidents.h"
#include "modules/letters/letters.h"
#include "modules/network/network.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/tasks/tasks.h"

extern const sql_module organisations_sql, accounts_sql;

static const int64_t day_ms = 24LL * 3600 * 1000;

static arena fresh(void)
{
    return test_arena(64 * 1024 * 1024);
}

// A person of a body; today is 24/11/2026.
static call somebody(store *s, arena *a, const char *code, uint64_t roles)
{
    call c = test_call_of(s, a, code);
    c.who.rights |= RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE;
    c.who.body_name = str_from(code);
    c.who.roles     = roles;
    return c;
}

static call analyst(store *s, arena *a, const char *code)
{
    return somebody(s, a, code, ROLE_BIT(ROLE_ANALYST));
}

static call lead(store *s, arena *a, const char *code)
{
    return somebody(s, a, code, ROLE_BIT(ROLE_SPECIALIST));
}

static str put_system(store *s, arena *a, const char *owner, const char *name, const char *level)
{
    system_problems problems;
    system_record  *made = NEW(a, system_record, 1);
    int64_t         id;
    call            c     = test_call_of(s, a, owner);
    system_data     draft = { .name        = str_from(name),
                              .owner       = str_from(owner),
                              .sheet_level = str_from(level),
                              .facts       = S("{}") };
    assert_int_equal(systems_add(&c, &draft, &id, &problems), ST_OK);
    assert_int_equal(systems_get_id(&c, id, made), ST_OK);
    call_end(&c);
    return made->code;
}

static hunt_draft drafted(str systems)
{
    return (hunt_draft){ .systems    = systems,
                         .title      = S("Săn lùng nửa cuối năm"),
                         .reach      = S("Máy chủ ứng dụng và cơ sở dữ liệu"),
                         .hypothesis = S("Web shell còn sót"),
                         .rules      = S("Sigma"),
                         .began_on   = S("2026-11-02") };
}

static int64_t opened(call *c, const hunt_draft *d)
{
    int64_t id  = 0;
    problem why = { 0 };
    status  st  = hunts_open(c, d, &id, &why);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT " " STR_FMT, status_name(st), STR_ARG(why.field),
                 STR_ARG(why.rule), STR_ARG(why.detail));
    call_end(c);
    return id;
}

static void refused(call *c, const hunt_draft *d, const char *field, const char *rule)
{
    int64_t id  = 0;
    problem why = { 0 };
    assert_int_equal(hunts_open(c, d, &id, &why), ST_INVALID);
    if (!str_equal(why.field, str_from(field)) || !str_equal(why.rule, str_from(rule)))
        fail_msg("wanted %s %s: " STR_FMT " " STR_FMT, field, rule, STR_ARG(why.field),
                 STR_ARG(why.rule));
    call_end(c);
}

static status steps(call *c, int64_t id, hunt_act act, const char *on, const char *words,
                    problem *why)
{
    const hunt_step s  = { id, 0, act, str_from(on), str_from(words) };
    status          st = hunts_step(c, &s, why);
    call_end(c);
    return st;
}

static int64_t found(call *c, int64_t id, str system, const char *on)
{
    int64_t            no  = 0;
    problem            why = { 0 };
    const threat_draft d   = { .hunt      = id,
                               .system    = system,
                               .what      = S("Web shell /tmp/x.aspx"),
                               .technique = S("T1505.003"),
                               .severity  = HUNT_HIGH,
                               .due_on    = S("2026-12-01"),
                               .found_on  = str_from(on) };
    status             st  = hunts_threat_add(c, &d, &no, &why);
    if (st != ST_OK)
        fail_msg("%s " STR_FMT " " STR_FMT, status_name(st), STR_ARG(why.field), STR_ARG(why.rule));
    call_end(c);
    return no;
}

static status acts(call *c, int64_t id, int64_t no, hunt_act act, const char *words, problem *why)
{
    const threat_step s  = { .hunt  = id,
                             .no    = no,
                             .act   = act,
                             .words = str_from(words),
                             .proof = S("Mã băm trước và sau"),
                             .gone  = true };
    status            st = hunts_threat_step(c, &s, why);
    call_end(c);
    return st;
}

static status still_there(call *c, int64_t id, int64_t no)
{
    problem           why = { 0 };
    const threat_step s = { .hunt = id, .no = no, .act = HUNT_ACT_AGAIN, .words = S("Vẫn thấy") };
    status            st = hunts_threat_step(c, &s, &why);
    call_end(c);
    return st;
}

static hunt_card *card(call *c, int64_t id)
{
    hunt_card *k = NEW(c->a, hunt_card, 1);
    assert_non_null(k);
    assert_int_equal(hunt_card_load(c, id, k), ST_OK);
    call_end(c);
    return k;
}

static hunt_duty_list *due(call *c, const char *org, bool late)
{
    hunt_duty_list     *list = NEW(c->a, hunt_duty_list, 1);
    problem             why  = { 0 };
    const hunt_duty_ask ask  = { .org = str_from(org), .late = late };
    assert_non_null(list);
    assert_int_equal(hunts_due(c, &ask, list, &why), ST_OK);
    call_end(c);
    return list;
}

static hunts_report *figures(call *c, const char *org, const char *period)
{
    hunts_report *r   = NEW(c->a, hunts_report, 1);
    problem       why = { 0 };
    assert_non_null(r);
    assert_int_equal(hunts_figures(c, str_from(org), str_from(period), r, &why), ST_OK);
    call_end(c);
    return r;
}

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

// ---- one hunt, to its end --------------------------------------------------------------------------

static void what_is_typed_is_looked_at(void **state)
{
    arena      a    = fresh();
    str        one  = put_system(*state, &a, "BTC", "Cổng", "3");
    str        far  = put_system(*state, &a, "BYT", "Khác", "3");
    call       c    = analyst(*state, &a, "BTC");
    hunt_draft good = drafted(one), bad = good;
    bad.title = S(" ");
    refused(&c, &bad, "title", "required");
    bad       = good;
    bad.reach = S("Tài liệu TUYỆT MẬT");
    refused(&c, &bad, "reach", "state-secret");
    bad         = good;
    bad.systems = S(" , ");
    refused(&c, &bad, "systems", "required");
    bad.systems = S("HT-999999");
    refused(&c, &bad, "systems", "system-unknown");
    bad.systems = far; // out of sight
    refused(&c, &bad, "systems", "system-unknown");
    bad          = good;
    bad.began_on = S("2026-11-25");
    refused(&c, &bad, "began_on", "day-future");
    bad.began_on = S("31/11/2026");
    refused(&c, &bad, "began_on", "not-a-day");
    good.systems = arena_printf(&a, STR_FMT ", " STR_FMT "\n", STR_ARG(one), STR_ARG(one));
    hunt_card *k = card(&c, opened(&c, &good));
    assert_int_equal(k->system_count, 1); // named twice
    assert_true(str_equal(k->h.code, S("SL-2026-000001")));
    assert_int_equal(k->h.state, HUNT_RUNNING);
}

// A paragraph and an annex with the same numbers.
static void a_report_takes_it(call *c, store *s, const hunts_report *r)
{
    static const char *const said[] = {
        "Từ ngày 01/07/2026 đến ngày 31/12/2026, ",
        "Có 2 hệ thống thông tin thuộc diện săn lùng định kỳ; 2 hệ thống đã được săn lùng trong "
        "kỳ, 0 hệ thống chưa được săn lùng trong kỳ, 0 hệ thống quá hạn.",
        "Đã đóng 1 đợt săn lùng; phát hiện 2 mối nguy hại, loại bỏ 2, săn lùng lại xác nhận đã hết "
        "2, còn tồn 0.",
        "tính đến ngày 24/11/2026",
    };
    hunt_annex annex = { .pdf = false };
    str        words;
    problem    why = { 0 };
    assert_int_equal(hunts_words(c, r, &words), ST_OK);
    assert_int_equal(hunts_annex(c, r, &annex, &why), ST_OK);
    str paper = test_unzip(c->a, annex.bytes, "word/document.xml");
    assert_true(str_find(paper, words) > 0);
    for (size_t i = 0; i < COUNT(said); i++) assert_true(str_find(words, str_from(said[i])) >= 0);
    assert_true(str_find(words, S("đơn vị trực thuộc")) < 0); // all of them are its own
    assert_true(str_find(paper, S("Theo chủ quản")) < 0);
    // The report of a body that owes none, and that one out of the branch, is offered nothing.
    call far = analyst(s, c->a, "BYT");
    assert_int_equal(hunts_offer(&far, far.who.body_id, r->of.first, r->of.last, &words), ST_OK);
    assert_int_equal(words.len, 0);
    assert_int_equal(hunts_offer(&far, c->who.body_id, r->of.first, r->of.last, &words), ST_OK);
    assert_int_equal(words.len, 0);
    assert_int_equal(hunts_offer(c, c->who.body_id, r->of.first, r->of.last, &words), ST_OK);
    assert_true(str_find(words, str_from(said[2])) > 0);
    c->who.rights &= ~(uint64_t)RIGHT_INCIDENTS_READ;
    assert_int_equal(hunts_offer(c, c->who.body_id, r->of.first, r->of.last, &words), ST_OK);
    assert_int_equal(words.len, 0);
}

static void a_hunt_with_an_open_threat_cannot_close(void **state)
{
    arena      a   = fresh();
    str        one = put_system(*state, &a, "BTC", "Cổng", "3");
    str        two = put_system(*state, &a, "BTC", "Thư", "2");
    call       c = analyst(*state, &a, "BTC"), boss = lead(*state, &a, "BTC");
    problem    why = { 0 };
    hunt_draft d   = drafted(arena_printf(&a, STR_FMT " " STR_FMT, STR_ARG(one), STR_ARG(two)));
    int64_t    id  = opened(&c, &d);
    assert_true(str_equal(due(&c, "", false)->items[0].due_on, S("2027-05-24"))); // never hunted
    int64_t first = found(&c, id, one, "2026-11-03"), second = found(&c, id, two, "");
    assert_int_equal(first, 1);
    assert_int_equal(second, 2);
    assert_int_equal(steps(&boss, id, HUNT_ACT_CLOSE, "2026-11-20", "Xong", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("hunt-threats-open")) && str_equal(why.detail, S("1, 2")));
    assert_int_equal(steps(&boss, id, HUNT_ACT_CANCEL, "", "Thôi", &why), ST_INVALID);
    assert_int_equal(steps(&c, id, HUNT_ACT_END, "2026-11-01", "Xong", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("hunt-day-order"))); // before it began
    assert_int_equal(steps(&c, id, HUNT_ACT_END, "2026-11-20", "", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("required")));
    assert_int_equal(steps(&c, id, HUNT_ACT_END, "2026-11-20", "Hai web shell", &why), ST_OK);
    assert_int_equal(card(&c, id)->h.state, HUNT_WAITING);
    // Removed is not enough: somebody must have looked again.
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_AGAIN, "Quét lại", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("threat-step")));
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_REMOVE, "Xóa tệp", &why), ST_OK);
    assert_int_equal(acts(&c, id, 2, HUNT_ACT_REMOVE, "Cài lại máy", &why), ST_OK);
    assert_int_equal(steps(&boss, id, HUNT_ACT_CLOSE, "", "", &why), ST_INVALID);
    // The second hunt still finds the first one.
    assert_int_equal(still_there(&c, id, 1), ST_OK);
    assert_int_equal(acts(&c, id, 2, HUNT_ACT_AGAIN, "Quét lại bằng Sigma", &why), ST_OK);
    hunt_card *k = card(&c, id);
    assert_int_equal(k->threats[0].state, THREAT_OPEN);
    assert_int_equal(k->threats[0].returns, 1);
    assert_int_equal(k->threats[1].state, THREAT_CONFIRMED);
    assert_int_equal(steps(&boss, id, HUNT_ACT_CLOSE, "", "", &why), ST_INVALID);
    assert_true(str_equal(why.detail, S("1")));
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_REMOVE, "Gỡ cả tài khoản", &why), ST_OK);
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_AGAIN, "Quét lại", &why), ST_OK);
    assert_true(str_equal(due(&c, "", false)->items[0].due_on, S("2027-05-24"))); // not closed yet
    assert_int_equal(steps(&c, id, HUNT_ACT_CLOSE, "", "", &why), ST_FORBIDDEN);  // an analyst
    assert_int_equal(steps(&boss, id, HUNT_ACT_CLOSE, "", "", &why), ST_OK);
    k = card(&c, id);
    assert_int_equal(k->h.state, HUNT_CLOSED);
    assert_true(str_equal(k->h.closed_on, S("2026-11-24")));
    assert_true(str_equal(k->systems[0].next_on, S("2027-05-20"))); // from the end of the search
    assert_true(str_equal(k->events[0].act, S("close")));
    assert_int_equal(k->event_count, 12);
    // Closed is closed.
    assert_int_equal(steps(&boss, id, HUNT_ACT_CANCEL, "", "x", &why), ST_INVALID);
    assert_int_equal(hunts_change(&c, id, 0, &d, &why), ST_CONFLICT);
    hunts_report *r = figures(&c, "", "2026-H2");
    assert_int_equal(r->own.owed[0], 2);
    assert_int_equal(r->own.hunted[0], 2);
    assert_int_equal(r->own.hunted[3], 1);
    assert_int_equal(r->own.closed, 1);
    assert_int_equal(r->own.found, 2);
    assert_int_equal(r->own.removed, 2);
    assert_int_equal(r->own.confirmed, 2);
    assert_int_equal(r->own.open, 0);
    assert_int_equal(figures(&c, "", "2026-Q3")->own.hunted[0], 0);
    // Of any days, by the end of the search.
    assert_int_equal(figures(&c, "", "2026-11-20/2026-11-24")->own.hunted[0], 2);
    assert_int_equal(figures(&c, "", "2026-11-21/2026-12-31")->own.hunted[0], 0);
    a_report_takes_it(&c, *state, r);
}

static void what_is_no_threat_is_dismissed_with_a_reason(void **state)
{
    arena      a   = fresh();
    str        one = put_system(*state, &a, "BTC", "Cổng", "3");
    call       c = analyst(*state, &a, "BTC"), boss = lead(*state, &a, "BTC");
    problem    why = { 0 };
    hunt_draft d   = drafted(one);
    int64_t    id  = opened(&c, &d);
    (void)found(&c, id, S(""), ""); // the only system it has
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_DISMISS, " ", &why), ST_INVALID);
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_DISMISS, "Công cụ của quản trị", &why), ST_OK);
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_REMOVE, "x", &why), ST_INVALID);
    assert_int_equal(steps(&boss, id, HUNT_ACT_CLOSE, "2026-11-20", "Không thấy gì", &why), ST_OK);
    hunts_report *r = figures(&c, "", "");
    assert_int_equal(r->own.found, 0);
    assert_int_equal(r->own.dismissed, 1);
}

static void a_threat_has_somebody_and_a_proof(void **state)
{
    arena        a    = fresh();
    str          one  = put_system(*state, &a, "BTC", "Cổng", "3");
    call         c    = analyst(*state, &a, "BTC");
    problem      why  = { 0 };
    hunt_draft   h    = drafted(one);
    int64_t      id   = opened(&c, &h), no;
    threat_draft good = {
        .hunt = id, .what = S("x"), .severity = HUNT_LOW, .due_on = S("2026-12-01")
    };
    const struct {
        threat_draft d;
        const char  *field, *rule;
    } bad[] = {
        { { .severity = HUNT_LOW, .due_on = S("2026-12-01") }, "what", "required" },
        { { .what = S("x"), .due_on = S("2026-12-01") }, "severity", "required" },
        { { .what = S("x"), .severity = HUNT_LOW }, "due_on", "required" },
        { { .what      = S("x"),
            .severity  = HUNT_LOW,
            .due_on    = S("2026-12-01"),
            .technique = S("1059") },
          "technique",
          "technique-form" },
        { { .what     = S("x"),
            .severity = HUNT_LOW,
            .due_on   = S("2026-12-01"),
            .system   = S("HT-999999") },
          "system",
          "hunt-system-other" },
        { { .what       = S("x"),
            .severity   = HUNT_LOW,
            .due_on     = S("2026-12-01"),
            .owner_body = S("BYT") },
          "owner_body",
          "hunt-owner" },
        { { .what     = S("x"),
            .severity = HUNT_LOW,
            .due_on   = S("2026-12-01"),
            .owner    = S("khong.co") },
          "owner",
          "hunt-person" },
        { { .what     = S("x"),
            .severity = HUNT_LOW,
            .due_on   = S("2026-12-01"),
            .found_on = S("2026-11-01") },
          "found_on",
          "hunt-day-order" },
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        threat_draft d = bad[i].d;
        d.hunt         = id;
        assert_int_equal(hunts_threat_add(&c, &d, &no, &why), ST_INVALID);
        if (!str_equal(why.field, str_from(bad[i].field)) ||
            !str_equal(why.rule, str_from(bad[i].rule)))
            fail_msg("%zu: " STR_FMT " " STR_FMT, i, STR_ARG(why.field), STR_ARG(why.rule));
        call_end(&c);
    }
    assert_int_equal(hunts_threat_add(&c, &good, &no, &why), ST_OK);
    call_end(&c);
}

static void a_removal_wants_a_proof_and_is_late_after_its_last_day(void **state)
{
    arena             a   = fresh();
    str               one = put_system(*state, &a, "BTC", "Cổng", "3");
    call              c   = analyst(*state, &a, "BTC");
    problem           why = { 0 };
    hunt_draft        h   = drafted(one);
    int64_t           id = opened(&c, &h), no = found(&c, id, one, "");
    const threat_step bare = { .hunt = id, .no = no, .act = HUNT_ACT_REMOVE, .words = S("Xóa") };
    assert_int_equal(hunts_threat_step(&c, &bare, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("proof")));
    const threat_step lost = {
        .hunt = id, .no = no, .act = HUNT_ACT_REMOVE, .words = S("Xóa"), .file = 999
    };
    assert_int_equal(hunts_threat_step(&c, &lost, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("evidence-unknown")));
    call_end(&c);
    assert_int_equal(card(&c, id)->threats[0].state, THREAT_OPEN);
    // Late the day after its last day.
    assert_false(card(&c, id)->threats[0].late);
    c.now_ms += 8 * day_ms;
    assert_true(card(&c, id)->threats[0].late);
}

static void what_is_changed_says_what_it_was(void **state)
{
    arena      a   = fresh();
    str        one = put_system(*state, &a, "BTC", "Cổng", "3");
    str        two = put_system(*state, &a, "BTC", "Thư", "2");
    call       c   = analyst(*state, &a, "BTC");
    problem    why = { 0 };
    hunt_draft d   = drafted(one);
    int64_t    id  = opened(&c, &d);
    (void)found(&c, id, one, "");
    d.systems = two;
    assert_int_equal(hunts_change(&c, id, 0, &d, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("hunt-system-threat")));
    d.systems = arena_printf(&a, STR_FMT " " STR_FMT, STR_ARG(one), STR_ARG(two));
    d.rules   = S("Sigma và YARA");
    assert_int_equal(hunts_change(&c, id, 1, &d, &why), ST_CONFLICT); // a threat moved it on
    call_end(&c);
    assert_int_equal(hunts_change(&c, id, 2, &d, &why), ST_OK);
    call_end(&c);
    hunt_card *k = card(&c, id);
    assert_int_equal(k->system_count, 2);
    assert_true(str_find(k->events[0].words, S("“Sigma” → “Sigma và YARA”")) >= 0);
    assert_true(str_find(k->events[0].words, one) >= 0);
}

// ---- who -------------------------------------------------------------------------------------------

typedef struct stage {
    str     parent, child; // codes of a system of BTC and one of BTC-BHXH
    int64_t both, own;     // hunts of BTC over the two, and over its own
} stage;

static stage set_stage(store *s, arena *a, const char *name)
{
    stage      g = { .parent = put_system(s, a, "BTC", name, "3"),
                     .child  = put_system(s, a, "BTC-BHXH", name, "4") };
    call       c = analyst(s, a, "BTC");
    hunt_draft d = drafted(
        arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(g.parent), STR_ARG(g.child)));
    g.both = opened(&c, &d);
    d      = drafted(g.parent);
    g.own  = opened(&c, &d);
    (void)found(&c, g.both, g.parent, "");
    (void)found(&c, g.both, g.child, "");
    return g;
}

static char mark_of(status st)
{
    return st == ST_OK          ? '+'
           : st == ST_FORBIDDEN ? 'F'
           : st == ST_MISSING   ? '.'
           : st == ST_INVALID   ? 'I'
                                : '?';
}

enum { TRIES = 8 };

static char tried(store *s, arena *a, const stage *g, const char *code, account_role role, int what)
{
    call              c   = somebody(s, a, code, ROLE_BIT(role));
    problem           why = { 0 };
    int64_t           id  = 0;
    hunt              h;
    hunt_draft        d      = drafted(what == 1 ? g->parent : g->child);
    threat_draft      t      = { .hunt     = g->both,
                                 .system   = g->child,
                                 .what     = S("x"),
                                 .severity = HUNT_LOW,
                                 .due_on   = S("2026-12-01") };
    const threat_step remove = {
        .hunt = g->both, .no = 2, .act = HUNT_ACT_REMOVE, .words = S("Xóa"), .proof = S("Băm")
    };
    const threat_step again = {
        .hunt = g->both, .no = 2, .act = HUNT_ACT_AGAIN, .words = S("Quét")
    };
    const hunt_step close = { g->own, 0, HUNT_ACT_CLOSE, S("2026-11-20"), S("Không có gì") };
    status          st    = ST_BROKEN;
    switch (what) {
    case 0: st = hunt_load(&c, g->both, &h); break;
    case 1: st = hunts_open(&c, &d, &id, &why); break;
    case 2: st = hunts_open(&c, &d, &id, &why); break;
    case 3: st = hunts_threat_add(&c, &t, &id, &why); break;
    case 4: st = hunts_threat_step(&c, &remove, &why); break;
    case 5: st = hunts_threat_step(&c, &again, &why); break;
    case 6: st = hunts_step(&c, &close, &why); break;
    case 7: st = hunt_load(&c, g->own, &h); break;
    }
    call_end(&c);
    return mark_of(st);
}

// Columns: sees the hunt of both; opens one of the parent's system; of the child's; writes a threat of the child's down;
// removes it; looks again; closes the other hunt; sees that. + it is done, F refused, . not there, I a system it may not hunt.
// Ours: no text says who.
static void each_role_in_each_body_does_what_it_may(void **state)
{
    static const struct {
        const char  *code;
        account_role role;
        const char  *can;
    } all[] = {
        // Who hunts.
        { "BTC", ROLE_AUDITOR, "+FFFFFF+" },
        { "BTC", ROLE_SUPERVISOR, "+FFFFFF+" },
        { "BTC", ROLE_OPERATOR, "+FFF+FF+" }, // tells a removal
        { "BTC", ROLE_ANALYST, "++++++F+" },
        { "BTC", ROLE_SPECIALIST, "++++++++" },
        // Below it: its own system, its own threat.
        { "BTC-BHXH", ROLE_AUDITOR, "+FFFFF.." },
        { "BTC-BHXH", ROLE_OPERATOR, "+FFF+F.." },
        { "BTC-BHXH", ROLE_ANALYST, "+I+F+F.." },
        { "BTC-BHXH", ROLE_HEAD, "+FFFFF.." },
        // Above it: sees, does nothing; hunts itself if it likes.
        { "VN-CP", ROLE_HEAD, "+FFFFFF+" },
        { "VN-CP", ROLE_SUPERVISOR, "+FFFFFF+" },
        { "VN-CP", ROLE_ANALYST, "+++FFFF+" },
        // Nobody to it.
        { "BYT", ROLE_ANALYST, ".II....." },
        { "BYT", ROLE_HEAD, ".FF....." },
    };
    size_t wrong = 0;
    for (size_t i = 0; i < COUNT(all); i++) {
        arena a              = fresh();
        stage g              = set_stage(*state, &a, arena_printf(&a, "Cổng %zu", i).ptr);
        char  got[TRIES + 1] = { 0 };
        call  c              = analyst(*state, &a, "BTC");
        bool  removes        = all[i].can[4] == '+';
        for (int what = 0; what < TRIES; what++) {
            problem why = { 0 };
            // For the second hunt the threat must have been removed by somebody.
            if (what == 5 && !removes) (void)acts(&c, g.both, 2, HUNT_ACT_REMOVE, "Xóa", &why);
            got[what] = tried(*state, &a, &g, all[i].code, all[i].role, what);
        }
        if (str_equal(str_from(got), str_from(all[i].can))) continue;
        print_error("%s role %d: %s, wanted %s\n", all[i].code, all[i].role, got, all[i].can);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static void who_sees_one_system_sees_that_part(void **state)
{
    arena      a     = fresh();
    stage      g     = set_stage(*state, &a, "Cổng");
    call       child = analyst(*state, &a, "BTC-BHXH"), top = analyst(*state, &a, "VN-CP");
    hunt_card *k = card(&child, g.both);
    assert_false(k->h.whole);
    assert_int_equal(k->h.systems, 1);
    assert_int_equal(k->system_count, 1);
    assert_true(str_equal(k->systems[0].code, g.child));
    assert_int_equal(k->threat_count, 1);
    assert_int_equal(k->threats[0].no, 2);
    assert_int_equal(k->h.hypothesis.len, 0);
    for (size_t i = 0; i < k->event_count; i++) assert_true(k->events[i].no != 1);
    k = card(&top, g.both);
    assert_true(k->h.whole);
    assert_int_equal(k->threat_count, 2);
    hunt_filter f    = { .q = S(""), .system = S("") };
    hunt_page   list = { 0 };
    problem     why  = { 0 };
    assert_int_equal(hunts_list(&child, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].threats, 1);
    assert_int_equal(hunts_list(&top, &f, S(""), 1, &list, &why), ST_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].h.id, g.own);
    assert_int_equal(hunts_list(&top, &f, list.next, 1, &list, &why), ST_OK);
    assert_int_equal(list.items[0].h.id, g.both);
    assert_int_equal(list.next.len, 0);
    f.open = true;
    assert_int_equal(hunts_list(&top, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 1);
    f = (hunt_filter){ .q = S("nua CUOI cong"), .system = S("") };
    assert_int_equal(hunts_list(&top, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 2);
    f.q = S("máy bay");
    assert_int_equal(hunts_list(&top, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 0);
    call_end(&top);
    call_end(&child);
}

// ---- what is due, figures --------------------------------------------------------------------------

static void the_superior_sees_what_is_overdue_below(void **state)
{
    arena a     = fresh();
    str   one   = put_system(*state, &a, "BTC", "Cổng", "3");
    str   two   = put_system(*state, &a, "BTC-BHXH", "Sổ", "4");
    call  above = analyst(*state, &a, "BTC"), boss = lead(*state, &a, "BTC"),
         child = analyst(*state, &a, "BTC-BHXH"), far = analyst(*state, &a, "BYT");
    problem    why = { 0 };
    hunt_draft d   = drafted(one);
    int64_t    id  = opened(&above, &d);
    (void)put_system(*state, &a, "BTC", "Chưa có cấp độ", "");
    assert_int_equal(steps(&boss, id, HUNT_ACT_CLOSE, "2026-11-20", "Không có gì", &why), ST_OK);
    hunt_duty_list *list = due(&above, "", false);
    assert_int_equal(list->total, 2);
    assert_int_equal(list->never, 1);
    assert_true(str_equal(list->items[0].code, one)); // due on 20/5, the other on 24/5
    assert_int_equal(due(&far, "", false)->total, 0);
    assert_int_equal(due(&above, "BTC-BHXH", false)->total, 1);
    hunt_duty_list     *none = NEW(&a, hunt_duty_list, 1);
    const hunt_duty_ask out  = { .org = S("BYT") };
    assert_int_equal(hunts_due(&above, &out, none, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("unknown-body")));
    call_end(&above);
    // On the last day it is in time, on the next it is late.
    assert_int_equal(time_parse(S("2027-05-20T23:00:00+07:00"), &above.now_ms), ST_OK);
    assert_int_equal(due(&above, "", true)->count, 0);
    assert_int_equal(due(&above, "", true)->soon, 2);
    above.now_ms += 2LL * 3600 * 1000;
    list = due(&above, "", true);
    assert_int_equal(list->count, 1);
    assert_int_equal(list->items[0].days, -1);
    child.now_ms = above.now_ms;
    assert_int_equal(due(&child, "", true)->count, 0);
    hunts_report *r = figures(&above, "", "2027-H1");
    assert_int_equal(r->own.owed[0], 1);
    assert_int_equal(r->branch.owed[0], 2);
    assert_int_equal(r->branch.hunted[0], 0);
    assert_int_equal(r->branch.late, 1);
    assert_int_equal(r->row_count, 2);
    str        words;
    hunt_annex annex = { .pdf = false };
    assert_int_equal(hunts_words(&above, r, &words), ST_OK);
    assert_true(str_find(words, S(" và các đơn vị trực thuộc ")) > 0);
    assert_true(str_find(words, S("Có 2 hệ thống thông tin")) > 0);
    assert_true(str_find(words, S("2 hệ thống chưa được săn lùng trong kỳ, 1 hệ thống quá hạn.")) >
                0);
    assert_int_equal(hunts_annex(&above, r, &annex, &why), ST_OK);
    assert_true(str_find(test_unzip(&a, annex.bytes, "word/document.xml"), S("Theo chủ quản")) > 0);
    assert_int_equal(figures(&above, "BTC-BHXH", "2027-H1")->branch.owed[4], 1);
    assert_int_equal(figures(&above, "", "2026-Q4")->branch.hunted[0], 1);
    assert_int_equal(figures(&above, "", "2026-Q4")->branch.closed, 1);
    assert_int_equal(figures(&far, "", "2026-Q4")->branch.closed, 0);
    (void)two;
}

static void numbers_alone_are_those_of_the_list(void **state)
{
    arena               a       = fresh();
    str                 one     = put_system(*state, &a, "BTC", "Cổng", "3");
    call                c       = analyst(*state, &a, "BTC");
    problem             why     = { 0 };
    hunt_duty_list     *n       = NEW(&a, hunt_duty_list, 1);
    const hunt_duty_ask numbers = { .numbers = true }, first = { .max = 1 },
                        own = { .numbers = true, .own = true };
    assert_int_equal(hunts_due(&c, &numbers, n, &why), ST_OK);
    assert_int_equal(n->total, 1);
    assert_int_equal(n->never, 1);
    call_end(&c);
    (void)put_system(*state, &a, "BTC-BHXH", "Sổ", "4"); // an act: what was kept is counted anew
    assert_int_equal(hunts_due(&c, &numbers, n, &why), ST_OK);
    assert_int_equal(n->total, 2);
    assert_int_equal(n->count, 0);
    assert_int_equal(hunts_due(&c, &own, n, &why), ST_OK);
    assert_int_equal(n->total, 1);
    call_end(&c);
    // Time goes by without an act.
    c.now_ms += 200 * day_ms;
    assert_int_equal(hunts_due(&c, &numbers, n, &why), ST_OK);
    assert_int_equal(n->late, 2);
    assert_int_equal(hunts_due(&c, &first, n, &why), ST_OK);
    assert_int_equal(n->asked, 2);
    assert_int_equal(n->count, 1);
    assert_true(str_equal(n->items[0].code, one));
    assert_true(str_equal(n->items[0].owner_code, S("BTC")));
    call_end(&c);
}

static void a_row_of_the_network_counts_and_is_told_so(void **state)
{
    arena        a   = fresh();
    str          one = put_system(*state, &a, "BCA", "Cổng", "3");
    call         c = analyst(*state, &a, "BCA"), boss = lead(*state, &a, "BCA");
    problem      why = { 0 };
    int64_t      id;
    member_draft m         = { .category = S("a"), .cluster = S("Cụm 1") };
    m.texts[FIELD_ADDRESS] = S("Số 1 phố Mẫu");
    m.texts[FIELD_PHONE]   = S("024 1234567");
    m.texts[FIELD_EMAIL]   = S("ttud@mau.gov.vn");
    m.texts[FIELD_LEADER]  = S("Trần Văn Mẫu");
    c.who.rights |= RIGHT_NETWORK_READ | RIGHT_NETWORK_WRITE;
    assert_int_equal(network_register(&c, &m, &id, &why), ST_OK);
    const member_exercise e = { .system = one, .kind = S("hunt"), .done_on = S("2026-10-05") };
    assert_int_equal(network_exercise_add(&c, id, &e, &why), ST_OK);
    call_end(&c);
    hunt_duty_list *list = due(&c, "", false);
    assert_true(str_equal(list->items[0].due_on, S("2027-04-05")));
    assert_true(list->items[0].told);
    assert_int_equal(figures(&c, "", "2026-Q3")->own.owed[0], 0); // it was not there yet
    hunts_report *r = figures(&c, "", "2026-Q4");
    assert_int_equal(r->own.hunted[3], 1);
    assert_int_equal(r->own.told, 1);
    // And a closed hunt counts in the network.
    hunt_draft d  = drafted(one);
    int64_t    no = opened(&c, &d);
    assert_int_equal(steps(&boss, no, HUNT_ACT_CLOSE, "2026-11-20", "Không có gì", &why), ST_OK);
    member_card *k = NEW(&a, member_card, 1);
    assert_int_equal(network_card(&c, id, k), ST_OK);
    assert_true(str_equal(k->systems[0].last[0], S("2026-11-20")));
    call_end(&c);
    assert_false(due(&c, "", false)->items[0].told);
    network_hunted *hunted;
    size_t          n;
    assert_int_equal(hunts_network(&c, test_body(&c, "BYT"), &hunted, &n), ST_OK);
    assert_int_equal(n, 0);
    call_end(&c);
}

static size_t tasks_of(store *s, arena *a, const char *code, const char *kind)
{
    call      c    = somebody(s, a, code, INT32_MAX);
    task_list list = { 0 };
    size_t    n    = 0;
    assert_int_equal(tasks_mine_list(&c, (task_cursor){ 0 }, TASKS_PAGE, &list), ST_OK);
    for (size_t i = 0; i < list.count; i++) n += str_equal(list.items[i].kind, str_from(kind));
    call_end(&c);
    return n;
}

static void what_is_to_do_is_a_task(void **state)
{
    static const task_source *const sources[] = { &hunts_due_source };
    arena                           a         = fresh();
    str                             one       = put_system(*state, &a, "BTC", "Cổng", "3");
    call                            c = analyst(*state, &a, "BTC"), machine = test_call(*state, &a);
    problem                         why = { 0 };
    hunt_draft                      d   = drafted(one);
    int64_t                         id  = opened(&c, &d);
    tasks_sources(sources, COUNT(sources));
    assert_int_equal(tasks_sweep(&machine, true), ST_OK);
    assert_int_equal(tasks_of(*state, &a, "BTC", "hunts.due"), 0);
    machine.now_ms += 160 * day_ms; // due on 24/5/2027: within 30 days
    assert_int_equal(tasks_sweep(&machine, true), ST_OK);
    assert_int_equal(tasks_of(*state, &a, "BTC", "hunts.due"), 1);
    assert_int_equal(tasks_of(*state, &a, "BYT", "hunts.due"), 0);
    // A threat is its owner's task until it is removed, and again when it is found again.
    (void)found(&c, id, one, "");
    assert_int_equal(tasks_of(*state, &a, "BTC", "hunts.threat"), 1);
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_REMOVE, "Xóa", &why), ST_OK);
    assert_int_equal(tasks_of(*state, &a, "BTC", "hunts.threat"), 0);
    assert_int_equal(still_there(&c, id, 1), ST_OK);
    assert_int_equal(tasks_of(*state, &a, "BTC", "hunts.threat"), 1);
    const threat_draft to = { .due_on = S("2026-12-31") };
    assert_int_equal(hunts_threat_give(&c, id, 1, &to, &why), ST_OK);
    call_end(&c);
    assert_int_equal(tasks_of(*state, &a, "BTC", "hunts.threat"), 1);
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_DISMISS, "Nhầm", &why), ST_OK);
    assert_int_equal(tasks_of(*state, &a, "BTC", "hunts.threat"), 0);
    call boss   = lead(*state, &a, "BTC");
    boss.now_ms = machine.now_ms;
    assert_int_equal(steps(&boss, id, HUNT_ACT_CLOSE, "2027-05-01", "Không có gì", &why), ST_OK);
    assert_int_equal(tasks_sweep(&machine, true), ST_OK);
    assert_int_equal(tasks_of(*state, &a, "BTC", "hunts.due"), 0);
    call_end(&machine);
    tasks_sources(NULL, 0);
}

static void a_threat_is_handed_to_an_incident(void **state)
{
    arena           a   = fresh();
    str             one = put_system(*state, &a, "BTC", "Cổng", "3");
    call            c   = analyst(*state, &a, "BTC");
    problem         why = { 0 };
    incident        i;
    hunt_draft      d  = drafted(one);
    int64_t         id = opened(&c, &d);
    threat_incident t  = {
         .hunt = id, .no = 1, .code = S("SC-2026-000099"), .phone = S("0123 456 789")
    };
    (void)found(&c, id, one, "");
    (void)found(&c, id, one, "");
    assert_int_equal(hunts_threat_incident(&c, &t, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("incident-unknown")));
    t.code = S("");
    assert_int_equal(hunts_threat_incident(&c, &t, &why), ST_OK);
    call_end(&c);
    hunt_card *k = card(&c, id);
    assert_true(k->threats[0].began_incident);
    assert_true(str_equal(k->threats[0].incident_code, S("SC-2026-000001")));
    assert_int_equal(incident_of_ref(&c, k->threats[0].incident_code, &i), ST_OK);
    assert_true(str_find(i.title, k->h.code) >= 0);
    assert_int_equal(hunts_threat_incident(&c, &t, &why), ST_INVALID); // once
    assert_true(str_equal(why.rule, S("threat-incident")));
    t.no   = 2;
    t.code = S("SC-2026-000001");
    assert_int_equal(hunts_threat_incident(&c, &t, &why), ST_OK);
    call_end(&c);
    assert_false(card(&c, id)->threats[1].began_incident);
    assert_int_equal(figures(&c, "", "2026-Q4")->own.incidents, 1);
    assert_int_equal(card(&c, id)->open_count, 2); // an incident removes nothing
}

static void the_machine_keeps_books_and_approves_nothing(void **state)
{
    arena      a       = fresh();
    str        one     = put_system(*state, &a, "BTC", "Cổng", "3");
    call       machine = test_call(*state, &a);
    problem    why     = { 0 };
    hunt_draft d       = drafted(one);
    d.org              = S("BTC");
    int64_t id         = opened(&machine, &d);
    assert_true(str_equal(card(&machine, id)->h.body_code, S("BTC")));
    assert_int_equal(steps(&machine, id, HUNT_ACT_CLOSE, "2026-11-20", "x", &why), ST_FORBIDDEN);
    call c = analyst(*state, &a, "BYT");
    d.org  = S("BTC"); // not a person's to say
    refused(&c, &d, "systems", "system-unknown");
}

typedef struct passing {
    call   *c;
    body    from, to;
    int64_t n;
} passing;

static status pass_on(db *d, void *ctx)
{
    passing *w = ctx;
    return hunts_heir.move(w->c, d, &w->from, &w->to, &w->n);
}

static void what_a_body_has_open_is_its_heirs(void **state)
{
    arena   a       = fresh();
    stage   g       = set_stage(*state, &a, "Cổng");
    call    machine = test_call(*state, &a), boss = lead(*state, &a, "BTC");
    problem why = { 0 };
    passing w   = { .c = &machine };
    db     *d;
    assert_int_equal(steps(&boss, g.own, HUNT_ACT_CLOSE, "2026-11-20", "Không có gì", &why), ST_OK);
    assert_int_equal(body_by_code(&machine, S("BTC"), &w.from), ST_OK);
    assert_int_equal(body_by_code(&machine, S("BYT"), &w.to), ST_OK);
    assert_int_equal(call_db(&machine, &d), ST_OK);
    assert_int_equal(hunts_heir.count(&machine, d, w.from.id, &w.n), ST_OK);
    assert_int_equal(w.n, 2); // the hunt that lives, the threat of its own system
    call_end(&machine);
    assert_int_equal(call_act(&machine, pass_on, &w), ST_OK);
    assert_int_equal(w.n, 2);
    call       heir = analyst(*state, &a, "BYT");
    hunt_card *k    = card(&heir, g.both);
    assert_true(str_equal(k->h.body_code, S("BYT")));
    assert_true(str_equal(k->h.body_name, S("Bộ Tài chính"))); // as it was called then
    assert_true(str_equal(k->threats[0].owner_code, S("BYT")));
    assert_true(str_equal(k->threats[1].owner_code, S("BTC-BHXH")));
    hunt h;
    assert_int_equal(hunt_load(&heir, g.own, &h), ST_MISSING); // closed: it stays
    call_end(&heir);
}

// ---- what breaks -----------------------------------------------------------------------------------

static void a_database_that_fails_closes_all_or_nothing(void **state)
{
    arena      a    = fresh();
    str        one  = put_system(*state, &a, "BTC", "Cổng", "3");
    call       boss = lead(*state, &a, "BTC");
    problem    why  = { 0 };
    hunt_draft d    = drafted(one);
    int64_t    id   = opened(&boss, &d);
    arena      mark = a;
    for (int n = 1;; n++) {
        a = mark;
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st  = steps(&boss, id, HUNT_ACT_CLOSE, "2026-11-20", "Không có gì", &why);
        bool   met = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        hunt_card *k = card(&boss, id);
        if (st == ST_OK) {
            assert_false(met);
            assert_int_equal(k->h.state, HUNT_CLOSED);
            assert_true(str_equal(k->systems[0].next_on, S("2027-05-20")));
            break;
        }
        assert_true(met && n < 200);
        assert_int_equal(k->h.state, HUNT_RUNNING);
        assert_true(str_equal(k->systems[0].next_on, S("2027-05-24")));
        assert_int_equal(k->event_count, 2);
    }
}

static void a_threat_that_breaks_or_runs_again_is_there_once_or_not(void **state)
{
    arena              a    = fresh();
    str                one  = put_system(*state, &a, "BTC", "Cổng", "3");
    call               c    = analyst(*state, &a, "BTC");
    problem            why  = { 0 };
    hunt_draft         d    = drafted(one);
    int64_t            id   = opened(&c, &d), no;
    arena              mark = a;
    const threat_draft t    = {
           .hunt = id, .what = S("x"), .severity = HUNT_LOW, .due_on = S("2026-12-01")
    };
    for (int n = 1;; n++) {
        a = mark;
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st  = hunts_threat_add(&c, &t, &no, &why);
        bool   met = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        call_end(&c);
        size_t count = card(&c, id)->threat_count;
        if (st == ST_OK) {
            assert_false(met);
            assert_int_equal(count, 1);
            break;
        }
        assert_true(met && n < 200);
        assert_int_equal(count, 0);
        assert_int_equal(tasks_of(*state, &a, "BTC", "hunts.threat"), 0);
    }
    store_fault(*state, 12, STORE_FAULT_RERUN);
    assert_int_equal(acts(&c, id, 1, HUNT_ACT_REMOVE, "Xóa", &why), ST_OK);
    bool met = store_fault_met(*state);
    store_fault(*state, 0, STORE_FAULT_RERUN);
    hunt_card *k = card(&c, id);
    assert_int_equal(k->threats[0].state, THREAT_REMOVED);
    assert_int_equal(k->event_count, 4);
    assert_true(met);
}

int main(void)
{
    static const body_heir *const  heirs[]   = { &tasks_heir, &hunts_heir };
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,      &timers_sql,
                                                 &organisations_sql, &accounts_sql,  &tasks_sql,
                                                 &systems_sql,       &letters_sql,   &evidence_sql,
                                                 &network_sql,       &incidents_sql, &forensics_sql,
                                                 &hunts_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(every_query_is_prepared),
                 cmocka_unit_test(what_is_typed_is_looked_at),
                 cmocka_unit_test(a_hunt_with_an_open_threat_cannot_close),
                 cmocka_unit_test(what_is_no_threat_is_dismissed_with_a_reason),
                 cmocka_unit_test(a_threat_has_somebody_and_a_proof),
                 cmocka_unit_test(a_removal_wants_a_proof_and_is_late_after_its_last_day),
                 cmocka_unit_test(what_is_changed_says_what_it_was),
                 cmocka_unit_test(each_role_in_each_body_does_what_it_may),
                 cmocka_unit_test(who_sees_one_system_sees_that_part),
                 cmocka_unit_test(the_superior_sees_what_is_overdue_below),
                 cmocka_unit_test(numbers_alone_are_those_of_the_list),
                 cmocka_unit_test(a_row_of_the_network_counts_and_is_told_so),
                 cmocka_unit_test(what_is_to_do_is_a_task),
                 cmocka_unit_test(a_threat_is_handed_to_an_incident),
                 cmocka_unit_test(the_machine_keeps_books_and_approves_nothing),
                 cmocka_unit_test(what_a_body_has_open_is_its_heirs),
                 cmocka_unit_test(a_database_that_fails_closes_all_or_nothing),
                 cmocka_unit_test(a_threat_that_breaks_or_runs_again_is_there_once_or_not),
    };
    store_register(modules, COUNT(modules));
    network_led_by(incidents_lead);
    network_hunts_by(hunts_network);
    organisations_heirs(heirs, COUNT(heirs));
    return test_store_run(tests, COUNT(tests));
}
