// frame.h - the pieces a sealed worker sends: a length, a type, and that many bytes.
//
// Not a message format: what a payload means is said beside it (sheet_frames.h for spreadsheets).
// The worker writes with frame_out; the parent, who trusts nothing it gets, takes them apart with
// frame_next against a table of the types and lengths it is ready for.
#ifndef COLOA_KIT_WORKERS_FRAME_H
#define COLOA_KIT_WORKERS_FRAME_H

#include "kit/base/base.h"

enum {
    FRAME_HEAD_BYTES  = 8,         // u32 length of the payload, u8 type, three zero bytes
    FRAME_OUT_BYTES   = 64 * 1024, // collected before one write
    FRAME_SEALED      = 1,         // first frame of every worker: how tightly it is shut in
    FRAME_SEALED_SIZE = 2,         // u8 Landlock ABI (0: the kernel has none), u8 1 = seccomp is on
};

// One line per type the parent accepts; a type that is absent is refused. Ends with type 0.
typedef struct frame_rule {
    uint8_t  type;
    uint32_t bytes_max; // of the payload
} frame_rule;

typedef enum frame_state { FRAME_READY = 1, FRAME_PARTIAL, FRAME_BAD } frame_state;

// Takes the first frame off `bytes`. READY: *type and *payload (a view) are set and *used bytes may
// be dropped. PARTIAL: more bytes are needed, nothing is set. BAD: the rules forbid what is there.
frame_state frame_next(str bytes, const frame_rule *rules, uint8_t *type, str *payload,
                       size_t *used);

// ---- the worker's side -----------------------------------------------------------------------
// Gathers frames and hands them on in large pieces. Failure sticks in `failed`.
typedef status frame_flush(void *ctx, str bytes);

typedef struct frame_out {
    char        *ptr; // room of `cap` bytes, larger than any one frame
    size_t       len, cap;
    size_t       head; // where the open frame's head stands
    frame_flush *flush;
    void        *ctx;
    bool         failed;
} frame_out;

frame_out frame_out_over(void *room, size_t cap, frame_flush *flush, void *ctx);
void      frame_begin(frame_out *o, uint8_t type);
void      frame_u8(frame_out *o, uint8_t v);
void      frame_u16(frame_out *o, uint16_t v);
void      frame_u32(frame_out *o, uint32_t v);
void      frame_u64(frame_out *o, uint64_t v);
void      frame_bytes(frame_out *o, str s);
char     *frame_room(frame_out *o, size_t bytes); // to be filled by the caller; NULL when failed
void      frame_room_back(frame_out *o,
                          size_t     bytes); // so many at the end of the last frame_room were not needed
void      frame_undo(frame_out *o);      // forgets the open frame
void      frame_end(frame_out *o);       // hands on when enough has gathered
status frame_finish(frame_out *o) MUST_CHECK; // hands on the rest; ST_BROKEN when anything failed

#endif
