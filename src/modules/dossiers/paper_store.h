// paper_store.h - rows of `papers` and `paper_issues`.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_STORE_H
#define COLOA_MODULES_DOSSIERS_PAPER_STORE_H

#include "kit/call/call.h"
#include "modules/dossiers/dossier.h"
#include "modules/dossiers/dossiers_queries.gen.h"
#include "modules/dossiers/paper_issue.h"

// What a dossier keeps itself and its papers say; all empty when the system has none yet.
typedef struct paper_file {
    int64_t                    id;
    dossier_row_rows_row      *rows;
    size_t                     row_count;
    dossier_text_rows_row     *texts;
    size_t                     text_count;
    dossier_document_rows_row *documents;
    size_t                     document_count;
    paper_issue               *issues; // papers of it that got number and day, newest first
    size_t                     issue_count;
} paper_file;

// Adds a row inside the caller's act.
status paper_save(call *c, const paper_add_in *row, int64_t *id) MUST_CHECK;
status paper_load_all(call *c, int64_t system_id, size_t limit, papers_of_system_row **rows,
                      size_t *count) MUST_CHECK;

// The latest dossier of a system, 0 none.
status paper_latest_dossier(call *c, int64_t system_id, int64_t *id) MUST_CHECK;
status paper_file_load(call *c, int64_t dossier_id, paper_file *out) MUST_CHECK; // in sight
status paper_issues_load(call *c, int64_t dossier_id, paper_issue **out, size_t *count) MUST_CHECK;
status paper_issue_find(call *c, int64_t id, paper_issue *out) MUST_CHECK; // ST_MISSING

#endif
