// vouch_view.h - what the pages about complete lists show.
#ifndef COLOA_MODULES_SYSTEMS_VOUCH_VIEW_H
#define COLOA_MODULES_SYSTEMS_VOUCH_VIEW_H

#include "kit/web/page.h"
#include "modules/systems/vouch.h"

typedef struct vouch_line {
    str         name, code, href, words, changed;
    const char *kind; // of part_state
} vouch_line;

typedef struct vouch_view {
    page_frame  frame;
    page_field  on, note;
    vouch_line  own; // the acting body's latest
    vouch_line *all; // what was said before
    size_t      all_count;
    vouch_line *bodies; // in sight
    size_t      body_count;
    int64_t     missing, stale;
    vouch_term  term;
    bool        may_say, supervises;
} vouch_view;

// "Đầy đủ đến ngày 20/11/2026, Trần Văn A xác nhận lúc 09:41 21/11/2026".
vouch_line vouch_words(page *o, const vouch *v);

#endif
