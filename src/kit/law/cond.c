// cond.c - conditions over facts: compiled from rows, evaluated in three values.
#include <string.h>

#include "kit/law/law_inside.h"

// ---- evaluation -----------------------------------------------------------------------------------
static law_truth test_fact(const law_cond *c, const law_facts *f)
{
    bool known = (f->known >> c->fact & 1) != 0;
    if (c->op == COND_KNOWN) return known == (c->argument != 0) ? LAW_TRUE : LAW_FALSE;
    if (!known) return c->silent ? LAW_FALSE : LAW_UNKNOWN;
    int64_t v = f->value[c->fact];
    bool    truth;
    switch ((cond_op)c->op) {
    case COND_HAS: truth = (v & c->argument) != 0; break;
    case COND_ONLY: truth = (v & ~c->argument) == 0; break;
    case COND_AMONG: truth = (c->argument >> v & 1) != 0; break;
    case COND_EQ: truth = v == c->argument; break;
    case COND_GTE: truth = v >= c->argument; break;
    case COND_LTE: truth = v <= c->argument; break;
    case COND_KNOWN:
    case COND_ALL:
    case COND_ANY:
    case COND_NOT:
    default: truth = false; break;
    }
    return truth ? LAW_TRUE : LAW_FALSE;
}

law_truth cond_eval(const law_cond *c, const law_facts *f)
{
    const law_cond *end = c + c->span;
    if (c->op == COND_NOT) {
        law_truth v = cond_eval(c + 1, f);
        return v == LAW_UNKNOWN ? v : v == LAW_TRUE ? LAW_FALSE : LAW_TRUE;
    }
    if (c->op != COND_ALL && c->op != COND_ANY) return test_fact(c, f);
    law_truth decides = c->op == COND_ALL ? LAW_FALSE : LAW_TRUE;
    law_truth result  = c->op == COND_ALL ? LAW_TRUE : LAW_FALSE;
    for (const law_cond *part = c + 1; part < end; part += part->span) {
        law_truth v = cond_eval(part, f);
        if (v == decides) return v;
        if (v == LAW_UNKNOWN) result = v;
    }
    return result;
}

// Only parts that are unknown themselves can still turn an unknown whole, so the known ones and what
// stands below them are not asked about.
uint32_t cond_open(const law_cond *c, const law_facts *f)
{
    if (cond_eval(c, f) != LAW_UNKNOWN) return 0;
    if (c->op > COND_NOT) return 1u << c->fact;
    uint32_t open = 0;
    for (const law_cond *part = c + 1; part < c + c->span; part += part->span) {
        open |= cond_open(part, f);
    }
    return open;
}

// ---- compiling --------------------------------------------------------------------------------------
typedef struct compiler {
    loader  *ld;
    law_cond nodes[LAW_NODES_MAX];
    size_t   count;
    uint32_t uses;
    bool     failed;
} compiler;

static void refuse(compiler *k, const char *rule, str detail)
{
    if (!k->failed) fault(k->ld, rule, detail);
    k->failed = true;
}

static law_cond *node(compiler *k, cond_op op)
{
    if (k->count == LAW_NODES_MAX) {
        refuse(k, "law-condition-long", (str){ 0 });
        return NULL;
    }
    law_cond *n = &k->nodes[k->count++];
    *n          = (law_cond){ .op = (uint8_t)op, .span = 1 };
    return n;
}

// The place of a value of a set or enum, or -1 after a fault.
static int64_t value_place(compiler *k, const law_fact *f, const json_t *v)
{
    str key = str_from(json_string_value(v));
    for (size_t i = 0; key.ptr && i < f->value_count; i++) {
        if (str_equal(f->values[i].key, key)) return (int64_t)i;
    }
    refuse(k, "law-value-unknown", key.ptr ? key : f->key);
    return -1;
}

// One value or a list of values as a mask of their places.
static int64_t value_mask(compiler *k, const law_fact *f, const json_t *v, bool list)
{
    int64_t mask = 0;
    if (!list) {
        int64_t at = value_place(k, f, v);
        return at < 0 ? 0 : (int64_t)1 << at;
    }
    if (!json_is_array(v) || json_array_size(v) == 0) {
        refuse(k, "law-operator-type", f->key);
        return 0;
    }
    for (size_t i = 0; i < json_array_size(v) && !k->failed; i++) {
        int64_t at = value_place(k, f, json_array_get(v, i));
        if (at >= 0) mask |= (int64_t)1 << at;
    }
    return mask;
}

typedef struct operator_row {
    const char *name;
    cond_op     op;
    law_kind    kind; // of the facts it reads; 0: any
    int64_t     shift;
} operator_row;

