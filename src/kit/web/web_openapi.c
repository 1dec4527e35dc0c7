// web_openapi.c - the API's description (OpenAPI 3.1), written from the route table and nothing else.
#include "kit/web/web_inner.h"

enum { OPENAPI_BYTES_MAX = 2 * 1024 * 1024 };

static void put(buf *b, const char *text)
{
    buf_put(b, str_from(text));
}

static void put_text(buf *b, const char *text)
{
    web_put_json(b, str_from(text));
}

// ---- fields -------------------------------------------------------------------------------------

static bool is_optional(const web_field *f)
{
    return str_ends(str_from(f->type), S("?"));
}

static void put_schema(buf *b, const web_field *f)
{
    str  type     = str_from(f->type);
    bool optional = is_optional(f);
    if (optional) type.len--;
    put(b, "{\"description\":");
    put_text(b, f->about);
    if (!str_equal(type, S("any"))) {
        put(b, optional ? ",\"type\":[\"" : ",\"type\":\"");
        buf_put(b, type);
        put(b, optional ? "\",\"null\"]" : "\"");
    }
    put(b, "}");
}

static void put_object(buf *b, const web_field *fields, bool closed, bool file)
{
    bool first = true;
    put(b, "{\"type\":\"object\",\"properties\":{");
    if (file) put(b, "\"file\":{\"type\":\"string\",\"format\":\"binary\"}");
    for (const web_field *f = fields; f && f->name; f++) {
        if (f != fields || file) put(b, ",");
        put_text(b, f->name);
        put(b, ":");
        put_schema(b, f);
    }
    put(b, "},\"required\":[");
    for (const web_field *f = fields; f && f->name; f++) {
        if (is_optional(f)) continue;
        if (!first) put(b, ",");
        put_text(b, f->name);
        first = false;
    }
    put(b, closed ? "],\"additionalProperties\":false}" : "]}");
}

// ---- parameters ---------------------------------------------------------------------------------

static void put_comma(buf *b, bool *first)
{
    if (!*first) put(b, ",");
    *first = false;
}

static void put_parameters(buf *b, const web_route *r)
{
    bool first = true;
    put(b, ",\"parameters\":[");
    for (str rest = str_from(r->path), segment; rest.len;) {
        str_cut(rest, '/', &segment, &rest);
        if (!str_starts(segment, S("{"))) continue;
        put_comma(b, &first);
        put(b, "{\"name\":");
        web_put_json(b, str_slice(segment, 1, segment.len - 1));
        put(b, ",\"in\":\"path\",\"required\":true,\"schema\":{\"type\":\"string\"}}");
    }
    for (const web_field *f = r->query; f && f->name; f++) {
        put_comma(b, &first);
        put(b, "{\"name\":");
        put_text(b, f->name);
        put(b, is_optional(f) ? ",\"in\":\"query\",\"required\":false,\"schema\":"
                              : ",\"in\":\"query\",\"required\":true,\"schema\":");
        put_schema(b, f);
        put(b, "}");
    }
    if (r->method == HTTP_POST) {
        put_comma(b, &first);
        put(b, "{\"$ref\":\"#/components/parameters/IdempotencyKey\"}");
    }
    if (r->flags & WEB_VERSIONED) {
        put_comma(b, &first);
        put(b, "{\"$ref\":\"#/components/parameters/IfMatch\"}");
    }
    put(b, "]");
}

// ---- one operation ------------------------------------------------------------------------------

static void put_lower(buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++)
        buf_char(b, s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? (char)(s.ptr[i] + 32) : s.ptr[i]);
}

// "get_systems_id" for GET /api/v1/systems/{id}.
static void put_operation_id(buf *b, const web_route *r)
{
    str path = str_slice(str_from(r->path), 8, 4096);
    put_lower(b, http_method_name(r->method));
    buf_char(b, '_');
    for (ptrdiff_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        if (c == '{' || c == '}') continue;
        buf_char(b, c == '/' || c == '-' || c == '.' ? '_' : c);
    }
}

static void put_request_body(buf *b, const web_route *r)
{
    bool upload = r->flags & WEB_UPLOAD, raw = r->flags & WEB_ANY_BODY;
    if (!r->body && !upload && !raw) return;
    put(b, ",\"requestBody\":{\"required\":true,\"content\":{");
    if (raw) {
        put(b, "\"*/*\":{}");
    } else {
        put(b,
            upload ? "\"multipart/form-data\":{\"schema\":" : "\"application/json\":{\"schema\":");
        put_object(b, r->body, !upload, upload);
        put(b, "}");
    }
    put(b, "}}");
}

