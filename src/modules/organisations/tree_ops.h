// tree_ops.h - today's tree unrolled into body_lines, and scope brought along. Inside organisations.
#ifndef COLOA_MODULES_ORGANISATIONS_TREE_OPS_H
#define COLOA_MODULES_ORGANISATIONS_TREE_OPS_H

#include "kit/call/call.h"
#include "modules/organisations/organisations.h"

// Writes the lines of `top` and of all that stands below it as of day `on`, and rewrites the scope of
// what they own where a line changed. Inside an act.
status tree_refresh(call *c, db *d, int64_t top, str on) MUST_CHECK;

#endif