static const operator_row operators[] = {
    { "has", COND_HAS, LAW_SET, 0 },         { "has_any", COND_HAS, LAW_SET, 0 },
    { "only", COND_ONLY, LAW_SET, 0 },       { "in", COND_AMONG, LAW_ENUM, 0 },
    { "eq", COND_EQ, LAW_INT, 0 },           { "gte", COND_GTE, LAW_INT, 0 },
    { "lte", COND_LTE, LAW_INT, 0 },         { "gt", COND_GTE, LAW_INT, 1 },
    { "lt", COND_LTE, LAW_INT, -1 },         { "is", COND_EQ, (law_kind)0, 0 },
    { "known", COND_KNOWN, (law_kind)0, 0 },
};

static int64_t operand(compiler *k, const operator_row *o, const law_fact *f, const json_t *v)
{
    if (o->kind == LAW_INT) {
        if (!json_is_integer(v)) refuse(k, "law-operator-type", f->key);
        int64_t n = (int64_t)json_integer_value(v);
        if (!k->failed && (n < f->min || n > f->max)) refuse(k, "law-value-range", f->key);
        return n + o->shift;
    }
    if (o->op == COND_KNOWN || (o->op == COND_EQ && f->kind == LAW_BOOL)) {
        if (!json_is_boolean(v)) refuse(k, "law-operator-type", f->key);
        return json_is_true(v);
    }
    if (o->op == COND_EQ) {
        if (f->kind == LAW_ENUM) return value_place(k, f, v);
        refuse(k, "law-operator-type", f->key);
        return 0;
    }
    return value_mask(k, f, v, strcmp(o->name, "has") != 0);
}

static void compile_test(compiler *k, const json_t *row)
{
    loader         *ld  = k->ld;
    str             key = str_from(json_string_value(json_object_get(row, "fact")));
    const law_fact *f   = key.ptr ? law_fact_find(ld->l, key) : NULL;
    if (!f) {
        refuse(k, "law-fact-unknown", key);
        return;
    }
    const operator_row *o = NULL;
    const json_t       *v = NULL;
    for (size_t i = 0; i < COUNT(operators) && !v; i++) {
        o = &operators[i];
        v = json_object_get(row, o->name);
    }
    if (!v || json_object_size(row) != 2) {
        refuse(k, "law-operator-unknown", key);
        return;
    }
    if (o->kind && o->kind != f->kind) {
        refuse(k, "law-operator-type", key);
        return;
    }
    law_cond *n = node(k, o->op);
    if (!n) return;
    n->fact     = (uint8_t)f->index;
    n->argument = operand(k, o, f, v);
    n->silent   = (ld->silent >> f->index & 1) != 0;
    k->uses |= 1u << f->index;
}

static void compile(compiler *k, const json_t *row, int depth)
{
    static const char *const words[] = { "all", "any", "not" };
    if (k->failed) return;
    if (depth > LAW_DEPTH_MAX || !json_is_object(row)) {
        refuse(k, depth > LAW_DEPTH_MAX ? "law-condition-deep" : "law-condition-form", (str){ 0 });
        return;
    }
    size_t        which = 0;
    const json_t *parts = NULL;
    for (; which < COUNT(words) && !parts; which++) {
        parts = json_object_get(row, words[which]);
    }
    if (!parts) {
        compile_test(k, row);
        return;
    }
    bool negates = which == COUNT(words);
    if (json_object_size(row) != 1 ||
        (negates ? !json_is_object(parts) : json_array_size(parts) == 0)) {
        refuse(k, "law-condition-form", str_from(words[which - 1]));
        return;
    }
    size_t    at   = k->count;
    law_cond *self = node(k, (cond_op)which);
    if (!self) return;
    if (negates) compile(k, parts, depth + 1);
    for (size_t i = 0; !negates && i < json_array_size(parts); i++) {
        compile(k, json_array_get(parts, i), depth + 1);
    }
    k->nodes[at].span = (uint16_t)(k->count - at);
}

const law_cond *row_cond(loader *ld, const json_t *row, const char *key, uint32_t *uses)
{
    const json_t *source = json_object_get(row, key);
    compiler      k      = { .ld = ld };
    if (uses) *uses = 0;
    if (!source) {
        fault(ld, "law-condition-missing", (str){ 0 });
        return NULL;
    }
    compile(&k, source, 1);
    if (k.failed) return NULL;
    law_cond *c = LOAD_NEW(ld, law_cond, k.count);
    if (!c) return NULL;
    memcpy(c, k.nodes, k.count * sizeof *c);
    if (uses) *uses = k.uses;
    return c;
}
