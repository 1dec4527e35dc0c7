// writer.c - see writer.h.
#include "parse/writer.h"

#include <assert.h>
#include <string.h>

#include "parse/utf8.h"

// ---- escapes of xlsx -----------------------------------------------------------------------------

// "_xHHHH_" at p as a character; 0 when it is no such escape, or one that text cannot hold.
static unsigned escape_at(const char *p, size_t left)
{
    unsigned char code[2];
    if (left < 7 || p[0] != '_' || p[1] != 'x' || p[6] != '_') return 0;
    if (!hex_decode((str){ p + 2, 4 }, code, sizeof code)) return 0;
    unsigned c = (unsigned)code[0] << 8 | code[1];
    return c >= 0xd800 && c <= 0xdfff ? 0 : c;
}

size_t writer_unescape(char *text, size_t len)
{
    if (!memmem(text, len, "_x", 2)) return len;
    size_t to = 0;
    for (size_t from = 0; from < len;) {
        unsigned c = escape_at(text + from, len - from);
        if (c) {
            to += utf8_put(text + to, c);
            from += 7;
        } else {
            text[to++] = text[from++];
        }
    }
    return to;
}

// ---- numbers patched into the open frame -----------------------------------------------------------

static void patch(writer *w, size_t at, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++) w->out->ptr[at + (size_t)i] = (char)(v >> (8 * i) & 0xff);
}

// ---- refusing --------------------------------------------------------------------------------------

void writer_refuse(writer *w, sheet_refusal why, int64_t row, int32_t column, str detail)
{
    if (w->refused) return;
    if (w->row_open) frame_undo(w->out);
    w->row_open = w->cell_open = false;
    w->refused                 = true;
    if (!str_is_utf8(detail)) detail = (str){ 0 };
    if (detail.len > SHEET_DETAIL_BYTES_MAX) detail = (str){ 0 };
    bool told = row > 0 && row <= SHEET_ROW_NUMBER_MAX;
    bool cell = told && column > 0 && column <= UINT16_MAX;
    frame_begin(w->out, SHEET_FRAME_REFUSED);
    frame_u16(w->out, (uint16_t)why);
    frame_u32(w->out, told ? (uint32_t)row : 0);
    frame_u16(w->out, cell ? (uint16_t)column : 0);
    frame_bytes(w->out, detail);
    frame_end(w->out);
}

// ---- book, row, cell -------------------------------------------------------------------------------

static void book_put(writer *w)
{
    const sheet_book *b = &w->book;
    w->booked           = true;
    frame_begin(w->out, SHEET_FRAME_BOOK);
    frame_u8(w->out, (uint8_t)b->format);
    frame_u16(w->out, (uint16_t)b->chosen);
    frame_u16(w->out, (uint16_t)b->count);
    for (size_t i = 0; i < b->count; i++) {
        frame_u8(w->out, b->hidden[i]);
        frame_u16(w->out, (uint16_t)b->names[i].len);
        frame_bytes(w->out, b->names[i]);
    }
    frame_end(w->out);
}

void writer_row(writer *w, int64_t number)
{
    if (w->refused) return;
    assert(!w->row_open);
    if (number <= w->row || number > SHEET_ROW_NUMBER_MAX) {
        writer_refuse(w, SHEET_BROKEN, number, 1, S(""));
        return;
    }
    if (!w->booked) book_put(w);
    w->row      = number;
    w->row_open = true;
    w->cells    = 0;
    w->column   = 0;
    frame_begin(w->out, SHEET_FRAME_ROW);
    w->row_at = w->out->len;
    frame_u32(w->out, (uint32_t)number);
    frame_u16(w->out, 0);
}

