// change_ops.c - drafting, previewing, confirming and dropping a merger, a renaming or an ending. What
// it does on its day is change_apply_ops.c. See changes.h.
#include "modules/organisations/change_ops.h"

#include "modules/organisations/body_ops.h"
#include "modules/organisations/body_store.h"
#include "modules/organisations/change_apply_ops.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/split_ops.h"

// ---- loading ----------------------------------------------------------------------------------------

static status load(db *d, arena *a, int64_t id, body_change *out, int64_t *for_body)
{
    change_row_row     r;
    change_bodies_row *bodies;
    size_t             count;
    TRY(change_row(d, &(change_row_in){ .id = id }, a, &r));
    change_bodies_in in = { .change = id, .max = CHANGE_BODIES_MAX };
    TRY(change_bodies(d, &in, a, &bodies, &count));
    *for_body = r.for_body;
    *out      = (body_change){ .id           = id,
                               .kind         = (body_change_kind)r.kind,
                               .state        = (body_change_state)r.state,
                               .body_count   = count,
                               .into_id      = r.into,
                               .names        = { r.name_vi, r.name_en, r.symbol, r.place },
                               .code         = r.code,
                               .body_kind    = r.body_kind,
                               .parent_id    = r.parent,
                               .doc_no       = r.doc_no,
                               .doc_on       = r.doc_on,
                               .doc_by       = r.doc_by,
                               .effect_on    = r.effect_on,
                               .made_by      = r.made_by,
                               .confirmed_by = r.confirmed_by,
                               .made_ms      = r.made_ms,
                               .confirmed_ms = r.confirmed_ms,
                               .done_ms      = r.done_ms,
                               .systems      = r.systems };
    for (size_t i = 0; i < count; i++) out->bodies[i] = bodies[i].body;
    return out->kind == CHANGE_SPLIT ? split_load(d, a, id, out) : ST_OK;
}

status change_load(db *d, arena *a, int64_t id, body_change *out)
{
    int64_t for_body;
    return load(d, a, id, out, &for_body);
}

status body_change_load(call *c, int64_t id, body_change *out)
{
    db     *d;
    int64_t for_body;
    bool    in;
    TRY(call_db(c, &d));
    TRY(load(d, c->a, id, out, &for_body));
    if (c->who.person_id == -1) return ST_OK;
    TRY(body_in_branch(c, for_body, c->who.body_id, &in));
    return in ? ST_OK : ST_MISSING;
}

status body_change_list(call *c, body_change **out, size_t *count)
{
    db             *d;
    change_ids_row *rows;
    change_ids_in   in = { .top = c->who.body_id, .max = CHANGES_SHOWN_MAX };
    TRY(call_db(c, &d));
    TRY(change_ids(d, &in, c->a, &rows, count));
    body_change *list = NEW(c->a, body_change, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) TRY(change_load(d, c->a, rows[i].id, &list[i]));
    *out = list;
    return ST_OK;
}

// ---- what may be ------------------------------------------------------------------------------------

typedef struct checking {
    call        *c;
    db          *d;
    body_change *g;
    problem     *why;
} checking;

static status refuse(const checking *k, const char *field, const char *rule, str detail)
{
    return problem_detail(k->why, ST_INVALID, str_from(field), str_from(rule), detail);
}

static status check_one(const checking *k, int64_t id, bool sample)
{
    body                b;
    arena               scratch = *k->c->a;
    change_open_of_row *open;
    size_t              count;
    TRY(body_must_be_open(k->c, id, S("bodies"), k->why));
    TRY(body_must_hold(k->c, id));
    TRY(body_by_id(k->c, id, &b));
    if (str_equal(b.kind, S("government"))) return refuse(k, "bodies", "cycle", b.name_vi);
    if (str_equal(b.kind, S("sample")) != sample) {
        return refuse(k, "bodies", "sample-apart", b.name_vi);
    }
    TRY(change_open_of(k->d, &(change_open_of_in){ .body = id }, &scratch, &open, &count));
    bool other = count && open[0].id != k->g->id;
    return other ? refuse(k, "bodies", "changing", b.name_vi) : ST_OK;
}

static bool listed(const body_change *g, int64_t id)
{
    for (size_t i = 0; i < g->body_count; i++) {
        if (g->bodies[i] == id) return true;
    }
    return false;
}

