// sqlite.c - the SQLite engine: opening, closing and looks. Its rules stand in store.h.
#include "kit/os/os.h"
#include "kit/store/sqlite_inside.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

// ---- looks -------------------------------------------------------------------------------------

// Waits for a free connection or opens one more. Called and returns with the lock held.
static status lease(store *s, sqlite_store *q, sqlite_db **out)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += STORE_LEASE_WAIT_S;
    while (!q->free_readers && q->reader_count == s->readers) {
        if (pthread_cond_timedwait(&q->freed, &q->lock, &until) == 0) continue;
        os_log(OS_ERROR, "store.look", "all %zu readers stay busy", s->readers);
        return ST_LIMIT;
    }
    if (q->free_readers) {
        *out            = q->free_readers;
        q->free_readers = (*out)->next_free;
        return ST_OK;
    }
    sqlite_db *c = &q->readers[q->reader_count];
    TRY(sqlite_connect(s, c, false));
    q->reader_count++;
    *out = c;
    return ST_OK;
}

static void give_back(sqlite_store *q, sqlite_db *c)
{
    pthread_mutex_lock(&q->lock);
    c->next_free    = q->free_readers;
    q->free_readers = c;
    pthread_cond_signal(&q->freed);
    pthread_mutex_unlock(&q->lock);
}

static status read_begin(store *s, db **out)
{
    sqlite_store *q = s->inside;
    sqlite_db    *c;
    pthread_mutex_lock(&q->lock);
    status st = lease(s, q, &c);
    pthread_mutex_unlock(&q->lock);
    if (st != ST_OK) return st;
    c->head.doomed = ST_OK;
    st             = sqlite_bracket(c, BRACKET_BEGIN);
    if (st != ST_OK) {
        give_back(q, c);
        return st;
    }
    *out = &c->head;
    return ST_OK;
}

static void read_end(db *d)
{
    sqlite_db *c = (sqlite_db *)d;
    // Nothing was written, so a failing end loses nothing; but the next look must be able to begin.
    bool ended = sqlite_bracket(c, BRACKET_COMMIT) == ST_OK || sqlite3_get_autocommit(c->handle) ||
                 sqlite_bracket(c, BRACKET_ROLLBACK) == ST_OK;
    if (!ended) os_log(OS_ERROR, "store.look", "a reader cannot end its look");
    give_back(d->s->inside, c);
}

// The writer does so itself (sqlite_writer.c). Whoever begins a look meanwhile waits for less than a millisecond.
static void rest(store *s)
{
    sqlite_store *q = s->inside;
    pthread_mutex_lock(&q->lock);
    for (sqlite_db *c = q->free_readers; c; c = c->next_free)
        (void)sqlite3_db_release_memory(c->handle);
    pthread_mutex_unlock(&q->lock);
}

// ---- opening and closing -----------------------------------------------------------------------

static void engine_close(store *s)
{
    sqlite_store *q = s->inside;
    if (!q) return;
    if (q->thread_runs) sqlite_writer_stop(s);
    for (size_t i = 0; i < q->reader_count; i++) sqlite_disconnect(&q->readers[i]);
    if (q->writer.handle) sqlite_disconnect(&q->writer); // the last one: this empties the WAL
    pthread_cond_destroy(&q->work);
    pthread_cond_destroy(&q->freed);
    pthread_mutex_destroy(&q->lock);
}

static const engine sqlite_engine = {
    .act        = sqlite_act,
    .read_begin = read_begin,
    .read_end   = read_end,
    .run        = sqlite_run,
    .script     = sqlite_script,
    .prepare    = sqlite_prepare,
    .close      = engine_close,
    .rest       = rest,
    .set_aside  = sqlite_set_aside,
};

// The file is made by us first, so that it and the files SQLite puts beside it are 0600.
static status make_file(const char *path)
{
    int    fd = -1;
    status st = os_open_write(OS_CWD, str_from(path), true, &fd);
    os_close(fd);
    return st == ST_CONFLICT ? ST_OK : st;
}

static status open_in(store *s, sqlite_store *q, problem *why)
{
    status st = make_file(q->path);
    if (st == ST_OK) st = sqlite_connect(s, &q->writer, true);
    if (st != ST_OK) return problem_set(why, ST_BROKEN, S("folder"), S("database-broken"));
    TRY(store_migrate(&q->writer.head, why));
    return sqlite_writer_start(s);
}

status sqlite_open(store *s, const store_options *o, problem *why)
{
    sqlite_store *q = NEW(&s->memory, sqlite_store, 1);
    if (!q) return ST_MEMORY;
    str folder = o->folder.len ? o->folder : S(".");
    int n      = snprintf(q->path, sizeof(q->path), STR_FMT "/coloa.db", STR_ARG(folder));
    if (n < 0 || (size_t)n >= sizeof(q->path))
        return problem_set(why, ST_INVALID, S("folder"), S("too-long"));
    pthread_mutex_init(&q->lock, NULL);
    pthread_cond_init(&q->work, NULL);
    pthread_cond_init(&q->freed, NULL);
    s->inside = q;
    s->engine = &sqlite_engine;
    // One thread at a time per connection is our own rule; counting memory would cost a lock each.
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    return open_in(s, q, why);
}
