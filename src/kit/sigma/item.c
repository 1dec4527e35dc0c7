// item.c - one comparison of a rule: "Field|modifier…: value" as an expression over predicates.
#include "kit/sigma/reading.h"

#include <arpa/inet.h>

enum { CHANGES_MAX = 8 };

typedef struct modifiers {
    bool      contains, starts, ends, all, exists, cased, neq, regex, cidr, other_field;
    pred_op   compare; // PRED_LESS …; 0 none
    date_part part;
    int       parts; // of a date that were asked for: one
    unsigned  regex_options;
    change    changes[CHANGES_MAX];
    size_t    change_count;
} modifiers;

// ---- names ---------------------------------------------------------------------------------------

static bool take_switch(str name, modifiers *m)
{
    const struct {
        str   name;
        bool *on;
    } switches[] = { { STR("contains"), &m->contains }, { STR("startswith"), &m->starts },
                     { STR("endswith"), &m->ends },     { STR("all"), &m->all },
                     { STR("exists"), &m->exists },     { STR("cased"), &m->cased },
                     { STR("neq"), &m->neq },           { STR("re"), &m->regex },
                     { STR("cidr"), &m->cidr },         { STR("fieldref"), &m->other_field } };
    for (size_t i = 0; i < COUNT(switches); i++) {
        if (str_equal(name, switches[i].name)) return *switches[i].on = true;
    }
    return false;
}

static bool take_number(str name, const char *wanted, int value, int *out)
{
    if (!str_equal(name, str_from(wanted))) return false;
    *out = value;
    return true;
}

static bool take_compare(str name, modifiers *m)
{
    int got = 0;
    if (take_number(name, "lt", PRED_LESS, &got) ||
        take_number(name, "lte", PRED_LESS_EQUAL, &got) ||
        take_number(name, "gt", PRED_GREATER, &got) ||
        take_number(name, "gte", PRED_GREATER_EQUAL, &got))
        m->compare = (pred_op)got;
    return got != 0;
}

static bool take_part(str name, modifiers *m)
{
    int got = 0;
    if (take_number(name, "minute", DATE_MINUTE, &got) ||
        take_number(name, "hour", DATE_HOUR, &got) || take_number(name, "day", DATE_DAY, &got) ||
        take_number(name, "week", DATE_WEEK, &got) ||
        take_number(name, "month", DATE_MONTH, &got) ||
        take_number(name, "year", DATE_YEAR, &got)) {
        if (!m->compare) m->compare = PRED_EQUAL;
        m->part = (date_part)got;
        m->parts++;
    }
    return got != 0;
}

static bool take_change(str name, modifiers *m)
{
    static const struct {
        const char *name;
        change      how;
    } changes[] = { { "wide", CHANGE_WIDE },       { "utf16le", CHANGE_WIDE },
                    { "utf16be", CHANGE_UTF16BE }, { "utf16", CHANGE_UTF16 },
                    { "base64", CHANGE_BASE64 },   { "base64offset", CHANGE_OFFSET },
                    { "windash", CHANGE_DASH },    { "expand", CHANGE_EXPAND } };
    for (size_t i = 0; i < COUNT(changes); i++) {
        if (!str_equal(name, str_from(changes[i].name)) || m->change_count == CHANGES_MAX) continue;
        m->changes[m->change_count++] = changes[i].how;
        return true;
    }
    return false;
}

// i, m and s belong to a regular expression and stand behind "re".
static bool take_flag(str name, modifiers *m)
{
    if (!m->regex || name.len != 1) return false;
    switch (name.ptr[0]) {
    case 'i': m->regex_options |= PCRE2_CASELESS; return true;
    case 'm': m->regex_options |= PCRE2_MULTILINE; return true;
    case 's': m->regex_options |= PCRE2_DOTALL; return true;
    default: return false;
    }
}

// Those that do not go together.
static bool can_be(const modifiers *m)
{
    int kinds = m->regex + m->cidr + (m->compare != 0) + m->exists + m->other_field;
    int parts = m->contains + m->starts + m->ends;
    if (kinds > 1 || parts > 1 || m->parts > 1) return false;
    if ((m->regex || m->cidr || m->compare || m->exists) && (parts || m->cased)) return false;
    if (m->exists && (m->all || m->neq)) return false;
    for (size_t i = 0; i < m->change_count; i++) {
        if (kinds && !(m->changes[i] == CHANGE_EXPAND && (m->cidr || m->regex))) return false;
    }
    return true;
}

