// main.c - coloa-evtx, the sealed program: a Windows event log on descriptor 0, frames with its records as JSON
// lines on descriptor 1 (kit/workers/events_frames.h). Nobody calls it by hand; events_read does.
//
// usage: coloa-evtx live|recover
//        coloa-evtx nursery
//
// However large the log, what was read is given back to the kernel: the file is mapped, never copied.
#include <string.h>
#include <sys/mman.h>

#include "kit/workers/events_frames.h"
#include "kit/workers/sealed.h"

enum {
    HEAP_BYTES  = 1024 * 1024,
    CPU_SECONDS = 3600,
    HELD_BYTES  = 4 * 1024 * 1024, // of the file, before what was read is given back
};

static const size_t input_bytes_max = EVTX_HEAD_BYTES + (size_t)EVTX_CHUNKS_MAX * EVTX_CHUNK_BYTES;

typedef struct giver {
    frame_out *out;
    char      *lines; // the frame under way: room of EVENTS_LINES_MAX; NULL: none is
    size_t     len;
    str        input;
    size_t     given_back;
} giver;

static giver give;
static void *room;
static bool  recover;

static void hand_on(giver *g)
{
    if (!g->lines) return;
    frame_room_back(g->out, EVENTS_LINES_MAX - g->len);
    if (g->len)
        frame_end(g->out);
    else
        frame_undo(g->out);
    g->lines = NULL;
    g->len   = 0;
}

// Lines are written where they leave from.
static char *line_room(void *ctx)
{
    giver *g = ctx;
    if (g->len >= EVENTS_GATHERED) hand_on(g);
    if (!g->lines) {
        frame_begin(g->out, EVENTS_FRAME_LINES);
        g->lines = frame_room(g->out, EVENTS_LINES_MAX);
    }
    return g->lines ? g->lines + g->len : NULL;
}

static void line_ends(void *ctx, size_t bytes)
{
    giver *g = ctx;
    g->len += bytes;
}

static void damaged(void *ctx, const evtx_damage *d)
{
    giver *g = ctx;
    hand_on(g); // so that it stands where it was met
    frame_begin(g->out, EVENTS_FRAME_DAMAGE);
    frame_u8(g->out, (uint8_t)d->why);
    frame_u8(g->out, d->recovered);
    frame_u32(g->out, d->chunk);
    frame_u64(g->out, d->offset);
    frame_u64(g->out, d->bytes);
    frame_u64(g->out, d->record);
    frame_u32(g->out, d->records);
    frame_end(g->out);
}

// Memory is laid out by whole pages, and so is what is given back of it.
static void passed(void *ctx, uint64_t to)
{
    giver *g = ctx;
    if (to < g->given_back) g->given_back = 0; // another pass begins
    if (to - g->given_back < HELD_BYTES) return;
    size_t end = (size_t)to & ~(size_t)(EVTX_HEAD_BYTES - 1);
    (void)!madvise((char *)(uintptr_t)g->input.ptr + g->given_back, end - g->given_back,
                   MADV_DONTNEED);
    g->given_back = end;
}

static void put_end(frame_out *out, const evtx_counts *c)
{
    const uint64_t numbers[EVENTS_COUNTS] = { c->read,      c->failed,  c->skipped,
                                              c->recovered, c->lost,    c->repeated,
                                              c->chunks,    c->damages, c->flags };
    frame_begin(out, EVENTS_FRAME_END);
    for (size_t i = 0; i < EVENTS_COUNTS; i++) frame_u64(out, numbers[i]);
    frame_end(out);
}

static bool warm(bool many)
{
    (void)many;
    room = sealed_room(EVTX_ROOM_BYTES, 0);
    return room != NULL;
}

static bool words(const char *const *w, size_t count, frame_out *out)
{
    if (count != 1) return false;
    give.out = out;
    recover  = strcmp(w[0], "recover") == 0;
    return recover || strcmp(w[0], "live") == 0;
}

static void work(const sealed_job *job)
{
    const evtx_sink sink = { &give, line_room, line_ends, damaged, passed };
    evtx_counts     counts;
    give.input           = job->input;
    const evtx_options o = { recover, job->salt };
    status st = evtx_read(job->input, &o, arena_over(room, EVTX_ROOM_BYTES), &sink, &counts);
    if (st == ST_OK) {
        hand_on(&give);
        put_end(job->out, &counts);
        return;
    }
    hand_on(&give);
    frame_begin(job->out, EVENTS_FRAME_REFUSED);
    frame_u8(job->out, 0);
    frame_end(job->out);
}

int main(int argc, char **argv)
{
    const sealed_program self = {
        .limits          = { HEAP_BYTES, CPU_SECONDS },
        .input_bytes_max = input_bytes_max,
        .out_bytes       = EVENTS_OUT_BYTES,
        .heap_at_once    = 0,
        .warm            = warm,
        .words           = words,
        .work            = work,
    };
    return sealed_main(&self, argc, argv);
}
