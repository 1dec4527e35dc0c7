// workflow.c - who may do what, what an act must bring, what must hold. See workflow.h.
#include "kit/workflow/workflow.h"

#include "kit/text/text.h"

// ---- who ----------------------------------------------------------------------------------------------

static bool at_level(const law_act *a, int level)
{
    return a->level_min <= level && a->level_max >= level;
}

static bool leaves(const law_pack *p, const law_act *a, const law_state *from)
{
    return from ? law_act_from(p, a, from) : a->from == 0;
}

const law_act *workflow_act(const law_pack *p, str act, const law_state *from, int level)
{
    const law_workflow *w = law_workflow_of(p);
    for (size_t i = 0; i < w->act_count; i++) {
        const law_act *a = &w->acts[i];
        if (str_equal(a->act, act) && at_level(a, level) && leaves(p, a, from)) return a;
    }
    return NULL;
}

// The actor behind one of an act's words; NULL when that is nobody of this program.
static const law_actor *actor_of(const law_pack *p, str by, int level)
{
    bool step = str_starts(by, S("step:"));
    return law_actor_find(p, step ? law_step_actor(p, str_slice(by, 5, by.len), level) : by);
}

static bool sits(const law_actor *one, const workflow_seat *who)
{
    bool there = str_equal(one->party, S("operator"))    ? who->operator_
                 : str_equal(one->party, S("appraiser")) ? who->appraiser
                                                         : who->owner;
    for (size_t i = 0; there && i < one->role_count; i++) {
        for (size_t k = 0; k < who->role_count; k++) {
            if (str_equal(one->roles[i], who->roles[k])) return true;
        }
    }
    return false;
}

bool workflow_fits(const law_pack *p, const law_act *a, int level, const workflow_seat *who)
{
    if (!who->person || !at_level(a, level)) return false;
    for (size_t i = 0; i < a->by_count; i++) {
        const law_actor *one = actor_of(p, a->by[i], level);
        if (one && sits(one, who)) return true;
    }
    return false;
}

size_t workflow_acts(const law_pack *p, const law_state *from, int level, const workflow_seat *who,
                     const law_act **out, size_t room)
{
    const law_workflow *w = law_workflow_of(p);
    size_t              n = 0;
    for (size_t i = 0; i < w->act_count && n < room; i++) {
        const law_act *a = &w->acts[i];
        if (leaves(p, a, from) && workflow_fits(p, a, level, who)) out[n++] = a;
    }
    return n;
}

const law_act *workflow_way_on(const law_pack *p, const law_state *from, int level)
{
    const law_workflow *w = law_workflow_of(p);
    for (size_t i = 0; i < w->act_count && !from->rest; i++) {
        const law_act *a = &w->acts[i];
        if (a->to && a->by_count && at_level(a, level) && law_act_from(p, a, from)) return a;
    }
    return NULL;
}

const law_actor *workflow_holder(const law_pack *p, const law_state *at, int level)
{
    const law_act *a = workflow_way_on(p, at, level);
    return a ? actor_of(p, a->by[0], level) : NULL;
}

// ---- what must hold --------------------------------------------------------------------------------------

static bool holds(const law_guard *g, workflow_guards rules, const void *facts)
{
    for (size_t i = 0; i < rules.count; i++) {
        if (str_equal(g->id, str_from(rules.items[i].id))) return rules.items[i].holds(facts, g);
    }
    return false;
}

size_t workflow_breaches(const law_act *a, workflow_guards rules, const void *facts,
                         const law_guard **out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < a->guard_count && n < room; i++) {
        if (!holds(a->guards[i], rules, facts)) out[n++] = a->guards[i];
    }
    return n;
}

status workflow_hold(const law_act *a, workflow_guards rules, const void *facts, lang in,
                     problem *why)
{
    for (size_t i = 0; i < a->guard_count; i++) {
        const law_guard *g = a->guards[i];
        if (g->warning || holds(g, rules, facts)) continue;
        str words = in == LANG_EN ? g->text.en : g->text.vi;
        return problem_detail(why, ST_INVALID, g->id, S("workflow-guard"), words);
    }
    return ST_OK;
}

// ---- what is brought ----------------------------------------------------------------------------------------

static status text_in(const char *field, size_t max, bool needed, str *text, problem *why)
{
    *text = str_trim(text->ptr ? *text : S(""));
    return text_check(str_from(field), *text, needed, max, why);
}

