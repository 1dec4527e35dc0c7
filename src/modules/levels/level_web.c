// level_web.c - the page of one system's level, the work list, and the same as JSON.
#include "modules/levels/level_web.h"

#include "modules/levels/level.h"
#include "modules/levels/level_store.h"
#include "modules/levels/level_view.h"
#include "modules/levels/levels.h"
#include "modules/levels/levels_pages.gen.h"
#include "modules/levels/walk_web.h"

#include "modules/organisations/organisations.h"

// ---- one system ------------------------------------------------------------------------------------

// What was sent and could not be taken: shown again with every fault told. Zeroed: nothing was sent.
typedef struct refused {
    problem     faults[LAW_FACTS_MAX];
    size_t      fault_count;
    level_typed typed;
} refused;

static void put_frame(call *c, page *o, const system_record *s, const refused * not, level_view *v)
{
    page_crumb *crumbs = NEW(c->a, page_crumb, 2);
    v->frame = (page_frame){ .title = T(o, levels_title), .menu = "levels", .crumbs = crumbs };
    if (crumbs) {
        crumbs[0]            = (page_crumb){ T(o, menu_systems), S("/he-thong") };
        crumbs[1]            = (page_crumb){ s->data.name,
                                             arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(s->code)) };
        v->frame.crumb_count = 2;
    }
    v->frame.problems      = not ->faults;
    v->frame.problem_count = not ->fault_count;
}

static status show_level(call *c, web_request *rq, http_response *rs, const system_record *s,
                         const law_case *facts, const refused * not )
{
    level_view    v = { 0 };
    level_choice *choices;
    size_t        choice_count;
    page          o = page_open(c, rq, rs);
    put_frame(c, &o, s, not, &v);
    TRY(level_view_fill(c, &o, s, facts, &not ->typed, &v));
    TRY(level_history_fill(c, &o, s->id, &v));
    TRY(level_choices_load(c, s->id, &choices, &choice_count));
    level_choices_fill(&o, choices, choice_count, &v);
    v.reason_typed = http_form(rq->http, S("reason"));
    if (str_equal(http_query(rq->http, S("xong")), S("1"))) v.frame.done = T(&o, levels_done);
    v.part_field = (page_field){ .name  = "part",
                                 .label = T(&o, levels_parts_name),
                                 .value = http_form(rq->http, S("part")),
                                 .error = page_field_error(&o, &v.frame, "part"),
                                 .max   = LEVEL_PART_NAME_MAX };
    level_page(&o, &v);
    return page_close(&o, rs, not ->fault_count ? 422 : 200);
}

static status load_case(call *c, str ref, system_record *s, law_case *k, problem *why)
{
    TRY(systems_get(c, ref, s));
    return law_facts_parse(law_current(), s->data.facts, c->a, k, why);
}

static status level_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record s;
    law_case      k;
    TRY(load_case(c, rq->params[0], &s, &k, why));
    return show_level(c, rq, rs, &s, &k, &(refused){ 0 });
}

// What was answered about the system itself, or about each of its parts, goes into its facts.
static status answers_read(call *c, const http_request *http, law_case *k, refused * not )
{
    size_t n    = k->component_count;
    not ->typed = (level_typed){ NEW(c->a, fact_answers, n + 1), n + 1 };
    if (!not ->typed.of) return ST_MEMORY;
    for (size_t part = n ? 1 : 0; part <= n; part++) {
        law_facts    *facts = part ? &k->components[part - 1] : &k->own;
        fact_answers *said  = &not ->typed.of[part];
        said->facts         = *facts;
        TRY(facts_read(c, http, part, false, said));
        *facts = said->facts;
        for (size_t i = 0; i < said->fault_count && not ->fault_count < COUNT(not ->faults); i++)
            not ->faults[not ->fault_count++] = said->faults[i];
    }
    return not ->fault_count ? ST_INVALID : ST_OK;
}

static status back_to_level(call *c, http_response *rs, const system_record *s)
{
    return web_redirect(
        rs, arena_printf(c->a, "/he-thong/" STR_FMT "/cap-do?xong=1", STR_ARG(s->code)));
}

