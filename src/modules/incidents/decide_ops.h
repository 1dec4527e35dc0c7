// decide_ops.h - what a decision changes in an incident: a clock that is taken out, who speaks of it.
#ifndef COLOA_MODULES_INCIDENTS_DECIDE_OPS_H
#define COLOA_MODULES_INCIDENTS_DECIDE_OPS_H

#include "modules/incidents/incident_room.h"
#include "modules/incidents/incidents.h"

// A clock of this incident is not waited for, by a decision that is named; taken back with `back`, it runs
// again from its own moment. Both are events. ST_INVALID "required" (reason; number but for `back`),
// "choice-unknown" (rule: it has no such clock), "incident-clock-done", "incident-clock-exempt" (already, or not).
typedef struct incident_exempting {
    int64_t id;
    str     rule, number, reason;
    bool    back;
} incident_exempting;
status incidents_exempt(call *c, const incident_exempting *k, problem *why) MUST_CHECK;

// Names who speaks from `from` on (as incidents_sent's time; empty: now); the one before ends then.
// ST_INVALID "required" (name, contact, basis), those of times.
typedef struct incident_speaking {
    int64_t id;
    str     name, post, contact, basis, from;
    bool    typed;
} incident_speaking;
status incidents_speaker(call *c, const incident_speaking *k, problem *why) MUST_CHECK;
status incidents_speakers(call *c, const incident *i, incident_spokesperson **out,
                          size_t *count) MUST_CHECK; // newest first

#endif
