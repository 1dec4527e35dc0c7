// store_bench.c - the store beside the bare library doing the same, interleaved in one run.
//
//     tests/with_postgres build/bench/store_bench       (without it: SQLite only)
//
// Processor time per operation first: it hardly depends on what else the machine does. For PostgreSQL
// it is client and server together. Rates of durable commits depend on the disk.
#include "kit/os/os.h"
#include "kit/store/store_test_kit.h"
#include "kit/store/things_queries.gen.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 9, READS = 20000, SERVER_READS = 2000, ACTS = 300, ROWS = 20000, CALLERS = 64 };

static arena scratch;
static int   next_name;

static void must(bool ok, const char *what)
{
    if (ok) return;
    fprintf(stderr, "store_bench: %s failed\n", what);
    exit(3);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values)
{
    qsort(values, ROUNDS, sizeof(values[0]), by_value);
    return values[ROUNDS / 2];
}

static void print_row(const char *what, const char *unit, double *ours, double *bare)
{
    double x = median(ours), y = median(bare);
    printf("| %s | %.2f %s | %.2f | %.2f | | |\n", what, x, unit, y, x / y);
}

// ---- ours --------------------------------------------------------------------------------------

static status add_rows(db *d, void *ctx)
{
    int count = *(const int *)ctx;
    for (int i = 0; i < count; i++) {
        char          name[32], room[64];
        thing_add_row row;
        arena         a  = arena_over(room, sizeof(room));
        int           n  = snprintf(name, sizeof(name), "thing %d", next_name++);
        thing_add_in  in = { .name = { name, n }, .level = some_int(3), .note = S("a short note") };
        TRY(thing_add(d, &in, &a, &row));
    }
    return ST_OK;
}

static void read_ours(store *s, int reads, int per_look)
{
    for (int i = 0; i < reads; i += per_look) {
        db *d;
        must(store_read_begin(s, &d) == ST_OK, "look");
        for (int k = 0; k < per_look; k++) {
            arena           a = scratch;
            thing_by_id_row row;
            thing_by_id_in  in = { 1 + (i + k) * 7 % 1000 };
            must(thing_by_id(d, &in, &a, &row) == ST_OK, "read");
        }
        store_read_end(d);
    }
}

typedef struct caller {
    store    *s;
    int       acts;
    pthread_t thread;
} caller;

static void *act_often(void *ctx)
{
    const caller *c   = ctx;
    int           one = 1;
    for (int i = 0; i < c->acts; i++) must(store_act(c->s, add_rows, &one) == ST_OK, "act");
    return NULL;
}

// ---- bare SQLite -------------------------------------------------------------------------------

static const char insert_sql[] = "INSERT INTO things (name, level, note, data) "
                                 "VALUES (?1, ?2, ?3, ?4) RETURNING id";
static const char select_sql[] = "SELECT name, level, note, data FROM things WHERE id = ?1";

static sqlite3 *open_bare(const char *path, sqlite3_stmt **insert, sqlite3_stmt **select)
{
    sqlite3 *h;
    must(sqlite3_open_v2(path, &h, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                         NULL) == SQLITE_OK,
         "bare open");
    must(sqlite3_exec(h,
                      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                      "PRAGMA cache_size=-32768;"
                      "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, "
                      "level INTEGER CHECK (level BETWEEN 1 AND 5), note TEXT DEFAULT 'a;b', "
                      "data BLOB) STRICT",
                      NULL, NULL, NULL) == SQLITE_OK,
         "bare schema");
    must(sqlite3_prepare_v2(h, insert_sql, -1, insert, NULL) == SQLITE_OK, "bare prepare");
    must(sqlite3_prepare_v2(h, select_sql, -1, select, NULL) == SQLITE_OK, "bare prepare");
    return h;
}

static void add_bare(sqlite3 *h, sqlite3_stmt *insert, int count)
{
    must(sqlite3_exec(h, "BEGIN IMMEDIATE", NULL, NULL, NULL) == SQLITE_OK, "bare begin");
    for (int i = 0; i < count; i++) {
        char name[32];
        int  n = snprintf(name, sizeof(name), "thing %d", next_name++);
        sqlite3_bind_text(insert, 1, name, n, SQLITE_STATIC);
        sqlite3_bind_int64(insert, 2, 3);
        sqlite3_bind_text(insert, 3, "a short note", 12, SQLITE_STATIC);
        must(sqlite3_step(insert) == SQLITE_ROW, "bare insert");
        must(sqlite3_step(insert) == SQLITE_DONE, "bare insert");
        sqlite3_reset(insert);
    }
    must(sqlite3_exec(h, "COMMIT", NULL, NULL, NULL) == SQLITE_OK, "bare commit");
}

