// letter_json.c - the facts of a letter as JSON, from a stranger's file.
#include <jansson.h>

#include "modules/incidents/incident_letter.h"

enum { KEY_MAX = 60, TEXT_MAX = 20000 };

static status refuse(str field, const char *rule, problem *why)
{
    return problem_set(why, ST_INVALID, field, str_from(rule));
}

static status name_it(arena *a, const char *key, str *out, problem *why)
{
    str k = str_from(key);
    if (k.len > KEY_MAX || !str_is_text(k)) return refuse(S("facts"), "too-long", why);
    return arena_copy(a, k, out);
}

static status text_of(arena *a, str field, const json_t *v, str *out, problem *why)
{
    str s = { json_string_value(v), (ptrdiff_t)json_string_length(v) };
    if (json_is_null(v)) return arena_copy(a, S(""), out);
    if (json_is_boolean(v)) return arena_copy(a, json_is_true(v) ? S("yes") : S("no"), out);
    if (json_is_integer(v)) {
        *out = arena_printf(a, "%lld", (long long)json_integer_value(v));
        return out->ptr ? ST_OK : ST_MEMORY;
    }
    if (!json_is_string(v)) return refuse(field, "wrong-type", why);
    if (s.len > TEXT_MAX) return refuse(field, "too-long", why);
    if (!str_is_text(s)) return refuse(field, "not-text", why);
    return arena_copy(a, s, out);
}

static status list_of(arena *a, str field, const json_t *v, str *out, problem *why)
{
    buf       b      = buf_in(a, 256, TEXT_MAX);
    ptrdiff_t length = 0;
    for (size_t i = 0; i < json_array_size(v); i++) {
        str one;
        TRY(text_of(a, field, json_array_get(v, i), &one, why));
        length += one.len + 1;
        if (length > TEXT_MAX) return refuse(field, "too-long", why);
        if (i) buf_char(&b, '\n');
        buf_put(&b, one);
    }
    if (b.failed) return ST_MEMORY;
    *out = b.len ? buf_close(&b) : S("");
    return ST_OK;
}

// Moments are kept as milliseconds; a moment that is no moment is refused, not shown.
static status moment_of(arena *a, str field, str *value, problem *why)
{
    static const str    also[] = { STR("reported"), STR("acknowledge_by"), STR("result_by") };
    law_incident_anchor anchor;
    bool                moment = law_incident_anchor_named(field, &anchor);
    int64_t             ms;
    for (size_t i = 0; i < COUNT(also); i++) moment = moment || str_equal(also[i], field);
    if (!moment || !value->len) return ST_OK;
    if (time_parse(*value, &ms) != ST_OK) return refuse(field, "time-form", why);
    *value = arena_printf(a, "%lld", (long long)ms);
    return value->ptr ? ST_OK : ST_MEMORY;
}

static status read_head(arena *a, json_t *root, incident_letter *out, problem *why)
{
    const struct {
        const char *key;
        str        *to;
    } fields[] = { { "superior", &out->superior },
                   { "issuer", &out->issuer },
                   { "symbol", &out->symbol },
                   { "place", &out->place },
                   { "number", &out->number },
                   { "issued", &out->issued },
                   { "to", &out->to },
                   { "signer_post", &out->signer_post },
                   { "signer", &out->signer },
                   { "drafter", &out->drafter },
                   { "sample", &out->sample } };
    const char *key;
    json_t     *v;
    if (root && !json_is_object(root)) return refuse(S("head"), "wrong-type", why);
    json_object_foreach(root, key, v)
    {
        size_t i = 0;
        str    name;
        TRY(name_it(a, key, &name, why));
        while (i < COUNT(fields) && !str_equal(str_from(fields[i].key), name)) i++;
        if (i == COUNT(fields)) return refuse(name, "unknown-field", why);
        TRY(text_of(a, name, v, fields[i].to, why));
    }
    return ST_OK;
}

