// paper_blob_ops.h - see paper_blob_ops.c.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_BLOB_OPS_H
#define COLOA_MODULES_DOSSIERS_PAPER_BLOB_OPS_H

#include "kit/blobs/blob.h"
#include "kit/call/call.h"

status paper_keep_bytes(str bytes, blob *out, problem *why) MUST_CHECK; // ST_BROKEN "paper-disk"
// Into c->a. ST_MISSING "paper-gone"; ST_BROKEN "paper-disk".
status paper_read_bytes(call *c, str sha256, str *out, problem *why) MUST_CHECK;

#endif
