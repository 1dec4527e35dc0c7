// gallery.h - what the gallery of components shows. Tests only.
#ifndef COLOA_KIT_WEB_PAGES_GALLERY_H
#define COLOA_KIT_WEB_PAGES_GALLERY_H

#include "kit/web/page.h"

typedef struct gallery_row {
    int64_t     id, accounts;
    int         level;
    bool        at_least;
    str         name, owner, state;
    const char *kind;
} gallery_row;

typedef struct gallery_view {
    page_frame         frame;
    str                query, long_name;
    const gallery_row *rows;
    size_t             row_count;
    const page_chip   *chips;
    size_t             chip_count;
    page_pager         pager;
    const char *const *states;
    size_t             state_count;
    const page_option *options;
    size_t             option_count;
    const str         *step_names;
    size_t             step_count;
} gallery_view;

// Fills a view with invented content; everything it points to is static.
gallery_view gallery_content(size_t rows);

#endif
