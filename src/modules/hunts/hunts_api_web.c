// hunts_api_web.c - hunts for programs: the same operations as the pages.
#include "modules/hunts/hunts_web.h"
#include "modules/hunts/json_ops.h"

enum { JSON_MAX = 4 * 1024 * 1024 };

static status answer(call *c, http_response *rs, int code, int64_t id)
{
    hunt_card *k = NEW(c->a, hunt_card, 1);
    buf        b = buf_in(c->a, 16 * 1024, JSON_MAX);
    if (!k) return ST_MEMORY;
    TRY(hunt_card_load(c, id, k));
    hunt_put_card(&b, c->a, k);
    TRY(web_etag(rs, k->h.version));
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    static const char *const names[] = { "q", "state", "own", "open", "system" };
    hunt_filter              f       = { .q = S(""), .system = S("") };
    hunt_page                list;
    int64_t                  limit = 0;
    str                      max   = http_query(rq->http, S("limit"));
    buf                      b     = buf_in(c->a, 16 * 1024, JSON_MAX);
    if (max.len && (!str_int(max, &limit) || limit < 1 || limit > HUNTS_PAGE))
        return problem_detail(why, ST_INVALID, S("limit"), S("out-of-range"), max);
    for (size_t i = 0; i < COUNT(names); i++)
        TRY(hunts_filter_set(str_from(names[i]), hunt_asked(rq, names[i]), &f, why));
    TRY(hunts_list(c, &f, hunt_asked(rq, "cursor"), (size_t)limit, &list, why));
    hunts_put_page(&b, c->a, &list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt h;
    (void)why;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    return answer(c, rs, 200, h.id);
}

static hunt_draft draft_of(const web_request *rq)
{
    return (hunt_draft){ .systems       = web_json_text(rq, "systems"),
                         .title         = web_json_text(rq, "title"),
                         .reach         = web_json_text(rq, "reach"),
                         .hypothesis    = web_json_text(rq, "hypothesis"),
                         .rules         = web_json_text(rq, "rules"),
                         .rules_version = web_json_text(rq, "rules_version"),
                         .evidence      = web_json_text(rq, "evidence"),
                         .firm          = web_json_text(rq, "firm"),
                         .team          = web_json_text(rq, "team"),
                         .planned_on    = web_json_text(rq, "planned_on"),
                         .began_on      = web_json_text(rq, "began_on") };
}

static status add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t          id;
    const hunt_draft d = draft_of(rq);
    TRY(hunts_open(c, &d, &id, why));
    return answer(c, rs, 201, id);
}

static status change_patch(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt             h;
    const hunt_draft d = draft_of(rq);
    TRY(hunt_of_ref(c, rq->params[0], &h));
    TRY(web_if_match(rq, h.version));
    TRY(hunts_change(c, h.id, h.version, &d, why));
    return answer(c, rs, 200, h.id);
}

static status step_of(call *c, web_request *rq, http_response *rs, hunt_act act, problem *why)
{
    hunt h;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    TRY(web_if_match(rq, h.version));
    const hunt_step s = { h.id, h.version, act, web_json_text(rq, "on"),
                          web_json_text(rq, "words") };
    TRY(hunts_step(c, &s, why));
    return answer(c, rs, 200, h.id);
}

static status begin_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return step_of(c, rq, rs, HUNT_ACT_BEGIN, why);
}
static status end_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return step_of(c, rq, rs, HUNT_ACT_END, why);
}
static status close_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return step_of(c, rq, rs, HUNT_ACT_CLOSE, why);
}
static status cancel_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return step_of(c, rq, rs, HUNT_ACT_CANCEL, why);
}

static status case_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt h;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    TRY(hunts_case_link(c, h.id, web_json_text(rq, "case"), why));
    return answer(c, rs, 200, h.id);
}

// ---- threats ---------------------------------------------------------------------------------------

static threat_draft threat_draft_of(const web_request *rq, int64_t hunt_id)
{
    threat_draft d = { .hunt       = hunt_id,
                       .system     = web_json_text(rq, "system"),
                       .what       = web_json_text(rq, "what"),
                       .finding    = web_json_text(rq, "finding"),
                       .technique  = web_json_text(rq, "technique"),
                       .owner_body = web_json_text(rq, "owner_body"),
                       .owner      = web_json_text(rq, "owner"),
                       .due_on     = web_json_text(rq, "due_on"),
                       .found_on   = web_json_text(rq, "found_on") };
    (void)hunt_severity_named(web_json_text(rq, "severity"), &d.severity);
    return d;
}

