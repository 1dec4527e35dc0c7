// unpack.h - a stranger's zip in, frames out (kit/workers/archive_frames.h). Needs no system call but memory.
//
// It runs inside the sealed program coloa-unpack, over a mapped file; tests and fuzzers call it over memory. Every
// failure is a frame; nothing here returns an error.
#ifndef COLOA_UNPACK_UNPACK_H
#define COLOA_UNPACK_UNPACK_H

#include "kit/base/base.h"
#include "kit/workers/frame.h"

void unpack_zip(str bytes, frame_out *out);

#endif
