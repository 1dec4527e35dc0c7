// work_ops.c - see work_ops.h.
#include "modules/forensics/work_ops.h"

#include "modules/forensics/detect_ops.h"
#include "modules/forensics/unpack_ops.h"

static const char *job_kind_of(case_work k)
{
    return k == WORK_VERIFY   ? "forensics.verify"
           : k == WORK_DETECT ? "forensics.detect"
                              : "forensics.unpack";
}

typedef struct asking {
    call              *c;
    const work_asking *w;
    problem           *why;
} asking;

static status ask(db *d, void *ctx)
{
    asking  *a = ctx;
    call    *c = a->c;
    job_view last;
    int64_t  id;
    status   st = case_work_last(c, a->w->case_id, a->w->kind, &last);
    if (st != ST_OK && st != ST_MISSING) return st;
    if (st == ST_OK && (last.state == JOB_WAITING || last.state == JOB_RUNNING))
        return problem_set(a->why, ST_CONFLICT, S("job"), S("case-working"));
    const job_draft draft = { .kind  = str_from(job_kind_of(a->w->kind)),
                              .input = a->w->input,
                              .title = a->w->title };
    TRY(jobs_add(c, &draft, &id, a->why));
    forensic_job_put_in in = { a->w->case_id, a->w->kind, id };
    return forensic_job_put(d, &in, NULL);
}

status case_work_ask(call *c, const work_asking *w, problem *why)
{
    forensic_case k;
    asking        a = { c, w, why };
    TRY(case_for(c, w->case_id, w->needs, &k));
    return call_act(c, ask, &a);
}

status case_work_last(call *c, int64_t case_id, case_work kind, job_view *out)
{
    db                  *d;
    forensic_job_row_row row;
    forensic_job_row_in  in = { case_id, kind };
    TRY(call_db(c, &d));
    TRY(forensic_job_row(d, &in, c->a, &row));
    return jobs_find(c, row.job, out);
}

status case_work_runs(call *c, int64_t case_id, case_work kind, bool *runs, int64_t *done,
                      int64_t *total)
{
    job_view last;
    status   st = case_work_last(c, case_id, kind, &last);
    *runs       = st == ST_OK && (last.state == JOB_WAITING || last.state == JOB_RUNNING);
    *done       = st == ST_OK ? last.done : 0;
    *total      = st == ST_OK ? last.total : 0;
    return st == ST_MISSING ? ST_OK : st;
}

// ---- verification ------------------------------------------------------------------------------------

static status progress(void *ctx, int64_t bytes, int64_t all)
{
    return job_progress(ctx, bytes, all, S(""));
}

status case_verify_job(call *c, job *j, problem *why)
{
    custody_check    *out = NEW(c->a, custody_check, 1);
    custody_verifying v   = { .done = progress, .ctx = j };
    if (!out) return ST_MEMORY;
    if (!str_int(job_input(j), &v.case_id)) return ST_INVALID;
    TRY(custody_verify(c, &v, out, why));
    str text = arena_printf(c->a, "{\"differing\":%lld}", (long long)out->fault_count);
    return text.ptr ? job_result(j, text) : ST_MEMORY;
}

// ---- archives, detection -----------------------------------------------------------------------------

status case_unpack_job(call *c, job *j, problem *why)
{
    unpack_result *out = NEW(c->a, unpack_result, 1);
    unpack_asking  ask = { .done = progress, .ctx = j };
    if (!out) return ST_MEMORY;
    if (!str_int(job_input(j), &ask.item_id)) return ST_INVALID;
    return item_unpack(c, &ask, out, why);
}

// input: case and rule set, a blank between; a third word: slack of event logs too.
status case_detect_job(call *c, job *j, problem *why)
{
    finding_run   run;
    detect_asking ask = { .done = progress, .ctx = j };
    str           first, second, third = { 0 };
    if (!str_cut(job_input(j), ' ', &first, &second)) return ST_INVALID;
    (void)str_cut(second, ' ', &second, &third);
    ask.slack = third.len > 0;
    if (!str_int(first, &ask.case_id) || !str_int(second, &ask.rule_set_id)) return ST_INVALID;
    return case_detect(c, &ask, &run, why);
}

static const job_kind kinds[] = {
    { "forensics.verify", case_verify_job, 2 },
    { "forensics.unpack", case_unpack_job, 2 },
    { "forensics.detect", case_detect_job, 2 },
};
const job_table forensics_jobs = { kinds, COUNT(kinds) };
