// picture.h - a stranger's photograph or screenshot as a small JPEG that was drawn anew: none of its bytes stay.
//
// It runs inside coloa-print; tests and fuzzers call it over memory. JPEG and PNG are read, row by row; a photo
// lies as the camera was held.
#ifndef COLOA_PRINT_PICTURE_H
#define COLOA_PRINT_PICTURE_H

#include "kit/base/base.h"
#include "kit/workers/frame.h"

typedef struct picture_job {
    str        bytes; // the whole file
    arena      work;  // PICTURE_WORK_BYTES
    frame_out *out;   // picture_frames.h
} picture_job;

enum { PICTURE_WORK_BYTES = 192 * 1024 * 1024 };

void picture_shrink(picture_job *job); // every failure is a REFUSED frame

#endif
