// paper_ops.h - inside this module: what an order is as a paper.
#ifndef COLOA_MODULES_ORDERS_PAPER_OPS_H
#define COLOA_MODULES_ORDERS_PAPER_OPS_H

#include "modules/orders/target_ops.h"

// The canonical text, JSON: what every receipt of it stands on. o as it is being sent. It does not say to whom: an
// addressee is shown no other, and each receipt names its own.
status order_paper(call *c, const order *o, str *out) MUST_CHECK;

#endif