static status read_modifiers(reading *x, str list, modifiers *m)
{
    str name;
    while (list.len) {
        (void)str_cut(list, '|', &name, &list);
        if (!take_switch(name, m) && !take_compare(name, m) && !take_part(name, m) &&
            !take_change(name, m) && !take_flag(name, m))
            return rule_refuse(x, "unknown-modifier", name);
    }
    return ST_OK;
}

// ---- predicates of one value ---------------------------------------------------------------------------

static status read_net(reading *x, str text, pred *p)
{
    char    room[64];
    str     address, bits;
    int64_t count;
    bool    cut = str_cut(text, '/', &address, &bits);
    if (address.len == 0 || address.len >= (ptrdiff_t)sizeof room)
        return rule_refuse(x, "bad-cidr", text);
    memcpy(room, address.ptr, (size_t)address.len);
    room[address.len] = 0;
    p->net_6          = memchr(room, ':', (size_t)address.len) != NULL;
    if (inet_pton(p->net_6 ? AF_INET6 : AF_INET, room, p->net) != 1)
        return rule_refuse(x, "bad-cidr", text);
    int64_t most = p->net_6 ? 128 : 32;
    count        = most;
    if (cut && (!str_int(bits, &count) || count < 0 || count > most))
        return rule_refuse(x, "bad-cidr", text);
    p->net_bits = (unsigned)count;
    return ST_OK;
}

static status read_regex(reading *x, str text, pred *p)
{
    int        code;
    PCRE2_SIZE at;
    if (text.len > REGEX_MAX) return rule_refuse(x, "bad-regex", S(""));
    pcre2_compile_context *c = pcre2_compile_context_create(NULL);
    if (!c) return ST_MEMORY;
    (void)pcre2_set_parens_nest_limit(c, 64);
    pcre2_code *made = pcre2_compile((PCRE2_SPTR)text.ptr, (PCRE2_SIZE)text.len,
                                     p->regex_options | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C |
                                         PCRE2_MATCH_INVALID_UTF,
                                     &code, &at, c);
    pcre2_compile_context_free(c);
    if (!made) return rule_refuse(x, "bad-regex", text);
    pcre2_code_free(made); // it is made once more for the predicate that stays
    return ST_OK;
}

// A scalar as it is compared: numbers in decimal, whatever way they are written.
static status scalar_text(reading *x, const node *n, str *out)
{
    int64_t v = 0;
    *out      = n->text;
    if (!n->plain || n->text.len < 3 || !str_starts(n->text, S("0x"))) return ST_OK;
    for (ptrdiff_t i = 2; i < n->text.len; i++) {
        char c = n->text.ptr[i];
        int  d = c >= '0' && c <= '9'                 ? c - '0'
                 : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10
                                                      : -1;
        if (d < 0 || v > INT64_MAX / 16 - 16) return ST_OK;
        v = v * 16 + d;
    }
    *out = arena_printf(x->s->a, "%lld", (long long)v);
    return out->ptr ? ST_OK : ST_MEMORY;
}

static status one_text(reading *x, const modifiers *m, pred p, const pattern *text,
                       const expr **out)
{
    p.op    = PRED_TEXT;
    p.lead  = m->contains || m->ends;
    p.trail = m->contains || m->starts;
    p.cased = m->cased;
    p.p     = *text;
    if (p.field == FIELD_WHOLE) p.lead = p.trail = true;
    return pred_leaf(x, &p, out);
}

static status any_of(reading *x, exprs *made, const expr **out)
{
    *out = made->count == 1 ? made->at[0] : expr_of(x->s, EXPR_OR, made->at, made->count);
    return *out ? ST_OK : ST_MEMORY;
}

static status add_expr(reading *x, exprs *to, const expr *e)
{
    if (!GROW(x->s->a, *to)) return ST_MEMORY;
    to->at[to->count++] = e;
    return ST_OK;
}

// What a text that was changed as asked stands for.
static status changed(reading *x, const modifiers *m, str text, patterns *out)
{
    pattern first;
    // A regular expression's and a network's own signs are no escapes of ours.
    if (m->regex || m->cidr)
        TRY(pattern_literal(x->s->a, text, &first));
    else
        TRY(pattern_of(x->s->a, text, &first));
    if (!GROW(x->s->a, *out)) return ST_MEMORY;
    out->at[out->count++] = first;
    for (size_t i = 0; i < m->change_count; i++) TRY(change_value(x, m->changes[i], out));
    return ST_OK;
}

