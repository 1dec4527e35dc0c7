// room_test.c - the room of an incident on both engines: the checklist, clocks taken out by a decision, who speaks of it.
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/decide_ops.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/task_ops.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

static const char detected[] = "2026-11-24T08:00:00+07:00";

static const incident_task *task_of(call *c, int64_t id, const char *template, size_t *count)
{
    incident       i = incident_loaded(c, id);
    incident_task *all;
    assert_int_equal(incident_tasks_list(c, &i, &all, count), ST_OK);
    call_end(c);
    for (size_t k = 0; k < *count; k++) {
        if (str_equal(all[k].template, str_from(template))) return &all[k];
    }
    return NULL;
}

static status set_task(call *c, int64_t id, int64_t task_id, incident_task_state to,
                       const char *note, problem *why)
{
    const incident_task_act k  = { .id = id, .task = task_id, .to = to, .note = str_from(note) };
    status                  st = incidents_task_set(c, &k, why);
    call_end(c);
    return st;
}

static size_t tasks_open(call *c, const char *kind)
{
    task_list list;
    size_t    n = 0;
    assert_int_equal(tasks_branch_list(c, true, (task_cursor){ 0 }, &list), ST_OK);
    for (size_t k = 0; k < list.count; k++) n += str_equal(list.items[k].kind, str_from(kind));
    call_end(c);
    return n;
}

static void verified_it_has_the_tasks_of_its_type_once(void **state)
{
    arena             a   = incident_test_arena();
    call              c   = incident_officer(*state, &a, "BTC");
    call              m   = test_call(*state, &a);
    incident_problems bad = { .count = 0 };
    size_t            n, before;
    int64_t           id = incident_told(&c, "", detected);
    assert_null(task_of(&c, id, "any-evidence", &n));
    incident_moves(&c, id, INCIDENT_RECEIVED);
    assert_null(task_of(&c, id, "any-evidence", &n));
    incident_moves(&c, id, INCIDENT_VERIFIED);
    const incident_task *t = task_of(&c, id, "any-evidence", &n);
    assert_non_null(t);
    assert_int_equal(t->seat, SEAT_OPERATOR);
    assert_int_equal(t->due_ms, c.now_ms + 2LL * 3600 * 1000);
    assert_int_equal(tasks_open(&m, "incidents.task"), n);
    before = n;
    assert_null(task_of(&c, id, "encrypt-disconnect", &n));
    incident_set(&c, id, "type", "ENCRYPT", "", &bad);
    assert_non_null(task_of(&c, id, "encrypt-disconnect", &n));
    assert_int_equal(n, before + 3);
    incident_moves(&c, id, INCIDENT_FIRST_RESPONSE);
    (void)task_of(&c, id, "any-evidence", &n);
    assert_int_equal(n, before + 3); // not a second time
}

// Verified as ordinary by the coordinator: its tasks begin, and it is still only received.
static status incident_classed(call *c, int64_t id)
{
    problem                 why = { 0 };
    const incident_classing k   = { .id     = id,
                                    .stage  = CLASS_VERIFIED,
                                    .class  = CLASS_ORDINARY,
                                    .plan   = S(""),
                                    .number = S(""),
                                    .reason = S("nhận định") };
    status                  st  = incidents_classify(c, &k, &why);
    call_end(c);
    return st;
}

static void what_was_brought_back_reminds_again(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), center = incident_officer(*state, &a, "BCA"),
         m      = test_call(*state, &a);
    problem why = { 0 };
    size_t  n;
    incident_test_seat(&m, "coordinator", "BCA");
    int64_t id = incident_told(&owner, "", detected);
    incident_moves(&owner, id, INCIDENT_RECEIVED);
    assert_int_equal(incident_classed(&center, id), ST_OK);
    (void)task_of(&owner, id, "any-evidence", &n);
    assert_true(n > 2);
    const incident_task *t = task_of(&owner, id, "any-evidence", &n);
    assert_int_equal(set_task(&owner, id, t->id, INCIDENT_TASK_DONE, "đã giữ", &why), ST_OK);
    assert_int_equal(incident_moved(&center, id, INCIDENT_NONE, "nhầm", &why), ST_OK);
    assert_int_equal(tasks_open(&m, "incidents.task"), 0);
    assert_int_equal(incident_moved(&center, id, INCIDENT_RECEIVED, "nhầm mã", &why), ST_OK);
    assert_int_equal(tasks_open(&m, "incidents.task"), n - 1); // what was done stays done
}

