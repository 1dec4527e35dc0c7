// bulk_test.c - many systems changed at once and taken back, what runs on what, the history of fields and
// lists said to be complete, on both engines.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kit/jobs/jobs.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/bulk_ops.h"
#include "modules/systems/system_ops.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/systems/vouch_ops.h"

static arena fresh(void)
{
    return test_arena(64 * 1024 * 1024);
}

static void assert_str(str got, const char *want)
{
    if (!str_equal(got, str_from(want)))
        fail_msg("got '" STR_FMT "', want '%s'", STR_ARG(got), want);
}

// Places in bulk_fields; the first test holds them to it.
enum {
    OPERATOR,
    STATE,
    CONTACT_NAME,
    CONTACT_TITLE,
    CONTACT_PHONE,
    CONTACT_EMAIL,
    ADDRESS,
    HOSTS,
    APPROVAL
};

static void add_many(call *c, const char *owner, int count)
{
    for (int i = 0; i < count; i++) {
        char *mark = c->a->next;
        char  name[32];
        snprintf(name, sizeof(name), "Hệ thống %03d", i);
        test_system(c, owner, name, "");
        c->a->next = mark;
    }
}

static int64_t draw(call *c, const bulk_draft *draft, const int64_t *ids, size_t count)
{
    static const system_filter all = { 0 };
    system_problems            p;
    int64_t                    id;
    bulk_choice                which = { .ids = ids, .count = count, .f = &all, .words = S("") };
    status                     st    = bulk_draw(c, draft, &which, &id, &p);
    if (st != ST_OK) fail_msg("%d " STR_FMT, st, STR_ARG(p.items[0].rule));
    return id;
}

static bulk_view load(call *c, int64_t id)
{
    bulk_view v;
    call_end(c);
    assert_int_equal(bulk_load(c, id, &v), ST_OK);
    return v;
}

static system_record system_at(call *c, int64_t id)
{
    system_record s;
    call_end(c);
    assert_int_equal(systems_get_id(c, id, &s), ST_OK);
    return s;
}

static void a_draft_is_checked_before_anything_is_chosen(void **state)
{
    arena           a = fresh();
    call            c = test_call_of(*state, &a, "BTC");
    system_problems p;
    bulk_changes    changes;
    bulk_draft      d = { 0 };
    assert_int_equal(bulk_check(&d, &a, &changes, &p), ST_INVALID);
    assert_str(p.items[0].rule, "bulk-nothing");
    d.typed[CONTACT_EMAIL] = S("không phải thư");
    d.typed[STATE]         = S("nghi");
    d.typed[ADDRESS]       = S("Hà Nội");
    d.empty[ADDRESS]       = true;
    d.typed[APPROVAL]      = S("31/02/2026");
    assert_int_equal(bulk_check(&d, &a, &changes, &p), ST_INVALID);
    assert_int_equal(p.count, 4);
    d = (bulk_draft){ .empty[STATE] = true };
    assert_int_equal(bulk_check(&d, &a, &changes, &p), ST_INVALID);
    assert_str(p.items[0].rule, "bulk-state-empty");
    assert_string_equal(bulk_fields[CONTACT_PHONE], "contact_phone");
    assert_string_equal(bulk_fields[APPROVAL], "approval_expected");
    for (size_t i = 0; i < BULK_FIELDS; i++) { // never what a level or a decision says
        assert_non_null(system_field_find(str_from(bulk_fields[i])));
        assert_true(str_find(str_from(bulk_fields[i]), S("level")) < 0);
        assert_true(str_find(str_from(bulk_fields[i]), S("decision")) < 0);
    }
    d = (bulk_draft){ .typed[CONTACT_PHONE] = S("024 \"1\""), .empty[ADDRESS] = true };
    assert_int_equal(bulk_check(&d, &a, &changes, &p), ST_OK);
    bulk_changes again;
    problem      why = { 0 };
    assert_int_equal(bulk_read(bulk_json(&a, &changes), &a, &again, &why), ST_OK);
    for (size_t i = 0; i < BULK_FIELDS; i++) {
        assert_int_equal(again.set[i], changes.set[i]);
        if (again.set[i]) assert_true(str_equal(again.value[i], changes.value[i]));
    }
    assert_int_equal(bulk_read(S("[1]"), &a, &again, &why), ST_INVALID);
    call_end(&c);
}

