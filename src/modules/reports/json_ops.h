// json_ops.h - reports as JSON: the API and the commands say the same.
#ifndef COLOA_MODULES_REPORTS_JSON_OPS_H
#define COLOA_MODULES_REPORTS_JSON_OPS_H

#include "modules/reports/reports.h"

void report_put_head(buf *b, arena *a, const report_head *h);
void report_put_content(buf *b, arena *a,
                        const report_content *k); // figures, texts, faults counted
void report_put_faults(buf *b, arena *a, lang in, const report_content *k);
void report_put_due(buf *b, arena *a, lang in, const report_due *due, size_t count);
void report_put_units(buf *b, arena *a, const report_unit_list *l);

#endif
