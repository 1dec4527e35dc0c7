// hunt_many.h - many files searched at once, one process for each processor.
#ifndef COLOA_KIT_WORKERS_HUNT_MANY_H
#define COLOA_KIT_WORKERS_HUNT_MANY_H

#include "kit/workers/hunt.h"

// All are called one at a time, from several threads. `file` is what next() gave. Those for marks, indicators, YARA, costs
// and damage may be NULL.
typedef struct hunt_many_calls {
    void *ctx;
    // The next file, open, with the name rules may see, or false at the end; the descriptor is closed here.
    bool (*next)(void *ctx, int *fd, str *name, void **file);
    status (*finding)(void *ctx, void *file, const hunt_finding *f);
    status (*mark)(void *ctx, void *file, const hunt_mark *m);
    status (*indicator)(void *ctx, void *file, const hunt_indicator *i);
    status (*yara)(void *ctx, void *file, const hunt_yara *y);
    status (*cost)(void *ctx, void *file, const hunt_cost *c);
    status (*yara_cost)(void *ctx, void *file, const hunt_yara_cost *c);
    status (*damage)(void *ctx, void *file, const evtx_damage *d);
    // How it went; what hunt_file returned, its counts and its problem. Not ST_OK: no more files are begun.
    status (*ended)(void *ctx, void *file, status st, const hunt_counts *counts,
                    const problem *why);
    void (*tick)(void *ctx); // about each second while files are searched; may be NULL
} hunt_many_calls;

// `at_once` 0: as many as there are processors. What a call returned that was not ST_OK; ST_BROKEN: no thread could
// be made; ST_MEMORY.
status hunt_many(hunt *h, size_t at_once, const hunt_many_calls *calls) MUST_CHECK;

#endif
