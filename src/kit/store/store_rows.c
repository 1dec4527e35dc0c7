// store_rows.c - runs a query and gives its rows their home: see store.h, "used by generated code".
#include "kit/os/os.h"
#include "kit/store/store_inside.h"

#include <assert.h>
#include <stdalign.h>
#include <string.h>

// PostgreSQL takes text only without NUL bytes and in UTF-8; SQLite would take anything. One rule.
static status check_texts(const sql_query *q, const void *in)
{
    for (int i = 0; i < q->in_count; i++) {
        if (q->in[i].type != SQL_TEXT) continue;
        const str *s = column_in(in, &q->in[i]);
        if (s->len == 0) continue;
        if (!memchr(s->ptr, 0, (size_t)s->len) && str_is_utf8(*s)) continue;
        os_log(OS_ERROR, "store.text", "%s: %s is not text", q->name, q->in[i].name);
        return ST_INVALID;
    }
    return ST_OK;
}

static status run(db *d, const sql_query *q, const void *in, row_sink *sink)
{
    assert(!d->running && "a query inside another one's each");
    if (d->doomed != ST_OK) return d->doomed;
    status st  = store_fault_strikes(d) ? ST_BROKEN : check_texts(q, in);
    d->running = true;
    if (st == ST_OK) st = d->s->engine->run(d, q, in, sink);
    d->running = false;
    if (st != ST_OK && d->writing) d->doomed = st;
    return st != ST_OK ? st : sink->stopped;
}

static status copy_row(const sql_query *q, arena *a, const void *from, void *to)
{
    memcpy(to, from, q->row_size);
    for (int i = 0; i < q->out_count; i++) {
        if (q->out[i].type == SQL_INT) continue;
        str *s = column_out(to, &q->out[i]);
        TRY(arena_copy(a, *s, s));
    }
    return ST_OK;
}

typedef struct gathering {
    const sql_query *q;
    arena           *a;
    char            *rows;
    size_t           count, cap;
} gathering;

static status take_one(void *ctx, const void *row)
{
    gathering *g = ctx;
    if (g->count++) return ST_OK;
    return copy_row(g->q, g->a, row, g->rows);
}

status sql_one(db *d, const sql_query *q, const void *in, arena *a, void *row)
{
    gathering g    = { .q = q, .a = a, .rows = row };
    row_sink  sink = { .take = take_one, .ctx = &g };
    TRY(run(d, q, in, &sink));
    return g.count ? ST_OK : ST_MISSING;
}

static status take_many(void *ctx, const void *row)
{
    gathering *g = ctx;
    if (g->count == g->cap) {
        size_t cap  = g->cap ? g->cap * 2 : 16;
        char  *wide = arena_alloc(g->a, g->q->row_size, alignof(max_align_t), cap);
        if (!wide) return ST_MEMORY;
        if (g->count) memcpy(wide, g->rows, g->count * g->q->row_size);
        g->rows = wide;
        g->cap  = cap;
    }
    TRY(copy_row(g->q, g->a, row, g->rows + g->count * g->q->row_size));
    g->count++;
    return ST_OK;
}

status sql_many(db *d, const sql_query *q, const void *in, arena *a, void **rows, size_t *count)
{
    gathering g    = { .q = q, .a = a };
    row_sink  sink = { .take = take_many, .ctx = &g };
    TRY(run(d, q, in, &sink));
    *rows  = g.rows;
    *count = g.count;
    return ST_OK;
}

status sql_each(db *d, const sql_query *q, const void *in,
                status (*each)(void *ctx, const void *row), void *ctx)
{
    row_sink sink = { .take = each, .ctx = ctx };
    return run(d, q, in, &sink);
}

status sql_exec(db *d, const sql_query *q, const void *in, int64_t *changed)
{
    row_sink sink = { 0 };
    TRY(run(d, q, in, &sink));
    if (changed) *changed = sink.changed;
    return ST_OK;
}
