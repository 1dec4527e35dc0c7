// breaks_test.c - incidents and notices on both engines when something breaks on the way (a statement, the memory, an
// act that is run again), and when what comes in is bad: too many, of a secret, twice at once.
#include "modules/accounts/accounts.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/notice_ops.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

enum { STEPS_MAX = 4000 };

static void coordinator(store *s, arena *a)
{
    call machine = test_call(s, a);
    incident_test_seat(&machine, "coordinator", "BCA");
}

static status tell(call *c, int64_t *id)
{
    incident_problems    bad   = { .count = 0 };
    const incident_value all[] = { { S("title"), S("Cổng dịch vụ bị tấn công") },
                                   { S("detected"), S("2026-11-24T08:00:00+07:00") },
                                   { S("description"), S("Không truy cập được") },
                                   { S("present_state"), S("unhandled") },
                                   { S("bank"), S("yes") },
                                   { S("contact_name"), S("Lê Thị Mẫu") },
                                   { S("contact_phone"), S("0123 456 789") } };
    const incident_draft d  = { .system = S(""), .values = all, .count = COUNT(all), .open = true };
    status               st = incidents_add(c, &d, id, &bad);
    call_end(c);
    return st;
}

static status change(call *c, int64_t id)
{
    incident_problems     bad = { .count = 0 };
    const incident_value  v   = { S("detected"), S("2026-11-24T07:00:00+07:00") };
    const incident_change k   = { .id = id, .values = &v, .count = 1, .reason = S("nhật ký") };
    status                st  = incidents_change(c, &k, &bad);
    call_end(c);
    return st;
}

static status move(call *c, int64_t id)
{
    problem             why = { 0 };
    const incident_move m   = { .id = id, .to = INCIDENT_RECEIVED, .reason = S("") };
    status              st  = incidents_move(c, &m, &why);
    call_end(c);
    return st;
}

static notice_text words_of(const char *said)
{
    notice_text w = { 0 };
    for (size_t i = 0; i < NOTICE_FIELDS; i++) w.at[i] = S("");
    w.at[1] = S("cong.mau.vn");
    w.at[4] = str_from(said);
    w.at[7] = S("Dân");
    return w;
}

static status notify(call *c, const char *said, notice_receipt *out, incident_problems *bad)
{
    notice_text w  = words_of(said);
    status      st = incident_notices_add(c, &w, true, out, bad);
    call_end(c);
    return st;
}

static size_t seen(store *s)
{
    arena           a   = incident_test_arena();
    call            c   = incident_officer(s, &a, "BTC");
    problem         why = { 0 };
    incident_filter f   = { .q = S("") };
    incident_page   list;
    assert_int_equal(incidents_list(&c, &f, S(""), 0, &list, &why), ST_OK);
    call_end(&c);
    return list.count;
}

static size_t noticed(store *s)
{
    arena       a = incident_test_arena();
    call        c = incident_officer(s, &a, "BCA");
    notice_row *rows;
    size_t      n;
    assert_int_equal(incident_notices_list(&c, NOTICE_NEW, 0, &rows, &n), ST_OK);
    call_end(&c);
    return n;
}

static incident_state state_now(store *s, int64_t id)
{
    arena    a = incident_test_arena();
    call     c = incident_officer(s, &a, "BTC");
    incident i;
    assert_int_equal(incident_load(&c, id, &i), ST_OK);
    call_end(&c);
    return i.state;
}

static size_t lines(store *s, int64_t id)
{
    arena           a = incident_test_arena();
    call            c = incident_officer(s, &a, "BTC");
    incident        i;
    incident_event *events;
    size_t          n;
    assert_int_equal(incident_load(&c, id, &i), ST_OK);
    assert_int_equal(incidents_events(&c, &i, 0, &events, &n), ST_OK);
    call_end(&c);
    return n;
}

// ---- on the way ------------------------------------------------------------------------------------------

typedef status step(call *c, int64_t id);

// One act with each statement broken in turn, then each allocation; true when it went through at last.
static void breaks_everywhere(store *s, step *act, int64_t id, size_t before)
{
    bool done = false;
    for (int nth = 1; nth < STEPS_MAX && !done; nth++) {
        arena a = incident_test_arena();
        call  c = incident_officer(s, &a, "BTC");
        store_fault(s, nth, STORE_FAULT_BREAK);
        status st = act(&c, id);
        done      = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        assert_int_equal(st == ST_OK, done);
        if (!done) assert_int_equal(lines(s, id), before);
    }
    assert_true(done);
}

static void memory_ends_everywhere(store *s, step *act, int64_t id, size_t before)
{
    status st = ST_MEMORY;
    int    n  = 0;
    for (; st != ST_OK && n < STEPS_MAX; n++) {
        arena a           = incident_test_arena();
        call  c           = incident_officer(s, &a, "BTC");
        int   countdown   = n;
        a.fault_countdown = &countdown;
        st                = act(&c, id);
        a.fault_countdown = NULL;
        if (st != ST_OK) assert_int_equal(lines(s, id), before);
    }
    assert_int_equal(st, ST_OK);
    assert_true(n > 20);
}

