// unpack_ops.h - inside this module: an archive among the evidence taken apart behind a seal, its members as items of it.
#ifndef COLOA_MODULES_FORENSICS_UNPACK_OPS_H
#define COLOA_MODULES_FORENSICS_UNPACK_OPS_H

#include "modules/forensics/touch_ops.h"

enum {
    UNPACK_NEST_MAX = 3,   // archives within archives
    UNPACK_LEFT_MAX = 500, // members not taken that are told one by one
};

typedef struct unpack_left {
    str path, why; // why: key of "archive.<key>"
} unpack_left;

typedef struct unpack_result {
    int64_t     at_ms, members, folders, whole, failed, skipped, secret, bytes;
    str         person, tool, refused;
    unpack_left left[UNPACK_LEFT_MAX];
    size_t      left_count;
} unpack_result;

// By its name: whether a person may ask for it.
bool item_is_archive(const forensic_item *i);
// Takes it apart; what is there already stays as it is, so it may be asked for again. `done` as of custody_verify. A bomb or
// a broken archive is a told result, not a failure. ST_INVALID "archive-nest"; else the machine's.
typedef struct unpack_asking {
    int64_t item_id;
    str     program; // of coloa-unpack, for tests; empty: beside our own
    status (*done)(void *ctx, int64_t bytes, int64_t all);
    void *ctx;
} unpack_asking;
status item_unpack(call *c, const unpack_asking *ask, unpack_result *out, problem *why) MUST_CHECK;
status unpack_load(call *c, int64_t item_id, unpack_result *out) MUST_CHECK; // ST_MISSING: never

#endif
