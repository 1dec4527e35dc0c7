// saved_ops.h - acts on saved views (saved.h).
#ifndef COLOA_MODULES_SYSTEMS_SAVED_OPS_H
#define COLOA_MODULES_SYSTEMS_SAVED_OPS_H

#include "modules/systems/saved.h"
#include "modules/systems/systems.h"

// In Vietnamese order of name, at most SAVED_MAX.
status saved_list(call *c, saved_view **out, size_t *count) MUST_CHECK;
// One that the reader may open; ST_MISSING.
status saved_load(call *c, int64_t id, saved_view *out) MUST_CHECK;

// Sharing needs RIGHT_SYSTEMS_LEAD (ST_FORBIDDEN). ST_INVALID "required", "too-long", "not-text";
// ST_LIMIT with SAVED_MAX views already.
status saved_add(call *c, const saved_draft *draft, int64_t *id, problem *why) MUST_CHECK;
// ST_CONFLICT when `version` is no longer the view's.
status saved_change(call *c, const saved_view *v, int64_t version, const saved_draft *draft,
                    problem *why) MUST_CHECK;
status saved_drop(call *c, const saved_view *v) MUST_CHECK;
// The reader's list begins with this view (0: with all systems) from now on.
status saved_begin_with(call *c, int64_t id) MUST_CHECK;

#endif
