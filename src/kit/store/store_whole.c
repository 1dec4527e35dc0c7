// store_whole.c - the database as a whole; see store_whole.h. Statements over tables that no file of
// ours names are built here, from names the database itself gave.
#include "kit/store/store_whole.h"
#include "kit/os/os.h"
#include "kit/store/store_inside.h"
#include "kit/store/store_queries.gen.h"

#include <string.h>

enum { TEXT_BYTES = 4 * 1024 }; // of one statement

static const str schema_table = STR("schema_versions");

status store_set_aside(store *s, str folder, store_told *told, void *ctx, store **out)
{
    if (s->engine->set_aside) return s->engine->set_aside(s, folder, told, ctx, out);
    *out = s;
    return ST_OK;
}

// ---- what there is -----------------------------------------------------------------------------

// A column of the engine's own kind makes the whole table derived.
static status gather(const whole_columns_row *rows, size_t count, store_column *columns,
                     store_table *tables, size_t *made)
{
    size_t i = 0;
    *made    = 0;
    while (i < count) {
        store_table t       = { .name = rows[i].table_name, .columns = &columns[i] };
        bool        derived = false;
        for (; i < count && str_equal(rows[i].table_name, t.name); i++, t.column_count++) {
            columns[i] = (store_column){ rows[i].column_name, (sql_type)rows[i].kind,
                                         rows[i].key > 0 };
            derived    = derived || rows[i].kind == 0;
        }
        if (derived) continue;
        if (*made == STORE_TABLES_MAX || t.column_count > SQL_COLUMNS_MAX) return ST_LIMIT;
        t.number          = (int)*made;
        tables[(*made)++] = t;
    }
    return ST_OK;
}

status store_tables(db *d, arena *a, store_table **out, size_t *count)
{
    whole_columns_row *rows;
    size_t             row_count;
    TRY(whole_columns(d, &(whole_columns_in){ schema_table }, a, &rows, &row_count));
    store_column *columns = NEW(a, store_column, row_count + 1);
    store_table  *tables  = NEW(a, store_table, STORE_TABLES_MAX);
    if (!columns || !tables) return ST_MEMORY;
    *out = tables;
    return gather(rows, row_count, columns, tables, count);
}

status store_schema(db *d, arena *a, str **out, size_t *count)
{
    schema_versions_row *rows;
    TRY(schema_versions(d, a, &rows, count));
    str *names = NEW(a, str, *count + 1);
    if (!names) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) names[i] = rows[i].name;
    *out = names;
    return ST_OK;
}

// ---- statements over any table -----------------------------------------------------------------

typedef struct spoken { // a query and all it points to
    sql_query  query;
    sql_column columns[SQL_COLUMNS_MAX];
    int        id;
    char       text[TEXT_BYTES];
} spoken;

enum { TO_READ, TO_FILL };

static void put_names(buf *b, const store_table *t, bool keys_only)
{
    bool first = true;
    for (int i = 0; i < t->column_count; i++) {
        if (keys_only && !t->columns[i].key) continue;
        buf_printf(b, "%s\"" STR_FMT "\"", first ? "" : ", ", STR_ARG(t->columns[i].name));
        first = false;
    }
}

static bool has_key(const store_table *t)
{
    for (int i = 0; i < t->column_count; i++) {
        if (t->columns[i].key) return true;
    }
    return false;
}

static void put_reading(buf *b, const store_table *t)
{
    buf_put(b, S("SELECT "));
    put_names(b, t, false);
    buf_printf(b, " FROM \"" STR_FMT "\" ORDER BY ", STR_ARG(t->name));
    put_names(b, t, has_key(t));
}

static void put_filling(buf *b, const store_table *t, char mark)
{
    buf_printf(b, "INSERT INTO \"" STR_FMT "\" (", STR_ARG(t->name));
    put_names(b, t, false);
    buf_put(b, S(") VALUES ("));
    for (int i = 0; i < t->column_count; i++) buf_printf(b, "%s%c%d", i ? ", " : "", mark, i + 1);
    buf_put(b, S(")"));
}

// Every value travels as one that may be NULL, 16 bytes each, so a row is an array of store_value.
static status speak(spoken *q, store_engine kind, const store_table *t, int what)
{
    arena a = arena_over(q->text, sizeof(q->text));
    buf   b = buf_in(&a, sizeof(q->text) - 1, sizeof(q->text) - 1);
    for (int i = 0; i < t->column_count; i++)
        q->columns[i] = (sql_column){ "value", t->columns[i].type, true,
                                      (size_t)i * sizeof(store_value) };
    if (what == TO_READ)
        put_reading(&b, t);
    else
        put_filling(&b, t, kind == STORE_SQLITE ? '?' : '$');
    if (b.failed) return ST_LIMIT;
    b.ptr[b.len] = 0;
    q->id        = (int)store_query_count() + 2 * t->number + what;
    q->query     = (sql_query){
            .name     = what == TO_READ ? "whole_read" : "whole_fill",
            .kind     = what == TO_READ ? SQL_EACH : SQL_EXEC,
            .sqlite   = b.ptr,
            .postgres = b.ptr,
            .row_size = (size_t)t->column_count * sizeof(store_value),
            .id       = &q->id,
    };
    if (what == TO_READ)
        q->query.out = q->columns, q->query.out_count = t->column_count;
    else
        q->query.in = q->columns, q->query.in_count = t->column_count;
    return ST_OK;
}

