#include "modules/accounts/account.h"
#include "modules/accounts/secret_ops.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define EQUALS(got, want) assert_string_equal(arena_cstr(&a, got), want)

static char memory[256 * 1024];

static void every_role_has_a_name_that_leads_back_to_it(void **state)
{
    (void)state;
    for (int role = 1; role <= ACCOUNT_ROLES; role++) {
        account_role back;
        assert_true(account_role_named(account_role_name((account_role)role), &back));
        assert_int_equal(back, role);
    }
    account_role role;
    assert_true(account_role_named(S("System-Officer"), &role));
    assert_int_equal(role, ROLE_SYSTEM_OFFICER);
    assert_false(account_role_named(S("root"), &role));
    assert_false(account_role_named(S(""), &role));
}

static void administrator_and_approver_never_count_together(void **state)
{
    (void)state;
    const uint64_t admin = ROLE_BIT(ROLE_ADMINISTRATOR);
    for (int role = 1; role <= ACCOUNT_ROLES; role++) {
        if (role == ROLE_ADMINISTRATOR) continue;
        uint64_t both     = admin | ROLE_BIT(role);
        bool     approves = role == ROLE_HEAD || role == ROLE_SPECIALIST || role == ROLE_APPRAISER;
        assert_int_equal(account_hats_apart(both), approves);
        assert_int_equal(account_roles_under(both, HAT_ADMIN), approves ? admin : both);
        assert_int_equal(account_roles_under(both, HAT_WORK), approves ? ROLE_BIT(role) : both);
        assert_false(account_hats_apart(ROLE_BIT(role)));
    }
    assert_int_equal(account_roles_under(admin, HAT_WORK), admin);
}