// Other facts, judged and recorded. A refusal shows the page as it was stored, with what was typed.
static status facts_put(call *c, web_request *rq, const system_record *s, const law_case *k,
                        problem *why)
{
    int64_t version;
    str     reason = str_trim(http_form(rq->http, S("reason")));
    str     json   = law_facts_json(law_current(), k, c->a);
    if (!json.ptr) return ST_MEMORY;
    if (!str_int(http_form(rq->http, S("version")), &version)) version = 0;
    TRY(text_check(S("reason"), reason, 0, LEVEL_REASON_MAX, why));
    return systems_set_facts(c, s->id, version, json, reason, NULL, why);
}

static status show_stored(call *c, web_request *rq, http_response *rs, const refused * not )
{
    system_record s;
    law_case      k;
    problem       why = { 0 };
    TRY(load_case(c, rq->params[0], &s, &k, &why));
    return show_level(c, rq, rs, &s, &k, not );
}

static status show_refused(call *c, web_request *rq, http_response *rs, const problem *why)
{
    return show_stored(c, rq, rs, &(refused){ .faults = { *why }, .fault_count = 1 });
}

static status level_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record s;
    law_case      k;
    refused not = { 0 };
    TRY(load_case(c, rq->params[0], &s, &k, why));
    status st = answers_read(c, rq->http, &k, &not );
    if (st == ST_INVALID) return show_stored(c, rq, rs, &not );
    if (st == ST_OK) st = facts_put(c, rq, &s, &k, why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why);
    TRY(st);
    return back_to_level(c, rs, &s);
}

// ---- parts ---------------------------------------------------------------------------------------------

static status part_add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record s;
    law_case      k;
    str           name = { 0 };
    TRY(load_case(c, rq->params[0], &s, &k, why));
    TRY(arena_copy(c->a, str_trim(http_form(rq->http, S("part"))), &name));
    status st = level_part_add(&k, s.data.name, name, c->a, why);
    if (st == ST_OK) st = facts_put(c, rq, &s, &k, why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why);
    TRY(st);
    return back_to_level(c, rs, &s);
}

static status part_remove_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record s;
    law_case      k;
    int64_t       at;
    TRY(load_case(c, rq->params[0], &s, &k, why));
    if (!str_int(http_form(rq->http, S("part")), &at) || at < 0) at = LAW_COMPONENTS_MAX;
    status st = level_part_remove(&k, (size_t)at, why);
    if (st == ST_OK) st = facts_put(c, rq, &s, &k, why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why);
    TRY(st);
    return back_to_level(c, rs, &s);
}

// ---- points left open ----------------------------------------------------------------------------------

status level_choices_put(call *c, web_request *rq, const system_record *s, problem *why)
{
    law_choice    under;
    level_choice *stand;
    size_t        n, stand_count;
    str           note = str_trim(http_form(rq->http, S("note")));
    TRY(system_choose_pack(s, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES), &under, why));
    TRY(level_choices_load(c, s->id, &stand, &stand_count));
    const law_grey *all = law_greys(under.pack, &n);
    for (size_t i = 0; i < n; i++) {
        str    choice = http_form(rq->http, all[i].id);
        size_t k      = 0;
        while (k < stand_count && !str_equal(stand[k].grey, all[i].id)) k++;
        if (!choice.len || (k < stand_count && str_equal(stand[k].choice, choice))) continue;
        TRY(levels_choose(c, s->code, all[i].id, choice, note, why));
    }
    return ST_OK;
}

static status choose_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record s;
    TRY(systems_get(c, rq->params[0], &s));
    status st = level_choices_put(c, rq, &s, why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why);
    TRY(st);
    return back_to_level(c, rs, &s);
}

// Recorded anew under the pack of the day, or under one a person names with a reason.
static status level_again_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record   s;
    law_case        k;
    str             named  = http_form(rq->http, S("pack"));
    str             reason = str_trim(http_form(rq->http, S("reason")));
    const law_pack *pack   = named.len ? law_pack_find(law_current(), named) : NULL;
    TRY(load_case(c, rq->params[0], &s, &k, why));
    status st = text_check(S("reason"), reason, pack ? 1 : 0, LEVEL_REASON_MAX, why);
    if (st == ST_OK && named.len && !pack) {
        st = problem_set(why, ST_INVALID, S("pack"), S("unknown-value"));
    }
    if (st == ST_OK) st = systems_determine(c, s.id, 0, pack, reason, NULL, why);
    if (st == ST_INVALID) return show_refused(c, rq, rs, why);
    TRY(st);
    return back_to_level(c, rs, &s);
}

