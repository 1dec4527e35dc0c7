// archive.c - see archive.h and archive_frames.h.
#include "kit/workers/archive.h"

#include <signal.h>

#include "kit/base/reader.h"
#include "kit/os/os.h"
#include "kit/workers/archive_frames.h"
#include "kit/workers/worker.h"

enum { WALL_MS = 60 * 60 * 1000, FRAME_ROOM = 256 * 1024 };

const frame_rule archive_frame_rules[] = {
    { ARCHIVE_FRAME_MEMBER, 8 + ARCHIVE_PATH_MAX },
    { ARCHIVE_FRAME_DATA, ARCHIVE_PIECE_BYTES_MAX },
    { ARCHIVE_FRAME_DONE, 1 },
    { ARCHIVE_FRAME_LEFT, 1 + ARCHIVE_PATH_MAX },
    { ARCHIVE_FRAME_END, 4 },
    { ARCHIVE_FRAME_REFUSED, 1 },
    { 0, 0 },
};

const char *archive_why_key(archive_why w)
{
    static const char *const keys[ARCHIVE_WHYS + 1] = {
        "",     "broken", "bomb",  "encrypted", "method", "link",
        "path", "deep",   "twice", "many",      "large",  "no-zip",
    };
    return (int)w <= ARCHIVE_WHYS ? keys[w] : "";
}

bool archive_failed(archive_why w)
{
    return w == ARCHIVE_BROKEN || w == ARCHIVE_BOMB;
}

// ---- frames ----------------------------------------------------------------------------------------

static status garbled(const archive_decoder *d)
{
    return problem_set(d->why, ST_INVALID, S("file"), S("archive-reader"));
}

// Text on one line that stays below where it is put.
static bool path_sound(str path)
{
    str rest = path, part;
    if (!path.len || path.ptr[0] == '/' || !str_is_utf8(path)) return false;
    for (ptrdiff_t i = 0; i < path.len; i++) {
        unsigned char ch = (unsigned char)path.ptr[i];
        if (ch < 0x20 || ch == 0x7F) return false;
    }
    for (bool more = true; more;) {
        more = str_cut(rest, '/', &part, &rest);
        if (str_equal(part, S("..")) || str_equal(part, S("."))) return false;
    }
    return true;
}

static status take_member(archive_decoder *d, reader r)
{
    int64_t low = read_u32le(&r), high = read_u32le(&r);
    str     path = read_bytes(&r, reader_left(&r));
    if (r.bad || d->open || !path_sound(path) || high > INT32_MAX) return garbled(d);
    if (++d->out->members > ARCHIVE_MEMBERS_MAX) return garbled(d);
    d->open = true;
    d->now  = 0;
    return d->sink->member(d->sink->ctx, path, high << 32 | low);
}

static status take_data(archive_decoder *d, str bytes)
{
    if (!d->open || !bytes.len || bytes.len > ARCHIVE_UNPACKED_MAX - d->total) return garbled(d);
    d->total += bytes.len;
    d->now += bytes.len;
    return d->sink->data(d->sink->ctx, bytes);
}

static void count(archive_counts *out, archive_why why)
{
    out->read += why == ARCHIVE_WHOLE;
    out->failed += archive_failed(why);
    out->skipped += why != ARCHIVE_WHOLE && !archive_failed(why);
}

static status take_done(archive_decoder *d, reader r)
{
    unsigned why = read_u8(&r);
    if (r.bad || !d->open || why > ARCHIVE_WHYS) return garbled(d);
    d->open = false;
    count(d->out, (archive_why)why);
    if (why == ARCHIVE_WHOLE) d->out->bytes += d->now;
    return d->sink->done(d->sink->ctx, (archive_why)why);
}

// A path that is left out may be anything but unprintable: the worker has mended it.
static status take_left(archive_decoder *d, reader r)
{
    unsigned why  = read_u8(&r);
    str      path = read_bytes(&r, reader_left(&r));
    if (r.bad || d->open || why == 0 || why > ARCHIVE_WHYS || !str_is_text(path)) return garbled(d);
    if (++d->out->members > ARCHIVE_MEMBERS_MAX) return garbled(d);
    count(d->out, (archive_why)why);
    return d->sink->left(d->sink->ctx, path, (archive_why)why);
}

