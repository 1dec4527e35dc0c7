// signature_frames_fuzz.c - any bytes as what a worker says of signatures: the parent must stay whole.
#include <stdlib.h>

#include "kit/workers/signature_frames.h"

static void check(const signature_decoder *d)
{
    if (d->root_count > SIGNATURE_ROOTS_MAX || d->count > SIGNATURES_MAX) abort();
    for (size_t i = 0; i < d->root_count; i++) {
        if (!str_is_utf8(d->roots[i].subject) || d->roots[i].sha256.len != SIGNATURE_HASH_LENGTH)
            abort();
    }
    for (size_t i = 0; i < d->count; i++) {
        const signature *s = &d->signatures[i];
        if (!str_is_utf8(s->signer) || s->signer.len > SIGNATURE_TEXT_MAX) abort();
        if (s->bytes < SIGNATURE_INTACT || s->bytes > SIGNATURE_UNREADABLE) abort();
        if (s->chain < SIGNATURE_TRUSTED || s->chain > SIGNATURE_UNCHECKED) abort();
        if (s->time < SIGNATURE_TIME_NONE || s->time > SIGNATURE_TIME_STAMPED) abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static char           kept[1 << 18];
    static signature_root roots[SIGNATURE_ROOTS_MAX];
    static signature      all[SIGNATURES_MAX];
    problem               why   = { 0 };
    arena                 a     = arena_over(kept, sizeof kept);
    signature_decoder     d     = { roots, all, 0, 0, &a, &why, false };
    str                   bytes = { (const char *)data, (ptrdiff_t)size };
    for (;;) {
        uint8_t type = 0;
        str     payload;
        size_t  used = 0;
        if (frame_next(bytes, signature_frame_rules, &type, &payload, &used) != FRAME_READY)
            return 0;
        if (signature_decode(&d, type, payload) != ST_OK) return 0;
        check(&d);
        bytes = str_slice(bytes, (ptrdiff_t)used, bytes.len);
    }
}
