// bulk_ops.c - see bulk_ops.h.
#include "modules/systems/bulk_ops.h"

#include "kit/os/os.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/system_ops.h"
#include "modules/systems/systems_queries.gen.h"

#include <stdlib.h>

enum { RECENT_MAX = 20 };

typedef struct drawn { // a row of the change being drawn up
    int64_t        id, version;
    bulk_row_state state;
    const char    *rule;
} drawn;

typedef struct draw_work {
    call          *c;
    bulk_changes   changes;
    system_chooser ch;
    drawn         *rows;
    size_t         count;
    bulk_insert_in in;
    int64_t        id;
} draw_work;

// ---- may it be changed ------------------------------------------------------------------------------

// What is known of each of a batch beside its record, in no order.
static status look_at(db *d, const call *c, const int64_t *ids, size_t count, arena *a,
                      bulk_look_row **rows, size_t *got)
{
    bulk_look_in in = { .ids   = system_ids_text(ids, count, a),
                        .body  = c->who.body_id,
                        .today = system_today(c) };
    if (!in.ids.ptr || !in.today.ptr) return ST_MEMORY;
    return bulk_look(d, &in, a, rows, got);
}

static const bulk_look_row *look_of(const bulk_look_row *rows, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].id == id) return &rows[i];
    }
    return NULL;
}

// Why this one is left alone; NULL: it is not.
static const char *forbidden(const call *c, const bulk_look_row *look)
{
    if (!look) return "bulk-out-of-sight";
    if (!system_role_writes(c, (scope_role)look->role)) return "bulk-no-right";
    return look->merged ? "bulk-merged-body" : NULL;
}

// ---- drawing up -------------------------------------------------------------------------------------

static bool sets(const bulk_changes *changes, const char *field)
{
    for (size_t i = 0; i < BULK_FIELDS; i++) {
        if (str_equal(str_from(bulk_fields[i]), str_from(field))) return changes->set[i];
    }
    return false;
}

static str *value_of(bulk_changes *changes, const char *field)
{
    size_t i = 0;
    while (i + 1 < BULK_FIELDS && !str_equal(str_from(bulk_fields[i]), str_from(field))) i++;
    return &changes->value[i];
}

// Another state may mean another pack of law, and so another level: said before it is done.
static status level_moves(draw_work *w, const system_record *r, const system_data *data,
                          bool *moves)
{
    system_checked  s;
    system_problems problems;
    system_finding  finding;
    problem         why = { 0 };
    *moves              = false;
    status st           = system_check(law_current(), data, w->c->a, &s, &problems);
    if (st != ST_OK) return st == ST_INVALID ? ST_OK : st;
    TRY(system_find_level(&w->ch, &s, r->owner_kind, w->c->a, &finding, &why));
    *moves = finding.level != r->level || finding.result != r->result ||
             !str_equal(finding.pack->id, r->pack);
    return ST_OK;
}

static status judge_row(draw_work *w, const system_record *r, const bulk_look_row *look, drawn *row)
{
    system_data data  = r->data;
    bool        moves = false;
    char       *mark  = w->c->a->next;
    row->version      = r->version;
    row->state        = BULK_REFUSED;
    row->rule         = forbidden(w->c, look);
    if (row->rule) return ST_OK;
    row->rule  = "";
    row->state = bulk_apply(&w->changes, &data) ? BULK_WAITING : BULK_SAME;
    if (row->state == BULK_WAITING && sets(&w->changes, "state")) {
        TRY(level_moves(w, r, &data, &moves));
        if (moves) row->rule = "bulk-level-moves";
    }
    w->c->a->next = mark;
    return ST_OK;
}

static status judge_batch(draw_work *w, drawn *rows, size_t count)
{
    char          *mark = w->c->a->next;
    int64_t        ids[BULK_BATCH];
    system_record *records;
    bulk_look_row *looks;
    size_t         found, seen, at = 0;
    db            *d;
    TRY(call_db(w->c, &d));
    for (size_t i = 0; i < count; i++) ids[i] = rows[i].id;
    TRY(look_at(d, w->c, ids, count, w->c->a, &looks, &seen));
    TRY(system_load_records(d, ids, count, w->c->a, &records, &found));
    for (size_t i = 0; i < count; i++) {
        rows[i].state = BULK_REFUSED;
        rows[i].rule  = "bulk-out-of-sight";
        if (at < found && records[at].id == rows[i].id) {
            TRY(judge_row(w, &records[at], look_of(looks, seen, rows[i].id), &rows[i]));
            at++;
        }
    }
    w->c->a->next = mark;
    return ST_OK;
}

