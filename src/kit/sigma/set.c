// set.c - what many rules share and is kept once: fields, predicates, log sources.
#include "kit/sigma/reading.h"

// ---- tables --------------------------------------------------------------------------------------

static uint64_t mixed(uint64_t h)
{
    h ^= h >> 32;
    h *= 0x9e3779b97f4a7c15u;
    return h ^ h >> 29;
}

uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t len)
{
    const unsigned char *p = bytes;
    uint64_t             h = seed ^ len * 0xff51afd7ed558ccdu, word;
    for (; len >= 8; p += 8, len -= 8) {
        memcpy(&word, p, 8);
        h = mixed(h ^ word);
    }
    word = 0;
    if (len) memcpy(&word, p, len);
    return mixed(h ^ word) | 1; // 0 marks an empty slot
}

uint32_t table_find(const table *t, uint64_t hash, bool (*same)(const void *, uint32_t),
                    const void *ctx)
{
    if (!t->slots) return NONE;
    for (size_t i = hash & t->mask; t->slots[i].hash; i = (i + 1) & t->mask) {
        if (t->slots[i].hash == hash && same(ctx, t->slots[i].number)) return t->slots[i].number;
    }
    return NONE;
}

static void put(table *t, slot s)
{
    size_t i = s.hash & t->mask;
    while (t->slots[i].hash) i = (i + 1) & t->mask;
    t->slots[i] = s;
    t->count++;
}

bool table_put(arena *a, table *t, uint64_t hash, uint32_t number)
{
    if (!t->slots || t->count * 2 > t->mask) {
        table more = { .mask = t->slots ? t->mask * 2 + 1 : 255 };
        more.slots = NEW(a, slot, more.mask + 1);
        if (!more.slots) return false;
        for (size_t i = 0; t->slots && i <= t->mask; i++) {
            if (t->slots[i].hash) put(&more, t->slots[i]);
        }
        *t = more;
    }
    put(t, (slot){ hash, number });
    return true;
}

enum { NAME_STEPS = 8 };

// ---- fields --------------------------------------------------------------------------------------

typedef struct named {
    const sigma_set *s;
    str              name;
} named;

static bool same_name(const void *ctx, uint32_t number)
{
    const named *n = ctx;
    return str_equal(n->s->fields.at[number].name, n->name);
}

// Names of other programs stand in the same table, at the field they mean.
static bool alias_is_free(const sigma_set *s, str name)
{
    return set_field_known(s, name.ptr, (size_t)name.len) == NONE;
}

typedef struct alias {
    const sigma_set *s;
    const char      *name;
    size_t           len;
} alias;

static bool same_or_alias(const void *ctx, uint32_t number)
{
    const alias *x = ctx;
    str          n = x->s->fields.at[number].name, got = { x->name, (ptrdiff_t)x->len };
    if (str_equal(n, got)) return true;
    for (size_t i = 0; i < prefix_row_count; i++) {
        str prefix = str_from(prefix_rows[i]);
        if (got.len == prefix.len + n.len && str_starts(got, prefix) && str_ends(got, n))
            return true;
    }
    for (size_t i = 0; i < alias_row_count; i++) {
        if (str_equal(got, str_from(alias_rows[i][0])) && str_equal(n, str_from(alias_rows[i][1])))
            return true;
    }
    return false;
}

uint32_t set_field_known(const sigma_set *s, const char *name, size_t len)
{
    const alias x = { s, name, len };
    return table_find(&s->names, hash_bytes(1, name, len), same_or_alias, &x);
}

static bool put_aliases(sigma_set *s, str name, uint32_t number)
{
    for (size_t i = 0; i < prefix_row_count; i++) {
        str other = arena_printf(s->a, "%s" STR_FMT, prefix_rows[i], STR_ARG(name));
        if (!other.ptr) return false;
        if (alias_is_free(s, other) &&
            !table_put(s->a, &s->names, hash_bytes(1, other.ptr, (size_t)other.len), number))
            return false;
    }
    for (size_t i = 0; i < alias_row_count; i++) {
        str other = str_from(alias_rows[i][0]);
        if (!str_equal(name, str_from(alias_rows[i][1])) || !alias_is_free(s, other)) continue;
        if (!table_put(s->a, &s->names, hash_bytes(1, other.ptr, (size_t)other.len), number))
            return false;
    }
    return true;
}

// A rule may write another program's name: it is the same field, or events under that name would be lost to all others.
static bool one_name_nearer(str *name)
{
    for (size_t i = 0; i < alias_row_count; i++) {
        if (!str_equal(*name, str_from(alias_rows[i][0]))) continue;
        *name = str_from(alias_rows[i][1]);
        return true;
    }
    for (size_t i = 0; i < prefix_row_count; i++) {
        str prefix = str_from(prefix_rows[i]);
        if (!str_starts(*name, prefix) || name->len == prefix.len) continue;
        *name = str_slice(*name, prefix.len, name->len);
        return true;
    }
    return false;
}

// A prefix may stand before another program's name. Each step but the last makes it shorter.
static str own_name(str name)
{
    for (int steps = 0; steps < NAME_STEPS && one_name_nearer(&name);) steps++;
    return name;
}

