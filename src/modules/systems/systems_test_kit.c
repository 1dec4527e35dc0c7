// systems_test_kit.c - see systems_test_kit.h.
#include "modules/systems/systems_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"

void test_systems_register(void)
{
    static const sql_module *const modules[] = { &call_sql, &jobs_sql, &organisations_sql,
                                                 &systems_sql };
    store_register(modules, COUNT(modules));
}

static call plain_call(store *s, arena *a)
{
    call c = { .store = s, .a = a, .lang = LANG_VI };
    assert_int_equal(time_parse(S("2026-11-24T09:00:00+07:00"), &c.now_ms), ST_OK);
    return c;
}

call test_call(store *s, arena *a)
{
    call            c   = plain_call(s, a);
    problem         why = { 0 };
    size_t          count;
    int64_t         top;
    const law_body *rows = law_bodies(law_current(), &count);
    c.who                = (actor){
                       .person_id = -1, .login = S("system"), .name = S("system"), .rights = ~UINT64_C(0)
    };
    if (body_top(&c, &top) != ST_OK) {
        assert_int_equal(organisations_seed(&c, rows, count, NULL, &why), ST_OK);
        assert_int_equal(body_top(&c, &top), ST_OK);
    }
    c.who.body_id = top;
    call_end(&c);
    return c;
}

call test_call_of(store *s, arena *a, const char *body_code)
{
    call c          = test_call(s, a);
    c.who.body_id   = test_body(&c, body_code);
    c.who.person_id = 7;
    c.who.login     = S("officer");
    c.who.name      = S("Nguyễn Thị Minh Khai");
    c.who.rights    = RIGHT_SIGNED_IN | RIGHT_SYSTEMS_READ | RIGHT_SYSTEMS_WRITE;
    call_end(&c);
    return c;
}

int64_t test_body(call *c, const char *code)
{
    body b;
    assert_int_equal(body_by_code(c, str_from(code), &b), ST_OK);
    return b.id;
}

int64_t test_system(call *c, const char *owner, const char *name, const char *facts)
{
    int64_t         id;
    system_problems problems;
    system_data     draft = { .name  = str_from(name),
                              .owner = str_from(owner),
                              .facts = str_from(facts) };
    assert_int_equal(systems_add(c, &draft, &id, &problems), ST_OK);
    return id;
}

int64_t test_total(call *c)
{
    system_page   page;
    problem       why = { 0 };
    system_filter all = { 0 };
    assert_int_equal(systems_list(c, &all, (str){ 0 }, 0, &page, &why), ST_OK);
    call_end(c);
    return page.total;
}
