#include "modules/organisations/scope_ops.h"

#include "kit/store/kept.h"

#include <assert.h>

#include "modules/organisations/organisations_queries.gen.h"

enum { OWNED_BATCH = 200, OPERATOR_STAYS = -1 };

static void assert_entry(const scope_entry *e)
{
    assert(e->object_id > 0 && e->owner_id > 0 && e->operator_id >= 0);
    assert(e->level >= 0 && e->level < 100 && e->state >= 0 && e->state < 100);
    assert(e->sort_key.ptr && e->sort_key.len <= SCOPE_KEY_MAX);
}

static status rows_add(db *d, scope_kind kind, const scope_entry *e, int64_t now_ms)
{
    assert_entry(e);
    scope_insert_in in = {
        .kind   = kind,
        .object = e->object_id,
        .owner  = e->owner_id,
        .operator= e->operator_id,
        .level    = e->level,
        .state    = e->state,
        .sort_key = e->sort_key,
        .now      = now_ms,
    };
    int64_t added = 0;
    TRY(scope_insert(d, &in, &added));
    return added > 0 ? ST_OK : ST_MISSING; // no such owner
}

static status count_object(db *d, scope_kind kind, int64_t object_id, int64_t n)
{
    scope_delta_object_in in = { .kind = kind, .object = object_id, .n = n };
    return scope_delta_object(d, &in, NULL);
}

static status rows_drop(db *d, scope_kind kind, int64_t object_id)
{
    TRY(count_object(d, kind, object_id, -1));
    return scope_delete(d, &(scope_delete_in){ .kind = kind, .object = object_id }, NULL);
}

// What was read before a merger must not be written after it under the old owner.
static status owner_stands(call *c, db *d, int64_t owner)
{
    arena                 scratch = *c->a;
    scope_owner_gone_row *rows;
    size_t                count;
    str                   today = organisations_day(c);
    if (!today.ptr) return ST_MEMORY;
    scope_owner_gone_in in = { .owner = owner, .day = today };
    TRY(scope_owner_gone(d, &in, &scratch, &rows, &count));
    return count ? ST_CONFLICT : ST_OK;
}

status scope_put(call *c, scope_kind kind, const scope_entry *entry)
{
    db *d;
    TRY(call_db(c, &d));
    TRY(owner_stands(c, d, entry->owner_id));
    TRY(rows_add(d, kind, entry, c->now_ms));
    return count_object(d, kind, entry->object_id, 1);
}

// ---- many at once -----------------------------------------------------------------------------------

typedef struct tally { // new objects that are counted alike
    int64_t owner_id, operator_id, level, state, n;
} tally;

enum { TALLY_SLOTS = 1024 }; // a power of two; when crowded, the rest is counted one by one

static tally *tally_slot(tally *slots, const scope_entry *e)
{
    uint64_t h = (uint64_t)e->owner_id * 0x9E3779B97F4A7C15u;
    h ^= (uint64_t)e->operator_id * 0xC2B2AE3D27D4EB4Fu;
    h ^= (uint64_t)(e->level * 100 + e->state) * 0x165667B19E3779F9u;
    for (size_t i = 0; i < 8; i++) {
        tally *t = &slots[((h >> 32) + i) % TALLY_SLOTS];
        if (t->n == 0) return t;
        if (t->owner_id == e->owner_id && t->operator_id == e->operator_id &&
            t->level == e->level && t->state == e->state) {
            return t;
        }
    }
    return NULL;
}

static status count_tally(db *d, scope_kind kind, const tally *t)
{
    scope_delta_owner_in in = { .kind  = kind,
                                .owner = t->owner_id,
                                .operator= t->operator_id,
                                .level = t->level,
                                .state = t->state,
                                .n     = t->n };
    return scope_delta_owner(d, &in, NULL);
}

status scope_put_many(call *c, scope_kind kind, const scope_entry *entries, size_t count)
{
    db   *d;
    arena scratch = *c->a;
    TRY(call_db(c, &d));
    tally *slots = NEW(&scratch, tally, TALLY_SLOTS);
    if (!slots) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const scope_entry *e = &entries[i];
        TRY(rows_add(d, kind, e, c->now_ms));
        tally *t = tally_slot(slots, e);
        if (t) {
            *t = (tally){ e->owner_id, e->operator_id, e->level, e->state, t->n + 1 };
        } else {
            TRY(owner_stands(c, d, e->owner_id));
            TRY(count_object(d, kind, e->object_id, 1));
        }
    }
    for (size_t i = 0; i < TALLY_SLOTS; i++) {
        if (!slots[i].n) continue;
        TRY(owner_stands(c, d, slots[i].owner_id));
        TRY(count_tally(d, kind, &slots[i]));
    }
    return ST_OK;
}

// ---- changes ----------------------------------------------------------------------------------------

static status own_row(db *d, arena *a, scope_kind kind, int64_t object_id, scope_own_row *out)
{
    return scope_own(d, &(scope_own_in){ .kind = kind, .object = object_id }, a, out);
}

