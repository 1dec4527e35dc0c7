// sheet_frames_fuzz.c - any bytes as what a worker sends: the parent must stay whole.
#include <stdlib.h>
#include <string.h>

#include "kit/workers/sheet_frames.h"

static status on_row(void *ctx, const sheet_row *row)
{
    (void)ctx;
    if (row->count < 1 || row->count > SHEET_COLUMNS_MAX) abort();
    int32_t after = 0;
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i].column <= after || !str_is_utf8(row->cells[i].text)) abort();
        after = row->cells[i].column;
    }
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char             names[32 * 1024];
    static sheet_decoder    d;
    static const sheet_sink sink  = { NULL, NULL, on_row, NULL };
    problem                 why   = { 0 };
    arena                   a     = arena_over(names, sizeof names);
    str                     bytes = { (const char *)data, (ptrdiff_t)size };
    memset(&d, 0, sizeof d);
    d.sink = &sink;
    d.why  = &why;
    d.a    = &a;
    for (;;) {
        uint8_t type = 0;
        str     payload;
        size_t  used = 0;
        if (frame_next(bytes, sheet_frame_rules, &type, &payload, &used) != FRAME_READY) return 0;
        if (sheet_decode(&d, type, payload) != ST_OK) return 0;
        bytes = str_slice(bytes, (ptrdiff_t)used, bytes.len);
    }
}
