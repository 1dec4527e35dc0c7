// json_ops.h - inside this module: what commands and the API say of hunts.
#ifndef COLOA_MODULES_HUNTS_JSON_OPS_H
#define COLOA_MODULES_HUNTS_JSON_OPS_H

#include "modules/hunts/hunts.h"

void hunts_put_page(buf *b, arena *a, const hunt_page *p);
void hunt_put_card(buf *b, arena *a, const hunt_card *k);
void hunts_put_due(buf *b, arena *a, const hunt_duty_list *l);
void hunts_put_figures(buf *b, arena *a, const hunts_report *r, str words);

#endif
