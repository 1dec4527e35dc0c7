// jobs_pool.c - the worker threads, and the keeper that looks for due work and renews leases.
#include "kit/jobs/jobs_inner.h"
#include "kit/os/os.h"

#include <pthread.h>
#include <time.h>

enum {
    THREADS_MAX        = 8,
    WORKER_STACK_BYTES = 1024 * 1024,
    KEEPER_STACK_BYTES = 256 * 1024,
    RENEW_SECONDS      = 20,
    FORGET_SECONDS     = 3600,
    FORGET_AFTER_DAYS  = 90,
    STOP_WAIT_SECONDS  = 4,
};

typedef struct slot { // what one worker runs now; id 0: nothing
    int64_t id, run;
} slot;

struct jobs {
    arena           all; // the region this record lies in
    jobs_host       host;
    atomic_bool     stopping;
    pthread_mutex_t lock; // everything below
    pthread_cond_t  work, change;
    bool            due;     // something may be due
    bool            looking; // jobs_wake was called: the keeper looks at once
    unsigned        threads, alive;
    slot            slots[THREADS_MAX];
    pthread_t       workers[THREADS_MAX], keeper;
};

// ---- a worker -------------------------------------------------------------------------------------

static void set_slot(jobs *p, slot *s, int64_t id, int64_t run)
{
    pthread_mutex_lock(&p->lock);
    *s = (slot){ id, run };
    // Another may be due behind this one; and after it, the next.
    p->due = true;
    pthread_cond_signal(&p->work);
    pthread_mutex_unlock(&p->lock);
}

static void work_once(jobs *p, slot *s, arena *a)
{
    job    j;
    status st = job_take(&p->host, os_now_ms(), a, &j);
    if (st == ST_OK) {
        j.stopping = &p->stopping;
        set_slot(p, s, j.id, j.run);
        job_run(&j);
        set_slot(p, s, 0, 0);
    } else if (st != ST_MISSING && st != ST_CONFLICT) {
        os_log(OS_ERROR, "jobs.take", "no job could be taken: %s", status_name(st));
    }
    os_release(a, 0);
}

static void leave(jobs *p)
{
    pthread_mutex_lock(&p->lock);
    p->alive--;
    pthread_cond_broadcast(&p->change);
    pthread_mutex_unlock(&p->lock);
}

typedef struct worker {
    jobs *p;
    slot *s;
} worker;

static bool wait_for_work(jobs *p)
{
    pthread_mutex_lock(&p->lock);
    while (!p->due && !atomic_load(&p->stopping)) pthread_cond_wait(&p->work, &p->lock);
    p->due = false;
    pthread_mutex_unlock(&p->lock);
    return !atomic_load(&p->stopping);
}

static slot *claim_slot(jobs *p)
{
    pthread_mutex_lock(&p->lock);
    slot *s = &p->slots[p->threads++];
    pthread_mutex_unlock(&p->lock);
    return s;
}

static void *worker_main(void *ctx)
{
    jobs *p = ctx;
    slot *s = claim_slot(p);
    arena a;
    if (os_map(JOB_ARENA_BYTES, &a) == ST_OK) {
        while (wait_for_work(p)) work_once(p, s, &a);
        os_unmap(&a);
    }
    leave(p);
    return NULL;
}

// ---- the keeper -----------------------------------------------------------------------------------

static void renew_leases(jobs *p)
{
    slot slots[THREADS_MAX];
    pthread_mutex_lock(&p->lock);
    for (size_t i = 0; i < THREADS_MAX; i++) slots[i] = p->slots[i];
    pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < THREADS_MAX; i++) {
        if (!slots[i].id) continue;
        if (job_keep_lease(p->host.store, slots[i].id, slots[i].run, os_now_ms()) != ST_OK)
            os_log(OS_WARN, "jobs.keep", "the lease of job %lld was not renewed",
                   (long long)slots[i].id);
    }
}

typedef struct upkeep { // when what is done next, in seconds of the steady clock
    int64_t renew_at, forget_at;
    status  last; // of the last look for work
} upkeep;

static void keep(jobs *p, upkeep *u)
{
    int64_t now = os_monotonic_ns() / 1000000000, forgotten;
    if (now >= u->renew_at) {
        renew_leases(p);
        u->renew_at = now + RENEW_SECONDS;
    }
    if (now >= u->forget_at) {
        int64_t before_ms = os_now_ms() - FORGET_AFTER_DAYS * 86400000LL;
        if (jobs_forget_before(p->host.store, before_ms, &forgotten) != ST_OK)
            os_log(OS_WARN, "jobs.keep", "old jobs were not forgotten");
        u->forget_at = now + FORGET_SECONDS;
    }
    status st = job_is_due(p->host.store, os_now_ms());
    if (st == ST_OK) {
        pthread_mutex_lock(&p->lock);
        p->due = true;
        pthread_cond_signal(&p->work);
        pthread_mutex_unlock(&p->lock);
    } else if (st != ST_MISSING && st != u->last) { // once, not each second
        os_log(OS_ERROR, "jobs.keep", "the store does not answer: %s", status_name(st));
    }
    u->last = st;
}

