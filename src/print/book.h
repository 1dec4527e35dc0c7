// book.h - a docx as it was read: stories of blocks, their looks resolved, the sections' pages.
//
// Not a layout: nothing here knows how long a line is. Lengths are twips. All lives in the arena.
#ifndef COLOA_PRINT_BOOK_H
#define COLOA_PRINT_BOOK_H

#include "kit/workers/package.h"
#include "print/look.h"

enum {
    BOOK_NEST_MAX   = 5,  // tables in tables
    BOOK_GRID_MAX   = 63, // columns of a table, as in Word
    BOOK_STYLES_MAX = 1000,
    BOOK_LISTS_MAX  = 500,
    BOOK_LEVELS     = 9,
    BOOK_PARTS_MAX  = 60, // headers and footers
};

typedef enum piece_kind {
    PIECE_TEXT = 1,
    PIECE_TAB,
    PIECE_LINE_BREAK,
    PIECE_PAGE_BREAK,
    PIECE_PAGE,  // number of the page; in headers and footers alone
    PIECE_PAGES, // how many there are
} piece_kind;

typedef struct piece {
    struct piece *next;
    piece_kind    kind;
    str           text;
    char_look     look; // resolved
} piece;

typedef struct section section;

typedef struct paragraph {
    para_look look;  // resolved
    char_look mark;  // of its end: gives an empty paragraph its height
    str       style; // id
    piece    *pieces, **end;
    section  *ends; // the section this paragraph is the last of, or NULL
} paragraph;

typedef struct table table;

typedef struct block { // one of the two
    struct block *next;
    paragraph    *text;
    table        *grid;
} block;

typedef struct story {
    block *blocks, **end;
} story;

typedef enum cell_merge { MERGE_NONE, MERGE_FIRST, MERGE_ON } cell_merge;
typedef enum cell_align { CELL_TOP, CELL_MIDDLE, CELL_BOTTOM } cell_align;

typedef struct cell {
    struct cell *next;
    story        inside;
    int32_t      width, span;
    cell_merge   merge; // downward
    cell_align   align;
    border       borders[EDGES];
    int32_t      margins[4]; // by edge; -1 not said
    int32_t      fill;       // -1 none
} cell;

typedef struct row {
    struct row *next;
    cell       *cells, **end;
    bool        whole, head; // may not break; repeated on each page
    int32_t     height;
    line_rule   height_rule;
    int32_t     before; // grid columns left out at its beginning
} row;

struct table {
    row       *rows, **end;
    int32_t    grid[BOOK_GRID_MAX];
    size_t     columns;
    para_align align;
    int32_t    indent;
    border     borders[EDGES];
    int32_t    margins[4];
    str        style;       // id
    int32_t    width_share; // of the room, in 1/5000; 0: as the grid says
};

typedef enum header_kind { HEADER_OTHER, HEADER_FIRST, HEADER_EVEN, HEADER_KINDS } header_kind;

struct section {
    int32_t width, height; // of the page
    int32_t top, right, bottom, left, header, footer;
    bool    title_page;   // HEADER_FIRST on its first page
    bool    goes_on;      // on the page where the one before it ended
    int     parity;       // begins on an odd (1) or even (2) page
    int32_t first_number; // of its pages, -1: counts on
    str     number_format;
    story  *headers[HEADER_KINDS], *footers[HEADER_KINDS];
    str     header_ids[HEADER_KINDS], footer_ids[HEADER_KINDS]; // relations, while reading
};

typedef struct style {
    str       id, based_on;
    char      kind; // 'p', 'c', 't', 'n'
    bool      is_default, settled;
    para_look para; // with those it is based on, once settled
    char_look chars;
    border    borders[EDGES]; // of tables
    int32_t   margins[4];
    bool      partial; // has looks for some rows or columns
} style;

typedef struct list_level {
    int32_t   start;
    str       format, text; // "decimal", "%1."
    char      suffix;       // 't' tab, 's' space, 'n' nothing
    para_look para;
    char_look chars;
} list_level;

typedef struct list_kind { // abstractNum
    int32_t    id;
    list_level levels[BOOK_LEVELS];
    int32_t    counts[BOOK_LEVELS]; // as far as the text was read
    bool       begun[BOOK_LEVELS];
} list_kind;

typedef struct list { // num
    int32_t    id;
    list_kind *kind;
    int32_t    starts[BOOK_LEVELS]; // given anew by this one; -1 not
    bool       begun;
} list;

typedef struct book {
    arena      *a;
    lacks      *told;
    bool        stop; // memory spent, or refused
    bool        spent;
    story       body;
    section    *last; // of the text; the others end with a paragraph
    bool        even_headers, shift_tables, add_spaces;
    int32_t     tab_every;
    para_look   para_default;
    char_look   char_default;
    style      *styles; // grows while they are read
    size_t      style_count, style_cap;
    list_kind **kinds;
    list       *lists;
    size_t      kind_count, list_count;
} book;

typedef struct book_source {
    str           bytes;
    unsigned long salt;
    // Told once when the docx is refused.
    void (*refuse)(void *ctx, print_refusal why, str detail);
    void *ctx;
} book_source;

// Reads a whole docx. ST_OK, or ST_INVALID after the refusal was told.
status book_read(const book_source *from, arena *a, lacks *told, book *out) MUST_CHECK;

// ---- for the readers of parts -----------------------------------------------------------------------
void *book_new(book *b, size_t bytes, size_t count); // zeroed; NULL sets b->spent and b->stop
#define BOOK_NEW(b, type) ((type *)book_new(b, sizeof(type), 1))
str book_copy(book *b, str s);

void story_open(story *s);
// A reader of document, header and footer parts: ctx is what story_reader_new gives.
extern const part_reader story_reader;
void                    *story_reader_new(book *b, story *into, bool in_header);

extern const part_reader styles_reader, lists_reader, settings_reader;
void                    *styles_reader_new(book *b);
void                    *lists_reader_new(book *b);

const style *style_find(const book *b, str id); // NULL when there is none
const style *style_default(const book *b, char kind);
void         styles_settle(book *b); // gives each style what it is based on

list *list_find(book *b, int32_t id);
// The number or bullet of the next paragraph at that level.
str list_label(book *b, list *l, int level);
// n as a page number or list label: "decimal", "lowerRoman" …; *known false when it is another.
str number_text(arena *a, str format, int32_t n, bool *known);

void section_read(book *b, section *s, const char *name, const char **attributes);
void section_defaults(section *s);
#endif
