// paper_web.c - the page of a system's papers, the download, and the same for programs.
#include "modules/dossiers/paper_web.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/dossiers_pages.gen.h"
#include "modules/dossiers/paper_view.h"

#define DOCX_TYPE S("application/vnd.openxmlformats-officedocument.wordprocessingml.document")

static status papers_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    papers_view   v = { .may_make = call_may(c, RIGHT_PAPERS_MAKE) };
    paper_desk    desk;
    paper_record *past;
    size_t        past_count;
    TRY(systems_get(c, rq->params[0], &v.system));
    page   o  = page_open(c, rq, rs);
    status st = papers_desk(c, &v.system, NULL, &desk, why);
    v.stale   = st == ST_CONFLICT;
    if (!v.stale) {
        TRY(st);
        papers_view_forms(&o, &desk, &v);
    }
    TRY(papers_history(c, v.system.id, &past, &past_count));
    TRY(papers_view_past(&o, past, past_count, &v));
    TRY(letters_related_fill(c, &o, v.system.id, v.system.code, &v.letters));
    const page_crumb crumbs[] = {
        { T(&o, menu_systems), S("/he-thong") },
        { v.system.data.name, arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(v.system.code)) },
    };
    v.frame = (page_frame){ .title       = T(&o, papers_title),
                            .menu        = "systems",
                            .crumbs      = crumbs,
                            .crumb_count = COUNT(crumbs),
                            .wide        = true };
    papers_page(&o, &v);
    return page_close(&o, rs, 200);
}

static status named_pack(const web_request *rq, const law_pack **out, problem *why)
{
    str id = http_query(rq->http, S("pack"));
    *out   = id.len > 0 ? law_pack_find(law_current(), id) : NULL;
    if (id.len > 0 && !*out) {
        return problem_detail(why, ST_INVALID, S("pack"), S("law-pack-unknown"), id);
    }
    return ST_OK;
}

status paper_named_format(const web_request *rq, bool *pdf, problem *why)
{
    str as = http_query(rq->http, S("as"));
    *pdf   = str_equal(as, S("pdf"));
    if (as.len == 0 || *pdf || str_equal(as, S("docx"))) return ST_OK;
    return problem_detail(why, ST_INVALID, S("as"), S("paper-format"), as);
}

status paper_printed(call *c, const web_request *rq, paper_made *made, problem *why)
{
    TRY(papers_print(c, made, why));
    if (made->lack_count == 0 || str_equal(http_query(rq->http, S("anyway")), S("1"))) return ST_OK;
    return problem_detail(why, ST_INVALID, S("as"), S("print-lacks"),
                          papers_lacks_words(c->a, c->lang, made));
}

status paper_download(http_response *rs, const paper_made *made, bool pdf)
{
    return web_download(rs, pdf ? S("application/pdf") : DOCX_TYPE, made->filename,
                        pdf ? made->pdf : made->docx);
}

static status paper_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    paper_made      made;
    const law_pack *pack;
    bool            pdf;
    str             sample = rq->demo ? text_get(LANG_VI, T_papers_sample) : (str){ 0 };
    TRY(named_pack(rq, &pack, why));
    TRY(paper_named_format(rq, &pdf, why));
    TRY(papers_draw(c, rq->params[0], rq->params[1], pack, sample, &made, why));
    if (pdf) TRY(paper_printed(c, rq, &made, why));
    TRY(papers_record(c, &made));
    return paper_download(rs, &made, pdf);
}

// ---- JSON --------------------------------------------------------------------------------------

static void put_form(buf *b, const paper_form *f)
{
    buf_put(b, S("{\"form\":"));
    buf_json(b, f->form->key);
    buf_put(b, S(",\"name\":"));
    buf_json(b, f->form->name.vi);
    buf_printf(b,
               ",\"levels\":[%d,%d],\"certainty\":\"%s\",\"template\":%s,\"fits\":%s,\"refusal\":",
               f->form->level_min, f->form->level_max, law_certainty_key(f->form->certainty),
               f->drawn ? "true" : "false", f->fits ? "true" : "false");
    buf_json(b, f->rule.len > 0 ? f->rule : (str){ 0 });
    buf_put(b, S(",\"missing\":["));
    for (size_t i = 0; i < f->missing_count; i++) {
        if (i > 0) buf_char(b, ',');
        buf_json(b, f->missing[i]);
    }
    buf_put(b, S("]}"));
}

