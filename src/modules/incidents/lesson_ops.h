// lesson_ops.h - lessons of an incident: drawn by those who worked on it, approved, spread to members of the
// network or to named bodies, who are told and read them on a page of their own.
//
// Who was hit stands in none of them - not by the name of owner, operator or system, nor by code or domain -
// unless whoever approves it says that it may.
#ifndef COLOA_MODULES_INCIDENTS_LESSON_OPS_H
#define COLOA_MODULES_INCIDENTS_LESSON_OPS_H

#include "modules/incidents/incident_room.h"
#include "modules/incidents/incidents.h"

enum { LESSONS_SHOWN_MAX = 100, LESSON_BODIES_MAX = 2000 };

status incident_lessons_list(call *c, const incident *i, incident_lesson **out,
                             size_t *count) MUST_CHECK; // newest first

// Drawn, or (lesson not 0) written anew while nobody has approved it. ST_INVALID "required", "too-long",
// "state-secret", "lesson-state".
typedef struct incident_lesson_draft {
    int64_t id, lesson;
    str     title, what, words, measures;
} incident_lesson_draft;
status incidents_lesson_draw(call *c, const incident_lesson_draft *d, int64_t *id,
                             problem *why) MUST_CHECK;

// By another person than whoever drew it. ST_INVALID "lesson-own", "lesson-names" (it says who was hit and
// `named` is not said; detail: the words), "lesson-state", "required" (reason, of set aside).
typedef struct incident_lesson_verdict {
    int64_t id, lesson;
    bool    approve, named; // else: set aside
    str     reason;
} incident_lesson_verdict;
status incidents_lesson_judge(call *c, const incident_lesson_verdict *k, problem *why) MUST_CHECK;

// To every member of the network today, or to bodies by their codes with blanks or commas between; each is told
// once. Spread already: to more. ST_INVALID "required" (bodies), "unknown-body", "lesson-state".
typedef struct incident_lesson_spread {
    int64_t id, lesson;
    bool    all;
    str     bodies;
} incident_lesson_spread;
status incidents_lesson_spread(call *c, const incident_lesson_spread *k, size_t *told,
                               problem *why) MUST_CHECK;

// ---- of the acting body ----------------------------------------------------------------------------
// Spread to it, newest first.
status lessons_list(call *c, lesson_told **out, size_t *count) MUST_CHECK;
// One; that it was read is kept. ST_MISSING.
status lesson_read(call *c, int64_t id, lesson_told *out) MUST_CHECK;

#endif