static void what_was_looked_at_is_done_and_taken_back(void **state)
{
    arena   a   = fresh();
    call    c   = test_call_of(*state, &a, "BTC");
    problem why = { 0 };
    add_many(&c, "BTC", 5);
    bulk_draft d = { .typed[OPERATOR] = S("Bộ Y tế"), .typed[CONTACT_NAME] = S("  Trần  Văn A ") };
    int64_t   id = draw(&c, &d, NULL, 0);
    bulk_view v  = load(&c, id);
    assert_int_equal(v.state, BULK_DRAFT);
    assert_int_equal(v.waiting, 5);
    assert_str(v.changes.value[OPERATOR], "BYT"); // a body of the register
    bulk_row *rows;
    size_t    count;
    assert_int_equal(bulk_rows_in(&c, id, BULK_WAITING, &rows, &count), ST_OK);
    int64_t first = rows[0].id, second = rows[1].id;

    // Meanwhile somebody changes one of them.
    system_record   s = system_at(&c, second);
    system_problems p;
    system_data     data = s.data;
    data.note            = S("sửa tay");
    assert_int_equal(systems_change(&c, second, s.version, &data, &p), ST_OK);

    assert_int_equal(bulk_undo(&c, id, &why), ST_CONFLICT);
    assert_str(why.rule, "bulk-not-done");
    assert_int_equal(bulk_do(&c, id, &why), ST_OK);
    v = load(&c, id);
    assert_int_equal(v.state, BULK_DONE);
    assert_int_equal(v.changed, 4);
    assert_int_equal(v.refused, 1);
    assert_int_equal(bulk_rows_in(&c, id, BULK_REFUSED, &rows, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].id, second);
    assert_str(rows[0].rule, "bulk-version");
    s = system_at(&c, first);
    assert_str(s.operator_name, "Bộ Y tế");
    assert_str(s.data.contact_name, "Trần Văn A");
    assert_int_equal(s.version, 2);
    assert_int_equal(bulk_do(&c, id, &why), ST_CONFLICT);
    assert_str(why.rule, "bulk-done");

    // Every field has its line, and says by which act.
    history_page h;
    assert_int_equal(systems_history(&c, first, &(history_ask){ 0 }, &h), ST_OK);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.items[0].act, CHANGED_IN_BULK);
    assert_int_equal(h.items[0].bulk_id, id);

    // One more is changed by hand: it stays, the others go back.
    int64_t third = first + 2;
    s             = system_at(&c, third);
    data          = s.data;
    data.note     = S("sửa sau");
    assert_int_equal(systems_change(&c, third, s.version, &data, &p), ST_OK);
    assert_int_equal(bulk_undo(&c, id, &why), ST_OK);
    v = load(&c, id);
    assert_int_equal(v.state, BULK_UNDONE);
    assert_int_equal(v.restored, 3);
    assert_int_equal(v.not_restored, 1);
    s = system_at(&c, first);
    assert_str(s.data.operator_, "");
    assert_str(s.data.contact_name, "");
    assert_str(system_at(&c, third).data.contact_name, "Trần Văn A");
    assert_int_equal(systems_history(&c, first, &(history_ask){ .field = S("operator") }, &h),
                     ST_OK);
    assert_int_equal(h.count, 2);
    assert_int_equal(h.items[0].act, CHANGED_BACK);
    assert_int_equal(bulk_undo(&c, id, &why), ST_CONFLICT);
    call_end(&c);
}

