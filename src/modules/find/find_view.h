// find_view.h - what the pages of finding show.
#ifndef COLOA_MODULES_FIND_FIND_VIEW_H
#define COLOA_MODULES_FIND_FIND_VIEW_H

#include "kit/web/page.h"

enum { FIND_EACH = 8, FIND_PAGES = 32 };

typedef struct find_hit {
    str name, about, href;
    int level; // of a system; 0: none
} find_hit;

typedef struct find_view {
    page_frame frame;
    str        q, all_href; // of all systems that are found; empty: these are all
    find_hit   systems[FIND_EACH], bodies[FIND_EACH], cases[FIND_EACH], hunts[FIND_EACH];
    find_hit   pages[FIND_PAGES];
    size_t     system_count, body_count, case_count, hunt_count, page_count;
} find_view;

typedef struct keys_view {
    page_frame frame;
} keys_view;

#endif
