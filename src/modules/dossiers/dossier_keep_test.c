// dossier_keep_test.c - texts and rows that save themselves, through the router, by two people, on both stores.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/timers/timers.h"
#include "kit/web/page.h"
#include "kit/web/web_test_kit.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/controls/controls.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/dossiers_queries.gen.h"
#include "modules/evidence/evidence.h"
#include "modules/letters/letters.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/tasks/tasks.h"

#define FACTS                                                                                      \
    "{\"serves_defsec\":false,\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":0,"      \
    "\"type\":[\"b\"],\"info\":[\"ca_nhan\"],\"dvc_level\":0,\"handles_tthc\":false,"              \
    "\"online_service\":true,\"cond_business\":\"no\",\"users_private\":900,\"pd_basic\":900,"     \
    "\"pd_sensitive\":0}"

static struct {
    int64_t operator_body, other_body, now_ms;
} world;

static const struct {
    const char *login, *name;
    int64_t     person;
} people[] = { { "binh", "Trần Thị Bình", 11 },
               { "cuong", "Lê Văn Cường", 21 },
               { "la", "Người lạ", 31 } };

static status identify(call *c, str cookie, str bearer, str *csrf)
{
    (void)bearer;
    for (size_t i = 0; i < COUNT(people); i++) {
        if (!str_equal(cookie, str_from(people[i].login))) continue;
        c->who = (actor){ .person_id = people[i].person,
                          .login     = cookie,
                          .name      = str_from(people[i].name),
                          .roles     = UINT64_C(1) << TASK_OPERATOR,
                          .rights    = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ | RIGHT_DOSSIERS_ACT,
                          .body_id   = i < 2 ? world.operator_body : world.other_body };
        *csrf  = S("the-token");
    }
    return ST_OK;
}

static int64_t clock_ms(void)
{
    return world.now_ms;
}

typedef struct room {
    arena  a;
    web   *router;
    store *s;
    str    address; // of the dossier
} room;

static room open_room(void **state)
{
    room            r      = { .a = test_arena(64 * 1024 * 1024), .s = *state };
    call            c      = test_call(*state, &r.a);
    problem         why    = { 0 };
    system_problems faults = { 0 };
    int64_t         system, id;
    system_data     draft = { .name          = S("Một cửa điện tử"),
                              .owner         = S("BKHCN"),
                              .operator_     = S("BYT"),
                              .purpose       = S("Giải quyết thủ tục"),
                              .state         = S("building"),
                              .begun_on      = S("2026-09-01"),
                              .regulation_no = S("12/QĐ"),
                              .regulation_on = S("2026-09-01"),
                              .regulation_by = S("Bộ KHCN"),
                              .facts         = S(FACTS) };
    assert_int_equal(systems_add(&c, &draft, &system, &faults), ST_OK);
    static int64_t turn = 0; // who was here in an earlier test has gone
    world.now_ms        = c.now_ms + ++turn * 60000;
    world.operator_body = test_body(&c, "BYT");
    world.other_body    = test_body(&c, "BGDDT");
    call_end(&c);
    call            drafter = test_call_of(*state, &r.a, "BYT");
    dossier_opening what    = { .count = 1 };
    drafter.who.person_id   = 11;
    drafter.who.roles       = UINT64_C(1) << TASK_OPERATOR;
    drafter.who.rights      = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ | RIGHT_DOSSIERS_ACT;
    what.systems[0]         = arena_printf(&r.a, "%lld", (long long)system);
    assert_int_equal(dossiers_open(&drafter, &what, &id, &why), ST_OK);
    call_end(&drafter);
    r.address = arena_printf(&r.a, "/ho-so/" STR_FMT, STR_ARG(dossier_code(&r.a, id)));
    static const web_module *const modules[] = { &dossiers_way_module };
    const web_host                 host      = { .store        = *state,
                                                 .modules      = modules,
                                                 .module_count = 1,
                                                 .identify     = identify,
                                                 .error_page   = page_failure,
                                                 .now_ms       = clock_ms };
    assert_int_equal(web_new(&host, &r.router, &why), ST_OK);
    return r;
}

