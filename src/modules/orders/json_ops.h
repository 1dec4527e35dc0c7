// json_ops.h - orders and warnings as the API and the command line tell them.
#ifndef COLOA_MODULES_ORDERS_JSON_OPS_H
#define COLOA_MODULES_ORDERS_JSON_OPS_H

#include "modules/orders/orders.h"

void orders_put_page(buf *b, const order_page *p);
void order_put_card(buf *b, arena *a, const order_card *k, int64_t now_ms);

#endif
