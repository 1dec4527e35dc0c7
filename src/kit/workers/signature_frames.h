// signature_frames.h - what coloa-parse is given and says about signatures; shared by its two ends only.
//
// Input: u32 length of the certificates, the certificates, the PDF (perhaps none).
// Order: FRAME_SEALED · ROOT… · ONE… · END, or at any place REFUSED, which ends all. Integers are
// little-endian; a text is a u16 length and its bytes; a moment is a u64.
#ifndef COLOA_KIT_WORKERS_SIGNATURE_FRAMES_H
#define COLOA_KIT_WORKERS_SIGNATURE_FRAMES_H

#include "kit/workers/signature.h"

enum {
    SIGNATURE_FRAME_ROOT = 2, // u8 authority, from, to, texts: sha256, subject, issuer, serial
    SIGNATURE_FRAME_ONE, // u8 bytes, u8 whole, u8 chain, u8 time, signed, from, to, texts: signer,
                         // organisation, issuer, serial, digest, kind
    SIGNATURE_FRAME_END, // u32 roots, u32 signatures
    SIGNATURE_FRAME_REFUSED, // u8 signature_refusal
};

enum {
    SIGNATURE_HEAD_BYTES     = 4,
    SIGNATURE_ONE_TEXTS      = 6,
    SIGNATURE_ROOT_TEXTS     = 4,
    SIGNATURE_ONE_FRAME_MAX  = 4 + 24 + SIGNATURE_ONE_TEXTS * (2 + SIGNATURE_TEXT_MAX),
    SIGNATURE_ROOT_FRAME_MAX = 1 + 16 + SIGNATURE_ROOT_TEXTS * (2 + SIGNATURE_TEXT_MAX),
};

typedef enum signature_refusal {
    SIGNATURE_NOT_PDF = 1,
    SIGNATURE_TOO_BIG,
    SIGNATURE_TOO_MANY,
    SIGNATURE_ROOT_UNREADABLE,
    SIGNATURE_ROOTS_TOO_MANY,
} signature_refusal;

const char *signature_refusal_key(signature_refusal why); // NULL for an unknown number

// Takes frames, trusting nothing. Pure: the fuzzer drives it without any process.
typedef struct signature_decoder {
    signature_root *roots;      // room for SIGNATURE_ROOTS_MAX
    signature      *signatures; // room for SIGNATURES_MAX
    size_t          root_count, count;
    arena          *a; // texts live here
    problem        *why;
    bool            ended;
} signature_decoder;

extern const frame_rule signature_frame_rules[];
status                  signature_decode(void *decoder, uint8_t type, str payload);

#endif
