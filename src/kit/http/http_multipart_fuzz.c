// Fuzzes the multipart parser. The first byte says how the rest is cut; the result must not depend
// on it, so every input is fed twice.
#include "kit/http/http.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct seen {
    uint64_t hash; // of everything the sink was told, pieces of data joined
    bool     open;
} seen;

static void mix(seen *s, str bytes)
{
    for (ptrdiff_t i = 0; i < bytes.len; i++)
        s->hash = (s->hash ^ (unsigned char)bytes.ptr[i]) * 1099511628211u;
}

static status on_part(void *ctx, str name, str filename, bool is_file)
{
    seen *s = ctx;
    assert(!s->open && name.len > 0 && str_is_text(name) && str_is_text(filename));
    s->open = true;
    mix(s, name);
    mix(s, is_file ? S("|file|") : S("|"));
    mix(s, filename);
    return ST_OK;
}

static status on_data(void *ctx, str bytes)
{
    assert(((seen *)ctx)->open && bytes.len > 0);
    mix(ctx, bytes);
    return ST_OK;
}

static status on_end(void *ctx)
{
    seen *s = ctx;
    assert(s->open);
    s->open = false;
    mix(s, S("]"));
    return ST_OK;
}

static status feed(str body, ptrdiff_t piece, seen *s)
{
    char                memory[8 * 1024];
    arena               a    = arena_over(memory, sizeof(memory));
    http_multipart_sink sink = { on_part, on_data, on_end, s };
    http_multipart     *m    = http_multipart_new(&a, S("X"), &sink);
    for (ptrdiff_t at = 0; at < body.len; at += piece) {
        if (http_multipart_feed(m, str_slice(body, at, at + piece)) != ST_OK) break;
    }
    return http_multipart_finish(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0) return 0;
    str    all   = { (const char *)data + 1, (ptrdiff_t)size - 1 };
    seen   whole = { .hash = 1 }, pieces = { .hash = 1 };
    status first  = feed(all, all.len ? all.len : 1, &whole);
    status second = feed(all, data[0] % 16 + 1, &pieces);
    assert(first == second);
    assert(first != ST_OK || (whole.hash == pieces.hash && !whole.open));
    (void)http_multipart_boundary(all);
    return 0;
}
