// Tests of the router on a toy table: who gets what, and what every answer carries.
#include "kit/os/os.h"
#include "kit/web/web_test_kit.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

// ---- the toy ------------------------------------------------------------------------------------

static status show(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    buf_printf(&rs->body, "%lld " STR_FMT " " STR_FMT " %s", (long long)c->who.person_id,
               STR_ARG(rq->params[0]), STR_ARG(rq->params[1]), c->lang == LANG_EN ? "en" : "vi");
    return ST_OK;
}

static status moi(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)c, (void)rq, (void)why;
    buf_put(&rs->body, S("moi"));
    return ST_OK;
}

static status object(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)c, (void)rs, (void)why;
    return str_equal(rq->params[0], S("1")) ? ST_MISSING : ST_OK;
}

static const struct {
    const char *name;
    status      st;
    problem     why;
} results[] = {
    { "invalid", ST_INVALID, { STR("name"), STR("required"), STR(""), 7 } },
    { "missing", ST_MISSING, { .row = 0 } },
    { "forbidden", ST_FORBIDDEN, { .row = 0 } },
    { "conflict", ST_CONFLICT, { .row = 0 } },
    { "limit", ST_LIMIT, { STR(""), STR("slow-down"), STR("30"), 0 } },
    { "large", ST_LIMIT, { STR(""), STR("too-large"), STR(""), 0 } },
    { "memory", ST_MEMORY, { .row = 0 } },
    { "broken", ST_BROKEN, { .row = 0 } },
};

static status give(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)c;
    for (size_t i = 0; i < COUNT(results); i++) {
        if (!str_equal(rq->params[0], str_from(results[i].name))) continue;
        *why = results[i].why;
        buf_put(&rs->body, S("half a page"));
        rs->still = S("half a page");
        http_header(rs, S("ETag"), S("\"half\""));
        return results[i].st;
    }
    return ST_OK;
}

static status change(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)why;
    int64_t number = -1;
    bool    truth  = false;
    TRY(web_if_match(rq, 7));
    web_json_int(rq, "count", &number);
    web_json_bool(rq, "sure", &truth);
    str text = web_json_text(rq, "name");
    buf b    = buf_in(c->a, 256, 4096);
    buf_put(&b, S("{\"name\":"));
    web_put_json(&b, text);
    buf_printf(&b, ",\"count\":%lld,\"sure\":%d,\"key\":\"" STR_FMT "\"}", (long long)number, truth,
               STR_ARG(c->idempotency_key));
    TRY(web_etag(rs, 8));
    return web_json(rs, 201, buf_str(&b));
}

static status still(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)c, (void)rq, (void)why;
    rs->still = S("body{}");
    http_header(rs, S("Cache-Control"), S("public, max-age=31536000, immutable"));
    return ST_OK;
}

static const web_field body[]   = { { "name", "string", "its name" },
                                    { "count", "integer?", "how many" },
                                    { "sure", "boolean?", "really" },
                                    { NULL, NULL, NULL } };
static const web_field query[]  = { { "q", "string?", "words to look for" }, { NULL, NULL, NULL } };
static const web_field answer[] = { { "name", "string", "its name" }, { NULL, NULL, NULL } };

static const web_route routes[] = {
    { HTTP_GET, "/", RIGHT_PUBLIC, show, "Home", .flags = 0 },
    { HTTP_GET, "/dang-nhap", RIGHT_PUBLIC, show, "Sign-in", .flags = 0 },
    { HTTP_POST, "/dang-nhap", RIGHT_PUBLIC, show, "Sign in", .flags = WEB_NO_CSRF },
    { HTTP_GET, "/khoi-tao", RIGHT_PUBLIC, show, "First link", .flags = WEB_LOCAL_ONLY },
    { HTTP_GET, "/tai-nguyen/{hash}/{name}", RIGHT_PUBLIC, still, "Asset", .flags = WEB_STILL },
    { HTTP_GET, "/he-thong", RIGHT_SYSTEMS_READ, show, "List" },
    { HTTP_GET, "/he-thong/moi", RIGHT_SYSTEMS_WRITE, moi, "New" },
    { HTTP_GET, "/he-thong/{id}", RIGHT_SYSTEMS_READ, object, "One" },
    { HTTP_POST, "/he-thong/{id}", RIGHT_SYSTEMS_WRITE, show, "Change one" },
    { HTTP_POST, "/he-thong/{id}/tep", RIGHT_SYSTEMS_WRITE, show, "File", .flags = WEB_UPLOAD },
    { HTTP_GET, "/he-thong/{id}/cap-do/{level}", RIGHT_SYSTEMS_READ, show, "Level" },
    { HTTP_GET, "/ket-qua/{what}", RIGHT_SIGNED_IN, give, "Results" },
    { HTTP_GET, "/api/v1/results/{what}", RIGHT_SIGNED_IN, give, "Results", query, NULL, answer },
    { HTTP_POST, "/api/v1/things", RIGHT_SYSTEMS_WRITE, change, "Add", NULL, body, answer },
    { HTTP_PATCH, "/api/v1/things/{id}", RIGHT_SYSTEMS_WRITE, change, "Change", NULL, body, answer,
      WEB_VERSIONED },
};
static const web_module        toy       = { "toy", routes, COUNT(routes) };
static const web_module *const modules[] = { &toy };

