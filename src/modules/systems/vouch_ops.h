// vouch_ops.h - acts on what people say of the completeness of their lists (vouch.h).
#ifndef COLOA_MODULES_SYSTEMS_VOUCH_OPS_H
#define COLOA_MODULES_SYSTEMS_VOUCH_OPS_H

#include "modules/systems/systems.h"
#include "modules/systems/vouch.h"

status vouch_term_load(call *c, vouch_term *out) MUST_CHECK;
// ST_INVALID "out-of-range" outside 1..VOUCH_MONTHS_MAX.
status vouch_term_set(call *c, int64_t months, problem *why) MUST_CHECK;

// Of the acting body; *out with id 0 when nobody has said so.
status vouch_latest_of(call *c, vouch *out) MUST_CHECK;
// All of the acting body, newest first, at most 50.
status vouch_all(call *c, vouch **out, size_t *count) MUST_CHECK;
// By a person with RIGHT_SYSTEMS_LEAD for the acting body: complete up to `on` (empty: today).
// ST_INVALID "not-a-day", "day-ahead" (after today), "too-long", "not-text"; ST_FORBIDDEN.
status vouch_add(call *c, str on, str note, problem *why) MUST_CHECK;

// The bodies of the branch and those supervised that own systems: longest without a word first.
status vouch_overview_of(call *c, vouch_body **out, size_t *count) MUST_CHECK;

#endif
