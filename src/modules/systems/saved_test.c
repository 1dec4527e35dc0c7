// saved_test.c - saved views of the list and its order, on both engines.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "modules/organisations/organisations.h"
#include "modules/systems/saved_ops.h"
#include "modules/systems/systems_test_kit.h"

static arena fresh(void)
{
    return test_arena(32 * 1024 * 1024);
}

static call person(store *s, arena *a, const char *code, int64_t id, bool lead)
{
    call c          = test_call_of(s, a, code);
    c.who.person_id = id;
    if (lead) c.who.rights |= RIGHT_SYSTEMS_LEAD;
    return c;
}

// A body below BTC.
static void add_below(store *s, arena *a)
{
    call       c   = test_call(s, a);
    problem    why = { 0 };
    int64_t    id;
    body_draft d = { .code      = S("BTC-CNTT"),
                     .name_vi   = S("Cục Công nghệ thông tin"),
                     .parent_id = test_body(&c, "BTC") };
    assert_int_equal(bodies_add(&c, &d, &id, &why), ST_OK);
    call_end(&c);
}

static int64_t save(call *c, const char *name, const char *query, saved_reach reach)
{
    int64_t     id;
    problem     why = { 0 };
    saved_draft d   = { .name = str_from(name), .query = str_from(query), .reach = reach };
    status      st  = saved_add(c, &d, &id, &why);
    if (st != ST_OK) fail_msg("%s: " STR_FMT, name, STR_ARG(why.rule));
    return id;
}

static void assert_sees(call *c, const char *want)
{
    saved_view *all;
    size_t      count;
    char        got[512] = "";
    assert_int_equal(saved_list(c, &all, &count), ST_OK);
    for (size_t i = 0; i < count; i++) {
        size_t n = strlen(got);
        snprintf(got + n, sizeof(got) - n, "%s" STR_FMT "%s", i ? "|" : "", STR_ARG(all[i].name),
                 all[i].is_default ? "*" : "");
    }
    assert_string_equal(got, want);
    call_end(c);
}

static void a_view_reaches_whom_it_is_shared_with(void **state)
{
    arena a = fresh();
    add_below(*state, &a);
    call officer = person(*state, &a, "BTC", 7, true), mate = person(*state, &a, "BTC", 8, false);
    call below = person(*state, &a, "BTC-CNTT", 9, false),
         other = person(*state, &a, "BYT", 10, true);
    save(&officer, "Đang vận hành", "state=running", SAVED_BRANCH);
    save(&officer, "Cấp 3", "level=3", SAVED_BODY);
    save(&officer, "Của tôi", "q=thu", SAVED_OWN);
    assert_sees(&officer, "Cấp 3|Của tôi|Đang vận hành");
    assert_sees(&mate, "Cấp 3|Đang vận hành");
    assert_sees(&below, "Đang vận hành");
    assert_sees(&other, "");
}

static void sharing_is_for_those_who_speak_for_the_body(void **state)
{
    arena       a    = fresh();
    call        mate = person(*state, &a, "BTC", 8, false);
    int64_t     id;
    problem     why = { 0 };
    saved_draft d   = { .name = S("Cấp 3"), .query = S("level=3"), .reach = SAVED_BODY };
    assert_int_equal(saved_add(&mate, &d, &id, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("view-sharing")));
    d.reach = SAVED_OWN;
    assert_int_equal(saved_add(&mate, &d, &id, &why), ST_OK);
    d.name = S("  ");
    assert_int_equal(saved_add(&mate, &d, &id, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("required")));
    assert_sees(&mate, "Cấp 3");
}

static void a_view_is_changed_by_version_and_dropped(void **state)
{
    arena   a       = fresh();
    call    officer = person(*state, &a, "BTC", 7, true);
    call    mate = person(*state, &a, "BTC", 8, false), chief = person(*state, &a, "BTC", 11, true);
    int64_t id = save(&officer, "Cấp 3", "level=3", SAVED_BODY);
    saved_view v;
    problem    why = { 0 };
    assert_int_equal(saved_load(&mate, id, &v), ST_OK);
    assert_false(v.may_change);
    saved_draft d = { .name = S("Cấp 4"), .query = S("level=4"), .reach = SAVED_BODY };
    assert_int_equal(saved_change(&mate, &v, v.version, &d, &why), ST_FORBIDDEN);
    assert_int_equal(saved_drop(&mate, &v), ST_FORBIDDEN);
    call_end(&mate);
    assert_int_equal(saved_load(&chief, id, &v),
                     ST_OK); // of another of the body, who speaks for it
    assert_int_equal(saved_change(&chief, &v, v.version, &d, &why), ST_OK);
    assert_int_equal(saved_change(&chief, &v, v.version, &d, &why), ST_CONFLICT);
    call_end(&mate); // its look was opened before
    assert_int_equal(saved_load(&mate, id, &v), ST_OK);
    assert_true(str_equal(v.query, S("level=4")));
    assert_int_equal(v.version, 2);
    assert_int_equal(saved_begin_with(&mate, id), ST_OK);
    assert_sees(&mate, "Cấp 4*");
    assert_sees(&officer, "Cấp 4"); // a default is one's own
    assert_int_equal(saved_load(&chief, id, &v), ST_OK);
    assert_int_equal(saved_drop(&chief, &v), ST_OK);
    assert_int_equal(saved_drop(&chief, &v), ST_CONFLICT);
    assert_sees(&mate, "");
    assert_int_equal(saved_begin_with(&mate, id), ST_MISSING);
}

