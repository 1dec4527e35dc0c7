// import_job_ops.c - this module's jobs; sheets taken in without a person waiting: by a job with its
// progress, or whole.
#include "modules/systems/bulk_ops.h"
#include "modules/systems/import_ops.h"

static status tell(void *ctx, int64_t done, int64_t total)
{
    return job_progress(ctx, done, total, (str){ 0 });
}

// The job's input is the import's number. Run a second time after it did its work, it finds the import
// done and says so.
static status import_job(call *c, job *j, problem *why)
{
    int64_t     id;
    import_view v;
    import_plan plan;
    if (!str_int(job_input(j), &id))
        return problem_set(why, ST_INVALID, S("import"), S("wrong-type"));
    TRY(imports_load(c, id, &v));
    if (v.state == IMPORT_DONE || v.state == IMPORT_UNDONE) return ST_OK;
    import_options o = { .fd = -1, .progress = tell, .ctx = j };
    TRY(import_plan_new(&plan));
    status st = imports_run(c, id, &plan, &o, why);
    import_plan_end(&plan, c->a, why);
    if (st != ST_OK) return st;
    return job_result(j, job_input(j));
}

static const job_kind kinds[] = {
    { "systems.import", import_job, 2 },
    { "systems.bulk", bulk_job, 3 },
};

const job_table systems_jobs = { kinds, COUNT(kinds) };

typedef struct ask_work {
    call     *c;
    job_draft draft;
    int64_t   job_id;
    problem  *why;
} ask_work;

static status ask(db *d, void *ctx)
{
    ask_work *w = ctx;
    (void)d;
    return jobs_add(w->c, &w->draft, &w->job_id, w->why);
}

status imports_ask(call *c, const import_view *v, int64_t *job_id, problem *why)
{
    ask_work w = { .c = c, .why = why };
    w.draft    = (job_draft){ .kind  = S("systems.import"),
                              .input = arena_printf(c->a, "%lld", (long long)v->id),
                              .title = v->filename };
    if (!w.draft.input.ptr) return ST_MEMORY;
    TRY(call_act(c, ask, &w));
    *job_id = w.job_id;
    return ST_OK;
}

// ---- whole ----------------------------------------------------------------------------------------

status systems_take_in(call *c, int fd, str filename, system_intake *out, problem *why)
{
    import_plan          plan;
    const import_options o = { .fd = fd, .filename = filename };
    TRY(import_plan_new(&plan));
    status st = import_scan(c, &o, &plan, why);
    if (st == ST_OK) st = import_compare(c, &o, &plan, why);
    if (st == ST_OK) st = import_commit(c, &o, &plan, why);
    *out = (system_intake){ plan.made + plan.changed + plan.same, plan.refused };
    import_plan_end(&plan, c->a, why);
    return st;
}
