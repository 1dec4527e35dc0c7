// guard_test.c - the rules V1 to V16 and the two of projects, each met and broken; and that each is needed: with any one of them
// switched off a case of this file comes out wrong.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "modules/dossiers/guard.h"

enum { RULES = 18 };

// A level-3 dossier of a new system on its way to approval, with nothing wrong.
static dossier_facts sound(void)
{
    return (dossier_facts){ .kind          = DOSSIER_NEW,
                            .owners        = 1,
                            .current       = true,
                            .decided       = true,
                            .level         = 3,
                            .computed      = 3,
                            .running_since = S(""),
                            .project_on    = S(""),
                            .has_design    = true,
                            .design_fits   = true,
                            .regulation_on = S("2026-01-10"),
                            .drafted_on    = S("2026-02-02"),
                            .submitted_on  = S("2026-02-05"),
                            .appraised_on  = S("2026-02-20"),
                            .approved_on   = S(""),
                            .decision_on   = S(""),
                            .report_on     = S(""),
                            .today         = S("2026-03-01"),
                            .in_force      = true,
                            .plan_done     = true,
                            .assessed      = true };
}

// ---- the ways to break each ---------------------------------------------------------------------------
static void two_owners(dossier_facts *f)
{
    f->owners = 2;
}
static void no_owner(dossier_facts *f)
{
    f->owners = 0;
}
static void below(dossier_facts *f)
{
    f->computed = 4;
}
static void above_for_no_reason(dossier_facts *f)
{
    f->computed = 2;
}
static void above_for_a_reason(dossier_facts *f)
{
    f->computed = 2, f->raised_for_a_reason = true;
}
static void open_question(dossier_facts *f)
{
    f->decided = false;
}
static void finding_moved(dossier_facts *f)
{
    f->current = false;
}
static void rival(dossier_facts *f)
{
    f->other_under_way = true;
}
static void judges_own_work(dossier_facts *f)
{
    f->own_work = true;
}
static void operator_judges(dossier_facts *f)
{
    f->operator_appraises = true;
}
static void council(dossier_facts *f)
{
    f->operator_appraises = true, f->appointed = true;
}
static void no_regulation(dossier_facts *f)
{
    f->regulation_on = S("");
}
static void regulation_after(dossier_facts *f)
{
    f->regulation_on = S("2026-02-28");
    f->decision_on   = S("2026-02-27");
}
static void regulation_same_day(dossier_facts *f)
{
    f->regulation_on = f->decision_on = S("2026-02-27");
}
static void four_without_opinion(dossier_facts *f)
{
    f->level = f->computed = 4;
}
static void four_without_247(dossier_facts *f)
{
    f->level = f->computed = 4;
    f->has_opinion = f->needs_247 = true;
}
static void four_with_both(dossier_facts *f)
{
    four_without_247(f);
    f->has_247 = true;
}
static void ran_before_approval(dossier_facts *f)
{
    f->running_since = S("2026-02-25");
    f->decision_on   = S("2026-02-26");
}
static void an_old_one_ran_before(dossier_facts *f)
{
    ran_before_approval(f);
    f->kind = DOSSIER_RUNNING;
}
static void live_without_approval(dossier_facts *f)
{
    f->going_live = true, f->in_force = false;
}
static void live_without_plan(dossier_facts *f)
{
    f->going_live = true, f->plan_done = false;
}
static void live(dossier_facts *f)
{
    f->going_live = true;
}
static void live_without_check(dossier_facts *f)
{
    f->going_live = true, f->assessed = false;
}
static void reason_missing(dossier_facts *f)
{
    f->reasonless = 1;
}
static void no_design(dossier_facts *f)
{
    f->has_design = false;
}
static void wrong_design(dossier_facts *f)
{
    f->design_fits = false;
}
static void empty_zone(dossier_facts *f)
{
    f->zones_empty = 1;
}
static void zone_missing(dossier_facts *f)
{
    f->zones_missing = 1;
}
static void other_catalogue(dossier_facts *f)
{
    f->sheet_of_another_pack = true;
}
static void appraised_before_sent(dossier_facts *f)
{
    f->appraised_on = S("2026-02-04");
}
static void approved_before_appraised(dossier_facts *f)
{
    f->decision_on = S("2026-02-19");
}
static void dated_ahead(dossier_facts *f)
{
    f->decision_on = S("2026-03-02");
}
static void frozen(dossier_facts *f)
{
    f->frozen = true;
}
static void two(dossier_facts *f)
{
    f->level = f->computed = 2;
    f->decision_on         = S("2026-02-27");
    f->report_on           = S("2026-02-27");
}
static void owner_not_told(dossier_facts *f)
{
    two(f);
    f->report_on = S("");
}
static void told_before(dossier_facts *f)
{
    two(f);
    f->report_on = S("2026-02-26");
}
static void old_and_late(dossier_facts *f)
{
    f->kind          = DOSSIER_RUNNING;
    f->running_since = S("2023-05-01");
}
static void old_in_time(dossier_facts *f)
{
    f->kind          = DOSSIER_RUNNING;
    f->running_since = S("2023-05-01");
    f->regulation_on = S("2024-01-10");
    f->drafted_on = f->submitted_on = f->appraised_on = S("2024-05-01");
    f->decision_on                                    = S("2024-06-01");
}
static void old_plan_open(dossier_facts *f)
{
    old_in_time(f);
    f->plan_done = false;
}
static void project_without_statement(dossier_facts *f)
{
    f->statement_apart = true;
}
static void running_without_statement(dossier_facts *f)
{
    f->kind            = DOSSIER_RUNNING;
    f->statement_apart = true;
}
static void project_approved_first(dossier_facts *f)
{
    f->project_on  = S("2026-02-20");
    f->decision_on = S("2026-02-25");
}
static void project_approved_already(dossier_facts *f)
{
    f->project_on = S("2026-02-20"); // and no decision yet
}
static void project_approved_after(dossier_facts *f)
{
    f->project_on  = S("2026-02-25");
    f->decision_on = S("2026-02-25");
}
static void nothing(dossier_facts *f)
{
    (void)f;
}

