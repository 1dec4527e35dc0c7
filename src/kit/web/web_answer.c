// web_answer.c - from a status to an answer, decided once; and the headers of every answer.
#include "kit/os/os.h"
#include "kit/text/words.h"
#include "kit/web/web_inner.h"

// ---- answers handlers give ----------------------------------------------------------------------

status web_redirect(http_response *rs, str location)
{
    rs->code = 303;
    http_header(rs, S("Location"), location);
    return ST_OK;
}

status web_json(http_response *rs, int code, str json)
{
    rs->code = code;
    http_header(rs, S("Content-Type"), S("application/json"));
    rs->still = json;
    return ST_OK;
}

status web_etag(http_response *rs, int64_t version)
{
    str tag = arena_printf(rs->body.a, "\"%lld\"", (long long)version);
    if (!tag.ptr) return ST_MEMORY;
    http_header(rs, S("ETag"), tag);
    return ST_OK;
}

static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_';
}

status web_download(http_response *rs, str content_type, str filename, str bytes)
{
    static const char digits[] = "0123456789ABCDEF";
    buf               b        = buf_in(rs->body.a, 256, 4096);
    buf_put(&b, S("attachment; filename=\""));
    for (ptrdiff_t i = 0; i < filename.len; i++) { // for old clients: what is beyond ASCII is lost
        unsigned char c = (unsigned char)filename.ptr[i];
        if (c < 0x80) buf_char(&b, is_plain((char)c) ? (char)c : '_');
    }
    buf_put(&b, S("\"; filename*=UTF-8''"));
    for (ptrdiff_t i = 0; i < filename.len; i++) {
        unsigned char c = (unsigned char)filename.ptr[i];
        if (is_plain((char)c)) {
            buf_char(&b, (char)c);
        } else {
            buf_char(&b, '%');
            buf_char(&b, digits[c >> 4]);
            buf_char(&b, digits[c & 15]);
        }
    }
    if (b.failed) return ST_MEMORY;
    rs->code  = 200;
    rs->still = bytes.ptr ? bytes : S("");
    http_header(rs, S("Content-Type"), content_type);
    http_header(rs, S("Content-Disposition"), buf_str(&b));
    http_header(rs, S("Content-Security-Policy"), S("sandbox; default-src 'none'"));
    return ST_OK;
}

str web_session_cookie(bool secure)
{
    return secure ? S("__Host-coloa") : S("coloa");
}

void web_cookie(http_response *rs, arena *a, str name, str value, int64_t max_age_s, bool secure)
{
    bool prefixed = str_starts(name, S("__Host-"));
    str  line     = arena_printf(
             a, "%s" STR_FMT "=" STR_FMT "; Path=/; Max-Age=%lld; HttpOnly; SameSite=Lax%s",
        secure && !prefixed ? "__Host-" : "", STR_ARG(name), STR_ARG(value), (long long)max_age_s,
        secure ? "; Secure" : "");
    if (line.ptr) http_header(rs, S("Set-Cookie"), line);
}

void web_put_json(buf *b, str text)
{
    buf_char(b, '"');
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        buf_put(b, str_slice(text, from, i));
        from = i + 1;
        if (c == '"' || c == '\\') {
            buf_char(b, '\\');
            buf_char(b, (char)c);
        } else if (c == '\n') {
            buf_put(b, S("\\n"));
        } else {
            buf_printf(b, "\\u%04x", c);
        }
    }
    buf_put(b, str_slice(text, from, text.len));
    buf_char(b, '"');
}

// ---- failures -----------------------------------------------------------------------------------

static int code_of(const web_run *r, status st)
{
    if (r->code) return r->code;
    if (str_equal(r->why.rule, S("disk-full"))) return 507;
    switch (st) {
    case ST_OK: return 200;
    case ST_INVALID: return 422;
    case ST_MISSING: return 404;
    case ST_FORBIDDEN: return 403;
    case ST_CONFLICT: return r->stale ? 412 : 409;
    case ST_LIMIT:
        return r->rq.http->file_count || str_equal(r->why.rule, S("too-large")) ? 413 : 429;
    case ST_MEMORY: return 503;
    case ST_BROKEN: return 500;
    }
    return 500;
}

static str rule_of(const web_run *r, status st)
{
    if (r->why.rule.len) return r->why.rule;
    return r->stale ? S("stale") : str_from(status_name(st));
}

static const char *title_of(int code)
{
    static const struct {
        int         code;
        const char *title;
    } titles[] = {
        { 400, "Bad Request" },
        { 401, "Unauthorized" },
        { 403, "Forbidden" },
        { 404, "Not Found" },
        { 405, "Method Not Allowed" },
        { 409, "Conflict" },
        { 412, "Precondition Failed" },
        { 413, "Content Too Large" },
        { 415, "Unsupported Media Type" },
        { 421, "Misdirected Request" },
        { 422, "Unprocessable Content" },
        { 428, "Precondition Required" },
        { 429, "Too Many Requests" },
        { 500, "Internal Server Error" },
        { 503, "Service Unavailable" },
        { 507, "Insufficient Storage" },
    };
    for (size_t i = 0; i < COUNT(titles); i++) {
        if (titles[i].code == code) return titles[i].title;
    }
    return "Error";
}

