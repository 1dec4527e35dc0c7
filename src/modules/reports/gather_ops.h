// gather_ops.h - what a report's paper says, collected from its content, the bodies and the law.
#ifndef COLOA_MODULES_REPORTS_GATHER_OPS_H
#define COLOA_MODULES_REPORTS_GATHER_OPS_H

#include "modules/reports/report_paper.h"
#include "modules/reports/reports.h"

// The names, addresses and the signer of a report's paper as they are today: what is kept as texts
// "f.<name>" when it is frozen.
enum { REPORT_FROZEN_TEXTS = 18 };
extern const str report_frozen_keys[REPORT_FROZEN_TEXTS];
status           report_names_today(call *c, const report_head *h, report_paper *out) MUST_CHECK;
str              report_name_kept(report_paper *p, size_t i); // the i-th of the keys
void             report_name_keep(report_paper *p, size_t i, str text);

// How many of the ten fields of the two blocks (owner, specialist unit) would stay blank.
status report_names_missing(call *c, const report_content *k, size_t *n) MUST_CHECK;

// Everything. In a.
status report_paper_gather(call *c, const report_content *k, arena *a,
                           report_paper *out) MUST_CHECK;

// Whom it goes to unless the agency says otherwise.
status report_addressee(call *c, const report_head *h, str *out) MUST_CHECK;
// What the program writes under a heading by itself; empty when nothing.
str report_auto_text(const report_content *k, const law_heading *h, arena *a);

#endif
