// sqlite_writer.c - the one thread that writes: acts that wait together share one commit.
//
// A durable commit costs a flush of the disk; an act costs microseconds. So the writer takes all acts
// that wait (and those that come while it works) into one transaction, each behind a savepoint, then
// commits once and wakes their callers. Nothing is ever told to be done before that commit.
#include "kit/os/os.h"
#include "kit/store/sqlite_inside.h"

#include <assert.h>
#include <time.h>

enum {
    GROUP_ACTS_MAX         = 512,
    GROUP_MS_MAX           = 20,
    CHECKPOINT_PAGES       = 1000,      // copied back quietly
    CHECKPOINT_PAGES_FORCE = 16 * 1024, // 64 MiB: readers are waited for and the file is emptied
    FORCE_WAIT_MS          = 200,
    IDLE_S                 = 20, // then the WAL is emptied and the page cache given back
};

// ---- one act -----------------------------------------------------------------------------------

// Alone at the head of a group an act needs no savepoint: nothing else is lost with it.
static status act_run(sqlite_db *c, act_job *job, bool first)
{
    status st;
    for (int run = 0;; run++) {
        if (!first) TRY(sqlite_script(&c->head, "SAVEPOINT act"));
        st = store_run_work(&c->head, job->fn, job->ctx);
        if (sqlite3_get_autocommit(c->handle)) return ST_BROKEN; // SQLite gave the whole group up
        if (st == ST_OK) break;
        if (first) {
            TRY(sqlite_bracket(c, BRACKET_ROLLBACK));
            TRY(sqlite_bracket(c, BRACKET_BEGIN));
        } else {
            TRY(sqlite_script(&c->head, "ROLLBACK TO act; RELEASE act"));
        }
        if (!c->head.rerun) return st;
        if (run == STORE_RERUNS_MAX) return ST_CONFLICT;
    }
    return first ? st : sqlite_script(&c->head, "RELEASE act");
}

static act_job *next_job(sqlite_store *q)
{
    pthread_mutex_lock(&q->lock);
    act_job *job = q->first;
    if (job) q->first = job->next;
    if (!q->first) q->last = NULL;
    pthread_mutex_unlock(&q->lock);
    return job;
}

// ---- a group -----------------------------------------------------------------------------------

// A commit cannot collide here, so a planned collision leaves it alone.
static status commit(sqlite_db *c)
{
    c->head.rerun = false;
    if (store_fault_strikes(&c->head) && !c->head.rerun) return ST_BROKEN;
    return sqlite_bracket(c, BRACKET_COMMIT);
}

// Ends the group's transaction; a group that cannot be committed has changed nothing.
static status end_group(sqlite_db *c)
{
    if (sqlite3_get_autocommit(c->handle)) return ST_BROKEN;
    status st = commit(c);
    if (st == ST_OK) return st;
    os_log(OS_ERROR, "store.commit", "a group of acts could not be committed");
    if (!sqlite3_get_autocommit(c->handle) && sqlite_bracket(c, BRACKET_ROLLBACK) != ST_OK)
        os_log(OS_ERROR, "store.commit", "nor rolled back");
    return ST_BROKEN;
}

// Runs acts inside the open transaction and gives them back as a list in the order they ran.
static act_job *run_group(sqlite_store *q, sqlite_db *c)
{
    act_job *done = NULL, **tail = &done;
    int64_t  until_ns = os_monotonic_ns() + (int64_t)GROUP_MS_MAX * 1000000;
    bool     kept     = false; // an act's changes wait for the commit
    for (int n = 0; n < GROUP_ACTS_MAX; n++) {
        act_job *job = next_job(q);
        if (!job) break;
        job->next = NULL;
        job->st   = act_run(c, job, !kept);
        kept      = kept || job->st == ST_OK;
        *tail     = job;
        tail      = &job->next;
        if (sqlite3_get_autocommit(c->handle) || os_monotonic_ns() > until_ns) break;
    }
    return done;
}

static void wake_all(sqlite_store *q, act_job *done, status group)
{
    pthread_mutex_lock(&q->lock);
    while (done) {
        act_job *job = done;
        done         = job->next; // read first: once woken the job is gone
        if (job->st == ST_OK) job->st = group;
        job->done = true;
        pthread_cond_signal(&job->woken);
    }
    pthread_mutex_unlock(&q->lock);
}

