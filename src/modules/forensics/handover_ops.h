// handover_ops.h - inside this module: evidence handed to another, the signed record of it, its paper.
#ifndef COLOA_MODULES_FORENSICS_HANDOVER_OPS_H
#define COLOA_MODULES_FORENSICS_HANDOVER_OPS_H

#include "modules/forensics/handover.h"
#include "modules/forensics/touch_ops.h"

enum { HANDOVER_ITEMS_MAX = 200, HANDOVERS_MAX = 500 };

typedef struct handover_draft {
    int64_t        case_id;
    const int64_t *items;
    size_t         item_count;
    str            giver, giver_post, receiver, receiver_post, receiver_body, place, reason;
} handover_draft;

// Every item is recorded as handed over, and the record stands on the end of the log after that. ST_INVALID "required"
// (items, receiver, receiver_body, reason), "too-many", "item-unknown", "custody-step" (detail: the item), and those of
// node_key_load.
status case_handover_make(call *c, const handover_draft *d, handover *out, problem *why) MUST_CHECK;
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
