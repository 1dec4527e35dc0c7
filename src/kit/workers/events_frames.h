// events_frames.h - what coloa-evtx says about an event log; shared by its two ends only.
//
// Order: FRAME_SEALED · (LINES | DAMAGE)… · END, or REFUSED.
#ifndef COLOA_KIT_WORKERS_EVENTS_FRAMES_H
#define COLOA_KIT_WORKERS_EVENTS_FRAMES_H

#include "kit/base/reader.h"
#include "kit/workers/events.h"
#include "kit/workers/frame.h"

enum {
    EVENTS_FRAME_LINES = 2, // whole lines
    EVENTS_FRAME_DAMAGE, // u8 why, u8 recovered, u32 chunk, u64 offset, u64 bytes, u64 record, u32 records
    EVENTS_FRAME_END,     // the numbers of evtx_counts, u64 each
    EVENTS_FRAME_REFUSED, // u8 0
};

enum {
    EVENTS_GATHERED      = 240 * 1024, // lines are handed on from here on
    EVENTS_LINES_MAX     = EVENTS_GATHERED + EVTX_LINE_MAX,
    EVENTS_DAMAGE_BYTES  = 2 + 4 + 8 + 8 + 8 + 4,
    EVENTS_COUNTS        = 9,
    EVENTS_END_BYTES     = 8 * EVENTS_COUNTS,
    EVENTS_OUT_BYTES     = EVENTS_LINES_MAX + 2 * FRAME_OUT_BYTES,
    EVENTS_REFUSED_BYTES = 1,
};

extern const frame_rule events_frame_rules[];

// The rest of a frame about damage, here and in hunt_frames.h; false: it says what cannot be.
bool damage_take(reader *r, evtx_damage *out);

typedef struct events_decoder {
    const events_sink *sink;
    evtx_counts        counts; // as met here until END
    uint64_t           lines;
    bool               ended, refused;
} events_decoder;

// One frame. ST_INVALID: it says what cannot be; else what the sink said.
status events_decode(void *decoder, uint8_t type, str payload) MUST_CHECK;

#endif
