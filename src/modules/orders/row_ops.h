// row_ops.h - inside this module: rows as structs, sight, words that come in, what is written of an act.
#ifndef COLOA_MODULES_ORDERS_ROW_OPS_H
#define COLOA_MODULES_ORDERS_ROW_OPS_H

#include "modules/orders/orders.h"
#include "modules/orders/orders_queries.gen.h"

typedef struct order_sight {
    int64_t body;
    bool    all, invented; // all: a national seat, or the machine
} order_sight;
status order_sight_of(call *c, order_sight *out) MUST_CHECK;
bool   order_machine(const call *c);
str    order_person(const call *c);

status order_row_load(call *c, int64_t id, order *out) MUST_CHECK; // ST_MISSING out of sight
status order_items_load(call *c, db *d, int64_t id, order_item items[ORDER_ITEMS_MAX],
                        size_t *count) MUST_CHECK;
// only: 0 all, else of that body.
status order_targets_load(call *c, db *d, int64_t id, int64_t only, order_target **out,
                          size_t *count) MUST_CHECK;

typedef struct order_field {
    const char *name;
    size_t      max;
    bool        needed;
} order_field;
// Tidied. ST_INVALID "required" "too-long" "not-text" "state-secret".
status order_words(call *c, const order_field *f, str typed, str *out, problem *why) MUST_CHECK;

typedef struct order_told { // one line of an order's history
    int64_t     id, target, receipt;
    const char *act; // "order.<act>" of the audit trail; words "orders.event.<act>"
    str         code, words;
} order_told;
status order_tell(call *c, db *d, const order_told *t) MUST_CHECK; // with the audit row
str    order_address(call *c, order_kind kind, str code);          // "/dieu-phoi/DP-2026-000012"

#endif
