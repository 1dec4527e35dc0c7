// look.h - how characters and paragraphs are to look, as WordprocessingML says it: sparse, in layers.
//
// A look holds only what was said; look_over puts one layer upon another (defaults, table style,
// paragraph style, list level, character style, direct). Lengths are twips unless said otherwise.
#ifndef COLOA_PRINT_LOOK_H
#define COLOA_PRINT_LOOK_H

#include "kit/base/base.h"
#include "print/lacks.h"

enum { LOOK_TABS_MAX = 16, TWIPS_MAX = 31680 };

typedef enum char_key {
    CHAR_SIZE, // half-points
    CHAR_BOLD,
    CHAR_ITALIC,
    CHAR_UNDERLINE, // 0 none, 1 single, 2 double
    CHAR_STRIKE,
    CHAR_CAPS,
    CHAR_SMALL_CAPS,
    CHAR_COLOR,  // 0xRRGGBB
    CHAR_FILL,   // 0xRRGGBB, -1 none
    CHAR_SCRIPT, // 0 on the line, 1 above, 2 below it, smaller
    CHAR_HIDDEN,
    CHAR_SPACING,
    CHAR_RISE, // half-points above the line
    CHAR_KEYS,
} char_key;

typedef struct char_look {
    uint32_t set; // bit per key
    int32_t  v[CHAR_KEYS];
} char_look;

typedef enum para_align {
    ALIGN_LEFT,
    ALIGN_CENTER,
    ALIGN_RIGHT,
    ALIGN_BOTH,
    ALIGN_SPREAD
} para_align;
typedef enum line_rule { LINE_AUTO, LINE_EXACT, LINE_AT_LEAST } line_rule; // auto: 240 is single

typedef enum para_key {
    PARA_ALIGN,
    PARA_LEFT,
    PARA_RIGHT,
    PARA_FIRST, // of the first line, from PARA_LEFT; negative: hanging
    PARA_BEFORE,
    PARA_AFTER,
    PARA_LINE,
    PARA_LINE_RULE,
    PARA_KEEP_NEXT,
    PARA_KEEP_LINES,
    PARA_NEW_PAGE,
    PARA_WIDOWS,     // 1: no single first or last line on a page
    PARA_CONTEXTUAL, // no space between paragraphs of one style
    PARA_LIST,
    PARA_LIST_LEVEL,
    PARA_HEADING, // 1.. for an outline level, 10: body text
    PARA_FILL,
    PARA_KEYS,
} para_key;

typedef enum edge {
    EDGE_TOP,
    EDGE_LEFT,
    EDGE_BOTTOM,
    EDGE_RIGHT,
    EDGE_INNER_H,
    EDGE_INNER_V,
    EDGES
} edge;

typedef struct border {
    bool    said;  // something was said of this edge, if only "none"
    uint8_t lines; // 0 none, 1, or 2 for a double line
    bool    dashed;
    int16_t eighths; // thickness in 1/8 pt
    int16_t space;   // pt between it and the text
    int32_t color;
} border;

typedef enum tab_kind { TAB_LEFT = 1, TAB_CENTER, TAB_RIGHT, TAB_CLEAR } tab_kind;

typedef struct tab_stop {
    int32_t  at;
    tab_kind kind;
    bool     dots; // a dotted leader
} tab_stop;

typedef struct para_look {
    uint32_t set;
    int32_t  v[PARA_KEYS];
    border   borders[EDGES];      // EDGE_INNER_H: between paragraphs alike
    tab_stop tabs[LOOK_TABS_MAX]; // by rising place
    size_t   tab_count;
} para_look;

void char_over(char_look *under, const char_look *upper);
void para_over(para_look *under, const para_look *upper);

// One property element of rPr or pPr. Names it does not know are of no consequence to a printed page,
// or are told as lacking.
void char_read(char_look *l, lacks *told, const char *name, const char **attributes);
void para_read(para_look *l, lacks *told, const char *name, const char **attributes);
void tab_read(para_look *l, const char **attributes);              // of <w:tabs>
void border_read(border *b, lacks *told, const char **attributes); // of pBdr, tblBorders, tcBorders
// The edge an element in those is about, or EDGES.
edge edge_named(const char *name);

bool    attr_on(const char **attributes); // of a switch: absent, 1, true, on
int32_t attr_number(const char **attributes, const char *name, int32_t other); // within TWIPS_MAX
int32_t attr_color(str hex, int32_t other);
int32_t fill_read(const char **attributes); // of shd; -1 none

#endif
