#include "modules/organisations/split_ops.h"

#include "modules/organisations/body_ops.h"
#include "modules/organisations/body_store.h"
#include "modules/organisations/change_apply_ops.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/tree_ops.h"

#define UNITS S("units")

size_t split_whats(str out[SPLIT_WHATS_MAX])
{
    size_t                  n, count = 0;
    const body_heir *const *heirs = change_heirs(&n);
    for (size_t i = 0; i < n; i++) {
        if (heirs[i]->list) out[count++] = heirs[i]->what;
    }
    out[count++] = UNITS;
    return count;
}

static const body_heir *heir_of(str what)
{
    size_t                  n;
    const body_heir *const *heirs = change_heirs(&n);
    for (size_t i = 0; i < n; i++) {
        if (heirs[i]->list && str_equal(heirs[i]->what, what)) return heirs[i];
    }
    return NULL;
}

// ---- the successors ---------------------------------------------------------------------------------

status split_load(db *d, arena *a, int64_t change_id, body_change *out)
{
    change_parts_row *rows;
    size_t            count;
    change_parts_in   in = { .change = change_id, .max = CHANGE_BODIES_MAX };
    TRY(change_parts(d, &in, a, &rows, &count));
    out->part_count = count;
    for (size_t i = 0; i < count; i++) {
        out->parts[i] = (body_change_part){ rows[i].body, rows[i].code, rows[i].name_vi };
    }
    return ST_OK;
}

status split_save(db *d, const body_change *g)
{
    for (size_t i = 0; i < g->part_count; i++) {
        const body_change_part *p  = &g->parts[i];
        change_part_put_in      in = { g->id, (int64_t)i + 1, p->body_id, p->code, p->name };
        TRY(change_part_put(d, &in, NULL));
    }
    return ST_OK;
}

static status refuse(problem *why, const char *rule, str detail)
{
    return problem_detail(why, ST_INVALID, S("parts"), str_from(rule), detail);
}

// One that is there already: open, of the own branch, not below the one that ends.
static status check_there(call *c, const body_change *g, body_change_part *p, bool sample,
                          problem *why)
{
    body b;
    bool below;
    TRY(body_by_id(c, p->body_id, &b));
    p->code = b.code, p->name = b.name_vi;
    if (p->body_id == g->bodies[0]) return ST_OK; // it goes on, smaller
    TRY(body_must_be_open(c, p->body_id, S("parts"), why));
    TRY(body_must_hold(c, p->body_id));
    if (str_equal(b.kind, S("sample")) != sample) return refuse(why, "sample-apart", b.name_vi);
    TRY(body_in_branch(c, p->body_id, g->bodies[0], &below));
    return below ? refuse(why, "into-below", b.name_vi) : ST_OK;
}

static status check_new(call *c, db *d, body_change_part *p, problem *why)
{
    body_id_by_code_row row;
    arena               scratch = *c->a;
    body_names          names, typed = { p->name, S(""), S(""), S("") };
    if (body_names_check(&typed, c->a, &names, NULL) != ST_OK)
        return refuse(why, "required", p->code);
    status st = body_code_check(p->code, c->a, &p->code, why);
    if (st != ST_OK) return st == ST_INVALID ? refuse(why, "code-form", p->code) : st;
    p->name = names.name_vi;
    st      = body_id_by_code(d, &(body_id_by_code_in){ .code = p->code }, &scratch, &row);
    if (st == ST_OK) return refuse(why, "code-taken", p->code);
    return st == ST_MISSING ? ST_OK : st;
}

status split_check(call *c, db *d, body_change *g, problem *why)
{
    body source;
    if (g->part_count < 2) return refuse(why, "split-two", S(""));
    TRY(body_by_id(c, g->bodies[0], &source));
    bool sample  = str_equal(source.kind, S("sample"));
    g->body_kind = source.kind;
    g->parent_id = source.parent_id;
    for (size_t i = 0; i < g->part_count; i++) {
        body_change_part *p = &g->parts[i];
        if (p->body_id) TRY(check_there(c, g, p, sample, why));
        if (!p->body_id) TRY(check_new(c, d, p, why));
        for (size_t k = 0; k < i; k++) {
            if (str_equal(g->parts[k].code, p->code)) return refuse(why, "twice", p->code);
        }
    }
    if (g->parent_id || c->who.person_id == -1) return ST_OK;
    return refuse(why, "required", S(""));
}

// ---- what goes to which -----------------------------------------------------------------------------

static status list_units(call *c, db *d, int64_t body_id, body_holding **out, size_t *count)
{
    unit_names_row *rows;
    unit_names_in in = { .parent = body_id, .day = organisations_day(c), .max = BODY_HOLDINGS_MAX };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(unit_names(d, &in, c->a, &rows, count));
    body_holding *list = NEW(c->a, body_holding, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        list[i] = (body_holding){ rows[i].id, rows[i].name_vi, rows[i].code };
    }
    *out = list;
    return ST_OK;
}

static status list_held(call *c, db *d, int64_t body_id, str what, body_holding **out,
                        size_t *count)
{
    const body_heir *heir = heir_of(what);
    if (str_equal(what, UNITS)) return list_units(c, d, body_id, out, count);
    return heir ? heir->list(c, d, body_id, out, count) : ST_MISSING;
}

