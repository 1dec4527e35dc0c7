#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/accounts_test_kit.h"
#include "modules/accounts/audit_ops.h"
#include "modules/accounts/people_ops.h"
#include "modules/accounts/session_ops.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/tasks/tasks.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void every_statement_prepares_as_declared(void **state)
{
    problem why = { 0 };
    status  st  = sql_prepare_all(*state, &why);
    if (st != ST_OK) fail_msg(STR_FMT " " STR_FMT, STR_ARG(why.field), STR_ARG(why.detail));
}

// ---- signing in -------------------------------------------------------------------------------------

static void a_session_acts_with_the_rights_of_todays_roles(void **state)
{
    store *s = *state;
    seed(s);
    int64_t   id = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_SYSTEM_OFFICER));
    signed_in in = sign_in_ok(s, "Anh", start_ms);
    call      c  = as_session(s, in.token, start_ms);
    assert_int_equal(c.who.person_id, id);
    assert_int_equal(c.who.body_id, body_id(s, "BYT"));
    EQUALS(c.who.body_name, "Bộ Y tế");
    assert_true(call_may(&c, RIGHT_SYSTEMS_WRITE));
    assert_false(call_may(&c, RIGHT_ACCOUNTS_ADMIN));
    call_end(&c);
    c = as_session(s, S("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"), start_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
    c = as_session(s, S("nonsense"), start_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
}

static void a_session_slides_while_used_and_ends_at_its_ceiling(void **state)
{
    store *s = *state;
    seed(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    signed_in in   = sign_in_ok(s, "anh", start_ms);
    int64_t   idle = SESSION_IDLE_MINUTES * minute_ms, now = start_ms;
    call      c;
    for (int i = 0; i < 3; i++) { // used every seven hours it lives on
        now += idle - 60 * minute_ms;
        c = as_session(s, in.token, now);
        assert_int_not_equal(c.who.person_id, 0);
        call_end(&c);
    }
    c = as_session(s, in.token, now + idle);
    assert_int_equal(c.who.person_id, 0); // then eight hours without use
    call_end(&c);
    signed_in other = sign_in_ok(s, "anh", start_ms);
    for (now = start_ms; now < start_ms + SESSION_MAX_DAYS * day_ms; now += 4 * 60 * minute_ms) {
        c = as_session(s, other.token, now);
        assert_int_not_equal(c.who.person_id, 0);
        call_end(&c);
    }
    c = as_session(s, other.token, start_ms + SESSION_MAX_DAYS * day_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
}

static void signing_out_ends_that_session_only(void **state)
{
    store *s = *state;
    seed(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    signed_in one = sign_in_ok(s, "anh", start_ms), two = sign_in_ok(s, "anh", start_ms);
    call      c = as_session(s, one.token, start_ms);
    assert_int_equal(sign_out(&c, one.token), ST_OK);
    c = as_session(s, one.token, start_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
    c = as_session(s, two.token, start_ms);
    assert_int_not_equal(c.who.person_id, 0);
    call_end(&c);
}

static void roles_count_from_their_first_to_their_last_day(void **state)
{
    store *s = *state;
    seed(s);
    int64_t    id    = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK)), role_id;
    call       c     = machine(s);
    role_draft draft = { .person_id  = id,
                         .body_id    = body_id(s, "BYT"),
                         .role       = ROLE_SYSTEM_OFFICER,
                         .valid_from = S("26/11/2026"),
                         .valid_to   = S("2026-11-27") };
    problem    why   = { 0 };
    assert_int_equal(role_give(&c, &draft, &role_id, &why), ST_OK);
    assert_int_equal(role_give(&c, &draft, &role_id, &why), ST_INVALID);
    EQUALS(why.rule, "role-held");
    static const bool may[] = { false, false, true, true, false };
    for (int i = 0; i < (int)COUNT(may); i++) {
        int64_t   now = start_ms + i * day_ms;
        signed_in in  = sign_in_ok(s, "anh", now);
        c             = as_session(s, in.token, now);
        assert_int_equal(call_may(&c, RIGHT_SYSTEMS_WRITE), may[i]);
        assert_true(call_may(&c, RIGHT_PAPERS_MAKE)); // the clerk's
        call_end(&c);
    }
}

static void who_holds_no_role_acts_for_no_body(void **state)
{
    store *s = *state;
    seed(s);
    int64_t    id = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_SYSTEM_OFFICER));
    signed_in  in = sign_in_ok(s, "anh", start_ms);
    call       c  = machine(s);
    held_role *roles;
    size_t     count;
    assert_int_equal(roles_of(&c, id, &roles, &count), ST_OK);
    assert_int_equal(role_take(&c, roles[0].id, S("2026-11-23"), NULL), ST_OK);
    c = as_session(s, in.token, start_ms);
    assert_int_equal(c.who.person_id, id);
    assert_int_equal(c.who.body_id, 0);
    assert_int_equal(c.who.rights, RIGHT_SIGNED_IN);
    call_end(&c);
}

static void administrator_and_approver_wear_one_hat_at_a_time(void **state)
{
    store *s = *state;
    seed(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_ADMINISTRATOR) | ROLE_BIT(ROLE_HEAD));
    signed_in in  = sign_in_ok(s, "anh", start_ms);
    int64_t   byt = body_id(s, "BYT");
    call      c   = as_session(s, in.token, start_ms);
    assert_false(call_may(&c, RIGHT_ACCOUNTS_ADMIN));
    assert_true(call_may(&c, RIGHT_SYSTEMS_READ));
    assert_int_equal(session_switch(&c, in.token, byt, HAT_ADMIN), ST_OK);
    c = as_session(s, in.token, start_ms);
    assert_true(call_may(&c, RIGHT_ACCOUNTS_ADMIN));
    assert_false(call_may(&c, RIGHT_SYSTEMS_READ));
    assert_int_equal(session_switch(&c, in.token, body_id(s, "BNG"), HAT_WORK), ST_FORBIDDEN);
}