static const char *const open_routes[] = {
    "GET /",
    "GET /dang-nhap",
    "POST /dang-nhap",
    "GET /khoi-tao",
    "GET /healthz",
    "GET /metrics",
    "GET /tai-nguyen/{hash}/{name}",
    "GET /readyz",
    "GET /api/v1/openapi.json",
    NULL,
};

// Cookie "an" may read, "binh" may write as well; token "tok" is binh's; "dead" fails.
static status identify(call *c, str cookie, str bearer, str *csrf)
{
    if (str_equal(cookie, S("dead"))) return ST_BROKEN;
    bool an = str_equal(cookie, S("an")), binh = str_equal(cookie, S("binh"));
    bool token = str_equal(bearer, S("tok"));
    if (!an && !binh && !token) return ST_OK;
    c->who.person_id = an ? 1 : 2;
    c->who.rights    = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ;
    if (!an) c->who.rights |= RIGHT_SYSTEMS_WRITE;
    if (!token) *csrf = an ? S("secret-of-an") : S("secret-of-binh");
    return ST_OK;
}

static char  memory[8 * 1024 * 1024];
static arena a;
static web  *router;

static int set_up(void **state)
{
    (void)state;
    static const str hosts[] = { STR("coloa.gov.vn"), STR("fd00::7") };
    web_host         host    = { .modules      = modules,
                                 .module_count = 1,
                                 .identify     = identify,
                                 .hosts        = hosts,
                                 .host_count   = COUNT(hosts) };
    problem          why     = { 0 };
    a                        = arena_over(memory, sizeof(memory));
    return web_new(&host, &router, &why) == ST_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    web_free(router);
    router = NULL;
    return 0;
}

static web_reply ask(const web_ask *q)
{
    a = arena_over(memory, sizeof(memory));
    return web_test_ask(router, &a, q);
}

static web_reply get(const char *target, const char *cookie)
{
    return ask(&(web_ask){ .target = str_from(target), .cookie = str_from(cookie) });
}

static void expect_in(str text, const char *part)
{
    if (str_find(text, str_from(part)) < 0)
        fail_msg("\"%s\" is not in \"%.*s\"", part, STR_ARG(text));
}

static void expect_header(const web_reply *r, const char *name, const char *value)
{
    str got = web_reply_header(r, name);
    if (!str_equal(got, str_from(value))) fail_msg("%s: %.*s", name, STR_ARG(got));
}

// ---- tests --------------------------------------------------------------------------------------

static void every_route_is_closed_to_those_without_the_right(void **state)
{
    (void)state;
    static char room[64 * 1024];
    arena       b      = arena_over(room, sizeof(room));
    buf         faults = buf_in(&b, 1024, sizeof(room));
    a                  = arena_over(memory, sizeof(memory));
    web_walk k         = { .w      = router,
                           .a      = &a,
                           .faults = &faults,
                           .cookie = S("an"),
                           .csrf   = S("secret-of-an"),
                           .rights = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ,
                           .open   = open_routes };
    size_t   count     = web_walk_nobody(&k) + web_walk_person(&k) + web_walk_openapi(&k);
    if (count) fail_msg(STR_FMT, STR_ARG(buf_str(&faults)));
    // The walk sees what is wrong: a list with one missing and one too many, a right not held, pages
    // that answer a stranger.
    k.open = open_routes + 1;
    assert_int_equal(web_walk_nobody(&k), 1);
    k.open   = open_routes;
    k.cookie = S("binh");
    k.csrf   = S("secret-of-binh");
    assert_true(web_walk_person(&k) > 0);
    assert_int_equal(web_walk_stranger(&k), 1 + 2); // the level page, and both kinds of results
}

