// template_frames_fuzz.c - any bytes as what a worker says of a template: the parent must stay whole.
#include <stdlib.h>

#include "kit/workers/template_frames.h"

static char          memory[64 << 20];
static template_part parts[TEMPLATE_PARTS_MAX];

static void check(const template_taken *t)
{
    size_t total = 0;
    if (t->count > TEMPLATE_PARTS_MAX || t->healed_count > TEMPLATE_HEALED_MAX) abort();
    for (size_t i = 0; i < t->count; i++) {
        if (str_find(t->parts[i].name, S("..")) >= 0 || t->parts[i].name.len > TEMPLATE_NAME_MAX)
            abort();
        total += (size_t)t->parts[i].bytes.len;
    }
    if (total > TEMPLATE_TAKEN_BYTES_MAX) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static template_taken taken;
    taken                  = (template_taken){ .parts = parts };
    problem          why   = { 0 };
    arena            a     = arena_over(memory, sizeof memory);
    template_decoder d     = { .out = &taken, .a = &a, .why = &why };
    str              bytes = { (const char *)data, (ptrdiff_t)size };
    for (;;) {
        uint8_t type = 0;
        str     payload;
        size_t  used = 0;
        if (frame_next(bytes, template_frame_rules, &type, &payload, &used) != FRAME_READY)
            return 0;
        if (template_decode(&d, type, payload) != ST_OK) return 0;
        check(&taken);
        bytes = str_slice(bytes, (ptrdiff_t)used, bytes.len);
    }
}
