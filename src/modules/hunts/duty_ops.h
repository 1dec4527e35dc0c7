// duty_ops.h - inside this module: whose systems are looked through, and rows as the duty asks of them.
#ifndef COLOA_MODULES_HUNTS_DUTY_OPS_H
#define COLOA_MODULES_HUNTS_DUTY_OPS_H

#include "modules/hunts/row_ops.h"

// The acting body (ref empty) or one of its branch, and the body through whose sight it is looked at. ST_INVALID
// "unknown-body" (org).
status       hunt_org(call *c, str ref, body *out, int64_t *reader, problem *why) MUST_CHECK;
hunt_subject hunt_subject_of(const hunt_duty_rows_row *r); // lives as long as the row

#endif
