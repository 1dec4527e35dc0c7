// archive_frames.h - what coloa-unpack says of an archive; shared by its two ends only.
//
// Word: "zip". Order: FRAME_SEALED · (MEMBER DATA… DONE | LEFT)… · END, or at any place REFUSED, which ends all. Integers are
// little-endian.
#ifndef COLOA_KIT_WORKERS_ARCHIVE_FRAMES_H
#define COLOA_KIT_WORKERS_ARCHIVE_FRAMES_H

#include "kit/workers/archive.h"
#include "kit/workers/frame.h"

enum {
    ARCHIVE_FRAME_MEMBER = 2, // u32 low, u32 high: bytes it announces; the rest: path
    ARCHIVE_FRAME_DATA,       // bytes, at least one
    ARCHIVE_FRAME_DONE,       // u8: 0 whole, else archive_why: what came of it is to be forgotten
    ARCHIVE_FRAME_LEFT,       // u8 archive_why, the rest: path
    ARCHIVE_FRAME_END,        // u32 members that the archive has
    ARCHIVE_FRAME_REFUSED,    // u8 archive_why
};

enum { ARCHIVE_PIECE_BYTES_MAX = 32 * 1024 };

// Takes frames, trusting nothing.
typedef struct archive_decoder {
    const archive_sink *sink;
    archive_counts     *out;
    problem            *why;
    int64_t             total; // bytes of all members so far
    int64_t             now;   // of the open one
    bool                open, ended;
} archive_decoder;

extern const frame_rule archive_frame_rules[];
status                  archive_decode(void *decoder, uint8_t type, str payload);

#endif
