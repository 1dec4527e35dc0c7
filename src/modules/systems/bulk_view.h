// bulk_view.h - what the pages of changing many systems at once show.
#ifndef COLOA_MODULES_SYSTEMS_BULK_VIEW_H
#define COLOA_MODULES_SYSTEMS_BULK_VIEW_H

#include "kit/web/page.h"
#include "modules/systems/bulk.h"

enum { BULK_OPTIONS_MAX = 8, BULK_PAIRS_MAX = 12 };

typedef struct bulk_input {
    page_field  field, empty; // empty: a box to tick; no options where the field cannot be emptied
    page_option options[BULK_OPTIONS_MAX], empty_option[1];
} bulk_input;

typedef struct bulk_form_view {
    page_frame         frame;
    bulk_input         fields[BULK_FIELDS];
    const str         *picked; // codes
    size_t             picked_count;
    const char *const *names; // of the filter in the address, with their values, when all are meant
    const str         *values;
    size_t             value_count;
    bool               all;
    int64_t            total; // -1: not known
    str                cancel, words;
} bulk_form_view;

typedef struct bulk_pair { // a field: what it was, what it becomes
    str label, before, after;
} bulk_pair;

typedef struct bulk_line { // a system
    str       name, code, href, reason;
    bulk_pair pairs[BULK_PAIRS_MAX];
    size_t    pair_count;
} bulk_line;

typedef struct bulk_one_view {
    page_frame frame;
    str        action, person, when, words;
    bulk_state state;
    bulk_pair  changes[BULK_FIELDS]; // what was asked for
    size_t     change_count;
    int64_t    total, waiting, changed, same, refused, restored, not_restored, level_moves;
    bulk_line *lines; // the first that wait
    size_t     line_count;
    bulk_line *left; // the first that are left alone, or were not taken back
    size_t     left_count;
    bool       may_undo;
    int64_t    done, job_total; // while it is being done
    str        again;
} bulk_one_view;

typedef struct bulk_recent_line {
    str     href, when, person, fields, state;
    int64_t changed;
} bulk_recent_line;

typedef struct bulk_list_view {
    page_frame        frame;
    bulk_recent_line *items;
    size_t            count;
} bulk_list_view;

status bulk_form_fill(page *o, const bulk_draft *draft, bulk_form_view *v) MUST_CHECK;
// The words of a stored value of the i-th field.
str bulk_words(page *o, size_t i, str value);
// What would change of one system.
void bulk_line_fill(page *o, const system_record *s, const bulk_changes *changes, bulk_line *out);
str  bulk_reason(page *o, str rule);
str  bulk_state_words(page *o, bulk_state state);

#endif
