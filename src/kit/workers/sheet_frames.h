// sheet_frames.h - what coloa-parse says about a spreadsheet; shared by its two ends only.
//
// Order: FRAME_SEALED · BOOK (before the first row) · ROW… (rising numbers) · MERGE… · END,
// or at any place REFUSED, which ends all. Integers are little-endian.
#ifndef COLOA_KIT_WORKERS_SHEET_FRAMES_H
#define COLOA_KIT_WORKERS_SHEET_FRAMES_H

#include "kit/workers/sheet.h"

enum {
    SHEET_FRAME_BOOK =
        2,             // u8 format, u16 chosen, u16 count, count × { u8 hidden, u16 length, name }
    SHEET_FRAME_ROW,   // u32 number, u16 count, count × { u16 column, u8 kind, u32 length, text }
    SHEET_FRAME_MERGE, // u32 first row, u32 last row, u16 first column, u16 last column
    SHEET_FRAME_END,   // u32 how many ROW frames there were
    SHEET_FRAME_REFUSED, // u16 sheet_refusal, u32 row, u16 column, the rest: detail
};

enum {
    SHEET_ROW_NUMBER_MAX   = 1048576, // Excel's
    SHEET_NAME_BYTES_MAX   = 31 * 4,  // Excel's 31 characters
    SHEET_DETAIL_BYTES_MAX = 240,
    SHEET_CELL_HEAD_BYTES  = 7,
    SHEET_ROW_FRAME_MAX    = 6 + SHEET_ROW_BYTES_MAX + SHEET_COLUMNS_MAX * SHEET_CELL_HEAD_BYTES,
    SHEET_BOOK_FRAME_MAX   = 5 + SHEET_NAMES_MAX * (3 + SHEET_NAME_BYTES_MAX),
    SHEET_CELL_BYTES_MAX   = SHEET_CELL_CHARACTERS_MAX * 4,
};

// Why a file is refused. The words stand in po/*.po under "problem.<key>"; keys in sheet.c.
typedef enum sheet_refusal {
    SHEET_EMPTY = 1,
    SHEET_TOO_BIG,
    SHEET_NOT_A_SHEET, // neither a workbook nor a table of text
    SHEET_OTHER_KIND,  // docx, pptx, ods, xlsb …: `detail` names the kind
    SHEET_OLD_XLS,
    SHEET_PASSWORD,
    SHEET_MACROS,
    SHEET_TRUNCATED,
    SHEET_BROKEN,        // a part that is missing or not well-formed; `detail` names it
    SHEET_BOMB,          // inflates to more than a spreadsheet can
    SHEET_ENTITIES,      // declares a document type or entities
    SHEET_NO_SUCH_SHEET, // the one asked for
    SHEET_TOO_MANY_ROWS,
    SHEET_TOO_MANY_COLUMNS,
    SHEET_CELL_TOO_LONG,
    SHEET_ROW_TOO_LONG,
    SHEET_TOO_MANY_STRINGS, // shared strings beyond the room for them
    SHEET_ENCODING,         // not UTF-8 (nor UTF-16 with its mark): TCVN3, VNI, Windows-1258 …
    SHEET_CONTROL_BYTES,    // NUL bytes within text
    SHEET_QUOTES,           // a quoted field that never ends
} sheet_refusal;

const char *sheet_refusal_key(sheet_refusal why); // "sheet-empty" …; NULL for an unknown number

// Takes frames to the sink, trusting nothing. Pure: the fuzzer drives it without any process.
typedef struct sheet_decoder {
    const sheet_sink *sink;
    problem          *why;
    sheet_cell        cells[SHEET_COLUMNS_MAX];
    sheet_book        book;
    arena            *a; // names and details live here
    int64_t           last_row, rows, merges;
    bool              booked, ended;
} sheet_decoder;

extern const frame_rule sheet_frame_rules[];
status                  sheet_decode(void *decoder, uint8_t type, str payload);

#endif
