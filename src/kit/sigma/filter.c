// filter.c - documents {logsource, filter: {rules, …, condition}}: what must hold besides for the rules they name.
//
// As the specification's reference implementation has it: (the rule's condition) and (the filter's), of rules whose log
// source is the filter's or within it. A filter makes no finding; it stands among the rules with what became of it, since
// whoever reads the findings must know what was kept from them.
#include "kit/sigma/reading.h"

enum {
    FILTERS_MAX = 1024,
    LAID_MAX    = 1024 * 1024, // comparisons filters add to all rules together
};

static bool is_any(str s)
{
    return str_equal_nocase(s, S("any")) || str_equal_nocase(s, S("all"));
}

// What is not said goes with everything.
static bool within(str wanted, str has)
{
    return !wanted.len || str_equal(wanted, has);
}

// What a filter names, looked up by hash: thousands of names meet thousands of rules.
typedef struct named {
    table names;
    str  *at;
    str   asked;
    bool  any;
} named;

static bool same_name(const void *ctx, uint32_t number)
{
    const named *n = ctx;
    return str_equal(n->at[number], n->asked);
}

static uint64_t hash_of(str s)
{
    return hash_bytes(3, s.ptr, (size_t)s.len);
}

static status names_of(sigma_set *s, const node *rules, named *out)
{
    bool     list  = rules->kind == NODE_LIST;
    uint32_t count = 0;
    *out           = (named){ .any = list ? rules->count == 0 : is_any(rules->text),
                              .at  = NEW(s->a, str, list ? rules->count + 1 : 1) };
    if (!out->at) return ST_MEMORY;
    for (const node *n = list ? rules->first : rules; n; n = list ? n->next : NULL) {
        if (n->kind != NODE_SCALAR || !n->text.len) continue;
        out->at[count] = n->text;
        if (!table_put(s->a, &out->names, hash_of(n->text), count++)) return ST_MEMORY;
    }
    return ST_OK;
}

static bool is_among(named *n, str name)
{
    n->asked = name;
    return name.len && table_find(&n->names, hash_of(name), same_name, n) != NONE;
}

static bool concerns(const sigma_set *s, const filter *f, named *n, const rule *r)
{
    if (!r->tree) return false;
    const class *has = &s->classes.at[r->class];
    return within(f->source.product, has->product) && within(f->source.category, has->category) &&
           within(f->source.service, has->service) &&
           (n->any || is_among(n, r->shown.id) || is_among(n, r->shown.name));
}

status filter_read(reading *x, const node *document, const node *body)
{
    filter      f      = { .rule = (uint32_t)(x->r - x->s->rules.at) };
    const node *source = doc_get(document, "logsource");
    f.rules            = doc_get(body, "rules");
    if (body->kind != NODE_MAP || !f.rules || f.rules->kind == NODE_MAP)
        return rule_refuse(x, "filter-form", S("rules"));
    if (!source || source->kind != NODE_MAP) return rule_refuse(x, "no-logsource", S(""));
    f.source = source_of(x->s, source);
    if (!f.source.product.len && !f.source.category.len && !f.source.service.len)
        return rule_refuse(x, "no-logsource", S("")); // it would lie on everything
    const node *condition = doc_get(body, "condition");
    if (condition && condition->kind != NODE_SCALAR) // of several, which shall hold?
        return rule_refuse(x, "filter-form", S("condition"));
    x->filter = true;
    status st = detection_read(x, body, &f.tree);
    x->filter = false;
    TRY(st);
    f.leaves = x->leaves;
    if (x->s->filters.count == FILTERS_MAX) return rule_refuse(x, "too-large", S(""));
    if (!GROW(x->s->a, x->s->filters)) return ST_MEMORY;
    x->s->filters.at[x->s->filters.count++] = f;
    return ST_OK;
}

static status lay_on(sigma_set *s, const filter *f, rule *r)
{
    const expr *both[] = { r->tree, f->tree };
    r->tree            = expr_of(s, EXPR_AND, both, COUNT(both));
    return r->tree ? ST_OK : ST_MEMORY;
}

// On all it concerns or on none: half of it would be told as the whole.
static status one_filter(sigma_set *s, const filter *f, bool *on, size_t *laid)
{
    reading x     = { .s = s, .r = &s->rules.at[f->rule] };
    size_t  count = 0;
    named   n;
    TRY(names_of(s, f->rules, &n));
    for (size_t i = 0; i < s->rules.count; i++) {
        on[i] = concerns(s, f, &n, &s->rules.at[i]);
        count += on[i];
    }
    if (*laid + count * f->leaves > LAID_MAX) {
        (void)rule_refuse(&x, "too-large", S(""));
        return ST_OK;
    }
    *laid += count * f->leaves;
    for (size_t i = 0; i < s->rules.count; i++) {
        if (on[i]) TRY(lay_on(s, f, &s->rules.at[i]));
    }
    str number = arena_printf(s->a, "%zu", count);
    if (!number.ptr) return ST_MEMORY;
    (void)rule_refuse(&x, count ? "filter-laid" : "filter-unused", count ? number : S(""));
    x.r->shown.laid = count != 0;
    return ST_OK;
}

status filters_lay(sigma_set *s)
{
    bool  *on   = NEW(s->a, bool, s->rules.count + 1);
    size_t laid = 0;
    if (!on) return ST_MEMORY;
    for (size_t i = 0; i < s->filters.count; i++) TRY(one_filter(s, &s->filters.at[i], on, &laid));
    return ST_OK;
}
