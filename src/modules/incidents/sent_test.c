// sent_test.c - papers that went out, on both engines: which clock each meets, and what taking one back does.
#include "modules/incidents/answer.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

enum { HOUR_MS = 3600 * 1000 };

static int64_t moment(const char *rfc3339)
{
    int64_t ms;
    assert_int_equal(time_parse(str_from(rfc3339), &ms), ST_OK);
    return ms;
}

static incident_clock_state clock_of(call *c, int64_t id, const char *rule)
{
    incident_clocks_state *all  = NEW(c->a, incident_clocks_state, 1);
    incident_clock_state   none = { .id = 0 };
    incident               i;
    assert_int_equal(incident_load(c, id, &i), ST_OK);
    assert_int_equal(incident_clocks_look(c, &i, all), ST_OK);
    call_end(c);
    for (size_t n = 0; n < all->count; n++) {
        if (str_equal(all->items[n].k.rule->id, str_from(rule))) return all->items[n];
    }
    return none;
}

static status sent_to(call *c, int64_t id, const char *document, const char *clock, problem *why)
{
    int64_t                paper;
    const incident_sending s = { .id          = id,
                                 .document    = str_from(document),
                                 .recipients  = S("nơi nhận Mẫu"),
                                 .late_reason = S(""),
                                 .clock       = str_from(clock) };
    *why                     = (problem){ 0 };
    status st                = incidents_sent(c, &s, &paper, why);
    call_end(c);
    return st;
}

static void fact(call *c, int64_t id, const char *key, const char *value)
{
    incident_problems bad = { .count = 0 };
    incident_set(c, id, key, value, "", &bad);
    if (bad.count)
        fail_msg("%s: " STR_FMT " " STR_FMT, key, STR_ARG(bad.items[0].field),
                 STR_ARG(bad.items[0].rule));
}

static void a_paper_meets_the_clock_that_it_answers_and_no_other(void **state)
{
    arena           a = incident_test_arena();
    call            c = incident_officer(*state, &a, "BTC");
    problem         why;
    incident_paper *papers;
    size_t          n;
    int64_t         id = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    fact(&c, id, "order_sign", "yes");
    assert_true(clock_of(&c, id, "T20-1").runs);
    assert_true(clock_of(&c, id, "N331-4").runs);
    // One to the owner is none to the Ministry: it is asked.
    assert_int_equal(sent_to(&c, id, "THONG_BAO", "", &why), ST_INVALID);
    assert_string_equal(arena_cstr(&a, why.rule), "clock-which");
    assert_string_equal(arena_cstr(&a, why.field), "clock");
    assert_string_equal(arena_cstr(&a, why.detail), "T20-1, N331-4");
    assert_int_equal(sent_to(&c, id, "THONG_BAO", "NH-1", &why), ST_INVALID); // of another paper
    assert_string_equal(arena_cstr(&a, why.rule), "choice-unknown");
    assert_int_equal(sent_to(&c, id, "THONG_BAO", "T20-1", &why), ST_OK);
    assert_int_equal(clock_of(&c, id, "T20-1").stands, STANDING_DONE);
    assert_true(clock_of(&c, id, "N331-4").runs);
    // The ordinary notice is not late by the other's hour.
    c.now_ms += HOUR_MS;
    assert_int_equal(sent_to(&c, id, "THONG_BAO", "T20-1", &why), ST_OK);
    assert_int_equal(sent_to(&c, id, "THONG_BAO", "", &why),
                     ST_INVALID); // a further one: for whom?
    assert_string_equal(arena_cstr(&a, why.rule), "clock-which");
    assert_int_equal(sent_to(&c, id, "THONG_BAO", "N331-4", &why), ST_INVALID);
    assert_string_equal(arena_cstr(&a, why.rule), "clock-late");
    assert_string_equal(arena_cstr(&a, why.detail), "N331-4");
    assert_true(clock_of(&c, id, "N331-4").runs);
    incident i = incident_loaded(&c, id);
    assert_int_equal(incidents_papers(&c, &i, &papers, &n), ST_OK);
    assert_int_equal(n, 2);
    assert_true(papers[0].sent_ms > papers[1].sent_ms); // newest first
    assert_true(papers[0].by_rule);
    assert_string_equal(arena_cstr(&a, papers[0].answers), "T20-1");
    call_end(&c);
}

