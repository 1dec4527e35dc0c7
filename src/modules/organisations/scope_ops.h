// scope_ops.h - scope as the tree needs it. Inside organisations.
#ifndef COLOA_MODULES_ORGANISATIONS_SCOPE_OPS_H
#define COLOA_MODULES_ORGANISATIONS_SCOPE_OPS_H

#include "kit/call/call.h"
#include "modules/organisations/organisations.h"

// Writes again who sees each object that `owner` owns, its line having changed.
status scope_rewrite_owned(call *c, db *d, int64_t owner) MUST_CHECK;

#endif
