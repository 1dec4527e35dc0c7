// worker.h - runs a sealed program over one descriptor and takes its frames apart.
//
// The program is started, or comes out of its nursery when one is open (nursery.h), with descriptor 0 =
// the input, 1 = a pipe or ring to here, no other descriptor and no environment but the time zone UTC. It seals
// itself (seal.h) before it looks at the input, and answers in frames (frame.h). What it
// sends is as untrusted as the file it read: every length and type is checked against a table, time
// and amount are bounded, and whoever breaks a bound is killed. Nothing here knows what the frames
// say; sheet.h does for spreadsheets.
#ifndef COLOA_KIT_WORKERS_WORKER_H
#define COLOA_KIT_WORKERS_WORKER_H

#include "kit/base/base.h"
#include "kit/workers/frame.h"

struct os_process;

enum { WORKER_ARGS_MAX = 6 };

typedef struct worker_options {
    str     program;               // path; empty: `name` beside our own binary
    str     name;                  // "coloa-parse"
    str     args[WORKER_ARGS_MAX]; // absent ones end the list
    int     in_fd;                 // stays open, its position is not used
    int64_t wall_ms;               // from start to end
    int64_t still_ms; // neither a byte nor processor time for so long: it hangs; 0: five minutes
    int64_t output_bytes_max;
    size_t  pipe_bytes; // that may wait in its pipe; 0: as it comes
    uint32_t
        ring_bytes; // a power of two: instead of the pipe a ring of that size (ring.h), for who says much
    const frame_rule *rules; // without FRAME_SEALED, which is always expected first
    // Called per frame after FRAME_SEALED, in order; the payload lives until it returns. Anything
    // but ST_OK ends the worker and is what worker_run returns.
    status (*frame)(void *ctx, uint8_t type, str payload);
    void *ctx;
    // Who keeps a process of his own to copy (nursery_ask) starts the job himself; else NULL.
    status (*start)(void *start_ctx, const char *const *words, int in_fd, int out_fd,
                    struct os_process *out);
    void *start_ctx;
} worker_options;

typedef enum worker_end {
    WORKER_DONE = 1,  // closed its pipe after whole frames and exited with 0
    WORKER_DIED,      // a signal (SIGSYS: it broke its seal; SIGXCPU: out of time), or another exit
    WORKER_TIMED_OUT, // killed at wall_ms, or because it hung
    WORKER_FLOODED,   // killed at output_bytes_max
    WORKER_GARBLED,   // killed for a frame the rules forbid, or not sealed first
    WORKER_STOPPED,   // killed because `frame` returned other than ST_OK
} worker_end;

typedef struct worker_outcome {
    worker_end end;
    int        signal;    // that ended it, 0 none
    int        exit_code; // when it exited by itself, else -1
    int        landlock_abi;
    int64_t    output_bytes;
    int64_t    cpu_ms;     // user and system time of the worker
    int64_t    memory_kib; // its largest resident size
    bool       warm;       // it came out of a nursery
} worker_outcome;

const char *worker_end_name(worker_end end); // "done", "died", … for logs

// ST_OK: it ran, and *out says how it ended (also when badly). ST_BROKEN: it could not be started.
// ST_MEMORY: `scratch` cannot hold the largest frame twice. Else what `frame` returned.
// Blocks the calling thread; any number of threads may each run one.
status worker_run(const worker_options *o, arena scratch, worker_outcome *out,
                  problem *why) MUST_CHECK;

// For a process that lives long: opens a nursery for the program `name` beside our own binary. Nothing
// is started before the first job. nurseries_close() ends it.
status worker_keep_warm(str name) MUST_CHECK;

#endif
