// compile.c - rules made ready: their steps, their witnesses, one database of texts for each field.
#include "kit/sigma/inside.h"

#include <math.h>

// ---- how a predicate is found out ----------------------------------------------------------------------

// Vectorscan knows the cases of ASCII's letters; of others it takes those that have none.
static bool has_cases(uint32_t c)
{
    char        text[4];
    const char *at  = text;
    size_t      len = put_utf8(text, c);
    return c >= 0x80 && (fold_next(&at, text + len) != c || upper_of(c));
}

static bool is_plain(const pattern *p, ptrdiff_t i, ptrdiff_t *bytes)
{
    const char *at = p->text.ptr + i;
    uint32_t    c  = plain_next(&at, p->text.ptr + p->text.len);
    *bytes         = at - (p->text.ptr + i);
    // A byte that begins no character stands for itself, but would be met within others.
    return c && !has_cases(c) && !(p->marks && p->marks[i]) && !(*bytes == 1 && c >= 0x80);
}

// The longest part without wildcards and without letters whose cases Vectorscan does not know.
static str piece_of(const pattern *p)
{
    str best = { p->text.ptr, 0 };
    for (ptrdiff_t i = 0; i < p->text.len;) {
        ptrdiff_t n = 0, bytes = 0;
        while (i + n < p->text.len && n < PIECE_MAX && is_plain(p, i + n, &bytes)) n += bytes;
        if (n > best.len) best = str_slice(p->text, i, i + n);
        i += n ? n : bytes;
    }
    return best;
}

static bool is_equality(const pred *p)
{
    return p->op == PRED_TEXT && !p->lead && !p->trail && !p->p.marks && p->p.text.len <= EQUAL_MAX;
}

typedef struct keyed {
    const sigma_set *s;
    uint32_t         field;
    str              text;
} keyed;

static bool same_literal(const void *ctx, uint32_t number)
{
    const keyed   *k = ctx;
    const literal *l = &k->s->literals.at[number];
    return l->field == k->field && str_equal(l->text, k->text);
}

static status add_literal(sigma_set *s, table *t, uint32_t number, str text)
{
    const pred *p    = &s->preds.at[number];
    const keyed k    = { s, p->field, text };
    uint64_t    hash = hash_bytes(p->field + 7, text.ptr, (size_t)text.len);
    uint32_t    at   = table_find(t, hash, same_literal, &k);
    if (at == NONE) {
        if (!GROW(s->a, s->literals)) return ST_MEMORY;
        at                 = (uint32_t)s->literals.count++;
        s->literals.at[at] = (literal){ text, p->field, NONE, true };
        if (!table_put(s->a, t, hash, at)) return ST_MEMORY;
    }
    literal *l = &s->literals.at[at];
    if (!GROW(s->a, s->links)) return ST_MEMORY;
    s->links.at[s->links.count] = (link_to){ number, l->first };
    l->first                    = (uint32_t)s->links.count++;
    if (p->way == WAY_DECIDED && !(p->lead && p->trail)) l->once = false;
    return ST_OK;
}

static status folded(sigma_set *s, str text, str *out)
{
    size_t cap  = (size_t)text.len * 3 + 8;
    char  *room = NEW(s->a, char, cap);
    if (!room) return ST_MEMORY;
    *out = (str){ room, (ptrdiff_t)fold_text(text, room, cap) };
    return ST_OK;
}

static status way_of_equality(sigma_set *s, uint32_t number)
{
    pred        *p = &s->preds.at[number];
    known_field *f = &s->fields.at[p->field];
    str          text;
    p->way = p->cased ? WAY_CHECKED : WAY_DECIDED;
    TRY(folded(s, p->p.text, &text));
    f->has_equal = true;
    if ((uint32_t)text.len > f->equal_max) f->equal_max = (uint32_t)text.len;
    return add_literal(s, &s->equals, number, text);
}

