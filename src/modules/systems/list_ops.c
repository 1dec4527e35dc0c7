// list_ops.c - lists and searches of the register. See systems.h.
//
// A page costs the same at a thousand systems and at a million: its keys are read in order from the
// indexes of `scope`, at the cursor, and its lines by their ids. Only a search looks at more, up to
// stated bounds.
#include "modules/systems/system_ops.h"

#include <stdlib.h>
#include <string.h>

#include "modules/organisations/organisations.h"
#include "modules/systems/systems_queries.gen.h"

enum {
    WORD_HITS_MAX = 20000, // words found more often in the register are looked for by walking
    WALK_MAX      = 30000, // rows that one page of such a search may look at
    RANGES_MAX    = 64,    // (level, state) pairs of one filter
    EACH_PAGE     = 200,
};

typedef struct page_key { // where a system stands in a list
    int     rank;         // 1: a search's hit without the accents of the query
    str     sort_key;
    int64_t id;
} page_key;

typedef struct keys {
    page_key *items;
    size_t    count, room;
    int64_t   total; // -1 not known
    bool      more;  // there is a further page though count is not full
} keys;

typedef struct look { // one list being made
    call                *c;
    db                  *d;
    const system_filter *f;
    int64_t              body; // whose sight
    page_key             after;
    size_t               want; // keys wanted: a page and one
} look;

// ---- cursors ------------------------------------------------------------------------------------
// "0.123.SORTKEY": rank, id, key of the last one shown.

static str cursor_text(arena *a, const page_key *k)
{
    return arena_printf(a, "%d.%lld." STR_FMT, k->rank, (long long)k->id, STR_ARG(k->sort_key));
}

static status cursor_read(str text, page_key *out, problem *why)
{
    str     rank, id, rest;
    int64_t n, number;
    *out = (page_key){ .sort_key = S("") };
    if (text.len == 0) return ST_OK;
    if (!str_cut(text, '.', &rank, &rest) || !str_cut(rest, '.', &id, &rest) ||
        !str_int(rank, &n) || !str_int(id, &number) || n < 0 || n > LAW_LEVEL_MAX || number < 0 ||
        rest.len > SCOPE_KEY_MAX || !str_is_text(rest))
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    *out = (page_key){ (int)n, rest, number };
    return ST_OK;
}

static int compare_keys(const void *one, const void *other)
{
    const page_key *a = one, *b = other;
    if (a->rank != b->rank) return a->rank < b->rank ? -1 : 1;
    int c = str_compare(a->sort_key, b->sort_key);
    if (c) return c;
    return a->id < b->id ? -1 : a->id > b->id;
}

// ---- by level, state, result ----------------------------------------------------------------------

static int64_t filter_level(const system_filter *f)
{
    return f->no_level ? 0 : f->level ? f->level : -1;
}

static bool cell_passes(const system_filter *f, int64_t scope_level, int64_t state)
{
    law_result result;
    int        level;
    system_scope_level_read(scope_level, &result, &level);
    if (filter_level(f) >= 0 && filter_level(f) != level) return false;
    if (f->result && f->result != result) return false;
    return !f->state || f->state == (system_state)state;
}

static status add_all(look *l, keys *out)
{
    system_page_all_in in = {
        .body = l->body, .sort_key = l->after.sort_key, .id = l->after.id, .max = (int64_t)l->want
    };
    system_page_all_row *rows;
    size_t               count;
    TRY(system_page_all(l->d, &in, l->c->a, &rows, &count));
    for (size_t i = 0; i < count; i++)
        out->items[out->count++] = (page_key){ 0, rows[i].sort_key, rows[i].id };
    return ST_OK;
}

// In a list by level the highest stand first, those without one last.
static int rank_of(const system_filter *f, int64_t scope_level)
{
    return f->order == SYSTEMS_BY_LEVEL ? LAW_LEVEL_MAX - (int)(scope_level % 10) : 0;
}

