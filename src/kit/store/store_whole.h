// store_whole.h - the database as a whole: set aside while others write, table by table, row by row,
// and filled again on either engine. For backups; nothing else reads tables it does not know.
//
// A table here is one whose columns are all whole numbers, text or bytes. Search indexes and the like
// are derived: a module that keeps one has a query `<table>_rebuild :exec` without parameters, which
// store_rebuild runs.
#ifndef COLOA_KIT_STORE_STORE_WHOLE_H
#define COLOA_KIT_STORE_STORE_WHOLE_H

#include "kit/store/store.h"

enum { STORE_TABLES_MAX = 256 };

typedef struct store_column {
    str      name;
    sql_type type;
    bool     key; // of the primary key
} store_column;

typedef struct store_table {
    str           name;
    int           number; // its place in the list
    store_column *columns;
    int           column_count;
} store_table;

typedef union store_value { // of a row, in the order of the columns; bytes and text absent: NULL
    opt_int number;
    str     text;
} store_value;

// Sets the database aside as it is at one moment. SQLite: the writer itself copies it into a new
// "coloa.db" in `folder` (empty, on the same machine), a few pages between two groups of acts, so that
// no reader holds the log and no act waits longer than one step; *out is the copy, to be closed by
// store_close. PostgreSQL: *out is s itself, whose looks see one moment anyway. `told` (may be NULL) is
// called from this thread about ten times a second with pages done and to do.
typedef void store_told(void *ctx, int64_t done, int64_t total);
status store_set_aside(store *s, str folder, store_told *told, void *ctx, store **out) MUST_CHECK;

// The tables but schema_versions, by name. `a` holds them.
status store_tables(db *d, arena *a, store_table **out, size_t *count) MUST_CHECK;
// Names of the migrations this database has had, in their order.
status store_schema(db *d, arena *a, str **out, size_t *count) MUST_CHECK;

// Every row in the order of the primary key (the same on both engines).
typedef status store_row(void *ctx, const store_value *row);
status         store_rows(db *d, const store_table *t, store_row *each, void *ctx) MUST_CHECK;

// Inside one act, on a database that nobody else uses: store_fill_begin empties all tables and lets
// foreign keys wait, store_fill adds a row (and takes no memory), store_fill_end checks the keys again.
typedef struct store_filling {
    arena             *a;
    const store_table *tables;
    size_t             count;
    struct spoken     *made; // the statement of each table
    str               *keys; // PostgreSQL: constraints to be put back
    size_t             key_count;
} store_filling;
status store_fill_begin(db *d, arena *a, const store_table *tables, size_t count,
                        store_filling *out) MUST_CHECK;
status store_fill(db *d, store_filling *f, const store_table *t, const store_value *row) MUST_CHECK;
status store_fill_end(db *d, store_filling *f) MUST_CHECK;

// Makes derived tables anew, each module's own. Inside an act.
status store_rebuild(db *d) MUST_CHECK;

// The engine's own check of the file: ST_INVALID and what it says when the database is damaged.
// PostgreSQL has none to offer; ST_OK there.
status store_check(store *s, arena *a, str *said) MUST_CHECK;
// Bytes the database takes.
status store_bytes(store *s, arena scratch, int64_t *out) MUST_CHECK;

#endif
