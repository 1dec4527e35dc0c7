// backup.h - all of a data folder in one file, and back: every table row by row in a form that either
// engine takes, every blob, and what is needed to know that nothing is missing.
//
// The file is an archive (archive.h) of these parts, in this order:
//   begin.json                    program, time, engine, migrations
//   tables/NAME/00001.jsonl       first line the columns, then one JSON array a row; about 1 MiB each
//   blobs/HASH                    a blob under its name
//   manifest.json                 rows of each table, count of blobs, audit anchor, SHA-256 of each part
//   whole.sha256
// Search indexes are not kept: they are made anew (store_rebuild).
#ifndef COLOA_KIT_BACKUP_BACKUP_H
#define COLOA_KIT_BACKUP_BACKUP_H

#include "kit/backup/archive.h"
#include "kit/base/base.h"
#include "kit/store/store.h"

enum {
    BACKUP_ROW_BYTES_MAX = 16 * 1024 * 1024, // of one row as text
    BACKUP_PARTS_MAX     = 16 * 1024,        // of tables
    BACKUP_TABLES_MAX    = 256,
    BACKUP_SCHEMA_MAX    = 256,
};

typedef struct backup_part {
    str          name;
    int64_t      bytes;
    archive_hash hash;
} backup_part;

typedef struct backup_table {
    str     name;
    int64_t rows;
} backup_table;

typedef struct backup_facts { // what a backup says of itself
    int64_t      made_ms;
    str          program; // version
    str          engine;  // "sqlite" or "postgresql"
    bool         demo;
    str         *schema;
    size_t       schema_count;
    backup_table tables[BACKUP_TABLES_MAX];
    size_t       table_count;
    backup_part *parts; // begin.json and tables
    size_t       part_count;
    int64_t      rows, blobs, blob_bytes;
    int64_t blobs_missing; // rows point at them and they are not in the file; told by a restore
    str     anchor;        // audit trail: its end at that moment
    int64_t bytes;         // of the file
    archive_hash whole;
} backup_facts;

// How far the work is; steps are "copy", "tables", "blobs", "check". total 0: unknown.
typedef void backup_told(void *ctx, str step, int64_t done, int64_t total);

// ---- making ------------------------------------------------------------------------------------
typedef struct backup_source {
    store               *store;
    int                  folder_fd; // the data folder: blobs are in "blobs"
    str                  folder; // its name: the database is set aside in a folder of its own there
    str                  program;
    bool                 demo;
    int64_t              now_ms;
    const unsigned char *public_key; // NULL: not sealed
    int                  out_fd;
    backup_told         *told; // may be NULL
    void                *ctx;
} backup_source;

// Writers wait for no more than a few milliseconds at a time. ST_LIMIT "disk-full"; ST_BROKEN. What
// is in out_fd then is of no use.
status backup_make(arena *a, const backup_source *s, backup_facts *out, problem *why) MUST_CHECK;

// ---- reading back --------------------------------------------------------------------------------
typedef struct backup_target {
    int                  in_fd; // a regular file
    const unsigned char *secret_key;
    str                  folder;     // for SQLite; exists, without a database
    str                  database;   // PostgreSQL instead, an empty one
    int                  blobs_fd;   // blobs are put here; -1: only compared with their names
    bool                 throw_away; // only to look whether it can be restored: nothing is flushed
    backup_told         *told;
    void                *ctx;
} backup_target;

// Fills an empty database in one act and checks everything there is to check: each part's hash, the
// rows of each table, blobs, foreign keys, the audit chain against its anchor. Then brings the schema
// up to this program's. *out gets what was there. ST_CONFLICT "backup-damaged" with the part's name;
// nothing is in the database then. "schema-newer": made by a newer program. "database-not-empty".
status backup_restore(arena *a, const backup_target *t, backup_facts *out, problem *why) MUST_CHECK;

// ---- the two JSON parts, for both -----------------------------------------------------------------
void   backup_put_begin(buf *b, const backup_facts *f);
void   backup_put_manifest(buf *b, const backup_facts *f);
status backup_read_begin(arena *a, str json, backup_facts *out) MUST_CHECK;
status backup_read_manifest(arena *a, str json, backup_facts *out) MUST_CHECK;

#endif
