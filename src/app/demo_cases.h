// demo_cases.h - an investigation of the demo's invented country.
#ifndef COLOA_APP_DEMO_CASES_H
#define COLOA_APP_DEMO_CASES_H

#include "kit/call/call.h"

// Once, when the folder is made, after the hunts: an incident with indicators, a case for it with evidence, rules, findings
// that were judged, and a record of a hand-over. Everything goes through the operations that a person uses.
status demo_cases_seed(call *c, problem *why) MUST_CHECK;

#endif
