// destroy_test.c - evidence destroyed by decision, on both engines: its bytes go, unless something still points at them;
// and indicators of a case.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kit/blobs/home.h"
#include "kit/os/os.h"
#include "modules/forensics/finding_ops.h"
#include "modules/forensics/forensics_test_kit.h"
#include "modules/incidents/incidents.h"
#include "modules/systems/systems_test_kit.h"

static const int64_t minute_ms = 60 * 1000;

static int64_t opened(call *c, const char *about)
{
    problem          why = { 0 };
    int64_t          id  = 0;
    const case_draft d   = { .title    = S("Máy bị nghi nhiễm"),
                             .ground   = S("QĐ 1"),
                             .incident = str_from(about),
                             .open     = true };
    if (cases_add(c, &d, &id, &why) != ST_OK)
        fail_msg(STR_FMT " " STR_FMT, STR_ARG(why.field), STR_ARG(why.rule));
    call_end(c);
    return id;
}

static item_taken taken(call *c, int64_t case_id, const char *path, str bytes)
{
    const item_draft d   = { .case_id    = case_id,
                             .path       = str_from(path),
                             .taken_from = S("Trần Văn Mẫu"),
                             .ground     = S("BB 5"),
                             .open       = true };
    problem          why = { 0 };
    item_taken       out = { 0 };
    int              fd  = forensics_fd(bytes);
    assert_int_equal(items_take(c, &d, fd, &out, &why), ST_OK);
    os_close(fd);
    call_end(c);
    return out;
}

// Of that body, with the right to lead, a while after everything was placed.
static call leader(store *s, arena *a, const char *code)
{
    call c = forensics_analyst(s, a, code);
    c.who.rights |= RIGHT_CASES_LEAD;
    c.now_ms = os_now_ms() + 10 * minute_ms;
    return c;
}

static status destroy(call *c, int64_t item, const char *decision, const char *on, problem *why)
{
    const custody_draft d  = { .item_id    = item,
                               .act        = CUSTODY_DESTROYED,
                               .words      = S("Hết thời hạn lưu giữ, xóa an toàn"),
                               .party      = S("Cục trưởng Mẫu"),
                               .decision   = str_from(decision),
                               .decided_on = str_from(on) };
    status              st = custody_record(c, &d, why);
    call_end(c);
    return st;
}

static bool is_there(str sha256)
{
    problem why = { 0 };
    int     fd  = -1;
    status  st  = blobs_content(sha256, &fd, &why);
    os_close(fd);
    return st == ST_OK;
}

static bool is_known(call *c, str sha256)
{
    db  *d;
    bool known = false;
    assert_int_equal(call_db(c, &d), ST_OK);
    assert_int_equal(call_blob_known(d, sha256, &known), ST_OK);
    call_end(c);
    return known;
}

static item_destruction told(call *c, int64_t item)
{
    item_destruction x;
    assert_int_equal(item_destruction_of(c, item, &x), ST_OK);
    call_end(c);
    return x;
}

static void the_bytes_are_gone_and_the_log_tells_by_which_decision(void **state)
{
    arena      a   = forensics_arena();
    call       c   = leader(*state, &a, "BTC");
    int64_t    id  = opened(&c, "");
    item_taken one = taken(&c, id, "a.log", S("only here"));
    problem    why = { 0 };
    assert_true(is_there(one.sha256));
    assert_int_equal(destroy(&c, one.id, "", "20/11/2026", &why), ST_INVALID);
    assert_true(str_equal(why.field, S("decision")));
    assert_int_equal(destroy(&c, one.id, "15/QĐ", "31/02/2026", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("not-a-day")));
    assert_int_equal(destroy(&c, one.id, "15/QĐ", "20/11/2099", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("day-future")));
    assert_true(is_there(one.sha256));
    assert_int_equal(destroy(&c, one.id, "15/QĐ", "20/11/2026", &why), ST_OK);
    assert_false(is_there(one.sha256));
    assert_false(is_known(&c, one.sha256));
    item_destruction x = told(&c, one.id);
    assert_true(x.erased_ms > 0);
    assert_true(str_equal(x.decided_on, S("2026-11-20")));
    assert_true(str_equal(x.held, S("")));
    custody_check *v = forensics_verified(&c, id, "");
    assert_int_equal(v->fault_count, 0);
    assert_int_equal(v->destroyed, 1);
    assert_true(str_equal(v->gone[0].item, one.code));
    assert_true(str_equal(v->gone[0].decision, S("15/QĐ")));
    assert_int_equal(destroy(&c, one.id, "16/QĐ", "21/11/2026", &why), ST_INVALID); // it is already
    // Brought again it is another item, with bytes of its own.
    item_taken again = taken(&c, id, "a.log", S("only here"));
    assert_false(again.same);
    assert_true(is_there(one.sha256));
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
}