// ---- the write-ahead log -----------------------------------------------------------------------

static int note_wal(void *ctx, sqlite3 *handle, const char *name, int pages)
{
    sqlite_store *q = ctx;
    (void)handle;
    (void)name;
    q->wal_pages = pages;
    return SQLITE_OK;
}

static void checkpoint(sqlite_store *q, bool idle)
{
    bool force = idle || q->wal_pages >= CHECKPOINT_PAGES_FORCE;
    if (!force && q->wal_pages < CHECKPOINT_PAGES) return;
    sqlite3 *h    = q->writer.handle;
    int      mode = force ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    sqlite3_busy_timeout(h, FORCE_WAIT_MS);
    int code = sqlite3_wal_checkpoint_v2(h, NULL, mode, NULL, NULL);
    if (code == SQLITE_OK && force) q->wal_pages = 0;
    if (code != SQLITE_OK && code != SQLITE_BUSY)
        os_log(OS_WARN, "store.checkpoint", "%s", sqlite3_errmsg(h));
    if (idle) sqlite3_db_release_memory(h);
}

// ---- the thread --------------------------------------------------------------------------------

// False when it is time to end: asked to stop, and nobody waits any more. *acts: some wait.
static bool wait_for_work(sqlite_store *q, bool *acts)
{
    pthread_mutex_lock(&q->lock);
    while (!q->first && !q->stopping && !q->copy) {
        if (q->wal_pages == 0) {
            pthread_cond_wait(&q->work, &q->lock);
            continue;
        }
        struct timespec until;
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_sec += IDLE_S;
        if (pthread_cond_timedwait(&q->work, &q->lock, &until) == 0) continue;
        pthread_mutex_unlock(&q->lock);
        checkpoint(q, true);
        q->wal_pages = 0; // a reader in the way is met again after the next act
        pthread_mutex_lock(&q->lock);
    }
    *acts     = q->first != NULL;
    bool more = *acts || !q->stopping;
    pthread_mutex_unlock(&q->lock);
    return more;
}

static void work_off(sqlite_store *q, sqlite_db *c)
{
    status   st   = sqlite_bracket(c, BRACKET_BEGIN);
    act_job *done = NULL;
    if (st == ST_OK) {
        done = run_group(q, c);
        st   = end_group(c);
    } else {
        done       = next_job(q);
        done->next = NULL;
        done->st   = ST_BROKEN;
    }
    wake_all(q, done, st);
}

static void *writer_main(void *of)
{
    store        *s = of;
    sqlite_store *q = s->inside;
    sqlite_db    *c = &q->writer;
    for (bool acts; wait_for_work(q, &acts);) {
        if (acts) work_off(q, c);
        sqlite_copy_step(q);
        checkpoint(q, false);
    }
    sqlite_copy_abandon(q);
    return NULL;
}

status sqlite_writer_start(store *s)
{
    sqlite_store *q = s->inside;
    sqlite3_wal_hook(q->writer.handle, note_wal, q);
    sqlite3_db_release_memory(q->writer.handle); // what migrations needed
    if (pthread_create(&q->thread, NULL, writer_main, s) != 0) return ST_BROKEN;
    q->thread_runs = true;
    return ST_OK;
}

void sqlite_writer_stop(store *s)
{
    sqlite_store *q = s->inside;
    pthread_mutex_lock(&q->lock);
    q->stopping = true;
    pthread_cond_signal(&q->work);
    pthread_mutex_unlock(&q->lock);
    pthread_join(q->thread, NULL);
    q->thread_runs = false;
}

status sqlite_act(store *s, store_work *fn, void *ctx)
{
    sqlite_store *q   = s->inside;
    act_job       job = { .fn = fn, .ctx = ctx, .woken = PTHREAD_COND_INITIALIZER };
    assert(!pthread_equal(pthread_self(), q->thread) && "an act inside an act");
    pthread_mutex_lock(&q->lock);
    if (q->stopping) {
        pthread_mutex_unlock(&q->lock);
        return ST_BROKEN;
    }
    if (q->last)
        q->last->next = &job;
    else
        q->first = &job;
    q->last = &job;
    pthread_cond_signal(&q->work);
    while (!job.done) pthread_cond_wait(&job.woken, &q->lock);
    pthread_mutex_unlock(&q->lock);
    pthread_cond_destroy(&job.woken);
    return job.st;
}