static void put_record(buf *b, const paper_record *r, arena *a)
{
    buf_printf(b, "{\"id\":\"%lld\",\"at\":", (long long)r->id);
    buf_json(b, time_rfc3339(a, r->at_ms));
    buf_put(b, S(",\"form\":"));
    buf_json(b, r->form);
    buf_put(b, S(",\"pack\":"));
    buf_json(b, r->pack);
    buf_put(b, S(",\"pack_version\":"));
    buf_json(b, r->pack_version);
    buf_put(b, S(",\"person\":"));
    buf_json(b, r->person);
    buf_printf(b, ",\"result\":\"%s\",\"level\":%d,\"bytes\":%lld,\"sha256\":",
               law_result_key(r->result), r->level, (long long)r->docx_bytes);
    buf_json(b, r->docx_sha256);
    buf_char(b, '}');
}

static status api_list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    system_record   s;
    paper_desk      desk;
    paper_record   *past;
    size_t          past_count;
    const law_pack *pack;
    TRY(named_pack(rq, &pack, why));
    TRY(systems_get(c, rq->params[0], &s));
    TRY(papers_desk(c, &s, pack, &desk, why));
    TRY(papers_history(c, s.id, &past, &past_count));
    buf b = buf_in(c->a, 8192, 1 << 20);
    buf_put(&b, S("{\"pack\":"));
    buf_json(&b, desk.pack->id);
    buf_put(&b, S(",\"forms\":["));
    for (size_t i = 0; i < desk.count; i++) {
        if (i > 0) buf_char(&b, ',');
        put_form(&b, &desk.forms[i]);
    }
    buf_put(&b, S("],\"items\":["));
    for (size_t i = 0; i < past_count; i++) {
        if (i > 0) buf_char(&b, ',');
        put_record(&b, &past[i], c->a);
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", past_count);
    return b.failed ? ST_MEMORY : web_json(rs, 200, buf_str(&b));
}

// ---- routes ------------------------------------------------------------------------------------

