// paper_issue_ops.h - keeping the papers that an act of a dossier gives number and day.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_ISSUE_OPS_H
#define COLOA_MODULES_DOSSIERS_PAPER_ISSUE_OPS_H

#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/dossiers_queries.gen.h"

enum { PAPER_KEPT_MAX = 4 };

// Papers whose bytes are in blobs, and whose rows are still to be written.
typedef struct paper_keeping {
    paper_issue_add_in rows[PAPER_KEPT_MAX];
    size_t             count;
} paper_keeping;

// Before an act of a dossier: draws up and keeps the bytes of the papers which it gives number and day. None, where
// it gives none, or where what was given would be refused anyway. ST_BROKEN "paper-disk".
status papers_keep_for_act(call *c, int64_t dossier_id, str act, const workflow_given *given,
                           paper_keeping *out, problem *why) MUST_CHECK;
// Inside the act.
status papers_keep_write(call *c, const paper_keeping *k, int64_t *first_id) MUST_CHECK;

#endif
