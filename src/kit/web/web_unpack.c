// web_unpack.c - what a request says beside its path: language, cookies, the JSON body of the API.
#include "kit/web/web_inner.h"

#include <string.h>

// ---- cookies and language -----------------------------------------------------------------------

str web_cookie_value(const http_request *rq, str name)
{
    for (size_t i = 0; i < rq->header_count; i++) {
        if (!str_equal_nocase(rq->headers[i].name, S("Cookie"))) continue;
        for (str rest = rq->headers[i].value, pair, key, value; rest.len;) {
            str_cut(rest, ';', &pair, &rest);
            if (str_cut(str_trim(pair), '=', &key, &value) && str_equal(key, name)) return value;
        }
    }
    return (str){ 0 };
}

static lang lang_named(str s)
{
    if (str_equal_nocase(s, S("vi"))) return LANG_VI;
    if (str_equal_nocase(s, S("en"))) return LANG_EN;
    return 0;
}

// The weight of one entry of Accept-Language in thousandths; 1000 where it says none.
static int weight_of(str parameters)
{
    ptrdiff_t at = str_find(parameters, S("q="));
    if (at < 0) return 1000;
    str q      = str_trim(str_slice(parameters, at + 2, parameters.len));
    int weight = 0, unit = 1000;
    for (ptrdiff_t i = 0; i < q.len && unit; i++) {
        if (q.ptr[i] == '.') continue;
        if (q.ptr[i] < '0' || q.ptr[i] > '9') return 0;
        weight += (q.ptr[i] - '0') * unit;
        unit /= 10;
    }
    return weight;
}

static lang lang_accepted(str header)
{
    lang best = 0;
    int  most = 0;
    for (str rest = header, entry, tag, parameters, region; rest.len;) {
        str_cut(rest, ',', &entry, &rest);
        str_cut(entry, ';', &tag, &parameters);
        str_cut(str_trim(tag), '-', &tag, &region);
        lang l      = lang_named(tag);
        int  weight = weight_of(parameters);
        if (!l || weight <= most) continue;
        best = l;
        most = weight;
    }
    return best;
}

lang web_lang(web_run *r)
{
    const http_request *rq = r->rq.http;
    lang                l  = lang_named(http_query(rq, S("lang")));
    if (l) {
        r->lang_set = l == LANG_VI ? S("vi") : S("en");
        return l;
    }
    l = lang_named(web_cookie_value(rq, S("lang")));
    if (!l) l = lang_accepted(http_request_header(rq, S("Accept-Language")));
    return l ? l : LANG_VI;
}

// ---- the body -----------------------------------------------------------------------------------

status step_body(web_run *r)
{
    switch (r->rq.http->refused) {
    case 0: return ST_OK;
    case 413: return run_end(r, ST_LIMIT, 413, S("too-large"));
    case 503: return ST_MEMORY;
    case 507: return run_end(r, ST_LIMIT, 507, S("disk-full"));
    default: return run_end(r, ST_INVALID, 400, S("malformed"));
    }
}

static bool has_type(const json_t *value, str type)
{
    if (str_equal(type, S("any"))) return true;
    if (str_equal(type, S("string"))) return json_is_string(value);
    if (str_equal(type, S("integer"))) return json_is_integer(value);
    if (str_equal(type, S("number"))) return json_is_number(value);
    if (str_equal(type, S("boolean"))) return json_is_boolean(value);
    if (str_equal(type, S("array"))) return json_is_array(value);
    return str_equal(type, S("object")) && json_is_object(value);
}

static const web_field *field_named(const web_field *fields, const char *name)
{
    for (const web_field *f = fields; f->name; f++) {
        if (strcmp(f->name, name) == 0) return f;
    }
    return NULL;
}

static status check_fields(web_run *r, const json_t *body)
{
    const web_field *fields = r->rq.route->body;
    const char      *name;
    json_t          *value;
    json_object_foreach((json_t *)(uintptr_t)body, name, value)
    {
        if (field_named(fields, name)) continue;
        str copy = S("");
        TRY(arena_copy(r->c.a, str_from(name), &copy));
        return problem_set(&r->why, ST_INVALID, copy, S("unknown-field"));
    }
    for (const web_field *f = fields; f->name; f++) {
        str  type = str_from(f->type), field = str_from(f->name);
        bool optional = str_ends(type, S("?"));
        if (optional) type.len--;
        const json_t *sent = json_object_get(body, f->name);
        if (!sent || (json_is_null(sent) && !str_equal(type, S("any")))) {
            if (optional) continue;
            return problem_set(&r->why, ST_INVALID, field, S("required"));
        }
        if (!has_type(sent, type)) return problem_set(&r->why, ST_INVALID, field, S("wrong-type"));
    }
    return ST_OK;
}

