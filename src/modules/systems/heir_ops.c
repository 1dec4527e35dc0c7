// heir_ops.c - a body that ends hands its systems to the one that goes on: owner and operator change,
// a line of history each, decision numbers and determinations stay. See body_heir in organisations.h.
#include "kit/text/fold.h"
#include "modules/organisations/organisations.h"
#include "modules/systems/system_ops.h"
#include "modules/systems/systems.h"
#include "modules/systems/systems_queries.gen.h"

enum { HEIR_BATCH = 100 };

static status count(call *c, db *d, int64_t body_id, int64_t *n)
{
    arena          scratch = *c->a;
    heir_count_row row;
    TRY(heir_count(d, &(heir_count_in){ .body = body_id }, &scratch, &row));
    *n = row.n;
    return ST_OK;
}

static status clashes(call *c, db *d, int64_t body_id, int64_t other, int64_t *n)
{
    arena            scratch = *c->a;
    heir_clashes_row row;
    TRY(heir_clashes(d, &(heir_clashes_in){ .body = body_id, .other = other }, &scratch, &row));
    *n = row.n;
    return ST_OK;
}

// Rows that nobody sees yet belong to an import that is being written: it knows the old owner.
static status ready(call *c, db *d, int64_t body_id, problem *why)
{
    arena            scratch = *c->a;
    heir_staged_row *rows;
    size_t           n;
    TRY(heir_staged(d, &(heir_staged_in){ .body = body_id }, &scratch, &rows, &n));
    return n ? problem_set(why, ST_INVALID, S("bodies"), S("import-running")) : ST_OK;
}

typedef struct heir {
    call       *c;
    db         *d;
    const body *from, *to;
    scope_line  line; // of `to`
    str         person;
} heir;

static status history(const heir *h, const heir_owned_row *r, const char *field, str before,
                      str after)
{
    history_insert_in in = { .system_id = r->id,
                             .version   = r->version + 1,
                             .at_ms     = h->c->now_ms,
                             .person_id = h->c->who.person_id,
                             .person    = h->person,
                             .act       = CHANGED_BY_MERGER,
                             .field     = str_from(field),
                             .before    = before,
                             .after     = after };
    return str_equal(before, after) ? ST_OK : history_insert(h->d, &in, NULL);
}

// Two systems of one name cannot stay so under one owner: the one handed on gets the code of its old
// owner behind its name, or its own code.
static status free_name(const heir *h, arena *a, const heir_owned_row *r, int64_t owner, str *name)
{
    const str tails[] = { h->from->code, r->code };
    *name             = r->name;
    for (size_t i = 0; i <= COUNT(tails); i++) {
        system_named_row taken;
        system_named_in  in = { .owner = owner, .name_key = text_words(a, name, 1), .id = r->id };
        if (!in.name_key.ptr) return ST_MEMORY;
        status st = system_named(h->d, &in, a, &taken);
        if (st != ST_OK) return st == ST_MISSING ? ST_OK : st;
        if (i == COUNT(tails)) break;
        *name = arena_printf(a, STR_FMT " (" STR_FMT ")", STR_ARG(r->name), STR_ARG(tails[i]));
        if (!name->ptr) return ST_MEMORY;
    }
    return ST_CONFLICT;
}

static status write_row(const heir *h, arena *a, const heir_owned_row *r, const system_party *owner,
                        const system_party *by, str name, int64_t change_seq)
{
    heir_set_in in      = { .id            = r->id,
                            .known_version = r->version,
                            .owner         = owner->id,
                            .operator_id   = { by->id != 0, by->id },
                            .name          = name,
                            .name_key      = text_words(a, &name, 1),
                            .sort_key      = str_slice(text_sort_key(a, name), 0, SYSTEM_SORT_KEY_MAX),
                            .fold          = system_search_text(a, name, r->code, owner, by),
                            .change_seq    = change_seq,
                            .now           = h->c->now_ms };
    int64_t     changed = 0;
    if (!in.name_key.ptr || !in.sort_key.ptr || !in.fold.ptr) return ST_MEMORY;
    TRY(words_take(h->d, &(words_take_in){ .first = r->id, .last = r->id }, NULL));
    TRY(heir_set(h->d, &in, &changed));
    TRY(words_put(h->d, &(words_put_in){ .first = r->id, .last = r->id }, NULL));
    if (changed != 1) return ST_CONFLICT;
    if (str_equal(name, r->name)) return ST_OK;
    call once  = *h->c;
    once.a     = a;
    int64_t lv = system_scope_level((law_result)r->result, (int)r->level);
    return scope_change(&once, SCOPE_SYSTEM, r->id, lv, r->state, in.sort_key);
}

