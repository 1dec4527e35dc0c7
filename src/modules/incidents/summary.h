// summary.h - form 05 of TT 20/2017/TT-BTTTT (Điều 6): what befell a body and those below it in some months, by type.
// Pure.
#ifndef COLOA_MODULES_INCIDENTS_SUMMARY_H
#define COLOA_MODULES_INCIDENTS_SUMMARY_H

#include "kit/base/base.h"

enum { INCIDENT_SUMMARY_TYPES_MAX = 40, INCIDENT_SUMMARY_NAMES_MAX = 200 };

typedef struct incident_summary_row {
    str     type; // code of the law; empty in the sum
    int64_t count, alone, helped, helped_abroad, asked, damage_vnd;
} incident_summary_row;

typedef struct incident_summary {
    str                  from, to; // months "2026-01", both counted, by when it was detected
    str                  note;     // of whoever sends it: proposals; empty none
    int64_t              untyped;  // of no type yet: counted in the last row
    bool                 cut;      // more names of helpers than INCIDENT_SUMMARY_NAMES_MAX
    str                  helpers, helpers_abroad; // one a line, each once
    incident_summary_row rows[INCIDENT_SUMMARY_TYPES_MAX], all;
    size_t               count; // every type of the form, in its order
} incident_summary;

// Months as typed, "2026-01", "01/2026", "1/2026"; both empty: what is reported next after that day, the half year until
// June or the year (Điều 6 khoản 1 điểm c). First days. ST_INVALID "month-form", "time-order".
status incident_months_read(str from, str to, day today, day *first, day *last,
                            problem *why) MUST_CHECK;
day    incident_month_next(day first);
str    incident_month_words(arena *a, day first); // "2026-01"
str    incident_month_shown(arena *a, str month); // "01/2026" of "2026-01"

#endif
