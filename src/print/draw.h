// draw.h - placed pages to PDF, by cairo.
#ifndef COLOA_PRINT_DRAW_H
#define COLOA_PRINT_DRAW_H

#include "print/pages.h"

typedef struct draw_job {
    setter      *s;
    const pages *all;
    str          title, lang;
    int64_t      created_ms;
    buf         *out; // the PDF
} draw_job;

// ST_OK, ST_MEMORY, or ST_BROKEN when cairo failed.
status pages_draw(const draw_job *job) MUST_CHECK;

#endif
