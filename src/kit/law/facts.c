// facts.c - what is known of a system, between JSON, form text and the flat form that is judged.
//
// The JSON comes from strangers: its size, its depth and the number of components are bounded, and
// every refusal names the fact.
#include "kit/law/law_inside.h"

enum { NAME_MAX_CHARACTERS = 300, KEY_BYTES_MAX = 64 };

// ---- one value ------------------------------------------------------------------------------------------
static void put(law_facts *facts, const law_fact *f, int64_t value)
{
    facts->known |= 1u << f->index;
    facts->value[f->index] = value;
}

static void put_nothing(law_facts *facts, const law_fact *f)
{
    facts->known &= ~(1u << f->index);
    facts->value[f->index] = 0;
}

static int place_of(const law_fact *f, str key)
{
    for (size_t i = 0; i < f->value_count; i++) {
        if (str_equal(f->values[i].key, key)) return (int)i;
    }
    return -1;
}

static status put_number(law_facts *facts, const law_fact *f, int64_t n, problem *why)
{
    if (n < f->min || n > f->max) return problem_set(why, ST_INVALID, f->key, S("out-of-range"));
    put(facts, f, n);
    return ST_OK;
}

static status put_choice(law_facts *facts, const law_fact *f, str key, problem *why)
{
    if (f->unknown.len && str_equal(f->unknown, key)) {
        put_nothing(facts, f);
        return ST_OK;
    }
    int at = place_of(f, key);
    if (at < 0) return problem_set(why, ST_INVALID, f->key, S("unknown-value"));
    put(facts, f, at);
    return ST_OK;
}

// ---- JSON -------------------------------------------------------------------------------------------------
static str json_text(const json_t *v)
{
    return (str){ json_string_value(v), (ptrdiff_t)json_string_length(v) };
}

static status wrong_type(const law_fact *f, problem *why)
{
    return problem_set(why, ST_INVALID, f->key, S("wrong-type"));
}

static status parse_set(const law_fact *f, const json_t *v, law_facts *out, problem *why)
{
    int64_t mask = 0;
    size_t  n    = json_array_size(v);
    if (!json_is_array(v)) return wrong_type(f, why);
    if (n > LAW_VALUES_MAX) return problem_set(why, ST_INVALID, f->key, S("too-many"));
    for (size_t i = 0; i < n; i++) {
        const json_t *one = json_array_get(v, i);
        if (!json_is_string(one)) return wrong_type(f, why);
        int at = place_of(f, json_text(one));
        if (at < 0) return problem_set(why, ST_INVALID, f->key, S("unknown-value"));
        mask |= INT64_C(1) << at;
    }
    if (mask) put(out, f, mask);
    return ST_OK;
}

static status parse_value(const law_fact *f, const json_t *v, law_facts *out, problem *why)
{
    if (json_is_null(v)) return ST_OK;
    switch (f->kind) {
    case LAW_SET: return parse_set(f, v, out, why);
    case LAW_BOOL:
        if (!json_is_boolean(v)) return wrong_type(f, why);
        put(out, f, json_is_true(v));
        return ST_OK;
    case LAW_INT:
        if (!json_is_integer(v)) return wrong_type(f, why);
        return put_number(out, f, (int64_t)json_integer_value(v), why);
    case LAW_ENUM:
        if (!json_is_string(v)) return wrong_type(f, why);
        return put_choice(out, f, json_text(v), why);
    }
    return ST_BROKEN;
}

typedef struct parsing {
    const law *l;
    arena     *a;
    law_case  *out;
    problem   *why;
} parsing;

// The offending key itself, cut to a length that can be shown.
static status refuse_key(parsing *p, str key, const char *rule)
{
    ptrdiff_t keep = key.len > KEY_BYTES_MAX ? KEY_BYTES_MAX : key.len;
    while (keep > 0 && keep < key.len && ((unsigned char)key.ptr[keep] & 0xC0) == 0x80) keep--;
    str copy;
    TRY(arena_copy(p->a, str_slice(key, 0, keep), &copy));
    return problem_set(p->why, ST_INVALID, copy, str_from(rule));
}

