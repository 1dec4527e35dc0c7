// notice_ops.h - notices as their reader sees them. Inside tasks.
#ifndef COLOA_MODULES_TASKS_NOTICE_OPS_H
#define COLOA_MODULES_TASKS_NOTICE_OPS_H

#include "modules/tasks/tasks.h"

enum { NOTICES_PAGE = 50 };

// Newest first, below id `before` (0: from the newest), as c->who for c->who.body_id.
status notices_list(call *c, int64_t before, notice_list *out) MUST_CHECK;
status notice_load(call *c, int64_t id, notice *out) MUST_CHECK; // ST_MISSING
status notice_mark_read(call *c, int64_t id) MUST_CHECK;         // ST_MISSING
status notices_mark_all_read(call *c) MUST_CHECK;
#endif
