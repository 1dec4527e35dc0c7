// level_test.c - dividing a system, the work list, the whole list judged anew, open points; the last
// three on both stores.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "modules/levels/level.h"
#include "modules/levels/level_store.h"
#include "modules/levels/levels.h"
#include "modules/levels/levels_queries.gen.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#define PLAIN                                                                                      \
    "\"serves_defsec\":false,\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":0"
#define HR "{\"type\":[\"a\"],\"info\":[\"ca_nhan\"]," PLAIN "}"
#define OPEN "{\"type\":[\"c\"],\"info\":[\"rieng\"]," PLAIN "}"

static arena fresh(void)
{
    return test_arena(32 * 1024 * 1024);
}

static call officer(store *s, arena *a, const char *body)
{
    call c = test_call_of(s, a, body);
    c.who.rights |= RIGHT_LEVELS_DECIDE;
    return c;
}

// ---- rules ------------------------------------------------------------------------------------------
static void a_divided_system_keeps_what_was_known_in_its_first_part(void **state)
{
    (void)state;
    arena    a = fresh();
    law_case k;
    problem  why = { 0 };
    assert_int_equal(law_facts_parse(law_current(), S(HR), &a, &k, NULL), ST_OK);
    uint32_t known = k.own.known;
    assert_int_equal(level_part_add(&k, S("Cả hệ thống"), S("Kho dữ liệu"), &a, &why), ST_OK);
    assert_int_equal(k.component_count, 2);
    assert_int_equal(k.own.known, 0);
    assert_int_equal(k.components[0].known, known);
    assert_int_equal(k.components[1].known, 0);
    assert_true(str_equal(k.component_names[0], S("Cả hệ thống")));

    assert_int_equal(level_part_add(&k, S(""), S("Kho dữ liệu"), &a, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("name-taken")));
    assert_int_equal(level_part_add(&k, S(""), S(""), &a, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("required")));
    assert_int_equal(level_part_remove(&k, 2, &why), ST_INVALID);

    assert_int_equal(level_part_remove(&k, 1, &why), ST_OK);
    assert_int_equal(k.component_count, 0); // one part is the system again
    assert_int_equal(k.own.known, known);
}

static void parts_have_a_ceiling(void **state)
{
    (void)state;
    arena    a   = fresh();
    law_case k   = { 0 };
    problem  why = { 0 };
    for (int i = 1; i < LAW_COMPONENTS_MAX; i++) {
        str name = arena_printf(&a, "phần %d", i);
        assert_int_equal(level_part_add(&k, S("gốc"), name, &a, &why), ST_OK);
    }
    assert_int_equal(k.component_count, LAW_COMPONENTS_MAX);
    assert_int_equal(level_part_add(&k, S("gốc"), S("thừa"), &a, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("too-many")));
    assert_ptr_equal(level_facts_at(&k, 3), &k.components[3]);
    assert_ptr_equal(level_facts_at(&k, 99), &k.own);
}

