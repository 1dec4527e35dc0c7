// look_ops.h - inside this module's acts: loading under sight with a refusal for what the part does not give.
#ifndef COLOA_MODULES_INCIDENTS_LOOK_OPS_H
#define COLOA_MODULES_INCIDENTS_LOOK_OPS_H

#include "modules/incidents/incident_store.h"
#include "modules/incidents/incidents.h"
#include "modules/tasks/tasks.h"

// ST_MISSING out of sight, ST_FORBIDDEN, ST_CONFLICT when `version` (0: any) is no longer its version.
typedef struct incident_asking {
    int64_t      id, version;
    incident_act act;
} incident_asking;
status incident_for_act(call *c, const incident_asking *ask, incident *out) MUST_CHECK;

// The fact "measures", by the newest requirement sheet of a system in sight; nothing when there is none.
status incident_measures_fill(call *c, str system, incident_values *out) MUST_CHECK;
// operated: by another body than the owner.
unsigned incident_seats_of(const incident_parts *p, bool operated);
unsigned incident_seeing(unsigned seats); // those of them that see it
// Whose work a part's is. body_id 0: nobody plays it here.
typedef struct incident_holder {
    incident_seat seat;
    int64_t       body_id;
    task_role     role;
} incident_holder;
task_role incident_seat_role(incident_seat seat); // 0: none has tasks by it
status    incident_holder_of(call *c, const incident *i, incident_seat seat,
                             incident_holder *out) MUST_CHECK;
str       incident_person(const call *c); // as it stands beside a line
bool      incident_machine(const call *c);
bool      incident_invented(str body_kind); // the body is of the invented country
// ST_INVALID "required" "too-long" "not-text" "state-secret"; tidied.
status incident_words_check(call *c, const char *field, str typed, size_t max, bool needed,
                            str *out, problem *why) MUST_CHECK;
// Inside an act: {"code":…,…} beside the audit row. detail: JSON members, or empty.
status incident_audit(call *c, const char *act, const incident *i, str detail) MUST_CHECK;

#endif