static void an_incident_is_told_whole_or_not_at_all(void **state)
{
    store  *s     = *state;
    arena   a     = incident_test_arena();
    call    first = incident_officer(s, &a, "BTC");
    int64_t id    = 0;
    bool    done  = false;
    status  st    = ST_MEMORY;
    int     n     = 0;
    call_end(&first);
    for (int nth = 1; nth < STEPS_MAX && !done; nth++) {
        arena room = incident_test_arena();
        call  c    = incident_officer(s, &room, "BTC");
        store_fault(s, nth, STORE_FAULT_BREAK);
        status got = tell(&c, &id);
        done       = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        assert_int_equal(got == ST_OK, done);
        assert_int_equal(seen(s), done);
    }
    assert_true(done);
    for (; st != ST_OK && n < STEPS_MAX; n++) {
        arena room           = incident_test_arena();
        call  c              = incident_officer(s, &room, "BTC");
        int   countdown      = n;
        room.fault_countdown = &countdown;
        st                   = tell(&c, &id);
        room.fault_countdown = NULL;
        assert_int_equal(seen(s), 1 + (st == ST_OK));
    }
    assert_int_equal(st, ST_OK);
    assert_true(n > 50);
}

static void facts_and_states_change_whole_or_not_at_all(void **state)
{
    store  *s  = *state;
    arena   a  = incident_test_arena();
    call    c  = incident_officer(s, &a, "BTC");
    int64_t id = 0, again = 0;
    assert_int_equal(tell(&c, &id), ST_OK);
    assert_int_equal(tell(&c, &again), ST_OK);
    breaks_everywhere(s, change, id, lines(s, id));
    memory_ends_everywhere(s, change, again, lines(s, again));
    breaks_everywhere(s, move, id, lines(s, id));
    memory_ends_everywhere(s, move, again, lines(s, again));
    assert_int_equal(state_now(s, id), INCIDENT_RECEIVED);
    assert_int_equal(state_now(s, again), INCIDENT_RECEIVED);
}

static void an_act_that_is_run_again_acts_once(void **state)
{
    store            *s   = *state;
    arena             a   = incident_test_arena();
    incident_problems bad = { .count = 0 };
    notice_receipt    got;
    size_t            told = 0, sent = 0;
    coordinator(s, &a);
    for (int nth = 1; nth < 60; nth += 3) {
        arena   room = incident_test_arena();
        call    c    = incident_officer(s, &room, "BTC");
        int64_t id   = 0;
        store_fault(s, nth, STORE_FAULT_RERUN);
        if (tell(&c, &id) == ST_OK) told++;
        store_fault(s, 0, STORE_FAULT_BREAK);
        assert_int_equal(seen(s), told);
        store_fault(s, nth, STORE_FAULT_RERUN);
        if (notify(&c, "Trang bị thay giao diện", &got, &bad) == ST_OK) sent++;
        store_fault(s, 0, STORE_FAULT_BREAK);
        assert_int_equal(noticed(s), sent);
    }
    assert_true(told > 10 && sent > 10);
}

static void a_notice_is_taken_whole_or_not_at_all(void **state)
{
    store            *s   = *state;
    arena             a   = incident_test_arena();
    incident_problems bad = { .count = 0 };
    notice_receipt    got;
    bool              done = false;
    status            st   = ST_MEMORY;
    coordinator(s, &a);
    for (int nth = 1; nth < STEPS_MAX && !done; nth++) {
        arena room = incident_test_arena();
        call  c    = incident_officer(s, &room, "BTC");
        store_fault(s, nth, STORE_FAULT_BREAK);
        status now = notify(&c, "Trang bị thay giao diện", &got, &bad);
        done       = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        assert_int_equal(now == ST_OK, done);
        assert_int_equal(noticed(s), done);
    }
    assert_true(done);
    for (int n = 0; st != ST_OK && n < STEPS_MAX; n++) {
        arena room           = incident_test_arena();
        call  c              = incident_officer(s, &room, "BTC");
        int   countdown      = n;
        room.fault_countdown = &countdown;
        st                   = notify(&c, "Trang bị thay giao diện", &got, &bad);
        room.fault_countdown = NULL;
        assert_int_equal(noticed(s), 1 + (st == ST_OK));
    }
    assert_int_equal(st, ST_OK);
}

// ---- what comes in ---------------------------------------------------------------------------------------

