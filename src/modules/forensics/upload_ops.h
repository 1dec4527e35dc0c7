// upload_ops.h - inside this module: evidence that comes in pieces, gone on with after any break (decision 0028).
#ifndef COLOA_MODULES_FORENSICS_UPLOAD_OPS_H
#define COLOA_MODULES_FORENSICS_UPLOAD_OPS_H

#include "modules/forensics/touch_ops.h"

enum {
    UPLOADS_MAX      = 200, // that one person may be sending at a time
    UPLOAD_KEY_MAX   = 64,  // characters
    UPLOAD_KEEP_DAYS = 7,   // what nobody went on sending for so long is forgotten; ours
};

typedef struct case_upload {
    int64_t id, case_id, bytes, received; // received: kept for sure
    str     path, mark;
} case_upload;

typedef struct upload_begin {
    item_draft d;
    int64_t    bytes;
    str        key; // by which the sender knows its file again; may be empty
} upload_begin;
// Refusals as of items_take as far as they can be told now; ST_INVALID "out-of-range" (bytes); ST_LIMIT
// "evidence-too-many", "disk-full", "evidence-big".
status upload_start(call *c, const upload_begin *b, case_upload *out, problem *why) MUST_CHECK;
status upload_load(call *c, int64_t id, case_upload *out) MUST_CHECK; // own; ST_MISSING
status uploads_of(call *c, int64_t case_id, case_upload **out, size_t *count) MUST_CHECK; // own
// ST_CONFLICT "evidence-offset" (detail: the one wanted), "evidence-busy"; ST_INVALID "evidence-beyond".
typedef struct upload_piece {
    int64_t id, at, bytes;
    int     fd;
} upload_piece;
status upload_add(call *c, const upload_piece *p, case_upload *out, problem *why) MUST_CHECK;
// All has come: it is an item now.
status upload_finish(call *c, int64_t id, item_taken *out, problem *why) MUST_CHECK;
status upload_stop(call *c, int64_t id) MUST_CHECK; // forgotten

#endif