// Keeps the first `want` of what is there and one more range, both in order.
static status add_range(look *l, int64_t level, int64_t state, keys *out)
{
    int                    rank  = rank_of(l->f, level);
    bool                   begun = rank == l->after.rank; // the cursor stands among these
    system_page_range_in   in    = { .body     = l->body,
                                     .level    = level,
                                     .state    = state,
                                     .sort_key = begun ? l->after.sort_key : S(""),
                                     .id       = begun ? l->after.id : 0,
                                     .max      = (int64_t)l->want };
    system_page_range_row *rows;
    size_t                 count, at = 0, before = 0, n = 0;
    if (rank < l->after.rank) return ST_OK;
    if (out->count == l->want && out->items[out->count - 1].rank < rank) return ST_OK;
    TRY(system_page_range(l->d, &in, l->c->a, &rows, &count));
    page_key *merged = NEW(l->c->a, page_key, l->want);
    if (!merged) return ST_MEMORY;
    while (n < l->want && (at < count || before < out->count)) {
        page_key next = at < count ? (page_key){ rank, rows[at].sort_key, rows[at].id }
                                   : out->items[before];
        if (at < count && before < out->count && compare_keys(&out->items[before], &next) < 0)
            next = out->items[before++];
        else if (at < count)
            at++;
        else
            before++;
        merged[n++] = next;
    }
    out->items = merged;
    out->count = n;
    return ST_OK;
}

// The highest level first, so that a full page needs no further range.
static int compare_cells(const void *one, const void *other)
{
    const scope_count *a = one, *b = other;
    return (int)(b->level % 10 - a->level % 10);
}

// What the viewed body sees, by the counters: its total and which ranges hold anything.
static status add_filtered(look *l, keys *out)
{
    const system_filter *f  = l->f;
    int64_t              me = l->c->who.body_id;
    scope_counts         counts;
    l->c->who.body_id = l->body;
    status st         = scope_counts_load(l->c, SCOPE_SYSTEM, &counts);
    l->c->who.body_id = me;
    TRY(st);
    bool all = filter_level(f) < 0 && !f->state && !f->result;
    if (all && f->order == SYSTEMS_BY_NAME) {
        out->total = counts.total;
        return add_all(l, out);
    }
    if (f->order == SYSTEMS_BY_LEVEL && counts.count)
        qsort(counts.cells, counts.count, sizeof(*counts.cells), compare_cells);
    for (size_t i = 0; i < counts.count; i++) {
        const scope_count *cell = &counts.cells[i];
        if (!cell_passes(f, cell->level, cell->state)) continue;
        out->total += cell->n;
        TRY(add_range(l, cell->level, cell->state, out));
    }
    return ST_OK;
}

// ---- by owner -------------------------------------------------------------------------------------

static status add_owned(look *l, keys *out)
{
    const system_filter   *f  = l->f;
    system_page_owner_in   in = { .body     = l->body,
                                  .owner    = f->owner_id,
                                  .level    = filter_level(f),
                                  .state    = f->state,
                                  .result   = f->result,
                                  .by_level = f->order == SYSTEMS_BY_LEVEL,
                                  .rank     = l->after.rank,
                                  .sort_key = l->after.sort_key,
                                  .id       = l->after.id,
                                  .max      = (int64_t)l->want };
    system_page_owner_row *rows;
    system_count_owner_row counted;
    size_t                 count;
    system_count_owner_in  count_in = { .body   = in.body,
                                        .owner  = in.owner,
                                        .level  = in.level,
                                        .state  = in.state,
                                        .result = in.result };
    TRY(system_count_owner(l->d, &count_in, l->c->a, &counted));
    TRY(system_page_owner(l->d, &in, l->c->a, &rows, &count));
    for (size_t i = 0; i < count; i++)
        out->items[out->count++] = (page_key){ (int)rows[i].rank, rows[i].sort_key, rows[i].id };
    out->total = counted.n;
    return ST_OK;
}

// ---- by words -------------------------------------------------------------------------------------

typedef struct search {
    str words; // folded, at most SYSTEM_WORDS_MAX
    // The same as typed, where they carry accents: letters as the sort key has them, and the tone.
    struct {
        str  letters;
        char tone;
    } exact[SYSTEM_WORDS_MAX];
    size_t exact_count;
    bool   accents;
} search;

// Letters with their shapes, and the one tone of a syllable, out of a word's sort key.
static bool word_shape(arena *a, str word, str *letters, char *tone)
{
    str first, second;
    str key = text_sort_key(a, word);
    if (!str_cut(key, '!', &first, &second)) return false;
    *letters = first;
    *tone    = '0';
    for (ptrdiff_t i = 0; i < second.len; i++) {
        if (second.ptr[i] > *tone) *tone = second.ptr[i];
    }
    return first.len > 0;
}

