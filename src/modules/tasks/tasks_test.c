// Tests of tasks and notices on both stores: opened once, held, lent, handed over, computed, raised.
#include "modules/tasks/tasks.h"

#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/people_ops.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/organisations_test_kit.h"
#include "modules/tasks/notice_ops.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { OFFICER = 1 << TASK_SYSTEM_OFFICER, HEAD = 1 << TASK_HEAD, WATCH = 1 << TASK_SUPERVISOR };

static const timer_table *const tables[] = { &tasks_timers };
static const timers_host        host     = { tables, 1 };

// ---- people -----------------------------------------------------------------------------------------

static call person_in(store *s, int64_t id, const char *code, uint64_t roles)
{
    call c          = test_system(s);
    c.who.body_id   = test_id_of(s, code);
    c.who.person_id = id;
    c.who.login     = S("an");
    c.who.name      = S("Nguyễn Văn An");
    c.who.rights    = RIGHT_SIGNED_IN;
    c.who.roles     = roles;
    return c;
}

static int64_t add_person(store *s, const char *login, const char *code)
{
    call         c     = test_system(s);
    person_draft draft = { .login   = str_from(login),
                           .name    = str_from(login),
                           .body_id = test_id_of(s, code),
                           .roles   = OFFICER };
    person_made  made;
    problem      why = { 0 };
    c                = test_system(s);
    c.who.rights |= RIGHT_ACCOUNTS_ADMIN;
    assert_int_equal(people_add(&c, &draft, &made, &why), ST_OK);
    return made.id;
}

// ---- acts -------------------------------------------------------------------------------------------

typedef struct doing {
    call             *c;
    const task_draft *draft;
    const char       *what;
    int64_t           id, from, to, n;
    problem           why;
} doing;

static status do_it(db *d, void *ctx)
{
    doing *w = ctx;
    (void)d;
    if (!strcmp(w->what, "open")) return task_open(w->c, w->draft, &w->id, &w->why);
    if (!strcmp(w->what, "close"))
        return task_close(w->c, w->draft->kind, w->draft->object_kind, w->draft->object_id);
    if (!strcmp(w->what, "drop"))
        return tasks_drop(w->c, w->draft->object_kind, w->draft->object_id);
    return tasks_hand_over(w->c, (task_hand_over){ w->from, 0, w->to }, &w->n);
}

static task_draft draft_for(store *s, const char *code, int64_t object)
{
    return (task_draft){ .kind        = S("toy.paper"),
                         .object_kind = S("toy"),
                         .object_id   = object,
                         .object_code = S("T-1"),
                         .object_name = S("Hồ sơ thử"),
                         .address     = S("/viec"),
                         .body_id     = test_id_of(s, code),
                         .role        = TASK_SYSTEM_OFFICER };
}

static int64_t open_task(store *s, const task_draft *draft)
{
    call  c = test_system(s);
    doing w = { .c = &c, .draft = draft, .what = "open" };
    assert_int_equal(call_act(&c, do_it, &w), ST_OK);
    return w.id;
}

static size_t mine(call *c, task_list *out)
{
    assert_int_equal(tasks_mine_list(c, (task_cursor){ 0 }, TASKS_PAGE, out), ST_OK);
    task_counts n;
    assert_int_equal(tasks_counts(c, &n), ST_OK);
    assert_int_equal(n.mine, out->count);
    call_end(c);
    return out->count;
}

static size_t count_notices(call *c, const char *kind)
{
    notice_list list;
    size_t      n = 0;
    assert_int_equal(notices_list(c, 0, &list), ST_OK);
    call_end(c);
    for (size_t i = 0; i < list.count; i++) n += str_equal(list.items[i].kind, str_from(kind));
    return n;
}

// ---- opened, held, closed ---------------------------------------------------------------------------

