// incidents_api_web.c - incidents for programs: the same operations as the pages.
#include <jansson.h>

#include "modules/incidents/incidents_web.h"
#include "modules/incidents/json_ops.h"

enum { JSON_MAX = 4 * 1024 * 1024 };

// Of another's incident that the acting body told: where it stands.
static status answer_told(call *c, http_response *rs, int code, str ref)
{
    incident_told_row one;
    buf               b = buf_in(c->a, 256, 1024);
    TRY(incidents_told_one(c, ref, &one));
    incident_put_told(&b, &one);
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}

status incident_api_answer(call *c, http_response *rs, int code, int64_t id)
{
    incident       i;
    incident_whole w;
    buf            b  = buf_in(c->a, 16 * 1024, JSON_MAX);
    status         st = incident_load(c, id, &i);
    if (st == ST_MISSING)
        return answer_told(c, rs, code, arena_printf(c->a, "%lld", (long long)id));
    TRY(st);
    TRY(incident_whole_load(c, &i, &w));
    incident_put_json(&b, c->a, &w);
    TRY(web_etag(rs, i.version));
    return b.failed ? ST_MEMORY : web_json(rs, code, buf_str(&b));
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    static const char *const names[] = { "q", "state", "open", "level", "type" };
    incident_filter          f       = { .q = S("") };
    incident_page            list;
    int64_t                  limit = 0;
    str                      max   = http_query(rq->http, S("limit"));
    buf                      b     = buf_in(c->a, 16 * 1024, JSON_MAX);
    if (max.len && (!str_int(max, &limit) || limit < 1 || limit > INCIDENT_PAGE))
        return problem_detail(why, ST_INVALID, S("limit"), S("out-of-range"), max);
    for (size_t i = 0; i < COUNT(names); i++) {
        str value = http_query(rq->http, str_from(names[i]));
        if (value.ptr) TRY(incidents_filter_set(str_from(names[i]), value, &f, why));
    }
    TRY(incidents_list(c, &f, http_query(rq->http, S("cursor")), (size_t)limit, &list, why));
    incidents_put_page(&b, &list);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static str whole_number(arena *a, const json_t *v)
{
    return arena_printf(a, "%lld", (long long)json_integer_value(v));
}

// "facts": {"title":"…","serious":true,…} as key and text.
static status facts_of(call *c, const web_request *rq, incident_value **out, size_t *count,
                       problem *why)
{
    json_t     *facts = json_object_get((const json_t *)rq->json, "facts");
    const char *key;
    json_t     *v;
    *count = 0;
    *out   = NEW(c->a, incident_value, json_object_size(facts) + 1);
    if (!*out) return ST_MEMORY;
    json_object_foreach(facts, key, v)
    {
        str value = S("");
        if (json_is_string(v))
            value = (str){ json_string_value(v), (ptrdiff_t)json_string_length(v) };
        if (json_is_boolean(v)) value = json_is_true(v) ? S("yes") : S("no");
        if (json_is_integer(v)) value = whole_number(c->a, v);
        if (json_is_object(v) || json_is_array(v) || json_is_real(v))
            return problem_set(why, ST_INVALID, str_from(key), S("wrong-type"));
        (*out)[(*count)++] = (incident_value){ str_from(key), value };
    }
    return ST_OK;
}

static status told(status st, const incident_problems *bad, problem *why)
{
    if (st == ST_INVALID && bad->count) *why = bad->items[0];
    return st;
}

static status add_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_problems *bad = NEW(c->a, incident_problems, 1);
    incident_value    *values;
    incident_draft     d  = { .system = web_json_text(rq, "system"),
                              .owner  = web_json_text(rq, "owner") };
    int64_t            id = 0;
    if (!bad) return ST_MEMORY;
    TRY(facts_of(c, rq, &values, &d.count, why));
    d.values = values;
    (void)web_json_bool(rq, "no_secret", &d.open);
    TRY(told(incidents_add(c, &d, &id, bad), bad, why));
    return incident_api_answer(c, rs, 201, id);
}

static status one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i;
    status   st = incident_of_path(c, rq, &i);
    (void)why;
    if (st == ST_MISSING) return answer_told(c, rs, 200, rq->params[0]);
    TRY(st);
    return incident_api_answer(c, rs, 200, i.id);
}

