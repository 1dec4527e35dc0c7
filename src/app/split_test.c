// split_test.c - a body split into several, in the whole program: shared out piece by piece, done whole or
// not at all, dated, with old names and numbers kept.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "kit/law/law.h"
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/people_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/split_ops.h"
#include "modules/systems/systems.h"

static const int64_t start_ms = 1795500000000; // 2026-11-24 in Viet Nam

static arena work;

#define EQUALS(got, want) assert_string_equal(arena_cstr(&work, got), want)

static call machine(store *s)
{
    call c = { .store = s, .a = &work, .now_ms = start_ms, .lang = LANG_VI };
    assert_int_equal(accounts_become_system(&c), ST_OK);
    return c;
}

static call as_admin(store *s)
{
    call c = machine(s);
    assert_int_equal(accounts_become(&c, S("quan.tri"), NULL), ST_OK);
    return c;
}

static int64_t id_of(store *s, const char *code)
{
    call c = machine(s);
    body b;
    assert_int_equal(body_by_code(&c, str_from(code), &b), ST_OK);
    call_end(&c);
    return b.id;
}

static void add_body(store *s, const char *code, const char *name, const char *parent)
{
    call       c     = machine(s);
    body_draft draft = { .code      = str_from(code),
                         .name_vi   = str_from(name),
                         .parent_id = id_of(s, parent) };
    int64_t    id;
    problem    why = { 0 };
    assert_int_equal(bodies_add(&c, &draft, &id, &why), ST_OK);
    call_end(&c);
}

static void add_person(store *s, const char *login, const char *code, uint64_t roles)
{
    call         c     = machine(s);
    person_draft draft = { .login    = str_from(login),
                           .name     = S("Nguyễn Văn An"),
                           .body_id  = id_of(s, code),
                           .roles    = roles,
                           .password = S("con mèo trèo cây cau") };
    person_made  made;
    problem      why = { 0 };
    assert_int_equal(people_add(&c, &draft, &made, &why), ST_OK);
}

// "Cục A" with three systems, two people, a unit.
static void begin(store *s)
{
    size_t          count;
    const law_body *rows = law_bodies(law_program(), &count);
    problem         why  = { 0 };
    work.next            = work.start;
    organisations_heirs(app_heirs, app_heir_count);
    call c = machine(s);
    assert_int_equal(organisations_seed(&c, rows, count, NULL, &why), ST_OK);
    add_body(s, "BYT-CA", "Cục A", "BYT");
    add_body(s, "BYT-CA-P1", "Phòng 1", "BYT-CA");
    add_person(s, "quan.tri", "BYT", ROLE_BIT(ROLE_ADMINISTRATOR));
    add_person(s, "can.bo", "BYT-CA", ROLE_BIT(ROLE_SYSTEM_OFFICER));
    add_person(s, "van.thu", "BYT-CA", ROLE_BIT(ROLE_CLERK));
    static const char *const names[] = { "Hệ thống một", "Hệ thống hai", "Hệ thống ba" };
    for (size_t i = 0; i < COUNT(names); i++) {
        call              m      = machine(s);
        system_problems   faults = { 0 };
        const system_data draft  = { .name  = str_from(names[i]),
                                     .owner = S("BYT-CA"),
                                     .facts = S("{\"type\":[\"a\"]}") };
        int64_t           id;
        assert_int_equal(systems_add(&m, &draft, &id, &faults), ST_OK);
        call_end(&m);
    }
}

static int64_t draft_split(store *s, const body_change_part *parts, size_t count, status wanted,
                           problem *why)
{
    call        c  = as_admin(s);
    body_change g  = { .kind = CHANGE_SPLIT, .body_count = 1, .part_count = count };
    int64_t     id = 0;
    g.bodies[0]    = id_of(s, "BYT-CA");
    for (size_t i = 0; i < count; i++) g.parts[i] = parts[i];
    assert_int_equal(body_change_make(&c, &g, &id, why), wanted);
    call_end(&c);
    return id;
}

static body_change load_change(store *s, int64_t id)
{
    call        c = as_admin(s);
    body_change g;
    assert_int_equal(body_change_load(&c, id, &g), ST_OK);
    call_end(&c);
    return g;
}

static size_t items_of(store *s, int64_t change, const char *what, split_item **items)
{
    call        c = as_admin(s);
    body_change g;
    size_t      n;
    assert_int_equal(body_change_load(&c, change, &g), ST_OK);
    assert_int_equal(split_items(&c, &g, str_from(what), items, &n), ST_OK);
    call_end(&c);
    return n;
}