static void whose_part_it_is_closes_it_with_a_note(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), other = incident_officer(*state, &a, "BYT"),
         center = incident_officer(*state, &a, "BCA"), m = test_call(*state, &a);
    problem why = { 0 };
    size_t  n, all;
    incident_test_seat(&m, "coordinator", "BCA");
    int64_t id = incident_told(&owner, "", detected);
    incident_moves(&owner, id, INCIDENT_RECEIVED);
    incident_moves(&owner, id, INCIDENT_VERIFIED);
    int64_t task_id = task_of(&owner, id, "any-isolate", &all)->id;
    assert_int_equal(set_task(&other, id, task_id, INCIDENT_TASK_DONE, "x", &why), ST_MISSING);
    assert_int_equal(set_task(&center, id, task_id, INCIDENT_TASK_DONE, "x", &why), ST_FORBIDDEN);
    assert_int_equal(set_task(&owner, id, task_id, INCIDENT_TASK_DONE, " ", &why), ST_INVALID);
    assert_true(str_equal(why.field, S("note")));
    assert_int_equal(set_task(&owner, id, task_id, INCIDENT_TASK_DONE, "TỐI MẬT", &why),
                     ST_INVALID);
    assert_int_equal(set_task(&owner, id, task_id + 1000, INCIDENT_TASK_DONE, "x", &why),
                     ST_MISSING);
    assert_int_equal(set_task(&owner, id, task_id, INCIDENT_TASK_DONE, "Đã tách mạng", &why),
                     ST_OK);
    assert_int_equal(tasks_open(&m, "incidents.task"), all - 1);
    const incident_task *t = task_of(&owner, id, "any-isolate", &n);
    assert_int_equal(t->state, INCIDENT_TASK_DONE);
    assert_true(str_equal(t->note, S("Đã tách mạng")));
    assert_int_equal(set_task(&owner, id, task_id, INCIDENT_TASK_DONE, "x", &why), ST_INVALID);
    assert_int_equal(set_task(&owner, id, task_id, INCIDENT_TASK_OPEN, "nối lại nhầm", &why),
                     ST_OK);
    assert_int_equal(tasks_open(&m, "incidents.task"), all);
    // Over: nothing of it is waited for any more.
    assert_int_equal(incident_moved(&center, id, INCIDENT_NONE, "báo nhầm", &why), ST_INVALID);
    int64_t first = incident_told(&owner, "", detected);
    assert_int_equal(incidents_merge(&owner, id, 0, first, S("trùng"), &why), ST_OK);
    call_end(&owner);
    assert_int_equal(tasks_open(&m, "incidents.task"), 0);
}

static void a_convened_unit_has_its_own_tasks(void **state)
{
    arena                    a     = incident_test_arena();
    call                     owner = incident_officer(*state, &a, "BTC");
    call                     unit  = incident_officer(*state, &a, "BYT");
    problem                  why   = { 0 };
    size_t                   n;
    int64_t                  id = incident_told(&owner, "", detected);
    const incident_convening k  = { id, SEAT_UNIT, S("BYT"), S("Quyết định Mẫu") };
    assert_int_equal(incidents_convene(&owner, &k, &why), ST_OK);
    call_end(&owner);
    incident_moves(&owner, id, INCIDENT_RECEIVED);
    incident_moves(&owner, id, INCIDENT_VERIFIED);
    const incident_task *cause = task_of(&unit, id, "any-cause", &n);
    assert_int_equal(cause->seat, SEAT_UNIT);
    int64_t operators = task_of(&unit, id, "any-check", &n)->id;
    assert_int_equal(set_task(&unit, id, operators, INCIDENT_TASK_DONE, "x", &why), ST_FORBIDDEN);
    assert_int_equal(set_task(&owner, id, cause->id, INCIDENT_TASK_DONE, "x", &why), ST_FORBIDDEN);
    assert_int_equal(set_task(&unit, id, cause->id, INCIDENT_TASK_LEFT, "đã biết", &why), ST_OK);
}

// ---- decisions -------------------------------------------------------------------------------------

static bool clock_runs(call *c, int64_t id, const char *rule, str *exempt)
{
    incident               i   = incident_loaded(c, id);
    incident_clocks_state *all = NEW(c->a, incident_clocks_state, 1);
    assert_int_equal(incident_clocks_look(c, &i, all), ST_OK);
    call_end(c);
    for (size_t n = 0; n < all->count; n++) {
        if (!str_equal(all->items[n].k.rule->id, str_from(rule))) continue;
        *exempt = all->items[n].exempt_no;
        return all->items[n].runs;
    }
    fail_msg("no clock %s", rule);
    return false;
}

static status exempts(call *c, int64_t id, const char *number, bool back, problem *why)
{
    const incident_exempting k = { id, S("NH-1"), str_from(number), S("đơn vị khác báo"), back };
    status                   st = incidents_exempt(c, &k, why);
    call_end(c);
    return st;
}