static void put_responses(buf *b, const web_route *r)
{
    bool safe = method_is_safe(r->method), open = r->right == RIGHT_PUBLIC;
    const struct {
        int  code;
        bool may;
    } refusals[] = {
        { 400, true },           { 401, !open },
        { 403, !open || !safe }, { 404, str_find(str_from(r->path), S("{")) >= 0 },
        { 409, !safe },          { 412, r->flags & WEB_VERSIONED },
        { 413, !safe },          { 415, r->body != NULL },
        { 422, true },           { 428, r->flags & WEB_VERSIONED },
        { 429, true },           { 500, true },
        { 503, true },
    };
    put(b, ",\"responses\":{\"2XX\":{\"description\":\"done\"");
    if (r->answer) {
        put(b, ",\"content\":{\"application/json\":{\"schema\":");
        put_object(b, r->answer, false, false);
        put(b, "}}");
    }
    put(b, "}");
    for (size_t i = 0; i < COUNT(refusals); i++) {
        if (refusals[i].may)
            buf_printf(b, ",\"%d\":{\"$ref\":\"#/components/responses/Problem\"}",
                       refusals[i].code);
    }
    put(b, "}");
}

static void put_operation(buf *b, const web_route *r, const char *module)
{
    buf_char(b, '"');
    put_lower(b, http_method_name(r->method));
    put(b, "\":{\"operationId\":\"");
    put_operation_id(b, r);
    put(b, "\",\"summary\":");
    put_text(b, r->summary);
    put(b, ",\"tags\":[");
    put_text(b, module);
    put(b, "]");
    put_parameters(b, r);
    put_request_body(b, r);
    put_responses(b, r);
    put(b, r->right == RIGHT_PUBLIC ? ",\"security\":[]}"
                                    : ",\"security\":[{\"token\":[]},{\"session\":[]}]}");
}

static bool is_first_of_path(const web *w, size_t i)
{
    for (size_t k = 0; k < i; k++) {
        if (str_equal(str_from(w->routes.all[k]->path), str_from(w->routes.all[i]->path)))
            return false;
    }
    return true;
}

static void put_path(buf *b, const web *w, size_t i)
{
    str  path  = str_from(w->routes.all[i]->path);
    bool first = true;
    web_put_json(b, path);
    put(b, ":{");
    for (size_t k = i; k < w->routes.count; k++) {
        if (!str_equal(str_from(w->routes.all[k]->path), path)) continue;
        put_comma(b, &first);
        put_operation(b, w->routes.all[k], w->routes.module[k]);
    }
    put(b, "}");
}

static const char head[] =
    "{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Cổ Loa\",\"version\":\"1\","
    "\"description\":\"Register of information systems, their levels and papers. Ids are decimal "
    "strings; a list answers items, total and next, the cursor of the next page.\","
    "\"license\":{\"name\":\"Apache-2.0\",\"identifier\":\"Apache-2.0\"}},"
    "\"servers\":[{\"url\":\"/\"}],\"paths\":{";

static const char components[] =
    "},\"components\":{\"securitySchemes\":{"
    "\"token\":{\"type\":\"http\",\"scheme\":\"bearer\"},"
    "\"session\":{\"type\":\"apiKey\",\"in\":\"cookie\",\"name\":\"coloa\","
    "\"description\":\"As in the browser (__Host-coloa over TLS); changes also carry "
    "X-CSRF-Token.\"}},"
    "\"parameters\":{"
    "\"IdempotencyKey\":{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"required\":false,"
    "\"description\":\"The same key gives the same act once, however often it is sent.\","
    "\"schema\":{\"type\":\"string\",\"maxLength\":200}},"
    "\"IfMatch\":{\"name\":\"If-Match\",\"in\":\"header\",\"required\":true,"
    "\"description\":\"The ETag of the version that is "
    "changed.\",\"schema\":{\"type\":\"string\"}}},"
    "\"responses\":{\"Problem\":{\"description\":\"Refused, or failed\",\"content\":{"
    "\"application/problem+json\":{\"schema\":{\"$ref\":\"#/components/schemas/Problem\"}}}}},"
    "\"schemas\":{\"Problem\":{\"type\":\"object\",\"description\":\"RFC 9457\",\"properties\":{"
    "\"type\":{\"type\":\"string\"},\"title\":{\"type\":\"string\"},\"status\":{\"type\":"
    "\"integer\"},"
    "\"detail\":{\"type\":\"string\"},"
    "\"rule\":{\"type\":\"string\",\"description\":\"stable key of the rule that was broken\"},"
    "\"field\":{\"type\":[\"string\",\"null\"]},\"row\":{\"type\":[\"integer\",\"null\"]},"
    "\"message\":{\"type\":\"string\",\"description\":\"for people, in the language asked for\"},"
    "\"request_id\":{\"type\":\"string\"}},"
    "\"required\":[\"type\",\"title\",\"status\",\"rule\",\"field\",\"message\"]}}}}\n";

str web_openapi(const web *w, arena *a)
{
    buf  b     = buf_in(a, 64 * 1024, OPENAPI_BYTES_MAX);
    bool first = true;
    put(&b, head);
    for (size_t i = 0; i < w->routes.count; i++) {
        if (!route_is_api(w->routes.all[i]) || !is_first_of_path(w, i)) continue;
        put_comma(&b, &first);
        put_path(&b, w, i);
    }
    put(&b, components);
    return b.failed ? (str){ 0 } : buf_str(&b);
}
