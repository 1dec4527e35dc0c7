// clock_facts.h - the facts of an incident as JSON, from a stranger's file: checked, never guessed.
#ifndef COLOA_MODULES_INCIDENTS_CLOCK_FACTS_H
#define COLOA_MODULES_INCIDENTS_CLOCK_FACTS_H

#include "modules/incidents/clocks.h"

enum { INCIDENT_FACTS_BYTES_MAX = 64 * 1024 };

// {"detected":"2026-08-20T22:00:00+07:00","serious":true,"level":4,"owner_kind":"ministry",…}: times by
// RFC 3339, flags true/false or "yes" "no" "unknown"; what is absent or null is not known.
// ST_INVALID, the field is the fact: facts-not-json unknown-fact wrong-type time-form time-zone time-past
// (before 2010) time-future (2050 or later) time-order out-of-range unknown-value.
// The name of an unknown fact is copied into a.
status incident_facts_parse(const law *l, str json, arena *a, incident_facts *out,
                            problem *why) MUST_CHECK;

#endif