static status take_id(call *c, const system_record *one, void *ctx)
{
    draw_work *w = ctx;
    (void)c;
    if (w->count == BULK_ROWS_MAX) return ST_LIMIT;
    w->rows[w->count++].id = one->id;
    return ST_OK;
}

static int compare_ids(const void *one, const void *other)
{
    const drawn *a = one, *b = other;
    return a->id < b->id ? -1 : a->id > b->id;
}

static status choose(draw_work *w, const bulk_choice *which)
{
    size_t kept = 0;
    w->rows     = NEW(w->c->a, drawn, BULK_ROWS_MAX);
    if (!w->rows) return ST_MEMORY;
    if (!which->ids) return systems_each(w->c, which->f, take_id, w);
    for (size_t i = 0; i < which->count && w->count < BULK_ROWS_MAX; i++)
        w->rows[w->count++].id = which->ids[i];
    if (w->count) qsort(w->rows, w->count, sizeof(*w->rows), compare_ids);
    for (size_t i = 0; i < w->count; i++) {
        if (!kept || w->rows[kept - 1].id != w->rows[i].id) w->rows[kept++] = w->rows[i];
    }
    w->count = kept;
    return ST_OK;
}

static status keep(db *d, void *ctx)
{
    draw_work      *w = ctx;
    bulk_insert_row row;
    TRY(bulk_insert(d, &w->in, w->c->a, &row));
    w->id = row.id;
    for (size_t i = 0; i < w->count; i++) {
        bulk_row_insert_in in = { .bulk_id   = row.id,
                                  .system_id = w->rows[i].id,
                                  .state     = w->rows[i].state,
                                  .version   = w->rows[i].version,
                                  .rule      = str_from(w->rows[i].rule) };
        TRY(bulk_row_insert(d, &in, NULL));
    }
    str detail = arena_printf(w->c->a, "{\"systems\":%zu}", w->count);
    return audit_write(w->c, S("system.bulk_draw"), S("bulk"), w->id, detail);
}

static status resolve(draw_work *w, system_problems *problems)
{
    system_party operator_;
    problem      why   = { 0 };
    str         *typed = value_of(&w->changes, "operator");
    if (typed->len) {
        TRY(system_find_operator(w->c, *typed, &operator_));
        *typed = operator_.code;
    }
    str   *hosts = value_of(&w->changes, "hosts");
    status st    = hosts->len ? system_check_hosts(w->c, 0, *hosts, &why) : ST_OK;
    if (st == ST_INVALID) system_problem_add(problems, S("hosts"), why.rule, why.detail);
    return st;
}

status bulk_draw(call *c, const bulk_draft *draft, const bulk_choice *which, int64_t *id,
                 system_problems *problems)
{
    draw_work     w  = { .c = c };
    system_author by = system_author_of(c, DETERMINED_AT_WRITE, (str){ 0 });
    w.ch             = (system_chooser){ .l  = law_current(),
                                         .on = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES) };
    TRY(bulk_check(draft, c->a, &w.changes, problems));
    TRY(resolve(&w, problems));
    TRY(choose(&w, which));
    if (!w.count) {
        system_problem_add(problems, S("systems"), S("bulk-none"), (str){ 0 });
        return ST_INVALID;
    }
    for (size_t i = 0; i < w.count; i += BULK_BATCH)
        TRY(judge_batch(&w, &w.rows[i], w.count - i < BULK_BATCH ? w.count - i : BULK_BATCH));
    w.in = (bulk_insert_in){ .person_id = by.person_id,
                             .person    = by.person,
                             .body_id   = c->who.body_id,
                             .changes   = bulk_json(c->a, &w.changes),
                             .words     = which->words.ptr ? which->words : S(""),
                             .total     = (int64_t)w.count,
                             .now       = c->now_ms };
    TRY(os_uuid(c->now_ms, c->a, &w.in.uid));
    if (!w.in.changes.ptr) return ST_MEMORY;
    TRY(call_act(c, keep, &w));
    *id = w.id;
    return ST_OK;
}

// ---- reading ----------------------------------------------------------------------------------------

