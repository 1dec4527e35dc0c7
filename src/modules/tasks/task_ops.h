// task_ops.h - acts on tasks that only this module's files share.
#ifndef COLOA_MODULES_TASKS_TASK_OPS_H
#define COLOA_MODULES_TASKS_TASK_OPS_H

#include "modules/tasks/tasks.h"

// Inside an act: closes this one row, stops its timer, audits.
status task_end_row(call *c, db *d, int64_t id, task_state as) MUST_CHECK;
// Inside an act: tells the holder of `t` what befell it; `detail` may be empty.
status task_tell_holder(call *c, const task *t, str kind, str detail) MUST_CHECK;
// Where else one holds open ones.
status tasks_elsewhere_list(call *c, task_elsewhere **out, size_t *count) MUST_CHECK;

#endif
