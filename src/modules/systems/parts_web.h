// parts_web.h - handlers of this module's pages that have a file of their own, for the route table.
#ifndef COLOA_MODULES_SYSTEMS_PARTS_WEB_H
#define COLOA_MODULES_SYSTEMS_PARTS_WEB_H

#include "kit/web/web.h"

web_handler history_get;
web_handler bulk_new_get, bulk_new_post, bulk_list_get, bulk_one_get, bulk_one_post;
web_handler vouch_get, vouch_post;

#endif