static status parse_name(parsing *p, const json_t *v, str *name)
{
    str s = json_text(v);
    if (json_is_null(v)) return ST_OK;
    if (!json_is_string(v)) return refuse_key(p, S("name"), "wrong-type");
    TRY(text_check(S("name"), s, 0, NAME_MAX_CHARACTERS, p->why));
    return arena_copy(p->a, s, name);
}

static status parse_object(parsing *p, json_t *object, law_facts *out, str *name)
{
    const char *key;
    json_t     *v;
    json_object_foreach(object, key, v)
    {
        str             k = str_from(key);
        const law_fact *f = law_fact_find(p->l, k);
        if (f) {
            TRY(parse_value(f, v, out, p->why));
        } else if (name && str_equal(k, S("name"))) {
            TRY(parse_name(p, v, name));
        } else if (str_equal(k, S("components"))) {
            if (name) return refuse_key(p, k, "components-nested");
        } else {
            return refuse_key(p, k, "unknown-fact");
        }
    }
    return ST_OK;
}

static status parse_components(parsing *p, const json_t *list)
{
    size_t    n   = json_array_size(list);
    law_case *out = p->out;
    str       key = STR("components");
    if (!list || json_is_null(list)) return ST_OK;
    if (!json_is_array(list)) return refuse_key(p, key, "wrong-type");
    if (n > LAW_COMPONENTS_MAX) return refuse_key(p, key, "too-many");
    if (n == 0) return ST_OK;
    out->components      = NEW(p->a, law_facts, n);
    out->component_names = NEW(p->a, str, n);
    if (!out->components || !out->component_names) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        json_t *one             = json_array_get(list, i);
        out->component_names[i] = S("");
        if (!json_is_object(one)) return refuse_key(p, key, "wrong-type");
        status st = parse_object(p, one, &out->components[i], &out->component_names[i]);
        if (st == ST_INVALID && p->why) p->why->row = (int64_t)i + 1;
        TRY(st);
    }
    out->component_count = n;
    return ST_OK;
}

// The doubled key stands between quotation marks in jansson's message.
static status refuse_text(parsing *p, const json_error_t *err)
{
    if (json_error_code(err) == json_error_out_of_memory) return ST_MEMORY;
    if (json_error_code(err) == json_error_duplicate_key) {
        str head, rest = str_from(err->text), key;
        if (str_cut(rest, '"', &head, &rest)) {
            (void)str_cut(rest, '"', &key, &rest);
            if (str_is_utf8(key)) return refuse_key(p, key, "duplicate-fact");
        }
    }
    return problem_set(p->why, ST_INVALID, S(""), S("not-json"));
}

status law_facts_parse(const law *l, str json, arena *a, law_case *out, problem *why)
{
    law_case     k = { 0 };
    parsing      p = { l, a, &k, why };
    json_error_t err;
    if (json.len > LAW_JSON_BYTES_MAX) {
        return problem_set(why, ST_INVALID, S(""), S("too-large"));
    }
    json_t *root = json_loadb(json.ptr ? json.ptr : "", (size_t)json.len, JSON_REJECT_DUPLICATES,
                              &err);
    if (!root) return refuse_text(&p, &err);
    status st = ST_OK;
    if (json_is_object(root)) {
        st = parse_object(&p, root, &k.own, NULL);
        if (st == ST_OK) st = parse_components(&p, json_object_get(root, "components"));
    } else {
        st = problem_set(why, ST_INVALID, S(""), S("not-json"));
    }
    json_decref(root);
    if (st == ST_OK) *out = k;
    return st;
}

static void put_value_json(buf *b, const law_fact *f, int64_t v)
{
    bool first = true;
    switch (f->kind) {
    case LAW_BOOL: buf_put(b, v ? S("true") : S("false")); break;
    case LAW_INT: buf_int(b, v); break;
    case LAW_ENUM: buf_json(b, f->values[v].key); break;
    case LAW_SET:
        buf_char(b, '[');
        for (size_t i = 0; i < f->value_count; i++) {
            if (!(v >> i & 1)) continue;
            if (!first) buf_char(b, ',');
            buf_json(b, f->values[i].key);
            first = false;
        }
        buf_char(b, ']');
        break;
    }
}

