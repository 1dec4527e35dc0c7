// handover.h - evidence handed to another, as it was signed. Pure.
#ifndef COLOA_MODULES_FORENSICS_HANDOVER_H
#define COLOA_MODULES_FORENSICS_HANDOVER_H

#include "kit/base/base.h"

typedef struct handover {
    int64_t id, case_id, at_ms, log_no;
    str code, giver, giver_post, giver_body, receiver, receiver_post, receiver_body, place, reason;
    str log_hash, content, key_id, signature;
} handover;

typedef struct handover_draft {
    int64_t        case_id;
    const int64_t *items;
    size_t         item_count;
    str            giver, giver_post, receiver, receiver_post, receiver_body, place, reason;
} handover_draft;

#endif