// Of a text that has no other part, one letter, in both its cases.
static status way_of_letter(sigma_set *s, uint32_t number)
{
    pred *p = &s->preds.at[number];
    for (ptrdiff_t i = 0; i < p->p.text.len; i++) {
        char       *text = NEW(s->a, char, 8);
        const char *at   = p->p.text.ptr + i;
        if (!text) return ST_MEMORY;
        if (p->p.marks && p->p.marks[i]) continue;
        uint32_t lower = fold_next(&at, p->p.text.ptr + p->p.text.len), upper = upper_of(lower);
        if (!upper || lower < 0x80) continue;
        size_t len = put_utf8(text, lower), more = put_utf8(text + 4, upper);
        p->way = WAY_CHECKED;
        TRY(add_literal(s, &s->found, number, (str){ text, (ptrdiff_t)len }));
        return add_literal(s, &s->found, number, (str){ text + 4, (ptrdiff_t)more });
    }
    return ST_OK;
}

static status way_of(sigma_set *s, uint32_t number)
{
    pred *p = &s->preds.at[number];
    str   piece, text;
    p->way = WAY_LATE;
    if (p->op != PRED_TEXT) return ST_OK;
    if (is_equality(p)) return way_of_equality(s, number);
    piece = piece_of(&p->p);
    if (piece.len == 0) return way_of_letter(s, number);
    p->way = piece.len == p->p.text.len && !p->cased ? WAY_DECIDED : WAY_CHECKED;
    TRY(folded(s, piece, &text));
    return add_literal(s, &s->found, number, text);
}

// ---- databases -----------------------------------------------------------------------------------

typedef struct batch { // of one field, as Vectorscan takes them
    const char **texts;
    unsigned    *flags, *ids;
    size_t      *lengths;
    unsigned     count;
} batch;

static void add_to_batch(batch *b, const sigma_set *s, uint32_t number)
{
    const literal *l     = &s->literals.at[number];
    b->texts[b->count]   = l->text.ptr;
    b->lengths[b->count] = (size_t)l->text.len;
    b->ids[b->count]     = number;
    b->flags[b->count++] = HS_FLAG_CASELESS | (l->once ? HS_FLAG_SINGLEMATCH : 0);
}

static status make_database(known_field *f, const batch *b, hs_scratch_t **scratch)
{
    hs_compile_error_t *why = NULL;
    hs_error_t          got = hs_compile_lit_multi(b->texts, b->flags, b->ids, b->lengths, b->count,
                                                   HS_MODE_BLOCK, NULL, &f->texts, &why);
    if (why) (void)hs_free_compile_error(why);
    if (got != HS_SUCCESS) return ST_BROKEN;
    return hs_alloc_scratch(f->texts, scratch) == HS_SUCCESS ? ST_OK : ST_MEMORY;
}

static status databases_of(sigma_set *s, const uint32_t *order, const uint32_t *ends)
{
    size_t most = s->literals.count;
    batch  b    = { .texts   = NEW(s->a, const char *, most),
                    .flags   = NEW(s->a, unsigned, most),
                    .ids     = NEW(s->a, unsigned, most),
                    .lengths = NEW(s->a, size_t, most) };
    if (!b.texts || !b.flags || !b.ids || !b.lengths) return ST_MEMORY;
    for (size_t f = 0, at = 0; f < s->fields.count; f++) {
        b.count = 0;
        for (; at < ends[f]; at++) add_to_batch(&b, s, order[at]);
        if (b.count) TRY(make_database(&s->fields.at[f], &b, &s->scratch));
    }
    return ST_OK;
}

// Texts by field. Those of equalities are looked up whole and stand in no database.
static status by_field(sigma_set *s, const bool *whole)
{
    uint32_t *ends  = NEW(s->a, uint32_t, s->fields.count + 1);
    uint32_t *next  = NEW(s->a, uint32_t, s->fields.count + 1);
    uint32_t *order = NEW(s->a, uint32_t, s->literals.count + 1);
    if (!ends || !next || !order) return ST_MEMORY;
    for (size_t i = 0; i < s->literals.count; i++) ends[s->literals.at[i].field] += !whole[i];
    for (size_t f = 0; f < s->fields.count; f++) {
        next[f] = f ? ends[f - 1] : 0;
        ends[f] += next[f];
    }
    for (size_t i = 0; i < s->literals.count; i++) {
        if (!whole[i]) order[next[s->literals.at[i].field]++] = (uint32_t)i;
    }
    return databases_of(s, order, ends);
}