static status view_of(call *c, db *d, const bulk_load_row_row *r, bulk_view *out)
{
    bulk_counts_row *counts;
    size_t           n;
    problem          why = { 0 };
    *out                 = (bulk_view){ .id        = r->id,
                                        .body_id   = r->body_id,
                                        .person_id = r->person_id,
                                        .person    = r->person,
                                        .words     = r->words,
                                        .state     = (bulk_state)r->state,
                                        .total     = r->total,
                                        .made_ms   = r->made_ms,
                                        .done_ms   = r->done_ms,
                                        .job_id    = r->job_id };
    int64_t *into[]      = {
             [BULK_WAITING] = &out->waiting,   [BULK_CHANGED] = &out->changed,
             [BULK_SAME] = &out->same,         [BULK_REFUSED] = &out->refused,
             [BULK_RESTORED] = &out->restored, [BULK_NOT_RESTORED] = &out->not_restored
    };
    out->may_undo = r->state == BULK_DONE &&
                    c->now_ms - r->done_ms <= (int64_t)BULK_UNDO_HOURS * 3600 * 1000;
    TRY(bulk_read(r->changes, c->a, &out->changes, &why));
    TRY(bulk_counts(d, &(bulk_counts_in){ .bulk_id = r->id }, c->a, &counts, &n));
    for (size_t i = 0; i < n; i++) {
        if (counts[i].state > 0 && counts[i].state < (int64_t)COUNT(into))
            *into[counts[i].state] += counts[i].n;
        if (str_equal(counts[i].rule, S("bulk-level-moves"))) out->level_moves += counts[i].n;
    }
    return ST_OK;
}

static status load_in(call *c, db *d, int64_t id, bulk_view *out)
{
    bulk_load_row_row row;
    TRY(bulk_load_row(d, &(bulk_load_row_in){ .id = id, .body = c->who.body_id }, c->a, &row));
    return view_of(c, d, &row, out);
}

status bulk_load(call *c, int64_t id, bulk_view *out)
{
    db *d;
    TRY(call_db(c, &d));
    return load_in(c, d, id, out);
}

