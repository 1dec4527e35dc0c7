// http_request.c - from a connection's raw head to the request a handler sees.
#include "kit/http/http_inner.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

str http_request_header(const http_request *rq, str name)
{
    for (size_t i = 0; i < rq->header_count; i++) {
        if (str_equal_nocase(rq->headers[i].name, name)) return rq->headers[i].value;
    }
    return (str){ 0 };
}

static str field_value(const http_field *fields, size_t count, str name)
{
    for (size_t i = 0; i < count; i++) {
        if (str_equal(fields[i].name, name)) return fields[i].value;
    }
    return (str){ 0 };
}

str http_query(const http_request *rq, str name)
{
    return field_value(rq->query, rq->query_count, name);
}

str http_form(const http_request *rq, str name)
{
    return field_value(rq->form, rq->form_count, name);
}

static enum MHD_Result collect_header(void *ctx, enum MHD_ValueKind kind, const char *name,
                                      size_t name_len, const char *value, size_t value_len)
{
    (void)kind;
    exchange *x = ctx;
    if (x->header_count == HTTP_HEADERS_MAX) {
        x->header_count++; // the guard answers 431
        return MHD_NO;
    }
    x->headers[x->header_count++] = (http_field){
        { name, (ptrdiff_t)name_len },
        { value ? value : "", (ptrdiff_t)value_len },
    };
    return MHD_YES;
}

// Where a header ends that begins at `at`, or 0 when it does not begin there: the name, a colon,
// blanks and the value must lie one behind the other. (The colon has become a NUL.)
static uintptr_t header_end(http_field h, uintptr_t at)
{
    uintptr_t colon = at + (uintptr_t)h.name.len, value = (uintptr_t)h.value.ptr;
    if ((uintptr_t)h.name.ptr != at || value <= colon || value - colon > HTTP_HEADERS_BYTES_MAX)
        return 0;
    str between = { h.name.ptr + h.name.len + 1, (ptrdiff_t)(value - colon - 1) };
    for (ptrdiff_t i = 0; i < between.len; i++) {
        if (between.ptr[i] != ' ' && between.ptr[i] != '\t') return 0;
    }
    return value + (uintptr_t)h.value.len;
}

// libmicrohttpd cuts the head into lines where it lies and ends each text with a NUL. So the pieces
// of a head whose lines ended in CR LF stand two bytes apart, from the method to the blank line; a
// byte more or less tells of a NUL inside, a folded line (copied elsewhere), a bare CR or LF.
static bool is_whole(const exchange *x, const char *method, const char *version)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        x->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    uintptr_t at = (uintptr_t)method + strlen(method) + 1 + x->target_len + 1;
    if (!info || (uintptr_t)version != at) return false;
    at += strlen(version);
    for (size_t i = 0; i < x->header_count; i++) {
        at = header_end(x->headers[i], at + 2);
        if (!at) return false;
    }
    return (uintptr_t)method + info->header_size == at + 4;
}

int request_guard(exchange *x, const char *method, const char *version)
{
    x->header_count = 0;
    MHD_get_connection_values_n(x->connection, MHD_HEADER_KIND, collect_header, x);
    bool whole = x->header_count > HTTP_HEADERS_MAX || x->target_len > HTTP_TARGET_BYTES_MAX ||
                 is_whole(x, method, version);
    for (size_t i = 0; i < x->header_count && i < HTTP_HEADERS_MAX; i++)
        x->headers[i].value = str_trim(x->headers[i].value);
    x->rq = (http_request){
        .method       = http_method_of(str_from(method)),
        .target       = { x->target, (ptrdiff_t)x->target_len },
        .headers      = x->headers,
        .header_count = x->header_count,
    };
    http_guard_input in   = { str_from(method), x->rq.target, str_from(version), x->headers,
                              x->header_count };
    int              code = http_guard(&in);
    return code || whole ? code : 400;
}

bool request_has_body(const exchange *x)
{
    str length = http_request_header(&x->rq, S("Content-Length"));
    if (length.ptr) return !str_equal(length, S("0"));
    return http_request_header(&x->rq, S("Transfer-Encoding")).ptr != NULL;
}

