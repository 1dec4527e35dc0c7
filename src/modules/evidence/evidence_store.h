// evidence_store.h - rows of `evidence_files` and back. Inside evidence.
#ifndef COLOA_MODULES_EVIDENCE_EVIDENCE_STORE_H
#define COLOA_MODULES_EVIDENCE_EVIDENCE_STORE_H

#include "kit/call/call.h"
#include "modules/evidence/evidence_file.h"
#include "modules/evidence/evidence_queries.gen.h"

// In any state, if the acting body sees its system; ST_MISSING.
status evidence_row(call *c, int64_t id, evidence *out) MUST_CHECK;
// Rows of lists have the same columns.
typedef evidence_row_load_row evidence_stored;
status                        evidence_rows(arena *a, const evidence_stored *rows, size_t count,
                                            evidence **out) MUST_CHECK;
#define EVIDENCE_ROWS(a, rows, count, out)                                                         \
    evidence_rows((a), (const evidence_stored *)(const void *)(rows), (count), (out))

#endif
