// room_api_web.c - what is done in the room of an incident, for programs.
#include "modules/incidents/decide_ops.h"
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/lesson_ops.h"
#include "modules/incidents/task_ops.h"

// ---- the checklist ---------------------------------------------------------------------------------

// "1,2": ids with commas between.
static status ids_of(const web_request *rq, int64_t *ids, size_t max, size_t *count, problem *why)
{
    str rest = web_json_text(rq, "evidence"), one;
    *count   = 0;
    while (rest.len && *count < max) {
        (void)str_cut(rest, ',', &one, &rest);
        if (!str_int(str_trim(one), &ids[*count]))
            return problem_detail(why, ST_INVALID, S("evidence"), S("incident-file-other"), one);
        ++*count;
    }
    return ST_OK;
}

static status task_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident          i;
    int64_t           files[EVIDENCE_OF_MAX];
    incident_task_act k = { .note = web_json_text(rq, "note"), .files = files };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)str_int(rq->params[1], &k.task);
    TRY(ids_of(rq, files, COUNT(files), &k.file_count, why));
    if (!incident_task_state_named(web_json_text(rq, "state"), &k.to))
        return problem_set(why, ST_INVALID, S("state"), S("choice-unknown"));
    TRY(incidents_task_set(c, &k, why));
    return incident_api_answer(c, rs, 200, i.id);
}

static const web_field task_body[] = {
    { "state", "string", "done, left (not needed here) or open (again)" },
    { "note", "string", "what was done, or why" },
    { "evidence", "string?", "ids of files of its system, commas between" },
    { NULL, NULL, NULL },
};

// ---- decisions -------------------------------------------------------------------------------------

static status exempt_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident           i;
    incident_exempting k = { .rule   = web_json_text(rq, "rule"),
                             .number = web_json_text(rq, "number"),
                             .reason = web_json_text(rq, "reason") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)web_json_bool(rq, "back", &k.back);
    TRY(incidents_exempt(c, &k, why));
    return incident_api_answer(c, rs, 200, i.id);
}

static status speaker_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident          i;
    incident_speaking k = { .name    = web_json_text(rq, "name"),
                            .post    = web_json_text(rq, "post"),
                            .contact = web_json_text(rq, "contact"),
                            .basis   = web_json_text(rq, "basis"),
                            .from    = web_json_text(rq, "from") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    TRY(incidents_speaker(c, &k, why));
    return incident_api_answer(c, rs, 201, i.id);
}

static const web_field exempt_body[] = {
    { "rule", "string", "of one of its clocks: N331-1, …" },
    { "number", "string?", "of the decision; not wanted to take it back" },
    { "reason", "string", "why" },
    { "back", "boolean?", "true: it is waited for again" },
    { NULL, NULL, NULL },
};
static const web_field speaker_body[] = {
    { "name", "string", "who speaks" },
    { "post", "string?", "their post" },
    { "contact", "string", "how they are reached" },
    { "basis", "string", "document that names them" },
    { "from", "string?", "RFC 3339 with zone; now when absent" },
    { NULL, NULL, NULL },
};

// ---- lessons ---------------------------------------------------------------------------------------

static status lesson_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident              i;
    int64_t               id;
    incident_lesson_draft d = { .title    = web_json_text(rq, "title"),
                                .what     = web_json_text(rq, "what"),
                                .words    = web_json_text(rq, "words"),
                                .measures = web_json_text(rq, "measures") };
    TRY(incident_of_path(c, rq, &i));
    d.id = i.id;
    (void)str_int(web_json_text(rq, "lesson"), &d.lesson);
    TRY(incidents_lesson_draw(c, &d, &id, why));
    return incident_api_answer(c, rs, 201, i.id);
}

static status judge_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident                i;
    incident_lesson_verdict k = { .reason = web_json_text(rq, "reason") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)str_int(rq->params[1], &k.lesson);
    if (!web_json_bool(rq, "approve", &k.approve))
        return problem_set(why, ST_INVALID, S("approve"), S("required"));
    (void)web_json_bool(rq, "named", &k.named);
    TRY(incidents_lesson_judge(c, &k, why));
    return incident_api_answer(c, rs, 200, i.id);
}

