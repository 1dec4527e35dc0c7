// walk_web.c - the walk through the questions as pages.
//
// What was said is kept in a cookie of the walk's own address, so that back, reload and a session that
// ended lose nothing; answers are sent by GET, so that signing in again goes on where it stopped.
// Nothing is written before "record", and a trial never writes.
#include "modules/levels/walk_web.h"

#include "modules/levels/level_store.h"
#include "modules/levels/level_web.h"
#include "modules/levels/levels.h"
#include "modules/levels/walk.h"
#include "modules/levels/walk_pages.gen.h"
#include "modules/levels/walk_view.h"
#include "modules/systems/systems.h"

enum { DRAFT_KEPT_S = 7 * 24 * 3600 };

#define STEP_CHECK S("kiem-tra")

typedef struct walking {
    call         *c;
    web_request  *rq;
    system_record s; // of a trial: nothing but what the pack is chosen by
    law_case      stored;
    law_choice    choice;
    walk_place    at;
    walk_draft    draft;
    bool          taken; // the draft is what this person said, not the register's facts
    walk          w;
} walking;

// ---- opening ----------------------------------------------------------------------------------------

// One for each part: "hoi", "hoi-2".
static str cookie_name(const walking *k)
{
    if (!k->at.part.len) return S("hoi");
    return arena_printf(k->c->a, "hoi-" STR_FMT, STR_ARG(k->at.part));
}

static status keep(walking *k, http_response *rs)
{
    k->draft.answers = k->w.answers;
    k->draft.unsure  = k->w.unsure;
    str text         = walk_write(law_current(), &k->draft, k->c->a);
    str line         = arena_printf(
                k->c->a, STR_FMT "=" STR_FMT "; Path=" STR_FMT "; Max-Age=%d; HttpOnly; SameSite=Lax%s",
                STR_ARG(cookie_name(k)), STR_ARG(text), STR_ARG(k->at.start), DRAFT_KEPT_S,
        k->rq->http->secure ? "; Secure" : "");
    if (!text.ptr || !line.ptr) return ST_MEMORY;
    http_header(rs, S("Set-Cookie"), line);
    return ST_OK;
}

static status forget(const walking *k, http_response *rs)
{
    str line = arena_printf(
        k->c->a, STR_FMT "=; Path=" STR_FMT "; Max-Age=0; HttpOnly; SameSite=Lax%s",
        STR_ARG(cookie_name(k)), STR_ARG(k->at.start), k->rq->http->secure ? "; Secure" : "");
    if (!line.ptr) return ST_MEMORY;
    http_header(rs, S("Set-Cookie"), line);
    return ST_OK;
}

// What this person said earlier; else what the register knows.
static void take_draft(walking *k, str text)
{
    walk_draft d;
    if (!walk_read(law_current(), text, k->c->a, &d) || d.person != k->c->who.person_id) return;
    k->taken     = true;
    k->draft     = d;
    k->w.answers = d.answers;
    k->w.unsure  = d.unsure;
}

static status choose_pack(walking *k, problem *why)
{
    k->w.whole = &k->stored;
    TRY(system_choose_pack(&k->s, day_of_ms(k->c->now_ms, VIETNAM_OFFSET_MINUTES), &k->choice,
                           why));
    k->w.pack = k->choice.pack;
    return ST_OK;
}

static status open_system(call *c, web_request *rq, str part, str draft, walking *k, problem *why)
{
    int64_t n = 0;
    *k        = (walking){ .c = c, .rq = rq };
    TRY(systems_get(c, rq->params[0], &k->s));
    TRY(law_facts_parse(law_current(), k->s.data.facts, c->a, &k->stored, why));
    if (part.len && (!str_int(part, &n) || n < 1 || (size_t)n > k->stored.component_count))
        return ST_MISSING;
    k->at = (walk_place){ .start = arena_printf(c->a, "/he-thong/" STR_FMT "/hoi",
                                                STR_ARG(k->s.code)),
                          .part  = part.len ? part : S(""),
                          .title = k->s.data.name };
    if (n) {
        str named   = k->stored.component_names[n - 1];
        k->at.title = arena_printf(c->a, STR_FMT " – " STR_FMT, STR_ARG(k->s.data.name),
                                   STR_ARG(named.len ? named : part));
    }
    if (!k->at.start.ptr || !k->at.title.ptr) return ST_MEMORY;
    k->w.part    = (size_t)n;
    k->w.answers = n ? k->stored.components[n - 1] : k->stored.own;
    k->draft     = (walk_draft){ .person = c->who.person_id, .version = k->s.version };
    take_draft(k, draft.len ? draft : web_cookie_value(rq->http, cookie_name(k)));
    return choose_pack(k, why);
}