uint32_t set_field(sigma_set *s, str name)
{
    name             = own_name(name);
    const named n    = { s, name };
    uint64_t    hash = hash_bytes(1, name.ptr, (size_t)name.len);
    uint32_t    at   = table_find(&s->names, hash, same_name, &n);
    if (at != NONE) return at;
    if (s->fields.count == SIGMA_FIELDS_MAX || name.len > SIGMA_NAME_MAX || !GROW(s->a, s->fields))
        return NONE;
    at               = (uint32_t)s->fields.count++;
    s->fields.at[at] = (known_field){ .name = name };
    return table_put(s->a, &s->names, hash, at) && put_aliases(s, name, at) ? at : NONE;
}

// ---- log sources ---------------------------------------------------------------------------------

uint32_t set_class(sigma_set *s, const class *c)
{
    for (size_t i = 0; i < s->classes.count; i++) {
        const class *k = &s->classes.at[i];
        if (str_equal(k->product, c->product) && str_equal(k->category, c->category) &&
            str_equal(k->service, c->service))
            return (uint32_t)i;
    }
    if (s->classes.count == SIGMA_CLASSES_MAX || !GROW(s->a, s->classes)) return NONE;
    s->classes.at[s->classes.count] = *c;
    return (uint32_t)s->classes.count++;
}

// ---- predicates ----------------------------------------------------------------------------------

typedef struct likened {
    const sigma_set *s;
    const pred      *p;
} likened;

static bool same_marks(const pattern *a, const pattern *b)
{
    if (!a->marks || !b->marks) return !a->marks && !b->marks;
    return memcmp(a->marks, b->marks, (size_t)a->text.len) == 0;
}

static bool same_pred(const void *ctx, uint32_t number)
{
    const likened *l = ctx;
    const pred    *a = l->p, *b = &l->s->preds.at[number];
    bool           same_number = memcmp(&a->number, &b->number, sizeof a->number) == 0;
    return a->field == b->field && a->other == b->other && a->op == b->op && a->part == b->part &&
           a->lead == b->lead && a->trail == b->trail && a->cased == b->cased && same_number &&
           a->regex_options == b->regex_options && a->net_bits == b->net_bits &&
           a->net_6 == b->net_6 && memcmp(a->net, b->net, sizeof a->net) == 0 &&
           str_equal(a->p.text, b->p.text) && same_marks(&a->p, &b->p);
}

static uint64_t hash_pred(const pred *p)
{
    const uint32_t head[] = { p->field, p->other, (uint32_t)p->op,
                              (uint32_t)p->part << 2 | (uint32_t)p->lead << 1 | p->trail };
    uint64_t       h      = hash_bytes(2, head, sizeof head);
    h                     = hash_bytes(h, &p->number, sizeof p->number);
    h                     = hash_bytes(h, p->net, sizeof p->net);
    return hash_bytes(h, p->p.text.ptr, (size_t)p->p.text.len);
}

// Compiled for good; that it can be was seen before.
static status make_regex(pred *p)
{
    int        code;
    PCRE2_SIZE at;
    p->regex = pcre2_compile((PCRE2_SPTR)p->p.text.ptr, (PCRE2_SIZE)p->p.text.len,
                             p->regex_options | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C |
                                 PCRE2_MATCH_INVALID_UTF,
                             &code, &at, NULL);
    return p->regex ? ST_OK : ST_MEMORY;
}

// "x" with stars at its ends is the same as "contains x".
static void trim_stars(pred *p)
{
    while (p->p.marks && p->p.text.len && p->p.marks[0] == '*') {
        p->lead   = true;
        p->p.text = str_slice(p->p.text, 1, p->p.text.len);
        p->p.marks++;
    }
    while (p->p.marks && p->p.text.len && p->p.marks[p->p.text.len - 1] == '*') {
        p->trail = true;
        p->p.text.len--;
    }
    bool any = false;
    for (ptrdiff_t i = 0; p->p.marks && i < p->p.text.len; i++) any |= p->p.marks[i] != 0;
    if (!any) p->p.marks = NULL;
}

status pred_leaf(reading *x, pred *p, const expr **out)
{
    sigma_set *s = x->s;
    if (++x->leaves > SIGMA_CODE_MAX / 4) return rule_refuse(x, "too-large", S(""));
    if (p->op == PRED_TEXT) trim_stars(p);
    const likened l    = { s, p };
    uint64_t      hash = hash_pred(p);
    uint32_t      at   = table_find(&s->same, hash, same_pred, &l);
    if (at == NONE) {
        if (s->preds.count == SIGMA_PREDS_MAX) return rule_refuse(x, "too-large", S(""));
        if (p->op == PRED_REGEX) TRY(make_regex(p));
        if (!GROW(s->a, s->preds)) return ST_MEMORY;
        at              = (uint32_t)s->preds.count++;
        s->preds.at[at] = *p;
        if (!table_put(s->a, &s->same, hash, at)) return ST_MEMORY;
    }
    expr *e = NEW(s->a, expr, 1);
    if (!e) return ST_MEMORY;
    *e   = (expr){ .op = EXPR_PRED, .pred = at };
    *out = e;
    return ST_OK;
}

const expr *expr_of(sigma_set *s, expr_op op, const expr *const *kids, size_t count)
{
    expr *e = NEW(s->a, expr, 1);
    if (!e) return NULL;
    *e      = (expr){ .op = op, .kid_count = count };
    e->kids = NEW(s->a, const expr *, count);
    if (!e->kids) return NULL;
    memcpy(e->kids, kids, count * sizeof *kids);
    return e;
}