static void bytes_that_others_need_stay_until_the_last_of_them(void **state)
{
    arena                a     = forensics_arena();
    call                 c     = leader(*state, &a, "BTC");
    call                 other = leader(*state, &a, "BCA");
    int64_t              id = opened(&c, ""), elsewhere = opened(&other, ""), rules;
    item_taken           mine   = taken(&c, id, "a.log", S("203.0.113.9\n"));
    item_taken           theirs = taken(&other, elsewhere, "b.log", S("203.0.113.9\n"));
    const rule_set_draft d      = { S("Danh sách"), S("1"), S("list.txt") };
    problem              why    = { 0 };
    int                  fd     = forensics_fd(S("203.0.113.9\n"));
    assert_int_equal(rule_set_add(&c, &d, fd, &rules, &why), ST_OK);
    os_close(fd);
    call_end(&c);
    assert_int_equal(destroy(&c, mine.id, "15/QĐ", "20/11/2026", &why), ST_OK);
    assert_true(str_equal(told(&c, mine.id).held, S("items rules")));
    assert_true(is_there(mine.sha256));
    assert_true(is_known(&c, mine.sha256));
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
    assert_int_equal(forensics_verified(&other, elsewhere, "")->fault_count, 0);
    // The last item, but rules still hold it.
    assert_int_equal(destroy(&other, theirs.id, "7/QĐ", "21/11/2026", &why), ST_OK);
    assert_true(str_equal(told(&other, theirs.id).held, S("rules")));
    assert_true(is_there(mine.sha256));
}

static void what_was_held_is_told_gone_when_the_last_one_goes(void **state)
{
    arena      a     = forensics_arena();
    call       c     = leader(*state, &a, "BTC");
    call       other = leader(*state, &a, "BCA");
    int64_t    id = opened(&c, ""), elsewhere = opened(&other, "");
    item_taken mine   = taken(&c, id, "a.log", S("in two cases"));
    item_taken theirs = taken(&other, elsewhere, "b.log", S("in two cases"));
    problem    why    = { 0 };
    assert_int_equal(destroy(&c, mine.id, "15/QĐ", "20/11/2026", &why), ST_OK);
    assert_true(is_there(mine.sha256));
    assert_int_equal(destroy(&other, theirs.id, "7/QĐ", "21/11/2026", &why), ST_OK);
    assert_false(is_there(mine.sha256));
    assert_int_equal(told(&c, mine.id).erased_ms, 0);
    call machine          = leader(*state, &a, "VN-CP");
    machine.who.person_id = -1;
    assert_int_equal(forensics_minute(&machine), ST_OK);
    call_end(&machine);
    assert_true(told(&c, mine.id).erased_ms > 0);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
}

static void bytes_just_placed_wait_for_a_later_look(void **state)
{
    arena      a   = forensics_arena();
    call       c   = leader(*state, &a, "BTC");
    int64_t    id  = opened(&c, "");
    item_taken one = taken(&c, id, "a.log", S("fresh"));
    problem    why = { 0 };
    c.now_ms       = os_now_ms();
    assert_int_equal(destroy(&c, one.id, "15/QĐ", "20/11/2026", &why), ST_OK);
    assert_true(is_there(one.sha256));
    assert_true(told(&c, one.id).waiting);
    assert_int_equal(forensics_verified(&c, id, "")->fault_count, 0);
    call machine          = leader(*state, &a, "VN-CP");
    machine.who.person_id = -1;
    assert_int_equal(forensics_minute(&machine), ST_OK);
    call_end(&machine);
    assert_false(is_there(one.sha256));
    assert_false(told(&c, one.id).waiting);
}

// ---- indicators --------------------------------------------------------------------------------------

static status enter(call *c, int64_t case_id, const char *lines, indicators_added *n, problem *why)
{
    const indicator_draft d  = { .case_id = case_id,
                                 .lines   = str_from(lines),
                                 .note    = S("ghi chú chung"),
                                 .source  = S("Cảnh báo 12") };
    status                st = case_indicators_add(c, &d, n, why);
    call_end(c);
    return st;
}

static case_list listed_at(call *c, int64_t id, int64_t no)
{
    forensic_case k;
    case_list     list;
    assert_int_equal(case_load(c, id, &k), ST_OK);
    assert_int_equal(case_list_at(c, &k, no, &list), ST_OK);
    call_end(c);
    return list;
}

