// filter.c - documents {logsource, filter: {rules, …, condition}}: what must hold besides for the rules they name.
//
// As the specification's reference implementation has it: (the rule's condition) and (the filter's), of rules whose log
// source is the filter's or within it. A filter makes no finding; it stands among the rules with what became of it, since
// whoever reads the findings must know what was kept from them.
#include "kit/sigma/reading.h"

enum {
    FILTERS_MAX = 1024,
    LAID_MAX    = 1024 * 1024
}; // comparisons filters add to all rules together

static bool is_any(str s)
{
    return str_equal_nocase(s, S("any")) || str_equal_nocase(s, S("all"));
}

// What is not said goes with everything.
static bool within(str wanted, str has)
{
    return !wanted.len || str_equal(wanted, has);
}

static bool is_named(const node *rules, const sigma_rule *r)
{
    bool list = rules->kind == NODE_LIST;
    if (list ? rules->count == 0 : is_any(rules->text)) return true;
    for (const node *n = list ? rules->first : rules; n; n = list ? n->next : NULL) {
        if (n->kind != NODE_SCALAR || !n->text.len) continue;
        if (str_equal(n->text, r->id) || str_equal(n->text, r->name)) return true;
    }
    return false;
}

static bool concerns(const sigma_set *s, const filter *f, const rule *r)
{
    if (!r->tree) return false;
    const class *has = &s->classes.at[r->class];
    return within(f->source.product, has->product) && within(f->source.category, has->category) &&
           within(f->source.service, has->service) && is_named(f->rules, &r->shown);
}

status filter_read(reading *x, const node *document, const node *body)
{
    filter      f      = { .rule = (uint32_t)(x->r - x->s->rules.at) };
    const node *source = doc_get(document, "logsource");
    f.rules            = doc_get(body, "rules");
    if (body->kind != NODE_MAP || !f.rules || f.rules->kind == NODE_MAP)
        return rule_refuse(x, "filter-form", S("rules"));
    if (!source || source->kind != NODE_MAP) return rule_refuse(x, "no-logsource", S(""));
    f.source  = source_of(x->s, source);
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
static status one_filter(sigma_set *s, const filter *f, size_t *laid)
{
    reading x     = { .s = s, .r = &s->rules.at[f->rule] };
    size_t  count = 0;
    for (size_t i = 0; i < s->rules.count; i++) count += concerns(s, f, &s->rules.at[i]);
    if (*laid + count * f->leaves > LAID_MAX) {
        (void)rule_refuse(&x, "too-large", S(""));
        return ST_OK;
    }
    *laid += count * f->leaves;
    for (size_t i = 0; i < s->rules.count; i++) {
        if (concerns(s, f, &s->rules.at[i])) TRY(lay_on(s, f, &s->rules.at[i]));
    }
    str number = arena_printf(s->a, "%zu", count);
    if (!number.ptr) return ST_MEMORY;
    (void)rule_refuse(&x, count ? "filter-laid" : "filter-unused", count ? number : S(""));
    x.r->shown.laid = count != 0;
    return ST_OK;
}

status filters_lay(sigma_set *s)
{
    size_t laid = 0;
    for (size_t i = 0; i < s->filters.count; i++) TRY(one_filter(s, &s->filters.at[i], &laid));
    return ST_OK;
}