static status open_trial(call *c, web_request *rq, walking *k, problem *why)
{
    day begun;
    *k       = (walking){ .c  = c,
                          .rq = rq,
                          .at = { .start = S("/cap-do/hoi"), .part = S(""), .trial = true } };
    k->draft = (walk_draft){ .person = c->who.person_id };
    take_draft(k, web_cookie_value(rq->http, cookie_name(k)));
    if (http_query(rq->http, S("bo")).len) { // chosen anew by what the pack is chosen by
        k->draft.state = http_query(rq->http, S("state"));
        k->draft.begun = http_query(rq->http, S("begun"));
    }
    if (!system_state_named(k->draft.state, &k->s.state)) {
        k->draft.state = S("");
        k->s.state     = SYSTEM_PLANNED;
    }
    if (text_read_day(k->draft.begun, &begun) == ST_OK)
        k->s.data.begun_on = day_iso(c->a, begun);
    else
        k->draft.begun = S("");
    k->s.data.name = S("");
    return choose_pack(k, why);
}

// ---- showing ----------------------------------------------------------------------------------------

static status put_crumbs(page *o, const walking *k, page_frame *frame)
{
    page_crumb *crumbs = NEW(o->a, page_crumb, 2);
    if (!crumbs) return ST_MEMORY;
    frame->menu   = "levels";
    frame->crumbs = crumbs;
    if (k->at.trial) {
        crumbs[frame->crumb_count++] = (page_crumb){ T(o, levels_tasks_title), S("/cap-do") };
        return ST_OK;
    }
    str href                     = arena_printf(o->a, "/he-thong/" STR_FMT, STR_ARG(k->s.code));
    crumbs[frame->crumb_count++] = (page_crumb){ T(o, menu_systems), S("/he-thong") };
    crumbs[frame->crumb_count++] = (page_crumb){ k->s.data.name, href };
    return href.ptr ? ST_OK : ST_MEMORY;
}

static void put_pack(page *o, const walking *k, walk_pack *out)
{
    walk_pack_fill(o, &k->choice, out);
    if (!k->at.trial) return;
    static const system_state states[] = { SYSTEM_PLANNED, SYSTEM_BUILDING, SYSTEM_RUNNING };
    for (size_t i = 0; i < COUNT(states); i++) {
        out->states[i] = (page_option){ str_from(system_state_key(states[i])),
                                        system_state_label(states[i], o->lang),
                                        { 0 } };
    }
    out->state = (page_field){ .name         = "state",
                               .label        = T(o, systems_field_state),
                               .value        = str_from(system_state_key(k->s.state)),
                               .options      = out->states,
                               .option_count = COUNT(states) };
    out->begun = (page_field){ .name      = "begun",
                               .label     = T(o, systems_field_begun_on),
                               .hint      = T(o, systems_hint_begun_on),
                               .value     = k->draft.begun,
                               .inputmode = "numeric",
                               .narrow    = true };
}

static status show_question(walking *k, http_response *rs, size_t question, uint32_t shown,
                            const fact_answers *said)
{
    walk_page_view *v = NEW(k->c->a, walk_page_view, 1);
    page            o = page_open(k->c, k->rq, rs);
    if (!v) return ST_MEMORY;
    v->at                  = k->at;
    v->frame.problems      = said->faults;
    v->frame.problem_count = said->fault_count;
    TRY(put_crumbs(&o, k, &v->frame));
    put_pack(&o, k, &v->pack);
    TRY(walk_page_fill(&o, &k->w, question, shown, said, v));
    walk_question_page(&o, v);
    return page_close(&o, rs, said->fault_count ? 422 : 200);
}

