// home.h - what the first page shows: what the acting body sees, counted, and what is to be done next.
#ifndef COLOA_APP_HOME_H
#define COLOA_APP_HOME_H

#include "kit/base/base.h"
#include "kit/web/page.h"
#include "modules/tasks/tasks.h"

enum { HOME_LEVELS = 5 };

typedef struct home_level {
    int     level;
    int64_t decided, at_least; // systems with this level; with this as the least it can be
} home_level;

typedef struct home_view {
    page_frame  frame;
    tasks_block tasks;
    home_level  levels[HOME_LEVELS];
    int64_t     total;
    int64_t     decided; // with a level
    int64_t     open;    // a fact is missing or no criterion fits
    int64_t     no_rule;
    str         as_of; // "09:41 22/11/2026"
    bool        may_write;
} home_view;

#endif