static void what_may_not_be_changed_is_left_alone_and_named(void **state)
{
    arena   a     = fresh();
    call    top   = test_call(*state, &a);
    int64_t mine  = test_system(&top, "BTC", "Của mình", ""),
            other = test_system(&top, "BYT", "Của người", "");
    problem why   = { 0 };
    call_end(&top);
    // BYT is watched over by BTC as its sector lead: seen, not changed.
    supervisor_draft lead = { .body_id = test_body(&top, "BYT"),
                              .by_id   = test_body(&top, "BTC"),
                              .kind    = SUPERVISED_SECTOR_LEAD,
                              .basis   = S("QĐ 632") };
    int64_t          sid;
    status           st = supervisor_add(&top, &lead, &sid, &why);
    if (st != ST_OK) fail_msg("%d " STR_FMT, st, STR_ARG(why.rule));
    call_end(&top);

    call            c     = test_call_of(*state, &a, "BTC");
    bulk_draft      d     = { .typed[CONTACT_PHONE] = S("024 1") };
    const int64_t   ids[] = { other, mine, mine, 999999 };
    int64_t         id    = draw(&c, &d, ids, COUNT(ids));
    bulk_view       v     = load(&c, id);
    bulk_row       *rows;
    size_t          count;
    system_problems p;
    assert_int_equal(v.total, 3); // each once
    assert_int_equal(v.waiting, 1);
    assert_int_equal(v.refused, 2);
    assert_int_equal(bulk_rows_in(&c, id, BULK_REFUSED, &rows, &count), ST_OK);
    assert_int_equal(count, 1); // what is out of sight has no name
    assert_str(rows[0].rule, "bulk-no-right");
    assert_int_equal(bulk_do(&c, id, &why), ST_OK);
    assert_str(system_at(&c, other).data.contact_phone, "");
    assert_str(system_at(&c, mine).data.contact_phone, "024 1");
    // The same holds for one system on its own page.
    system_record s    = system_at(&c, other);
    system_data   data = s.data;
    data.note          = S("x");
    assert_int_equal(systems_change(&c, other, s.version, &data, &p), ST_FORBIDDEN);
    call_end(&c);

    call stranger = test_call_of(*state, &a, "BYT");
    assert_int_equal(bulk_load(&stranger, id, &v), ST_MISSING);
    call_end(&stranger);
}

static void a_large_one_is_done_by_a_job_in_batches(void **state)
{
    arena   a   = fresh();
    call    c   = test_call_of(*state, &a, "BTC");
    problem why = { 0 };
    size_t  ran = 0;
    add_many(&c, "BTC", BULK_AT_ONCE + 5);
    bulk_draft d  = { .typed[STATE] = S("stopped") };
    int64_t    id = draw(&c, &d, NULL, 0);
    assert_int_equal(bulk_do(&c, id, &why), ST_OK);
    bulk_view v = load(&c, id);
    assert_int_equal(v.state, BULK_RUNNING);
    assert_true(v.job_id > 0);
    call_end(&c);
    const job_table *tables[] = { &systems_jobs };
    jobs_host        host     = { .store = *state, .tables = tables, .table_count = 1 };
    assert_int_equal(jobs_run_pending(&host, c.now_ms, &ran), ST_OK);
    assert_int_equal(ran, 1);
    v = load(&c, id);
    assert_int_equal(v.state, BULK_DONE);
    assert_int_equal(v.changed, BULK_AT_ONCE + 5);
    system_page   page;
    system_filter f = { .state = SYSTEM_STOPPED };
    assert_int_equal(systems_list(&c, &f, (str){ 0 }, 0, &page, &why), ST_OK);
    assert_int_equal(page.total, BULK_AT_ONCE + 5); // the counters agree
    c.now_ms += (int64_t)(BULK_UNDO_HOURS + 1) * 3600 * 1000;
    assert_int_equal(bulk_undo(&c, id, &why), ST_CONFLICT);
    assert_str(why.rule, "undo-too-late");
    call_end(&c);
}

// ---- what runs on what --------------------------------------------------------------------------------

