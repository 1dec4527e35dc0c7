// sheet.h - reads an xlsx or csv file that a stranger sent, row by row, through coloa-parse.
//
// It is not a spreadsheet library: no formulas are computed, no styles kept. A formula gives the
// value that was stored with it. Text is as in the file (UTF-8, not yet NFC, not trimmed).
//
// The whole file is refused, or every row is given: rows that were given before a refusal must be
// thrown away by the caller, so work on the side and commit after ST_OK.
#ifndef COLOA_KIT_WORKERS_SHEET_H
#define COLOA_KIT_WORKERS_SHEET_H

#include "kit/base/base.h"
#include "kit/workers/worker.h"

enum {
    SHEET_FILE_BYTES_MAX      = 64 * 1024 * 1024,
    SHEET_ROWS_MAX            = 100000, // rows that hold something
    SHEET_COLUMNS_MAX         = 256,
    SHEET_CELL_CHARACTERS_MAX = 32767, // as Excel's own limit
    SHEET_ROW_BYTES_MAX       = 1024 * 1024,
    SHEET_NAMES_MAX           = 64,              // sheets of one workbook that are told
    SHEET_MERGES_MAX          = 10000,           // merged ranges told; further ones are left out
    SHEET_ARENA_BYTES         = 2 * 1024 * 1024, // room that sheet_read needs
};

typedef enum sheet_format { SHEET_ANY = 0, SHEET_XLSX, SHEET_CSV } sheet_format;

typedef enum cell_kind {
    CELL_TEXT = 1,
    CELL_NUMBER,  // "1234.5": a decimal number with a point, perhaps with an exponent
    CELL_DATE,    // "2026-08-20" or "2026-08-20T09:30:00", from a number in a date format
    CELL_BOOL,    // "1" or "0"
    CELL_ERROR,   // "#REF!", "#N/A" …
    CELL_FORMULA, // a formula without a stored value; text is empty
} cell_kind;

typedef struct sheet_cell {
    int32_t   column; // from 1
    cell_kind kind;
    str       text;
} sheet_cell;

// Cells that hold nothing are left out; rows without cells too. Lives until the callback returns.
typedef struct sheet_row {
    int64_t           number; // as in the file, from 1; csv: counting records
    const sheet_cell *cells;  // by rising column
    size_t            count;  // 1..SHEET_COLUMNS_MAX
} sheet_row;

typedef struct sheet_merge { // inclusive, from 1
    int64_t first_row, last_row;
    int32_t first_column, last_column;
} sheet_merge;

typedef struct sheet_book {
    sheet_format format; // SHEET_XLSX or SHEET_CSV
    str          names[SHEET_NAMES_MAX];
    bool         hidden[SHEET_NAMES_MAX];
    size_t       count;
    size_t       chosen; // whose rows follow
} sheet_book;

typedef struct sheet_sink {
    void *ctx;
    status (*book)(void *ctx, const sheet_book *book); // once, before the first row; may be NULL
    status (*row)(void *ctx, const sheet_row *row);
    status (*merge)(void *ctx, const sheet_merge *m); // after the last row; may be NULL
} sheet_sink;

typedef struct sheet_options {
    str          program; // path of coloa-parse; empty: beside our own binary
    sheet_format format;  // what the file's name promises; SHEET_ANY looks at the bytes
    str          sheet;   // a sheet's name; empty: the first visible one that holds anything
    int64_t      wall_ms; // 0: 60 s
} sheet_options;

// Reads `fd` (from its start; a pipe is copied aside first). `outcome` may be NULL. The names of
// the book and the problem's detail live in `a`; the rest of it is used as scratch.
// ST_INVALID with why->rule "sheet-…" (row, and detail with the cell or value, where known) when the
// file is refused; ST_LIMIT "sheet-timeout" or "sheet-flooded"; ST_BROKEN "worker-start"; else what
// a callback returned.
status sheet_read(const sheet_options *o, int fd, const sheet_sink *sink, arena *a,
                  worker_outcome *outcome, problem *why) MUST_CHECK;

// "C17". column and row from 1; row 0 leaves it out.
str sheet_cell_name(arena *a, int64_t row, int32_t column);

#endif
