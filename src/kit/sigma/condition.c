// condition.c - searches of a detection and the condition that ties them together.
#include "kit/sigma/reading.h"

enum { NESTED_MAX = 48, WORD_MAX = 128 };

// ---- searches ------------------------------------------------------------------------------------

static status gather(reading *x, exprs *to, const expr *e)
{
    if (!GROW(x->s->a, *to)) return ST_MEMORY;
    to->at[to->count++] = e;
    return ST_OK;
}

static status tie(reading *x, expr_op op, const exprs *e, const expr **out)
{
    *out = e->count == 1 ? e->at[0] : expr_of(x->s, op, e->at, e->count);
    return *out ? ST_OK : ST_MEMORY;
}

// A map: all of its fields. A list: any of its maps or keywords.
status search_read(reading *x, const node *search, const expr **out)
{
    exprs made = { 0 };
    if (search->kind == NODE_SCALAR) return keyword_read(x, search, out);
    if (search->count == 0) return rule_refuse(x, "empty-search", search->key);
    for (const node *n = search->first; n; n = n->next) {
        const expr *e;
        if (search->kind == NODE_MAP)
            TRY(item_read(x, n, &e));
        else
            TRY(search_read(x, n, &e));
        TRY(gather(x, &made, e));
    }
    return tie(x, search->kind == NODE_MAP ? EXPR_AND : EXPR_OR, &made, out);
}

// ---- conditions ----------------------------------------------------------------------------------

typedef struct parser {
    reading    *x;
    const node *detection;
    str         rest;
    str         word; // the one under way; empty at the end
    int         nested;
} parser;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_sign(char c)
{
    return c == '(' || c == ')' || c == '|';
}

static void step_on(parser *p)
{
    str       s = p->rest;
    ptrdiff_t n = 0;
    while (s.len && is_blank(s.ptr[0])) s = str_slice(s, 1, s.len);
    if (s.len && is_sign(s.ptr[0]))
        n = 1;
    else
        while (n < s.len && !is_blank(s.ptr[n]) && !is_sign(s.ptr[n])) n++;
    p->word = str_slice(s, 0, n);
    p->rest = str_slice(s, n, s.len);
}

static bool is(const parser *p, const char *word)
{
    return str_equal_nocase(p->word, str_from(word));
}

static status bad(const parser *p)
{
    if (is(p, "|")) return rule_refuse(p->x, "old-aggregation", p->rest);
    return rule_refuse(p->x, "condition-syntax", p->word.len ? p->word : S("…"));
}

static bool is_search(const parser *p, str name)
{
    return !str_equal(name, S("condition")) && !str_equal(name, S("timeframe")) &&
           !(p->x->filter && str_equal(name, S("rules")));
}

// Names with '*' for any part of them.
static bool name_fits(str wanted, str name)
{
    char          marks[WORD_MAX];
    const pattern p = { wanted, marks };
    if (wanted.len > WORD_MAX) return false;
    for (ptrdiff_t i = 0; i < wanted.len; i++) marks[i] = wanted.ptr[i] == '*' ? '*' : 0;
    return pattern_holds(&p, false, false, true, name);
}

// "1 of x*", "all of them": what stands behind "of".
static status some_of(parser *p, bool all, const expr **out)
{
    exprs made = { 0 };
    step_on(p);
    if (!is(p, "of")) return bad(p);
    step_on(p);
    if (!p->word.len || is_sign(p->word.ptr[0])) return bad(p);
    bool them = is(p, "them");
    for (const node *n = p->detection->first; n; n = n->next) {
        const expr *e;
        bool        fits = them ? n->key.len && n->key.ptr[0] != '_' : name_fits(p->word, n->key);
        if (!fits || !is_search(p, n->key)) continue;
        TRY(search_read(p->x, n, &e));
        TRY(gather(p->x, &made, e));
    }
    if (made.count == 0) return rule_refuse(p->x, "condition-unknown", p->word);
    step_on(p);
    return tie(p->x, all ? EXPR_AND : EXPR_OR, &made, out);
}

static status any_term(parser *p, const expr **out);

static status one_search(parser *p, const expr **out)
{
    for (const node *n = p->detection->first; n; n = n->next) {
        if (!str_equal(n->key, p->word) || !is_search(p, n->key)) continue;
        step_on(p);
        return search_read(p->x, n, out);
    }
    return rule_refuse(p->x, "condition-unknown", p->word);
}

static status factor(parser *p, const expr **out)
{
    if (is(p, "(")) {
        if (++p->nested > NESTED_MAX) return rule_refuse(p->x, "too-large", S("("));
        step_on(p);
        TRY(any_term(p, out));
        if (!is(p, ")")) return bad(p);
        p->nested--;
        step_on(p);
        return ST_OK;
    }
    if (is(p, "1") || is(p, "any")) return some_of(p, false, out);
    if (is(p, "all")) return some_of(p, true, out);
    if (!p->word.len || is(p, ")") || is(p, "|") || is(p, "and") || is(p, "or") || is(p, "of"))
        return bad(p);
    return one_search(p, out);
}

static status negation(parser *p, const expr **out)
{
    bool no = false;
    while (is(p, "not")) {
        no = !no;
        step_on(p);
    }
    TRY(factor(p, out));
    if (!no) return ST_OK;
    *out = expr_of(p->x->s, EXPR_NOT, out, 1);
    return *out ? ST_OK : ST_MEMORY;
}

static status every_factor(parser *p, const expr **out)
{
    exprs made = { 0 };
    for (;;) {
        const expr *e;
        TRY(negation(p, &e));
        TRY(gather(p->x, &made, e));
        if (!is(p, "and")) break;
        step_on(p);
    }
    return tie(p->x, EXPR_AND, &made, out);
}

static status any_term(parser *p, const expr **out)
{
    exprs made = { 0 };
    for (;;) {
        const expr *e;
        TRY(every_factor(p, &e));
        TRY(gather(p->x, &made, e));
        if (!is(p, "or")) break;
        step_on(p);
    }
    return tie(p->x, EXPR_OR, &made, out);
}

status condition_read(reading *x, const node *detection, str condition, const expr **out)
{
    parser p = { .x = x, .detection = detection, .rest = condition };
    step_on(&p);
    TRY(any_term(&p, out));
    return p.word.len ? bad(&p) : ST_OK;
}

// Of several conditions each is enough.
status detection_read(reading *x, const node *detection, const expr **out)
{
    exprs       made      = { 0 };
    const node *condition = doc_get(detection, "condition");
    if (!condition || condition->kind == NODE_MAP) return rule_refuse(x, "no-condition", S(""));
    bool list = condition->kind == NODE_LIST;
    for (const node *c = list ? condition->first : condition; c; c = list ? c->next : NULL) {
        const expr *e;
        if (c->kind != NODE_SCALAR) return rule_refuse(x, "no-condition", S(""));
        TRY(condition_read(x, detection, c->text, &e));
        TRY(gather(x, &made, e));
    }
    if (made.count == 0) return rule_refuse(x, "no-condition", S(""));
    return tie(x, EXPR_OR, &made, out);
}
