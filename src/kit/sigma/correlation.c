// correlation.c - rules that count what other rules met, as they are written; what an event gives to them.
#include "kit/sigma/reading.h"
#include "kit/sigma/run.h"

#include <math.h>
#include <stdlib.h>

enum { DAY_MS = 24 * 3600 * 1000 };

// ---- reading -------------------------------------------------------------------------------------

static status read_type(reading *x, sigma_correlation *c)
{
    static const struct {
        const char    *name;
        sigma_counting counting;
    } types[] = {
        { "event_count", SIGMA_EVENT_COUNT },   { "value_count", SIGMA_VALUE_COUNT },
        { "temporal", SIGMA_TEMPORAL },         { "temporal_ordered", SIGMA_TEMPORAL_ORDERED },
        { "value_sum", SIGMA_VALUE_SUM },       { "value_avg", SIGMA_VALUE_AVG },
        { "value_median", SIGMA_VALUE_MEDIAN }, { "value_percentile", SIGMA_VALUE_PERCENTILE }
    };
    str type = doc_text(x->r->correlation, "type");
    for (size_t i = 0; i < COUNT(types); i++) {
        if (str_equal(type, str_from(types[i].name))) c->counting = types[i].counting;
    }
    return c->counting ? ST_OK : rule_refuse(x, "correlation-form", type);
}

// "15m": a number of seconds, minutes, hours or days.
static status read_span(reading *x, sigma_correlation *c)
{
    static const char units[]   = "smhd";
    static const int  seconds[] = { 1, 60, 3600, 24 * 3600 };
    str               text      = doc_text(x->r->correlation, "timespan");
    const char       *unit      = text.len ? strchr(units, text.ptr[text.len - 1]) : NULL;
    int64_t           n         = 0;
    if (!unit || !*unit || !str_int(str_slice(text, 0, text.len - 1), &n) || n < 1 ||
        n > 366LL * 24 * 3600)
        return rule_refuse(x, "correlation-form", S("timespan"));
    c->span_ms = n * seconds[unit - units] * 1000;
    return c->span_ms <= 366LL * DAY_MS ? ST_OK : rule_refuse(x, "correlation-form", S("timespan"));
}

static bool take_bound(sigma_correlation *c, str key, int64_t n)
{
    if (str_equal(key, S("gte")) && n > c->least) c->least = n;
    if (str_equal(key, S("gt")) && n + 1 > c->least) c->least = n + 1;
    if (str_equal(key, S("lte")) && (c->most < 0 || n < c->most)) c->most = n;
    if (str_equal(key, S("lt")) && (c->most < 0 || n - 1 < c->most)) c->most = n - 1;
    if (str_equal(key, S("eq"))) c->least = c->most = n;
    return str_equal(key, S("gte")) || str_equal(key, S("gt")) || str_equal(key, S("lte")) ||
           str_equal(key, S("lt")) || str_equal(key, S("eq"));
}

static bool take_end(sigma_range *g, str key, double v)
{
    bool above = str_equal(key, S("gt")), below = str_equal(key, S("lt"));
    bool both = str_equal(key, S("eq")), least = both || above || str_equal(key, S("gte"));
    bool most = both || below || str_equal(key, S("lte"));
    if (least && (v > g->least || (v == g->least && above))) g->least = v, g->above = above;
    if (most && (v < g->most || (v == g->most && below))) g->most = v, g->below = below;
    return least || most;
}

static bool take_percentile(sigma_correlation *c, const node *n)
{
    int64_t v = 0;
    if (c->counting != SIGMA_VALUE_PERCENTILE || !str_int(n->text, &v) || v < 1 || v > 100)
        return false;
    c->percentile = (uint32_t)v;
    return true;
}

// One entry of the condition.
static bool take_entry(sigma_correlation *c, const node *n, size_t *bounds)
{
    int64_t count;
    double  number;
    if (str_equal(n->key, S("field"))) return true;
    if (n->kind != NODE_SCALAR) return false;
    if (str_equal(n->key, S("percentile"))) return take_percentile(c, n);
    ++*bounds;
    if (sigma_is_number(c->counting))
        return str_number(n->text, &number) && take_end(&c->range, n->key, number);
    return str_int(n->text, &count) && count >= 0 && count <= INT32_MAX &&
           take_bound(c, n->key, count);
}

static uint32_t rule_named(const sigma_set *s, str name)
{
    for (uint32_t i = 0; i < s->rules.count; i++) {
        const rule *r = &s->rules.at[i];
        if (name.len && (str_equal(r->shown.name, name) || str_equal(r->shown.id, name))) return i;
    }
    return NONE;
}

static uint32_t member_named(const reading *x, const sigma_correlation *c, str name)
{
    uint32_t number = rule_named(x->s, name), at = 0;
    while (at < c->member_count && c->members[at] != number) at++;
    return at;
}

static bool take_word(str *words, str *word)
{
    *words = str_trim(*words);
    *word  = S("");
    if (words->len) (void)str_cut(*words, ' ', word, words);
    return word->len > 0;
}

