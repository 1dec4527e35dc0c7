// serious.h - is an incident serious, and under which plan (Decision 05/2017/QĐ-TTg, Articles 9 and 10).
// Three-valued: what is not known may still make it so. Pure.
#ifndef COLOA_MODULES_INCIDENTS_SERIOUS_H
#define COLOA_MODULES_INCIDENTS_SERIOUS_H

#include "modules/incidents/clocks.h"

// What people decided, else by the signs: of each part at least one. LAW_UNKNOWN: it may be.
law_truth incident_serious(const law *l, const incident_facts *f);

typedef enum incident_plan_kind {
    PLAN_UNKNOWN = 1, // hangs on facts that are not known
    PLAN_ORDINARY,    // not serious: the ordinary procedure
    PLAN_NAMED,
    PLAN_BY_HAND, // serious, and no plan is named for such an owner: the standing body chooses
} incident_plan_kind;

typedef struct incident_plan_choice {
    incident_plan_kind       kind;
    const law_incident_plan *plan; // with PLAN_NAMED
} incident_plan_choice;

incident_plan_choice incident_plan(const law *l, const incident_facts *f);

const char *incident_truth_key(law_truth t); // "yes" "no" "unknown"

#endif
