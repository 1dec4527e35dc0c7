// reports_api_web.c - yearly reports for programs: the same operations as the pages.
#include "modules/reports/json_ops.h"
#include "modules/reports/reports.h"

enum { JSON_MAX = 6 * 1024 * 1024 };

static status load(call *c, const web_request *rq, report_head *out)
{
    int64_t id;
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(reports_load(c, id, out));
    out->invented |= rq->demo;
    return ST_OK;
}

typedef void put_fn(buf *b, arena *a, lang in, const report_content *k);

static void put_whole(buf *b, arena *a, lang in, const report_content *k)
{
    (void)in;
    report_put_content(b, a, k);
}

static status answer(call *c, http_response *rs, int code, int64_t id, put_fn *put)
{
    report_head    h;
    report_content k;
    arena          work;
    buf            b = buf_in(c->a, 16 * 1024, JSON_MAX);
    TRY(reports_load(c, id, &h));
    TRY(report_work(&work));
    status st = reports_content(c, &h, &work, &k);
    if (st == ST_OK) put(&b, &work, c->lang, &k);
    report_work_end(&work);
    TRY(st);
    if (b.failed) return ST_MEMORY;
    TRY(web_etag(rs, h.version));
    return web_json(rs, code, buf_str(&b));
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head *all;
    size_t       n;
    int64_t      body_id = 0;
    buf          b       = buf_in(c->a, 16 * 1024, JSON_MAX);
    str          org     = http_query(rq->http, S("org"));
    if (org.len) TRY(body_read_ref(c, S("org"), org, &body_id, why));
    TRY(reports_list(c, body_id, &all, &n));
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < n; i++) {
        if (i) buf_char(&b, ',');
        report_put_head(&b, c->a, &all[i]);
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", n);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status due_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_due *due;
    size_t      n;
    buf         b = buf_in(c->a, 16 * 1024, JSON_MAX);
    (void)rq;
    (void)why;
    TRY(reports_due(c, &due, &n));
    report_put_due(&b, c->a, c->lang, due, n);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status units_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_unit_list l;
    int              year;
    buf              b = buf_in(c->a, 16 * 1024, JSON_MAX);
    TRY(report_period_read(http_query(rq->http, S("period")), &year, why));
    TRY(reports_units(c, c->who.body_id, year, &l));
    report_put_units(&b, c->a, &l);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

static status begin_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t         id;
    int             year;
    str             named = web_json_text(rq, "pack");
    const law_pack *pack  = named.ptr ? law_pack_find(law_current(), named) : NULL;
    if (named.ptr && !pack) {
        return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), named);
    }
    TRY(report_period_read(web_json_text(rq, "period"), &year, why));
    TRY(reports_start(c, web_json_text(rq, "kind"), year, pack, &id, why));
    return answer(c, rs, 201, id, put_whole);
}

static status one_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    (void)why;
    TRY(load(c, rq, &h));
    return answer(c, rs, 200, h.id, put_whole);
}

static status check_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    (void)why;
    TRY(load(c, rq, &h));
    return answer(c, rs, 200, h.id, report_put_faults);
}

// The version of If-Match, so that nobody freezes or signs what another has changed.
static status matched(const web_request *rq, const report_head *h)
{
    return web_if_match(rq, h->version);
}

static status text_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head       h;
    int64_t           control;
    const report_text text = { web_json_text(rq, "key"), web_json_text(rq, "text") };
    bool              said = web_json_int(rq, "control", &control);
    TRY(load(c, rq, &h));
    const report_writing w = { &text, text.key.ptr != NULL, said ? &control : NULL, 0 };
    TRY(matched(rq, &h));
    TRY(reports_write(c, h.id, &w, why));
    return answer(c, rs, 200, h.id, put_whole);
}

static status freeze_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    TRY(load(c, rq, &h));
    TRY(matched(rq, &h));
    TRY(reports_freeze(c, h.id, h.version, why));
    return answer(c, rs, 200, h.id, put_whole);
}

static status sign_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    TRY(load(c, rq, &h));
    TRY(matched(rq, &h));
    TRY(reports_sign(c, h.id, h.version, why));
    return answer(c, rs, 200, h.id, put_whole);
}

static status send_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head          h;
    const report_sending sent = { web_json_text(rq, "number"), web_json_text(rq, "issued"),
                                  web_json_text(rq, "to") };
    TRY(load(c, rq, &h));
    TRY(matched(rq, &h));
    TRY(reports_send(c, h.id, h.version, &sent, why));
    return answer(c, rs, 200, h.id, put_whole);
}

