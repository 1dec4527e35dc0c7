// xlsx.c - see xlsx.h. The cells of one sheet, as its XML passes by.
#include "parse/xlsx.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parse/dates.h"
#include "parse/strings.h"
#include "parse/workbook.h"

enum {
    VALUE_BYTES      = 512, // a number, an index, an error word; text goes straight to the writer
    PLAIN_DIGITS_MAX = 15,  // a shorter number is as it was typed; a longer one may be 0.1's shadow
};

typedef enum value_type { V_NUMBER = 1, V_SHARED, V_TEXT, V_BOOL, V_ERROR, V_DATE } value_type;

typedef struct scan {
    writer        *w;
    const strings *strings;
    const styles  *styles;
    bool           since_1904;

    int64_t row; // of the open or last <row>
    bool    in_row;

    bool       in_cell;
    int32_t    column; // of the open or last cell
    value_type type;
    bool       is_date, has_formula, has_value;
    bool       in_value;  // within <v>
    bool       in_text;   // within <t> of <is>
    bool       in_inline; // within <is>
    bool       phonetic;  // within <rPh>
    char       value[VALUE_BYTES];
    size_t     value_len;
} scan;

// ---- places ----------------------------------------------------------------------------------------

// "AB12": the column into *column and the row into *row; false when it is no such reference.
static bool reference(const char *r, int64_t *row, int32_t *column)
{
    int32_t c = 0;
    int64_t n = 0;
    for (; *r >= 'A' && *r <= 'Z'; r++) {
        c = c * 26 + (*r - 'A' + 1);
        if (c > UINT16_MAX) return false;
    }
    for (; *r >= '0' && *r <= '9'; r++) {
        n = n * 10 + (*r - '0');
        if (n > SHEET_ROW_NUMBER_MAX) return false;
    }
    *row    = n;
    *column = c;
    return *r == '\0' && c > 0 && n > 0;
}

static void refuse_here(scan *s)
{
    writer_refuse(s->w, SHEET_BROKEN, s->row, s->column, S(""));
}

static void row_start(scan *s, const char **attributes)
{
    str     r      = attribute(attributes, "r");
    int64_t number = s->row + 1;
    if (s->in_row || (r.ptr && !str_int(r, &number)) || number > SHEET_ROW_NUMBER_MAX) {
        writer_refuse(s->w, SHEET_BROKEN, s->row, 0, S("<row>"));
        return;
    }
    writer_row(s->w, number);
    s->row    = number;
    s->in_row = true;
    s->column = 0;
}

static value_type type_of(const char *t)
{
    switch (t[0]) {
    case 's': return t[1] ? V_TEXT : V_SHARED; // "str" and "s"
    case 'i': return V_TEXT;                   // "inlineStr"
    case 'b': return V_BOOL;
    case 'e': return V_ERROR;
    case 'd': return V_DATE;
    default: return V_NUMBER; // "n"
    }
}

static bool style_is_date(const scan *s, const char *index)
{
    int64_t i = 0;
    return str_int(str_from(index), &i) && i >= 0 && (uint64_t)i < s->styles->count &&
           s->styles->is_date[i];
}

static void cell_start(scan *s, const char **attributes)
{
    int64_t row    = s->row;
    int32_t column = s->column + 1;
    bool    sound  = s->in_row && !s->in_cell;
    s->type        = V_NUMBER;
    s->is_date = s->has_formula = s->has_value = s->in_inline = s->in_text = false;
    s->value_len                                                           = 0;
    for (; *attributes; attributes += 2) {
        const char *name = attributes[0], *value = attributes[1];
        if (name[1]) continue;
        if (name[0] == 'r') sound &= reference(value, &row, &column);
        if (name[0] == 's') s->is_date = style_is_date(s, value);
        if (name[0] == 't') s->type = type_of(value);
    }
    if (!sound || row != s->row) {
        refuse_here(s);
        return;
    }
    s->in_cell = true;
    s->column  = column;
    writer_cell(s->w, column);
}

