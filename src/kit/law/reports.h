// reports.h - what a pack says of reports: when which is due to whom, what it must tell, what must agree
// in it. Part of law.h.
#ifndef COLOA_KIT_LAW_REPORTS_H
#define COLOA_KIT_LAW_REPORTS_H

#include "kit/law/law.h"

typedef enum law_report_cycle {
    LAW_YEARLY = 1,
    LAW_QUARTERLY,
    LAW_ON_DEMAND,
} law_report_cycle;

typedef struct law_month_day { // month 0: of a quarter its last one; dom 0: not said
    int month, dom;
} law_month_day;

typedef struct law_report { // a row of the reporting calendar
    str              id;    // "yearly", "yearly-unit", …: what commands and addresses take
    law_words        name;
    str              who, to; // keys of law_label: who sends, to whom
    str              form;    // key of the paper this program makes of it; empty: none
    law_report_cycle cycle;
    // Figures of a yearly report: from `from` of the year before up to `until`, both included.
    law_month_day from, until;
    law_month_day before; // it is due before this day: the last safe one is the day before
    str           valid_from, valid_to; // days; empty: open
    law_words     note;                 // may be empty
    law_cite      cite;
    law_certainty certainty;
} law_report;

typedef struct law_heading { // one thing a report must tell
    str       id;
    law_words title, hint; // wording of the title is the agency's to change
    str      fill; // "list", "approved", …: what the program writes there by itself; may be empty
    bool     needed; // the agency must write something
    law_cite cite;
    law_certainty certainty;
} law_heading;

typedef struct law_report_check { // what must agree in a report before it is sent
    str           id;             // "approved-decision": the rule is code, its weight is data
    bool          error;          // else a written reason lets it pass
    law_words     title, mend;    // what must hold; what to do
    law_cite      cite;
    law_certainty certainty;
} law_report_check;

const law_report       *law_reports(const law_pack *p, size_t *count);
const law_report       *law_report_find(const law_pack *p, str id); // NULL when there is none
const law_heading      *law_headings(const law_pack *p, size_t *count);
const law_report_check *law_report_checks(const law_pack *p, size_t *count);
const law_report_check *law_report_check_find(const law_pack *p, str id);

// The days of a yearly report of that year.
typedef struct law_report_period {
    day from, until; // figures
    day last;        // the last day on which it is in time
} law_report_period;
law_report_period law_report_year(const law_report *r, int year);

#endif