// The body that goes on: there already, or to be made.
static status check_into(const checking *k, bool sample)
{
    body_change *g = k->g;
    if (g->kind == CHANGE_RENAME) return ST_OK;
    if (g->into_id) {
        if (listed(g, g->into_id)) return refuse(k, "into", "cycle", S(""));
        TRY(check_one(k, g->into_id, sample));
        for (size_t i = 0; i < g->body_count; i++) { // what ends cannot stand above what goes on
            bool above;
            TRY(body_in_branch(k->c, g->into_id, g->bodies[i], &above));
            if (above) return refuse(k, "into", "into-below", S(""));
        }
        return ST_OK;
    }
    if (g->kind == CHANGE_CLOSE) return ST_OK;
    if (!g->parent_id) {
        body first;
        TRY(body_by_id(k->c, g->bodies[0], &first));
        g->parent_id = first.parent_id;
    }
    for (size_t i = 0; g->parent_id && i < g->body_count; i++) {
        bool ends;
        TRY(body_in_branch(k->c, g->parent_id, g->bodies[i], &ends));
        if (ends) return refuse(k, "parent", "cycle", S(""));
    }
    if (g->parent_id) {
        TRY(body_must_be_open(k->c, g->parent_id, S("parent"), k->why));
        return body_must_hold(k->c, g->parent_id);
    }
    return k->c->who.person_id == -1 ? ST_OK : refuse(k, "parent", "required", S(""));
}

static status check_code(const checking *k)
{
    body_id_by_code_row row;
    arena               scratch = *k->c->a;
    if (k->g->kind != CHANGE_MERGE || k->g->into_id) return ST_OK;
    TRY(body_code_check(k->g->code, k->c->a, &k->g->code, k->why));
    body_id_by_code_in in = { .code = k->g->code };
    status             st = body_id_by_code(k->d, &in, &scratch, &row);
    if (st == ST_OK) return refuse(k, "code", "code-taken", k->g->code);
    return st == ST_MISSING ? ST_OK : st;
}

static status change_check(call *c, db *d, body_change *g, problem *why)
{
    checking k = { c, d, g, why };
    body     first;
    if (g->body_count == 0) return refuse(&k, "bodies", "required", S(""));
    TRY(body_by_id(c, g->bodies[0], &first));
    bool sample = str_equal(first.kind, S("sample"));
    for (size_t i = 0; i < g->body_count; i++) TRY(check_one(&k, g->bodies[i], sample));
    if (g->kind == CHANGE_SPLIT) return split_check(c, d, g, why);
    TRY(check_into(&k, sample));
    TRY(check_code(&k));
    size_t least = g->kind == CHANGE_MERGE && !g->into_id ? 2 : 1;
    if (g->body_count < least) return refuse(&k, "bodies", "merge-two", S(""));
    if (g->kind != CHANGE_CLOSE || g->into_id) return ST_OK;
    int64_t held = 0;
    TRY(change_held(c, d, g->bodies[0], &held));
    return held ? refuse(&k, "into", "has-systems", first.name_vi) : ST_OK;
}

static status check_words(call *c, const body_change *typed, body_change *g, problem *why)
{
    arena *a       = c->a;
    bool   renames = g->kind == CHANGE_RENAME || (g->kind == CHANGE_MERGE && !g->into_id);
    if (renames || str_trim(typed->names.name_vi).len) {
        TRY(body_names_check(&typed->names, a, &g->names, why));
    }
    TRY(body_text_read(a, "doc_no", typed->doc_no, 0, OFFICE_TEXT_MAX, &g->doc_no, why));
    TRY(body_day_read(a, S("doc_on"), typed->doc_on, S(""), &g->doc_on, why));
    TRY(body_text_read(a, "doc_by", typed->doc_by, 0, OFFICE_TEXT_MAX, &g->doc_by, why));
    return body_day_read(a, S("effect_on"), typed->effect_on, S(""), &g->effect_on, why);
}

// ---- a draft ----------------------------------------------------------------------------------------

typedef struct make_work {
    call              *c;
    const body_change *checked;
    int64_t            id;
    problem           *why;
} make_work;

static str author(const call *c)
{
    return c->who.name.len ? c->who.name : c->who.login;
}