status set_databases(sigma_set *s)
{
    for (uint32_t i = 0; i < s->preds.count; i++) {
        if (is_equality(&s->preds.at[i])) TRY(way_of(s, i));
    }
    size_t equalities = s->literals.count;
    for (uint32_t i = 0; i < s->preds.count; i++) {
        if (!is_equality(&s->preds.at[i])) TRY(way_of(s, i));
    }
    bool *whole = NEW(s->a, bool, s->literals.count + 1);
    if (!whole) return ST_MEMORY;
    for (size_t i = 0; i < equalities; i++) whole[i] = true;
    return by_field(s, whole);
}

// ---- witnesses -----------------------------------------------------------------------------------

static bool is_common(str field)
{
    static const str common[] = { STR("EventID"),   STR("Channel"),        STR("Provider_Name"),
                                  STR("Initiated"), STR("EventType"),      STR("LogonType"),
                                  STR("Level"),     STR("IntegrityLevel"), STR("User") };
    for (size_t i = 0; i < COUNT(common); i++) {
        if (str_equal(field, common[i])) return true;
    }
    return false;
}

// How often it may be met, roughly; a witness should be rare.
static double weight(const sigma_set *s, uint32_t number)
{
    const pred *p = &s->preds.at[number];
    if (p->way == WAY_LATE) return INFINITY;
    if (is_common(s->fields.at[p->field].name)) return 400;
    ptrdiff_t len = p->p.text.len ? p->p.text.len : 1;
    return 1 + 100.0 / (double)(len * len);
}

static double cost_of(const sigma_set *s, const expr *e)
{
    double sum = 0, least = INFINITY;
    if (e->op == EXPR_PRED) return weight(s, e->pred);
    if (e->op != EXPR_AND && e->op != EXPR_OR) return INFINITY;
    for (size_t i = 0; i < e->kid_count; i++) {
        double one = cost_of(s, e->kids[i]);
        sum += one;
        if (one < least) least = one;
    }
    return e->op == EXPR_AND ? least : sum;
}

typedef struct pair {
    uint32_t pred, rule;
} pair;

typedef struct pairs {
    pair  *at;
    size_t count, cap;
} pairs;

static status collect(sigma_set *s, const expr *e, uint32_t number, pairs *to)
{
    if (e->op == EXPR_PRED) {
        if (!GROW(s->a, *to)) return ST_MEMORY;
        to->at[to->count++] = (pair){ e->pred, number };
        return ST_OK;
    }
    const expr *best = e->kids[0];
    for (size_t i = 0; i < e->kid_count; i++) {
        if (e->op == EXPR_OR) TRY(collect(s, e->kids[i], number, to));
        if (cost_of(s, e->kids[i]) < cost_of(s, best)) best = e->kids[i];
    }
    return e->op == EXPR_AND ? collect(s, best, number, to) : ST_OK;
}

static status by_witness(sigma_set *s, const pairs *all)
{
    uint32_t at      = 0;
    s->witness_rules = NEW(s->a, uint32_t, all->count + 1);
    if (!s->witness_rules) return ST_MEMORY;
    for (size_t i = 0; i < all->count; i++) s->preds.at[all->at[i].pred].rules++;
    for (size_t i = 0; i < s->preds.count; i++) {
        s->preds.at[i].rules_at = at;
        at += s->preds.at[i].rules;
        s->preds.at[i].rules = 0;
    }
    for (size_t i = 0; i < all->count; i++) {
        pred *p = &s->preds.at[all->at[i].pred];
        if (p->rules && s->witness_rules[p->rules_at + p->rules - 1] == all->at[i].rule) continue;
        s->witness_rules[p->rules_at + p->rules++] = all->at[i].rule;
    }
    return ST_OK;
}

// ---- steps ---------------------------------------------------------------------------------------

typedef struct steps {
    step  *at;
    size_t count, cap;
} steps;

static status add_step(sigma_set *s, steps *to, step one)
{
    if (!GROW(s->a, *to)) return ST_MEMORY;
    to->at[to->count++] = one;
    return ST_OK;
}

