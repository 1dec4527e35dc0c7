// history_view.h - what changed in a system, in the reader's words: who, when, from what to what, by
// which act.
#ifndef COLOA_MODULES_SYSTEMS_HISTORY_VIEW_H
#define COLOA_MODULES_SYSTEMS_HISTORY_VIEW_H

#include "kit/web/page.h"
#include "modules/systems/systems.h"

enum { HISTORY_LINES_MAX = 800 }; // of one page; facts take a line each

typedef struct view_change {
    str when, person, field, before, after;
    str how, how_href; // the act in words, and where it is shown; empty: nowhere
} view_change;

typedef struct history_view {
    page_frame   frame;
    page_field   field; // filter
    page_option *options;
    view_change *lines;
    size_t       count;
    page_pager   pager;
    str          action;
} history_view;

// The lines of a page of history; facts are told one by one.
status history_lines(page *o, const history_page *from, view_change **out,
                     size_t *count) MUST_CHECK;
status history_fill(page *o, const system_record *s, const history_page *from, const str *fields,
                    size_t field_count, str chosen, history_view *v) MUST_CHECK;

#endif
