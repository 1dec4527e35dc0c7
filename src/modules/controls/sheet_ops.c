// sheet_ops.c - making, loading, counting and freezing sheets. See controls.h.
#include "modules/controls/controls.h"
#include "modules/controls/crossing.h"
#include "modules/controls/keep_ops.h"
#include "modules/controls/prove_ops.h"
#include "modules/controls/sheet_store.h"

#include <stdlib.h>

#include "kit/os/os.h"
#include "modules/organisations/organisations.h"

enum { ROWS_BYTES_MAX = 512 * 1024 };

static str person_of(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

// As for the system itself: those who only watch over it may not.
static bool role_writes(const call *c, int64_t role)
{
    return c->who.person_id == -1 || (role <= SCOPE_SUPERIOR && call_may(c, RIGHT_SYSTEMS_WRITE));
}

// ---- loading ----------------------------------------------------------------------------------------

_Static_assert(sizeof(control_sheets_of_system_row) == sizeof(control_sheet_find_row),
               "the same columns");

static control_sheet sheet_of(const call *c, const control_sheet_find_row *r)
{
    return (control_sheet){ .id            = r->id,
                            .system_id     = r->system_id,
                            .from_sheet_id = r->from_sheet_id,
                            .made_ms       = r->made_ms,
                            .frozen_ms     = r->frozen_ms,
                            .version       = r->version,
                            .uid           = r->uid,
                            .pack          = r->pack,
                            .pack_version  = r->pack_version,
                            .pack_sha256   = r->pack_sha256,
                            .catalogue     = r->catalogue,
                            .level         = (int)r->level,
                            .person        = r->person,
                            .frozen_by     = r->frozen_by,
                            .system_code   = r->system_code,
                            .system_name   = r->system_name,
                            .may_write     = role_writes(c, r->role),
                            .invented      = r->invented != 0 };
}

status control_sheet_load(call *c, int64_t id, control_sheet *out)
{
    db                    *d;
    control_sheet_find_row row;
    TRY(call_db(c, &d));
    TRY(control_sheet_find(d, &(control_sheet_find_in){ .id = id, .body = c->who.body_id }, c->a,
                           &row));
    *out = sheet_of(c, &row);
    return out->frozen_ms ? ST_OK : control_sheet_held(c, id, &out->held);
}

status control_sheets_of(call *c, int64_t system_id, control_sheet **out, size_t *count)
{
    db                           *d;
    control_sheets_of_system_row *rows;
    control_sheets_of_system_in   in = { .system_id = system_id,
                                         .body      = c->who.body_id,
                                         .max       = CONTROL_SHEETS_MAX };
    TRY(call_db(c, &d));
    TRY(control_sheets_of_system(d, &in, c->a, &rows, count));
    *out = NEW(c->a, control_sheet, *count ? *count : 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = sheet_of(c, (const control_sheet_find_row *)(const void *)&rows[i]);
    return ST_OK;
}

status control_sheet_counts(call *c, int64_t id, control_counts *out)
{
    db                   *d;
    control_counts_of_row r;
    control_counts_of_in  in = { .sheet_id = id, .today = organisations_day(c) };
    if (!in.today.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(control_counts_of(d, &in, c->a, &r));
    *out                           = (control_counts){ .rows      = r.rows,
                                                       .lacking   = r.lacking,
                                                       .confirm   = r.confirm,
                                                       .work      = r.partly + r.not_yet,
                                                       .unplanned = r.unplanned,
                                                       .doing     = r.doing,
                                                       .done      = r.done,
                                                       .overdue   = r.overdue };
    out->by[ANSWER_MET]            = r.met;
    out->by[ANSWER_PARTLY]         = r.partly;
    out->by[ANSWER_NOT_YET]        = r.not_yet;
    out->by[ANSWER_NOT_APPLICABLE] = r.not_applicable;
    out->by[ANSWER_ALTERNATIVE]    = r.alternative;
    out->by[ANSWER_INHERITED]      = r.inherited;
    for (int i = ANSWER_MET; i < CONTROL_ANSWERS; i++) out->answered += out->by[i];
    out->by[ANSWER_NONE] = r.rows - out->answered;
    return ST_OK;
}

status control_sheet_loads(call *c, int64_t id, control_load **out, size_t *count)
{
    db                    *d;
    control_work_left_row *rows;
    TRY(call_db(c, &d));
    TRY(control_work_left(d, &(control_work_left_in){ id, CONTROL_LOADS_MAX }, c->a, &rows, count));
    *out = NEW(c->a, control_load, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (control_load){ rows[i].responsible, rows[i].due, rows[i].n };
    return ST_OK;
}

// ---- rows -------------------------------------------------------------------------------------------

static const law_pack *pack_of(const control_sheet *s)
{
    const law *l = law_current();
    for (size_t i = 0; i < law_overlay_count(l); i++) {
        for (size_t p = 0; p < law_pack_count(l); p++) {
            const law_pack *both = law_pack_with(l, law_pack_at(l, p),
                                                 law_overlay_at(l, i)->own.id);
            if (both && str_equal(both->id, s->pack)) return both;
        }
    }
    return law_pack_find(l, s->pack);
}

static const law_requirement *requirement_at(const law_catalogue *k, const control_row *row)
{
    size_t at = (size_t)row->place;
    if (k && at < k->count && str_equal(k->rows[at].id, row->control)) return &k->rows[at];
    for (size_t i = 0; k && i < k->count; i++) { // the catalogue has changed since
        if (str_equal(k->rows[i].id, row->control)) return &k->rows[i];
    }
    return NULL;
}

static int by_clause(const void *a, const void *b)
{
    const control_row *x = a, *y = b;
    int                n = asked_clause_compare(x->clause, y->clause);
    return n ? n : (x->place > y->place) - (x->place < y->place);
}

static int by_content(const void *a, const void *b)
{
    const control_row *x = a, *y = b;
    if (x->content != y->content) {
        if (!x->content || !y->content) return x->content ? -1 : 1;
        return x->content < y->content ? -1 : 1;
    }
    return (x->place > y->place) - (x->place < y->place);
}

status control_sheet_rows(call *c, const control_sheet *s, asked_order order, control_row **out,
                          size_t *count)
{
    db                  *d;
    const law           *l        = law_current();
    const law_catalogue *k        = law_catalogue_find(l, s->catalogue);
    const law_pack      *p        = pack_of(s);
    str                  contents = p ? law_plan_groups_key(p) : S("");
    bool                 headings = false;
    TRY(call_db(c, &d));
    TRY(sheet_rows_load(d, s->id, c->a, out, count));
    for (size_t i = 0; i < *count; i++) {
        control_row *row = &(*out)[i];
        headings         = headings || row->heading;
        row->r           = requirement_at(k, row);
        if (!row->r) continue;
        row->content = law_plan_group_home(l, contents, row->r);
        row->part    = law_plan_group_home(l, s->catalogue, row->r);
    }
    if (order == ASKED_DECREE) qsort(*out, *count, sizeof **out, by_content);
    if (order == ASKED_STANDARD && !headings) qsort(*out, *count, sizeof **out, by_clause);
    return ST_OK;
}

// ---- making -----------------------------------------------------------------------------------------

static status rows_json(const asked_rows *k, arena *a, str *out)
{
    buf b = buf_in(a, 32 * 1024, ROWS_BYTES_MAX);
    buf_char(&b, '[');
    for (size_t i = 0; i < k->count; i++) {
        const asked_row *row = &k->items[i];
        buf_printf(&b, "%s[%zu,", i ? "," : "", (size_t)(row->r - k->catalogue->rows));
        buf_json(&b, row->r->id);
        buf_char(&b, ',');
        buf_json(&b, row->clause);
        buf_printf(&b, ",%d]", row->heading ? 1 : 0);
    }
    buf_char(&b, ']');
    *out = buf_str(&b);
    return b.failed ? ST_MEMORY : ST_OK;
}

// Files of the same system go on proving what they proved.
static status follow(call *c, db *d, const control_sheet *from, int64_t id)
{
    control_row *theirs, *rows;
    size_t       n, count, pairs = 0;
    TRY(sheet_rows_load(d, from->id, c->a, &theirs, &n));
    TRY(sheet_rows_load(d, id, c->a, &rows, &count));
    int64_t *a = NEW(c->a, int64_t, n + 1), *b = NEW(c->a, int64_t, n + 1);
    if (!a || !b) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        for (size_t r = 0; r < count; r++) {
            if (!str_equal(rows[r].control, theirs[i].control)) continue;
            a[pairs]   = theirs[i].id;
            b[pairs++] = rows[r].id;
        }
    }
    return control_proofs_follow(c, from->system_id, a, b, pairs);
}

// From another catalogue: row by row, each to be confirmed.
static status carry(call *c, db *d, const control_sheet *from, const asked_rows *k, int64_t id,
                    bool own)
{
    size_t               pairs = 0;
    const law_catalogue *old   = law_catalogue_find(law_current(), from->catalogue);
    control_row         *theirs, *rows;
    size_t               n, count;
    if (!old) return ST_OK;
    TRY(sheet_rows_load(d, from->id, c->a, &theirs, &n));
    TRY(sheet_rows_load(d, id, c->a, &rows, &count));
    crossing_answer *answers = NEW(c->a, crossing_answer, n + 1);
    crossing_found  *found   = NEW(c->a, crossing_found, k->count + 1);
    int64_t         *from_id = NEW(c->a, int64_t, k->count * CROSSING_SOURCES_MAX + 1);
    int64_t         *to_id   = NEW(c->a, int64_t, k->count * CROSSING_SOURCES_MAX + 1);
    if (!answers || !found || !from_id || !to_id) return ST_MEMORY;
    for (size_t i = 0; i < n; i++)
        answers[i] = (crossing_answer){ theirs[i].control, theirs[i].values };
    TRY(crossing_carry(law_current(), old, answers, n, k, c->a, found));
    for (size_t i = 0; i < k->count; i++) {
        if (!found[i].found) continue;
        for (size_t r = 0; r < count; r++) {
            if (!str_equal(rows[r].control, k->items[i].r->id)) continue;
            for (int f = 0; f < CONTROL_FIELDS; f++) rows[r].values[f] = found[i].values[f];
            rows[r].from_ids = found[i].from_ids;
            rows[r].confirm  = true;
            TRY(sheet_row_write(c, d, &rows[r]));
            for (size_t x = 0; own && x < found[i].source_count; x++) {
                from_id[pairs] = theirs[found[i].sources[x]].id;
                to_id[pairs++] = rows[r].id;
            }
        }
    }
    return control_proofs_follow(c, from->system_id, from_id, to_id, pairs);
}

static status tell_made(call *c, const control_order *o, int64_t id, const asked_rows *k)
{
    str detail = arena_printf(c->a,
                              "{\"system\":\"%lld\",\"pack\":\"" STR_FMT
                              "\",\"level\":%d,\"rows\":%zu,\"from\":\"%lld\"}",
                              (long long)o->system_id, STR_ARG(o->pack->id), o->level, k->count,
                              (long long)o->from_sheet_id);
    if (!detail.ptr) return ST_MEMORY;
    return audit_write(c, S("controls.make"), S("control_sheet"), id, detail);
}

status control_sheet_make(call *c, const control_order *o, int64_t *id, problem *why)
{
    db                   *d;
    scope_role            role;
    asked_rows            k;
    control_sheet         from = { 0 };
    control_sheet_add_row made;
    TRY(scope_may_see(c, SCOPE_SYSTEM, o->system_id, &role));
    if (!role_writes(c, role)) return ST_FORBIDDEN;
    TRY(asked_of(o->pack, o->level, ASKED_STANDARD, c->a, &k, why));
    if (o->from_sheet_id) TRY(control_sheet_load(c, o->from_sheet_id, &from));
    control_sheet_add_in in   = { .system_id     = o->system_id,
                                  .pack          = o->pack->id,
                                  .pack_version  = o->pack->version,
                                  .pack_sha256   = str_from(o->pack->sha256),
                                  .catalogue     = k.catalogue->key,
                                  .level         = o->level,
                                  .from_sheet_id = o->from_sheet_id,
                                  .person_id     = c->who.person_id,
                                  .person        = person_of(c),
                                  .now           = c->now_ms };
    bool                 same = from.id && str_equal(from.catalogue, k.catalogue->key);
    control_rows_add_in  rows = { .from_sheet_id = same ? from.id : 0 };
    TRY(os_uuid(c->now_ms, c->a, &in.uid));
    TRY(rows_json(&k, c->a, &rows.rows));
    TRY(call_db(c, &d));
    TRY(control_sheet_add(d, &in, c->a, &made));
    rows.sheet_id = made.id;
    TRY(control_rows_add(d, &rows, NULL));
    if (same && from.system_id == o->system_id) TRY(follow(c, d, &from, made.id));
    if (from.id && !same) TRY(carry(c, d, &from, &k, made.id, from.system_id == o->system_id));
    *id = made.id;
    return tell_made(c, o, made.id, &k);
}

typedef struct make_work {
    call                *c;
    const control_order *o;
    int64_t             *id;
    problem             *why;
} make_work;

static status make(db *d, void *ctx)
{
    make_work *w = ctx;
    (void)d;
    return control_sheet_make(w->c, w->o, w->id, w->why);
}

status controls_make(call *c, const control_order *o, int64_t *id, problem *why)
{
    make_work w = { c, o, id, why };
    return call_act(c, make, &w);
}

// ---- freezing ---------------------------------------------------------------------------------------

status control_sheet_fits(call *c, const control_sheet *s, const law_pack *p, problem *why)
{
    const law_catalogue *k = p ? law_catalogue_of(p) : NULL;
    (void)c;
    if (k && str_equal(k->key, s->catalogue)) return ST_OK;
    return problem_detail(why, ST_INVALID, S("sheet"), S("controls-wrong-catalogue"), s->catalogue);
}

static status refuse_count(call *c, int64_t n, const char *rule, problem *why)
{
    str number = arena_printf(c->a, "%lld", (long long)n);
    return problem_detail(why, ST_INVALID, S("sheet"), str_from(rule), number);
}

status control_sheet_ready(call *c, const control_sheet *s, problem *why)
{
    control_counts n;
    TRY(control_sheet_fits(c, s, pack_of(s), why));
    TRY(control_sheet_counts(c, s->id, &n));
    if (n.answered < n.rows)
        return refuse_count(c, n.rows - n.answered, "controls-unanswered", why);
    if (n.confirm) return refuse_count(c, n.confirm, "controls-unconfirmed", why);
    if (n.lacking) return refuse_count(c, n.lacking, "controls-lacking", why);
    return ST_OK;
}

status control_sheet_freeze(call *c, int64_t id, problem *why)
{
    db           *d;
    control_sheet s;
    int64_t       closed = 0;
    TRY(control_sheet_load(c, id, &s));
    if (s.frozen_ms) return problem_set(why, ST_CONFLICT, S("sheet"), S("controls-frozen"));
    TRY(control_sheet_ready(c, &s, why));
    TRY(call_db(c, &d));
    control_sheet_close_in in = { .id = id, .person = person_of(c), .now = c->now_ms };
    TRY(control_sheet_close(d, &in, &closed));
    if (!closed) return problem_set(why, ST_CONFLICT, S("sheet"), S("controls-frozen"));
    str detail = arena_printf(c->a, "{\"system\":\"%lld\"}", (long long)s.system_id);
    return audit_write(c, S("controls.freeze"), S("control_sheet"), id, detail);
}

typedef struct freeze_work {
    call    *c;
    int64_t  id;
    problem *why;
} freeze_work;

static status freeze(db *d, void *ctx)
{
    freeze_work  *w = ctx;
    control_sheet s;
    (void)d;
    TRY(control_sheet_load(w->c, w->id, &s));
    if (!s.may_write) return ST_FORBIDDEN;
    return control_sheet_freeze(w->c, w->id, w->why);
}

status controls_freeze(call *c, int64_t id, problem *why)
{
    freeze_work w = { c, id, why };
    return call_act(c, freeze, &w);
}
