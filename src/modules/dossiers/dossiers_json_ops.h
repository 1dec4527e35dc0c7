// dossiers_json_ops.h - dossiers as the API and the command line tell them.
#ifndef COLOA_MODULES_DOSSIERS_DOSSIERS_JSON_OPS_H
#define COLOA_MODULES_DOSSIERS_DOSSIERS_JSON_OPS_H

#include "modules/dossiers/dossiers.h"

void dossier_put_line_json(buf *b, arena *a, const dossier *d);
void dossiers_put_page_json(buf *b, arena *a, const dossier_list_page *list);
// The whole: what it consists of, how far each part is, who holds it, what the reader may do now.
status dossier_put_whole_json(call *c, buf *b, const dossier_content *k) MUST_CHECK;
status dossier_put_history_json(call *c, buf *b, const dossier *d) MUST_CHECK;

#endif
