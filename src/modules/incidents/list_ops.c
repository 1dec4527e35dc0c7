// list_ops.c - the list of incidents. See incidents.h.
//
// A page costs about the same for one body and for the country, filtered or not: by level, state and type it is put
// together from the few ranges of an index that can hold anything, each read at the cursor; by words from the search
// index, or where little is in sight by looking at all of that.
#include "kit/text/text.h"
#include "modules/incidents/incidents_queries.gen.h"
#include "modules/incidents/look_ops.h"
#include "modules/incidents/types.h"
#include "modules/organisations/organisations.h"

enum {
    FEW        = 2000, // in sight: looked at one by one
    WIDE_PART  = 4,    // who sees more than one of so many reads the incidents' own indexes
    LISTED_MIN = 2,    // letters of the beginnings fts5 has lists of, from
    LISTED_MAX = 4,    // and to
    VAIN_MAX =
        32, // looked at in vain, and VAIN_EACH more for each that was found, before the whole words are asked
    VAIN_EACH = 8,
};

status incidents_filter_set(str name, str value, incident_filter *f, problem *why)
{
    int64_t level;
    if (str_equal(name, S("q"))) {
        f->q = value;
        return ST_OK;
    }
    if (!value.len) return ST_OK;
    if (str_equal(name, S("state")) && incident_state_named(value, &f->state)) return ST_OK;
    if (str_equal(name, S("open")) && str_equal(value, S("1"))) {
        f->open = true;
        return ST_OK;
    }
    if (str_equal(name, S("level")) && str_int(value, &level) && level >= 1 && level <= 5) {
        f->level = (int)level;
        return ST_OK;
    }
    if (str_equal(name, S("type")) && incident_type_known(value)) {
        f->type = value;
        return ST_OK;
    }
    return problem_detail(why, ST_INVALID, name, S("filter-unknown"), value);
}

// ---- what is found: the newest of all that is offered ------------------------------------------------

typedef struct look { // one list being made
    call                  *c;
    db                    *d;
    const incident_filter *f;
    str                    words;   // folded; empty: not by words
    str                    longest; // of them: most texts looked through do not have it
    int64_t                body;    // whose sight; 0 a national seat
    int64_t                below;   // the cursor: ids below
    size_t                 want;    // a page and one
    bool                   bounded; // looks in vain are counted
    size_t                 vain;
    int64_t                ids[INCIDENT_PAGE + 1];
    size_t                 count;
} look;

static void offer(look *l, int64_t id)
{
    size_t at = l->count;
    while (at > 0 && l->ids[at - 1] < id) at--;
    if (at == l->want || (at > 0 && l->ids[at - 1] == id)) return;
    if (l->count < l->want) l->count++;
    for (size_t i = l->count - 1; i > at; i--) l->ids[i] = l->ids[i - 1];
    l->ids[at] = id;
}

// Nothing up to this id is wanted any more.
static int64_t above(const look *l)
{
    return l->count == l->want ? l->ids[l->count - 1] : 0;
}

static bool state_passes(const look *l, incident_state s)
{
    return (!l->f->state || l->f->state == s) && !(l->f->open && incident_over(s));
}

// ---- who sees much --------------------------------------------------------------------------------

static status add_state(look *l, incident_state s)
{
    arena                    scratch = *l->c->a;
    incident_page_state_row *rows;
    size_t                   n;
    incident_page_state_in   in = { .invented = l->c->who.invented,
                                    .body     = l->body,
                                    .state    = s,
                                    .above    = above(l),
                                    .below    = l->below,
                                    .max      = (int64_t)l->want };
    TRY(incident_page_state(l->d, &in, &scratch, &rows, &n));
    for (size_t i = 0; i < n; i++) offer(l, rows[i].id);
    return ST_OK;
}

static status add_level(look *l, int level, incident_state s)
{
    arena                    scratch = *l->c->a;
    incident_page_level_row *rows;
    size_t                   n;
    incident_page_level_in   in = { .invented = l->c->who.invented,
                                    .body     = l->body,
                                    .level    = level,
                                    .state    = s,
                                    .above    = above(l),
                                    .below    = l->below,
                                    .max      = (int64_t)l->want };
    TRY(incident_page_level(l->d, &in, &scratch, &rows, &n));
    for (size_t i = 0; i < n; i++) offer(l, rows[i].id);
    return ST_OK;
}

static status add_type(look *l, int level, incident_state s)
{
    arena                   scratch = *l->c->a;
    incident_page_type_row *rows;
    size_t                  n;
    incident_page_type_in   in = { .invented = l->c->who.invented,
                                   .body     = l->body,
                                   .type     = l->f->type,
                                   .level    = level,
                                   .state    = s,
                                   .above    = above(l),
                                   .below    = l->below,
                                   .max      = (int64_t)l->want };
    TRY(incident_page_type(l->d, &in, &scratch, &rows, &n));
    for (size_t i = 0; i < n; i++) offer(l, rows[i].id);
    return ST_OK;
}

