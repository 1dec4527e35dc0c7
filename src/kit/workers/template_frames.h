// template_frames.h - what coloa-parse says of a template; shared by its two ends only.
//
// Word: "template". Order: FRAME_SEALED · (PART DATA…)… · HEALED… · END, or at any place REFUSED, which ends all.
// Integers are little-endian.
#ifndef COLOA_KIT_WORKERS_TEMPLATE_FRAMES_H
#define COLOA_KIT_WORKERS_TEMPLATE_FRAMES_H

#include "kit/workers/frame.h"
#include "kit/workers/template.h"

enum {
    TEMPLATE_FRAME_PART = 2, // u32 bytes that follow in DATA frames, the rest: name
    TEMPLATE_FRAME_DATA,     // bytes, at least one
    TEMPLATE_FRAME_HEALED,   // name of a placeholder
    TEMPLATE_FRAME_END,      // u32 parts
    TEMPLATE_FRAME_REFUSED,  // u8 rule, the rest: field
};

enum { TEMPLATE_PIECE_BYTES_MAX = 32 * 1024, TEMPLATE_MARK_MAX = 40, TEMPLATE_FIELD_MAX = 200 };

// Rule number n, from 1; NULL beyond the last.
const char *template_rule(unsigned n);

// Takes frames, trusting nothing.
typedef struct template_decoder {
    template_taken *out; // parts: room for TEMPLATE_PARTS_MAX
    arena          *a;
    problem        *why;
    char           *into; // where the open part's bytes go
    size_t          open; // bytes of it still to come
    size_t          total;
    bool            ended;
} template_decoder;

extern const frame_rule template_frame_rules[];
status                  template_decode(void *decoder, uint8_t type, str payload);

#endif
