// report.c - see report.h.
#include "modules/reports/report.h"

str report_state_key(report_state s)
{
    static const str keys[] = { STR(""),       STR("drafting"), STR("checked"), STR("frozen"),
                                STR("signed"), STR("sent"),     STR("dropped") };
    return s >= REPORT_DRAFTING && s <= REPORT_DROPPED ? keys[s] : keys[0];
}

report_figures report_count(const report_sheet *s)
{
    report_figures f    = { .expected = S("") };
    bool           open = false; // a row does not say when
    for (size_t i = 0; i < s->count; i++) {
        const report_row *r = &s->rows[i];
        if (r->built) continue;
        bool approved = r->approval == REPORT_APPROVED;
        f.total++;
        f.classified += r->level > 0;
        f.drafted += r->approval >= REPORT_APPROVAL_SENT;
        f.appraised += r->approval >= REPORT_APPROVAL_APPRAISED;
        f.approved += approved;
        f.inspected += approved && (r->inspections & REPORT_PERIODIC);
        if (approved) continue;
        open |= r->approval_expected.len == 0;
        if (str_compare(r->approval_expected, f.expected) > 0) f.expected = r->approval_expected;
    }
    if (open) f.expected = S("");
    return f;
}

size_t report_built_count(const report_sheet *s)
{
    size_t n = 0;
    for (size_t i = 0; i < s->count; i++) n += s->rows[i].built;
    return n;
}

report_tally report_tally_of(const report_sheet *s)
{
    report_tally t = { 0 };
    for (size_t i = 0; i < s->count; i++) {
        const report_row *r = &s->rows[i];
        if (r->built) continue;
        t.deployed += r->deployment == REPORT_DEPLOYED;
        t.partly += r->deployment == REPORT_DEPLOYED_PART;
        t.not_deployed += r->deployment < REPORT_DEPLOYED_PART;
        t.regulated += r->regulation_no.len > 0;
        t.before_use += (r->inspections & 1) != 0;
        t.periodic += (r->inspections & REPORT_PERIODIC) != 0;
        t.decisions += r->decision_no.len > 0;
    }
    return t;
}

report_due_years report_years_due(const law_report *r, day today)
{
    int64_t now            = day_number(today);
    law_report_period this = law_report_year(r, today.year);
    bool    past           = now > day_number(this.last);
    int     year           = past ? today.year + 1 : today.year;
    int64_t ago            = now - day_number(law_report_year(r, year - 1).last);
    return (report_due_years){ .next = year, .overdue = ago <= REPORT_OVERDUE_DAYS };
}

status report_period_read(str text, int *year, problem *why)
{
    int64_t n;
    if (!str_int(str_trim(text), &n) || n < REPORT_YEAR_MIN || n > REPORT_YEAR_MAX) {
        return problem_detail(why, ST_INVALID, S("period"), S("period-form"), text);
    }
    *year = (int)n;
    return ST_OK;
}
