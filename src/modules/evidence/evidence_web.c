// evidence_web.c - the files of a system and one file as pages; the routes of evidence.
#include "modules/evidence/evidence_web.h"

#include "kit/os/os.h"
#include "modules/evidence/evidence_pages.gen.h"
#include "modules/evidence/evidence_view.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems.h"

status evidence_id_of(const web_request *rq, int64_t *id)
{
    return str_int(rq->params[0], id) && *id > 0 ? ST_OK : ST_MISSING;
}

status evidence_system(call *c, const web_request *rq, system_record **out)
{
    *out = NEW(c->a, system_record, 1);
    return *out ? systems_get(c, rq->params[0], *out) : ST_MEMORY;
}

static str said(const web_request *rq, const char *name)
{
    str text = web_field_text(rq, name);
    return text.ptr ? text : S("");
}

static str asked(const web_request *rq, const char *name)
{
    str text = http_query(rq->http, str_from(name));
    return text.ptr ? text : S("");
}

evidence_draft evidence_draft_of(const web_request *rq, int64_t system_id)
{
    bool open = str_equal(said(rq, "no_secret"), S("1"));
    if (rq->json) (void)web_json_bool(rq, "no_secret", &open);
    return (evidence_draft){ system_id, said(rq, "valid_until"), said(rq, "note"), open };
}

static bool may_write(call *c, int64_t system_id)
{
    scope_role role = 0;
    return call_may(c, RIGHT_SYSTEMS_WRITE) &&
           scope_may_see(c, SCOPE_SYSTEM, system_id, &role) == ST_OK && role <= SCOPE_SUPERIOR;
}

// ---- the files of a system ---------------------------------------------------------------------------

static status lead_of(page *o, const evidence_page *list, str *out)
{
    str       size   = evidence_size(o->a, o->lang, list->bytes);
    const str args[] = { page_number(o, list->total), size };
    if (!size.ptr) return ST_MEMORY;
    *out = text_fmt(o->a, o->lang, T_evidence_lead, args, COUNT(args));
    return out->ptr ? ST_OK : ST_MEMORY;
}

static status fill_list(call *c, page *o, const web_request *rq, const system_record *s,
                        evidence_list_view *v)
{
    evidence_page      list;
    evidence          *sending;
    const evidence_ask ask = { .system_id = s->id,
                               .state     = v->dropped ? EVIDENCE_DROPPED : EVIDENCE_WHOLE,
                               .cursor    = asked(rq, "c") };
    status             st  = evidence_list(c, &ask, &list, NULL);
    if (st == ST_INVALID) return ST_MISSING; // an address that this program did not make
    TRY(st);
    str today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(evidence_view_items(o, list.items, list.count, today, &v->items));
    TRY(evidence_sending_list(c, s->id, &sending, &v->sending_count));
    TRY(evidence_view_items(o, sending, v->sending_count, today, &v->sending));
    TRY(lead_of(o, &list, &v->lead));
    v->count       = list.count;
    v->pager       = (page_pager){ .shown = (int64_t)list.count, .total = list.total };
    v->pager.next  = list.next.len ? page_url_with(o, rq->path, "c", list.next) : S("");
    v->pager.first = ask.cursor.len ? page_url_with(o, rq->path, "c", S("")) : S("");
    return ST_OK;
}

static status show_list(call *c, page *o, const web_request *rq, http_response *rs,
                        evidence_list_view *v, int code)
{
    system_record *s;
    TRY(evidence_system(c, rq, &s));
    v->system_code       = s->code;
    v->system_name       = s->data.name;
    v->may_write         = may_write(c, s->id);
    v->accept            = evidence_accept(c->a);
    page_crumb crumbs[2] = { { T(o, evidence_systems), S("/he-thong") },
                             { s->data.name,
                               arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(s->code)) } };
    v->frame.title       = T(o, evidence_title);
    v->frame.menu        = "systems";
    v->frame.crumbs      = crumbs;
    v->frame.crumb_count = COUNT(crumbs);
    v->frame.fields      = "evidence.field.";
    v->frame.wide        = true;
    TRY(fill_list(c, o, rq, s, v));
    evidence_view_fields(o, said(rq, "valid_until"), said(rq, "note"), &v->until, &v->note);
    v->until.error = page_field_error(o, &v->frame, "valid_until");
    v->note.error  = page_field_error(o, &v->frame, "note");
    evidence_list_page(o, v);
    return page_close(o, rs, code);
}