static const struct broken {
    const char *rule; // that is broken; "" none
    void (*how)(dossier_facts *f);
} cases[] = {
    { "", nothing },
    { "V1", two_owners },
    { "V1", no_owner },
    { "V2", below },
    { "V2", above_for_no_reason },
    { "", above_for_a_reason },
    { "V2", open_question },
    { "V3", finding_moved },
    { "V3", rival },
    { "V4", judges_own_work },
    { "V4", operator_judges },
    { "", council },
    { "V5", no_regulation },
    { "V5", regulation_after },
    { "", regulation_same_day },
    { "V6", four_without_opinion },
    { "V6", four_without_247 },
    { "", four_with_both },
    { "V7", ran_before_approval },
    { "", an_old_one_ran_before },
    { "V7", live_without_approval },
    { "V7", live_without_plan },
    { "", live },
    { "V8", live_without_check },
    { "V9", reason_missing },
    { "V10", no_design },
    { "V10", wrong_design },
    { "V11", empty_zone },
    { "V11", zone_missing },
    { "V12", other_catalogue },
    { "V13", appraised_before_sent },
    { "V13", approved_before_appraised },
    { "V13", dated_ahead },
    { "V14", frozen },
    { "", two },
    { "V15", owner_not_told },
    { "V15", told_before },
    { "V16", old_and_late },
    { "", old_in_time },
    { "V16", old_plan_open },
    { "P1", project_without_statement },
    { "", running_without_statement },
    { "P2", project_approved_first },
    { "P2", project_approved_already },
    { "", project_approved_after },
};

static bool passes(const void *facts, const law_guard *row)
{
    (void)facts;
    (void)row;
    return true;
}

// How many cases come out wrong: the rules that are broken must be exactly the one that was meant.
static int wrong(workflow_guards rules, bool tell)
{
    const law_workflow *w = law_workflow_of(law_pack_find(law_current(), S("nd331")));
    int                 n = 0;
    for (size_t i = 0; i < COUNT(cases); i++) {
        law_act          all = { 0 };
        const law_guard *out[RULES];
        dossier_facts    f = sound();
        for (size_t g = 0; g < w->guard_count; g++) all.guards[all.guard_count++] = &w->guards[g];
        cases[i].how(&f);
        size_t broken = workflow_breaches(&all, rules, &f, out, COUNT(out));
        bool   meant  = cases[i].rule[0]
                            ? broken == 1 && str_equal(out[0]->id, str_from(cases[i].rule))
                            : broken == 0;
        if (meant) continue;
        n++;
        if (tell)
            printf("case %zu (%s): %zu broken, first " STR_FMT "\n", i, cases[i].rule, broken,
                   STR_ARG(broken ? out[0]->id : S("none")));
    }
    return n;
}

static void each_rule_holds_and_breaks(void **state)
{
    (void)state;
    assert_int_equal(wrong(dossier_guards, true), 0);
}

static void each_rule_is_needed(void **state)
{
    (void)state;
    assert_int_equal(dossier_guards.count, RULES);
    for (size_t off = 0; off < RULES; off++) {
        workflow_guard some[RULES];
        for (size_t i = 0; i < RULES; i++) {
            some[i] = dossier_guards.items[i];
            if (i == off) some[i].holds = passes;
        }
        if (wrong((workflow_guards){ some, RULES }, false) == 0)
            fail_msg("%s could be switched off", dossier_guards.items[off].id);
    }
}

// Every guard of every pack has its predicate here, and every predicate its row in a pack.
static void packs_and_rules_agree(void **state)
{
    (void)state;
    const law *l          = law_current();
    bool       met[RULES] = { 0 };
    for (size_t p = 0; p < law_pack_count(l); p++) {
        const law_workflow *w = law_workflow_of(law_pack_at(l, p));
        for (size_t g = 0; g < w->guard_count; g++) {
            bool known = false;
            for (size_t i = 0; i < RULES; i++) {
                if (!str_equal(w->guards[g].id, str_from(dossier_guards.items[i].id))) continue;
                known = met[i] = true;
            }
            assert_true(known);
        }
    }
    for (size_t i = 0; i < RULES; i++) assert_true(met[i]);
}

// A rule without a predicate stops the act.
static void an_unknown_rule_stops(void **state)
{
    (void)state;
    const law_guard strange = { .id = S("V99"), .text = { S("lạ"), S("odd") } };
    law_act         a       = { .guards = { &strange }, .guard_count = 1 };
    dossier_facts   f       = sound();
    problem         why     = { 0 };
    assert_int_equal(workflow_hold(&a, dossier_guards, &f, LANG_VI, &why), ST_INVALID);
    assert_true(str_equal(why.rule, S("workflow-guard")));
    assert_true(str_equal(why.field, S("V99")));
    assert_true(str_equal(why.detail, S("lạ")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_rule_holds_and_breaks),
        cmocka_unit_test(each_rule_is_needed),
        cmocka_unit_test(packs_and_rules_agree),
        cmocka_unit_test(an_unknown_rule_stops),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
