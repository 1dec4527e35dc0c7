// edits.h - edits of rows as JSON, from the grid and from programs, and what became of them.
//
//   [{"control": "RR-01", "version": 3, "set": {"answer": "met"}, "was": {"answer": ""}}, …]
#ifndef COLOA_MODULES_CONTROLS_EDITS_H
#define COLOA_MODULES_CONTROLS_EDITS_H

#include "modules/controls/answer.h"

enum { EDITS_MAX = 400, EDITS_BYTES_MAX = 1024 * 1024 };

// Room for EDITS_MAX is made in a. ST_INVALID "not-json", "edits-form" (detail: the number of the edit and the
// field), "too-many".
status edits_parse(str json, arena *a, control_edit **out, size_t *count, problem *why) MUST_CHECK;
// The same of a value of jansson (json_t).
status edits_read(const void *list, arena *a, control_edit **out, size_t *count,
                  problem *why) MUST_CHECK;

#endif
