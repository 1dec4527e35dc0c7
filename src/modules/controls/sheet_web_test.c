// sheet_web_test.c - sheets as pages and for programs, through the router, on both stores.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kit/web/page.h"
#include "kit/web/web_test_kit.h"
#include "modules/controls/controls.h"
#include "modules/evidence/evidence.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

static struct {
    int64_t owner_body, other_body, now_ms;
} world;

static status identify(call *c, str cookie, str bearer, str *csrf)
{
    str who = cookie.len ? cookie : bearer;
    if (who.len == 0) return ST_OK;
    bool reads     = str_equal(who, S("reader"));
    c->who         = (actor){ .person_id = str_equal(who, S("mate")) ? 8 : 7,
                              .login     = who,
                              .name = str_equal(who, S("mate")) ? S("Trần An") : S("Nguyễn Thị Minh Khai"),
                              .rights = reads ? RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ : UINT64_MAX };
    c->who.body_id = str_equal(who, S("stranger")) ? world.other_body : world.owner_body;
    *csrf          = S("the-token");
    return ST_OK;
}

static int64_t clock_ms(void)
{
    return world.now_ms;
}

typedef struct room {
    arena   a;
    store  *s;
    web    *router;
    int64_t system, sheet;
    str     code;
} room;

static room open_room(void **state, const char *pack, int level)
{
    room          r   = { .a = test_arena(96 * 1024 * 1024), .s = *state };
    call          c   = test_call(*state, &r.a);
    problem       why = { 0 };
    system_record made;
    r.system         = test_system(&c, "BTC", "Cổng <b>", "{}");
    world.now_ms     = c.now_ms;
    world.owner_body = test_body(&c, "BTC");
    world.other_body = test_body(&c, "BYT");
    control_order o  = { r.system, law_pack_find(law_current(), str_from(pack)), level, 0 };
    assert_int_equal(controls_make(&c, &o, &r.sheet, &why), ST_OK);
    assert_int_equal(systems_get_id(&c, r.system, &made), ST_OK);
    assert_int_equal(arena_copy(&r.a, made.code, &r.code), ST_OK);
    call_end(&c);
    static const web_module *const modules[] = { &controls_module };
    const web_host                 host      = { .store        = *state,
                                                 .modules      = modules,
                                                 .module_count = 1,
                                                 .identify     = identify,
                                                 .error_page   = page_failure,
                                                 .now_ms       = clock_ms };
    assert_int_equal(web_new(&host, &r.router, &why), ST_OK);
    return r;
}

static web_reply get(room *r, const char *who, const char *rest)
{
    web_ask q = { .target = arena_printf(&r->a, "/bang-yeu-cau/%lld%s", (long long)r->sheet, rest),
                  .cookie = str_from(who) };
    return web_test_ask(r->router, &r->a, &q);
}

static web_reply post(room *r, const char *who, const char *rest, const char *body)
{
    web_ask q = { .method = HTTP_POST,
                  .target = arena_printf(&r->a, "/bang-yeu-cau/%lld%s", (long long)r->sheet, rest),
                  .cookie = str_from(who),
                  .content_type = S("application/x-www-form-urlencoded"),
                  .body         = arena_printf(&r->a, "csrf=the-token&%s", body) };
    return web_test_ask(r->router, &r->a, &q);
}

static void holds(const web_reply *reply, const char *text)
{
    if (str_find(reply->body, str_from(text)) < 0)
        fail_msg("\"%s\" is not in the answer of %d", text, reply->code);
}