// sent NULL: looked at. json: by the script.
static web_reply ask(room *r, const char *who, const char *rest, const char *sent, bool json)
{
    static const http_field accept = { STR("Accept"), STR("application/json") };
    web_ask                 q      = { .method = sent ? HTTP_POST : HTTP_GET,
                                       .cookie = str_from(who),
                                       .target = arena_printf(&r->a, STR_FMT "%s", STR_ARG(r->address), rest) };
    if (json) {
        q.headers      = &accept;
        q.header_count = 1;
    }
    if (sent) {
        q.content_type = S("application/x-www-form-urlencoded");
        q.body         = arena_printf(&r->a, "csrf=the-token&%s", sent);
    }
    return web_test_ask(r->router, &r->a, &q);
}

static bool has(const web_reply *reply, const char *text)
{
    return str_find(reply->body, str_from(text)) >= 0;
}

static void a_text_is_saved_and_what_another_wrote_comes_back(void **state)
{
    room      r = open_room(state);
    web_reply a = ask(&r, "binh", "/plan/noi-dung", "key=plan.1&known=0&plan.1=M%E1%BB%99t", true);
    assert_int_equal(a.code, 200);
    assert_true(has(&a, "\"set\":{\"known\":\"1\"}") && has(&a, "\"said\":\"Đã lưu lúc "));
    a = ask(&r, "cuong", "/plan/noi-dung", "key=plan.1&known=0&plan.1=Hai", true);
    assert_int_equal(a.code, 409);
    assert_true(has(&a, "\"others\":{\"plan.1\":{\"value\":\"Một\",\"person\":\"Trần Thị Bình\""));
    assert_true(has(&a, "\"set\":{\"known\":\"1\"}"));
    a = ask(&r, "cuong", "/plan/noi-dung", "key=plan.1&known=1&plan.1=Hai", true);
    assert_int_equal(a.code, 200); // having seen it
    // without scripts both texts stand on the page
    a = ask(&r, "binh", "/plan/noi-dung", "key=plan.1&known=1&plan.1=Ba+c%E1%BB%A7a+t%C3%B4i",
            false);
    assert_int_equal(a.code, 422);
    assert_true(has(&a, "Ba của tôi</textarea>") &&
                has(&a, "<blockquote class=\"lines\">Hai</blockquote>"));
    assert_true(has(&a, "Lê Văn Cường ghi lúc"));
    a = ask(&r, "binh", "/plan/noi-dung", "key=plan.9&known=0&plan.9=x", true);
    assert_int_equal(a.code, 422);
    assert_true(has(&a, "\"message\":"));
    assert_int_equal(ask(&r, "la", "/plan/noi-dung", "key=plan.1&known=2&plan.1=x", true).code,
                     404);
}