// ---- slowing ----------------------------------------------------------------------------------------

static void guessing_is_slowed_alike_for_known_and_unknown_logins(void **state)
{
    store *s = *state;
    seed(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    static const char *const logins[] = { "anh", "nobody", "not a login!" };
    signed_in                in;
    for (size_t i = 0; i < COUNT(logins); i++) {
        problem why;
        for (int n = 1; n <= SIGN_IN_FREE_FAILS; n++) {
            call c = nobody(s);
            why    = (problem){ 0 };
            assert_int_equal(try_sign_in(&c, logins[i], S("wrong password"), S(""), &in, &why),
                             ST_INVALID);
            EQUALS(why.rule, "sign-in-wrong");
        }
        call c = nobody(s); // now even the right one has to wait
        assert_int_equal(try_sign_in(&c, logins[i], GOOD_PASSWORD, S(""), &in, &why), ST_LIMIT);
        EQUALS(why.rule, "sign-in-slow");
        EQUALS(why.detail, "2");
        c = nobody_at(s, start_ms + 2000);
        assert_int_equal(try_sign_in(&c, logins[i], S("wrong again"), S(""), &in, &why),
                         ST_INVALID);
        c = nobody_at(s, start_ms + 2000);
        assert_int_equal(try_sign_in(&c, logins[i], GOOD_PASSWORD, S(""), &in, &why), ST_LIMIT);
        EQUALS(why.detail, "4");
    }
    call    c   = nobody_at(s, start_ms + 10 * minute_ms);
    problem why = { 0 };
    assert_int_equal(try_sign_in(&c, "anh", GOOD_PASSWORD, S(""), &in, &why), ST_OK);
    c = nobody_at(s, start_ms + 10 * minute_ms); // forgiven: it begins anew
    assert_int_equal(try_sign_in(&c, "anh", S("wrong"), S(""), &in, &why), ST_INVALID);
    c = nobody_at(s, start_ms + 10 * minute_ms);
    assert_int_equal(try_sign_in(&c, "anh", GOOD_PASSWORD, S(""), &in, &why), ST_OK);
}

static void a_known_device_is_not_locked_out_by_strangers(void **state)
{
    store *s = *state;
    seed(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    signed_in first = sign_in_ok(s, "anh", start_ms), in;
    assert_int_equal(first.device.len, 43);
    problem why;
    for (int n = 0; n < SIGN_IN_FREE_FAILS; n++) {
        call c    = nobody(s);
        c.address = S("203.0.113.9");
        assert_int_equal(try_sign_in(&c, "anh", S("guess"), S(""), &in, &why), ST_INVALID);
    }
    call c = nobody(s);
    assert_int_equal(try_sign_in(&c, "anh", GOOD_PASSWORD, S(""), &in, &why), ST_LIMIT);
    c = nobody(s);
    assert_int_equal(try_sign_in(&c, "anh", GOOD_PASSWORD, first.device, &in, &why), ST_OK);
    assert_int_equal(in.device.len, 0); // the one it has stays
    add_person(s, "binh", "BYT", ROLE_BIT(ROLE_CLERK));
    c = nobody(s); // the same browser is a stranger to another person, then serves both
    assert_int_equal(try_sign_in(&c, "binh", GOOD_PASSWORD, first.device, &in, &why), ST_OK);
    assert_int_equal(in.device.len, 0);
}

static void one_address_that_tries_many_logins_is_slowed(void **state)
{
    store *s = *state;
    seed(s);
    static const char *const addresses[] = { "2001:db8::1", "2001:db8::2" }; // one /64
    problem                  why         = { 0 };
    signed_in                in;
    for (int n = 0; n < ADDRESS_FREE_FAILS; n++) {
        char login[16];
        (void)snprintf(login, sizeof(login), "login%d", n);
        call c    = nobody(s);
        c.address = str_from(addresses[n % 2]);
        assert_int_equal(try_sign_in(&c, login, S("guess"), S(""), &in, &why), ST_INVALID);
    }
    call c    = nobody(s);
    c.address = S("2001:db8::99");
    assert_int_equal(try_sign_in(&c, "another", S("guess"), S(""), &in, &why), ST_LIMIT);
    c.address = S("2001:db9::99");
    assert_int_equal(try_sign_in(&c, "another", S("guess"), S(""), &in, &why), ST_INVALID);
}

static void locked_and_invited_people_are_answered_as_unknown_ones(void **state)
{
    store *s = *state;
    seed(s);
    int64_t      id    = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    signed_in    in    = sign_in_ok(s, "anh", start_ms), out;
    call         c     = machine(s);
    person_draft draft = { .login   = S("moi"),
                           .body_id = body_id(s, "BYT"),
                           .roles   = ROLE_BIT(ROLE_CLERK) };
    person_made  made;
    problem      why = { 0 };
    assert_int_equal(people_add(&c, &draft, &made, &why), ST_OK);
    assert_int_equal(people_lock(&c, id, true, &why), ST_OK);
    call out_of = as_session(s, in.token, start_ms);
    assert_int_equal(out_of.who.person_id, 0); // the session ended with the lock
    call_end(&out_of);
    static const char *const logins[] = { "anh", "moi", "khong-co" };
    for (size_t i = 0; i < COUNT(logins); i++) {
        c = nobody(s);
        assert_int_equal(try_sign_in(&c, logins[i], GOOD_PASSWORD, S(""), &out, &why), ST_INVALID);
        EQUALS(why.rule, "sign-in-wrong");
    }
    c = machine(s);
    assert_int_equal(people_lock(&c, id, false, &why), ST_OK);
    c = nobody(s);
    assert_int_equal(try_sign_in(&c, "anh", GOOD_PASSWORD, S(""), &out, &why), ST_OK);
}

// ---- passwords --------------------------------------------------------------------------------------

static void a_new_password_ends_every_other_session(void **state)
{
    store *s = *state;
    seed(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    signed_in one = sign_in_ok(s, "anh", start_ms), two = sign_in_ok(s, "anh", start_ms), in;
    call      c   = as_session(s, one.token, start_ms);
    problem   why = { 0 };
    str new       = S("một câu khác hẳn");
    assert_int_equal(password_change(&c, one.token, S("sai rồi"), new, &why), ST_INVALID);
    EQUALS(why.field, "current");
    assert_int_equal(password_change(&c, one.token, GOOD_PASSWORD, S("ngắn"), &why), ST_INVALID);
    EQUALS(why.rule, "password-short");
    assert_int_equal(password_change(&c, one.token, GOOD_PASSWORD, new, &why), ST_OK);
    c = as_session(s, one.token, start_ms);
    assert_int_not_equal(c.who.person_id, 0);
    call_end(&c);
    c = as_session(s, two.token, start_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
    c = nobody(s);
    assert_int_equal(try_sign_in(&c, "anh", GOOD_PASSWORD, S(""), &in, &why), ST_INVALID);
    c              = nobody(s); // typed decomposed it is the same password
    str decomposed = S("mo\xCC\xA3\xCC\x82t ca\xCC\x82u kha\xCC\x81"
                       "c ha\xCC\x86\xCC\x89n");
    assert_int_equal(try_sign_in(&c, "anh", decomposed, S(""), &in, &why), ST_OK);
}

// ---- links ------------------------------------------------------------------------------------------

static first_draft first_of(store *s, const char *login)
{
    return (first_draft){ .login    = str_from(login),
                          .name     = S("Trần Thị Bình"),
                          .password = GOOD_PASSWORD,
                          .works    = true,
                          .body_id  = body_id(s, "BYT"),
                          .agent    = S("test") };
}

static str admin_token(store *s)
{
    call c = machine(s);
    str  path;
    assert_int_equal(accounts_admin_link(&c, &path), ST_OK);
    assert_true(str_starts(path, S("/khoi-tao/")));
    return token_of(path);
}

static void the_first_link_makes_one_administrator_once(void **state)
{
    store *s = *state;
    bool   have;
    seed(s);
    call c = machine(s);
    assert_int_equal(accounts_have_admin(&c, &have), ST_OK);
    assert_false(have);
    str       token = admin_token(s);
    person    who;
    signed_in in;
    problem   why = { 0 };
    c             = nobody(s);
    assert_int_equal(link_look(&c, LINK_FIRST, token, &who), ST_OK);
    assert_int_equal(link_look(&c, LINK_INVITE, token, &who), ST_MISSING);
    first_draft draft = first_of(s, "binh"), bad = draft;
    bad.password = S("short");
    assert_int_equal(first_accept(&c, token, &bad, &in, &why), ST_INVALID); // it is not used up
    assert_int_equal(first_accept(&c, token, &draft, &in, &why), ST_OK);
    assert_int_equal(c.who.person_id, 0); // the call itself is nobody's again
    c = as_session(s, in.token, start_ms);
    assert_true(call_may(&c, RIGHT_ACCOUNTS_ADMIN | RIGHT_SYSTEMS_WRITE));
    assert_int_equal(accounts_have_admin(&c, &have), ST_OK);
    assert_true(have);
    call_end(&c);
    c     = nobody(s);
    draft = first_of(s, "second");
    assert_int_equal(first_accept(&c, token, &draft, &in, &why), ST_MISSING);
    assert_int_equal(link_look(&c, LINK_FIRST, token, &who), ST_MISSING);
    call_end(&c);
}

static void a_link_dies_after_its_time_or_when_a_newer_one_is_made(void **state)
{
    store *s = *state;
    seed(s);
    person who;
    str    first = admin_token(s);
    call   c     = nobody_at(s, start_ms + FIRST_LINK_MINUTES * minute_ms - 1);
    assert_int_equal(link_look(&c, LINK_FIRST, first, &who), ST_OK);
    call_end(&c);
    c = nobody_at(s, start_ms + FIRST_LINK_MINUTES * minute_ms);
    assert_int_equal(link_look(&c, LINK_FIRST, first, &who), ST_MISSING);
    call_end(&c);
    str second = admin_token(s);
    c          = nobody(s);
    assert_int_equal(link_look(&c, LINK_FIRST, first, &who), ST_MISSING);
    assert_int_equal(link_look(&c, LINK_FIRST, second, &who), ST_OK);
    str path; // and nobody but the machine makes one
    assert_int_equal(accounts_admin_link(&c, &path), ST_FORBIDDEN);
    call_end(&c);
}

static void the_first_administrator_may_bring_a_body_of_their_own(void **state)
{
    store *s = *state;
    seed(s);
    str         token = admin_token(s);
    first_draft draft = first_of(s, "binh");
    problem     why   = { 0 };
    signed_in   in;
    draft.body_id  = 0;
    draft.new_body = (body_draft){ .code = S("BYT"), .name_vi = S("Công ty Mẫu") };
    call c         = nobody(s);
    assert_int_equal(first_accept(&c, token, &draft, &in, &why), ST_INVALID);
    EQUALS(why.rule, "code-taken"); // and the link is still good
    draft.new_body.code = S("CTM");
    assert_int_equal(first_accept(&c, token, &draft, &in, &why), ST_OK);
    c = as_session(s, in.token, start_ms);
    EQUALS(c.who.body_name, "Công ty Mẫu");
    call_end(&c);
}

typedef struct racer {
    store *s;
    str    token;
    char   login[8];
    arena  memory;
    status st;
} racer;

static void *race(void *ctx)
{
    racer      *r     = ctx;
    call        c     = { .store = r->s, .a = &r->memory, .now_ms = start_ms, .lang = LANG_VI };
    first_draft draft = { .login    = str_from(r->login),
                          .name     = S("Trần Thị Bình"),
                          .password = GOOD_PASSWORD,
                          .new_body = { .code = str_from(r->login), .name_vi = S("Đơn vị") },
                          .agent    = S("") };
    signed_in   in;
    problem     why = { 0 };
    c.address       = S("");
    c.who.login     = S("");
    r->st           = first_accept(&c, r->token, &draft, &in, &why);
    return NULL;
}

static void of_two_who_race_for_the_first_link_one_wins(void **state)
{
    store       *s = *state;
    static racer racers[4];
    pthread_t    threads[COUNT(racers)];
    seed(s);
    str token = admin_token(s);
    for (size_t i = 0; i < COUNT(racers); i++) {
        racers[i] = (racer){ .s = s, .token = token, .memory = test_arena(8 << 20) };
        (void)snprintf(racers[i].login, sizeof(racers[i].login), "race%zu", i);
        assert_int_equal(pthread_create(&threads[i], NULL, race, &racers[i]), 0);
    }
    int won = 0;
    for (size_t i = 0; i < COUNT(racers); i++) {
        pthread_join(threads[i], NULL);
        if (racers[i].st == ST_OK) {
            won++;
        } else {
            assert_true(racers[i].st == ST_MISSING || racers[i].st == ST_CONFLICT);
        }
    }
    assert_int_equal(won, 1);
    call        c = machine(s);
    person_list list;
    assert_int_equal(people_list(&c, false, S(""), 0, &list), ST_OK);
    assert_int_equal(list.count, 1);
    call_end(&c);
}

static void an_invitation_sets_the_password_once(void **state)
{
    store *s = *state;
    seed(s);
    call         c     = machine(s);
    person_draft draft = { .login   = S("moi"),
                           .name    = S("Lê Văn Cường"),
                           .body_id = body_id(s, "BYT"),
                           .roles   = ROLE_BIT(ROLE_OPERATOR) };
    person_made  made;
    problem      why = { 0 };
    person       who;
    signed_in    in;
    assert_int_equal(people_add(&c, &draft, &made, &why), ST_OK);
    str                 token = token_of(made.path);
    const invite_answer easy  = { token, S("moi moi moi moi"), S("") };
    const invite_answer good  = { token, GOOD_PASSWORD, S("") };
    c                         = nobody_at(s, start_ms + INVITE_DAYS * day_ms);
    assert_int_equal(link_look(&c, LINK_INVITE, token, &who), ST_MISSING);
    call_end(&c);
    c = nobody(s);
    assert_int_equal(link_look(&c, LINK_INVITE, token, &who), ST_OK);
    EQUALS(who.name, "Lê Văn Cường");
    assert_int_equal(invite_accept(&c, LINK_INVITE, &easy, &in, &why), ST_INVALID);
    EQUALS(why.rule, "password-has-login");
    assert_int_equal(invite_accept(&c, LINK_INVITE, &good, &in, &why), ST_OK);
    c = nobody(s);
    assert_int_equal(invite_accept(&c, LINK_INVITE, &good, &in, &why), ST_MISSING);
    call_end(&c);
    (void)sign_in_ok(s, "moi", start_ms);
}

static status set_password(store *s, link_kind kind, str path, int64_t now_ms, problem *why)
{
    call                c     = nobody_at(s, now_ms);
    const invite_answer typed = { token_of(path), GOOD_PASSWORD, S("") };
    signed_in           in;
    status              st = invite_accept(&c, kind, &typed, &in, why);
    call_end(&c);
    return st;
}

// Half an hour, once; the old password, sessions and tokens end at once; only its hash is kept.
static void a_reset_link_sets_a_new_password_once_within_half_an_hour(void **state)
{
    store *s = *state;
    seed(s);
    int64_t     id  = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    signed_in   old = sign_in_ok(s, "anh", start_ms), in;
    call        c   = machine(s);
    person_link first, link;
    problem     why = { 0 };
    assert_int_equal(people_reset(&c, id, &first, &why), ST_OK);
    assert_true(str_starts(first.path, S("/dat-lai/")) && !first.invite);
    assert_true(first.expires_ms == start_ms + RESET_LINK_MINUTES * minute_ms);
    c = as_session(s, old.token, start_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
    c = nobody(s);
    assert_int_equal(try_sign_in(&c, "anh", GOOD_PASSWORD, S(""), &in, &why), ST_INVALID);
    c = machine(s); // a second one takes the first one's place
    assert_int_equal(people_reset(&c, id, &link, &why), ST_OK);
    assert_int_equal(set_password(s, LINK_RESET, first.path, start_ms, &why), ST_MISSING);
    assert_int_equal(set_password(s, LINK_INVITE, link.path, start_ms, &why), ST_MISSING);
    assert_int_equal(set_password(s, LINK_RESET, link.path, link.expires_ms, &why), ST_MISSING);
    assert_int_equal(set_password(s, LINK_RESET, link.path, link.expires_ms - 1, &why), ST_OK);
    assert_int_equal(set_password(s, LINK_RESET, link.path, link.expires_ms - 1, &why), ST_MISSING);
    (void)sign_in_ok(s, "anh", start_ms);
}

static void a_demo_link_works_again_and_again_until_replaced(void **state)
{
    store *s = *state;
    seed(s);
    call      c = machine(s);
    str       path, later;
    signed_in in;
    assert_int_equal(accounts_demo_link(&c, S("demo-head"), S("Thủ trưởng"), body_id(s, "BYT"),
                                        ROLE_BIT(ROLE_HEAD), &path),
                     ST_OK);
    for (int i = 0; i < 2; i++) {
        c = nobody(s);
        assert_int_equal(demo_enter(&c, token_of(path), S(""), &in), ST_OK);
    }
    c = as_session(s, in.token, start_ms);
    assert_int_equal(c.who.body_id, body_id(s, "BYT"));
    call_end(&c);
    c = machine(s);
    assert_int_equal(accounts_demo_link(&c, S("demo-head"), S("Thủ trưởng"), body_id(s, "BYT"),
                                        ROLE_BIT(ROLE_HEAD), &later),
                     ST_OK);
    c = nobody(s);
    assert_int_equal(demo_enter(&c, token_of(path), S(""), &in), ST_MISSING);
    c = nobody(s);
    assert_int_equal(demo_enter(&c, token_of(later), S(""), &in), ST_OK);
    problem why; // and no password opens it
    c = nobody(s);
    assert_int_equal(try_sign_in(&c, "demo-head", S(""), S(""), &in, &why), ST_INVALID);
}

// ---- tokens -----------------------------------------------------------------------------------------

static token_made add_token(store *s, int64_t person_id, bool may_write, int64_t days)
{
    call        c     = machine(s);
    token_draft draft = { .person_id = person_id,
                          .body_id   = body_id(s, "BYT"),
                          .may_write = may_write,
                          .days      = days,
                          .label     = S("thử") };
    token_made  made;
    problem     why = { 0 };
    assert_int_equal(token_add(&c, &draft, &made, &why), ST_OK);
    return made;
}

static void tokens_act_within_their_scope_time_and_body(void **state)
{
    store *s = *state;
    seed(s);
    int64_t    id    = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_SYSTEM_OFFICER));
    token_made write = add_token(s, id, true, 10), read = add_token(s, id, false, 10);
    call       c = as_bearer(s, write.token, start_ms);
    assert_true(call_may(&c, RIGHT_SYSTEMS_WRITE));
    assert_int_equal(c.who.body_id, body_id(s, "BYT"));
    call_end(&c);
    c = as_bearer(s, read.token, start_ms);
    assert_true(call_may(&c, RIGHT_SYSTEMS_READ));
    assert_false(call_may(&c, RIGHT_SYSTEMS_WRITE));
    assert_false(call_may(&c, RIGHT_LEVELS_DECIDE));
    call_end(&c);
    c = as_bearer(s, write.token, start_ms + 10 * day_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
    c = machine(s);
    assert_int_equal(token_end(&c, write.id), ST_OK);
    assert_int_equal(token_end(&c, write.id), ST_MISSING);
    c = as_bearer(s, write.token, start_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
    c = machine(s);
    assert_int_equal(people_lock(&c, id, true, NULL), ST_OK);
    c = as_bearer(s, read.token, start_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
}

// Which network and which incidents are seen hangs on it, however one came in.
static void who_acts_for_an_invented_body_is_known_as_such_by_token_and_as(void **state)
{
    store *s = *state;
    seed(s);
    call             c = machine(s);
    const body_draft mau = { .code = S("MAU-01"), .name_vi = S("Bộ Mẫu 01"), .kind = S("sample") };
    problem          why = { 0 };
    int64_t          body_id_mau;
    assert_int_equal(bodies_add(&c, &mau, &body_id_mau, &why), ST_OK);
    call_end(&c);
    int64_t     id    = add_person(s, "mau", "MAU-01", ROLE_BIT(ROLE_SYSTEM_OFFICER));
    token_draft draft = {
        .person_id = id, .body_id = body_id_mau, .may_write = true, .days = 10, .label = S("thử")
    };
    token_made made;
    c = machine(s);
    assert_int_equal(token_add(&c, &draft, &made, &why), ST_OK);
    call_end(&c);
    c = as_bearer(s, made.token, start_ms);
    assert_true(c.who.invented);
    call_end(&c);
    c = nobody(s);
    assert_int_equal(accounts_become(&c, S("mau"), &why), ST_OK);
    assert_true(c.who.invented);
    call_end(&c);
    c = nobody(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_SYSTEM_OFFICER));
    assert_int_equal(accounts_become(&c, S("anh"), &why), ST_OK);
    assert_false(c.who.invented);
    call_end(&c);
}

static void a_bad_bearer_never_falls_back_to_the_cookie(void **state)
{
    store *s = *state;
    seed(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    signed_in in = sign_in_ok(s, "anh", start_ms);
    call      c  = nobody(s);
    str       csrf;
    assert_int_equal(accounts_identify(&c, in.token, S("wrong"), &csrf), ST_OK);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
}

static void a_token_needs_a_role_in_its_body(void **state)
{
    store *s = *state;
    seed(s);
    int64_t     id    = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    call        c     = machine(s);
    token_draft draft = { .person_id = id, .body_id = body_id(s, "BNG"), .days = 1 };
    token_made  made;
    problem     why = { 0 };
    assert_int_equal(token_add(&c, &draft, &made, &why), ST_INVALID);
    EQUALS(why.rule, "no-role");
    draft.days = TOKEN_DAYS_MAX + 1;
    assert_int_equal(token_add(&c, &draft, &made, &why), ST_INVALID);
    EQUALS(why.rule, "out-of-range");
}

// ---- who looks after whom ---------------------------------------------------------------------------

static void a_stranger_administrator_sees_and_touches_nobody(void **state)
{
    store *s = *state;
    seed(s);
    int64_t     id    = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK)), role_id;
    token_made  token = add_token(s, id, false, 10);
    call        c     = as_admin_of(s, "ngoai", "BNG");
    person_list list;
    person      p;
    held_role  *roles;
    token_view *tokens;
    size_t      count;
    person_link path;
    problem     why = { 0 };
    assert_int_equal(people_list(&c, false, S(""), 0, &list), ST_OK);
    assert_int_equal(list.count, 1); // oneself
    assert_int_equal(person_load(&c, id, &p), ST_MISSING);
    assert_int_equal(roles_of(&c, id, &roles, &count), ST_FORBIDDEN);
    assert_int_equal(tokens_of(&c, id, &tokens, &count), ST_FORBIDDEN);
    assert_int_equal(token_end(&c, token.id), ST_MISSING);
    assert_int_equal(people_reset(&c, id, &path, &why), ST_FORBIDDEN);
    assert_int_equal(people_lock(&c, id, true, &why), ST_FORBIDDEN);
    assert_int_equal(people_rename(&c, id, 1, S("X"), S(""), &why), ST_FORBIDDEN);
    role_draft role = { .person_id = id, .body_id = body_id(s, "BNG"), .role = ROLE_CLERK };
    assert_int_equal(role_give(&c, &role, &role_id, &why), ST_FORBIDDEN);
    person_draft draft = { .login   = S("moi"),
                           .body_id = body_id(s, "BYT"),
                           .roles   = ROLE_BIT(ROLE_CLERK) };
    person_made  made;
    assert_int_equal(people_add(&c, &draft, &made, &why), ST_INVALID);
    EQUALS(why.rule, "unknown-body");
    call_end(&c);
    c = as_admin_of(s, "trong", "BYT"); // the own administrator may
    assert_int_equal(person_load(&c, id, &p), ST_OK);
    assert_int_equal(people_lock(&c, id, true, &why), ST_OK);
    call_end(&c);
}

static void a_person_who_also_serves_elsewhere_is_not_one_bodys_to_reset(void **state)
{
    store *s = *state;
    seed(s);
    int64_t     id   = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK)), role_id;
    call        c    = machine(s);
    role_draft  role = { .person_id = id, .body_id = body_id(s, "BNG"), .role = ROLE_CLERK };
    person_link path;
    problem     why = { 0 };
    assert_int_equal(role_give(&c, &role, &role_id, NULL), ST_OK);
    c = as_admin_of(s, "trong", "BYT");
    assert_int_equal(people_reset(&c, id, &path, &why), ST_FORBIDDEN);
    call_end(&c);
}

static void nobody_gives_themselves_a_role_that_approves_or_locks_themselves(void **state)
{
    store *s = *state;
    seed(s);
    call       c = as_admin_of(s, "trong", "BYT");
    int64_t    role_id;
    problem    why  = { 0 };
    role_draft role = { .person_id = c.who.person_id, .body_id = c.who.body_id, .role = ROLE_HEAD };
    assert_int_equal(role_give(&c, &role, &role_id, &why), ST_INVALID);
    EQUALS(why.rule, "own-role");
    assert_int_equal(people_lock(&c, c.who.person_id, true, &why), ST_INVALID);
    EQUALS(why.rule, "lock-self");
    call_end(&c);
}

static void people_stand_by_given_name_in_pages(void **state)
{
    store *s = *state;
    seed(s);
    static const char *const names[] = { "Nguyễn Thị Minh Khai", "Đỗ Ân", "Trần Bảo", "Lê Ánh" };
    static const char *const order[] = { "Lê Ánh", "Đỗ Ân", "Trần Bảo", "Nguyễn Thị Minh Khai" };
    call                     c = machine(s);
    for (size_t i = 0; i < COUNT(names); i++) {
        str          login = arena_printf(&work, "nguoi%zu", i);
        person_draft draft = { .login   = login,
                               .name    = str_from(names[i]),
                               .body_id = body_id(s, "BYT"),
                               .roles   = ROLE_BIT(ROLE_CLERK) };
        person_made  made;
        c = machine(s);
        assert_int_equal(people_add(&c, &draft, &made, NULL), ST_OK);
        assert_int_equal(people_add(&c, &draft, &made, NULL), ST_INVALID); // login-taken
    }
    person_list list;
    assert_int_equal(people_list(&c, false, S(""), 0, &list), ST_OK);
    assert_int_equal(list.count, COUNT(order));
    for (size_t i = 0; i < COUNT(order); i++) EQUALS(list.items[i].name, order[i]);
    assert_int_equal(people_list(&c, false, list.items[1].sort_key, list.items[1].id, &list),
                     ST_OK);
    assert_int_equal(list.count, 2);
    call_end(&c);
}

// ---- audit ------------------------------------------------------------------------------------------

static void the_trail_holds_no_secret_and_shows_each_body_its_own(void **state)
{
    store *s = *state;
    seed(s);
    int64_t    id   = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_SYSTEM_OFFICER));
    token_made made = add_token(s, id, true, 10);
    signed_in  in   = sign_in_ok(s, "anh", start_ms), out;
    problem    why;
    call       c = nobody(s); // a password typed where the login belongs
    assert_int_equal(try_sign_in(&c, "S3cret-passw0rd!", S("x"), S(""), &out, &why), ST_INVALID);
    call         all = machine(s);
    audit_rows   rows;
    audit_filter any = { .login = S(""), .kind = S("") };
    assert_int_equal(audit_list(&all, &any, &rows), ST_OK);
    assert_true(rows.count >= 5);
    for (size_t i = 0; i < rows.count; i++) {
        str texts[] = { rows.items[i].detail, rows.items[i].login };
        for (size_t k = 0; k < COUNT(texts); k++) {
            assert_int_equal(str_find(texts[k], made.token), -1);
            assert_int_equal(str_find(texts[k], in.token), -1);
            assert_int_equal(str_find(texts[k], S("argon2")), -1);
            assert_int_equal(str_find(texts[k], S("S3cret")), -1);
            assert_int_equal(str_find(texts[k], GOOD_PASSWORD), -1);
        }
    }
    call_end(&all);
    c          = as_admin_of(s, "trong", "BYT");
    call other = as_admin_of(s, "ngoai", "BNG");
    assert_int_equal(audit_list(&other, &any, &rows), ST_OK);
    for (size_t i = 0; i < rows.count; i++) EQUALS(rows.items[i].login, "ngoai");
    call_end(&other);
    audit_filter his = { .login = S("anh"), .kind = S("person") };
    assert_int_equal(audit_list(&c, &his, &rows), ST_OK);
    assert_int_equal(rows.count, 1);
    EQUALS(rows.items[0].act, "person.sign-in");
    call_end(&c);
}