static status list_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence_list_view *v = NEW(c->a, evidence_list_view, 1);
    (void)why;
    if (!v) return ST_MEMORY;
    page o     = page_open(c, rq, rs);
    v->dropped = str_equal(asked(rq, "state"), S("dropped"));
    int64_t n;
    if (str_int(asked(rq, "xong"), &n) && n > 0) {
        str number    = page_number(&o, n);
        v->frame.done = text_fmt(c->a, c->lang, T_evidence_done, &number, 1);
    }
    return show_list(c, &o, rq, rs, v, 200);
}

// ---- the form ----------------------------------------------------------------------------------------

static str problem_words(page *o, const problem *why)
{
    return page_problem_text(o, why);
}

// One file; only what the machine failed at ends the whole.
static status add_one(call *c, page *o, const evidence_draft *d, const http_file *f,
                      evidence_result *out)
{
    evidence_added  added = { 0 };
    problem         why   = { 0 };
    evidence_upload file  = { f->fd, f->filename };
    status          st    = evidence_add(c, d, &file, &added, &why);
    if (st == ST_INVALID || st == ST_LIMIT || (st == ST_BROKEN && why.rule.len)) {
        *out = (evidence_result){ f->filename, problem_words(o, &why), S(""), "bad" };
        return ST_OK;
    }
    TRY(st);
    *out = (evidence_result){ .name  = f->filename,
                              .words = added.same ? T(o, evidence_same) : T(o, evidence_taken),
                              .href  = arena_printf(c->a, "/minh-chung/%lld", (long long)added.id),
                              .look  = added.same ? "off" : "done" };
    return out->href.ptr ? ST_OK : ST_MEMORY;
}

static status add_all(call *c, page *o, const web_request *rq, const evidence_draft *d,
                      evidence_list_view *v)
{
    v->results = NEW(c->a, evidence_result, rq->http->file_count + 1);
    if (!v->results) return ST_MEMORY;
    for (size_t i = 0; i < rq->http->file_count; i++) {
        const http_file *f = &rq->http->files[i];
        if (!str_equal(f->field, S("file"))) continue;
        TRY(add_one(c, o, d, f, &v->results[v->result_count++]));
    }
    return ST_OK;
}

static size_t refused_count(const evidence_list_view *v)
{
    size_t n = 0;
    for (size_t i = 0; i < v->result_count; i++) n += !v->results[i].href.len;
    return n;
}

// What is wrong with the form itself is told at its fields, and no file is looked at.
static status check_form(call *c, const web_request *rq, const evidence_draft *d,
                         evidence_list_view *v, problem *fault)
{
    bool any = false;
    for (size_t i = 0; i < rq->http->file_count; i++)
        any = any || str_equal(rq->http->files[i].field, S("file"));
    status st              = any ? evidence_draft_check(c, d, fault)
                                 : problem_set(fault, ST_INVALID, S("file"), S("evidence-no-file"));
    v->frame.problems      = fault;
    v->frame.problem_count = st == ST_INVALID;
    return st == ST_INVALID ? ST_OK : st;
}

static status list_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence_list_view *v     = NEW(c->a, evidence_list_view, 1);
    problem             fault = { 0 };
    system_record      *s;
    (void)why;
    if (!v) return ST_MEMORY;
    TRY(evidence_system(c, rq, &s));
    if (!may_write(c, s->id)) return ST_FORBIDDEN;
    page           o = page_open(c, rq, rs);
    evidence_draft d = evidence_draft_of(rq, s->id);
    TRY(check_form(c, rq, &d, v, &fault));
    if (!v->frame.problem_count) TRY(add_all(c, &o, rq, &d, v));
    if (v->frame.problem_count || refused_count(v)) return show_list(c, &o, rq, rs, v, 422);
    return web_redirect(rs, arena_printf(c->a, "/he-thong/" STR_FMT "/minh-chung?xong=%zu",
                                         STR_ARG(s->code), v->result_count));
}

// ---- one file ----------------------------------------------------------------------------------------

