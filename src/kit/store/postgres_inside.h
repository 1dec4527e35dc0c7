// postgres_inside.h - shared by the files of the PostgreSQL engine only.
//
//   postgres.c      opening, the pool, acts and looks
//   postgres_run.c  one connection: connecting, prepared statements, values
#ifndef COLOA_KIT_STORE_POSTGRES_INSIDE_H
#define COLOA_KIT_STORE_POSTGRES_INSIDE_H

#include "kit/store/store_inside.h"

#include <libpq-fe.h>

// Brackets are prepared once per connection under these names.
typedef enum bracket { NO_BRACKET, BEGIN_ACT, BEGIN_LOOK, COMMIT, ROLLBACK } bracket;

// A connection stays in pipeline mode, so that the first statement of a transaction travels together
// with its BEGIN, and a statement's first use together with its preparation.
typedef struct postgres_db {
    db                  head; // first: a db * of this engine is a postgres_db *
    PGconn             *conn;
    bool               *prepared; // by query id
    bracket             to_begin; // not yet sent; goes with the first statement
    bool                begun;
    int                 unread; // syncs sent whose answers nobody has waited for
    struct postgres_db *next_free;
} postgres_db;

typedef struct postgres_store {
    char           *address;
    pthread_mutex_t lock; // of everything below
    pthread_cond_t  freed;
    postgres_db     all[STORE_READERS_MAX];
    size_t          count;
    postgres_db    *free;
} postgres_store;

status postgres_connect(store *s, postgres_db *c) MUST_CHECK;
void   postgres_disconnect(postgres_db *c);
bool   postgres_lost(const postgres_db *c);
// Runs a bracket and waits for its answer. Sets head.rerun when a COMMIT collided.
status postgres_bracket(postgres_db *c, bracket which) MUST_CHECK;
// Sends a bracket whose answer is read before the connection's next use.
void   postgres_bracket_later(postgres_db *c, bracket which);
status postgres_drain(postgres_db *c) MUST_CHECK;
status postgres_script(db *d, const char *sql) MUST_CHECK;
status postgres_run(db *d, const sql_query *q, const void *in, row_sink *sink) MUST_CHECK;
status postgres_prepare(db *d, const sql_query *q, problem *why, arena *a) MUST_CHECK;
// One text value of a query without parameters, outside any transaction.
status postgres_ask(postgres_db *c, const char *sql, arena *a, str *out) MUST_CHECK;

#endif
