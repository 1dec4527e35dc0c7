// store.c - what both engines share: registration, migrations, faults; see store.h.
#include "kit/store/store.h"
#include "kit/os/os.h"
#include "kit/store/store_inside.h"
#include "kit/store/store_queries.gen.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

// The program's table of modules: set once at start, read ever after. The only variable state of
// this room; it stands in for a table that no single file of kit may know.
static const sql_module *registered[STORE_MODULES_MAX];
static size_t            registered_count;
static size_t            registered_queries;

void store_register(const sql_module *const *modules, size_t count)
{
    assert(count < STORE_MODULES_MAX);
    registered_count               = 0;
    registered[registered_count++] = &store_sql;
    for (size_t i = 0; i < count; i++) registered[registered_count++] = modules[i];
    int next = 0;
    for (size_t m = 0; m < registered_count; m++) {
        for (size_t i = 0; i < registered[m]->query_count; i++)
            *registered[m]->queries[i].id = next++;
    }
    assert(next <= STORE_QUERIES_MAX);
    registered_queries = (size_t)next;
}

size_t store_query_count(void)
{
    return registered_queries;
}

// ---- opening -----------------------------------------------------------------------------------

status store_open(const store_options *options, store **out, problem *why)
{
    arena memory;
    if (registered_count == 0) store_register(NULL, 0);
    TRY(os_map(STORE_MEMORY_BYTES, &memory));
    store *s = NEW(&memory, store, 1);
    if (!s) return ST_MEMORY;
    s->memory     = memory;
    s->sync_off   = options->in_memory_sync_off;
    s->only       = options->only;
    s->only_count = options->only_count;
    // A reader of SQLite computes; a connection to a server mostly waits.
    size_t enough = options->database.len ? 2 * os_processors() + 6 : os_processors() + 2;
    s->readers    = options->readers ? options->readers : enough;
    if (s->readers > STORE_READERS_MAX) s->readers = STORE_READERS_MAX;
    s->kind   = options->database.len ? STORE_POSTGRES : STORE_SQLITE;
    s->shelf  = kept_open();
    status st = ST_MEMORY;
    if (s->shelf)
        st = options->database.len ? postgres_open(s, options, why) : sqlite_open(s, options, why);
    s->only = NULL;
    if (st != ST_OK) {
        store_close(s);
        return st;
    }
    *out = s;
    return ST_OK;
}

void store_close(store *s)
{
    if (!s) return;
    if (s->engine) s->engine->close(s);
    kept_close(s->shelf);
    arena memory = s->memory;
    os_unmap(&memory);
}

void store_rest(store *s)
{
    if (s->engine->rest) s->engine->rest(s);
}

store_engine store_engine_of(const store *s)
{
    return s->kind;
}