static status search_read(arena *a, str q, search *out)
{
    str rest = text_words(a, &q, 1), one;
    if (!rest.ptr) return ST_MEMORY;
    *out      = (search){ .words = text_words_begin(rest, SYSTEM_WORDS_MAX) };
    str typed = text_tidy(a, q);
    for (ptrdiff_t i = 0; i < typed.len; i++) out->accents |= (unsigned char)typed.ptr[i] >= 0x80;
    while (out->accents && typed.len && out->exact_count < SYSTEM_WORDS_MAX) {
        (void)str_cut(typed, ' ', &one, &typed);
        size_t n = out->exact_count;
        if (word_shape(a, one, &out->exact[n].letters, &out->exact[n].tone)) out->exact_count++;
    }
    return ST_OK;
}

// Does the name carry every word of the query with its accents?
static bool is_exact(const search *s, str name, arena scratch)
{
    size_t met                    = 0;
    bool   seen[SYSTEM_WORDS_MAX] = { 0 };
    str    one;
    while (name.len && met < s->exact_count) {
        arena once = scratch;
        str   letters;
        char  tone;
        (void)str_cut(name, ' ', &one, &name);
        if (!word_shape(&once, one, &letters, &tone)) continue;
        for (size_t i = 0; i < s->exact_count; i++) {
            bool same = !seen[i] && str_starts(letters, s->exact[i].letters) &&
                        tone == s->exact[i].tone;
            seen[i] = seen[i] || same;
            met += same;
        }
    }
    return met == s->exact_count;
}

// The hits are few enough to be ranked: exact accents first, then by name.
static status add_ranked(look *l, const search *s, const system_words_hits_row *rows, size_t count,
                         keys *out)
{
    page_key *all = NEW(l->c->a, page_key, count ? count : 1);
    if (!all) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        bool exact = !s->accents || is_exact(s, rows[i].name, *l->c->a);
        all[i]     = (page_key){ exact ? 0 : 1, rows[i].sort_key, rows[i].id };
    }
    qsort(all, count, sizeof(*all), compare_keys);
    for (size_t i = 0; i < count && out->count < l->want; i++) {
        bool after = l->after.id == 0 || compare_keys(&l->after, &all[i]) < 0;
        if (after) out->items[out->count++] = all[i];
    }
    out->total = (int64_t)count;
    return ST_OK;
}

typedef struct walk {
    look         *l;
    const search *s;
    keys         *out;
    int64_t       seen;
    page_key      last;
    char          room[SCOPE_KEY_MAX];
} walk;

static status walk_step(void *ctx, const system_walk_row *row)
{
    walk *w = ctx;
    w->seen++;
    if (text_words_meet(row->fold, w->s->words)) {
        str key;
        TRY(arena_copy(w->l->c->a, row->sort_key, &key));
        w->out->items[w->out->count++] = (page_key){ 0, key, row->id };
        if (w->out->count == w->l->want) return ST_LIMIT; // enough: reads no further
    }
    if (w->seen < WALK_MAX) return ST_OK;
    arena room = arena_over(w->room, sizeof(w->room));
    w->last.id = row->id;
    return arena_copy(&room, row->sort_key, &w->last.sort_key);
}

// Looks at everything in sight, in order, from the cursor on. When the bound is met before the page
// is full, the page ends there and its cursor goes on from the last row looked at.
static status add_walked(look *l, const search *s, keys *out)
{
    const system_filter *f  = l->f;
    walk                 w  = { .l = l, .s = s, .out = out };
    system_walk_in       in = { .body     = l->body,
                                .owner    = f->owner_id,
                                .level    = filter_level(f),
                                .state    = f->state,
                                .result   = f->result,
                                .sort_key = l->after.sort_key,
                                .id       = l->after.id,
                                .max      = WALK_MAX };
    status               st = system_walk(l->d, &in, walk_step, &w);
    if (st == ST_LIMIT && out->count == l->want) st = ST_OK;
    TRY(st);
    out->total = -1;
    out->more  = w.seen == WALK_MAX && out->count < l->want;
    if (!out->more) return ST_OK;
    str key;
    TRY(arena_copy(l->c->a, w.last.sort_key, &key));
    out->items[out->count++] = (page_key){ 0, key, w.last.id }; // only its place counts
    return ST_OK;
}

