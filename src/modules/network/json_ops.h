// json_ops.h - members as the API, the command line and a profile that was sent tell them.
#ifndef COLOA_MODULES_NETWORK_JSON_OPS_H
#define COLOA_MODULES_NETWORK_JSON_OPS_H

#include "modules/network/network.h"

void network_put_member(buf *b, arena *a, const member *m);
void network_put_page(buf *b, arena *a, const network_page *p);
void network_put_card(buf *b, arena *a, const member_card *k);
void network_put_duty(buf *b, const on_duty *o);
// Mẫu 01: what is sent, without what changes by itself.
void network_put_profile(buf *b, const member_card *k);

#endif