// The answers as the form of a new system takes them.
static status put_new_system(const walking *k, walk_check_view *v)
{
    law_facts known = walk_facts(&k->w);
    v->carried      = NEW(k->c->a, walk_carried, LAW_FACTS_MAX + 2);
    if (!v->carried) return ST_MEMORY;
    v->carried[v->carried_count++] = (walk_carried){ "state", k->draft.state };
    v->carried[v->carried_count++] = (walk_carried){ "begun_on", k->s.data.begun_on };
    for (size_t i = 0; i < law_fact_count(law_current()); i++) {
        const law_fact *f = law_fact_at(law_current(), i);
        if (!(known.known >> i & 1)) continue;
        v->carried[v->carried_count++] = (walk_carried){ fact_field_name(k->c->a, f, 0),
                                                         law_fact_text(f, &known, k->c->a) };
    }
    return ST_OK;
}

static status show_check(walking *k, http_response *rs, const problem *fault)
{
    walk_check_view *v = NEW(k->c->a, walk_check_view, 1);
    page             o = page_open(k->c, k->rq, rs);
    level_choice    *choices;
    size_t           count;
    if (!v) return ST_MEMORY;
    v->at          = k->at;
    v->frame.title = T(&o, walk_check_title);
    TRY(put_crumbs(&o, k, &v->frame));
    put_pack(&o, k, &v->pack);
    TRY(walk_check_fill(k->c, &o, &k->w, &k->s, v));
    v->draft              = walk_write(law_current(), &k->draft, k->c->a);
    v->again              = arena_printf(k->c->a, STR_FMT "?lai=1%s" STR_FMT, STR_ARG(k->at.start),
                            k->at.part.len ? "&phan=" : "", STR_ARG(k->at.part));
    v->found.reason_typed = http_form(k->rq->http, S("reason"));
    v->note_typed         = http_form(k->rq->http, S("note"));
    v->moved              = !k->at.trial && k->draft.version != k->s.version;
    if (fault) {
        v->frame.problems      = fault;
        v->frame.problem_count = 1;
    }
    if (k->at.trial && call_may(k->c, RIGHT_SYSTEMS_WRITE)) TRY(put_new_system(k, v));
    if (!k->at.trial) {
        TRY(level_choices_load(k->c, k->s.id, &choices, &count));
        level_choices_fill(&o, choices, count, &v->found);
    }
    walk_check_page(&o, v);
    return page_close(&o, rs, v->moved && fault ? 409 : fault ? 422 : 200);
}

// ---- stepping ---------------------------------------------------------------------------------------

