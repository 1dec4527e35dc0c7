// incidents_test.c - incidents on both engines: who sees and does what, anchors, clocks and their timers, two at once.
#include <string.h>

#include "modules/accounts/accounts.h"
#include "modules/incidents/clock_ops.h"
#include "modules/incidents/incidents_test_kit.h"
#include "modules/incidents/notice_ops.h"
#include "modules/tasks/tasks.h"

extern const sql_module jobs_sql, organisations_sql, accounts_sql;

enum { HOUR_MS = 3600 * 1000 };

static size_t seen(call *c, incident_page *out)
{
    problem         why = { 0 };
    incident_filter f   = { .q = S("") };
    assert_int_equal(incidents_list(c, &f, S(""), 0, out, &why), ST_OK);
    call_end(c);
    return out->count;
}

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void the_register_fills_in_system_owner_and_contact(void **state)
{
    arena           a = incident_test_arena();
    call            c = incident_officer(*state, &a, "BTC");
    incident_values v;
    (void)test_system(&c, "BTC", "Cổng dịch vụ công Mẫu", "{}");
    incident i = incident_loaded(&c, incident_told(&c, "HT-000001", "2026-11-24T08:00:00+07:00"));
    assert_true(str_equal(i.code, S("SC-2026-000001")));
    assert_true(str_equal(i.system_name, S("Cổng dịch vụ công Mẫu")));
    assert_true(str_equal(i.owner_code, S("BTC")));
    assert_int_equal(incidents_values(&c, &i, &v), ST_OK);
    assert_true(incident_value_of(&v, "owner_name").len > 0);
    assert_true(incident_value_of(&v, "reporter_name").len > 0);
    call_end(&c);
}

static void who_has_no_part_sees_nothing_and_may_nothing(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), other = incident_officer(*state, &a, "BYT"),
         machine              = test_call(*state, &a);
    call          coordinator = incident_officer(*state, &a, "BCA");
    incident      i;
    incident_page list;
    problem       why = { 0 };
    int64_t       id  = incident_told(&owner, "", "2026-11-24T08:00:00+07:00");
    assert_int_equal(seen(&owner, &list), 1);
    assert_int_equal(seen(&other, &list), 0);
    assert_int_equal(incident_load(&other, id, &i), ST_MISSING);
    assert_int_equal(incidents_log(&other, id, S("x"), &why), ST_MISSING);
    assert_int_equal(incident_moved(&other, id, INCIDENT_RECEIVED, "", &why), ST_MISSING);
    assert_int_equal(incident_load(&coordinator, id, &i), ST_MISSING);
    call_end(&other);
    call_end(&coordinator);
    incident_test_seat(&machine, "coordinator", "BCA");
    assert_int_equal(seen(&coordinator, &list), 1);
    i = incident_loaded(&coordinator, id);
    assert_true(i.seats & SEAT_BIT(SEAT_COORDINATOR));
    // Shared with a member: it sees, proposes, does not decide.
    const incident_convening k = { id, SEAT_MEMBER, S("BYT"), S("có hệ thống tương tự") };
    assert_int_equal(incidents_convene(&coordinator, &k, &why), ST_OK);
    assert_int_equal(seen(&other, &list), 1);
    i = incident_loaded(&other, id);
    assert_int_equal(i.seats, SEAT_BIT(SEAT_MEMBER));
    incident_classing decide = {
        .id = id, .stage = CLASS_DECIDED, .class = CLASS_ORDINARY, .reason = S("x")
    };
    assert_int_equal(incidents_classify(&other, &decide, &why), ST_FORBIDDEN);
    decide.stage = CLASS_PROPOSED;
    assert_int_equal(incidents_classify(&other, &decide, &why), ST_OK);
    // The same person without the right of a role sees it not at all in the write sense.
    other.who.rights &= ~(uint64_t)RIGHT_INCIDENTS_WRITE;
    assert_int_equal(incidents_log(&other, id, S("x"), &why), ST_FORBIDDEN);
    // Dismissed: it is not there any more.
    incident_party *parties;
    size_t          n;
    assert_int_equal(incidents_parties(&coordinator, &i, &parties, &n), ST_OK);
    assert_int_equal(n, 1);
    assert_int_equal(incidents_dismiss(&coordinator, id, parties[0].id, S("x"), &why), ST_OK);
    assert_int_equal(incident_load(&other, id, &i), ST_MISSING);
    call_end(&other);
    call_end(&coordinator);
}

