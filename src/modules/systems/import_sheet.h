// import_sheet.h - what a sheet's columns mean and what its cells say: header row, mapping, values,
// faults.
//
// Pure: rows come in as cells, descriptions of systems in machine form go out. It resolves no body and
// knows no stored system. Order: import_book_new, import_guess over the first rows (or import_apply
// for a mapping a person set), then import_read per row.
#ifndef COLOA_MODULES_SYSTEMS_IMPORT_SHEET_H
#define COLOA_MODULES_SYSTEMS_IMPORT_SHEET_H

#include "modules/systems/system.h"

enum {
    IMPORT_HEADER_ROWS = 30, // the header stands among the first so many rows that hold something
    IMPORT_COLUMNS_MAX = 256,
    IMPORT_FAULTS_MAX  = 64,   // of one row
    IMPORT_VALUE_MAX   = 200,  // characters of a faulty value that are told
    IMPORT_MAPPING_MAX = 8192, // bytes of a mapping as text
};

typedef enum import_kind { // as kit/workers tells cells
    IMPORT_TEXT = 1,
    IMPORT_NUMBER,  // "1234.5"
    IMPORT_DATE,    // "2026-08-20", perhaps with a time
    IMPORT_BOOL,    // "1" "0"
    IMPORT_ERROR,   // "#REF!"
    IMPORT_FORMULA, // without a stored value
} import_kind;

typedef struct import_cell {
    int32_t     column; // from 1
    import_kind kind;
    str         text;
} import_cell;

typedef struct import_line {
    int64_t            number; // row as in the file, from 1
    const import_cell *cells;  // by rising column
    size_t             count;
} import_line;

// ---- columns --------------------------------------------------------------------------------------
typedef enum import_what {
    IMPORT_IGNORED = 1, // known and of no interest: STT, our own notes
    IMPORT_FIELD,
    IMPORT_FACT,
    IMPORT_CODE,
    IMPORT_OWNER_CODE,
    IMPORT_DOCUMENT, // number, day and body of a paper in one cell
} import_what;

typedef struct import_target { // what a column may stand for
    str                 key;   // "name", "users_private", "code"
    import_what         what;
    const system_field *field; // of a document: its number; day and body are the next two
    const law_fact     *fact;
} import_target;

typedef struct import_book import_book; // the vocabulary of one import: headers and words of cells

// `l` must outlive it. NULL when a is spent.
import_book *import_book_new(const law *l, arena *a);
// All that a person may choose from, in the order of the template.
const import_target *import_targets(const import_book *b, size_t *count);
// What a header says, or NULL. Scratch by value.
const import_target *import_header(const import_book *b, str header, arena scratch);
// Has it a column of its own in templates and exports? (A document's parts have theirs.)
static inline bool import_target_written(const import_target *t)
{
    return t->what != IMPORT_IGNORED && t->what != IMPORT_DOCUMENT;
}
// The heading of a target in the template, in exports and in menus.
str import_target_label(const import_target *t, lang in);

typedef struct import_column {
    int32_t              column;
    str                  header; // tidied, as written
    const import_target *to;     // NULL: unmapped
} import_column;

// What cells said before: columns of choices, days and numbers hold few different texts, and reading
// one costs more than looking it up. A place holds the last that fell on it.
enum { IMPORT_MEMO_PLACES = 1024, IMPORT_MEMO_TEXT_MAX = 64 };

typedef struct import_said {
    const import_target *to;
    import_kind          kind;
    str                  text, value;
    bool                 unknown;
} import_said;

typedef struct import_mapping {
    int64_t       header_row; // as in the file; the lower one of two
    int64_t       data_after; // rows up to this one are not data
    size_t        count;
    import_said  *memo; // IMPORT_MEMO_PLACES; NULL: none is kept
    import_column items[IMPORT_COLUMNS_MAX];
    uint16_t      at[IMPORT_COLUMNS_MAX + 1]; // column -> place in items + 1; 0 none
} import_mapping;

// Guesses from the first rows; texts are copied into a. ST_INVALID "header-missing" when no row names
// the systems.
status import_guess(const import_book *b, const import_line *lines, size_t count, arena *a,
                    import_mapping *out, problem *why) MUST_CHECK;

// A mapping as text, "5;C=name;D=owner;E=": header row, then columns by letter. What it does not
// mention is guessed. Empty text: all is guessed. ST_INVALID "mapping-form".
status import_apply(const import_book *b, str text, const import_line *lines, size_t count,
                    arena *a, import_mapping *out, problem *why) MUST_CHECK;

str  import_column_name(arena *a, int32_t column);       // 28 -> "AB"
bool import_column_number(str letters, int32_t *column); // the reverse, up to IMPORT_COLUMNS_MAX

// ---- rows -----------------------------------------------------------------------------------------
typedef struct import_fault {
    int32_t column;       // 0: the row as a whole
    str     value;        // the cell's text, cut
    str     rule, detail; // worded under "problem.<rule>"
} import_fault;

typedef struct import_row {
    int64_t       number;
    system_data   data;    // machine form; an absent str where the sheet says nothing
    law_facts     facts;   // given
    uint32_t      unknown; // facts the sheet says are unknown
    str           code, owner_code;
    import_fault *faults; // room for IMPORT_FAULTS_MAX, made with the first
    size_t        fault_count;
} import_row;

// Reads one row; texts live in a. *blank: nothing of interest stands in it.
status import_read(const import_book *b, const import_mapping *m, const import_line *line, arena *a,
                   import_row *out, bool *blank) MUST_CHECK;

// ---- the end of the sheet ---------------------------------------------------------------------------
// Totals, remarks and signatures under the list are no systems. The last rows are remembered as they
// are read; at the end those that close the sheet are told apart, to be left out and told.
enum { IMPORT_TAIL_ROWS = 24, IMPORT_TAIL_TEXT_MAX = 160 };

typedef struct import_tail_row {
    int64_t   number;
    size_t    cells, texts; // that hold something, ignored columns aside; of these, words
    bool      staged;       // it was taken for a system
    ptrdiff_t first_len;
    char      first[IMPORT_TAIL_TEXT_MAX]; // of the first cell that holds something
} import_tail_row;

typedef struct import_tail {
    import_tail_row rows[IMPORT_TAIL_ROWS];
    size_t          count; // put so far
} import_tail;

void import_tail_put(import_tail *t, const import_mapping *m, const import_line *line, bool staged);
// The rows that close the sheet, from top to bottom, in out[IMPORT_TAIL_ROWS]; how many.
size_t import_tail_close(const import_mapping *m, const import_tail *t, arena scratch,
                         const import_tail_row **out);

// Adds a fault; key is the target's whose column is meant, or "".
status import_fault_add(const import_mapping *m, arena *a, import_row *row, str key, str value,
                        str rule, str detail) MUST_CHECK;

#endif
