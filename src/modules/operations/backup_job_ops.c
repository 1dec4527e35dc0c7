// backup_job_ops.c - the backup as a job: asked for by an administrator, or begun once a day.
#include "modules/operations/backup_job_ops.h"

#include "kit/os/os.h"
#include "modules/operations/operations_ops.h"
#include "modules/operations/operations_queries.gen.h"

static void tell(void *ctx, str step, int64_t done, int64_t total)
{
    job_told *t = ctx;
    (void)step;
    if (t->st == ST_OK) t->st = job_progress(t->j, done, total, (str){ 0 });
}

// A sealed one cannot be opened here: its key is elsewhere.
static status check_made(call *c, job_told *t, int folder, str name, problem *why)
{
    db                  *d;
    backup_last_good_row last;
    int                  fd;
    TRY(call_db(c, &d));
    TRY(backup_last_good(d, c->a, &last));
    call_end(c);
    if (!str_equal(last.name, name) || os_open_read(folder, name, &fd) != ST_OK) return ST_OK;
    backup_facts *f  = NEW(c->a, backup_facts, 1);
    status        st = f ? backup_verify(c->a, fd, NULL, tell, t, f, why) : ST_MEMORY;
    os_close(fd);
    if (st == ST_MEMORY) return st;
    return backup_note_check(c, last.id, st == ST_OK ? S("") : why->rule, why->detail);
}

static status backup_job(call *c, job *j, problem *why)
{
    const operations_host *h = operations_lent();
    backup_settings        s;
    job_told               t = { j, ST_OK };
    int                    folder;
    str                    name;
    if (h->data_fd < 0) return problem_set(why, ST_BROKEN, S("--data"), S("backup-failed"));
    TRY(backup_settings_get(c, &s));
    TRY(backup_folder(h->data_fd, &folder));
    const backup_order o  = { .data       = h->data,
                              .data_fd    = h->data_fd,
                              .demo       = h->demo,
                              .folder_fd  = folder,
                              .here       = true,
                              .public_key = s.public_key,
                              .told       = tell,
                              .ctx        = &t };
    backup_facts      *f  = NEW(c->a, backup_facts, 1);
    status             st = f ? backup_run(c, &o, f, &name, why) : ST_MEMORY;
    if (st == ST_OK && !s.public_key.len) st = check_made(c, &t, folder, name, why);
    os_close(folder);
    if (st == ST_OK) st = backups_prune(c, h->data_fd);
    // The attempt is recorded: what a second one would meet is told there, not tried again.
    if (st == ST_LIMIT || st == ST_CONFLICT) st = ST_INVALID;
    TRY(st);
    return job_result(j, name);
}

static const job_kind kinds[] = { { "operations.backup", backup_job, 2 } };

const job_table operations_jobs = { kinds, COUNT(kinds) };

// ---- asking for one ------------------------------------------------------------------------------

typedef struct asking {
    call    *c;
    str      day; // the daily one; absent: asked for by hand
    problem *why;
} asking;

static status ask(db *d, void *ctx)
{
    const asking *w       = ctx;
    int64_t       changed = 1, id;
    job_draft     draft = { .kind = S("operations.backup"), .input = S(""), .title = S("backup") };
    if (w->day.ptr) TRY(backup_day_begin(d, &(backup_day_begin_in){ w->day }, &changed));
    return changed ? jobs_add(w->c, &draft, &id, w->why) : ST_OK;
}

status backup_ask(call *c, problem *why)
{
    asking w = { c, { 0 }, why };
    return call_act(c, ask, &w);
}

static status note_day(db *d, void *ctx)
{
    const asking *w = ctx;
    return backup_day_begin(d, &(backup_day_begin_in){ w->day }, NULL);
}

// A new folder's first daily backup is tomorrow's.
status operations_minute(call *c)
{
    backup_settings s;
    problem         why;
    if (operations_lent()->demo || operations_lent()->data_fd < 0) return ST_OK;
    TRY(backup_settings_get(c, &s));
    str     today = day_iso(c->a, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES));
    int64_t hour  = (c->now_ms / 60000 + VIETNAM_OFFSET_MINUTES) / 60 % 24;
    if (!today.ptr) return ST_MEMORY;
    if (!s.daily || str_equal(s.begun_day, today)) return ST_OK;
    asking w = { c, today, &why };
    if (!s.begun_day.len) return call_act(c, note_day, &w);
    return hour < s.hour ? ST_OK : call_act(c, ask, &w);
}