// "a and b and c": all of them, "a or b": one is enough. What mixes them, or leaves one out, is not run.
static status read_words(reading *x, sigma_correlation *c, str words)
{
    uint32_t met = 0, all = (uint32_t)((UINT64_C(1) << c->member_count) - 1);
    bool     ands = false, ors = false;
    str      word;
    while (take_word(&words, &word)) {
        if (met) {
            bool is_and = str_equal_nocase(word, S("and")), is_or = str_equal_nocase(word, S("or"));
            ands |= is_and, ors |= is_or;
            if ((!is_and && !is_or) || !take_word(&words, &word))
                return rule_refuse(x, "correlation-form", word);
        }
        uint32_t at = member_named(x, c, word);
        if (at == c->member_count || met >> at & 1) return rule_refuse(x, "correlation-form", word);
        met |= UINT32_C(1) << at;
    }
    bool ordered = c->counting == SIGMA_TEMPORAL_ORDERED;
    if (met != all || (ands && ors) || (ors && ordered))
        return rule_refuse(x, "correlation-form", S("condition"));
    c->least = ors ? 1 : c->member_count;
    return ST_OK;
}

// Of what is counted something was met: nothing at all can be seen by nobody.
static status read_bounds(reading *x, sigma_correlation *c)
{
    const node *condition = doc_get(x->r->correlation, "condition");
    bool        temporal  = c->counting == SIGMA_TEMPORAL || c->counting == SIGMA_TEMPORAL_ORDERED;
    size_t      bounds    = 0;
    c->least              = temporal ? c->member_count : 1;
    c->most               = -1;
    c->range              = (sigma_range){ .least = -INFINITY, .most = INFINITY };
    if (!condition) return temporal ? ST_OK : rule_refuse(x, "correlation-form", S("condition"));
    if (temporal && condition->kind == NODE_SCALAR) return read_words(x, c, condition->text);
    if (condition->kind != NODE_MAP || c->counting == SIGMA_TEMPORAL_ORDERED)
        return rule_refuse(x, "correlation-form", S("condition"));
    if (temporal) c->least = 1;
    for (const node *n = condition->first; n; n = n->next) {
        if (!take_entry(c, n, &bounds)) return rule_refuse(x, "correlation-form", n->key);
    }
    if (c->counting == SIGMA_VALUE_PERCENTILE && !c->percentile)
        return rule_refuse(x, "correlation-form", S("percentile"));
    return bounds ? ST_OK : rule_refuse(x, "correlation-form", S("condition"));
}

static status read_members(reading *x, sigma_correlation *c, str *names)
{
    const node *rules = doc_get(x->r->correlation, "rules");
    bool        list  = rules && rules->kind == NODE_LIST;
    for (const node *n = list ? rules->first : rules; n; n = list ? n->next : NULL) {
        if (n->kind != NODE_SCALAR || c->member_count == SIGMA_MEMBERS_MAX)
            return rule_refuse(x, "correlation-form", S("rules"));
        uint32_t number = rule_named(x->s, n->text);
        if (number == NONE) return rule_refuse(x, "rule-unknown", n->text);
        const rule *r = &x->s->rules.at[number];
        if (r->shown.why.len || r == x->r) return rule_refuse(x, "rule-not-run", n->text);
        // A correlation that was found has no value of its own.
        if (r->correlation && sigma_takes_value(c->counting))
            return rule_refuse(x, "correlation-form", n->text);
        names[c->member_count]        = n->text;
        c->members[c->member_count++] = number;
    }
    return c->member_count ? ST_OK : rule_refuse(x, "correlation-form", S("rules"));
}

static status read_groups(reading *x, sigma_correlation *c)
{
    const node *group = doc_get(x->r->correlation, "group-by");
    bool        list  = group && group->kind == NODE_LIST;
    for (const node *n = list ? group->first : group; n; n = list ? n->next : NULL) {
        if (n->kind != NODE_SCALAR || c->group_count == SIGMA_GROUP_MAX || !n->text.len)
            return rule_refuse(x, "correlation-form", S("group-by"));
        c->group[c->group_count++] = n->text;
    }
    return ST_OK;
}

// Under an alias each rule has its own field.
static str field_of(const reading *x, str name, str rule_name)
{
    const node *aliases = doc_get(x->r->correlation, "aliases");
    for (const node *a = aliases && aliases->kind == NODE_MAP ? aliases->first : NULL; a;
         a             = a->next) {
        if (!str_equal(a->key, name) || a->kind != NODE_MAP) continue;
        for (const node *n = a->first; n; n = n->next) {
            if (str_equal(n->key, rule_name) && n->kind == NODE_SCALAR) return n->text;
        }
    }
    return name;
}

