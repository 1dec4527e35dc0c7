// sweep_ops.c - tasks that are computed: what the sources name is open, what they do not name is closed.
#include "modules/tasks/tasks.h"

#include "kit/os/os.h"
#include "modules/tasks/task_ops.h"
#include "modules/tasks/tasks_queries.gen.h"

#include <stdatomic.h>

enum {
    SWEEP_BATCH    = 200,        // changes of one act
    OPEN_PAGE      = 2000,       // open tasks of a kind, read at once
    LOOK_ANYWAY_MS = 600 * 1000, // also when nothing says that it has changed
};

// Named once by app, before the store opens.
static struct {
    const task_source *const *items;
    size_t                    count;
    _Atomic int64_t           mark[TASK_SOURCES_MAX];   // when it was last asked
    _Atomic int64_t           looked[TASK_SOURCES_MAX]; // 0: never by this process
} sources;

void tasks_sources(const task_source *const *items, size_t count)
{
    sources.items = items;
    sources.count = count < TASK_SOURCES_MAX ? count : TASK_SOURCES_MAX;
    for (size_t i = 0; i < TASK_SOURCES_MAX; i++) sources.looked[i] = 0;
}

// ---- what there is to be ----------------------------------------------------------------------------

typedef struct wanted {
    arena      *a;
    str         kind;
    task_draft *items;
    size_t      count;
    bool       *open; // of each: it stands already as it is to be
} wanted;

static status copy_texts(arena *a, task_draft *t)
{
    str *texts[] = { &t->object_kind, &t->object_code, &t->object_name, &t->address,
                     &t->due_on,      &t->cite,        &t->certainty };
    for (size_t i = 0; i < COUNT(texts); i++) {
        if (texts[i]->ptr) TRY(arena_copy(a, *texts[i], texts[i]));
    }
    return ST_OK;
}

static status want(void *ctx, const task_draft *draft)
{
    wanted *w = ctx;
    if (w->count == TASK_SOURCE_ITEMS_MAX) return ST_LIMIT;
    task_draft *t = &w->items[w->count];
    *t            = *draft;
    t->kind       = w->kind;
    TRY(copy_texts(w->a, t));
    w->count++;
    return ST_OK;
}

static int compare(const task_draft *t, str object_kind, int64_t object_id)
{
    int by_kind = str_compare(t->object_kind, object_kind);
    if (by_kind) return by_kind;
    return t->object_id < object_id ? -1 : t->object_id > object_id;
}

// Heap sort by object: the bound holds whatever order a source answers in.
static void sift(task_draft *t, size_t i, size_t n)
{
    for (size_t child; (child = 2 * i + 1) < n; i = child) {
        if (child + 1 < n &&
            compare(&t[child], t[child + 1].object_kind, t[child + 1].object_id) < 0)
            child++;
        if (compare(&t[i], t[child].object_kind, t[child].object_id) >= 0) return;
        task_draft moved = t[i];
        t[i]             = t[child];
        t[child]         = moved;
    }
}

static void sort(task_draft *t, size_t n)
{
    for (size_t i = n / 2; i-- > 0;) sift(t, i, n);
    for (size_t end = n; end-- > 1;) {
        task_draft moved = t[0];
        t[0]             = t[end];
        t[end]           = moved;
        sift(t, 0, end);
    }
}

