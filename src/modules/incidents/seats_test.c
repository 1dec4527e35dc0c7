// seats_test.c - parts on both engines: national seats and their days, who tells and who is convened, who
// takes an incident off the board and brings it back.
#include "modules/accounts/audit_ops.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/notice_ops.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql, tasks_sql, timers_sql;

enum { DAY_MS = 24 * 3600 * 1000 };

static incident_seat_row seat_row(call *c, int64_t id)
{
    incident_seat_row *rows;
    size_t             n;
    assert_int_equal(incident_seats_list(c, &rows, &n), ST_OK);
    for (size_t i = 0; i < n; i++) {
        if (rows[i].id == id) return rows[i];
    }
    fail_msg("no seat %lld", (long long)id);
    return (incident_seat_row){ 0 };
}

static int64_t seated(call *c, const char *whose, const char *from, const char *to)
{
    problem                   why = { 0 };
    int64_t                   id  = 0;
    const incident_seat_draft d   = { S("coordinator"), str_from(whose), S("Quyết định Mẫu"),
                                      str_from(from), str_from(to) };
    assert_int_equal(incident_seats_add(c, &d, &id, &why), ST_OK);
    call_end(c);
    return id;
}

static size_t holders(call *c)
{
    int64_t ids[20];
    size_t  n;
    assert_int_equal(incident_seat_holders(c, SEAT_COORDINATOR, ids, &n), ST_OK);
    call_end(c);
    return n;
}

// The newest audit row of that kind of object.
static str audited(call *c, const char *kind)
{
    audit_rows   rows;
    audit_filter f = { .login = S(""), .kind = str_from(kind) };
    assert_int_equal(audit_list(c, &f, &rows), ST_OK);
    assert_true(rows.count > 0);
    return rows.items[0].detail;
}

static bool says(str text, const char *what)
{
    return str_find(text, str_from(what)) >= 0;
}

static void a_seat_that_ended_stays_ended(void **state)
{
    arena   a   = incident_test_arena();
    call    c   = test_call(*state, &a);
    problem why = { 0 };
    int64_t id  = seated(&c, "BCA", "2020-01-01", "2025-02-28");
    assert_int_equal(incident_seats_end(&c, id, S(""), &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("seat-over")));
    assert_true(str_equal(seat_row(&c, id).valid_to, S("2025-02-28")));
    assert_int_equal(holders(&c), 0);
    assert_int_equal(incident_seats_end(&c, id, S("01/01/2025"), &why), ST_OK); // it ended before
    assert_true(str_equal(seat_row(&c, id).valid_to, S("2025-01-01")));
    assert_int_equal(incident_seats_end(&c, id + 1, S(""), &why), ST_MISSING);
    call_end(&c);
}

static void a_seat_that_runs_ends_today_and_both_acts_say_whose_it_was(void **state)
{
    arena   a   = incident_test_arena();
    call    c   = test_call(*state, &a);
    problem why = { 0 };
    int64_t id  = seated(&c, "BCA", "2020-01-01", "");
    str     add = audited(&c, "incident-seat");
    assert_true(says(add, "\"seat\":\"coordinator\"") && says(add, "\"body\":\"BCA\"") &&
                says(add, "\"from\":\"2020-01-01\""));
    call_end(&c);
    assert_int_equal(incident_seats_end(&c, id, S(""), &why), ST_OK);
    str end = audited(&c, "incident-seat");
    assert_true(says(end, "\"body\":\"BCA\"") && says(end, "\"was\":\"9999-12-31\"") &&
                says(end, "\"to\":\"2026-11-24\""));
    call_end(&c);
    assert_int_equal(holders(&c), 1); // to the end of its last day
    c.now_ms += DAY_MS;
    assert_int_equal(holders(&c), 0);
}