static void a_seat_counts_on_its_days_only(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), late = incident_officer(*state, &a, "BCA"),
         machine                  = test_call(*state, &a);
    problem                   why = { 0 };
    int64_t                   seat_id;
    incident_page             list;
    const incident_seat_draft d = { S("coordinator"), S("BCA"), S("Quyết định Mẫu"),
                                    S("2025-03-01"), S("2025-12-31") };
    (void)incident_told(&owner, "", "2026-11-24T08:00:00+07:00");
    assert_int_equal(incident_seats_add(&machine, &d, &seat_id, &why), ST_OK);
    assert_int_equal(seen(&late, &list), 0);
    const incident_seat_draft none = { S("operator"), S("BCA"), S("x"), S(""), S("") };
    assert_int_equal(incident_seats_add(&machine, &none, &seat_id, &why), ST_INVALID);
    assert_int_equal(incident_seats_add(&owner, &d, &seat_id, &why), ST_FORBIDDEN);
    call_end(&machine);
    call_end(&owner);
}

static void a_moved_anchor_is_an_event_with_its_reason(void **state)
{
    arena             a   = incident_test_arena();
    call              c   = incident_officer(*state, &a, "BTC");
    int64_t           id  = incident_told(&c, "", "2026-11-24T08:00:00+07:00");
    incident_problems bad = { .count = 0 };
    incident_event   *events;
    size_t            n;
    incident_set(&c, id, "detected", "2026-11-24T07:00:00+07:00", "", &bad);
    assert_int_equal(bad.count, 1);
    assert_true(str_equal(bad.items[0].rule, S("incident-anchor-reason")));
    incident_set(&c, id, "occurred", "2026-11-24T06:00:00+07:00", "",
                 &bad); // not known before: no reason is wanted
    incident_set(&c, id, "detected", "2026-11-24T07:00:00+07:00", "nhật ký tường lửa", &bad);
    incident i = incident_loaded(&c, id);
    assert_int_equal(incidents_events(&c, &i, 0, &events, &n), ST_OK);
    assert_true(str_equal(events[0].kind, S("anchor")));
    assert_true(str_equal(events[0].field, S("detected")));
    assert_true(str_equal(events[0].before, S("2026-11-24T01:00:00.000Z")) ||
                events[0].before.len > 0);
    assert_false(str_equal(events[0].before, events[0].after));
    assert_true(str_equal(events[0].words, S("nhật ký tường lửa")));
    assert_true(events[0].person.len > 0);
    call_end(&c);
}

static const incident_clock_state *clock_of(call *c, int64_t id, const char *rule,
                                            incident_clocks_state *all)
{
    incident i;
    assert_int_equal(incident_load(c, id, &i), ST_OK);
    assert_int_equal(incident_clocks_look(c, &i, all), ST_OK);
    call_end(c);
    for (size_t n = 0; n < all->count; n++) {
        if (str_equal(all->items[n].k.rule->id, str_from(rule))) return &all->items[n];
    }
    return NULL;
}

