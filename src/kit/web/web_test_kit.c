// web_test_kit.c - see web_test_kit.h.
#include "kit/web/web_test_kit.h"

#include <assert.h>
#include <jansson.h>
#include <string.h>

enum { ASK_HEADERS_MAX = 24 };

static void put_header(http_request *rq, str name, str value)
{
    assert(rq->header_count < ASK_HEADERS_MAX);
    if (value.ptr) rq->headers[rq->header_count++] = (http_field){ name, value };
}

static str joined(arena *a, str head, str middle, str tail)
{
    if (!tail.len) return (str){ 0 };
    return arena_printf(a, STR_FMT STR_FMT STR_FMT, STR_ARG(head), STR_ARG(middle), STR_ARG(tail));
}

web_reply web_test_ask(web *w, arena *a, const web_ask *ask)
{
    str           query, session = web_session_cookie(ask->secure);
    http_request *rq = NEW(a, http_request, 1);
    web_reply     r  = { .rs = { .code = 200, .file_fd = -1 } };
    assert(rq);
    *rq = (http_request){
        .method       = ask->method ? ask->method : HTTP_GET,
        .target       = ask->target,
        .headers      = NEW(a, http_field, ASK_HEADERS_MAX),
        .content_type = ask->content_type.ptr ? ask->content_type : S(""),
        .peer         = ask->peer.len ? ask->peer : S("127.0.0.1"),
        .body         = ask->body,
        .refused      = ask->refused,
        .secure       = ask->secure,
        .forwarded    = ask->forwarded,
        .a            = a,
    };
    put_header(rq, S("Host"), ask->host.len ? ask->host : S("localhost"));
    put_header(rq, S("Cookie"), joined(a, session, S("="), ask->cookie));
    put_header(rq, S("Authorization"), joined(a, S("Bearer"), S(" "), ask->bearer));
    for (size_t i = 0; i < ask->header_count; i++)
        put_header(rq, ask->headers[i].name, ask->headers[i].value);
    status st = http_target_split(ask->target, a, &rq->path, &query);
    if (st == ST_OK) st = http_parse_urlencoded(query, a, &rq->query, &rq->query_count);
    if (st == ST_OK && str_equal(rq->content_type, S("application/x-www-form-urlencoded")))
        st = http_parse_urlencoded(ask->body, a, &rq->form, &rq->form_count);
    assert(st == ST_OK);
    r.rs.body = buf_in(a, 1024, HTTP_ARENA_BYTES);
    web_handle(w, rq, &r.rs);
    r.code = r.rs.code;
    r.body = r.rs.still.ptr ? r.rs.still : buf_str(&r.rs.body);
    return r;
}

str web_reply_header(const web_reply *r, const char *name)
{
    return http_response_header(&r->rs, str_from(name));
}

// ---- the walk -----------------------------------------------------------------------------------

static size_t fault(const web_walk *k, const web_route *r, const char *about, int code)
{
    str method = http_method_name(r->method);
    buf_printf(k->faults, STR_FMT " %s: %s (%d)\n", STR_ARG(method), r->path, about, code);
    return 1;
}

static str target_of(const web_walk *k, arena *a, const web_route *r)
{
    buf b = buf_in(a, 256, 4096);
    for (str rest = str_slice(str_from(r->path), 1, 4096), segment; rest.len;) {
        str_cut(rest, '/', &segment, &rest);
        str name = str_slice(segment, 1, segment.len - 1);
        buf_char(&b, '/');
        if (!str_starts(segment, S("{")))
            buf_put(&b, segment);
        else
            buf_put(&b, k->param ? k->param(k->ctx, r, name) : S("1"));
    }
    return b.len ? buf_str(&b) : S("/");
}

// One request by the walker's person, from an own page of ours.
static int ask_code(const web_walk *k, const web_route *r, str cookie, str token, str peer)
{
    arena            a         = *k->a;
    const http_field headers[] = { { S("X-CSRF-Token"), token },
                                   { S("If-Match"), S("\"1\"") },
                                   { S("Sec-Fetch-Site"), S("same-origin") } };
    web_ask          ask       = { .method       = r->method,
                                   .target       = target_of(k, &a, r),
                                   .cookie       = cookie,
                                   .peer         = peer,
                                   .headers      = headers,
                                   .header_count = COUNT(headers) };
    return web_test_ask(k->w, &a, &ask).code;
}

static bool is_api(const web_route *r)
{
    return str_starts(str_from(r->path), S("/api/"));
}

