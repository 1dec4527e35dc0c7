// list_web.h - the list's pages, for this module's route table, and the reading of what is asked of it.
#ifndef COLOA_MODULES_SYSTEMS_LIST_WEB_H
#define COLOA_MODULES_SYSTEMS_LIST_WEB_H

#include "modules/systems/list_view.h"

web_handler list_get, list_export_get, list_columns_get;
web_handler saved_list_get, saved_new_get, saved_new_post, saved_one_get, saved_one_post;

// The conditions and columns of a request's address. ST_INVALID for a value that is none.
status list_ask_read(call *c, page *o, const http_request *rq, list_ask *out,
                     problem *why) MUST_CHECK;
// Of text "level=3&cols=name,level": what is no longer there is left out and told in out->notices.
status list_ask_kept(call *c, page *o, str query, list_ask *out) MUST_CHECK;

#endif
