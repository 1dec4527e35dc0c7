// backup_make.c - writes a backup; see backup.h.
#include "kit/backup/backup.h"

#include "kit/blobs/blob.h"
#include "kit/call/call.h"
#include "kit/os/os.h"
#include "kit/store/store_whole.h"

enum {
    PART_BYTES  = 1024 * 1024, // a part of a table ends with the row that goes beyond this
    PIECE_BYTES = 256 * 1024,
};

static const str aside_name = STR("backup-aside");

typedef struct making {
    const backup_source *s;
    arena               *a;
    backup_facts        *facts;
    archive_out         *out;
    const store_table   *t;
    buf                  text; // rows that wait for their part's header
    int                  part; // of the table
    char                *piece;
} making;

static void tell(const making *m, str step, int64_t done, int64_t total)
{
    if (m->s->told) m->s->told(m->s->ctx, step, done, total);
}

static status put_part(making *m, str name, str bytes)
{
    backup_facts *f = m->facts;
    if (f->part_count == BACKUP_PARTS_MAX) return ST_LIMIT;
    backup_part *p = &f->parts[f->part_count++];
    TRY(arena_copy(m->a, name, &p->name));
    p->bytes = bytes.len;
    TRY(archive_begin(m->out, name, bytes.len));
    TRY(archive_put(m->out, bytes));
    return archive_end(m->out, &p->hash);
}

// ---- tables ------------------------------------------------------------------------------------

static const char *type_name(sql_type type)
{
    return type == SQL_INT ? "int" : type == SQL_TEXT ? "text" : "bytes";
}

static void put_columns(making *m)
{
    m->text.len = 0;
    buf_char(&m->text, '[');
    for (int i = 0; i < m->t->column_count; i++) {
        const store_column *c = &m->t->columns[i];
        buf_put(&m->text, i ? S(",[") : S("["));
        buf_json(&m->text, c->name);
        buf_printf(&m->text, ",\"%s\"]", type_name(c->type));
    }
    buf_put(&m->text, S("]\n"));
}

static status end_part(making *m)
{
    char  room[ARCHIVE_NAME_MAX + 1];
    arena a    = arena_over(room, sizeof(room));
    str   name = arena_printf(&a, "tables/" STR_FMT "/%05d.jsonl", STR_ARG(m->t->name), ++m->part);
    if (!name.ptr || m->text.failed) return ST_LIMIT;
    TRY(put_part(m, name, buf_str(&m->text)));
    put_columns(m);
    return ST_OK;
}

static void put_value(buf *b, sql_type type, const store_value *v)
{
    if (type == SQL_INT && v->number.set)
        buf_int(b, v->number.value);
    else if (type == SQL_INT || !v->text.ptr)
        buf_put(b, S("null"));
    else if (type == SQL_TEXT)
        buf_json(b, v->text);
    else {
        buf_char(b, '"');
        buf_hex(b, v->text);
        buf_char(b, '"');
    }
}

static status put_row(void *ctx, const store_value *row)
{
    making *m = ctx;
    for (int i = 0; i < m->t->column_count; i++) {
        buf_char(&m->text, i ? ',' : '[');
        put_value(&m->text, m->t->columns[i].type, &row[i]);
    }
    buf_put(&m->text, S("]\n"));
    m->facts->tables[m->facts->table_count - 1].rows++;
    if (++m->facts->rows % 1000 == 0) tell(m, S("tables"), m->facts->rows, 0);
    return m->text.len < PART_BYTES && !m->text.failed ? ST_OK : end_part(m);
}

// A table without rows has one part: its columns.
static status put_table(making *m, db *d, const store_table *t)
{
    backup_facts *f = m->facts;
    if (f->table_count == BACKUP_TABLES_MAX) return ST_LIMIT;
    f->tables[f->table_count++] = (backup_table){ .name = t->name };
    m->t                        = t;
    m->part                     = 0;
    put_columns(m);
    size_t head = m->text.len;
    TRY(store_rows(d, t, put_row, m));
    return m->text.len > head || m->part == 0 ? end_part(m) : ST_OK;
}

static status put_begin(making *m)
{
    char  room[16 * 1024];
    arena a = arena_over(room, sizeof(room));
    buf   b = buf_in(&a, sizeof(room) - 64, sizeof(room) - 64);
    backup_put_begin(&b, m->facts);
    return b.failed ? ST_LIMIT : put_part(m, S("begin.json"), buf_str(&b));
}

static status put_tables(making *m, store *from)
{
    db          *d;
    store_table *tables;
    size_t       count;
    audit_anchor anchor;
    TRY(store_read_begin(from, &d));
    status st = store_schema(d, m->a, &m->facts->schema, &m->facts->schema_count);
    if (st == ST_OK) st = put_begin(m);
    if (st == ST_OK) st = store_tables(d, m->a, &tables, &count);
    for (size_t i = 0; st == ST_OK && i < count; i++) st = put_table(m, d, &tables[i]);
    store_read_end(d);
    TRY(st);
    TRY(audit_head(from, &anchor));
    m->facts->anchor = audit_anchor_text(m->a, &anchor);
    return m->facts->anchor.ptr ? ST_OK : ST_MEMORY;
}

// ---- blobs -------------------------------------------------------------------------------------

static status put_blob_from(making *m, int fd, str name, int64_t bytes)
{
    char         room[ARCHIVE_NAME_MAX + 1];
    archive_hash hash;
    size_t       got;
    arena        a = arena_over(room, sizeof(room));
    TRY(archive_begin(m->out, arena_printf(&a, "blobs/" STR_FMT, STR_ARG(name)), bytes));
    for (int64_t at = 0; at < bytes; at += (int64_t)got) {
        TRY(os_read_at(fd, at, m->piece, PIECE_BYTES, &got));
        if (got == 0) return ST_BROKEN; // shorter than it said
        TRY(archive_put(m->out, (str){ m->piece, (ptrdiff_t)got }));
        tell(m, S("blobs"), m->facts->blob_bytes + at, 0);
    }
    m->facts->blobs++;
    m->facts->blob_bytes += bytes;
    return archive_end(m->out, &hash);
}

