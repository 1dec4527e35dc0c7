// documents.h - papers and sheets: fills docx templates, measures Times text, writes xlsx.
//
// Knows no subject and reads no file: templates come in as bytes, papers go out as bytes. A template
// is an ordinary docx; what it may hold is told below, and docx_check names what is wrong with it.
#ifndef COLOA_KIT_DOCUMENTS_DOCUMENTS_H
#define COLOA_KIT_DOCUMENTS_DOCUMENTS_H

#include "kit/base/base.h"

// ---- docx: fill a template ---------------------------------------------------------------------
//
// In word/document.xml, word/header*.xml and word/footer*.xml, in the text of one run:
//
//   {{name}}               the value; a line break in it stays one. Always escaped.
//   {{#list}} … {{/list}}  what stands between, once for each row of the list
//   {{?name}} … {{/name}}  what stands between, when the value is not empty or the list has rows
//   {{^name}} … {{/name}}  what stands between, when it is empty
//   {{-name}}              the paragraph is a drawn line: its left and right indents become the
//                          value (twips, decimal), and the text goes
//
// Names are [a-z0-9_]. The two marks of a block either stand in the same run, or each alone in a
// paragraph, or each alone in a table row; that paragraph or row vanishes. Blocks nest. Inside a
// list a name is looked up in the row, then outward. Every other part is copied as it is.
enum {
    DOCX_TEMPLATE_BYTES_MAX = 8 * 1024 * 1024, // the template, packed
    DOCX_PART_BYTES_MAX     = 4 * 1024 * 1024, // one part that may hold placeholders, unpacked
    DOCX_PARTS_MAX          = 256,             // parts in the package
    DOCX_MARKS_MAX          = 2000,            // placeholders in one part
    DOCX_BLOCKS_DEEP_MAX    = 6,               // blocks inside blocks
    DOCX_OUTPUT_BYTES_MAX   = 16 * 1024 * 1024 // one filled part
};

typedef struct docx_value {
    str name, text; // absent text counts as empty
} docx_value;

typedef struct docx_list docx_list;

typedef struct docx_data {
    const docx_value *values;
    size_t            value_count;
    const docx_list  *lists;
    size_t            list_count;
} docx_data;

struct docx_list {
    str              name;
    const docx_data *rows;
    size_t           count;
};

typedef enum docx_kind { DOCX_TEXT = 1, DOCX_LINE, DOCX_LIST, DOCX_WHEN } docx_kind;

typedef struct docx_place { // one placeholder of a template, each name and kind once
    str       name;
    docx_kind kind;
} docx_place;

// Reads a template and lists its placeholders. Refuses with ST_INVALID and a problem whose field is
// the placeholder or part meant and whose rule is one of:
//   docx-not-docx, docx-encrypted, docx-macro, docx-too-large, docx-xml, docx-entity,
//   docx-mark-split (spread over several runs), docx-mark-bad, docx-mark-not-alone,
//   docx-block-open (not closed, or closed elsewhere than opened), docx-line-indent (the paragraph of
//   {{-name}} has no indent to set)
status docx_check(str template, arena *a, docx_place **places, size_t *count,
                  problem *why) MUST_CHECK;

// Compares a template's placeholders with the names a form offers: one that is not offered gives
// "docx-unknown"; an offered name with `required` that the template lacks gives "docx-missing".
typedef struct docx_offer {
    str  name;
    bool required;
} docx_offer;
status docx_compare(const docx_place *places, size_t count, const docx_offer *offers,
                    size_t offer_count, problem *why) MUST_CHECK;

// The same, with all that differs.
enum { DOCX_DIFFERENCES_MAX = 100 };
typedef struct docx_difference {
    str    unknown[DOCX_DIFFERENCES_MAX], missing[DOCX_DIFFERENCES_MAX];
    size_t unknown_count, missing_count;
} docx_difference;
// ST_LIMIT: more than that; the first ones are there.
status docx_differences(const docx_place *places, size_t count, const docx_offer *offers,
                        size_t offer_count, docx_difference *out) MUST_CHECK;

// A stranger's template, taken apart into parts which docx_pack makes a docx of: for use inside a seal (src/parse).
// Placeholders that Word has spread over several runs stand in one again; their names are told. Refuses as
// docx_check, and besides "docx-bomb" (unpacks to more than DOCX_TAKEN_BYTES_MAX), "docx-outside" (a relation to
// a file or address outside it; field: that), "docx-name" (a part's name that is none).
enum { DOCX_TAKEN_BYTES_MAX = 24 * 1024 * 1024, DOCX_HEALED_MAX = 200, DOCX_NAME_MAX = 200 };
typedef struct docx_packed { // one part
    str name, bytes;
} docx_packed;
typedef struct docx_taken {
    docx_packed *parts;
    size_t       count;
    str          healed[DOCX_HEALED_MAX]; // names of placeholders, each once
    size_t       healed_count;
} docx_taken;
status docx_take(str bytes, arena *a, docx_taken *out, problem *why) MUST_CHECK;
// Behind a seal nothing can be had by chance: the salt of expat's hash tables, for the whole process; not 0.
void docx_salt(unsigned long salt);
// ST_INVALID: two parts of one name.
status docx_pack(const docx_packed *parts, size_t count, arena *a, str *out) MUST_CHECK;

