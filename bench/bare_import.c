// bare_import scan FILE · bare_import insert FILE BEFORE.db AFTER.db COPY.db - the limit of an import.
//
// scan: the bare unzip + expat pass over the workbook's strings and first sheet, handlers empty.
// insert: that, and a bare prepared INSERT of the very rows by which AFTER differs from BEFORE (the
// same store before and after our import of FILE), into COPY, itself a copy of BEFORE, in one
// transaction at the same durability. Reading the rows from AFTER is not counted.
// Prints one line: processor microseconds, wall microseconds, rows.
#include <expat.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <zip.h>

enum { PIECE = 65536, TABLES_MAX = 64 };

static void fail(const char *what)
{
    fprintf(stderr, "bare_import: %s\n", what);
    exit(3);
}

// ---- scan --------------------------------------------------------------------------------------------

static int64_t elements, bytes;

static void on_start(void *u, const char *name, const char **attributes)
{
    (void)u, (void)name, (void)attributes;
    elements++;
}

static void on_end(void *u, const char *name)
{
    (void)u, (void)name;
}

static void on_text(void *u, const char *s, int n)
{
    (void)u, (void)s;
    bytes += n;
}

static void part(zip_t *z, const char *name)
{
    zip_file_t *f = zip_fopen(z, name, 0);
    if (!f) return;
    XML_Parser p = XML_ParserCreate("UTF-8");
    XML_SetElementHandler(p, on_start, on_end);
    XML_SetCharacterDataHandler(p, on_text);
    for (;;) {
        zip_int64_t n = zip_fread(f, XML_GetBuffer(p, PIECE), PIECE);
        if (n < 0 || XML_ParseBuffer(p, (int)n, n == 0) != XML_STATUS_OK) fail(name);
        if (n == 0) break;
    }
    XML_ParserFree(p);
    zip_fclose(f);
}

static void scan(const char *path)
{
    int    error = 0;
    zip_t *z     = zip_open(path, ZIP_RDONLY, &error);
    if (!z) fail(path);
    part(z, "xl/sharedStrings.xml");
    part(z, "xl/worksheets/sheet1.xml");
    zip_discard(z);
}

// ---- insert ------------------------------------------------------------------------------------------

typedef struct rows {          // of one table
    char            sql[4096]; // the INSERT
    int             columns;
    sqlite3_value **values;
    int64_t         count, cap;
} rows;

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL) != SQLITE_OK) {
        fprintf(stderr, "%s\n", sql);
        fail(sqlite3_errmsg(db));
    }
    return s;
}

static void keep(rows *r, sqlite3_stmt *s)
{
    if (r->count == r->cap) {
        r->cap    = r->cap ? 2 * r->cap : 1024;
        r->values = realloc(r->values, (size_t)(r->cap * r->columns) * sizeof *r->values);
        if (!r->values) fail("memory");
    }
    for (int c = 0; c < r->columns; c++) {
        r->values[r->count * r->columns + c] = sqlite3_value_dup(sqlite3_column_value(s, c));
    }
    r->count++;
}

static void insert_text(sqlite3_stmt *s, const char *table, rows *r)
{
    char names[2048] = "", marks[512] = "";
    for (int c = 0; c < r->columns; c++) {
        size_t n = strlen(names), k = strlen(marks);
        snprintf(names + n, sizeof names - n, "%s%s", c ? ", " : "", sqlite3_column_name(s, c));
        snprintf(marks + k, sizeof marks - k, "%s?", c ? ", " : "");
    }
    snprintf(r->sql, sizeof r->sql, "INSERT INTO %s (%s) VALUES (%s)", table, names, marks);
}

static void load(sqlite3 *db, const char *table, rows *r)
{
    char sql[512];
    snprintf(sql, sizeof sql, "SELECT * FROM main.%s EXCEPT SELECT * FROM old.%s", table, table);
    if (strcmp(table, "systems_words") == 0) {
        snprintf(sql, sizeof sql,
                 "SELECT id AS rowid, fold FROM main.systems WHERE id NOT IN "
                 "(SELECT id FROM old.systems)");
    }
    sqlite3_stmt *s = prepare(db, sql);
    r->columns      = sqlite3_column_count(s);
    insert_text(s, table, r);
    while (sqlite3_step(s) == SQLITE_ROW) keep(r, s);
    sqlite3_finalize(s);
}

// The tables that grew; what was changed in place has its key already and is left out.
static int load_all(const char *before, const char *after, rows *all)
{
    static const char *const tables[] = { "systems",       "systems_words",      "determinations",
                                          "scope",         "scope_count_deltas", "audit",
                                          "import_pieces", "system_history" };
    sqlite3                 *db       = NULL;
    char                     sql[4096];
    int                      n = 0;
    if (sqlite3_open_v2(after, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK) fail(after);
    snprintf(sql, sizeof sql, "ATTACH '%s' AS old", before);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sqlite3_errmsg(db));
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) load(db, tables[i], &all[n++]);
    sqlite3_close(db);
    return n;
}

static int64_t insert(sqlite3 *db, const rows *r)
{
    sqlite3_stmt *s = prepare(db, r->sql);
    for (int64_t i = 0; i < r->count; i++) {
        for (int c = 0; c < r->columns; c++) {
            sqlite3_bind_value(s, c + 1, r->values[i * r->columns + c]);
        }
        int rc = sqlite3_step(s);
        if (rc != SQLITE_DONE) fail(sqlite3_errmsg(db));
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    return r->count;
}

static int64_t insert_all(const char *copy, const rows *all, int tables)
{
    sqlite3 *db    = NULL;
    int64_t  total = 0;
    if (sqlite3_open_v2(copy, &db, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK) fail(copy);
    if (sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN", NULL, NULL,
                     NULL)) {
        fail(sqlite3_errmsg(db));
    }
    for (int i = 0; i < tables; i++) total += insert(db, &all[i]);
    if (sqlite3_exec(db, "COMMIT", NULL, NULL, NULL)) fail(sqlite3_errmsg(db));
    return total; // left open: closing would copy the log back, which an open store does not do either
}

// ---- clock -------------------------------------------------------------------------------------------

static int64_t cpu_us(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1000000 + u.ru_utime.tv_usec +
           u.ru_stime.tv_usec;
}

static int64_t wall_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

int main(int argc, char **argv)
{
    static rows all[TABLES_MAX];
    int         tables     = 0;
    int64_t     count      = 0;
    bool        insert_too = argc == 6 && strcmp(argv[1], "insert") == 0;
    if (!insert_too && !(argc == 3 && strcmp(argv[1], "scan") == 0)) return 2;
    if (insert_too) tables = load_all(argv[3], argv[4], all);
    int64_t cpu = cpu_us(), wall = wall_us();
    scan(argv[2]);
    if (insert_too) count = insert_all(argv[5], all, tables);
    printf("%lld %lld %lld\n", (long long)(cpu_us() - cpu), (long long)(wall_us() - wall),
           (long long)count);
    if (!insert_too)
        fprintf(stderr, "%lld elements, %lld bytes\n", (long long)elements, (long long)bytes);
    return 0;
}