// A day as typed, to ISO; nothing typed stays empty.
static status day_in(arena *a, const char *field, bool needed, str *typed, problem *why)
{
    day d;
    str text = str_trim(typed->ptr ? *typed : S(""));
    if (!text.len) {
        *typed = S("");
        return needed ? problem_set(why, ST_INVALID, str_from(field), S("required")) : ST_OK;
    }
    if (text_read_day(text, &d) != ST_OK)
        return problem_detail(why, ST_INVALID, str_from(field), S("not-a-day"), text);
    *typed = day_iso(a, d);
    return typed->ptr ? ST_OK : ST_MEMORY;
}

static status not_ahead(const char *field, str on, str today, problem *why)
{
    if (!on.len || str_compare(on, today) <= 0) return ST_OK;
    return problem_detail(why, ST_INVALID, str_from(field), S("in-the-future"), on);
}

static status check_days(const workflow_ask *ask, workflow_given *g, arena *a, problem *why)
{
    unsigned needs  = ask->act->needs;
    bool     report = (needs & LAW_NEEDS_REPORT) != 0;
    TRY(day_in(a, "date", (needs & LAW_NEEDS_DATE) != 0, &g->date, why));
    if (g->date.len && str_compare(g->date, ask->today) < 0)
        return problem_detail(why, ST_INVALID, S("date"), S("in-the-past"), g->date);
    TRY(day_in(a, "on", (needs & LAW_NEEDS_NUMBER) != 0, &g->on, why));
    TRY(not_ahead("on", g->on, ask->today, why));
    TRY(day_in(a, "report_on", report, &g->report_on, why));
    return not_ahead("report_on", g->report_on, ask->today, why);
}

static status check_items(const law_act *act, workflow_given *g, problem *why)
{
    size_t n = 0;
    for (size_t i = 0; i < g->item_count; i++) {
        workflow_item one = g->items[i];
        TRY(text_in("items", WORKFLOW_TEXT_MAX, false, &one.text, why));
        if (one.text.len) g->items[n++] = one;
    }
    g->item_count = n;
    if (n || !(act->needs & LAW_NEEDS_ITEMS)) return ST_OK;
    return problem_set(why, ST_INVALID, S("items"), S("item-required"));
}

static const workflow_answer *answer_to(const workflow_given *g, str test)
{
    for (size_t i = 0; i < g->answer_count; i++) {
        if (str_equal(g->answers[i].test, test)) return &g->answers[i];
    }
    return NULL;
}

// Every question is answered, and the conclusion follows from the answers.
static status check_tests(const workflow_ask *ask, workflow_given *g, problem *why)
{
    const law_workflow *w    = law_workflow_of(ask->pack);
    size_t              nays = 0;
    for (size_t i = 0; i < g->answer_count; i++)
        TRY(text_in("tests", WORKFLOW_TEXT_MAX, false, &g->answers[i].text, why));
    if (!(ask->act->needs & LAW_NEEDS_TESTS)) return ST_OK;
    for (size_t i = 0; i < w->test_count; i++) {
        const workflow_answer *said = answer_to(g, w->tests[i].key);
        if (!said || !said->fits)
            return problem_set(why, ST_INVALID, w->tests[i].key, S("tests-open"));
        nays += said->fits < 0;
    }
    if ((nays == 0) == ask->favours) return ST_OK;
    return problem_set(why, ST_INVALID, S("tests"), S("tests-contradict"));
}

status workflow_check(const workflow_ask *ask, workflow_given *g, arena *a, problem *why)
{
    unsigned needs = ask->act->needs;
    TRY(check_items(ask->act, g, why));
    TRY(text_in("reason", WORKFLOW_TEXT_MAX, (needs & LAW_NEEDS_REASON) != 0, &g->reason, why));
    TRY(text_in("number", WORKFLOW_NUMBER_MAX, (needs & LAW_NEEDS_NUMBER) != 0, &g->number, why));
    TRY(text_in("signer", WORKFLOW_SIGNER_MAX, (needs & LAW_NEEDS_SIGNER) != 0, &g->signer, why));
    TRY(text_in("report_no", WORKFLOW_NUMBER_MAX, (needs & LAW_NEEDS_REPORT) != 0, &g->report_no,
                why));
    TRY(check_days(ask, g, a, why));
    return check_tests(ask, g, why);
}
