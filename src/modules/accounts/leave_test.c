// leave_test.c - people who leave and come back, and their sessions.
#include "kit/store/store_test_kit.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/accounts/accounts_test_kit.h"
#include "modules/accounts/audit_ops.h"
#include "modules/accounts/leave_ops.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/tasks/tasks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const leave_choice to_binh = { .to_all = STR("binh"), .reason = STR("Nghỉ hưu") };

static bool holds(store *s, const char *login, const char *code, account_role role)
{
    call       c = machine(s);
    int64_t    id, at = body_id(s, code);
    body_hats *hats;
    size_t     count;
    bool       found = false;
    assert_int_equal(person_id_by_login(&c, str_from(login), &id), ST_OK);
    c.who.person_id = id;
    assert_int_equal(bodies_own(&c, &hats, &count), ST_OK);
    for (size_t i = 0; i < count; i++) {
        found |= hats[i].body_id == at && (hats[i].roles & ROLE_BIT(role)) != 0;
    }
    call_end(&c);
    return found;
}

static person load_person(store *s, int64_t id)
{
    call   c = machine(s);
    person p;
    assert_int_equal(person_load(&c, id, &p), ST_OK);
    call_end(&c);
    return p;
}

static void who_leaves_hands_over_and_is_out_at_once(void **state)
{
    store *s = *state;
    seed(s);
    int64_t    id = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_CLERK));
    signed_in  in = sign_in_ok(s, "anh", start_ms);
    leave_plan plan;
    problem    why = { 0 };
    (void)add_person(s, "binh", "BYT", ROLE_BIT(ROLE_CLERK));
    call c = as_admin_of(s, "trong", "BYT");
    assert_int_equal(leave_look(&c, id, &to_binh, &plan, &why), ST_OK);
    assert_int_equal(plan.count, 1);
    assert_int_equal(plan.sessions, 1);
    EQUALS(plan.bodies[0].to_login, "binh");
    assert_true(plan.bodies[0].roles == (ROLE_BIT(ROLE_HEAD) | ROLE_BIT(ROLE_CLERK)));
    call_end(&c);
    assert_true(holds(s, "anh", "BYT", ROLE_HEAD)); // looking does nothing
    assert_int_equal(leave_do(&c, id, &to_binh, &why), ST_OK);
    assert_false(holds(s, "anh", "BYT", ROLE_HEAD));
    assert_true(holds(s, "binh", "BYT", ROLE_HEAD));
    call gone = as_session(s, in.token, start_ms);
    assert_int_equal(gone.who.person_id, 0);
    call_end(&gone);
    gone = nobody(s);
    assert_int_equal(try_sign_in(&gone, "anh", GOOD_PASSWORD, S(""), &in, &why), ST_INVALID);
    assert_int_equal(load_person(s, id).state, PERSON_LEFT);
    EQUALS(load_person(s, id).name, "Nguyễn Văn An"); // what papers and the trail say stays true
    person_list list;
    assert_int_equal(people_list(&c, true, S(""), 0, &list), ST_OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(list.items[0].id, id);
    handover *kept;
    size_t    count;
    assert_int_equal(handovers_list(&c, id, &kept, &count), ST_OK);
    assert_int_equal(count, 1);
    EQUALS(kept[0].reason, "Nghỉ hưu");
    EQUALS(kept[0].to_name, "Nguyễn Văn An"); // everybody is called so here
    assert_int_equal(leave_do(&c, id, &to_binh, &why), ST_INVALID);
    EQUALS(why.rule, "person-left");
    call_end(&c);
}

static void each_body_may_have_its_own_successor(void **state)
{
    store *s = *state;
    seed(s);
    int64_t id = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK)), role_id;
    (void)add_person(s, "binh", "BYT", ROLE_BIT(ROLE_CLERK));
    (void)add_person(s, "chi", "BYT-A", ROLE_BIT(ROLE_CLERK));
    call       c    = as_admin_of(s, "trong", "BYT");
    problem    why  = { 0 };
    role_draft more = { .person_id = id, .body_id = body_id(s, "BYT-A"), .role = ROLE_OPERATOR };
    role_draft soon = { .person_id  = id,
                        .body_id    = body_id(s, "BYT-A"),
                        .role       = ROLE_ANALYST,
                        .valid_from = S("1/1/2027"),
                        .valid_to   = S("31/1/2027") };
    assert_int_equal(role_give(&c, &more, &role_id, &why), ST_OK);
    assert_int_equal(role_give(&c, &soon, &role_id, &why), ST_OK);
    leave_choice choice        = to_binh;
    choice.count               = 1;
    choice.per_body[0].body_id = more.body_id;
    choice.per_body[0].login   = S("chi");
    assert_int_equal(leave_do(&c, id, &choice, &why), ST_OK);
    assert_true(holds(s, "chi", "BYT-A", ROLE_OPERATOR));
    assert_false(holds(s, "binh", "BYT-A", ROLE_OPERATOR));
    assert_false(holds(s, "chi", "BYT-A", ROLE_ANALYST)); // it begins on its own day
    held_role *roles;
    size_t     count;
    int64_t    chi;
    assert_int_equal(person_id_by_login(&c, S("chi"), &chi), ST_OK);
    assert_int_equal(roles_of(&c, chi, &roles, &count), ST_OK);
    bool later = false;
    for (size_t i = 0; i < count; i++) {
        if (roles[i].role != ROLE_ANALYST) continue;
        later = str_equal(roles[i].valid_from, S("2027-01-01")) &&
                str_equal(roles[i].valid_to, S("2027-01-31"));
    }
    assert_true(later);
    call_end(&c);
}

