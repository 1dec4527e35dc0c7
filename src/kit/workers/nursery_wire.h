// nursery_wire.h - what passes between nursery.c and the warm process (sealed_many.c); for these two.
//
// Over a SOCK_SEQPACKET pair. A job: its words, each ended by a NUL, with two descriptors, the input
// and the pipe for the answer. The reply: the child's number as int32_t, sent by the child itself, so
// that there is none without its number being known; or what is below 1 when there is no child.
// The end of the socket ends the nursery.
#ifndef COLOA_KIT_WORKERS_NURSERY_WIRE_H
#define COLOA_KIT_WORKERS_NURSERY_WIRE_H

enum {
    NURSERY_MESSAGE_MAX = 4096,
    NURSERY_WORDS_MAX   = 8,
    NURSERY_FDS         = 2,
    NURSERY_IDLE_MS     = 5 * 60 * 1000, // then it ends by itself
};

#define NURSERY_WORD "nursery" // the only argument of a program started as one

#endif
