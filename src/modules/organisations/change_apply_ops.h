// change_apply_ops.h - what a change does to the bodies on its day, and what their heirs hold. Inside
// organisations; everything inside an act.
#ifndef COLOA_MODULES_ORGANISATIONS_CHANGE_APPLY_OPS_H
#define COLOA_MODULES_ORGANISATIONS_CHANGE_APPLY_OPS_H

#include "kit/call/call.h"
#include "modules/organisations/organisations.h"

status change_load(db *d, arena *a, int64_t id, body_change *out) MUST_CHECK;
status change_apply(call *c, db *d, body_change *g, problem *why) MUST_CHECK;
status change_audit(call *c, str act, const body_change *g, int64_t moved) MUST_CHECK;

const body_heir *const *change_heirs(size_t *count);
status                  change_counts(call *c, db *d, int64_t body_id, int64_t *by_heir) MUST_CHECK;
status change_held(call *c, db *d, int64_t body_id, int64_t *n) MUST_CHECK; // objects it owns
status change_clashes(call *c, db *d, int64_t body_id, int64_t other, int64_t *n) MUST_CHECK;

#endif
