// member_paper_web.c - a member's papers: by page, for programs.
#include "modules/incidents/incidents_web.h"
#include "modules/incidents/member_paper_ops.h"

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

static status paper_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t      id;
    str          as = http_query(rq->http, S("as"));
    member_paper p  = { .form = rq->params[1], .pdf = str_equal(as, S("pdf")) };
    if (as.len && !p.pdf && !str_equal(as, S("docx")))
        return problem_detail(why, ST_INVALID, S("as"), S("filter-unknown"), as);
    if (!str_int(rq->params[0], &id)) return ST_MISSING;
    TRY(member_paper_make(c, id, &p, why));
    return web_download(rs, p.pdf ? S("application/pdf") : S(DOCX), p.name, p.bytes);
}

static const web_field paper_query[] = {
    { "as", "string?", "docx (else) or pdf" },
    { NULL, NULL, NULL },
};

#define READ RIGHT_NETWORK_READ
static const web_route routes[] = {
    { HTTP_GET, "/mang-luoi/{id}/giay/{form}", READ, paper_get,
      "A member's profile or application on its form, as docx or PDF" },
    { HTTP_GET, "/api/v1/network/{id}/papers/{form}", READ, paper_get,
      "A member's profile (mau-01) or application (mau-02) on its form, as docx or PDF",
      paper_query, NULL, NULL, 0 },
};

const web_module incidents_members_module = { "incidents_members", routes, COUNT(routes) };
