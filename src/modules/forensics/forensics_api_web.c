// forensics_api_web.c - investigations for programs, and for the script that sends files in pieces.
#include "modules/forensics/forensics_web.h"
#include "modules/forensics/json_ops.h"
#include "modules/forensics/upload_ops.h"

enum { JSON_MAX = 1024 * 1024 };

static status send_buf(http_response *rs, int code, buf *b)
{
    return b->failed ? buf_status(b) : web_json(rs, code, buf_str(b));
}

// ---- looking -----------------------------------------------------------------------------------------

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    case_filter f = { .q = forensics_asked(rq, "q") };
    case_page   list;
    buf         b = buf_in(c->a, 4096, JSON_MAX);
    TRY(cases_list(c, &f, forensics_asked(rq, "cursor"), 0, &list, why));
    forensics_put_cases(&b, &list);
    return send_buf(rs, 200, &b);
}

static status case_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    buf           b = buf_in(c->a, 4096, JSON_MAX);
    (void)why;
    TRY(case_of_ref(c, rq->params[0], &k));
    forensics_put_case(&b, &k);
    return send_buf(rs, 200, &b);
}

static status items_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    item_page     list;
    item_filter   f = { 0 };
    buf           b = buf_in(c->a, 4096, JSON_MAX);
    TRY(case_of_ref(c, rq->params[0], &k));
    TRY(items_list(c, &k, &f, forensics_asked(rq, "cursor"), 0, &list, why));
    forensics_put_items(&b, &k, &list);
    return send_buf(rs, 200, &b);
}

static status log_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    custody_row  *rows;
    size_t        count;
    int64_t       below  = 0;
    str           cursor = forensics_asked(rq, "cursor");
    buf           b      = buf_in(c->a, 4096, JSON_MAX);
    if (cursor.len && (!str_int(cursor, &below) || below < 1))
        return problem_detail(why, ST_INVALID, S("cursor"), S("cursor"), cursor);
    TRY(case_of_ref(c, rq->params[0], &k));
    TRY(custody_list(c, &k, 0, below, &rows, &count));
    forensics_put_log_begin(&b, &k);
    for (size_t i = 0; i < count; i++) forensics_put_log_row(&b, i == 0, &rows[i]);
    bool more = count == CASE_PAGE && rows[count - 1].no > 1;
    if (more)
        buf_printf(&b, "],\"total\":%lld,\"next\":\"%lld\"}", (long long)k.last_no,
                   (long long)rows[count - 1].no);
    else
        buf_printf(&b, "],\"total\":%lld,\"next\":null}", (long long)k.last_no);
    return send_buf(rs, 200, &b);
}

// ---- sending in pieces -------------------------------------------------------------------------------

static void put_upload(buf *b, const case_upload *u)
{
    buf_printf(b, "{\"id\":\"%lld\",\"name\":", (long long)u->id);
    buf_json(b, u->path);
    buf_printf(b, ",\"bytes\":%lld,\"received\":%lld,\"mark\":", (long long)u->bytes,
               (long long)u->received);
    buf_json(b, u->mark);
    buf_char(b, '}');
}

static status upload_answer(call *c, http_response *rs, int code, const case_upload *u)
{
    buf b = buf_in(c->a, 512, JSON_MAX);
    put_upload(&b, u);
    return send_buf(rs, code, &b);
}

static status id_of(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[0], id) ? ST_OK : ST_MISSING;
}

static status uploads_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    case_upload  *all;
    size_t        count;
    buf           b = buf_in(c->a, 4096, JSON_MAX);
    (void)why;
    TRY(case_of_ref(c, rq->params[0], &k));
    TRY(uploads_of(c, k.id, &all, &count));
    buf_put(&b, S("{\"items\":["));
    for (size_t i = 0; i < count; i++) {
        if (i) buf_char(&b, ',');
        put_upload(&b, &all[i]);
    }
    buf_printf(&b, "],\"total\":%zu,\"next\":null}", count);
    return send_buf(rs, 200, &b);
}

