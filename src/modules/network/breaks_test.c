// breaks_test.c - the network on both engines when something breaks on the way: a statement, the memory, an act that is
// run again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "modules/letters/letters.h"
#include "modules/network/network.h"
#include "modules/systems/systems_test_kit.h"
#include "modules/tasks/tasks.h"

extern const sql_module organisations_sql, accounts_sql;

enum { STEPS_MAX = 4000 };

static arena fresh(void)
{
    return test_arena(32 * 1024 * 1024);
}

static call person_of(store *s, arena *a, const char *code)
{
    call c = test_call_of(s, a, code);
    c.who.rights |= RIGHT_NETWORK_READ | RIGHT_NETWORK_WRITE | RIGHT_LETTERS_READ;
    return c;
}

// ---- what is done: each by the member, on the membership id -------------------------------------------------

static status apply(call *c, int64_t id)
{
    member_draft d         = { .category = S("a"), .cluster = S("Cụm 1") };
    problem      why       = { 0 };
    int64_t      made      = id;
    d.texts[FIELD_ADDRESS] = S("Số 1 phố Mẫu");
    d.texts[FIELD_PHONE]   = S("024 1234567");
    d.texts[FIELD_EMAIL]   = S("ttud@mau.gov.vn");
    d.texts[FIELD_LEADER]  = S("Trần Văn Mẫu");
    return network_register(c, &d, &made, &why);
}

static status put_contact(call *c, int64_t id)
{
    problem              why    = { 0 };
    const contact_change change = { .contact = { .member_id = id,
                                                 .kind      = CONTACT_IN_HOURS,
                                                 .name      = S("Nguyễn An"),
                                                 .mobile    = S("0912 345 678") } };
    return network_contact_set(c, &change, &why);
}

static status tell(call *c, int64_t id)
{
    problem why = { 0 };
    return network_tell(c, id, S(""), &why);
}

static status put_shift(call *c, int64_t id)
{
    problem          why = { 0 };
    const duty_shift s   = { .from_ms = c->now_ms,
                             .to_ms   = c->now_ms + 3600 * 1000,
                             .name    = S("Phạm Trực"),
                             .phone   = S("0243640442") };
    return network_shift_add(c, id, &s, &why);
}

static status send_profile(call *c, int64_t id)
{
    problem why = { 0 };
    int64_t profile;
    return network_profile_send(c, id, &profile, &why);
}

// ---- what there is: everything that the acts above leave, as one number ------------------------------------------

static int64_t traces(store *s, const char *who)
{
    arena        a = fresh();
    call         c = person_of(s, &a, who);
    member       own;
    member_card *k  = NEW(&a, member_card, 1);
    status       st = network_own(&c, &own);
    if (st == ST_OK) assert_int_equal(network_card(&c, own.id, k), ST_OK);
    call_end(&c);
    if (st == ST_MISSING) return 0;
    assert_int_equal(st, ST_OK);
    return (int64_t)(1 + k->event_count + k->contact_count + k->shift_count + k->profile_count) *
               1000 +
           (k->untold_ms > 0);
}

typedef status step(call *c, int64_t id);

// The act with each statement broken in turn; how many it took when none was broken.
static int breaks(store *s, const char *who, step *act, int64_t id)
{
    bool    done   = false;
    int64_t before = traces(s, who);
    int     nth    = 0;
    while (nth < STEPS_MAX && !done) {
        arena a = fresh();
        call  c = person_of(s, &a, who);
        nth++;
        store_fault(s, nth, STORE_FAULT_BREAK);
        status st = act(&c, id);
        done      = !store_fault_met(s);
        store_fault(s, 0, STORE_FAULT_BREAK);
        call_end(&c);
        assert_int_equal(st == ST_OK, done);
        assert_true((traces(s, who) == before) == !done);
    }
    assert_true(done);
    return nth - 1;
}

static void runs_out(store *s, step *act, int64_t id)
{
    status  st     = ST_MEMORY;
    int64_t before = traces(s, "BCA");
    int     n      = 0;
    for (; st != ST_OK && n < STEPS_MAX; n++) {
        arena a           = fresh();
        call  c           = person_of(s, &a, "BCA");
        int   countdown   = n;
        a.fault_countdown = &countdown;
        st                = act(&c, id);
        a.fault_countdown = NULL;
        call_end(&c);
        assert_true(st == ST_OK || st == ST_MEMORY);
        assert_true((traces(s, "BCA") == before) == (st != ST_OK));
    }
    assert_int_equal(st, ST_OK);
    assert_true(n > 5);
}

static int64_t own_id(store *s, const char *who)
{
    arena  a = fresh();
    call   c = person_of(s, &a, who);
    member own;
    assert_int_equal(network_own(&c, &own), ST_OK);
    call_end(&c);
    return own.id;
}

static step *const steps[] = { apply, put_contact, tell, put_shift, send_profile };

static void each_act_is_done_whole_or_not_at_all_when_a_statement_breaks(void **state)
{
    int64_t id = 0;
    for (size_t i = 0; i < COUNT(steps); i++) {
        breaks(*state, "BCA", steps[i], id);
        id = own_id(*state, "BCA");
    }
}

static void each_act_is_done_whole_or_not_at_all_when_memory_ends(void **state)
{
    int64_t id = 0;
    for (size_t i = 0; i < COUNT(steps); i++) {
        runs_out(*state, steps[i], id);
        id = own_id(*state, "BCA");
    }
}

// Two bodies do the same: the first tells how many statements an act takes, the other's collides near its end.
static void an_act_that_is_run_again_acts_once(void **state)
{
    store  *s     = *state;
    int64_t first = 0, id = 0;
    for (size_t i = 0; i < COUNT(steps); i++) {
        int          statements = breaks(s, "BTC", steps[i], first);
        arena        a          = fresh();
        call         c          = person_of(s, &a, "BCA");
        member_card *k          = NEW(&a, member_card, 1);
        first                   = own_id(s, "BTC");
        store_fault(s, statements - 1, STORE_FAULT_RERUN);
        assert_int_equal(steps[i](&c, id), ST_OK);
        assert_true(store_fault_met(s));
        store_fault(s, 0, STORE_FAULT_BREAK);
        call_end(&c);
        id = own_id(s, "BCA");
        assert_int_equal(network_card(&c, id, k), ST_OK);
        call_end(&c);
        assert_int_equal(k->event_count, i + 1);
    }
}

int main(void)
{
    static const sql_module *const modules[] = { &call_sql,     &timers_sql, &organisations_sql,
                                                 &accounts_sql, &tasks_sql,  &systems_sql,
                                                 &letters_sql,  &network_sql };
    const struct CMUnitTest        tests[]   = {
                 cmocka_unit_test(each_act_is_done_whole_or_not_at_all_when_a_statement_breaks),
                 cmocka_unit_test(each_act_is_done_whole_or_not_at_all_when_memory_ends),
                 cmocka_unit_test(an_act_that_is_run_again_acts_once),
    };
    store_register(modules, COUNT(modules));
    return test_store_run(tests, COUNT(tests));
}
