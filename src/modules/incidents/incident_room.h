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

// ---- who speaks ------------------------------------------------------------------------------------
typedef struct incident_spokesperson {
    str     name, post, contact, basis, person, body; // person of body entered it
    int64_t from_ms, to_ms;                           // to 0: still does
} incident_spokesperson;

// ---- lessons ---------------------------------------------------------------------------------------
typedef enum lesson_state { // numbers are in the store
    LESSON_DRAWN = 1,
    LESSON_APPROVED,
    LESSON_SPREAD,
    LESSON_ASIDE,
} lesson_state;
str lesson_state_key(lesson_state s); // "drawn"; words "incidents.lesson.state.<key>"

typedef struct incident_lesson {
    int64_t      id, drawn_id, drawn_ms, approved_ms, spread_ms;
    lesson_state state;
    str          title, what, words, measures;
    str          drawn_by, drawn_body, approved_by, reason, spread_by;
    bool         named, to_all;
    int64_t      told, read; // bodies
} incident_lesson;

typedef struct lesson_told { // as a body it was spread to sees it
    int64_t id, spread_ms, read_ms;
    str     title, what, words, measures;
    str     victim; // empty unless it may be named
} lesson_told;

// What stands in the lesson of those who were hit: the first that does; empty: nothing.
typedef struct lesson_victim {
    str names[8];
} lesson_victim;
str lesson_names(arena *a, const incident_lesson *l, const lesson_victim *v);

#endif
