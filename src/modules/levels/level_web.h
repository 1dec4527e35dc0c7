// level_web.h - what the pages of levels share.
#ifndef COLOA_MODULES_LEVELS_LEVEL_WEB_H
#define COLOA_MODULES_LEVELS_LEVEL_WEB_H

#include "kit/web/web.h"
#include "modules/systems/systems.h"

enum { LEVEL_REASON_MAX = 2000 }; // characters

// Records each point left open whose choice in the form is another than the one that stands; each is
// one act.
status level_choices_put(call *c, web_request *rq, const system_record *s, problem *why) MUST_CHECK;

#endif