static str message_of(web_run *r)
{
    str key     = arena_printf(r->c.a, "problem." STR_FMT, STR_ARG(r->why.rule));
    str message = text_fill(r->c.a, text_named(r->c.lang, key), &r->why.detail, 1);
    return message.ptr ? message : key;
}

static void answer_problem(web_run *r, int code)
{
    buf *b = &r->rs->body;
    buf_printf(b, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":",
               title_of(code), code);
    str message = message_of(r);
    web_put_json(b, message);
    buf_put(b, S(",\"rule\":"));
    web_put_json(b, r->why.rule);
    buf_put(b, S(",\"field\":"));
    if (r->why.field.len)
        web_put_json(b, r->why.field);
    else
        buf_put(b, S("null"));
    buf_put(b, S(",\"row\":"));
    if (r->why.row)
        buf_int(b, r->why.row);
    else
        buf_put(b, S("null"));
    buf_put(b, S(",\"message\":"));
    web_put_json(b, message);
    buf_put(b, S(",\"request_id\":"));
    web_put_json(b, r->c.request_id);
    buf_put(b, S("}\n"));
    http_header(r->rs, S("Content-Type"), S("application/problem+json"));
}

static void put_escaped(buf *b, str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '<')
            buf_put(b, S("&lt;"));
        else if (c == '&')
            buf_put(b, S("&amp;"));
        else
            buf_char(b, c);
    }
}

static void answer_plain_page(web_run *r, int code)
{
    buf *b = &r->rs->body;
    buf_printf(b,
               "<!doctype html>\n<html lang=\"%s\"><meta "
               "charset=\"utf-8\"><title>%d</title>\n<h1>%d</h1>\n<p>",
               r->c.lang == LANG_EN ? "en" : "vi", code, code);
    put_escaped(b, message_of(r));
    buf_put(b, S("</p>\n<p><code>"));
    put_escaped(b, r->c.request_id);
    buf_put(b, S("</code></p>\n</html>\n"));
    http_header(r->rs, S("Content-Type"), S("text/html; charset=utf-8"));
}

// What a handler had begun to write is dropped; cookies and challenges set before it stay.
static void empty_answer(http_response *rs)
{
    size_t kept = 0;
    for (size_t i = 0; i < rs->header_count; i++) {
        str name = rs->headers[i].name;
        if (str_equal(name, S("WWW-Authenticate")) || str_equal(name, S("Allow")) ||
            str_equal(name, S("Set-Cookie")))
            rs->headers[kept++] = rs->headers[i];
    }
    os_close(rs->file_fd);
    rs->file_fd      = -1;
    rs->header_count = kept;
    rs->still        = (str){ 0 };
    rs->body         = buf_in(rs->body.a, 4096, HTTP_ARENA_BYTES);
}

static void put_retry(web_run *r, int code)
{
    int64_t seconds;
    if (code == 503) http_header(r->rs, S("Retry-After"), S("1"));
    if (code == 429 && str_int(r->why.detail, &seconds))
        http_header(r->rs, S("Retry-After"), r->why.detail);
}

void answer_failure(web_run *r, status st)
{
    int code    = code_of(r, st);
    r->why.rule = rule_of(r, st);
    empty_answer(r->rs);
    put_retry(r, code);
    r->rs->code = code;
    if (r->rq.api) {
        answer_problem(r, code);
    } else if (r->w->host.error_page) {
        r->w->host.error_page(&r->c, &r->rq, r->rs, code, &r->why);
        r->rs->code = code;
    } else {
        answer_plain_page(r, code);
    }
}

// ---- headers of every answer --------------------------------------------------------------------

static const http_field always[] = {
    { STR("Content-Security-Policy"),
      STR("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
          "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
          "frame-ancestors 'none'") },
    { STR("X-Content-Type-Options"), STR("nosniff") },
    { STR("X-Frame-Options"), STR("DENY") },
    { STR("Referrer-Policy"), STR("same-origin") },
    { STR("Cross-Origin-Opener-Policy"), STR("same-origin") },
    { STR("Cross-Origin-Resource-Policy"), STR("same-origin") },
};

void answer_secure(web_run *r)
{
    http_response *rs = r->rs;
    for (size_t i = 0; i < COUNT(always); i++) {
        if (!http_response_header(rs, always[i].name).ptr)
            http_header(rs, always[i].name, always[i].value);
    }
    if (r->lang_set.len)
        http_header(rs, S("Set-Cookie"),
                    str_equal(r->lang_set, S("en"))
                        ? S("lang=en; Path=/; Max-Age=31536000; SameSite=Lax")
                        : S("lang=vi; Path=/; Max-Age=31536000; SameSite=Lax"));
    if (!http_response_header(rs, S("Cache-Control")).ptr) {
        bool personal = r->c.who.person_id != 0 || r->rq.api || rs->code != 200 ||
                        http_response_header(rs, S("Set-Cookie")).ptr;
        http_header(rs, S("Cache-Control"), personal ? S("no-store") : S("no-cache"));
        if (!personal) http_header(rs, S("Vary"), S("Cookie, Accept-Language"));
    }
    http_header(rs, S("X-Request-Id"), r->c.request_id);
}