static void indicators_are_entered_defanged_or_not_and_each_bad_line_is_named(void **state)
{
    arena               a   = forensics_arena();
    call                c   = forensics_analyst(*state, &a, "BTC");
    int64_t             id  = opened(&c, "");
    indicators_added   *n   = NEW(&a, indicators_added, 1);
    problem             why = { 0 };
    forensic_case       k;
    case_indicator_page page;
    assert_int_equal(enter(&c, id,
                           "hxxp://cap-nhat[.]example/a.ps1; tải về\n"
                           "ab\n"
                           "\n"
                           "# một dòng chú thích\n"
                           "hxxp://hai phần[.]example\n"
                           "say \"yes, yes\"\n",
                           n, &why),
                     ST_INVALID);
    assert_true(str_equal(why.rule, S("indicator-lines")));
    assert_int_equal(n->fault_count, 3);
    assert_int_equal(n->faults[0].line, 2);
    assert_true(str_equal(n->faults[0].rule, S("indicator-short")));
    assert_int_equal(n->faults[1].line, 5);
    assert_true(str_equal(n->faults[1].rule, S("indicator-defanged")));
    assert_int_equal(n->faults[2].line, 6);
    assert_true(str_equal(n->faults[2].rule, S("indicator-quotes")));
    assert_int_equal(enter(&c, id, "", n, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("required")));
    assert_int_equal(enter(&c, id,
                           "hxxp://cap-nhat[.]example/a.ps1; tải về\n203[.]0[.]113[.]77\nsvc.exe\n"
                           "say \"yes\"\nX1,Y2\n203.0.113.77\n",
                           n, &why),
                     ST_OK);
    assert_int_equal(n->added, 5);
    assert_int_equal(n->same, 1);
    assert_int_equal(case_load(&c, id, &k), ST_OK);
    assert_int_equal(case_indicators(&c, &k, false, S(""), &page, &why), ST_OK);
    call_end(&c);
    assert_int_equal(page.total, 5);
    assert_true(str_equal(page.items[4].kind, S("url")));
    assert_true(str_equal(page.items[4].note, S("tải về")));
    assert_true(str_equal(page.items[3].kind, S("address")));
    assert_true(str_equal(page.items[3].note, S("ghi chú chung")));
    assert_true(str_equal(page.items[3].source, S("Cảnh báo 12")));
    assert_true(str_equal(page.items[2].kind, S("domain")));
    assert_true(str_equal(listed_at(&c, id, 0).text,
                          S("value,note\n\"http://cap-nhat.example/a.ps1\",\"tải về\"\n"
                            "\"203.0.113.77\",\"ghi chú chung\"\n\"svc.exe\",\"ghi chú chung\"\n"
                            "say \"yes\",\"ghi chú chung\"\n\"X1,Y2\",\"ghi chú chung\"\n")));
}

static void every_version_of_the_list_is_told_again(void **state)
{
    arena               a   = forensics_arena();
    call                c   = forensics_analyst(*state, &a, "BTC");
    int64_t             id  = opened(&c, "");
    indicators_added   *n   = NEW(&a, indicators_added, 1);
    problem             why = { 0 };
    forensic_case       k;
    case_indicator_page page;
    case_list           list;
    assert_int_equal(enter(&c, id, "203.0.113.1\n203.0.113.2\n", n, &why), ST_OK);
    case_list first = listed_at(&c, id, 0);
    assert_int_equal(enter(&c, id, "203.0.113.1\n", n, &why), ST_OK); // changes nothing
    assert_int_equal(listed_at(&c, id, 0).no, 1);
    assert_int_equal(case_load(&c, id, &k), ST_OK);
    assert_int_equal(case_indicators(&c, &k, false, S(""), &page, &why), ST_OK);
    int64_t gone = page.items[1].id;
    call_end(&c);
    assert_int_equal(case_indicator_remove(&c, id, gone, S(""), &why), ST_INVALID);
    assert_int_equal(case_indicator_remove(&c, id, gone, S("Là máy chủ của ta"), &why), ST_OK);
    call_end(&c);
    assert_int_equal(case_indicator_remove(&c, id, gone, S("x"), &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("indicator-back")));
    call_end(&c);
    assert_true(
        str_equal(listed_at(&c, id, 0).text, S("value,note\n\"203.0.113.2\",\"ghi chú chung\"\n")));
    assert_int_equal(listed_at(&c, id, 0).no, 2);
    assert_true(str_equal(listed_at(&c, id, 1).sha256, first.sha256));
    assert_int_equal(case_list_at(&c, &k, 3, &list), ST_MISSING);
    assert_int_equal(case_indicators(&c, &k, true, S(""), &page, &why), ST_OK);
    call_end(&c);
    assert_int_equal(page.total, 1);
    assert_true(str_equal(page.items[0].removed_why, S("Là máy chủ của ta")));
    // Entered again it stands again; another body sees nothing of it.
    assert_int_equal(enter(&c, id, "203.0.113.1\n", n, &why), ST_OK);
    assert_int_equal(n->added, 1);
    call other = forensics_analyst(*state, &a, "BCA");
    assert_int_equal(enter(&other, id, "203.0.113.5\n", n, &why), ST_MISSING);
    c.who.rights &= ~(uint64_t)RIGHT_CASES_WRITE;
    assert_int_equal(enter(&c, id, "203.0.113.5\n", n, &why), ST_FORBIDDEN);
}

