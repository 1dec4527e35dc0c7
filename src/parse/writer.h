// writer.h - rows and cells to frames, holding the limits of a sheet. Not a parser.
//
// Order: writer_over, (row (cell text… cell_end)… row_end)…, merge…, finish. After a refusal every
// call is ignored, so a parser writes straight down and looks at `refused` where it loops.
#ifndef COLOA_PARSE_WRITER_H
#define COLOA_PARSE_WRITER_H

#include "kit/base/base.h"
#include "kit/workers/frame.h"
#include "kit/workers/sheet_frames.h"

typedef struct writer {
    frame_out *out;
    sheet_book book; // told with the first row
    bool       booked, refused;
    uint32_t   rows, merges;

    int64_t  row; // number of the open row, or of the last
    bool     row_open;
    uint16_t cells;
    size_t   row_at; // where its payload begins in out

    int32_t column; // of the open cell, or of the last in this row
    bool    cell_open;
    size_t  cell_at; // where its head begins in out
} writer;

void writer_row(writer *w, int64_t number);  // numbers rise
void writer_cell(writer *w, int32_t column); // columns rise within a row
void writer_text(writer *w, str piece);
// Text gathered so far in the open cell; a view until the next call.
str  writer_gathered(const writer *w);
void writer_cell_end(writer *w, cell_kind kind); // an empty one is dropped, unless a formula
void writer_row_end(writer *w);                  // a row without cells is dropped
void writer_merge(writer *w, const sheet_merge *m);
void writer_refuse(writer *w, sheet_refusal why, int64_t row, int32_t column, str detail);
void writer_finish(writer *w); // END, or SHEET_EMPTY when there was no row

// "_x000D_" in the text of an xlsx stands for a character: replaced in place; the new length.
size_t writer_unescape(char *text, size_t len);
void   writer_unescape_gathered(writer *w); // the same for the open cell

#endif