static status hand_on(const heir *h, arena scratch, const heir_owned_row *r, int64_t change_seq)
{
    bool owned                             = r->owner == h->from->id;
    bool run                               = r->operator.set && r->operator.value == h->from->id;
    system_party                     to    = { h->to->id, h->to->code, h->to->name_vi };
    system_party                     owner = { r->owner, r->owner_code, r->owner_name };
    system_party                     by    = { r->operator.set ? r->operator.value : 0,
                        r->operator_code.ptr ? r->operator_code : S(""), r->operator_name };
    str                              name = r->name, ran = by.code;
    if (owned) owner = to;
    if (run) by = to;
    if (owned) TRY(free_name(h, &scratch, r, owner.id, &name));
    TRY(write_row(h, &scratch, r, &owner, &by, name, change_seq));
    TRY(history(h, r, "name", r->name, name));
    TRY(history(h, r, "owner", r->owner_code, owner.code));
    if (run) TRY(history(h, r, "operator", ran, by.code));
    call once = *h->c;
    once.a    = &scratch;
    if (owned) return scope_move_to(&once, SCOPE_SYSTEM, r->id, &h->line, by.id);
    return scope_move(&once, SCOPE_SYSTEM, r->id, owner.id, by.id);
}

static status batch(const heir *h, const heir_owned_row *rows, size_t n)
{
    int64_t first;
    arena   scratch = *h->c->a;
    TRY(system_take_numbers(h->d, "change", (int64_t)n, &scratch, &first));
    for (size_t i = 0; i < n; i++) TRY(hand_on(h, scratch, &rows[i], first + (int64_t)i));
    return ST_OK;
}

// Those handed on are no longer found, so each batch begins at the front.
static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    _Static_assert(sizeof(heir_operated_row) == sizeof(heir_owned_row), "same columns");
    system_author by = system_author_of(c, DETERMINED_AT_WRITE, (str){ 0 });
    heir          h  = { .d = d, .from = from, .to = to, .person = by.person };
    size_t        got;
    *n = 0;
    for (bool own = true;;) {
        arena           scratch = *c->a;
        call            inner   = *c;
        heir_owned_row *rows;
        inner.a = &scratch;
        h.c     = &inner;
        if (own) {
            TRY(heir_owned(d, &(heir_owned_in){ .body = from->id, .max = HEIR_BATCH }, &scratch,
                           &rows, &got));
            if (*n == 0 && got) TRY(scope_line_of(&inner, to->id, &h.line));
            *n += (int64_t)got;
        } else {
            heir_operated_row *run;
            TRY(heir_operated(d, &(heir_operated_in){ .body = from->id, .max = HEIR_BATCH },
                              &scratch, &run, &got));
            rows = (heir_owned_row *)(void *)run;
        }
        TRY(batch(&h, rows, got));
        if (got == HEIR_BATCH) continue;
        if (!own) break;
        own = false;
    }
    return saved_move(d, &(saved_move_in){ .from_id = from->id, .to_id = to->id }, NULL);
}

// ---- a body that is split: one by one ---------------------------------------------------------------

static status list(call *c, db *d, int64_t body_id, body_holding **out, size_t *n)
{
    heir_holdings_row *rows;
    heir_holdings_in   in = { .body = body_id, .max = BODY_HOLDINGS_MAX };
    TRY(heir_holdings(d, &in, c->a, &rows, n));
    body_holding *held = NEW(c->a, body_holding, *n ? *n : 1);
    if (!held) return ST_MEMORY;
    for (size_t i = 0; i < *n; i++) {
        held[i] = (body_holding){ rows[i].id, rows[i].name, rows[i].code };
    }
    *out = held;
    return ST_OK;
}

static status move_one(call *c, db *d, const body *from, const body *to, int64_t id)
{
    _Static_assert(sizeof(heir_one_row) == sizeof(heir_owned_row), "same columns");
    system_author by = system_author_of(c, DETERMINED_AT_WRITE, (str){ 0 });
    heir          h  = { .c = c, .d = d, .from = from, .to = to, .person = by.person };
    heir_one_row *row;
    size_t        got;
    TRY(heir_one(d, &(heir_one_in){ .id = id, .body = from->id }, c->a, &row, &got));
    if (got != 1) return ST_CONFLICT;
    if (row->owner == from->id) TRY(scope_line_of(c, to->id, &h.line));
    return batch(&h, (heir_owned_row *)(void *)row, 1);
}

const body_heir systems_heir = { .what     = STR("systems"),
                                 .count    = count,
                                 .ready    = ready,
                                 .clashes  = clashes,
                                 .move     = move,
                                 .list     = list,
                                 .move_one = move_one };