static const struct {
    const char *target;
    http_method method;
    int         code;
    const char *said;
} found[] = {
    { "/", HTTP_GET, 200, "1   vi" },
    { "/", HTTP_HEAD, 200, "1   vi" },
    { "/?a=b", HTTP_GET, 200, NULL },
    { "/he-thong", HTTP_GET, 200, NULL },
    { "/he-thong/", HTTP_GET, 404, NULL },
    { "/he-thong/12", HTTP_GET, 200, NULL },
    { "/he-thong/moi", HTTP_GET, 403, NULL },
    { "/he-thong/moi/cap-do/3", HTTP_GET, 200, "1 moi 3" },
    { "/he-thong/HT-1%20a/cap-do/3", HTTP_GET, 200, "1 HT-1 a 3" },
    { "/he-thong//cap-do/3", HTTP_GET, 404, NULL },
    { "/he-thong/1/cap-do", HTTP_GET, 404, NULL },
    { "/he-thong/1/cap-do/3/4", HTTP_GET, 404, NULL },
    { "/HE-THONG", HTTP_GET, 404, NULL },
    { "//", HTTP_GET, 404, NULL },
    { "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o", HTTP_GET, 404, NULL },
    { "/he-thong", HTTP_DELETE, 405, NULL },
    { "/he-thong/1", HTTP_PUT, 405, NULL },
};

static void paths_lead_to_their_routes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(found); i++) {
        web_reply r = ask(&(web_ask){
            .method = found[i].method, .target = str_from(found[i].target), .cookie = S("an") });
        if (r.code != found[i].code) fail_msg("%s: %d", found[i].target, r.code);
        if (found[i].said) expect_in(r.body, found[i].said);
    }
    web_reply r = ask(
        &(web_ask){ .method = HTTP_PUT, .target = S("/he-thong/1"), .cookie = S("an") });
    expect_header(&r, "Allow", "GET, HEAD, POST");
}

static void nobody_is_sent_to_the_sign_in_and_back(void **state)
{
    (void)state;
    web_reply r = get("/he-thong?q=H%C3%A0+N%E1%BB%99i&level=3", "");
    assert_int_equal(r.code, 303);
    expect_header(&r, "Location",
                  "/dang-nhap?ve=/he-thong%3Fq%3DH%25C3%25A0%2BN%25E1%25BB%2599i%26level%3D3");
    r = get("/api/v1/results/missing", "");
    assert_int_equal(r.code, 401);
    expect_header(&r, "WWW-Authenticate", "Bearer realm=\"coloa\"");
    r = ask(&(web_ask){ .target = S("/api/v1/results/x"), .bearer = S("wrong") });
    assert_int_equal(r.code, 401);
    expect_header(&r, "WWW-Authenticate", "Bearer realm=\"coloa\", error=\"invalid_token\"");
    r = ask(&(web_ask){ .target = S("/he-thong"), .bearer = S("tok") }); // tokens open no pages
    assert_int_equal(r.code, 303);
    assert_int_equal(get("/he-thong", "dead").code, 500);
}

static void only_our_names_are_answered(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        int         code;
    } hosts[] = {
        { "localhost", 200 },
        { "127.0.0.1:8080", 200 },
        { "[::1]:8080", 200 },
        { "Coloa.Gov.Vn", 200 },
        { "coloa.gov.vn:443", 200 },
        { "[fd00::7]:80", 200 },
        { "evil.example", 421 },
        { "coloa.gov.vn.evil.example", 421 },
        { "[::2]", 421 },
        { "xcoloa.gov.vn", 421 },
    };
    for (size_t i = 0; i < COUNT(hosts); i++) {
        web_reply r = ask(&(web_ask){ .target = S("/"), .host = str_from(hosts[i].host) });
        if (r.code != hosts[i].code) fail_msg("%s: %d", hosts[i].host, r.code);
    }
}

typedef struct post_case {
    const char *about;
    const char *target, *cookie, *bearer;
    http_field  headers[2];
    const char *form;
    bool        secure;
    int         code;
} post_case;