static void one_that_is_opened_twice_is_one(void **state)
{
    store *s = *state;
    test_seed(s);
    task_list  list;
    task_draft draft = draft_for(s, "BKHCN", 1);
    int64_t    id    = open_task(s, &draft);
    draft.n          = 4;
    assert_int_equal(open_task(s, &draft), id);
    call officer = person_in(s, 70, "BKHCN", OFFICER);
    assert_int_equal(mine(&officer, &list), 1);
    assert_int_equal(list.items[0].n, 4);
    assert_int_equal(list.items[0].held_ms, test_now_ms);
    assert_int_equal(count_notices(&officer, "tasks.opened"), 1); // not told again
    call clerk = person_in(s, 71, "BKHCN", 1 << TASK_CLERK);
    assert_int_equal(mine(&clerk, &list), 0);
    call other = person_in(s, 72, "BCA", OFFICER);
    assert_int_equal(mine(&other, &list), 0);
    task t;
    assert_int_equal(task_load(&other, id, &t), ST_MISSING);
    call_end(&other);
    officer    = person_in(s, 70, "BKHCN", OFFICER);
    doing done = { .c = &officer, .draft = &draft, .what = "close" };
    assert_int_equal(call_act(&officer, do_it, &done), ST_OK);
    assert_int_equal(call_act(&officer, do_it, &done), ST_OK); // nothing is open any more
    assert_int_equal(mine(&officer, &list), 0);
    assert_int_equal(tasks_done_list(&officer, &list), ST_OK);
    assert_int_equal(list.count, 1);
    assert_true(str_equal(list.items[0].closed_by, S("Nguyễn Văn An")));
    call_end(&officer);
    assert_true(open_task(s, &draft) != id); // and may be opened anew
}

static void a_person_takes_it_and_gives_it_back(void **state)
{
    store *s = *state;
    test_seed(s);
    task_list  list;
    int64_t    an = add_person(s, "an.nv", "BKHCN"), binh = add_person(s, "binh", "BKHCN");
    task_draft draft = draft_for(s, "BKHCN", 1);
    int64_t    id    = open_task(s, &draft);
    call       a     = person_in(s, an, "BKHCN", OFFICER);
    a.now_ms += 1000;
    assert_int_equal(task_take(&a, id), ST_OK);
    assert_int_equal(mine(&a, &list), 1);
    assert_true(str_equal(list.items[0].person, S("an.nv")));
    assert_int_equal(list.items[0].held_ms, test_now_ms + 1000);
    call b = person_in(s, binh, "BKHCN", OFFICER);
    assert_int_equal(mine(&b, &list), 0);
    assert_int_equal(task_take(&b, id), ST_MISSING);
    assert_int_equal(task_give_back(&b, id), ST_MISSING);
    draft.n = 2; // told anew: who took it keeps it
    open_task(s, &draft);
    a = person_in(s, an, "BKHCN", OFFICER);
    assert_int_equal(mine(&a, &list), 1);
    call head = person_in(s, 90, "BKHCN", HEAD);
    assert_int_equal(task_give_back(&head, id), ST_OK); // the head of the body may
    b = person_in(s, binh, "BKHCN", OFFICER);
    assert_int_equal(mine(&b, &list), 1);
    assert_int_equal(task_give_back(&b, id), ST_FORBIDDEN);
    draft.body_id = test_id_of(s, "BCA"); // another body has it now
    open_task(s, &draft);
    b = person_in(s, binh, "BKHCN", OFFICER);
    assert_int_equal(mine(&b, &list), 0);
}

static void a_hand_over_moves_all_in_one_act(void **state)
{
    store *s = *state;
    test_seed(s);
    task_list list;
    int64_t   an = add_person(s, "an.nv", "BKHCN"), binh = add_person(s, "binh", "BKHCN");
    for (int i = 1; i <= 30; i++) {
        task_draft draft = draft_for(s, "BKHCN", i);
        draft.person_id  = an;
        open_task(s, &draft);
    }
    call    c = test_system(s);
    int64_t n;
    assert_int_equal(tasks_held_by(&c, an, &n), ST_OK);
    call_end(&c);
    assert_int_equal(n, 30);
    doing w = { .c = &c, .what = "hand over", .from = an, .to = binh };
    assert_int_equal(call_act(&c, do_it, &w), ST_OK);
    assert_int_equal(w.n, 30);
    call b = person_in(s, binh, "BKHCN", OFFICER);
    assert_int_equal(mine(&b, &list), 30);
    assert_int_equal(count_notices(&b, "tasks.handed"), 30);
    c = test_system(s);
    w = (doing){ .c = &c, .what = "hand over", .from = binh };
    assert_int_equal(call_act(&c, do_it, &w), ST_OK); // back to the role
    call a = person_in(s, an, "BKHCN", OFFICER);
    assert_int_equal(mine(&a, &list), 30);
    task_draft draft = draft_for(s, "BKHCN", 1);
    c                = test_system(s);
    w                = (doing){ .c = &c, .draft = &draft, .what = "drop" };
    assert_int_equal(call_act(&c, do_it, &w), ST_OK);
    a = person_in(s, an, "BKHCN", OFFICER);
    assert_int_equal(mine(&a, &list), 29);
}

