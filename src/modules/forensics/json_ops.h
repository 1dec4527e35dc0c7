// json_ops.h - inside this module: what commands and the API say of cases and items.
#ifndef COLOA_MODULES_FORENSICS_JSON_OPS_H
#define COLOA_MODULES_FORENSICS_JSON_OPS_H

#include "modules/forensics/forensics.h"
#include "modules/forensics/handover.h"

void forensics_put_case(buf *b, const forensic_case *k);
void forensics_put_cases(buf *b, const case_page *list);
void forensics_put_findings(buf *b, const forensic_case *k, const finding_page *list);
void forensics_put_finding(buf *b, const finding *f);
void forensics_put_indicators(buf *b, const forensic_case *k, const case_indicator_page *list,
                              const case_list *now);
void forensics_put_indicators_added(buf *b, const indicators_added *n);
void forensics_put_rule_set(buf *b, const rule_set *s);
void forensics_put_run(buf *b, const finding_run *r);
void forensics_put_gaps(buf *b, const run_gap *all, size_t count);
void forensics_put_handover(buf *b, const forensic_case *k, const handover *h,
                            const forensic_item *items, size_t count);
void forensics_put_item(buf *b, const forensic_item *i);
void forensics_put_items(buf *b, const forensic_case *k, const item_page *list);
void forensics_put_added(buf *b, bool first, str path, str why, const item_taken *item);
void forensics_put_check(buf *b, bool first, const forensic_case *k, const custody_check *v);
// {"case":…,"log":"coloa-custody …","items":[ rows …
void forensics_put_log_begin(buf *b, const forensic_case *k);
void forensics_put_log_row(buf *b, bool first, const custody_row *r);

#endif