static void clocks_run_in_real_hours_and_stop_when_met(void **state)
{
    arena                       a   = incident_test_arena();
    call                        c   = incident_officer(*state, &a, "BTC");
    incident_problems           bad = { .count = 0 };
    incident_clocks_state      *all = NEW(&a, incident_clocks_state, 1);
    timer_view                 *timers;
    size_t                      n;
    problem                     why = { 0 };
    int64_t                     paper, start;
    const incident_clock_state *k;
    int64_t id = incident_told(&c, "", "2026-11-20T22:00:00+07:00"); // a Friday night
    incident_set(&c, id, "bank", "yes", "", &bad);
    k = clock_of(&c, id, "NH-1", all);
    assert_non_null(k);
    assert_true(k->runs);
    assert_int_equal(time_parse(S("2026-11-20T22:00:00+07:00"), &start), ST_OK);
    assert_int_equal(k->k.due_ms, start + 24LL * HOUR_MS); // Saturday night: not moved
    assert_int_equal(timers_of(&c, S("incident"), id, &timers, &n), ST_OK);
    bool there = false;
    for (size_t i = 0; i < n; i++)
        there |= str_equal(timers[i].slot, S("NH-1")) && timers[i].state != TIMER_STOPPED;
    assert_true(there);
    call_end(&c);
    // It is late by now: a reason is wanted.
    incident_sending s = { .id = id, .document = k->k.rule->document, .recipients = S("NHNN") };
    assert_int_equal(incidents_sent(&c, &s, &paper, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("clock-late")));
    s.late_reason = S("mất điện");
    assert_int_equal(incidents_sent(&c, &s, &paper, &why), ST_OK);
    k = clock_of(&c, id, "NH-1", all);
    assert_int_equal(k->stands, STANDING_DONE_LATE);
    assert_int_equal(timers_of(&c, S("incident"), id, &timers, &n), ST_OK);
    for (size_t i = 0; i < n; i++) {
        if (str_equal(timers[i].slot, S("NH-1")))
            assert_int_not_equal(timers[i].state, TIMER_RUNNING);
    }
    call_end(&c);
}

static void marks_of_a_clock_are_told_at_75_and_90_and_when_due(void **state)
{
    static const timer_table *const tables[] = { &incidents_timers, &tasks_timers };
    const timers_host               host     = { tables, COUNT(tables) };
    static const struct {
        int64_t     minutes;
        const char *mark;
    } steps[]           = { { 18 * 60 + 1, "75" },
                            { 21 * 60 + 37, "90" },
                            { 24 * 60 + 1, "due" },
                            { 25 * 60 + 1, "raised" } };
    arena             a = incident_test_arena();
    call              c = incident_officer(*state, &a, "BTC"), machine = test_call(*state, &a);
    incident_problems bad = { .count = 0 };
    problem           why = { 0 };
    int64_t           start;
    size_t            fired;
    int64_t           id = incident_told(&c, "", "2026-11-24T09:00:00+07:00");
    incident_set(&c, id, "bank", "yes", "", &bad);
    assert_int_equal(time_parse(S("2026-11-24T09:00:00+07:00"), &start), ST_OK);
    for (size_t i = 0; i < COUNT(steps); i++) {
        incident_event *events;
        size_t          n;
        bool            there = false;
        machine.now_ms        = start + steps[i].minutes * 60 * 1000;
        do assert_int_equal(timers_fire(&machine, &host, 50, &fired, &why), ST_OK);
        while (fired);
        incident one = incident_loaded(&c, id);
        assert_int_equal(incidents_events(&c, &one, 0, &events, &n), ST_OK);
        for (size_t k = 0; k < n; k++)
            there |= str_equal(events[k].kind, S("clock")) &&
                     str_equal(events[k].field, S("NH-1")) &&
                     str_equal(events[k].after, str_from(steps[i].mark));
        if (!there) fail_msg("no line for %s", steps[i].mark);
        call_end(&c);
    }
    call_end(&machine);
}

