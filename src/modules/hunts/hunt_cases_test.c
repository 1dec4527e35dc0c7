// hunt_cases_test.c - a hunt linked to cases of investigation, on both engines: who may, once, who is told of it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "modules/accounts/accounts.h"
#include "modules/evidence/evidence.h"
#include "modules/hunts/hunts.h"
#include "modules/incidents/incidents.h"
#include "modules/letters/letters.h"
#include "modules/network/network.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/tasks/tasks.h"

extern const sql_module organisations_sql, accounts_sql;

static call somebody(store *s, arena *a, const char *code, account_role role)
{
    call c = test_call_of(s, a, code);
    c.who.rights |= RIGHT_INCIDENTS_READ | RIGHT_INCIDENTS_WRITE | RIGHT_CASES_READ |
                    RIGHT_CASES_WRITE | RIGHT_CASES_LEAD;
    c.who.body_name = str_from(code);
    c.who.roles     = ROLE_BIT(role);
    return c;
}

typedef struct stage { // a hunt of BTC over one of its systems
    str     system, code;
    int64_t hunt;
} stage;

static stage set_stage(store *s, arena *a)
{
    system_problems problems;
    system_record  *made = NEW(a, system_record, 1);
    int64_t         id;
    problem         why   = { 0 };
    hunt            h     = { 0 };
    call            c     = somebody(s, a, "BTC", ROLE_ANALYST);
    system_data     draft = {
            .name = S("Cổng"), .owner = S("BTC"), .sheet_level = S("3"), .facts = S("{}")
    };
    assert_int_equal(systems_add(&c, &draft, &id, &problems), ST_OK);
    assert_int_equal(systems_get_id(&c, id, made), ST_OK);
    stage            g = { .system = made->code };
    const hunt_draft d = { .systems  = g.system,
                           .title    = S("Săn lùng"),
                           .reach    = S("Máy chủ"),
                           .began_on = S("2026-11-02") };
    assert_int_equal(hunts_open(&c, &d, &g.hunt, &why), ST_OK);
    assert_int_equal(hunt_load(&c, g.hunt, &h), ST_OK);
    g.code = h.code;
    call_end(&c);
    return g;
}

static str put_case(store *s, arena *a, const char *holder)
{
    call             c = somebody(s, a, holder, ROLE_ANALYST);
    forensic_case    k;
    int64_t          id;
    problem          why = { 0 };
    const case_draft d = { .title = S("Máy trạm"), .ground = S("Kế hoạch 1"), .open = true };
    assert_int_equal(cases_add(&c, &d, &id, &why), ST_OK);
    assert_int_equal(case_load(&c, id, &k), ST_OK);
    call_end(&c);
    return k.code;
}

static status links(call *c, const stage *g, str code, problem *why)
{
    *why      = (problem){ 0 };
    status st = hunts_case_link(c, g->hunt, code, why);
    call_end(c);
    return st;
}

static hunt_card *card(call *c, int64_t id)
{
    hunt_card *k = NEW(c->a, hunt_card, 1);
    assert_non_null(k);
    assert_int_equal(hunt_card_load(c, id, k), ST_OK);
    call_end(c);
    return k;
}

static int64_t log_rows(call *c, str code)
{
    forensic_case k;
    assert_int_equal(case_of_ref(c, code, &k), ST_OK);
    call_end(c);
    return k.last_no;
}

static void twice_is_once(void **state)
{
    arena      a    = test_arena(32 * 1024 * 1024);
    stage      g    = set_stage(*state, &a);
    str        code = put_case(*state, &a, "BTC");
    call       c    = somebody(*state, &a, "BTC", ROLE_ANALYST);
    problem    why;
    int64_t    rows = log_rows(&c, code);
    hunt_card *k    = card(&c, g.hunt);
    size_t     told = k->event_count;
    int64_t    was  = k->h.version;
    assert_int_equal(k->case_count, 0);
    assert_int_equal(links(&c, &g, code, &why), ST_OK);
    assert_int_equal(links(&c, &g, code, &why), ST_OK);
    k = card(&c, g.hunt);
    assert_int_equal(k->case_count, 1);
    assert_true(str_equal(k->cases[0].k.code, code));
    assert_int_equal(k->cases[0].findings, 0);
    assert_int_equal(k->event_count, told + 1);
    assert_true(str_equal(k->events[0].act, S("case")));
    assert_true(str_equal(k->events[0].words, code));
    assert_int_equal(k->h.version, was + 1);
    assert_int_equal(log_rows(&c, code), rows + 1);
}

static void each_role_in_each_body_links_what_it_may(void **state)
{
    static const struct {
        const char  *of;
        account_role role;
        status       st;
    } all[] = {
        { "BTC", ROLE_ANALYST, ST_OK },          { "BTC", ROLE_SPECIALIST, ST_OK },
        { "BTC", ROLE_OPERATOR, ST_FORBIDDEN },  { "BTC", ROLE_HEAD, ST_FORBIDDEN },
        { "VN-CP", ROLE_ANALYST, ST_FORBIDDEN }, // sees the hunt, it is not its own
        { "BYT", ROLE_ANALYST, ST_MISSING },     { "BYT", ROLE_HEAD, ST_MISSING },
    };
    arena   a = test_arena(32 * 1024 * 1024);
    stage   g = set_stage(*state, &a);
    problem why;
    for (size_t i = 0; i < COUNT(all); i++) {
        str  code = put_case(*state, &a, "BTC");
        call c    = somebody(*state, &a, all[i].of, all[i].role);
        assert_int_equal(links(&c, &g, code, &why), all[i].st);
    }
    // Who may read cases and not write in them.
    call reader = somebody(*state, &a, "BTC", ROLE_ANALYST);
    reader.who.rights &= ~(uint64_t)(RIGHT_CASES_WRITE | RIGHT_CASES_LEAD);
    assert_int_equal(links(&reader, &g, put_case(*state, &a, "BTC"), &why), ST_FORBIDDEN);
    assert_int_equal(card(&reader, g.hunt)->case_count, 2);
}