static status take_refused(archive_decoder *d, reader r)
{
    static const char *const rules[ARCHIVE_WHYS + 1] = {
        [ARCHIVE_BOMB] = "archive-bomb",   [ARCHIVE_BROKEN] = "archive-broken",
        [ARCHIVE_TWICE] = "archive-twice", [ARCHIVE_MANY] = "archive-many",
        [ARCHIVE_LARGE] = "archive-large", [ARCHIVE_NO_ZIP] = "archive-no-zip",
    };
    unsigned why = read_u8(&r);
    if (r.bad || why > ARCHIVE_WHYS || !rules[why]) return garbled(d);
    return problem_set(d->why, ST_INVALID, S("file"), str_from(rules[why]));
}

// What was read, failed and skipped must be all there are.
static status take_end(archive_decoder *d, reader r)
{
    uint32_t members = read_u32le(&r);
    int64_t  told    = d->out->members;
    if (r.bad || d->open || (int64_t)members < told) return garbled(d);
    d->out->folders = (int64_t)members - told;
    d->out->members = (int64_t)members;
    d->ended        = true;
    return ST_OK;
}

status archive_decode(void *decoder, uint8_t type, str payload)
{
    archive_decoder *d = decoder;
    reader           r = reader_over(payload);
    if (d->ended) return garbled(d);
    switch (type) {
    case ARCHIVE_FRAME_MEMBER: return take_member(d, r);
    case ARCHIVE_FRAME_DATA: return take_data(d, payload);
    case ARCHIVE_FRAME_DONE: return take_done(d, r);
    case ARCHIVE_FRAME_LEFT: return take_left(d, r);
    case ARCHIVE_FRAME_REFUSED: return take_refused(d, r);
    case ARCHIVE_FRAME_END: return take_end(d, r);
    default: return garbled(d);
    }
}

// ---- the worker ------------------------------------------------------------------------------------

// The member that was under way when the process ended has failed: it was met, and is not whole.
static status leave_open(archive_decoder *d, status st)
{
    bool told = st == ST_OK || str_starts(d->why->rule, S("archive-"));
    if (!d->open || !told) return st;
    d->open = false;
    count(d->out, ARCHIVE_BROKEN);
    TRY(d->sink->done(d->sink->ctx, ARCHIVE_BROKEN));
    return st;
}

status archive_unpack(str program, int fd, const archive_sink *sink, arena scratch,
                      archive_counts *out, problem *why)
{
    os_file_info info;
    *out       = (archive_counts){ 0 };
    char *room = arena_alloc(&scratch, 1, 1, FRAME_ROOM);
    if (!room) return ST_MEMORY;
    TRY(os_info(fd, &info));
    if (info.bytes > ARCHIVE_FILE_MAX)
        return problem_set(why, ST_INVALID, S("file"), S("archive-large"));
    archive_decoder      d = { .sink = sink, .out = out, .why = why };
    const worker_options w = {
        .program          = program,
        .name             = S("coloa-unpack"),
        .args             = { S("zip") },
        .in_fd            = fd,
        .wall_ms          = WALL_MS,
        .output_bytes_max = ARCHIVE_UNPACKED_MAX + (INT64_C(1) << 32),
        .rules            = archive_frame_rules,
        .frame            = archive_decode,
        .ctx              = &d,
    };
    worker_outcome got = { 0 };
    status         st  = worker_run(&w, arena_over(room, FRAME_ROOM), &got, why);
    TRY(leave_open(&d, st));
    if (got.end == WORKER_DONE && d.ended) return ST_OK;
    bool late = got.end == WORKER_TIMED_OUT || (got.end == WORKER_DIED && got.signal == SIGXCPU);
    if (late) return problem_set(why, ST_LIMIT, S("file"), S("archive-timeout"));
    os_log(OS_WARN, "archive.end", "%s, signal %d, code %d", worker_end_name(got.end), got.signal,
           got.exit_code);
    return problem_set(why, ST_INVALID, S("file"), S("archive-reader"));
}
