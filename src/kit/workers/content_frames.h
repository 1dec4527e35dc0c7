// content_frames.h - what coloa-parse is given and says about a file's content; shared by its two ends only.
//
// Words: "content SIZE". Input: the whole file when SIZE is at most CONTENT_WHOLE_BYTES, else its first and last
// CONTENT_END_BYTES one behind the other. Answer: FRAME_SEALED, one CONTENT_FRAME.
#ifndef COLOA_KIT_WORKERS_CONTENT_FRAMES_H
#define COLOA_KIT_WORKERS_CONTENT_FRAMES_H

#include "kit/workers/content.h"
#include "kit/workers/frame.h"

enum { CONTENT_FRAME = 2, CONTENT_FRAME_BYTES = 2 }; // u8 kind, u8 remarks

// Takes frames, trusting nothing.
typedef struct content_decoder {
    content_report *out;
    bool            ended;
} content_decoder;

extern const frame_rule content_frame_rules[];
status                  content_decode(void *decoder, uint8_t type, str payload);

#endif