// The first of each kind to the first part, all others to the second.
static void share_out(store *s, int64_t change)
{
    static const char *const whats[] = { "systems", "people", "units" };
    for (size_t w = 0; w < COUNT(whats); w++) {
        split_item *items;
        size_t      n = items_of(s, change, whats[w], &items);
        for (size_t i = 0; i < n; i++) {
            call    c   = as_admin(s);
            problem why = { 0 };
            assert_int_equal(
                split_share(&c, change, str_from(whats[w]), &items[i].id, 1, i ? 2 : 1, &why),
                ST_OK);
        }
    }
}

static status confirm_by(call *c, int64_t id, problem *why)
{
    body_change paper = { .doc_no    = S("12/QĐ-BYT"),
                          .doc_on    = S("20/11/2026"),
                          .doc_by    = S("Bộ Y tế"),
                          .effect_on = S("24/11/2026") };
    status      st    = body_change_confirm(c, id, &paper, why);
    call_end(c);
    return st;
}

static status confirm(store *s, int64_t id, problem *why)
{
    call c = as_admin(s);
    return confirm_by(&c, id, why);
}

static int64_t owned(store *s, const char *code)
{
    call c = machine(s);
    body b;
    assert_int_equal(body_by_code(&c, str_from(code), &b), ST_OK);
    int64_t n = 0;
    for (size_t i = 0; i < app_heir_count; i++) {
        if (!str_equal(app_heirs[i]->what, S("systems"))) continue;
        db *d;
        assert_int_equal(call_db(&c, &d), ST_OK);
        assert_int_equal(app_heirs[i]->count(&c, d, b.id, &n), ST_OK);
    }
    call_end(&c);
    return n;
}

static bool acts_for(store *s, const char *login, const char *code)
{
    call c = machine(s);
    assert_int_equal(accounts_become(&c, str_from(login), NULL), ST_OK);
    bool so = c.who.body_id == id_of(s, code);
    call_end(&c);
    return so;
}

static const body_change_part two[] = {
    { 0, STR("BYT-CB"), STR("Cục B") },
    { 0, STR("BYT-CC"), STR("Cục C") },
};

static void everything_goes_to_its_successor_on_the_day(void **state)
{
    store  *s   = *state;
    problem why = { 0 };
    begin(s);
    int64_t id = draft_split(s, two, COUNT(two), ST_OK, &why), before = id_of(s, "BYT-CA");
    assert_int_equal(confirm(s, id, &why), ST_INVALID);
    EQUALS(why.rule, "split-open");
    EQUALS(why.detail, "6"); // three systems, two people, one unit
    share_out(s, id);
    assert_int_equal(owned(s, "BYT-CA"), 3); // nothing moves before it is confirmed
    assert_int_equal(confirm(s, id, &why), ST_OK);
    assert_int_equal(load_change(s, id).state, CHANGE_DONE);
    assert_int_equal(load_change(s, id).systems, 3);
    assert_int_equal(owned(s, "BYT-CB"), 1);
    assert_int_equal(owned(s, "BYT-CC"), 2);
    assert_int_equal(owned(s, "BYT-CA"), 0);
    bool one_each = acts_for(s, "can.bo", "BYT-CB") && acts_for(s, "van.thu", "BYT-CC");
    bool turned   = acts_for(s, "can.bo", "BYT-CC") && acts_for(s, "van.thu", "BYT-CB");
    assert_true(one_each || turned);
    call c = machine(s);
    body old, unit;
    assert_int_equal(body_by_id(&c, before, &old), ST_OK);
    EQUALS(old.name_vi, "Cục A"); // old papers keep it
    EQUALS(old.valid_to, "2026-11-23");
    assert_true(old.merged_into == id_of(s, "BYT-CB"));
    assert_int_equal(body_by_id(&c, id_of(s, "BYT-CA-P1"), &unit), ST_OK);
    assert_true(unit.parent_id == id_of(s, "BYT-CB"));
    assert_int_equal(body_by_id(&c, id_of(s, "BYT-CC"), &old), ST_OK);
    EQUALS(old.valid_from, "2026-11-24");
    call_end(&c);
}

static void a_body_may_go_on_smaller(void **state)
{
    store  *s   = *state;
    problem why = { 0 };
    begin(s);
    const body_change_part parts[] = { { id_of(s, "BYT-CA"), STR(""), STR("") },
                                       { 0, STR("BYT-CB"), STR("Cục B") } };
    int64_t                id      = draft_split(s, parts, COUNT(parts), ST_OK, &why);
    share_out(s, id);
    assert_int_equal(confirm(s, id, &why), ST_OK);
    assert_int_equal(owned(s, "BYT-CA"), 1);
    assert_int_equal(owned(s, "BYT-CB"), 2);
    call c = machine(s);
    body b;
    assert_int_equal(body_by_code(&c, S("BYT-CA"), &b), ST_OK);
    assert_int_equal(b.valid_to.len, 0);
    call_end(&c);
}

