// prove_ops.h - the evidence of rows, for this module's operations.
#ifndef COLOA_MODULES_CONTROLS_PROVE_OPS_H
#define COLOA_MODULES_CONTROLS_PROVE_OPS_H

#include "modules/controls/controls.h"
#include "modules/evidence/evidence.h"

// How many files prove the row, as far as the acting body sees them.
status control_proved(call *c, int64_t row_id, size_t *count) MUST_CHECK;
// Inside call_act: what proves the row from[i] proves to[i] too. Both sheets are of this system.
status control_proofs_follow(call *c, int64_t system_id, const int64_t *from, const int64_t *to,
                             size_t count) MUST_CHECK;

#endif
