// rule.c - files of rules: what stands in a document, what it is by its keys, why it cannot be run.
#include "kit/sigma/reading.h"

sigma_set *sigma_set_new(arena *a)
{
    sigma_set *s = NEW(a, sigma_set, 1);
    if (!s) return NULL;
    s->a = a;
    return set_field(s, S("")) == FIELD_WHOLE ? s : NULL;
}

status rule_refuse(reading *x, const char *why, str detail)
{
    x->r->shown.why    = str_from(why);
    x->r->shown.detail = str_begin(detail, 200);
    return ST_INVALID;
}

static str one_line(arena *a, str s)
{
    str copy;
    if (!str_is_text(s)) return (str){ "", 0 };
    if (arena_copy(a, str_begin(str_trim(s), 400), &copy) != ST_OK || !copy.len)
        return (str){ "", 0 };
    for (char *p = (char *)(uintptr_t)copy.ptr; p < copy.ptr + copy.len; p++) {
        if (*p == '\n' || *p == '\r' || *p == '\t') *p = ' ';
    }
    return copy;
}

static str told(sigma_set *s, const node *document, const char *key)
{
    return one_line(s->a, doc_text(document, key));
}

static str joined_tags(sigma_set *s, const node *tags)
{
    buf b = buf_in(s->a, 128, 2048);
    if (!tags || tags->kind != NODE_LIST) return (str){ "", 0 };
    for (const node *n = tags->first; n; n = n->next) {
        str tag = one_line(s->a, n->text);
        if (n->kind != NODE_SCALAR || !tag.len || memchr(tag.ptr, ' ', (size_t)tag.len)) continue;
        if (b.len) buf_char(&b, ' ');
        buf_put(&b, tag);
    }
    str out = buf_close(&b);
    return out.ptr ? out : (str){ "", 0 };
}

static status add_rule(sigma_set *s, str file, uint32_t line, rule **out)
{
    if (s->rules.count == SIGMA_RULES_MAX) return ST_LIMIT;
    if (!GROW(s->a, s->rules)) return ST_MEMORY;
    *out  = &s->rules.at[s->rules.count++];
    **out = (rule){ .shown = { .file = file, .line = line }, .class = NONE };
    return ST_OK;
}

static void take_head(sigma_set *s, const node *document, sigma_rule *shown)
{
    shown->id       = told(s, document, "id");
    shown->title    = told(s, document, "title");
    shown->name     = told(s, document, "name");
    shown->level    = told(s, document, "level");
    shown->status   = told(s, document, "status");
    shown->modified = told(s, document, "modified");
    if (!shown->modified.len) shown->modified = told(s, document, "date");
    shown->tags = joined_tags(s, doc_get(document, "tags"));
}

class source_of(sigma_set *s, const node *logsource)
{
    return (class){ told(s, logsource, "product"), told(s, logsource, "category"),
                    told(s, logsource, "service") };
}

static status take_source(reading *x, const node *document)
{
    const node *source = doc_get(document, "logsource");
    if (!source || source->kind != NODE_MAP) return rule_refuse(x, "no-logsource", S(""));
    const class c = source_of(x->s, source);
    if (!c.product.len && !c.category.len && !c.service.len)
        return rule_refuse(x, "no-logsource", S(""));
    if (!class_is_known(&c)) {
        str name = arena_printf(x->s->a, STR_FMT "/" STR_FMT "/" STR_FMT, STR_ARG(c.product),
                                STR_ARG(c.category), STR_ARG(c.service));
        return rule_refuse(x, "unsupported-logsource", name);
    }
    x->r->class = set_class(x->s, &c);
    return x->r->class == NONE ? rule_refuse(x, "too-large", S("logsource")) : ST_OK;
}

static status take_document(reading *x, const node *document)
{
    const node *detection = doc_get(document, "detection"), *laid = doc_get(document, "filter");
    rule       *r = x->r;
    if (document->kind != NODE_MAP) return rule_refuse(x, "not-a-rule", S(""));
    take_head(x->s, document, &r->shown);
    if (doc_get(document, "action")) return rule_refuse(x, "old-action", S(""));
    r->correlation       = doc_get(document, "correlation");
    r->shown.correlation = r->correlation != NULL;
    if (r->correlation) return ST_OK;
    if (laid && !detection) return filter_read(x, document, laid);
    if (!detection || detection->kind != NODE_MAP) return rule_refuse(x, "not-a-rule", S(""));
    TRY(take_source(x, document));
    if (doc_get(detection, "timeframe")) return rule_refuse(x, "old-aggregation", S("timeframe"));
    return detection_read(x, detection, &r->tree);
}

// A document {placeholders: {name: [value…]}} is no rule: what %name% stands for.
static bool is_placeholders(sigma_set *s, const node *document)
{
    const node *lists = doc_get(document, "placeholders");
    if (!lists || lists->kind != NODE_MAP) return false;
    for (const node *n = lists->first; n && s->placeholder_count < PLACEHOLDERS_MAX; n = n->next) {
        s->placeholders[s->placeholder_count++] = (placeholder){ n->key, n };
    }
    return true;
}

static bool is_nothing(const node *document)
{
    return document->kind == NODE_SCALAR && doc_is_null(document);
}

// A file that breaks off somewhere is not run at all: what stands before that place may lack its end.
status sigma_load(sigma_set *s, str file, str yaml)
{
    reading x  = { .s = s };
    tree   *t  = NEW(s->a, tree, 1);
    status  st = t ? doc_read(yaml, s->a, t) : ST_MEMORY;
    if (st == ST_INVALID) {
        TRY(add_rule(s, file, t->line, &x.r));
        (void)rule_refuse(&x, t->why.ptr, S(""));
        return ST_OK;
    }
    TRY(st);
    for (size_t i = 0; i < t->count; i++) {
        if (is_placeholders(s, t->documents[i]) || is_nothing(t->documents[i])) continue;
        x.leaves = 0;
        TRY(add_rule(s, file, t->documents[i]->line, &x.r));
        status got = take_document(&x, t->documents[i]);
        if (got != ST_OK && got != ST_INVALID) return got;
        if (got == ST_INVALID) x.r->tree = NULL, x.r->correlation = NULL, x.r->class = NONE;
    }
    return ST_OK;
}

size_t sigma_rule_count(const sigma_set *s)
{
    return s->rules.count;
}

const sigma_rule *sigma_rule_at(const sigma_set *s, size_t i)
{
    return &s->rules.at[i].shown;
}

size_t sigma_correlation_count(const sigma_set *s)
{
    return s->correlations.count;
}

const sigma_correlation *sigma_correlation_at(const sigma_set *s, size_t i)
{
    return &s->correlations.at[i];
}

size_t sigma_predicate_count(const sigma_set *s)
{
    return s->preds.count;
}

size_t sigma_unwitnessed_count(const sigma_set *s)
{
    return s->late_count;
}