static void a_delegate_sees_it_while_the_delegation_holds(void **state)
{
    store *s = *state;
    test_seed(s);
    task_list  list;
    problem    why   = { 0 };
    int64_t    id    = 0;
    task_draft draft = draft_for(s, "BCA", 1);
    int64_t    given = open_task(s, &draft);
    call       unit  = person_in(s, 70, "BCA-A05", OFFICER);
    assert_int_equal(mine(&unit, &list), 0);
    delegation d   = { .body_id    = test_id_of(s, "BCA"),
                       .to_id      = test_id_of(s, "BCA-A05"),
                       .reach      = S("Tất cả"),
                       .duties     = S("Quản lý"),
                       .doc_no     = S("1/QĐ"),
                       .doc_on     = S("2026-11-01"),
                       .valid_from = S("2026-11-20"),
                       .valid_to   = S("2026-11-30") };
    call       bca = test_body(s, d.body_id);
    assert_int_equal(delegation_add(&bca, &d, &id, &why), ST_OK);
    unit = person_in(s, 70, "BCA-A05", OFFICER);
    assert_int_equal(mine(&unit, &list), 1);
    assert_true(list.items[0].lent);
    task one;
    assert_int_equal(task_load(&unit, given, &one), ST_OK);
    call_end(&unit);
    unit.now_ms += 7 * test_day_ms; // 1 December
    assert_int_equal(mine(&unit, &list), 0);
    assert_int_equal(task_load(&unit, given, &one), ST_MISSING);
    call_end(&unit);
}

static void what_is_under_scope_is_not_there_for_who_may_not_see_it(void **state)
{
    store *s = *state;
    test_seed(s);
    task_list  list;
    task_draft draft  = draft_for(s, "BKHCN", 900);
    draft.under_scope = true;
    open_task(s, &draft);
    call c = person_in(s, 70, "BKHCN", OFFICER);
    assert_int_equal(mine(&c, &list), 0);
    assert_int_equal(count_notices(&c, "tasks.opened"), 0);
    test_put(s, 900, test_id_of(s, "BKHCN"), 0, 12, 1);
    c = person_in(s, 70, "BKHCN", OFFICER);
    assert_int_equal(mine(&c, &list), 1);
    assert_int_equal(count_notices(&c, "tasks.opened"), 1);
}

// ---- dates ------------------------------------------------------------------------------------------

static size_t fire_at(store *s, int64_t now_ms)
{
    call    c     = test_system(s);
    size_t  fired = 0;
    problem why   = { 0 };
    c.now_ms      = now_ms;
    assert_int_equal(timers_fire(&c, &host, 100, &fired, &why), ST_OK);
    return fired;
}