static void a_seat_to_come_is_cancelled(void **state)
{
    arena   a   = incident_test_arena();
    call    c   = test_call(*state, &a);
    problem why = { 0 };
    int64_t id  = seated(&c, "BCA", "2026-12-01", "");
    assert_int_equal(incident_seats_end(&c, id, S(""), &why), ST_OK);
    incident_seat_row row = seat_row(&c, id);
    assert_true(str_equal(row.valid_to, S("2026-11-30")));
    call_end(&c);
    assert_int_equal(incident_seats_end(&c, id, S(""), &why), ST_INVALID); // it never was
    call_end(&c);
    c.now_ms += 10LL * DAY_MS;
    assert_int_equal(holders(&c), 0);
}

// ---- who tells, who is convened --------------------------------------------------------------------

static int64_t told_of(call *c, const char *owner)
{
    int64_t              id    = 0;
    incident_problems    bad   = { .count = 0 };
    const incident_value all[] = { { S("title"), S("Trang bị đổi giao diện") },
                                   { S("detected"), S("2026-11-24T08:00:00+07:00") },
                                   { S("description"), S("Trang chủ lạ") },
                                   { S("present_state"), S("unhandled") },
                                   { S("contact_name"), S("Lê Thị Mẫu") },
                                   { S("contact_phone"), S("0123 456 789") } };
    const incident_draft d     = {
            .owner = str_from(owner), .values = all, .count = COUNT(all), .open = true
    };
    assert_int_equal(incidents_add(c, &d, &id, &bad), ST_OK);
    call_end(c);
    return id;
}

static size_t listed(call *c)
{
    incident_page   list;
    problem         why = { 0 };
    incident_filter f   = { .q = S("") };
    assert_int_equal(incidents_list(c, &f, S(""), 0, &list, &why), ST_OK);
    call_end(c);
    return list.count;
}

static void who_tells_of_another_sees_where_it_stands_and_nothing_else(void **state)
{
    arena a      = incident_test_arena();
    call  teller = incident_officer(*state, &a, "BNG"), owner = incident_officer(*state, &a, "BYT"),
         other = incident_officer(*state, &a, "BTC");
    incident                i;
    incident_told_row       one, *rows;
    size_t                  n;
    int64_t                 paper, id = told_of(&teller, "BYT");
    problem                 why = { 0 };
    const incident_sending  s   = { .id = id, .document = S("MAU_03"), .recipients = S("x") };
    const incident_value    v   = { S("effect"), S("x") };
    incident_problems       bad = { .count = 0 };
    const incident_change   k   = { .id = id, .values = &v, .count = 1 };
    const incident_classing p   = {
          .id = id, .stage = CLASS_PROPOSED, .class = CLASS_ORDINARY, .reason = S("x")
    };
    assert_int_equal(incident_load(&teller, id, &i), ST_MISSING);
    assert_int_equal(incidents_sent(&teller, &s, &paper, &why), ST_MISSING);
    assert_int_equal(incidents_change(&teller, &k, &bad), ST_MISSING);
    assert_int_equal(incidents_log(&teller, id, S("x"), &why), ST_MISSING);
    assert_int_equal(incidents_classify(&teller, &p, &why), ST_MISSING);
    assert_int_equal(incident_moved(&teller, id, INCIDENT_NONE, "x", &why), ST_MISSING);
    assert_int_equal(listed(&teller), 0);
    assert_int_equal(incidents_told(&teller, 0, &rows, &n), ST_OK);
    assert_int_equal(n, 1);
    call_end(&teller);
    i = incident_loaded(&owner, id);
    assert_true(str_equal(rows[0].code, i.code));
    assert_int_equal(rows[0].state, INCIDENT_NEW);
    incident_moves(&owner, id, INCIDENT_RECEIVED);
    assert_int_equal(incidents_told_one(&teller, i.code, &one), ST_OK);
    assert_int_equal(one.state, INCIDENT_RECEIVED);
    assert_int_equal(incidents_told_one(&other, i.code, &one), ST_MISSING);
    assert_int_equal(incidents_told_one(&owner, i.code, &one), ST_MISSING); // its own it sees whole
    call_end(&teller);
    call_end(&owner);
    call_end(&other);
}