static status fill_show(call *c, page *o, evidence_show_view *v)
{
    evidence_item  *item;
    evidence_place *places;
    size_t          count;
    system_record  *s     = NEW(c->a, system_record, 1);
    str             today = organisations_day(c);
    if (!s || !today.ptr) return ST_MEMORY;
    TRY(systems_get_id(c, v->e.system_id, s));
    TRY(evidence_view_items(o, &v->e, 1, today, &item));
    TRY(evidence_places(c, v->e.id, &places, &count));
    TRY(evidence_view_places(o, places, count, v));
    v->item         = *item;
    v->system_code  = s->code;
    v->system_name  = s->data.name;
    v->bytes        = page_number(o, v->e.bytes);
    v->version      = arena_printf(c->a, "%lld", (long long)v->e.version);
    v->dropped_when = v->e.dropped_ms ? page_when(o, v->e.dropped_ms) : S("");
    v->may_write    = may_write(c, s->id);
    v->whole        = v->e.state == EVIDENCE_WHOLE;
    v->picture      = evidence_has_picture(&v->e);
    v->reason       = (page_field){ .name     = "reason",
                                    .label    = T(o, evidence_field_reason),
                                    .max      = EVIDENCE_WHY_MAX,
                                    .rows     = 2,
                                    .required = true };
    return ST_OK;
}

static status show_one(call *c, page *o, http_response *rs, evidence_show_view *v, bool again)
{
    TRY(fill_show(c, o, v));
    page_crumb crumbs[] = {
        { v->system_name, arena_printf(c->a, "/he-thong/" STR_FMT, STR_ARG(v->system_code)) },
        { T(o, evidence_title),
          arena_printf(c->a, "/he-thong/" STR_FMT "/minh-chung", STR_ARG(v->system_code)) },
    };
    v->frame.title       = v->e.name;
    v->frame.menu        = "systems";
    v->frame.crumbs      = crumbs;
    v->frame.crumb_count = COUNT(crumbs);
    v->frame.fields      = "evidence.field.";
    if (!again)
        evidence_view_fields(o, page_date(o, v->e.valid_until), v->e.note, &v->until, &v->note);
    v->until.error  = page_field_error(o, &v->frame, "valid_until");
    v->note.error   = page_field_error(o, &v->frame, "note");
    v->reason.error = page_field_error(o, &v->frame, "reason");
    evidence_show_page(o, v);
    return page_close(o, rs, v->frame.problem_count ? 422 : 200);
}

static status show_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence_show_view *v = NEW(c->a, evidence_show_view, 1);
    int64_t             id;
    (void)why;
    if (!v) return ST_MEMORY;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_load(c, id, &v->e));
    page o = page_open(c, rq, rs);
    if (asked(rq, "xong").len) v->frame.done = T(&o, evidence_saved);
    return show_one(c, &o, rs, v, false);
}

static int64_t version_of(const web_request *rq)
{
    int64_t version;
    return str_int(said(rq, "version"), &version) ? version : 0;
}

// The page again with what was typed, or on to it as it is now.
static status answer_change(call *c, web_request *rq, http_response *rs, int64_t id, status st,
                            const problem *fault)
{
    evidence_show_view *v = NEW(c->a, evidence_show_view, 1);
    if (!v) return ST_MEMORY;
    if (st == ST_OK)
        return web_redirect(rs, arena_printf(c->a, "/minh-chung/%lld?xong=1", (long long)id));
    if (st != ST_INVALID) return st;
    TRY(evidence_load(c, id, &v->e));
    page o                 = page_open(c, rq, rs);
    v->frame.problems      = fault;
    v->frame.problem_count = 1;
    evidence_view_fields(&o, said(rq, "valid_until"), said(rq, "note"), &v->until, &v->note);
    return show_one(c, &o, rs, v, true);
}

static status change_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    TRY(evidence_id_of(rq, &id));
    status st = evidence_change(c, id, version_of(rq), said(rq, "valid_until"), said(rq, "note"),
                                why);
    return answer_change(c, rq, rs, id, st, why);
}

static status drop_post(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    TRY(evidence_id_of(rq, &id));
    status st = evidence_drop(c, id, version_of(rq), said(rq, "reason"), why);
    return answer_change(c, rq, rs, id, st, why);
}

status evidence_send_content(http_response *rs, const evidence *e, int fd)
{
    const evidence_type *t = evidence_type_find(e->type);
    status st = web_download(rs, t ? t->mime : S("application/octet-stream"), e->name, S(""));
    if (st != ST_OK) {
        os_close(fd);
        return st;
    }
    http_header(rs, S("Accept-Ranges"), S("bytes")); // a broken download goes on where it was
    http_header(rs, S("ETag"), arena_printf(rs->body.a, "\"" STR_FMT "\"", STR_ARG(e->sha256)));
    rs->still     = (str){ 0 };
    rs->file_fd   = fd;
    rs->file_size = e->bytes;
    return ST_OK;
}

