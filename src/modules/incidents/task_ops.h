// task_ops.h - the checklist of an incident: tasks from the templates of the law, for the bodies whose part
// they are, each closed with a note by one of those.
#ifndef COLOA_MODULES_INCIDENTS_TASK_OPS_H
#define COLOA_MODULES_INCIDENTS_TASK_OPS_H

#include "modules/incidents/incident_room.h"
#include "modules/incidents/incidents.h"

// Inside an act, after anything that they hang on: an incident that was verified or classified has every
// template of its type, counted from now; one that is over waits for none.
status incident_tasks_run(call *c, const incident *i) MUST_CHECK;
// Inside the act that brings an incident back: who was to do what is open is reminded again.
status incident_tasks_back(call *c, const incident *i) MUST_CHECK;

// By date.
status incident_tasks_list(call *c, const incident *i, incident_task **out,
                           size_t *count) MUST_CHECK;

// Done, not needed, or open again; the note says what was done, or why. files: ids of evidence of its system,
// attached beside. ST_INVALID "required" (note), "incident-task-state" (it stands so already),
// "incident-file-other"; ST_FORBIDDEN when it is another part's; ST_MISSING; ST_CONFLICT.
typedef struct incident_task_act {
    int64_t             id, task;
    incident_task_state to;
    str                 note;
    const int64_t      *files;
    size_t              file_count;
} incident_task_act;
status incidents_task_set(call *c, const incident_task_act *k, problem *why) MUST_CHECK;

extern const str incident_task_files; // the kind under which modules/evidence links them

#endif
