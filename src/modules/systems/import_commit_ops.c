// import_commit_ops.c - writes a compared sheet, and takes it back.
//
// New rows are written in batches. They have no row in `scope` yet, so nobody sees them. The last act
// gives them their sight and the counters, writes the changes, and says that the import is done: with
// it the import is there, without it it is not. What a dead process left is swept before the next one.
#include "modules/systems/import_ops.h"

#include "kit/os/os.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/systems_queries.gen.h"

typedef struct commit {
    call         *c;
    import_plan  *p;
    str           owner, filename;
    system_author by;
    scope_entry  *entries; // of new systems, in their order
    size_t        from;    // of p->rows, for the batch being written
    size_t        to;
    int64_t       known_id; // of an uploaded import; 0: none yet
    int64_t       import_id, first_id, first_determination, first_change;
    bool          alone; // all in one act
} commit;

static status take_numbers(commit *m, db *d)
{
    int64_t made = (int64_t)m->p->made;
    if (made == 0) return ST_OK;
    TRY(system_take_numbers(d, "system", made, m->c->a, &m->first_id));
    TRY(system_take_numbers(d, "determination", made, m->c->a, &m->first_determination));
    return system_take_numbers(d, "change", made, m->c->a, &m->first_change);
}

// The import's row, in state STAGING, with the numbers its systems will have.
static status begin(db *d, void *ctx)
{
    commit *m    = ctx;
    call   *c    = m->c;
    m->import_id = m->known_id;
    TRY(take_numbers(m, d));
    if (!m->import_id) {
        const import_view named = { .owner = m->owner, .filename = m->filename, .mapping = S("") };
        TRY(import_make_row(c, d, &named, &m->import_id));
    }
    import_step_in step  = { .id          = m->import_id,
                             .known_state = IMPORT_UPLOADED,
                             .state       = IMPORT_STAGING,
                             .first_id    = m->first_id,
                             .new_count   = (int64_t)m->p->made,
                             .now         = c->now_ms };
    int64_t        moved = 0;
    TRY(import_step(d, &step, &moved));
    return moved ? ST_OK : ST_CONFLICT;
}

// Number of the n-th new row counts from the first id of the import; `n` is kept in the staged row.
static status write_new(commit *m, db *d, import_staged *s, size_t n)
{
    call         *c    = m->c;
    char         *mark = c->a->next;
    system_stored in   = { .s                = s->after,
                           .id               = m->first_id + (int64_t)n,
                           .owner_id         = s->owner.id,
                           .operator_id      = s->operator_.id,
                           .finding          = &s->finding,
                           .determination_id = m->first_determination + (int64_t)n,
                           .import_id        = m->import_id,
                           .change_seq       = m->first_change + (int64_t)n,
                           .now_ms           = c->now_ms };
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    in.code = system_code(c->a, in.id);
    in.fold = system_search_text(c->a, s->after->data.name, in.code, &s->owner, &s->operator_);
    if (!in.code.ptr || !in.fold.ptr) return ST_MEMORY;
    TRY(system_add_row(d, &in));
    TRY(system_determination_row(d, &in, &m->by));
    m->entries[n] = (scope_entry){ .object_id   = in.id,
                                   .owner_id    = in.owner_id,
                                   .operator_id = in.operator_id,
                                   .level = system_scope_level(s->finding.result, s->finding.level),
                                   .state = s->after->state,
                                   .sort_key = s->after->sort_key };
    s->id         = in.id;
    c->a->next    = mark;
    return ST_OK;
}

// The next new rows, from m->from on; m->to is where the next batch begins.
static status write_batch(db *d, commit *m, size_t *n)
{
    size_t first = *n, end = m->from;
    for (; end < m->p->count && *n - first < IMPORT_BATCH; end++) {
        if (m->p->rows[end]->act == IMPORT_NEW) TRY(write_new(m, d, m->p->rows[end], (*n)++));
    }
    m->to = end;
    if (*n == first) return ST_OK;
    return system_words_put(d, m->first_id + (int64_t)first, m->first_id + (int64_t)*n - 1);
}

