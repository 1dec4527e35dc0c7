// demo_hunts.h - hunts of the demo's invented country.
#ifndef COLOA_APP_DEMO_HUNTS_H
#define COLOA_APP_DEMO_HUNTS_H

#include "kit/call/call.h"

// Once, when the folder is made: one ministry's hunts in each state, some of its systems overdue again.
status demo_hunts_seed(call *c, problem *why) MUST_CHECK;

#endif
