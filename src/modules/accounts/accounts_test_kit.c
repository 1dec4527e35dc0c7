#include "modules/accounts/accounts_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

arena work;

static const law_body state_list[] = {
    { STR("VN-CP"), STR("Chính phủ"), STR("Government"), STR("government"), STR(""), STR(""),
      STR(""), STR(""), STR("") },
    { STR("BYT"), STR("Bộ Y tế"), STR("Health"), STR("ministry"), STR("VN-CP"), STR(""), STR(""),
      STR(""), STR("") },
    { STR("BNG"), STR("Bộ Ngoại giao"), STR("Foreign"), STR("ministry"), STR("VN-CP"), STR(""),
      STR(""), STR(""), STR("") },
    { STR("BYT-A"), STR("Cục A"), STR("A"), STR("department"), STR("BYT"), STR(""), STR(""),
      STR(""), STR("") },
};

call nobody_at(store *s, int64_t now_ms)
{
    return (call){ .store   = s,
                   .a       = &work,
                   .now_ms  = now_ms,
                   .lang    = LANG_VI,
                   .address = S("192.0.2.1"),
                   .who     = { .login = S("") } };
}

call nobody(store *s)
{
    return nobody_at(s, start_ms);
}

call machine(store *s)
{
    call c = nobody(s);
    assert_int_equal(accounts_become_system(&c), ST_OK);
    return c;
}

void seed(store *s)
{
    work.next = work.start;
    call c    = machine(s);
    assert_int_equal(organisations_seed(&c, state_list, COUNT(state_list), NULL, NULL), ST_OK);
}

int64_t body_id(store *s, const char *code)
{
    call c = nobody(s);
    body b;
    assert_int_equal(body_by_code(&c, str_from(code), &b), ST_OK);
    call_end(&c);
    return b.id;
}

int64_t add_person(store *s, const char *login, const char *code, uint64_t roles)
{
    call         c = machine(s);
    person_made  made;
    person_draft draft = { .login    = str_from(login),
                           .name     = S("Nguyễn Văn An"),
                           .body_id  = body_id(s, code),
                           .roles    = roles,
                           .password = GOOD_PASSWORD };
    problem      why   = { 0 };
    assert_int_equal(people_add(&c, &draft, &made, &why), ST_OK);
    assert_int_equal(made.path.len, 0);
    return made.id;
}

status try_sign_in(call *c, const char *login, str password, str device, signed_in *out,
                   problem *why)
{
    const sign_in in = {
        .login = str_from(login), .password = password, .device = device, .agent = S("test")
    };
    status st = sign_in_with_password(c, &in, out, why);
    call_end(c);
    return st;
}

signed_in sign_in_ok(store *s, const char *login, int64_t now_ms)
{
    call      c   = nobody_at(s, now_ms);
    problem   why = { 0 };
    signed_in in;
    assert_int_equal(try_sign_in(&c, login, GOOD_PASSWORD, S(""), &in, &why), ST_OK);
    return in;
}

// Who the session cookie makes of a call at that time.
call as_session(store *s, str token, int64_t now_ms)
{
    call c = nobody_at(s, now_ms);
    str  csrf;
    assert_int_equal(accounts_identify(&c, token, S(""), &csrf), ST_OK);
    assert_true((c.who.person_id != 0) == (csrf.len > 0));
    return c;
}

call as_bearer(store *s, str token, int64_t now_ms)
{
    call c = nobody_at(s, now_ms);
    str  csrf;
    assert_int_equal(accounts_identify(&c, S(""), token, &csrf), ST_OK);
    assert_int_equal(csrf.len, 0);
    return c;
}

call as_admin_of(store *s, const char *login, const char *code)
{
    add_person(s, login, code, ROLE_BIT(ROLE_ADMINISTRATOR));
    signed_in in = sign_in_ok(s, login, start_ms);
    return as_session(s, in.token, start_ms);
}

str token_of(str path)
{
    str head, tail = path;
    for (int i = 0; i < 2; i++) (void)str_cut(tail, '/', &head, &tail);
    return tail;
}
