// calendar.h - working days, days off in law, and the ends of periods.
#ifndef COLOA_KIT_LAW_CALENDAR_H
#define COLOA_KIT_LAW_CALENDAR_H

#include "kit/law/terms.h"

enum { CALENDAR_PERIOD_MAX = 3660 }; // days of one period

typedef enum calendar_kind { CALENDAR_WORKING = 1, CALENDAR_DAYS } calendar_kind;

typedef struct calendar_row {
    int32_t       number; // day_number
    bool          works;  // a make-up working day; else a day off
    law_words     name;
    law_certainty certainty;
    str           source;
} calendar_row;

typedef struct calendar {
    const calendar_row *rows; // by day
    size_t              count;
} calendar;

const calendar *law_calendar(const law *l);
// A file of an administrator's own: csv with a header naming date and kind{holiday,dayoff,makeup} and,
// if wished, name_vi, name_en, certainty, source; rows by day. What is kept points into `csv` and a.
status calendar_parse(str csv, arena *a, calendar *out, problem *why) MUST_CHECK;
// ST_LIMIT "calendar-missing-year" for a day in a year that has no row.
status calendar_works(const calendar *c, day d, bool *works, problem *why) MUST_CHECK;
// The last day of a period of n days (1..CALENDAR_PERIOD_MAX) that starts the day after `start`. Calendar days that
// end on a day off run on to the next working day (Civil Code 2015, Articles 147-148).
// *unsure (may be NULL): an unconfirmed row of the calendar took part.
status calendar_due(const calendar *c, day start, int n, calendar_kind kind, day *out, bool *unsure,
                    problem *why) MUST_CHECK;

#endif
