// sqlite_copy.c - sets a SQLite database aside while acts go on; see store_whole.h.
//
// The writer's own connection is the source of sqlite3_backup: what it writes between two steps goes
// into the copy as well, so a copy never starts again and no reader keeps the log from being emptied.
#include "kit/os/os.h"
#include "kit/store/sqlite_inside.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { STEP_PAGES = 16, STEP_MS = 4, TOLD_MS = 100 };

static bool acts_wait(sqlite_store *q)
{
    pthread_mutex_lock(&q->lock);
    bool wait = q->first != NULL;
    pthread_mutex_unlock(&q->lock);
    return wait;
}

// On the writer's thread, between two groups; an act that comes meanwhile waits for a few pages only.
// True while there is more to copy.
static bool step(sqlite_store *q, sqlite_copy *job)
{
    int64_t until_ns = os_monotonic_ns() + (int64_t)STEP_MS * 1000000;
    int     code     = SQLITE_OK;
    if (!job->backup) job->backup = sqlite3_backup_init(job->to, "main", q->writer.handle, "main");
    if (!job->backup) code = sqlite3_errcode(job->to);
    while (code == SQLITE_OK && os_monotonic_ns() < until_ns) {
        code = sqlite3_backup_step(job->backup, STEP_PAGES);
        if (acts_wait(q)) break;
    }
    if (job->backup) {
        atomic_store(&job->total, sqlite3_backup_pagecount(job->backup));
        atomic_store(&job->left, sqlite3_backup_remaining(job->backup));
    }
    if (code == SQLITE_OK || code == SQLITE_BUSY || code == SQLITE_LOCKED) return true;
    if (job->backup && sqlite3_backup_finish(job->backup) != SQLITE_OK && code == SQLITE_DONE)
        code = SQLITE_IOERR;
    job->st = code == SQLITE_DONE ? ST_OK : code == SQLITE_FULL ? ST_LIMIT : ST_BROKEN;
    if (job->st != ST_OK) os_log(OS_ERROR, "store.aside", "%s", sqlite3_errstr(code));
    return false;
}

static void end(sqlite_store *q, sqlite_copy *job)
{
    pthread_mutex_lock(&q->lock);
    q->copy   = NULL;
    job->done = true;
    pthread_cond_signal(&job->woken);
    pthread_mutex_unlock(&q->lock);
}

void sqlite_copy_step(sqlite_store *q)
{
    pthread_mutex_lock(&q->lock);
    sqlite_copy *job = q->copy;
    pthread_mutex_unlock(&q->lock);
    if (job && !step(q, job)) end(q, job);
}

void sqlite_copy_abandon(sqlite_store *q)
{
    sqlite_copy *job = q->copy; // the writer is the last one here
    if (!job) return;
    if (job->backup) sqlite3_backup_finish(job->backup);
    job->st = ST_BROKEN;
    end(q, job);
}

// ---- the caller ----------------------------------------------------------------------------------

static status wait_for_copy(sqlite_store *q, sqlite_copy *job, store_told *told, void *ctx)
{
    pthread_mutex_lock(&q->lock);
    if (q->copy || q->stopping) {
        pthread_mutex_unlock(&q->lock);
        return ST_CONFLICT;
    }
    q->copy = job;
    pthread_cond_signal(&q->work);
    while (!job->done) {
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += (long)TOLD_MS * 1000000;
        if (until.tv_nsec >= 1000000000) until.tv_sec++, until.tv_nsec -= 1000000000;
        if (pthread_cond_timedwait(&job->woken, &q->lock, &until) == 0 || !told) continue;
        int total = atomic_load(&job->total), left = atomic_load(&job->left);
        pthread_mutex_unlock(&q->lock);
        told(ctx, total - left, total);
        pthread_mutex_lock(&q->lock);
    }
    pthread_mutex_unlock(&q->lock);
    return job->st;
}

// The copy may be lost with the machine: it needs neither a journal nor a flush.
static status open_target(const char *path, sqlite3 **out)
{
    int    fd    = -1;
    int    flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    status st    = os_open_write(OS_CWD, str_from(path), true, &fd);
    os_close(fd);
    TRY(st);
    if (sqlite3_open_v2(path, out, flags, NULL) == SQLITE_OK &&
        sqlite3_exec(*out, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL, NULL, NULL) ==
            SQLITE_OK)
        return ST_OK;
    sqlite3_close(*out);
    return ST_BROKEN;
}

status sqlite_set_aside(store *s, str folder, store_told *told, void *ctx, store **out)
{
    char        path[4096];
    sqlite_copy job = { .woken = PTHREAD_COND_INITIALIZER };
    int         n   = snprintf(path, sizeof(path), STR_FMT "/coloa.db", STR_ARG(folder));
    if (n < 0 || (size_t)n >= sizeof(path)) return ST_INVALID;
    TRY(open_target(path, &job.to));
    status st = wait_for_copy(s->inside, &job, told, ctx);
    if (sqlite3_close(job.to) != SQLITE_OK && st == ST_OK) st = ST_BROKEN;
    pthread_cond_destroy(&job.woken);
    TRY(st);
    problem             why;
    const store_options options = { .folder = folder, .in_memory_sync_off = true };
    return store_open(&options, out, &why);
}