str store_words_match(arena *a, str words, store_engine of)
{
    bool sqlite = of == STORE_SQLITE;
    buf  b      = buf_in(a, 128, 4096);
    str  one;
    while (words.len) {
        (void)str_cut(words, ' ', &one, &words);
        if (b.len) buf_put(&b, sqlite ? S(" ") : S(" & "));
        buf_char(&b, sqlite ? '"' : '\'');
        buf_put(&b, one);
        buf_put(&b, sqlite ? S("\"*") : S("':*"));
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

status store_act(store *s, store_work *fn, void *ctx)
{
    status st = s->engine->act(s, fn, ctx);
    atomic_fetch_add(&s->acts, 1); // after its commit, before its caller can show what it did
    return st;
}

uint64_t store_acts(const store *s)
{
    return atomic_load(&s->acts);
}

uint64_t store_acts_seen(const db *d)
{
    return d->acts;
}

status store_read_begin(store *s, db **out)
{
    uint64_t acts = store_acts(s);
    TRY(s->engine->read_begin(s, out));
    (*out)->acts = acts;
    return ST_OK;
}

void store_read_end(db *d)
{
    if (d) d->s->engine->read_end(d);
}

status store_run_work(db *d, store_work *fn, void *ctx)
{
    d->writing = true;
    d->rerun   = false;
    d->doomed  = ST_OK;
    status st  = fn(d, ctx);
    if (d->doomed != ST_OK) st = d->doomed;
    d->writing = false;
    return st;
}

// ---- faults ------------------------------------------------------------------------------------

void store_fault(store *s, int n, store_fault_kind kind)
{
    atomic_store(&s->fault_kind, (int)kind);
    atomic_store(&s->fault_in, n);
}

bool store_fault_met(const store *s)
{
    return atomic_load(&s->fault_in) <= 0;
}

bool store_fault_strikes(db *d)
{
    if (atomic_load_explicit(&d->s->fault_in, memory_order_relaxed) <= 0) return false;
    if (atomic_fetch_sub(&d->s->fault_in, 1) != 1) return false;
    if (atomic_load(&d->s->fault_kind) == STORE_FAULT_RERUN) d->rerun = true;
    return true;
}

// ---- migrations --------------------------------------------------------------------------------

static int migration_number(const char *name)
{
    int64_t number = 0;
    bool    ok     = str_int(str_slice(str_from(name), 0, 4), &number);
    assert(ok && number > 0);
    return (int)number;
}

static int by_number(const void *a, const void *b)
{
    const sql_migration *const *x = a, *const *y = b;
    return migration_number((*x)->name) - migration_number((*y)->name);
}

static size_t all_migrations(const sql_migration *list[STORE_MIGRATIONS_MAX])
{
    size_t count = 0;
    for (size_t m = 0; m < registered_count; m++) {
        for (size_t i = 0; i < registered[m]->migration_count; i++) {
            assert(count < STORE_MIGRATIONS_MAX);
            list[count++] = &registered[m]->migrations[i];
        }
    }
    qsort(list, count, sizeof(list[0]), by_number);
    for (size_t i = 1; i < count; i++)
        assert(migration_number(list[i - 1]->name) != migration_number(list[i]->name));
    return count;
}

static const sql_migration *migration_of(const sql_migration *const *list, size_t count, int64_t n)
{
    for (size_t i = 0; i < count; i++) {
        if (migration_number(list[i]->name) == n) return list[i];
    }
    return NULL;
}

// Keeps those of `only`; ST_CONFLICT when one of them is not there.
static status choose_migrations(const store *s, const sql_migration **list, size_t *count,
                                problem *why)
{
    size_t kept = 0;
    if (!s->only) return ST_OK;
    for (size_t i = 0; i < *count; i++) {
        for (size_t k = 0; k < s->only_count; k++) {
            if (!str_equal(str_from(list[i]->name), s->only[k])) continue;
            list[kept++] = list[i];
            break;
        }
    }
    *count = kept;
    return kept == s->only_count ? ST_OK
                                 : problem_set(why, ST_CONFLICT, S("database"), S("schema-newer"));
}

// Refuses what this program does not know, before anything is changed.
static status check_versions(const schema_versions_row *had, size_t had_count,
                             const sql_migration *const *list, size_t count, problem *why)
{
    for (size_t i = 0; i < had_count; i++) {
        const sql_migration *m = migration_of(list, count, had[i].number);
        if (m && str_equal(str_from(m->name), had[i].name)) continue;
        os_log(OS_ERROR, "store.schema",
               "this database has migration " STR_FMT ", which this program does not know",
               STR_ARG(had[i].name));
        return problem_set(why, ST_CONFLICT, S("database"), S("schema-newer"));
    }
    return ST_OK;
}

static status apply_migration(db *d, const sql_migration *m)
{
    const engine *e = d->s->engine;
    TRY(e->script(d, d->s->kind == STORE_SQLITE ? "BEGIN IMMEDIATE" : "BEGIN"));
    status                st  = e->script(d, d->s->kind == STORE_SQLITE ? m->sqlite : m->postgres);
    schema_version_add_in row = { .number     = migration_number(m->name),
                                  .name       = str_from(m->name),
                                  .applied_ms = os_now_ms() };
    if (st == ST_OK) st = schema_version_add(d, &row, NULL);
    if (st == ST_OK) st = e->script(d, "COMMIT");
    if (st == ST_OK) return ST_OK;
    os_log(OS_ERROR, "store.schema", "migration %s failed", m->name);
    if (e->script(d, "ROLLBACK") != ST_OK)
        os_log(OS_WARN, "store.schema", "the failed migration could not be taken back");
    return st;
}

status store_migrate(db *d, problem *why)
{
    static const char    table[] = "CREATE TABLE IF NOT EXISTS schema_versions ("
                                   "number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, "
                                   "applied_ms BIGINT NOT NULL)";
    const sql_migration *list[STORE_MIGRATIONS_MAX];
    size_t               count = all_migrations(list), had_count = 0;
    schema_versions_row *had     = NULL;
    arena                scratch = d->s->memory;
    status               st      = d->s->engine->script(d, table);
    if (st == ST_OK) st = schema_versions(d, &scratch, &had, &had_count);
    if (st != ST_OK) return problem_set(why, st, S("database"), S("database-broken"));
    TRY(choose_migrations(d->s, list, &count, why));
    TRY(check_versions(had, had_count, list, count, why));
    for (size_t i = 0; i < count; i++) {
        bool done = false;
        for (size_t k = 0; k < had_count; k++)
            done = done || had[k].number == migration_number(list[i]->name);
        if (done) continue;
        st = apply_migration(d, list[i]);
        if (st != ST_OK)
            return problem_detail(why, st, S("database"), S("migration-failed"),
                                  str_from(list[i]->name));
    }
    return ST_OK;
}

// ---- derived tables ----------------------------------------------------------------------------

status store_rebuild(db *d)
{
    for (size_t m = 0; m < registered_count; m++) {
        for (size_t i = 0; i < registered[m]->query_count; i++) {
            const sql_query *q = &registered[m]->queries[i];
            if (q->kind != SQL_EXEC || !str_ends(str_from(q->name), S("_rebuild"))) continue;
            assert(q->in_count == 0);
            TRY(sql_exec(d, q, NULL, NULL));
        }
    }
    return ST_OK;
}

// ---- for tests ---------------------------------------------------------------------------------

status sql_prepare_all(store *s, problem *why)
{
    db *d;
    TRY(store_read_begin(s, &d));
    status st = ST_OK;
    for (size_t m = 0; st == ST_OK && m < registered_count; m++) {
        for (size_t i = 0; st == ST_OK && i < registered[m]->query_count; i++)
            st = s->engine->prepare(d, &registered[m]->queries[i], why, &s->memory);
    }
    store_read_end(d);
    return st;
}
