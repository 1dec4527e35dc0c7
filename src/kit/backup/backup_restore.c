// backup_restore.c - fills an empty database from a backup, or only looks whether it could; see backup.h.
#include "kit/backup/backup.h"

#include "kit/blobs/blob.h"
#include "kit/call/call.h"
#include "kit/os/os.h"
#include "kit/store/store_whole.h"

#include <jansson.h>
#include <string.h>

enum {
    PART_ROOM   = BACKUP_ROW_BYTES_MAX + 2 * 1024 * 1024,
    PIECE_BYTES = 64 * 1024,
    ALIVE_MS    = 10 * 1000, // PostgreSQL ends a transaction that rests for a minute
};

typedef struct restoring {
    const backup_target *t;
    arena                kept; // for a run, from its start
    arena                a;
    backup_facts        *facts; // of the begin and, at the end, of the manifest
    problem             *why;
    bool                 told_why;
    archive_in          *in;
    db                  *d;
    store_table         *tables;
    size_t               table_count;
    int64_t              rows[STORE_TABLES_MAX];
    store_filling        fill;
    backup_part         *parts; // as they came
    size_t               part_count;
    int64_t              row_count, blobs, blob_bytes, alive_ms;
    bool                 told_blobs; // the backup's schema names the blobs that must be there
    int64_t              used_blobs; // of those, how many came
    char                *room;
    char                 part[ARCHIVE_NAME_MAX + 64]; // named in *why
} restoring;

static void tell(const restoring *r, str step, int64_t done)
{
    if (r->t->told) r->t->told(r->t->ctx, step, done, 0);
}

// The name must outlive the archive.
static status damaged(restoring *r, str part)
{
    if (r->told_why) return ST_CONFLICT;
    r->told_why = true;
    str name    = { r->part, part.len < (ptrdiff_t)sizeof(r->part) ? part.len : 0 };
    memcpy(r->part, part.ptr, (size_t)name.len);
    return problem_detail(r->why, ST_CONFLICT, S("FILE"), S("backup-damaged"), name);
}

static status refuse(restoring *r, status st, str field, str rule)
{
    r->told_why = true;
    return problem_set(r->why, st, field, rule);
}

// ---- one part in memory ------------------------------------------------------------------------

static status read_part(restoring *r, str name, int64_t bytes, str *text)
{
    size_t have = 0, got = 1;
    if (bytes > PART_ROOM) return damaged(r, name);
    while (got) {
        TRY(archive_get(r->in, r->room + have, PART_ROOM - have, &got));
        have += got;
    }
    *text = (str){ r->room, (ptrdiff_t)have };
    return ST_OK;
}

static status keep_part(restoring *r, str name, int64_t bytes)
{
    if (r->part_count == BACKUP_PARTS_MAX) return damaged(r, name);
    backup_part *p = &r->parts[r->part_count++];
    p->bytes       = bytes;
    TRY(arena_copy(&r->a, name, &p->name));
    return archive_part_hash(r->in, &p->hash);
}

// ---- rows --------------------------------------------------------------------------------------

static status read_bytes_value(arena *scratch, str hex, str *out)
{
    size_t n  = (size_t)hex.len / 2;
    char  *at = NEW(scratch, char, n + 1);
    if (!at) return ST_MEMORY;
    *out = (str){ at, (ptrdiff_t)n };
    return hex_decode(hex, (unsigned char *)at, n) ? ST_OK : ST_INVALID;
}

static status read_value(arena *scratch, sql_type type, const json_t *j, store_value *out)
{
    *out = (store_value){ 0 };
    if (json_is_null(j)) return ST_OK;
    if (type == SQL_INT) {
        out->number = some_int(json_integer_value(j));
        return json_is_integer(j) ? ST_OK : ST_INVALID;
    }
    if (!json_is_string(j)) return ST_INVALID;
    str text = { json_string_value(j), (ptrdiff_t)json_string_length(j) };
    if (type == SQL_BYTES) return read_bytes_value(scratch, text, &out->text);
    out->text = text;
    return ST_OK;
}

