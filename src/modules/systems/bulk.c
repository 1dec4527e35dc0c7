// bulk.c - see bulk.h.
#include "modules/systems/bulk.h"

#include <jansson.h>

const char *const bulk_fields[BULK_FIELDS] = {
    "operator",      "state",   "contact_name", "contact_title",     "contact_phone",
    "contact_email", "address", "hosts",        "approval_expected", "deployment_expected",
};

static const system_field *field_at(size_t i)
{
    return system_field_find(str_from(bulk_fields[i]));
}

static status check_one(const bulk_draft *draft, size_t i, arena *a, bulk_changes *out,
                        system_problems *problems)
{
    const system_field *f    = field_at(i);
    str                 text = draft->typed[i].ptr ? draft->typed[i] : S("");
    problem             why;
    status              st = system_check_text(f, text, a, &text, &why);
    if (st == ST_INVALID) system_problem_add(problems, f->key, why.rule, why.detail);
    if (st != ST_OK) return st == ST_INVALID ? ST_OK : st;
    if (draft->empty[i] && text.len)
        system_problem_add(problems, f->key, S("bulk-both"), (str){ 0 });
    if (draft->empty[i] && f->kind == SYSTEM_STATE)
        system_problem_add(problems, f->key, S("bulk-state-empty"), (str){ 0 });
    out->set[i]   = text.len > 0 || draft->empty[i];
    out->value[i] = text;
    return ST_OK;
}

status bulk_check(const bulk_draft *draft, arena *a, bulk_changes *out, system_problems *problems)
{
    bool any        = false;
    *out            = (bulk_changes){ 0 };
    problems->count = 0;
    for (size_t i = 0; i < BULK_FIELDS; i++) {
        TRY(check_one(draft, i, a, out, problems));
        any = any || out->set[i];
    }
    if (!any && !problems->count)
        system_problem_add(problems, S("fields"), S("bulk-nothing"), (str){ 0 });
    return problems->count ? ST_INVALID : ST_OK;
}

str bulk_json(arena *a, const bulk_changes *changes)
{
    buf  b     = buf_in(a, 256, BULK_JSON_MAX);
    bool first = true;
    buf_char(&b, '{');
    for (size_t i = 0; i < BULK_FIELDS; i++) {
        if (!changes->set[i]) continue;
        buf_printf(&b, "%s\"%s\":", first ? "" : ",", bulk_fields[i]);
        buf_json(&b, changes->value[i]);
        first = false;
    }
    buf_char(&b, '}');
    return b.failed ? (str){ 0 } : buf_str(&b);
}

status bulk_read(str json, arena *a, bulk_changes *out, problem *why)
{
    json_t *root = json_loadb(json.ptr, (size_t)json.len, JSON_REJECT_DUPLICATES, NULL);
    status  st   = json_is_object(root) ? ST_OK : ST_INVALID;
    *out         = (bulk_changes){ 0 };
    for (size_t i = 0; st == ST_OK && i < BULK_FIELDS; i++) {
        const json_t *v = json_object_get(root, bulk_fields[i]);
        out->value[i]   = S("");
        if (!json_is_string(v)) continue;
        str text    = { json_string_value(v), (ptrdiff_t)json_string_length(v) };
        out->set[i] = true;
        st          = arena_copy(a, text, &out->value[i]);
    }
    json_decref(root);
    return st == ST_INVALID ? problem_set(why, st, S("fields"), S("bulk-form")) : st;
}

bool bulk_apply(const bulk_changes *changes, system_data *data)
{
    bool changed = false;
    for (size_t i = 0; i < BULK_FIELDS; i++) {
        if (!changes->set[i]) continue;
        str *to = system_text(data, field_at(i));
        if (str_equal(*to, changes->value[i])) continue;
        *to     = changes->value[i];
        changed = true;
    }
    return changed;
}