void writer_row_end(writer *w)
{
    if (w->refused || !w->row_open) return;
    w->row_open = false;
    if (w->cells == 0) {
        frame_undo(w->out);
        return;
    }
    if (w->rows == SHEET_ROWS_MAX) {
        frame_undo(w->out);
        writer_refuse(w, SHEET_TOO_MANY_ROWS, w->row, 0, S(""));
        return;
    }
    w->rows++;
    patch(w, w->row_at + 4, w->cells, 2);
    frame_end(w->out);
}

void writer_cell(writer *w, int32_t column)
{
    if (w->refused) return;
    assert(w->row_open && !w->cell_open);
    if (column <= w->column) {
        writer_refuse(w, SHEET_BROKEN, w->row, column, S(""));
        return;
    }
    w->column    = column;
    w->cell_open = true;
    w->cell_at   = w->out->len;
    (void)frame_room(w->out, SHEET_CELL_HEAD_BYTES); // patched when the cell ends
}

str writer_gathered(const writer *w)
{
    if (w->refused || !w->cell_open) return (str){ 0 };
    size_t at = w->cell_at + SHEET_CELL_HEAD_BYTES;
    return (str){ w->out->ptr + at, (ptrdiff_t)(w->out->len - at) };
}

void writer_text(writer *w, str piece)
{
    if (w->refused || !w->cell_open) return;
    if (writer_gathered(w).len + piece.len > SHEET_CELL_BYTES_MAX) {
        writer_refuse(w, SHEET_CELL_TOO_LONG, w->row, w->column, S(""));
        return;
    }
    if (w->out->len - w->row_at + (size_t)piece.len > SHEET_ROW_BYTES_MAX) {
        writer_refuse(w, SHEET_ROW_TOO_LONG, w->row, 0, S(""));
        return;
    }
    frame_bytes(w->out, piece);
}

void writer_unescape_gathered(writer *w)
{
    if (w->refused || !w->cell_open) return;
    size_t at   = w->cell_at + SHEET_CELL_HEAD_BYTES;
    w->out->len = at + writer_unescape(w->out->ptr + at, w->out->len - at);
}

void writer_cell_end(writer *w, cell_kind kind)
{
    if (w->refused || !w->cell_open) return;
    w->cell_open = false;
    size_t at    = w->cell_at + SHEET_CELL_HEAD_BYTES;
    size_t len   = w->out->len - at;
    if (len == 0 && kind != CELL_FORMULA) {
        w->out->len = w->cell_at;
        return;
    }
    str text = { w->out->ptr + at, (ptrdiff_t)len };
    if (w->column > SHEET_COLUMNS_MAX) {
        writer_refuse(w, SHEET_TOO_MANY_COLUMNS, w->row, w->column, S(""));
    } else if (len > SHEET_CELL_CHARACTERS_MAX &&
               str_characters(text) > SHEET_CELL_CHARACTERS_MAX) {
        writer_refuse(w, SHEET_CELL_TOO_LONG, w->row, w->column, S(""));
    } else {
        w->cells++;
        patch(w, w->cell_at, (uint32_t)w->column, 2);
        patch(w, w->cell_at + 2, kind, 1);
        patch(w, w->cell_at + 3, (uint32_t)len, 4);
    }
}

void writer_merge(writer *w, const sheet_merge *m)
{
    if (w->refused || !w->booked || w->merges == SHEET_MERGES_MAX) return;
    w->merges++;
    frame_begin(w->out, SHEET_FRAME_MERGE);
    frame_u32(w->out, (uint32_t)m->first_row);
    frame_u32(w->out, (uint32_t)m->last_row);
    frame_u16(w->out, (uint16_t)m->first_column);
    frame_u16(w->out, (uint16_t)m->last_column);
    frame_end(w->out);
}

void writer_finish(writer *w)
{
    if (w->refused) return;
    if (w->rows == 0) {
        writer_refuse(w, SHEET_EMPTY, 0, 0, S(""));
        return;
    }
    frame_begin(w->out, SHEET_FRAME_END);
    frame_u32(w->out, w->rows);
    frame_end(w->out);
}
