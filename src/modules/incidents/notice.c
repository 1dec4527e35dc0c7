// notice.c - see notice.h.
#include "modules/incidents/notice.h"

#include <jansson.h>

#include "kit/text/text.h"

enum { AT_SYSTEM = 0, AT_DOMAINS, AT_IPS, AT_DETECTED, AT_DESCRIPTION, AT_EMAIL = 10 };

const char *const incident_notice_keys[NOTICE_FIELDS] = {
    "system_name",    "domains",       "ips",           "detected",         "description",
    "result",         "proposal",      "reporter_name", "reporter_address", "reporter_phone",
    "reporter_email", "operator_name",
};

static const str states[] = { STR(""),      STR("new"),    STR("acknowledged"),
                              STR("taken"), STR("joined"), STR("aside") };

str incident_notice_state_key(notice_state s)
{
    return s >= NOTICE_NEW && (int)s <= NOTICE_STATES ? states[s] : S("");
}

bool incident_notice_state_named(str key, notice_state *out)
{
    for (int i = NOTICE_NEW; i <= NOTICE_STATES; i++) {
        if (!str_equal(states[i], key)) continue;
        *out = (notice_state)i;
        return true;
    }
    return false;
}

bool incident_notice_required(size_t at)
{
    return at == AT_DESCRIPTION ||
           str_equal(str_from(incident_notice_keys[at]), S("reporter_name"));
}

bool incident_notice_long(size_t at)
{
    return at == AT_DOMAINS || at == AT_IPS || (at >= AT_DESCRIPTION && at < AT_DESCRIPTION + 3);
}

static status read_one(const incident_reading *r, size_t at, str *value, problem *why)
{
    str     key = str_from(incident_notice_keys[at]), mark;
    int64_t ms;
    if (!value->ptr) *value = S("");
    if (!str_is_utf8(*value)) return problem_set(why, ST_INVALID, key, S("not-text"));
    *value = incident_notice_long(at) ? text_tidy_lines(r->a, *value) : text_tidy(r->a, *value);
    if (!value->ptr) return ST_MEMORY;
    TRY(text_check(key, *value, incident_notice_required(at),
                   incident_notice_long(at) ? NOTICE_FIELD_MAX : INCIDENT_TEXT_MAX, why));
    mark = r->secret(*value);
    if (mark.len) return problem_detail(why, ST_INVALID, key, S("state-secret"), mark);
    if (!value->len) return ST_OK;
    if (at == AT_DOMAINS || at == AT_IPS) return incident_lines_check(key, *value, why);
    if (at == AT_EMAIL) return incident_email_check(key, *value, why);
    if (at != AT_DETECTED) return ST_OK;
    TRY(incident_time_read(r, key, *value, &ms, why));
    *value = time_rfc3339(r->a, ms);
    return value->ptr ? ST_OK : ST_MEMORY;
}

void incident_notice_read(const incident_reading *r, notice_text *w, incident_problems *out)
{
    for (size_t i = 0; i < NOTICE_FIELDS; i++) {
        problem why = { 0 };
        if (read_one(r, i, &w->at[i], &why) == ST_OK || out->count == INCIDENT_PROBLEMS_MAX)
            continue;
        if (!why.rule.len)
            why = (problem){ .field = str_from(incident_notice_keys[i]), .rule = S("too-large") };
        out->items[out->count++] = why;
    }
    bool named = w->at[AT_SYSTEM].len || w->at[AT_DOMAINS].len || w->at[AT_IPS].len;
    if (!named && out->count < INCIDENT_PROBLEMS_MAX)
        out->items[out->count++] = (problem){ .field = S("system_name"), .rule = S("notice-what") };
}

str incident_notice_title(const notice_text *w)
{
    str line, rest;
    str first = w->at[AT_SYSTEM].len    ? w->at[AT_SYSTEM]
                : w->at[AT_DOMAINS].len ? w->at[AT_DOMAINS]
                                        : w->at[AT_IPS];
    (void)str_cut(first, '\n', &line, &rest);
    return str_begin(line, INCIDENT_TEXT_MAX);
}

str incident_notice_json(arena *a, const notice_text *w)
{
    buf b = buf_in(a, 1024, NOTICE_JSON_MAX);
    buf_char(&b, '{');
    for (size_t i = 0; i < NOTICE_FIELDS; i++) {
        buf_printf(&b, "%s\"%s\":", i ? "," : "", incident_notice_keys[i]);
        buf_json(&b, w->at[i].ptr ? w->at[i] : S(""));
    }
    buf_char(&b, '}');
    return b.failed ? (str){ 0 } : buf_str(&b);
}

status incident_notice_parse(arena *a, str json, notice_text *out)
{
    json_error_t why;
    json_t      *root = json_loadb(json.ptr, (size_t)json.len, JSON_REJECT_DUPLICATES, &why);
    status       st   = root ? ST_OK : ST_BROKEN;
    *out              = (notice_text){ 0 };
    for (size_t i = 0; st == ST_OK && i < NOTICE_FIELDS; i++) {
        const json_t *v    = json_object_get(root, incident_notice_keys[i]);
        str           text = { json_string_value(v), (ptrdiff_t)json_string_length(v) };
        st                 = arena_copy(a, text.ptr ? text : S(""), &out->at[i]);
    }
    json_decref(root);
    return st;
}