static status threat_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt    h;
    int64_t no;
    TRY(hunt_of_ref(c, rq->params[0], &h));
    const threat_draft d = threat_draft_of(rq, h.id);
    TRY(hunts_threat_add(c, &d, &no, why));
    return answer(c, rs, 201, h.id);
}

static status threat_of(call *c, const web_request *rq, hunt *h, int64_t *no)
{
    if (!str_int(rq->params[1], no)) return ST_MISSING;
    return hunt_of_ref(c, rq->params[0], h);
}

static status owner_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt    h;
    int64_t no;
    TRY(threat_of(c, rq, &h, &no));
    const threat_draft d = threat_draft_of(rq, h.id);
    TRY(hunts_threat_give(c, h.id, no, &d, why));
    return answer(c, rs, 200, h.id);
}

static status threat_step_of(call *c, web_request *rq, http_response *rs, hunt_act act,
                             problem *why)
{
    hunt        h;
    threat_step s    = { .act   = act,
                         .on    = web_json_text(rq, "on"),
                         .words = web_json_text(rq, "words"),
                         .by    = web_json_text(rq, "by"),
                         .proof = web_json_text(rq, "proof") };
    str         file = web_json_text(rq, "file");
    TRY(threat_of(c, rq, &h, &s.no));
    s.hunt = h.id;
    (void)web_json_bool(rq, "gone", &s.gone);
    if (file.len && !str_int(file, &s.file))
        return problem_detail(why, ST_INVALID, S("file"), S("evidence-unknown"), file);
    TRY(hunts_threat_step(c, &s, why));
    return answer(c, rs, 200, h.id);
}

static status removal_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return threat_step_of(c, rq, rs, HUNT_ACT_REMOVE, why);
}
static status again_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return threat_step_of(c, rq, rs, HUNT_ACT_AGAIN, why);
}
static status dismissal_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    return threat_step_of(c, rq, rs, HUNT_ACT_DISMISS, why);
}

static status incident_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt            h;
    threat_incident t = { .code  = web_json_text(rq, "incident"),
                          .name  = web_json_text(rq, "contact_name"),
                          .phone = web_json_text(rq, "contact_phone") };
    TRY(threat_of(c, rq, &h, &t.no));
    t.hunt = h.id;
    TRY(hunts_threat_incident(c, &t, why));
    return answer(c, rs, 200, h.id);
}

// ---- what is due, figures --------------------------------------------------------------------------