static status file_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    evidence e;
    int64_t  id;
    int      fd = -1;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_open(c, id, false, &e, &fd, why));
    return evidence_send_content(rs, &e, fd);
}

static status picture_get(call *c, web_request *rq, http_response *rs, problem *why)
{
    int64_t id;
    str     jpeg;
    TRY(evidence_id_of(rq, &id));
    TRY(evidence_picture(c, id, &jpeg, why));
    rs->code  = 200;
    rs->still = jpeg;
    http_header(rs, S("Content-Type"), S("image/jpeg"));
    http_header(rs, S("Content-Security-Policy"), S("sandbox; default-src 'none'"));
    return ST_OK;
}

// ---- the part by which other pages choose files --------------------------------------------------------

static status chosen_of(call *c, str kind, int64_t id, str *out)
{
    evidence *rows;
    size_t    count;
    buf       b = buf_in(c->a, 64, 4096);
    TRY(evidence_of(c, kind, id, &rows, &count));
    for (size_t i = 0; i < count; i++)
        buf_printf(&b, "%s%lld", i ? " " : "", (long long)rows[i].id);
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

status evidence_picker_fill(call *c, page *o, int64_t system_id, str object_kind, int64_t object_id,
                            evidence_picker *out)
{
    evidence_page      list;
    system_record     *s   = NEW(c->a, system_record, 1);
    const evidence_ask ask = { .system_id = system_id };
    if (!s) return ST_MEMORY;
    TRY(systems_get_id(c, system_id, s));
    TRY(evidence_list(c, &ask, &list, NULL));
    page_option *options = NEW(c->a, page_option, list.count + 1);
    if (!options) return ST_MEMORY;
    for (size_t i = 0; i < list.count; i++) {
        const evidence *e = &list.items[i];
        options[i]        = (page_option){ arena_printf(c->a, "%lld", (long long)e->id), e->name,
                                           evidence_size(c->a, c->lang, e->bytes) };
        if (!options[i].value.ptr) return ST_MEMORY;
    }
    *out       = (evidence_picker){ .system_code = s->code,
                                    .more        = list.total - (int64_t)list.count,
                                    .may_add     = may_write(c, system_id) };
    out->field = (page_field){ .name         = "evidence",
                               .label        = T(o, evidence_picker),
                               .options      = options,
                               .option_count = list.count };
    return object_id ? chosen_of(c, object_kind, object_id, &out->field.value) : ST_OK;
}

// ---- routes ------------------------------------------------------------------------------------------

#define READ RIGHT_SYSTEMS_READ
#define WRITE RIGHT_SYSTEMS_WRITE

static const web_field list_query[] = {
    { "state", "string?", "whole (when absent) or dropped" },
    { "cursor", "string?", "next of the page before" },
    { "limit", "integer?", "1 to 50" },
    { NULL, NULL, NULL },
};
static const web_field list_answer[] = {
    { "items", "array", "files, newest first, as the answer for one" },
    { "total", "integer", "of all pages" },
    { "next", "string?", "cursor of the next page" },
    { NULL, NULL, NULL },
};
static const web_field one_answer[] = {
    { "id", "string", "decimal" },
    { "uid", "string", "UUIDv7" },
    { "system", "string", "id of the system" },
    { "state", "string", "whole or dropped; receiving while it comes in" },
    { "name", "string", "as sent, NFC" },
    { "type", "string", "end of the name" },
    { "mark", "string?", "what the look at the content found" },
    { "bytes", "integer", "of the content" },
    { "received", "integer", "of them, kept for sure" },
    { "sha256", "string?", "hex" },
    { "valid_until", "string?", "ISO day, the last one" },
    { "note", "string", "free text" },
    { "person", "string", "who brought it" },
    { "at", "string", "RFC 3339" },
    { "places", "integer", "things it serves" },
    { "dropped", "string?", "the reason" },
    { "version", "integer", "also the ETag" },
    { NULL, NULL, NULL },
};
static const web_field added_answer[] = {
    { "items", "array", "for each file: name, and id and same, or rule and message" },
    { NULL, NULL, NULL },
};
static const web_field change_body[] = {
    { "valid_until", "string?", "the last day; empty: no end" },
    { "note", "string?", "free text" },
    { NULL, NULL, NULL },
};
static const web_field reason_body[] = {
    { "reason", "string", "why" },
    { NULL, NULL, NULL },
};
static const web_field begin_body[] = {
    { "name", "string", "of the file" },
    { "bytes", "integer", "of its content" },
    { "sha256", "string?", "hex; compared when all has come" },
    { "key", "string?", "by which the sender knows its file again; told as mark" },
    { "no_secret", "boolean", "true: it holds no state secret" },
    { "valid_until", "string?", "the last day" },
    { "note", "string?", "free text" },
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
static const web_field places_answer[] = {
    { "items", "array", "kind, id, name, person, at" },
    { "total", "integer", "how many" },
    { "next", "string?", "always null: at most 200 are told" },
    { NULL, NULL, NULL },
};

static const web_route routes[] = {
    { HTTP_GET, "/he-thong/{id}/minh-chung", READ, list_get, "The evidence of a system" },
    { HTTP_POST, "/he-thong/{id}/minh-chung", WRITE, list_post, "Brings files",
      .flags = WEB_UPLOAD },
    { HTTP_GET, "/minh-chung", WRITE, evidence_choose_get, "Chooses a system to bring files for" },
    { HTTP_GET, "/minh-chung/sap-het-han", READ, evidence_ending_get,
      "Files whose last day is near or past" },
    { HTTP_GET, "/minh-chung/{id}", READ, show_get, "One file of evidence" },
    { HTTP_GET, "/minh-chung/{id}/tep", READ, file_get, "Its content" },
    { HTTP_GET, "/minh-chung/{id}/xem", READ, picture_get, "A small picture of it, drawn anew" },
    { HTTP_POST, "/minh-chung/{id}/sua", WRITE, change_post, "Changes its last day and note" },
    { HTTP_POST, "/minh-chung/{id}/bo", WRITE, drop_post, "Drops it with a reason" },
    { HTTP_GET, "/api/v1/systems/{id}/evidence", READ, evidence_api_list,
      "The evidence of a system", .query = list_query, .answer = list_answer },
    { HTTP_POST, "/api/v1/systems/{id}/evidence", WRITE, evidence_api_add,
      "Brings files: a form with no_secret=1, valid_until, note and any number of files",
      .answer = added_answer, .flags = WEB_UPLOAD | WEB_ANY_BODY },
    { HTTP_GET, "/api/v1/evidence/{id}", READ, evidence_api_get, "One file of evidence",
      .answer = one_answer },
    { HTTP_GET, "/api/v1/evidence/{id}/file", READ, evidence_api_file, "Its content" },
    { HTTP_GET, "/api/v1/evidence/{id}/places", READ, evidence_api_places, "What it serves",
      .answer = places_answer },
    { HTTP_PATCH, "/api/v1/evidence/{id}", WRITE, evidence_api_change,
      "Changes its last day and note", .body = change_body, .answer = one_answer,
      .flags = WEB_VERSIONED },
    { HTTP_POST, "/api/v1/evidence/{id}/drop", WRITE, evidence_api_drop, "Drops it with a reason",
      .body = reason_body, .answer = one_answer, .flags = WEB_VERSIONED },
    { HTTP_GET, "/api/v1/systems/{id}/uploads", WRITE, send_api_list,
      "Files that the caller is still sending", .answer = list_answer },
    { HTTP_POST, "/api/v1/systems/{id}/uploads", WRITE, send_api_begin,
      "Begins a file that comes in pieces", .body = begin_body, .answer = one_answer },
    { HTTP_GET, "/api/v1/uploads/{id}", WRITE, send_api_get, "How far it is",
      .answer = one_answer },
    { HTTP_PUT, "/api/v1/uploads/{id}", WRITE, send_api_piece,
      "The next piece: bytes as application/octet-stream, at most 64 MiB", .query = piece_query,
      .answer = one_answer, .flags = WEB_UPLOAD | WEB_ANY_BODY },
    { HTTP_POST, "/api/v1/uploads/{id}/finish", WRITE, send_api_finish,
      "All has come: it becomes evidence", .answer = one_answer },
    { HTTP_DELETE, "/api/v1/uploads/{id}", WRITE, send_api_stop, "Gives it up",
      .answer = stop_answer },
};

const web_module evidence_module = { "evidence", routes, COUNT(routes) };
