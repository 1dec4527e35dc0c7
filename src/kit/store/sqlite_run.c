// sqlite_run.c - one SQLite connection: its settings, its prepared statements, values in and out.
#include "kit/os/os.h"
#include "kit/store/sqlite_inside.h"

#include <assert.h>
#include <stdalign.h>

enum {
    BUSY_WAIT_MS     = 5000,
    CACHE_KIB_READER = 32 * 1024, // a ceiling, not a reservation; the cache is per connection
    CACHE_KIB_WRITER = 32 * 1024,
};

status sqlite_failed(sqlite_db *c, int code, const char *what)
{
    int      detail = sqlite3_extended_errcode(c->handle);
    os_level level  = (code & 0xFF) == SQLITE_CONSTRAINT ? OS_WARN : OS_ERROR;
    os_log(level, "store.sqlite", "%s: %s (%d)", what, sqlite3_errmsg(c->handle), detail);
    switch (code & 0xFF) {
    case SQLITE_CONSTRAINT:
        return detail == SQLITE_CONSTRAINT_UNIQUE || detail == SQLITE_CONSTRAINT_PRIMARYKEY ||
                       detail == SQLITE_CONSTRAINT_ROWID
                   ? ST_CONFLICT
                   : ST_INVALID;
    case SQLITE_NOMEM: return ST_MEMORY;
    case SQLITE_TOOBIG: return ST_LIMIT;
    default: return ST_BROKEN;
    }
}

// ---- a connection ------------------------------------------------------------------------------

static bool set_up(sqlite_db *c, bool writing, bool sync_off)
{
    sqlite3 *h = c->handle;
    sqlite3_extended_result_codes(h, 1);
    sqlite3_busy_timeout(h, BUSY_WAIT_MS);
    bool ok = sqlite3_db_config(h, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) == SQLITE_OK &&
              sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK &&
              sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL) == SQLITE_OK &&
              sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL) == SQLITE_OK &&
              sqlite3_db_config(h, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL) == SQLITE_OK;
    // Debian's SQLite can corrupt a WAL when two connections checkpoint and commit at once, so only
    // the writer ever does either.
    int no_checkpoint = !writing;
    ok                = ok &&
         sqlite3_db_config(h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, no_checkpoint, NULL) == SQLITE_OK;
    char cache[64];
    sqlite3_snprintf(sizeof(cache), cache, "PRAGMA cache_size=-%d",
                     writing ? CACHE_KIB_WRITER : CACHE_KIB_READER);
    ok = ok && sqlite3_exec(h, cache, NULL, NULL, NULL) == SQLITE_OK &&
         sqlite3_exec(h, "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0", NULL, NULL, NULL) ==
             SQLITE_OK;
    const char *rest = !writing   ? "PRAGMA query_only=1"
                       : sync_off ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"
                                  : "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL";
    ok               = ok && sqlite3_exec(h, rest, NULL, NULL, NULL) == SQLITE_OK;
    return ok && sqlite3_wal_autocheckpoint(h, 0) == SQLITE_OK;
}

static bool prepare_brackets(sqlite_db *c, bool writing)
{
    const char *texts[] = {
        [BRACKET_BEGIN]    = writing ? "BEGIN IMMEDIATE" : "BEGIN",
        [BRACKET_COMMIT]   = "COMMIT",
        [BRACKET_ROLLBACK] = "ROLLBACK",
    };
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (sqlite3_prepare_v3(c->handle, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &c->brackets[i],
                               NULL) != SQLITE_OK)
            return false;
    }
    return true;
}