status bulk_recent(call *c, bulk_view **out, size_t *count)
{
    _Static_assert(sizeof(bulk_recent_rows_row) == sizeof(bulk_load_row_row), "same columns");
    db                   *d;
    bulk_recent_rows_row *rows;
    bulk_recent_rows_in   in = { .body = c->who.body_id, .max = RECENT_MAX };
    TRY(call_db(c, &d));
    TRY(bulk_recent_rows(d, &in, c->a, &rows, count));
    *out = NEW(c->a, bulk_view, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        TRY(view_of(c, d, (const bulk_load_row_row *)(const void *)&rows[i], &(*out)[i]));
    return ST_OK;
}

status bulk_rows_in(call *c, int64_t id, bulk_row_state state, bulk_row **out, size_t *count)
{
    db                 *d;
    bulk_row_names_row *rows;
    bulk_row_names_in   in = { .bulk_id = id, .state = state, .max = BULK_SHOWN };
    TRY(call_db(c, &d));
    TRY(bulk_row_names(d, &in, c->a, &rows, count));
    *out = NEW(c->a, bulk_row, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (bulk_row){ rows[i].id, rows[i].code, rows[i].name, rows[i].rule, state };
    return ST_OK;
}

status bulk_before(call *c, int64_t id, system_record **out, size_t *count)
{
    bulk_row *rows;
    int64_t   ids[BULK_SHOWN];
    db       *d;
    TRY(bulk_rows_in(c, id, BULK_WAITING, &rows, count));
    for (size_t i = 0; i < *count; i++) ids[i] = rows[i].id;
    TRY(call_db(c, &d));
    return system_load_records(d, ids, *count, c->a, out, count);
}

// ---- doing --------------------------------------------------------------------------------------------

typedef struct do_work {
    call          *c;
    db            *d;
    bulk_view      v;
    bool           back; // taking it back
    system_chooser ch;
    system_party   operator_; // of the change
    bool           finished;
    int64_t        written, left; // by this act
} do_work;

static status mark_row(do_work *w, int64_t id, bulk_row_state state, int64_t version, str rule)
{
    bulk_row_set_in in = {
        .bulk_id = w->v.id, .system_id = id, .state = state, .version = version, .rule = rule
    };
    w->left += state == BULK_REFUSED || state == BULK_NOT_RESTORED;
    return bulk_row_set(w->d, &in, NULL);
}

// The description as it was before the change: what that version's history says of it.
static status data_before(do_work *w, const system_record *r, system_data *data)
{
    history_of_bulk_row *rows;
    size_t               count;
    history_of_bulk_in   in = { .system_id = r->id, .version = r->version, .bulk_id = w->v.id };
    TRY(history_of_bulk(w->d, &in, w->c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const system_field *f = system_field_find(rows[i].field);
        if (f) *system_text(data, f) = rows[i].before;
    }
    return ST_OK;
}

static status operator_of(do_work *w, const system_record *r, const system_data *data,
                          system_party *out)
{
    *out = (system_party){ r->operator_id, r->data.operator_, r->operator_name, S("") };
    if (str_equal(data->operator_, r->data.operator_)) return ST_OK;
    if (w->back) return system_find_operator(w->c, data->operator_, out);
    *out = w->operator_;
    return ST_OK;
}

// ST_INVALID with a rule: this one is left alone.
static status write_one(do_work *w, const system_record *r, const system_data *data, problem *why)
{
    call           *c = w->c;
    system_checked  s;
    system_problems problems;
    system_finding  finding;
    int64_t         determination_id;
    bool            changed;
    system_rewrite  rw = { .before  = r,
                           .after   = &s,
                           .owner   = system_owner_of(r),
                           .finding = &finding,
                           .act     = DETERMINED_AT_WRITE,
                           .how     = w->back ? CHANGED_BACK : CHANGED_IN_BULK,
                           .bulk_id = w->v.id };
    status          st = system_check(law_current(), data, c->a, &s, &problems);
    if (st == ST_INVALID) *why = problems.items[0];
    if (st != ST_OK) return st;
    if (data->hosts.len && !str_equal(data->hosts, r->data.hosts))
        TRY(system_check_hosts(c, r->id, data->hosts, why));
    TRY(operator_of(w, r, data, &rw.operator_));
    TRY(system_find_level(&w->ch, &s, rw.owner.kind, c->a, &finding, why));
    if (!w->back) TRY(system_pass_gate(c, r, &s, why));
    TRY(system_write_change(c, w->d, &rw, &determination_id, &changed));
    w->written++;
    return ST_OK;
}

static status do_row(do_work *w, const system_record *r, const bulk_look_row *look, int64_t version)
{
    system_data    data = r->data;
    problem        why  = { 0 };
    const char    *no   = forbidden(w->c, look);
    bulk_row_state left = w->back ? BULK_NOT_RESTORED : BULK_REFUSED;
    bool           differs;
    if (!no && r->version != version) no = "bulk-version";
    if (no) return mark_row(w, r->id, left, r->version, str_from(no));
    if (w->back) TRY(data_before(w, r, &data));
    differs = w->back || bulk_apply(&w->v.changes, &data);
    if (!differs) return mark_row(w, r->id, BULK_SAME, r->version, S(""));
    status st = write_one(w, r, &data, &why);
    if (st == ST_INVALID) return mark_row(w, r->id, left, r->version, why.rule);
    TRY(st);
    return mark_row(w, r->id, w->back ? BULK_RESTORED : BULK_CHANGED, r->version + 1, S(""));
}

static status finish(do_work *w)
{
    bulk_step_in step  = { .id          = w->v.id,
                           .known_state = w->back ? BULK_UNDOING : BULK_RUNNING,
                           .state       = w->back ? BULK_UNDONE : BULK_DONE,
                           .done_ms     = w->back ? w->v.done_ms : w->c->now_ms,
                           .job_id      = w->v.job_id };
    int64_t      moved = 0;
    TRY(bulk_step(w->d, &step, &moved));
    w->finished = true;
    return moved ? ST_OK : ST_CONFLICT;
}

// The next rows; with the last of them the change is done.
static status batch(db *d, void *ctx)
{
    do_work       *w = ctx;
    call          *c = w->c;
    bulk_next_row *rows;
    bulk_look_row *looks;
    system_record *records;
    int64_t        ids[BULK_BATCH];
    size_t         count, seen, found, at = 0;
    bulk_next_in   in = { .bulk_id = w->v.id,
                          .state   = w->back ? BULK_CHANGED : BULK_WAITING,
                          .max     = BULK_BATCH };
    w->d              = d;
    w->finished       = false;
    w->written = w->left = 0;
    TRY(bulk_next(d, &in, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) ids[i] = rows[i].id;
    TRY(look_at(d, c, ids, count, c->a, &looks, &seen));
    TRY(system_load_records(d, ids, count, c->a, &records, &found));
    for (size_t i = 0; i < count; i++) {
        char *mark = c->a->next;
        if (at < found && records[at].id == ids[i]) {
            TRY(do_row(w, &records[at], look_of(looks, seen, ids[i]), rows[i].version));
            at++;
        } else {
            TRY(mark_row(w, ids[i], w->back ? BULK_NOT_RESTORED : BULK_REFUSED, 0,
                         S("bulk-out-of-sight")));
        }
        c->a->next = mark;
    }
    if (count < BULK_BATCH) TRY(finish(w));
    str detail = arena_printf(c->a, "{\"changed\":%lld,\"left\":%lld}", (long long)w->written,
                              (long long)w->left);
    return audit_write(c, w->back ? S("system.bulk_undo") : S("system.bulk"), S("bulk"), w->v.id,
                       detail);
}

static status run(call *c, int64_t id, job *j)
{
    do_work w     = { .c = c };
    int64_t done  = 0;
    str     typed = S("");
    TRY(bulk_load(c, id, &w.v));
    w.back = w.v.state == BULK_UNDOING;
    if (w.v.state != BULK_RUNNING && !w.back) return ST_OK; // was done before
    w.ch  = (system_chooser){ .l  = law_current(),
                              .on = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES) };
    typed = *value_of(&w.v.changes, "operator");
    TRY(system_find_operator(c, typed, &w.operator_));
    while (!w.finished) {
        char *mark = c->a->next;
        if (j) TRY(job_progress(j, done, w.v.total, (str){ 0 }));
        TRY(call_act(c, batch, &w));
        done += BULK_BATCH;
        c->a->next = mark;
    }
    return ST_OK;
}

status bulk_job(call *c, job *j, problem *why)
{
    int64_t id;
    if (!str_int(job_input(j), &id))
        return problem_set(why, ST_INVALID, S("bulk"), S("wrong-type"));
    TRY(run(c, id, j));
    return job_result(j, job_input(j));
}

typedef struct begin_work {
    call     *c;
    bulk_view v;
    bool      back;
    problem  *why;
    int64_t   job_id;
} begin_work;

static status begin(db *d, void *ctx)
{
    begin_work *w     = ctx;
    int64_t     moved = 0;
    w->job_id         = 0;
    if (w->v.total > BULK_AT_ONCE) {
        job_draft draft = { .kind  = S("systems.bulk"),
                            .input = arena_printf(w->c->a, "%lld", (long long)w->v.id),
                            .title = S("") };
        if (!draft.input.ptr) return ST_MEMORY;
        TRY(jobs_add(w->c, &draft, &w->job_id, w->why));
    }
    bulk_step_in step = { .id          = w->v.id,
                          .known_state = w->back ? BULK_DONE : BULK_DRAFT,
                          .state       = w->back ? BULK_UNDOING : BULK_RUNNING,
                          .done_ms     = w->v.done_ms,
                          .job_id      = w->job_id };
    TRY(bulk_step(d, &step, &moved));
    return moved ? audit_write(w->c, w->back ? S("system.bulk_undo_begin") : S("system.bulk_begin"),
                               S("bulk"), w->v.id, S(""))
                 : ST_CONFLICT;
}

static status start(call *c, begin_work *w)
{
    TRY(call_act(c, begin, w));
    return w->job_id ? ST_OK : run(c, w->v.id, NULL);
}

status bulk_do(call *c, int64_t id, problem *why)
{
    begin_work w = { .c = c, .why = why };
    TRY(bulk_load(c, id, &w.v));
    if (w.v.state != BULK_DRAFT) return problem_set(why, ST_CONFLICT, S("bulk"), S("bulk-done"));
    return start(c, &w);
}

status bulk_undo(call *c, int64_t id, problem *why)
{
    begin_work w = { .c = c, .why = why, .back = true };
    TRY(bulk_load(c, id, &w.v));
    if (w.v.state != BULK_DONE) return problem_set(why, ST_CONFLICT, S("bulk"), S("bulk-not-done"));
    if (!w.v.may_undo) return problem_set(why, ST_CONFLICT, S("bulk"), S("undo-too-late"));
    return start(c, &w);
}
