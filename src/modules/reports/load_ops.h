// load_ops.h - rows of `reports` and what hangs on them.
#ifndef COLOA_MODULES_REPORTS_LOAD_OPS_H
#define COLOA_MODULES_REPORTS_LOAD_OPS_H

#include "modules/reports/reports.h"
#include "modules/reports/reports_queries.gen.h"

// ST_MISSING when the acting body does not see it.
status report_head_load(call *c, int64_t id, report_head *out) MUST_CHECK;
status report_heads_load(call *c, int64_t holder_id, report_head **out, size_t *count) MUST_CHECK;
status report_texts_load(db *d, int64_t id, arena *a, report_text **out, size_t *count) MUST_CHECK;

// The systems a body's report tells of today, by units; `run`: also those it runs for others.
typedef struct report_ask {
    int64_t body_id;
    bool    run;
    str     unit_kind; // of the reports that units hand in; empty: not looked at
    int     year;
} report_ask;
status report_sheet_live(db *d, const report_ask *ask, arena *a, report_sheet *out) MUST_CHECK;
// The same as it was frozen; no units.
status report_sheet_kept(db *d, int64_t id, arena *a, report_sheet *out) MUST_CHECK;
status report_sheet_keep(db *d, int64_t id, const report_sheet *s) MUST_CHECK;

#endif
