// report_check.h - the six things that must agree in a report before it is sent (Mẫu 08). What each is
// called, how heavy it weighs and what to do is data of the pack; how it is found stands here.
#ifndef COLOA_MODULES_REPORTS_REPORT_CHECK_H
#define COLOA_MODULES_REPORTS_REPORT_CHECK_H

#include "modules/reports/report.h"

typedef enum report_rule {
    RULE_ROWS_TOTAL = 1,    // the rows are as many as the systems managed, and as those handed in
    RULE_APPROVED_DECISION, // an approved system has number and day of its decision
    RULE_UNAPPROVED_DATE,   // one not approved has an expected day
    RULE_DEPLOYMENT_DATE,   // one not fully deployed has an expected day
    RULE_REGULATION_FIRST,  // an approved one has a regulation, not later than the approval
    RULE_PERIODIC_FIGURE,   // those marked periodic are those approved and checked: figure 6
} report_rule;
enum { REPORT_RULES = RULE_PERIODIC_FIGURE };

str         report_rule_key(report_rule rule); // "rows-total": id of the pack's row
report_rule report_rule_named(str key);        // 0 when there is none

typedef struct report_fault {
    report_rule rule;
    bool        error;     // else a warning: a written reason lets it pass
    int64_t     system_id; // 0: not of one system
    int64_t     unit_id;   // what a unit handed in and the table differ in; 0 none
    str         code, name;
    // Fields of modules/systems to be mended, the first one first; empty when there are none.
    str         fields[2];
    const char *what; // words "reports.fault.<what>"
    str         detail;
} report_fault;

typedef struct report_faults {
    report_fault *items; // by rule, then in the order of rows
    size_t        count;
    size_t        errors, warnings;
    size_t        of_rule[REPORT_RULES + 1];
    size_t        warnings_of[REPORT_RULES + 1];
} report_faults;

// The pack's weights; a rule that the pack does not name is not checked. Allocates from a only.
status report_check(const report_sheet *s, const law_pack *pack, arena *a,
                    report_faults *out) MUST_CHECK;

#endif
