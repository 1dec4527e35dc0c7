// content.c - see content.h and content_frames.h.
#include "kit/workers/content.h"

#include <signal.h>

#include "kit/base/reader.h"
#include "kit/os/os.h"
#include "kit/workers/content_frames.h"
#include "kit/workers/worker.h"

enum { WALL_MS = 20 * 1000, OUTPUT_BYTES_MAX = 4096, COPY_BYTES = 64 * 1024 };

const frame_rule content_frame_rules[] = { { CONTENT_FRAME, CONTENT_FRAME_BYTES }, { 0, 0 } };

static const char *const kind_keys[] = { "",     "other",   "pdf",    "docx", "xlsx", "pptx",
                                         "odt",  "ods",     "odp",    "ole",  "jpeg", "png",
                                         "gif",  "webp",    "heif",   "tiff", "mp4",  "pcap",
                                         "text", "archive", "program" };

const char *content_kind_key(content_kind k)
{
    _Static_assert(COUNT(kind_keys) == CONTENT_KINDS + 1, "one for each");
    return k >= CONTENT_OTHER && k <= CONTENT_KINDS ? kind_keys[k] : "";
}

status content_decode(void *decoder, uint8_t type, str payload)
{
    content_decoder *d       = decoder;
    reader           r       = reader_over(payload);
    unsigned         kind    = read_u8(&r);
    unsigned         remarks = read_u8(&r);
    bool             sound   = !d->ended && type == CONTENT_FRAME && !r.bad && !reader_left(&r) &&
                 kind >= CONTENT_OTHER && kind <= CONTENT_KINDS && remarks <= CONTENT_REMARKS;
    if (!sound) return ST_INVALID;
    *d->out  = (content_report){ (content_kind)kind, remarks };
    d->ended = true;
    return ST_OK;
}

static status copy_range(int from, int64_t at, int64_t count, int to, char *room)
{
    while (count > 0) {
        size_t n = 0, want = count < COPY_BYTES ? (size_t)count : COPY_BYTES;
        TRY(os_read_at(from, at, room, want, &n));
        if (n == 0) return ST_BROKEN; // shorter than it was
        TRY(os_write_all(to, (str){ room, (ptrdiff_t)n }));
        at += (int64_t)n;
        count -= (int64_t)n;
    }
    return ST_OK;
}

static status both_ends(int fd, int64_t size, arena scratch, int *out)
{
    char *room = NEW(&scratch, char, COPY_BYTES);
    if (!room) return ST_MEMORY;
    TRY(os_temp_in_memory(out));
    status st = copy_range(fd, 0, CONTENT_END_BYTES, *out, room);
    if (st == ST_OK) st = copy_range(fd, size - CONTENT_END_BYTES, CONTENT_END_BYTES, *out, room);
    if (st != ST_OK) os_close(*out);
    return st;
}

static status run(str program, int fd, int64_t size, arena scratch, content_decoder *d,
                  problem *why)
{
    str            words = arena_printf(&scratch, "%lld", (long long)size);
    worker_outcome got   = { 0 };
    if (!words.ptr) return ST_MEMORY;
    const worker_options w = {
        .program          = program,
        .name             = S("coloa-parse"),
        .args             = { S("content"), words },
        .in_fd            = fd,
        .wall_ms          = WALL_MS,
        .output_bytes_max = OUTPUT_BYTES_MAX,
        .rules            = content_frame_rules,
        .frame            = content_decode,
        .ctx              = d,
    };
    status st = worker_run(&w, scratch, &got, why);
    if (st == ST_INVALID) return problem_set(why, ST_INVALID, S(""), S("content-reader"));
    TRY(st);
    if (got.end == WORKER_DONE && d->ended) return ST_OK;
    bool late = got.end == WORKER_TIMED_OUT || (got.end == WORKER_DIED && got.signal == SIGXCPU);
    if (late) return problem_set(why, ST_LIMIT, S(""), S("content-timeout"));
    os_log(OS_WARN, "content.end", "%s, signal %d, code %d", worker_end_name(got.end), got.signal,
           got.exit_code);
    return problem_set(why, ST_INVALID, S(""), S("content-reader"));
}

status content_read(str program, int fd, arena scratch, content_report *out, problem *why)
{
    os_file_info    info;
    content_decoder d    = { .out = out };
    int             ends = -1;
    TRY(os_info(fd, &info));
    if (info.bytes > CONTENT_WHOLE_BYTES) TRY(both_ends(fd, info.bytes, scratch, &ends));
    status st = run(program, ends >= 0 ? ends : fd, info.bytes, scratch, &d, why);
    os_close(ends);
    return st;
}
