// jobs_run.c - one job: taken with a lease, run as the person who asked, ended once.
//
// The number drawn at the claim is in every later statement: a run whose lease another has taken over
// changes nothing any more.
#include "kit/jobs/jobs_inner.h"
#include "kit/jobs/jobs_queries.gen.h"
#include "kit/os/os.h"

enum {
    PROGRESS_EVERY_MS = 1000,
    RETRY_FIRST_MS    = 5 * 1000, // doubled with each attempt
    LOOK_BYTES        = 16 * 1024,
};

// ---- what a job's function sees -------------------------------------------------------------------

int64_t job_id(const job *j)
{
    return j->id;
}

str job_input(const job *j)
{
    return j->input;
}

int job_attempt(const job *j)
{
    return j->attempt;
}

static int64_t now_of(const job *j)
{
    return j->base_ms + (os_monotonic_ns() - j->base_ns) / 1000000;
}

static status write_progress(db *d, void *ctx)
{
    int64_t changed;
    TRY(job_set_progress(d, ctx, &changed));
    return changed ? ST_OK : ST_CONFLICT;
}

status job_progress(job *j, int64_t done, int64_t total, str message)
{
    int64_t now_ns = os_monotonic_ns();
    if (j->stopping && atomic_load(j->stopping)) {
        j->interrupted = true;
        return ST_CONFLICT;
    }
    if (j->written_ns && now_ns - j->written_ns < PROGRESS_EVERY_MS * 1000000LL) return ST_OK;
    j->written_ns          = now_ns;
    job_set_progress_in in = {
        .id           = j->id,
        .run          = j->run,
        .done         = done,
        .total        = total,
        .message      = message.ptr ? str_slice(message, 0, 4 * JOB_MESSAGE_MAX) : S(""),
        .lease_end_ms = now_of(j) + JOB_LEASE_MS,
        .now_ms       = now_of(j),
    };
    return store_act(j->host->store, write_progress, &in);
}

status job_result(job *j, str text)
{
    if (text.len > JOB_RESULT_BYTES_MAX) return ST_LIMIT;
    j->result = text;
    return ST_OK;
}

// ---- taking ---------------------------------------------------------------------------------------

status job_is_due(store *s, int64_t now_ms)
{
    char        room[LOOK_BYTES];
    arena       a = arena_over(room, sizeof(room));
    db         *d;
    job_due_row row;
    TRY(store_read_begin(s, &d));
    status st = job_due(d, &(job_due_in){ .now_ms = now_ms }, &a, &row);
    store_read_end(d);
    return st;
}

typedef struct taking {
    job  *j;
    char *mark; // of the arena, for a second run of the act
} taking;

static status take(db *d, void *ctx)
{
    const taking *t = ctx;
    job          *j = t->j;
    job_next_row  row;
    j->a->next = t->mark;
    TRY(job_next(d, &(job_next_in){ .now_ms = j->base_ms }, j->a, &row));
    j->id           = row.id;
    j->kind         = row.kind;
    j->input        = row.input;
    j->attempt      = (int)row.attempts + 1;
    j->cancelled    = row.cancel != 0;
    j->lang         = row.lang == LANG_EN ? LANG_EN : LANG_VI;
    j->who          = (actor){ .person_id = row.person_id,
                               .body_id   = row.body_id,
                               .login     = row.login,
                               .name      = row.name,
                               .body_name = row.body_name,
                               .rights    = (uint64_t)row.rights };
    job_claim_in in = {
        .id = row.id, .run = j->run, .lease_end_ms = j->base_ms + JOB_LEASE_MS, .now_ms = j->base_ms
    };
    return job_claim(d, &in, NULL);
}

status job_take(const jobs_host *host, int64_t now_ms, arena *a, job *out)
{
    uint64_t drawn = 0;
    TRY(job_is_due(host->store, now_ms));
    TRY(os_random(&drawn, sizeof(drawn)));
    *out     = (job){ .host    = host,
                      .a       = a,
                      .run     = (int64_t)(drawn >> 1),
                      .base_ms = now_ms,
                      .base_ns = os_monotonic_ns() };
    taking t = { out, a->next };
    return store_act(host->store, take, &t);
}

typedef struct renewing {
    int64_t id, run, lease_end_ms;
} renewing;

static status renew(db *d, void *ctx)
{
    const renewing *w  = ctx;
    job_renew_in    in = { .id = w->id, .run = w->run, .lease_end_ms = w->lease_end_ms };
    return job_renew(d, &in, NULL);
}

status job_keep_lease(store *s, int64_t id, int64_t run, int64_t now_ms)
{
    renewing w = { id, run, now_ms + JOB_LEASE_MS };
    return store_act(s, renew, &w);
}

static status adopt(db *d, void *ctx)
{
    return jobs_orphaned(d, &(jobs_orphaned_in){ .now_ms = *(const int64_t *)ctx }, NULL);
}

status jobs_adopt(store *s, int64_t now_ms)
{
    return store_engine_of(s) == STORE_SQLITE ? store_act(s, adopt, &now_ms) : ST_OK;
}

// ---- running --------------------------------------------------------------------------------------

static const job_kind *kind_named(const jobs_host *host, str name)
{
    for (size_t t = 0; t < host->table_count; t++) {
        const job_table *table = host->tables[t];
        for (size_t i = 0; i < table->count; i++) {
            if (str_equal(str_from(table->kinds[i].name), name)) return &table->kinds[i];
        }
    }
    return NULL;
}