// ---- the work list -----------------------------------------------------------------------------------

static void count_levels(const scope_counts *counts, level_tasks_view *v)
{
    for (size_t i = 0; i < counts->count; i++) {
        law_result result;
        int        level;
        system_scope_level_read(counts->cells[i].level, &result, &level);
        v->all += counts->cells[i].n;
        if (result == LAW_DECIDED) v->decided += counts->cells[i].n;
        if (result == LAW_AT_LEAST) v->total += counts->cells[i].n;
    }
}

static status tasks_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    str              cursor = http_query(rq->http, S("c"));
    level_open_page  open;
    scope_counts     counts;
    level_tasks_view v = { 0 };
    TRY(level_open_list(c, cursor, LEVELS_PAGE, &open, why));
    TRY(scope_counts_load(c, SCOPE_SYSTEM, &counts));
    page o  = page_open(c, rq, rs);
    v.tasks = NEW(c->a, level_task, open.count + 1);
    if (!v.tasks) return ST_MEMORY;
    for (size_t i = 0; i < open.count; i++) {
        const level_open *t   = &open.items[i];
        level_task       *out = &v.tasks[v.count++];
        *out                  = (level_task){ .id    = t->id,
                                              .code  = t->code,
                                              .name  = t->name,
                                              .owner = t->owner,
                                              .level = t->level,
                                              .bare  = t->bare };
        out->missing          = level_missing_words(&o, t->questions, &out->questions);
    }
    count_levels(&counts, &v);
    v.may_decide  = call_may(c, RIGHT_LEVELS_DECIDE);
    v.pager.shown = (int64_t)v.count;
    v.pager.total = v.total;
    if (cursor.len) v.pager.first = S("/cap-do");
    if (open.next.len) v.pager.next = arena_printf(c->a, "/cap-do?c=" STR_FMT, STR_ARG(open.next));
    v.frame = (page_frame){ .title = T(&o, levels_tasks_title), .menu = "levels", .wide = true };
    level_tasks_page(&o, &v);
    return page_close(&o, rs, 200);
}

// ---- the whole list as a job ---------------------------------------------------------------------------

static status add_job(db *d, void *ctx)
{
    call           *c = ctx;
    problem         why;
    int64_t         id;
    const job_draft draft = { .kind = S("levels.determine"), .title = S(""), .input = S("") };
    (void)d;
    TRY(jobs_add(c, &draft, &id, &why));
    return audit_write(c, S("levels.determine-all"), S("job"), id, S(""));
}

static status all_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    (void)rq;
    (void)why;
    TRY(call_act(c, add_job, c));
    return web_redirect(rs, S("/cap-do"));
}

static status determine_all_job(call *c, job *j, problem *why)
{
    levels_count count;
    TRY(levels_determine_all(c, j, S(""), &count, why));
    return job_result(j, arena_printf(c->a, "{\"seen\":%lld,\"changed\":%lld}",
                                      (long long)count.seen, (long long)count.changed));
}

static const job_kind kinds[]     = { { "levels.determine", determine_all_job, 3 } };
const job_table       levels_jobs = { kinds, COUNT(kinds) };

// ---- JSON ----------------------------------------------------------------------------------------------

static status api_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record s;
    law_case      k;
    law_choice    choice;
    law_decision  d;
    TRY(load_case(c, rq->params[0], &s, &k, why));
    TRY(system_choose_pack(&s, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES), &choice, why));
    TRY(law_decide(choice.pack, &k, c->a, &d));
    str json = law_decision_json(&d, c->lang == LANG_EN, c->a);
    return json.ptr ? web_json(rs, 200, json) : ST_MEMORY;
}