static void logins_are_lowered_and_checked(void **state)
{
    (void)state;
    static const struct {
        const char *typed, *login, *rule;
    } cases[] = {
        { "An.Nguyen", "an.nguyen", NULL },
        { " abc ", "abc", NULL },
        { "a@x.gov.vn", "a@x.gov.vn", NULL },
        { "", NULL, "required" },
        { "ab", NULL, "too-short" },
        { ".abc", NULL, "login-form" },
        { "an nguyen", NULL, "login-form" },
        { "nguyễn", NULL, "login-form" },
        { "abc\ndef", NULL, "login-form" },
        { "abc'--", NULL, "login-form" },
        { "0123456789012345678901234567890123456789012345678901234567890123x", NULL, "too-long" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena   a = arena_over(memory, sizeof memory);
        str     login;
        problem why = { 0 };
        status  st  = login_check(str_from(cases[i].typed), &a, &login, &why);
        assert_int_equal(st, cases[i].login ? ST_OK : ST_INVALID);
        if (cases[i].login) EQUALS(login, cases[i].login);
        if (cases[i].rule) EQUALS(why.rule, cases[i].rule);
    }
}

static void passwords_are_long_and_not_the_first_guess(void **state)
{
    (void)state;
    static const struct {
        const char *password, *rule;
    } cases[] = {
        { "con mèo trèo cây cau", NULL },
        { "đường dài mỏi gối", NULL },
        { "Xj2-kk9!pQz4", NULL },
        { "", "required" },
        { "elevenchars", "password-short" },
        { "mười một kt", "password-short" },
        { "xin-chao-an.nguyen", "password-has-login" },
        { "AN.NGUYEN-2026!", "password-has-login" },
        { "aaaaaaaaaaaaaaaa", "password-simple" },
        { "abcdefghijklmnop", "password-simple" },
        { "123456789012345", "password-simple" },
        { "Matkhau@123456", "password-known" },
        { "Mật khẩu của 2026", NULL },
        { "Mật khẩu mới 2026", "password-known" },
        { "vietnam-vietnam", "password-known" },
        { "anh yêu em 141414", "password-known" },
        { "Hà Nội hoa hồng, mùa xuân", NULL }, // three known words are a sentence
        { "abc12345abc12345", "password-known" },
        { "Xin chào Nguyễn Văn An", "password-has-name" },
        { "nguyenvanan#8812", "password-has-name" },
        { "tab\x01tab\x01tab\x01", "not-text" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena                a   = arena_over(memory, sizeof memory);
        problem              why = { 0 };
        const password_owner of  = { S("an.nguyen"), S("Nguyễn Văn An") };
        status st = password_check(&a, S("password"), str_from(cases[i].password), of, &why);
        if (!cases[i].rule) {
            assert_int_equal(st, ST_OK);
            continue;
        }
        assert_int_equal(st, ST_INVALID);
        EQUALS(why.rule, cases[i].rule);
    }
}

static void browsers_are_called_as_people_call_them(void **state)
{
    (void)state;
    static const struct {
        const char *agent, *program, *machine;
    } cases[] = {
        { "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
          "coc_coc_browser/120.0 Chrome/114.0 Safari/537.36",
          "Cốc Cốc", "Windows" },
        { "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120 Safari/537.36 Edg/120",
          "Edge", "Windows" },
        { "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36",
          "Chrome", "Android" },
        { "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit Safari/604.1",
          "Safari", "iPhone" },
        { "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0", "Firefox",
          "Linux" },
        { "curl/7.88.1", "curl", "" },
        { "<script>", "", "" },
        { "", "", "" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        arena       a = arena_over(memory, sizeof memory);
        agent_names n = agent_read(str_from(cases[i].agent));
        EQUALS(n.program, cases[i].program);
        EQUALS(n.machine, cases[i].machine);
    }
}

static void waits_double_from_the_first_fault_beyond_the_free_ones(void **state)
{
    (void)state;
    assert_int_equal(sign_in_wait_ms(0, 5), 0);
    assert_int_equal(sign_in_wait_ms(4, 5), 0);
    assert_int_equal(sign_in_wait_ms(5, 5), 2000);
    assert_int_equal(sign_in_wait_ms(6, 5), 4000);
    assert_int_equal(sign_in_wait_ms(13, 5), 512000);
    assert_int_equal(sign_in_wait_ms(14, 5), 900000);
    assert_int_equal(sign_in_wait_ms(INT64_MAX, 5), 900000);
}

static void tokens_are_told_apart_from_everything_else(void **state)
{
    (void)state;
    arena        a = arena_over(memory, sizeof memory);
    secret_token one, two;
    str          hash, csrf, csrf_two;
    assert_int_equal(secret_token_new(&a, &one), ST_OK);
    assert_int_equal(secret_token_new(&a, &two), ST_OK);
    assert_int_equal(one.text.len, SECRET_TOKEN_CHARS);
    assert_false(str_equal(one.text, two.text));
    assert_int_equal(secret_token_hash(&a, one.text, &hash), ST_OK);
    assert_true(str_equal(hash, one.hash));
    assert_int_equal(secret_csrf(&a, one.text, &csrf), ST_OK);
    assert_int_equal(secret_csrf(&a, two.text, &csrf_two), ST_OK);
    assert_false(str_equal(csrf, csrf_two));
    static const char *const wrong[] = { "", "short",
                                         "............................................",
                                         "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                                         "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB" };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_int_equal(secret_token_hash(&a, str_from(wrong[i]), &hash), ST_MISSING);
    }
}

static void a_password_fits_its_own_string_only(void **state)
{
    (void)state;
    arena a = arena_over(memory, sizeof memory);
    str   stored;
    assert_int_equal(secret_password_hash(&a, S("con mèo trèo cây cau"), &stored), ST_OK);
    assert_true(str_starts(stored, S("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_int_equal(secret_password_check(a, S("con mèo trèo cây cau"), stored, false), ST_OK);
    assert_int_equal(secret_password_check(a, S("con mèo trèo cây"), stored, false), ST_FORBIDDEN);
    assert_int_equal(secret_password_check(a, S("con mèo trèo cây cau"), S(""), false),
                     ST_FORBIDDEN);
    assert_false(secret_password_old(a, stored));
}

static void nobody_costs_what_somebody_costs(void **state)
{
    (void)state;
    // The string compared against for unknown logins must be of today's settings.
    arena a = arena_over(memory, sizeof memory);
    assert_false(secret_password_old(a, S("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_role_has_a_name_that_leads_back_to_it),
        cmocka_unit_test(administrator_and_approver_never_count_together),
        cmocka_unit_test(logins_are_lowered_and_checked),
        cmocka_unit_test(passwords_are_long_and_not_the_first_guess),
        cmocka_unit_test(browsers_are_called_as_people_call_them),
        cmocka_unit_test(waits_double_from_the_first_fault_beyond_the_free_ones),
        cmocka_unit_test(tokens_are_told_apart_from_everything_else),
        cmocka_unit_test(a_password_fits_its_own_string_only),
        cmocka_unit_test(nobody_costs_what_somebody_costs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
