// bulk.h - one change of many systems: which fields may be changed so, and what a person asks for.
//
// Only fields that say nothing of a level, a decision, a regulation or what was inspected: those are
// settled system by system, on paper. Pure.
#ifndef COLOA_MODULES_SYSTEMS_BULK_H
#define COLOA_MODULES_SYSTEMS_BULK_H

#include "modules/systems/system.h"

enum {
    BULK_FIELDS    = 10,
    BULK_JSON_MAX  = 32 * 1024, // bytes of the changes as JSON
    BULK_WORDS_MAX = 2000,
};

extern const char
    *const bulk_fields[BULK_FIELDS]; // keys of system_fields, in the order of the form

typedef struct bulk_draft {
    str  typed[BULK_FIELDS]; // empty: not changed, unless it is to be emptied
    bool empty[BULK_FIELDS];
} bulk_draft;

typedef struct bulk_changes {
    bool set[BULK_FIELDS];
    str  value[BULK_FIELDS]; // checked form
} bulk_changes;

// ST_INVALID with every fault in *problems: those of system_check_text, "required" on "fields" when
// nothing is to be changed, "bulk-both" for a text in a field that is to be emptied, "bulk-state-empty".
status bulk_check(const bulk_draft *draft, arena *a, bulk_changes *out,
                  system_problems *problems) MUST_CHECK;

// {"operator":"…"} and back. The absent str when a is spent; ST_INVALID "bulk-form".
str    bulk_json(arena *a, const bulk_changes *changes);
status bulk_read(str json, arena *a, bulk_changes *out, problem *why) MUST_CHECK;

// Puts the changes into a description; false when it has them all already.
bool bulk_apply(const bulk_changes *changes, system_data *data);

typedef enum bulk_state { // numbers are in the store
    BULK_DRAFT = 1,
    BULK_RUNNING,
    BULK_DONE,
    BULK_UNDOING,
    BULK_UNDONE,
} bulk_state;

typedef enum bulk_row_state {
    BULK_WAITING = 1,
    BULK_CHANGED,
    BULK_SAME,    // had it all already
    BULK_REFUSED, // left alone; the rule says why
    BULK_RESTORED,
    BULK_NOT_RESTORED,
} bulk_row_state;

#endif
