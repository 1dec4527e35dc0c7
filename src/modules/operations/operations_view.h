// operations_view.h - what the page of the program's upkeep shows.
#ifndef COLOA_MODULES_OPERATIONS_OPERATIONS_VIEW_H
#define COLOA_MODULES_OPERATIONS_OPERATIONS_VIEW_H

#include "kit/web/page.h"

typedef struct doctor_item {
    const char *look; // of part_state
    str         mark, name, words, advice;
} doctor_item;

typedef struct backup_item {
    str         name, size, state, checked;
    const char *look;
    int64_t     made_ms;
    bool        here;
} backup_item;

typedef struct operations_view {
    page_frame         frame;
    const doctor_item *lines;
    size_t             line_count;
    bool               whole; // the long look was asked for
    const backup_item *backups;
    size_t             backup_count;
    bool               daily;
    str                hour, keep, public_key, version;
    str                folder; // where backups are
    str                support;
} operations_view;

#endif
