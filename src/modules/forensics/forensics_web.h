// forensics_web.h - between the files that answer pages and programs about investigations. Inside this module.
#ifndef COLOA_MODULES_FORENSICS_FORENSICS_WEB_H
#define COLOA_MODULES_FORENSICS_FORENSICS_WEB_H

#include "modules/forensics/forensics_view.h"

str forensics_typed(const web_request *rq, const char *name); // of the form; empty: not there
str forensics_asked(const web_request *rq, const char *name); // of the query
// A page of the case of the path: frame, head and what the reader may do. tab says which.
status case_view_open(call *c, page *o, web_request *rq, case_tab tab, const problem *fault,
                      case_show_view **out) MUST_CHECK;
status case_back(call *c, http_response *rs, str code, const char *tail) MUST_CHECK;
// The fields of an intake, with what was typed.
void case_intake_fields(page *o, const web_request *rq, case_show_view *v);
// Attached, as bytes whatever it is, not to be cached.
status item_send(http_response *rs, const forensic_item *i, int fd) MUST_CHECK;

#endif
