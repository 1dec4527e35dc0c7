// orders_web.h - between the files that answer pages of orders and warnings. One handler serves both addresses.
#ifndef COLOA_MODULES_ORDERS_ORDERS_WEB_H
#define COLOA_MODULES_ORDERS_ORDERS_WEB_H

#include "modules/orders/orders_view.h"

bool order_of_warnings(const web_request *rq); // the address begins with /canh-bao
str  order_base(const web_request *rq);
str  order_typed(const web_request *rq, const char *name); // of the form; empty: not there
// ST_MISSING also when it stands under the other address.
status order_of_path(call *c, const web_request *rq, order *out) MUST_CHECK;
status order_back(call *c, web_request *rq, http_response *rs, str code,
                  const char *tail) MUST_CHECK;

web_handler order_new_get, order_new_post, order_edit_get, order_edit_post; // orders_form_web.c

#endif