typedef struct reading {
    store_row *each;
    void      *ctx;
} reading;

static status read_one(void *ctx, const void *row)
{
    const reading *r = ctx;
    return r->each(r->ctx, row);
}

status store_rows(db *d, const store_table *t, store_row *each, void *ctx)
{
    spoken  q;
    reading r = { each, ctx };
    TRY(speak(&q, d->s->kind, t, TO_READ));
    return sql_each(d, &q.query, NULL, read_one, &r);
}

status store_fill(db *d, store_filling *f, const store_table *t, const store_value *row)
{
    return sql_exec(d, &f->made[t->number].query, row, NULL);
}

// ---- filling -----------------------------------------------------------------------------------

static status let_keys_wait(db *d, arena *a, store_filling *f)
{
    whole_keys_row *rows;
    size_t          count;
    if (d->s->kind == STORE_SQLITE) return d->s->engine->script(d, "PRAGMA defer_foreign_keys=ON");
    TRY(whole_keys(d, a, &rows, &count));
    f->keys      = NEW(a, str, count + 1);
    f->key_count = count;
    if (!f->keys) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        char *text = arena_cstr(a, rows[i].drop);
        if (!text) return ST_MEMORY;
        TRY(d->s->engine->script(d, text));
        f->keys[i] = rows[i].put_back;
    }
    return ST_OK;
}

status store_fill_begin(db *d, arena *a, const store_table *tables, size_t count,
                        store_filling *out)
{
    *out      = (store_filling){ .a = a, .tables = tables, .count = count };
    out->made = NEW(a, spoken, count + 1);
    if (!out->made) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) TRY(speak(&out->made[i], d->s->kind, &tables[i], TO_FILL));
    TRY(let_keys_wait(d, a, out));
    for (size_t i = 0; i < count; i++) {
        str   text = arena_printf(a, "DELETE FROM \"" STR_FMT "\"", STR_ARG(tables[i].name));
        char *c    = arena_cstr(a, text);
        if (!c) return ST_MEMORY;
        TRY(d->s->engine->script(d, c));
    }
    return ST_OK;
}

// A table that counts its rows itself goes on behind the greatest number.
static status count_on(db *d, arena scratch, const store_table *t)
{
    if (!str_equal(t->columns[0].name, S("id")) || t->columns[0].type != SQL_INT) return ST_OK;
    str   text = arena_printf(&scratch,
                              "SELECT setval(q, (SELECT COALESCE(max(id), 0) + 1 FROM \"" STR_FMT
                              "\"), false) FROM pg_get_serial_sequence('\"" STR_FMT
                              "\"', 'id') q WHERE q IS NOT NULL",
                              STR_ARG(t->name), STR_ARG(t->name));
    char *c    = arena_cstr(&scratch, text);
    return c ? d->s->engine->script(d, c) : ST_MEMORY;
}

status store_fill_end(db *d, store_filling *f)
{
    if (d->s->kind == STORE_SQLITE) return ST_OK; // the commit looks at the keys
    for (size_t i = 0; i < f->key_count; i++) {
        char *text = arena_cstr(f->a, f->keys[i]);
        if (!text) return ST_MEMORY;
        TRY(d->s->engine->script(d, text));
    }
    for (size_t i = 0; i < f->count; i++) TRY(count_on(d, *f->a, &f->tables[i]));
    return ST_OK;
}

status store_check(store *s, arena *a, str *said)
{
    db               *d;
    whole_check_row   check   = { 0 };
    whole_orphans_row orphans = { 0 };
    TRY(store_read_begin(s, &d));
    status st = whole_check(d, a, &check);
    if (st == ST_OK) st = whole_orphans(d, a, &orphans);
    store_read_end(d);
    TRY(st);
    *said = orphans.n ? S("rows point at rows that are not there") : check.said;
    return str_equal(*said, S("ok")) ? ST_OK : ST_INVALID;
}

status store_bytes(store *s, arena scratch, int64_t *out)
{
    db             *d;
    whole_bytes_row row = { 0 };
    TRY(store_read_begin(s, &d));
    status st = whole_bytes(d, &scratch, &row);
    store_read_end(d);
    *out = row.n;
    return st;
}
