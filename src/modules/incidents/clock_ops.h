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

// A paper that comes later than a clock of it allows wants a reason: ST_INVALID "clock-late".
typedef struct incident_clock_paper {
    str     document;
    int64_t sent_ms;
    str     reason;
} incident_clock_paper;
status incident_clock_late_check(call *c, const incident *i, const incident_clock_paper *p,
                                 problem *why) MUST_CHECK;

#endif