static status upload_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    forensic_case k;
    case_upload   u;
    upload_begin  b  = { .d   = { .path       = web_json_text(rq, "name"),
                                  .system     = web_json_text(rq, "system"),
                                  .device     = web_json_text(rq, "device"),
                                  .place      = web_json_text(rq, "place"),
                                  .taken_from = web_json_text(rq, "taken_from"),
                                  .ground     = web_json_text(rq, "ground"),
                                  .seal       = web_json_text(rq, "seal"),
                                  .note       = web_json_text(rq, "note"),
                                  .collected  = web_json_text(rq, "collected") },
                         .key = web_json_text(rq, "key") };
    str           of = web_json_text(rq, "of");
    TRY(case_of_ref(c, rq->params[0], &k));
    b.d.case_id = k.id;
    if (of.len && !str_int(of, &b.d.of_id))
        return problem_detail(why, ST_INVALID, S("of"), S("item-unknown"), of);
    (void)web_json_bool(rq, "no_secret", &b.d.open);
    (void)web_json_int(rq, "bytes", &b.bytes);
    TRY(upload_start(c, &b, &u, why));
    return upload_answer(c, rs, 201, &u);
}

static status upload_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    case_upload u;
    int64_t     id;
    (void)why;
    TRY(id_of(rq, &id));
    TRY(upload_load(c, id, &u));
    return upload_answer(c, rs, 200, &u);
}

static status piece_put(call *c, web_request *rq, http_response *rs, problem *why)
{
    case_upload         u;
    upload_piece        p      = { 0 };
    str                 offset = forensics_asked(rq, "offset");
    const http_request *h      = rq->http;
    TRY(id_of(rq, &p.id));
    if (!str_int(offset, &p.at) || p.at < 0)
        return problem_detail(why, ST_INVALID, S("offset"), S("out-of-range"), offset);
    if (h->file_count != 1 || h->files[0].size == 0)
        return problem_set(why, ST_INVALID, S("file"), S("evidence-empty"));
    p.fd    = h->files[0].fd;
    p.bytes = h->files[0].size;
    TRY(upload_add(c, &p, &u, why));
    return upload_answer(c, rs, 200, &u);
}

static status finish_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    item_taken    taken;
    forensic_item i;
    forensic_case k;
    int64_t       id;
    buf           b = buf_in(c->a, 2048, JSON_MAX);
    TRY(id_of(rq, &id));
    TRY(upload_finish(c, id, &taken, why));
    TRY(item_load(c, taken.id, &i, &k));
    forensics_put_item(&b, &i);
    return send_buf(rs, 200, &b);
}

static status upload_delete(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    (void)why;
    TRY(id_of(rq, &id));
    TRY(upload_stop(c, id));
    return web_json(rs, 200, S("{\"stopped\":true}"));
}

// ---- routes ------------------------------------------------------------------------------------------

