// Tests of changes sent twice under one Idempotency-Key, on both stores.
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "kit/web/web_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static status note(db *d, void *ctx)
{
    (void)d;
    return audit_write(ctx, S("thing.add"), S("thing"), 1, S(""));
}

static status add(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)rq;
    if (http_query(rq->http, S("bad")).ptr)
        return problem_set(why, ST_INVALID, S("bad"), S("required"));
    TRY(call_act(c, note, c));
    TRY(web_etag(rs, 5));
    return web_json(rs, 201, S("{\"id\":\"1\"}"));
}

static const web_route  routes[] = { { HTTP_POST, "/api/v1/things", RIGHT_SIGNED_IN, add, "Add" } };
static const web_module module   = { "things", routes, COUNT(routes) };
static const web_module *const modules[] = { &module };

static status identify(call *c, str cookie, str bearer, str *csrf)
{
    (void)cookie, (void)csrf;
    c->who = (actor){ .person_id = bearer.len, .rights = RIGHT_SIGNED_IN };
    return ST_OK;
}

static web_reply post(web *w, arena *a, const char *target, const char *key, const char *token)
{
    http_field headers[] = { { S("Idempotency-Key"), str_from(key) } };
    web_ask    q         = { .method       = HTTP_POST,
                             .target       = str_from(target),
                             .bearer       = str_from(token),
                             .headers      = headers,
                             .header_count = COUNT(headers) };
    return web_test_ask(w, a, &q);
}

static int64_t acts(store *s)
{
    int64_t n = -1;
    assert_int_equal(audit_seal(s, test_arena(4 << 20), &n), ST_OK);
    return n;
}

static void a_change_sent_twice_is_made_once(void **state)
{
    arena    a    = test_arena(4 << 20);
    web_host host = {
        .store = *state, .modules = modules, .module_count = 1, .identify = identify
    };
    web    *w   = NULL;
    problem why = { 0 };
    assert_int_equal(web_new(&host, &w, &why), ST_OK);
    for (int i = 0; i < 3; i++) {
        web_reply r = post(w, &a, "/api/v1/things", "k1", "an");
        assert_int_equal(r.code, 201);
        assert_true(str_equal(r.body, S("{\"id\":\"1\"}")));
        assert_true(str_equal(web_reply_header(&r, "ETag"), S("\"5\"")));
        assert_true((web_reply_header(&r, "Idempotency-Replayed").ptr != NULL) == (i > 0));
    }
    assert_int_equal(acts(*state), 1);
    web_reply r = post(w, &a, "/api/v1/things?x=1", "k1", "an"); // something else
    assert_int_equal(r.code, 422);
    assert_true(str_find(r.body, S("key-reused")) > 0);
    assert_int_equal(post(w, &a, "/api/v1/things", "k1", "binh").code, 201); // someone else
    assert_int_equal(post(w, &a, "/api/v1/things?bad=1", "k2", "an").code, 422);
    assert_int_equal(post(w, &a, "/api/v1/things?bad=1", "k2", "an").code,
                     422); // may be tried again
    assert_int_equal(post(w, &a, "/api/v1/things", NULL, "an").code, 201);
    assert_int_equal(post(w, &a, "/api/v1/things", NULL, "an").code, 201);
    assert_int_equal(acts(*state), 3);
    web_free(w);
}

int main(void)
{
    static const sql_module *const sql[] = { &call_sql };
    store_register(sql, COUNT(sql));
    os_log_set(false, OS_ERROR);
    const struct CMUnitTest tests[] = { cmocka_unit_test(a_change_sent_twice_is_made_once) };
    return test_store_run(tests, COUNT(tests));
}