static task_draft *find(const wanted *w, str object_kind, int64_t object_id)
{
    size_t low = 0, high = w->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int    side   = compare(&w->items[middle], object_kind, object_id);
        if (side == 0) return &w->items[middle];
        if (side < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

// ---- bringing it about ------------------------------------------------------------------------------

typedef struct batch {
    call             *c;
    const task_draft *open[SWEEP_BATCH];
    int64_t           close[SWEEP_BATCH];
    size_t            open_count, close_count;
} batch;

static status apply(db *d, void *ctx)
{
    const batch *b    = ctx;
    arena        kept = *b->c->a;
    for (size_t i = 0; i < b->close_count; i++) {
        TRY(task_end_row(b->c, d, b->close[i], TASK_DONE));
        *b->c->a = kept;
    }
    for (size_t i = 0; i < b->open_count; i++) {
        int64_t id;
        problem why = { 0 };
        status  st  = task_open(b->c, b->open[i], &id, &why);
        if (st == ST_INVALID)
            os_log(OS_ERROR, "tasks.sweep", STR_FMT ": " STR_FMT " " STR_FMT,
                   STR_ARG(b->open[i]->kind), STR_ARG(why.field), STR_ARG(why.rule));
        TRY(st);
        *b->c->a = kept;
    }
    return ST_OK;
}

static status flush(batch *b)
{
    if (b->open_count == 0 && b->close_count == 0) return ST_OK;
    TRY(call_act(b->c, apply, b));
    b->open_count = b->close_count = 0;
    return ST_OK;
}

static bool is_same(const tasks_of_kind_row *r, const task_draft *t)
{
    int64_t due_ms = t->due_ms ? t->due_ms : TASK_NO_DATE;
    if (t->due_on.len && task_day_end(t->due_on, &due_ms) != ST_OK) return false;
    return r->n == t->n && r->body_id == t->body_id && r->role == (int64_t)t->role &&
           r->due_ms == due_ms && str_equal(r->address, t->address) &&
           str_equal(r->object_name, t->object_name) && str_equal(r->object_code, t->object_code) &&
           str_equal(r->cite, t->cite);
}

// The open ones: closed unless wanted, marked as standing when they need no change.
static status compare_open(wanted *w, batch *b)
{
    int64_t after = 0;
    for (;;) {
        db                *d;
        tasks_of_kind_row *rows;
        size_t             count;
        arena              kept = *b->c->a;
        TRY(call_db(b->c, &d));
        TRY(tasks_of_kind(d, &(tasks_of_kind_in){ w->kind, after, OPEN_PAGE }, b->c->a, &rows,
                          &count));
        call_end(b->c);
        for (size_t i = 0; i < count; i++) {
            task_draft *t = find(w, rows[i].object_kind, rows[i].object_id);
            if (t && is_same(&rows[i], t)) w->open[t - w->items] = true;
            if (t) continue;
            b->close[b->close_count++] = rows[i].id;
            if (b->close_count == SWEEP_BATCH) TRY(flush(b));
        }
        if (count) after = rows[count - 1].id;
        *b->c->a = kept;
        if (count < OPEN_PAGE) return flush(b);
    }
}

static status sweep_source(call *c, const task_source *source)
{
    wanted w = { .a = c->a, .kind = source->kind };
    batch *b = NEW(c->a, batch, 1);
    w.items  = NEW(c->a, task_draft, TASK_SOURCE_ITEMS_MAX);
    w.open   = NEW(c->a, bool, TASK_SOURCE_ITEMS_MAX);
    if (!b || !w.items || !w.open) return ST_MEMORY;
    b->c = c;
    TRY(source->look(c, want, &w));
    call_end(c);
    sort(w.items, w.count);
    TRY(compare_open(&w, b));
    for (size_t i = 0; i < w.count; i++) {
        if (w.open[i]) continue;
        b->open[b->open_count++] = &w.items[i];
        if (b->open_count == SWEEP_BATCH) TRY(flush(b));
    }
    return flush(b);
}

static status sweep_when_due(call *c, size_t i, bool all)
{
    const task_source *source = sources.items[i];
    int64_t            mark = 0, looked = sources.looked[i];
    if (source->mark) TRY(source->mark(c, &mark));
    bool changed = source->mark ? mark != sources.mark[i] : c->now_ms - looked >= 60 * 1000;
    bool old     = looked == 0 || c->now_ms - looked >= LOOK_ANYWAY_MS || c->now_ms < looked;
    if (!all && !changed && !old) return ST_OK;
    arena  kept = *c->a;
    status st   = sweep_source(c, source);
    call_end(c);
    *c->a = kept;
    TRY(st);
    sources.mark[i]   = mark;
    sources.looked[i] = c->now_ms;
    return ST_OK;
}

status tasks_sweep(call *c, bool all)
{
    status first = ST_OK;
    for (size_t i = 0; i < sources.count; i++) {
        status st = sweep_when_due(c, i, all);
        call_end(c);
        // Another node was faster with the same: the next look sees what it wrote.
        if (st == ST_OK || st == ST_CONFLICT) continue;
        os_log(OS_ERROR, "tasks.sweep", STR_FMT ": %s", STR_ARG(sources.items[i]->kind),
               status_name(st));
        if (first == ST_OK) first = st;
    }
    return first;
}
