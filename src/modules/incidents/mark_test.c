// mark_test.c - indicators on both engines: added by whose part it is, once, taken back; and which other incidents may be
// the same - never one that is out of sight.
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/mark_ops.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

static const char detected[] = "2026-11-24T08:00:00+07:00";

static status marks(call *c, int64_t id, const char *lines, size_t *added, problem *why)
{
    const incident_marking k = {
        .id = id, .tlp = INDICATOR_AMBER, .lines = str_from(lines), .note = S("nhật ký tường lửa")
    };
    status st = incidents_mark(c, &k, added, why);
    call_end(c);
    return st;
}

static void marked(call *c, int64_t id, const char *lines)
{
    problem why = { 0 };
    size_t  n;
    status  st = marks(c, id, lines, &n, &why);
    if (st != ST_OK) fail_msg("%s: %s " STR_FMT, lines, status_name(st), STR_ARG(why.rule));
}

static incident_indicator *all_of(call *c, int64_t id, size_t *n)
{
    incident            i = incident_loaded(c, id);
    incident_indicator *all;
    assert_int_equal(incidents_indicators(c, &i, &all, n), ST_OK);
    call_end(c);
    return all;
}

static incident_alike *alike_of(call *c, int64_t id, size_t *n)
{
    incident        i = incident_loaded(c, id);
    incident_alike *all;
    assert_int_equal(incidents_alike(c, &i, &all, n), ST_OK);
    call_end(c);
    return all;
}

static void added_once_and_taken_back_with_a_reason(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), other = incident_officer(*state, &a, "BYT");
    problem why = { 0 };
    size_t  n, added;
    int64_t id = incident_told(&owner, "", detected);
    assert_int_equal(marks(&other, id, "a.example", &added, &why), ST_MISSING);
    assert_int_equal(marks(&owner, id, "hxxps[:]//A[.]example/x\n\n 203.0.113.5\n", &added, &why),
                     ST_OK);
    assert_int_equal(added, 2);
    assert_int_equal(marks(&owner, id, "203[.]0[.]113[.]5\nb.example", &added, &why), ST_OK);
    assert_int_equal(added, 1); // one stood there already
    incident_indicator *all = all_of(&owner, id, &n);
    assert_int_equal(n, 3);
    assert_true(str_equal(all[0].what.value, S("b.example")));
    assert_true(str_equal(all[2].what.value, S("https://a.example/x")));
    assert_true(all[0].tlp == INDICATOR_AMBER && all[0].person.len > 0);
    incident_unmarking k = { id, all[0].id, S(" ") };
    assert_int_equal(incidents_unmark(&owner, &k, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("back_reason")));
    k.reason = S("máy chủ cập nhật");
    assert_int_equal(incidents_unmark(&other, &k, &why), ST_MISSING);
    call_end(&other);
    assert_int_equal(incidents_unmark(&owner, &k, &why), ST_OK);
    assert_int_equal(incidents_unmark(&owner, &k, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("indicator-back")));
    k.indicator += 1000;
    assert_int_equal(incidents_unmark(&owner, &k, &why), ST_MISSING);
    call_end(&owner);
    all = all_of(&owner, id, &n);
    assert_int_equal(n, 3); // it stays
    assert_true(all[0].back_ms > 0 && str_equal(all[0].back_reason, S("máy chủ cập nhật")));
    marked(&owner, id, "b.example"); // and may come again
    (void)all_of(&owner, id, &n);
    assert_int_equal(n, 4);
}

static void a_line_that_is_none_adds_nothing(void **state)
{
    arena   a     = incident_test_arena();
    call    owner = incident_officer(*state, &a, "BTC");
    problem why   = { 0 };
    size_t  n, added;
    int64_t id = incident_told(&owner, "", detected);
    buf     b  = buf_in(&a, 4096, 4096);
    assert_int_equal(marks(&owner, id, "a.example\nkhông phải", &added, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("indicator-form")) && str_equal(why.detail, S("không phải")));
    assert_int_equal(marks(&owner, id, " \n ", &added, &why), ST_INVALID);
    for (int k = 0; k <= INDICATORS_ACT_MAX; k++) buf_printf(&b, "a%d.example\n", k);
    buf_char(&b, 0);
    assert_int_equal(marks(&owner, id, b.ptr, &added, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("too-many")));
    incident_marking k = { .id = id, .tlp = INDICATOR_RED, .lines = S("a.example") };
    k.note             = S("TỐI MẬT");
    assert_int_equal(incidents_mark(&owner, &k, &added, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("state-secret")));
    call_end(&owner);
    (void)all_of(&owner, id, &n);
    assert_int_equal(n, 0);
    // A member it was not shared with, a hired firm: by law/incidents/rights.json "mark".
    assert_true(incident_may(&owner, &(incident){ .seats = SEAT_BIT(SEAT_HIRED) }, ACT_MARK));
    assert_false(incident_may(&owner, &(incident){ .seats = SEAT_BIT(SEAT_COMMITTEE) }, ACT_MARK));
}