static int64_t told_incident(call *c)
{
    int64_t              id    = 0;
    incident_problems    bad   = { .count = 0 };
    const incident_value all[] = { { S("title"), S("Máy trạm tải mã độc") },
                                   { S("detected"), S("2026-11-20T08:00:00+07:00") },
                                   { S("description"), S("Tệp đính kèm lạ") },
                                   { S("present_state"), S("unhandled") },
                                   { S("contact_name"), S("Lê Thị Mẫu") },
                                   { S("contact_phone"), S("0123 456 789") } };
    const incident_draft d     = { .values = all, .count = COUNT(all), .open = true };
    if (incidents_add(c, &d, &id, &bad) != ST_OK)
        fail_msg(STR_FMT " " STR_FMT, STR_ARG(bad.items[0].field), STR_ARG(bad.items[0].rule));
    call_end(c);
    return id;
}

static void mark(call *c, int64_t id, const char *lines, indicator_tlp tlp)
{
    problem                why = { 0 };
    size_t                 added;
    const incident_marking k = { .id = id, .lines = str_from(lines), .tlp = tlp };
    if (incidents_mark(c, &k, &added, &why) != ST_OK)
        fail_msg(STR_FMT " " STR_FMT, STR_ARG(why.field), STR_ARG(why.rule));
    call_end(c);
}

static void those_of_the_incident_are_taken_over_but_not_what_may_go_nowhere(void **state)
{
    arena a = forensics_arena();
    call  c = forensics_analyst(*state, &a, "BTC");
    c.who.rights |= RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE;
    c.now_ms              = os_now_ms();
    int64_t           of  = told_incident(&c);
    indicators_added *n   = NEW(&a, indicators_added, 1);
    problem           why = { 0 };
    mark(&c, of, "hxxp://xau[.]example/a\n203[.]0[.]113[.]9\n", INDICATOR_AMBER);
    mark(&c, of, "198[.]51[.]100[.]4\n", INDICATOR_RED);
    mark(&c, of, "198[.]51[.]100[.]5\n", INDICATOR_AMBER_STRICT);
    str     about = arena_printf(&a, "%lld", (long long)of);
    char    room[32];
    arena   b  = arena_over(room, sizeof(room));
    int64_t id = opened(&c, arena_printf(&b, STR_FMT "%c", STR_ARG(about), 0).ptr);
    assert_int_equal(case_indicators_of_incident(&c, id, n, &why), ST_OK);
    call_end(&c);
    assert_int_equal(n->added, 2);
    assert_int_equal(n->held, 2);
    case_list list = listed_at(&c, id, 0);
    assert_true(str_find(list.text, S("203.0.113.9")) > 0);
    assert_true(str_find(list.text, S("198.51.100")) < 0);
    assert_int_equal(case_indicators_of_incident(&c, id, n, &why), ST_OK); // again: nothing twice
    call_end(&c);
    assert_int_equal(n->added, 0);
    assert_int_equal(n->same, 2);
    int64_t without = opened(&c, "");
    assert_int_equal(case_indicators_of_incident(&c, without, n, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("case-no-incident")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_are_gone_and_the_log_tells_by_which_decision),
        cmocka_unit_test(bytes_that_others_need_stay_until_the_last_of_them),
        cmocka_unit_test(what_was_held_is_told_gone_when_the_last_one_goes),
        cmocka_unit_test(bytes_just_placed_wait_for_a_later_look),
        cmocka_unit_test(indicators_are_entered_defanged_or_not_and_each_bad_line_is_named),
        cmocka_unit_test(every_version_of_the_list_is_told_again),
        cmocka_unit_test(those_of_the_incident_are_taken_over_but_not_what_may_go_nowhere),
    };
    forensics_set_up(NULL, 0);
    int failed = test_store_run(tests, COUNT(tests));
    forensics_tear_down();
    return failed;
}