static status add_found(look *l, keys *out)
{
    const system_filter   *f = l->f;
    search                 s;
    system_words_count_row everywhere;
    TRY(search_read(l->c->a, f->q, &s));
    if (s.words.len == 0) { // nothing but signs was asked for: nothing is found
        out->total = 0;
        return ST_OK;
    }
    str match = store_words_match(l->c->a, s.words, store_engine_of(l->c->store));
    if (!match.ptr) return ST_MEMORY;
    system_words_count_in count_in = { .words = match, .max = WORD_HITS_MAX + 1 };
    TRY(system_words_count(l->d, &count_in, l->c->a, &everywhere));
    if (everywhere.n <= WORD_HITS_MAX) {
        system_words_hits_in   in = { .words  = match,
                                      .body   = l->body,
                                      .owner  = f->owner_id,
                                      .level  = filter_level(f),
                                      .state  = f->state,
                                      .result = f->result,
                                      .max    = SYSTEM_CANDIDATES_MAX + 1 };
        system_words_hits_row *rows;
        size_t                 count;
        TRY(system_words_hits(l->d, &in, l->c->a, &rows, &count));
        if (count <= SYSTEM_CANDIDATES_MAX) return add_ranked(l, &s, rows, count, out);
    }
    return add_walked(l, &s, out);
}

// ---- filters as text ------------------------------------------------------------------------------

static status filter_body(call *c, str typed, const char *field, int64_t *id, problem *why)
{
    body   b;
    status st = body_by_ref(c, typed, &b);
    if (st == ST_MISSING) {
        body_found found;
        st = body_resolve(c, typed, (str){ 0 }, &found, NULL);
        b  = found.body;
    }
    if (st == ST_MISSING || st == ST_INVALID)
        return problem_detail(why, ST_INVALID, str_from(field), S("body-unknown"), typed);
    TRY(st);
    *id = b.id;
    return ST_OK;
}

static status filter_result(str value, system_filter *f, problem *why)
{
    for (int r = LAW_DECIDED; r <= LAW_NO_RULE; r++) {
        if (!str_equal(value, str_from(law_result_key((law_result)r)))) continue;
        f->result = (law_result)r;
        return ST_OK;
    }
    return problem_detail(why, ST_INVALID, S("result"), S("choice-unknown"), value);
}

static status filter_of_level(str value, system_filter *f, problem *why)
{
    int64_t n;
    if (!str_int(value, &n) || n < 0 || n > LAW_LEVEL_MAX)
        return problem_detail(why, ST_INVALID, S("level"), S("level-form"), value);
    f->level    = (int)n;
    f->no_level = n == 0;
    return ST_OK;
}

static status filter_order(str value, system_filter *f, problem *why)
{
    if (!str_equal(value, S("name")) && !str_equal(value, S("level")))
        return problem_detail(why, ST_INVALID, S("order"), S("choice-unknown"), value);
    f->order = str_equal(value, S("level")) ? SYSTEMS_BY_LEVEL : SYSTEMS_BY_NAME;
    return ST_OK;
}

status systems_filter_set(call *c, str name, str value, system_filter *f, problem *why)
{
    value = str_trim(value);
    if (value.len == 0) return ST_OK;
    if (str_equal(name, S("q"))) {
        TRY(text_check(S("q"), value, 0, SYSTEM_QUERY_MAX, why));
        f->q = value;
        return ST_OK;
    }
    if (str_equal(name, S("level"))) return filter_of_level(value, f, why);
    if (str_equal(name, S("result"))) return filter_result(value, f, why);
    if (str_equal(name, S("owner"))) return filter_body(c, value, "owner", &f->owner_id, why);
    if (str_equal(name, S("branch"))) return filter_body(c, value, "branch", &f->branch_id, why);
    if (str_equal(name, S("order"))) return filter_order(value, f, why);
    if (!str_equal(name, S("state")))
        return problem_detail(why, ST_INVALID, name, S("filter-unknown"), name);
    if (system_state_named(value, &f->state)) return ST_OK;
    return problem_detail(why, ST_INVALID, S("state"), S("choice-unknown"), value);
}

// ---- pages ----------------------------------------------------------------------------------------

static status look_begin(call *c, const system_filter *f, str cursor, size_t limit, look *l,
                         problem *why)
{
    *l = (look){ .c = c, .f = f, .body = c->who.body_id, .want = limit + 1 };
    TRY(cursor_read(cursor, &l->after, why));
    TRY(call_db(c, &l->d));
    if (!f->branch_id || f->branch_id == l->body) return ST_OK;
    bool in;
    TRY(body_in_branch(c, f->branch_id, l->body, &in));
    l->body = f->branch_id;
    return in ? ST_OK : ST_MISSING;
}

