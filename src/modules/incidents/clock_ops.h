// clock_ops.h - the clocks of one incident as they stand: computed from its facts, with what was done of each;
// their timers and the tasks of those who must act.
#ifndef COLOA_MODULES_INCIDENTS_CLOCK_OPS_H
#define COLOA_MODULES_INCIDENTS_CLOCK_OPS_H

#include "modules/incidents/clock_state.h"
#include "modules/incidents/incidents.h"

// As of c->now_ms.
status incident_clocks_look(call *c, const incident *i, incident_clocks_state *out) MUST_CHECK;

// Inside an act, after anything that a clock hangs on: timers begin, move or end, tasks open or close, the
// nearest date is kept for the list. reason: why an anchor moved; may be empty.
status incident_clocks_run(call *c, const incident *i, str reason) MUST_CHECK;

// "yes", "no" or nothing: the fact that says it.
str incident_flag_value(const incident_values *v, law_incident_flag flag);

// Papers of that kind that stand; *last_ms: when the last was sent, 0 none was.
status incident_document_sent(call *c, const incident *i, str document,
                              int64_t *last_ms) MUST_CHECK;

#endif