static void hosts_are_codes_in_sight_without_a_circle(void **state)
{
    arena   a         = fresh();
    call    c         = test_call_of(*state, &a, "BTC");
    int64_t centre    = test_system(&c, "BTC", "Trung tâm dữ liệu", ""),
            portal    = test_system(&c, "BTC", "Cổng", "");
    system_record   s = system_at(&c, portal);
    system_problems p;
    system_data     data = s.data;
    static const struct {
        const char *typed, *rule;
    } bad[] = { { "HT-999999", "host-unknown" },
                { "không", "hosts-form" },
                { "HT-1,HT-2,HT-3,HT-4,HT-5,HT-6,HT-7,HT-8,HT-9", "hosts-form" } };
    for (size_t i = 0; i < COUNT(bad); i++) {
        data.hosts = str_from(bad[i].typed);
        assert_int_equal(systems_change(&c, portal, s.version, &data, &p), ST_INVALID);
        assert_str(p.items[0].rule, bad[i].rule);
    }
    data.hosts = s.code;
    assert_int_equal(systems_change(&c, portal, s.version, &data, &p), ST_INVALID);
    assert_str(p.items[0].rule, "host-self");
    str code   = system_code(&a, centre);
    data.hosts = arena_printf(&a, "%lld ; " STR_FMT, (long long)centre, STR_ARG(code));
    assert_int_equal(systems_change(&c, portal, s.version, &data, &p), ST_OK);
    assert_true(str_equal(system_at(&c, portal).data.hosts, code)); // once, as a code
    system_links links;
    assert_int_equal(systems_links(&c, centre, &links), ST_OK);
    assert_int_equal(links.hosted_count, 1);
    assert_int_equal(links.hosted[0].id, portal);
    assert_int_equal(systems_links(&c, portal, &links), ST_OK);
    assert_int_equal(links.host_count, 1);
    // The centre cannot in turn run on what runs on it.
    s          = system_at(&c, centre);
    data       = s.data;
    data.hosts = system_code(&a, portal);
    assert_int_equal(systems_change(&c, centre, s.version, &data, &p), ST_INVALID);
    assert_str(p.items[0].rule, "host-circle");
    // Emptied, the link is gone.
    s          = system_at(&c, portal);
    data       = s.data;
    data.hosts = S("");
    assert_int_equal(systems_change(&c, portal, s.version, &data, &p), ST_OK);
    call_end(&c);
    assert_int_equal(systems_links(&c, centre, &links), ST_OK);
    assert_int_equal(links.hosted_count, 0);
    call_end(&c);
}

// ---- history --------------------------------------------------------------------------------------------

static void history_comes_in_pages_of_whole_versions(void **state)
{
    arena           a  = fresh();
    call            c  = test_call_of(*state, &a, "BTC");
    int64_t         id = test_system(&c, "BTC", "Hệ thống", "");
    system_problems p;
    for (int i = 0; i < 7; i++) {
        system_record s    = system_at(&c, id);
        system_data   data = s.data;
        data.note          = arena_printf(&a, "ghi chú %d", i);
        data.address       = arena_printf(&a, "nơi %d", i);
        assert_int_equal(systems_change(&c, id, s.version, &data, &p), ST_OK);
    }
    history_ask  ask  = { .most = 5 };
    size_t       seen = 0;
    int64_t      last = INT64_MAX;
    history_page page;
    do {
        assert_int_equal(systems_history(&c, id, &ask, &page), ST_OK);
        assert_int_equal(page.count % 2, 0);
        for (size_t i = 0; i < page.count; i++, seen++) {
            assert_true(page.items[i].version <= last);
            last = page.items[i].version;
        }
        ask.below = page.next;
    } while (page.next);
    assert_int_equal(seen, 14);
    ask = (history_ask){ .field = S("note") };
    assert_int_equal(systems_history(&c, id, &ask, &page), ST_OK);
    assert_int_equal(page.count, 7);
    assert_str(page.items[0].after, "ghi chú 6");
    assert_str(page.items[0].before, "ghi chú 5");
    str   *fields;
    size_t count;
    assert_int_equal(systems_history_fields(&c, id, &fields, &count), ST_OK);
    assert_int_equal(count, 2);
    call_end(&c);
}

