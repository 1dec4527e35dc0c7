// clock_state.h - the clocks of one incident as they stand at a moment.
#ifndef COLOA_MODULES_INCIDENTS_CLOCK_STATE_H
#define COLOA_MODULES_INCIDENTS_CLOCK_STATE_H

#include "modules/incidents/clocks.h"
#include "modules/incidents/serious.h"

typedef struct incident_clock_state { // one clock, with what was done of it
    incident_clock          k;
    int64_t                 id, done_ms, paper_id;        // id 0: never kept; what did it
    str                     exempt, exempt_by, exempt_no; // reason, who entered it, decision
    int64_t                 exempt_ms;
    incident_clock_standing stands;
    bool                    runs; // it is waited for
} incident_clock_state;

typedef struct incident_clocks_state {
    incident_clock_state        items[INCIDENT_CLOCKS_MAX];
    size_t                      count;
    const law_incident_overlap *overlaps[INCIDENT_OVERLAPS_MAX];
    size_t                      overlap_count;
    law_truth                   serious;
    str                         owner_kind; // as the clocks took it; empty: not known
    incident_plan_choice        plan;
} incident_clocks_state;

#endif
