// Tests of jobs on both stores: asked for in an act, run as the person, tried again, cancelled, taken
// up again after a crash.
#include "kit/jobs/jobs.h"
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <string.h>

#include <cmocka.h>

enum { NOON = 1795500000000 / 1000 }; // seconds; the test's clock

// ---- kinds ----------------------------------------------------------------------------------------

static atomic_int runs;
static atomic_int results_left; // how often "toy.fails" fails before it is well

static status note(db *d, void *ctx)
{
    (void)d;
    return audit_write(ctx, S("toy.act"), S("toy"), 1, S(""));
}

static status toy_works(call *c, job *j, problem *why)
{
    (void)why;
    atomic_fetch_add(&runs, 1);
    TRY(job_progress(j, 1, 2, S("half")));
    TRY(call_act(c, note, c));
    return job_result(j, arena_printf(c->a, STR_FMT " by " STR_FMT " for %lld with %llu, %s",
                                      STR_ARG(job_input(j)), STR_ARG(c->who.login),
                                      (long long)c->who.body_id, (unsigned long long)c->who.rights,
                                      c->lang == LANG_EN ? "en" : "vi"));
}

static status toy_fails(call *c, job *j, problem *why)
{
    (void)c, (void)j, (void)why;
    atomic_fetch_add(&runs, 1);
    return atomic_fetch_sub(&results_left, 1) > 0 ? ST_BROKEN : ST_OK;
}

static status toy_refuses(call *c, job *j, problem *why)
{
    (void)c, (void)j;
    atomic_fetch_add(&runs, 1);
    return problem_detail(why, ST_INVALID, S("file"), S("required"), S("x.xlsx"));
}

static int64_t cancel_id;

static status toy_cancelled(call *c, job *j, problem *why)
{
    (void)why;
    atomic_fetch_add(&runs, 1);
    call  other = *c;
    arena a     = test_arena(1 << 20);
    other.a     = &a;
    assert_int_equal(jobs_cancel(&other, cancel_id), ST_OK);
    assert_int_equal(job_progress(j, 1, 2, S("")), ST_CONFLICT);
    return ST_CONFLICT;
}

static status toy_long(call *c, job *j, problem *why)
{
    (void)c, (void)why;
    atomic_fetch_add(&runs, 1);
    for (int i = 0; i < 1000; i++) {
        TRY(job_progress(j, i, 1000, S("")));
        os_sleep_ms(10);
    }
    return ST_OK;
}

static const job_kind kinds[] = {
    { "toy.works", toy_works, 0 },     { "toy.fails", toy_fails, 3 },
    { "toy.refuses", toy_refuses, 0 }, { "toy.cancelled", toy_cancelled, 0 },
    { "toy.long", toy_long, 0 },
};
static const job_table        table    = { kinds, COUNT(kinds) };
static const job_table *const tables[] = { &table };

// ---- a person who asks ------------------------------------------------------------------------------

typedef struct person {
    arena a;
    call  c;
} person;

static person *person_of(store *s, int64_t id)
{
    arena   a = test_arena(4 << 20);
    person *p = NEW(&a, person, 1);
    p->a      = a;
    p->c      = (call){ .store  = s,
                        .a      = &p->a,
                        .now_ms = NOON * 1000LL,
                        .lang   = LANG_EN,
                        .who = { .person_id = id, .body_id = 40 + id, .login = S("lan"), .rights = 5 } };
    atomic_store(&runs, 0);
    return p;
}

typedef struct asking {
    call       *c;
    const char *kind;
    int64_t     not_before_ms, id;
    status      end;
} asking;

static status ask_in_act(db *d, void *ctx)
{
    asking *w = ctx;
    (void)d;
    job_draft draft = { .kind          = str_from(w->kind),
                        .input         = S("in"),
                        .title         = S("tệp"),
                        .not_before_ms = w->not_before_ms };
    TRY(jobs_add(w->c, &draft, &w->id, NULL));
    return w->end;
}

static int64_t ask(person *p, const char *kind)
{
    asking w = { .c = &p->c, .kind = kind };
    assert_int_equal(call_act(&p->c, ask_in_act, &w), ST_OK);
    return w.id;
}