typedef struct batch_work {
    commit *m;
    size_t  first, n; // new rows written before this act, and after it
} batch_work;

static status batch(db *d, void *ctx)
{
    batch_work *w = ctx;
    w->n          = w->first;
    TRY(write_batch(d, w->m, &w->n));
    import_touch_in touch = { .id = w->m->import_id, .now = w->m->c->now_ms };
    return import_touch(d, &touch, NULL);
}

static status write_changes(commit *m, db *d)
{
    call *c = m->c;
    for (size_t i = 0; i < m->p->count; i++) {
        const import_staged *s = m->p->rows[i];
        if (s->act != IMPORT_CHANGED) continue;
        char          *mark = c->a->next;
        int64_t        determination_id;
        bool           changed;
        system_rewrite w   = { .before    = s->before,
                               .after     = s->after,
                               .owner     = s->owner,
                               .operator_ = s->operator_,
                               .finding   = &s->finding,
                               .import_id = m->import_id,
                               .act       = DETERMINED_AT_IMPORT };
        problem        why = { 0 };
        status         st  = system_pass_gate(c, s->before, s->after, &why);
        if (st == ST_INVALID) return ST_CONFLICT; // it was let through a moment ago
        TRY(st);
        TRY(system_write_change(c, d, &w, &determination_id, &changed));
        c->a->next = mark;
    }
    return ST_OK;
}

static status keep_bytes(db *d, int64_t import_id, import_bytes kind, str bytes)
{
    for (int64_t piece = 0; bytes.len || piece == 0; piece++) {
        import_piece_put_in in = { .import_id = import_id,
                                   .kind      = kind,
                                   .piece     = piece,
                                   .bytes     = str_slice(bytes, 0, IMPORT_PIECE_BYTES) };
        if (!in.bytes.ptr) in.bytes = S("");
        TRY(import_piece_put(d, &in, NULL));
        bytes = str_slice(bytes, IMPORT_PIECE_BYTES, bytes.len);
    }
    return ST_OK;
}

static status finish(db *d, commit *m)
{
    call        *c = m->c;
    import_plan *p = m->p;
    TRY(scope_put_many(c, SCOPE_SYSTEM, m->entries, p->made));
    TRY(write_changes(m, d));
    import_finish_in in = { .id      = m->import_id,
                            .state   = IMPORT_DONE,
                            .changed = (int64_t)p->changed,
                            .same    = (int64_t)p->same,
                            .refused = (int64_t)p->refused,
                            .problem = S(""),
                            .now     = c->now_ms };
    TRY(import_finish(d, &in, NULL));
    p->import_id = m->import_id;
    p->committed = true;
    arena keep   = p->memory; // the report is in the store afterwards
    str   report = import_report_json(p, (str){ 0 }, c->lang, &keep);
    if (!report.ptr) return ST_MEMORY;
    TRY(keep_bytes(d, m->import_id, IMPORT_REPORT, report));
    str detail = arena_printf(c->a, "{\"new\":%zu,\"changed\":%zu,\"same\":%zu,\"refused\":%zu}",
                              p->made, p->changed, p->same, p->refused);
    return audit_write(c, S("system.import"), S("import"), m->import_id, detail);
}

static status last(db *d, void *ctx)
{
    commit *m = ctx;
    size_t  n = 0;
    if (m->alone) {
        TRY(begin(d, m));
        TRY(write_batch(d, m, &n));
    }
    return finish(d, m);
}

// ---- leftovers --------------------------------------------------------------------------------------

static status forget_systems(db *d, int64_t first, int64_t count)
{
    int64_t end = first + count - 1;
    if (count <= 0) return ST_OK;
    TRY(words_take(d, &(words_take_in){ .first = first, .last = end }, NULL));
    TRY(determinations_forget(d, &(determinations_forget_in){ .first = first, .last = end }, NULL));
    TRY(history_forget(d, &(history_forget_in){ .first = first, .last = end }, NULL));
    return systems_forget(d, &(systems_forget_in){ .first = first, .last = end }, NULL);
}

