// walk_web.h - the routes of the walk, for the table in level_web.c.
#ifndef COLOA_MODULES_LEVELS_WALK_WEB_H
#define COLOA_MODULES_LEVELS_WALK_WEB_H

#include "kit/web/web.h"

// One system, or one part of it: /he-thong/{id}/hoi
web_handler walk_start_get, walk_step_get, walk_record_post;
// Without a system, writing nothing: /cap-do/hoi
web_handler trial_start_get, trial_step_get;

#endif