static void one_paper_may_answer_two_clocks_when_it_is_said(void **state)
{
    arena   a = incident_test_arena();
    call    c = incident_officer(*state, &a, "BTC");
    problem why;
    int64_t id = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    fact(&c, id, "personal_data", "yes");
    fact(&c, id, "finance_data", "yes");
    assert_int_equal(sent_to(&c, id, "ND356_MAU08", "", &why), ST_INVALID);
    assert_string_equal(arena_cstr(&a, why.rule), "clock-which");
    assert_int_equal(sent_to(&c, id, "ND356_MAU08", "PDP-91", &why), ST_OK);
    assert_true(clock_of(&c, id, "PDP-TC").runs); // the data subjects were not told
    assert_int_equal(sent_to(&c, id, "ND356_MAU08", "PDP-91, PDP-TC", &why), ST_OK);
    assert_false(clock_of(&c, id, "PDP-TC").runs);
}

// Over capacity the initial report takes the place of the ordinary notice, which may be sent all the same.
static void a_superseded_clock_is_no_reason_not_to_ask(void **state)
{
    arena   a = incident_test_arena();
    call    c = incident_officer(*state, &a, "BTC");
    problem why;
    int64_t id = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    fact(&c, id, "over_capacity", "2026-11-24T08:40:00+07:00");
    fact(&c, id, "order_sign", "yes");
    assert_int_equal(clock_of(&c, id, "T20-1").stands, STANDING_SUPERSEDED);
    assert_int_equal(sent_to(&c, id, "THONG_BAO", "", &why), ST_INVALID);
    assert_string_equal(arena_cstr(&a, why.rule), "clock-which");
    assert_true(clock_of(&c, id, "N331-4").runs);
}

static void a_clock_that_begins_later_is_not_met_by_what_went_to_others(void **state)
{
    arena   a = incident_test_arena();
    call    c = incident_officer(*state, &a, "BTC");
    problem why;
    int64_t id = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    assert_int_equal(sent_to(&c, id, "THONG_BAO", "", &why), ST_OK); // T20-1 alone runs
    fact(&c, id, "order_sign", "yes");
    assert_int_equal(clock_of(&c, id, "T20-1").stands, STANDING_DONE);
    assert_true(clock_of(&c, id, "N331-4").runs);
}

static void a_closing_report_before_its_clock_began_still_answers_it(void **state)
{
    arena   a = incident_test_arena();
    call    c = incident_officer(*state, &a, "BTC");
    problem why;
    int64_t id = incident_told(&c, "", "2026-11-24T08:00:00+07:00");
    fact(&c, id, "over_capacity", "2026-11-24T08:30:00+07:00");
    assert_int_equal(sent_to(&c, id, "MAU_04", "", &why), ST_OK);
    fact(&c, id, "ended", "2026-11-24T08:50:00+07:00");
    assert_int_equal(clock_of(&c, id, "T20-4").stands, STANDING_DONE);
}

static void a_serious(call *c, int64_t id)
{
    problem                 why = { 0 };
    call                    who = *c;
    const incident_classing k   = { .id     = id,
                                    .stage  = CLASS_DECIDED,
                                    .class  = CLASS_SERIOUS,
                                    .plan   = S("PLAN_1"),
                                    .number = S("1/QĐ-BCA"),
                                    .reason = S("Mẫu") };
    assert_int_equal(incidents_classify(&who, &k, &why), ST_OK);
    call_end(&who);
}

static void progress_is_reported_again_and_again_until_the_response_ends(void **state)
{
    arena       a = incident_test_arena();
    call        c = incident_officer(*state, &a, "BTC"), standing, machine = test_call(*state, &a);
    problem     why;
    size_t      n;
    timer_view *timers;
    incident_test_seat(&machine, "standing", "BCA");
    standing   = incident_officer(*state, &a, "BCA");
    int64_t id = incident_told(&c, "", "2026-11-24T08:00:00+07:00");
    a_serious(&standing, id);
    assert_false(clock_of(&c, id, "Q05-D").runs); // the first report begins it
    assert_int_equal(sent_to(&c, id, "DIEN_BIEN", "", &why), ST_OK);
    assert_true(clock_of(&c, id, "Q05-D").runs); // never met by its own beginning
    assert_int_equal(clock_of(&c, id, "Q05-D").k.due_ms,
                     moment("2026-11-24T09:00:00+07:00") + 12LL * HOUR_MS);
    c.now_ms += 11LL * HOUR_MS;
    assert_int_equal(sent_to(&c, id, "DIEN_BIEN", "", &why), ST_OK);
    assert_int_equal(clock_of(&c, id, "Q05-D").k.due_ms,
                     moment("2026-11-24T20:00:00+07:00") + 12LL * HOUR_MS);
    assert_true(clock_of(&c, id, "Q05-D").runs);
    c.now_ms += 13LL * HOUR_MS;
    assert_int_equal(sent_to(&c, id, "DIEN_BIEN", "", &why), ST_INVALID);
    assert_string_equal(arena_cstr(&a, why.rule), "clock-late");
    fact(&c, id, "ended", "2026-11-25T08:00:00+07:00");
    assert_false(clock_of(&c, id, "Q05-D").runs);
    assert_int_equal(timers_of(&c, S("incident"), id, &timers, &n), ST_OK);
    for (size_t i = 0; i < n; i++) {
        if (str_equal(timers[i].slot, S("Q05-D")))
            assert_int_not_equal(timers[i].state, TIMER_RUNNING);
    }
    call_end(&c);
}