static void merge_start(scan *s, const char **attributes)
{
    str         range = attribute(attributes, "ref"), from, to;
    char        a[32], b[32];
    sheet_merge m;
    if (!str_cut(range, ':', &from, &to)) return;
    if (from.len >= (ptrdiff_t)sizeof a || to.len >= (ptrdiff_t)sizeof b) return;
    snprintf(a, sizeof a, STR_FMT, STR_ARG(from));
    snprintf(b, sizeof b, STR_FMT, STR_ARG(to));
    if (!reference(a, &m.first_row, &m.first_column)) return;
    if (!reference(b, &m.last_row, &m.last_column)) return;
    if (m.last_row < m.first_row || m.last_column < m.first_column) return;
    writer_merge(s->w, &m);
}

// ---- values ----------------------------------------------------------------------------------------

static void shared_end(scan *s)
{
    str     text  = { 0 };
    int64_t index = -1;
    bool    whole = str_int((str){ s->value, (ptrdiff_t)s->value_len }, &index) && index >= 0;
    switch (whole ? strings_at(s->strings, (uint64_t)index, &text) : STRINGS_NONE) {
    case STRINGS_FOUND:
        writer_text(s->w, text);
        writer_cell_end(s->w, CELL_TEXT);
        break;
    case STRINGS_TOO_LONG:
        writer_refuse(s->w, SHEET_CELL_TOO_LONG, s->row, s->column, S(""));
        break;
    case STRINGS_NONE: refuse_here(s); break;
    }
}

static bool is_plain(const char *text, size_t len)
{
    return len <= PLAIN_DIGITS_MAX && strspn(text, "0123456789.-") == len;
}

// 0.1 is stored as 0.10000000000000001: given back with the digits a person typed.
static void number_end(scan *s)
{
    s->value[s->value_len] = '\0';
    str   text             = { s->value, (ptrdiff_t)s->value_len };
    char *end              = s->value;
    char  room[64];
    bool  plain = is_plain(s->value, s->value_len);
    if (!plain || s->is_date) {
        double v = strtod(s->value, &end);
        if (*end || end == s->value || !isfinite(v)) {
            refuse_here(s);
            return;
        }
        str date = s->is_date ? date_text(v, s->since_1904, room) : (str){ 0 };
        if (date.len) {
            writer_text(s->w, date);
            writer_cell_end(s->w, CELL_DATE);
            return;
        }
        if (!plain) text = (str){ room, snprintf(room, sizeof room, "%.15g", v) };
    }
    writer_text(s->w, text);
    writer_cell_end(s->w, CELL_NUMBER);
}

static void word_end(scan *s, cell_kind kind)
{
    writer_text(s->w, (str){ s->value, (ptrdiff_t)s->value_len });
    writer_cell_end(s->w, kind);
}

static void cell_end(scan *s)
{
    s->in_cell = false;
    if (s->type == V_TEXT) {
        writer_unescape_gathered(s->w);
        bool bare = s->has_formula && !s->has_value;
        writer_cell_end(s->w, bare ? CELL_FORMULA : CELL_TEXT);
        return;
    }
    if (s->value_len == 0) {
        writer_cell_end(s->w, s->has_formula ? CELL_FORMULA : CELL_TEXT);
        return;
    }
    switch (s->type) {
    case V_SHARED: shared_end(s); break;
    case V_NUMBER: number_end(s); break;
    case V_BOOL: word_end(s, CELL_BOOL); break;
    case V_ERROR: word_end(s, CELL_ERROR); break;
    case V_DATE: word_end(s, CELL_DATE); break;
    case V_TEXT: break; // above
    }
}

// ---- elements --------------------------------------------------------------------------------------

static void sheet_start(void *ctx, const char *name, const char **attributes)
{
    scan *s = ctx;
    if (name[1] == '\0' && s->in_cell) {
        if (name[0] == 'v') s->in_value = s->has_value = true;
        if (name[0] == 'f') s->has_formula = true;
        if (name[0] == 't') s->in_text = s->in_inline && !s->phonetic;
        if (name[0] == 'c') refuse_here(s);
    } else if (name[0] == 'c' && name[1] == '\0') {
        cell_start(s, attributes);
    } else if (strcmp(name, "row") == 0) {
        row_start(s, attributes);
    } else if (strcmp(name, "is") == 0) {
        s->in_inline = s->in_cell;
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic = true;
    } else if (strcmp(name, "mergeCell") == 0) {
        merge_start(s, attributes);
    }
}

