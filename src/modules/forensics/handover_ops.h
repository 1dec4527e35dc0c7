// handover_ops.h - inside this module: evidence handed to another, the signed record of it, its paper.
#ifndef COLOA_MODULES_FORENSICS_HANDOVER_OPS_H
#define COLOA_MODULES_FORENSICS_HANDOVER_OPS_H

#include "modules/forensics/handover.h"
#include "modules/forensics/touch_ops.h"

enum { HANDOVER_ITEMS_MAX = 200, HANDOVERS_MAX = 500 };

status case_handovers(call *c, const forensic_case *k, handover **out,
                      size_t *count) MUST_CHECK; // oldest first
status case_handover_load(call *c, str code, handover *out, forensic_case *k) MUST_CHECK;
status case_handover_items(call *c, const handover *h, forensic_item **out,
                           size_t *count) MUST_CHECK;
// As the row tells it, as the signature fits, and as the log has it. False: one of them differs.
status case_handover_check(call *c, const handover *h, const forensic_case *k,
                           bool *whole) MUST_CHECK;
// What was signed, with its signature as the last line.
status case_handover_text(call *c, const handover *h, str *out) MUST_CHECK;
// The printable record, docx or PDF, in c->a.
status case_handover_paper(call *c, const handover *h, const forensic_case *k, bool pdf, str *bytes,
                           problem *why) MUST_CHECK;

#endif