static int64_t newest(call *c, int64_t id, incident_paper **papers, size_t *n)
{
    incident i;
    assert_int_equal(incident_load(c, id, &i), ST_OK);
    assert_int_equal(incidents_papers(c, &i, papers, n), ST_OK);
    return (*papers)[0].id;
}

static void a_paper_taken_back_stays_struck_out_and_its_clock_runs_again(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), machine = test_call(*state, &a),
         other = incident_officer(*state, &a, "BYT"), coordinator;
    incident_paper *papers;
    incident_event *events;
    problem         why;
    size_t          n;
    incident_test_seat(&machine, "coordinator", "BCA");
    coordinator = incident_officer(*state, &a, "BCA");
    int64_t id  = incident_told(&owner, "", "2026-11-24T08:30:00+07:00");
    assert_int_equal(sent_to(&owner, id, "THONG_BAO", "", &why), ST_OK);
    incident_withdrawal k = { .id = id, .reason = S("") };
    k.paper               = newest(&owner, id, &papers, &n);
    call_end(&owner);
    assert_int_equal(incidents_paper_withdraw(&owner, &k, &why), ST_INVALID); // why?
    call_end(&owner);
    k.reason = S("gửi nhầm sự cố khác");
    assert_int_equal(incidents_paper_withdraw(&other, &k, &why), ST_MISSING);
    call_end(&other);
    assert_int_equal(incidents_paper_withdraw(&owner, &k, &why), ST_OK);
    assert_int_equal(incidents_paper_withdraw(&owner, &k, &why), ST_CONFLICT);
    call_end(&owner);
    assert_true(clock_of(&owner, id, "T20-1").runs);
    (void)newest(&owner, id, &papers, &n);
    assert_int_equal(n, 1);
    assert_true(papers[0].withdrawn_ms > 0);
    assert_string_equal(arena_cstr(&a, papers[0].withdrawn), "gửi nhầm sự cố khác");
    incident i = incident_loaded(&owner, id);
    assert_int_equal(incidents_events(&owner, &i, 0, &events, &n), ST_OK);
    assert_string_equal(arena_cstr(&a, events[0].kind), "unsent");
    call_end(&owner);
    // Another's paper is the coordinator's to take back, not a member's.
    assert_int_equal(sent_to(&owner, id, "THONG_BAO", "", &why), ST_OK);
    k.paper = newest(&owner, id, &papers, &n);
    call_end(&owner);
    assert_int_equal(incidents_paper_withdraw(&coordinator, &k, &why), ST_OK);
    call_end(&coordinator);
}

static void form_04_taken_back_no_longer_lets_it_close(void **state)
{
    arena   a     = incident_test_arena();
    call    owner = incident_officer(*state, &a, "BTC"), one, machine = test_call(*state, &a);
    problem why;
    size_t  n;
    incident_paper             *papers;
    static const incident_state way[] = { INCIDENT_RECEIVED,       INCIDENT_VERIFIED,
                                          INCIDENT_FIRST_RESPONSE, INCIDENT_RESPONDING,
                                          INCIDENT_RECOVERING,     INCIDENT_CHECKING,
                                          INCIDENT_AWAITING_FINAL, INCIDENT_REVIEWING };
    incident_test_seat(&machine, "coordinator", "BCA");
    one        = incident_officer(*state, &a, "BCA");
    int64_t id = incident_told(&owner, "", "2026-11-24T08:00:00+07:00");
    fact(&owner, id, "over_capacity", "2026-11-24T08:30:00+07:00");
    fact(&owner, id, "handled", "2026-11-24T08:50:00+07:00");
    for (size_t i = 0; i < COUNT(way); i++) incident_moves(&owner, id, way[i]);
    assert_int_equal(sent_to(&owner, id, "MAU_04", "", &why), ST_OK);
    incident_withdrawal k = { .id = id, .reason = S("bấm nhầm") };
    k.paper               = newest(&owner, id, &papers, &n);
    assert_int_equal(incidents_paper_withdraw(&owner, &k, &why), ST_OK);
    call_end(&owner);
    assert_int_equal(incident_moved(&one, id, INCIDENT_CLOSED, "", &why), ST_INVALID);
    assert_string_equal(arena_cstr(&a, why.rule), "incident-no-final");
}