typedef struct sweep_work {
    call   *c;
    int64_t only;   // this import, though it is fresh; 0: all that are stale
    int64_t before; // last sign of life
} sweep_work;

static status sweep(db *d, void *ctx)
{
    sweep_work           *w = ctx;
    import_abandoned_row *rows;
    size_t                count;
    import_abandoned_in   in = { .state = IMPORT_STAGING, .before_ms = w->before };
    TRY(import_abandoned(d, &in, w->c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (w->only && rows[i].id != w->only) continue;
        TRY(forget_systems(d, rows[i].first_id, rows[i].new_count));
        import_finish_in end = { .id      = rows[i].id,
                                 .state   = IMPORT_FAILED,
                                 .problem = S("import-stopped"),
                                 .now     = w->c->now_ms };
        TRY(import_finish(d, &end, NULL));
    }
    return ST_OK;
}

// Looks first: an act costs a commit.
static status sweep_stale(call *c)
{
    db                   *d;
    import_abandoned_row *rows;
    size_t                count;
    sweep_work            w  = { .c = c, .before = c->now_ms - IMPORT_STALE_MS };
    import_abandoned_in   in = { .state = IMPORT_STAGING, .before_ms = w.before };
    TRY(call_db(c, &d));
    TRY(import_abandoned(d, &in, c->a, &rows, &count));
    return count ? call_act(c, sweep, &w) : ST_OK;
}

// ---- the whole --------------------------------------------------------------------------------------

static status commit_in_batches(commit *m, const import_options *o)
{
    TRY(call_act(m->c, begin, m));
    batch_work w  = { .m = m };
    status     st = ST_OK;
    while (st == ST_OK && m->from < m->p->count) {
        st      = call_act(m->c, batch, &w);
        m->from = m->to;
        w.first = w.n;
        if (st == ST_OK && o->progress)
            st = o->progress(o->ctx, (int64_t)(m->p->count + m->from), (int64_t)m->p->count * 2);
    }
    if (st == ST_OK) st = call_act(m->c, last, m);
    if (st == ST_OK) return ST_OK;
    // Taken away at once where the database still answers, else by the next import.
    sweep_work s    = { .c = m->c, .only = m->import_id, .before = INT64_MAX };
    m->p->committed = false;
    if (call_act(m->c, sweep, &s) != ST_OK)
        os_log(OS_WARN, "systems.import", "rows of import %lld wait to be swept",
               (long long)m->import_id);
    return st;
}

static void keep_changed(import_plan *p)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->rows[i]->act == IMPORT_CHANGED) p->rows[i]->act = IMPORT_KEPT;
    }
    p->kept += p->changed;
    p->changed = 0;
}

// What only a row that is written needs.
static status settle_keys(import_plan *p)
{
    for (size_t i = 0; i < p->count; i++) {
        const import_staged *s = p->rows[i];
        if (s->act != IMPORT_NEW && s->act != IMPORT_CHANGED) continue;
        TRY(system_settle_keys(&p->memory, s->after));
    }
    return ST_OK;
}

status import_commit(call *c, const import_options *o, import_plan *p, problem *why)
{
    (void)why;
    commit m = { .c        = c,
                 .p        = p,
                 .owner    = o->owner.ptr ? o->owner : S(""),
                 .filename = o->filename.ptr ? str_begin(o->filename, 255) : S(""),
                 .by       = system_author_of(c, DETERMINED_AT_IMPORT, (str){ 0 }),
                 .entries  = NEW(&p->memory, scope_entry, p->made ? p->made : 1),
                 .known_id = p->import_id,
                 .alone    = p->made <= IMPORT_BATCH };
    if (!m.entries || !m.by.on_day.ptr) return ST_MEMORY;
    if (o->only_new) keep_changed(p);
    TRY(settle_keys(p));
    TRY(sweep_stale(c));
    status st = m.alone ? call_act(c, last, &m) : commit_in_batches(&m, o);
    if (st == ST_OK) return ST_OK;
    p->import_id = m.known_id;
    p->committed = false;
    for (size_t i = 0; i < p->count; i++) {
        if (p->rows[i]->act == IMPORT_NEW) p->rows[i]->id = 0;
    }
    return st;
}

