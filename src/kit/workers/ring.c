// ring.c - see ring.h. One writes, one reads; counts go up and wrap, their difference is what lies in between.
#include "kit/workers/ring.h"

#include <assert.h>
#include <stdatomic.h>
#include <string.h>

#include "kit/os/os.h"

enum { LINE = 64, HEAD_BYTES = 4096 }; // what one end writes shares no cache line with the other's

typedef struct ring_memory {
    _Atomic uint32_t written; // bytes so far, by the worker
    _Atomic uint32_t news;    // goes up with each change of the worker's
    _Atomic uint32_t ended;
    _Atomic uint32_t writer_waits;
    char             apart[LINE - 4 * sizeof(uint32_t)];
    _Atomic uint32_t taken; // bytes so far, by the parent
    _Atomic uint32_t reader_waits;
    _Atomic uint32_t gone; // the parent takes no more
} ring_memory;

static char *bytes_of(const ring *r)
{
    return (char *)r->memory + HEAD_BYTES;
}

static uint32_t lesser(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

// From the place on to the end of the memory, at most `count`.
static uint32_t stretch(const ring *r, uint32_t count)
{
    return lesser(count, r->size - (r->place & (r->size - 1)));
}

// ---- the parent --------------------------------------------------------------------------------

status ring_make(uint32_t bytes, ring *out, int *fd)
{
    void *at;
    assert(bytes >= RING_LEAST && bytes <= RING_MOST && (bytes & (bytes - 1)) == 0);
    TRY(os_share(HEAD_BYTES + (size_t)bytes, &at, fd));
    *out = (ring){ .memory = at, .size = bytes };
    return ST_OK;
}

// A worker that waits for room is told: else it would wait for as long as we live.
void ring_free(ring *r)
{
    if (!r->memory) return;
    r->memory->gone = 1;
    r->memory->taken ^= 1; // whoever is about to sleep on it does not
    os_word_wake(&r->memory->taken);
    os_unshare(r->memory, HEAD_BYTES + (size_t)r->size);
    r->memory = NULL;
}

static void copy_out(ring *r, char *to, uint32_t count)
{
    while (count) {
        uint32_t n = stretch(r, count);
        memcpy(to, bytes_of(r) + (r->place & (r->size - 1)), n);
        to += n, count -= n;
        r->place += n;
    }
}

// The end is looked at before the bytes: what was written before it is then seen.
static uint32_t look(const ring *r, bool *ended)
{
    *ended = r->memory->ended;
    return r->memory->written - r->place;
}

static uint32_t wait_for_bytes(ring *r, int64_t timeout_ms, bool *ended)
{
    ring_memory *m     = r->memory;
    uint32_t     news  = m->news;
    uint32_t     there = look(r, ended);
    if (there || *ended || timeout_ms == 0) return there;
    m->reader_waits = 1;
    if (!look(r, ended) && !*ended) os_word_wait(&m->news, news, timeout_ms);
    m->reader_waits = 0;
    there           = look(r, ended);
    if (!there && !*ended) os_sleep_ms(1); // one that only wakes us shall not keep us from our work
    return there;
}

status ring_take(ring *r, void *out, size_t most, int64_t timeout_ms, size_t *got)
{
    bool     ended;
    uint32_t there = wait_for_bytes(r, timeout_ms, &ended);
    *got           = 0;
    if (there > r->size) return ST_INVALID;
    if (!there) return ended ? ST_OK : ST_LIMIT;
    *got = there < most ? there : most;
    copy_out(r, out, (uint32_t)*got);
    r->memory->taken = r->place;
    if (r->memory->writer_waits) os_word_wake(&r->memory->taken);
    return ST_OK;
}

// ---- the worker ------------------------------------------------------------------------------------

status ring_join(int fd, ring *out)
{
    void  *at;
    size_t bytes;
    TRY(os_share_join(fd, &at, &bytes));
    size_t size = bytes > HEAD_BYTES ? bytes - HEAD_BYTES : 0;
    if (size < RING_LEAST || size > RING_MOST || size & (size - 1)) {
        os_unshare(at, bytes);
        return ST_INVALID;
    }
    *out = (ring){ .memory = at, .size = (uint32_t)size };
    return ST_OK;
}

// 0: the parent takes no more.
static uint32_t wait_for_room(ring *r)
{
    ring_memory *m = r->memory;
    for (;;) {
        uint32_t taken = m->taken, room = r->size - (r->place - taken);
        if (m->gone) return 0;
        if (room) return room;
        m->writer_waits = 1;
        if (m->taken == taken) os_word_wait(&m->taken, taken, -1);
        m->writer_waits = 0;
    }
}

static void tell(ring_memory *m)
{
    m->news++;
    if (m->reader_waits) os_word_wake(&m->news);
}

status ring_put(ring *r, str bytes)
{
    while (bytes.len) {
        uint32_t room = wait_for_room(r);
        if (!room) return ST_BROKEN;
        uint32_t want = (size_t)bytes.len < room ? (uint32_t)bytes.len : room;
        uint32_t n    = stretch(r, want);
        memcpy(bytes_of(r) + (r->place & (r->size - 1)), bytes.ptr, n);
        r->place += n;
        bytes = str_slice(bytes, (ptrdiff_t)n, bytes.len);
        if (n < want) continue; // the rest of it begins at the front again
        r->memory->written = r->place;
        tell(r->memory);
    }
    return ST_OK;
}

void ring_end(ring *r)
{
    if (!r->memory) return;
    r->memory->ended = 1;
    tell(r->memory);
}
