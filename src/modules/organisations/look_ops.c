// look_ops.c - finding bodies. See organisations.h.
#include "modules/organisations/body_store.h"
#include "modules/organisations/organisations.h"
#include "modules/organisations/organisations_queries.gen.h"

str organisations_day(const call *c)
{
    return day_iso(c->a, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES));
}

// The database and the day of the call, as every function here begins.
static status begin(call *c, db **d, str *today)
{
    *today = organisations_day(c);
    if (!today->ptr) return ST_MEMORY;
    return call_db(c, d);
}

status body_by_id(call *c, int64_t id, body *out)
{
    db *d;
    str today;
    TRY(begin(c, &d, &today));
    return body_load(d, c->a, id, today, out);
}

static status id_of_code(db *d, arena scratch, str typed, int64_t *id)
{
    str    code;
    status st = body_code_check(typed, &scratch, &code, NULL);
    if (st != ST_OK) return st == ST_INVALID ? ST_MISSING : st;
    body_id_by_code_row row;
    TRY(body_id_by_code(d, &(body_id_by_code_in){ .code = code }, &scratch, &row));
    *id = row.id;
    return ST_OK;
}

status body_by_code(call *c, str code, body *out)
{
    db     *d;
    str     today;
    int64_t id;
    TRY(begin(c, &d, &today));
    TRY(id_of_code(d, *c->a, code, &id));
    return body_load(d, c->a, id, today, out);
}

status body_by_ref(call *c, str ref, body *out)
{
    int64_t id;
    status  st = body_by_code(c, ref, out); // a code may be all digits
    if (st != ST_MISSING || !str_int(str_trim(ref), &id)) return st;
    return body_by_id(c, id, out);
}

status body_top(call *c, int64_t *id)
{
    db             *d;
    arena           scratch = *c->a;
    body_top_id_row row;
    TRY(call_db(c, &d));
    TRY(body_top_id(d, &scratch, &row));
    *id = row.id;
    return ST_OK;
}

status body_in_branch(call *c, int64_t id, int64_t top, bool *in)
{
    db                 *d;
    arena               scratch = *c->a;
    body_line_depth_row row;
    TRY(call_db(c, &d));
    status st = body_line_depth(d, &(body_line_depth_in){ .id = id, .above = top }, &scratch, &row);
    *in       = st == ST_OK;
    return st == ST_MISSING ? ST_OK : st;
}

// ---- lists ------------------------------------------------------------------------------------------

status body_above(call *c, int64_t id, str on, body_list *out)
{
    db                 *d;
    str                 today;
    body_above_ids_row *rows;
    size_t              count;
    TRY(begin(c, &d, &today));
    str               when = on.len ? on : today;
    body_above_ids_in in   = { .id = id, .day = when, .depth_max = BODY_DEPTH_MAX };
    TRY(body_above_ids(d, &in, c->a, &rows, &count));
    if (count == 0) return ST_MISSING;
    body_list list = { .items = NEW(c->a, body, count) };
    if (!list.items) return ST_MEMORY;
    for (size_t i = 1; i < count; i++) { // the first is the body itself
        TRY(body_load(d, c->a, rows[i].id, when, &list.items[list.count++]));
    }
    *out = list;
    return ST_OK;
}

static status load_list(call *c, db *d, const int64_t *ids, size_t count, str on, body_list *out)
{
    body_list list = { .count = count };
    TRY(body_load_many(d, c->a, ids, count, on, &list.items));
    *out = list;
    return ST_OK;
}

status body_children(call *c, int64_t parent, body_list *out)
{
    db *d;
    str today;
    TRY(begin(c, &d, &today));
    int64_t *ids = NEW(c->a, int64_t, BODY_LIST_MAX);
    size_t   count;
    if (!ids) return ST_MEMORY;
    if (parent) {
        body_child_ids_in   in = { .parent = parent, .day = today, .max = BODY_LIST_MAX };
        body_child_ids_row *rows;
        TRY(body_child_ids(d, &in, c->a, &rows, &count));
        for (size_t i = 0; i < count; i++) ids[i] = rows[i].id;
    } else {
        body_root_ids_in   in = { .day = today, .max = BODY_LIST_MAX };
        body_root_ids_row *rows;
        TRY(body_root_ids(d, &in, c->a, &rows, &count));
        for (size_t i = 0; i < count; i++) ids[i] = rows[i].id;
    }
    return load_list(c, d, ids, count, today, out);
}

typedef struct branch_search {
    str     words;
    int64_t ids[BODY_LIST_MAX];
    size_t  count;
} branch_search;

static status branch_match(void *ctx, const body_branch_rows_row *row)
{
    branch_search *s = ctx;
    if (s->count == BODY_LIST_MAX) return ST_OK;
    if (body_matches(s->words, row->fold, row->code)) s->ids[s->count++] = row->id;
    return ST_OK;
}