// ---- complete lists -------------------------------------------------------------------------------------

static void the_term_ends_on_the_last_day_of_a_short_month(void **state)
{
    (void)state;
    arena a = fresh();
    assert_str(vouch_fresh_until(&a, S("2026-08-31"), 6), "2027-02-28");
    assert_str(vouch_fresh_until(&a, S("2027-08-31"), 6), "2028-02-29");
    assert_str(vouch_fresh_until(&a, S("2026-11-24"), 1), "2026-12-24");
    assert_str(vouch_fresh_until(&a, S("2026-11-24"), 14), "2028-01-24");
    assert_null(vouch_fresh_until(&a, S("hôm nay"), 6).ptr);
}

static void a_list_is_said_to_be_complete_grows_stale_and_is_seen_from_above(void **state)
{
    arena   a   = fresh();
    call    c   = test_call_of(*state, &a, "BTC");
    problem why = { 0 };
    vouch   v;
    test_system(&c, "BTC", "Một", "");
    assert_int_equal(vouch_latest_of(&c, &v), ST_OK);
    assert_int_equal(v.id, 0);
    assert_int_equal(vouch_add(&c, S(""), S(""), &why), ST_FORBIDDEN);
    c.who.rights |= RIGHT_SYSTEMS_LEAD;
    assert_int_equal(vouch_add(&c, S("25/11/2026"), S(""), &why), ST_INVALID);
    assert_str(why.rule, "day-ahead");
    assert_int_equal(vouch_add(&c, S("hôm qua"), S(""), &why), ST_INVALID);
    assert_int_equal(vouch_add(&c, S("20/11/2026"), S("đã soát với phòng ban"), &why), ST_OK);
    assert_int_equal(vouch_latest_of(&c, &v), ST_OK);
    assert_str(v.on_day, "2026-11-20");
    assert_int_equal(v.systems, 1);
    assert_int_equal(v.changed, 0);
    assert_false(v.stale);
    call_end(&c);
    c.now_ms += 1000;
    test_system(&c, "BTC", "Hai", ""); // counted as a change after it
    call_end(&c);
    assert_int_equal(vouch_latest_of(&c, &v), ST_OK);
    assert_int_equal(v.changed, 1);

    call        top = test_call(*state, &a);
    vouch_body *all;
    size_t      count;
    test_system(&top, "BYT", "Ba", "");
    call_end(&top);
    assert_int_equal(vouch_overview_of(&top, &all, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_str(all[0].code, "BYT"); // nobody has said anything: first
    assert_int_equal(all[0].last.id, 0);
    assert_str(all[1].code, "BTC");
    assert_false(all[1].last.stale);
    top.now_ms += INT64_C(190) * 24 * 3600 * 1000;
    assert_int_equal(vouch_overview_of(&top, &all, &count), ST_OK);
    assert_true(all[1].last.stale);
    call_end(&top);
    assert_int_equal(vouch_term_set(&top, 0, &why), ST_INVALID);
    assert_int_equal(vouch_term_set(&top, 12, &why), ST_OK);
    assert_int_equal(vouch_overview_of(&top, &all, &count), ST_OK);
    assert_false(all[1].last.stale);
    call_end(&top);
}

int main(void)
{
    test_systems_register();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_draft_is_checked_before_anything_is_chosen),
        cmocka_unit_test(what_was_looked_at_is_done_and_taken_back),
        cmocka_unit_test(what_may_not_be_changed_is_left_alone_and_named),
        cmocka_unit_test(a_large_one_is_done_by_a_job_in_batches),
        cmocka_unit_test(hosts_are_codes_in_sight_without_a_circle),
        cmocka_unit_test(history_comes_in_pages_of_whole_versions),
        cmocka_unit_test(the_term_ends_on_the_last_day_of_a_short_month),
        cmocka_unit_test(a_list_is_said_to_be_complete_grows_stale_and_is_seen_from_above),
    };
    return test_store_run(tests, COUNT(tests));
}