static status fill_line(restoring *r, const store_table *t, str line)
{
    store_value  row[SQL_COLUMNS_MAX];
    arena        scratch = r->a;
    json_auto_t *j       = json_loadb(line.ptr, (size_t)line.len, 0, NULL);
    if (json_array_size(j) != (size_t)t->column_count) return ST_INVALID;
    for (int i = 0; i < t->column_count; i++)
        TRY(read_value(&scratch, t->columns[i].type, json_array_get(j, (size_t)i), &row[i]));
    TRY(store_fill(r->d, &r->fill, t, row));
    r->rows[t->number]++;
    if (++r->row_count % 1000 == 0) tell(r, S("tables"), r->row_count);
    return ST_OK;
}

// The columns must be those of the schema that the backup says it has.
static bool same_columns(const store_table *t, str line)
{
    static const char *const names[] = { "", "int", "text", "bytes" };
    json_auto_t             *j       = json_loadb(line.ptr, (size_t)line.len, 0, NULL);
    if (json_array_size(j) != (size_t)t->column_count) return false;
    for (int i = 0; i < t->column_count; i++) {
        const json_t *c    = json_array_get(j, (size_t)i);
        str           name = str_from(json_string_value(json_array_get(c, 0)));
        str           type = str_from(json_string_value(json_array_get(c, 1)));
        if (!str_equal(name, t->columns[i].name)) return false;
        if (!str_equal(type, str_from(names[t->columns[i].type]))) return false;
    }
    return true;
}

static const store_table *table_named(const restoring *r, str name)
{
    for (size_t i = 0; i < r->table_count; i++) {
        if (str_equal(r->tables[i].name, name)) return &r->tables[i];
    }
    return NULL;
}

static status take_table(restoring *r, str name, int64_t bytes)
{
    str text, line, table, number;
    str_cut(str_slice(name, 7, name.len), '/', &table, &number);
    const store_table *t = table_named(r, table);
    if (!t) return damaged(r, name);
    TRY(read_part(r, name, bytes, &text));
    TRY(keep_part(r, name, bytes));
    str_cut(text, '\n', &line, &text);
    if (!same_columns(t, line)) return damaged(r, name);
    while (text.len) {
        str_cut(text, '\n', &line, &text);
        status st = fill_line(r, t, line);
        if (st == ST_INVALID || st == ST_CONFLICT) return damaged(r, name);
        TRY(st);
    }
    return ST_OK;
}

// ---- blobs -------------------------------------------------------------------------------------

static status next_piece(void *ctx, str *piece)
{
    restoring *r   = ctx;
    size_t     got = 0;
    TRY(archive_get(r->in, r->room, PIECE_BYTES, &got));
    *piece = (str){ r->room, (ptrdiff_t)got };
    r->blob_bytes += (int64_t)got;
    tell(r, S("blobs"), r->blob_bytes);
    if (os_monotonic_ns() / 1000000 - r->alive_ms < ALIVE_MS) return ST_OK;
    arena  scratch = r->a;
    str   *names;
    size_t count;
    r->alive_ms = os_monotonic_ns() / 1000000;
    return store_schema(r->d, &scratch, &names, &count);
}

static status take_blob(restoring *r, str name, int64_t bytes)
{
    archive_hash hash;
    blob         put;
    str          piece, hex = str_slice(name, 6, name.len);
    char         room[BLOB_NAME_LENGTH + 1];
    memcpy(room, hex.ptr, (size_t)(hex.len < BLOB_NAME_LENGTH ? hex.len : BLOB_NAME_LENGTH));
    if (hex.len != BLOB_NAME_LENGTH) return damaged(r, name);
    if (r->t->blobs_fd >= 0) {
        TRY(blob_put_stream(r->t->blobs_fd, next_piece, r, bytes, &put, r->why));
    } else {
        do TRY(next_piece(r, &piece));
        while (piece.len);
    }
    TRY(archive_part_hash(r->in, &hash));
    unsigned char expected[ARCHIVE_HASH_BYTES];
    bool          same = hex_decode((str){ room, BLOB_NAME_LENGTH }, expected, sizeof(expected)) &&
                memcmp(expected, hash.bytes, sizeof(expected)) == 0;
    r->blobs++;
    if (!same) return damaged(r, name);
    bool used = false;
    if (r->told_blobs) TRY(call_blob_known(r->d, (str){ room, BLOB_NAME_LENGTH }, &used));
    r->used_blobs += used;
    return ST_OK;
}