// Fills the template. *out lives in a; equal inputs give equal bytes. Besides the rules of docx_check
// refuses a placeholder the data does not name ("docx-unknown") and a value that is not text
// ("not-text"). ST_MEMORY when a is spent: give it 8 MiB.
status docx_fill(str template, const docx_data *data, arena *a, str *out, problem *why) MUST_CHECK;

// ---- docx: several papers as one file -----------------------------------------------------------
//
// One file with a paper for each sheet, in their order. Each paper begins a page of its own, with its own
// page size, and counts its pages from 1 (where its template does not say otherwise). Styles, headers and
// footers are those of the first: a template with others is refused ("docx-bind-other", field: its number
// from 1). Otherwise as docx_fill; equal inputs give equal bytes.
enum { DOCX_SHEETS_MAX = 64 };

typedef struct docx_sheet {
    str template;
    const docx_data *data;
} docx_sheet;

status docx_bind(const docx_sheet *sheets, size_t count, arena *a, str *out,
                 problem *why) MUST_CHECK;
// Could the second be bound behind the first?
bool docx_alike(str first, str second);

// ---- how long text is on paper -----------------------------------------------------------------
// Advance widths of the four Times faces. Text is UTF-8, composed (NFC). Lengths in twips: 1/1440
// inch, 567 to the centimetre. No kerning, as Word sets it by default.
typedef enum type_face { FACE_REGULAR = 1, FACE_BOLD, FACE_ITALIC, FACE_BOLD_ITALIC } type_face;

#define TWIPS_PER_MM (1440.0 / 25.4)

int32_t text_width_twips(type_face face, int half_points, str text);
double  text_width_mm(type_face face, int half_points, str text);

// Breaks text into at most lines_max lines of at most width_twips, at the place that reads best: not
// inside a compound word the table of words knows, rather before "và" and after a comma, lines of like
// length. Text that does not fit in lines_max lines is still divided into lines_max of them.
// Returns how many lines; the views live as long as text.
enum { TEXT_LINES_MAX = 6 };
size_t text_lines(type_face face, int half_points, int32_t width_twips, str text, size_t lines_max,
                  str lines[TEXT_LINES_MAX]);

// Vietnamese capitals of composed text. The absent str when a is spent.
str text_capitals(arena *a, str text);

// ---- xlsx: write a workbook --------------------------------------------------------------------
// Rows are streamed: memory does not grow with them. Order: xlsx_new, then per sheet xlsx_sheet and
// its rows from top to bottom, then xlsx_finish or xlsx_drop.
// A cell that begins with = + - @ is text like any other and never becomes a formula.
enum {
    XLSX_TITLES_MAX          = 8,
    XLSX_ROWS_MAX            = 1048576,
    XLSX_TEXT_CHARACTERS_MAX = 32767,
    XLSX_COLUMNS_MAX         = 128
};

typedef struct xlsx xlsx;

typedef enum xlsx_kind {
    XLSX_EMPTY = 1,
    XLSX_TEXT,
    XLSX_INT, // number
    XLSX_DAY, // on; shown dd/mm/yyyy
    XLSX_TIME // number: ms UTC; shown dd/mm/yyyy hh:mm in Viet Nam's time
} xlsx_kind;

typedef struct xlsx_cell {
    xlsx_kind kind;
    str       text; // longer text than XLSX_TEXT_CHARACTERS_MAX is cut there
    int64_t   number;
    day       on;
    bool      marked; // stands out: something is to be looked at here
} xlsx_cell;

typedef struct xlsx_column {
    str title;
    int width; // characters
} xlsx_column;

// Writes into fd, which must be open for reading and writing and stays the caller's (a temporary file
// or a memfd). temp_folder holds the unfinished sheets; empty: /tmp.
status xlsx_new(arena *a, int fd, str temp_folder, xlsx **out) MUST_CHECK;
// A sheet with a bold, frozen header row and those column widths.
status xlsx_sheet(xlsx *x, str name, const xlsx_column *columns, size_t count) MUST_CHECK;
// The same under rows of titles, each over the whole width: the header stands below them.
status xlsx_sheet_titled(xlsx *x, str name, const str *titles, size_t title_count,
                         const xlsx_column *columns, size_t count) MUST_CHECK;
status xlsx_row(xlsx *x, const xlsx_cell *cells, size_t count) MUST_CHECK;
// A drop-down of choices for the rows below the header, down to last_row, of a column (from 0) of the sheet being written; at most
// 255 characters together. With `strict` other entries are refused.
status xlsx_choices(xlsx *x, size_t column, const str *choices, size_t count, size_t last_row,
                    bool strict) MUST_CHECK;
// Writes the file and frees everything; *size (may be NULL) gets its length. Leaves fd at its start.
status xlsx_finish(xlsx *x, int64_t *size) MUST_CHECK;
void   xlsx_drop(xlsx *x); // gives up; x may be NULL

#endif
