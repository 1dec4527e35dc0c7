// mend_ops.c - see mend_ops.h.
#include "modules/reports/mend_ops.h"

#include "kit/text/text.h"
#include "modules/systems/systems.h"

bool report_fix_named(str name, report_fix *out)
{
    static const str fields[] = { STR("decision_no"),   STR("decision_on"),
                                  STR("regulation_no"), STR("regulation_on"),
                                  STR("approval"),      STR("approval_expected"),
                                  STR("inspections"),   STR("deployment_expected") };
    str              head, id, field;
    if (!str_cut(name, '.', &head, &name) || !str_equal(head, S("fix"))) return false;
    if (!str_cut(name, '.', &id, &field) || !str_int(id, &out->system_id)) return false;
    for (size_t i = 0; i < COUNT(fields); i++) {
        if (!str_equal(field, fields[i])) continue;
        out->field = fields[i];
        return true;
    }
    return false;
}

// What was prefilled and not touched says nothing.
static bool says_something(arena *a, const system_data *d, const report_fix *f)
{
    const system_field *field = system_field_find(f->field);
    str                 now = system_text_of(d, field), typed = str_trim(f->value);
    day                 on;
    if (str_equal(now, typed)) return false;
    if (field->kind == SYSTEM_CHOICE) return true; // a choice may be taken back
    if (!typed.len) return false;
    return !(day_parse(now, &on) == ST_OK && str_equal(text_day(a, on), typed));
}

static void keep_problems(call *c, int64_t id, const system_problems *from, problem *problems,
                          size_t *count)
{
    for (size_t i = 0; i < from->count && *count < REPORT_FIXES_MAX; i++) {
        problem p = from->items[i];
        p.field   = arena_printf(c->a, "fix.%lld." STR_FMT, (long long)id, STR_ARG(p.field));
        problems[(*count)++] = p;
    }
}

typedef struct mending {
    call             *c;
    const report_fix *fixes;
    size_t            count;
    problem          *problems;
    size_t           *problem_count, *mended;
} mending;

// All cells of the system of the cell `from`.
static status mend_one(const mending *m, size_t from)
{
    call             *c     = m->c;
    const report_fix *fixes = m->fixes;
    system_record     s;
    system_problems   faults = { 0 };
    bool              any    = false;
    TRY(systems_get_id(c, fixes[from].system_id, &s));
    system_data d = s.data;
    for (size_t i = from; i < m->count; i++) {
        if (fixes[i].system_id != s.id || !says_something(c->a, &s.data, &fixes[i])) continue;
        *system_text(&d, system_field_find(fixes[i].field)) = str_trim(fixes[i].value);
        any                                                 = true;
    }
    if (!any) return ST_OK;
    status st = systems_change(c, s.id, s.version, &d, &faults);
    if (st == ST_OK) (*m->mended)++;
    if (st == ST_INVALID) keep_problems(c, s.id, &faults, m->problems, m->problem_count);
    return st == ST_INVALID ? ST_OK : st;
}

status reports_mend(call *c, const report_fix *fixes, size_t count, problem *problems,
                    size_t *problem_count, size_t *mended)
{
    const mending m = { c, fixes, count, problems, problem_count, mended };
    *mended         = 0;
    for (size_t i = 0; i < count; i++) {
        bool first = true;
        for (size_t k = 0; k < i && first; k++) first = fixes[k].system_id != fixes[i].system_id;
        if (first) TRY(mend_one(&m, i));
    }
    return ST_OK;
}
