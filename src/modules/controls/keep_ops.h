// keep_ops.h - asking and telling whoever uses the sheets; private to this module's operations.
#ifndef COLOA_MODULES_CONTROLS_KEEP_OPS_H
#define COLOA_MODULES_CONTROLS_KEEP_OPS_H

#include "modules/controls/controls.h"

status control_sheet_held(call *c, int64_t sheet_id, bool *held) MUST_CHECK;
// Inside an act.
status control_sheet_moved(call *c, const control_sheet *s) MUST_CHECK;

#endif
