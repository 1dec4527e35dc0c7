// store.h - one database, two engines: SQLite in the data folder, or PostgreSQL by its address.
//
// It is not a query builder: statements live in *.sql files beside the code that uses them, are
// compiled to typed C functions by tools/gen_sql.py, and are prepared on both engines by a test.
//
// Order of use: store_open, then per act store_act(fn) or per look store_read_begin/_end.
//
// SQLite: one writer connection on a thread of its own groups the acts of many callers into one
// commit (synchronous=FULL) and alone checkpoints; readers are read-only connections, one leased per
// look. PostgreSQL: a pool of connections; acts run SERIALIZABLE and are run again on 40001/40P01.
#ifndef COLOA_KIT_STORE_STORE_H
#define COLOA_KIT_STORE_STORE_H

#include "kit/base/base.h"

enum {
    STORE_READERS_MAX = 16, // read connections, and PostgreSQL connections, at most
    STORE_RERUNS_MAX  = 10, // times an act is run again before it gives up with ST_CONFLICT
};

typedef struct store store; // a database and its connections; shared by all threads
typedef struct db    db;    // one connection inside a transaction; belongs to one thread at a time

typedef enum store_engine { STORE_SQLITE = 1, STORE_POSTGRES } store_engine;

typedef struct store_options {
    str    folder;             // SQLite: the data folder, already locked by the caller
    str    database;           // PostgreSQL: "postgresql://…"; empty means SQLite
    size_t readers;            // read connections to keep; 0 chooses
    bool   in_memory_sync_off; // tests and benches' generators only: no fsync
} store_options;

// Opens (creates) the database and brings its schema up to date, each migration in a transaction.
// Refuses a schema newer than this program ("schema-newer").
status       store_open(const store_options *options, store **out, problem *why) MUST_CHECK;
void         store_close(store *s); // finishes acts in flight, checkpoints, closes; s may be NULL
store_engine store_engine_of(const store *s);

// The work of one act: reads and writes through `d`, allocates from its own context's arena.
// It may be run again from the start, so it must not touch anything outside the database except
// memory that a second run overwrites.
typedef status store_work(db *d, void *ctx);

// Runs fn in one write transaction; commits when it returns ST_OK, else rolls back and returns its
// status. Returns after the commit is durable. ST_BROKEN when the database failed.
status store_act(store *s, store_work *fn, void *ctx) MUST_CHECK;

// A read-only transaction that sees one moment. Bounded: end it within the request.
status store_read_begin(store *s, db **out) MUST_CHECK;
void   store_read_end(db *d); // d may be NULL

// ---- used by generated code only ------------------------------------------------------------
typedef struct opt_int { // a whole number that may be NULL
    bool    set;
    int64_t value;
} opt_int;

static inline opt_int some_int(int64_t v)
{
    return (opt_int){ true, v };
}

typedef enum sql_type { SQL_INT = 1, SQL_TEXT, SQL_BYTES } sql_type;

typedef struct sql_column {
    const char *name;
    sql_type    type;
    bool        nullable;
} sql_column;

typedef struct sql_query {
    const char       *name;
    const char       *sqlite;   // text with ?1 ?2 …
    const char       *postgres; // text with $1::bigint $2::text …
    const sql_column *in, *out;
    int               in_count, out_count;
    int              *id; // process-wide number of this query, given at registration
} sql_query;

typedef struct sql_value {
    str     text;   // SQL_TEXT, SQL_BYTES; ptr NULL means NULL
    int64_t number; // SQL_INT
    bool    null;   // SQL_INT only
} sql_value;

// Runs a query. For each row calls each(ctx, values), whose text lives until it returns.
// *changed (may be NULL) gets the number of rows written.
typedef status sql_each(void *ctx, const sql_value *values);
status         sql_run(db *d, const sql_query *q, const sql_value *in, sql_each *each, void *ctx,
                       int64_t *changed) MUST_CHECK;

// Every query and migration of the program, collected by the generator; walked by the test that
// prepares each on both engines.
typedef struct sql_migration {
    const char *name; // "0001_store"
    const char *sqlite, *postgres;
} sql_migration;

typedef struct sql_module { // one per queries.sql
    const char          *name;
    const sql_query     *queries;
    size_t               query_count;
    const sql_migration *migrations;
    size_t               migration_count;
} sql_module;

// Set once at start by app (src/app/modules.c) or a test, before store_open.
void   store_register(const sql_module *const *modules, size_t count);
status sql_prepare_all(store *s, problem *why) MUST_CHECK; // test: the first that fails is named

#endif
