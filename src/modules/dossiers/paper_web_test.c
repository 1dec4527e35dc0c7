// paper_web_test.c - the page of a system's papers and the downloads, through the router.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kit/documents/docx_test_kit.h"
#include "kit/web/page.h"
#include "kit/web/web_test_kit.h"
#include "modules/controls/controls.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/dossiers_queries.gen.h"
#include "modules/letters/letters.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/systems/systems_queries.gen.h"
#include "modules/systems/systems_test_kit.h"

#define LEVEL_2                                                                                    \
    "{\"type\":[\"a\"],\"info\":[\"ca_nhan\"],\"serves_defsec\":false,\"nat_egov\":false,"         \
    "\"nat_special_store\":false,\"pm_level\":0}"
#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static struct {
    int64_t owner_body, other_body;
    int64_t now_ms;
    bool    demo;
} world;

static status identify(call *c, str cookie, str bearer, str *csrf)
{
    str who = cookie.len > 0 ? cookie : bearer;
    if (who.len == 0) return ST_OK;
    bool reads     = str_equal(who, S("reader"));
    c->who         = (actor){ .person_id = 7,
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
    arena a;
    web  *router;
    str   code;
} room;

static room open_room(void **state)
{
    room          r    = { .a = test_arena(48 * 1024 * 1024) };
    call          c    = test_call(*state, &r.a);
    problem       why  = { 0 };
    system_record made = { 0 };
    int64_t       id   = test_system(&c, "BTC", "Hệ thống nhân sự <1>", LEVEL_2);
    world.now_ms       = c.now_ms;
    world.owner_body   = test_body(&c, "BTC");
    world.other_body   = test_body(&c, "BYT");
    assert_int_equal(systems_get_id(&c, id, &made), ST_OK);
    assert_int_equal(arena_copy(&r.a, made.code, &r.code), ST_OK);
    call_end(&c);
    static const web_module *const modules[] = { &dossiers_module };
    const web_host                 host      = { .store        = *state,
                                                 .modules      = modules,
                                                 .module_count = 1,
                                                 .demo         = world.demo,
                                                 .identify     = identify,
                                                 .error_page   = page_failure,
                                                 .now_ms       = clock_ms };
    assert_int_equal(web_new(&host, &r.router, &why), ST_OK);
    return r;
}

static web_reply ask(room *r, const char *who, http_method method, const char *format, bool token)
{
    str     target = arena_printf(&r->a, "%.*s" STR_FMT "%s", (int)strcspn(format, "@"), format,
                                  STR_ARG(r->code), strchr(format, '@') + 1);
    web_ask q      = { .method = method, .target = target };
    if (str_starts(target, S("/api"))) {
        q.bearer = str_from(who);
    } else {
        q.cookie = str_from(who);
    }
    if (token) {
        q.content_type = S("application/x-www-form-urlencoded");
        q.body         = S("csrf=the-token");
    }
    return web_test_ask(r->router, &r->a, &q);
}

static bool has(const web_reply *reply, const char *text)
{
    return str_find(reply->body, str_from(text)) >= 0;
}

static void the_page_tells_what_fits_and_what_is_missing(void **state)
{
    room      r    = open_room(state);
    web_reply seen = ask(&r, "maker", HTTP_GET, "/he-thong/@/van-ban", false);
    assert_int_equal(seen.code, 200);
    assert_true(has(&seen, "Hệ thống nhân sự &lt;1&gt;"));
    assert_true(has(&seen, "/van-ban/mau-01\"") && has(&seen, "/van-ban/thuyet-minh\""));
    assert_false(has(&seen, "/van-ban/mau-05\""));
    assert_true(has(&seen, "Dành cho cấp độ 3–4"));
    assert_true(has(&seen, "/van-ban/quyet-dinh\"") && !has(&seen, "Mẫu 08"));
    assert_true(has(&seen, "đơn vị vận hành, địa chỉ"));
    assert_true(has(&seen, "Chưa lập văn bản nào."));
    seen = ask(&r, "reader", HTTP_GET, "/he-thong/@/van-ban", false);
    assert_int_equal(seen.code, 200);
    assert_false(has(&seen, "/van-ban/mau-01\"")); // may look, may not make
    assert_int_equal(ask(&r, "stranger", HTTP_GET, "/he-thong/@/van-ban", false).code, 404);
    web_free(r.router);
}

static void a_download_is_a_docx_and_leaves_its_line(void **state)
{
    room      r     = open_room(state);
    web_reply paper = ask(&r, "maker", HTTP_POST, "/he-thong/@/van-ban/mau-01", true);
    assert_int_equal(paper.code, 200);
    assert_true(str_starts(web_reply_header(&paper, "Content-Type"), S(DOCX)));
    assert_true(str_find(web_reply_header(&paper, "Content-Disposition"), S("mau-01-HT-")) > 0);
    str xml = test_unzip(&r.a, paper.body, "word/document.xml");
    assert_true(str_find(xml, S("Hệ thống nhân sự &lt;1&gt;")) > 0);
    web_reply seen = ask(&r, "maker", HTTP_GET, "/he-thong/@/van-ban", false);
    assert_true(has(&seen, "Nguyễn Thị Minh Khai") && has(&seen, "24/11/2026"));
    assert_int_equal(ask(&r, "maker", HTTP_POST, "/he-thong/@/van-ban/mau-01", false).code, 403);
    assert_int_equal(ask(&r, "reader", HTTP_POST, "/he-thong/@/van-ban/mau-01", true).code, 403);
    assert_int_equal(ask(&r, "stranger", HTTP_POST, "/he-thong/@/van-ban/mau-01", true).code, 404);
    assert_int_equal(ask(&r, "maker", HTTP_POST, "/he-thong/@/van-ban/mau-05", true).code, 422);
    web_free(r.router);
}

static void the_same_paper_comes_as_pdf(void **state)
{
    room      r     = open_room(state);
    web_reply seen  = ask(&r, "maker", HTTP_GET, "/he-thong/@/van-ban", false);
    web_reply paper = ask(&r, "maker", HTTP_POST, "/he-thong/@/van-ban/mau-01?as=pdf", true);
    assert_true(has(&seen, "/van-ban/mau-01?as=pdf\""));
    assert_int_equal(paper.code, 200);
    assert_true(str_equal(web_reply_header(&paper, "Content-Type"), S("application/pdf")));
    assert_true(str_find(web_reply_header(&paper, "Content-Disposition"), S(".pdf\"")) > 0);
    assert_true(str_starts(paper.body, S("%PDF-")));
    paper = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers/mau-01?as=pdf", false);
    assert_true(str_starts(paper.body, S("%PDF-")));
    paper = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers/mau-01?as=odt", false);
    assert_int_equal(paper.code, 422);
    assert_true(has(&paper, "paper-format"));
    web_free(r.router);
}

static void a_pdf_that_would_lack_something_goes_out_only_when_asked_for(void **state)
{
    room r = open_room(state);
    call c = test_call(*state, &r.a);
    test_system(&c, "BTC", "Hệ thống \xf0\x9f\x98\x80", LEVEL_2); // a face, which Times lacks
    call_end(&c);
    r.code          = S("HT-000002");
    web_reply paper = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers/mau-01?as=pdf", false);
    assert_int_equal(paper.code, 422);
    assert_true(has(&paper, "print-lacks") && has(&paper, "U+1F600"));
    web_reply list = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers", false);
    assert_true(has(&list, "\"total\":0")); // nothing went out, nothing is recorded
    paper = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers/mau-01?as=pdf&anyway=1", false);
    assert_true(str_starts(paper.body, S("%PDF-")));
    web_free(r.router);
}

static void programs_ask_for_the_same(void **state)
{
    room      r    = open_room(state);
    web_reply list = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers", false);
    assert_int_equal(list.code, 200);
    assert_true(has(&list, "\"form\":\"mau-01\"") && has(&list, "\"refusal\":\"form-level\""));
    assert_true(has(&list, "\"certainty\":\"found\"") && has(&list, "\"items\":[]"));
    web_reply paper = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers/thuyet-minh?pack=nd85",
                          false);
    assert_int_equal(paper.code, 200);
    assert_true(str_starts(paper.body, S("PK")));
    list = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers", false);
    assert_true(has(&list, "\"pack\":\"nd85\"") && has(&list, "\"total\":1"));
    paper = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers/mau-05", false);
    assert_int_equal(paper.code, 422);
    assert_true(has(&paper, "form-level") && has(&paper, "mau-01, mau-04, danh-muc, thuyet-minh"));
    paper = ask(&r, "maker", HTTP_GET, "/api/v1/systems/@/papers/mau-01?pack=none", false);
    assert_int_equal(paper.code, 422);
    web_free(r.router);
}

static void papers_of_a_demonstration_are_marked(void **state)
{
    world.demo      = true;
    room      r     = open_room(state);
    web_reply paper = ask(&r, "maker", HTTP_POST, "/he-thong/@/van-ban/thuyet-minh", true);
    world.demo      = false;
    str footer      = test_unzip(&r.a, paper.body, "word/footer1.xml");
    assert_true(str_find(footer, S("SỐ LIỆU MINH HỌA")) > 0);
    web_free(r.router);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,    &organisations_sql, &systems_sql,
                                                 &letters_sql, &controls_sql,      &dossiers_sql };
    store_register(modules, COUNT(modules));
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_tells_what_fits_and_what_is_missing),
        cmocka_unit_test(a_download_is_a_docx_and_leaves_its_line),
        cmocka_unit_test(the_same_paper_comes_as_pdf),
        cmocka_unit_test(a_pdf_that_would_lack_something_goes_out_only_when_asked_for),
        cmocka_unit_test(programs_ask_for_the_same),
        cmocka_unit_test(papers_of_a_demonstration_are_marked),
    };
    return test_store_run(tests, COUNT(tests));
}