typedef struct blob_walk {
    making *m;
    int     blobs_fd;
    str     folder; // two digits
} blob_walk;

static status put_blob(void *ctx, str file, bool is_folder)
{
    blob_walk *w = ctx;
    char       room[BLOB_NAME_LENGTH + 16];
    arena      a = arena_over(room, sizeof(room));
    int        fd;
    int64_t    bytes;
    if (is_folder) return ST_OK;
    str    name = arena_printf(&a, STR_FMT STR_FMT, STR_ARG(w->folder), STR_ARG(file));
    status st   = blob_open(w->blobs_fd, name, &fd, &bytes);
    if (st == ST_MISSING) return ST_OK; // not a blob, or forgotten meanwhile
    TRY(st);
    st = put_blob_from(w->m, fd, name, bytes);
    os_close(fd);
    return st;
}

static status put_blob_folder(void *ctx, str name, bool is_folder)
{
    blob_walk *w = ctx;
    if (!is_folder || name.len != 2) return ST_OK; // "new-…": not whole yet
    blob_walk inner = { w->m, w->blobs_fd, name };
    return os_list(w->blobs_fd, name, put_blob, &inner);
}

static status put_blobs(making *m)
{
    int    fd;
    status st = os_open_folder(m->s->folder_fd, S("blobs"), &fd);
    if (st == ST_MISSING) return ST_OK;
    TRY(st);
    blob_walk w = { .m = m, .blobs_fd = fd };
    st          = os_list(fd, S("."), put_blob_folder, &w);
    os_close(fd);
    return st;
}

// ---- all ---------------------------------------------------------------------------------------

static status put_manifest(making *m)
{
    archive_hash hash;
    m->text.len = 0;
    backup_put_manifest(&m->text, m->facts);
    if (m->text.failed) return ST_LIMIT;
    str text = buf_str(&m->text);
    TRY(archive_begin(m->out, S("manifest.json"), text.len));
    TRY(archive_put(m->out, text));
    TRY(archive_end(m->out, &hash));
    return archive_finish(m->out, &m->facts->whole);
}

static void tell_copy(void *ctx, int64_t done, int64_t total)
{
    tell(ctx, S("copy"), done, total);
}

static status set_aside_and_put(making *m, str folder)
{
    store *from;
    status old = os_remove_folder(m->s->folder_fd, aside_name); // of a backup that was cut off
    if (old != ST_OK && old != ST_MISSING) return old;
    TRY(os_make_folders(m->s->folder_fd, aside_name));
    status st = store_set_aside(m->s->store, folder, tell_copy, m, &from);
    if (st == ST_OK) {
        st = put_tables(m, from);
        if (from != m->s->store) store_close(from);
    }
    if (os_remove_folder(m->s->folder_fd, aside_name) != ST_OK)
        os_log(OS_WARN, "backup.aside", "the copy could not be removed");
    return st;
}

// The blobs are listed after the database was set aside: what its rows point at is there by then.
static status write_all(making *m)
{
    int lock;
    str folder = arena_printf(m->a, STR_FMT "/" STR_FMT, STR_ARG(m->s->folder),
                              STR_ARG(aside_name));
    if (!folder.ptr) return ST_MEMORY;
    TRY(os_lock(m->s->folder_fd, S("backup.lock"), &lock));
    status st = set_aside_and_put(m, folder);
    if (st == ST_OK) st = put_blobs(m);
    os_close(lock);
    return st == ST_OK ? put_manifest(m) : st;
}

typedef struct order {
    arena               *a;
    const backup_source *s;
    backup_facts        *out;
    problem             *why;
} order;

static status make(void *ctx)
{
    const order         *w      = ctx;
    const backup_source *s      = w->s;
    backup_facts        *out    = w->out;
    arena               *a      = w->a;
    problem             *why    = w->why;
    bool                 sqlite = store_engine_of(s->store) == STORE_SQLITE;
    *out                        = (backup_facts){ .made_ms = s->now_ms,
                                                  .program = s->program,
                                                  .engine  = sqlite ? S("sqlite") : S("postgresql"),
                                                  .demo    = s->demo };
    making m                    = { .s = s, .a = a, .facts = out };
    m.text     = buf_in(a, PART_BYTES + PART_BYTES / 4, BACKUP_ROW_BYTES_MAX + PART_BYTES);
    m.piece    = NEW(a, char, PIECE_BYTES);
    out->parts = NEW(a, backup_part, BACKUP_PARTS_MAX);
    if (!m.piece || !out->parts) return ST_MEMORY;
    status st = archive_create(a, s->out_fd, s->public_key, s->now_ms / 1000, &m.out);
    if (st == ST_OK) st = write_all(&m);
    archive_drop(m.out);
    os_file_info info = { 0 };
    if (st == ST_OK && os_info(s->out_fd, &info) == ST_OK) out->bytes = info.bytes;
    if (st == ST_LIMIT) return problem_set(why, st, S("--out"), S("backup-disk-full"));
    if (st == ST_CONFLICT) return problem_set(why, st, S(""), S("backup-runs"));
    if (st != ST_OK) return problem_set(why, ST_BROKEN, S("--out"), S("backup-failed"));
    return ST_OK;
}

status backup_make(arena *a, const backup_source *s, backup_facts *out, problem *why)
{
    order w = { a, s, out, why };
    return os_humbly(make, &w);
}