static status correct_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    int64_t     id;
    TRY(load(c, rq, &h));
    TRY(reports_correct(c, h.id, web_json_text(rq, "reason"), &id, why));
    return answer(c, rs, 201, id, put_whole);
}

static status file_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    report_head h;
    TRY(load(c, rq, &h));
    return report_file_answer(c, &h, rq->params[1], rs, why);
}

static const web_field list_query[] = {
    { "org", "string?", "code of a body of the branch; the own one when absent" },
    { NULL, NULL, NULL },
};
static const web_field units_query[] = {
    { "period", "string", "year" },
    { NULL, NULL, NULL },
};
static const web_field begin_body[] = {
    { "kind", "string", "yearly (owner to ministry) or yearly-unit (unit to owner)" },
    { "period", "string", "year" },
    { "pack", "string?", "law pack; the newest in force when absent" },
    { NULL, NULL, NULL },
};
static const web_field text_body[] = {
    { "key", "string?", "s.HEADING, t.HEADING, r.RULE or to" },
    { "text", "string?", "what is written there" },
    { "control", "integer?", "systems by the agency's own list; -1: not said" },
    { NULL, NULL, NULL },
};
static const web_field send_body[] = {
    { "number", "string", "number and symbol of the letter" },
    { "issued", "string", "day of it" },
    { "to", "string?", "addressee; the law's when absent" },
    { NULL, NULL, NULL },
};
static const web_field correct_body[] = {
    { "reason", "string", "why a corrected edition is made" },
    { NULL, NULL, NULL },
};
static const web_field report_answer[] = {
    { "id", "string", "decimal" },
    { "kind", "string", "row of the reporting calendar" },
    { "period", "string", "year" },
    { "state", "string", "drafting, checked, frozen, signed, sent or dropped" },
    { "figures", "object", "the seven figures, derived from the rows" },
    { "errors", "integer", "faults that stand in the way" },
    { "warnings", "integer", "faults that a written reason lets pass" },
    { "ready", "boolean", "may it be frozen" },
    { "texts", "object", "what people wrote, by key" },
    { NULL, NULL, NULL },
};
static const web_field items_answer[] = {
    { "items", "array", "rows" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};

#define READ RIGHT_SYSTEMS_READ
#define WRITE RIGHT_REPORTS_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/api/v1/reports", READ, list_get, "Lists a body's reports", .query = list_query,
      .answer = items_answer },
    { HTTP_GET, "/api/v1/report-calendar", READ, due_get, "What is due, to whom, by which law",
      .answer = items_answer },
    { HTTP_GET, "/api/v1/report-units", READ, units_get, "Units that hand in", .query = units_query,
      .answer = items_answer },
    { HTTP_POST, "/api/v1/reports", WRITE, begin_post, "Begins a report", .body = begin_body,
      .answer = report_answer },
    { HTTP_GET, "/api/v1/reports/{id}", READ, one_get, "Shows one", .answer = report_answer },
    { HTTP_GET, "/api/v1/reports/{id}/check", READ, check_get, "What does not agree",
      .answer = items_answer },
    { HTTP_POST, "/api/v1/reports/{id}/texts", WRITE, text_post, "Keeps one text",
      .body = text_body, .answer = report_answer },
    { HTTP_POST, "/api/v1/reports/{id}/freeze", WRITE, freeze_post, "Freezes it",
      .answer = report_answer },
    { HTTP_POST, "/api/v1/reports/{id}/sign", RIGHT_REPORTS_SIGN, sign_post, "Signs it off",
      .answer = report_answer },
    { HTTP_POST, "/api/v1/reports/{id}/send", RIGHT_REPORTS_SEND, send_post,
      "Records number and day of what was sent", .body = send_body, .answer = report_answer },
    { HTTP_POST, "/api/v1/reports/{id}/correct", WRITE, correct_post, "Begins a corrected edition",
      .body = correct_body, .answer = report_answer },
    { HTTP_POST, "/api/v1/reports/{id}/return", RIGHT_REPORTS_SIGN, correct_post,
      "Hands it back: a corrected edition begins", .body = correct_body, .answer = report_answer },
    { HTTP_GET, "/api/v1/reports/{id}/files/{format}", READ, file_get, "Its docx, pdf or xlsx" },
};

const web_module reports_api_module = { "reports-api", routes, COUNT(routes) };