static status find_keys(look *l, keys *out)
{
    *out = (keys){ .room = l->want + 1, .items = NEW(l->c->a, page_key, l->want + 1) };
    if (!out->items) return ST_MEMORY;
    if (str_trim(l->f->q).len) return add_found(l, out);
    if (l->f->owner_id) return add_owned(l, out);
    return add_filtered(l, out);
}

// The ids of the page, and the cursor when a further one follows.
static status page_ids(look *l, keys *k, int64_t **ids, size_t *count, str *next)
{
    size_t shown = k->count < l->want ? k->count : l->want - 1;
    if (k->more) shown = k->count - 1;
    *next = (str){ 0 };
    if (k->count > shown) {
        // The last key only marks the place when a walk was cut off; else it begins the next page.
        const page_key *mark = k->more ? &k->items[k->count - 1] : &k->items[shown - 1];
        *next                = cursor_text(l->c->a, mark);
        if (!next->ptr) return ST_MEMORY;
    }
    *ids = NEW(l->c->a, int64_t, shown ? shown : 1);
    if (!*ids) return ST_MEMORY;
    for (size_t i = 0; i < shown; i++) (*ids)[i] = k->items[i].id;
    *count = shown;
    return ST_OK;
}

typedef struct found { // the ids of one page
    look     l;
    int64_t *ids;
    size_t   count;
} found;

static status find_page(call *c, const system_filter *f, str cursor, size_t limit, found *at,
                        system_page *out, problem *why)
{
    keys k;
    if (limit == 0) limit = SYSTEM_PAGE;
    if (limit > SYSTEM_PAGE_MAX) limit = SYSTEM_PAGE_MAX;
    TRY(look_begin(c, f, cursor, limit, &at->l, why));
    TRY(find_keys(&at->l, &k));
    *out = (system_page){ .total = k.total };
    return page_ids(&at->l, &k, &at->ids, &at->count, &out->next);
}

status systems_list(call *c, const system_filter *f, str cursor, size_t limit, system_page *out,
                    problem *why)
{
    found at;
    TRY(find_page(c, f, cursor, limit, &at, out, why));
    return system_load_lines(at.l.d, at.ids, at.count, c->a, &out->items, &out->count);
}

status systems_list_records(call *c, const system_filter *f, str cursor, size_t limit,
                            system_page *out, problem *why)
{
    found at;
    TRY(find_page(c, f, cursor, limit, &at, out, why));
    TRY(system_load_records(at.l.d, at.ids, at.count, c->a, &out->records, &out->count));
    out->items = NEW(c->a, system_row, out->count ? out->count : 1);
    if (!out->items) return ST_MEMORY;
    for (size_t i = 0; i < out->count; i++) out->items[i] = system_row_of(&out->records[i]);
    return ST_OK;
}

// How many of the bodies this walk looks through have given way to another.
static status given_way(call *c, const system_filter *f, int *n)
{
    const int64_t ids[] = { c->who.body_id, f->owner_id, f->branch_id };
    str           today = organisations_day(c);
    *n                  = 0;
    if (!today.ptr) return ST_MEMORY;
    for (size_t i = 0; i < COUNT(ids); i++) {
        body b;
        if (!ids[i]) continue;
        TRY(body_by_id(c, ids[i], &b));
        *n += b.merged_into && b.valid_to.len && str_compare(b.valid_to, today) < 0;
    }
    return ST_OK;
}

status systems_each(call *c, const system_filter *f, systems_each_fn *fn, void *ctx)
{
    char room[SCOPE_KEY_MAX + 64];
    str  cursor = { 0 };
    int  before = -1, now;
    do {
        char          *mark = c->a->next;
        look           l;
        keys           k;
        int64_t       *ids;
        size_t         count;
        str            next;
        system_record *records;
        // A merger between two pages would leave half a report that looks whole.
        TRY(given_way(c, f, &now));
        if (before >= 0 && now != before) return ST_CONFLICT;
        before = now;
        TRY(look_begin(c, f, cursor, EACH_PAGE, &l, NULL));
        TRY(find_keys(&l, &k));
        TRY(page_ids(&l, &k, &ids, &count, &next));
        TRY(system_load_records(l.d, ids, count, c->a, &records, &count));
        for (size_t i = 0; i < count; i++) TRY(fn(c, &records[i], ctx));
        arena keep = arena_over(room, sizeof(room));
        cursor     = (str){ 0 };
        if (next.len) TRY(arena_copy(&keep, next, &cursor));
        call_end(c); // a look is short: a million systems are many looks
        c->a->next = mark;
    } while (cursor.len);
    return ST_OK;
}
