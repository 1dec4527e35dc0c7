// row_ops.h - inside this module: rows as structs, words that come in, what is written of an act.
#ifndef COLOA_MODULES_HUNTS_ROW_OPS_H
#define COLOA_MODULES_HUNTS_ROW_OPS_H

#include "modules/hunts/hunts.h"
#include "modules/hunts/hunts_queries.gen.h"

bool hunt_machine(const call *c);
str  hunt_person(const call *c);

status hunt_row_load(call *c, int64_t id, hunt *out) MUST_CHECK; // ST_MISSING out of sight
status hunt_systems_load(call *c, db *d, const hunt *h, hunt_system **out,
                         size_t *count) MUST_CHECK;
status hunt_threats_load(call *c, db *d, const hunt *h, hunt_threat **out,
                         size_t *count) MUST_CHECK;
status hunt_threat_load(call *c, db *d, const hunt *h, int64_t no, hunt_threat *out) MUST_CHECK;

typedef struct hunt_field {
    const char *name;
    size_t      max;
    bool        needed;
} hunt_field;
// Tidied. ST_INVALID "required" "too-long" "not-text" "state-secret".
status hunt_words(call *c, const hunt_field *f, str typed, str *out, problem *why) MUST_CHECK;

typedef struct hunt_day_field {
    const char *name;
    bool        needed;
    bool        past;  // not after today
    str         after; // ISO day it may not be before; empty none
} hunt_day_field;
// ISO, or empty. ST_INVALID "required" "not-a-day" "day-future" "date-order".
status hunt_day_read(call *c, const hunt_day_field *f, str typed, str *out,
                     problem *why) MUST_CHECK;

typedef struct hunt_told { // one line of a hunt's history
    int64_t     id, no;
    const char *act; // "hunt.<act>" of the audit trail; words "hunts.event.<act>"
    str         code, words;
} hunt_told;
status hunt_tell(call *c, db *d, const hunt_told *t) MUST_CHECK; // with the audit row
status hunt_task_put(call *c, const hunt *h, const hunt_threat *t,
                     problem *why) MUST_CHECK; // the owner's task, as the threat is now

// A register day for a moment, and what the duty asks of a row.
day hunt_day_of(int64_t at_ms);
str hunt_later(str one, str other); // of two ISO days, either may be absent

#endif
