// metrics_ops.c - numbers of the program as a whole, for /metrics.
#include "modules/operations/operations_ops.h"

#include "kit/base/version.h"
#include "kit/os/os.h"
#include "kit/store/store_whole.h"
#include "modules/operations/operations_queries.gen.h"

static void put(buf *b, const char *name, const char *help, double value)
{
    buf_printf(b, "# HELP %s %s\n# TYPE %s gauge\n%s %.17g\n", name, help, name, name, value);
}

static status put_jobs(call *c, db *d, buf *b)
{
    jobs_by_state_row *rows;
    size_t             count;
    int64_t            n[3] = { 0 };
    TRY(jobs_by_state(d, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].state < (int64_t)COUNT(n)) n[rows[i].state] = rows[i].n;
    put(b, "coloa_jobs_waiting", "Jobs that wait.", (double)n[1]);
    put(b, "coloa_jobs_running", "Jobs that run.", (double)n[2]);
    return ST_OK;
}

status operations_metrics(call *c, buf *b)
{
    db                    *d;
    audit_waiting_row      waiting;
    backup_last_good_row   last = { 0 };
    int64_t                bytes, free_bytes, all;
    const operations_host *h = operations_lent();
    buf_printf(b,
               "# HELP coloa_info The program.\n# TYPE coloa_info gauge\n"
               "coloa_info{version=\"%s\"} 1\n",
               COLOA_VERSION);
    put(b, "coloa_start_time_seconds", "When this process began to serve.",
        (double)h->started_ms / 1000);
    TRY(call_db(c, &d));
    TRY(put_jobs(c, d, b));
    TRY(audit_waiting(d, c->a, &waiting));
    put(b, "coloa_audit_unsealed", "Audit rows not yet chained.", (double)waiting.n);
    status st = backup_last_good(d, c->a, &last);
    if (st != ST_OK && st != ST_MISSING) return st;
    put(b, "coloa_backup_last_time_seconds", "When the last whole backup was made; 0 never.",
        (double)last.made_ms / 1000);
    put(b, "coloa_backup_last_bytes", "Its size.", (double)last.bytes);
    call_end(c);
    TRY(store_bytes(c->store, *c->a, &bytes));
    put(b, "coloa_database_bytes", "Size of the database.", (double)bytes);
    if (h->data_fd >= 0 && os_disk(h->data_fd, &free_bytes, &all) == ST_OK)
        put(b, "coloa_disk_free_bytes", "Room on the disk of the data folder.", (double)free_bytes);
    return ST_OK;
}