static status read_facts(arena *a, json_t *root, incident_letter *out, problem *why)
{
    const char *key;
    json_t     *v;
    size_t      n = json_object_size(root);
    if (root && !json_is_object(root)) return refuse(S("facts"), "wrong-type", why);
    if (n > INCIDENT_LETTER_FACTS_MAX) return refuse(S("facts"), "too-many", why);
    incident_letter_fact *facts = NEW(a, incident_letter_fact, n ? n : 1);
    if (!facts) return ST_MEMORY;
    json_object_foreach(root, key, v)
    {
        incident_letter_fact *f = &facts[out->fact_count];
        TRY(name_it(a, key, &f->key, why));
        TRY(json_is_array(v) ? list_of(a, f->key, v, &f->value, why)
                             : text_of(a, f->key, v, &f->value, why));
        TRY(moment_of(a, f->key, &f->value, why));
        out->fact_count++;
    }
    out->facts = facts;
    return ST_OK;
}

static status read_table(arena *a, const json_t *rows, incident_letter_table *t, problem *why)
{
    t->rows    = json_array_size(rows);
    t->columns = json_array_size(json_array_get(rows, 0));
    if (!json_is_array(rows)) return refuse(t->name, "wrong-type", why);
    if (t->rows > INCIDENT_LETTER_ROWS_MAX || t->columns > INCIDENT_LETTER_COLUMNS_MAX)
        return refuse(t->name, "too-many", why);
    str *cells = NEW(a, str, t->rows * t->columns + 1);
    if (!cells) return ST_MEMORY;
    for (size_t i = 0; i < t->rows; i++) {
        const json_t *row = json_array_get(rows, i);
        if (!json_is_array(row) || json_array_size(row) != t->columns)
            return refuse(t->name, "wrong-type", why);
        for (size_t k = 0; k < t->columns; k++)
            TRY(text_of(a, t->name, json_array_get(row, k), &cells[i * t->columns + k], why));
    }
    t->cells = cells;
    return ST_OK;
}

static status read_tables(arena *a, json_t *root, incident_letter *out, problem *why)
{
    const char *key;
    json_t     *v;
    size_t      n = json_object_size(root);
    if (root && !json_is_object(root)) return refuse(S("tables"), "wrong-type", why);
    if (n > INCIDENT_LETTER_TABLES_MAX) return refuse(S("tables"), "too-many", why);
    incident_letter_table *tables = NEW(a, incident_letter_table, n ? n : 1);
    if (!tables) return ST_MEMORY;
    json_object_foreach(root, key, v)
    {
        incident_letter_table *t = &tables[out->table_count++];
        TRY(name_it(a, key, &t->name, why));
        TRY(read_table(a, v, t, why));
    }
    out->tables = tables;
    return ST_OK;
}

static status read_all(arena *a, json_t *root, incident_letter *out, problem *why)
{
    static const char *const keys[] = { "head", "facts", "tables" };
    const char              *key;
    json_t                  *v;
    if (!json_is_object(root)) return refuse(S("facts"), "facts-not-json", why);
    json_object_foreach(root, key, v)
    {
        str  name;
        bool known = false;
        TRY(name_it(a, key, &name, why));
        for (size_t i = 0; i < COUNT(keys); i++) known |= str_equal(str_from(keys[i]), name);
        if (!known) return refuse(name, "unknown-field", why);
    }
    TRY(read_head(a, json_object_get(root, "head"), out, why));
    TRY(read_facts(a, json_object_get(root, "facts"), out, why));
    return read_tables(a, json_object_get(root, "tables"), out, why);
}

status incident_letter_parse(str json, arena *a, incident_letter *out, problem *why)
{
    json_error_t err;
    *out = (incident_letter){ .year = 0 };
    if (json.len > INCIDENT_LETTER_BYTES_MAX) return refuse(S("facts"), "too-long", why);
    json_t *root = json_loadb(json.ptr ? json.ptr : "", (size_t)json.len, JSON_REJECT_DUPLICATES,
                              &err);
    if (!root && json_error_code(&err) == json_error_out_of_memory) return ST_MEMORY;
    status st = read_all(a, root, out, why);
    json_decref(root);
    return st;
}
