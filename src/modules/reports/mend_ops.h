// mend_ops.h - cells of the register mended on the page of a report's faults.
#ifndef COLOA_MODULES_REPORTS_MEND_OPS_H
#define COLOA_MODULES_REPORTS_MEND_OPS_H

#include "modules/reports/reports.h"

typedef struct report_fix { // one typed cell; an empty one says nothing
    int64_t system_id;
    str     field, value; // "decision_on", as typed
} report_fix;

// "fix.123.decision_on". False for any other name.
bool report_fix_named(str name, report_fix *out);

// Each system is one act of modules/systems. Problems name the cell ("fix.123.decision_on"); the other
// systems are mended all the same. *mended counts systems.
status reports_mend(call *c, const report_fix *fixes, size_t count, problem *problems,
                    size_t *problem_count, size_t *mended) MUST_CHECK;

#endif
