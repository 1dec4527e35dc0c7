// http_guard.c - refuses what a proxy in front could read differently from us (RFC 9112), and
// every shape of request this program has no use for. Pure: looks at text, keeps nothing.
#include "kit/http/http_inner.h"

#include <string.h>

static const struct {
    str         name;
    http_method method;
} methods[] = {
    { STR("GET"), HTTP_GET }, { STR("HEAD"), HTTP_HEAD },   { STR("POST"), HTTP_POST },
    { STR("PUT"), HTTP_PUT }, { STR("PATCH"), HTTP_PATCH }, { STR("DELETE"), HTTP_DELETE },
};

http_method http_method_of(str name)
{
    for (size_t i = 0; i < COUNT(methods); i++) {
        if (str_equal(methods[i].name, name)) return methods[i].method;
    }
    return 0;
}

str http_method_name(http_method method)
{
    for (size_t i = 0; i < COUNT(methods); i++) {
        if (methods[i].method == method) return methods[i].name;
    }
    return S("?");
}

static bool is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 9110 "token": what a header name may consist of.
static bool is_token(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        if (!is_letter_or_digit(s.ptr[i]) &&
            (s.ptr[i] == 0 || !strchr("!#$%&'*+-.^_`|~", s.ptr[i])))
            return false;
    }
    return s.len > 0;
}

static bool is_header_value(str s)
{
    for (ptrdiff_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c < 0x20 && c != '\t') || c == 0x7F) return false;
    }
    return true;
}

// The byte of the escape at s[i], or -1 when it is none.
static int escape_at(str s, ptrdiff_t i)
{
    if (s.len - i < 3) return -1;
    int high = hex_of(s.ptr[i + 1]), low = hex_of(s.ptr[i + 2]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
}

// A path whose decoded form could name another place than its raw form: control bytes, a slash or
// backslash hidden in an escape, dot segments in any spelling.
static bool is_plain_path(str path)
{
    ptrdiff_t dots = 0, length = 0; // of the current segment, decoded
    for (ptrdiff_t i = 0; i < path.len; i++) {
        int c = (unsigned char)path.ptr[i];
        if (c == '/') {
            if (length > 0 && length == dots && dots <= 2) return false;
            dots = length = 0;
            continue;
        }
        if (c == '%') {
            c = escape_at(path, i);
            i += 2;
            if (c < 0x20 || c == 0x7F || c == '/') return false;
        }
        if (c == '\\') return false;
        dots += c == '.';
        length++;
    }
    return !(length > 0 && length == dots && dots <= 2);
}

static int guard_target(str target)
{
    if (target.len > HTTP_TARGET_BYTES_MAX) return 414;
    if (target.len == 0 || target.ptr[0] != '/') return 400;
    for (ptrdiff_t i = 0; i < target.len; i++) {
        unsigned char c = (unsigned char)target.ptr[i];
        if (c <= 0x20 || c >= 0x7F || c == '#') return 400;
        if (c == '%' && escape_at(target, i) <= 0) return 400; // broken, or a NUL
    }
    str path, query;
    str_cut(target, '?', &path, &query);
    return is_plain_path(path) ? 0 : 400;
}

// host, host:port, [v6] or [v6]:port. Strict enough that no two readers can disagree on the name.
static bool is_host(str value)
{
    str port;
    if (value.len && value.ptr[0] == '[') {
        ptrdiff_t close = str_find(value, S("]"));
        if (close < 3) return false;
        for (ptrdiff_t i = 1; i < close; i++) {
            if (hex_of(value.ptr[i]) < 0 && value.ptr[i] != ':' && value.ptr[i] != '.')
                return false;
        }
        port = str_slice(value, close + 1, value.len);
        if (port.len == 0) return true;
        if (port.ptr[0] != ':') return false;
        port = str_slice(port, 1, port.len);
    } else {
        str name;
        if (!str_cut(value, ':', &name, &port)) port = S("0");
        if (name.len == 0 || name.len > 253) return false;
        for (ptrdiff_t i = 0; i < name.len; i++) {
            if (!is_letter_or_digit(name.ptr[i]) && !strchr(".-_", name.ptr[i])) return false;
        }
    }
    int64_t number;
    return port.len <= 5 && str_int(port, &number) && number >= 0 && number <= 65535;
}

// Headers that have one meaning only when they come once.
enum { ONE_HOST, ONE_LENGTH, ONE_CODING, ONE_TYPE, ONE_LOGIN, ONE_ORIGIN, ONE_EXPECT, ONE_COUNT };
static const str once[ONE_COUNT] = {
    [ONE_HOST]   = STR("Host"),
    [ONE_LENGTH] = STR("Content-Length"),
    [ONE_CODING] = STR("Transfer-Encoding"),
    [ONE_TYPE]   = STR("Content-Type"),
    [ONE_LOGIN]  = STR("Authorization"),
    [ONE_ORIGIN] = STR("Origin"),
    [ONE_EXPECT] = STR("Expect"),
};

static int guard_length(str value)
{
    if (value.len == 0 || value.len > 18) return 400;
    for (ptrdiff_t i = 0; i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9') return 400;
    }
    int64_t length;
    if (!str_int(value, &length)) return 400;
    return length > HTTP_UPLOAD_BYTES_MAX + HTTP_FORM_BYTES_MAX ? 413 : 0;
}

// How the body is framed: by one Content-Length, by chunks, or not there at all.
static int guard_framing(const http_guard_input *in, const str *found)
{
    bool length = found[ONE_LENGTH].ptr != NULL, coding = found[ONE_CODING].ptr != NULL;
    if (length && coding) return 400;
    if (coding && !str_equal_nocase(found[ONE_CODING], S("chunked"))) return 400;
    if (coding && !str_equal(in->version, S("HTTP/1.1"))) return 400;
    int code = length ? guard_length(found[ONE_LENGTH]) : 0;
    if (code) return code;
    bool bodiless = str_equal(in->method, S("GET")) || str_equal(in->method, S("HEAD"));
    if (bodiless && (coding || (length && !str_equal(found[ONE_LENGTH], S("0"))))) return 400;
    return 0;
}

static int guard_headers(const http_guard_input *in, str *found)
{
    if (in->header_count > HTTP_HEADERS_MAX) return 431;
    ptrdiff_t bytes = 0;
    for (size_t i = 0; i < in->header_count; i++) {
        http_field h = in->headers[i];
        bytes += h.name.len + h.value.len + 4;
        if (bytes > HTTP_HEADERS_BYTES_MAX) return 431;
        if (!is_token(h.name) || !is_header_value(h.value)) return 400;
        if (str_equal_nocase(h.name, S("Content-Encoding"))) return 415; // nothing here unpacks
        for (size_t k = 0; k < ONE_COUNT; k++) {
            if (!str_equal_nocase(h.name, once[k])) continue;
            if (found[k].ptr) return 400;
            found[k] = h.value.ptr ? h.value : S("");
        }
    }
    return 0;
}

int http_guard(const http_guard_input *in)
{
    if (!str_equal(in->version, S("HTTP/1.1")) && !str_equal(in->version, S("HTTP/1.0")))
        return 505;
    if (!is_token(in->method)) return 400;
    if (!http_method_of(in->method)) return 501;
    int code = guard_target(in->target);
    if (code) return code;
    str found[ONE_COUNT] = { 0 };
    code                 = guard_headers(in, found);
    if (code) return code;
    // Host is asked of HTTP/1.0 as well: without it the answer could not say whose name it carries.
    if (!found[ONE_HOST].ptr || !is_host(found[ONE_HOST])) return 400;
    return guard_framing(in, found);
}
