// way_test.c - who may do what, in every state, at every level, under every pack: read from the pack and
// held against the table below, which was written from the decrees and not from the pack.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kit/workflow/workflow.h"
#include "modules/tasks/tasks.h"

enum { OPERATOR = 1, OWNER = 2, APPRAISER = 4 };

// Whoever sits for `party` and holds one of `roles` may do `acts` in `state` ("*": any) from level `low` to
// level `high`. Everything not written here is forbidden.
static const struct allowed {
    int         party;
    const char *roles, *state;
    int         low, high;
    const char *acts;
} table[] = {
    // The operator draws up, submits, withdraws; from level 3 it puts up for approval.
    { OPERATOR, "operator system_officer", "*", 1, 5, "edit comment" },
    { OPERATOR, "operator system_officer", "", 1, 5, "open enter" },
    { OPERATOR, "operator system_officer", "draft", 1, 3, "submit" },
    { OPERATOR, "operator system_officer", "draft", 4, 5, "ask_opinion" },
    { OPERATOR, "operator system_officer", "returned", 1, 3, "submit" },
    { OPERATOR, "operator system_officer", "submitted", 1, 5, "withdraw" },
    { OPERATOR, "operator system_officer", "accepted", 1, 5, "withdraw" },
    { OPERATOR, "operator system_officer", "appraising", 1, 5, "withdraw" },
    { OPERATOR, "operator system_officer", "site_check", 1, 5, "withdraw" },
    { OPERATOR, "operator system_officer", "appraised_ok", 1, 5, "withdraw" },
    { OPERATOR, "operator system_officer", "appraised_ok", 3, 5, "submit_approval" },
    { OPERATOR, "operator system_officer", "submitted_approval", 3, 5, "withdraw" },
    { OPERATOR, "operator system_officer", "appraised_not_ok", 1, 5, "revise" },
    { OPERATOR, "operator system_officer", "refused", 1, 5, "revise" },
    { OPERATOR, "operator system_officer", "withdrawn", 1, 5, "reopen" },
    { OPERATOR, "operator system_officer", "in_force", 1, 5, "go_live retire" },
    // The specialist unit checks and appraises up to level 3, and decides at levels 1 and 2.
    { APPRAISER, "specialist appraiser", "*", 1, 3, "comment" },
    { APPRAISER, "specialist appraiser", "submitted", 1, 3, "accept return" },
    { APPRAISER, "specialist appraiser", "accepted", 1, 3, "start return" },
    { APPRAISER, "specialist appraiser", "appraising", 1, 3, "conclude_ok conclude_not return" },
    { APPRAISER, "specialist appraiser", "appraising", 1, 5, "site_check" },
    { APPRAISER, "specialist appraiser", "site_check", 1, 5, "site_done move_date" },
    { APPRAISER, "specialist appraiser", "returned", 1, 5, "move_date" },
    { APPRAISER, "specialist appraiser", "appraised_ok", 1, 2, "approve refuse" },
    { APPRAISER, "specialist appraiser", "opinion_requested", 4, 5, "give_opinion" },
    // The head of the owner approves from level 3, names an independent appraiser, sends levels 4 and 5.
    { OWNER, "head", "*", 1, 5, "comment go_live_anyway" },
    { OWNER, "head", "submitted_approval", 3, 5, "approve refuse" },
    { OWNER, "head", "draft", 1, 3, "appoint" },
    { OWNER, "head", "returned", 1, 3, "appoint" },
    { OWNER, "head", "submitted", 1, 3, "appoint" },
    { OWNER, "head", "accepted", 1, 3, "appoint" },
    { OWNER, "head", "opinion_given", 4, 5, "submit" },
    { OWNER, "head", "returned", 4, 5, "submit" },
    // The clerk records the decision's number.
    { OWNER, "clerk", "approved", 1, 5, "record" },
    // What a body outside answers by letter is entered by the specialist unit or the clerk.
    { OWNER, "clerk specialist", "submitted", 1, 3, "answer answer_not" },
    { OWNER, "clerk specialist", "accepted", 1, 3, "answer answer_not" },
    { OWNER, "clerk specialist", "appraising", 1, 3, "answer answer_not" },
    { OWNER, "clerk specialist", "submitted", 4, 5, "accept return" },
    { OWNER, "clerk specialist", "accepted", 4, 5, "start return" },
    { OWNER, "clerk specialist", "appraising", 4, 5, "conclude_ok conclude_not return" },
    { OWNER, "clerk specialist", "appraising", 1, 5, "site_check" },
    { OWNER, "clerk specialist", "site_check", 1, 5, "site_done move_date" },
    { OWNER, "clerk specialist", "returned", 1, 5, "move_date" },
    // Those who keep the owner's list.
    { OWNER, "system_officer specialist clerk", "*", 1, 5, "comment" },
    { OWNER, "system_officer specialist clerk", "", 1, 5, "enter" },
    { OWNER, "system_officer specialist clerk", "in_force", 1, 5, "go_live retire" },
};

static bool has_word(const char *words, str word)
{
    str rest = str_from(words), one;
    while (rest.len) {
        (void)str_cut(rest, ' ', &one, &rest);
        if (str_equal(one, word)) return true;
    }
    return false;
}

