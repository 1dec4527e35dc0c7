// level.h - the parts of a composite system, as rules: added, named, taken away; and the choices that
// people make on open points. Pure.
//
// A system has parts or facts of its own, never both: what was known of it goes into its first part
// when it is divided, and comes back when one part is left.
#ifndef COLOA_MODULES_LEVELS_LEVEL_H
#define COLOA_MODULES_LEVELS_LEVEL_H

#include "kit/law/law.h"

enum { LEVEL_PART_NAME_MAX = 300 }; // characters

// Adds a part called `name` about which nothing is known. A system without parts is divided: its own
// facts become those of a part called `whole`. ST_INVALID "required", "too-long", "name-taken" (field
// "part") and "too-many"; the case is untouched then.
status level_part_add(law_case *k, str whole, str name, arena *a, problem *why) MUST_CHECK;
// Takes part `at` (from 0) away with its facts. The last but one that goes ends the division.
status level_part_remove(law_case *k, size_t at, problem *why) MUST_CHECK;

// A reading of a point that the law leaves open, as a person chose it.
typedef struct level_choice {
    int64_t at_ms;
    str     person, pack, grey, choice, note;
} level_choice;

// The facts that answers to questions go into: those of part `at`, or the system's own.
law_facts *level_facts_at(law_case *k, size_t at);

#endif