static status due_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunt_duty_list *list     = NEW(c->a, hunt_duty_list, 1);
    str             standing = hunt_asked(rq, "standing"), level = hunt_asked(rq, "level");
    int64_t         n    = 0;
    buf             b    = buf_in(c->a, 16 * 1024, JSON_MAX);
    bool            late = str_equal(standing, S("late")), soon = str_equal(standing, S("soon"));
    if (!list) return ST_MEMORY;
    if (standing.len && !late && !soon)
        return problem_detail(why, ST_INVALID, S("standing"), S("filter-unknown"), standing);
    if (level.len && (!str_int(level, &n) || n < 1 || n > 5))
        return problem_detail(why, ST_INVALID, S("level"), S("filter-unknown"), level);
    const hunt_duty_ask ask = { .org   = hunt_asked(rq, "org"),
                                .own   = str_equal(hunt_asked(rq, "own"), S("1")),
                                .late  = late,
                                .soon  = soon,
                                .level = (int)n };
    TRY(hunts_due(c, &ask, list, why));
    hunts_put_due(&b, c->a, list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status figures_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    hunts_report *r = NEW(c->a, hunts_report, 1);
    str           words;
    buf           b = buf_in(c->a, 16 * 1024, JSON_MAX);
    if (!r) return ST_MEMORY;
    TRY(hunts_figures(c, hunt_asked(rq, "org"), hunt_asked(rq, "period"), r, why));
    TRY(hunts_words(c, r, &words));
    hunts_put_figures(&b, c->a, r, words);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static const web_field list_query[] = {
    { "q", "string?", "words, accent-insensitive" },
    { "state", "string?", "planned, running, awaiting, closed, cancelled" },
    { "own", "string?", "1: hunts of the acting body" },
    { "open", "string?", "1: with a threat that is not confirmed as gone" },
    { "system", "string?", "code of a system that was searched" },
    { "limit", "integer?", "at most 50" },
    { "cursor", "string?", "next of the page before" },
    { NULL, NULL, NULL },
};
static const web_field list_answer[] = {
    { "items", "array",
      "id, code, state, title, body, days, systems_count, threats, open, removed" },
    { "total", "integer?", "always null" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field add_body[] = {
    { "systems", "string", "codes, a blank, comma or new line between" },
    { "title", "string", "what it is called" },
    { "reach", "string", "what is searched, in words" },
    { "hypothesis", "string?", "what is looked for and why" },
    { "rules", "string?", "rule set" },
    { "rules_version", "string?", "its version" },
    { "evidence", "string?", "what is looked through" },
    { "firm", "string?", "who does it when not the body itself" },
    { "team", "string?", "people, one a line" },
    { "planned_on", "string?", "day" },
    { "began_on", "string?", "day; given: it runs at once" },
    { NULL, NULL, NULL },
};
static const web_field step_body[] = {
    { "on", "string?", "day: of begin the first, of end and close the last of the search" },
    { "words", "string?", "of end and close the result, of cancel the reason" },
    { NULL, NULL, NULL },
};
static const web_field link_body[] = {
    { "case", "string", "code or id of a case of investigation in sight: VV-2026-000012" },
    { NULL, NULL, NULL },
};
static const web_field threat_body[] = {
    { "system", "string?", "code; may be absent when the hunt has one system" },
    { "what", "string", "what it is" },
    { "finding", "string?", "rule, event or case that showed it" },
    { "technique", "string?", "ATT&CK: T1059 or T1059.001" },
    { "severity", "string", "low, medium, high, critical" },
    { "owner_body", "string?",
      "who removes it: code or name; the owner of the system when absent" },
    { "owner", "string?", "login of somebody there" },
    { "due_on", "string", "last day for the removal" },
    { "found_on", "string?", "day; today when absent" },
    { NULL, NULL, NULL },
};
static const web_field owner_body[] = {
    { "owner_body", "string?", "code or name" },
    { "owner", "string?", "login of somebody there" },
    { "due_on", "string", "last day for the removal" },
    { NULL, NULL, NULL },
};
static const web_field removal_body[] = {
    { "words", "string", "what was done" },
    { "on", "string?", "day; today when absent" },
    { "by", "string?", "who did it" },
    { "proof", "string?", "in words; wanted without a file" },
    { "file", "string?", "id of evidence of the system" },
    { NULL, NULL, NULL },
};
static const web_field again_body[] = {
    { "gone", "boolean", "true: the second hunt did not find it" },
    { "words", "string", "where and how it was looked for" },
    { "on", "string?", "day; today when absent" },
    { NULL, NULL, NULL },
};
static const web_field dismissal_body[] = {
    { "words", "string", "why it is no threat" },
    { NULL, NULL, NULL },
};
static const web_field incident_body[] = {
    { "incident", "string?", "code of one in sight; absent: a new one is told" },
    { "contact_name", "string?", "of a new one" },
    { "contact_phone", "string?", "of a new one" },
    { NULL, NULL, NULL },
};
static const web_field one_answer[] = {
    { "id", "string", "number" },
    { "code", "string", "SL-2026-000012" },
    { "state", "string", "planned, running, awaiting, closed, cancelled" },
    { "title", "string", "what it is called" },
    { "body", "string", "code of who hunts" },
    { "body_name", "string", "as it was called then" },
    { "planned_on", "string?", "day" },
    { "began_on", "string?", "day" },
    { "ended_on", "string?", "last day of the search" },
    { "closed_on", "string?", "day" },
    { "systems_count", "integer", "systems, those in sight" },
    { "uid", "string", "name between nodes" },
    { "reach", "string", "what is searched" },
    { "hypothesis", "string", "what is looked for" },
    { "rules", "string", "rule set" },
    { "rules_version", "string", "its version" },
    { "evidence", "string", "what was looked through" },
    { "firm", "string", "who does it when not the body" },
    { "team", "string", "people" },
    { "result", "string?", "of the search" },
    { "reason", "string?", "why it was called off" },
    { "closed_by", "string?", "who" },
    { "person", "string", "who opened it" },
    { "whole", "boolean", "false: systems in sight only" },
    { "open_threats", "integer", "not confirmed as gone: with one it cannot be closed" },
    { "version", "integer", "also the ETag" },
    { "systems", "array", "id, code, name, owner, level, next_due" },
    { "threats", "array",
      "no, state, system, what, severity, owner, days, removal, second hunt …" },
    { "cases", "array", "linked cases in sight: code, title, state, findings, threats" },
    { "events", "array", "threat, act, at, person, body, words; newest first" },
    { NULL, NULL, NULL },
};
static const web_field due_query[] = {
    { "org", "string?", "code of a body of the branch; the acting body when absent" },
    { "own", "string?", "1: without the bodies below it" },
    { "standing", "string?", "late, or soon: those too that are due within 30 days" },
    { "level", "integer?", "1..5" },
    { NULL, NULL, NULL },
};
static const web_field due_answer[] = {
    { "org", "string", "code" },
    { "org_name", "string", "name" },
    { "months", "integer", "between two hunts; 0: no duty is in force" },
    { "cite", "string", "law" },
    { "certainty", "string", "of it" },
    { "total", "integer", "systems that owe a hunt" },
    { "late", "integer", "overdue" },
    { "soon", "integer", "due within 30 days" },
    { "never", "integer", "never hunted" },
    { "items", "array",
      "id, code, name, owner, level, last, told, due, days, standing; by due day" },
    { NULL, NULL, NULL },
};
static const web_field figures_query[] = {
    { "org", "string?", "code of a body of the branch" },
    { "period", "string?",
      "2026-H2, 2026-Q4, 2026, 2025-12-15/2026-12-14; the present half-year when absent" },
    { NULL, NULL, NULL },
};
static const web_field annex_query[] = {
    { "org", "string?", "code of a body of the branch" },
    { "period", "string?", "as of the figures" },
    { "as", "string?", "docx (else), pdf or xlsx" },
    { NULL, NULL, NULL },
};
static const web_field figures_answer[] = {
    { "org", "string", "code" },
    { "org_name", "string", "name" },
    { "period", "string", "2026-H2" },
    { "from", "string", "day" },
    { "to", "string", "day" },
    { "until", "string", "day up to which was counted" },
    { "months", "integer", "between two hunts" },
    { "cite", "string", "law" },
    { "certainty", "string", "of it" },
    { "words", "string", "what a report says of them, of the branch, in Vietnamese" },
    { "own", "object",
      "its own systems: in_scope, hunted, not_hunted by level, overdue, threats …" },
    { "branch", "object", "with all below it" },
    { "bodies", "array", "the same of systems, by owner" },
    { "cut", "boolean", "more owners than shown" },
    { NULL, NULL, NULL },
};

#define API "/api/v1/hunts"
#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE
static const web_route routes[] = {
    { HTTP_GET, API, READ, list_get, "Hunts in sight, newest first", list_query, NULL, list_answer,
      0 },
    { HTTP_POST, API, WRITE, add_post, "Plans or begins a hunt", NULL, add_body, one_answer, 0 },
    { HTTP_GET, API "/due", READ, due_get, "Systems that owe a hunt, and by when", due_query, NULL,
      due_answer, 0 },
    { HTTP_GET, API "/figures", READ, figures_get, "Figures of a half-year or quarter",
      figures_query, NULL, figures_answer, 0 },
    { HTTP_GET, API "/figures/annex", READ, hunts_annex_get,
      "The same as an annex to a report: docx, PDF, xlsx", annex_query, NULL, NULL, 0 },
    { HTTP_GET, API "/{code}", READ, one_get, "One whole", NULL, NULL, one_answer, 0 },
    { HTTP_PATCH, API "/{code}", WRITE, change_patch, "Changes one that lives", NULL, add_body,
      one_answer, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/begin", WRITE, begin_post, "Begins a planned one", NULL, step_body,
      one_answer, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/end", WRITE, end_post, "The search is over", NULL, step_body,
      one_answer, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/close", WRITE, close_post, "Closes one without open threats", NULL,
      step_body, one_answer, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/cancel", WRITE, cancel_post, "Calls it off", NULL, step_body,
      one_answer, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/cases", WRITE, case_post, "Links it to a case of investigation", NULL,
      link_body, one_answer, 0 },
    { HTTP_POST, API "/{code}/threats", WRITE, threat_post, "Writes a threat down", NULL,
      threat_body, one_answer, 0 },
    { HTTP_POST, API "/{code}/threats/{no}/owner", WRITE, owner_post, "Gives it to somebody", NULL,
      owner_body, one_answer, 0 },
    { HTTP_POST, API "/{code}/threats/{no}/removal", WRITE, removal_post, "It was removed", NULL,
      removal_body, one_answer, 0 },
    { HTTP_POST, API "/{code}/threats/{no}/again", WRITE, again_post, "A second hunt looked for it",
      NULL, again_body, one_answer, 0 },
    { HTTP_POST, API "/{code}/threats/{no}/dismissal", WRITE, dismissal_post, "It is no threat",
      NULL, dismissal_body, one_answer, 0 },
    { HTTP_POST, API "/{code}/threats/{no}/incident", WRITE, incident_post,
      "Handed to an incident, new or known", NULL, incident_body, one_answer, 0 },
};

const web_module hunts_api_module = { "hunts_api", routes, COUNT(routes) };
