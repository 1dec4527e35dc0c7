#include "modules/organisations/organisations_test_kit.h"

#include "kit/store/store_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static arena work;

void test_organisations_begin(void)
{
    work = test_arena((size_t)64 << 20);
}

call test_system(store *s)
{
    work.next = work.start;
    return (call){ .store  = s,
                   .a      = &work,
                   .now_ms = test_now_ms,
                   .lang   = LANG_VI,
                   .who = { .person_id = -1, .login = S("system"), .rights = RIGHT_BODIES_ADMIN } };
}

call test_body(store *s, int64_t body_id)
{
    call c          = test_system(s);
    c.who.person_id = 7;
    c.who.body_id   = body_id;
    c.who.login     = S("an");
    return c;
}

// A small state: the old ministry gave way to the new one, the old province to the new one.
const law_body test_state[TEST_STATE] = {
    { STR("VN-CP"), STR("Chính phủ"), STR("Government"), STR("government"), STR(""), STR(""),
      STR(""), STR(""), STR("") },
    { STR("BCA"), STR("Bộ Công an"), STR("Public Security"), STR("ministry"), STR("VN-CP"), STR(""),
      STR(""), STR(""), STR("") },
    { STR("BKHCN"), STR("Bộ Khoa học và Công nghệ"), STR("Science"), STR("ministry"), STR("VN-CP"),
      STR(""), STR(""), STR(""), STR("") },
    { STR("BTTTT"), STR("Bộ Thông tin và Truyền thông"), STR("Information"), STR("ministry"),
      STR("VN-CP"), STR(""), STR("2025-02-28"), STR("BKHCN"), STR("") },
    { STR("BTTTT-CATTT"), STR("Cục An toàn thông tin"), STR("AIS"), STR("department"), STR("BTTTT"),
      STR(""), STR("2025-02-28"), STR("BCA-A05"), STR("") },
    { STR("BCA-A05"), STR("Cục An ninh mạng"), STR("A05"), STR("department"), STR("BCA"), STR(""),
      STR(""), STR(""), STR("") },
    { STR("T34-15"), STR("Tỉnh Lào Cai"), STR("Lao Cai"), STR("province"), STR("VN-CP"),
      STR("2025-07-01"), STR(""), STR(""), STR("") },
    { STR("T63-10"), STR("Tỉnh Lào Cai"), STR("Lao Cai"), STR("province"), STR("VN-CP"), STR(""),
      STR("2025-06-30"), STR("T34-15"), STR("") },
    { STR("T63-15"), STR("Tỉnh Yên Bái"), STR("Yen Bai"), STR("province"), STR("VN-CP"), STR(""),
      STR("2025-06-30"), STR("T34-15"), STR("") },
    { STR("VNPOST"), STR("Tổng công ty Bưu điện Việt Nam"), STR("Post"), STR("state-enterprise"),
      STR(""), STR(""), STR(""), STR(""), STR("") },
};

void test_seed(store *s)
{
    call    c   = test_system(s);
    problem why = { 0 };
    int64_t added;
    assert_int_equal(organisations_seed(&c, test_state, TEST_STATE, &added, &why), ST_OK);
    assert_int_equal(added, TEST_STATE);
    call_end(&c);
}

int64_t test_id_of(store *s, const char *code)
{
    call c = test_system(s);
    body b;
    assert_int_equal(body_by_code(&c, str_from(code), &b), ST_OK);
    call_end(&c);
    return b.id;
}

int64_t test_add(store *s, const char *code, const char *name, int64_t parent)
{
    call       c     = test_system(s);
    body_draft draft = { .code = str_from(code), .name_vi = str_from(name), .parent_id = parent };
    problem    why   = { 0 };
    int64_t    id    = 0;
    assert_int_equal(bodies_add(&c, &draft, &id, &why), ST_OK);
    return id;
}

status test_put_inside(db *d, void *ctx)
{
    (void)d;
    test_put_work *w = ctx;
    return scope_put(w->c, SCOPE_SYSTEM, &w->entry);
}

void test_put(store *s, int64_t object, int64_t owner, int64_t by, int64_t level, int64_t phase)
{
    call          c = test_system(s);
    test_put_work w = { &c, { object, owner, by, level, phase, S("khóa") } };
    assert_int_equal(call_act(&c, test_put_inside, &w), ST_OK);
}

int test_sees(store *s, int64_t body_id, int64_t object)
{
    call       c    = test_body(s, body_id);
    scope_role role = 0;
    status     st   = scope_may_see(&c, SCOPE_SYSTEM, object, &role);
    call_end(&c);
    assert_true(st == ST_OK || st == ST_MISSING);
    return st == ST_OK ? (int)role : 0;
}

int64_t test_counted(store *s, int64_t body_id)
{
    call         c = test_body(s, body_id);
    scope_counts counts;
    assert_int_equal(scope_counts_load(&c, SCOPE_SYSTEM, &counts), ST_OK);
    call_end(&c);
    return counts.total;
}
