// menu_test.c - the menu's counts: asked once, asked anew as soon as anything was done.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "app/menu.h"
#include "kit/law/law.h"
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/organisations/organisations.h"
#include "modules/tasks/tasks.h"

static const int64_t start_ms = 1795500000000; // 2026-11-24 in Viet Nam

static arena work;

static call machine(store *s)
{
    call c = { .store = s, .a = &work, .now_ms = start_ms, .lang = LANG_VI };
    assert_int_equal(accounts_become_system(&c), ST_OK);
    return c;
}

static int64_t begin(store *s)
{
    size_t          count;
    const law_body *rows = law_bodies(law_program(), &count);
    problem         why  = { 0 };
    body            b;
    work.next = work.start;
    call c    = machine(s);
    assert_int_equal(organisations_seed(&c, rows, count, NULL, &why), ST_OK);
    assert_int_equal(body_by_code(&c, S("BYT"), &b), ST_OK);
    call_end(&c);
    return b.id;
}

static call officer(store *s, int64_t body_id)
{
    call c          = machine(s);
    c.who.person_id = 7;
    c.who.body_id   = body_id;
    c.who.roles     = UINT64_C(1) << TASK_SYSTEM_OFFICER;
    return c;
}

typedef struct opening {
    call   *c;
    int64_t body_id, object_id;
} opening;

static status open_one(db *d, void *ctx)
{
    const opening   *w     = ctx;
    const task_draft draft = { .kind        = S("toy.paper"),
                               .object_kind = S("toy"),
                               .object_id   = w->object_id,
                               .object_code = S("T-1"),
                               .object_name = S("Hồ sơ thử"),
                               .address     = S("/viec"),
                               .body_id     = w->body_id,
                               .role        = TASK_SYSTEM_OFFICER };
    int64_t          id;
    problem          why = { 0 };
    (void)d;
    return task_open(w->c, &draft, &id, &why);
}

static void open_task(store *s, int64_t body_id, int64_t object_id)
{
    call    c = machine(s);
    opening w = { &c, body_id, object_id };
    assert_int_equal(call_act(&c, open_one, &w), ST_OK);
}

static int64_t tasks_of(store *s, int64_t body_id)
{
    call       c = officer(s, body_id);
    web_counts n = { 0 };
    assert_int_equal(menu_counts(&c, &n), ST_OK);
    call_end(&c);
    return n.tasks;
}

static void what_was_done_is_counted_at_once(void **state)
{
    store  *s    = *state;
    int64_t unit = begin(s);
    assert_int_equal(tasks_of(s, unit), 0);
    for (int64_t n = 1; n <= 5; n++) {
        open_task(s, unit, n);
        assert_int_equal(tasks_of(s, unit), n);
    }
}

static void nothing_is_asked_while_nothing_was_done(void **state)
{
    store  *s    = *state;
    int64_t unit = begin(s);
    open_task(s, unit, 1);
    assert_int_equal(tasks_of(s, unit), 1);
    call       now = officer(s, unit), late = officer(s, unit);
    web_counts n = { 0 };
    late.now_ms += MENU_KEPT_MS;
    call_end(&now);
    call_end(&late);
    store_fault(s, 1, STORE_FAULT_BREAK); // the next statement would fail
    assert_int_equal(menu_counts(&now, &n), ST_OK);
    assert_int_equal(n.tasks, 1);
    assert_int_equal(menu_counts(&late, &n), ST_BROKEN);
    call_end(&late);
    store_fault(s, 0, STORE_FAULT_BREAK);
}

static void a_look_opened_before_an_act_is_not_kept_beyond_it(void **state)
{
    store     *s    = *state;
    int64_t    unit = begin(s);
    call       c    = officer(s, unit);
    db        *d;
    web_counts n = { 0 };
    assert_int_equal(call_db(&c, &d), ST_OK);
    assert_int_equal(tasks_counts(&c, &(task_counts){ 0 }),
                     ST_OK); // the look shows its moment from here on
    open_task(s, unit, 1);
    assert_int_equal(menu_counts(&c, &n), ST_OK);
    call_end(&c);
    assert_int_equal(tasks_of(s, unit), 1);
}

static void each_person_has_an_own_answer(void **state)
{
    store  *s    = *state;
    int64_t unit = begin(s);
    open_task(s, unit, 1);
    assert_int_equal(tasks_of(s, unit), 1);
    call       other = officer(s, unit);
    web_counts n     = { 0 };
    other.who.roles  = UINT64_C(1) << TASK_HEAD;
    assert_int_equal(menu_counts(&other, &n), ST_OK);
    assert_int_equal(n.tasks, 0);
    call_end(&other);
}

int main(void)
{
    store_register(app_sql_modules, app_sql_module_count);
    if (os_map(128 << 20, &work) != ST_OK) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_done_is_counted_at_once),
        cmocka_unit_test(nothing_is_asked_while_nothing_was_done),
        cmocka_unit_test(a_look_opened_before_an_act_is_not_kept_beyond_it),
        cmocka_unit_test(each_person_has_an_own_answer),
    };
    return test_store_run(tests, COUNT(tests));
}
