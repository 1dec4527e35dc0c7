// organisations_view.h - what the pages of bodies show.
#ifndef COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_VIEW_H
#define COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_VIEW_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/web/page.h"
#include "modules/organisations/body.h"
#include "modules/organisations/offices.h"

typedef struct body_item { // a body as a list shows it
    int64_t id;
    str     code, name, kind;
} body_item;

typedef struct bodies_view {
    page_frame       frame;
    str              words; // searched for
    const body_item *items;
    size_t           count;
    bool             cut;        // there are more than are shown
    const body_item *supervised; // of other branches, under one's own supervision
    size_t           supervised_count;
    const str       *notices; // delegations that end soon
    size_t           notice_count;
} bodies_view;

typedef struct dated_item { // a supervisor, a head, a unit, a delegation as a list shows it
    int64_t id;             // 0: cannot be ended here
    int64_t body;           // the page of the body named; 0: none
    str     what, name, more, period, basis;
    bool    over;
} dated_item;

typedef struct dated_list {
    const dated_item *items;
    size_t            count;
    str               title, about, none, what, name, basis; // headings
    str               add, add_href;                         // empty: may not
    str               end; // where an end is sent, before "/<id>/ket-thuc"; empty: may not
} dated_list;

typedef struct body_view {
    page_frame       frame;
    body             b;
    str              name, other_name, kind;
    str              period;    // "01/03/2025 – 30/06/2025", empty when open on both sides
    body_item        successor; // id 0: none
    const body_item *below;
    size_t           below_count;
    bool             may_change;
    str              place_certainty; // of a place nobody typed; empty
    dated_list       supervisors, offices, delegations;
    body_contact     contact;
    bool             contact_known;
    const str       *former; // "Sở Y tế (…)", names it bore
    size_t           former_count;
} body_view;

// ---- a form described by its fields -------------------------------------------------------------
typedef enum field_shape { SHAPE_INPUT = 1, SHAPE_AREA, SHAPE_SELECT, SHAPE_HIDDEN } field_shape;

typedef struct shaped_field {
    field_shape shape;
    page_field  f;
} shaped_field;

typedef struct fields_view {
    page_frame    frame;
    str           action, back, about, submit; // about and submit may be empty
    shaped_field *fields;
    size_t        count;
} fields_view;

typedef struct body_form_view { // a new body, or new names of one
    page_frame         frame;
    body_draft         typed;
    str                action, back; // where it is sent, where "cancel" leads
    int64_t            version;      // of the body being renamed
    bool               renames;
    const page_option *kinds;
    size_t             kind_count;
} body_form_view;

// ---- mergers, renamings, endings ----------------------------------------------------------------
enum { CHANGE_COLUMNS_MAX = 8 };

typedef struct change_item {
    int64_t id;
    str     name;
    int64_t cells[CHANGE_COLUMNS_MAX];
} change_item;

typedef struct split_row { // a successor, and how much of each kind it gets
    str     name;
    int64_t cells[CHANGE_COLUMNS_MAX];
} split_row;

typedef struct share_row {
    str         name, detail, part;
    const char *field;
} share_row;

typedef struct share_kind {
    str     label, href;
    int64_t open, total;
    bool    here;
} share_kind;

typedef struct share_view {
    page_frame         frame;
    int64_t            id;
    str                what, words, part, action, back;
    const share_kind  *kinds;
    size_t             kind_count;
    const share_row   *rows;
    size_t             count, total; // shown, and left by the filter
    const page_option *choices, *filters;
    size_t             choice_count, filter_count;
    bool               may;
} share_view;

typedef struct change_view {
    page_frame         frame;
    int64_t            id;
    const char        *state_shape;
    str                state, what, into, new_name, document, effect, made, confirmed;
    str                moved;   // systems, once done
    const str         *columns; // headings of what is held
    size_t             column_count;
    const change_item *items;
    size_t             count;
    int64_t            clashes;
    str                clash_words;
    const split_row   *split;
    size_t             split_count, split_column_count;
    const str         *split_columns;
    int64_t            split_open;
    bool               may_confirm, may_drop;
    shaped_field      *fields; // of the confirmation
    size_t             field_count;
} change_view;

typedef struct change_line {
    int64_t     id;
    const char *shape;
    str         what, state, effect, document;
} change_line;

typedef struct changes_view {
    page_frame         frame;
    const change_line *items;
    size_t             count;
} changes_view;

body_item body_item_of(lang in, arena *a, const body *b);
str       body_name_in(lang in, const body *b);
// Words of "bodies.kind.<kind>".
str  body_kind_words(lang in, arena *a, str kind);
bool body_kind_options(lang in, arena *a, const page_option **out, size_t *count);

#endif
