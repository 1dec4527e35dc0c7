// list_view.h - what the list of systems and its pages show: rows, filters, columns, saved views.
#ifndef COLOA_MODULES_SYSTEMS_LIST_VIEW_H
#define COLOA_MODULES_SYSTEMS_LIST_VIEW_H

#include "kit/web/page.h"
#include "modules/systems/columns.h"
#include "modules/systems/saved.h"
#include "modules/systems/systems.h"
#include "modules/systems/vouch_view.h"

// What may stand in the list's address, in the order in which it is written there.
enum {
    ASK_Q,
    ASK_LEVEL,
    ASK_STATE,
    ASK_RESULT,
    ASK_OWNER,
    ASK_BRANCH,
    ASK_ORDER,
    ASK_COLUMNS,
    ASK_NAMES,
};
extern const char *const list_names[ASK_NAMES];

// What is asked of the list: by the address, by a saved view, or by the reader's usual one.
typedef struct list_ask {
    str               values[ASK_NAMES]; // as typed
    str               cursor;
    system_filter     f;
    system_columns    columns;
    const saved_view *view;                   // through which it is looked; NULL: none
    str               query;                  // the whole as in an address, without cursor and view
    str               notices[ASK_NAMES + 2]; // what of a view is no longer there, in words
    size_t            notice_count;
} list_ask;

// An address with this question; `without` (ASK_…, -1 none) is left out of it.
str list_href(page *o, const list_ask *ask, str path, int without);
// The conditions in words: "Cấp độ: Cấp 3; Trạng thái: Đang vận hành".
str list_ask_words(page *o, const list_ask *ask);

typedef struct list_column {
    const system_column *column;
    const char          *cell, *more; // classes: of every cell, and of one that phones leave out
    str                  label;
    bool                 off_cards; // phones leave it out: its cells need not say what they are
} list_column;

typedef struct systems_list_view {
    page_frame        frame;
    const list_ask   *ask;
    page_field        level, state, result, order;
    page_option       level_options[8], state_options[8], result_options[5], order_options[2];
    page_chip         chips[ASK_NAMES];
    size_t            chip_count;
    list_column       columns[COLUMNS_MAX];
    size_t            column_count;
    system_page       page;
    page_pager        pager;
    const saved_view *saved;
    size_t            saved_count;
    str               export_href, official_href, columns_href, save_href, all_href, bulk_href;
    vouch_line        vouch; // of the acting body's own list
    bool              filtered, may_write;
    bool              changed; // what is shown is not what the opened view holds
} systems_list_view;

status systems_list_fill(page *o, const list_ask *ask, systems_list_view *v) MUST_CHECK;
// What stands in a cell, in words; for code, name, level and state the page has its own marks.
str list_cell_words(page *o, const systems_list_view *v, const system_column *k, size_t row);

// The frame of a page that belongs to the list.
page_frame list_frame(str title, const page_crumb *crumbs, size_t count);

// ---- choosing columns -----------------------------------------------------------------------------
typedef struct columns_view {
    page_frame      frame;
    const list_ask *ask;
    page_field      fields[COLUMNS_MAX]; // a place each: "1", or nothing
    size_t          count;
    str             usual_href, cancel;
} columns_view;

status columns_fill(page *o, const list_ask *ask, columns_view *v) MUST_CHECK;

// ---- saved views ----------------------------------------------------------------------------------
typedef struct saved_line {
    const saved_view *view;
    str               words, shared, when;
} saved_line;

typedef struct saved_list_view {
    page_frame  frame;
    saved_line *items;
    size_t      count;
} saved_list_view;

typedef struct saved_form_view {
    page_frame  frame;
    page_field  name, reach;
    page_option reach_options[3];
    page_field  first;
    page_option first_options[1];
    str         words, query, action, cancel, version;
    bool        may_drop;
} saved_form_view;

void saved_form_fill(page *o, const saved_draft *draft, saved_form_view *v);
str  saved_shared_words(page *o, const saved_view *view);

#endif
