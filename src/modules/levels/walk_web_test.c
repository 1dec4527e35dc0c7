// walk_web_test.c - the walk as pages, through the router, on both stores: what is said is kept, what is
// refused is told, what is recorded is what was shown.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/web/page.h"
#include "kit/web/web_test_kit.h"
#include "modules/levels/level_store.h"
#include "modules/levels/levels.h"
#include "modules/levels/levels_queries.gen.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#define PLAIN                                                                                      \
    "\"serves_defsec\":false,\"nat_egov\":false,\"nat_special_store\":false,\"pm_level\":0"

static struct {
    int64_t owner_body, other_body, now_ms;
} world;

static status identify(call *c, str cookie, str bearer, str *csrf)
{
    str who = cookie.len ? cookie : bearer;
    if (who.len == 0) return ST_OK;
    bool reads     = str_equal(who, S("reader"));
    c->who         = (actor){ .person_id = str_equal(who, S("other")) ? 8 : 7,
                              .login     = who,
                              .name      = S("Nguyễn Thị Minh Khai"),
                              .rights    = reads ? RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ : UINT64_MAX };
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
    int64_t id;
    str     code, kept; // kept: the walk's cookie, "hoi=…"
} room;

static room open_room(void **state, const char *facts)
{
    room          r    = { .a = test_arena(48 * 1024 * 1024), .s = *state, .kept = S("") };
    call          c    = test_call(*state, &r.a);
    problem       why  = { 0 };
    system_record made = { 0 };
    r.id               = test_system(&c, "BTC", "Cổng <b>", facts);
    world.now_ms       = c.now_ms;
    world.owner_body   = test_body(&c, "BTC");
    world.other_body   = test_body(&c, "BYT");
    assert_int_equal(systems_get_id(&c, r.id, &made), ST_OK);
    assert_int_equal(arena_copy(&r.a, made.code, &r.code), ST_OK);
    call_end(&c);
    static const web_module *const modules[] = { &levels_module };
    const web_host                 host      = { .store        = *state,
                                                 .modules      = modules,
                                                 .module_count = 1,
                                                 .identify     = identify,
                                                 .error_page   = page_failure,
                                                 .now_ms       = clock_ms };
    assert_int_equal(web_new(&host, &r.router, &why), ST_OK);
    return r;
}

// Keeps the cookie that came back, as a browser does.
static void keep_cookie(room *r, const web_reply *reply)
{
    str line = web_reply_header(reply, "Set-Cookie"), pair, rest;
    if (!line.len) return;
    (void)str_cut(line, ';', &pair, &rest);
    assert_true(str_find(rest, S("Path=/")) > 0 && str_find(rest, S("HttpOnly")) > 0);
    assert_int_equal(arena_copy(&r->a, pair, &r->kept), ST_OK);
}

static web_reply get(room *r, const char *who, const char *rest)
{
    http_field cookie = { S("Cookie"), r->kept };
    str        target = rest[0] == '/' ? str_from(rest)
                                       : arena_printf(&r->a, "/he-thong/" STR_FMT "/hoi%s",
                                                      STR_ARG(r->code), rest + 1);
    web_ask    q      = { .target = target, .cookie = str_from(who), .headers = &cookie };
    q.header_count    = r->kept.len ? 1 : 0;
    web_reply reply   = web_test_ask(r->router, &r->a, &q);
    keep_cookie(r, &reply);
    return reply;
}

static web_reply post(room *r, const char *who, str body)
{
    http_field cookie = { S("Cookie"), r->kept };
    web_ask    q      = { .method  = HTTP_POST,
                          .target  = arena_printf(&r->a, "/he-thong/" STR_FMT "/hoi", STR_ARG(r->code)),
                          .cookie  = str_from(who),
                          .headers = &cookie,
                          .header_count = r->kept.len ? 1 : 0,
                          .content_type = S("application/x-www-form-urlencoded"),
                          .body         = body };
    return web_test_ask(r->router, &r->a, &q);
}

static void leads_to(const web_reply *reply, const char *end)
{
    str at = web_reply_header(reply, "Location");
    if (reply->code != 303 || !str_ends(at, str_from(end)))
        fail_msg("%d to " STR_FMT ", not %s", reply->code, STR_ARG(at), end);
}

