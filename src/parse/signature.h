// signature.h - certificates and the signatures of a PDF in, frames out. Pure: no system call is needed.
//
// It runs inside the sealed program coloa-parse; tests and the fuzzer call it over memory. Every failure is
// a REFUSED frame or a signature told as unreadable; nothing here returns an error.
#ifndef COLOA_PARSE_SIGNATURE_H
#define COLOA_PARSE_SIGNATURE_H

#include "kit/base/base.h"
#include "kit/workers/frame.h"

typedef struct signature_job {
    str        bytes;  // as in kit/workers/signature_frames.h
    int64_t    now_ms; // for chains of signatures that tell no time
    arena      room;   // the bytes that were signed are put together here: twice the file is enough
    frame_out *out;
} signature_job;

// Once, before the seal closes: the library reads no configuration, and its tables are made.
bool signature_prepare(void);
void parse_signatures(const signature_job *job);

#endif