static void one_with_the_same_indicator_may_be_the_same_in_sight_only(void **state)
{
    arena  a     = incident_test_arena();
    call   owner = incident_officer(*state, &a, "BTC"), other = incident_officer(*state, &a, "BYT");
    call   center = incident_officer(*state, &a, "BCA"), m = test_call(*state, &a);
    size_t n;
    int64_t first  = incident_told(&owner, "", detected),
            second = incident_told(&other, "", detected);
    int64_t own    = incident_told(&owner, "", detected);
    incident_test_seat(&m, "coordinator", "BCA");
    marked(&owner, first, "203.0.113.5\nhttps://evil.example/a");
    marked(&other, second, "203.0.113.5");
    (void)alike_of(&other, second, &n);
    assert_int_equal(n, 0); // the first is not there for them
    incident_alike *all = alike_of(&center, second, &n);
    assert_int_equal(n, 1);
    assert_true(all[0].id == first && !all[0].again && all[0].reason_count == 1);
    assert_true(all[0].reasons[0].why == ALIKE_INDICATOR &&
                str_equal(all[0].reasons[0].value, S("203.0.113.5")));
    // One host, another link: only when both are of one type.
    incident_problems bad = { .count = 0 };
    marked(&owner, own, "https://evil.example/b");
    (void)alike_of(&owner, own, &n);
    assert_int_equal(n, 0);
    incident_set(&owner, own, "type", "PHISH", "", &bad);
    incident_set(&owner, first, "type", "PHISH", "", &bad);
    all = alike_of(&owner, own, &n);
    assert_int_equal(n, 1);
    assert_true(all[0].id == first && all[0].reasons[0].why == ALIKE_HOST);
    // Taken back it says nothing any more.
    size_t             count;
    problem            why  = { 0 };
    incident_unmarking back = { own, all_of(&owner, own, &count)[0].id, S("nhầm") };
    assert_int_equal(incidents_unmark(&owner, &back, &why), ST_OK);
    call_end(&owner);
    (void)alike_of(&owner, own, &n);
    assert_int_equal(n, 0);
}

static void after_the_former_was_closed_it_is_a_new_one(void **state)
{
    arena             a      = incident_test_arena();
    call              owner  = incident_officer(*state, &a, "BTC");
    call              center = incident_officer(*state, &a, "BCA"), m = test_call(*state, &a);
    incident_problems bad = { .count = 0 };
    size_t            n;
    incident_test_seat(&m, "coordinator", "BCA");
    int64_t first = incident_told(&owner, "", detected),
            later = incident_told(&owner, "", detected);
    int64_t old   = incident_told(&owner, "", "2026-09-01T08:00:00+07:00");
    marked(&owner, first, "c2.example");
    marked(&owner, later, "c2.example");
    marked(&owner, old, "c2.example");
    incident_alike *all = alike_of(&owner, later, &n);
    assert_int_equal(n, 1); // the old one is beyond the window
    assert_true(all[0].id == first && !all[0].again);
    static const incident_state way[] = { INCIDENT_RECEIVED,       INCIDENT_VERIFIED,
                                          INCIDENT_FIRST_RESPONSE, INCIDENT_RESPONDING,
                                          INCIDENT_RECOVERING,     INCIDENT_CHECKING,
                                          INCIDENT_AWAITING_FINAL, INCIDENT_REVIEWING };
    for (size_t k = 0; k < COUNT(way); k++) incident_moves(&owner, first, way[k]);
    incident_set(&owner, first, "handled", "2026-11-24T08:30:00+07:00", "", &bad);
    incident_moves(&center, first, INCIDENT_CLOSED);
    all = alike_of(&owner, later, &n);
    assert_int_equal(n, 1);
    assert_true(all[0].again);
    problem why = { 0 };
    assert_int_equal(incidents_merge(&owner, later, 0, old, S("trùng"), &why), ST_OK);
    call_end(&owner);
    (void)alike_of(&owner, old, &n);
    assert_int_equal(n, 0); // one that is told in another is not told again
}

static void two_of_one_system_may_be_the_same(void **state)
{
    arena  a = incident_test_arena();
    call   c = incident_officer(*state, &a, "BTC");
    size_t n;
    (void)test_system(&c, "BTC", "Cổng dịch vụ công Mẫu", "{}");
    int64_t         first = incident_told(&c, "HT-000001", detected);
    int64_t         next  = incident_told(&c, "HT-000001", detected);
    incident_alike *all   = alike_of(&c, next, &n);
    assert_int_equal(n, 1);
    assert_true(all[0].id == first && all[0].reasons[0].why == ALIKE_SYSTEM);
}

static void the_invented_country_and_the_real_one_are_not_alike(void **state)
{
    arena      a     = incident_test_arena();
    call       owner = incident_officer(*state, &a, "BTC"), m = test_call(*state, &a);
    call       center = incident_officer(*state, &a, "BCA");
    body_draft mau = { .code = S("MAU-NUOC"), .name_vi = S("Nước Mẫu"), .kind = S("sample") };
    problem    why = { 0 };
    int64_t    top;
    size_t     n;
    assert_int_equal(bodies_add(&m, &mau, &top, &why), ST_OK);
    call_end(&m);
    incident_test_seat(&m, "coordinator", "BCA");
    incident_test_seat(&m, "coordinator", "MAU-NUOC");
    call theirs         = incident_officer(*state, &a, "MAU-NUOC");
    theirs.who.invented = true;
    int64_t real = incident_told(&owner, "", detected), mock = incident_told(&theirs, "", detected);
    marked(&owner, real, "c2.example");
    marked(&theirs, mock, "c2.example");
    (void)alike_of(&center, real, &n);
    assert_int_equal(n, 0);
    (void)alike_of(&theirs, mock, &n);
    assert_int_equal(n, 0);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &incidents_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(added_once_and_taken_back_with_a_reason),
        cmocka_unit_test(a_line_that_is_none_adds_nothing),
        cmocka_unit_test(one_with_the_same_indicator_may_be_the_same_in_sight_only),
        cmocka_unit_test(after_the_former_was_closed_it_is_a_new_one),
        cmocka_unit_test(the_invented_country_and_the_real_one_are_not_alike),
        cmocka_unit_test(two_of_one_system_may_be_the_same),
    };
    return test_store_run(tests, COUNT(tests));
}