static status unpack_json(web_run *r)
{
    const http_request *rq = r->rq.http;
    if (!str_equal(rq->content_type, S("application/json")))
        return run_end(r, ST_INVALID, 415, S("not-json"));
    json_error_t error;
    r->json = json_loadb(rq->body.ptr, (size_t)rq->body.len, JSON_REJECT_DUPLICATES, &error);
    if (!r->json || !json_is_object(r->json)) {
        str text   = str_from(r->json ? "not an object" : error.text);
        str detail = arena_printf(r->c.a, "%d:%d " STR_FMT, r->json ? 1 : error.line,
                                  r->json ? 1 : error.column, STR_ARG(text));
        r->code    = 400;
        return problem_detail(&r->why, ST_INVALID, S(""), S("malformed-json"), detail);
    }
    r->rq.json = r->json;
    return check_fields(r, r->json);
}

// Printable ASCII; it becomes part of a key in the store.
static bool is_idempotency_key(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (s.ptr[i] <= ' ' || s.ptr[i] > '~') return false;
    }
    return s.len <= 200;
}

status step_unpack(web_run *r)
{
    const http_request *rq    = r->rq.http;
    const web_route    *route = r->rq.route;
    if (method_is_safe(rq->method)) return ST_OK;
    str key = http_request_header(rq, S("Idempotency-Key"));
    if (!is_idempotency_key(key)) {
        r->code = 400;
        return problem_set(&r->why, ST_INVALID, S("Idempotency-Key"), S("malformed"));
    }
    r->c.idempotency_key = key;
    if ((route->flags & WEB_VERSIONED) && !http_request_header(rq, S("If-Match")).ptr)
        return run_end(r, ST_INVALID, 428, S("if-match-required"));
    bool json = route->body && !(route->flags & (WEB_UPLOAD | WEB_ANY_BODY));
    return json ? unpack_json(r) : ST_OK;
}

// ---- for handlers -------------------------------------------------------------------------------

static const json_t *json_field(const web_request *rq, const char *name)
{
    return rq->json ? json_object_get((const json_t *)rq->json, name) : NULL;
}

str web_json_text(const web_request *rq, const char *name)
{
    const json_t *v = json_field(rq, name);
    str           s = { 0 };
    if (!json_is_string(v)) return s;
    // A copy: the answer may point to it, and is sent when the JSON is gone.
    str text = { json_string_value(v), (ptrdiff_t)json_string_length(v) };
    return arena_copy(rq->http->a, text, &s) == ST_OK ? s : (str){ 0 };
}

bool web_json_int(const web_request *rq, const char *name, int64_t *out)
{
    const json_t *v = json_field(rq, name);
    if (!json_is_integer(v)) return false;
    *out = json_integer_value(v);
    return true;
}

bool web_json_bool(const web_request *rq, const char *name, bool *out)
{
    const json_t *v = json_field(rq, name);
    if (!json_is_boolean(v)) return false;
    *out = json_is_true(v);
    return true;
}

str web_field_text(const web_request *rq, const char *name)
{
    str s = web_json_text(rq, name);
    if (!s.ptr) s = http_form(rq->http, str_from(name));
    if (!s.ptr) s = http_query(rq->http, str_from(name));
    return s;
}

static bool has_tag(str header, str tag)
{
    for (str rest = header, entry; rest.len;) {
        str_cut(rest, ',', &entry, &rest);
        entry = str_trim(entry);
        if (str_equal(entry, S("*")) || str_equal(entry, tag)) return true;
    }
    return false;
}

status web_if_match(const web_request *rq, int64_t version)
{
    char  tag[32];
    arena a      = arena_over(tag, sizeof(tag));
    str   header = http_request_header(rq->http, S("If-Match"));
    if (!header.ptr) return ST_OK;
    if (has_tag(header, arena_printf(&a, "\"%lld\"", (long long)version))) return ST_OK;
    ((web_run *)rq->session)->stale = true;
    return ST_CONFLICT;
}