static void the_hundred_and_first_paper_still_stops_its_clock(void **state)
{
    arena           a     = incident_test_arena();
    call            owner = incident_officer(*state, &a, "BTC");
    problem         why;
    size_t          n;
    incident_paper *papers;
    int64_t         id = incident_told(&owner, "", "2026-11-24T08:00:00+07:00");
    fact(&owner, id, "over_capacity", "2026-11-24T08:30:00+07:00");
    fact(&owner, id, "ended", "2026-11-24T08:50:00+07:00");
    for (int i = 0; i <= INCIDENT_SHOWN_MAX; i++)
        assert_int_equal(sent_to(&owner, id, "DIEN_BIEN", "", &why), ST_OK);
    owner.now_ms += HOUR_MS / 4;
    assert_int_equal(sent_to(&owner, id, "MAU_04", "", &why), ST_OK);
    assert_int_equal(clock_of(&owner, id, "T20-4").stands, STANDING_DONE);
    (void)newest(&owner, id, &papers, &n);
    assert_int_equal(n, INCIDENT_SHOWN_MAX);
    assert_string_equal(arena_cstr(&a, papers[0].document), "MAU_04");
    call_end(&owner);
}

// A statement of this test alone: what a node had before clocks were kept of papers.
static int              as_before_id;
static const sql_query  as_before_query = { .name     = "papers_as_before",
                                            .kind     = SQL_EXEC,
                                            .sqlite   = "UPDATE incident_papers SET by_rule = 0",
                                            .postgres = "UPDATE incident_papers SET by_rule = 0",
                                            .id       = &as_before_id };
static const sql_module before_sql      = { "papers_before", &as_before_query, 1, NULL, 0 };

static status as_before(db *d, void *ctx)
{
    (void)ctx;
    return sql_exec(d, &as_before_query, NULL, NULL);
}

static void a_paper_recorded_before_clocks_were_kept_answers_all_of_its_document(void **state)
{
    arena   a = incident_test_arena();
    call    c = incident_officer(*state, &a, "BTC");
    problem why;
    int64_t id = incident_told(&c, "", "2026-11-24T08:30:00+07:00");
    fact(&c, id, "order_sign", "yes");
    assert_int_equal(sent_to(&c, id, "THONG_BAO", "T20-1", &why), ST_OK);
    assert_true(clock_of(&c, id, "N331-4").runs);
    assert_int_equal(call_act(&c, as_before, NULL), ST_OK);
    call_end(&c);
    assert_int_equal(clock_of(&c, id, "N331-4").stands, STANDING_DONE);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,      &timers_sql,
                                                 &organisations_sql, &accounts_sql,  &tasks_sql,
                                                 &systems_sql,       &incidents_sql, &before_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_paper_meets_the_clock_that_it_answers_and_no_other),
        cmocka_unit_test(one_paper_may_answer_two_clocks_when_it_is_said),
        cmocka_unit_test(a_superseded_clock_is_no_reason_not_to_ask),
        cmocka_unit_test(a_clock_that_begins_later_is_not_met_by_what_went_to_others),
        cmocka_unit_test(a_closing_report_before_its_clock_began_still_answers_it),
        cmocka_unit_test(progress_is_reported_again_and_again_until_the_response_ends),
        cmocka_unit_test(a_paper_taken_back_stays_struck_out_and_its_clock_runs_again),
        cmocka_unit_test(form_04_taken_back_no_longer_lets_it_close),
        cmocka_unit_test(the_hundred_and_first_paper_still_stops_its_clock),
        cmocka_unit_test(a_paper_recorded_before_clocks_were_kept_answers_all_of_its_document),
    };
    return test_store_run(tests, COUNT(tests));
}