static void nobody_leaves_a_body_without_an_administrator(void **state)
{
    store *s = *state;
    seed(s);
    int64_t      admin = add_person(s, "quan", "BYT-A", ROLE_BIT(ROLE_ADMINISTRATOR));
    call         c     = as_admin_of(s, "trong", "BYT");
    problem      why   = { 0 };
    leave_choice none  = { .to_all = S(""), .reason = S("") };
    (void)add_person(s, "binh", "BYT-A", ROLE_BIT(ROLE_CLERK));
    assert_int_equal(leave_do(&c, admin, &none, &why), ST_INVALID);
    EQUALS(why.rule, "last-administrator-of");
    EQUALS(why.detail, "Cục A");
    assert_int_equal(load_person(s, admin).state, PERSON_ACTIVE);
    int64_t me = c.who.person_id;
    assert_int_equal(leave_do(&c, me, &to_binh, &why), ST_INVALID);
    EQUALS(why.rule, "leave-self");
    assert_int_equal(leave_do(&c, admin, &to_binh, &why), ST_OK);
    assert_true(holds(s, "binh", "BYT-A", ROLE_ADMINISTRATOR));
    // And the program keeps one: the last is not locked, nor loses the role.
    held_role *roles;
    size_t     count;
    call_end(&c);
    c              = machine(s);
    problem refuse = { 0 };
    assert_int_equal(person_id_by_login(&c, S("binh"), &admin), ST_OK);
    assert_int_equal(people_lock(&c, me, true, &refuse), ST_OK); // the machine may
    c.who.person_id = 1000000;                                   // another administrator above
    assert_int_equal(roles_of(&c, admin, &roles, &count), ST_OK);
    for (size_t i = 0; i < count; i++) {
        if (roles[i].role != ROLE_ADMINISTRATOR) continue;
        assert_int_equal(role_take(&c, roles[i].id, S("2026-11-23"), &refuse), ST_INVALID);
        EQUALS(refuse.rule, "last-administrator");
    }
    assert_int_equal(people_lock(&c, admin, true, &refuse), ST_INVALID);
    EQUALS(refuse.rule, "last-administrator");
    call_end(&c);
}

static void successors_are_checked_by_name(void **state)
{
    store *s = *state;
    seed(s);
    int64_t id     = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_HEAD));
    int64_t locked = add_person(s, "khoa", "BYT", ROLE_BIT(ROLE_CLERK));
    (void)add_person(s, "ngoai", "BNG", ROLE_BIT(ROLE_CLERK));
    call    c   = as_admin_of(s, "trong", "BYT");
    problem why = { 0 };
    assert_int_equal(people_lock(&c, locked, true, &why), ST_OK);
    static const struct {
        const char *login, *rule;
    } cases[] = {
        { "khong.co", "unknown-login" }, { "ngoai", "unknown-login" }, { "anh", "leave-to-self" },
        { "khoa", "leave-to-absent" },   { "trong", "own-role" }, // the head's role for oneself
        { "<script>", "unknown-login" },
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        leave_choice choice = { .to_all = str_from(cases[i].login), .reason = S("") };
        assert_int_equal(leave_do(&c, id, &choice, &why), ST_INVALID);
        EQUALS(why.rule, cases[i].rule);
        EQUALS(why.field, "to");
    }
    leave_choice own        = { .to_all = S(""), .reason = S(""), .count = 1 };
    own.per_body[0].body_id = body_id(s, "BYT");
    own.per_body[0].login   = S("khong.co");
    assert_int_equal(leave_do(&c, id, &own, &why), ST_INVALID);
    assert_true(str_starts(why.field, S("to-")));
    assert_true(holds(s, "anh", "BYT", ROLE_HEAD)); // nothing was done
    call_end(&c);
    c = as_admin_of(s, "xa.bng", "BNG");
    assert_int_equal(leave_do(&c, id, &to_binh, &why), ST_MISSING);
    call_end(&c);
}