static status emit(sigma_set *s, const expr *e, bool negated, steps *to)
{
    if (e->op == EXPR_TRUE) return add_step(s, to, (step){ .op = STEP_TRUE });
    if (e->op == EXPR_PRED) return add_step(s, to, (step){ STEP_PRED, e->pred, negated });
    if (e->op == EXPR_NOT) {
        TRY(emit(s, e->kids[0], !negated, to));
        return add_step(s, to, (step){ .op = STEP_NOT });
    }
    size_t begin = to->count;
    for (size_t i = 0; i < e->kid_count; i++) {
        TRY(emit(s, e->kids[i], negated, to));
        step_op op = e->op == EXPR_AND ? STEP_UNLESS : STEP_IF;
        if (i + 1 < e->kid_count) TRY(add_step(s, to, (step){ op, NONE, false }));
    }
    for (size_t i = begin; i < to->count; i++) {
        bool jump = to->at[i].op == STEP_IF || to->at[i].op == STEP_UNLESS;
        if (jump && to->at[i].arg == NONE) to->at[i].arg = (uint32_t)to->count;
    }
    return ST_OK;
}

static void note_fields(sigma_set *s, const rule *r)
{
    uint64_t *bits = s->class_fields[r->class];
    for (size_t i = 0; i < r->steps; i++) {
        if (r->code[i].op != STEP_PRED) continue;
        uint32_t f = s->preds.at[r->code[i].arg].field;
        bits[f / 64] |= (uint64_t)1 << f % 64;
    }
}

status set_code(sigma_set *s)
{
    pairs all       = { 0 };
    s->class_fields = arena_alloc(s->a, sizeof *s->class_fields, 8, s->classes.count + 1);
    s->late_rules   = NEW(s->a, uint32_t, s->rules.count + 1);
    if (!s->class_fields || !s->late_rules) return ST_MEMORY;
    for (uint32_t i = 0; i < s->rules.count; i++) {
        rule *r    = &s->rules.at[i];
        steps made = { 0 };
        if (!r->tree) continue;
        TRY(emit(s, r->tree, false, &made));
        r->code  = made.at;
        r->steps = (uint32_t)made.count;
        note_fields(s, r);
        if (isinf(cost_of(s, r->tree)))
            s->late_rules[s->late_count++] = i;
        else
            TRY(collect(s, r->tree, i, &all));
    }
    return by_witness(s, &all);
}

static status intern_known(sigma_set *s)
{
    static const char *const needed[] = { "Channel",           "Provider_Name",
                                          "EventID",           "Computer",
                                          "EventRecordID",     "TimeCreated_SystemTime",
                                          "logsource.product", "logsource.category",
                                          "logsource.service" };
    for (size_t i = 0; i < COUNT(needed); i++) {
        if (set_field(s, str_from(needed[i])) == NONE) return ST_LIMIT;
    }
    for (size_t i = 0; i < rename_row_count; i++) {
        if (set_field(s, str_from(rename_rows[i].from)) == NONE ||
            set_field(s, str_from(rename_rows[i].to)) == NONE)
            return ST_LIMIT;
    }
    return ST_OK;
}

status sigma_compile(sigma_set *s)
{
    TRY(intern_known(s));
    TRY(filters_lay(s));
    TRY(correlations_read(s));
    TRY(set_databases(s));
    TRY(set_code(s));
    s->match_context = pcre2_match_context_create(NULL);
    s->match_data    = pcre2_match_data_create(1, NULL);
    if (!s->match_context || !s->match_data) return ST_MEMORY;
    (void)pcre2_set_match_limit(s->match_context, REGEX_STEPS_MAX);
    (void)pcre2_set_depth_limit(s->match_context, REGEX_DEPTH_MAX);
    (void)pcre2_set_heap_limit(s->match_context, REGEX_HEAP_KIB);
    return ST_OK;
}

void sigma_set_free(sigma_set *s)
{
    for (size_t i = 0; i < s->fields.count; i++) (void)hs_free_database(s->fields.at[i].texts);
    for (size_t i = 0; i < s->preds.count; i++) pcre2_code_free(s->preds.at[i].regex);
    (void)hs_free_scratch(s->scratch);
    pcre2_match_context_free(s->match_context);
    pcre2_match_data_free(s->match_data);
}
