// duty_ops.h - the duties a directive lays down for every incident, ticked off as lines of its time line.
#ifndef COLOA_MODULES_INCIDENTS_DUTY_OPS_H
#define COLOA_MODULES_INCIDENTS_DUTY_OPS_H

#include "modules/incidents/incidents.h"

typedef struct incident_duty_done {
    str     duty, person;
    int64_t at_ms;
} incident_duty_done;

// Those done, the last line of each counting. To say that one is: ST_INVALID "choice-unknown"; said already: ST_OK.
status incident_duties_done(call *c, const incident *i, incident_duty_done **out,
                            size_t *count) MUST_CHECK;
status incident_duty_check(call *c, int64_t id, str duty, problem *why) MUST_CHECK;
// It was ticked by mistake. ST_INVALID "required" (reason); not ticked: ST_OK.
status incident_duty_uncheck(call *c, int64_t id, str duty, str reason, problem *why) MUST_CHECK;

#endif