static void who_comes_back_has_no_roles_and_a_new_password(void **state)
{
    store *s = *state;
    seed(s);
    int64_t id = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK)), role_id;
    (void)sign_in_ok(s, "anh", start_ms);
    call         c    = as_admin_of(s, "trong", "BYT");
    leave_choice none = { .to_all = S(""), .reason = S("") };
    person_link  link;
    signed_in    in;
    problem      why  = { 0 };
    role_draft   role = { .person_id = id, .body_id = body_id(s, "BYT"), .role = ROLE_CLERK };
    assert_int_equal(leave_undo(&c, id, &link, &why), ST_INVALID);
    EQUALS(why.rule, "not-left");
    assert_int_equal(leave_do(&c, id, &none, &why), ST_OK);
    assert_int_equal(role_give(&c, &role, &role_id, &why), ST_INVALID);
    EQUALS(why.rule, "person-left");
    assert_int_equal(people_reset(&c, id, &link, &why), ST_INVALID);
    EQUALS(why.rule, "person-left");
    assert_int_equal(people_lock(&c, id, true, &why), ST_INVALID);
    assert_int_equal(leave_undo(&c, id, &link, &why), ST_OK);
    assert_true(str_starts(link.path, S("/dat-lai/")));
    assert_false(holds(s, "anh", "BYT", ROLE_CLERK));
    call                who   = nobody(s);
    const invite_answer typed = { token_of(link.path), GOOD_PASSWORD, S("") };
    assert_int_equal(invite_accept(&who, LINK_RESET, &typed, &in, &why), ST_OK);
    assert_int_equal(role_give(&c, &role, &role_id, &why), ST_OK);
    handover *kept;
    size_t    count;
    assert_int_equal(handovers_list(&c, id, &kept, &count), ST_OK);
    assert_int_equal(count, 1);
    assert_true(kept[0].back_ms == start_ms);
    call_end(&c);
}

static void an_administrator_ends_sessions_of_their_people_only(void **state)
{
    store *s = *state;
    seed(s);
    int64_t       id  = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK)), ended;
    signed_in     one = sign_in_ok(s, "anh", start_ms), two = sign_in_ok(s, "anh", start_ms);
    session_view *list;
    size_t        count;
    call          c = as_admin_of(s, "xa.bng", "BNG");
    assert_int_equal(sessions_of(&c, id, S(""), &list, &count), ST_FORBIDDEN);
    assert_int_equal(sessions_end(&c, id, S(""), &ended), ST_FORBIDDEN);
    call_end(&c);
    c = as_admin_of(s, "trong", "BYT");
    assert_int_equal(sessions_of(&c, id, S(""), &list, &count), ST_OK);
    assert_int_equal(count, 2);
    int64_t first = list[0].id;
    call    far   = as_admin_of(s, "xa2", "BNG");
    assert_int_equal(session_end(&far, first), ST_MISSING);
    call_end(&far);
    assert_int_equal(session_end(&c, first), ST_OK);
    assert_int_equal(session_end(&c, first), ST_MISSING);
    assert_int_equal(sessions_of(&c, id, S(""), &list, &count), ST_OK);
    assert_int_equal(count, 1);
    call_end(&c);
    call own     = as_session(s, one.token, start_ms); // one of the two was ended
    bool was_one = own.who.person_id == 0;
    call_end(&own);
    str left = was_one ? two.token : one.token;
    (void)sign_in_ok(s, "anh", start_ms);
    (void)sign_in_ok(s, "anh", start_ms);
    own = as_session(s, left, start_ms);
    assert_int_equal(sessions_end(&own, id, left, &ended), ST_OK);
    assert_int_equal(ended, 2);
    own = as_session(s, left, start_ms); // this one goes on
    assert_int_equal(own.who.person_id, id);
    call_end(&own);
    c = machine(s);
    assert_int_equal(sessions_end(&c, id, S(""), &ended), ST_OK);
    assert_int_equal(ended, 1);
}

// Whatever breaks on the way, either all of it is done or nothing.
static void a_leave_that_breaks_anywhere_changes_nothing(void **state)
{
    store *s = *state;
    seed(s);
    int64_t id = add_person(s, "anh", "BYT", ROLE_BIT(ROLE_CLERK) | ROLE_BIT(ROLE_OPERATOR));
    (void)add_person(s, "binh", "BYT", ROLE_BIT(ROLE_ANALYST));
    call    c    = machine(s);
    problem why  = { 0 };
    bool    done = false;
    for (int nth = 1; nth < 200 && !done; nth++) {
        store_fault(s, nth, STORE_FAULT_BREAK);
        status st = leave_do(&c, id, &to_binh, &why);
        call_end(&c);
        done = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        assert_int_equal(st == ST_OK, done);
        assert_int_equal(holds(s, "binh", "BYT", ROLE_OPERATOR), done);
        assert_int_equal(load_person(s, id).state, done ? PERSON_LEFT : PERSON_ACTIVE);
    }
    assert_true(done);
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql, &timers_sql, &organisations_sql,
                                                 &accounts_sql, &tasks_sql };
    store_register(modules, COUNT(modules));
    work                                   = test_arena(32 * 1024 * 1024);
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_leaves_hands_over_and_is_out_at_once),
        cmocka_unit_test(each_body_may_have_its_own_successor),
        cmocka_unit_test(nobody_leaves_a_body_without_an_administrator),
        cmocka_unit_test(successors_are_checked_by_name),
        cmocka_unit_test(who_comes_back_has_no_roles_and_a_new_password),
        cmocka_unit_test(an_administrator_ends_sessions_of_their_people_only),
        cmocka_unit_test(a_leave_that_breaks_anywhere_changes_nothing),
    };
    return test_store_run(tests, COUNT(tests));
}
