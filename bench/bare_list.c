// bare_list.c - the limit a list page is measured against: libmicrohttpd and SQLite with nothing of
// ours. Every request steps through the same prepared SELECT, all rows and columns, and answers with
// the same bytes as our page.
//
//   bare_list DB SQL-FILE BYTES-FILE [name=value …]     prints "PORT\n", serves 127.0.0.1 until killed
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static sqlite3      *db;
static sqlite3_stmt *page;
static char         *bytes;
static size_t        byte_count;
static volatile long sink; // so that no column is optimised away

static char *read_file(const char *name, size_t *size)
{
    FILE *f = fopen(name, "rb");
    if (!f) exit(3);
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    char *p = malloc((size_t)n + 1);
    if (!p || fread(p, 1, (size_t)n, f) != (size_t)n) exit(3);
    p[n] = 0;
    fclose(f);
    *size = (size_t)n;
    return p;
}

static void step_page(void)
{
    while (sqlite3_step(page) == SQLITE_ROW) {
        for (int i = 0, n = sqlite3_column_count(page); i < n; i++) {
            const unsigned char *text = sqlite3_column_text(page, i);
            sink += text ? *text : 0;
        }
    }
    sqlite3_reset(page);
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *c, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **state)
{
    static int seen;
    (void)ctx, (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
    if (!*state) {
        *state = &seen;
        return MHD_YES;
    }
    step_page();
    struct MHD_Response *r = MHD_create_response_from_buffer(byte_count, bytes,
                                                             MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(r, "Content-Type", "text/html; charset=utf-8");
    enum MHD_Result q = MHD_queue_response(c, 200, r);
    MHD_destroy_response(r);
    return q;
}

static void bind_pair(const char *pair)
{
    const char *eq = strchr(pair, '=');
    char        name[64];
    if (!eq || eq - pair > 60) exit(2);
    snprintf(name, sizeof(name), ":%.*s", (int)(eq - pair), pair);
    int       at = sqlite3_bind_parameter_index(page, name);
    char     *end;
    long long number = strtoll(eq + 1, &end, 10);
    if (!at) return;
    if (eq[1] && !*end)
        sqlite3_bind_int64(page, at, number);
    else
        sqlite3_bind_text(page, at, eq + 1, -1, SQLITE_STATIC);
}

int main(int argc, char **argv)
{
    size_t sql_size;
    if (argc < 4) return 2;
    char *sql = read_file(argv[2], &sql_size);
    bytes     = read_file(argv[3], &byte_count);
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL)) return 3;
    sqlite3_exec(db, "PRAGMA cache_size=-65536", NULL, NULL, NULL);
    if (sqlite3_prepare_v2(db, sql, -1, &page, NULL)) {
        fprintf(stderr, "%s\n", sqlite3_errmsg(db));
        return 3;
    }
    for (int i = 4; i < argc; i++) bind_pair(argv[i]);
    struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_TURBO, 0, NULL,
                                            NULL, on_request, NULL, MHD_OPTION_CONNECTION_TIMEOUT,
                                            30u, MHD_OPTION_END);
    if (!d) return 3;
    printf("%u\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
    fflush(stdout);
    for (;;) pause();
}