// ---- begin and end -----------------------------------------------------------------------------

static status take_begin(restoring *r)
{
    str     name, text;
    int64_t bytes;
    TRY(archive_next(r->in, &name, &bytes));
    if (!str_equal(name, S("begin.json"))) return damaged(r, name);
    TRY(read_part(r, name, bytes, &text));
    TRY(keep_part(r, name, bytes));
    status st = backup_read_begin(&r->a, text, r->facts);
    return st == ST_INVALID ? damaged(r, name) : st;
}

// The first part that is not what the manifest says, or the absent str.
static str differing_part(const restoring *r)
{
    const backup_facts *f = r->facts;
    for (size_t i = 0; i < f->part_count && i < r->part_count; i++) {
        const backup_part *must = &f->parts[i], *is = &r->parts[i];
        if (must->bytes != is->bytes || !str_equal(must->name, is->name) ||
            memcmp(must->hash.bytes, is->hash.bytes, ARCHIVE_HASH_BYTES) != 0)
            return must->name;
    }
    return f->part_count == r->part_count ? (str){ 0 } : S("manifest.json");
}

static status compare_counts(restoring *r)
{
    const backup_facts *f = r->facts;
    for (size_t i = 0; i < f->table_count; i++) {
        const store_table *t = table_named(r, f->tables[i].name);
        if (!t || r->rows[t->number] != f->tables[i].rows) return damaged(r, f->tables[i].name);
    }
    if (f->blobs != r->blobs || f->blob_bytes != r->blob_bytes) return damaged(r, S("blobs"));
    return ST_OK;
}

static status take_manifest(restoring *r, str name, int64_t bytes)
{
    str text;
    TRY(read_part(r, name, bytes, &text));
    status st  = backup_read_manifest(&r->a, text, r->facts);
    status end = archive_next(r->in, &name, &bytes); // the manifest itself is vouched for now
    if (end == ST_OK) return damaged(r, name);       // something behind it
    if (end == ST_CONFLICT) {
        str part = st == ST_OK && str_equal(archive_part(r->in), S("whole.sha256"))
                       ? differing_part(r)
                       : (str){ 0 };
        return damaged(r, part.ptr ? part : archive_part(r->in));
    }
    if (end != ST_MISSING) return end;
    if (st == ST_INVALID) return damaged(r, S("manifest.json"));
    TRY(st);
    str part = differing_part(r);
    return part.ptr ? damaged(r, part) : compare_counts(r);
}

static status take_parts(restoring *r)
{
    for (;;) {
        str     name;
        int64_t bytes;
        TRY(archive_next(r->in, &name, &bytes));
        if (str_starts(name, S("tables/")))
            TRY(take_table(r, name, bytes));
        else if (str_starts(name, S("blobs/")))
            TRY(take_blob(r, name, bytes));
        else
            return str_equal(name, S("manifest.json")) ? take_manifest(r, name, bytes)
                                                       : damaged(r, name);
    }
}

// ---- the act -----------------------------------------------------------------------------------

static status any_row(void *ctx, const store_value *row)
{
    (void)row;
    *(bool *)ctx = true;
    return ST_LIMIT;
}

// Every act ever made has left an audit row.
static status check_empty(restoring *r)
{
    bool               any   = false;
    const store_table *audit = table_named(r, S("audit"));
    if (!audit) return ST_OK;
    status st = store_rows(r->d, audit, any_row, &any);
    return any ? refuse(r, ST_CONFLICT, S("--database"), S("database-not-empty")) : st;
}

