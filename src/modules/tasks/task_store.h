// task_store.h - rows of tasks as structs, in the reader's language. Inside tasks.
#ifndef COLOA_MODULES_TASKS_TASK_STORE_H
#define COLOA_MODULES_TASKS_TASK_STORE_H

#include "kit/call/call.h"
#include "modules/tasks/task.h"

typedef struct task_viewer { // for whom one looks
    int64_t person, body, roles;
    str     day;
} task_viewer;
status task_viewer_of(const call *c, task_viewer *out) MUST_CHECK;

typedef struct task_page { // how much of a list
    int64_t after_due, after_id;
    size_t  most;
} task_page;

status task_load_row(db *d, const call *c, int64_t id, task *out) MUST_CHECK;
status task_load_mine(db *d, const call *c, task_page span, task **out, size_t *count) MUST_CHECK;
status task_load_branch(db *d, const call *c, int64_t until, task_page span, task **out,
                        size_t *count) MUST_CHECK;
status task_load_done(db *d, const call *c, int64_t since, size_t most, task **out,
                      size_t *count) MUST_CHECK;
status task_load_of_object(db *d, const call *c, str object_kind, int64_t object_id, task **out,
                           size_t *count) MUST_CHECK;

status task_load_of_person(db *d, const call *c, int64_t person, size_t most, task **out,
                           size_t *count) MUST_CHECK;

#endif