static status spread_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident               i;
    size_t                 told;
    incident_lesson_spread k = { .bodies = web_json_text(rq, "bodies") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)str_int(rq->params[1], &k.lesson);
    (void)web_json_bool(rq, "all", &k.all);
    TRY(incidents_lesson_spread(c, &k, &told, why));
    return incident_api_answer(c, rs, 200, i.id);
}

static void put_told(buf *b, arena *a, const lesson_told *l)
{
    static const char *const keys[]  = { "title", "what", "words", "measures" };
    const str                texts[] = { l->title, l->what, l->words, l->measures };
    buf_printf(b, "{\"id\":\"%lld\"", (long long)l->id);
    for (size_t n = 0; n < COUNT(keys); n++) {
        buf_printf(b, ",\"%s\":", keys[n]);
        buf_json(b, texts[n]);
    }
    buf_put(b, S(",\"victim\":"));
    buf_json(b, l->victim.len ? l->victim : (str){ 0 });
    buf_put(b, S(",\"spread_at\":"));
    buf_json(b, time_rfc3339(a, l->spread_ms));
    buf_printf(b, ",\"read\":%s}", l->read_ms ? "true" : "false");
}

static status told_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    lesson_told *all;
    size_t       n;
    buf          b = buf_in(c->a, 16 * 1024, 4 * 1024 * 1024);
    (void)rq;
    (void)why;
    TRY(lessons_list(c, &all, &n));
    buf_put(&b, S("{\"items\":["));
    for (size_t k = 0; k < n; k++) {
        if (k) buf_char(&b, ',');
        put_told(&b, c->a, &all[k]);
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", n);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static const web_field lesson_body[] = {
    { "title", "string", "one line" },
    { "what", "string", "what happened, and how it could" },
    { "words", "string", "what is to be learnt" },
    { "measures", "string?", "what each body should do" },
    { "lesson", "string?", "id of one nobody has approved yet: it is written anew" },
    { NULL, NULL, NULL },
};
static const web_field judge_body[] = {
    { "approve", "boolean", "false: it is set aside" },
    { "named", "boolean?", "true: it may say who was hit" },
    { "reason", "string?", "wanted when it is set aside" },
    { NULL, NULL, NULL },
};
static const web_field spread_body[] = {
    { "all", "boolean?", "true: to every member of the network" },
    { "bodies", "string?", "codes with blanks or commas between" },
    { NULL, NULL, NULL },
};
static const web_field told_answer[] = {
    { "items", "array", "id, title, what, words, measures, victim, spread_at, read" },
    { "total", "integer?", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};

#define API "/api/v1/incidents/{code}"
#define WRITE RIGHT_INCIDENTS_WRITE
static const web_route routes[] = {
    { HTTP_POST, API "/tasks/{task}", WRITE, task_post, "Says what became of one of its checklist",
      NULL, task_body, incident_api_fields, 0 },
    { HTTP_POST, API "/exempt", WRITE, exempt_post, "Takes a clock out by a decision, or back",
      NULL, exempt_body, incident_api_fields, 0 },
    { HTTP_POST, API "/lessons", WRITE, lesson_post, "Draws a lesson", NULL, lesson_body,
      incident_api_fields, 0 },
    { HTTP_POST, API "/lessons/{lesson}/judge", WRITE, judge_post, "Approves it, or sets it aside",
      NULL, judge_body, incident_api_fields, 0 },
    { HTTP_POST, API "/lessons/{lesson}/spread", WRITE, spread_post,
      "Spreads it to members or bodies", NULL, spread_body, incident_api_fields, 0 },
    { HTTP_GET, "/api/v1/incident-lessons", RIGHT_INCIDENTS_READ, told_get,
      "Lessons spread to the acting body", NULL, NULL, told_answer, 0 },
    { HTTP_POST, API "/spokesperson", WRITE, speaker_post, "Names who speaks of it", NULL,
      speaker_body, incident_api_fields, 0 },
};

const web_module incidents_room_api_module = { "incidents_room_api", routes, COUNT(routes) };
