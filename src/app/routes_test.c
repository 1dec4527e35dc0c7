// routes_test.c - every route of the real program walked as nobody, as a person without the right, and
// as a stranger from another body who holds every right.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/app.h"
#include "kit/law/law.h"
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "kit/web/page.h"
#include "kit/web/web_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

enum { MEMORY_BYTES = 64 * 1024 * 1024, FAULT_BYTES = 256 * 1024 };

// Who the walks act as; the session cookie's value names one.
static struct {
    store  *store;
    arena   memory;
    web    *router;
    int64_t top, owner_body, other_body;
    str     system_code;
} world;

static uint64_t rights_of(str cookie)
{
    uint64_t all = UINT64_MAX;
    if (str_equal(cookie, S("without"))) return RIGHT_SIGNED_IN;
    if (str_equal(cookie, S("auditor"))) return account_rights(ROLE_BIT(ROLE_AUDITOR));
    return all;
}

static status identify(call *c, str cookie, str bearer, str *csrf)
{
    str who = cookie.len ? cookie : bearer;
    if (!who.len) return ST_OK;
    c->who         = (actor){ .person_id = 7, .login = who, .name = who, .rights = rights_of(who) };
    c->who.body_id = str_equal(who, S("stranger")) ? world.other_body : world.owner_body;
    *csrf          = S("token-of-the-walk");
    return ST_OK;
}

static call machine(void)
{
    call c = { .store = world.store, .a = &world.memory, .now_ms = os_now_ms(), .lang = LANG_VI };
    assert_int_equal(accounts_become_system(&c), ST_OK);
    return c;
}

static int set_up(void **state)
{
    (void)state;
    problem         why = { 0 };
    size_t          count;
    const law_body *rows = law_bodies(law_current(), &count);
    assert_int_equal(os_map(MEMORY_BYTES, &world.memory), ST_OK);
    store_register(app_sql_modules, app_sql_module_count);
    world.store = test_store_open(STORE_SQLITE);
    assert_non_null(world.store);
    call c = { .store = world.store, .a = &world.memory, .now_ms = os_now_ms(), .lang = LANG_VI };
    assert_int_equal(accounts_become_system(&c), ST_OK);
    assert_int_equal(organisations_seed(&c, rows, count, NULL, &why), ST_OK);
    call_end(&c);
    c = machine();
    body found;
    assert_int_equal(body_by_code(&c, S("BYT"), &found), ST_OK);
    world.owner_body = found.id;
    assert_int_equal(body_by_code(&c, S("BNG"), &found), ST_OK);
    world.other_body = found.id;

    int64_t           id;
    system_problems   faults = { 0 };
    const system_data draft  = { .name  = S("Hệ thống thử"),
                                 .owner = S("BYT"),
                                 .facts = S("{\"type\":[\"a\"]}") };
    assert_int_equal(systems_add(&c, &draft, &id, &faults), ST_OK);
    system_record made;
    assert_int_equal(systems_get_id(&c, id, &made), ST_OK);
    assert_int_equal(arena_copy(&world.memory, made.code, &world.system_code), ST_OK);
    call_end(&c);

    const web_host host = { .store        = world.store,
                            .modules      = app_web_modules,
                            .module_count = app_web_module_count,
                            .identify     = identify,
                            .error_page   = page_failure };
    assert_int_equal(web_new(&host, &world.router, &why), ST_OK);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    web_free(world.router);
    test_store_close(world.store);
    os_unmap(&world.memory);
    return 0;
}

static str param(void *ctx, const web_route *r, str name)
{
    (void)ctx;
    (void)name;
    str path = str_from(r->path);
    if (str_find(path, S("/he-thong/")) == 0 || str_find(path, S("/api/v1/systems/")) == 0) {
        return world.system_code;
    }
    if (str_find(path, S("/to-chuc/")) == 0 || str_find(path, S("/api/v1/bodies/")) == 0) {
        return S("BYT");
    }
    return S("1");
}

// Every route anyone may visit. A new one is added here on purpose or not at all.
static const char *const open_routes[] = {
    "GET /healthz",
    "GET /metrics",
    "GET /readyz",
    "GET /api/v1/openapi.json",
    "GET /dang-nhap",
    "GET /phim-tat",
    "POST /dang-nhap",
    "GET /khoi-tao/{token}",
    "POST /khoi-tao/{token}",
    "GET /moi/{token}",
    "POST /moi/{token}",
    "GET /dat-lai/{token}", // half an hour, once
    "POST /dat-lai/{token}",
    "GET /vao/{token}",
    "GET /dang-ky-doanh-nghiep", // limited by address and day; shut until a supervisor opens it
    "POST /dang-ky-doanh-nghiep",
    "GET /bao-su-co", // limited by address and hour; shut while nobody is the coordinator
    "POST /bao-su-co",
    "GET /bao-su-co/tra-cuu", // by code and key
    "POST /bao-su-co/tra-cuu",
    "GET /dang-ky/{token}",
    "POST /dang-ky/{token}",
    "GET /tai-nguyen/{hash}/{name}",
    "GET /hien-thi",
    "GET /lich/{token}", // the address is the secret
    "GET /huong-dan",
    "GET /huong-dan/tat-ca",
    "GET /huong-dan/{chapter}",
    NULL,
};

