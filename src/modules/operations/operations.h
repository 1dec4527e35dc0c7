// operations.h - keeping the program itself well: backups, restoring, the doctor's look, metrics.
//
// It knows no system, level or paper; it knows files, clocks and numbers.
#ifndef COLOA_MODULES_OPERATIONS_OPERATIONS_H
#define COLOA_MODULES_OPERATIONS_OPERATIONS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/jobs/jobs.h"
#include "kit/web/web.h"

// What the serving process lends, once, before the first request; its texts outlive the process.
// Commands without a server lend what they know.
typedef struct operations_host {
    str     data;    // the data folder
    int     data_fd; // -1: nothing was lent
    bool    demo;
    str     tls_cert; // PEM text; empty: none
    int64_t started_ms;
} operations_host;
void operations_lend(const operations_host *h);

// Once a minute by the server: begins the day's backup when it is due. Waking the jobs is the caller's.
status operations_minute(call *c) MUST_CHECK;

// Numbers of the program as a whole, Prometheus text; fits web_host.metrics.
status operations_metrics(call *c, buf *b) MUST_CHECK;

// The page of the program's upkeep and its two forms; app has them in its own routes. For
// administrators of the body at the top: the machine is theirs.
web_handler operations_get, operations_backup_post, operations_settings_post;

extern const command_table operations_commands;
extern const job_table     operations_jobs;
extern const sql_module    operations_sql;
struct task_source;                                 // modules/tasks
extern const struct task_source backup_task_source; // a backup that is overdue

#endif