static void a_case_out_of_sight_or_closed_is_not_linked(void **state)
{
    arena         a = test_arena(32 * 1024 * 1024);
    stage         g = set_stage(*state, &a);
    call          c = somebody(*state, &a, "BTC", ROLE_ANALYST);
    problem       why;
    forensic_case k;
    str           mine = put_case(*state, &a, "BTC"), far = put_case(*state, &a, "BYT");
    assert_int_equal(links(&c, &g, far, &why), ST_MISSING);
    assert_true(str_equal(why.field, S("case")) && str_equal(why.rule, S("case-unknown")));
    assert_int_equal(links(&c, &g, S("VV-2026-999999"), &why), ST_MISSING);
    assert_int_equal(links(&c, &g, S(" "), &why), ST_INVALID);
    assert_int_equal(case_of_ref(&c, mine, &k), ST_OK);
    assert_int_equal(case_close(&c, k.id, true, S("Xong"), &why), ST_OK);
    call_end(&c);
    assert_int_equal(links(&c, &g, mine, &why), ST_FORBIDDEN);
    assert_int_equal(card(&c, g.hunt)->case_count, 0);
}

static void a_hunt_that_is_over_takes_no_case(void **state)
{
    arena           a    = test_arena(32 * 1024 * 1024);
    stage           g    = set_stage(*state, &a);
    str             code = put_case(*state, &a, "BTC");
    call            boss = somebody(*state, &a, "BTC", ROLE_SPECIALIST);
    problem         why  = { 0 };
    int64_t         rows = log_rows(&boss, code);
    const hunt_step over = { g.hunt, 0, HUNT_ACT_CLOSE, S("2026-11-20"), S("Không có gì") };
    assert_int_equal(hunts_step(&boss, &over, &why), ST_OK);
    call_end(&boss);
    assert_int_equal(links(&boss, &g, code, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("hunt-step")));
    assert_int_equal(card(&boss, g.hunt)->case_count, 0);
    assert_int_equal(log_rows(&boss, code), rows);
}

static bool tells_of(const hunt_card *k, str code)
{
    for (size_t i = 0; i < k->event_count; i++) {
        if (str_equal(k->events[i].act, S("case")) || str_find(k->events[i].words, code) >= 0)
            return true;
    }
    return k->case_count > 0;
}

static void who_takes_no_part_in_the_case_is_told_nothing(void **state)
{
    arena         a    = test_arena(32 * 1024 * 1024);
    stage         g    = set_stage(*state, &a);
    str           code = put_case(*state, &a, "BTC");
    call          c    = somebody(*state, &a, "BTC", ROLE_ANALYST);
    call          top  = somebody(*state, &a, "VN-CP", ROLE_ANALYST);
    problem       why;
    forensic_case k;
    int64_t      *ids;
    size_t        n;
    assert_int_equal(links(&c, &g, code, &why), ST_OK);
    assert_true(card(&top, g.hunt)->h.whole); // sees all of the hunt
    assert_false(tells_of(card(&top, g.hunt), code));
    assert_true(tells_of(card(&c, g.hunt), code));
    assert_int_equal(case_of_ref(&c, code, &k), ST_OK);
    const case_letting in = { k.id, CASE_READER, S("VN-CP"), S("Yêu cầu 2") };
    assert_int_equal(case_let_in(&c, &in, &why), ST_OK);
    call_end(&c);
    assert_true(tells_of(card(&top, g.hunt), code));
    assert_int_equal(case_hunts(&top, &k, &ids, &n), ST_OK);
    call_end(&top);
    assert_int_equal(n, 1);
    assert_int_equal(ids[0], g.hunt);
    top.who.rights &= ~(uint64_t)RIGHT_CASES_READ;
    assert_false(tells_of(card(&top, g.hunt), code));
}

static void what_breaks_or_runs_again_leaves_both_or_none(void **state)
{
    arena   a    = test_arena(64 * 1024 * 1024);
    stage   g    = set_stage(*state, &a);
    str     code = put_case(*state, &a, "BTC");
    call    c    = somebody(*state, &a, "BTC", ROLE_ANALYST);
    problem why;
    int64_t rows   = log_rows(&c, code);
    bool    broken = false;
    for (int n = 1;; n++) {
        arena mark = a;
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st  = links(&c, &g, code, &why);
        bool   met = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        assert_int_equal(tells_of(card(&c, g.hunt), code), st == ST_OK);
        assert_int_equal(log_rows(&c, code), rows + (st == ST_OK));
        if (st == ST_OK) break;
        assert_true(met && n < 200);
        broken = true;
        a      = mark;
    }
    assert_true(broken);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,          &jobs_sql,      &timers_sql,
                                                 &organisations_sql, &accounts_sql,  &tasks_sql,
                                                 &systems_sql,       &letters_sql,   &evidence_sql,
                                                 &network_sql,       &incidents_sql, &forensics_sql,
                                                 &hunts_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(twice_is_once),
                 cmocka_unit_test(each_role_in_each_body_links_what_it_may),
                 cmocka_unit_test(a_case_out_of_sight_or_closed_is_not_linked),
                 cmocka_unit_test(a_hunt_that_is_over_takes_no_case),
                 cmocka_unit_test(who_takes_no_part_in_the_case_is_told_nothing),
                 cmocka_unit_test(what_breaks_or_runs_again_leaves_both_or_none),
    };
    store_register(modules, COUNT(modules));
    return test_store_run(tests, COUNT(tests));
}
