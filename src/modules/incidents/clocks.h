// clocks.h - which clocks an incident runs by law, and when each is due. Pure: from the facts, the law set
// and a centre's settings; no store, no clock of its own.
//
// Several run at once, each by its own basis. Hours are hours and are never moved; a term in days does not
// count the day it starts on, ends at 23:59:59 in Viet Nam, and has two ends: the strict one, and the latest
// one by the Civil Code when the last day is a day off. What is not known is asked, never guessed.
#ifndef COLOA_MODULES_INCIDENTS_CLOCKS_H
#define COLOA_MODULES_INCIDENTS_CLOCKS_H

#include "kit/law/incident_rules.h"

enum { INCIDENT_CLOCKS_MAX = 64, INCIDENT_OVERLAPS_MAX = 8 };

typedef struct incident_facts {
    int64_t   at[LAW_INCIDENT_ANCHORS];       // ms; 0: not known
    law_truth flag[LAW_INCIDENT_GIVEN_FLAGS]; // LAW_INCIDENT_SERIOUS: as decided by people
    int       level;                          // 1..5; 0: not known
    str       owner_kind;                     // of law_incident_owners; empty: not known
} incident_facts;

void incident_facts_start(incident_facts *f); // nothing is known

typedef struct incident_clock_settings {
    int64_t at_once_ms, at_once_serious_ms;         // how long "at once" may take
    int64_t acknowledge_ms, acknowledge_serious_ms; // the same of an acknowledgement by a person
    bool    beside;                                 // keep the earlier rules beside the new ones
} incident_clock_settings;

incident_clock_settings incident_clock_settings_of(const law *l); // as the law set has them

typedef enum incident_clock_kind {
    CLOCK_RUNS = 1,
    CLOCK_POSSIBLE, // hangs on facts that are not known; its dates are what they would be
    CLOCK_WAITS,    // its moment has not come, or is not known
    CLOCK_EXEMPT,   // the owner is none the rule is for
} incident_clock_kind;

typedef struct incident_clock {
    const law_incident_clock *rule;
    incident_clock_kind       kind;
    law_incident_anchor       anchor;            // the one taken
    int64_t                   start_ms;          // 0: not known
    int64_t                   due_ms, latest_ms; // 0: waits, or the calendar does not reach so far
    const str                *to;                // keys of parties
    size_t                    to_count;
    uint32_t                  unknown;    // bits 1 << law_incident_flag
    bool                      superseded; // by rule->superseded_by, which runs and is due earlier
} incident_clock;

typedef struct incident_clock_list {
    incident_clock              items[INCIDENT_CLOCKS_MAX]; // in the order of the law's rows
    size_t                      count;
    const law_incident_overlap *overlaps[INCIDENT_OVERLAPS_MAX]; // to be put to people
    size_t                      overlap_count;
} incident_clock_list;

// ST_LIMIT when the set has more clocks than INCIDENT_CLOCKS_MAX that concern the facts.
status incident_clocks_of(const law *l, const incident_facts *f, const incident_clock_settings *s,
                          incident_clock_list *out) MUST_CHECK;
// The one of that rule; NULL when it does not concern the facts.
const incident_clock *incident_clock_find(const incident_clock_list *k, str rule);

typedef enum incident_clock_standing {
    STANDING_NOT_BEGUN = 1,
    STANDING_RUNNING,
    STANDING_SOON, // a quarter of the time is left, or less
    STANDING_OVERDUE,
    STANDING_DONE,
    STANDING_DONE_LATE, // needs a reason
    STANDING_EXEMPT,
    STANDING_SUPERSEDED,
} incident_clock_standing;

// done_ms 0: not done. Lateness is told by the strict end.
incident_clock_standing incident_clock_stands(const incident_clock *k, int64_t done_ms,
                                              int64_t now_ms);

// A moment as people in Viet Nam read it: "2026-08-21T22:00:00+07:00".
str incident_moment(arena *a, int64_t at_ms);

#endif
