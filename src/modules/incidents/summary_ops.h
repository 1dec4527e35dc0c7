// summary_ops.h - form 05 of TT 20/2017/TT-BTTTT (Điều 6): what befell the acting body and those below it in some
// months, by type of incident, counted from the incidents themselves.
#ifndef COLOA_MODULES_INCIDENTS_SUMMARY_OPS_H
#define COLOA_MODULES_INCIDENTS_SUMMARY_OPS_H

#include "modules/incidents/incidents.h"
#include "modules/incidents/summary.h"

// Of the acting body; months as incident_months_read has them. Those that were none, or the same as another, are left
// out.
status incidents_summary(call *c, str from, str to, incident_summary *out, problem *why) MUST_CHECK;

typedef struct incident_summary_paper { // in c->a
    str  name, bytes;
    bool pdf;
} incident_summary_paper;
// On its form, of the acting body. Leaves an audit row.
status incidents_summary_draw(call *c, const incident_summary *s, incident_summary_paper *out,
                              problem *why) MUST_CHECK;

#endif
