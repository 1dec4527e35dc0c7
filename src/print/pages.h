// pages.h - strips placed on pages.
#ifndef COLOA_PRINT_PAGES_H
#define COLOA_PRINT_PAGES_H

#include "print/layout.h"

typedef struct placed {
    struct placed *next;
    const strip   *what;
    double         x, y;   // of its upper left corner, below the space before it
    double         height; // of what is shown
    // Of a row that is broken: per cell, the strips shown here. NULL: all.
    size_t *from, *to;
    bool    goes_on; // the rest of the row comes on another page
} placed;

typedef struct page {
    struct page   *next;
    const section *of;
    bool           first; // of its section
    int            number;
    placed        *items, **end;
} page;

typedef struct pages {
    page  *first, **end;
    size_t count;
    bool   too_many;
} pages;

// Lays out and places the whole text. Look at s->spent and too_many afterwards.
void pages_set(setter *s, pages *out);

// The header or footer of a page, or NULL.
const story *page_header(const book *b, const page *p);
const story *page_footer(const book *b, const page *p);

#endif