static void the_emergency_track_closes_with_form_04_and_by_one_of_two(void **state)
{
    arena a     = incident_test_arena();
    call  owner = incident_officer(*state, &a, "BTC"), one = incident_officer(*state, &a, "BCA"),
         machine          = test_call(*state, &a);
    incident_problems bad = { .count = 0 };
    problem           why = { 0 };
    int64_t           paper;
    incident_test_seat(&machine, "coordinator", "BCA");
    int64_t id = incident_told(&owner, "", "2026-11-24T08:00:00+07:00");
    incident_set(&owner, id, "over_capacity", "2026-11-24T08:30:00+07:00", "", &bad);
    incident_moves(&owner, id, INCIDENT_RECEIVED);
    static const incident_state way[] = { INCIDENT_VERIFIED,   INCIDENT_FIRST_RESPONSE,
                                          INCIDENT_RESPONDING, INCIDENT_RECOVERING,
                                          INCIDENT_CHECKING,   INCIDENT_AWAITING_FINAL,
                                          INCIDENT_REVIEWING };
    for (size_t i = 0; i < COUNT(way); i++) incident_moves(&owner, id, way[i]);
    assert_int_equal(incident_moved(&owner, id, INCIDENT_CLOSED, "", &why),
                     ST_FORBIDDEN); // it may only ask
    assert_int_equal(incident_moved(&one, id, INCIDENT_CLOSED, "", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("incident-no-final")));
    const incident_sending s = {
        .id = id, .document = S("MAU_04"), .recipients = S("CQĐP"), .late_reason = S("")
    };
    assert_int_equal(incidents_sent(&owner, &s, &paper, &why), ST_OK);
    assert_int_equal(incident_moved(&one, id, INCIDENT_CLOSED, "", &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("incident-not-handled")));
    incident_set(&owner, id, "handled", "2026-11-24T08:50:00+07:00", "", &bad);
    // Two coordinators have the same page before them.
    incident            i     = incident_loaded(&one, id);
    const incident_move close = { id, i.version, INCIDENT_CLOSED, S("") };
    assert_int_equal(incidents_move(&one, &close, &why), ST_OK);
    call second          = incident_officer(*state, &a, "BCA");
    second.who.person_id = 8;
    assert_int_equal(incidents_move(&second, &close, &why), ST_CONFLICT);
    call_end(&second);
    i = incident_loaded(&one, id);
    assert_int_equal(i.state, INCIDENT_CLOSED);
    assert_int_equal(i.due_ms, 0); // no clock runs of what is over
}

static void two_of_one_thing_become_one(void **state)
{
    arena   a     = incident_test_arena();
    call    owner = incident_officer(*state, &a, "BTC");
    problem why   = { 0 };
    int64_t first = incident_told(&owner, "", "2026-11-24T08:00:00+07:00"),
            again = incident_told(&owner, "", "2026-11-24T08:10:00+07:00");
    assert_int_equal(incidents_merge(&owner, again, 0, again, S("x"), &why), ST_INVALID);
    assert_int_equal(incidents_merge(&owner, again, 0, first, S(""), &why), ST_INVALID);
    assert_int_equal(incidents_merge(&owner, again, 0, first, S("cùng địa chỉ IP"), &why), ST_OK);
    incident i = incident_loaded(&owner, again);
    assert_int_equal(i.state, INCIDENT_DUPLICATE);
    assert_int_equal(i.into_id, first);
    assert_int_equal(incidents_merge(&owner, again, 0, first, S("lần nữa"), &why), ST_INVALID);
    call_end(&owner);
}

static void a_list_is_turned_page_by_page(void **state)
{
    arena           a = incident_test_arena();
    call            c = incident_officer(*state, &a, "BTC");
    incident_page   list;
    incident_filter f      = { .q = S("cong dich vu") };
    problem         why    = { 0 };
    str             cursor = S("");
    int64_t         last   = INT64_MAX;
    size_t          total  = 0;
    for (int i = 0; i < 7; i++) (void)incident_told(&c, "", "2026-11-24T08:00:00+07:00");
    do {
        assert_int_equal(incidents_list(&c, &f, cursor, 3, &list, &why), ST_OK);
        for (size_t i = 0; i < list.count; i++, total++) {
            assert_true(list.items[i].id < last);
            last = list.items[i].id;
        }
        cursor = list.next;
    } while (cursor.len);
    assert_int_equal(total, 7);
    f.state = INCIDENT_CLOSED;
    assert_int_equal(incidents_list(&c, &f, S(""), 0, &list, &why), ST_OK);
    assert_int_equal(list.count, 0);
    assert_int_equal(incidents_list(&c, &f, S("x"), 0, &list, &why), ST_INVALID);
    call_end(&c);
}

typedef struct handing {
    call       *c;
    const body *from, *to;
    int64_t     n;
} handing;

