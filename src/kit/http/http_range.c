// http_range.c - the header Range: one range of bytes, or the whole (RFC 9110, 14).
#include "kit/http/http_inner.h"

// "bytes=5-9" · "bytes=5-" · "bytes=-3". Anything else, several ranges too, asks for nothing.
static bool read_range(str header, int64_t *first, int64_t *last, bool *from_end)
{
    str unit, spec, a, b;
    if (!str_cut(header, '=', &unit, &spec) || !str_equal_nocase(str_trim(unit), S("bytes")))
        return false;
    spec = str_trim(spec);
    if (!str_cut(spec, '-', &a, &b)) return false;
    *from_end = a.len == 0;
    *first = 0, *last = INT64_MAX;
    if (a.len && (!str_int(a, first) || *first < 0)) return false;
    if (b.len && (!str_int(b, last) || *last < 0)) return false;
    return *from_end ? b.len > 0 : *last >= *first;
}

http_part http_range(str header, int64_t size, int64_t *from, int64_t *count)
{
    int64_t first, last;
    bool    from_end;
    *from  = 0;
    *count = size;
    if (!header.len || !read_range(header, &first, &last, &from_end)) return HTTP_WHOLE;
    if (from_end) { // the last so many bytes
        first = last < size ? size - last : 0;
        if (last == 0) first = size;
        last = size - 1;
    }
    if (first >= size) return HTTP_BEYOND;
    if (last >= size) last = size - 1;
    *from  = first;
    *count = last - first + 1;
    return HTTP_PART;
}
