// events_frames_fuzz.c - any bytes as what coloa-evtx sends: the parent must stay whole, and passes on text only.
#include <stdlib.h>
#include <string.h>

#include "kit/workers/events_frames.h"

static status on_lines(void *ctx, str lines)
{
    (void)ctx;
    if (lines.len == 0 || lines.ptr[lines.len - 1] != '\n' || !str_is_text(lines)) abort();
    return ST_OK;
}

static status on_damage(void *ctx, const evtx_damage *d)
{
    (void)ctx;
    if (!evtx_why_key(d->why)) abort();
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const events_sink sink  = { NULL, on_lines, on_damage };
    events_decoder           d     = { .sink = &sink };
    str                      bytes = { (const char *)data, (ptrdiff_t)size };
    for (;;) {
        uint8_t type = 0;
        str     payload;
        size_t  used = 0;
        if (frame_next(bytes, events_frame_rules, &type, &payload, &used) != FRAME_READY) return 0;
        if (events_decode(&d, type, payload) != ST_OK) return 0;
        bytes = str_slice(bytes, (ptrdiff_t)used, bytes.len);
    }
}