static bool expected(int parties, str role, str state, int level, str act)
{
    for (size_t i = 0; i < COUNT(table); i++) {
        const struct allowed *a    = &table[i];
        bool                  here = strcmp(a->state, "*") == 0 ? state.len > 0
                                                                : str_equal(state, str_from(a->state));
        if ((a->party & parties) && has_word(a->roles, role) && here && a->low <= level &&
            level <= a->high && has_word(a->acts, act))
            return true;
    }
    return false;
}

static bool allowed(const law_pack *p, const law_state *s, int level, const workflow_seat *who,
                    str act)
{
    const law_act *acts[WORKFLOW_ACTS_MAX];
    size_t         n = workflow_acts(p, s, level, who, acts, COUNT(acts));
    for (size_t i = 0; i < n; i++) {
        if (str_equal(acts[i]->act, act)) return true;
    }
    return false;
}

static int compare(const law_pack *p, const law_state *s, int level, int parties, str role)
{
    const law_workflow *w     = law_workflow_of(p);
    int                 wrong = 0;
    const workflow_seat who   = { .person     = true,
                                  .operator_  = (parties & OPERATOR) != 0,
                                  .owner      = (parties & OWNER) != 0,
                                  .appraiser  = (parties & APPRAISER) != 0,
                                  .roles      = &role,
                                  .role_count = 1 };
    for (size_t i = 0; i < w->act_count; i++) {
        str  act  = w->acts[i].act;
        str  key  = s ? s->key : S("");
        bool got  = allowed(p, s, level, &who, act);
        bool want = expected(parties, role, key, level, act);
        if (got == want) continue;
        wrong++;
        printf(STR_FMT " level %d, " STR_FMT ", parties %d as " STR_FMT ": " STR_FMT " is %s\n",
               STR_ARG(p->id), level, STR_ARG(key), parties, STR_ARG(role), STR_ARG(act),
               got ? "allowed" : "refused");
    }
    return wrong;
}

// Who sits where: the operator's unit, the owner (whose specialist unit appraises), a unit that only
// appraises, an owner that operates itself, a stranger.
static const int seats[] = { OPERATOR, OWNER | APPRAISER, APPRAISER, OPERATOR | OWNER | APPRAISER,
                             0 };

static void every_state_role_and_level(void **state)
{
    (void)state;
    const law *l     = law_current();
    int        wrong = 0;
    long       asked = 0;
    for (size_t i = 0; i < law_pack_count(l); i++) {
        const law_pack     *p = law_pack_at(l, i);
        const law_workflow *w = law_workflow_of(p);
        for (size_t s = 0; s <= w->state_count; s++) {
            for (int level = 1; level <= LAW_LEVEL_MAX; level++) {
                for (size_t k = 0; k < COUNT(seats); k++) {
                    for (int role = 1; role <= TASK_ROLES; role++, asked++) {
                        const law_state *at = s < w->state_count ? &w->states[s] : NULL;
                        if (at && (level < at->level_min || level > at->level_max)) continue;
                        wrong += compare(p, at, level, seats[k], task_role_name((task_role)role));
                    }
                }
            }
        }
    }
    printf("%ld combinations\n", asked);
    assert_int_equal(wrong, 0);
}

// Nobody without a name, and no machine, does anything.
static void nobody_acts(void **state)
{
    (void)state;
    const law_pack     *p = law_pack_find(law_current(), S("nd331"));
    const law_workflow *w = law_workflow_of(p);
    str                 roles[TASK_ROLES];
    const law_act      *acts[WORKFLOW_ACTS_MAX];
    for (int i = 0; i < TASK_ROLES; i++) roles[i] = task_role_name((task_role)(i + 1));
    const workflow_seat machine = { .operator_  = true,
                                    .owner      = true,
                                    .appraiser  = true,
                                    .roles      = roles,
                                    .role_count = TASK_ROLES };
    for (size_t s = 0; s < w->state_count; s++) {
        for (int level = 1; level <= LAW_LEVEL_MAX; level++)
            assert_int_equal(workflow_acts(p, &w->states[s], level, &machine, acts, COUNT(acts)),
                             0);
    }
}

// Up to level 3 every state at which somebody has something to do is held by somebody of this program.
static void somebody_holds_it(void **state)
{
    (void)state;
    const law *l = law_current();
    for (size_t i = 0; i < law_pack_count(l); i++) {
        const law_pack     *p = law_pack_at(l, i);
        const law_workflow *w = law_workflow_of(p);
        for (size_t s = 0; s < w->state_count; s++) {
            for (int level = w->states[s].level_min; level <= 3; level++) {
                const law_actor *who = workflow_holder(p, &w->states[s], level);
                assert_int_equal(who == NULL, w->states[s].rest);
            }
        }
    }
}

static void who_decides(void **state)
{
    (void)state;
    static const char *const packs[] = { "nd331", "nd85" };
    for (size_t i = 0; i < COUNT(packs); i++) {
        const law_pack  *p  = law_pack_find(law_current(), str_from(packs[i]));
        const law_state *ok = law_state_find(p, S("appraised_ok"));
        const law_state *up = law_state_find(p, S("submitted_approval"));
        for (int level = 1; level <= 2; level++)
            assert_true(str_equal(workflow_holder(p, ok, level)->key, S("specialist")));
        assert_true(str_equal(workflow_holder(p, ok, 3)->key, S("operator")));
        assert_true(str_equal(workflow_holder(p, up, 3)->key, S("owner")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_state_role_and_level),
        cmocka_unit_test(nobody_acts),
        cmocka_unit_test(somebody_holds_it),
        cmocka_unit_test(who_decides),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
