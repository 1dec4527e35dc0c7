// target_ops.h - inside this module: addressees found, their clocks and tasks.
#ifndef COLOA_MODULES_ORDERS_TARGET_OPS_H
#define COLOA_MODULES_ORDERS_TARGET_OPS_H

#include "modules/orders/row_ops.h"

typedef struct order_named { // one addressee as found
    int64_t       body_id;
    str           code, name, first_name, contact;
    incident_seat seat;
} order_named;
typedef struct order_names {
    order_named *items;
    size_t       count;
} order_names;
typedef struct order_asking { // by whom, of what
    order_kind      kind;
    const incident *i; // NULL: a warning on its own
    str             to, group;
    bool            contacts; // whom to call now is looked up too
} order_asking;
// ST_INVALID as in orders_draw.
status order_names_find(call *c, const order_asking *k, order_names *out, problem *why) MUST_CHECK;

// Inside an act: the clock and the task of an addressee as its row now stands (t->next_ms, t->state).
typedef struct order_about {
    int64_t    id;
    str        code, title;
    order_kind kind;
} order_about;
status order_clock_run(call *c, const order_about *o, const order_target *t) MUST_CHECK;
status order_clock_end(call *c, int64_t target) MUST_CHECK;
// Inside an act: who issued it hears of a refusal or a result.
status order_issuer_tell(call *c, const order *o, const order_target *t) MUST_CHECK;

// A line of the incident: kind "order-sent" …; nothing when there is no incident.
status order_incident_tell(call *c, const order *o, const char *kind, str words) MUST_CHECK;

#endif