static bool has(const web_reply *reply, const char *text)
{
    return str_find(reply->body, str_from(text)) >= 0;
}

static str value_of(const web_reply *reply, const char *name)
{
    str       mark = str_from(name), rest;
    ptrdiff_t at   = str_find(reply->body, mark);
    assert_true(at > 0);
    rest = str_slice(reply->body, at + mark.len + 8, reply->body.len); //  value="
    (void)str_cut(rest, '"', &rest, &(str){ 0 });
    return rest;
}

static void a_trial_keeps_its_answers_and_writes_nothing(void **state)
{
    room      r = open_room(state, "{\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN "}");
    web_reply p = get(&r, "maker", "/cap-do/hoi");
    leads_to(&p, "/cap-do/hoi/loai-hinh");
    p = get(&r, "maker", "/cap-do/hoi/loai-hinh");
    assert_int_equal(p.code, 200);
    assert_true(has(&p, "Câu 1. ") && has(&p, "Căn cứ") && has(&p, "khoản 2 Điều 9 Nghị định 331"));
    assert_false(has(&p, "checked"));
    p = get(&r, "maker", "/cap-do/hoi/loai-hinh?luu=1");
    assert_int_equal(p.code, 422);
    assert_true(has(&p, "href=\"#f-type\""));
    p = get(&r, "maker", "/cap-do/hoi/loai-hinh?luu=1&type=b&type=unknown");
    assert_int_equal(p.code, 422);
    p = get(&r, "maker", "/cap-do/hoi/loai-hinh?luu=1&type=b");
    leads_to(&p, "/thong-tin");
    p = get(&r, "maker", "/cap-do/hoi/thong-tin?luu=1&info=ca_nhan");
    leads_to(&p, "/dien-dac-biet");
    p = get(&r, "maker",
            "/cap-do/hoi/"
            "dien-dac-biet?luu=1&serves_defsec=false&nat_egov=unknown&nat_special_store=false");
    leads_to(&p, "/dich-vu");
    p = get(&r, "maker", "/cap-do/hoi/dich-vu?luu=1&online_service=true&handles_tthc=true");
    leads_to(&p, "/quyet-dinh"); // level 3: the line of business and the numbers matter no more
    p = get(&r, "maker", "/cap-do/hoi/quyet-dinh?luu=1&pm_level=0&risk_level=unknown");
    leads_to(&p, "/kiem-tra");
    p = get(&r, "maker", "/cap-do/hoi/kiem-tra");
    assert_int_equal(p.code, 200);
    assert_true(has(&p, "điểm b khoản 2 Điều 13 Nghị định 331/2026/NĐ-CP"));
    assert_true(has(&p, "có thể nâng lên cấp độ 4")); // a national system is not ruled out
    assert_true(has(&p, "name=\"handles_tthc\" value=\"true\"")); // carried into a new system
    p = get(&r, "maker", "/cap-do/hoi/loai-hinh");                // back: as it was answered
    assert_true(has(&p, "value=\"b\" checked"));
    p = get(&r, "reader", "/cap-do/hoi/kiem-tra");
    assert_false(has(&p, "/he-thong/them"));
    p = get(&r, "other", "/cap-do/hoi"); // another person at the same machine sees none of it
    leads_to(&p, "/loai-hinh");
    assert_int_equal(get(&r, "maker", "/cap-do/hoi/khong-co").code, 404);
    web_free(r.router);
}

