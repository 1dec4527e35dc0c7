// columns.c - see columns.h.
#include "modules/systems/columns.h"

#define COLUMN(name, width)                                                                        \
    {                                                                                              \
        STR(#name), COLUMN_FIELD, T_systems_field_##name, width, false                             \
    }
#define DAY_COLUMN(name)                                                                           \
    {                                                                                              \
        STR(#name), COLUMN_FIELD, T_systems_field_##name, 14, true                                 \
    }

// In the order in which they are offered. Those of the usual list come first.
static const system_column columns[] = {
    { STR("code"), COLUMN_CODE, T_systems_field_code, 14, true },
    { STR("name"), COLUMN_NAME, T_systems_field_name, 60, false },
    { STR("owner"), COLUMN_OWNER, T_systems_field_owner, 40, false },
    { STR("operator"), COLUMN_OPERATOR, T_systems_field_operator, 40, false },
    { STR("level"), COLUMN_LEVEL, T_systems_level, 12, true },
    { STR("result"), COLUMN_RESULT, T_systems_result, 24, false },
    { STR("sheet_level"), COLUMN_STATED, T_systems_field_sheet_level, 12, true },
    { STR("state"), COLUMN_STATE, T_systems_field_state, 18, false },
    { STR("decision_no"), COLUMN_DECISION, T_systems_field_decision_no, 24, false },
    DAY_COLUMN(decision_on),
    COLUMN(decision_by, 30),
    COLUMN(project_kind, 24),
    COLUMN(project_name, 40),
    COLUMN(project_no, 24),
    DAY_COLUMN(project_on),
    COLUMN(project_by, 30),
    COLUMN(embedded, 18),
    COLUMN(approval, 24),
    DAY_COLUMN(approval_expected),
    COLUMN(regulation_no, 24),
    DAY_COLUMN(regulation_on),
    COLUMN(regulation_by, 30),
    COLUMN(deployment, 28),
    DAY_COLUMN(deployment_expected),
    COLUMN(inspections, 28),
    DAY_COLUMN(begun_on),
    DAY_COLUMN(running_since),
    COLUMN(hosts, 24),
    COLUMN(contact_name, 24),
    COLUMN(contact_title, 24),
    COLUMN(contact_phone, 16),
    COLUMN(contact_email, 28),
    COLUMN(address, 36),
    COLUMN(purpose, 50),
    COLUMN(scope, 36),
    COLUMN(size, 30),
    COLUMN(users_served, 30),
    COLUMN(note, 40),
    COLUMN(source, 30),
    COLUMN(source_url, 40),
    { STR("pack"), COLUMN_PACK, T_systems_column_pack, 16, false },
    { STR("updated"), COLUMN_UPDATED, T_systems_column_updated, 18, true },
};
enum { USUAL = 9 };
_Static_assert(COUNT(columns) <= COLUMNS_MAX, "room for all");

const system_column *system_column_at(size_t i)
{
    return i < COUNT(columns) ? &columns[i] : NULL;
}

const system_column *system_column_find(str key)
{
    for (size_t i = 0; i < COUNT(columns); i++) {
        if (str_equal(columns[i].key, key)) return &columns[i];
    }
    return NULL;
}

static bool has(const system_columns *list, const system_column *one)
{
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i] == one) return true;
    }
    return false;
}

static bool is_usual(const system_columns *list)
{
    if (list->count != USUAL) return false;
    for (size_t i = 0; i < USUAL; i++) {
        if (list->items[i] != &columns[i]) return false;
    }
    return true;
}

static void put_first(system_columns *list, const system_column *one)
{
    for (size_t i = list->count++; i > 0; i--) list->items[i] = list->items[i - 1];
    list->items[0] = one;
}

void system_columns_read(str text, system_columns *out)
{
    const system_column *name = system_column_find(S("name"));
    str                  key, rest = text;
    *out = (system_columns){ .unknown = S("") };
    while (rest.len) {
        (void)str_cut(rest, ',', &key, &rest);
        key                      = str_trim(key);
        const system_column *one = system_column_find(key);
        if (one && !has(out, one)) out->items[out->count++] = one;
        if (!one && key.len && !out->unknown.len) out->unknown = key;
    }
    if (out->count == 0) {
        for (size_t i = 0; i < USUAL; i++) out->items[out->count++] = &columns[i];
    }
    if (!has(out, name)) put_first(out, name);
    out->usual = is_usual(out);
    for (size_t i = 0; i < out->count; i++)
        out->records = out->records || out->items[i]->what >= COLUMN_FIELD;
}

str system_columns_text(arena *a, const system_columns *list)
{
    buf b = buf_in(a, 128, COLUMNS_TEXT_MAX);
    if (list->usual) return S("");
    for (size_t i = 0; i < list->count; i++) {
        if (i) buf_char(&b, ',');
        buf_put(&b, list->items[i]->key);
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}
