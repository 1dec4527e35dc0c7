// handover.h - evidence handed to another, as it was signed. Pure.
#ifndef COLOA_MODULES_FORENSICS_HANDOVER_H
#define COLOA_MODULES_FORENSICS_HANDOVER_H

#include "kit/base/base.h"

typedef struct handover {
    int64_t id, case_id, at_ms, log_no;
    str code, giver, giver_post, giver_body, receiver, receiver_post, receiver_body, place, reason;
    str log_hash, content, key_id, signature;
} handover;

#endif