static web_walk walk(buf *faults, str cookie)
{
    *faults = buf_in(&world.memory, 4096, FAULT_BYTES);
    return (web_walk){ .w      = world.router,
                       .a      = &world.memory,
                       .faults = faults,
                       .param  = param,
                       .cookie = cookie,
                       .csrf   = S("token-of-the-walk"),
                       .rights = rights_of(cookie),
                       .open   = open_routes };
}

static void refuse_faults(size_t count, const buf *faults)
{
    if (count) fail_msg("%zu faults:\n" STR_FMT, count, STR_ARG(buf_str(faults)));
}

static void nobody_is_let_into_what_needs_a_sign_in(void **state)
{
    (void)state;
    buf      faults;
    web_walk k = walk(&faults, S(""));
    refuse_faults(web_walk_nobody(&k), &faults);
}

static void a_person_without_the_right_is_refused(void **state)
{
    (void)state;
    buf      faults;
    web_walk k = walk(&faults, S("without"));
    refuse_faults(web_walk_person(&k), &faults);
}

// What an auditor may still send: about themselves (a view of one's own among it), never about the
// register. A new route is added here
// on purpose or is refused.
static const char *const own_affairs[] = {
    "/dang-xuat",
    "/tai-khoan/mat-khau",
    "/tai-khoan/don-vi",
    "/tai-khoan/phien/{id}/ket-thuc",
    "/tai-khoan/phien-khac/ket-thuc",
    "/tai-khoan/ma-truy-cap",
    "/tai-khoan/ma-truy-cap/{id}/thu-hoi",
    "/he-thong/xem/luu", // shared with others only by who may speak for the body
    "/he-thong/xem/{view}",
    "/viec/{id}/nhan", // who does what one's own role has to do
    "/viec/{id}/tra",
    "/api/v1/tasks/{id}/take",
    "/api/v1/tasks/{id}/give-back",
    "/thong-bao/da-doc",
    "/viec/nhac/lich", // one's own calendar and mail
    "/viec/nhac/lich/bo",
    "/viec/nhac/thu",
    "/api/v1/calendar", // made anew, and ended
    "/api/v1/calendar",
    "/api/v1/daily-mail",
    "/api/v1/notices/read",
};

static bool is_own_affair(const web_route *r)
{
    for (size_t i = 0; i < COUNT(own_affairs); i++) {
        if (str_equal(str_from(r->path), str_from(own_affairs[i]))) return true;
    }
    return false;
}

// An auditor looks at everything of the branch and changes nothing, whatever they send.
static void an_auditor_changes_nothing(void **state)
{
    (void)state;
    buf      faults;
    size_t   walked = 0, own = 0;
    uint64_t rights = account_rights(ROLE_BIT(ROLE_AUDITOR));
    web_walk k      = walk(&faults, S("auditor"));
    refuse_faults(web_walk_person(&k), &faults);
    for (size_t i = 0; i < web_route_count(world.router); i++) {
        const web_route *r = web_route_at(world.router, i, NULL);
        if (r->method == HTTP_GET || r->right == RIGHT_PUBLIC) continue;
        walked++;
        if (is_own_affair(r)) {
            own++;
            continue;
        }
        if ((rights & (uint64_t)r->right) == (uint64_t)r->right) {
            fail_msg("an auditor may send to %s", r->path);
        }
    }
    assert_int_equal(own, COUNT(own_affairs));
    assert_true(walked > 40);
    static const char *const seen[] = { "/he-thong", "/nhat-ky", "/to-chuc", "/cap-do" };
    for (size_t i = 0; i < COUNT(seen); i++) {
        arena         a     = world.memory;
        const web_ask ask   = { .target = str_from(seen[i]), .cookie = S("auditor") };
        web_reply     reply = web_test_ask(world.router, &a, &ask);
        if (reply.code != 200) fail_msg("an auditor asks for %s: %d", seen[i], reply.code);
    }
    arena         a       = world.memory;
    const web_ask history = { .target = arena_printf(&a, "/he-thong/" STR_FMT,
                                                     STR_ARG(world.system_code)),
                              .cookie = S("auditor") };
    assert_int_equal(web_test_ask(world.router, &a, &history).code, 200);
}

static void a_stranger_with_every_right_finds_nothing(void **state)
{
    (void)state;
    buf      faults;
    web_walk k = walk(&faults, S("stranger"));
    refuse_faults(web_walk_stranger(&k), &faults);
}

static void the_description_of_the_api_holds_each_route_and_no_other(void **state)
{
    (void)state;
    buf      faults;
    web_walk k = walk(&faults, S("owner"));
    refuse_faults(web_walk_openapi(&k), &faults);
}

static void the_owner_sees_what_the_stranger_does_not(void **state)
{
    (void)state;
    arena         a     = world.memory;
    const web_ask ask   = { .target = arena_printf(&a, "/he-thong/" STR_FMT,
                                                   STR_ARG(world.system_code)),
                            .cookie = S("owner") };
    web_reply     reply = web_test_ask(world.router, &a, &ask);
    assert_int_equal(reply.code, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_let_into_what_needs_a_sign_in),
        cmocka_unit_test(a_person_without_the_right_is_refused),
        cmocka_unit_test(an_auditor_changes_nothing),
        cmocka_unit_test(a_stranger_with_every_right_finds_nothing),
        cmocka_unit_test(the_description_of_the_api_holds_each_route_and_no_other),
        cmocka_unit_test(the_owner_sees_what_the_stranger_does_not),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
