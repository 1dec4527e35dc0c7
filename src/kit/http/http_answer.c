// http_answer.c - from http_response to what libmicrohttpd sends.
#include "kit/http/http_inner.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

void http_header(http_response *rs, str name, str value)
{
    ptrdiff_t end = 0;
    while (end < value.len && (unsigned char)value.ptr[end] >= 0x20 && value.ptr[end] != 0x7F)
        end++;
    value    = str_slice(value, 0, end);
    size_t i = 0;
    if (str_equal_nocase(name, S("Set-Cookie"))) i = rs->header_count;
    while (i < rs->header_count && !str_equal_nocase(rs->headers[i].name, name)) i++;
    if (i == COUNT(rs->headers)) return;
    if (i == rs->header_count) rs->header_count++;
    rs->headers[i] = (http_field){ name, value };
}

str http_response_header(const http_response *rs, str name)
{
    for (size_t i = 0; i < rs->header_count; i++) {
        if (str_equal_nocase(rs->headers[i].name, name)) return rs->headers[i].value;
    }
    return (str){ 0 };
}

// The body stays where it is: the block that holds it is given back when the answer has gone out.
static struct MHD_Response *from_view(str s)
{
    return MHD_create_response_from_buffer((size_t)s.len, (void *)(uintptr_t)s.ptr,
                                           MHD_RESPMEM_PERSISTENT);
}

// libmicrohttpd wants NUL-terminated headers and keeps copies.
static bool put_header(struct MHD_Response *answer, const http_field *h)
{
    char      name[64], value[4096];
    ptrdiff_t name_room = sizeof(name) - 1, value_room = sizeof(value) - 1;
    if (h->name.len > name_room || h->value.len > value_room) return false;
    memcpy(name, h->name.ptr, (size_t)h->name.len);
    name[h->name.len] = 0;
    if (h->value.len) memcpy(value, h->value.ptr, (size_t)h->value.len);
    value[h->value.len] = 0;
    return MHD_add_response_header(answer, name, value) == MHD_YES;
}

// Which bytes of the file are wanted; only a 200 that allows it is cut.
static http_part part_of(const http_request *rq, const http_response *rs, int64_t *from,
                         int64_t *count)
{
    str range = http_request_header(rq, S("Range")), held = http_request_header(rq, S("If-Range"));
    *from  = 0;
    *count = rs->file_size;
    if (rs->code != 200 || !http_response_header(rs, S("Accept-Ranges")).len) return HTTP_WHOLE;
    if (held.len && !str_equal(held, http_response_header(rs, S("ETag")))) return HTTP_WHOLE;
    return http_range(range, rs->file_size, from, count);
}

static struct MHD_Response *from_file(const http_request *rq, http_response *rs)
{
    int64_t   from, count, size = rs->file_size;
    http_part part = part_of(rq, rs, &from, &count);
    str       line = part == HTTP_BEYOND
                         ? arena_printf(rs->body.a, "bytes */%lld", (long long)size)
                         : arena_printf(rs->body.a, "bytes %lld-%lld/%lld", (long long)from,
                                        (long long)(from + count - 1), (long long)size);
    if (part == HTTP_WHOLE || !line.ptr)
        return MHD_create_response_from_fd64((uint64_t)size, rs->file_fd);
    http_header(rs, S("Content-Range"), line);
    rs->code = part == HTTP_PART ? 206 : 416;
    if (part == HTTP_PART)
        return MHD_create_response_from_fd_at_offset64((uint64_t)count, rs->file_fd,
                                                       (uint64_t)from);
    struct MHD_Response *nothing = from_view(S(""));
    if (nothing) close(rs->file_fd);
    return nothing;
}

struct MHD_Response *answer_make(const http_request *rq, http_response *rs, unsigned *code)
{
    struct MHD_Response *answer;
    if (rs->file_fd >= 0)
        answer = from_file(rq, rs);
    else if (rs->still.ptr)
        answer = from_view(rs->still);
    else if (rs->body.failed)
        answer = NULL;
    else
        answer = from_view(buf_str(&rs->body));
    if (!answer) {
        if (rs->file_fd >= 0) close(rs->file_fd);
        *code = 503;
        return answer_refusal(503);
    }
    for (size_t i = 0; i < rs->header_count; i++) {
        if (put_header(answer, &rs->headers[i])) continue;
        MHD_destroy_response(answer); // closes the file as well
        *code = 500;
        return answer_refusal(500);
    }
    *code = (unsigned)rs->code;
    return answer;
}

struct MHD_Response *answer_refusal(unsigned code)
{
    char text[64];
    int  n = snprintf(text, sizeof(text), "%u %s\n", code, MHD_get_reason_phrase_for(code));
    struct MHD_Response *answer = MHD_create_response_from_buffer((size_t)n, text,
                                                                  MHD_RESPMEM_MUST_COPY);
    if (!answer) return NULL;
    static const char *const headers[][2] = {
        { "Content-Type", "text/plain; charset=utf-8" },
        { "X-Content-Type-Options", "nosniff" },
        { "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
        { "Cache-Control", "no-store" },
        { "Connection", "close" },
    };
    for (size_t i = 0; i < COUNT(headers); i++) {
        if (MHD_add_response_header(answer, headers[i][0], headers[i][1]) != MHD_YES) {
            MHD_destroy_response(answer);
            return NULL;
        }
    }
    if (code == 503) MHD_add_response_header(answer, "Retry-After", "1");
    return answer;
}