static void sweeping_forgets_what_is_over_and_nothing_else(void **state)
{
    store *s = *state;
    seed(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    signed_in in = sign_in_ok(s, "anh", start_ms);
    call      c  = machine(s);
    assert_int_equal(accounts_sweep(&c), ST_OK);
    c = as_session(s, in.token, start_ms);
    assert_int_not_equal(c.who.person_id, 0);
    call_end(&c);
    c = nobody_at(s, start_ms + 400 * day_ms);
    assert_int_equal(accounts_sweep(&c), ST_OK);
    c = as_session(s, in.token, start_ms);
    assert_int_equal(c.who.person_id, 0);
    call_end(&c);
}

static void acting_as_a_login_takes_the_persons_first_body(void **state)
{
    store *s = *state;
    seed(s);
    int64_t id  = add_person(s, "anh", "BYT-A", ROLE_BIT(ROLE_SYSTEM_OFFICER));
    call    c   = nobody(s);
    problem why = { 0 };
    assert_int_equal(accounts_become(&c, S("ANH"), &why), ST_OK);
    assert_int_equal(c.who.person_id, id);
    assert_int_equal(c.who.body_id, body_id(s, "BYT-A"));
    assert_true(call_may(&c, RIGHT_SYSTEMS_WRITE));
    assert_int_equal(accounts_become(&c, S("ai-do"), &why), ST_MISSING);
    EQUALS(why.rule, "unknown-login");
    call_end(&c);
}

static void a_sign_in_that_breaks_anywhere_leaves_no_session(void **state)
{
    store *s = *state;
    seed(s);
    add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK));
    bool done = false;
    for (int n = 1; n < 60 && !done; n++) {
        call      c   = nobody(s);
        problem   why = { 0 };
        signed_in in;
        store_fault(s, n, STORE_FAULT_BREAK);
        status st = try_sign_in(&c, "anh", GOOD_PASSWORD, S(""), &in, &why);
        done      = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        assert_int_equal(st == ST_OK, done);
    }
    assert_true(done);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &timers_sql, &organisations_sql,
                                                 &accounts_sql, &tasks_sql };
    store_register(modules, COUNT(modules));
    work                            = test_arena((size_t)64 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_prepares_as_declared),
        cmocka_unit_test(a_session_acts_with_the_rights_of_todays_roles),
        cmocka_unit_test(a_session_slides_while_used_and_ends_at_its_ceiling),
        cmocka_unit_test(signing_out_ends_that_session_only),
        cmocka_unit_test(roles_count_from_their_first_to_their_last_day),
        cmocka_unit_test(who_holds_no_role_acts_for_no_body),
        cmocka_unit_test(administrator_and_approver_wear_one_hat_at_a_time),
        cmocka_unit_test(guessing_is_slowed_alike_for_known_and_unknown_logins),
        cmocka_unit_test(a_known_device_is_not_locked_out_by_strangers),
        cmocka_unit_test(one_address_that_tries_many_logins_is_slowed),
        cmocka_unit_test(locked_and_invited_people_are_answered_as_unknown_ones),
        cmocka_unit_test(a_new_password_ends_every_other_session),
        cmocka_unit_test(the_first_link_makes_one_administrator_once),
        cmocka_unit_test(a_link_dies_after_its_time_or_when_a_newer_one_is_made),
        cmocka_unit_test(the_first_administrator_may_bring_a_body_of_their_own),
        cmocka_unit_test(of_two_who_race_for_the_first_link_one_wins),
        cmocka_unit_test(an_invitation_sets_the_password_once),
        cmocka_unit_test(a_reset_link_sets_a_new_password_once_within_half_an_hour),
        cmocka_unit_test(a_demo_link_works_again_and_again_until_replaced),
        cmocka_unit_test(tokens_act_within_their_scope_time_and_body),
        cmocka_unit_test(who_acts_for_an_invented_body_is_known_as_such_by_token_and_as),
        cmocka_unit_test(a_bad_bearer_never_falls_back_to_the_cookie),
        cmocka_unit_test(a_token_needs_a_role_in_its_body),
        cmocka_unit_test(a_stranger_administrator_sees_and_touches_nobody),
        cmocka_unit_test(a_person_who_also_serves_elsewhere_is_not_one_bodys_to_reset),
        cmocka_unit_test(nobody_gives_themselves_a_role_that_approves_or_locks_themselves),
        cmocka_unit_test(people_stand_by_given_name_in_pages),
        cmocka_unit_test(the_trail_holds_no_secret_and_shows_each_body_its_own),
        cmocka_unit_test(sweeping_forgets_what_is_over_and_nothing_else),
        cmocka_unit_test(acting_as_a_login_takes_the_persons_first_body),
        cmocka_unit_test(a_sign_in_that_breaks_anywhere_leaves_no_session),
    };
    return test_store_run(tests, COUNT(tests));
}
