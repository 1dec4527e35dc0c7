// events.c - see events.h and events_frames.h.
#include "kit/workers/events.h"

#include <signal.h>
#include <string.h>

#include "kit/base/reader.h"
#include "kit/os/os.h"
#include "kit/workers/events_frames.h"
#include "kit/workers/worker.h"

enum {
    WALL_MS = 24 * 3600 * 1000, // who reads the lines may be slow; its processor time is bounded
    OUT_FOR_A_BYTE  = EVTX_CHUNK_LINES_MAX / EVTX_CHUNK_BYTES * 2, // live and slack
    OUT_BESIDE      = 64 * 1024 * 1024,
    CHECKED_AT_ONCE = 192, // ends of lines among them fit a byte
    RING_BYTES      = 512 * 1024,
};

const frame_rule events_frame_rules[] = {
    { EVENTS_FRAME_LINES, EVENTS_LINES_MAX },
    { EVENTS_FRAME_DAMAGE, EVENTS_DAMAGE_BYTES },
    { EVENTS_FRAME_END, EVENTS_END_BYTES },
    { EVENTS_FRAME_REFUSED, EVENTS_REFUSED_BYTES },
    { 0, 0 },
};

// ---- lines ---------------------------------------------------------------------------------------

// Bytes at the beginning of s that may stand in lines, by whole blocks; *lines grows by their ends. *high gathers
// the bits of all, so that plain ASCII needs no second look.
static size_t plain_blocks(str s, uint64_t *lines, unsigned char *high)
{
    size_t at = 0;
    for (; at + CHECKED_AT_ONCE <= (size_t)s.len; at += CHECKED_AT_ONCE) {
        unsigned char odd = 0, ends = 0, all = 0;
        for (size_t i = 0; i < CHECKED_AT_ONCE; i++) {
            unsigned char c = (unsigned char)s.ptr[at + i];
            ends            = (unsigned char)(ends + (c == '\n'));
            odd             = (unsigned char)(odd | (c < 0x20 && c != '\n') | (c == 0x7f));
            all |= c;
        }
        if (odd) break;
        *lines += ends;
        *high |= all;
    }
    return at;
}

static bool are_lines(str s, uint64_t *lines)
{
    unsigned char high = 0;
    if (s.len == 0 || s.ptr[0] != '{' || s.ptr[s.len - 1] != '\n') return false;
    for (size_t i = plain_blocks(s, lines, &high); i < (size_t)s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if ((c < 0x20 && c != '\n') || c == 0x7f) return false;
        *lines += c == '\n';
        high |= c;
    }
    return high < 0x80 || str_is_utf8(s);
}

// ---- frames --------------------------------------------------------------------------------------

static status take_lines(events_decoder *d, str lines)
{
    if (!are_lines(lines, &d->lines)) return ST_INVALID;
    return d->sink->lines(d->sink->ctx, lines);
}

bool damage_take(reader *r, evtx_damage *out)
{
    unsigned why = read_u8(r), recovered = read_u8(r);
    *out = (evtx_damage){ .why       = (evtx_why)why,
                          .recovered = recovered == 1,
                          .chunk     = read_u32le(r),
                          .offset    = read_u64le(r),
                          .bytes     = read_u64le(r),
                          .record    = read_u64le(r),
                          .records   = read_u32le(r) };
    return !r->bad && !reader_left(r) && recovered <= 1 && evtx_why_key(out->why);
}

static status take_damage(events_decoder *d, reader *r)
{
    evtx_damage got;
    if (!damage_take(r, &got)) return ST_INVALID;
    d->counts.damages++;
    return d->sink->damage(d->sink->ctx, &got);
}

static status take_end(events_decoder *d, reader *r)
{
    evtx_counts c = { .read      = read_u64le(r),
                      .failed    = read_u64le(r),
                      .skipped   = read_u64le(r),
                      .recovered = read_u64le(r),
                      .lost      = read_u64le(r),
                      .repeated  = read_u64le(r),
                      .chunks    = read_u64le(r),
                      .damages   = read_u64le(r),
                      .flags     = (uint32_t)read_u64le(r) };
    // It counts what it gave, no less and no more.
    if (r->bad || reader_left(r) || c.damages != d->counts.damages ||
        c.read + c.recovered != d->lines || c.read > d->lines)
        return ST_INVALID;
    d->counts = c;
    d->ended  = true;
    return ST_OK;
}

status events_decode(void *decoder, uint8_t type, str payload)
{
    events_decoder *d = decoder;
    reader          r = reader_over(payload);
    if (d->ended || d->refused) return ST_INVALID;
    switch (type) {
    case EVENTS_FRAME_LINES: return take_lines(d, payload);
    case EVENTS_FRAME_DAMAGE: return take_damage(d, &r);
    case EVENTS_FRAME_END: return take_end(d, &r);
    default:
        d->refused = payload.len == EVENTS_REFUSED_BYTES;
        return d->refused ? ST_OK : ST_INVALID;
    }
}

// ---- one file --------------------------------------------------------------------------------------

static status outcome(const events_decoder *d, const worker_outcome *got, problem *why)
{
    if (got->end == WORKER_DONE && d->refused)
        return problem_set(why, ST_INVALID, S(""), S("evtx-not-a-log"));
    if (got->end == WORKER_DONE && d->ended) return ST_OK;
    os_log(OS_WARN, "evtx.end", "%s, signal %d, code %d", worker_end_name(got->end), got->signal,
           got->exit_code);
    bool late = got->end == WORKER_TIMED_OUT || (got->end == WORKER_DIED && got->signal == SIGXCPU);
    if (late) return problem_set(why, ST_LIMIT, S(""), S("evtx-timeout"));
    if (got->end == WORKER_FLOODED) return problem_set(why, ST_LIMIT, S(""), S("evtx-flood"));
    return problem_set(why, ST_CONFLICT, S(""), S("evtx-died"));
}

status events_read(const events_options *o, int fd, const events_sink *sink, arena scratch,
                   evtx_counts *out, problem *why)
{
    os_file_info   info;
    worker_outcome got = { 0 };
    events_decoder d   = { .sink = sink };
    memset(out, 0, sizeof *out);
    if (os_info(fd, &info) != ST_OK || !info.is_regular)
        return problem_set(why, ST_INVALID, S(""), S("evtx-not-a-file"));
    const worker_options w = {
        .program          = o->program,
        .name             = S("coloa-evtx"),
        .args             = { o->recover ? S("recover") : S("live") },
        .in_fd            = fd,
        .wall_ms          = WALL_MS,
        .ring_bytes       = RING_BYTES,
        .output_bytes_max = OUT_BESIDE + info.bytes * OUT_FOR_A_BYTE,
        .rules            = events_frame_rules,
        .frame            = events_decode,
        .ctx              = &d,
    };
    status st = worker_run(&w, scratch, &got, why);
    *out      = d.counts;
    if (st == ST_INVALID) got.end = WORKER_GARBLED;
    if (!d.ended) out->read = d.lines;
    if (st != ST_OK && st != ST_INVALID) return st;
    return outcome(&d, &got, why);
}