// ---- on both stores ------------------------------------------------------------------------------------
static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    if (sql_prepare_all(*state, &why) != ST_OK)
        fail_msg(STR_FMT " " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void the_work_list_holds_open_findings_of_ones_own_branch(void **state)
{
    arena           a = fresh();
    call            c = test_call(*state, &a);
    level_open_page page;
    problem         why = { 0 };
    (void)test_system(&c, "BTC", "Nhân sự", HR);
    (void)test_system(&c, "BTC", "Trung tâm dữ liệu", OPEN);
    (void)test_system(&c, "BYT", "Mạng nội bộ", OPEN);
    (void)test_system(&c, "BYT", "Mạng diện rộng", OPEN);
    call_end(&c);
    call me = officer(*state, &a, "BTC");
    assert_int_equal(level_open_list(&me, S(""), 10, &page, &why), ST_OK);
    assert_int_equal(page.count, 1);
    assert_true(str_equal(page.items[0].name, S("Trung tâm dữ liệu")));
    assert_true(str_find(page.items[0].questions, S("infra_scope")) > 0);
    assert_null(page.next.ptr);
    call_end(&me);

    c             = test_call(*state, &a);
    size_t seen   = 0;
    str    cursor = S("");
    for (int i = 0; i < 5; i++) {
        assert_int_equal(level_open_list(&c, cursor, 1, &page, &why), ST_OK);
        seen += page.count;
        if (!page.next.ptr) break;
        cursor = page.next;
    }
    assert_int_equal(seen, 3);
    assert_int_equal(level_open_list(&c, S("x.y"), 10, &page, &why), ST_INVALID);
    call_end(&c);
}

static void the_whole_list_is_judged_anew_only_where_it_moved(void **state)
{
    arena        a = fresh();
    call         c = test_call(*state, &a);
    levels_count n;
    problem      why = { 0 };
    (void)test_system(&c, "BTC", "Nhân sự", HR);
    int64_t id = test_system(&c, "BTC", "Cổng thông tin", HR);
    assert_int_equal(levels_determine_all(&c, NULL, S(""), &n, &why), ST_OK);
    assert_int_equal(n.seen, 2);
    assert_int_equal(n.changed, 0);
    // A finding under another pack, as if it had been made earlier, is brought to today's.
    assert_int_equal(
        systems_determine(&c, id, 0, law_pack_find(law_current(), S("nd85")), S("thử"), NULL, &why),
        ST_OK);
    assert_int_equal(levels_determine_all(&c, NULL, S("rà soát"), &n, &why), ST_OK);
    assert_int_equal(n.changed, 1);
    determination *all;
    size_t         count;
    assert_int_equal(systems_determinations(&c, id, &all, &count), ST_OK);
    assert_int_equal(count, 3); // nothing is overwritten
    assert_true(str_equal(all[0].pack, S("nd331")));
    assert_true(str_equal(all[0].reason, S("rà soát")));
    assert_int_equal(all[0].pack_sha256.len, 64);
    call_end(&c);
}

static void a_choice_is_kept_with_its_author_and_the_newest_stands(void **state)
{
    arena         a   = fresh();
    call          c   = test_call(*state, &a);
    problem       why = { 0 };
    level_choice *all;
    size_t        count;
    int64_t       id  = test_system(&c, "BTC", "Nhân sự", HR);
    str           ref = arena_printf(&a, "%lld", (long long)id);
    call_end(&c);
    call me = officer(*state, &a, "BTC");
    assert_int_equal(levels_choose(&me, ref, S("BG7"), S("accept"), S("ít người dùng"), &why),
                     ST_OK);
    assert_int_equal(levels_choose(&me, ref, S("BG7"), S("higher"), S(""), &why), ST_OK);
    assert_int_equal(levels_choose(&me, ref, S("BG7"), S("perhaps"), S(""), &why), ST_INVALID);
    assert_int_equal(levels_choose(&me, ref, S("BG99"), S("accept"), S(""), &why), ST_INVALID);
    assert_int_equal(level_choices_load(&me, id, &all, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_true(str_equal(all[0].choice, S("higher")));
    assert_true(str_equal(all[1].note, S("ít người dùng")));
    assert_true(str_equal(all[1].person, S("Nguyễn Thị Minh Khai")));
    call_end(&me);
    call other = officer(*state, &a, "BYT");
    assert_int_equal(levels_choose(&other, ref, S("BG7"), S("accept"), S(""), &why), ST_MISSING);
    assert_int_equal(level_choices_load(&other, id, &all, &count), ST_OK);
    assert_int_equal(count, 0); // out of sight
    call_end(&other);
}

static void a_composite_system_is_judged_by_its_highest_part(void **state)
{
    arena         a   = fresh();
    call          c   = test_call(*state, &a);
    problem       why = { 0 };
    determination d;
    int64_t       id    = test_system(&c, "BTC", "Nền tảng", HR);
    str           facts = S(
                  "{\"components\":[{\"name\":\"Nội bộ\",\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN
                  "},{\"name\":\"Hạ tầng\",\"type\":[\"c\"],\"info\":[\"rieng\"]," PLAIN
                  ",\"infra_scope\":\"sector_or_province\"}]}");
    assert_int_equal(systems_set_facts(&c, id, 0, facts, S(""), &d, &why), ST_OK);
    assert_int_equal(d.level, 3);
    assert_int_equal(d.result, LAW_DECIDED);
    assert_true(str_find(d.facts, S("\"name\":\"Hạ tầng\"")) > 0);
    call_end(&c);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &organisations_sql, &systems_sql,
                                                 &levels_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_divided_system_keeps_what_was_known_in_its_first_part),
        cmocka_unit_test(parts_have_a_ceiling),
        cmocka_unit_test(every_query_is_prepared),
        cmocka_unit_test(the_work_list_holds_open_findings_of_ones_own_branch),
        cmocka_unit_test(the_whole_list_is_judged_anew_only_where_it_moved),
        cmocka_unit_test(a_choice_is_kept_with_its_author_and_the_newest_stands),
        cmocka_unit_test(a_composite_system_is_judged_by_its_highest_part),
    };
    return test_store_run(tests, COUNT(tests));
}
