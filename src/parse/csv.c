// csv.c - see csv.h.
#include "parse/csv.h"

#include <string.h>

#include "parse/utf8.h"

enum {
    HEAD_BYTES  = 32 * 1024, // looked at to guess the separator
    HEAD_LINES  = 20,
    PIECE_UNITS = 4096, // UTF-16 units turned at a time
};

// ---- which separator -----------------------------------------------------------------------------

static const char separators[] = { ',', ';', '\t', '|' };

typedef struct tally { // of one separator over the lines looked at
    int here, lines, agree, first;
} tally;

static void tally_line(tally *t)
{
    if (t->here > 0) {
        t->lines++;
        if (t->first == 0) t->first = t->here;
        t->agree += t->here == t->first;
    }
    t->here = 0;
}

// Lines that agree on their number of fields say more than many separators in one title line.
static int tally_weight(const tally *t)
{
    return t->agree * 1000 + t->lines * 100 + (t->first < 99 ? t->first : 99);
}

// Excel's own hint, a first line "sep=;".
enum { HINT_BYTES = 4 };

static bool hinted(str head)
{
    return str_starts(head, S("sep=")) && head.len > HINT_BYTES + 1 &&
           (head.ptr[HINT_BYTES + 1] == '\r' || head.ptr[HINT_BYTES + 1] == '\n');
}

char csv_separator(str head)
{
    tally t[COUNT(separators)] = { 0 };
    bool  quoted               = false;
    int   lines                = 0;

    if (hinted(head)) return head.ptr[HINT_BYTES];
    head = str_slice(head, 0, HEAD_BYTES);
    for (ptrdiff_t i = 0; i < head.len && lines < HEAD_LINES; i++) {
        char c = head.ptr[i];
        if (c == '"') quoted = !quoted;
        if (quoted) continue;
        if (c == '\n') lines++;
        for (size_t s = 0; s < COUNT(separators); s++) {
            if (c == separators[s]) t[s].here++;
            if (c == '\n') tally_line(&t[s]);
        }
    }
    size_t best = 0;
    for (size_t s = 0; s < COUNT(separators); s++) {
        tally_line(&t[s]);
        if (tally_weight(&t[s]) > tally_weight(&t[best])) best = s;
    }
    return separators[best];
}

// ---- fields ----------------------------------------------------------------------------------------

typedef enum place {
    FIELD_START = 1,
    IN_PLAIN,
    IN_QUOTED,
    AFTER_QUOTE, // a quote within a quoted field: its end, or the first of two
} place;

typedef struct csv {
    writer *w;
    char    separator;
    place   place;
    bool    after_cr;   // a following \n belongs to the same line end
    bool    row_begun;  // the open record holds at least a byte
    int64_t record;     // number of the open one
    int32_t column;     // number of the open field
    int64_t quote_from; // record in which the open quoted field began
} csv;

static void field_open(csv *c)
{
    if (!c->row_begun) {
        c->row_begun = true;
        c->record++;
        c->column = 0;
        writer_row(c->w, c->record);
    }
    c->column++;
    writer_cell(c->w, c->column);
}

static void field_close(csv *c)
{
    str text = writer_gathered(c->w);
    if (!str_is_utf8(text)) writer_refuse(c->w, SHEET_ENCODING, c->record, c->column, S(""));
    writer_cell_end(c->w, CELL_TEXT);
    c->place = FIELD_START;
}

static void record_close(csv *c)
{
    if (!c->row_begun) {
        c->record++; // a blank line is a row too, as a spreadsheet counts
        return;
    }
    writer_row_end(c->w);
    c->row_begun = false;
}

// One byte that ends a run: separator, quote, line end.
static void mark(csv *c, char b)
{
    bool line_end = b == '\n' || b == '\r';
    bool second   = b == '\n' && c->after_cr;
    c->after_cr   = b == '\r';
    if (second) return;
    if (line_end && c->place == FIELD_START && !c->row_begun) {
        record_close(c);
    } else if (line_end) {
        if (c->place != FIELD_START) field_close(c);
        record_close(c);
    } else if (b == c->separator) {
        if (c->place == FIELD_START) field_open(c);
        field_close(c);
        return;
    }
    c->place = FIELD_START;
}

// A byte of data that is neither within quotes nor a mark.
static void plain(csv *c, str piece)
{
    if (c->place == FIELD_START) field_open(c);
    c->place    = IN_PLAIN;
    c->after_cr = false;
    writer_text(c->w, piece);
}

static bool is_mark(const csv *c, char b)
{
    return b == c->separator || b == '\n' || b == '\r';
}

// How many bytes from p go through unchanged in this place.
static ptrdiff_t run_length(const csv *c, str s)
{
    ptrdiff_t n = 0;
    if (c->place == IN_QUOTED) {
        while (n < s.len && s.ptr[n] != '"') n++;
    } else {
        while (n < s.len && !is_mark(c, s.ptr[n])) n++;
    }
    return n;
}

