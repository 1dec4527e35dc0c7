// figures.h - what a body and those below it did in a half-year or quarter: systems that owe a hunt, hunted or not;
// threats found, removed, confirmed; by what rules each is counted. Pure.
//
// A system owes a hunt by what it is today: its level and whether it runs (no earlier state is kept), and only if it ran
// or was registered by the end of the period. It was hunted in the period when a hunt that searched it ended its search
// within it and has been closed since; or when a member of the response network wrote one down (told). Of a period that
// still runs what is overdue is counted up to today. Days count as typed by who did it, in Viet Nam.
#ifndef COLOA_MODULES_HUNTS_FIGURES_H
#define COLOA_MODULES_HUNTS_FIGURES_H

#include "modules/hunts/hunt.h"

// "2026-H1" "2026" of the calendar year (form 05 is of January to June in practice); "2026-Q4", a window of reports
// that begins on day `quarter_from` of the last month of the quarter before, 1: the calendar quarter (setting
// "hunt-quarter" of law/incidents); or any two days, "2025-12-15/2026-12-14".
typedef struct hunt_period {
    str name; // as typed, in capitals: "2026-H2"
    day first, last;
} hunt_period;
// Small letters too. ST_INVALID "hunt-period".
status hunt_period_read(arena *a, str typed, int quarter_from, hunt_period *out,
                        problem *why) MUST_CHECK;
str    hunt_period_half(arena *a, day on);                      // "2026-H2" of a day in it
str    hunt_period_quarter(arena *a, day on, int quarter_from); // "2026-Q4"
str    hunt_period_days(arena *a, day first, day last);         // "2026-01-01/2026-03-31"

typedef struct hunt_figures {
    int64_t owed[6], hunted[6]; // [0] all, [1]..[5] by level
    int64_t told;               // of hunted: written down in the response network only
    int64_t late;               // overdue at the end of the period, or today while it runs
    int64_t closed;             // hunts closed within it
    int64_t found, removed, confirmed, dismissed; // threats, each within it
    int64_t open;                                 // at its end, or today while it runs
    int64_t incidents;                            // begun from threats within it
} hunt_figures;

typedef struct hunt_counting {
    const hunt_term *term;
    hunt_period      of;
    day              until; // the earlier of its last day and today
} hunt_counting;
hunt_counting hunt_counting_of(const hunt_term *t, const hunt_period *p, day today);

typedef struct hunt_searched { // last days of hunts of one system; empty: none
    str within, told_within;   // within the period
} hunt_searched;
// subject.last_on: up to `until`.
void hunt_count_system(hunt_figures *f, const hunt_counting *k, const hunt_subject *s,
                       const hunt_searched *d);

typedef struct hunt_threat_days { // ISO; empty: it did not happen
    threat_state state;
    str          found_on, removed_on, again_on, dismissed_on, incident_on;
    bool         began_incident;
} hunt_threat_days;
void hunt_count_threat(hunt_figures *f, const hunt_counting *k, const hunt_threat_days *t);
void hunt_figures_add(hunt_figures *to, const hunt_figures *one);

#endif