static status convened(call *c, int64_t id, incident_seat seat, const char *whose, problem *why)
{
    const incident_convening k  = { id, seat, str_from(whose), S("Hợp đồng Mẫu") };
    status                   st = incidents_convene(c, &k, why);
    call_end(c);
    return st;
}

static incident_party party_of(call *c, int64_t id, const char *whose)
{
    incident        i = incident_loaded(c, id);
    incident_party *rows;
    size_t          n;
    assert_int_equal(incidents_parties(c, &i, &rows, &n), ST_OK);
    for (size_t k = 0; k < n; k++) {
        if (str_equal(rows[k].code, str_from(whose)) && !rows[k].to_ms) return rows[k];
    }
    fail_msg("%s takes no part", whose);
    return (incident_party){ 0 };
}

static void a_convened_body_is_sent_away_with_a_reason(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), firm = incident_officer(*state, &a, "BNG"),
         unit = incident_officer(*state, &a, "BYT"), coordinator, machine = test_call(*state, &a);
    problem  why = { 0 };
    incident i;
    incident_test_seat(&machine, "coordinator", "BCA");
    coordinator = incident_officer(*state, &a, "BCA");
    int64_t id  = incident_told(&owner, "", "2026-11-24T08:00:00+07:00");
    assert_int_equal(convened(&owner, id, SEAT_HIRED, "BNG", &why), ST_OK);
    assert_int_equal(convened(&owner, id, SEAT_HIRED, "BNG", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("seat-held")));
    assert_int_equal(convened(&coordinator, id, SEAT_UNIT, "BYT", &why), ST_OK);
    int64_t party = party_of(&owner, id, "BNG").id;
    assert_int_equal(incidents_dismiss(&unit, id, party, S("x"), &why), ST_FORBIDDEN);
    assert_int_equal(incidents_dismiss(&coordinator, id, party, S("x"), &why), ST_FORBIDDEN);
    assert_int_equal(incidents_dismiss(&owner, id, party, S(" "), &why), ST_INVALID);
    assert_int_equal(incidents_dismiss(&owner, id, party, S("hết hợp đồng"), &why), ST_OK);
    assert_true(says(audited(&machine, "incident"), "\"body\":\"BNG\""));
    assert_int_equal(incident_load(&firm, id, &i), ST_MISSING);
    assert_int_equal(incidents_dismiss(&owner, id, party, S("x"), &why), ST_MISSING);
    call_end(&machine);
    call_end(&firm);
    incident_event *events;
    size_t          n;
    i = incident_loaded(&owner, id);
    assert_int_equal(incidents_events(&owner, &i, 0, &events, &n), ST_OK);
    assert_true(str_equal(events[0].kind, S("dismissed")));
    assert_true(str_equal(events[0].field, S("hired")));
    assert_true(events[0].after.len > 0);
    assert_true(str_equal(events[0].words, S("hết hợp đồng")));
    call_end(&owner);
    call_end(&unit);
    call_end(&coordinator);
    assert_int_equal(convened(&owner, id, SEAT_HIRED, "BNG", &why), ST_OK); // again, later
}

static void who_told_it_stays_and_nobody_is_convened_when_it_is_over(void **state)
{
    arena a      = incident_test_arena();
    call  teller = incident_officer(*state, &a, "BNG"), owner = incident_officer(*state, &a, "BYT");
    problem why   = { 0 };
    int64_t id    = told_of(&teller, "BYT");
    int64_t party = party_of(&owner, id, "BNG").id;
    assert_int_equal(incidents_dismiss(&owner, id, party, S("x"), &why), ST_INVALID);
    call_end(&owner);
    assert_int_equal(convened(&owner, id, SEAT_HIRED, "BTC", &why), ST_OK);
    assert_int_equal(incident_moved(&owner, id, INCIDENT_NONE, "nhầm", &why), ST_OK);
    assert_int_equal(convened(&owner, id, SEAT_HIRED, "BCA", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("incident-over")));
    party = party_of(&owner, id, "BTC").id;
    assert_int_equal(incidents_dismiss(&owner, id, party, S("hết hợp đồng"), &why), ST_OK);
    call_end(&owner);
}