status scope_change(call *c, scope_kind kind, int64_t object_id, int64_t level, int64_t state,
                    str sort_key)
{
    db           *d;
    arena         scratch = *c->a;
    scope_own_row own;
    TRY(call_db(c, &d));
    TRY(own_row(d, &scratch, kind, object_id, &own));
    assert_entry(&(scope_entry){ object_id, own.owner, 0, level, state, sort_key });
    bool counted = own.level != level || own.state != state;
    if (!counted && str_equal(own.sort_key, sort_key)) return ST_OK;
    scope_update_in in = {
        .kind = kind, .object = object_id, .level = level, .state = state, .sort_key = sort_key
    };
    if (counted) TRY(count_object(d, kind, object_id, -1));
    TRY(scope_update(d, &in, NULL));
    return counted ? count_object(d, kind, object_id, 1) : ST_OK;
}

// ---- who is to see ----------------------------------------------------------------------------------

static status line_load(db *d, arena scratch, int64_t owner, scope_line *out)
{
    body_lines_of_row *lines;
    sights_of_row     *sights;
    size_t             count;
    scope_line         line = { .owner_id = owner };
    TRY(body_lines_of(d, &(body_lines_of_in){ .id = owner }, &scratch, &lines, &count));
    if (count == 0) return ST_MISSING; // no such owner
    for (size_t i = 0; i < count && line.count < SCOPE_VIEWERS_MAX - 1; i++) {
        line.items[line.count].body_id = lines[i].above;
        line.items[line.count++].role  = lines[i].depth ? SCOPE_SUPERIOR : SCOPE_OWNER;
    }
    TRY(sights_of(d, &(sights_of_in){ .body = owner }, &scratch, &sights, &count));
    for (size_t i = 0; i < count && line.count < SCOPE_VIEWERS_MAX - 1; i++) {
        line.items[line.count].body_id = sights[i].by;
        line.items[line.count++].role  = (scope_role)sights[i].role;
    }
    *out = line;
    return ST_OK;
}

// The line of one object: its operator sees it as such unless it is the owner.
static void line_operator(scope_line *line, int64_t operator_id)
{
    for (size_t i = 0; i < line->count; i++) {
        if (line->items[i].body_id != operator_id) continue;
        if (line->items[i].role != SCOPE_OWNER) line->items[i].role = SCOPE_OPERATOR;
        return;
    }
    if (!operator_id) return;
    line->items[line->count].body_id = operator_id;
    line->items[line->count++].role  = SCOPE_OPERATOR;
}

// ---- another line -----------------------------------------------------------------------------------

typedef struct rewriting {
    db                *d;
    int64_t            now_ms;
    int64_t            kind, object;
    scope_line         line; // as it is to be
    scope_rows_of_row *had;
    size_t             had_count;
} rewriting;

static status row_count(const rewriting *w, int64_t body_id, int64_t n)
{
    scope_delta_row_in in = {
        .body = body_id, .kind = w->kind, .level = w->had[0].level, .state = w->had[0].state, .n = n
    };
    return scope_delta_row(w->d, &in, NULL);
}

static status row_leave(const rewriting *w, const scope_rows_of_row *had)
{
    for (size_t i = 0; i < w->line.count; i++) {
        if (w->line.items[i].body_id == had->body) return ST_OK;
    }
    TRY(row_count(w, had->body, -1));
    scope_row_drop_in in = { .kind = w->kind, .object = w->object, .body = had->body };
    return scope_row_drop(w->d, &in, NULL);
}

static status row_enter(const rewriting *w, int64_t body_id, scope_role role)
{
    for (size_t i = 0; i < w->had_count; i++) {
        if (w->had[i].body != body_id) continue;
        scope_row_role_in in = {
            .kind = w->kind, .object = w->object, .body = body_id, .role = role
        };
        return w->had[i].role == role ? ST_OK : scope_row_role(w->d, &in, NULL);
    }
    scope_row_add_in in = { .kind     = w->kind,
                            .object   = w->object,
                            .body     = body_id,
                            .role     = role,
                            .level    = w->had[0].level,
                            .state    = w->had[0].state,
                            .sort_key = w->had[0].sort_key,
                            .now      = w->now_ms };
    TRY(scope_row_add(w->d, &in, NULL));
    return row_count(w, body_id, 1);
}

// Writes what differs only: of two units of one province nobody above them notices a merger. With
// OPERATOR_STAYS the operator is as it was. ST_MISSING for an object nobody sees.
static status rows_replace(call *c, db *d, rewriting *w, int64_t operator_id)
{
    arena            scratch = *c->a;
    scope_rows_of_in in      = { .kind = w->kind, .object = w->object };
    TRY(scope_rows_of(d, &in, &scratch, &w->had, &w->had_count));
    if (w->had_count == 0) return ST_MISSING;
    w->d      = d;
    w->now_ms = c->now_ms;
    for (size_t i = 0; operator_id < 0 && i < w->had_count; i++) {
        if (w->had[i].role == SCOPE_OPERATOR) operator_id = w->had[i].body;
    }
    line_operator(&w->line, operator_id < 0 ? 0 : operator_id);
    for (size_t i = 0; i < w->had_count; i++) TRY(row_leave(w, &w->had[i]));
    for (size_t i = 0; i < w->line.count; i++) {
        TRY(row_enter(w, w->line.items[i].body_id, w->line.items[i].role));
    }
    return ST_OK;
}

