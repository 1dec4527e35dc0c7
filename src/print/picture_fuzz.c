// picture_fuzz.c - any bytes as a JPEG or PNG: a small picture, or a refusal.
#include "print/picture.h"

#include "kit/workers/picture.h"

static char memory[PICTURE_WORK_BYTES / 4], answers[PICTURE_BYTES_MAX + 64 * 1024];

static status drop(void *ctx, str bytes)
{
    (void)ctx, (void)bytes;
    return ST_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    frame_out   out = frame_out_over(answers, sizeof answers, drop, NULL);
    picture_job job = { { (const char *)bytes, (ptrdiff_t)size },
                        arena_over(memory, sizeof memory),
                        &out };
    picture_shrink(&job);
    return 0;
}
