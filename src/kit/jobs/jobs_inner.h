// jobs_inner.h - between jobs_run.c (one job) and jobs_pool.c (the threads). Nobody else includes it.
#ifndef COLOA_KIT_JOBS_JOBS_INNER_H
#define COLOA_KIT_JOBS_JOBS_INNER_H

#include "kit/jobs/jobs.h"

#include <stdatomic.h>

struct job {
    const jobs_host   *host;
    const atomic_bool *stopping; // NULL: never
    arena             *a;        // of the worker: claim, call and result
    int64_t            id, run;
    str                kind, input;
    int                attempt;
    bool               cancelled; // asked for before this run
    actor              who;
    lang               lang;
    int64_t            base_ms, base_ns; // wall clock at the claim, and the steady clock then
    int64_t            written_ns;       // last progress in the store
    bool               interrupted;      // told to stop
    str                result;
};

// Takes the job that is due first. ST_MISSING when there is none.
status job_take(const jobs_host *host, int64_t now_ms, arena *a, job *out) MUST_CHECK;
// Runs it and writes its end.
void job_run(job *j);
// ST_OK when a job is due, ST_MISSING when none is.
status job_is_due(store *s, int64_t now_ms) MUST_CHECK;
status job_keep_lease(store *s, int64_t id, int64_t run, int64_t now_ms) MUST_CHECK;
status jobs_check_host(const jobs_host *host, problem *why) MUST_CHECK;
status jobs_adopt(store *s, int64_t now_ms) MUST_CHECK; // SQLite: jobs of a process that is gone

#endif