static const post_case posts[] = {
    { "own form",
      "/he-thong/1",
      "binh",
      NULL,
      { { { 0 }, { 0 } } },
      "csrf=secret-of-binh",
      false,
      200 },
    { "own header",
      "/he-thong/1",
      "binh",
      NULL,
      { { STR("X-CSRF-Token"), STR("secret-of-binh") } },
      "",
      false,
      200 },
    { "own page",
      "/he-thong/1",
      "binh",
      NULL,
      { { STR("Origin"), STR("http://localhost") }, { STR("Sec-Fetch-Site"), STR("same-origin") } },
      "csrf=secret-of-binh",
      false,
      200 },
    { "no token", "/he-thong/1", "binh", NULL, { { { 0 }, { 0 } } }, "", false, 403 },
    { "empty token", "/he-thong/1", "binh", NULL, { { { 0 }, { 0 } } }, "csrf=", false, 403 },
    { "another's token",
      "/he-thong/1",
      "binh",
      NULL,
      { { { 0 }, { 0 } } },
      "csrf=secret-of-an",
      false,
      403 },
    { "half a token",
      "/he-thong/1",
      "binh",
      NULL,
      { { { 0 }, { 0 } } },
      "csrf=secret",
      false,
      403 },
    { "wrong header before right field",
      "/he-thong/1",
      "binh",
      NULL,
      { { STR("X-CSRF-Token"), STR("x") } },
      "csrf=secret-of-binh",
      false,
      403 },
    { "other origin",
      "/he-thong/1",
      "binh",
      NULL,
      { { STR("Origin"), STR("http://evil.example") } },
      "csrf=secret-of-binh",
      false,
      403 },
    { "no origin",
      "/he-thong/1",
      "binh",
      NULL,
      { { STR("Origin"), STR("null") } },
      "csrf=secret-of-binh",
      false,
      403 },
    { "origin without TLS",
      "/he-thong/1",
      "binh",
      NULL,
      { { STR("Origin"), STR("http://localhost") } },
      "csrf=secret-of-binh",
      true,
      403 },
    { "origin with TLS",
      "/he-thong/1",
      "binh",
      NULL,
      { { STR("Origin"), STR("https://localhost") } },
      "csrf=secret-of-binh",
      true,
      200 },
    { "other site",
      "/he-thong/1",
      "binh",
      NULL,
      { { STR("Sec-Fetch-Site"), STR("cross-site") } },
      "csrf=secret-of-binh",
      false,
      403 },
    { "sister site",
      "/he-thong/1",
      "binh",
      NULL,
      { { STR("Sec-Fetch-Site"), STR("same-site") } },
      "csrf=secret-of-binh",
      false,
      403 },
    { "sign-in needs no token", "/dang-nhap", NULL, NULL, { { { 0 }, { 0 } } }, "", false, 200 },
    { "sign-in from another site",
      "/dang-nhap",
      NULL,
      NULL,
      { { STR("Sec-Fetch-Site"), STR("cross-site") } },
      "",
      false,
      403 },
};

static void changes_come_from_our_own_pages_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(posts); i++) {
        const post_case *p = &posts[i];
        size_t           n = 0;
        while (n < COUNT(p->headers) && p->headers[n].name.ptr) n++;
        web_reply r = ask(&(web_ask){ .method       = HTTP_POST,
                                      .target       = str_from(p->target),
                                      .cookie       = str_from(p->cookie),
                                      .bearer       = str_from(p->bearer),
                                      .headers      = p->headers,
                                      .header_count = n,
                                      .secure       = p->secure,
                                      .content_type = S("application/x-www-form-urlencoded"),
                                      .body         = str_from(p->form) });
        if (r.code != p->code) fail_msg("%s: %d", p->about, r.code);
    }
}

static const struct {
    const char *what;
    int         page, api;
    const char *rule;
} failures[] = {
    { "invalid", 422, 422, "required" },    { "missing", 404, 404, "missing" },
    { "forbidden", 403, 403, "forbidden" }, { "conflict", 409, 409, "conflict" },
    { "limit", 429, 429, "slow-down" },     { "large", 413, 413, "too-large" },
    { "memory", 503, 503, "memory" },       { "broken", 500, 500, "broken" },
};