static void sheet_end(void *ctx, const char *name)
{
    scan *s = ctx;
    if (name[1] == '\0') {
        if (name[0] == 'v') s->in_value = false;
        if (name[0] == 't') s->in_text = false;
        if (name[0] == 'c' && s->in_cell) cell_end(s);
    } else if (strcmp(name, "is") == 0) {
        s->in_inline = false;
    } else if (strcmp(name, "rPh") == 0) {
        s->phonetic = false;
    } else if (strcmp(name, "row") == 0 && s->in_row) {
        writer_row_end(s->w);
        s->in_row = false;
    }
}

static void sheet_text(void *ctx, str piece)
{
    scan *s = ctx;
    if (s->in_text || (s->in_value && s->type == V_TEXT)) {
        writer_text(s->w, piece);
    } else if (s->in_value) {
        if ((size_t)piece.len >= sizeof s->value - s->value_len) {
            writer_refuse(s->w, SHEET_CELL_TOO_LONG, s->row, s->column, S(""));
            return;
        }
        memcpy(s->value + s->value_len, piece.ptr, (size_t)piece.len);
        s->value_len += (size_t)piece.len;
    }
}

// ---- the workbook ----------------------------------------------------------------------------------

// Tries sheets in their order until one gives a row.
static void sheets_read(package *p, const parse_job *job, const workbook *book, scan *s)
{
    static const part_reader reader = { sheet_start, sheet_end, sheet_text };
    writer                  *w      = writer_of(p);
    bool                     named = job->sheet.len > 0, met = false;
    for (size_t i = 0; i < book->count && w->rows == 0; i++) {
        bool wanted = named ? str_equal(w->book.names[i], job->sheet) : !w->book.hidden[i];
        if (!wanted || !book->parts[i]) continue;
        met            = true;
        w->book.chosen = i;
        s->row         = 0;
        status st      = package_read(p, book->parts[i], &reader, s);
        if (st == ST_MISSING) writer_refuse(w, SHEET_BROKEN, 0, 0, str_from(book->parts[i]));
        if (w->refused) return;
    }
    if (named && !met) writer_refuse(w, SHEET_NO_SUCH_SHEET, 0, 0, S(""));
}

static void workbook_parse(package *p, const parse_job *job)
{
    arena   *a    = &job->room->small;
    workbook book = { 0 };
    strings  shared;
    styles   looks;
    if (workbook_read(p, a, &book) != ST_OK) return;
    if (styles_read(p, book.styles, a, &looks) != ST_OK) return;
    if (strings_read(p, book.strings, job->room, &shared) != ST_OK) return;
    scan s = {
        .w = writer_of(p), .strings = &shared, .styles = &looks, .since_1904 = book.since_1904
    };
    sheets_read(p, job, &book, &s);
}

static void on_fault(void *ctx, package_fault why, const char *part)
{
    static const sheet_refusal refusals[] = {
        [PACKAGE_BOMB] = SHEET_BOMB,         [PACKAGE_TRUNCATED] = SHEET_TRUNCATED,
        [PACKAGE_PASSWORD] = SHEET_PASSWORD, [PACKAGE_MACROS] = SHEET_MACROS,
        [PACKAGE_BROKEN] = SHEET_BROKEN,     [PACKAGE_ENTITIES] = SHEET_ENTITIES,
    };
    writer_refuse(ctx, refusals[why], 0, 0, str_from(part));
}

void xlsx_parse(const parse_job *job, writer *w)
{
    static const package_bounds bounds = {
        .entries_max      = PARSE_ENTRIES_MAX,
        .depth_max        = PARSE_DEPTH_MAX,
        .inflated_max     = PARSE_INFLATED_MAX,
        .ratio_max        = PARSE_RATIO_MAX,
        .ratio_free_bytes = PARSE_RATIO_FREE_BYTES,
    };
    package p = {
        .bounds = &bounds, .salt = job->salt, .fault = on_fault, .ctx = w, .stop = &w->refused
    };
    w->book.format = SHEET_XLSX;
    if (package_open(&p, job->bytes) == ST_OK) workbook_parse(&p, job);
    package_close(&p);
}