// ---- notices by anybody ----------------------------------------------------------------------------

static void an_acknowledged_notice_still_waits_for_who_coordinates(void **state)
{
    arena       a       = incident_test_arena();
    call        machine = test_call(*state, &a), one, other = incident_officer(*state, &a, "BYT");
    notice_text typed = { 0 };
    notice_receipt got;
    bool           coordinates;
    int64_t        n;
    incident_test_seat(&machine, "coordinator", "BCA");
    one = incident_officer(*state, &a, "BCA");
    for (size_t i = 0; i < NOTICE_FIELDS; i++)
        typed.at[i] = str_equal(str_from(incident_notice_keys[i]), S("domains")) ? S("mau.example")
                      : incident_notice_required(i)                              ? S("Mẫu")
                                                                                 : S("");
    incident_problems bad = { .count = 0 };
    assert_int_equal(incident_notices_add(&machine, &typed, true, &got, &bad), ST_OK);
    call_end(&machine);
    assert_int_equal(incident_notices_acknowledge(&one, got.id), ST_OK);
    assert_int_equal(incident_notices_open(&one, &coordinates, &n), ST_OK);
    assert_true(coordinates);
    assert_int_equal(n, 1);
    assert_int_equal(incident_notices_open(&other, &coordinates, &n), ST_OK);
    assert_false(coordinates);
    assert_int_equal(n, 0);
    assert_int_equal(incidents_notices_source.mark(&machine, &n), ST_OK);
    assert_int_equal(n, 1); // the task stays
    call_end(&one);
    call_end(&other);
    call_end(&machine);
}

// ---- off the board and back ------------------------------------------------------------------------

static status joined(call *c, int64_t id, int64_t into, problem *why)
{
    status st = incidents_merge(c, id, 0, into, S("cùng một việc"), why);
    call_end(c);
    return st;
}

static void an_emergency_leaves_the_board_by_the_coordinator_only(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), one = incident_officer(*state, &a, "BCA"),
         machine          = test_call(*state, &a);
    problem           why = { 0 };
    incident_problems bad = { .count = 0 };
    incident_test_seat(&machine, "coordinator", "BCA");
    int64_t first = incident_told(&owner, "", "2026-11-24T08:00:00+07:00"),
            again = incident_told(&owner, "", "2026-11-24T08:00:00+07:00");
    incident_set(&owner, first, "over_capacity", "2026-11-24T08:30:00+07:00", "", &bad);
    assert_int_equal(joined(&owner, first, again, &why), ST_FORBIDDEN);
    assert_int_equal(incident_moved(&owner, first, INCIDENT_NONE, "nhầm", &why), ST_FORBIDDEN);
    incident_moves(&owner, first, INCIDENT_RECEIVED);
    assert_int_equal(incident_moved(&owner, first, INCIDENT_NONE, "nhầm", &why), ST_FORBIDDEN);
    assert_int_equal(joined(&owner, again, first, &why), ST_OK); // an ordinary one joins it
    assert_int_equal(incident_moved(&one, first, INCIDENT_NONE, "không phải", &why), ST_OK);
}

static void a_serious_one_is_not_joined_away_by_its_operator(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), one = incident_officer(*state, &a, "BCA"),
         machine = test_call(*state, &a);
    problem why  = { 0 };
    incident_test_seat(&machine, "coordinator", "BCA");
    incident_test_seat(&machine, "standing", "BCA");
    int64_t first                   = incident_told(&owner, "", "2026-11-24T08:00:00+07:00"),
            dummy                   = incident_told(&owner, "", "2026-11-24T08:00:00+07:00");
    const incident_classing serious = { .id     = first,
                                        .stage  = CLASS_DECIDED,
                                        .class  = CLASS_SERIOUS,
                                        .plan   = S("PLAN_1"),
                                        .number = S("1/QĐ"),
                                        .reason = S("x") };
    assert_int_equal(incidents_classify(&one, &serious, &why), ST_OK);
    call_end(&one);
    assert_int_equal(joined(&owner, first, dummy, &why),
                     ST_FORBIDDEN); // decided, though not there yet
    incident_moves(&owner, first, INCIDENT_RECEIVED);
    incident_moves(&owner, first, INCIDENT_VERIFIED);
    incident_moves(&one, first, INCIDENT_PLAN);
    assert_int_equal(joined(&owner, first, dummy, &why), ST_FORBIDDEN);
    assert_int_equal(joined(&one, first, dummy, &why), ST_OK);
}