static int attempts_of(const job_kind *kind)
{
    return kind->attempts > 0 ? kind->attempts : JOB_ATTEMPTS_MAX;
}

static status run_function(job *j, const job_kind *kind, problem *why)
{
    if (j->cancelled) return ST_CONFLICT;
    // Runs that ended the process left no word; a job that does so each time must not do so for ever.
    if (j->attempt > attempts_of(kind))
        return problem_set(why, ST_INVALID, S(""), S("job-gave-up"));
    if (j->host->begin) j->host->begin();
    arena  a  = *j->a;
    call   c  = { .store      = j->host->store,
                  .a          = &a,
                  .now_ms     = j->base_ms,
                  .who        = j->who,
                  .lang       = j->lang,
                  .request_id = arena_printf(&a, "job-%lld", (long long)j->id) };
    status st = j->host->become ? j->host->become(&c, j->who.person_id, j->who.body_id) : ST_OK;
    if (st == ST_OK)
        st = kind->fn(&c, j, why);
    else
        problem_set(why, ST_FORBIDDEN, S(""), S("job-person-gone"));
    call_end(&c);
    return st;
}

static bool may_pass(status st)
{
    return st == ST_BROKEN || st == ST_MEMORY || st == ST_LIMIT || st == ST_CONFLICT;
}

// How a run with this result is written down.
static job_end_in ending_of(const job *j, const job_kind *kind, status st, const problem *why)
{
    str        rule = why->rule.len ? why->rule : str_from(status_name(st));
    job_end_in end  = { .id     = j->id,
                        .run    = j->run,
                        .state  = JOB_FAILED,
                        .result = S(""),
                        .rule   = rule,
                        .detail = why->detail.ptr ? why->detail : S(""),
                        .now_ms = now_of(j) };
    if (st == ST_OK) {
        end.state  = JOB_DONE;
        end.result = j->result.ptr ? j->result : S("");
        end.rule = end.detail = S("");
    } else if (j->interrupted) {
        end.state         = JOB_WAITING;
        end.attempts_back = 1;
        end.due_at_ms     = end.now_ms;
    } else if (kind && may_pass(st) && j->attempt < attempts_of(kind)) {
        end.state     = JOB_WAITING;
        end.due_at_ms = end.now_ms + ((int64_t)RETRY_FIRST_MS << (j->attempt - 1));
    }
    return end;
}

static status write_end(db *d, void *ctx)
{
    int64_t changed;
    TRY(job_end(d, ctx, &changed));
    return changed ? ST_OK : ST_CONFLICT;
}

void job_run(job *j)
{
    const job_kind *kind = kind_named(j->host, j->kind);
    problem         why  = { 0 };
    os_log(OS_INFO, "jobs", "job %lld " STR_FMT " begins, attempt %d", (long long)j->id,
           STR_ARG(j->kind), j->attempt);
    status     st  = kind ? run_function(j, kind, &why)
                          : problem_set(&why, ST_INVALID, S(""), S("unknown-job"));
    job_end_in end = ending_of(j, kind, st, &why);
    status     put = store_act(j->host->store, write_end, &end);
    os_log(st == ST_BROKEN ? OS_ERROR : OS_INFO, "jobs",
           "job %lld ends: %s, rule " STR_FMT " " STR_FMT, (long long)j->id, status_name(st),
           STR_ARG(end.rule), STR_ARG(end.detail));
    if (put != ST_OK)
        os_log(OS_WARN, "jobs", "job %lld: end not written: %s", (long long)j->id,
               status_name(put));
}

status jobs_run_pending(const jobs_host *host, int64_t now_ms, size_t *ran)
{
    arena   a;
    problem why = { 0 };
    *ran        = 0;
    TRY(jobs_check_host(host, &why));
    TRY(os_map(JOB_ARENA_BYTES, &a));
    job    j;
    status st;
    for (;; os_release(&a, 0)) {
        st = job_take(host, now_ms, &a, &j);
        if (st != ST_OK) break;
        job_run(&j);
        (*ran)++;
    }
    os_unmap(&a);
    return st == ST_MISSING ? ST_OK : st;
}

// ---- upkeep ---------------------------------------------------------------------------------------

status jobs_check_host(const jobs_host *host, problem *why)
{
    for (size_t t = 0; t < host->table_count; t++) {
        for (size_t i = 0; i < host->tables[t]->count; i++) {
            const job_kind *kind = &host->tables[t]->kinds[i];
            str             name = str_from(kind->name);
            if (kind->fn && kind_named(host, name) == kind) continue;
            return problem_detail(why, ST_INVALID, S("jobs"), S("bad-job-kind"), name);
        }
    }
    return ST_OK;
}

typedef struct forgetting {
    int64_t before_ms, count;
} forgetting;

static status forget(db *d, void *ctx)
{
    forgetting *f = ctx;
    return jobs_forget(d, &(jobs_forget_in){ .before_ms = f->before_ms }, &f->count);
}

status jobs_forget_before(store *s, int64_t before_ms, int64_t *forgotten)
{
    forgetting f = { .before_ms = before_ms };
    TRY(store_act(s, forget, &f));
    *forgotten = f.count;
    return ST_OK;
}
