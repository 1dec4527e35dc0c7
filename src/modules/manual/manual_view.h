// manual_view.h - what the manual's frame shows around a chapter.
#ifndef COLOA_MODULES_MANUAL_MANUAL_VIEW_H
#define COLOA_MODULES_MANUAL_MANUAL_VIEW_H

#include "kit/web/page.h"

typedef void manual_text(page *o);

typedef struct manual_chapter {
    str          slug; // in the address: "nhap-bang-tinh"
    text_key     title, about;
    manual_text *vi, *en;
} manual_chapter;

typedef struct manual_view {
    page_frame            frame;
    const manual_chapter *chapters;
    size_t                count;
    size_t                current;         // place in chapters; count: none
    const manual_chapter *before, *behind; // NULL at the ends
} manual_view;

static inline void manual_put(page *o, const manual_chapter *m)
{
    (o->lang == LANG_EN ? m->en : m->vi)(o);
}

#endif
