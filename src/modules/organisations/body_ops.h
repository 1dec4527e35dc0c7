// body_ops.h - what the acts on bodies have in common. Inside organisations.
#ifndef COLOA_MODULES_ORGANISATIONS_BODY_OPS_H
#define COLOA_MODULES_ORGANISATIONS_BODY_OPS_H

#include "kit/call/call.h"
#include "modules/organisations/organisations.h"

// Refuses (ST_FORBIDDEN) what lies outside the acting body's branch. The machine itself may.
status body_must_hold(call *c, int64_t id) MUST_CHECK;
// ST_INVALID "unknown-body", "body-ended" in `field`.
status body_must_be_open(call *c, int64_t id, str field, problem *why) MUST_CHECK;
// The first contact block of a body just made.
status body_contact_put(db *d, int64_t id, const body_contact *k) MUST_CHECK;

#endif