static void put_determination(buf *b, const determination *d, arena *a)
{
    buf_printf(b, "{\"id\":\"%lld\",\"at\":\"" STR_FMT "\",\"person\":", (long long)d->id,
               STR_ARG(time_rfc3339(a, d->at_ms)));
    web_put_json(b, d->person);
    buf_put(b, S(",\"pack\":"));
    web_put_json(b, d->pack);
    buf_put(b, S(",\"pack_version\":"));
    web_put_json(b, d->pack_version);
    buf_put(b, S(",\"pack_sha256\":"));
    web_put_json(b, d->pack_sha256);
    buf_printf(b,
               ",\"result\":\"%s\",\"level\":%d,\"hits\":" STR_FMT ",\"questions\":" STR_FMT
               ",\"reason\":",
               law_result_key(d->result), d->level, STR_ARG(d->hits), STR_ARG(d->questions));
    web_put_json(b, d->reason);
    buf_char(b, '}');
}

static status api_history_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record  s;
    determination *all;
    size_t         count;
    (void)why;
    TRY(systems_get(c, rq->params[0], &s));
    TRY(systems_determinations(c, s.id, &all, &count));
    buf b = buf_in(c->a, 4096, 4 * 1024 * 1024);
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&b, ',');
        put_determination(&b, &all[i], c->a);
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", count);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

// A finding recorded now, under the pack of the day or a named one.
static status api_determine(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record   s;
    determination   d;
    str             named = web_json_text(rq, "pack"), reason = web_json_text(rq, "reason");
    const law_pack *pack = named.ptr ? law_pack_find(law_current(), named) : NULL;
    if (named.ptr && !pack) return problem_set(why, ST_INVALID, S("pack"), S("law-pack-unknown"));
    TRY(systems_get(c, rq->params[0], &s));
    TRY(text_check(S("reason"), reason.ptr ? reason : S(""), pack ? 1 : 0, LEVEL_REASON_MAX, why));
    TRY(systems_determine(c, s.id, 0, pack, reason, &d, why));
    buf b = buf_in(c->a, 2048, 1024 * 1024);
    put_determination(&b, &d, c->a);
    return b.failed ? ST_MEMORY : web_json(rs, 201, buf_str(&b));
}

static status api_choices_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record s;
    level_choice *all;
    size_t        count;
    (void)why;
    TRY(systems_get(c, rq->params[0], &s));
    TRY(level_choices_load(c, s.id, &all, &count));
    buf b = buf_in(c->a, 2048, 1024 * 1024);
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        buf_printf(&b, "%s{\"at\":\"" STR_FMT "\",\"person\":", i ? "," : "",
                   STR_ARG(time_rfc3339(c->a, all[i].at_ms)));
        web_put_json(&b, all[i].person);
        buf_put(&b, S(",\"pack\":"));
        web_put_json(&b, all[i].pack);
        buf_put(&b, S(",\"grey\":"));
        web_put_json(&b, all[i].grey);
        buf_put(&b, S(",\"choice\":"));
        web_put_json(&b, all[i].choice);
        buf_put(&b, S(",\"note\":"));
        web_put_json(&b, all[i].note);
        buf_char(&b, '}');
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", count);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status api_choose(call *c, web_request *rq, http_response *rs, problem *why)
{
    str grey = web_json_text(rq, "grey"), choice = web_json_text(rq, "choice");
    str note = web_json_text(rq, "note");
    if (!grey.len) return problem_set(why, ST_INVALID, S("grey"), S("required"));
    if (!choice.len) return problem_set(why, ST_INVALID, S("choice"), S("required"));
    TRY(levels_choose(c, rq->params[0], grey, choice, note.ptr ? note : S(""), why));
    return web_json(rs, 201, S("{\"done\":true}"));
}

// ---- routes ----------------------------------------------------------------------------------------------