static status one_pattern(reading *x, const modifiers *m, pred p, const pattern *text,
                          const expr **out)
{
    if (m->regex) {
        p.op            = PRED_REGEX;
        p.regex_options = m->regex_options;
        p.p             = *text;
        TRY(read_regex(x, text->text, &p));
        return pred_leaf(x, &p, out);
    }
    if (m->cidr) {
        p.op = PRED_CIDR;
        TRY(read_net(x, text->text, &p));
        return pred_leaf(x, &p, out);
    }
    return one_text(x, m, p, text, out);
}

static status texts_of(reading *x, const modifiers *m, pred p, str text, const expr **out)
{
    patterns values = { 0 };
    exprs    made   = { 0 };
    TRY(changed(x, m, text, &values));
    for (size_t i = 0; i < values.count; i++) {
        const expr *e;
        TRY(one_pattern(x, m, p, &values.at[i], &e));
        TRY(add_expr(x, &made, e));
    }
    return any_of(x, &made, out);
}

static status field_leaf(reading *x, const modifiers *m, pred p, str name, const expr **out)
{
    p.op    = PRED_FIELD;
    p.lead  = m->contains || m->ends;
    p.trail = m->contains || m->starts;
    p.cased = m->cased;
    p.other = set_field(x->s, name);
    if (p.other == NONE) return rule_refuse(x, "too-large", name);
    return pred_leaf(x, &p, out);
}

static status negated(reading *x, const expr *e, const expr **out)
{
    *out = expr_of(x->s, EXPR_NOT, &e, 1);
    return *out ? ST_OK : ST_MEMORY;
}

static status exists_leaf(reading *x, pred p, str text, const expr **out)
{
    bool yes = str_equal_nocase(text, S("true")) || str_equal_nocase(text, S("yes"));
    bool no  = str_equal_nocase(text, S("false")) || str_equal_nocase(text, S("no"));
    if (!yes && !no) return rule_refuse(x, "bad-value", text);
    p.op = PRED_EXISTS;
    TRY(pred_leaf(x, &p, out));
    return yes ? ST_OK : negated(x, *out, out);
}

static status one_value(reading *x, const modifiers *m, uint32_t field, const node *value,
                        const expr **out)
{
    pred p = { .field = field };
    str  text;
    if (value->kind != NODE_SCALAR) return rule_refuse(x, "bad-value", S(""));
    TRY(scalar_text(x, value, &text));
    if (m->exists) return exists_leaf(x, p, text, out);
    if (doc_is_null(value)) {
        if (field == FIELD_WHOLE || m->regex || m->cidr || m->compare || m->other_field ||
            m->contains || m->starts || m->ends)
            return rule_refuse(x, "bad-value", S("null"));
        p.op = PRED_NULL;
        return pred_leaf(x, &p, out);
    }
    if (m->other_field) return field_leaf(x, m, p, text, out);
    if (m->compare) {
        p.op   = m->compare;
        p.part = m->part;
        if (!str_number(text, &p.number)) return rule_refuse(x, "bad-value", text);
        return pred_leaf(x, &p, out);
    }
    return texts_of(x, m, p, text, out);
}

// ---- all values of a field ---------------------------------------------------------------------------

static status values_read(reading *x, const modifiers *m, uint32_t field, const node *values,
                          const expr **out)
{
    exprs made = { 0 };
    bool  list = values->kind == NODE_LIST;
    for (const node *v = list ? values->first : values; v; v = list ? v->next : NULL) {
        const expr *e;
        TRY(one_value(x, m, field, v, &e));
        TRY(add_expr(x, &made, e));
    }
    if (made.count == 0) return rule_refuse(x, "bad-value", S("[]"));
    *out = made.count == 1 ? made.at[0]
                           : expr_of(x->s, m->all ? EXPR_AND : EXPR_OR, made.at, made.count);
    if (!*out) return ST_MEMORY;
    return m->neq ? negated(x, *out, out) : ST_OK;
}

status item_read(reading *x, const node *entry, const expr **out)
{
    modifiers m = { 0 };
    str       name, list;
    (void)str_cut(entry->key, '|', &name, &list);
    TRY(read_modifiers(x, list, &m));
    if (!can_be(&m)) return rule_refuse(x, "modifier-use", entry->key);
    uint32_t field = name.len ? set_field(x->s, name) : FIELD_WHOLE;
    if (field == NONE) return rule_refuse(x, "too-large", name);
    if (field == FIELD_WHOLE && (m.cidr || m.compare || m.exists || m.other_field))
        return rule_refuse(x, "modifier-use", entry->key);
    return values_read(x, &m, field, entry, out);
}

status keyword_read(reading *x, const node *value, const expr **out)
{
    const modifiers none = { 0 };
    return one_value(x, &none, FIELD_WHOLE, value, out);
}
