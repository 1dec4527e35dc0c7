// picture_frames.h - what coloa-print says about a picture; shared by its two ends only.
//
// Order: FRAME_SEALED · PIECE… (a JPEG) · END, or REFUSED.
#ifndef COLOA_KIT_WORKERS_PICTURE_FRAMES_H
#define COLOA_KIT_WORKERS_PICTURE_FRAMES_H

#include "kit/workers/frame.h"
#include "kit/workers/picture.h"

enum {
    PICTURE_FRAME_PIECE = 2, // bytes, at least one
    PICTURE_FRAME_END,       // u32 bytes of all pieces
    PICTURE_FRAME_REFUSED,   // u32 0
};

enum { PICTURE_PIECE_MAX = 32 * 1024 };

#endif
