// level_store.h - the rows the work list is read from, and the choices people made.
#ifndef COLOA_MODULES_LEVELS_LEVEL_STORE_H
#define COLOA_MODULES_LEVELS_LEVEL_STORE_H

#include "kit/call/call.h"
#include "modules/levels/level.h"

typedef struct level_open { // a system whose finding is open
    int64_t id;
    str     code, name, owner;
    int     level;     // at least
    str     questions; // JSON list of facts
    bool    bare;      // nothing is known of it yet
} level_open;

typedef struct level_open_page {
    level_open *items;
    size_t      count;
    str         next; // cursor, absent at the end
} level_open_page;

// At most `limit` rows behind the cursor (empty: from the first). ST_INVALID "cursor".
status level_open_list(call *c, str cursor, size_t limit, level_open_page *out,
                       problem *why) MUST_CHECK;

enum { LEVEL_CHOICES_MAX = 200 }; // newest choices of one system that are read

status level_choices_load(call *c, int64_t system_id, level_choice **out, size_t *count) MUST_CHECK;
// Inside an act.
status level_choice_add(db *d, const call *c, int64_t system_id, str pack_version,
                        const level_choice *one) MUST_CHECK;

#endif
