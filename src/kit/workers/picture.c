// picture.c - see picture.h and picture_frames.h.
#include "kit/workers/picture.h"

#include <signal.h>

#include "kit/base/reader.h"
#include "kit/os/os.h"
#include "kit/workers/picture_frames.h"
#include "kit/workers/worker.h"

enum { WALL_MS = 20 * 1000 };

static const frame_rule rules[] = {
    { PICTURE_FRAME_PIECE, PICTURE_PIECE_MAX },
    { PICTURE_FRAME_END, 4 },
    { PICTURE_FRAME_REFUSED, 4 },
    { 0, 0 },
};

typedef struct decoder {
    buf  jpeg;
    bool ended;
} decoder;

static status take(void *ctx, uint8_t type, str payload)
{
    decoder *d = ctx;
    reader   r = reader_over(payload);
    if (d->ended || type == PICTURE_FRAME_REFUSED) return ST_INVALID;
    if (type == PICTURE_FRAME_PIECE) {
        if (d->jpeg.len + (size_t)payload.len > PICTURE_BYTES_MAX) return ST_INVALID;
        buf_put(&d->jpeg, payload);
        return d->jpeg.failed ? ST_MEMORY : ST_OK;
    }
    d->ended = read_u32le(&r) == d->jpeg.len && !r.bad &&
               str_starts(buf_str(&d->jpeg), S("\xFF\xD8"));
    return d->ended ? ST_OK : ST_INVALID;
}

status picture_small(str program, int fd, arena *a, str *jpeg, problem *why)
{
    enum { FIRST_BYTES = 256 * 1024, SCRATCH_BYTES = 256 * 1024 };
    worker_outcome got     = { 0 };
    void          *scratch = NEW(a, char, SCRATCH_BYTES);
    decoder        d       = { .jpeg = buf_in(a, FIRST_BYTES, PICTURE_BYTES_MAX) };
    if (!scratch || d.jpeg.failed) return ST_MEMORY;
    const worker_options w = {
        .program          = program,
        .name             = S("coloa-print"),
        .args             = { S("picture") },
        .in_fd            = fd,
        .wall_ms          = WALL_MS,
        .output_bytes_max = PICTURE_BYTES_MAX + 64 * 1024,
        .rules            = rules,
        .frame            = take,
        .ctx              = &d,
    };
    status st = worker_run(&w, arena_over(scratch, SCRATCH_BYTES), &got, why);
    if (st == ST_INVALID) return problem_set(why, st, S(""), S("picture-unreadable"));
    TRY(st);
    *jpeg     = buf_str(&d.jpeg);
    bool late = got.end == WORKER_TIMED_OUT || (got.end == WORKER_DIED && got.signal == SIGXCPU);
    if (late) return problem_set(why, ST_LIMIT, S(""), S("picture-timeout"));
    if (got.end == WORKER_DONE && d.ended) return ST_OK;
    os_log(OS_WARN, "picture.end", "%s, signal %d, code %d", worker_end_name(got.end), got.signal,
           got.exit_code);
    return problem_set(why, ST_INVALID, S(""), S("picture-unreadable"));
}