static str content_type(exchange *x)
{
    str type, parameters;
    str_cut(http_request_header(&x->rq, S("Content-Type")), ';', &type, &parameters);
    type        = str_trim(type);
    char *lower = arena_cstr(&x->arena, type);
    if (!lower) return S("");
    for (ptrdiff_t i = 0; i < type.len; i++) {
        if (lower[i] >= 'A' && lower[i] <= 'Z') lower[i] = (char)(lower[i] + 32);
    }
    return (str){ lower, type.len };
}

static str peer_text(exchange *x)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        x->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char text[INET6_ADDRSTRLEN] = "";
    if (info && info->client_addr->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, info->client_addr, sizeof(v4));
        inet_ntop(AF_INET, &v4.sin_addr, text, sizeof(text));
    } else if (info && info->client_addr->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, info->client_addr, sizeof(v6));
        if (IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr))
            inet_ntop(AF_INET, v6.sin6_addr.s6_addr + 12, text, sizeof(text));
        else
            inet_ntop(AF_INET6, &v6.sin6_addr, text, sizeof(text));
    }
    str out = { 0 };
    return arena_copy(&x->arena, str_from(text), &out) == ST_OK ? out : S("");
}

// What the proxy says of its client. Only the last address is the proxy's own word; those before it
// were sent by the client.
static void believe_proxy(exchange *x)
{
    str whole = http_request_header(&x->rq, S("X-Forwarded-For"));
    for (str head, tail; str_cut(whole, ',', &head, &tail);) whole = tail;
    whole                                  = str_trim(whole);
    char            text[INET6_ADDRSTRLEN] = "";
    struct in6_addr scratch;
    if (whole.len > 0 && whole.len < (ptrdiff_t)sizeof(text)) {
        memcpy(text, whole.ptr, (size_t)whole.len);
        if (inet_pton(AF_INET, text, &scratch) == 1 || inet_pton(AF_INET6, text, &scratch) == 1)
            x->rq.peer = whole;
    }
    str scheme   = http_request_header(&x->rq, S("X-Forwarded-Proto"));
    x->rq.secure = x->rq.secure || str_equal_nocase(scheme, S("https"));
}

static bool is_forwarded(const http_request *rq)
{
    static const str names[] = { STR("X-Forwarded-For"),  STR("X-Forwarded-Proto"),
                                 STR("X-Forwarded-Host"), STR("Forwarded"),
                                 STR("X-Real-IP"),        STR("Via") };
    for (size_t i = 0; i < COUNT(names); i++) {
        if (http_request_header(rq, names[i]).ptr) return true;
    }
    return false;
}

void request_describe(exchange *x)
{
    const http_options *o = &x->server->options;
    str                 query;
    x->rq.a            = &x->arena;
    x->rq.content_type = content_type(x);
    x->rq.secure       = o->tls_cert.len > 0;
    x->rq.forwarded    = is_forwarded(&x->rq);
    x->rq.peer         = peer_text(x);
    if (o->trust_proxy.len && str_equal(x->rq.peer, o->trust_proxy)) believe_proxy(x);
    if (http_target_split(x->rq.target, &x->arena, &x->rq.path, &query) != ST_OK) {
        x->rq.path    = S("/");
        x->rq.refused = 400;
    }
}

static int refusal_of(status st)
{
    if (st == ST_OK) return 0;
    return st == ST_LIMIT ? 413 : st == ST_MEMORY ? 503 : 400;
}

void request_complete(exchange *x)
{
    http_request *rq = &x->rq;
    str           path, query;
    body_finish(x);
    str_cut(rq->target, '?', &path, &query);
    if (!rq->refused)
        rq->refused = refusal_of(
            http_parse_urlencoded(query, &x->arena, &rq->query, &rq->query_count));
    if (!rq->refused && str_equal(rq->content_type, S("application/x-www-form-urlencoded"))) {
        rq->refused = refusal_of(
            http_parse_urlencoded(rq->body, &x->arena, &rq->form, &rq->form_count));
        rq->body = (str){ 0 };
    }
    if (!rq->refused) return;
    rq->query_count = rq->form_count = 0;
    rq->body                         = (str){ 0 };
    body_forget(x);
}