static void the_grid_shows_the_rows(void **state)
{
    room      r = open_room(state, "nd331", 3);
    web_reply p = get(&r, "officer", "");
    assert_int_equal(p.code, 200);
    holds(&p, "Cổng &lt;b&gt;");
    holds(&p, "data-c=\"RR-01\" data-n=\"1\"");
    holds(&p, "Quản lý rủi ro");
    holds(&p, "5.1.2.1a");
    p = get(&r, "officer", "?thu-tu=nghi-dinh");
    holds(&p, "Chính sách bảo đảm an ninh mạng");
    assert_int_equal(get(&r, "reader", "").code, 200);
    assert_true(str_find(get(&r, "reader", "").body, S("id=\"luu\"")) < 0);
    assert_int_equal(get(&r, "stranger", "").code, 404);
    assert_int_equal(post(&r, "stranger", "/luu", "rows=%5B%5D").code, 404);
    assert_int_equal(post(&r, "reader", "/luu", "rows=%5B%5D").code, 403);
    p = get(&r, "officer", "?loc=viec");
    holds(&p, "Không còn yêu cầu nào ở đây");
    web_free(r.router);
}

#define EDIT(control, version, set, was)                                                           \
    "rows=%5B%7B%22control%22%3A%22" control "%22%2C%22version%22%3A" version                      \
    "%2C%22set%22%3A%7B" set "%7D%2C%22was%22%3A%7B" was "%7D%7D%5D"

static void the_grid_saves_rows_and_tells_of_each(void **state)
{
    room      r = open_room(state, "nd331", 1);
    web_reply p = post(
        &r, "officer", "/luu",
        EDIT("RR-01", "1", "%22answer%22%3A%22Kh%C3%B4ng+%C3%A1p+d%E1%BB%A5ng%22", ""));
    assert_int_equal(p.code, 200);
    holds(&p, "\"fate\":\"saved\",\"version\":2,\"lack\":\"Thiếu lý do, lập luận\"");
    holds(&p, "\"answer\":{\"value\":\"not_applicable\",\"words\":\"Không áp dụng\"}");
    holds(&p, "\"answered\":1");
    p = post(&r, "mate", "/luu",
             EDIT("RR-01", "1", "%22reason%22%3A%22v%C3%AC%22", "%22reason%22%3A%22%22"));
    holds(&p, "\"fate\":\"saved\",\"version\":3"); // another field: both stand
    p = post(&r, "officer", "/luu",
             EDIT("RR-01", "2", "%22reason%22%3A%22kh%C3%A1c%22", "%22reason%22%3A%22%22"));
    holds(&p, "\"fate\":\"conflict\"");
    holds(&p, "\"conflicts\":{\"reason\":{\"value\":\"vì\",\"words\":\"vì\",\"yours\":\"khác\","
              "\"person\":\"Trần An\"");
    p = post(&r, "officer", "/luu", EDIT("RR-02", "1", "%22due%22%3A%22mai%22", ""));
    holds(&p, "\"faults\":[{\"field\":\"due\",\"rule\":\"date-form\"");
    assert_int_equal(post(&r, "officer", "/luu", "rows=%5B").code, 422);
    web_free(r.router);
}

static void one_requirement_is_answered_without_scripts(void **state)
{
    room      r = open_room(state, "nd331", 1);
    web_reply p = get(&r, "officer", "/yeu-cau/RR-01");
    assert_int_equal(p.code, 200);
    holds(&p, "Yêu cầu 1/111");
    p = post(&r, "officer", "/yeu-cau/RR-01",
             "version=1&answer=met&description=&reason=&source=&responsible=&due=&cost=&do=next");
    assert_int_equal(p.code, 303);
    assert_true(str_ends(web_reply_header(&p, "Location"), S("/yeu-cau/RR-02")));
    p = post(&r, "officer", "/yeu-cau/RR-02", "version=1&answer=partly&due=32%2F1%2F2027&do=next");
    assert_int_equal(p.code, 422);
    holds(&p, "value=\"32/1/2027\""); // what was typed is there
    p = post(&r, "mate", "/yeu-cau/RR-01", "version=1&answer=not_yet&do=next");
    assert_int_equal(p.code, 409);
    holds(&p, "Người khác đã sửa cùng lúc");
    assert_int_equal(get(&r, "officer", "/yeu-cau/QL-1.1").code, 404);
    assert_int_equal(get(&r, "stranger", "/yeu-cau/RR-01").code, 404);
    p = get(&r, "officer", "/yeu-cau/RR-01");
    holds(&p, "Lịch sử");
    web_free(r.router);
}