static void each_status_has_its_answer(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(failures); i++) {
        char target[64] = "/ket-qua/";
        strncat(target, failures[i].what, 40);
        web_reply r = get(target, "an");
        assert_int_equal(r.code, failures[i].page);
        expect_header(&r, "Content-Type", "text/html; charset=utf-8");
        assert_true(str_find(r.body, S("half a page")) < 0);
        assert_null(web_reply_header(&r, "ETag").ptr);
        memcpy(target, "/api/v1/results/", 17);
        strncat(target, failures[i].what, 40);
        r = get(target, "an");
        assert_int_equal(r.code, failures[i].api);
        expect_header(&r, "Content-Type", "application/problem+json");
        json_t *p = json_loadb(r.body.ptr, (size_t)r.body.len, JSON_REJECT_DUPLICATES, NULL);
        assert_int_equal(json_integer_value(json_object_get(p, "status")), failures[i].api);
        assert_string_equal(json_string_value(json_object_get(p, "rule")), failures[i].rule);
        assert_true(json_string_length(json_object_get(p, "message")) > 0);
        assert_true(json_string_length(json_object_get(p, "request_id")) == 16);
        json_decref(p);
    }
    web_reply r = get("/api/v1/results/limit", "an");
    expect_header(&r, "Retry-After", "30");
    r = get("/api/v1/results/invalid", "an");
    expect_in(r.body, "\"field\":\"name\",\"row\":7");
}

static const struct {
    const char *about, *type, *body;
    int         code;
    const char *said;
} bodies[] = {
    { "whole", "application/json", "{\"name\":\"đ\\\"\\n\",\"count\":3,\"sure\":true}", 201,
      "{\"name\":\"đ\\\"\\n\",\"count\":3,\"sure\":1,\"key\":\"k1\"}" },
    { "least", "application/json", "{\"name\":\"a\"}", 201, NULL },
    { "null where it may be", "application/json", "{\"name\":\"a\",\"count\":null}", 201, NULL },
    { "null where it may not", "application/json", "{\"name\":null}", 422,
      "\"rule\":\"required\",\"field\":\"name\"" },
    { "without a field", "application/json", "{}", 422,
      "\"rule\":\"required\",\"field\":\"name\"" },
    { "wrong type", "application/json", "{\"name\":\"a\",\"count\":\"3\"}", 422,
      "\"rule\":\"wrong-type\",\"field\":\"count\"" },
    { "fraction", "application/json", "{\"name\":\"a\",\"count\":3.5}", 422, "wrong-type" },
    { "unknown field", "application/json", "{\"name\":\"a\",\"nmae\":1}", 422,
      "\"rule\":\"unknown-field\",\"field\":\"nmae\"" },
    { "twice", "application/json", "{\"name\":\"a\",\"name\":\"b\"}", 400, "malformed-json" },
    { "array", "application/json", "[]", 400, "malformed-json" },
    { "text", "application/json", "\"a\"", 400, "malformed-json" },
    { "cut", "application/json", "{\"name\":", 400, "malformed-json" },
    { "more", "application/json", "{\"name\":\"a\"} x", 400, "malformed-json" },
    { "NUL", "application/json", "{\"name\":\"\\u0000\"}", 400, "malformed-json" },
    { "broken UTF-8", "application/json", "{\"name\":\"\xff\"}", 400, "malformed-json" },
    { "nothing", "application/json", "", 400, "malformed-json" },
    { "other type", "text/plain", "{\"name\":\"a\"}", 415, "not-json" },
};

static void bodies_of_the_api_are_checked_against_their_fields(void **state)
{
    (void)state;
    static const http_field key[] = { { STR("Idempotency-Key"), STR("k1") } };
    for (size_t i = 0; i < COUNT(bodies); i++) {
        web_reply r = ask(&(web_ask){ .method       = HTTP_POST,
                                      .target       = S("/api/v1/things"),
                                      .bearer       = S("tok"),
                                      .headers      = key,
                                      .header_count = 1,
                                      .content_type = str_from(bodies[i].type),
                                      .body         = str_from(bodies[i].body) });
        if (r.code != bodies[i].code) fail_msg("%s: %d", bodies[i].about, r.code);
        if (bodies[i].said) expect_in(r.body, bodies[i].said);
    }
    static const http_field bad[] = { { STR("Idempotency-Key"), STR("a b") } };
    web_ask                 q     = { .method       = HTTP_POST,
                                      .target       = S("/api/v1/things"),
                                      .bearer       = S("tok"),
                                      .headers      = bad,
                                      .header_count = 1,
                                      .content_type = S("application/json"),
                                      .body         = S("{\"name\":\"a\"}") };
    assert_int_equal(ask(&q).code, 400);
}

