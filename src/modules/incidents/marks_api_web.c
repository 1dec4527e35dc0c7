// marks_api_web.c - indicators, assets and files of an incident, for programs.
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/mark_ops.h"
#include "modules/incidents/marks_json_ops.h"

enum { JSON_MAX = 4 * 1024 * 1024 };

static status tell(call *c, http_response *rs, int code, const incident *i)
{
    buf b = buf_in(c->a, 16 * 1024, JSON_MAX);
    TRY(incident_marks_put(&b, c, i));
    return web_json(rs, code, buf_str(&b));
}

static status marks_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident i;
    (void)why;
    TRY(incident_of_path(c, rq, &i));
    return tell(c, rs, 200, &i);
}

static status mark_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident         i;
    size_t           added;
    incident_marking k  = { .tlp   = INDICATOR_AMBER,
                            .lines = web_json_text(rq, "values"),
                            .note  = web_json_text(rq, "note") };
    str              as = web_json_text(rq, "kind"), tlp = web_json_text(rq, "tlp");
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    if (as.len && !indicator_kind_named(as, &k.as))
        return problem_detail(why, ST_INVALID, S("kind"), S("choice-unknown"), as);
    if (tlp.len && !indicator_tlp_named(tlp, &k.tlp))
        return problem_detail(why, ST_INVALID, S("tlp"), S("choice-unknown"), tlp);
    TRY(incidents_mark(c, &k, &added, why));
    return tell(c, rs, 201, &i);
}

static status unmark_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident           i;
    incident_unmarking k = { .reason = web_json_text(rq, "reason") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)str_int(rq->params[1], &k.indicator);
    TRY(incidents_unmark(c, &k, why));
    return tell(c, rs, 200, &i);
}

static status asset_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident             i;
    incident_asset_draft d = { .name    = web_json_text(rq, "name"),
                               .address = web_json_text(rq, "address"),
                               .harm    = web_json_text(rq, "harm") };
    TRY(incident_of_path(c, rq, &i));
    d.id = i.id;
    (void)asset_kind_named(web_json_text(rq, "kind"), &d.kind);
    TRY(incidents_asset_add(c, &d, why));
    return tell(c, rs, 201, &i);
}

static status asset_back_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident               i;
    incident_asset_undraft k = { .reason = web_json_text(rq, "reason") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)str_int(rq->params[1], &k.asset);
    TRY(incidents_asset_back(c, &k, why));
    return tell(c, rs, 200, &i);
}

static status file_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident        i;
    int64_t         file;
    incident_filing k = { .files = &file, .count = 1 };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    if (!str_int(web_json_text(rq, "file"), &file))
        return problem_set(why, ST_INVALID, S("file"), S("incident-file-other"));
    TRY(incidents_file(c, &k, why));
    return tell(c, rs, 201, &i);
}

static status unfile_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    incident          i;
    incident_unfiling k = { .reason = web_json_text(rq, "reason") };
    TRY(incident_of_path(c, rq, &i));
    k.id = i.id;
    (void)str_int(rq->params[1], &k.file);
    TRY(incidents_unfile(c, &k, why));
    return tell(c, rs, 200, &i);
}

static const web_field mark_body[] = {
    { "values", "string", "one indicator a line, plain or defanged" },
    { "kind", "string?", "ip, domain, url, hash, email, file; each by its form when absent" },
    { "tlp", "string?", "red, amber-strict, amber, green, clear; amber when absent" },
    { "note", "string?", "where it was found" },
    { NULL, NULL, NULL },
};
static const web_field unmark_body[] = {
    { "reason", "string", "why it was none" },
    { NULL, NULL, NULL },
};
static const web_field asset_body[] = {
    { "kind", "string",
      "server, workstation, network, storage, database, application, account, control, other" },
    { "name", "string", "what it is called" },
    { "address", "string?", "on the network, or where it stands" },
    { "harm", "string?", "what befell it" },
    { NULL, NULL, NULL },
};
static const web_field file_body[] = {
    { "file", "string", "id of a whole file of its system" },
    { NULL, NULL, NULL },
};
static const web_field marks_answer[] = {
    { "indicators", "array",
      "id, kind, value, defanged, tlp, note, person, body, at, taken_back, reason" },
    { "assets", "array", "id, kind, name, address, harm, person, body, at, taken_back, reason" },
    { "files", "array", "those in sight: id, name, sha256, bytes, person, at" },
    { "alike", "array", "other incidents that may be the same: code, state, detected, again, why" },
    { NULL, NULL, NULL },
};

#define ONE "/api/v1/incidents/{code}"
#define API ONE "/indicators"
static const web_route routes[] = {
    { HTTP_GET, API, RIGHT_INCIDENTS_READ, marks_get,
      "Its indicators, assets, files, and incidents that may be the same", NULL, NULL, marks_answer,
      0 },
    { HTTP_POST, API, RIGHT_INCIDENTS_WRITE, mark_post, "Adds indicators", NULL, mark_body,
      marks_answer, 0 },
    { HTTP_POST, API "/{indicator}/retract", RIGHT_INCIDENTS_WRITE, unmark_post, "Takes one back",
      NULL, unmark_body, marks_answer, 0 },
    { HTTP_POST, ONE "/assets", RIGHT_INCIDENTS_WRITE, asset_post, "Adds an asset it touched", NULL,
      asset_body, marks_answer, 0 },
    { HTTP_POST, ONE "/assets/{asset}/retract", RIGHT_INCIDENTS_WRITE, asset_back_post,
      "Takes one back", NULL, unmark_body, marks_answer, 0 },
    { HTTP_POST, ONE "/files", RIGHT_INCIDENTS_WRITE, file_post, "Joins a file of its system to it",
      NULL, file_body, marks_answer, 0 },
    { HTTP_POST, ONE "/files/{file}/retract", RIGHT_INCIDENTS_WRITE, unfile_post, "Takes one off",
      NULL, unmark_body, marks_answer, 0 },
};

const web_module incidents_marks_api_module = { "incidents_marks_api", routes, COUNT(routes) };