static status open_again(restoring *r)
{
    archive_leave(r->in);
    r->a          = r->kept;
    r->in         = NULL;
    r->part_count = 0;
    r->blobs = r->blob_bytes = r->row_count = r->used_blobs = 0;
    memset(r->rows, 0, sizeof(r->rows));
    r->parts = NEW(&r->a, backup_part, BACKUP_PARTS_MAX);
    r->room  = NEW(&r->a, char, PART_ROOM);
    if (!r->parts || !r->room) return ST_MEMORY;
    status st = archive_open(&r->a, r->t->in_fd, r->t->secret_key, &r->in, r->why);
    if (st == ST_INVALID) r->told_why = true;
    TRY(st);
    return take_begin(r);
}

static status fill_all(db *d, void *ctx)
{
    restoring *r = ctx;
    TRY(open_again(r));
    r->d        = d;
    r->alive_ms = os_monotonic_ns() / 1000000;
    TRY(store_tables(d, &r->a, &r->tables, &r->table_count));
    TRY(check_empty(r));
    TRY(store_fill_begin(d, &r->a, r->tables, r->table_count, &r->fill));
    r->told_blobs = table_named(r, S("blobs")) != NULL;
    TRY(take_parts(r));
    if (r->told_blobs) TRY(call_blob_count(d, &r->facts->blobs_missing));
    r->facts->blobs_missing -= r->used_blobs;
    TRY(store_fill_end(d, &r->fill));
    return store_rebuild(d);
}

static status open_store(restoring *r, bool as_it_was, store **out)
{
    const store_options o  = { .folder             = r->t->folder,
                               .database           = r->t->database,
                               .in_memory_sync_off = r->t->throw_away,
                               .only               = as_it_was ? r->facts->schema : NULL,
                               .only_count         = as_it_was ? r->facts->schema_count : 0 };
    status              st = store_open(&o, out, r->why);
    if (st != ST_OK) r->told_why = true;
    return st;
}

static status check_trail(restoring *r, store *s)
{
    audit_anchor anchor;
    audit_check  found;
    str          said;
    tell(r, S("check"), 0);
    if (store_check(s, &r->a, &said) != ST_OK) return damaged(r, said);
    if (audit_anchor_parse(r->facts->anchor, &anchor) != ST_OK)
        return damaged(r, S("manifest.json"));
    status st = audit_verify_to(s, &anchor, r->a, &found);
    return st == ST_INVALID ? refuse(r, ST_CONFLICT, S("FILE"), S("backup-audit")) : st;
}

static status restore(restoring *r)
{
    store *s;
    TRY(open_again(r));
    TRY(open_store(r, true, &s));
    status st = store_act(s, fill_all, r);
    store_close(s);
    TRY(st);
    TRY(open_store(r, false, &s)); // brings the schema up to this program's
    st = check_trail(r, s);
    store_close(s);
    return st;
}

// The part list is of no use afterwards, and the memory it lies in is reused by each run.
static status keep_facts(arena *a, const restoring *r, backup_facts *out)
{
    out->parts = NULL;
    TRY(arena_copy(a, out->program, &out->program));
    TRY(arena_copy(a, out->engine, &out->engine));
    TRY(arena_copy(a, out->anchor, &out->anchor));
    for (size_t i = 0; i < out->table_count; i++)
        TRY(arena_copy(a, out->tables[i].name, &out->tables[i].name));
    out->bytes = archive_read_bytes(r->in);
    archive_whole_hash(r->in, &out->whole);
    return ST_OK;
}

status backup_restore(arena *a, const backup_target *t, backup_facts *out, problem *why)
{
    restoring *r = NEW(a, restoring, 1);
    if (!r) return ST_MEMORY;
    *out      = (backup_facts){ 0 };
    *why      = (problem){ 0 };
    *r        = (restoring){ .t = t, .facts = out, .why = why, .kept = *a };
    status st = restore(r);
    if (st == ST_CONFLICT && !r->told_why && r->in) st = damaged(r, archive_part(r->in));
    if (st == ST_OK) {
        arena end = r->a;
        st        = keep_facts(&end, r, out);
        *a        = end;
    } else {
        a->next = r->kept.next; // r stays: the words of *why lie there
    }
    archive_leave(r->in);
    if (st != ST_OK && !r->told_why)
        return problem_set(why, st == ST_MEMORY ? st : ST_BROKEN, S(""), S("restore-failed"));
    return st;
}