static void what_left_the_board_comes_back_with_a_reason(void **state)
{
    static const incident_state way[] = { INCIDENT_RECEIVED,       INCIDENT_VERIFIED,
                                          INCIDENT_FIRST_RESPONSE, INCIDENT_RESPONDING,
                                          INCIDENT_RECOVERING,     INCIDENT_CHECKING,
                                          INCIDENT_AWAITING_FINAL, INCIDENT_REVIEWING };
    arena                       a     = incident_test_arena();
    call owner = incident_officer(*state, &a, "BTC"), one = incident_officer(*state, &a, "BCA"),
         machine          = test_call(*state, &a);
    problem           why = { 0 };
    incident_problems bad = { .count = 0 };
    incident_test_seat(&machine, "coordinator", "BCA");
    int64_t first = incident_told(&owner, "", "2026-11-24T08:00:00+07:00"),
            again = incident_told(&owner, "", "2026-11-24T08:00:00+07:00");
    assert_int_equal(joined(&owner, again, first, &why), ST_OK);
    assert_int_equal(incident_moved(&owner, again, INCIDENT_RECEIVED, "nhầm mã", &why),
                     ST_FORBIDDEN);
    assert_int_equal(incident_moved(&one, again, INCIDENT_RECEIVED, "", &why), ST_INVALID);
    assert_int_equal(incident_moved(&one, again, INCIDENT_RECEIVED, "nhầm mã", &why), ST_OK);
    incident i = incident_loaded(&owner, again);
    assert_int_equal(i.into_id, 0);
    assert_int_equal(i.state, INCIDENT_RECEIVED);
    assert_true(i.due_ms > 0); // its clocks run again
    assert_int_equal(incident_moved(&owner, again, INCIDENT_NONE, "nhầm", &why), ST_OK);
    assert_int_equal(incident_moved(&one, again, INCIDENT_RECEIVED, "có thật", &why), ST_OK);
    for (size_t k = 0; k < COUNT(way); k++) incident_moves(&owner, first, way[k]);
    incident_set(&owner, first, "handled", "2026-11-24T08:50:00+07:00", "", &bad);
    incident_moves(&one, first, INCIDENT_CLOSED);
    assert_int_equal(incident_moved(&owner, first, INCIDENT_RESPONDING, "tái diễn", &why),
                     ST_FORBIDDEN);
    assert_int_equal(incident_moved(&one, first, INCIDENT_RESPONDING, "tái diễn", &why), ST_OK);
    assert_int_equal(incident_loaded(&owner, first).state, INCIDENT_RESPONDING);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &incidents_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_seat_that_ended_stays_ended),
        cmocka_unit_test(a_seat_that_runs_ends_today_and_both_acts_say_whose_it_was),
        cmocka_unit_test(a_seat_to_come_is_cancelled),
        cmocka_unit_test(who_tells_of_another_sees_where_it_stands_and_nothing_else),
        cmocka_unit_test(a_convened_body_is_sent_away_with_a_reason),
        cmocka_unit_test(who_told_it_stays_and_nobody_is_convened_when_it_is_over),
        cmocka_unit_test(an_acknowledged_notice_still_waits_for_who_coordinates),
        cmocka_unit_test(an_emergency_leaves_the_board_by_the_coordinator_only),
        cmocka_unit_test(a_serious_one_is_not_joined_away_by_its_operator),
        cmocka_unit_test(what_left_the_board_comes_back_with_a_reason),
    };
    return test_store_run(tests, COUNT(tests));
}
