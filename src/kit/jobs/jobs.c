// jobs.c - asking for work and looking at it; see jobs.h.
#include "kit/jobs/jobs.h"
#include "kit/jobs/jobs_queries.gen.h"

const char *job_state_name(job_state state)
{
    switch (state) {
    case JOB_WAITING: return "waiting";
    case JOB_RUNNING: return "running";
    case JOB_DONE: return "done";
    case JOB_FAILED: return "failed";
    case JOB_CANCELLED: return "cancelled";
    }
    return "unknown";
}

status jobs_add(call *c, const job_draft *draft, int64_t *id, problem *why)
{
    db *d;
    if (draft->input.len > JOB_INPUT_BYTES_MAX || draft->title.len > 4 * JOB_MESSAGE_MAX)
        return problem_set(why, ST_LIMIT, S("input"), S("too-large"));
    TRY(call_db(c, &d));
    job_add_in in = {
        .kind      = draft->kind,
        .title     = draft->title.ptr ? draft->title : S(""),
        .input     = draft->input.ptr ? draft->input : S(""),
        .due_at_ms = draft->not_before_ms ? draft->not_before_ms : c->now_ms,
        .person_id = c->who.person_id,
        .body_id   = c->who.body_id,
        .login     = c->who.login.ptr ? c->who.login : S(""),
        .name      = c->who.name.ptr ? c->who.name : S(""),
        .body_name = c->who.body_name.ptr ? c->who.body_name : S(""),
        .rights    = (int64_t)c->who.rights,
        .lang      = c->lang,
        .at_ms     = c->now_ms,
    };
    job_add_row row;
    TRY(job_add(d, &in, c->a, &row));
    *id = row.id;
    return ST_OK;
}

static job_view view_of(const job_rows_row *r)
{
    return (job_view){
        .id            = r->id,
        .kind          = r->kind,
        .title         = r->title,
        .state         = (job_state)r->state,
        .done          = r->done,
        .total         = r->total,
        .message       = r->message,
        .result        = r->result,
        .rule          = r->rule,
        .detail        = r->detail,
        .attempts      = (int)r->attempts,
        .person_id     = r->person_id,
        .body_id       = r->body_id,
        .login         = r->login,
        .added_at_ms   = r->added_at_ms,
        .changed_at_ms = r->changed_at_ms,
    };
}

static status rows_below(call *c, int64_t before, size_t most, job_rows_row **rows, size_t *count)
{
    db         *d;
    job_rows_in in = { .person_id   = c->who.person_id,
                       .all_of_them = call_may(c, RIGHT_JOBS_READ),
                       .before      = before,
                       .at_most     = (int64_t)most };
    TRY(call_db(c, &d));
    return job_rows(d, &in, c->a, rows, count);
}

status jobs_find(call *c, int64_t id, job_view *out)
{
    job_rows_row *rows;
    size_t        count;
    if (id < 1 || id == INT64_MAX) return ST_MISSING;
    TRY(rows_below(c, id + 1, 1, &rows, &count));
    if (count == 0 || rows[0].id != id) return ST_MISSING;
    *out = view_of(&rows[0]);
    return ST_OK;
}

status jobs_list(call *c, int64_t before, size_t most, job_view **out, size_t *count)
{
    job_rows_row *rows;
    size_t        n;
    TRY(rows_below(c, before ? before : INT64_MAX, most, &rows, &n));
    job_view *list = NEW(c->a, job_view, n);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) list[i] = view_of(&rows[i]);
    *out   = list;
    *count = n;
    return ST_OK;
}

typedef struct cancelling {
    call   *c;
    int64_t id;
} cancelling;

static status cancel(db *d, void *ctx)
{
    const cancelling *w = ctx;
    job_view          found;
    int64_t           changed;
    TRY(jobs_find(w->c, w->id, &found));
    job_cancel_in in = { .id = w->id, .now_ms = w->c->now_ms };
    TRY(job_cancel(d, &in, &changed));
    if (changed == 0) return ST_CONFLICT;
    return audit_write(w->c, S("job.cancel"), S("job"), w->id, S(""));
}

status jobs_cancel(call *c, int64_t id)
{
    cancelling w = { c, id };
    return call_act(c, cancel, &w);
}
