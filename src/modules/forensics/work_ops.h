// work_ops.h - inside this module: long work for a case, done by jobs.
#ifndef COLOA_MODULES_FORENSICS_WORK_OPS_H
#define COLOA_MODULES_FORENSICS_WORK_OPS_H

#include "modules/forensics/touch_ops.h"

typedef enum case_work { // numbers are in the store
    WORK_VERIFY = 1,
    WORK_DETECT,
    WORK_UNPACK,
} case_work;

// Asked for by who may do `needs` in the case. input: handed to the job's function. ST_CONFLICT "case-working": one of
// that kind still runs.
typedef struct work_asking {
    int64_t   case_id;
    case_work kind;
    case_act  needs;
    str       input, title;
} work_asking;
status case_work_ask(call *c, const work_asking *w, problem *why) MUST_CHECK;
// The last one as far as the reader may see it. ST_MISSING: none.
status case_work_last(call *c, int64_t case_id, case_work kind, job_view *out) MUST_CHECK;

// The same in short: whether it still runs, and how far it is.
status case_work_runs(call *c, int64_t case_id, case_work kind, bool *runs, int64_t *done,
                      int64_t *total) MUST_CHECK;

job_fn case_verify_job, case_unpack_job, case_detect_job;

#endif
