// hunts_web.h - between the files that answer pages of hunts.
#ifndef COLOA_MODULES_HUNTS_HUNTS_WEB_H
#define COLOA_MODULES_HUNTS_HUNTS_WEB_H

#include "modules/hunts/hunts_view.h"

str hunt_typed(const web_request *rq, const char *name); // of the form; empty: not there
str hunt_asked(const web_request *rq, const char *name); // of the address
// Crumbs to the list and, with a code, to that hunt.
status hunt_frame(page *o, str title, str code, const problem *fault, page_frame *out) MUST_CHECK;
status hunt_back(call *c, http_response *rs, str code, const char *tail) MUST_CHECK;
str    hunt_done_words(page *o, str what); // of ?xong=

web_handler hunt_new_get, hunt_new_post, hunt_edit_get, hunt_edit_post; // hunts_form_web.c
web_handler hunt_threat_new_get, hunt_threat_new_post, hunt_threat_get,
    hunt_threat_post;                            // threats_web.c
web_handler hunts_due_get, hunts_due_export_get; // due_web.c
web_handler hunts_figures_get, hunts_annex_get;  // figures_web.c

#endif
