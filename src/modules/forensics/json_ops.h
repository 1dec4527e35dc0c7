// json_ops.h - inside this module: what commands and the API say of cases and items.
#ifndef COLOA_MODULES_FORENSICS_JSON_OPS_H
#define COLOA_MODULES_FORENSICS_JSON_OPS_H

#include "modules/forensics/forensics.h"

void forensics_put_case(buf *b, const forensic_case *k);
void forensics_put_cases(buf *b, const case_page *list);
void forensics_put_findings(buf *b, const forensic_case *k, const finding_page *list);
void forensics_put_item(buf *b, const forensic_item *i);
void forensics_put_items(buf *b, const forensic_case *k, const item_page *list);
void forensics_put_added(buf *b, bool first, str path, str why, const item_taken *item);
void forensics_put_check(buf *b, bool first, const forensic_case *k, const custody_check *v);
// {"case":…,"log":"coloa-custody …","items":[ rows …
void forensics_put_log_begin(buf *b, const forensic_case *k);
void forensics_put_log_row(buf *b, bool first, const custody_row *r);

#endif
