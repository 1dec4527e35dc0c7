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
    bool   in_memory_sync_off; // tests and benches' generators, copies to be thrown away: no fsync
    // Restoring: bring the schema to these migrations and no further. One that this program does not
    // know is refused ("schema-newer"). NULL: all there are.
    const str *only;
    size_t     only_count;
} store_options;

// Opens (creates) the database and brings its schema up to date, each migration in a transaction.
// Refuses a schema newer than this program ("schema-newer").
status       store_open(const store_options *options, store **out, problem *why) MUST_CHECK;
void         store_close(store *s); // finishes acts in flight, checkpoints, closes; s may be NULL
store_engine store_engine_of(const store *s);
void store_rest(store *s); // gives back what its connections keep for speed; for a quiet moment

// A search by the beginnings of words, all wanted, in the engine's own spelling: for MATCH of SQLite's fts5, for
// @@ of PostgreSQL. `words` is [a-z0-9]+ parted by one blank (kit/text/search.h). The absent str: the arena is spent.
str store_words_match(arena *a, str words, store_engine of);

// The work of one act: reads and writes through `d`, allocates from its own context's arena.
// It may be run again from the start, so it must not touch anything outside the database except
// memory that a second run overwrites.
typedef status store_work(db *d, void *ctx);

// Runs fn in one write transaction; commits when it returns ST_OK, else rolls back and returns its
// status. Returns after the commit is durable. ST_BROKEN when the database failed.
// A statement that failed dooms the whole act, whatever fn returns afterwards: what may collide is
// written ON CONFLICT. ST_CONFLICT: a unique key is taken, or the act lost against others too often.
// On SQLite fn runs on the writer's thread while the caller waits; an act must not start another.
status store_act(store *s, store_work *fn, void *ctx) MUST_CHECK;

// How many acts have ended in this process, whatever their result; and how many had when a look was opened.
// While the two are the same, this process has written nothing that the look does not show; other processes
// on the same PostgreSQL may have.
uint64_t store_acts(const store *s);
uint64_t store_acts_seen(const db *d);

// A read-only transaction that sees one moment. Bounded: end it within the request.
// ST_LIMIT when every reader stays busy for 10 seconds.
status store_read_begin(store *s, db **out) MUST_CHECK;
void   store_read_end(db *d); // d may be NULL

// The modules whose queries and migrations make up the database: set once at start by app
// (src/app/modules.c) or a test, before store_open.
typedef struct sql_module sql_module;
void                      store_register(const sql_module *const *modules, size_t count);

// ---- for tests ---------------------------------------------------------------------------------
// Prepares every query on this engine and compares the columns with what the query declares; the
// first that fails is named in *why.
status sql_prepare_all(store *s, problem *why) MUST_CHECK;

// Makes the n-th statement or commit from now fail (1 is the next; 0 takes the fault back): broken as
// by a full disk, or sent back to be run again as by a collision of two acts.
typedef enum store_fault_kind { STORE_FAULT_BREAK = 1, STORE_FAULT_RERUN } store_fault_kind;

void store_fault(store *s, int n, store_fault_kind kind);
bool store_fault_met(const store *s); // the fault set last has struck

// ---- values ------------------------------------------------------------------------------------
typedef struct opt_int { // a whole number that may be NULL
    bool    set;
    int64_t value;
} opt_int;

static inline opt_int some_int(int64_t v)
{
    return (opt_int){ true, v };
}

// ---- used by generated code only (tools/gen_sql.py) ---------------------------------------------
typedef enum sql_type { SQL_INT = 1, SQL_TEXT, SQL_BYTES } sql_type;
typedef enum sql_kind { SQL_ONE = 1, SQL_MANY, SQL_EACH, SQL_EXEC } sql_kind;

typedef struct sql_column { // a parameter or a column, and its place in the generated struct:
    const char *name;       // int64_t, opt_int when a nullable SQL_INT, else str (ptr NULL: NULL)
    sql_type    type;
    bool        nullable;
    size_t      offset;
} sql_column;

typedef struct sql_query {
    const char       *name;
    sql_kind          kind;
    const char       *sqlite;   // text with ?1 ?2 …
    const char       *postgres; // text with $1 $2 …, prepared with the declared types
    const sql_column *in, *out;
    int               in_count, out_count;
    size_t            row_size;
    int              *id; // process-wide number of this query, given by store_register
} sql_query;

typedef struct sql_migration {
    const char *name; // "0001_audit": forward only, unique number, applied in number order
    const char *sqlite, *postgres;
} sql_migration;

struct sql_module { // one per queries.sql
    const char          *name;
    const sql_query     *queries;
    size_t               query_count;
    const sql_migration *migrations;
    size_t               migration_count;
};

enum { SQL_COLUMNS_MAX = 64, SQL_ROW_BYTES_MAX = SQL_COLUMNS_MAX * 16 };

// `in` is the query's _in struct (NULL without parameters), rows are its _row structs.
// sql_one: ST_MISSING without a row; further rows are not read.
// sql_each: while it runs no other query may run on d; each's own status ends it and is returned.
status sql_one(db *d, const sql_query *q, const void *in, arena *a, void *row) MUST_CHECK;
status sql_many(db *d, const sql_query *q, const void *in, arena *a, void **rows,
                size_t *count) MUST_CHECK;
status sql_each(db *d, const sql_query *q, const void *in,
                status (*each)(void *ctx, const void *row), void *ctx) MUST_CHECK;
status sql_exec(db *d, const sql_query *q, const void *in, int64_t *changed) MUST_CHECK;

#endif