static status add_feed(reading *x, const sigma_correlation *c, uint32_t member, str rule_name)
{
    sigma_set *s       = x->s;
    str        counted = doc_text(doc_get(x->r->correlation, "condition"), "field");
    feed       f       = { (uint32_t)s->correlations.count, member, { 0 }, NONE };
    if (sigma_takes_value(c->counting)) {
        if (!counted.len) return rule_refuse(x, "correlation-form", S("field"));
        f.value = set_field(s, field_of(x, counted, rule_name));
        if (f.value == NONE) return rule_refuse(x, "too-large", S(""));
    }
    for (uint32_t i = 0; i < c->group_count; i++) {
        f.group[i] = set_field(s, field_of(x, c->group[i], rule_name));
        if (f.group[i] == NONE) return rule_refuse(x, "too-large", S(""));
    }
    if (!GROW(s->a, s->feeds)) return ST_MEMORY;
    s->feeds.at[s->feeds.count++] = f;
    return ST_OK;
}

static status read_one(reading *x, uint32_t number)
{
    sigma_set        *s = x->s;
    sigma_correlation c = { .rule = number };
    str               names[SIGMA_MEMBERS_MAX];
    size_t            before = s->feeds.count;
    TRY(read_type(x, &c));
    TRY(read_span(x, &c));
    TRY(read_members(x, &c, names));
    TRY(read_bounds(x, &c));
    TRY(read_groups(x, &c));
    for (uint32_t i = 0; i < c.member_count; i++) {
        status st = add_feed(x, &c, c.members[i], names[i]);
        if (st != ST_OK) s->feeds.count = before;
        TRY(st);
    }
    if (!GROW(s->a, s->correlations)) return ST_MEMORY;
    s->correlations.at[s->correlations.count++] = c;
    bool both = str_equal_nocase(doc_text(x->r->correlation, "generate"), S("true"));
    for (uint32_t i = 0; i < c.member_count && !both; i++)
        s->rules.at[c.members[i]].shown.quiet = true;
    return ST_OK;
}

static int by_rule(const void *a, const void *b)
{
    const feed *x = a, *y = b;
    if (x->rule != y->rule) return x->rule < y->rule ? -1 : 1;
    return (x->correlation > y->correlation) - (x->correlation < y->correlation);
}

// A correlation of correlations is read after those it counts: whatever never becomes ready hangs on itself.
static bool is_ready(const sigma_set *s, const rule *r, const bool *read)
{
    const node *rules = doc_get(r->correlation, "rules");
    bool        list  = rules && rules->kind == NODE_LIST;
    for (const node *n = list ? rules->first : rules; n; n = list ? n->next : NULL) {
        uint32_t member = n->kind == NODE_SCALAR ? rule_named(s, n->text) : NONE;
        if (member != NONE && s->rules.at[member].correlation && !read[member]) return false;
    }
    return true;
}

static status read_ready(sigma_set *s, bool *read, bool *more)
{
    *more = false;
    for (uint32_t i = 0; i < s->rules.count; i++) {
        reading x = { .s = s, .r = &s->rules.at[i] };
        if (!x.r->correlation || read[i] || !is_ready(s, x.r, read)) continue;
        read[i] = *more = true;
        status st       = read_one(&x, i);
        if (st != ST_OK && st != ST_INVALID) return st;
    }
    return ST_OK;
}

status correlations_read(sigma_set *s)
{
    bool *read = NEW(s->a, bool, s->rules.count + 1);
    if (!read) return ST_MEMORY;
    for (bool more = true; more;) TRY(read_ready(s, read, &more));
    for (uint32_t i = 0; i < s->rules.count; i++) {
        reading x = { .s = s, .r = &s->rules.at[i] };
        if (x.r->correlation && !read[i]) (void)rule_refuse(&x, "correlation-form", S("rules"));
    }
    if (s->feeds.count) qsort(s->feeds.at, s->feeds.count, sizeof *s->feeds.at, by_rule);
    for (uint32_t i = 0; i < s->feeds.count; i++) {
        rule *r = &s->rules.at[s->feeds.at[i].rule];
        if (r->feeds++ == 0) r->feeds_at = i;
    }
    return ST_OK;
}

// ---- what an event gives -----------------------------------------------------------------------------

static bool text_of(const sigma_run *r, uint32_t field, str *out)
{
    const value *v = field == NONE ? NULL : scan_first(&r->e, field);
    if (!v || v->null) return false;
    *out = v->text;
    return true;
}

// An event without one of the fields it would be grouped by belongs to no group.
void feed_correlations(sigma_run *r, uint32_t rule_number, const sigma_sink *sink)
{
    const rule *one = &r->set->rules.at[rule_number];
    for (uint32_t k = 0; k < one->feeds; k++) {
        const feed              *f = &r->set->feeds.at[one->feeds_at + k];
        const sigma_correlation *c = &r->set->correlations.at[f->correlation];
        sigma_mark mark            = { f->correlation, rule_number, .group_count = c->group_count };
        bool       all             = true;
        for (uint32_t i = 0; i < c->group_count; i++) {
            if (!text_of(r, f->group[i], &mark.group[i])) all = false;
        }
        if (sigma_takes_value(c->counting) && !text_of(r, f->value, &mark.value)) all = false;
        if (all) sink->mark(sink->ctx, &mark);
    }
}
