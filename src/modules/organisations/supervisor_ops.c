// supervisor_ops.c - supervisors of every kind: who, why, from when to when. See supervisors.h.
#include "modules/organisations/supervisor_ops.h"
#include "modules/organisations/body_ops.h"
#include "modules/organisations/body_store.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/tree_ops.h"

enum { SUPERVISORS_SHOWN_MAX = 200 };

// ---- looking ----------------------------------------------------------------------------------------

static str name_of(const call *c, const body *b)
{
    return c->lang == LANG_EN && b->name_en.len ? b->name_en : b->name_vi;
}

status body_supervisors(call *c, int64_t body_id, supervisor **out, size_t *count)
{
    db                 *d;
    supervisors_of_row *rows;
    supervisors_of_in   in = { .body = body_id,
                               .day  = organisations_day(c),
                               .max  = SUPERVISORS_SHOWN_MAX };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(supervisors_of(d, &in, c->a, &rows, count));
    supervisor *list = NEW(c->a, supervisor, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        body by, of;
        TRY(body_load(d, c->a, rows[i].by, in.day, &by));
        TRY(body_load(d, c->a, rows[i].of, in.day, &of));
        list[i] = (supervisor){ .id         = rows[i].id,
                                .kind       = (supervision_kind)rows[i].kind,
                                .by_id      = rows[i].by,
                                .of_id      = rows[i].of,
                                .by_code    = by.code,
                                .by_name    = name_of(c, &by),
                                .of_name    = name_of(c, &of),
                                .basis      = rows[i].basis,
                                .valid_from = body_day_shown(rows[i].valid_from),
                                .valid_to   = body_day_shown(rows[i].valid_to) };
    }
    *out = list;
    return ST_OK;
}

status body_supervised(call *c, body_list *out)
{
    db                 *d;
    supervised_ids_row *rows;
    supervised_ids_in   in   = { .by  = c->who.body_id,
                                 .day = organisations_day(c),
                                 .max = BODY_LIST_MAX };
    body_list           list = { .count = 0 };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(supervised_ids(d, &in, c->a, &rows, &list.count));
    int64_t *ids = NEW(c->a, int64_t, list.count ? list.count : 1);
    if (!ids) return ST_MEMORY;
    for (size_t i = 0; i < list.count; i++) ids[i] = rows[i].id;
    TRY(body_load_many(d, c->a, ids, list.count, in.day, &list.items));
    *out = list;
    return ST_OK;
}

status body_in_sight(call *c, int64_t id, bool *in)
{
    db            *d;
    arena          scratch = *c->a;
    sight_role_row row;
    TRY(call_db(c, &d));
    status st = sight_role(d, &(sight_role_in){ .body = id, .by = c->who.body_id }, &scratch, &row);
    *in       = st == ST_OK;
    return st == ST_MISSING ? ST_OK : st;
}

// ---- a new one --------------------------------------------------------------------------------------

typedef struct add_work {
    call                   *c;
    const supervisor_draft *draft;
    body_period             when;
    str                     basis;
    int64_t                 id;
    problem                *why;
} add_work;

static bool is_sample(const body *b)
{
    return str_equal(b->kind, S("sample"));
}

static status check_pair(add_work *w, db *d)
{
    const supervisor_draft *s  = w->draft;
    str                     by = S("by");
    body                    watched, watcher;
    TRY(body_must_be_open(w->c, s->body_id, S("body"), w->why));
    TRY(body_must_be_open(w->c, s->by_id, by, w->why));
    if (s->by_id == s->body_id) return problem_set(w->why, ST_INVALID, by, S("cycle"));
    TRY(body_by_id(w->c, s->body_id, &watched));
    TRY(body_by_id(w->c, s->by_id, &watcher));
    if (is_sample(&watched) != is_sample(&watcher))
        return problem_set(w->why, ST_INVALID, by, S("sample-apart"));
    if (str_equal(watched.kind, S("government")))
        return problem_set(w->why, ST_INVALID, by, S("government-unwatched"));
    supervisor_overlap_in   in = { .body       = s->body_id,
                                   .by         = s->by_id,
                                   .kind       = s->kind,
                                   .valid_from = w->when.from,
                                   .valid_to   = w->when.to };
    supervisor_overlap_row *rows;
    size_t                  count;
    arena                   scratch = *w->c->a;
    TRY(supervisor_overlap(d, &in, &scratch, &rows, &count));
    if (count) return problem_detail(w->why, ST_INVALID, by, S("supervised"), watcher.name_vi);
    sights_due_in   due = { .body = s->body_id, .day = w->when.from, .max = SUPERVISORS_MAX };
    sights_due_row *sights;
    TRY(sights_due(d, &due, &scratch, &sights, &count));
    return count < SUPERVISORS_MAX ? ST_OK : problem_set(w->why, ST_INVALID, by, S("too-many"));
}

