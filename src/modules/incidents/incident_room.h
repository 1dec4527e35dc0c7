// incident_room.h - what stands in the room of one incident beside its facts: rows, as they are kept. Pure.
#ifndef COLOA_MODULES_INCIDENTS_INCIDENT_ROOM_H
#define COLOA_MODULES_INCIDENTS_INCIDENT_ROOM_H

#include "modules/incidents/incident.h"

// ---- the checklist ---------------------------------------------------------------------------------
typedef enum incident_task_state { // numbers are in the store
    INCIDENT_TASK_OPEN = 1,
    INCIDENT_TASK_DONE,
    INCIDENT_TASK_LEFT, // not needed here
} incident_task_state;
enum { INCIDENT_TASK_STATES = INCIDENT_TASK_LEFT };
str  incident_task_state_key(incident_task_state s); // "open"; words "incidents.task.state.<key>"
bool incident_task_state_named(str key, incident_task_state *out);

typedef struct incident_task {
    int64_t id, body_id, due_ms, acted_ms;
    str template, words, holder;
    incident_seat       seat; // whose part; without a unit convened its tasks are the operator's
    incident_task_state state;
    str                 note, person, body; // of the last act
} incident_task;

// May somebody who plays these parts say that it is done? Who owns the system may for its operator.
bool incident_task_fits(const incident_task *t, unsigned seats);

#endif