static void a_draft_is_dropped_and_leaves_nothing(void **state)
{
    store  *s   = *state;
    problem why = { 0 };
    begin(s);
    int64_t id = draft_split(s, two, COUNT(two), ST_OK, &why);
    share_out(s, id);
    call c = as_admin(s);
    assert_int_equal(body_change_drop(&c, id, &why), ST_OK);
    split_item *items;
    assert_int_equal(items_of(s, id, "systems", &items), 3);
    c = as_admin(s);
    assert_int_equal(split_share(&c, id, S("systems"), &items[0].id, 1, 2, &why), ST_CONFLICT);
    assert_int_equal(owned(s, "BYT-CA"), 3);
    body b;
    c = machine(s);
    assert_int_equal(body_by_code(&c, S("BYT-CB"), &b), ST_MISSING);
    call_end(&c);
}

static void wrong_splits_are_refused(void **state)
{
    store  *s   = *state;
    problem why = { 0 };
    begin(s);
    const struct {
        body_change_part parts[2];
        size_t           count;
        const char      *rule;
    } cases[] = {
        { { { 0, STR("BYT-CB"), STR("Cục B") } }, 1, "split-two" },
        { { { 0, STR("BYT-CB"), STR("Cục B") }, { 0, STR("byt-cb"), STR("Cục C") } }, 2, "twice" },
        { { { 0, STR("BYT-CB"), STR("") }, { 0, STR("BYT-CC"), STR("Cục C") } }, 2, "required" },
        { { { 0, STR("BNG"), STR("Trùng mã") }, { 0, STR("BYT-CC"), STR("Cục C") } },
          2,
          "code-taken" },
        { { { 0, STR("a b"), STR("Cục B") }, { 0, STR("BYT-CC"), STR("Cục C") } }, 2, "code-form" },
        { { { id_of(s, "BYT-CA-P1"), STR(""), STR("") }, { 0, STR("BYT-CC"), STR("Cục C") } },
          2,
          "into-below" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        (void)draft_split(s, cases[i].parts, cases[i].count, ST_INVALID, &why);
        EQUALS(why.rule, cases[i].rule);
        EQUALS(why.field, "parts");
    }
    int64_t     id = draft_split(s, two, COUNT(two), ST_OK, &why);
    split_item *items;
    (void)items_of(s, id, "systems", &items);
    call    c     = as_admin(s);
    int64_t alien = 999999;
    assert_int_equal(split_share(&c, id, S("systems"), &alien, 1, 1, &why), ST_INVALID);
    EQUALS(why.rule, "not-held");
    assert_int_equal(split_share(&c, id, S("systems"), &items[0].id, 1, 3, &why), ST_INVALID);
    EQUALS(why.rule, "unknown-value");
    assert_int_equal(split_share(&c, id, S("houses"), &items[0].id, 1, 1, &why), ST_INVALID);
    call_end(&c);
}

// Whatever breaks on the way, either all of it is done or nothing.
static void a_split_that_breaks_anywhere_changes_nothing(void **state)
{
    store  *s   = *state;
    problem why = { 0 };
    begin(s);
    int64_t id = draft_split(s, two, COUNT(two), ST_OK, &why);
    share_out(s, id);
    bool done = false;
    for (int nth = 1; nth < 2000 && !done; nth += nth < 20 ? 1 : 23) {
        call c = as_admin(s);
        store_fault(s, nth, STORE_FAULT_BREAK);
        status st = confirm_by(&c, id, &why);
        done      = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        assert_int_equal(st == ST_OK, done);
        assert_int_equal(owned(s, "BYT-CA"), done ? 0 : 3);
        assert_int_equal(load_change(s, id).state, done ? CHANGE_DONE : CHANGE_DRAFT);
    }
    assert_true(done);
}

int main(void)
{
    store_register(app_sql_modules, app_sql_module_count);
    if (os_map(256 << 20, &work) != ST_OK) return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_goes_to_its_successor_on_the_day),
        cmocka_unit_test(a_body_may_go_on_smaller),
        cmocka_unit_test(a_draft_is_dropped_and_leaves_nothing),
        cmocka_unit_test(wrong_splits_are_refused),
        cmocka_unit_test(a_split_that_breaks_anywhere_changes_nothing),
    };
    return test_store_run(tests, COUNT(tests));
}