// ---- taking back ------------------------------------------------------------------------------------

typedef struct undo_work {
    call         *c;
    int64_t       id;
    import_undone done;
    problem      *why;
} undo_work;

static status undo_refused(undo_work *w, const char *rule, str detail)
{
    return problem_detail(w->why, ST_CONFLICT, S("import"), str_from(rule), detail);
}

enum { TOUCHED_TOLD_MAX = 5, TOUCHED_MAX = 5000, HISTORY_LOOKED_AT = 400 };

// Is a system again what it was at version `since`? A later import or change that was taken back leaves
// versions behind, and every field as it was. A version that changed no field is a person's
// determination, and counts.
static status is_as_before(undo_work *w, db *d, int64_t system_id, int64_t since, int64_t now,
                           bool *same)
{
    history_rows_row *rows;
    size_t            count;
    int64_t           versions = 0, last = 0;
    history_rows_in   in = {
          .system_id = system_id, .field = S(""), .below = INT64_MAX, .max = HISTORY_LOOKED_AT
    };
    *same = now == since;
    if (*same) return ST_OK;
    TRY(history_rows(d, &in, w->c->a, &rows, &count));
    while (count > 0 && rows[count - 1].version <= since) count--;
    for (size_t i = 0; i < count; i++) {
        versions += rows[i].version != last;
        last = rows[i].version;
    }
    *same = versions == now - since; // newest first: the first line of a field tells what it is now
    for (size_t i = 0; i < count && *same; i++) {
        bool   newest = true;
        size_t oldest = i;
        for (size_t k = 0; k < count; k++) {
            if (!str_equal(rows[k].field, rows[i].field)) continue;
            newest = newest && k >= i;
            oldest = k > oldest ? k : oldest;
        }
        if (newest) *same = str_equal(rows[i].after, rows[oldest].before);
    }
    return ST_OK;
}

// Refuses when new systems were changed since and are not as they were made, or are gone.
static status must_be_untouched(undo_work *w, db *d, const import_untouched_in *range,
                                int64_t missing)
{
    import_touched_row *rows;
    size_t              count, told = 0;
    buf                 codes = buf_in(w->c->a, 64, 512);
    import_touched_in   in    = { .import_id = range->import_id,
                                  .first     = range->first,
                                  .last      = range->last,
                                  .max       = TOUCHED_MAX };
    TRY(import_touched(d, &in, w->c->a, &rows, &count));
    for (size_t i = 0; i < count && told < TOUCHED_TOLD_MAX; i++) {
        char *mark = w->c->a->next;
        bool  same;
        TRY(is_as_before(w, d, rows[i].id, 1, rows[i].version, &same));
        w->c->a->next = mark;
        if (same) continue;
        if (told++) buf_put(&codes, S(", "));
        buf_put(&codes, rows[i].code);
    }
    if (told || (int64_t)count != missing)
        return undo_refused(w, "import-touched", buf_str(&codes));
    return ST_OK;
}

static status remove_new(undo_work *w, db *d, const import_row_load_row *row)
{
    import_untouched_row untouched;
    import_untouched_in  in = { .import_id = w->id,
                                .first     = row->first_id,
                                .last      = row->first_id + row->new_count - 1 };
    if (row->new_count == 0) return ST_OK;
    TRY(import_untouched(d, &in, w->c->a, &untouched));
    if (untouched.n != row->new_count)
        TRY(must_be_untouched(w, d, &in, row->new_count - untouched.n));
    for (int64_t id = in.first; id <= in.last; id++) TRY(scope_drop(w->c, SCOPE_SYSTEM, id));
    w->done.removed = row->new_count;
    return forget_systems(d, row->first_id, row->new_count);
}

