// store_inside.h - shared by the files of kit/store only: what an engine is.
#ifndef COLOA_KIT_STORE_STORE_INSIDE_H
#define COLOA_KIT_STORE_STORE_INSIDE_H

#include "kit/store/store.h"
#include "kit/store/store_whole.h"

#include <pthread.h>
#include <stdatomic.h>

enum {
    STORE_QUERIES_MAX    = 2048,
    STORE_MIGRATIONS_MAX = 256,
    STORE_LEASE_WAIT_S   = 10, // how long a look waits for a connection
    STORE_MEMORY_BYTES   = 1024 * 1024,
    STORE_MODULES_MAX    = 32,
    STORE_SPOKEN_MAX     = 2 * STORE_TABLES_MAX, // statements of store_whole.c, behind all others
};

// Where the rows of a running query go. `row` is the query's struct with views into the engine's
// memory. When take says other than ST_OK the engine reads no further.
typedef struct row_sink {
    status (*take)(void *ctx, const void *row);
    void   *ctx;
    status  stopped; // what take said
    int64_t changed;
} row_sink;

// The head of each engine's connection.
struct db {
    store   *s;
    uint64_t acts;    // that had ended when this look was opened
    bool     writing; // inside an act
    bool     running; // a query is giving rows
    bool     rerun;   // the act collided: run it again from the start
    status   doomed;  // the act's first failed statement
};

typedef struct engine {
    status (*act)(store *s, store_work *fn, void *ctx);
    status (*read_begin)(store *s, db **out);
    void (*read_end)(db *d);
    status (*run)(db *d, const sql_query *q, const void *in, row_sink *sink);
    status (*script)(db *d, const char *sql); // any number of statements, no values
    status (*prepare)(db *d, const sql_query *q, problem *why, arena *a);
    void (*close)(store *s);
    void (*rest)(store *s); // NULL: nothing is kept
    // NULL: a look sees one moment for as long as it likes, at no cost to writers.
    status (*set_aside)(store *s, str folder, store_told *told, void *ctx, store **out);
} engine;

typedef struct kept_shelf kept_shelf;      // kept.c
kept_shelf               *kept_open(void); // NULL without memory
void                      kept_close(kept_shelf *shelf);

struct store {
    const engine *engine;
    store_engine  kind;
    arena         memory; // the store's own, for as long as it is open
    bool          sync_off;
    const str    *only; // while opening: the migrations to stop at, or NULL
    size_t        only_count;
    size_t        readers;
    void         *inside; // sqlite_store or postgres_store
    atomic_ullong acts;   // that have ended
    kept_shelf   *shelf;
    atomic_int    fault_in;
    atomic_int    fault_kind;
};

status sqlite_open(store *s, const store_options *o, problem *why) MUST_CHECK;
status postgres_open(store *s, const store_options *o, problem *why) MUST_CHECK;

// Brings the schema up to date over a connection outside any transaction.
status store_migrate(db *d, problem *why) MUST_CHECK;

size_t store_query_count(void);

static inline size_t store_statements(void) // places for prepared statements of a connection
{
    return store_query_count() + STORE_SPOKEN_MAX;
}

// One run of an act's work on d, with the fate of its statements counted in.
status store_run_work(db *d, store_work *fn, void *ctx) MUST_CHECK;

// True when the planned fault strikes at this statement or commit; sets d->rerun for that kind.
bool store_fault_strikes(db *d);

// Pointers into a generated struct.
static inline const void *column_in(const void *in, const sql_column *c)
{
    return (const char *)in + c->offset;
}

static inline void *column_out(void *row, const sql_column *c)
{
    return (char *)row + c->offset;
}

#endif