typedef struct moved {
    call   *c;
    body    from, to;
    int64_t n;
} moved;

static status hand_on(db *d, void *ctx)
{
    moved *w = ctx;
    return systems_heir.move(w->c, d, &w->from, &w->to, &w->n);
}

static void views_of_a_body_that_ends_go_on_with_its_successor(void **state)
{
    arena a       = fresh();
    call  machine = test_call(*state, &a);
    call  officer = person(*state, &a, "BTC", 7, true), heir = person(*state, &a, "BYT", 10, false);
    moved w = { .c = &machine };
    save(&officer, "Cấp 3", "level=3", SAVED_BODY);
    assert_sees(&heir, "");
    assert_int_equal(body_by_code(&machine, S("BTC"), &w.from), ST_OK);
    assert_int_equal(body_by_code(&machine, S("BYT"), &w.to), ST_OK);
    assert_int_equal(call_act(&machine, hand_on, &w), ST_OK);
    assert_sees(&heir, "Cấp 3");
}

// ---- order --------------------------------------------------------------------------------------

#define LEVEL_2                                                                                    \
    "{\"type\":[\"a\"],\"info\":[\"ca_nhan\"],\"serves_defsec\":false,\"nat_egov\":false,"         \
    "\"nat_special_store\":false,\"pm_level\":0}"
#define LEVEL_5 "{\"pm_level\":5}"

static void a_list_by_level_has_the_highest_first_page_by_page(void **state)
{
    arena                    a       = fresh();
    call                     c       = test_call(*state, &a);
    static const char *const facts[] = { LEVEL_2, LEVEL_5, "" };
    for (int i = 0; i < 21; i++) {
        char name[32];
        snprintf(name, sizeof(name), "Hệ thống %02d", i);
        test_system(&c, "BTC", name, facts[i % 3]);
    }
    for (int owned = 0; owned < 2; owned++) {
        system_filter f      = { .order    = SYSTEMS_BY_LEVEL,
                                 .owner_id = owned ? test_body(&c, "BTC") : 0 };
        str           cursor = { 0 }, last = S("");
        int           level = 5, seen = 0;
        do {
            system_page page;
            problem     why = { 0 };
            assert_int_equal(systems_list(&c, &f, cursor, 4, &page, &why), ST_OK);
            assert_int_equal(page.total, 21);
            for (size_t i = 0; i < page.count; i++, seen++) {
                if (page.items[i].level < level) last = S("");
                assert_true(page.items[i].level <= level);
                assert_true(str_compare(last, page.items[i].name) < 0);
                level = page.items[i].level;
                last  = page.items[i].name;
            }
            cursor = page.next;
        } while (cursor.len);
        assert_int_equal(seen, 21);
        assert_int_equal(level, 0);
    }
    system_page   whole;
    problem       why = { 0 };
    system_filter f   = { .order = SYSTEMS_BY_LEVEL };
    assert_int_equal(systems_list_records(&c, &f, (str){ 0 }, 0, &whole, &why), ST_OK);
    assert_int_equal(whole.count, 21);
    for (size_t i = 0; i < whole.count; i++)
        assert_true(str_equal(whole.items[i].name, whole.records[i].data.name));
    assert_int_equal(systems_filter_set(&c, S("order"), S("size"), &f, &why), ST_INVALID);
    call_end(&c);
}

int main(void)
{
    test_systems_register();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_view_reaches_whom_it_is_shared_with),
        cmocka_unit_test(sharing_is_for_those_who_speak_for_the_body),
        cmocka_unit_test(a_view_is_changed_by_version_and_dropped),
        cmocka_unit_test(views_of_a_body_that_ends_go_on_with_its_successor),
        cmocka_unit_test(a_list_by_level_has_the_highest_first_page_by_page),
    };
    return test_store_run(tests, COUNT(tests));
}