static status change_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_problems *bad = NEW(c->a, incident_problems, 1);
    incident_value    *values;
    incident           i;
    if (!bad) return ST_MEMORY;
    TRY(incident_of_path(c, rq, &i));
    TRY(web_if_match(rq, i.version));
    incident_change k = { .id = i.id, .version = i.version, .reason = web_json_text(rq, "reason") };
    TRY(facts_of(c, rq, &values, &k.count, why));
    k.values = values;
    TRY(told(incidents_change(c, &k, bad), bad, why));
    return incident_api_answer(c, rs, 200, i.id);
}

static status log_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i;
    TRY(incident_of_path(c, rq, &i));
    TRY(incidents_log(c, i.id, web_json_text(rq, "words"), why));
    return incident_api_answer(c, rs, 200, i.id);
}

static status move_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i;
    TRY(incident_of_path(c, rq, &i));
    TRY(web_if_match(rq, i.version));
    incident_move m = { .id = i.id, .version = i.version, .reason = web_json_text(rq, "reason") };
    if (!incident_state_named(web_json_text(rq, "to"), &m.to))
        return problem_set(why, ST_INVALID, S("to"), S("incident-no-way"));
    TRY(incidents_move(c, &m, why));
    return incident_api_answer(c, rs, 200, i.id);
}

static status class_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i;
    TRY(incident_of_path(c, rq, &i));
    TRY(web_if_match(rq, i.version));
    incident_classing k = { .id      = i.id,
                            .version = i.version,
                            .plan    = web_json_text(rq, "plan"),
                            .number  = web_json_text(rq, "number"),
                            .reason  = web_json_text(rq, "reason") };
    if (!class_stage_named(web_json_text(rq, "stage"), &k.stage))
        return problem_set(why, ST_INVALID, S("stage"), S("choice-unknown"));
    if (!incident_class_named(web_json_text(rq, "class"), &k.class))
        return problem_set(why, ST_INVALID, S("class"), S("choice-unknown"));
    TRY(incidents_classify(c, &k, why));
    return incident_api_answer(c, rs, 200, i.id);
}

static status paper_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i;
    int64_t  paper;
    TRY(incident_of_path(c, rq, &i));
    const incident_sending s = { .id          = i.id,
                                 .document    = web_json_text(rq, "document"),
                                 .number      = web_json_text(rq, "number"),
                                 .recipients  = web_json_text(rq, "recipients"),
                                 .sent        = web_json_text(rq, "sent"),
                                 .late_reason = web_json_text(rq, "late_reason"),
                                 .clock       = web_json_text(rq, "clock") };
    TRY(incidents_sent(c, &s, &paper, why));
    return incident_api_answer(c, rs, 201, i.id);
}

static status unsent_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i;
    TRY(incident_of_path(c, rq, &i));
    incident_withdrawal k = { .id = i.id, .reason = web_json_text(rq, "reason") };
    if (!str_int(rq->params[1], &k.paper)) return ST_MISSING;
    TRY(incidents_paper_withdraw(c, &k, why));
    return incident_api_answer(c, rs, 200, i.id);
}

static status merge_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i, into;
    str      ref = web_json_text(rq, "into");
    TRY(incident_of_path(c, rq, &i));
    TRY(web_if_match(rq, i.version));
    status st = incident_of_ref(c, ref, &into);
    if (st == ST_MISSING)
        return problem_detail(why, ST_INVALID, S("into"), S("incident-unknown"), ref);
    TRY(st);
    TRY(incidents_merge(c, i.id, i.version, into.id, web_json_text(rq, "reason"), why));
    return incident_api_answer(c, rs, 200, i.id);
}

static status party_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i;
    TRY(incident_of_path(c, rq, &i));
    incident_convening k = { .id    = i.id,
                             .body  = web_json_text(rq, "body"),
                             .basis = web_json_text(rq, "basis") };
    if (!incident_seat_named(web_json_text(rq, "seat"), &k.seat))
        return problem_set(why, ST_INVALID, S("seat"), S("seat-form"));
    TRY(incidents_convene(c, &k, why));
    return incident_api_answer(c, rs, 201, i.id);
}

