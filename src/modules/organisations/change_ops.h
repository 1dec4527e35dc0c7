// change_ops.h - changes whose day has come. Inside organisations.
#ifndef COLOA_MODULES_ORGANISATIONS_CHANGE_OPS_H
#define COLOA_MODULES_ORGANISATIONS_CHANGE_OPS_H

#include "kit/call/call.h"
#include "modules/organisations/organisations.h"

// Does those that are due, one act each. One that is refused stays waiting and is tried again.
status body_changes_due(call *c) MUST_CHECK;

#endif
