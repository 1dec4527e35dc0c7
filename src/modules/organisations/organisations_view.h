// organisations_view.h - what the pages of bodies show.
#ifndef COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_VIEW_H
#define COLOA_MODULES_ORGANISATIONS_ORGANISATIONS_VIEW_H

#include "kit/base/base.h"
#include "kit/web/page.h"
#include "modules/organisations/body.h"

typedef struct body_item { // a body as a list shows it
    int64_t id;
    str     code, name, kind;
} body_item;

typedef struct bodies_view {
    page_frame       frame;
    str              words; // searched for
    const body_item *items;
    size_t           count;
    bool             cut; // there are more than are shown
} bodies_view;

typedef struct body_view {
    page_frame       frame;
    body             b;
    str              name, other_name, kind;
    str              period;    // "01/03/2025 – 30/06/2025", empty when open on both sides
    body_item        successor; // id 0: none
    const body_item *below;
    size_t           below_count;
    bool             may_change;
} body_view;

typedef struct body_form_view { // a new body, or new names of one
    page_frame         frame;
    body_draft         typed;
    str                action, back; // where it is sent, where "cancel" leads
    int64_t            version;      // of the body being renamed
    bool               renames;
    const page_option *kinds;
    size_t             kind_count;
} body_form_view;

body_item body_item_of(lang in, arena *a, const body *b);
str       body_name_in(lang in, const body *b);
// Words of "bodies.kind.<kind>".
str  body_kind_words(lang in, arena *a, str kind);
bool body_kind_options(lang in, arena *a, const page_option **out, size_t *count);

#endif
