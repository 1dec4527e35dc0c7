// evidence_json.h - files of evidence as JSON, for the API and the commands. Inside evidence.
#ifndef COLOA_MODULES_EVIDENCE_EVIDENCE_JSON_H
#define COLOA_MODULES_EVIDENCE_EVIDENCE_JSON_H

#include "modules/evidence/evidence_file.h"

enum { EVIDENCE_JSON_MAX = 1024 * 1024 };

void evidence_put_json(buf *b, arena *a, const evidence *e);
void evidence_put_page(buf *b, arena *a, const evidence_page *p);

#endif