static void read_bare(sqlite3_stmt *select, int reads)
{
    for (int i = 0; i < reads; i++) {
        sqlite3_bind_int64(select, 1, 1 + i * 7 % 1000);
        must(sqlite3_step(select) == SQLITE_ROW, "bare read");
        volatile const void *seen = sqlite3_column_text(select, 0);
        seen                      = sqlite3_column_text(select, 2);
        (void)seen;
        (void)sqlite3_column_int64(select, 1);
        sqlite3_reset(select);
    }
}

// ---- SQLite ------------------------------------------------------------------------------------

static double cpu_us(int64_t since_ns, int count)
{
    return (double)(os_process_cpu_ns() - since_ns) / 1000.0 / count;
}

static double per_second(int64_t since_ns, int count)
{
    return (double)count * 1e9 / (double)(os_monotonic_ns() - since_ns);
}

static void bench_reads(store *s, sqlite3_stmt *select)
{
    double one[ROUNDS], ten[ROUNDS], bare[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        int64_t at = os_process_cpu_ns();
        read_ours(s, READS, 1);
        one[r] = cpu_us(at, READS);
        at     = os_process_cpu_ns();
        read_bare(select, READS);
        bare[r] = cpu_us(at, READS);
        at      = os_process_cpu_ns();
        read_ours(s, READS, 10);
        ten[r] = cpu_us(at, READS);
    }
    print_row("SQLite point read, a look each", "µs CPU", one, bare);
    print_row("SQLite point read, ten in a look", "µs CPU", ten, bare);
}

static void bench_bulk(store *s, sqlite3 *h, sqlite3_stmt *insert)
{
    double ours[ROUNDS], bare[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        int     rows = ROWS;
        int64_t at   = os_process_cpu_ns();
        must(store_act(s, add_rows, &rows) == ST_OK, "bulk");
        ours[r] = cpu_us(at, ROWS);
        at      = os_process_cpu_ns();
        add_bare(h, insert, ROWS);
        bare[r] = cpu_us(at, ROWS);
    }
    print_row("SQLite insert, 20,000 in an act", "µs CPU", ours, bare);
}

static void act_together(store *s, int callers, int acts)
{
    caller all[CALLERS];
    for (int i = 0; i < callers; i++) {
        all[i] = (caller){ .s = s, .acts = acts };
        must(pthread_create(&all[i].thread, NULL, act_often, &all[i]) == 0, "thread");
    }
    for (int i = 0; i < callers; i++) pthread_join(all[i].thread, NULL);
}

static void bench_acts(store *s, sqlite3 *h, sqlite3_stmt *insert)
{
    double one[ROUNDS], many[ROUNDS], bare[ROUNDS], one_cpu[ROUNDS], many_cpu[ROUNDS],
        bare_cpu[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        int64_t at = os_monotonic_ns(), cpu = os_process_cpu_ns();
        act_together(s, 1, ACTS);
        one[r]     = per_second(at, ACTS);
        one_cpu[r] = cpu_us(cpu, ACTS);
        at         = os_monotonic_ns();
        cpu        = os_process_cpu_ns();
        for (int i = 0; i < ACTS; i++) add_bare(h, insert, 1);
        bare[r]     = per_second(at, ACTS);
        bare_cpu[r] = cpu_us(cpu, ACTS);
        at          = os_monotonic_ns();
        cpu         = os_process_cpu_ns();
        act_together(s, CALLERS, ACTS / 4);
        many[r]     = per_second(at, CALLERS * (ACTS / 4));
        many_cpu[r] = cpu_us(cpu, CALLERS * (ACTS / 4));
    }
    print_row("SQLite durable acts, one caller", "µs CPU", one_cpu, bare_cpu);
    print_row("SQLite durable acts, 64 callers (bare: one)", "µs CPU", many_cpu, bare_cpu);
    print_row("SQLite durable acts, one caller", "/s", one, bare);
    print_row("SQLite durable acts, 64 callers (bare: one)", "/s", many, bare);
}

static void bench_sqlite(void)
{
    str           folder;
    store        *s;
    char          path[512];
    sqlite3_stmt *insert, *select;
    must(os_temp_folder(S("coloa-bench"), &scratch, &folder) == ST_OK, "folder");
    store_options o = { .folder = folder, .readers = 2 };
    must(store_open(&o, &s, NULL) == ST_OK, "open");
    snprintf(path, sizeof(path), STR_FMT "/bare.db", STR_ARG(folder));
    sqlite3 *h    = open_bare(path, &insert, &select);
    int      rows = 1000;
    must(store_act(s, add_rows, &rows) == ST_OK, "rows");
    add_bare(h, insert, 1000);
    bench_reads(s, select);
    bench_bulk(s, h, insert);
    bench_acts(s, h, insert);
    sqlite3_finalize(insert);
    sqlite3_finalize(select);
    sqlite3_close(h);
    store_close(s);
    must(os_remove_folder(OS_CWD, folder) == ST_OK, "remove");
}

// ---- PostgreSQL --------------------------------------------------------------------------------

