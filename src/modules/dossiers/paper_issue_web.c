// paper_issue_web.c - recording number and day of papers, the kept ones and their signed copies; pages and API.
#include "kit/text/text.h"
#include "modules/dossiers/paper_web.h"

static status issue_id(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[1], id) && *id > 0 ? ST_OK : ST_MISSING;
}

static int64_t number_of(str text)
{
    int64_t n;
    return text.ptr && str_int(text, &n) ? n : 0;
}

// What was refused is shown over what was typed.
static status done(call *c, web_request *rq, http_response *rs, status st, const problem *why)
{
    bool told = (st == ST_INVALID || st == ST_CONFLICT) && why->rule.len;
    if (told) return paper_set_show(c, rq, rs, why);
    TRY(st);
    str to = arena_printf(c->a, "/ho-so/" STR_FMT "/van-ban#phat-hanh", STR_ARG(rq->params[0]));
    return to.ptr ? web_redirect(rs, to) : ST_MEMORY;
}

static str sample_of(const web_request *rq)
{
    return rq->demo ? text_get(LANG_VI, T_papers_sample) : (str){ 0 };
}

status paper_issue_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t             id;
    const paper_issuing what = { .ref    = rq->params[0],
                                 .form   = web_field_text(rq, "form"),
                                 .number = web_field_text(rq, "number"),
                                 .on     = web_field_text(rq, "on"),
                                 .signer = web_field_text(rq, "signer"),
                                 .sample = sample_of(rq) };
    return done(c, rq, rs, papers_issue(c, &what, &id, why), why);
}

status paper_issue_sign_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id     = number_of(web_field_text(rq, "issue"));
    int64_t letter = number_of(web_field_text(rq, "letter"));
    status  st = papers_issue_sign(c, id, letter, number_of(web_field_text(rq, "evidence")), why);
    return done(c, rq, rs, st, why);
}

status paper_issue_withdraw_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id = number_of(web_field_text(rq, "withdraw"));
    return done(c, rq, rs, papers_issue_withdraw(c, id, web_field_text(rq, "reason"), why), why);
}

status paper_issue_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t     id;
    bool        pdf;
    paper_issue i;
    paper_made  made = { 0 };
    str         bytes;
    TRY(issue_id(rq, &id));
    TRY(paper_named_format(rq, &pdf, why));
    TRY(papers_issue_open(c, id, pdf, &i, &bytes, why));
    *(pdf ? &made.pdf : &made.docx) = bytes;
    made.filename = arena_printf(c->a, STR_FMT "-" STR_FMT "-%lld.%s", STR_ARG(i.form),
                                 STR_ARG(i.on), (long long)i.id, pdf ? "pdf" : "docx");
    return made.filename.ptr ? paper_download(rs, &made, pdf) : ST_MEMORY;
}

// ---- JSON --------------------------------------------------------------------------------------

status paper_issues_api_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    buf b = buf_in(c->a, 8192, 1 << 20);
    (void)why;
    TRY(papers_put_issues_json(c, &b, rq->params[0]));
    return web_json(rs, 200, buf_str(&b));
}

status paper_issue_api_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t             id;
    const paper_issuing what = { .ref    = rq->params[0],
                                 .form   = web_json_text(rq, "form"),
                                 .number = web_json_text(rq, "number"),
                                 .on     = web_json_text(rq, "on"),
                                 .signer = web_json_text(rq, "signer"),
                                 .sample = sample_of(rq) };
    TRY(papers_issue(c, &what, &id, why));
    return web_json(rs, 201, arena_printf(c->a, "{\"id\":\"%lld\"}", (long long)id));
}

status paper_issue_sign_api(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id, letter = number_of(web_json_text(rq, "letter"));
    TRY(issue_id(rq, &id));
    TRY(papers_issue_sign(c, id, letter, number_of(web_json_text(rq, "evidence")), why));
    return web_json(rs, 200, S("{}"));
}

status paper_issue_withdraw_api(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    TRY(issue_id(rq, &id));
    TRY(papers_issue_withdraw(c, id, web_json_text(rq, "reason"), why));
    return web_json(rs, 200, S("{}"));
}
