// orders_view.h - what the pages of orders and warnings show.
#ifndef COLOA_MODULES_ORDERS_ORDERS_VIEW_H
#define COLOA_MODULES_ORDERS_ORDERS_VIEW_H

#include "kit/web/page.h"
#include "modules/orders/orders.h"

enum { ORDER_FORM_ITEMS = ORDER_ITEMS_MAX, ORDER_ITEMS_OPEN = 3 }; // the others are folded

typedef struct order_item_line {
    const order_row *r;
    str              href, kind, state, sent, due, figures, own, severity;
    const char      *look, *own_look, *due_look;
} order_item_line;

typedef struct order_list_view {
    page_frame             frame;
    const order_item_line *items;
    size_t                 count;
    page_pager             pager;
    page_field             state;
    str                    base, q, add_href;
    bool                   mine, late, filtered, warnings;
} order_list_view;

typedef struct order_form_view {
    page_frame frame;
    str        action, back, keep, version, incident;
    bool       fresh, warnings;
    page_field kind, title, basis, content, indicators, reply_to, tlp, severity, ack, due, hours,
        to, group;
    page_field items[ORDER_FORM_ITEMS], item_dues[ORDER_FORM_ITEMS];
} order_form_view;

typedef struct order_target_line {
    const order_target *t;
    str                 part, state, left, received, decided, done, items;
    const char         *look;
    bool                over, own;
} order_target_line;

typedef struct order_event_line {
    str     when, iso, what, who, words;
    int64_t receipt;
} order_event_line;

typedef struct order_todo_line { // one thing to do, with how far the reader's own body is
    int64_t no;
    str     words, due;
    bool    ticked;
} order_todo_line;

typedef struct order_show_view {
    page_frame               frame;
    const order_card        *k;
    const order_target_line *targets, *own; // own: NULL, the reader is not addressed
    const order_event_line  *events;
    const order_todo_line   *items;
    size_t                   target_count, event_count, item_count;
    str         base, version, kind, state, severity, sent, ack, due, signed_on, ended, counts;
    const char *look;
    bool warning, sees_incident, may_send, may_end, may_receive, may_accept, may_refuse, may_say,
        may_report;
    bool       wants_late;
    page_field number, signer, signer_post, signed_field, reason, words, progress, refusal,
        late_reason;
} order_show_view;

str order_named(arena *a, lang in, const char *group, str key); // words of "orders.<group>.<key>"
const char *order_target_look(const order_target *t, int64_t now_ms);
status      order_rows_fill(page *o, const order_page *list, int64_t now_ms,
                            order_item_line **out) MUST_CHECK;
status order_show_fill(page *o, const order_card *k, const call *c, order_show_view *v) MUST_CHECK;
page_field order_field_of(page *o, const page_frame *f, const char *name, str value);
// Choices of a form; NULL when there is no memory.
void order_choices(page *o, order_form_view *v);

#endif
