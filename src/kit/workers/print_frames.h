// print_frames.h - what coloa-print says about a document; shared by its two ends only.
//
// Order: FRAME_SEALED · PDF… (the file in pieces) · LACK… · END, or at any place REFUSED, which ends
// all. Integers are little-endian.
#ifndef COLOA_KIT_WORKERS_PRINT_FRAMES_H
#define COLOA_KIT_WORKERS_PRINT_FRAMES_H

#include "kit/workers/print.h"

enum {
    PRINT_FRAME_PDF = 2, // bytes, at least one
    PRINT_FRAME_LACK,    // u8 print_lack_kind, u32 count, the rest: detail
    PRINT_FRAME_END,     // u32 pages, u32 bytes of the PDF
    PRINT_FRAME_REFUSED, // u8 print_refusal, the rest: detail
};

enum {
    PRINT_PIECE_BYTES_MAX = 32 * 1024,
    PRINT_LACK_DETAIL_MAX = 60,
    PRINT_DETAIL_MAX      = 120,
};

// The words stand in po/*.po under "print.lack.<key>"; keys in print.c.
typedef enum print_lack_kind {
    PRINT_LACK_PICTURE = 1, // pictures, drawings, text boxes, embedded objects
    PRINT_LACK_EQUATION,
    PRINT_LACK_NOTE,      // footnotes and endnotes
    PRINT_LACK_FONT,      // set in Times instead
    PRINT_LACK_CHARACTER, // not in the fonts
    PRINT_LACK_COLUMNS,
    PRINT_LACK_CHANGE, // tracked changes: drawn as if accepted
    PRINT_LACK_FRAME,  // text and tables placed freely: drawn in their order
    PRINT_LACK_RIGHT_TO_LEFT,
    PRINT_LACK_EFFECT,
    PRINT_LACK_TURNED, // text that runs upward or downward
    PRINT_LACK_BORDER, // wavy and ornamental lines: drawn as plain ones
    PRINT_LACK_PAGE_BORDER,
    PRINT_LACK_TABLE_STYLE, // looks a style gives to some rows or columns only
    PRINT_LACK_LIST,        // ways of counting: drawn as 1, 2, 3
    PRINT_LACK_NESTED,      // tables too deep within tables
    PRINT_LACK_CUT,         // text beyond a row of fixed height, or beyond the page
    PRINT_LACK_MORE,        // further things, counted only
    PRINT_LACK_KINDS,
} print_lack_kind;

const char *print_lack_key(print_lack_kind kind); // NULL for an unknown number

typedef enum print_refusal {
    PRINT_NOT_DOCX = 1,
    PRINT_PASSWORD,
    PRINT_MACROS,
    PRINT_XML,
    PRINT_ENTITIES,
    PRINT_TOO_LARGE, // unpacked, in memory, or in pages
    PRINT_FAILED,    // cairo would not draw it
} print_refusal;

const char *print_refusal_key(print_refusal why); // NULL for an unknown number

// Takes frames, trusting nothing. Pure but for the PDF's pieces, which go to `piece`.
typedef struct print_decoder {
    print_made *made;
    problem    *why;
    arena      *a; // details live here
    status (*piece)(void *ctx, str bytes);
    void    *ctx;
    uint64_t bytes; // of the PDF so far
    bool     ended;
} print_decoder;

extern const frame_rule print_frame_rules[];
status                  print_decode(void *decoder, uint8_t type, str payload);

#endif