static status add_state_wide(look *l, incident_state s)
{
    if (!l->f->level && !l->f->type.len) return add_state(l, s);
    for (int level = 0; level <= LAW_LEVEL_MAX; level++) {
        if (l->f->level && l->f->level != level) continue;
        TRY(l->f->type.len ? add_type(l, level, s) : add_level(l, level, s));
    }
    return ST_OK;
}

static status add_all(look *l)
{
    incident_page_all_row *rows;
    size_t                 n;
    incident_page_all_in   in = {
          .invented = l->c->who.invented, .body = l->body, .below = l->below, .max = (int64_t)l->want
    };
    TRY(incident_page_all(l->d, &in, l->c->a, &rows, &n));
    for (size_t i = 0; i < n; i++) offer(l, rows[i].id);
    return ST_OK;
}

static status add_wide(look *l)
{
    const incident_filter *f = l->f;
    if (!f->state && !f->open && !f->level && !f->type.len) return add_all(l);
    for (int s = INCIDENT_NEW; s <= INCIDENT_STATES; s++) {
        if (state_passes(l, (incident_state)s)) TRY(add_state_wide(l, (incident_state)s));
    }
    return ST_OK;
}

// ---- by words -------------------------------------------------------------------------------------

static bool too_vain(const look *l)
{
    return l->bounded && l->vain > VAIN_MAX + VAIN_EACH * l->count;
}

// In order: once a page is full no later one is newer.
static status meet(look *l, int64_t id, str fold)
{
    if (str_find(fold, l->longest) >= 0 && text_words_meet(fold, l->words))
        offer(l, id);
    else
        l->vain++;
    return l->count == l->want || too_vain(l) ? ST_LIMIT : ST_OK;
}

static status stopped(const look *l, status st)
{
    return st == ST_LIMIT && l->count == l->want ? ST_OK : st;
}

static bool on_sqlite(const look *l)
{
    return store_engine_of(l->c->store) == STORE_SQLITE;
}

