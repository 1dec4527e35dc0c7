// supervisor_ops.h - supervisors as other acts of organisations give them. Inside organisations.
#ifndef COLOA_MODULES_ORGANISATIONS_SUPERVISOR_OPS_H
#define COLOA_MODULES_ORGANISATIONS_SUPERVISOR_OPS_H

#include "kit/call/call.h"
#include "modules/organisations/organisations.h"

// As supervisor_add, inside an act whose own check said that the caller may.
status supervisor_add_inside(call *c, db *d, const supervisor_draft *draft,
                             problem *why) MUST_CHECK;

#endif
