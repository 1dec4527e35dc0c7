// layout.h - stories as strips: lines and table rows with their heights, before pages are cut.
//
// Lengths are points (1/72 inch). A strip is the least thing a page break may pass by: a line of a
// paragraph, or a row of a table (which the pages may still break between the strips in its cells).
#ifndef COLOA_PRINT_LAYOUT_H
#define COLOA_PRINT_LAYOUT_H

#include "print/book.h"
#include "print/fonts.h"

typedef enum glyph_flag {
    GLYPH_SPACE = 1, // a space that may grow in justified lines and hang beyond the margin
    GLYPH_BREAK = 2, // a line may end behind it
    GLYPH_TAB   = 4,
    GLYPH_END   = 8,  // the line ends here by order
    GLYPH_PAGE  = 16, // and the page
    GLYPH_START = 32, // first of its cluster
} glyph_flag;

typedef struct glyph {
    uint32_t id, at; // at: its cluster's first byte in the paragraph's text
    uint32_t bytes;  // of the cluster, on its first glyph; else 0
    uint16_t span;
    uint8_t  flags;
    bool     dots; // a tab's leader
    float    advance, dx, dy;
} glyph;

typedef struct span { // text of one look
    const char_look *look;
    int              face;
    double           size, rise;
} span;

typedef struct line {
    size_t from, to; // glyphs; spaces at its end are not among them
    double x, width; // of its content, from the paragraph's left edge
    double ascent, height;
    double hang;         // of its height: may lie beyond the bottom of a page
    double stretch;      // added to each space behind `stretch_from`
    size_t stretch_from; // glyph
    bool   ends_page;
} line;

typedef struct laid_para {
    const paragraph *of;
    str              text;
    glyph           *glyphs;
    size_t           glyph_count;
    span            *spans;
    line            *lines;
    size_t           line_count;
    double           left, right;              // edges of its box, for borders and fill
    bool             joins_above, joins_below; // one box with its neighbour
} laid_para;

typedef struct laid_row laid_row;

typedef struct strip {
    const laid_para *para; // or
    laid_row        *row;
    size_t           line;
    double           own;          // space before it asked for by itself
    double           above;        // with what the one before it asks for behind itself
    double           pad;          // within its height, above the line: border
    double           height, hang; // hang: of its height, may lie beyond the bottom of a page
    bool             glued;        // no page break behind it
    bool             new_page;     // begins one
} strip;

typedef struct strips {
    strip *all;
    size_t count, cap;
    double tail; // space behind the last
} strips;

typedef struct laid_cell {
    const cell *of;
    double      x, width; // of its field, from the table's left edge
    double      pads[4];  // by edge
    strips      inside;
    double      content;      // height of what is in it, without pads
    size_t      column, rows; // rows: how many it spans downward
    bool        covered;      // by one above
    border      borders[4];
} laid_cell;

typedef struct laid_table {
    const table *of;
    double       x, width;
    laid_row    *rows;
    size_t       row_count, head_rows;
    double       head_height;
} laid_table;

struct laid_row {
    const laid_table *table;
    const row        *of;
    size_t            index;
    laid_cell        *cells;
    size_t            cell_count;
    double            height;
    bool              may_break;
};

typedef struct setter { // what laying out needs
    book  *b;
    fonts *f;
    bool   spent;
    int    page, pages; // shown in headers
    str    page_text;
} setter;

#define PT(twips) ((twips) / 20.0)

// Strips of a story set in `width`. On lack of memory s->spent is set and what comes back is partial.
strips lay_story(setter *s, const block *first, const block *end, double width);
double strips_height(const strips *all);

laid_para *lay_paragraph(setter *s, const paragraph *p, double width);
void       lay_table(setter *s, const table *t, double width, strips *into, double above);
strip     *strip_add(setter *s, strips *into);
void      *set_new(setter *s, size_t bytes, size_t count);

#endif
