// reports.c - the file reports.json of a pack, read and looked up.
#include "kit/law/reports.h"
#include "kit/law/law_inside.h"

#include <string.h>

// "12-25", "20" (a day of a quarter's last month) or nothing.
static law_month_day month_day(loader *ld, const json_t *row, const char *key, bool whole)
{
    str           text = row_text(ld, row, key, whole), month, dom;
    law_month_day out  = { 0, 0 };
    int64_t       m = 0, d = 0;
    if (!text.len) return out;
    bool two  = str_cut(text, '-', &month, &dom);
    bool read = two ? str_int(month, &m) && str_int(dom, &d) : str_int(text, &d);
    // 29 February is no day of every year.
    bool fits = two ? m >= 1 && m <= 12 && d >= 1 && d <= (m == 2 ? 28 : 30) : d >= 1 && d <= 28;
    if (!read || two != whole || !fits) {
        fault(ld, "law-day-form", text);
        return out;
    }
    return (law_month_day){ (int)m, (int)d };
}

static law_report_cycle cycle_of(loader *ld, const json_t *row)
{
    static const str names[] = { STR("year"), STR("quarter"), STR("demand") };
    str              key     = row_text(ld, row, "every", true);
    for (size_t i = 0; i < COUNT(names); i++) {
        if (str_equal(key, names[i])) return (law_report_cycle)(LAW_YEARLY + (int)i);
    }
    if (key.len) fault(ld, "law-value-unknown", key);
    return LAW_ON_DEMAND;
}

static void load_calendar_rows(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "id",       "name", "who",   "to",        "form",
                                        "every",    "from", "until", "before",    "valid_from",
                                        "valid_to", "note", "cite",  "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "calendar"), "calendar", "id", &n);
    law_report   *out  = LOAD_NEW(ld, law_report, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        out[i]       = (law_report){ .id         = ld->id,
                                     .name       = row_words(ld, row, "name", true),
                                     .who        = row_text(ld, row, "who", true),
                                     .to         = row_text(ld, row, "to", true),
                                     .form       = row_text(ld, row, "form", false),
                                     .cycle      = cycle_of(ld, row),
                                     .valid_from = row_day(ld, row, "valid_from", NULL),
                                     .valid_to   = row_day(ld, row, "valid_to", NULL),
                                     .note       = row_words(ld, row, "note", false),
                                     .cite       = row_cite(ld, row, true),
                                     .certainty  = row_certainty(ld, row) };
        bool yearly  = out[i].cycle == LAW_YEARLY;
        out[i].from  = month_day(ld, row, "from", yearly && out[i].form.len);
        out[i].until = month_day(ld, row, "until", yearly && out[i].form.len);
        if (out[i].cycle != LAW_ON_DEMAND) out[i].before = month_day(ld, row, "before", yearly);
    }
    rows->reports      = out;
    rows->report_count = n;
}

static void load_headings(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "id",     "title", "hint",      "fill",
                                        "needed", "cite",  "certainty", NULL };
    size_t                   n;
    const json_t *list = row_list(ld, json_object_get(root, "headings"), "headings", "id", &n);
    law_heading  *out  = LOAD_NEW(ld, law_heading, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        out[i] = (law_heading){ .id        = ld->id,
                                .title     = row_words(ld, row, "title", true),
                                .hint      = row_words(ld, row, "hint", false),
                                .fill      = row_text(ld, row, "fill", false),
                                .needed    = row_bool(ld, row, "needed"),
                                .cite      = row_cite(ld, row, true),
                                .certainty = row_certainty(ld, row) };
    }
    rows->headings      = out;
    rows->heading_count = n;
}

static void load_checks(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "id", "grade", "title", "mend", "cite", "certainty", NULL };
    size_t                   n;
    const json_t     *list = row_list(ld, json_object_get(root, "checks"), "checks", "id", &n);
    law_report_check *out  = LOAD_NEW(ld, law_report_check, n);
    if (!list || !out) return;
    for (size_t i = 0; i < n; i++) {
        const json_t *row = row_at(ld, list, i, "id");
        row_keys(ld, row, keys);
        str grade = row_text(ld, row, "grade", true);
        out[i]    = (law_report_check){ .id        = ld->id,
                                        .error     = str_equal(grade, S("error")),
                                        .title     = row_words(ld, row, "title", true),
                                        .mend      = row_words(ld, row, "mend", true),
                                        .certainty = row_certainty(ld, row) };
        if (!out[i].error && !str_equal(grade, S("warning"))) {
            fault(ld, "law-value-unknown", grade);
        }
        out[i].cite = row_cite(ld, row, out[i].certainty != LAW_OURS);
    }
    rows->report_checks      = out;
    rows->report_check_count = n;
}

void load_reports(loader *ld, const json_t *root, law_rows *rows)
{
    static const char *const keys[] = { "calendar", "headings", "checks", NULL };
    row_keys(ld, root, keys);
    load_calendar_rows(ld, root, rows);
    load_headings(ld, root, rows);
    load_checks(ld, root, rows);
}

// ---- looking up ---------------------------------------------------------------------------------
const law_report *law_reports(const law_pack *p, size_t *count)
{
    *count = p->rows->report_count;
    return p->rows->reports;
}

const law_report *law_report_find(const law_pack *p, str id)
{
    for (size_t i = 0; i < p->rows->report_count; i++) {
        if (str_equal(p->rows->reports[i].id, id)) return &p->rows->reports[i];
    }
    return NULL;
}

const law_heading *law_headings(const law_pack *p, size_t *count)
{
    *count = p->rows->heading_count;
    return p->rows->headings;
}

const law_report_check *law_report_checks(const law_pack *p, size_t *count)
{
    *count = p->rows->report_check_count;
    return p->rows->report_checks;
}

const law_report_check *law_report_check_find(const law_pack *p, str id)
{
    for (size_t i = 0; i < p->rows->report_check_count; i++) {
        if (str_equal(p->rows->report_checks[i].id, id)) return &p->rows->report_checks[i];
    }
    return NULL;
}

law_report_period law_report_year(const law_report *r, int year)
{
    bool begins_before = r->from.month * 100 + r->from.dom > r->until.month * 100 + r->until.dom;
    day  before        = { year, r->before.month, r->before.dom };
    return (law_report_period){ .from  = { year - begins_before, r->from.month, r->from.dom },
                                .until = { year, r->until.month, r->until.dom },
                                .last  = day_from_number(day_number(before) - 1) };
}