// Waits a second, or until woken. False when the threads are to end.
static bool wait_a_second(jobs *p)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += 1;
    pthread_mutex_lock(&p->lock);
    int late = 0;
    while (!p->looking && !atomic_load(&p->stopping) && !late)
        late = pthread_cond_timedwait(&p->change, &p->lock, &until);
    p->looking = false;
    pthread_mutex_unlock(&p->lock);
    return !atomic_load(&p->stopping);
}

static void *keeper_main(void *ctx)
{
    jobs   *p   = ctx;
    int64_t now = os_monotonic_ns() / 1000000000;
    upkeep  u   = { .renew_at = now + RENEW_SECONDS, .forget_at = now + 60, .last = ST_OK };
    do keep(p, &u);
    while (wait_a_second(p));
    leave(p);
    return NULL;
}

// ---- start and stop -------------------------------------------------------------------------------

static status start_thread(jobs *p, pthread_t *t, size_t stack_bytes, void *(*run)(void *))
{
    pthread_attr_t attributes;
    if (pthread_attr_init(&attributes) != 0) return ST_BROKEN;
    pthread_attr_setstacksize(&attributes, stack_bytes);
    pthread_mutex_lock(&p->lock);
    int failed = pthread_create(t, &attributes, run, p);
    if (!failed) p->alive++;
    pthread_mutex_unlock(&p->lock);
    pthread_attr_destroy(&attributes);
    return failed ? ST_BROKEN : ST_OK;
}

static status start_threads(jobs *p)
{
    TRY(start_thread(p, &p->keeper, KEEPER_STACK_BYTES, keeper_main));
    for (unsigned i = 0; i < p->host.threads; i++)
        TRY(start_thread(p, &p->workers[i], WORKER_STACK_BYTES, worker_main));
    return ST_OK;
}

static jobs *jobs_new(const jobs_host *host)
{
    arena all;
    if (os_map(sizeof(jobs) + 64, &all) != ST_OK) return NULL;
    jobs              *p = NEW(&all, jobs, 1);
    pthread_condattr_t steady;
    if (!p) return NULL;
    p->all  = all;
    p->host = *host;
    if (!p->host.threads) p->host.threads = 2;
    if (p->host.threads > THREADS_MAX) p->host.threads = THREADS_MAX;
    pthread_condattr_init(&steady);
    pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->work, NULL);
    pthread_cond_init(&p->change, &steady);
    pthread_condattr_destroy(&steady);
    return p;
}

status jobs_start(const jobs_host *host, jobs **out, problem *why)
{
    TRY(jobs_check_host(host, why));
    TRY(jobs_adopt(host->store, os_now_ms()));
    jobs *p = jobs_new(host);
    if (!p) return ST_MEMORY;
    status st = start_threads(p);
    if (st != ST_OK) {
        jobs_stop(p);
        return st;
    }
    *out = p;
    return ST_OK;
}

void jobs_wake(jobs *p)
{
    if (!p) return;
    pthread_mutex_lock(&p->lock);
    p->looking = true;
    pthread_cond_broadcast(&p->change);
    pthread_mutex_unlock(&p->lock);
}

static bool wait_for_all(jobs *p)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += STOP_WAIT_SECONDS;
    pthread_mutex_lock(&p->lock);
    atomic_store(&p->stopping, true);
    pthread_cond_broadcast(&p->work);
    pthread_cond_broadcast(&p->change);
    int late = 0;
    while (p->alive && !late) late = pthread_cond_timedwait(&p->change, &p->lock, &until);
    bool gone = p->alive == 0;
    pthread_mutex_unlock(&p->lock);
    return gone;
}

bool jobs_stop(jobs *p)
{
    if (!p) return true;
    if (!wait_for_all(p)) {
        os_log(OS_ERROR, "jobs.stop", "a job does not look up; it will be run again");
        return false;
    }
    if (p->keeper) pthread_join(p->keeper, NULL);
    for (unsigned i = 0; i < THREADS_MAX; i++) {
        if (p->workers[i]) pthread_join(p->workers[i], NULL);
    }
    arena all = p->all;
    os_unmap(&all);
    return true;
}
