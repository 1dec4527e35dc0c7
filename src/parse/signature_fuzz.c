// signature_fuzz.c - any bytes as a signed PDF, with and without a certificate before it. Whatever they are, the
// frames are whole, allowed, and ended.
#include <stdlib.h>

#include "kit/workers/signature_frames.h"
#include "parse/signature.h"

static char answers[1 << 20], room[8 << 20], kept[1 << 18];

static status take(void *ctx, str bytes)
{
    signature_decoder *d = ctx;
    while (bytes.len) {
        uint8_t type = 0;
        str     payload;
        size_t  used = 0;
        if (frame_next(bytes, signature_frame_rules, &type, &payload, &used) != FRAME_READY)
            abort();
        status st      = signature_decode(d, type, payload);
        bool   refused = type == SIGNATURE_FRAME_REFUSED && st == ST_INVALID;
        if (refused) d->ended = true;
        if (!refused && st != ST_OK) abort();
        bytes = str_slice(bytes, (ptrdiff_t)used, bytes.len);
    }
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static signature_root roots[SIGNATURE_ROOTS_MAX];
    static signature      all[SIGNATURES_MAX];
    problem               why  = { 0 };
    arena                 keep = arena_over(kept, sizeof kept);
    signature_decoder     d    = { roots, all, 0, 0, &keep, &why, false };
    if (size > 1 << 20) return 0;
    frame_out           out = frame_out_over(answers, sizeof answers, take, &d);
    const signature_job job = { { (const char *)data, (ptrdiff_t)size },
                                INT64_C(1795825800000),
                                arena_over(room, sizeof room),
                                &out };
    parse_signatures(&job);
    if (frame_finish(&out) != ST_OK || !d.ended) abort();
    return 0;
}
