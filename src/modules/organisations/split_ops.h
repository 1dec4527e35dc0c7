// split_ops.h - one body becomes several: who the successors are and what goes to which. Inside
// organisations; the rest of a change is change_ops.c.
#ifndef COLOA_MODULES_ORGANISATIONS_SPLIT_OPS_H
#define COLOA_MODULES_ORGANISATIONS_SPLIT_OPS_H

#include "kit/call/call.h"
#include "modules/organisations/organisations.h"

typedef struct split_item { // something of the body that is split
    int64_t id, part;       // part 0: not said yet
    str     name, detail;
} split_item;

typedef struct split_count {
    str     what;                         // words "bodies.holds.<what>"
    int64_t parts[CHANGE_BODIES_MAX + 1]; // by number; [0]: not said yet
    int64_t total;
} split_count;

// What can be shared out: the heirs that list what they hold, then units.
enum { SPLIT_WHATS_MAX = CHANGE_HEIRS_MAX + 1 };
size_t split_whats(str out[SPLIT_WHATS_MAX]);

// ST_MISSING for another `what`. At most BODY_HOLDINGS_MAX.
status split_items(call *c, const body_change *g, str what, split_item **out,
                   size_t *count) MUST_CHECK;
status split_counts(call *c, const body_change *g, split_count *out, size_t *count) MUST_CHECK;
// These go to that part (0: taken back). While drafted or waiting. ST_INVALID "unknown-value" (what,
// part), "not-held" (not the body's); ST_CONFLICT when done or dropped.
status split_share(call *c, int64_t change_id, str what, const int64_t *ids, size_t n, int64_t part,
                   problem *why) MUST_CHECK;

// ---- for change_ops.c and change_apply_ops.c, inside their act or look
status split_load(db *d, arena *a, int64_t change_id, body_change *out) MUST_CHECK;
status split_save(db *d, const body_change *g) MUST_CHECK;
// ST_INVALID "split-two", "too-many", "required" (a new one's name), "code-taken", "sample-apart", …
status split_check(call *c, db *d, body_change *g, problem *why) MUST_CHECK;
// ST_INVALID "split-open" (detail: how many) while something is shared to nobody.
status split_complete(call *c, const body_change *g, problem *why) MUST_CHECK;
// Each thing to its part, whose bodies are there by now; *moved counts systems.
status split_hand_out(call *c, db *d, const body_change *g, int64_t *moved) MUST_CHECK;

#endif