static void one_address_is_limited_and_ipv6_counts_by_its_net(void **state)
{
    static const char *const net[] = { "2001:db8::1", "2001:db8::2:0:0:3" }; // one /64
    store                   *s     = *state;
    arena                    a     = incident_test_arena();
    call                     c     = test_call(s, &a);
    incident_problems        bad   = { .count = 0 };
    notice_receipt           got;
    call_end(&c);
    coordinator(s, &a);
    for (int n = 0; n < NOTICES_OF_ADDRESS_MAX; n++) {
        c.address = str_from(net[n % 2]);
        assert_int_equal(notify(&c, "x", &got, &bad), ST_OK);
    }
    c.address = S("2001:db8::9");
    assert_int_equal(notify(&c, "x", &got, &bad), ST_LIMIT);
    assert_true(str_equal(bad.items[0].rule, S("notice-too-many")));
    int64_t wait;
    assert_true(str_int(bad.items[0].detail, &wait) && wait > 0 && wait <= 3600);
    c.address = S("2001:db8:0:1::9");
    assert_int_equal(notify(&c, "x", &got, &bad), ST_OK);
    c.address = S("192.0.2.7");
    assert_int_equal(notify(&c, "x", &got, &bad), ST_OK);
    c.address = S("2001:db8::9");
    c.now_ms += 3600 * 1000; // the next hour
    assert_int_equal(notify(&c, "x", &got, &bad), ST_OK);
}

static void a_secret_is_refused_with_its_channel_and_not_kept(void **state)
{
    static const char *const marked[] = { "Văn bản TỐI MẬT bị lộ", "Tài liệu đóng dấu Tuyệt mật" };
    store            *s = *state;
    arena             a = incident_test_arena();
    call              c = incident_officer(s, &a, "BTC"), anybody = test_call(s, &a);
    incident_problems bad = { .count = 0 };
    problem           why = { 0 };
    notice_receipt    got;
    int64_t           id = 0;
    call_end(&anybody);
    coordinator(s, &a);
    assert_int_equal(tell(&c, &id), ST_OK);
    const str mark = S("Tối mật");
    assert_true(str_find(text_fmt(&a, LANG_VI, T_problem_state_secret, &mark, 1), S("cơ yếu")) > 0);
    assert_true(str_find(text_fmt(&a, LANG_EN, T_problem_state_secret, &mark, 1), S("cipher")) > 0);
    for (size_t i = 0; i < COUNT(marked); i++) {
        assert_int_equal(notify(&anybody, marked[i], &got, &bad), ST_INVALID);
        assert_true(str_equal(bad.items[0].rule, S("state-secret")));
        assert_int_equal(noticed(s), 0);
        size_t before = lines(s, id);
        assert_int_equal(incidents_log(&c, id, str_from(marked[i]), &why), ST_INVALID);
        assert_true(str_equal(why.rule, S("state-secret")));
        call_end(&c);
        assert_int_equal(lines(s, id), before);
    }
}

static void two_coordinators_who_close_at_once_do_not_both(void **state)
{
    static const incident_state way[] = { INCIDENT_RECEIVED,       INCIDENT_VERIFIED,
                                          INCIDENT_FIRST_RESPONSE, INCIDENT_RESPONDING,
                                          INCIDENT_RECOVERING,     INCIDENT_CHECKING,
                                          INCIDENT_AWAITING_FINAL, INCIDENT_REVIEWING };
    store                      *s     = *state;
    arena                       a     = incident_test_arena();
    call owner = incident_officer(s, &a, "BTC"), one = incident_officer(s, &a, "BCA"),
         two                 = incident_officer(s, &a, "BCA");
    incident_problems    bad = { .count = 0 };
    problem              why = { 0 };
    const incident_value v   = { S("handled"), S("2026-11-24T08:50:00+07:00") };
    int64_t              id  = 0;
    incident             i;
    coordinator(s, &a);
    assert_int_equal(tell(&owner, &id), ST_OK);
    const incident_change k = { .id = id, .values = &v, .count = 1, .reason = S("") };
    assert_int_equal(incidents_change(&owner, &k, &bad), ST_OK);
    for (size_t n = 0; n < COUNT(way); n++) {
        const incident_move m = { .id = id, .to = way[n], .reason = S("") };
        assert_int_equal(incidents_move(&owner, &m, &why), ST_OK);
    }
    call_end(&owner);
    two.who.person_id = 8;
    assert_int_equal(incident_load(&one, id, &i), ST_OK);
    call_end(&one);
    const incident_move close = { id, i.version, INCIDENT_CLOSED, S("") };
    const incident_move blind = { id, 0, INCIDENT_CLOSED, S("") }; // by command: no version at hand
    assert_int_equal(incidents_move(&one, &close, &why), ST_OK);
    size_t told = lines(s, id);
    assert_int_equal(incidents_move(&two, &close, &why), ST_CONFLICT);
    call_end(&two);
    assert_int_equal(incidents_move(&two, &blind, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("incident-no-way")));
    call_end(&two);
    assert_int_equal(lines(s, id), told); // once in its time line
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &incidents_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_incident_is_told_whole_or_not_at_all),
        cmocka_unit_test(facts_and_states_change_whole_or_not_at_all),
        cmocka_unit_test(an_act_that_is_run_again_acts_once),
        cmocka_unit_test(a_notice_is_taken_whole_or_not_at_all),
        cmocka_unit_test(one_address_is_limited_and_ipv6_counts_by_its_net),
        cmocka_unit_test(a_secret_is_refused_with_its_channel_and_not_kept),
        cmocka_unit_test(two_coordinators_who_close_at_once_do_not_both),
    };
    return test_store_run(tests, COUNT(tests));
}