// One system as it was before the import: `rows` are the fields the import changed.
static status restore_one(undo_work *w, db *d, const history_of_import_row *rows, size_t count)
{
    call           *c = w->c;
    system_record   now;
    system_checked  s;
    system_finding  finding;
    system_problems problems;
    int64_t         determination_id;
    bool            changed;
    bool            same;
    status          st = system_load_record(d, rows[0].system_id, c->who.body_id, c->a, &now);
    if (st == ST_OK) st = is_as_before(w, d, now.id, rows[0].version, now.version, &same);
    if (st == ST_MISSING || (st == ST_OK && !same))
        return undo_refused(w, "import-touched", system_code(c->a, rows[0].system_id));
    TRY(st);
    system_data data = now.data;
    for (size_t i = 0; i < count; i++) {
        const system_field *f = system_field_find(rows[i].field);
        if (f) *system_text(&data, f) = rows[i].before;
    }
    TRY(system_check(law_current(), &data, c->a, &s, &problems));
    system_rewrite r = { .before  = &now,
                         .after   = &s,
                         .finding = &finding,
                         .act     = DETERMINED_AT_IMPORT,
                         .how     = CHANGED_BACK };
    TRY(system_find_owner(c, data.owner, &r.owner, w->why));
    TRY(system_find_operator(c, data.operator_, &r.operator_));
    system_chooser ch = { .l = law_current(), .on = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES) };
    TRY(system_find_level(&ch, &s, r.owner.kind, c->a, &finding, w->why));
    w->done.restored++;
    return system_write_change(c, d, &r, &determination_id, &changed);
}

static status restore_changed(undo_work *w, db *d)
{
    history_of_import_row *rows;
    size_t                 count, from = 0;
    TRY(history_of_import(d, &(history_of_import_in){ .import_id = w->id }, w->c->a, &rows,
                          &count));
    for (size_t i = 1; i <= count; i++) {
        if (i < count && rows[i].system_id == rows[from].system_id) continue;
        char *mark = w->c->a->next;
        TRY(restore_one(w, d, &rows[from], i - from));
        w->c->a->next = mark;
        from          = i;
    }
    return ST_OK;
}

static status undo(db *d, void *ctx)
{
    undo_work          *w = ctx;
    call               *c = w->c;
    import_row_load_row row;
    import_row_load_in  in = { .id = w->id, .body = c->who.body_id };
    w->done                = (import_undone){ 0 };
    TRY(import_row_load(d, &in, c->a, &row));
    if (row.state != IMPORT_DONE) return undo_refused(w, "import-not-done", S(""));
    if (c->now_ms - row.done_ms > (int64_t)IMPORT_UNDO_HOURS * 3600 * 1000)
        return undo_refused(w, "undo-too-late", S(""));
    TRY(restore_changed(w, d));
    TRY(remove_new(w, d, &row));
    import_step_in step = { .id          = w->id,
                            .known_state = IMPORT_DONE,
                            .state       = IMPORT_UNDONE,
                            .first_id    = row.first_id,
                            .new_count   = row.new_count,
                            .now         = c->now_ms };
    TRY(import_step(d, &step, NULL));
    str detail = arena_printf(c->a, "{\"removed\":%lld,\"restored\":%lld}",
                              (long long)w->done.removed, (long long)w->done.restored);
    return audit_write(c, S("system.import_undo"), S("import"), w->id, detail);
}

status imports_undo(call *c, int64_t id, import_undone *out, problem *why)
{
    undo_work w = { .c = c, .id = id, .why = why };
    TRY(call_act(c, undo, &w));
    *out = w.done;
    return ST_OK;
}