status scope_line_of(call *c, int64_t owner_id, scope_line *out)
{
    db *d;
    TRY(call_db(c, &d));
    return line_load(d, *c->a, owner_id, out);
}

status scope_move_to(call *c, scope_kind kind, int64_t object_id, const scope_line *line,
                     int64_t operator_id)
{
    db       *d;
    rewriting w = { .kind = kind, .object = object_id, .line = *line };
    TRY(call_db(c, &d));
    return rows_replace(c, d, &w, operator_id);
}

status scope_move(call *c, scope_kind kind, int64_t object_id, int64_t owner_id,
                  int64_t operator_id)
{
    scope_line line;
    TRY(scope_line_of(c, owner_id, &line));
    return scope_move_to(c, kind, object_id, &line, operator_id);
}

status scope_drop(call *c, scope_kind kind, int64_t object_id)
{
    db *d;
    TRY(call_db(c, &d));
    return rows_drop(d, kind, object_id);
}

status scope_rewrite_owned(call *c, db *d, int64_t owner)
{
    scope_owned_in in = {
        .body = owner, .kind = 0, .sort_key = S(""), .object = 0, .max = OWNED_BATCH
    };
    char       room[SCOPE_KEY_MAX];
    scope_line line;
    TRY(line_load(d, *c->a, owner, &line));
    for (bool more = true; more;) {
        arena            scratch = *c->a;
        scope_owned_row *rows;
        size_t           count;
        TRY(scope_owned(d, &in, &scratch, &rows, &count));
        call once = *c; // its memory begins after the list
        for (size_t i = 0; i < count; i++) {
            arena     rest = scratch;
            rewriting w    = { .kind = rows[i].kind, .object = rows[i].object, .line = line };
            once.a         = &rest;
            TRY(rows_replace(&once, d, &w, OPERATOR_STAYS));
        }
        more = count == OWNED_BATCH;
        if (!more) break;
        arena keep = arena_over(room, sizeof(room)); // the cursor outlives this batch's memory
        in.kind    = rows[count - 1].kind;
        in.object  = rows[count - 1].object;
        TRY(arena_copy(&keep, rows[count - 1].sort_key, &in.sort_key));
    }
    return ST_OK;
}

// ---- looking ----------------------------------------------------------------------------------------

status scope_may_see(call *c, scope_kind kind, int64_t object_id, scope_role *role)
{
    db               *d;
    arena             scratch = *c->a;
    scope_role_of_in  in      = { .kind = kind, .object = object_id, .body = c->who.body_id };
    scope_role_of_row row;
    TRY(call_db(c, &d));
    TRY(scope_role_of(d, &in, &scratch, &row));
    if (role) *role = (scope_role)row.role;
    return ST_OK;
}

static status count_cells(call *c, db *d, scope_kind kind, scope_counts *out)
{
    scope_counts_of_in   in = { .body = c->who.body_id, .kind = kind };
    scope_counts_of_row *rows;
    size_t               count;
    TRY(scope_counts_of(d, &in, c->a, &rows, &count));
    out->cells = NEW(c->a, scope_count, count ? count : 1);
    if (!out->cells) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].n == 0) continue;
        out->cells[out->count++] = (scope_count){ rows[i].level, rows[i].state, rows[i].n };
    }
    return ST_OK;
}

status scope_counts_load(call *c, scope_kind kind, scope_counts *out)
{
    static const char counts[] = "scope counts";
    const kept_key    key      = { .what = counts, .body = c->who.body_id, .other = (int64_t)kind };
    const kept_term   term     = { .now_ms = c->now_ms };
    size_t            size     = KEPT_BYTES_MAX;
    db               *d;
    *out = (scope_counts){ .cells = NEW(c->a, scope_count, KEPT_BYTES_MAX / sizeof(scope_count)) };
    if (!out->cells) return ST_MEMORY;
    TRY(call_db(c, &d));
    if (kept_find(d, &key, &term, out->cells, &size)) {
        out->count = size / sizeof(scope_count);
    } else {
        TRY(count_cells(c, d, kind, out));
        kept_put(d, &key, c->now_ms, out->cells, out->count * sizeof(scope_count));
    }
    for (size_t i = 0; i < out->count; i++) out->total += out->cells[i].n;
    return ST_OK;
}

static status fold(db *d, void *ctx)
{
    call                *c       = ctx;
    arena                scratch = *c->a;
    scope_deltas_max_row last;
    TRY(scope_deltas_max(d, &scratch, &last));
    if (!last.id.set) return ST_OK;
    TRY(scope_counts_add(d, &(scope_counts_add_in){ .upto = last.id.value }, NULL));
    return scope_deltas_drop(d, &(scope_deltas_drop_in){ .upto = last.id.value }, NULL);
}

status scope_counts_fold(call *c)
{
    return call_act(c, fold, c);
}
