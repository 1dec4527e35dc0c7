// sent_ops.h - inside this module's acts: what follows an act on one incident, and that receipt was acknowledged.
#ifndef COLOA_MODULES_INCIDENTS_SENT_OPS_H
#define COLOA_MODULES_INCIDENTS_SENT_OPS_H

#include "kit/store/store.h"
#include "modules/incidents/incidents.h"

// Viewers' rows, clocks, the audit row. detail: JSON members beside the state, or empty.
status incident_settle(call *c, db *d, int64_t id, const char *act, str detail) MUST_CHECK;
// The acknowledgement to whoever told it (TT 20/2017 Điều 10), as a paper of that moment.
status incident_acknowledged(call *c, db *d, int64_t id, int64_t at_ms, str to) MUST_CHECK;

#endif
