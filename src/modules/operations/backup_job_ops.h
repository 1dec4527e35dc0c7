// backup_job_ops.h - the backup as a job.
#ifndef COLOA_MODULES_OPERATIONS_BACKUP_JOB_OPS_H
#define COLOA_MODULES_OPERATIONS_BACKUP_JOB_OPS_H

#include "kit/jobs/jobs.h"
#include "modules/operations/backup_ops.h"

typedef struct job_told { // where progress goes
    job   *j;
    status st;
} job_told;

// Asks for a backup now; it is made by the jobs.
status backup_ask(call *c, problem *why) MUST_CHECK;

#endif