static bool is_listed(const web_walk *k, arena a, const web_route *r)
{
    str method = http_method_name(r->method);
    str line   = arena_printf(&a, STR_FMT " %s", STR_ARG(method), r->path);
    for (const char *const *o = k->open; o && *o; o++) {
        if (str_equal(str_from(*o), line)) return true;
    }
    return false;
}

size_t web_walk_nobody(const web_walk *k)
{
    size_t faults = 0, open = 0, listed = 0;
    for (size_t i = 0; i < web_route_count(k->w); i++) {
        const web_route *r    = web_route_at(k->w, i, NULL);
        bool             here = r->flags & WEB_LOCAL_ONLY;
        if (here && ask_code(k, r, S(""), S(""), S("192.0.2.1")) != 404)
            faults += fault(k, r, "for this machine only, yet answers another", 0);
        if (r->right == RIGHT_PUBLIC) {
            open++;
            if (!is_listed(k, *k->a, r)) faults += fault(k, r, "open to anyone, not listed so", 0);
            continue;
        }
        int code = ask_code(k, r, S(""), S(""), S(""));
        if (code != (is_api(r) ? 401 : 303)) faults += fault(k, r, "to nobody", code);
    }
    for (const char *const *o = k->open; o && *o; o++) listed++;
    if (open < listed) {
        buf_put(k->faults, S("the list of open routes names one that is not there\n"));
        faults++;
    }
    return faults;
}

size_t web_walk_person(const web_walk *k)
{
    size_t faults = 0;
    for (size_t i = 0; i < web_route_count(k->w); i++) {
        const web_route *r    = web_route_at(k->w, i, NULL);
        bool             may  = (k->rights & (uint64_t)r->right) == (uint64_t)r->right;
        bool             safe = r->method == HTTP_GET;
        if (r->right == RIGHT_PUBLIC || (may && safe)) continue;
        int without = ask_code(k, r, k->cookie, (str){ 0 }, S(""));
        int foreign = ask_code(k, r, k->cookie, S("0000000000000000"), S(""));
        int with    = may ? 403 : ask_code(k, r, k->cookie, k->csrf, S(""));
        if (without != 403) faults += fault(k, r, "without right or token", without);
        if (foreign != 403) faults += fault(k, r, "with a foreign token", foreign);
        if (with != 403) faults += fault(k, r, "without the right", with);
    }
    return faults;
}

size_t web_walk_stranger(const web_walk *k)
{
    size_t faults = 0;
    for (size_t i = 0; i < web_route_count(k->w); i++) {
        const web_route *r   = web_route_at(k->w, i, NULL);
        bool             may = (k->rights & (uint64_t)r->right) == (uint64_t)r->right;
        if (r->right == RIGHT_PUBLIC || !may || r->method != HTTP_GET || !strchr(r->path, '{'))
            continue;
        int code = ask_code(k, r, k->cookie, k->csrf, S(""));
        if (code != 404) faults += fault(k, r, "to a stranger", code);
    }
    return faults;
}

static size_t check_documented(const web_walk *k, const web_route *r, json_t *paths)
{
    arena   a      = *k->a;
    str     method = http_method_name(r->method);
    char   *lower  = arena_cstr(&a, method);
    json_t *path   = json_object_get(paths, r->path);
    for (char *c = lower; *c; c++) *c = (char)(*c + 32);
    json_t *operation = json_object_get(path, lower);
    if (!operation) return fault(k, r, "not in the description", 0);
    const char *id = json_string_value(json_object_get(operation, "operationId"));
    if (!id || !json_string_length(json_object_get(operation, "summary")))
        return fault(k, r, "described without name or summary", 0);
    if (!json_object_size(json_object_get(operation, "responses")))
        return fault(k, r, "described without answers", 0);
    return 0;
}

size_t web_walk_openapi(const web_walk *k)
{
    arena       a      = *k->a;
    size_t      faults = 0, routes = 0, described = 0;
    str         text  = web_openapi(k->w, &a);
    json_t     *all   = json_loadb(text.ptr, (size_t)text.len, JSON_REJECT_DUPLICATES, NULL);
    json_t     *paths = json_object_get(all, "paths"), *path;
    const char *name;
    if (!paths) buf_put(k->faults, S("the description is not JSON with paths\n"));
    for (size_t i = 0; paths && i < web_route_count(k->w); i++) {
        const web_route *r = web_route_at(k->w, i, NULL);
        if (!str_starts(str_from(r->path), S("/api/v1/"))) continue;
        routes++;
        faults += check_documented(k, r, paths);
    }
    json_object_foreach(paths, name, path) described += json_object_size(path);
    if (described != routes) {
        buf_printf(k->faults, "%zu operations described, %zu routes\n", described, routes);
        faults++;
    }
    json_decref(all);
    return faults;
}
