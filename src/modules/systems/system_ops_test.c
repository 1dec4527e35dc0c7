// system_ops_test.c - acts on systems and lists of them, on both engines.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "modules/organisations/organisations.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#define HR                                                                                         \
    "{\"type\":[\"a\"],\"info\":[\"ca_nhan\"],\"serves_defsec\":false,\"nat_egov\":false,"         \
    "\"nat_special_store\":false,\"pm_level\":0}"

static arena fresh(void)
{
    return test_arena(32 * 1024 * 1024);
}

static void assert_str(str got, const char *want)
{
    if (!str_equal(got, str_from(want)))
        fail_msg("got '" STR_FMT "', want '%s'", STR_ARG(got), want);
}

static void every_query_is_prepared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT ": " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

static void an_added_system_is_there_with_its_level(void **state)
{
    arena         a  = fresh();
    call          c  = test_call(*state, &a);
    int64_t       id = test_system(&c, "BTC", "Hệ thống nhân sự", HR);
    system_record s;
    assert_int_equal(systems_get_id(&c, id, &s), ST_OK);
    assert_str(s.data.name, "Hệ thống nhân sự");
    assert_str(s.data.owner, "BTC");
    assert_str(s.owner_name, "Bộ Tài chính");
    assert_int_equal(s.code.len, 9);
    assert_int_equal(s.level, 2);
    assert_int_equal(s.result, LAW_DECIDED);
    assert_str(s.pack, "nd331");
    assert_int_equal(s.version, 1);
    assert_int_equal(systems_get(&c, s.code, &s), ST_OK);
    assert_int_equal(s.id, id);

    determination *d;
    size_t         count;
    assert_int_equal(systems_determinations(&c, id, &d, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_int_equal(d[0].id, s.determination_id);
    assert_int_equal(d[0].act, DETERMINED_AT_WRITE);
    assert_true(str_find(d[0].hits, S("\"B2.1\"")) > 0);
    assert_str(d[0].on_day, "2026-11-24");
    call_end(&c);
}

static void another_bodys_system_is_not_there(void **state)
{
    arena         a  = fresh();
    call          c  = test_call(*state, &a);
    int64_t       id = test_system(&c, "BTC", "Hệ thống nhân sự", HR);
    system_record s;
    call_end(&c);
    call me = test_call_of(*state, &a, "BTC");
    assert_int_equal(systems_get_id(&me, id, &s), ST_OK);
    assert_int_equal(test_total(&me), 1);
    call_end(&me);

    call            other = test_call_of(*state, &a, "BYT");
    history_page    changes;
    determination  *found;
    size_t          count;
    system_problems problems;
    problem         why = { 0 };
    assert_int_equal(systems_get_id(&other, id, &s), ST_MISSING);
    assert_int_equal(systems_history(&other, id, &(history_ask){ 0 }, &changes), ST_MISSING);
    assert_int_equal(systems_determinations(&other, id, &found, &count), ST_MISSING);
    assert_int_equal(systems_change(&other, id, 1, &s.data, &problems), ST_MISSING);
    assert_int_equal(systems_determine(&other, id, 1, NULL, S(""), NULL, &why), ST_MISSING);
    assert_int_equal(systems_set_facts(&other, id, 1, S("{}"), S(""), NULL, &why), ST_MISSING);
    assert_int_equal(test_total(&other), 0);
    call_end(&other);
}

static void a_draft_is_told_all_its_faults(void **state)
{
    arena           a = fresh();
    call            c = test_call_of(*state, &a, "BTC");
    int64_t         id;
    system_problems p;
    system_data     draft = { .name          = S("  "),
                              .owner         = S("BYT"),
                              .begun_on      = S("31/02/2026"),
                              .sheet_level   = S("7"),
                              .contact_email = S("abc"),
                              .facts         = S("{\"type\":[\"z\"]}") };
    assert_int_equal(systems_add(&c, &draft, &id, &p), ST_INVALID);
    static const char *const rules[] = { "date-form", "level-form", "email-form", "unknown-value",
                                         "required" };
    assert_int_equal(p.count, COUNT(rules));
    for (size_t i = 0; i < p.count; i++) assert_str(p.items[i].rule, rules[i]);
    draft = (system_data){ .name = S("Cổng"), .owner = S("BYT") };
    assert_int_equal(systems_add(&c, &draft, &id, &p), ST_INVALID);
    assert_str(p.items[0].rule, "body-forbidden");
    draft.owner = S("Bộ Không Có");
    assert_int_equal(systems_add(&c, &draft, &id, &p), ST_INVALID);
    assert_str(p.items[0].rule, "body-unknown");
    draft.owner = S(""); // one's own body
    assert_int_equal(systems_add(&c, &draft, &id, &p), ST_OK);
    draft.name = S("CỔNG");
    assert_int_equal(systems_add(&c, &draft, &id, &p), ST_INVALID);
    assert_str(p.items[0].rule, "name-taken");
    assert_int_equal(test_total(&c), 1);
    call_end(&c);
}

static void a_change_leaves_its_history_and_a_new_level(void **state)
{
    arena           a  = fresh();
    call            c  = test_call_of(*state, &a, "BTC");
    int64_t         id = test_system(&c, "BTC", "Hệ thống nhân sự", HR);
    system_record   s;
    system_problems p;
    assert_int_equal(systems_get_id(&c, id, &s), ST_OK);
    system_data draft = s.data;
    draft.name        = S("Cổng thông tin");
    draft.operator_   = S("Công ty ABC");
    draft.facts       = S("{\"type\":[\"b\"],\"handles_tthc\":true}");
    assert_int_equal(systems_change(&c, id, s.version, &draft, &p), ST_OK);
    assert_int_equal(systems_change(&c, id, s.version, &draft, &p), ST_CONFLICT);
    assert_int_equal(systems_get_id(&c, id, &s), ST_OK);
    assert_int_equal(s.version, 2);
    assert_int_equal(s.level, 3);
    assert_str(s.data.operator_, "Công ty ABC");
    assert_int_equal(s.operator_id, 0);

    history_page h;
    assert_int_equal(systems_history(&c, id, &(history_ask){ 0 }, &h), ST_OK);
    assert_int_equal(h.count, 3);
    assert_str(h.items[0].field, "name");
    assert_str(h.items[0].before, "Hệ thống nhân sự");
    assert_str(h.items[0].person, "Nguyễn Thị Minh Khai");
    assert_int_equal(h.items[0].act, CHANGED_BY_FORM);

    draft = s.data; // the same again writes nothing
    assert_int_equal(systems_change(&c, id, s.version, &draft, &p), ST_OK);
    assert_int_equal(systems_get_id(&c, id, &s), ST_OK);
    assert_int_equal(s.version, 2);
    call_end(&c);
}

static void a_change_of_owner_and_operator_moves_its_sight(void **state)
{
    arena           a   = fresh();
    call            all = test_call(*state, &a);
    int64_t         id  = test_system(&all, "BTC", "Hệ thống nhân sự", HR);
    system_record   s;
    system_problems p;
    assert_int_equal(systems_get_id(&all, id, &s), ST_OK);
    system_data draft = s.data;
    draft.owner       = S("Bộ Y tế");
    draft.operator_   = S("BKHCN");
    assert_int_equal(systems_change(&all, id, 1, &draft, &p), ST_OK);
    static const struct {
        const char *body;
        int64_t     seen;
    } cases[] = { { "BTC", 0 }, { "BYT", 1 }, { "BKHCN", 1 } };
    call_end(&all);
    for (size_t i = 0; i < COUNT(cases); i++) {
        call c = test_call_of(*state, &a, cases[i].body);
        assert_int_equal(test_total(&c), cases[i].seen);
        call_end(&c);
    }
    call operator_ = test_call_of(*state, &a, "BKHCN"); // may describe it, may not give it away
    assert_int_equal(systems_get_id(&operator_, id, &s), ST_OK);
    draft      = s.data;
    draft.size = S("10 máy chủ");
    assert_int_equal(systems_change(&operator_, id, 2, &draft, &p), ST_OK);
    draft.owner = S("BKHCN"); // its own branch: but then it takes a system that is not its own
    call_end(&operator_);
}

static void facts_and_determinations_are_recorded_one_by_one(void **state)
{
    arena           a  = fresh();
    call            c  = test_call_of(*state, &a, "BTC");
    int64_t         id = test_system(&c, "BTC", "Kho dữ liệu", "");
    determination   d, *all;
    problem         why = { 0 };
    size_t          count;
    const law_pack *nd85 = law_pack_find(law_current(), S("nd85"));
    assert_int_equal(systems_set_facts(&c, id, 1, S(HR), S("theo hồ sơ 2026"), &d, &why), ST_OK);
    assert_int_equal(d.level, 2);
    assert_int_equal(systems_set_facts(&c, id, 1, S(HR), S(""), &d, &why), ST_CONFLICT);
    assert_int_equal(systems_set_facts(&c, id, 2, S("{\"x\":1}"), S(""), &d, &why), ST_INVALID);
    assert_str(why.rule, "unknown-fact");
    assert_int_equal(systems_determine(&c, id, 0, nd85, S("dự án cũ"), &d, &why), ST_OK);
    assert_str(d.pack, "nd85");
    assert_str(d.pack_row, "");
    assert_int_equal(systems_determinations(&c, id, &all, &count), ST_OK);
    assert_int_equal(count, 3);
    assert_str(all[0].reason, "dự án cũ");
    assert_str(all[1].reason, "theo hồ sơ 2026");
    assert_int_equal(all[0].act, DETERMINED_BY_PERSON);
    call_end(&c);
}

static void an_act_that_breaks_leaves_nothing_behind(void **state)
{
    arena       a     = fresh();
    call        c     = test_call(*state, &a);
    system_data draft = { .name = S("Cổng"), .owner = S("BTC"), .facts = S(HR) };
    bool        met   = true;
    call_end(&c);
    for (int n = 1; met; n++) {
        int64_t         id;
        system_problems p;
        char           *mark = a.next;
        store_fault(*state, n, STORE_FAULT_BREAK);
        status st = systems_add(&c, &draft, &id, &p);
        met       = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        call_end(&c);
        assert_int_equal(met ? ST_BROKEN : ST_OK, st);
        assert_int_equal(test_total(&c), met ? 0 : 1);
        a.next = mark;
        assert_true(n < 200);
    }
    met = true;
    for (int n = 1; met; n++) { // sent back to be run again: done once all the same
        int64_t         id;
        system_problems p;
        draft.name = arena_printf(&a, "Cổng %d", n);
        store_fault(*state, n, STORE_FAULT_RERUN);
        status st = systems_add(&c, &draft, &id, &p);
        met       = store_fault_met(*state);
        store_fault(*state, 0, STORE_FAULT_BREAK);
        call_end(&c);
        assert_true(st == ST_OK || st == ST_BROKEN || st == ST_CONFLICT);
        assert_true(n < 200);
    }
}

// ---- lists ----------------------------------------------------------------------------------------

static void assert_names(call *c, const system_filter *f, const char *names)
{
    system_page page;
    problem     why    = { 0 };
    buf         got    = buf_in(c->a, 256, 65536);
    str         cursor = { 0 };
    int64_t     total = 0, seen = 0;
    do {
        assert_int_equal(systems_list(c, f, cursor, 2, &page, &why), ST_OK);
        for (size_t i = 0; i < page.count; i++, seen++) {
            if (got.len) buf_char(&got, '|');
            buf_put(&got, page.items[i].name);
        }
        cursor = page.next;
        total  = page.total;
    } while (cursor.len);
    call_end(c);
    if (!str_equal(buf_str(&got), str_from(names)))
        fail_msg("got  " STR_FMT "\nwant %s", STR_ARG(buf_str(&got)), names);
    if (total >= 0) assert_int_equal(total, seen);
}

static void a_list_is_in_vietnamese_order_page_by_page(void **state)
{
    arena                    a       = fresh();
    call                     c       = test_call(*state, &a);
    static const char *const names[] = { "Đất đai", "Dân cư",   "Điện tử", "Ấn chỉ",
                                         "An toàn", "Ứng dụng", "Y tế" };
    for (size_t i = 0; i < COUNT(names); i++) test_system(&c, "BTC", names[i], "");
    system_filter f = { 0 };
    assert_names(&c, &f, "An toàn|Ấn chỉ|Dân cư|Đất đai|Điện tử|Ứng dụng|Y tế");
    f.branch_id = test_body(&c, "BTC");
    assert_names(&c, &f, "An toàn|Ấn chỉ|Dân cư|Đất đai|Điện tử|Ứng dụng|Y tế");
    f = (system_filter){ .owner_id = test_body(&c, "BTC") };
    assert_names(&c, &f, "An toàn|Ấn chỉ|Dân cư|Đất đai|Điện tử|Ứng dụng|Y tế");
    f.owner_id = test_body(&c, "BYT");
    assert_names(&c, &f, "");
    call btc    = test_call_of(*state, &a, "BTC");
    f.owner_id  = 0;
    f.branch_id = test_body(&c, "BYT");
    system_page page;
    problem     why = { 0 };
    assert_int_equal(systems_list(&btc, &f, (str){ 0 }, 0, &page, &why), ST_MISSING);
    call_end(&btc);
    f.branch_id = 0;
    assert_int_equal(systems_list(&c, &f, S("x.y"), 0, &page, &why), ST_INVALID);
    call_end(&c);
}

static void filters_of_level_state_and_result_agree_with_their_totals(void **state)
{
    arena a = fresh();
    call  c = test_call(*state, &a);
    test_system(&c, "BTC", "A2", HR);
    test_system(&c, "BYT", "B2", HR);
    test_system(&c, "BTC", "C3",
                "{\"type\":[\"b\"],\"handles_tthc\":true,\"serves_defsec\":false,"
                "\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":0,"
                "\"info\":[\"ca_nhan\"]}");
    test_system(&c, "BTC", "D?", "");
    system_problems p;
    int64_t         id;
    system_data     stopped = {
            .name = S("E2"), .owner = S("BTC"), .state = S("stopped"), .facts = S(HR)
    };
    assert_int_equal(systems_add(&c, &stopped, &id, &p), ST_OK);
    int64_t btc = test_body(&c, "BTC");
    const struct {
        system_filter f;
        const char   *names;
    } cases[] = {
        { { .level = 2 }, "A2|B2|E2" },
        { { .level = 2, .state = SYSTEM_RUNNING }, "A2|B2" },
        { { .state = SYSTEM_STOPPED }, "E2" },
        { { .result = LAW_AT_LEAST }, "D?" },
        { { .result = LAW_DECIDED }, "A2|B2|C3|E2" },
        { { .level = 2, .owner_id = btc }, "A2|E2" },
        { { .level = 3, .branch_id = btc }, "C3" },
        { { .level = 5 }, "" },
        { { .no_level = true }, "D?" },
        { { .q = S("c3"), .level = 3 }, "C3" },
        { { .q = S("c3"), .level = 2 }, "" },
        { { .q = S("tai chinh"), .owner_id = btc, .result = LAW_DECIDED }, "A2|C3|E2" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        print_message("filter %zu\n", i);
        assert_names(&c, &cases[i].f, cases[i].names);
    }
}

static void search_ignores_accents_and_puts_the_very_accents_first(void **state)
{
    arena a = fresh();
    call  c = test_call(*state, &a);
    test_system(&c, "BTC", "Cơ sở dữ liệu đất đai tỉnh Thanh Hóa", "");
    test_system(&c, "BTC", "Bản đồ dát vàng", "");
    test_system(&c, "BTC", "Quản lý đất quốc phòng", "");
    test_system(&c, "BTC", "Kĩ thuật số", "");
    static const struct {
        const char *q, *names;
    } cases[] = {
        { "thanh hoa dat dai", "Cơ sở dữ liệu đất đai tỉnh Thanh Hóa" },
        { "Thanh Hoá", "Cơ sở dữ liệu đất đai tỉnh Thanh Hóa" },
        { "ĐẤT ĐAI", "Cơ sở dữ liệu đất đai tỉnh Thanh Hóa" },
        { "đất", "Cơ sở dữ liệu đất đai tỉnh Thanh Hóa|Quản lý đất quốc phòng|Bản đồ dát vàng" },
        { "dat", "Bản đồ dát vàng|Cơ sở dữ liệu đất đai tỉnh Thanh Hóa|Quản lý đất quốc phòng" },
        { "kỹ thuật", "Kĩ thuật số" },
        { "tai chinh kĩ", "Kĩ thuật số" },
        { "\"*:& ' |!()", "" },
        { "qu ly", "Quản lý đất quốc phòng" },
        { "khongco", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        system_filter f = { .q = str_from(cases[i].q) };
        print_message("search %s\n", cases[i].q);
        assert_names(&c, &f, cases[i].names);
    }
    system_record s;
    int64_t       id = test_system(&c, "BYT", "Thay tên", "");
    assert_int_equal(systems_get_id(&c, id, &s), ST_OK);
    system_data     draft = s.data;
    system_problems p;
    draft.name = S("Tên mới");
    assert_int_equal(systems_change(&c, id, 1, &draft, &p), ST_OK);
    assert_names(&c, &(system_filter){ .q = S("thay") }, "");
    assert_names(&c, &(system_filter){ .q = S("moi") }, "Tên mới");
    assert_names(&c, &(system_filter){ .q = s.code }, "Tên mới");
    call_end(&c);
}

static status count_one(call *c, const system_record *one, void *ctx)
{
    (void)c;
    int64_t *n = ctx;
    *n += one->data.name.len > 0;
    return *n == 300 ? ST_LIMIT : ST_OK;
}

static void each_walks_all_pages_and_stops_when_told(void **state)
{
    arena   a = fresh();
    call    c = test_call(*state, &a);
    int64_t n = 0;
    for (int i = 0; i < 210; i++) {
        char *mark = a.next;
        char  name[32];
        snprintf(name, sizeof(name), "Hệ thống %d", i);
        test_system(&c, "BTC", name, "");
        a.next = mark;
    }
    assert_int_equal(systems_each(&c, &(system_filter){ 0 }, count_one, &n), ST_OK);
    assert_int_equal(n, 210);
    assert_int_equal(systems_each(&c, &(system_filter){ 0 }, count_one, &n), ST_LIMIT);
    assert_int_equal(n, 300);
    call_end(&c);
}

int main(void)
{
    test_systems_register();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_query_is_prepared),
        cmocka_unit_test(an_added_system_is_there_with_its_level),
        cmocka_unit_test(another_bodys_system_is_not_there),
        cmocka_unit_test(a_draft_is_told_all_its_faults),
        cmocka_unit_test(a_change_leaves_its_history_and_a_new_level),
        cmocka_unit_test(a_change_of_owner_and_operator_moves_its_sight),
        cmocka_unit_test(facts_and_determinations_are_recorded_one_by_one),
        cmocka_unit_test(an_act_that_breaks_leaves_nothing_behind),
        cmocka_unit_test(a_list_is_in_vietnamese_order_page_by_page),
        cmocka_unit_test(filters_of_level_state_and_result_agree_with_their_totals),
        cmocka_unit_test(search_ignores_accents_and_puts_the_very_accents_first),
        cmocka_unit_test(each_walks_all_pages_and_stops_when_told),
    };
    return test_store_run(tests, COUNT(tests));
}
