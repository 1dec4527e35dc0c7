// level_store.h - the rows the work list is read from.
#ifndef COLOA_MODULES_LEVELS_LEVEL_STORE_H
#define COLOA_MODULES_LEVELS_LEVEL_STORE_H

#include "kit/call/call.h"

typedef struct level_open { // a system whose finding is open
    int64_t id;
    str     code, name, owner;
    int     level;     // at least
    str     questions; // JSON list of facts
} level_open;

typedef struct level_open_page {
    level_open *items;
    size_t      count;
    str         next; // cursor, absent at the end
} level_open_page;

// At most `limit` rows behind the cursor (empty: from the first). ST_INVALID "cursor".
status level_open_list(call *c, str cursor, size_t limit, level_open_page *out,
                       problem *why) MUST_CHECK;

#endif
