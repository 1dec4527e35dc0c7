// clock_facts.c - see clock_facts.h.
#include "modules/incidents/clock_facts.h"

#include <jansson.h>

enum { YEAR_FIRST = 2010, YEAR_LAST = 2049, NAME_SHOWN_MAX = 60 };

static status refuse(str key, const char *rule, str detail, problem *why)
{
    return problem_detail(why, ST_INVALID, key, str_from(rule), detail);
}

static bool has_zone(str s)
{
    if (str_ends(s, S("Z")) || str_ends(s, S("z"))) return true;
    return s.len > 6 && s.ptr[s.len - 3] == ':' &&
           (s.ptr[s.len - 6] == '+' || s.ptr[s.len - 6] == '-');
}

static status read_time(str key, const json_t *v, int64_t *out, problem *why)
{
    str     s  = { json_string_value(v), (ptrdiff_t)json_string_length(v) };
    int64_t ms = 0;
    if (!json_is_string(v)) return refuse(key, "wrong-type", S(""), why);
    if (time_parse(s, &ms) != ST_OK) {
        bool zone = has_zone(s) || s.len < 16;
        return refuse(key, zone ? "time-form" : "time-zone", S(""), why);
    }
    int32_t year = day_of_ms(ms, VIETNAM_OFFSET_MINUTES).year;
    if (year < YEAR_FIRST) return refuse(key, "time-past", S(""), why);
    if (year > YEAR_LAST) return refuse(key, "time-future", S(""), why);
    *out = ms;
    return ST_OK;
}

static status read_flag(str key, const json_t *v, law_truth *out, problem *why)
{
    str word = str_from(json_string_value(v));
    if (json_is_boolean(v)) {
        *out = json_is_true(v) ? LAW_TRUE : LAW_FALSE;
    } else if (!json_is_string(v)) {
        return refuse(key, "wrong-type", S(""), why);
    } else if (str_equal(word, S("yes"))) {
        *out = LAW_TRUE;
    } else if (str_equal(word, S("no"))) {
        *out = LAW_FALSE;
    } else if (!str_equal(word, S("unknown"))) {
        return refuse(key, "wrong-type", S(""), why);
    }
    return ST_OK;
}

static status read_level(str key, const json_t *v, int *out, problem *why)
{
    if (!json_is_integer(v)) return refuse(key, "wrong-type", S(""), why);
    json_int_t n = json_integer_value(v);
    if (n < 1 || n > LAW_LEVEL_MAX) return refuse(key, "out-of-range", S(""), why);
    *out = (int)n;
    return ST_OK;
}

static status read_owner(const law *l, str key, const json_t *v, str *out, problem *why)
{
    if (!json_is_string(v)) return refuse(key, "wrong-type", S(""), why);
    const law_incident_owner *o = law_incident_owner_find(l, str_from(json_string_value(v)));
    if (!o) return refuse(key, "unknown-value", S(""), why);
    *out = o->id;
    return ST_OK;
}

// The offending name itself, as far as it can be shown.
static status refuse_name(str name, arena *a, problem *why)
{
    ptrdiff_t keep = name.len > NAME_SHOWN_MAX ? NAME_SHOWN_MAX : name.len;
    str       copy;
    while (keep > 0 && !str_is_utf8(str_slice(name, 0, keep))) keep--;
    TRY(arena_copy(a, str_slice(name, 0, keep), &copy));
    return refuse(copy, "unknown-fact", S(""), why);
}

typedef struct reading {
    const law      *l;
    arena          *a;
    incident_facts *f;
} reading;

static status read_one(const reading *r, const char *name, const json_t *v, problem *why)
{
    incident_facts     *f = r->f;
    law_incident_anchor anchor;
    law_incident_flag   flag;
    str                 key = str_from(name);
    if (str_equal(key, S("level"))) {
        return json_is_null(v) ? ST_OK : read_level(S("level"), v, &f->level, why);
    }
    if (str_equal(key, S("owner_kind"))) {
        return json_is_null(v) ? ST_OK : read_owner(r->l, S("owner_kind"), v, &f->owner_kind, why);
    }
    if (law_incident_anchor_named(key, &anchor)) {
        key = law_incident_anchor_key(anchor);
        return json_is_null(v) ? ST_OK : read_time(key, v, &f->at[anchor], why);
    }
    if (law_incident_flag_named(key, &flag) && flag < LAW_INCIDENT_GIVEN_FLAGS) {
        key = law_incident_flag_key(flag);
        return json_is_null(v) ? ST_OK : read_flag(key, v, &f->flag[flag], why);
    }
    return refuse_name(key, r->a, why);
}

static status check_order(const incident_facts *f, problem *why)
{
    static const law_incident_anchor after[] = { LAW_INCIDENT_HANDLED, LAW_INCIDENT_FIXED,
                                                 LAW_INCIDENT_ENDED };
    int64_t occurred = f->at[LAW_INCIDENT_OCCURRED], detected = f->at[LAW_INCIDENT_DETECTED];
    if (occurred && detected && occurred > detected)
        return refuse(S("detected"), "time-order", S(""), why);
    for (size_t i = 0; i < COUNT(after); i++) {
        int64_t first = detected ? detected : occurred;
        if (f->at[after[i]] && first > f->at[after[i]])
            return refuse(law_incident_anchor_key(after[i]), "time-order", S(""), why);
    }
    return ST_OK;
}

status incident_facts_parse(const law *l, str json, arena *a, incident_facts *out, problem *why)
{
    reading      r = { l, a, out };
    json_error_t err;
    const char  *name;
    json_t      *v;
    incident_facts_start(out);
    if (json.len > INCIDENT_FACTS_BYTES_MAX) return refuse(S("facts"), "too-long", S(""), why);
    json_t *root = json_loadb(json.ptr ? json.ptr : "", (size_t)json.len, JSON_REJECT_DUPLICATES,
                              &err);
    if (!root && json_error_code(&err) == json_error_out_of_memory) return ST_MEMORY;
    status st = json_is_object(root) ? ST_OK : refuse(S("facts"), "facts-not-json", S(""), why);
    json_object_foreach(root, name, v)
    {
        if (st == ST_OK) st = read_one(&r, name, v, why);
    }
    json_decref(root);
    return st == ST_OK ? check_order(out, why) : st;
}
