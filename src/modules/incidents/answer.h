// answer.h - which clocks of an incident a paper answers. Pure.
//
// A clock runs to certain bodies: a paper that went to others does not meet it, though it is of the same kind.
#ifndef COLOA_MODULES_INCIDENTS_ANSWER_H
#define COLOA_MODULES_INCIDENTS_ANSWER_H

#include "modules/incidents/clock_state.h"

enum { INCIDENT_ANSWERS_MAX = 8 };

typedef struct incident_answers { // ids of rules
    str    rules[INCIDENT_ANSWERS_MAX];
    size_t count;
} incident_answers;

typedef struct incident_answering {
    str     document, named; // named: rules with a blank or comma between; empty: nobody said
    int64_t sent_ms;
} incident_answering;

// Named: those, each a clock of that document ("choice-unknown" of the field "clock"). Else those of that document
// that have begun; where they run to different bodies and one still waits ST_INVALID "clock-which" (detail: their
// rules), where none waits: none. Where none has begun: what the document can only be for, if that is so.
status incident_answers_choose(const law *l, const incident_clocks_state *all,
                               const incident_answering *p, arena *a, incident_answers *out,
                               problem *why) MUST_CHECK;
bool   incident_answers_has(const incident_answers *x, str rule);
str    incident_answers_words(arena *a, const incident_answers *x,
                              const char *between); // the absent str when a is spent

// A minute is the least that is told of a paper: one of the minute in which a clock began is in time for it.
int64_t incident_clock_since(const incident_clock *k);

#endif