static char ask_room[64];

static const char *ask_bare(PGconn *c, const char *sql)
{
    PGresult *r = PQexec(c, sql);
    must(PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1, sql);
    snprintf(ask_room, sizeof(ask_room), "%s", PQgetvalue(r, 0, 0));
    PQclear(r);
    return ask_room;
}

// Processor time of all server processes that serve a client of this name, from /proc.
static int64_t server_cpu_ns(PGconn *watch, const char *name)
{
    char      sql[256];
    PGresult *r;
    int64_t   ticks = 0;
    snprintf(sql, sizeof(sql), "SELECT pid FROM pg_stat_activity WHERE application_name = '%s'",
             name);
    r = PQexec(watch, sql);
    for (int i = 0; i < PQntuples(r); i++) {
        char               path[64], text[1024] = "";
        unsigned long long user = 0, kernel = 0;
        snprintf(path, sizeof(path), "/proc/%s/stat", PQgetvalue(r, i, 0));
        FILE *f = fopen(path, "r");
        if (!f) continue;
        if (fgets(text, sizeof(text), f) && strrchr(text, ')'))
            sscanf(strrchr(text, ')') + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu",
                   &user, &kernel);
        fclose(f);
        ticks += (int64_t)(user + kernel);
    }
    PQclear(r);
    return ticks * 10000000; // 100 a second
}

static void read_bare_server(PGconn *c, int reads)
{
    for (int i = 0; i < reads; i++) {
        uint64_t    id        = __builtin_bswap64((uint64_t)(1 + i * 7 % 1000));
        const char *values[]  = { (const char *)&id };
        int         lengths[] = { 8 }, formats[] = { 1 };
        PGresult   *r = PQexecPrepared(c, "read", 1, values, lengths, formats, 1);
        must(PQntuples(r) == 1, "bare read");
        PQclear(r);
    }
}

static void bench_server_reads(store *s, PGconn *c, PGconn *watch)
{
    double one[ROUNDS], ten[ROUNDS], bare[ROUNDS];
    for (int r = 0; r < ROUNDS; r++) {
        int64_t server = server_cpu_ns(watch, "coloa"), at = os_process_cpu_ns();
        read_ours(s, SERVER_READS, 1);
        one[r] = cpu_us(at, SERVER_READS);
        one[r] += (double)(server_cpu_ns(watch, "coloa") - server) / 1000.0 / SERVER_READS;
        server = server_cpu_ns(watch, "bare");
        at     = os_process_cpu_ns();
        read_bare_server(c, SERVER_READS);
        bare[r] = cpu_us(at, SERVER_READS);
        bare[r] += (double)(server_cpu_ns(watch, "bare") - server) / 1000.0 / SERVER_READS;
        server = server_cpu_ns(watch, "coloa");
        at     = os_process_cpu_ns();
        read_ours(s, SERVER_READS, 10);
        ten[r] = cpu_us(at, SERVER_READS);
        ten[r] += (double)(server_cpu_ns(watch, "coloa") - server) / 1000.0 / SERVER_READS;
    }
    print_row("PostgreSQL point read, a look each", "µs CPU", one, bare);
    print_row("PostgreSQL point read, ten in a look", "µs CPU", ten, bare);
}

static void bench_postgres(void)
{
    store *s    = test_store_open(STORE_POSTGRES);
    int    rows = 1000;
    char   sql[256];
    must(s != NULL, "PostgreSQL");
    next_name = 0;
    must(store_act(s, add_rows, &rows) == ST_OK, "rows");
    PGconn *c     = PQconnectdb(getenv("COLOA_TEST_DATABASE"));
    PGconn *watch = PQconnectdb(getenv("COLOA_TEST_DATABASE"));
    must(PQstatus(c) == CONNECTION_OK && PQstatus(watch) == CONNECTION_OK, "bare connection");
    snprintf(sql, sizeof(sql), "SET application_name = bare; SET search_path = %s",
             ask_bare(c, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 't%' LIMIT 1"));
    PQclear(PQexec(c, sql));
    PQclear(PQprepare(c, "read", "SELECT name, level, note, data FROM things WHERE id = $1", 1,
                      (Oid[]){ 20 }));
    bench_server_reads(s, c, watch);
    PQfinish(c);
    PQfinish(watch);
    test_store_close(s);
}

int main(int argc, char **argv)
{
    bool                           rows_only = argc > 1 && strcmp(argv[1], "--row") == 0;
    static const sql_module *const modules[] = { &things_sql };
    store_register(modules, COUNT(modules));
    must(os_map(1 << 20, &scratch) == ST_OK, "memory");
    if (!rows_only)
        printf("| what | ours | bare library | ratio | | |\n|---|---|---|---|---|---|\n");
    bench_sqlite();
    if (test_store_has(STORE_POSTGRES)) bench_postgres();
    return 0;
}
