// jobs.h - work too long for a request: kept in the store, done by worker threads of the serving
// process, tried again when it fails, taken up again after a crash.
//
// It is not a timer (nothing here waits for a date) and not a queue between programs.
// Order of use: a module registers kinds; an operation calls jobs_add inside its act, and after the
// act jobs_wake; the page of the job reads jobs_find. On several nodes with one PostgreSQL each
// claims different jobs.
#ifndef COLOA_KIT_JOBS_JOBS_H
#define COLOA_KIT_JOBS_JOBS_H

#include "kit/base/base.h"
#include "kit/call/call.h"

enum {
    JOB_INPUT_BYTES_MAX  = 256 * 1024,
    JOB_RESULT_BYTES_MAX = 1024 * 1024,
    JOB_MESSAGE_MAX      = 300,              // characters
    JOB_LEASE_MS         = 60 * 1000,        // a job not heard of for so long is taken up again
    JOB_ARENA_BYTES      = 64 * 1024 * 1024, // memory one run may use; only touched pages cost
    JOB_ATTEMPTS_MAX     = 5,                // unless the kind says less
};

typedef enum job_state {
    JOB_WAITING = 1, // for its first run, or for the next try
    JOB_RUNNING,
    JOB_DONE,
    JOB_FAILED, // refused, or tried often enough; rule and detail say why
    JOB_CANCELLED,
} job_state;

const char *job_state_name(job_state state); // "waiting", … for JSON and text keys

// ---- writing a kind --------------------------------------------------------------------------
typedef struct job job; // a running job, as its function sees it

// Does the work, acting as the person who asked (c->who). c->a is emptied after it; acts are made by
// call_act as in an operation. Returns ST_OK; ST_BROKEN, ST_LIMIT, ST_MEMORY or ST_CONFLICT to be
// tried again later; any other status fails the job at once, with `why` for the person who asked.
// It may run more than once, also after it did all its work: keep acts repeatable.
typedef status job_fn(call *c, job *j, problem *why);

typedef struct job_kind {
    const char *name; // "systems.import"; stays the same for ever
    job_fn     *fn;
    int         attempts; // at most so many runs; 0: JOB_ATTEMPTS_MAX
} job_kind;

typedef struct job_table { // of one module
    const job_kind *kinds;
    size_t          count;
} job_table;

int64_t job_id(const job *j);
str     job_input(const job *j);
int     job_attempt(const job *j); // 1 for the first run
// Says how far the work is; call it at least once a second, outside acts. Written at most about once a
// second. total 0: unknown. Returns ST_CONFLICT when the job was cancelled, taken from us, or the
// program is stopping: return that at once (in the last case the job goes on at the next start).
status job_progress(job *j, int64_t done, int64_t total, str message) MUST_CHECK;
// What the person gets to see at the end (text or JSON); kept when the function returns ST_OK.
status job_result(job *j, str text) MUST_CHECK;

// ---- asking for work -------------------------------------------------------------------------
typedef struct job_draft {
    str     kind;
    str     input;         // kept as it is and handed to the function
    str     title;         // shown in lists: a file's name, say
    int64_t not_before_ms; // 0: at once
} job_draft;

// Inside call_act. The job belongs to c->who.
status jobs_add(call *c, const job_draft *draft, int64_t *id, problem *why) MUST_CHECK;

typedef struct job_view {
    int64_t   id;
    str       kind, title;
    job_state state;
    int64_t   done, total;  // total 0: unknown
    str       message;      // of the last progress
    str       result;       // of JOB_DONE
    str       rule, detail; // of JOB_FAILED: text key "problem.<rule>"
    int       attempts;
    int64_t   person_id, body_id; // who asked, and for which body
    str       login;
    int64_t   added_at_ms, changed_at_ms;
} job_view;

// A job of c->who's own; any job with RIGHT_JOBS_READ. Else ST_MISSING.
status jobs_find(call *c, int64_t id, job_view *out) MUST_CHECK;
// Newest first, below id `before` (0: from the newest); own ones, or all with RIGHT_JOBS_READ.
status jobs_list(call *c, int64_t before, size_t most, job_view **out, size_t *count) MUST_CHECK;
// A waiting job will not run; a running one is told at its next progress. ST_CONFLICT when ended.
status jobs_cancel(call *c, int64_t id) MUST_CHECK;

// ---- running ---------------------------------------------------------------------------------
typedef struct jobs_host {
    store                  *store;
    const job_table *const *tables;
    size_t                  table_count;
    unsigned                threads; // 0: 2
    // Makes c act as the person for the body; any result but ST_OK fails the job. NULL: the job acts
    // with the name and rights kept when it was added.
    status (*become)(call *c, int64_t person_id, int64_t body_id);
    void (*begin)(void); // before each run of a job, on its thread; NULL: nothing
} jobs_host;

typedef struct jobs jobs;
// Refuses a kind that is named twice or has no function ("bad-job-kind").
status jobs_start(const jobs_host *host, jobs **out, problem *why) MUST_CHECK;
void   jobs_wake(jobs *j); // there is work; j may be NULL
// No new job is begun; running ones are told at their next progress and go on at the next start.
// False: one did not look up within 4 seconds; then the store must stay open until the process ends.
bool jobs_stop(jobs *j); // j may be NULL
// Runs what waits, in the caller's thread, until nothing is due: for commands and tests. *ran counts.
status jobs_run_pending(const jobs_host *host, int64_t now_ms, size_t *ran) MUST_CHECK;

// Forgets jobs that ended before that moment; the worker threads do so by themselves after 90 days.
status jobs_forget_before(store *s, int64_t before_ms, int64_t *forgotten) MUST_CHECK;

extern const sql_module jobs_sql; // for store_register

#endif
