// key_ops.h - inside this module: the key this node signs receipts with, a file of the data folder (0600).
#ifndef COLOA_MODULES_ORDERS_KEY_OPS_H
#define COLOA_MODULES_ORDERS_KEY_OPS_H

#include "modules/orders/row_ops.h"

// Makes it when there is none. ST_MISSING "receipt-no-folder" when no folder was lent.
status order_key_load(call *c, sign_key *out, problem *why) MUST_CHECK;
// Inside an act: keeps the public half, so that receipts can be checked when the file is another one day.
status order_key_keep(call *c, db *d, const sign_key *k) MUST_CHECK;

typedef struct order_receipt_draft {
    const order        *o;
    const order_target *t;
    str                 act, words;
    const sign_key     *key;
} order_receipt_draft;
// Inside an act: signed and kept.
status order_receipt_make(call *c, db *d, const order_receipt_draft *w, int64_t *id) MUST_CHECK;

#endif