static status audit_supervisor(call *c, str act, int64_t body_id, const supervisor_draft *s,
                               const body_period *when)
{
    buf b = buf_in(c->a, 256, AUDIT_DETAIL_BYTES_MAX);
    buf_printf(&b,
               "{\"by\":\"%lld\",\"kind\":\"" STR_FMT "\",\"from\":\"" STR_FMT
               "\",\"to\":\"" STR_FMT "\",\"basis\":",
               (long long)s->by_id, STR_ARG(supervision_kind_key(s->kind)), STR_ARG(when->from),
               STR_ARG(when->to));
    buf_json(&b, s->basis);
    buf_char(&b, '}');
    return b.failed ? ST_MEMORY : audit_write(c, act, S("body"), body_id, buf_str(&b));
}

static status insert(add_work *w, db *d)
{
    const supervisor_draft *s     = w->draft;
    str                     today = organisations_day(w->c);
    supervisor_insert_in    in    = { .body       = s->body_id,
                                      .by         = s->by_id,
                                      .kind       = s->kind,
                                      .basis      = w->basis,
                                      .valid_from = w->when.from,
                                      .valid_to   = w->when.to };
    supervisor_insert_row   made;
    if (!today.ptr) return ST_MEMORY;
    TRY(check_pair(w, d));
    TRY(supervisor_insert(d, &in, w->c->a, &made));
    w->id = made.id;
    TRY(tree_refresh(w->c, d, s->body_id, today));
    supervisor_draft told = *s;
    told.basis            = w->basis;
    return audit_supervisor(w->c, S("body.supervise"), s->body_id, &told, &w->when);
}

static status check_draft(add_work *w)
{
    const supervisor_draft *s     = w->draft;
    call                   *c     = w->c;
    str                     today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    if (s->kind <= SUPERVISED_SUPERIOR || s->kind > SUPERVISED_SPECIALISED) {
        return problem_set(w->why, ST_INVALID, S("kind"), S("required"));
    }
    TRY(body_text_read(c->a, "basis", s->basis, 1, BODY_BASIS_MAX, &w->basis, w->why));
    body_period typed = { s->valid_from, s->valid_to };
    return body_period_read(c->a, typed, today, &w->when, w->why);
}

static status add(db *d, void *ctx)
{
    add_work *w = ctx;
    TRY(body_must_hold(w->c, w->draft->body_id));
    return insert(w, d);
}

status supervisor_add(call *c, const supervisor_draft *draft, int64_t *id, problem *why)
{
    add_work w = { .c = c, .draft = draft, .why = why };
    TRY(check_draft(&w));
    TRY(call_act(c, add, &w));
    *id = w.id;
    return ST_OK;
}

status supervisor_add_inside(call *c, db *d, const supervisor_draft *draft, problem *why)
{
    add_work w = { .c = c, .draft = draft, .why = why };
    TRY(check_draft(&w));
    return insert(&w, d);
}

// ---- an end -----------------------------------------------------------------------------------------

typedef struct end_work {
    call   *c;
    int64_t id;
    str     last_day;
} end_work;

static status end(db *d, void *ctx)
{
    end_work          *w = ctx;
    supervisor_row_row row;
    str                today = organisations_day(w->c);
    if (!today.ptr) return ST_MEMORY;
    TRY(supervisor_row(d, &(supervisor_row_in){ .id = w->id }, w->c->a, &row));
    TRY(body_must_hold(w->c, row.body));
    if (str_compare(w->last_day, row.valid_from) < 0) {
        TRY(supervisor_forget(d, &(supervisor_forget_in){ .id = w->id }, NULL));
    } else {
        TRY(supervisor_last(d, &(supervisor_last_in){ .id = w->id, .last = w->last_day }, NULL));
    }
    TRY(tree_refresh(w->c, d, row.body, today));
    supervisor_draft told = { .by_id = row.by,
                              .kind  = (supervision_kind)row.kind,
                              .basis = row.basis };
    body_period      when = { row.valid_from, w->last_day };
    return audit_supervisor(w->c, S("body.supervise-end"), row.body, &told, &when);
}

status supervisor_end(call *c, int64_t id, str last_day, problem *why)
{
    end_work w     = { .c = c, .id = id };
    str      today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(body_day_read(c->a, S("last_day"), last_day, today, &w.last_day, why));
    return call_act(c, end, &w);
}
