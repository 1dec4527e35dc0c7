// sqlite_inside.h - shared by the files of the SQLite engine only.
//
//   sqlite.c         opening, looks, the engine's table
//   sqlite_run.c     one connection: pragmas, prepared statements, values
//   sqlite_writer.c  the writer's thread: groups of acts, commits, checkpoints
//   sqlite_copy.c    the database set aside between two groups
#ifndef COLOA_KIT_STORE_SQLITE_INSIDE_H
#define COLOA_KIT_STORE_SQLITE_INSIDE_H

#include "kit/store/store_inside.h"

#include <sqlite3.h>

typedef struct sqlite_db {
    db                head; // first: a db * of this engine is a sqlite_db *
    sqlite3          *handle;
    sqlite3_stmt    **statements; // by query id; NULL until first used
    sqlite3_stmt     *brackets[4];
    struct sqlite_db *next_free;
} sqlite_db;

enum { BRACKET_BEGIN, BRACKET_COMMIT, BRACKET_ROLLBACK }; // places in `brackets`

typedef struct act_job { // on the stack of the thread that waits for it
    store_work     *fn;
    void           *ctx;
    status          st;
    bool            done;
    pthread_cond_t  woken;
    struct act_job *next;
} act_job;

typedef struct sqlite_copy { // on the stack of the thread that waits for it
    sqlite3        *to;
    sqlite3_backup *backup; // the writer's thread only
    status          st;
    bool            done;
    atomic_int      left, total; // pages
    pthread_cond_t  woken;
} sqlite_copy;

typedef struct sqlite_store {
    char            path[4096];
    sqlite_db       writer;
    pthread_t       thread;
    bool            thread_runs;
    int             wal_pages; // written by the writer's thread only
    pthread_mutex_t lock;      // of everything below
    pthread_cond_t  work;      // for the writer
    act_job        *first, *last;
    bool            stopping;
    sqlite_copy    *copy;  // being made
    pthread_cond_t  freed; // for looks
    sqlite_db       readers[STORE_READERS_MAX];
    size_t          reader_count;
    sqlite_db      *free_readers; // last used first: the fewest caches stay warm
} sqlite_store;

status sqlite_connect(store *s, sqlite_db *c, bool writing) MUST_CHECK;
void   sqlite_disconnect(sqlite_db *c);
status sqlite_bracket(sqlite_db *c, int which) MUST_CHECK;
status sqlite_script(db *d, const char *sql) MUST_CHECK;
status sqlite_run(db *d, const sql_query *q, const void *in, row_sink *sink) MUST_CHECK;
status sqlite_prepare(db *d, const sql_query *q, problem *why, arena *a) MUST_CHECK;
status sqlite_failed(sqlite_db *c, int code, const char *what) MUST_CHECK; // logs; code as a status

status sqlite_act(store *s, store_work *fn, void *ctx) MUST_CHECK;
status sqlite_writer_start(store *s) MUST_CHECK;
void   sqlite_writer_stop(store *s); // finishes the acts that wait
status sqlite_set_aside(store *s, str folder, store_told *told, void *ctx, store **out) MUST_CHECK;
void   sqlite_copy_step(sqlite_store *q);
void   sqlite_copy_abandon(sqlite_store *q); // the writer ends

#endif
