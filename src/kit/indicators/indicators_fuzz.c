// indicators_fuzz.c - a list up to the first 0xff, behind it bytes it is looked for in.
//
// Its claim: whatever is met stands there, whatever case its letters have.
#include <stdlib.h>
#include <string.h>

#include "kit/indicators/indicators.h"

typedef struct given {
    const indicators *s;
    str               bytes;
} given;

static bool on_met(void *ctx, size_t number, size_t from, size_t to)
{
    const given *g    = ctx;
    str          text = indicators_at(g->s, number)->value;
    size_t       wide = to - from == (size_t)text.len ? 1 : 2;
    if (to > (size_t)g->bytes.len || to - from != (size_t)text.len * wide) abort();
    for (ptrdiff_t i = 0; i < text.len; i++) {
        str one = { g->bytes.ptr + from + (size_t)i * wide, 1 };
        if (!str_equal_nocase(one, str_slice(text, i, i + 1))) abort();
    }
    return true;
}

static bool on_name(void *ctx, size_t number)
{
    if (indicators_at(ctx, number)->kind != LISTED_NAME) abort();
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { ROOM = 16 * 1024 * 1024 };
    static char *memory;
    if (!memory) memory = malloc(ROOM);
    if (!memory || size > 64 * 1024) return 0;
    arena       a = arena_over(memory, ROOM);
    str         list, bytes;
    indicators *s = indicators_new(&a);
    (void)str_cut((str){ (const char *)data, (ptrdiff_t)size }, (char)0xff, &list, &bytes);
    if (indicators_load(s, S("f"), list) != ST_OK || indicators_compile(s) != ST_OK) return 0;
    given g = { s, bytes };
    (void)indicators_name(s, bytes, on_name, s);
    if (indicators_search(s, bytes, on_met, &g, NULL) != ST_OK) abort();
    indicators_free(s);
    return 0;
}
