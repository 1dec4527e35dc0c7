// ring.h - bytes from a sealed worker to its parent through memory both have, for who says much.
//
// A pipe takes and frees a page of the kernel for each 4 KB and wakes both ends all the time; at millions of lines that
// was a third of all the work. Here the same bytes are copied in and copied out, and nobody sleeps while there are some.
//
// The worker is not trusted: the parent keeps its own place, believes no count beyond the ring's size, and copies
// before it looks, so that nothing changes under it. The file behind the memory cannot change its size.
#ifndef COLOA_KIT_WORKERS_RING_H
#define COLOA_KIT_WORKERS_RING_H

#include "kit/base/base.h"

struct ring_memory;

typedef struct ring {
    struct ring_memory *memory; // NULL: none
    uint32_t            size;   // a power of two
    uint32_t            place;  // this end's own: bytes written, or taken, so far (they wrap)
} ring;

enum { RING_LEAST = 64 * 1024, RING_MOST = 1024 * 1024 * 1024 };

// The parent's end; *fd is for the worker and to be closed here. `bytes`: a power of two, RING_LEAST … RING_MOST.
status ring_make(uint32_t bytes, ring *out, int *fd) MUST_CHECK;
// Takes what is there, at least one byte; *got 0: the worker has said that it is done. ST_LIMIT on timeout, ST_INVALID: the
// worker's counts cannot be.
status ring_take(ring *r, void *out, size_t most, int64_t timeout_ms, size_t *got) MUST_CHECK;
void   ring_free(ring *r); // may be none

// The worker's end. ST_MISSING: the descriptor is no memory; ST_INVALID: of a size no ring has.
status ring_join(int fd, ring *out) MUST_CHECK;
status ring_put(ring *r, str bytes)
    MUST_CHECK;         // returns when all is in; ST_BROKEN: the parent takes no more
void ring_end(ring *r); // no more will come; may be none

#endif