static const web_field decision_fields[] = {
    { "pack", "string", "law pack the decision was made under" },
    { "result", "string", "decided, at_least or no_rule" },
    { "level", "integer", "1 to 5; 0 with no_rule" },
    { "hits", "array", "criteria that hold, each with its citation" },
    { "questions", "array", "facts that can still raise the level" },
    { NULL, NULL, NULL },
};
static const web_field determine_body[] = {
    { "pack", "string?", "a named pack; absent: chosen by date and situation" },
    { "reason", "string?", "required with a named pack" },
    { NULL, NULL, NULL },
};
static const web_field determination_fields[] = {
    { "id", "string", "the finding" },
    { "at", "string", "when, RFC 3339" },
    { "person", "string", "who recorded it" },
    { "pack", "string", "law pack" },
    { "pack_version", "string", "its version" },
    { "pack_sha256", "string", "its identity" },
    { "result", "string", "decided, at_least or no_rule" },
    { "level", "integer", "1 to 5; 0 with no_rule" },
    { "hits", "array", "criteria that hold" },
    { "questions", "array", "facts that can still raise the level" },
    { "reason", "string", "what the person wrote" },
    { NULL, NULL, NULL },
};
static const web_field choose_body[] = {
    { "grey", "string", "id of the open point" },
    { "choice", "string", "key of the choice" },
    { "note", "string?", "why" },
    { NULL, NULL, NULL },
};
static const web_field done_fields[] = {
    { "done", "boolean", "recorded" },
    { NULL, NULL, NULL },
};
static const web_field list_fields[] = {
    { "items", "array", "findings, newest first" },
    { "total", "integer", "how many" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field cursor_query[] = {
    { "c", "string?", "cursor of the page" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/cap-do", RIGHT_SYSTEMS_READ, tasks_get, "Systems that still lack a fact",
      .query = cursor_query },
    { HTTP_POST, "/cap-do/xac-dinh", RIGHT_LEVELS_DECIDE, all_post, "Judge the whole list anew" },
    { HTTP_GET, "/cap-do/hoi", RIGHT_SYSTEMS_READ, trial_start_get,
      "The walk through the questions, without a system" },
    { HTTP_GET, "/cap-do/hoi/{question}", RIGHT_SYSTEMS_READ, trial_step_get,
      "One question, or the answers, without a system" },
    { HTTP_GET, "/he-thong/{id}/hoi", RIGHT_SYSTEMS_READ, walk_start_get,
      "The walk through the questions about a system" },
    { HTTP_GET, "/he-thong/{id}/hoi/{question}", RIGHT_SYSTEMS_READ, walk_step_get,
      "One question about a system, or the answers" },
    { HTTP_POST, "/he-thong/{id}/hoi", RIGHT_LEVELS_DECIDE, walk_record_post,
      "Record the answers of the walk" },
    { HTTP_GET, "/he-thong/{id}/cap-do", RIGHT_SYSTEMS_READ, level_get,
      "Why a system has its level" },
    { HTTP_POST, "/he-thong/{id}/cap-do", RIGHT_LEVELS_DECIDE, level_post, "Answer missing facts" },
    { HTTP_POST, "/he-thong/{id}/cap-do/thanh-phan", RIGHT_LEVELS_DECIDE, part_add_post,
      "Divide a system, or add a part" },
    { HTTP_POST, "/he-thong/{id}/cap-do/thanh-phan/bo", RIGHT_LEVELS_DECIDE, part_remove_post,
      "Take a part away" },
    { HTTP_POST, "/he-thong/{id}/cap-do/lua-chon", RIGHT_LEVELS_DECIDE, choose_post,
      "Record how a point left open is read" },
    { HTTP_POST, "/he-thong/{id}/cap-do/xac-dinh", RIGHT_LEVELS_DECIDE, level_again_post,
      "Record a finding, also under a named pack" },
    { HTTP_GET, "/api/v1/systems/{id}/level", RIGHT_SYSTEMS_READ, api_get,
      "The level of a system, judged now", .answer = decision_fields },
    { HTTP_GET, "/api/v1/systems/{id}/determinations", RIGHT_SYSTEMS_READ, api_history_get,
      "Recorded findings of a system's level", .answer = list_fields },
    { HTTP_POST, "/api/v1/systems/{id}/determinations", RIGHT_LEVELS_DECIDE, api_determine,
      "Record a finding", .body = determine_body, .answer = determination_fields },
    { HTTP_GET, "/api/v1/systems/{id}/grey-choices", RIGHT_SYSTEMS_READ, api_choices_get,
      "How points left open are read, newest first", .answer = list_fields },
    { HTTP_POST, "/api/v1/systems/{id}/grey-choices", RIGHT_LEVELS_DECIDE, api_choose,
      "Record how a point left open is read", .body = choose_body, .answer = done_fields },
};

const web_module levels_module = { "levels", routes, COUNT(routes) };
