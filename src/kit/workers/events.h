// events.h - a Windows event log (EVTX) as JSON lines, read by coloa-evtx, the sealed program.
//
// What a line looks like: kit/evtx/evtx.h. The program here passes on whole lines it has checked to be UTF-8
// without control bytes, and never looks into them.
#ifndef COLOA_KIT_WORKERS_EVENTS_H
#define COLOA_KIT_WORKERS_EVENTS_H

#include "kit/evtx/evtx.h"

typedef struct events_sink {
    void *ctx;
    status (*lines)(void *ctx, str lines); // one or more, '\n' behind each; lives until it returns
    status (*damage)(void *ctx, const evtx_damage *d);
} events_sink;

typedef struct events_options {
    str  program; // path; empty: coloa-evtx beside our own binary
    bool recover; // slack too
} events_options;

enum { EVENTS_SCRATCH_BYTES = 2 * 1024 * 1024 };

// fd keeps its position and must be a regular file. What was given before a failure stays given, and *out counts
// it. ST_INVALID "evtx-not-a-file", "evtx-not-a-log"; ST_LIMIT "evtx-timeout", "evtx-flood"; ST_CONFLICT
// "evtx-died": the reader died of this file, which is a finding; ST_BROKEN "worker-start"; else what the sink said.
status events_read(const events_options *o, int fd, const events_sink *sink, arena scratch,
                   evtx_counts *out, problem *why) MUST_CHECK;

#endif
