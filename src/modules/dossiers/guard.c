// guard.c - see guard.h. What each rule says, with its clause, stands in the packs (workflow.json).
#include "modules/dossiers/guard.h"

static const str kinds[DOSSIER_KINDS + 1] = { STR(""), STR("new"), STR("upgrade"), STR("running"),
                                              STR("redetermine") };

str dossier_kind_key(dossier_kind k)
{
    return (int)k >= 1 && (int)k <= DOSSIER_KINDS ? kinds[k] : kinds[0];
}

bool dossier_kind_named(str key, dossier_kind *out)
{
    for (int k = 1; k <= DOSSIER_KINDS; k++) {
        if (!str_equal(kinds[k], key)) continue;
        *out = (dossier_kind)k;
        return true;
    }
    return false;
}

// An absent day is in order with every other.
static bool in_order(str earlier, str later)
{
    return !earlier.len || !later.len || str_compare(earlier, later) <= 0;
}

static bool to_be_built(const dossier_facts *f)
{
    return f->kind == DOSSIER_NEW || f->kind == DOSSIER_UPGRADE;
}

static bool one_owner(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return f->owners == 1;
}

static bool not_below_the_criteria(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    if (!f->decided || f->level < f->computed) return false;
    return f->level == f->computed || f->raised_for_a_reason;
}

static bool one_determination(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return f->current && !f->other_under_way;
}

static bool independent(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return !f->own_work && (!f->operator_appraises || f->appointed);
}

static bool regulation_before_approval(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return f->regulation_on.len > 0 &&
           in_order(f->regulation_on, f->decision_on.len ? f->decision_on : f->today);
}

static bool opinion_of_four_and_five(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return f->level < 4 || (f->has_opinion && (!f->needs_247 || f->has_247));
}

static bool not_live_before(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    if (f->going_live) return f->in_force && f->plan_done;
    return !to_be_built(f) || in_order(f->decision_on, f->running_since);
}

static bool assessed_before(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return !f->going_live || f->assessed;
}

static bool reasons_given(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return f->reasonless == 0;
}

static bool design_of_the_kind(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return f->has_design && f->design_fits;
}

static bool zones_there(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return f->zones_empty == 0 && f->zones_missing == 0;
}

static bool catalogue_of_the_pack(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return !f->sheet_of_another_pack;
}

static bool days_in_order(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f      = facts;
    const str            days[] = { f->drafted_on, f->submitted_on, f->appraised_on, f->decision_on,
                                    f->today };
    for (size_t i = 0; i < COUNT(days); i++) {
        for (size_t k = i + 1; k < COUNT(days); k++) {
            if (!in_order(days[i], days[k])) return false;
        }
    }
    return true;
}

static bool approved_stays(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return !f->frozen;
}

static bool owner_told(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return f->level > 2 || (f->report_on.len > 0 && in_order(f->decision_on, f->report_on));
}

// Only what ran before the directive's first day can be late by it.
static bool in_time_of_directive(const void *facts, const law_guard *row)
{
    const dossier_facts *f = facts;
    if (!row->approved_by.len || !f->running_since.len ||
        str_compare(f->running_since, row->approved_by) > 0)
        return true;
    bool approved = f->decision_on.len && in_order(f->decision_on, row->approved_by);
    bool done     = f->plan_done || in_order(f->today, row->done_by);
    return approved && done;
}

static bool statement_in_project(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    return !to_be_built(f) || !f->statement_apart;
}

// Late already while the decision is still to come.
static bool level_before_project(const void *facts, UNUSED const law_guard *row)
{
    const dossier_facts *f = facts;
    if (!to_be_built(f) || !f->project_on.len) return true;
    return in_order(f->decision_on.len ? f->decision_on : f->today, f->project_on);
}

static const workflow_guard all[] = {
    { "V1", one_owner },
    { "V2", not_below_the_criteria },
    { "V3", one_determination },
    { "V4", independent },
    { "V5", regulation_before_approval },
    { "V6", opinion_of_four_and_five },
    { "V7", not_live_before },
    { "V8", assessed_before },
    { "V9", reasons_given },
    { "V10", design_of_the_kind },
    { "V11", zones_there },
    { "V12", catalogue_of_the_pack },
    { "V13", days_in_order },
    { "V14", approved_stays },
    { "V15", owner_told },
    { "V16", in_time_of_directive },
    { "P1", statement_in_project },
    { "P2", level_before_project },
};
const workflow_guards dossier_guards = { all, COUNT(all) };