static void a_clock_is_taken_out_by_a_decision_and_back(void **state)
{
    arena             a      = incident_test_arena();
    call              owner  = incident_officer(*state, &a, "BTC");
    call              center = incident_officer(*state, &a, "BCA"), m = test_call(*state, &a);
    incident_problems bad = { .count = 0 };
    problem           why = { 0 };
    str               by;
    incident_event   *events;
    size_t            n, open;
    incident_test_seat(&m, "coordinator", "BCA");
    int64_t id = incident_told(&owner, "", detected);
    incident_set(&owner, id, "bank", "yes", "", &bad);
    assert_true(clock_runs(&owner, id, "NH-1", &by));
    open = tasks_open(&m, "incidents.clock");
    assert_int_equal(exempts(&owner, id, "1/QĐ", false, &why), ST_FORBIDDEN);
    assert_int_equal(exempts(&center, id, "", false, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("number")));
    assert_int_equal(exempts(&center, id, "1/QĐ", true, &why), ST_INVALID);
    assert_int_equal(exempts(&center, id, "1/QĐ", false, &why), ST_OK);
    assert_false(clock_runs(&owner, id, "NH-1", &by));
    assert_true(str_equal(by, S("1/QĐ")));
    assert_int_equal(tasks_open(&m, "incidents.clock"), open - 1);
    assert_int_equal(exempts(&center, id, "2/QĐ", false, &why), ST_INVALID);
    incident i = incident_loaded(&owner, id);
    assert_int_equal(incidents_events(&owner, &i, 0, &events, &n), ST_OK);
    assert_true(str_equal(events[0].kind, S("exempt")) && str_equal(events[0].after, S("1/QĐ")));
    call_end(&owner);
    assert_int_equal(exempts(&center, id, "", true, &why), ST_OK);
    assert_true(clock_runs(&owner, id, "NH-1", &by));
    assert_int_equal(by.len, 0);
    assert_int_equal(tasks_open(&m, "incidents.clock"), open);
}

static void who_speaks_is_named_by_whose_part_it_is(void **state)
{
    arena                  a      = incident_test_arena();
    call                   owner  = incident_officer(*state, &a, "BTC");
    call                   center = incident_officer(*state, &a, "BCA"), m = test_call(*state, &a);
    problem                why = { 0 };
    incident_spokesperson *all;
    size_t                 n;
    incident_test_seat(&m, "standing", "BCA");
    int64_t           id = incident_told(&owner, "", detected);
    incident_speaking k  = { .id      = id,
                             .name    = S("Trần Văn Mẫu"),
                             .contact = S("0123 456 789"),
                             .basis   = S("Quyết định Mẫu") };
    assert_int_equal(incidents_speaker(&owner, &k, &why), ST_FORBIDDEN);
    call_end(&owner);
    assert_int_equal(incidents_speaker(&center, &k, &why),
                     ST_FORBIDDEN); // not while it is ordinary
    call_end(&center);
    incident_classing decide = { .id     = id,
                                 .stage  = CLASS_DECIDED,
                                 .class  = CLASS_SERIOUS,
                                 .plan   = S("PLAN_2"),
                                 .number = S("5/QĐ"),
                                 .reason = S("dịch vụ gián đoạn") };
    assert_int_equal(incidents_classify(&center, &decide, &why), ST_OK);
    call_end(&center);
    k.basis = S("");
    assert_int_equal(incidents_speaker(&center, &k, &why), ST_INVALID);
    k.basis = S("Quyết định Mẫu");
    k.from  = S("1970-01-01T00:00:00Z");
    assert_int_equal(incidents_speaker(&center, &k, &why), ST_INVALID);
    k.from = S("");
    assert_int_equal(incidents_speaker(&center, &k, &why), ST_OK);
    k.name = S("Lê Thị Mẫu");
    assert_int_equal(incidents_speaker(&center, &k, &why), ST_OK);
    call_end(&center);
    incident i = incident_loaded(&owner, id);
    assert_int_equal(incidents_speakers(&owner, &i, &all, &n), ST_OK);
    assert_int_equal(n, 2);
    assert_true(str_equal(all[0].name, S("Lê Thị Mẫu")) && all[0].to_ms == 0);
    assert_true(all[1].to_ms != 0); // one at a time
    call_end(&owner);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &incidents_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verified_it_has_the_tasks_of_its_type_once),
        cmocka_unit_test(what_was_brought_back_reminds_again),
        cmocka_unit_test(whose_part_it_is_closes_it_with_a_note),
        cmocka_unit_test(a_convened_unit_has_its_own_tasks),
        cmocka_unit_test(a_clock_is_taken_out_by_a_decision_and_back),
        cmocka_unit_test(who_speaks_is_named_by_whose_part_it_is),
    };
    return test_store_run(tests, COUNT(tests));
}