static void changes_of_a_version_name_the_version(void **state)
{
    (void)state;
    static const struct {
        const char *tag; // NULL: no header
        int         code;
    } tags[] = { { NULL, 428 },    { "\"7\"", 201 },        { "*", 201 },
                 { "\"6\"", 412 }, { "\"6\", \"7\"", 201 }, { "7", 412 } };
    for (size_t i = 0; i < COUNT(tags); i++) {
        http_field header[] = { { S("If-Match"), str_from(tags[i].tag) } };
        web_reply  r        = ask(&(web_ask){ .method       = HTTP_PATCH,
                                              .target       = S("/api/v1/things/1"),
                                              .bearer       = S("tok"),
                                              .headers      = header,
                                              .header_count = tags[i].tag ? 1 : 0,
                                              .content_type = S("application/json"),
                                              .body         = S("{\"name\":\"a\"}") });
        if (r.code != tags[i].code) fail_msg("%s: %d", tags[i].tag ? tags[i].tag : "none", r.code);
        if (r.code == 201) expect_header(&r, "ETag", "\"8\"");
    }
}

static void bodies_that_http_could_not_take_are_worded_here(void **state)
{
    (void)state;
    web_ask q = {
        .method = HTTP_POST, .target = S("/he-thong/1/tep"), .cookie = S("binh"), .refused = 413
    };
    assert_int_equal(ask(&q).code, 413);
    q.refused = 400;
    assert_int_equal(ask(&q).code, 400);
    q.refused = 503;
    assert_int_equal(ask(&q).code, 503);
    q.cookie = S("");
    assert_int_equal(ask(&q).code, 303); // nobody learns nothing
}

static void files_are_taken_where_a_route_says_so(void **state)
{
    (void)state;
    assert_true(web_takes_files(
        router, &(http_request){ .method = HTTP_POST, .path = S("/he-thong/5/tep") }));
    assert_false(
        web_takes_files(router, &(http_request){ .method = HTTP_POST, .path = S("/he-thong/5") }));
    assert_false(web_takes_files(
        router, &(http_request){ .method = HTTP_PUT, .path = S("/he-thong/5/tep") }));
    assert_false(
        web_takes_files(router, &(http_request){ .method = HTTP_POST, .path = S("/khong-co") }));
}