static status make(db *d, void *ctx)
{
    make_work  *w = ctx;
    body_change g = *w->checked;
    TRY(change_check(w->c, d, &g, w->why));
    change_insert_in  in = { .kind      = g.kind,
                             .into      = g.into_id,
                             .code      = g.code,
                             .name_vi   = g.names.name_vi,
                             .name_en   = g.names.name_en,
                             .symbol    = g.names.symbol,
                             .place     = g.names.place,
                             .body_kind = g.body_kind,
                             .parent    = g.parent_id,
                             .doc_no    = g.doc_no,
                             .doc_on    = g.doc_on,
                             .doc_by    = g.doc_by,
                             .effect_on = g.effect_on,
                             .for_body  = w->c->who.body_id,
                             .made_by   = author(w->c),
                             .now       = w->c->now_ms };
    change_insert_row made;
    if (in.for_body == 0) in.for_body = g.bodies[0];
    TRY(change_insert(d, &in, w->c->a, &made));
    w->id = made.id;
    for (size_t i = 0; i < g.body_count; i++) {
        change_body_insert_in row = { .change = made.id, .body = g.bodies[i] };
        TRY(change_body_insert(d, &row, NULL));
    }
    g.id = made.id;
    TRY(split_save(d, &g));
    return change_audit(w->c, S("body.change"), &g, 0);
}

status body_change_make(call *c, const body_change *draft, int64_t *id, problem *why)
{
    body_change g = { .kind      = draft->kind,
                      .into_id   = draft->into_id,
                      .names     = { S(""), S(""), S(""), S("") },
                      .code      = draft->code.ptr ? draft->code : S(""),
                      .body_kind = draft->body_kind.len ? draft->body_kind : S("unit"),
                      .parent_id = draft->parent_id };
    if (draft->body_count > CHANGE_BODIES_MAX) {
        return problem_set(why, ST_INVALID, S("bodies"), S("too-many"));
    }
    for (size_t i = 0; i < draft->body_count; i++) {
        if (!listed(&g, draft->bodies[i])) g.bodies[g.body_count++] = draft->bodies[i];
    }
    if (g.kind < CHANGE_RENAME || g.kind > CHANGE_SPLIT ||
        (g.kind != CHANGE_MERGE && g.body_count > 1)) {
        return problem_set(why, ST_INVALID, S("kind"), S("required"));
    }
    if (!body_kind_known(g.body_kind)) {
        return problem_detail(why, ST_INVALID, S("kind"), S("unknown-kind"), g.body_kind);
    }
    for (size_t i = 0; i < draft->part_count; i++) g.parts[i] = draft->parts[i];
    g.part_count = draft->part_count;
    TRY(check_words(c, draft, &g, why));
    make_work w = { .c = c, .checked = &g, .why = why };
    TRY(call_act(c, make, &w));
    *id = w.id;
    return ST_OK;
}

// ---- the preview ------------------------------------------------------------------------------------

static status clashes_of(call *c, db *d, const body_change *g, size_t at, int64_t *n)
{
    *n = 0;
    for (size_t i = 0; i <= at; i++) { // those handed on before it, and the body that goes on
        int64_t other = i == at ? g->into_id : g->bodies[i], some = 0;
        if (other) TRY(change_clashes(c, d, g->bodies[at], other, &some));
        *n += some;
    }
    return ST_OK;
}