static void quote(csv *c)
{
    if (c->place == FIELD_START) {
        field_open(c);
        c->place      = IN_QUOTED;
        c->after_cr   = false;
        c->quote_from = c->record;
    } else if (c->place == IN_QUOTED) {
        c->place = AFTER_QUOTE;
    } else { // AFTER_QUOTE: the second of two
        writer_text(c->w, S("\""));
        c->place = IN_QUOTED;
    }
}

// Settles the separator by the first piece, and passes over the hint that may have named it.
static str begin(csv *c, str head)
{
    c->separator = csv_separator(head);
    if (!hinted(head)) return head;
    c->record   = 1;
    c->after_cr = head.ptr[HINT_BYTES + 1] == '\r';
    return str_slice(head, HINT_BYTES + 2, head.len);
}

// Takes the next piece of text, cut anywhere.
static void feed(csv *c, str s)
{
    while (s.len && !c->w->refused) {
        char b     = s.ptr[0];
        bool quoty = b == '"' && c->place != IN_PLAIN;
        if (quoty || (c->place != IN_QUOTED && is_mark(c, b))) {
            if (quoty) {
                quote(c);
            } else {
                mark(c, b);
            }
            s = str_slice(s, 1, s.len);
            continue;
        }
        ptrdiff_t n = run_length(c, s);
        if (c->place == IN_QUOTED) {
            writer_text(c->w, str_slice(s, 0, n));
        } else {
            plain(c, str_slice(s, 0, n));
        }
        s = str_slice(s, n, s.len);
    }
}

static void feed_end(csv *c)
{
    if (c->place == IN_QUOTED) writer_refuse(c->w, SHEET_QUOTES, c->quote_from, c->column, S(""));
    if (c->place != FIELD_START) field_close(c);
    if (c->row_begun) record_close(c);
}

// ---- encodings -------------------------------------------------------------------------------------

static uint32_t unit_at(str s, ptrdiff_t i, bool big)
{
    uint32_t a = (unsigned char)s.ptr[i], b = (unsigned char)s.ptr[i + 1];
    return big ? a << 8 | b : b << 8 | a;
}

// One character of UTF-16 at *i, which moves on; 0 for what is none (a lone surrogate, NUL, half).
static uint32_t utf16_next(str s, ptrdiff_t *i, bool big)
{
    if (s.len - *i < 2) return *i = s.len, 0;
    uint32_t c = unit_at(s, *i, big);
    *i += 2;
    if (c < 0xd800 || c > 0xdfff) return c;
    if (c > 0xdbff || s.len - *i < 2) return 0;
    uint32_t low = unit_at(s, *i, big);
    *i += 2;
    return low >= 0xdc00 && low <= 0xdfff ? 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00) : 0;
}

// Turns at most PIECE_UNITS characters; false at one that is none.
static bool utf16_piece(str s, ptrdiff_t *i, bool big, char *to, size_t *len)
{
    *len = 0;
    for (int n = 0; n < PIECE_UNITS && *i < s.len; n++) {
        uint32_t c = utf16_next(s, i, big);
        if (c == 0) return false;
        *len += utf8_put(to + *len, c);
    }
    return true;
}

static void parse_utf16(csv *c, str s, bool big)
{
    char   piece[PIECE_UNITS * 4];
    size_t len = 0;
    for (ptrdiff_t i = 0; i < s.len && !c->w->refused;) {
        bool good = utf16_piece(s, &i, big, piece, &len);
        str  text = { piece, (ptrdiff_t)len };
        if (!c->separator) text = begin(c, text);
        feed(c, text);
        if (good) continue;
        int64_t row = c->row_begun ? c->record : c->record + 1;
        writer_refuse(c->w, SHEET_ENCODING, row, c->row_begun ? c->column : 1, S(""));
    }
}

// The row a byte offset lies in, counting line ends: near enough for a message about a bad byte.
static int64_t row_at(str s, ptrdiff_t at)
{
    int64_t row = 1;
    for (ptrdiff_t i = 0; i < at && i < s.len; i++) row += s.ptr[i] == '\n';
    return row;
}

void csv_parse(str bytes, writer *w)
{
    csv c            = { .w = w, .place = FIELD_START };
    w->book.format   = SHEET_CSV;
    w->book.names[0] = S("");
    w->book.count    = 1;
    bool little      = str_starts(bytes, S("\xff\xfe"));
    bool big         = str_starts(bytes, S("\xfe\xff"));
    if (little || big) {
        parse_utf16(&c, str_slice(bytes, 2, bytes.len), big);
    } else {
        if (str_starts(bytes, S("\xef\xbb\xbf"))) bytes = str_slice(bytes, 3, bytes.len);
        const char *nul = bytes.len ? memchr(bytes.ptr, 0, (size_t)bytes.len) : NULL;
        if (nul) {
            writer_refuse(w, SHEET_CONTROL_BYTES, row_at(bytes, nul - bytes.ptr), 0, S(""));
            return;
        }
        feed(&c, begin(&c, bytes));
    }
    feed_end(&c);
}