status body_branch(call *c, int64_t top, str text, body_list *out)
{
    db            *d;
    str            today;
    branch_search *search = NEW(c->a, branch_search, 1);
    TRY(begin(c, &d, &today));
    if (!search) return ST_MEMORY;
    search->words = text.len ? body_fold(c->a, text) : S("");
    if (!search->words.ptr) return ST_MEMORY;
    body_branch_rows_in in = { .top = top, .day = today };
    TRY(body_branch_rows(d, &in, branch_match, search));
    return load_list(c, d, search->ids, search->count, today, out);
}

// ---- a name as typed --------------------------------------------------------------------------------

enum { CANDIDATES_MAX = 20, SUCCESSIONS_MAX = 8 };

typedef struct candidate { // a body met under the name, and what it has become by the day
    body met, now;
} candidate;

typedef struct candidates {
    candidate items[CANDIDATES_MAX];
    size_t    count;
} candidates;

static bool holds_on(const body *b, str on)
{
    return (b->valid_from.len == 0 || str_compare(b->valid_from, on) <= 0) &&
           (b->valid_to.len == 0 || str_compare(b->valid_to, on) >= 0);
}

static status follow(db *d, arena *a, const body *met, str on, body *now)
{
    body b = *met;
    for (int i = 0; i < SUCCESSIONS_MAX && !holds_on(&b, on) && b.merged_into; i++) {
        if (b.valid_to.len && str_compare(b.valid_to, on) >= 0) break; // not ended yet: too early
        TRY(body_load(d, a, b.merged_into, on, &b));
    }
    *now = b;
    return ST_OK;
}

static status consider(db *d, arena *a, int64_t id, str on, candidates *into)
{
    if (into->count == CANDIDATES_MAX) return ST_OK;
    candidate k;
    TRY(body_load(d, a, id, on, &k.met));
    TRY(follow(d, a, &k.met, on, &k.now));
    for (size_t i = 0; i < into->count; i++) {
        if (into->items[i].now.id != k.now.id) continue;
        // The same body today under one name: the one that bears it now needs no note.
        if (k.met.id == k.now.id) into->items[i] = k;
        return ST_OK;
    }
    into->items[into->count++] = k;
    return ST_OK;
}

// Keeps those for which `keep` says yes, if there are any.
static void prefer(candidates *list, const bool *keep)
{
    candidates kept = { .count = 0 };
    for (size_t i = 0; i < list->count; i++) {
        if (keep[i]) kept.items[kept.count++] = list->items[i];
    }
    if (kept.count) *list = kept;
}

static status narrow(call *c, candidates *list, str on)
{
    bool keep[CANDIDATES_MAX];
    for (size_t i = 0; i < list->count; i++) keep[i] = holds_on(&list->items[i].now, on);
    prefer(list, keep);
    // A name borne today is not the memory of another body's old name.
    for (size_t i = 0; i < list->count; i++) {
        keep[i] = list->items[i].met.id == list->items[i].now.id;
    }
    prefer(list, keep);
    for (size_t i = 0; list->count > 1 && i < list->count; i++) {
        TRY(body_in_branch(c, list->items[i].now.id, c->who.body_id, &keep[i]));
    }
    if (list->count > 1) prefer(list, keep);
    return ST_OK;
}

static status collect(db *d, arena *a, const body_guesses *g, str on, candidates *list)
{
    for (size_t i = 0; i < g->code_count; i++) {
        int64_t id;
        status  st = id_of_code(d, *a, g->codes[i], &id);
        if (st == ST_MISSING) continue;
        if (st != ST_OK) return st;
        return consider(d, a, id, on, list); // a code is one body
    }
    for (size_t i = 0; i < g->fold_count && list->count == 0; i++) {
        body_ids_by_fold_row *rows;
        size_t                count;
        TRY(body_ids_by_fold(d, &(body_ids_by_fold_in){ .fold = g->folds[i] }, a, &rows, &count));
        for (size_t k = 0; k < count; k++) TRY(consider(d, a, rows[k].id, on, list));
    }
    return ST_OK;
}

status body_resolve(call *c, str typed, str on, body_found *out, problem *why)
{
    db          *d;
    str          today;
    body_guesses g;
    TRY(begin(c, &d, &today));
    str when = on.len ? on : today;
    TRY(body_guess(typed, c->a, &g));
    candidates *list = NEW(c->a, candidates, 1);
    if (!list) return ST_MEMORY;
    TRY(collect(d, c->a, &g, when, list));
    TRY(narrow(c, list, when));
    if (list->count == 0) {
        return problem_detail(why, ST_MISSING, S(""), S("unknown-body"), typed);
    }
    if (list->count > 1) {
        return problem_detail(why, ST_INVALID, S(""), S("ambiguous-body"), typed);
    }
    const candidate *k = &list->items[0];
    *out = (body_found){ .body = k->now, .successor = k->now.id != k->met.id, .old = k->met };
    return ST_OK;
}

status body_read_ref(call *c, str field, str typed, int64_t *id, problem *why)
{
    body_found found;
    if (!str_trim(typed).len) return problem_set(why, ST_INVALID, field, S("required"));
    status st = body_resolve(c, typed, S(""), &found, why);
    if (st == ST_MISSING || st == ST_INVALID) {
        if (why) why->field = field;
        return ST_INVALID;
    }
    if (st == ST_OK) *id = found.body.id;
    return st;
}