static status dismiss_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i;
    int64_t  party;
    TRY(incident_of_path(c, rq, &i));
    if (!str_int(rq->params[1], &party)) return ST_MISSING;
    TRY(incidents_dismiss(c, i.id, party, web_json_text(rq, "reason"), why));
    return incident_api_answer(c, rs, 200, i.id);
}

static status told_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident_told_row *rows;
    size_t             n;
    int64_t            below = 0;
    str                from  = http_query(rq->http, S("cursor"));
    buf                b     = buf_in(c->a, 4 * 1024, JSON_MAX);
    if (from.len && !str_int(from, &below))
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    TRY(incidents_told(c, below, &rows, &n));
    incidents_put_told(&b, c->a, rows, n);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status events_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident        i;
    incident_event *events;
    size_t          n;
    int64_t         below = 0;
    str             from  = http_query(rq->http, S("cursor"));
    buf             b     = buf_in(c->a, 16 * 1024, JSON_MAX);
    if (from.len && !str_int(from, &below))
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    TRY(incident_of_path(c, rq, &i));
    TRY(incidents_events(c, &i, below, &events, &n));
    incident_put_events(&b, c->a, events, n);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static const web_field list_query[] = {
    { "q", "string?", "words, accent-insensitive" },
    { "state", "string?", "new, received, verified, …" },
    { "open", "string?", "1: those not over" },
    { "level", "string?", "1 to 5" },
    { "type", "string?", "code of form 05" },
    { "limit", "integer?", "at most 50" },
    { "cursor", "string?", "next of the page before" },
    { NULL, NULL, NULL },
};
static const web_field list_answer[] = {
    { "items", "array",
      "id, code, title, state, type, system, owner, level, detected, due, due_rule, on_duty" },
    { "total", "integer?", "always null" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field add_body[] = {
    { "system", "string?", "code of a system in sight" },
    { "owner", "string?", "code of the body it befell, when no system is given" },
    { "facts", "object", "title, detected (RFC 3339 with zone), description, present_state, …" },
    { "no_secret", "boolean", "true: no state secret is in it" },
    { NULL, NULL, NULL },
};
static const web_field change_body[] = {
    { "facts", "object", "those that become others; empty text: not known" },
    { "reason", "string?", "wanted when a time that was known becomes another" },
    { NULL, NULL, NULL },
};
static const web_field log_body[] = {
    { "words", "string", "one line" },
    { NULL, NULL, NULL },
};
static const web_field move_body[] = {
    { "to", "string", "state" },
    { "reason", "string?", "wanted on the way back" },
    { NULL, NULL, NULL },
};
static const web_field class_body[] = {
    { "stage", "string", "proposed, verified or decided" },
    { "class", "string", "ordinary or serious" },
    { "plan", "string?", "PLAN_1 to PLAN_4" },
    { "number", "string?", "of the decision" },
    { "reason", "string", "why" },
    { NULL, NULL, NULL },
};
static const web_field paper_body[] = {
    { "document", "string", "THONG_BAO, MAU_03, MAU_04, …" },
    { "number", "string?", "its number and symbol" },
    { "recipients", "string", "to whom" },
    { "sent", "string?", "RFC 3339 with zone; now when absent" },
    { "late_reason", "string?", "wanted when it is late" },
    { "clock", "string?",
      "rules it answers, one blank between; wanted when several run to others" },
    { NULL, NULL, NULL },
};
static const web_field unsent_body[] = {
    { "reason", "string", "why it was recorded by mistake" },
    { NULL, NULL, NULL },
};
const web_field incident_api_fields[] = {
    { "id", "string", "number" },
    { "code", "string", "SC-2026-000123" },
    { "uid", "string", "name between nodes" },
    { "title", "string", "what happened" },
    { "state", "string", "where it stands" },
    { "owner", "string", "code of the owner" },
    { "operator", "string?", "code of the operator when it is another" },
    { "system", "string?", "code in the register" },
    { "level", "integer", "0: not known" },
    { "emergency", "boolean", "over capacity, or serious" },
    { "proposed", "string?", "class" },
    { "verified", "string?", "class" },
    { "decided", "string?", "class" },
    { "plan", "string?", "of the decision" },
    { "on_duty", "string?", "who" },
    { "detected", "string?", "RFC 3339" },
    { "recorded_at", "string?", "RFC 3339" },
    { "facts", "object", "those known" },
    { "owner_kind", "string?", "as the clocks took it: the fact, else by the tree of bodies" },
    { "serious", "string", "yes, no or unknown, by the signs" },
    { "clocks", "array",
      "rule, document, due, latest, done, paper, unknown (facts it hangs on), stands, possible, "
      "runs, exempt_by, exempt_reason, cite" },
    { "classes", "array", "newest first" },
    { "papers", "array", "newest first; answers: rules, null: every clock of its document" },
    { "parties", "array", "bodies convened" },
    { "spokespersons", "array",
      "name, post, contact, basis, from, until, entered_by; newest first" },
    { "lessons", "array",
      "id, state, title, what, words, measures, drawn_by, drawn_at, approved_by, reason, "
      "spread_at, "
      "named, told, read" },
    { "tasks", "array", "id, template, words, seat, holder, due, state, note, person, at" },
    { "version", "integer", "also the ETag" },
    { NULL, NULL, NULL },
};
static const web_field merge_body[] = {
    { "into", "string", "code of the incident it is told in" },
    { "reason", "string", "why they are the same" },
    { NULL, NULL, NULL },
};
static const web_field party_body[] = {
    { "seat", "string", "unit, member, task_force or hired" },
    { "body", "string", "code of the body" },
    { "basis", "string", "decision, contract, or why it is shared" },
    { NULL, NULL, NULL },
};
static const web_field dismiss_body[] = {
    { "reason", "string", "why" },
    { NULL, NULL, NULL },
};
static const web_field told_answer[] = {
    { "items", "array", "code, state, told_at; newest first" },
    { "total", "integer?", "always null" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field events_query[] = {
    { "cursor", "string?", "next of the page before" },
    { NULL, NULL, NULL },
};
static const web_field events_answer[] = {
    { "items", "array", "id, at, kind, person, body, field, before, after, words; newest first" },
    { "total", "integer?", "always null" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};

#define API "/api/v1/incidents"
#define READ RIGHT_INCIDENTS_READ
#define WRITE RIGHT_INCIDENTS_WRITE
static const web_route routes[] = {
    { HTTP_GET, API, READ, list_get, "Incidents in sight, newest first", list_query, NULL,
      list_answer, 0 },
    { HTTP_POST, API, WRITE, add_post, "Tells an incident", NULL, add_body, incident_api_fields,
      0 },
    { HTTP_GET, API "/{code}", READ, one_get,
      "One incident whole; of another's that one told: code, state, told_at", NULL, NULL,
      incident_api_fields, 0 },
    { HTTP_POST, API "/{code}/change", WRITE, change_post, "Changes facts", NULL, change_body,
      incident_api_fields, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/log", WRITE, log_post, "Writes a line of its log", NULL, log_body,
      incident_api_fields, 0 },
    { HTTP_POST, API "/{code}/move", WRITE, move_post, "Leads it to another state", NULL, move_body,
      incident_api_fields, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/classify", WRITE, class_post,
      "Proposes, verifies or decides its class", NULL, class_body, incident_api_fields,
      WEB_VERSIONED },
    { HTTP_POST, API "/{code}/papers", WRITE, paper_post, "Records a paper that went out", NULL,
      paper_body, incident_api_fields, 0 },
    { HTTP_POST, API "/{code}/papers/{n}/withdraw", WRITE, unsent_post,
      "Takes back a paper recorded by mistake", NULL, unsent_body, incident_api_fields, 0 },
    { HTTP_POST, API "/{code}/merge", WRITE, merge_post, "Says that it is told in another", NULL,
      merge_body, incident_api_fields, WEB_VERSIONED },
    { HTTP_POST, API "/{code}/parties", WRITE, party_post, "Convenes a body", NULL, party_body,
      incident_api_fields, 0 },
    { HTTP_POST, API "/{code}/parties/{party}/end", WRITE, dismiss_post,
      "Sends a convened body away", NULL, dismiss_body, incident_api_fields, 0 },
    { HTTP_GET, API "/told", READ, told_get, "Where others' incidents it told of stand",
      events_query, NULL, told_answer, 0 },
    { HTTP_GET, API "/{code}/events", READ, events_get, "Its time line", events_query, NULL,
      events_answer, 0 },
};

const web_module incidents_api_module = { "incidents_api", routes, COUNT(routes) };