static const web_field pack_query[] = {
    { "pack", "string?", "law pack; the one of the latest finding when absent" },
    { NULL, NULL, NULL },
};
static const web_field paper_query[] = {
    { "pack", "string?", "law pack; the one of the latest finding when absent" },
    { "as", "string?", "docx (when absent) or pdf" },
    { "anyway", "string?", "1: the PDF also when it cannot show all of the paper" },
    { NULL, NULL, NULL },
};
static const web_field stage_query[] = {
    { "stage", "string?", "appraise or approve; by how far the dossier has come when absent" },
    { NULL, NULL, NULL },
};
static const web_field of_query[] = {
    { "stage", "string?", "appraise or approve; by how far the dossier has come when absent" },
    { "as", "string?", "docx (when absent) or pdf" },
    { "anyway", "string?", "1: the PDF also when it cannot show all of the paper" },
    { NULL, NULL, NULL },
};
static const web_field set_fields[] = {
    { "dossier", "string", "its code" },
    { "pack", "string", "law pack" },
    { "level", "integer", "proposed" },
    { "stage", "string", "appraise, approve" },
    { "items", "array", "papers of the whole dossier, in their order" },
    { "others", "array", "papers of its level that are no part of it" },
    { "total", "integer", "how many items" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};
static const web_field as_query[] = {
    { "as", "string?", "docx (when absent) or pdf" },
    { NULL, NULL, NULL },
};
static const web_field issue_body[] = {
    { "form", "string", "key of a form that gets a number" },
    { "number", "string", "number and symbol: 05/TTr-SKHCN" },
    { "on", "string", "its day" },
    { "signer", "string", "name, post" },
    { NULL, NULL, NULL },
};
static const web_field sign_body[] = {
    { "letter", "string?", "id of a letter of the register about the same system" },
    { "evidence", "string?", "id of a file of evidence of that system" },
    { NULL, NULL, NULL },
};
static const web_field reason_body[] = {
    { "reason", "string", "why it is withdrawn" },
    { NULL, NULL, NULL },
};
static const web_field issues_fields[] = {
    { "items", "array", "issued papers, newest first" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};
static const web_field list_fields[] = {
    { "pack", "string", "law pack" },
    { "forms", "array", "forms of the pack: which fit, and what each would leave blank" },
    { "items", "array", "papers drawn up before, newest first" },
    { "total", "integer", "how many of these" },
    { "next", "string?", "always null: at most 50 are told" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/he-thong/{id}/van-ban", RIGHT_SYSTEMS_READ, papers_get,
      "The papers of a system: which can be drawn up now" },
    { HTTP_POST, "/he-thong/{id}/van-ban/{form}", RIGHT_PAPERS_MAKE, paper_get,
      "Draws up a paper and sends it as docx or PDF", .query = paper_query },
    { HTTP_GET, "/api/v1/systems/{id}/papers", RIGHT_SYSTEMS_READ, api_list_get,
      "Forms of a system and papers drawn up before", .query = pack_query, .answer = list_fields },
    { HTTP_GET, "/api/v1/systems/{id}/papers/{form}", RIGHT_PAPERS_MAKE, paper_get,
      "Draws up a paper and sends it as docx or PDF; each one is recorded", .query = paper_query },
    { HTTP_POST, "/api/v1/systems/{id}/papers/{form}", RIGHT_PAPERS_MAKE, paper_get,
      "The same as GET", .query = paper_query },
    { HTTP_GET, "/ho-so/{id}/van-ban", RIGHT_SYSTEMS_READ, paper_set_get, "The papers of a dossier",
      .query = stage_query },
    { HTTP_POST, "/ho-so/{id}/van-ban/{form}", RIGHT_PAPERS_MAKE, paper_of_get,
      "Draws up a paper of the dossier, or the whole: ho-so", .query = of_query },
    { HTTP_GET, "/api/v1/dossiers/{id}/papers", RIGHT_SYSTEMS_READ, paper_set_api_get,
      "The papers of a dossier, in the order of the whole", .query = stage_query,
      .answer = set_fields },
    { HTTP_GET, "/api/v1/dossiers/{id}/papers/{form}", RIGHT_PAPERS_MAKE, paper_of_get,
      "Draws up a paper of the dossier, or the whole: ho-so", .query = of_query },
    { HTTP_POST, "/ho-so/{id}/van-ban/phat-hanh", RIGHT_PAPERS_MAKE, paper_issue_post,
      "Records number and day of a paper and keeps it" },
    { HTTP_GET, "/ho-so/{id}/van-ban/ban-giu/{issue}", RIGHT_SYSTEMS_READ, paper_issue_get,
      "A paper as it was issued", .query = as_query },
    { HTTP_POST, "/ho-so/{id}/van-ban/ban-ky", RIGHT_PAPERS_MAKE, paper_issue_sign_post,
      "Puts the signed copy beside it" },
    { HTTP_POST, "/ho-so/{id}/van-ban/thu-hoi", RIGHT_PAPERS_MAKE, paper_issue_withdraw_post,
      "Withdraws it with a reason" },
    { HTTP_GET, "/api/v1/dossiers/{id}/issues", RIGHT_SYSTEMS_READ, paper_issues_api_get,
      "Papers of a dossier as they were issued", .answer = issues_fields },
    { HTTP_POST, "/api/v1/dossiers/{id}/issues", RIGHT_PAPERS_MAKE, paper_issue_api_post,
      "Records number and day of a paper and keeps it", .body = issue_body },
    { HTTP_GET, "/api/v1/dossiers/{id}/issues/{issue}", RIGHT_SYSTEMS_READ, paper_issue_get,
      "The paper as it was issued, docx or PDF", .query = as_query },
    { HTTP_POST, "/api/v1/dossiers/{id}/issues/{issue}/signed", RIGHT_PAPERS_MAKE,
      paper_issue_sign_api, "Puts the signed copy beside it", .body = sign_body },
    { HTTP_POST, "/api/v1/dossiers/{id}/issues/{issue}/withdraw", RIGHT_PAPERS_MAKE,
      paper_issue_withdraw_api, "Withdraws it with a reason", .body = reason_body },
};

const web_module dossiers_module = { "dossiers", routes, COUNT(routes) };