static void a_row_is_saved_cell_by_cell(void **state)
{
    room      r = open_room(state);
    web_reply a = ask(&r, "binh", "/devices/dong", "row=&name=May+1&second=A&zone=&fourth=", false);
    assert_int_equal(a.code, 303);
    a            = ask(&r, "binh", "/devices", NULL, false);
    ptrdiff_t at = str_find(a.body, S("?dong="));
    str row   = str_slice(a.body, at + 6, str_find(str_slice(a.body, at, a.body.len), S("#")) + at);
    str there = arena_printf(&r.a, "/devices?dong=" STR_FMT, STR_ARG(row));
    a         = ask(&r, "binh", arena_cstr(&r.a, there), NULL, false);
    assert_true(has(&a, "name=\"was.second\" value=\"A\"") && has(&a, "data-self"));
    const char *mine = arena_cstr(
        &r.a, arena_printf(&r.a,
                           "row=" STR_FMT "&was.name=May+1&was.second=A&was.zone=&was.fourth="
                           "&name=May+1&second=B&zone=&fourth=",
                           STR_ARG(row)));
    const char *theirs = arena_cstr(
        &r.a, arena_printf(&r.a,
                           "row=" STR_FMT "&was.name=May+1&was.second=A&was.zone=&was.fourth="
                           "&name=May+2&second=C&zone=&fourth=",
                           STR_ARG(row)));
    a = ask(&r, "binh", "/devices/dong", mine, true);
    assert_int_equal(a.code, 200);
    assert_true(has(&a, "\"was.second\":\"B\"") && !has(&a, "\"now\":"));
    const char *other = arena_cstr(
        &r.a, arena_printf(&r.a,
                           "row=" STR_FMT "&was.name=May+1&was.second=A&was.zone=&was.fourth="
                           "&name=May+1&second=A&zone=&fourth=D",
                           STR_ARG(row)));
    a = ask(&r, "cuong", "/devices/dong", other,
            true); // what only the other changed is taken over, and told
    assert_int_equal(a.code, 200);
    assert_true(has(&a, "\"now\":{\"second\":\"B\"}"));
    a = ask(&r, "cuong", "/devices/dong", theirs, true);
    assert_int_equal(a.code, 409);
    assert_true(has(&a, "\"others\":{\"second\":{\"value\":\"B\",\"person\":\"Lê Văn Cường\"") &&
                !has(&a, "\"name\":{"));
    a = ask(&r, "cuong", "/devices/dong", theirs, false);
    assert_int_equal(a.code, 422);
    assert_true(has(&a, "value=\"May 2\"") && has(&a, "value=\"C\"") && has(&a, "đã ghi lúc"));
}

static void both_are_told_of_each_other(void **state)
{
    room      r = open_room(state);
    web_reply a = ask(&r, "binh", "/plan", NULL, false);
    assert_true(has(&a, "data-watch=") && !has(&a, "mở phần này: Lê"));
    a = ask(&r, "cuong", "/plan", NULL, false);
    assert_true(has(&a, "Đang cùng mở phần này: Trần Thị Bình."));
    assert_int_equal(
        ask(&r, "cuong", "/plan/noi-dung", "key=plan.2&known=0&plan.2=Ch%E1%BB%AF", true).code,
        200);
    a = ask(&r, "cuong", "/plan/dang-sua?o=plan.2&tu=0", NULL, true);
    assert_int_equal(a.code, 200);
    a = ask(&r, "binh", "/plan/dang-sua?o=plan.1&tu=0", NULL, true);
    assert_true(has(&a, "{\"name\":\"Lê Văn Cường\",\"field\":\"plan.2\"}"));
    assert_true(has(
        &a,
        "\"texts\":{\"plan.2\":{\"known\":\"1\",\"value\":\"Chữ\",\"person\":\"Lê Văn Cường\""));
    assert_int_equal(ask(&r, "cuong", "/devices/dong", "row=&name=May", false).code, 303);
    a = ask(&r, "binh", "/devices/dang-sua?tu=0", NULL, true);
    assert_true(has(&a, "\"moved\":\"Lê Văn Cường\""));
    a = ask(&r, "cuong", "/devices/dang-sua?tu=0", NULL, true);
    assert_true(has(&a, "\"moved\":\"\""));
    assert_int_equal(ask(&r, "la", "/plan/dang-sua?tu=0", NULL, true).code, 404);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,     &jobs_sql,          &timers_sql,
                                                 &workflow_sql, &organisations_sql, &accounts_sql,
                                                 &tasks_sql,    &systems_sql,       &dossiers_sql,
                                                 &controls_sql, &evidence_sql,      &letters_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(a_text_is_saved_and_what_another_wrote_comes_back),
                 cmocka_unit_test(a_row_is_saved_cell_by_cell),
                 cmocka_unit_test(both_are_told_of_each_other),
    };
    store_register(modules, COUNT(modules));
    return test_store_run(tests, COUNT(tests));
}
