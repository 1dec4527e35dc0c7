// edits.c - see edits.h.
#include "modules/controls/edits.h"

#include <jansson.h>

static status refuse(size_t at, const char *what, arena *a, problem *why)
{
    str detail = arena_printf(a, "%zu %s", at + 1, what);
    return problem_detail(why, ST_INVALID, S("rows"), S("edits-form"), detail.ptr ? detail : S(""));
}

static status text_of(const json_t *v, arena *a, str *out)
{
    str s = { json_string_value(v), (ptrdiff_t)json_string_length(v) };
    return arena_copy(a, s, out);
}

static status read_fields(const json_t *map, str out[CONTROL_FIELDS], size_t at, arena *a,
                          problem *why)
{
    const char *key;
    json_t     *v;
    if (!map) return ST_OK;
    if (!json_is_object(map)) return refuse(at, "set", a, why);
    json_object_foreach((json_t *)map, key, v)
    {
        int f = control_field_named(str_from(key));
        if (f < 0 || !json_is_string(v)) {
            str name = S("");
            TRY(arena_copy(a, str_from(key), &name));
            return refuse(at, arena_cstr(a, name), a, why);
        }
        TRY(text_of(v, a, &out[f]));
        if (!out[f].ptr) out[f] = S(""); // said, and empty
    }
    return ST_OK;
}

static status read_one(const json_t *one, size_t at, arena *a, control_edit *e, problem *why)
{
    const json_t *control = json_object_get(one, "control"),
                 *version = json_object_get(one, "version");
    *e                    = (control_edit){ .version = 0 };
    if (!json_is_string(control)) return refuse(at, "control", a, why);
    if (version && !json_is_integer(version)) return refuse(at, "version", a, why);
    e->version = json_integer_value(version);
    TRY(text_of(control, a, &e->control));
    TRY(read_fields(json_object_get(one, "set"), e->values, at, a, why));
    return read_fields(json_object_get(one, "was"), e->was, at, a, why);
}

status edits_read(const void *list, arena *a, control_edit **out, size_t *count, problem *why)
{
    const json_t *rows = list;
    if (!json_is_array(rows)) return problem_set(why, ST_INVALID, S("rows"), S("edits-form"));
    *count = json_array_size(rows);
    if (*count > EDITS_MAX) {
        str max = arena_printf(a, "%d", EDITS_MAX);
        return problem_detail(why, ST_INVALID, S("rows"), S("too-many"), max.ptr ? max : S(""));
    }
    *out = NEW(a, control_edit, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        TRY(read_one(json_array_get(rows, i), i, a, &(*out)[i], why));
    return ST_OK;
}

status edits_parse(str json, arena *a, control_edit **out, size_t *count, problem *why)
{
    json_error_t err;
    if (!json.ptr || json.len > EDITS_BYTES_MAX)
        return problem_set(why, ST_INVALID, S("rows"), S("not-json"));
    json_t *root = json_loadb(json.ptr, (size_t)json.len, JSON_REJECT_DUPLICATES, &err);
    if (!root) {
        if (json_error_code(&err) == json_error_out_of_memory) return ST_MEMORY;
        return problem_set(why, ST_INVALID, S("rows"), S("not-json"));
    }
    status st = edits_read(root, a, out, count, why);
    json_decref(root);
    return st;
}
