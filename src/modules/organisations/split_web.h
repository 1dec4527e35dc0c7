// split_web.h - what change_web.c and split_web.c share. Inside organisations.
#ifndef COLOA_MODULES_ORGANISATIONS_SPLIT_WEB_H
#define COLOA_MODULES_ORGANISATIONS_SPLIT_WEB_H

#include "kit/web/web.h"
#include "modules/organisations/organisations.h"

web_handler split_share_get, split_share_post;
// "MÃ Tên" a line into g->parts. ST_INVALID "too-many".
status split_read_parts(call *c, str typed, body_change *g, problem *why) MUST_CHECK;
str    split_what_words(const call *c, str what);
str    split_address(arena *a, int64_t id, str what);

#endif