static void a_date_reminds_is_over_and_goes_up(void **state)
{
    store *s = *state;
    test_seed(s);
    task_list  list;
    task_draft draft = draft_for(s, "BCA-A05", 1);
    draft.due_on     = S("2026-12-04");
    draft.cite       = S("Điều 1");
    draft.certainty  = S("ours");
    int64_t id       = open_task(s, &draft);
    call    officer  = person_in(s, 70, "BCA-A05", OFFICER);
    call    head     = person_in(s, 71, "BCA-A05", HEAD);
    call    above    = person_in(s, 72, "BCA", WATCH);
    assert_int_equal(fire_at(s, test_now_ms + 5 * test_day_ms), 0);
    assert_int_equal(fire_at(s, test_now_ms + 8 * test_day_ms), 1);
    assert_int_equal(count_notices(&officer, "tasks.soon"), 1);
    officer.now_ms = test_now_ms + 11 * test_day_ms; // 5 December
    assert_int_equal(fire_at(s, officer.now_ms), 2); // 90 % was overtaken by the date itself
    assert_int_equal(count_notices(&officer, "tasks.soon"), 1);
    assert_int_equal(count_notices(&officer, "tasks.overdue"), 1);
    assert_int_equal(count_notices(&head, "tasks.raised"), 0);
    task_counts n;
    assert_int_equal(tasks_counts(&officer, &n), ST_OK);
    assert_int_equal(n.late, 1);
    call_end(&officer);
    above.now_ms = officer.now_ms; // who leads sees what is overdue below
    assert_int_equal(tasks_branch_list(&above, false, (task_cursor){ 0 }, &list), ST_OK);
    assert_int_equal(list.count, 1);
    call_end(&above);
    task_draft undated = draft_for(s, "BCA-A05", 2);
    (void)open_task(s, &undated);
    assert_int_equal(tasks_branch_list(&above, false, (task_cursor){ 0 }, &list), ST_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(tasks_branch_list(&above, true, (task_cursor){ 0 }, &list), ST_OK);
    assert_int_equal(list.count, 2); // the one without a date last
    assert_int_equal(list.items[1].due_ms, TASK_NO_DATE);
    call_end(&above);
    assert_int_equal(tasks_branch_list(&officer, false, (task_cursor){ 0 }, &list), ST_FORBIDDEN);
    assert_int_equal(fire_at(s, test_now_ms + 13 * test_day_ms), 1);
    assert_int_equal(count_notices(&head, "tasks.raised"), 1);
    assert_int_equal(count_notices(&above, "tasks.raised"), 0);
    assert_int_equal(fire_at(s, test_now_ms + 19 * test_day_ms), 1);
    assert_int_equal(count_notices(&above, "tasks.raised"), 1);
    task t;
    assert_int_equal(task_load(&above, id, &t), ST_OK);
    assert_int_equal(t.raised, 2);
    call_end(&above);
}

static void a_date_that_moves_moves_its_reminders(void **state)
{
    store *s = *state;
    test_seed(s);
    task_draft draft = draft_for(s, "BKHCN", 1);
    draft.due_on     = S("2026-12-04");
    int64_t id       = open_task(s, &draft);
    draft.due_on     = S("2027-03-01");
    assert_int_equal(open_task(s, &draft), id);
    assert_int_equal(fire_at(s, test_now_ms + 20 * test_day_ms), 0);
    draft.due_on = S(""); // no date any more
    open_task(s, &draft);
    assert_int_equal(fire_at(s, test_now_ms + 400 * test_day_ms), 0);
    draft.due_ms = test_now_ms + 1000; // an instant
    open_task(s, &draft);
    call  c = test_system(s);
    doing w = { .c = &c, .draft = &draft, .what = "close" };
    assert_int_equal(call_act(&c, do_it, &w), ST_OK);
    assert_int_equal(fire_at(s, test_now_ms + 400 * test_day_ms), 0); // done: nothing is told
}

static void bad_drafts_are_refused(void **state)
{
    store *s = *state;
    test_seed(s);
    static const struct {
        str address, due_on;
    } bad[] = { { STR("https://evil.example/"), STR("") },
                { STR("//evil.example"), STR("") },
                { STR(""), STR("") },
                { STR("/viec"), STR("31/12/2026") } };
    for (size_t i = 0; i < COUNT(bad); i++) {
        call       c     = test_system(s);
        task_draft draft = draft_for(s, "BKHCN", 1);
        c                = test_system(s);
        draft.address    = bad[i].address;
        draft.due_on     = bad[i].due_on;
        doing w          = { .c = &c, .draft = &draft, .what = "open" };
        assert_int_equal(call_act(&c, do_it, &w), ST_INVALID);
    }
}

// ---- notices ----------------------------------------------------------------------------------------

typedef struct telling {
    call        *c;
    notice_draft n;
} telling;

static status tell(db *d, void *ctx)
{
    telling *w = ctx;
    (void)d;
    return notice_add(w->c, &w->n);
}

static void a_notice_is_read_once_or_with_all_others(void **state)
{
    store *s = *state;
    test_seed(s);
    call    by = person_in(s, 70, "BKHCN", OFFICER);
    telling w  = { &by,
                   { .kind        = S("toy.changed"),
                     .object_kind = S("toy"),
                     .object_id   = 1,
                     .object_name = S("Hồ sơ thử"),
                     .address     = S("/viec"),
                     .detail      = S("cấp 3"),
                     .body_id     = by.who.body_id,
                     .role        = TASK_HEAD } };
    for (int i = 0; i < 120; i++) assert_int_equal(call_act(&by, tell, &w), ST_OK);
    call        head = person_in(s, 71, "BKHCN", HEAD), other = person_in(s, 72, "BCA", HEAD);
    task_counts n;
    notice_list list;
    assert_int_equal(tasks_counts(&head, &n), ST_OK);
    assert_int_equal(n.unread, 100); // "100+"
    assert_int_equal(notices_list(&head, 0, &list), ST_OK);
    assert_int_equal(list.count, NOTICES_PAGE);
    assert_true(str_equal(list.items[0].by_name, S("Nguyễn Văn An")));
    int64_t newest = list.items[0].id;
    assert_int_equal(notices_list(&head, list.next, &list), ST_OK);
    assert_int_equal(notices_list(&head, list.next, &list), ST_OK);
    assert_int_equal(list.count, 20);
    assert_int_equal(list.next, 0);
    call_end(&head);
    assert_int_equal(notice_mark_read(&other, newest), ST_MISSING);
    assert_int_equal(notices_mark_all_read(&head), ST_OK);
    assert_int_equal(call_act(&by, tell, &w), ST_OK);
    assert_int_equal(tasks_counts(&head, &n), ST_OK);
    assert_int_equal(n.unread, 1);
    call_end(&head);
    assert_int_equal(notice_mark_read(&head, newest + 1), ST_OK);
    assert_int_equal(notice_mark_read(&head, newest + 1), ST_OK);
    assert_int_equal(tasks_counts(&head, &n), ST_OK);
    assert_int_equal(n.unread, 0);
    call_end(&head);
    head.now_ms += 91 * test_day_ms;
    head.now_ms -= head.now_ms % (60 * 60000) - 17 * 60000; // the minute at which it forgets
    assert_int_equal(tasks_minute(&head), ST_OK);
    assert_int_equal(notices_list(&head, 0, &list), ST_OK);
    assert_int_equal(list.count, 0);
    call_end(&head);
}

// ---- sources ----------------------------------------------------------------------------------------

static struct {
    int64_t n[40]; // of object i+1; 0: not named
    int64_t mark, body;
    int     looks;
} world;

static status toy_mark(call *c, int64_t *mark)
{
    (void)c;
    *mark = world.mark;
    return ST_OK;
}

static status toy_look(call *c, task_found *found, void *ctx)
{
    (void)c;
    world.looks++;
    for (int i = (int)COUNT(world.n) - 1; i >= 0; i--) { // in no order that helps
        task_draft t = { .object_kind = i % 3 ? S("toy") : S("other"),
                         .object_id   = i + 1,
                         .object_name = S("x"),
                         .object_code = S(""),
                         .address     = S("/viec"),
                         .n           = world.n[i],
                         .body_id     = world.body,
                         .role        = TASK_SYSTEM_OFFICER };
        if (world.n[i]) TRY(found(ctx, &t));
    }
    return ST_OK;
}

static void a_source_is_followed(void **state)
{
    store *s = *state;
    test_seed(s);
    static const task_source        source = { STR("toy.computed"), toy_mark, toy_look };
    static const task_source *const list[] = { &source };
    task_list                       rows;
    memset(&world, 0, sizeof(world));
    world.body = test_id_of(s, "BKHCN");
    tasks_sources(list, 1);
    for (int i = 0; i < 40; i++) world.n[i] = i + 1;
    call c = test_system(s);
    assert_int_equal(tasks_sweep(&c, false), ST_OK);
    call officer = person_in(s, 70, "BKHCN", OFFICER);
    assert_int_equal(mine(&officer, &rows), 40);
    c = test_system(s);
    assert_int_equal(tasks_sweep(&c, false), ST_OK);
    assert_int_equal(world.looks, 1); // the mark is the same
    world.mark = 1;
    for (int i = 0; i < 40; i += 2) world.n[i] = 0;
    world.n[1] = 77;
    assert_int_equal(tasks_sweep(&c, false), ST_OK);
    officer = person_in(s, 70, "BKHCN", OFFICER);
    assert_int_equal(mine(&officer, &rows), 20);
    assert_int_equal(rows.items[rows.count - 1].n != 0, 1);
    bool found = false;
    for (size_t i = 0; i < rows.count; i++) found = found || rows.items[i].n == 77;
    assert_true(found);
    assert_int_equal(count_notices(&officer, "tasks.opened"), 40); // none is told twice
    c = test_system(s);
    c.now_ms += 11 * 60000; // asked anew though nothing says so
    assert_int_equal(tasks_sweep(&c, false), ST_OK);
    assert_int_equal(world.looks, 3);
    tasks_sources(NULL, 0);
}

static void every_failing_write_of_a_sweep_is_made_good(void **state)
{
    store *s = *state;
    test_seed(s);
    static const task_source        source = { STR("toy.computed"), toy_mark, toy_look };
    static const task_source *const list[] = { &source };
    bool                            ends   = false;
    memset(&world, 0, sizeof(world));
    world.body = test_id_of(s, "BKHCN");
    for (int n = 1; n < 80 && !ends; n++) {
        tasks_sources(list, 1);
        for (int i = 0; i < 5; i++) world.n[i] = n + i;
        world.n[n % 5] = 0;
        world.mark     = n;
        call c         = test_system(s);
        os_log_set(false, OS_ERROR + 1);
        store_fault(s, n, STORE_FAULT_BREAK);
        status st = tasks_sweep(&c, false);
        ends      = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        assert_true(st == ST_OK || st == ST_BROKEN);
        c = test_system(s);
        assert_int_equal(tasks_sweep(&c, true), ST_OK);
        call      officer = person_in(s, 70, "BKHCN", OFFICER);
        task_list rows;
        assert_int_equal(mine(&officer, &rows), 4);
    }
    assert_true(ends);
    tasks_sources(NULL, 0);
}

// ---- pure -------------------------------------------------------------------------------------------

static int64_t at(const char *text)
{
    int64_t ms;
    assert_int_equal(time_parse(str_from(text), &ms), ST_OK);
    return ms;
}

static void dates_fall_into_groups(void **state)
{
    (void)state;
    int64_t now = at("2026-11-26T10:00:00+07:00"), end; // a Thursday
    assert_int_equal(task_day_end(S("2026-11-26"), &end), ST_OK);
    assert_int_equal(end, at("2026-11-27T00:00:00+07:00") - 1);
    assert_int_equal(task_group_of(end, now), TASKS_TODAY);
    assert_int_equal(task_group_of(now - 1, now), TASKS_LATE);
    assert_int_equal(task_group_of(at("2026-11-29T23:00:00+07:00"), now), TASKS_WEEK); // Sunday
    assert_int_equal(task_group_of(at("2026-11-30T00:00:00+07:00"), now), TASKS_LATER);
    assert_int_equal(task_group_of(TASK_NO_DATE, now), TASKS_LATER);
    assert_int_equal(task_days_left(at("2026-12-01T00:30:00+07:00"), now), 5);
    assert_int_equal(task_days_left(at("2026-11-25T23:30:00+07:00"), now), -1);
    assert_int_equal(task_day_end(S("2026-02-30"), &end), ST_INVALID);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &timers_sql, &organisations_sql,
                                                 &accounts_sql, &tasks_sql };
    store_register(modules, COUNT(modules));
    test_organisations_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_is_opened_twice_is_one),
        cmocka_unit_test(a_person_takes_it_and_gives_it_back),
        cmocka_unit_test(a_hand_over_moves_all_in_one_act),
        cmocka_unit_test(a_delegate_sees_it_while_the_delegation_holds),
        cmocka_unit_test(what_is_under_scope_is_not_there_for_who_may_not_see_it),
        cmocka_unit_test(a_date_reminds_is_over_and_goes_up),
        cmocka_unit_test(a_date_that_moves_moves_its_reminders),
        cmocka_unit_test(bad_drafts_are_refused),
        cmocka_unit_test(a_notice_is_read_once_or_with_all_others),
        cmocka_unit_test(a_source_is_followed),
        cmocka_unit_test(every_failing_write_of_a_sweep_is_made_good),
        cmocka_unit_test(dates_fall_into_groups),
    };
    return test_store_run(tests, COUNT(tests));
}
