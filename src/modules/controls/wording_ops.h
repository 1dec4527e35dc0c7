// wording_ops.h - the official wording of requirements, loaded by an agency that holds the standard as its own
// data; shown to it and to the bodies below it.
#ifndef COLOA_MODULES_CONTROLS_WORDING_OPS_H
#define COLOA_MODULES_CONTROLS_WORDING_OPS_H

#include "kit/call/call.h"
#include "modules/controls/files.h"

// A csv or xlsx file with the headings "id" (mã), "wording" (lời văn) and, where it differs, "level" (cấp độ).
// Takes the place of what the acting body had loaded for that catalogue. Nothing is loaded when a row is faulty.
// ST_INVALID "controls-catalogue-unknown", "controls-wording-head", "controls-wording-faults", "sheet-…".
status wordings_load(call *c, const control_file *file, str catalogue, wording_report *out,
                     problem *why) MUST_CHECK;
status wordings_forget(call *c, str catalogue) MUST_CHECK;

status wordings_of(call *c, wording_held **out, size_t *count) MUST_CHECK;

// For the acting body: by requirement, the nearest body's; in one statement.
status wordings_for(call *c, str catalogue, int level, wording_list *out) MUST_CHECK;

#endif
