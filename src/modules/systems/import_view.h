// import_view.h - what the pages of imports show.
#ifndef COLOA_MODULES_SYSTEMS_IMPORT_VIEW_H
#define COLOA_MODULES_SYSTEMS_IMPORT_VIEW_H

#include "kit/web/page.h"
#include "modules/systems/import_sheet.h"

enum {
    IMPORT_FAULTS_SHOWN  = 200,
    IMPORT_ROWS_SHOWN    = 20,  // good rows of the preview
    IMPORT_CELLS_SHOWN   = 3,   // sample cells of a column
    IMPORT_CHANGES_SHOWN = 100, // changed systems, each with its fields
};

typedef struct import_line_view { // an import in the list of recent ones
    str  href, filename, when, person, state;
    bool done;
} import_line_view;

typedef struct import_new_view {
    page_frame        frame;
    page_field        file, owner;
    import_line_view *recent;
    size_t            recent_count;
} import_new_view;

typedef struct import_column_view {
    str        letter, header, sample;
    page_field to; // select
} import_column_view;

typedef struct import_fault_view {
    int64_t row;
    str     cell, column, value, message;
    str     input; // name of the input that mends it; empty: none
} import_fault_view;

typedef struct import_row_view {
    int64_t row;
    str     name, owner, act, href;
    int     level, sheet_level;
    bool    at_least;
} import_row_view;

typedef struct import_pair_view { // one field of a changed system
    str label, before, after;
} import_pair_view;

typedef struct import_change_view {
    int64_t           row;
    str               name, href;
    import_pair_view *pairs;
    size_t            pair_count;
} import_change_view;

typedef struct import_check_view {
    page_frame          frame;
    str                 action, noted, undo; // empty: not offered
    str                 filename, sheet;
    page_field          header_row, owner, sheets;
    page_option        *options; // of the selects of columns
    size_t              option_count;
    import_column_view *columns;
    size_t              column_count;
    int64_t             rows, made, changed, same, refused, differ, kept;
    import_fault_view  *faults;
    size_t              fault_count, fault_total;
    import_change_view *changes;
    size_t              change_count, change_total;
    str                 skipped; // rows under the list that are no systems, in words
    bool                fixable; // wrong cells can be mended here
    import_row_view    *good;
    size_t              good_count;
    bool                waiting; // only uploaded: it can be mapped and taken in
    bool                undone;
    str                 unreadable; // why the file as a whole is refused; empty
} import_check_view;

typedef struct import_wait_view { // being taken in
    page_frame frame;
    int64_t    done, total;
    str        again; // address of this page
} import_wait_view;

// "12 dòng có cấp độ …", for the notice above a check.
str page_arg_differ(page *o, int64_t count);

#endif
