// room_test.c - the room of an incident on both engines: the checklist, by whose part each task is.
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

static status set_task(call *c, int64_t id, int64_t task, incident_task_state to, const char *note,
                       problem *why)
{
    const incident_task_act k  = { .id = id, .task = task, .to = to, .note = str_from(note) };
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
    int64_t task = task_of(&owner, id, "any-isolate", &all)->id;
    assert_int_equal(set_task(&other, id, task, INCIDENT_TASK_DONE, "x", &why), ST_MISSING);
    assert_int_equal(set_task(&center, id, task, INCIDENT_TASK_DONE, "x", &why), ST_FORBIDDEN);
    assert_int_equal(set_task(&owner, id, task, INCIDENT_TASK_DONE, " ", &why), ST_INVALID);
    assert_true(str_equal(why.field, S("note")));
    assert_int_equal(set_task(&owner, id, task, INCIDENT_TASK_DONE, "TỐI MẬT", &why), ST_INVALID);
    assert_int_equal(set_task(&owner, id, task + 1000, INCIDENT_TASK_DONE, "x", &why), ST_MISSING);
    assert_int_equal(set_task(&owner, id, task, INCIDENT_TASK_DONE, "Đã tách mạng", &why), ST_OK);
    assert_int_equal(tasks_open(&m, "incidents.task"), all - 1);
    const incident_task *t = task_of(&owner, id, "any-isolate", &n);
    assert_int_equal(t->state, INCIDENT_TASK_DONE);
    assert_true(str_equal(t->note, S("Đã tách mạng")));
    assert_int_equal(set_task(&owner, id, task, INCIDENT_TASK_DONE, "x", &why), ST_INVALID);
    assert_int_equal(set_task(&owner, id, task, INCIDENT_TASK_OPEN, "nối lại nhầm", &why), ST_OK);
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

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &incidents_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(verified_it_has_the_tasks_of_its_type_once),
        cmocka_unit_test(whose_part_it_is_closes_it_with_a_note),
        cmocka_unit_test(a_convened_unit_has_its_own_tasks),
    };
    return test_store_run(tests, COUNT(tests));
}
