// report_check.c - see report_check.h: one function per rule, each told every row.
#include "modules/reports/report_check.h"

#include <stdlib.h>

static const str rule_keys[] = { STR(""),
                                 STR("rows-total"),
                                 STR("approved-decision"),
                                 STR("unapproved-date"),
                                 STR("deployment-date"),
                                 STR("regulation-first"),
                                 STR("periodic-figure") };

str report_rule_key(report_rule rule)
{
    return rule_keys[rule];
}

report_rule report_rule_named(str key)
{
    for (int r = 1; r <= REPORT_RULES; r++) {
        if (str_equal(key, rule_keys[r])) return (report_rule)r;
    }
    return (report_rule)0;
}

typedef struct checking {
    const report_sheet *s;
    arena              *a;
    report_faults      *out;
    size_t              room;
    report_rule         rule;
    bool                error;
} checking;

static void add(checking *k, report_fault f)
{
    if (k->out->count == k->room) return; // room is the most there can be: see report_check
    f.rule = k->rule;
    if (f.error) {
        k->out->errors++;
    } else {
        k->out->warnings++;
        k->out->warnings_of[k->rule]++;
    }
    k->out->of_rule[k->rule]++;
    k->out->items[k->out->count++] = f;
}

static void add_row(checking *k, const report_row *r, const char *what, str first, str second)
{
    add(k, (report_fault){ .error     = k->error,
                           .system_id = r->system_id,
                           .code      = r->code,
                           .name      = r->name,
                           .fields    = { first, second },
                           .what      = what });
}

// ---- rows and total ------------------------------------------------------------------------------

static bool among(const int64_t *ids, size_t count, int64_t id)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (ids[middle] == id) return true;
        if (ids[middle] < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return false;
}

static const report_unit *unit_of(const report_sheet *s, int64_t id)
{
    for (size_t i = 0; id && i < s->unit_count; i++) {
        if (s->units[i].id == id) return &s->units[i];
    }
    return NULL;
}

static int by_id(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static int64_t *ids_of(const report_sheet *s, arena *a)
{
    int64_t *ids = NEW(a, int64_t, s->count + 1);
    for (size_t i = 0; ids && i < s->count; i++) ids[i] = s->rows[i].system_id;
    if (ids) qsort(ids, s->count, sizeof(*ids), by_id);
    return ids;
}

// The register may rightly have moved on since a unit handed in: that is never more than a warning.
static void differ_from_units(checking *k, const int64_t *ids)
{
    const report_sheet *s = k->s;
    for (size_t i = 0; i < s->count; i++) {
        const report_row  *r = &s->rows[i];
        const report_unit *u = r->built ? NULL : unit_of(s, r->unit_id);
        if (!u || !u->handed_in || among(u->reported, u->count, r->system_id)) continue;
        add(k, (report_fault){ .system_id = r->system_id,
                               .unit_id   = u->id,
                               .code      = r->code,
                               .name      = r->name,
                               .what      = "not-handed-in",
                               .detail    = u->name });
    }
    for (size_t i = 0; i < s->unit_count; i++) {
        const report_unit *u = &s->units[i];
        for (size_t n = 0; u->handed_in && n < u->count; n++) {
            if (among(ids, s->count, u->reported[n])) continue;
            add(k, (report_fault){ .system_id = u->reported[n],
                                   .unit_id   = u->id,
                                   .code      = u->reported_codes[n],
                                   .name      = u->reported_names[n],
                                   .what      = "handed-in-only",
                                   .detail    = u->name });
        }
    }
}

static void rows_total(checking *k, const int64_t *ids)
{
    report_figures f = report_count(k->s);
    if (k->s->control >= 0 && k->s->control != f.total) {
        str detail = arena_printf(k->a, "%lld / %lld", (long long)f.total,
                                  (long long)k->s->control);
        add(k, (report_fault){ .error = k->error, .what = "total-differs", .detail = detail });
    }
    differ_from_units(k, ids);
}

// ---- rows ------------------------------------------------------------------------------------------

static void approved_decision(checking *k, const report_row *r)
{
    bool no = r->decision_no.len == 0, on = r->decision_on.len == 0;
    if (r->approval != REPORT_APPROVED || (!no && !on)) return;
    if (no && on) {
        add_row(k, r, "no-decision", S("decision_no"), S("decision_on"));
    } else if (no) {
        add_row(k, r, "no-decision-number", S("decision_no"), S(""));
    } else {
        add_row(k, r, "no-decision-day", S("decision_on"), S(""));
    }
}

static void unapproved_date(checking *k, const report_row *r)
{
    if (r->approval == REPORT_APPROVED || r->approval_expected.len) return;
    add_row(k, r, r->approval ? "no-approval-day" : "no-approval-state", S("approval_expected"),
            S(""));
}

static void deployment_date(checking *k, const report_row *r)
{
    if (r->deployment == REPORT_DEPLOYED || r->deployment_expected.len) return;
    add_row(k, r, "no-deployment-day", S("deployment_expected"), S(""));
}

static void regulation_first(checking *k, const report_row *r)
{
    if (r->approval != REPORT_APPROVED) return;
    bool no = r->regulation_no.len == 0, on = r->regulation_on.len == 0;
    if (no || on) {
        add_row(k, r, no ? "no-regulation" : "no-regulation-day",
                no ? S("regulation_no") : S("regulation_on"), no ? S("regulation_on") : S(""));
    } else if (r->decision_on.len && str_compare(r->regulation_on, r->decision_on) > 0) {
        add_row(k, r, "regulation-late", S("regulation_on"), S(""));
    }
}

static void periodic_figure(checking *k, const report_row *r)
{
    if (!(r->inspections & REPORT_PERIODIC) || r->approval == REPORT_APPROVED) return;
    add_row(k, r, "periodic-not-approved", S("approval"), S("inspections"));
}

typedef void row_rule(checking *k, const report_row *r);

status report_check(const report_sheet *s, const law_pack *pack, arena *a, report_faults *out)
{
    static row_rule *const rules[REPORT_RULES + 1] = {
        [RULE_APPROVED_DECISION] = approved_decision, [RULE_UNAPPROVED_DATE] = unapproved_date,
        [RULE_DEPLOYMENT_DATE] = deployment_date,     [RULE_REGULATION_FIRST] = regulation_first,
        [RULE_PERIODIC_FIGURE] = periodic_figure,
    };
    checking k = { .s = s, .a = a, .out = out, .room = s->count * REPORT_RULES + 1 };
    for (size_t i = 0; i < s->unit_count; i++) k.room += s->units[i].count;
    *out         = (report_faults){ 0 };
    out->items   = NEW(a, report_fault, k.room);
    int64_t *ids = ids_of(s, a);
    if (!out->items || !ids) return ST_MEMORY;
    for (k.rule = RULE_ROWS_TOTAL; k.rule <= RULE_PERIODIC_FIGURE; k.rule++) {
        const law_report_check *weight = law_report_check_find(pack, report_rule_key(k.rule));
        if (!weight) continue;
        k.error = weight->error;
        if (k.rule == RULE_ROWS_TOTAL) rows_total(&k, ids);
        for (size_t i = 0; rules[k.rule] && i < s->count; i++) {
            if (!s->rows[i].built) rules[k.rule](&k, &s->rows[i]);
        }
    }
    return ST_OK;
}