status body_change_look(call *c, const body_change *of, body_change_preview *out)
{
    db                 *d;
    str                 today = organisations_day(c);
    body_change_preview p     = { .count = of->body_count,
                                  .fresh = of->kind == CHANGE_MERGE && !of->into_id };
    body                b;
    if (!today.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    for (size_t i = 0; i < of->body_count; i++) {
        body_change_holding *h = &p.bodies[i];
        holdings_of_row      row;
        TRY(body_by_id(c, of->bodies[i], &b));
        h->body_id = b.id, h->code = b.code, h->name = b.name_vi;
        TRY(holdings_of(d, &(holdings_of_in){ .body = b.id, .day = today }, c->a, &row));
        h->units = row.units, h->supervisors = row.supervisors, h->delegations = row.delegations;
        TRY(change_counts(c, d, b.id, h->heirs));
        if (of->kind == CHANGE_MERGE || of->into_id) TRY(clashes_of(c, d, of, i, &h->clashes));
    }
    p.into_code = of->code, p.into_name = of->names.name_vi;
    if (of->into_id) {
        TRY(body_by_id(c, of->into_id, &b));
        p.into_code = b.code;
        if (!p.into_name.len) p.into_name = b.name_vi;
    }
    *out = p;
    return ST_OK;
}

// ---- confirming, dropping ---------------------------------------------------------------------------

typedef struct confirm_work {
    call       *c;
    int64_t     id;
    body_change paper; // checked
    problem    *why;
} confirm_work;

static status confirm(db *d, void *ctx)
{
    confirm_work *w     = ctx;
    str           today = organisations_day(w->c);
    body_change   g;
    int64_t       changed = 0;
    if (!today.ptr) return ST_MEMORY;
    TRY(body_change_load(w->c, w->id, &g));
    if (g.state != CHANGE_DRAFT) return ST_CONFLICT;
    TRY(change_check(w->c, d, &g, w->why));
    if (g.kind == CHANGE_SPLIT) TRY(split_complete(w->c, &g, w->why));
    change_confirm_in in = { .id        = w->id,
                             .doc_no    = w->paper.doc_no,
                             .doc_on    = w->paper.doc_on,
                             .doc_by    = w->paper.doc_by,
                             .effect_on = w->paper.effect_on,
                             .person    = author(w->c),
                             .person_id = w->c->who.person_id,
                             .now       = w->c->now_ms };
    TRY(change_confirm(d, &in, &changed));
    if (changed != 1) return ST_CONFLICT;
    TRY(change_load(d, w->c->a, w->id, &g));
    TRY(change_audit(w->c, S("body.change-confirm"), &g, 0));
    return str_compare(g.effect_on, today) <= 0 ? change_apply(w->c, d, &g, w->why) : ST_OK;
}

status body_change_confirm(call *c, int64_t id, const body_change *document, problem *why)
{
    confirm_work w = { .c = c, .id = id, .why = why };
    body_change  g;
    if (c->who.person_id <= 0) {
        return problem_set(why, ST_FORBIDDEN, S("person"), S("needs-person"));
    }
    TRY(body_change_load(c, id, &g));
    w.paper.kind      = g.kind;
    body_change typed = { .doc_no    = document->doc_no.len ? document->doc_no : g.doc_no,
                          .doc_on    = document->doc_on.len ? document->doc_on : g.doc_on,
                          .doc_by    = document->doc_by.len ? document->doc_by : g.doc_by,
                          .effect_on = document->effect_on.len ? document->effect_on : g.effect_on,
                          .names     = g.names };
    w.paper.into_id   = g.into_id;
    TRY(check_words(c, &typed, &w.paper, why));
    if (!w.paper.doc_no.len) return problem_set(why, ST_INVALID, S("doc_no"), S("required"));
    if (!w.paper.effect_on.len) return problem_set(why, ST_INVALID, S("effect_on"), S("required"));
    return call_act(c, confirm, &w);
}

static status drop(db *d, void *ctx)
{
    confirm_work *w = ctx;
    body_change   g;
    int64_t       changed = 0;
    TRY(body_change_load(w->c, w->id, &g));
    TRY(body_must_hold(w->c, g.bodies[0]));
    TRY(change_drop(d, &(change_drop_in){ .id = w->id }, &changed));
    if (changed != 1) return ST_CONFLICT;
    return change_audit(w->c, S("body.change-drop"), &g, 0);
}

status body_change_drop(call *c, int64_t id, problem *why)
{
    confirm_work w = { .c = c, .id = id, .why = why };
    return call_act(c, drop, &w);
}

// ---- its day ----------------------------------------------------------------------------------------

static status due(db *d, void *ctx)
{
    confirm_work *w = ctx;
    body_change   g;
    TRY(change_load(d, w->c->a, w->id, &g));
    if (g.state != CHANGE_WAITING) return ST_OK; // done meanwhile
    return change_apply(w->c, d, &g, w->why);
}

status body_changes_due(call *c)
{
    db              *d;
    changes_due_row *rows;
    size_t           count;
    arena            scratch = *c->a;
    str              today   = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(changes_due(d, &(changes_due_in){ .day = today }, &scratch, &rows, &count));
    int64_t ids[50];
    for (size_t i = 0; i < count && i < COUNT(ids); i++) ids[i] = rows[i].id;
    for (size_t i = 0; i < count && i < COUNT(ids); i++) {
        confirm_work w  = { .c = c, .id = ids[i] };
        status       st = call_act(c, due, &w);
        if (st == ST_MEMORY || st == ST_BROKEN) return st; // else it waits for the next minute
    }
    return ST_OK;
}

status body_former_names(call *c, int64_t body_id, former_name **out, size_t *count)
{
    db                  *d;
    former_names_of_row *rows;
    TRY(call_db(c, &d));
    TRY(former_names_of(d, &(former_names_of_in){ .body = body_id }, c->a, &rows, count));
    former_name *list = NEW(c->a, former_name, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        bool english = c->lang == LANG_EN && rows[i].name_en.len;
        list[i]      = (former_name){ english ? rows[i].name_en : rows[i].name_vi, rows[i].symbol,
                                 rows[i].valid_to, rows[i].doc_no };
    }
    *out = list;
    return ST_OK;
}
