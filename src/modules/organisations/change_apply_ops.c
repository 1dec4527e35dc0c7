#include "modules/organisations/change_apply_ops.h"

#include <assert.h>

#include "kit/os/os.h"
#include "modules/organisations/body_store.h"
#include "modules/organisations/organisations_queries.gen.h"
#include "modules/organisations/split_ops.h"
#include "modules/organisations/tree_ops.h"

// ---- heirs ------------------------------------------------------------------------------------------

static const body_heir *const *heirs;
static size_t                  heir_count;

void organisations_heirs(const body_heir *const *list, size_t count)
{
    assert(count <= CHANGE_HEIRS_MAX);
    heirs      = list;
    heir_count = count;
}

const body_heir *const *change_heirs(size_t *count)
{
    *count = heir_count;
    return heirs;
}

status change_counts(call *c, db *d, int64_t body_id, int64_t *by_heir)
{
    for (size_t i = 0; i < heir_count; i++) TRY(heirs[i]->count(c, d, body_id, &by_heir[i]));
    return ST_OK;
}

status change_held(call *c, db *d, int64_t body_id, int64_t *n)
{
    *n = 0;
    return heir_count ? heirs[0]->count(c, d, body_id, n) : ST_OK;
}

status change_clashes(call *c, db *d, int64_t body_id, int64_t other, int64_t *n)
{
    *n = 0;
    for (size_t i = 0; i < heir_count; i++) {
        int64_t some = 0;
        if (heirs[i]->clashes) TRY(heirs[i]->clashes(c, d, body_id, other, &some));
        *n += some;
    }
    return ST_OK;
}

// ---- its trace --------------------------------------------------------------------------------------

status change_audit(call *c, str act, const body_change *g, int64_t moved)
{
    buf b = buf_in(c->a, 512, AUDIT_DETAIL_BYTES_MAX);
    buf_printf(&b, "{\"change\":\"%lld\",\"kind\":\"" STR_FMT "\",\"into\":\"%lld\",\"bodies\":[",
               (long long)g->id, STR_ARG(body_change_kind_key(g->kind)), (long long)g->into_id);
    for (size_t i = 0; i < g->body_count; i++) {
        buf_printf(&b, "%s\"%lld\"", i ? "," : "", (long long)g->bodies[i]);
    }
    buf_put(&b, S("],\"doc_no\":"));
    buf_json(&b, g->doc_no);
    buf_printf(&b, ",\"effect_on\":\"" STR_FMT "\",\"systems\":%lld}", STR_ARG(g->effect_on),
               (long long)moved);
    return b.failed ? ST_MEMORY : audit_write(c, act, S("body"), g->bodies[0], buf_str(&b));
}

// ---- the body that goes on --------------------------------------------------------------------------

typedef struct applying {
    call        *c;
    db          *d;
    body_change *g;
    str          today, last; // last: the day before the change
    int64_t      moved;
    problem     *why;
} applying;

static status rename_into(applying *w, int64_t id)
{
    body b;
    TRY(body_load(w->d, w->c->a, id, w->today, &b));
    former_name_insert_in old = { .body = id, .valid_to = w->last, .doc_no = w->g->doc_no };
    body_names            n   = w->g->names;
    if (!n.place.len) n.place = b.place;
    if (!n.symbol.len) n.symbol = b.symbol;
    if (!n.name_en.len) n.name_en = S(""); // a name in English is not kept past its Vietnamese one
    TRY(former_name_insert(w->d, &old, NULL));
    return body_save_names(w->d, w->c->a, id, b.version, &n);
}

static status make_body(applying *w, str code, const body_names *names, int64_t *id)
{
    body_change *g   = w->g;
    body_new     row = { .valid_to = S(""),
                         .draft    = { .code       = code,
                                       .name_vi    = names->name_vi,
                                       .name_en    = names->name_en,
                                       .symbol     = names->symbol,
                                       .place      = names->place,
                                       .kind       = g->body_kind,
                                       .note       = S(""),
                                       .valid_from = g->effect_on,
                                       .parent_id  = g->parent_id } };
    TRY(os_uuid(w->c->now_ms, w->c->a, &row.uid));
    TRY(body_save_new(w->d, w->c->a, &row, id));
    if (g->parent_id) {
        supervision_insert_in in = { .body       = *id,
                                     .parent     = g->parent_id,
                                     .valid_from = g->effect_on,
                                     .valid_to   = BODY_DAY_LAST };
        TRY(supervision_insert(w->d, &in, NULL));
    }
    return tree_refresh(w->c, w->d, *id, w->today);
}

// ---- what a body hands on ---------------------------------------------------------------------------

static status hand_on_units(applying *w, int64_t from)
{
    int64_t       into = w->g->into_id;
    units_of_row *rows;
    size_t        count;
    arena         scratch = *w->c->a;
    call          inner   = *w->c;
    TRY(units_of(w->d, &(units_of_in){ .parent = from, .day = w->g->effect_on }, &scratch, &rows,
                 &count));
    inner.a = &scratch;
    for (size_t i = 0; i < count; i++) {
        int64_t unit = rows[i].id;
        if (unit == into) continue;
        unit_split_in   split   = { unit, from, into, w->g->effect_on };
        unit_end_in     end     = { unit, from, w->g->effect_on, w->last };
        unit_repoint_in repoint = { unit, from, into, w->g->effect_on };
        TRY(unit_repoint(w->d, &repoint, NULL));
        TRY(unit_split(w->d, &split, NULL));
        TRY(unit_end(w->d, &end, NULL));
        TRY(tree_refresh(&inner, w->d, unit, w->today));
    }
    return ST_OK;
}