static void language_comes_from_address_cookie_or_browser(void **state)
{
    (void)state;
    static const struct {
        const char *target, *cookie, *accept, *lang;
    } cases[] = {
        { "/", NULL, NULL, "vi" },
        { "/", NULL, "en-US,en;q=0.9", "en" },
        { "/", NULL, "vi-VN,vi;q=0.9,en-US;q=0.6", "vi" },
        { "/", NULL, "en;q=0.3, vi;q=0.8", "vi" },
        { "/", NULL, "fr, de;q=0.5", "vi" },
        { "/", NULL, "en;q=0", "vi" },
        { "/", "lang=en", "vi", "en" },
        { "/?lang=vi", "lang=en", "en", "vi" },
        { "/?lang=xx", "lang=en", NULL, "en" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        http_field headers[2];
        size_t     n = 0;
        if (cases[i].cookie) headers[n++] = (http_field){ S("Cookie"), str_from(cases[i].cookie) };
        if (cases[i].accept)
            headers[n++] = (http_field){ S("Accept-Language"), str_from(cases[i].accept) };
        web_reply r = ask(&(web_ask){
            .target = str_from(cases[i].target), .headers = headers, .header_count = n });
        if (!str_ends(r.body, str_from(cases[i].lang))) fail_msg("%zu: %.*s", i, STR_ARG(r.body));
    }
    web_reply r = get("/?lang=en", "");
    expect_header(&r, "Set-Cookie", "lang=en; Path=/; Max-Age=31536000; SameSite=Lax");
}

static void every_answer_carries_the_headers_of_trust(void **state)
{
    (void)state;
    static const char *const targets[] = { "/",
                                           "/khong-co",
                                           "/he-thong",
                                           "/ket-qua/broken",
                                           "/api/v1/results/missing",
                                           "/tai-nguyen/1/app.css" };
    for (size_t i = 0; i < COUNT(targets); i++) {
        web_reply r = get(targets[i], i % 2 ? "an" : "");
        expect_in(web_reply_header(&r, "Content-Security-Policy"),
                  "default-src 'none'; style-src 'self';");
        assert_true(str_find(web_reply_header(&r, "Content-Security-Policy"), S("unsafe")) < 0);
        expect_header(&r, "X-Content-Type-Options", "nosniff");
        expect_header(&r, "X-Frame-Options", "DENY");
        expect_header(&r, "Referrer-Policy", "same-origin");
        assert_int_equal(web_reply_header(&r, "X-Request-Id").len, 16);
        assert_true(web_reply_header(&r, "Cache-Control").len > 0);
    }
    web_reply r = get("/he-thong", "an");
    expect_header(&r, "Cache-Control", "no-store");
    r = get("/", "");
    expect_header(&r, "Cache-Control", "no-cache");
    r = get("/tai-nguyen/1/app.css", "dead"); // nobody is looked up for still bytes
    assert_int_equal(r.code, 200);
    expect_header(&r, "Cache-Control", "public, max-age=31536000, immutable");
}

static void local_routes_are_hidden_from_others(void **state)
{
    (void)state;
    web_ask q = { .target = S("/khoi-tao") };
    assert_int_equal(ask(&q).code, 200);
    q.peer = S("192.0.2.7");
    assert_int_equal(ask(&q).code, 404);
    q.peer      = S("127.0.0.1");
    q.forwarded = true;
    assert_int_equal(ask(&q).code, 404);
}

static void answers_are_built_safely(void **state)
{
    (void)state;
    a                = arena_over(memory, sizeof(memory));
    http_response rs = { .code = 200, .file_fd = -1, .body = buf_in(&a, 64, 4096) };
    assert_int_equal(web_download(&rs, S("text/csv"), S("hệ \"thống\"\r\n.csv"), S("x")), ST_OK);
    str disposition = http_response_header(&rs, S("Content-Disposition"));
    assert_true(
        str_equal(disposition, S("attachment; filename=\"h__thng___.csv\"; filename*=UTF-8''"
                                 "h%E1%BB%87%20%22th%E1%BB%91ng%22%0D%0A.csv")));
    assert_true(str_starts(http_response_header(&rs, S("Content-Security-Policy")), S("sandbox")));
    web_cookie(&rs, &a, S("coloa"), S("v"), 60, true);
    assert_true(str_equal(http_response_header(&rs, S("Set-Cookie")),
                          S("__Host-coloa=v; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure")));
    rs.header_count = 0;
    web_cookie(&rs, &a, S("coloa"), S(""), 0, false);
    assert_true(str_equal(http_response_header(&rs, S("Set-Cookie")),
                          S("coloa=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")));
}

#define BAD(...)                                                                                   \
    {                                                                                              \
        { __VA_ARGS__ },                                                                           \
        {                                                                                          \
            HTTP_GET, "/ok", RIGHT_PUBLIC, show, "Fine"                                            \
        }                                                                                          \
    }

static void a_route_that_breaks_a_rule_does_not_start(void **state)
{
    (void)state;
    static const web_field strange[] = { { "a", "text", "b" }, { NULL, NULL, NULL } };
    static const web_route bad[][2]  = {
         BAD(HTTP_GET, "/a", RIGHT_PUBLIC, show, NULL),
         BAD(HTTP_GET, "/a", RIGHT_PUBLIC, show, ""),
         BAD(HTTP_GET, "/a", RIGHT_PUBLIC, NULL, "No function"),
         BAD(HTTP_HEAD, "/a", RIGHT_PUBLIC, show, "HEAD comes with GET"),
         BAD(0, "/a", RIGHT_PUBLIC, show, "No method"),
         BAD(HTTP_GET, "a", RIGHT_PUBLIC, show, "No slash"),
         BAD(HTTP_GET, "/a/", RIGHT_PUBLIC, show, "Slash at the end"),
         BAD(HTTP_GET, "/a//b", RIGHT_PUBLIC, show, "Empty segment"),
         BAD(HTTP_GET, "/A", RIGHT_PUBLIC, show, "Capital"),
         BAD(HTTP_GET, "/{a}/{a}", RIGHT_PUBLIC, show, "Twice the same name"),
         BAD(HTTP_GET, "/{a}/{b}/{c}/{d}/{e}", RIGHT_PUBLIC, show, "Too many names"),
         BAD(HTTP_GET, "/ok", RIGHT_PUBLIC, show, "Same as the next"),
         BAD(HTTP_GET, "/healthz", RIGHT_PUBLIC, show, "Same as the router's own"),
         BAD(HTTP_POST, "/a", RIGHT_PUBLIC, show, "Anyone may change"),
         BAD(HTTP_POST, "/a", RIGHT_SIGNED_IN, show, "No token", NULL, NULL, NULL, WEB_NO_CSRF),
         BAD(HTTP_GET, "/a", RIGHT_PUBLIC, show, "Files by GET", NULL, NULL, NULL, WEB_UPLOAD),
         BAD(HTTP_GET, "/a", RIGHT_SIGNED_IN, show, "Still", NULL, NULL, NULL, WEB_STILL),
         BAD(HTTP_GET, "/a", RIGHT_PUBLIC, show, "Body of a page", NULL, body, NULL),
         BAD(HTTP_GET, "/api/v1/a", RIGHT_PUBLIC, show, "Body of a GET", NULL, body, NULL),
         BAD(HTTP_GET, "/api/v1/a", RIGHT_PUBLIC, show, "Strange type", strange, NULL, NULL),
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        web_module        m    = { "bad", bad[i], 2 };
        const web_module *ms[] = { &m };
        web_host          host = { .modules = ms, .module_count = 1, .identify = identify };
        web              *w    = NULL;
        problem           why  = { 0 };
        if (web_new(&host, &w, &why) != ST_INVALID) fail_msg("%zu was let through", i);
        assert_true(str_equal(why.rule, S("bad-route")));
        assert_null(w);
    }
}

static void the_description_says_what_the_table_says(void **state)
{
    (void)state;
    web_reply r   = get("/api/v1/openapi.json", "");
    json_t   *all = json_loadb(r.body.ptr, (size_t)r.body.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(all);
    json_t *paths = json_object_get(all, "paths");
    json_t *patch = json_object_get(json_object_get(paths, "/api/v1/things/{id}"), "patch");
    assert_string_equal(json_string_value(json_object_get(patch, "operationId")),
                        "patch_things_id");
    json_t *responses = json_object_get(patch, "responses");
    assert_non_null(json_object_get(responses, "428"));
    assert_non_null(json_object_get(responses, "2XX"));
    json_t *parameters = json_object_get(patch, "parameters");
    assert_int_equal(json_array_size(parameters), 2); // id, If-Match
    json_t *post = json_object_get(json_object_get(paths, "/api/v1/things"), "post");
    char   *text = json_dumps(json_object_get(post, "requestBody"), JSON_SORT_KEYS | JSON_COMPACT);
    expect_in(str_from(text), "\"required\":[\"name\"]");
    expect_in(str_from(text),
              "\"count\":{\"description\":\"how many\",\"type\":[\"integer\",\"null\"]}");
    free(text);
    assert_null(json_object_get(paths, "/he-thong"));
    json_decref(all);
}

int main(void)
{
    os_log_set(false, OS_ERROR);
#define ROUTED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        ROUTED(every_route_is_closed_to_those_without_the_right),
        ROUTED(paths_lead_to_their_routes),
        ROUTED(nobody_is_sent_to_the_sign_in_and_back),
        ROUTED(only_our_names_are_answered),
        ROUTED(changes_come_from_our_own_pages_only),
        ROUTED(each_status_has_its_answer),
        ROUTED(bodies_of_the_api_are_checked_against_their_fields),
        ROUTED(changes_of_a_version_name_the_version),
        ROUTED(bodies_that_http_could_not_take_are_worded_here),
        ROUTED(files_are_taken_where_a_route_says_so),
        ROUTED(language_comes_from_address_cookie_or_browser),
        ROUTED(every_answer_carries_the_headers_of_trust),
        ROUTED(local_routes_are_hidden_from_others),
        ROUTED(answers_are_built_safely),
        ROUTED(a_route_that_breaks_a_rule_does_not_start),
        ROUTED(the_description_says_what_the_table_says),
    };
    return cmocka_run_group_tests_name("web", tests, NULL, NULL);
}
