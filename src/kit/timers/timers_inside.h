// timers_inside.h - between timers.c (acts and looks) and timers_fire.c. Nobody else includes it.
#ifndef COLOA_KIT_TIMERS_TIMERS_INSIDE_H
#define COLOA_KIT_TIMERS_TIMERS_INSIDE_H

#include "kit/timers/timers.h"
#include "kit/timers/timers_queries.gen.h"

// Writes down what befell it. mark 0: none.
status timer_event_put(call *c, db *d, int64_t id, timer_event_kind event, int mark, int64_t due_ms,
                       str reason) MUST_CHECK;

#endif