// Bodies it supervised: their sights follow.
static status hand_on_sights(applying *w, int64_t from)
{
    supervised_by_row *rows;
    size_t             count;
    arena              scratch = *w->c->a;
    call               inner   = *w->c;
    str                day_on  = w->g->effect_on;
    TRY(supervised_by(w->d, &(supervised_by_in){ .by = from, .day = day_on }, &scratch, &rows,
                      &count));
    if (w->g->into_id) {
        supervisors_hand_on_in over = { from, w->g->into_id, day_on };
        supervising_hand_on_in by   = { from, w->g->into_id, day_on };
        TRY(supervisors_hand_on(w->d, &over, NULL));
        TRY(supervising_hand_on(w->d, &by, NULL));
    }
    TRY(supervisors_stop(w->d, &(supervisors_stop_in){ .body = from, .last = w->last }, NULL));
    TRY(delegations_stop(w->d, &(delegations_stop_in){ .body = from, .last = w->last }, NULL));
    inner.a = &scratch;
    for (size_t i = 0; i < count; i++) TRY(tree_refresh(&inner, w->d, rows[i].id, w->today));
    return w->g->into_id ? tree_refresh(&inner, w->d, w->g->into_id, w->today) : ST_OK;
}

static status hand_on_all(applying *w, const body *from, const body *into)
{
    for (size_t i = 0; i < heir_count; i++) {
        if (heirs[i]->ready) TRY(heirs[i]->ready(w->c, w->d, from->id, w->why));
    }
    TRY(hand_on_sights(w, from->id));
    if (into->id == 0) return ST_OK;
    TRY(hand_on_units(w, from->id));
    for (size_t i = 0; i < heir_count; i++) {
        int64_t n = 0;
        TRY(heirs[i]->move(w->c, w->d, from, into, &n));
        if (i == 0) w->moved += n;
    }
    return ST_OK;
}

static status hand_on(applying *whole, int64_t from_id)
{
    arena    scratch = *whole->c->a;
    call     inner   = *whole->c; // its memory begins after the two bodies
    body     from, into = { .id = whole->g->into_id };
    applying w = *whole;
    inner.a    = &scratch;
    w.c        = &inner;
    TRY(body_load(w.d, &scratch, from_id, w.today, &from));
    if (into.id) TRY(body_load(w.d, &scratch, into.id, w.today, &into));
    TRY(hand_on_all(&w, &from, &into));
    whole->moved = w.moved;
    str last     = w.last; // it ends no sooner than it began
    if (from.valid_from.len && str_compare(last, from.valid_from) < 0) last = from.valid_from;
    body_end_in end = { .id = from_id, .valid_to = last };
    if (into.id) end.merged_into = some_int(into.id);
    TRY(body_end(w.d, &end, NULL));
    TRY(supervision_close(w.d, &(supervision_close_in){ .body = from_id, .last = last }, NULL));
    return tree_refresh(&inner, w.d, from_id, w.today);
}

// Its successors are made, each thing goes to its own; what is left of it goes on with the first, unless it
// goes on itself.
static status split(applying *w)
{
    body_change *g     = w->g;
    int64_t      from  = g->bodies[0];
    bool         stays = false;
    TRY(split_complete(w->c, g, w->why));
    for (size_t i = 0; i < heir_count; i++) {
        if (heirs[i]->ready) TRY(heirs[i]->ready(w->c, w->d, from, w->why));
    }
    for (size_t i = 0; i < g->part_count; i++) {
        body_change_part *p     = &g->parts[i];
        const body_names  names = { p->name, S(""), S(""), S("") };
        if (!p->body_id) TRY(make_body(w, p->code, &names, &p->body_id));
        stays |= p->body_id == from;
    }
    TRY(split_save(w->d, g));
    TRY(split_hand_out(w->c, w->d, g, &w->moved));
    for (size_t i = 0; i < g->part_count; i++) {
        int64_t                to   = g->parts[i].body_id;
        supervisors_hand_on_in over = { from, to, g->effect_on };
        if (to == from) continue;
        TRY(supervisors_hand_on(w->d, &over, NULL));
        TRY(tree_refresh(w->c, w->d, to, w->today));
    }
    if (stays) return ST_OK;
    g->into_id = g->parts[0].body_id;
    return hand_on(w, from);
}

status change_apply(call *c, db *d, body_change *g, problem *why)
{
    applying w = { .c = c, .d = d, .g = g, .why = why, .today = organisations_day(c) };
    w.last     = body_day_before(c->a, g->effect_on);
    if (!w.today.ptr || !w.last.ptr) return ST_MEMORY;
    if (g->kind == CHANGE_RENAME) {
        TRY(rename_into(&w, g->bodies[0]));
    } else if (g->kind == CHANGE_SPLIT) {
        TRY(split(&w));
    } else {
        if (g->kind == CHANGE_MERGE && !g->into_id) {
            TRY(make_body(&w, g->code, &g->names, &g->into_id));
        } else if (g->into_id && g->names.name_vi.len) {
            TRY(rename_into(&w, g->into_id));
        }
        for (size_t i = 0; i < g->body_count; i++) TRY(hand_on(&w, g->bodies[i]));
    }
    int64_t        changed = 0;
    change_done_in done = { .id = g->id, .into = g->into_id, .systems = w.moved, .now = c->now_ms };
    TRY(change_done(d, &done, &changed));
    if (changed != 1) return ST_CONFLICT;
    return change_audit(c, S("body.change-done"), g, w.moved);
}