static size_t run_at(store *s, int64_t second)
{
    jobs_host host = { .store = s, .tables = tables, .table_count = 1 };
    size_t    ran  = 0;
    assert_int_equal(jobs_run_pending(&host, (NOON + second) * 1000LL, &ran), ST_OK);
    return ran;
}

static job_view look(person *p, int64_t id)
{
    job_view v = { 0 };
    call_end(&p->c);
    assert_int_equal(jobs_find(&p->c, id, &v), ST_OK);
    call_end(&p->c);
    return v;
}

// ---- tests ------------------------------------------------------------------------------------------

static void a_job_runs_as_the_person_who_asked(void **state)
{
    person  *p  = person_of(*state, 1);
    int64_t  id = ask(p, "toy.works");
    job_view v  = look(p, id);
    assert_int_equal(v.state, JOB_WAITING);
    assert_int_equal(run_at(*state, 0), 1);
    v = look(p, id);
    assert_int_equal(v.state, JOB_DONE);
    assert_true(str_equal(v.result, S("in by lan for 41 with 5, en")));
    assert_true(str_equal(v.title, S("tệp")));
    assert_true(str_equal(v.message, S("half")));
    assert_int_equal(v.done, 1);
    assert_int_equal(v.total, 2);
    assert_int_equal(run_at(*state, 1000), 0);
    assert_int_equal(atomic_load(&runs), 1);
}

static void a_job_of_an_act_that_failed_is_not_there(void **state)
{
    person *p = person_of(*state, 1);
    asking  w = { .c = &p->c, .kind = "toy.works", .end = ST_INVALID };
    assert_int_equal(call_act(&p->c, ask_in_act, &w), ST_INVALID);
    assert_int_equal(run_at(*state, 0), 0);
}

static void a_job_waits_for_its_time(void **state)
{
    person *p = person_of(*state, 1);
    asking  w = { .c = &p->c, .kind = "toy.works", .not_before_ms = (NOON + 60) * 1000LL };
    assert_int_equal(call_act(&p->c, ask_in_act, &w), ST_OK);
    assert_int_equal(run_at(*state, 59), 0);
    assert_int_equal(run_at(*state, 60), 1);
}

static void a_job_that_fails_is_tried_again_later_and_not_for_ever(void **state)
{
    person *p  = person_of(*state, 1);
    int64_t id = ask(p, "toy.fails");
    atomic_store(&results_left, 1);
    assert_int_equal(run_at(*state, 0), 1);
    assert_int_equal(look(p, id).state, JOB_WAITING);
    assert_int_equal(run_at(*state, 4), 0); // 5 seconds must pass
    assert_int_equal(run_at(*state, 6), 1);
    assert_int_equal(look(p, id).state, JOB_DONE);
    assert_int_equal(look(p, id).attempts, 2);
    id = ask(p, "toy.fails");
    atomic_store(&results_left, 100);
    assert_int_equal(run_at(*state, 0) + run_at(*state, 10) + run_at(*state, 100), 3);
    job_view v = look(p, id);
    assert_int_equal(v.state, JOB_FAILED);
    assert_true(str_equal(v.rule, S("broken")));
    assert_int_equal(run_at(*state, 100000), 0);
}

static void a_refusal_is_final_and_says_why(void **state)
{
    person *p  = person_of(*state, 1);
    int64_t id = ask(p, "toy.refuses");
    assert_int_equal(run_at(*state, 0), 1);
    job_view v = look(p, id);
    assert_int_equal(v.state, JOB_FAILED);
    assert_true(str_equal(v.rule, S("required")));
    assert_true(str_equal(v.detail, S("x.xlsx")));
    id = ask(p, "toy.nowhere");
    assert_int_equal(run_at(*state, 0), 1);
    assert_true(str_equal(look(p, id).rule, S("unknown-job")));
    assert_int_equal(atomic_load(&runs), 1);
}

static void a_cancelled_job_stops_and_stays_so(void **state)
{
    person *p  = person_of(*state, 1);
    int64_t id = ask(p, "toy.works");
    assert_int_equal(jobs_cancel(&p->c, id), ST_OK);
    assert_int_equal(look(p, id).state, JOB_CANCELLED);
    assert_int_equal(jobs_cancel(&p->c, id), ST_CONFLICT);
    assert_int_equal(run_at(*state, 0), 0);
    cancel_id = ask(p, "toy.cancelled");
    assert_int_equal(run_at(*state, 0), 1);
    assert_int_equal(look(p, cancel_id).state, JOB_CANCELLED);
    assert_int_equal(run_at(*state, 1000), 0);
}