static bool put_facts_json(buf *b, const law *l, const law_facts *facts)
{
    bool first = true;
    for (size_t i = 0; i < l->fact_count; i++) {
        if (!(facts->known >> i & 1)) continue;
        if (!first) buf_char(b, ',');
        buf_json(b, l->facts[i].key);
        buf_char(b, ':');
        put_value_json(b, &l->facts[i], facts->value[i]);
        first = false;
    }
    return first;
}

str law_facts_json(const law *l, const law_case *k, arena *a)
{
    buf b = buf_in(a, 512, LAW_JSON_BYTES_MAX);
    buf_char(&b, '{');
    bool empty = put_facts_json(&b, l, &k->own);
    for (size_t i = 0; i < k->component_count; i++) {
        if (i == 0 && !empty) buf_char(&b, ',');
        buf_put(&b, i ? S(",{") : S("\"components\":[{"));
        if (k->component_names[i].len) {
            buf_put(&b, S("\"name\":"));
            buf_json(&b, k->component_names[i]);
            if (k->components[i].known) buf_char(&b, ',');
        }
        (void)put_facts_json(&b, l, &k->components[i]);
        buf_char(&b, '}');
    }
    if (k->component_count) buf_char(&b, ']');
    buf_char(&b, '}');
    return buf_close(&b);
}

// ---- forms and cells ----------------------------------------------------------------------------------------
static status set_of_text(const law_fact *f, str text, law_facts *facts, problem *why)
{
    int64_t mask = 0;
    for (int i = 0; i < LAW_VALUES_MAX && text.len; i++) {
        str one;
        if (!str_cut(text, ',', &one, &text)) text = S("");
        one = str_trim(one);
        if (!one.len) continue;
        int at = place_of(f, one);
        if (at < 0) return problem_detail(why, ST_INVALID, f->key, S("unknown-value"), one);
        mask |= INT64_C(1) << at;
    }
    if (text.len) return problem_set(why, ST_INVALID, f->key, S("too-many"));
    if (mask) put(facts, f, mask);
    return ST_OK;
}

status law_fact_set(const law_fact *f, str text, law_facts *facts, problem *why)
{
    int64_t n;
    text = str_trim(text);
    put_nothing(facts, f);
    if (!text.len) return ST_OK;
    switch (f->kind) {
    case LAW_SET: return set_of_text(f, text, facts, why);
    case LAW_BOOL:
        if (str_equal(text, S("true"))) {
            put(facts, f, 1);
        } else if (str_equal(text, S("false"))) {
            put(facts, f, 0);
        } else {
            return wrong_type(f, why);
        }
        return ST_OK;
    case LAW_INT:
        if (!str_int(text, &n)) return wrong_type(f, why);
        return put_number(facts, f, n, why);
    case LAW_ENUM: return put_choice(facts, f, text, why);
    }
    return ST_BROKEN;
}

static void put_joined(buf *b, const law_fact *f, int64_t v, const bool *english)
{
    for (size_t i = 0; i < f->value_count; i++) {
        if (!(v >> i & 1)) continue;
        if (b->len) buf_put(b, english ? S(", ") : S(","));
        buf_put(b, english ? law_say(f->values[i].label, *english) : f->values[i].key);
    }
}

str law_fact_text(const law_fact *f, const law_facts *facts, arena *a)
{
    buf     b = buf_in(a, 64, LAW_TEXT_MAX);
    int64_t v = facts->value[f->index];
    if (!(facts->known >> f->index & 1)) return (str){ 0 };
    switch (f->kind) {
    case LAW_SET: put_joined(&b, f, v, NULL); break;
    case LAW_BOOL: return v ? S("true") : S("false");
    case LAW_INT: buf_int(&b, v); break;
    case LAW_ENUM: return f->values[v].key;
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

str law_fact_words(const law_fact *f, const law_facts *facts, bool english, arena *a)
{
    int64_t v = facts->value[f->index];
    if (!(facts->known >> f->index & 1)) return (str){ 0 };
    if (f->kind == LAW_SET) {
        buf b = buf_in(a, 128, LAW_TEXT_MAX);
        put_joined(&b, f, v, &english);
        return b.failed ? (str){ 0 } : buf_str(&b);
    }
    for (size_t i = 0; f->kind != LAW_BOOL && i < f->value_count; i++) {
        if (f->values[i].number == v) return law_say(f->values[i].label, english);
    }
    return law_fact_text(f, facts, a);
}
