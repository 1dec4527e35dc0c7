// dossiers_web.h - what the pages and the API of dossiers read alike from a request.
#ifndef COLOA_MODULES_DOSSIERS_DOSSIERS_WEB_H
#define COLOA_MODULES_DOSSIERS_DOSSIERS_WEB_H

#include "kit/web/web.h"
#include "modules/dossiers/dossiers.h"

// What an act brings: JSON of the API ("items":{part:reason}, "tests":{key:true}), or the fields of a form
// ("item.<part>", "test.<key>" = yes or no, "note.<key>").
void dossier_read_given(const web_request *rq, workflow_given *out);
// "HT-000001, HT-000002" → references. ST_INVALID "too-many".
status dossier_read_systems(str text, dossier_opening *out, problem *why) MUST_CHECK;
// kind by its key; empty: none. ST_INVALID "unknown-value".
status dossier_read_kind(str key, dossier_kind *out, problem *why) MUST_CHECK;
// The dossier of the request's first parameter, and the version it is asked for ("version", If-Match).
status dossier_ref_of(call *c, const web_request *rq, dossier_ref *out) MUST_CHECK;

int64_t dossier_number_of(const web_request *rq, const char *name); // 0: none
// Back to the part by 303, or its page again with what was refused over what was typed.
status dossier_part_done(call *c, web_request *rq, http_response *rs, status st,
                         problem *why) MUST_CHECK;

// ---- texts and rows, which save themselves (dossier_keep_web.c)
web_handler dossier_text_post, dossier_row_post, dossier_watch_get;
// The reader is at this part now; who else is, for the page.
struct dossier_part_view;
status dossier_sit_down(call *c, const web_request *rq, struct dossier_part_view *v) MUST_CHECK;

// ---- routes for programs (dossiers_api_web.c)
web_handler dossiers_api_list, dossiers_api_open, dossiers_api_enter, dossiers_api_get,
    dossiers_api_act, dossiers_api_row, dossiers_api_row_drop, dossiers_api_text,
    dossiers_api_document, dossiers_api_document_drop, dossiers_api_sheets, dossiers_api_level,
    dossiers_api_comment, dossiers_api_history, dossiers_api_letter, dossiers_api_letter_drop;

#endif