static const web_field list_query[] = {
    { "q", "string?", "words of the title" },
    { "cursor", "string?", "next of the page before" },
    { NULL, NULL, NULL },
};
static const web_field cursor_query[] = {
    { "cursor", "string?", "next of the page before" },
    { NULL, NULL, NULL },
};
static const web_field cases_answer[] = {
    { "items", "array", "cases, newest first, as the answer for one" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field case_answer[] = {
    { "id", "string", "decimal" },
    { "code", "string", "VV-2026-000012" },
    { "title", "string", "one line" },
    { "state", "string", "open or closed" },
    { "holder", "string", "code of the body that holds it" },
    { "part", "string", "of the acting body: holder, worker, reader" },
    { "ground", "string", "legal ground" },
    { "incident", "string", "code; empty: none" },
    { "items", "integer", "items of evidence" },
    { "bytes", "integer", "of them all" },
    { "opened", "string", "RFC 3339" },
    { "closed", "string?", "RFC 3339" },
    { "closed_why", "string", "the reason" },
    { "log", "string", "anchor: where the custody log ends" },
    { NULL, NULL, NULL },
};
static const web_field items_answer[] = {
    { "case", "string", "code" },
    { "items", "array", "items in the order they came" },
    { "total", "integer", "of all pages" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field log_answer[] = {
    { "case", "string", "code" },
    { "uid", "string", "of the case: part of what is hashed" },
    { "log", "string", "anchor: where the log ends" },
    { "items", "array", "rows, newest first, with every field that is hashed" },
    { "total", "integer", "rows of all pages" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field item_answer[] = {
    { "id", "string", "decimal" },
    { "code", "string", "CC-2026-000345" },
    { "kind", "string", "file, picture or member" },
    { "state", "string", "held, away, returned, destroyed" },
    { "of", "string?", "id of the item it is a picture or member of" },
    { "path", "string", "as it lay on the medium" },
    { "bytes", "integer", "of its content" },
    { "sha256", "string", "hex" },
    { "device", "string", "of which device" },
    { "place", "string", "where" },
    { "from", "string", "whom it was taken from" },
    { "ground", "string", "legal ground" },
    { "seal", "string", "number it came with" },
    { "seal_now", "string", "number now; empty: none" },
    { "note", "string", "free text" },
    { "collected", "string?", "RFC 3339" },
    { "taken", "string", "RFC 3339" },
    { "person", "string", "who took it in" },
    { NULL, NULL, NULL },
};
static const web_field begin_body[] = {
    { "name", "string", "path as it lay on the medium, with the file's name" },
    { "bytes", "integer", "of its content" },
    { "no_secret", "boolean", "true: it holds no state secret" },
    { "ground", "string", "legal ground" },
    { "taken_from", "string", "whom it was taken from" },
    { "device", "string?", "of which device" },
    { "place", "string?", "where" },
    { "collected", "string?", "when: RFC 3339, or as a person types it" },
    { "seal", "string?", "number of the seal" },
    { "system", "string?", "code of a system" },
    { "note", "string?", "free text" },
    { "of", "string?", "id of an item: this is a picture of it" },
    { "key", "string?", "by which the sender knows its file again; told as mark" },
    { NULL, NULL, NULL },
};
static const web_field upload_fields[] = {
    { "id", "string", "decimal" },
    { "name", "string", "path" },
    { "bytes", "integer", "as announced" },
    { "received", "integer", "of them, kept for sure" },
    { "mark", "string", "the sender's key" },
    { NULL, NULL, NULL },
};
static const web_field uploads_answer[] = {
    { "items", "array", "files that the caller is still sending" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null" },
    { NULL, NULL, NULL },
};
static const web_field piece_query[] = {
    { "offset", "integer", "where the piece begins: received of the answer before" },
    { NULL, NULL, NULL },
};
static const web_field stop_answer[] = {
    { "stopped", "boolean", "true" },
    { NULL, NULL, NULL },
};

#define READ RIGHT_CASES_READ
#define WRITE RIGHT_CASES_WRITE
static const web_route routes[] = {
    { HTTP_GET, "/api/v1/cases", READ, list_get, "Investigations in sight", list_query, NULL,
      cases_answer, 0 },
    { HTTP_GET, "/api/v1/cases/{id}", READ, case_get, "One investigation", NULL, NULL, case_answer,
      0 },
    { HTTP_GET, "/api/v1/cases/{id}/items", READ, items_get, "Its evidence", cursor_query, NULL,
      items_answer, 0 },
    { HTTP_GET, "/api/v1/cases/{id}/log", READ, log_get, "Its custody log", cursor_query, NULL,
      log_answer, 0 },
    { HTTP_GET, "/api/v1/cases/{id}/uploads", WRITE, uploads_get,
      "Files that the caller is still sending", NULL, NULL, uploads_answer, 0 },
    { HTTP_POST, "/api/v1/cases/{id}/uploads", WRITE, upload_post,
      "Begins a file that comes in pieces", NULL, begin_body, upload_fields, 0 },
    { HTTP_GET, "/api/v1/case-uploads/{id}", WRITE, upload_get, "How far it is", NULL, NULL,
      upload_fields, 0 },
    { HTTP_PUT, "/api/v1/case-uploads/{id}", WRITE, piece_put,
      "The next piece: bytes as application/octet-stream, at most 64 MiB", piece_query, NULL,
      upload_fields, WEB_UPLOAD | WEB_ANY_BODY },
    { HTTP_POST, "/api/v1/case-uploads/{id}/finish", WRITE, finish_post,
      "All has come: it becomes evidence", NULL, NULL, item_answer, 0 },
    { HTTP_DELETE, "/api/v1/case-uploads/{id}", WRITE, upload_delete, "Gives it up", NULL, NULL,
      stop_answer, 0 },
};
const web_module forensics_api_module = { "forensics_api", routes, COUNT(routes) };