static status hand(db *d, void *ctx)
{
    handing *h = ctx;
    return incidents_heir.move(h->c, d, h->from, h->to, &h->n);
}

static void a_body_that_ends_hands_its_incidents_on(void **state)
{
    arena a = incident_test_arena();
    call  c = incident_officer(*state, &a, "BTC"), heir = incident_officer(*state, &a, "BYT"),
         machine = test_call(*state, &a);
    incident_page list;
    int64_t       id = incident_told(&c, "", "2026-11-24T08:00:00+07:00");
    body          from, to;
    handing       h = { &machine, &from, &to, 0 };
    assert_int_equal(body_by_code(&machine, S("BTC"), &from), ST_OK);
    assert_int_equal(body_by_code(&machine, S("BYT"), &to), ST_OK);
    call_end(&machine);
    assert_int_equal(call_act(&machine, hand, &h), ST_OK);
    assert_int_equal(h.n, 1);
    assert_int_equal(seen(&heir, &list), 1);
    incident i = incident_loaded(&heir, id);
    assert_true(str_equal(i.owner_code, S("BYT")));
}

static status notified(call *c, const char *address)
{
    notice_text       typed = { 0 };
    notice_receipt    got;
    incident_problems bad = { .count = 0 };
    for (size_t i = 0; i < NOTICE_FIELDS; i++)
        typed.at[i] = str_from(incident_notice_required(i) ? "Mẫu" : "");
    for (size_t i = 0; i < NOTICE_FIELDS; i++)
        if (strcmp(incident_notice_keys[i], "domains") == 0) typed.at[i] = S("mau.example");
    c->address = str_from(address);
    status st  = incident_notices_add(c, &typed, true, &got, &bad);
    if (st == ST_LIMIT) {
        int64_t seconds;
        assert_true(str_int(bad.items[0].detail, &seconds) && seconds > 0 && seconds <= 3600);
    } else if (st != ST_OK) {
        fail_msg(STR_FMT " " STR_FMT, STR_ARG(bad.items[0].field), STR_ARG(bad.items[0].rule));
    }
    call_end(c);
    return st;
}

static void notices_are_limited_by_address_and_an_ipv6_net_is_one(void **state)
{
    arena a = incident_test_arena();
    call  c = test_call(*state, &a);
    incident_test_seat(&c, "coordinator", "BCA");
    for (int n = 0; n < NOTICES_OF_ADDRESS_MAX; n++)
        assert_int_equal(notified(&c, n % 2 ? "2001:db8::1" : "2001:db8::2:0:0:3"), ST_OK);
    assert_int_equal(notified(&c, "2001:db8::9"), ST_LIMIT);
    assert_int_equal(notified(&c, "2001:db8:0:1::9"), ST_OK);
    assert_int_equal(notified(&c, "192.0.2.7"), ST_OK);
    c.now_ms += HOUR_MS;
    assert_int_equal(notified(&c, "2001:db8::9"), ST_OK);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,     &timers_sql,
                                                 &organisations_sql, &accounts_sql, &tasks_sql,
                                                 &systems_sql,       &incidents_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_is_prepared),
        cmocka_unit_test(the_register_fills_in_system_owner_and_contact),
        cmocka_unit_test(who_has_no_part_sees_nothing_and_may_nothing),
        cmocka_unit_test(a_seat_counts_on_its_days_only),
        cmocka_unit_test(a_moved_anchor_is_an_event_with_its_reason),
        cmocka_unit_test(clocks_run_in_real_hours_and_stop_when_met),
        cmocka_unit_test(marks_of_a_clock_are_told_at_75_and_90_and_when_due),
        cmocka_unit_test(the_emergency_track_closes_with_form_04_and_by_one_of_two),
        cmocka_unit_test(two_of_one_thing_become_one),
        cmocka_unit_test(a_list_is_turned_page_by_page),
        cmocka_unit_test(a_body_that_ends_hands_its_incidents_on),
        cmocka_unit_test(notices_are_limited_by_address_and_an_ipv6_net_is_one),
    };
    return test_store_run(tests, COUNT(tests));
}