status split_items(call *c, const body_change *g, str what, split_item **out, size_t *count)
{
    db                *d;
    body_holding      *held;
    change_shares_row *shares;
    size_t             share_count;
    TRY(call_db(c, &d));
    TRY(list_held(c, d, g->bodies[0], what, &held, count));
    change_shares_in in = { .change = g->id, .what = what, .max = BODY_HOLDINGS_MAX };
    TRY(change_shares(d, &in, c->a, &shares, &share_count));
    split_item *list = NEW(c->a, split_item, *count ? *count : 1);
    if (!list) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        // By object, so a search by halves finds it.
        size_t low = 0, high = share_count;
        while (low < high) {
            size_t middle = low + (high - low) / 2;
            if (shares[middle].object < held[i].id) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        bool said = low < share_count && shares[low].object == held[i].id;
        list[i]   = (split_item){ held[i].id, said ? shares[low].part : 0, held[i].name,
                                  held[i].detail };
    }
    *out = list;
    return ST_OK;
}

status split_counts(call *c, const body_change *g, split_count *out, size_t *count)
{
    str whats[SPLIT_WHATS_MAX];
    *count = split_whats(whats);
    for (size_t w = 0; w < *count; w++) {
        arena       scratch = *c->a;
        call        inner   = *c;
        split_item *items;
        size_t      n;
        inner.a = &scratch;
        out[w]  = (split_count){ .what = whats[w] };
        TRY(split_items(&inner, g, whats[w], &items, &n));
        out[w].total = (int64_t)n;
        for (size_t i = 0; i < n; i++) out[w].parts[items[i].part]++;
    }
    return ST_OK;
}

status split_complete(call *c, const body_change *g, problem *why)
{
    split_count counts[SPLIT_WHATS_MAX];
    size_t      n;
    int64_t     open = 0;
    TRY(split_counts(c, g, counts, &n));
    for (size_t i = 0; i < n; i++) open += counts[i].parts[0];
    if (open == 0) return ST_OK;
    return refuse(why, "split-open", arena_printf(c->a, "%lld", (long long)open));
}

typedef struct share_work {
    call          *c;
    int64_t        change_id, part;
    str            what;
    const int64_t *ids;
    size_t         n;
    problem       *why;
} share_work;

static bool holds(const split_item *items, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++) {
        if (items[i].id == id) return true;
    }
    return false;
}

static status share(db *d, void *ctx)
{
    share_work *w = ctx;
    body_change g;
    split_item *items;
    size_t      n;
    TRY(body_change_load(w->c, w->change_id, &g));
    if (g.kind != CHANGE_SPLIT) return ST_MISSING;
    TRY(body_must_hold(w->c, g.bodies[0]));
    if (g.state != CHANGE_DRAFT && g.state != CHANGE_WAITING) return ST_CONFLICT;
    if (w->part < 0 || w->part > (int64_t)g.part_count) {
        return problem_set(w->why, ST_INVALID, S("part"), S("unknown-value"));
    }
    status st = split_items(w->c, &g, w->what, &items, &n);
    if (st == ST_MISSING) return problem_set(w->why, ST_INVALID, S("what"), S("unknown-value"));
    TRY(st);
    for (size_t i = 0; i < w->n; i++) {
        if (!holds(items, n, w->ids[i])) {
            return problem_set(w->why, ST_INVALID, S("part"), S("not-held"));
        }
        change_share_put_in in = { w->change_id, w->what, w->ids[i], w->part };
        TRY(change_share_put(d, &in, NULL));
    }
    return change_audit(w->c, S("body.change-share"), &g, (int64_t)w->n);
}

status split_share(call *c, int64_t change_id, str what, const int64_t *ids, size_t n, int64_t part,
                   problem *why)
{
    share_work w = { c, change_id, part, what, ids, n, why };
    return n ? call_act(c, share, &w) : ST_OK;
}

// ---- its day ----------------------------------------------------------------------------------------

static status move_unit(call *c, db *d, const body_change *g, int64_t unit, int64_t to)
{
    int64_t from  = g->bodies[0];
    str     today = organisations_day(c), last = body_day_before(c->a, g->effect_on);
    if (!today.ptr || !last.ptr) return ST_MEMORY;
    unit_repoint_in repoint = { unit, from, to, g->effect_on };
    unit_split_in   split   = { unit, from, to, g->effect_on };
    unit_end_in     end     = { unit, from, g->effect_on, last };
    TRY(unit_repoint(d, &repoint, NULL));
    TRY(unit_split(d, &split, NULL));
    TRY(unit_end(d, &end, NULL));
    return tree_refresh(c, d, unit, today);
}

static status hand_out_one(call *c, db *d, const body_change *g, str what, const split_item *item)
{
    int64_t          to_id = g->parts[item->part - 1].body_id;
    const body_heir *heir  = heir_of(what);
    body             from, to;
    str              today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    if (to_id == g->bodies[0]) return ST_OK; // stays
    if (!heir) return move_unit(c, d, g, item->id, to_id);
    TRY(body_load(d, c->a, g->bodies[0], today, &from));
    TRY(body_load(d, c->a, to_id, today, &to));
    return heir->move_one(c, d, &from, &to, item->id);
}

status split_hand_out(call *c, db *d, const body_change *g, int64_t *moved)
{
    str    whats[SPLIT_WHATS_MAX];
    size_t count = split_whats(whats);
    for (size_t w = 0; w < count; w++) {
        arena       list_memory = *c->a;
        call        lister      = *c;
        split_item *items;
        size_t      n;
        lister.a = &list_memory;
        TRY(split_items(&lister, g, whats[w], &items, &n));
        for (size_t i = 0; i < n; i++) {
            arena scratch = list_memory;
            call  inner   = *c;
            inner.a       = &scratch;
            TRY(hand_out_one(&inner, d, g, whats[w], &items[i]));
            *moved += w == 0 && g->parts[items[i].part - 1].body_id != g->bodies[0];
        }
    }
    return ST_OK;
}