static status refuse_person(call *c, int64_t person_id, int64_t body_id)
{
    assert_int_equal(person_id, 1);
    assert_int_equal(body_id, 41);
    (void)c;
    return ST_MISSING;
}

static void a_job_of_a_person_who_is_gone_fails(void **state)
{
    person   *p    = person_of(*state, 1);
    int64_t   id   = ask(p, "toy.works");
    jobs_host host = {
        .store = *state, .tables = tables, .table_count = 1, .become = refuse_person
    };
    size_t ran;
    assert_int_equal(jobs_run_pending(&host, NOON * 1000LL, &ran), ST_OK);
    assert_int_equal(look(p, id).state, JOB_FAILED);
    assert_true(str_equal(look(p, id).rule, S("job-person-gone")));
    assert_int_equal(atomic_load(&runs), 0);
}

static void only_ones_own_jobs_are_seen(void **state)
{
    person  *p = person_of(*state, 1), *q = person_of(*state, 2);
    int64_t  first = ask(p, "toy.works"), second = ask(p, "toy.works");
    job_view v, *list;
    size_t   count;
    assert_int_equal(jobs_find(&q->c, first, &v), ST_MISSING);
    assert_int_equal(jobs_cancel(&q->c, first), ST_MISSING);
    assert_int_equal(jobs_list(&q->c, 0, 10, &list, &count), ST_OK);
    assert_int_equal(count, 0);
    assert_int_equal(jobs_list(&p->c, 0, 10, &list, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, second);
    assert_int_equal(jobs_list(&p->c, second, 10, &list, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, first);
    q->c.who.rights |= RIGHT_JOBS_READ;
    assert_int_equal(jobs_find(&q->c, first, &v), ST_OK);
    assert_int_equal(jobs_find(&q->c, 0, &v), ST_MISSING);
    assert_int_equal(jobs_find(&q->c, INT64_MAX, &v), ST_MISSING);
    call_end(&p->c);
    call_end(&q->c);
}

static void wait_for(person *p, int64_t id, job_state state)
{
    for (int i = 0; i < 1000 && look(p, id).state != state; i++) os_sleep_ms(10);
    assert_int_equal(look(p, id).state, state);
}

static void threads_run_jobs_and_an_interrupted_one_goes_on_later(void **state)
{
    person   *p    = person_of(*state, 1);
    jobs_host host = { .store = *state, .tables = tables, .table_count = 1 };
    jobs     *j    = NULL;
    problem   why  = { 0 };
    p->c.now_ms    = os_now_ms(); // the threads go by the machine's clock
    assert_int_equal(jobs_start(&host, &j, &why), ST_OK);
    int64_t quick[5];
    for (size_t i = 0; i < COUNT(quick); i++) quick[i] = ask(p, "toy.works");
    jobs_wake(j);
    for (size_t i = 0; i < COUNT(quick); i++) wait_for(p, quick[i], JOB_DONE);
    int64_t slow = ask(p, "toy.long");
    jobs_wake(j);
    wait_for(p, slow, JOB_RUNNING);
    assert_true(jobs_stop(j));
    job_view v = look(p, slow);
    assert_int_equal(v.state, JOB_WAITING);
    assert_int_equal(v.attempts, 0);
}

static status toy_crashes(call *c, job *j, problem *why)
{
    (void)c, (void)why;
    atomic_fetch_add(&runs, 1);
    // The lease ends while this run is away; another run takes the job and ends it.
    if (atomic_load(&runs) == 1) assert_int_equal(run_at(c->store, 61), 1);
    return job_result(j, S("late"));
}

static void a_run_that_lost_its_lease_changes_nothing(void **state)
{
    static const job_kind         own_kinds[] = { { "toy.works", toy_crashes, 0 } };
    static const job_table        own_table   = { own_kinds, 1 };
    static const job_table *const own[]       = { &own_table };
    person                       *p           = person_of(*state, 1);
    int64_t                       id          = ask(p, "toy.works");
    jobs_host                     host = { .store = *state, .tables = own, .table_count = 1 };
    size_t                        ran;
    assert_int_equal(jobs_run_pending(&host, NOON * 1000LL, &ran), ST_OK);
    job_view v = look(p, id);
    assert_int_equal(v.state, JOB_DONE);
    assert_int_equal(v.attempts, 2);
    assert_true(str_starts(v.result, S("in by lan"))); // not "late"
}

static status toy_crashes_cancelled(call *c, job *j, problem *why)
{
    (void)why;
    atomic_fetch_add(&runs, 1);
    call  other = *c;
    arena a     = test_arena(1 << 20);
    other.a     = &a;
    assert_int_equal(jobs_cancel(&other, job_id(j)), ST_OK);
    assert_int_equal(run_at(c->store, 61), 1); // taken up again, to be ended
    return ST_OK;
}

static void a_cancelled_job_whose_run_was_lost_is_not_run_again(void **state)
{
    static const job_kind         own_kinds[] = { { "toy.works", toy_crashes_cancelled, 0 } };
    static const job_table        own_table   = { own_kinds, 1 };
    static const job_table *const own[]       = { &own_table };
    person                       *p           = person_of(*state, 1);
    int64_t                       id          = ask(p, "toy.works");
    jobs_host                     host = { .store = *state, .tables = own, .table_count = 1 };
    size_t                        ran;
    assert_int_equal(jobs_run_pending(&host, NOON * 1000LL, &ran), ST_OK);
    assert_int_equal(look(p, id).state, JOB_CANCELLED);
    assert_int_equal(atomic_load(&runs), 1);
}

static void a_table_that_is_wrong_does_not_start(void **state)
{
    static const job_kind         twice[] = { { "a.b", toy_works, 0 }, { "a.b", toy_works, 0 } };
    static const job_kind         empty[] = { { "a.c", NULL, 0 } };
    static const job_table        bad[]   = { { twice, 2 }, { empty, 1 } };
    static const job_table *const lists[2][1] = { { &bad[0] }, { &bad[1] } };
    for (size_t i = 0; i < 2; i++) {
        jobs_host host = { .store = *state, .tables = lists[i], .table_count = 1 };
        jobs     *j    = NULL;
        problem   why  = { 0 };
        assert_int_equal(jobs_start(&host, &j, &why), ST_INVALID);
        assert_true(str_equal(why.rule, S("bad-job-kind")));
    }
}

static void ended_jobs_are_forgotten_in_time(void **state)
{
    person  *p    = person_of(*state, 1);
    int64_t  done = ask(p, "toy.works"), n;
    job_view v;
    assert_int_equal(run_at(*state, 0), 1);
    int64_t waiting = ask(p, "toy.works");
    assert_int_equal(jobs_forget_before(*state, (NOON + 1000) * 1000LL, &n), ST_OK);
    assert_int_equal(n, 1);
    assert_int_equal(jobs_find(&p->c, done, &v), ST_MISSING);
    assert_int_equal(look(p, waiting).state, JOB_WAITING);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &jobs_sql };
    store_register(modules, COUNT(modules));
    os_log_set(false, OS_ERROR);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_job_runs_as_the_person_who_asked),
        cmocka_unit_test(a_job_of_an_act_that_failed_is_not_there),
        cmocka_unit_test(a_job_waits_for_its_time),
        cmocka_unit_test(a_job_that_fails_is_tried_again_later_and_not_for_ever),
        cmocka_unit_test(a_refusal_is_final_and_says_why),
        cmocka_unit_test(a_cancelled_job_stops_and_stays_so),
        cmocka_unit_test(a_job_of_a_person_who_is_gone_fails),
        cmocka_unit_test(only_ones_own_jobs_are_seen),
        cmocka_unit_test(threads_run_jobs_and_an_interrupted_one_goes_on_later),
        cmocka_unit_test(a_run_that_lost_its_lease_changes_nothing),
        cmocka_unit_test(a_cancelled_job_whose_run_was_lost_is_not_run_again),
        cmocka_unit_test(a_table_that_is_wrong_does_not_start),
        cmocka_unit_test(ended_jobs_are_forgotten_in_time),
    };
    return test_store_run(tests, COUNT(tests));
}
