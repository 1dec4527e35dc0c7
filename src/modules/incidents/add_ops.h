// add_ops.h - inside this module: an incident made within a larger act.
#ifndef COLOA_MODULES_INCIDENTS_ADD_OPS_H
#define COLOA_MODULES_INCIDENTS_ADD_OPS_H

#include "modules/incidents/incidents.h"
#include "modules/systems/systems.h"

typedef struct incident_make { // ready to be written
    call                 *c;
    const incident_draft *draft;
    incident_problems    *out;
    incident_values       values;
    system_record         system;
    int64_t               owner_id, operator_id, system_id, id;
    str                   uid;
} incident_make;

// As incidents_add, up to the act; then inside it, which leaves its id in w->id.
status incident_make_ready(call *c, const incident_draft *d, incident_make *w,
                           incident_problems *out) MUST_CHECK;
status incident_make_inside(incident_make *w, db *d) MUST_CHECK;

#endif