status sqlite_connect(store *s, sqlite_db *c, bool writing)
{
    const sqlite_store *q     = s->inside;
    int                 flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                (writing ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
    c->head       = (db){ .s = s };
    c->statements = c->statements ? c->statements
                                  : NEW(&s->memory, sqlite3_stmt *, store_statements());
    if (!c->statements) return ST_MEMORY;
    int code = sqlite3_open_v2(q->path, &c->handle, flags, NULL);
    if (code == SQLITE_OK && set_up(c, writing, s->sync_off) && prepare_brackets(c, writing))
        return ST_OK;
    status st = sqlite_failed(c, code, "open");
    sqlite_disconnect(c);
    return st == ST_MEMORY ? st : ST_BROKEN;
}

void sqlite_disconnect(sqlite_db *c)
{
    for (size_t i = 0; i < store_statements(); i++) {
        sqlite3_finalize(c->statements[i]);
        c->statements[i] = NULL;
    }
    for (size_t i = 0; i < COUNT(c->brackets); i++) {
        sqlite3_finalize(c->brackets[i]);
        c->brackets[i] = NULL;
    }
    if (sqlite3_close(c->handle) != SQLITE_OK) os_log(OS_ERROR, "store.sqlite", "close failed");
    c->handle = NULL;
}

status sqlite_bracket(sqlite_db *c, int which)
{
    int code = sqlite3_step(c->brackets[which]);
    if (code == SQLITE_DONE) code = SQLITE_OK;
    status st = code == SQLITE_OK ? ST_OK : sqlite_failed(c, code, sqlite3_sql(c->brackets[which]));
    sqlite3_reset(c->brackets[which]);
    return st;
}

status sqlite_script(db *d, const char *sql)
{
    sqlite_db *c    = (sqlite_db *)d;
    int        code = sqlite3_exec(c->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? ST_OK : sqlite_failed(c, code, "script");
}

// ---- statements --------------------------------------------------------------------------------

static status statement_of(sqlite_db *c, const sql_query *q, sqlite3_stmt **out)
{
    sqlite3_stmt **at = &c->statements[*q->id];
    if (!*at) {
        int code = sqlite3_prepare_v3(c->handle, q->sqlite, -1, SQLITE_PREPARE_PERSISTENT, at,
                                      NULL);
        if (code != SQLITE_OK) return sqlite_failed(c, code, q->name);
    }
    *out = *at;
    return ST_OK;
}

static int bind_int(sqlite3_stmt *s, int at, const sql_column *c, const void *in)
{
    if (!c->nullable) return sqlite3_bind_int64(s, at, *(const int64_t *)column_in(in, c));
    const opt_int *v = column_in(in, c);
    return v->set ? sqlite3_bind_int64(s, at, v->value) : sqlite3_bind_null(s, at);
}

// The bytes are not copied: they outlive the run, and no run reads what an earlier one bound.
static int bind_bytes(sqlite3_stmt *s, int at, const sql_column *c, const void *in)
{
    str v = *(const str *)column_in(in, c);
    if (!v.ptr && c->nullable) return sqlite3_bind_null(s, at);
    if (!v.ptr) v.ptr = "";
    return c->type == SQL_TEXT
               ? sqlite3_bind_text64(s, at, v.ptr, (sqlite3_uint64)v.len, SQLITE_STATIC,
                                     SQLITE_UTF8)
               : sqlite3_bind_blob64(s, at, v.ptr, (sqlite3_uint64)v.len, SQLITE_STATIC);
}

static int bind_all(sqlite3_stmt *s, const sql_query *q, const void *in)
{
    int code = SQLITE_OK;
    for (int i = 0; i < q->in_count && code == SQLITE_OK; i++) {
        const sql_column *c = &q->in[i];
        code = c->type == SQL_INT ? bind_int(s, i + 1, c, in) : bind_bytes(s, i + 1, c, in);
    }
    return code;
}

// The column's value is fetched once: each sqlite3_column_* would look the statement up again.
static bool read_column(sqlite3_stmt *s, int at, const sql_column *c, void *row)
{
    sqlite3_value *value = sqlite3_column_value(s, at);
    int            type  = sqlite3_value_type(value);
    if (c->type == SQL_INT) {
        int64_t v = sqlite3_value_int64(value);
        if (c->nullable)
            *(opt_int *)column_out(row, c) = (opt_int){ type == SQLITE_INTEGER, v };
        else
            *(int64_t *)column_out(row, c) = v;
        return type == SQLITE_INTEGER || (type == SQLITE_NULL && c->nullable);
    }
    str *out = column_out(row, c);
    *out     = (str){ 0 };
    if (type == SQLITE_NULL) return c->nullable;
    out->ptr = c->type == SQL_TEXT ? (const char *)sqlite3_value_text(value)
                                   : sqlite3_value_blob(value);
    out->len = sqlite3_value_bytes(value);
    if (!out->ptr) out->ptr = ""; // an empty blob has no pointer, but it is not NULL
    return type == (c->type == SQL_TEXT ? SQLITE_TEXT : SQLITE_BLOB);
}

static status take_row(sqlite3_stmt *s, const sql_query *q, row_sink *sink)
{
    alignas(max_align_t) char row[SQL_ROW_BYTES_MAX];
    assert(q->row_size <= sizeof(row));
    for (int i = 0; i < q->out_count; i++) {
        if (read_column(s, i, &q->out[i], row)) continue;
        os_log(OS_ERROR, "store.column", "%s: %s is not of its declared type", q->name,
               q->out[i].name);
        return ST_BROKEN;
    }
    sink->stopped = sink->take(sink->ctx, row);
    return ST_OK;
}

// A statement that writes is stepped to its end; of a look for one row only that row is fetched.
static status step_all(sqlite_db *c, sqlite3_stmt *s, const sql_query *q, row_sink *sink)
{
    for (;;) {
        int code = sqlite3_step(s);
        if (code == SQLITE_DONE) return ST_OK;
        if (code != SQLITE_ROW) return sqlite_failed(c, code, q->name);
        if (!sink->take) continue;
        TRY(take_row(s, q, sink));
        if (sink->stopped != ST_OK) return ST_OK;
        if (q->kind == SQL_ONE && sqlite3_stmt_readonly(s)) return ST_OK;
    }
}

status sqlite_run(db *d, const sql_query *q, const void *in, row_sink *sink)
{
    sqlite_db    *c = (sqlite_db *)d;
    sqlite3_stmt *s;
    TRY(statement_of(c, q, &s));
    int    code = bind_all(s, q, in);
    status st   = code == SQLITE_OK ? step_all(c, s, q, sink) : sqlite_failed(c, code, q->name);
    sqlite3_reset(s);
    if (q->kind == SQL_EXEC) sink->changed = sqlite3_changes64(c->handle);
    return st;
}

status sqlite_prepare(db *d, const sql_query *q, problem *why, arena *a)
{
    sqlite_db    *c = (sqlite_db *)d;
    sqlite3_stmt *s;
    status        st = statement_of(c, q, &s);
    if (st != ST_OK) {
        str said = arena_printf(a, "%s: %s", q->name, sqlite3_errmsg(c->handle));
        return problem_detail(why, ST_INVALID, str_from(q->name), S("not-prepared"), said);
    }
    if (sqlite3_column_count(s) == q->out_count) return ST_OK;
    str said = arena_printf(a, "%s: gives %d columns, declares %d", q->name,
                            sqlite3_column_count(s), q->out_count);
    return problem_detail(why, ST_INVALID, str_from(q->name), S("columns-differ"), said);
}
