// paper_store.h - rows of `papers`.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_STORE_H
#define COLOA_MODULES_DOSSIERS_PAPER_STORE_H

#include "kit/call/call.h"
#include "modules/dossiers/dossiers_queries.gen.h"

// Adds a row inside the caller's act.
status paper_save(call *c, const paper_add_in *row, int64_t *id) MUST_CHECK;
status paper_load_all(call *c, int64_t system_id, size_t limit, papers_of_system_row **rows,
                      size_t *count) MUST_CHECK;

// Devices, services, zones of the system's latest dossier.
status paper_load_rows(call *c, int64_t system_id, dossier_rows_of_system_row **rows,
                       size_t *count) MUST_CHECK;

#endif