static void a_system_has_its_sheets(void **state)
{
    room      r = open_room(state, "nd85", 1);
    web_ask   q = { .target = arena_printf(&r.a, "/he-thong/" STR_FMT "/yeu-cau", STR_ARG(r.code)),
                    .cookie = S("officer") };
    web_reply p = web_test_ask(r.router, &r.a, &q);
    assert_int_equal(p.code, 200);
    holds(&p, "Nghị định 85/2016/NĐ-CP");
    q.method       = HTTP_POST;
    q.content_type = S("application/x-www-form-urlencoded");
    q.body         = S("csrf=the-token&pack=nd331&level=2&from=");
    p              = web_test_ask(r.router, &r.a, &q);
    assert_int_equal(p.code, 303);
    q.body = S("csrf=the-token&pack=nd331&level=2&from=HT-999999");
    p      = web_test_ask(r.router, &r.a, &q);
    assert_int_equal(p.code, 422);
    holds(&p, "value=\"HT-999999\"");
    q.cookie = S("stranger");
    assert_int_equal(web_test_ask(r.router, &r.a, &q).code, 404);
    p = post(&r, "officer", "/chot", "");
    assert_int_equal(p.code, 422); // no decision in the register
    web_free(r.router);
}

static void programs_do_the_same(void **state)
{
    room      r = open_room(state, "nd331", 1);
    web_ask   q = { .target = arena_printf(&r.a, "/api/v1/systems/" STR_FMT "/control-sheets",
                                           STR_ARG(r.code)),
                    .bearer = S("officer") };
    web_reply p = web_test_ask(r.router, &r.a, &q);
    assert_int_equal(p.code, 200);
    holds(&p, "\"catalogue\":\"tcvn14423\"");
    q.method       = HTTP_POST;
    q.content_type = S("application/json");
    q.body         = S("{\"pack\":\"nd331\",\"level\":2}");
    p              = web_test_ask(r.router, &r.a, &q);
    assert_int_equal(p.code, 201);
    holds(&p, "\"total\":129");
    q.target = arena_printf(&r.a, "/api/v1/control-sheets/%lld/answers", (long long)r.sheet);
    q.body   = S("{\"rows\":[{\"control\":\"RR-01\",\"version\":1,\"set\":{\"answer\":\"met\"}}]}");
    p        = web_test_ask(r.router, &r.a, &q);
    assert_int_equal(p.code, 200);
    holds(&p, "\"fate\":\"saved\"");
    q.body = S("{\"rows\":[{\"control\":5}]}");
    assert_int_equal(web_test_ask(r.router, &r.a, &q).code, 422);
    q = (web_ask){ .target = arena_printf(&r.a, "/api/v1/control-sheets/%lld", (long long)r.sheet),
                   .bearer = S("stranger") };
    assert_int_equal(web_test_ask(r.router, &r.a, &q).code, 404);
    q.bearer = S("officer");
    p        = web_test_ask(r.router, &r.a, &q);
    holds(&p, "{\"control\":\"RR-01\",\"clause\":\"3.1a\",\"heading\":false");
    web_free(r.router);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,    &jobs_sql,     &organisations_sql,
                                                 &systems_sql, &evidence_sql, &controls_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_grid_shows_the_rows),
        cmocka_unit_test(the_grid_saves_rows_and_tells_of_each),
        cmocka_unit_test(one_requirement_is_answered_without_scripts),
        cmocka_unit_test(a_system_has_its_sheets),
        cmocka_unit_test(programs_do_the_same),
    };
    return test_store_run(tests, COUNT(tests));
}