static status to_next(walking *k, http_response *rs)
{
    size_t next;
    TRY(walk_next(&k->w, k->c->a, &next));
    const law_question *q  = law_question_at(law_current(), next);
    str                 to = walk_address(k->c->a, &k->at, q ? q->key : STEP_CHECK);
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

// Blank lines that still matter are told like what could not be read.
static void tell_missing(uint32_t missing, fact_answers *said)
{
    for (size_t i = 0; missing >> i; i++) {
        if (!(missing >> i & 1) || said->typed[i].ptr) continue;
        said->faults[said->fault_count++] = (problem){ .field = law_fact_at(law_current(), i)->key,
                                                       .rule  = S("answer-needed") };
    }
}

static status take_answer(walking *k, http_response *rs, size_t question, uint32_t shown)
{
    // A form sent by GET arrives as a query.
    http_request form  = { .form = k->rq->http->query, .form_count = k->rq->http->query_count };
    fact_answers said  = { 0 };
    walk         after = k->w;
    uint32_t     missing;
    TRY(facts_read(k->c, &form, 0, false, &said));
    TRY(walk_answer(&after, shown, &said.facts, said.unsure, k->c->a, &missing));
    tell_missing(missing, &said);
    if (said.fault_count) {
        k->w.unsure &= ~shown; // as sent, not as it was
        return show_question(k, rs, question, shown, &said);
    }
    k->w = after;
    TRY(keep(k, rs));
    return to_next(k, rs);
}

static status step(walking *k, http_response *rs, str key)
{
    size_t   n = law_question_count(law_current()), q = 0;
    uint32_t shown;
    if (str_equal(key, STEP_CHECK)) return show_check(k, rs, NULL);
    while (q < n && !str_equal(law_question_at(law_current(), q)->key, key)) q++;
    if (q == n) return ST_MISSING;
    TRY(walk_shown(&k->w, q, k->c->a, &shown));
    if (!shown) return to_next(k, rs); // an old address: nothing is left to ask there
    if (http_query(k->rq->http, S("luu")).len) return take_answer(k, rs, q, shown);
    return show_question(k, rs, q, shown, &(fact_answers){ .facts = k->w.answers });
}

// ---- routes: a system -------------------------------------------------------------------------------

static status show_parts(walking *k, http_response *rs)
{
    walk_parts_view v = { .count = k->stored.component_count };
    page            o = page_open(k->c, k->rq, rs);
    law_decision    d;
    TRY(law_decide(k->choice.pack, &k->stored, k->c->a, &d));
    v.lines = NEW(k->c->a, walk_part, v.count);
    if (!v.lines) return ST_MEMORY;
    for (size_t i = 0; i < v.count; i++) {
        str        number = arena_printf(k->c->a, "%zu", i + 1);
        str        name   = k->stored.component_names[i];
        walk_place part   = { .start = k->at.start, .part = number };
        v.lines[i]        = (walk_part){ .name     = name.len ? name : number,
                                         .href     = walk_address(k->c->a, &part, S("")),
                                         .level    = d.components[i].level,
                                         .at_least = d.components[i].result == LAW_AT_LEAST };
    }
    v.frame.title = T(&o, walk_parts_title);
    TRY(put_crumbs(&o, k, &v.frame));
    walk_parts_page(&o, &v);
    return page_close(&o, rs, 200);
}

status walk_start_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    walking k;
    TRY(open_system(c, rq, http_query(rq->http, S("phan")), S(""), &k, why));
    if (k.stored.component_count && !k.at.part.len) return show_parts(&k, rs);
    if (http_query(rq->http, S("lai")).len) {
        TRY(forget(&k, rs));
        str to = walk_address(c->a, &k.at, S(""));
        return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
    }
    return to_next(&k, rs);
}

status walk_step_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    walking k;
    TRY(open_system(c, rq, http_query(rq->http, S("phan")), S(""), &k, why));
    if (k.stored.component_count && !k.at.part.len) return show_parts(&k, rs);
    return step(&k, rs, rq->params[1]);
}

status walk_record_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    walking  k;
    law_case facts;
    int64_t  version;
    str      reason = str_trim(http_form(rq->http, S("reason")));
    TRY(open_system(c, rq, http_form(rq->http, S("phan")), http_form(rq->http, S("tra-loi")), &k,
                    why));
    if (k.stored.component_count && !k.at.part.len) return show_parts(&k, rs);
    if (!k.taken) return web_redirect(rs, walk_address(c->a, &k.at, STEP_CHECK));
    if (!str_int(http_form(rq->http, S("version")), &version)) version = -1;
    TRY(walk_case(&k.w, c->a, &facts));
    str    json = law_facts_json(law_current(), &facts, c->a);
    status st   = json.ptr ? text_check(S("reason"), reason, 0, LEVEL_REASON_MAX, why) : ST_MEMORY;
    if (st == ST_OK) st = systems_set_facts(c, k.s.id, version, json, reason, NULL, why);
    if (st == ST_CONFLICT) {
        k.draft.version = -1; // told on the page, which now holds the newer version
        return show_check(&k, rs, &(problem){ .rule = S("system-moved") });
    }
    if (st == ST_OK) st = level_choices_put(c, rq, &k.s, why);
    if (st == ST_INVALID) return show_check(&k, rs, why);
    TRY(st);
    TRY(forget(&k, rs));
    return web_redirect(
        rs, arena_printf(c->a, "/he-thong/" STR_FMT "/cap-do?xong=1", STR_ARG(k.s.code)));
}

// ---- routes: a trial --------------------------------------------------------------------------------

status trial_start_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    walking k;
    TRY(open_trial(c, rq, &k, why));
    if (http_query(rq->http, S("lai")).len) {
        TRY(forget(&k, rs));
        return web_redirect(rs, k.at.start);
    }
    TRY(keep(&k, rs));
    return to_next(&k, rs);
}

status trial_step_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    walking k;
    TRY(open_trial(c, rq, &k, why));
    return step(&k, rs, rq->params[0]);
}
