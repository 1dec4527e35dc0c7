// Fuzzes the guard and what follows it: a target that passes must split, into a path without dot
// segments or control bytes. Input: method, target, version, then "name: value", a line each.
#include "kit/http/http.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char      memory[256 * 1024];
    http_field       headers[HTTP_HEADERS_MAX];
    http_guard_input in   = { .headers = headers };
    str              rest = { (const char *)data, (ptrdiff_t)size }, line, path, query;
    str_cut(rest, '\n', &in.method, &rest);
    str_cut(rest, '\n', &in.target, &rest);
    str_cut(rest, '\n', &in.version, &rest);
    while (rest.len && in.header_count < HTTP_HEADERS_MAX) {
        http_field *h = &headers[in.header_count++];
        str_cut(rest, '\n', &line, &rest);
        str_cut(line, ':', &h->name, &h->value);
    }
    if (http_guard(&in) != 0) return 0;
    arena a = arena_over(memory, sizeof(memory));
    if (http_target_split(in.target, &a, &path, &query) != ST_OK) return 0;
    assert(path.len > 0 && path.ptr[0] == '/' && str_is_utf8(path));
    for (str left = path, segment; left.len;) {
        str_cut(left, '/', &segment, &left);
        assert(!str_equal(segment, S(".")) && !str_equal(segment, S("..")));
        for (ptrdiff_t i = 0; i < segment.len; i++)
            assert((unsigned char)segment.ptr[i] >= 0x20 && segment.ptr[i] != '\\');
    }
    return 0;
}
