// An enterprise comes in: invited or applying, accepted or refused; before that nobody sees it.
#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/enterprise_ops.h"
#include "modules/accounts/people_ops.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/organisations_test_kit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static call admin_of(store *s, const char *code)
{
    int64_t id = test_id_of(s, code);
    call    c  = test_body(s, id);
    c.who.rights |= RIGHT_ACCOUNTS_ADMIN;
    return c;
}

static call stranger(store *s, const char *address)
{
    call c    = test_system(s);
    c.who     = (actor){ .login = S(""), .name = S("") };
    c.address = str_from(address);
    return c;
}

static const enterprise_words words = {
    STR("Công ty Mẫu"), STR("0101234567"),  STR("1 phố Huế"), STR("Trần Thị Bình"), STR("Giám đốc"),
    STR("024 3999"),    STR("binh@mau.vn"), STR("binh.tran"), STR("Ví điện tử")
};

static str token_of(str path)
{
    assert_true(str_starts(path, S("/dang-ky/")));
    return str_slice(path, 9, path.len);
}

// The id of the only one on BKHCN's list.
static int64_t only_one(store *s)
{
    call        c = admin_of(s, "BKHCN");
    enterprise *list;
    size_t      count;
    assert_int_equal(enterprise_list(&c, &list, &count), ST_OK);
    assert_int_equal(count, 1);
    call_end(&c);
    return list[0].id;
}

static void an_invited_enterprise_is_accepted_and_seen_by_its_lead_alone(void **state)
{
    store *s = *state;
    test_seed(s);
    char                room[64];
    arena               keep = arena_over(room, sizeof room);
    call                c    = admin_of(s, "BKHCN");
    problem             why  = { 0 };
    str                 path, token;
    body                b;
    enterprise_decision how = { .basis = S("") };
    assert_int_equal(
        enterprise_invite(&c, words.name, SUPERVISED_SECTOR_LEAD, S("QĐ 632/QĐ-TTg"), &path, &why),
        ST_OK);
    assert_int_equal(arena_copy(&keep, token_of(path), &token), ST_OK);
    assert_int_equal(body_by_code(&c, words.code, &b), ST_MISSING); // no body yet
    c = stranger(s, "10.0.0.1");
    assert_int_equal(enterprise_apply(&c, token, 0, &words, &why), ST_OK);
    assert_int_equal(enterprise_apply(&c, token, 0, &words, &why), ST_MISSING); // used up
    int64_t id = only_one(s);
    c          = admin_of(s, "BCA"); // another supervisor: not there
    enterprise e;
    assert_int_equal(enterprise_load(&c, id, &e), ST_MISSING);
    assert_int_equal(enterprise_accept(&c, id, &how, &path, &why), ST_MISSING);
    c = admin_of(s, "BKHCN");
    assert_int_equal(enterprise_accept(&c, id, &how, &path, &why), ST_OK);
    assert_true(str_starts(path, S("/moi/")));
    person who;
    assert_int_equal(link_look(&c, LINK_INVITE, str_slice(path, 5, path.len), &who), ST_OK);
    assert_true(str_equal(who.login, words.login));
    assert_int_equal(enterprise_accept(&c, id, &how, &path, &why), ST_CONFLICT);

    int64_t dn = test_id_of(s, "0101234567");
    test_put(s, 1, dn, 0, 2, 1);
    assert_int_equal(test_sees(s, dn, 1), SCOPE_OWNER);
    assert_int_equal(test_sees(s, test_id_of(s, "BKHCN"), 1), SCOPE_SECTOR_LEAD);
    assert_int_equal(test_sees(s, test_id_of(s, "BCA"), 1), 0);
    assert_int_equal(test_sees(s, test_id_of(s, "T34-15"), 1), 0);
    c = test_system(s);
    body_contact k;
    assert_int_equal(body_contact_load(&c, dn, &k), ST_OK);
    assert_true(str_equal(k.representative, words.representative));
    call_end(&c);
}

static void the_public_page_takes_applications_only_while_its_door_is_open(void **state)
{
    store *s = *state;
    test_seed(s);
    problem          why  = { 0 };
    int64_t          lead = test_id_of(s, "BKHCN");
    enterprise_host *hosts;
    size_t           count;
    call             c = stranger(s, "10.0.0.1");
    assert_int_equal(enterprise_apply(&c, S(""), lead, &words, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("door-closed")));
    c = admin_of(s, "BKHCN");
    assert_int_equal(enterprise_door_set(&c, true), ST_OK);
    c = stranger(s, "10.0.0.1");
    assert_int_equal(enterprise_doors(&c, &hosts, &count), ST_OK);
    assert_int_equal(count, 1);
    for (int i = 0; i < ENTERPRISE_ADDRESS_MAX; i++) {
        assert_int_equal(enterprise_apply(&c, S(""), lead, &words, &why), ST_OK);
    }
    assert_int_equal(enterprise_apply(&c, S(""), lead, &words, &why), ST_LIMIT);
    c = stranger(s, "10.0.0.2"); // another address may still
    assert_int_equal(enterprise_apply(&c, S(""), lead, &words, &why), ST_OK);
    c = stranger(s, "10.0.0.1");
    c.now_ms += 2 * test_day_ms; // and the first one again, later
    assert_int_equal(enterprise_apply(&c, S(""), lead, &words, &why), ST_OK);
    body b;
    assert_int_equal(body_by_code(&c, words.code, &b), ST_MISSING);
    call_end(&c);
}

static void a_refusal_needs_a_reason_and_ends_it(void **state)
{
    store *s = *state;
    test_seed(s);
    problem             why = { 0 };
    str                 path;
    enterprise_decision how = { .basis = S("QĐ 632") };
    call                c   = admin_of(s, "BKHCN");
    assert_int_equal(enterprise_door_set(&c, true), ST_OK);
    int64_t lead         = test_id_of(s, "BKHCN");
    c                    = stranger(s, "10.0.0.1");
    enterprise_words bad = words;
    bad.login            = S("a b");
    assert_int_equal(enterprise_apply(&c, S(""), lead, &bad, &why), ST_INVALID);
    assert_true(str_equal(why.field, S("login")));
    assert_int_equal(enterprise_apply(&c, S(""), lead, &words, &why), ST_OK);
    int64_t id = only_one(s);
    c          = admin_of(s, "BKHCN");
    assert_int_equal(enterprise_refuse(&c, id, S(" "), &why), ST_INVALID);
    assert_int_equal(enterprise_refuse(&c, id, S("Không thuộc lĩnh vực"), &why), ST_OK);
    assert_int_equal(enterprise_accept(&c, id, &how, &path, &why), ST_CONFLICT);
    c.now_ms += 8 * test_day_ms; // an invitation ends after its days
    c = admin_of(s, "BKHCN");
    assert_int_equal(enterprise_invite(&c, words.name, SUPERVISED_SPECIALISED, S("x"), &path, &why),
                     ST_OK);
    enterprise e;
    assert_int_equal(enterprise_look(&c, token_of(path), &e), ST_OK);
    c.now_ms += 8 * test_day_ms;
    call_end(&c);
    assert_int_equal(enterprise_look(&c, token_of(path), &e), ST_MISSING);
    call_end(&c);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &organisations_sql, &accounts_sql };
    store_register(modules, COUNT(modules));
    test_organisations_begin();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_invited_enterprise_is_accepted_and_seen_by_its_lead_alone),
        cmocka_unit_test(the_public_page_takes_applications_only_while_its_door_is_open),
        cmocka_unit_test(a_refusal_needs_a_reason_and_ends_it),
    };
    return test_store_run(tests, COUNT(tests));
}