static void what_the_pages_show_is_recorded_with_its_pack(void **state)
{
    room           r = open_room(state, "{\"type\":[\"b\"],\"info\":[\"ca_nhan\"]," PLAIN "}");
    determination *all;
    level_choice  *choices;
    size_t         count, chosen;
    web_reply      p = get(&r, "maker", "@");
    leads_to(&p, "/hoi/dich-vu"); // the register knows the rest
    p = get(&r, "maker", "@/dich-vu?luu=1&online_service=true&handles_tthc=false&cond_business=no");
    leads_to(&p, "/so-nguoi");
    p = get(&r, "maker", "@/so-nguoi?luu=1&pd_basic=120.000&pd_sensitive=unknown");
    leads_to(&p, "/kiem-tra");
    p          = get(&r, "maker", "@/kiem-tra");
    str draft  = value_of(&p, "name=\"tra-loi\"");
    str number = value_of(&p, "name=\"version\"");
    assert_true(has(&p, "120.000") && has(&p, "name=\"BG1\""));
    str body = arena_printf(&r.a,
                            "csrf=the-token&version=" STR_FMT "&phan=&tra-loi=" STR_FMT
                            "&BG1=accounts&note=&reason=h%%E1%%BB%%8Fi",
                            STR_ARG(number), STR_ARG(draft));
    assert_int_equal(post(&r, "reader", body).code, 403);
    p = post(&r, "maker", S("csrf=the-token&version=1&phan=&tra-loi=00ff"));
    leads_to(&p, "/kiem-tra"); // nobody's answers: shown again, nothing recorded
    assert_int_equal(post(&r, "stranger", body).code, 404);
    p = post(&r, "maker", body);
    leads_to(&p, "/cap-do?xong=1");
    p = post(&r, "maker", body); // the same form again: the register has moved on
    assert_int_equal(p.code, 409);
    assert_true(has(&p, "120.000")); // and nothing that was said is lost
    call c = test_call(r.s, &r.a);
    assert_int_equal(systems_determinations(&c, r.id, &all, &count), ST_OK);
    assert_int_equal(count, 2);
    assert_int_equal(all[0].level, 3);
    assert_true(str_equal(all[0].pack, S("nd331")) && all[0].pack_row.len > 0);
    assert_true(str_equal(all[0].reason, S("hỏi")));
    assert_true(str_find(all[0].facts, S("\"pd_basic\":120000")) > 0);
    assert_int_equal(level_choices_load(&c, r.id, &choices, &chosen), ST_OK);
    assert_int_equal(chosen, 1);
    call_end(&c);
    assert_int_equal(get(&r, "stranger", "@").code, 404);
    web_free(r.router);
}

static void each_part_of_a_system_is_walked_by_itself(void **state)
{
    room r = open_room(
        state, "{\"components\":[{\"name\":\"Nội bộ\",\"type\":[\"a\"],\"info\":[\"rieng\"]," PLAIN
               "},{\"name\":\"Hạ tầng\",\"type\":[\"c\"],\"info\":[\"rieng\"]," PLAIN "}]}");
    web_reply p = get(&r, "maker", "@");
    assert_int_equal(p.code, 200);
    assert_true(has(&p, "/hoi?phan=2\"") && has(&p, "Hạ tầng"));
    p = get(&r, "maker", "@?phan=2");
    leads_to(&p, "/hoi/pham-vi?phan=2");
    p = get(&r, "maker", "@/pham-vi?luu=1&phan=2&infra_scope=sector_or_province");
    leads_to(&p, "/hoi/kiem-tra?phan=2");
    p        = get(&r, "maker", "@/kiem-tra?phan=2");
    str body = arena_printf(&r.a, "csrf=the-token&version=" STR_FMT "&phan=2&tra-loi=" STR_FMT,
                            STR_ARG(value_of(&p, "name=\"version\"")),
                            STR_ARG(value_of(&p, "name=\"tra-loi\"")));
    p        = post(&r, "maker", body);
    leads_to(&p, "/cap-do?xong=1");
    call          c = test_call(r.s, &r.a);
    system_record s;
    assert_int_equal(systems_get_id(&c, r.id, &s), ST_OK);
    assert_int_equal(s.level, 3);
    assert_true(str_find(s.data.facts, S("\"name\":\"Nội bộ\"")) > 0); // the other part as it was
    call_end(&c);
    assert_int_equal(get(&r, "maker", "@?phan=3").code, 404);
    web_free(r.router);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &organisations_sql, &systems_sql,
                                                 &levels_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trial_keeps_its_answers_and_writes_nothing),
        cmocka_unit_test(what_the_pages_show_is_recorded_with_its_pack),
        cmocka_unit_test(each_part_of_a_system_is_walked_by_itself),
    };
    return test_store_run(tests, COUNT(tests));
}