// What fts5 has lists of (schema/1020). A longer beginning, or one letter, it puts together from all words that begin so
// before it gives the first: 8 to 20 ms beside 100,000. So it is asked for less, and meet looks at the rest.
static str listed_words(const look *l)
{
    buf b = buf_in(l->c->a, 64, 64);
    str one, rest = l->words;
    while (rest.len) {
        (void)str_cut(rest, ' ', &one, &rest);
        if (one.len < LISTED_MIN && l->longest.len >= LISTED_MIN) continue;
        if (b.len) buf_char(&b, ' ');
        buf_put(&b, str_slice(one, 0, LISTED_MAX));
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static status words_step(void *ctx, const incident_page_words_row *r)
{
    return meet(ctx, r->id, r->fold);
}

static status add_matching(look *l, str words)
{
    const incident_filter *f      = l->f;
    bool                   sqlite = on_sqlite(l);
    incident_page_words_in in     = { .words    = store_words_match(l->c->a, words,
                                                                    store_engine_of(l->c->store)),
                                      .invented = l->c->who.invented,
                                      .body     = l->body,
                                      .below    = l->below,
                                      .state    = f->state,
                                      .open     = f->open,
                                      .level    = f->level,
                                      .type     = f->type.ptr ? f->type : S(""),
                                      .max      = sqlite ? INT64_MAX : (int64_t)l->want };
    if (!in.words.ptr) return ST_MEMORY;
    return incident_page_words(l->d, &in, words_step, l);
}

// By their beginnings first; where those fit too much else, by all of them.
static status add_words(look *l)
{
    if (!on_sqlite(l)) return stopped(l, add_matching(l, l->words));
    str words = listed_words(l);
    if (!words.ptr) return ST_MEMORY;
    l->bounded = !str_equal(words, l->words);
    status st  = add_matching(l, words);
    bool   all = st == ST_LIMIT && too_vain(l);
    l->bounded = false;
    return stopped(l, all ? add_matching(l, l->words) : st);
}

// ---- by the place of a body -------------------------------------------------------------------------

// As its rows in scope have it; before the first of all for none.
static str key_of(const look *l, int64_t id)
{
    return id == INT64_MAX ? S("") : incident_sort_key(l->c->a, id);
}

static status scope_step(void *ctx, const incident_page_scope_row *r)
{
    return meet(ctx, r->id, r->fold);
}

// A server leaves out the rows without the longest word, for each row sent is dear; SQLite's LIKE takes longer than meet.
static status add_walked(look *l)
{
    const incident_filter *f        = l->f;
    bool                   sqlite   = on_sqlite(l);
    bool                   filtered = f->state || f->open || f->level || f->type.len;
    incident_page_scope_in in       = {
              .body  = l->body,
              .after = key_of(l, l->below),
              .all   = !filtered && (sqlite || !l->words.len),
              .some  = sqlite ? S("%") : arena_printf(l->c->a, "%%" STR_FMT "%%", STR_ARG(l->longest)),
              .state = f->state,
              .open  = f->open,
              .level = f->level,
              .type  = f->type.ptr ? f->type : S("")
    };
    if (!in.after.ptr || !in.some.ptr) return ST_MEMORY;
    return stopped(l, incident_page_scope(l->d, &in, scope_step, l));
}

static status add_cell(look *l, const scope_count *cell)
{
    arena                   scratch = *l->c->a;
    incident_page_cell_row *rows;
    size_t                  n;
    incident_page_cell_in   in = { .body  = l->body,
                                   .level = cell->level,
                                   .state = cell->state,
                                   .after = key_of(l, l->below),
                                   .upto  = l->count == l->want ? key_of(l, above(l)) : S("~"),
                                   .type  = l->f->type.ptr ? l->f->type : S(""),
                                   .max   = (int64_t)l->want };
    if (!in.after.ptr || !in.upto.ptr) return ST_MEMORY;
    TRY(incident_page_cell(l->d, &in, &scratch, &rows, &n));
    for (size_t i = 0; i < n; i++) offer(l, rows[i].id);
    return ST_OK;
}

static status add_cells(look *l, const scope_counts *counts)
{
    for (size_t i = 0; i < counts->count; i++) {
        const scope_count *cell = &counts->cells[i];
        if (l->f->level && l->f->level != cell->level) continue;
        if (state_passes(l, (incident_state)cell->state)) TRY(add_cell(l, cell));
    }
    return ST_OK;
}

static status party_step(void *ctx, const incident_page_party_row *r)
{
    look *l = ctx;
    if (r->id <= above(l)) return ST_LIMIT; // in order: no later one is newer
    if (text_words_meet(r->fold, l->words)) offer(l, r->id);
    return ST_OK;
}

static status add_parties(look *l)
{
    const incident_filter *f  = l->f;
    incident_page_party_in in = { .body  = l->body,
                                  .below = l->below,
                                  .state = f->state,
                                  .open  = f->open,
                                  .level = f->level,
                                  .type  = f->type.ptr ? f->type : S("") };
    status                 st = incident_page_party(l->d, &in, party_step, l);
    return st == ST_LIMIT ? ST_OK : st;
}

static status add_placed(look *l)
{
    const incident_filter *f = l->f;
    scope_counts           counts;
    incident_newest_row    newest;
    TRY(scope_counts_load(l->c, SCOPE_INCIDENT, &counts));
    TRY(incident_newest(l->d, l->c->a, &newest));
    if (l->words.len && counts.total > FEW) return add_words(l);
    if (l->words.len) return add_walked(l);
    if (counts.total * WIDE_PART > newest.id) return add_wide(l);
    return f->level || f->state || f->open ? add_cells(l, &counts) : add_walked(l);
}

static str longest_of(str words)
{
    str one, longest = S("");
    while (words.len) {
        (void)str_cut(words, ' ', &one, &words);
        if (one.len > longest.len) longest = one;
    }
    return longest;
}

// ---- the list -------------------------------------------------------------------------------------

static status answer(look *l, size_t limit, incident_page *out)
{
    bool more = l->count > limit;
    out->next = (str){ 0 };
    TRY(incident_store_rows(l->d, l->ids, more ? limit : l->count, l->c->a, out));
    if (!more) return ST_OK;
    out->next = arena_printf(l->c->a, "%lld", (long long)l->ids[limit - 1]);
    return out->next.ptr ? ST_OK : ST_MEMORY;
}

status incidents_list(call *c, const incident_filter *f, str cursor, size_t limit,
                      incident_page *out, problem *why)
{
    incident_parts  parts;
    incident_viewer v     = { c->who.body_id, organisations_day(c) };
    look            l     = { .c = c, .f = f, .below = INT64_MAX };
    str             typed = str_begin(f->q, INCIDENT_QUERY_MAX);
    if (!v.day.ptr) return ST_MEMORY;
    if (cursor.len && (!str_int(cursor, &l.below) || l.below < 1 || l.below > INCIDENT_ID_MAX))
        return problem_set(why, ST_INVALID, S("cursor"), S("cursor"));
    if (limit == 0 || limit > INCIDENT_PAGE) limit = INCIDENT_PAGE;
    l.want  = limit + 1;
    l.words = text_words(c->a, &typed, 1);
    if (!l.words.ptr) return ST_MEMORY;
    l.words   = text_words_begin(l.words, INCIDENT_WORDS_MAX);
    l.longest = longest_of(l.words);
    TRY(call_db(c, &l.d));
    if (!l.words.len && str_trim(typed).len) return answer(&l, limit, out); // nothing but signs
    TRY(incident_store_national(l.d, &v, c->a, &parts));
    if (incident_seeing(incident_seats_of(&parts, true))) {
        TRY(l.words.len ? add_words(&l) : add_wide(&l));
    } else {
        l.body = c->who.body_id;
        TRY(add_placed(&l));
        TRY(add_parties(&l));
    }
    return answer(&l, limit, out);
}
