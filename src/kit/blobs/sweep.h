// sweep.h - blobs that nothing points at: left by an act that never ended, or by a process that died.
//
// Whoever brings the same bytes at the same time loses nothing: a blob is moved aside before it is looked at for
// the last time, one that was placed meanwhile goes back, and bringing bytes always places them anew.
#ifndef COLOA_KIT_BLOBS_SWEEP_H
#define COLOA_KIT_BLOBS_SWEEP_H

#include "kit/blobs/blob.h"

enum { BLOB_SWEEP_MAX = 10000 }; // taken away, or counted, at a time

// Does anything point at it?
typedef status blob_known(void *ctx, str name, bool *known);

typedef struct blob_orphans {
    int64_t count,
        bytes;    // placed before, and not pointed at; files that were never made whole among them
    int64_t kept; // pointed at
} blob_orphans;

// Looks at all that was placed before `before_ms`; with `away` takes away what nothing points at.
typedef struct blob_sweeping {
    int         folder_fd;
    int64_t     before_ms;
    bool        away;
    blob_known *known;
    void       *ctx;
} blob_sweeping;
status blob_sweep(const blob_sweeping *how, blob_orphans *out) MUST_CHECK;

// One alone, by the same care. *gone: it is not there any more. Left: pointed at, or placed at or after before_ms.
status blob_take_away(const blob_sweeping *how, str name, bool *gone) MUST_CHECK;

#endif
