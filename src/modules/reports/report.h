// report.h - what a yearly report is made of: its rows, the seven figures that follow from them, its
// states, its periods. Pure: no SQL, no clock.
#ifndef COLOA_MODULES_REPORTS_REPORT_H
#define COLOA_MODULES_REPORTS_REPORT_H

#include "kit/base/base.h"
#include "kit/law/law.h"
#include "kit/law/reports.h"

enum {
    REPORT_ROWS_MAX       = 20000, // systems of one report
    REPORT_PAPER_ROWS_MAX = 2000,  // with more the table goes along as a spreadsheet only
    REPORT_UNITS_MAX      = 500,   // bodies that hand in to one
    REPORT_SECTIONS_MAX   = 24,
    REPORT_TEXT_MAX       = 8000, // characters of one section
    REPORT_TITLE_MAX      = 300,
    REPORT_REASON_MAX     = 2000,
    REPORT_YEAR_MIN       = 2020,
    REPORT_YEAR_MAX       = 2100,
    REPORT_OVERDUE_DAYS   = 90, // ours: so long a missed report stays among what is due
};

typedef enum report_state { // numbers are in the store
    REPORT_DRAFTING = 1,
    REPORT_CHECKED, // no fault stood when it was last looked through
    REPORT_FROZEN,  // its rows and texts are kept as they were at one moment
    REPORT_SIGNED,
    REPORT_SENT,
    REPORT_DROPPED, // gave way to a corrected edition, or to that of the body it went into
} report_state;
str                report_state_key(report_state s); // "drafting"; words "reports.state.<key>"
static inline bool report_kept(report_state s)       // does it stand on its own rows?
{
    return s == REPORT_FROZEN || s == REPORT_SIGNED || s == REPORT_SENT;
}

// One system as the form tells it. Days are ISO text, empty where not known; numbers as in
// modules/systems: 0 where nothing is said.
typedef struct report_row {
    int64_t system_id, owner_id, operator_id;
    int64_t unit_id; // the unit directly below the reporting body that it belongs to; 0: its own
    str     code, name, owner, operator_;
    int     level;       // as the agency states it, else as the rules give; 0 none
    int     approval;    // 1 being drafted … 4 approved
    int     deployment;  // 1 none, 2 part, 3 full
    int     inspections; // bits: 1 before use, 2 periodic
    bool    built;       // being built: it stands in the second table
    str     decision_no, decision_on, decision_by;
    str     regulation_no, regulation_on, regulation_by;
    str     approval_expected, deployment_expected;
    str     project_no, project_on, project_by; // second table
    int     embedded; // 1 the statement is part of the project's papers, 2 it is not
    str     note;     // second table
} report_row;

enum { REPORT_APPROVAL_SENT = 2, REPORT_APPROVAL_APPRAISED, REPORT_APPROVED };
enum { REPORT_DEPLOYED_PART = 2, REPORT_DEPLOYED };
enum { REPORT_PERIODIC = 2 };

typedef struct report_figures { // the head of the form; never typed
    int64_t total, classified, drafted, appraised, approved, inspected;
    str     expected; // day by which all are approved; empty: all are, or not every row says when
} report_figures;

// A unit below that hands in, and what it handed in.
typedef struct report_unit {
    int64_t        id;
    str            code, name;
    const int64_t *reported; // ids of the systems of its report that was sent, ascending
    const str     *reported_names, *reported_codes;
    size_t         count;
    bool           handed_in;
} report_unit;

typedef struct report_sheet { // what is counted and checked
    const report_row  *rows;  // of both tables, in order of name
    size_t             count;
    const report_unit *units; // ascending by id
    size_t             unit_count;
    int64_t            control; // systems by the agency's own list; -1: not said
} report_sheet;

report_figures report_count(const report_sheet *s);
size_t         report_built_count(const report_sheet *s);

// How many of the running ones …
typedef struct report_tally {
    int64_t deployed, partly, not_deployed, regulated, before_use, periodic, decisions;
} report_tally;
report_tally report_tally_of(const report_sheet *s);

// The year whose report is next to be sent on that day; with `overdue` the one before, when its last
// day is not long past.
typedef struct report_due_years {
    int  next;
    bool overdue;
} report_due_years;
report_due_years report_years_due(const law_report *r, day today);

// "2026". ST_INVALID "period-form".
status report_period_read(str text, int *year, problem *why) MUST_CHECK;

#endif
