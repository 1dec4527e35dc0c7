// room_api_web.c - what is done in the room of an incident, for programs.
#include "modules/incidents/incidents_web.h"
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

#define API "/api/v1/incidents/{code}"
#define WRITE RIGHT_INCIDENTS_WRITE
static const web_route routes[] = {
    { HTTP_POST, API "/tasks/{task}", WRITE, task_post, "Says what became of one of its checklist",
      NULL, task_body, incident_api_fields, 0 },
};

const web_module incidents_room_api_module = { "incidents_room_api", routes, COUNT(routes) };
