// sigma.h - Sigma rules over events: rules in, findings out. Pure: bytes in, structs out, no system call, no clock
// but the one it is given.
//
// Written after the Sigma specification, version 2 (SigmaHQ, sigma-specification): rules with all its modifiers and
// conditions, correlations. What cannot be run is kept with the reason, never dropped.
//
// How it is fast: (1) channel, provider and identifier of an event say which classes of log sources it belongs to,
// once for all its like; (2) a comparison that stands in many rules is one predicate; (3) all texts looked for in a
// field are found in one pass (Vectorscan), where a text was met says which kind of comparison holds; (4) each rule has
// witnesses, predicates of which one must hold: only rules whose witness was seen are looked at at all; (5) these are
// evaluated in order and only as far as needed, regular expressions and the like only then.
#ifndef COLOA_KIT_SIGMA_SIGMA_H
#define COLOA_KIT_SIGMA_SIGMA_H

#include "kit/base/base.h"

enum {
    SIGMA_LINE_MAX    = 1024 * 1024, // bytes of one event
    SIGMA_VALUES_MAX  = 16 * 1024,   // of one event
    SIGMA_DEPTH_MAX   = 64,          // objects within objects
    SIGMA_NAME_MAX    = 512,         // of a field with all it stands in
    SIGMA_RULES_MAX   = 32 * 1024,
    SIGMA_FIELDS_MAX  = 16 * 1024,
    SIGMA_PREDS_MAX   = 512 * 1024,
    SIGMA_CLASSES_MAX = 1024,      // distinct log sources
    SIGMA_CODE_MAX    = 64 * 1024, // steps of one rule
    SIGMA_MATCHED_MAX = 12,
    SIGMA_GROUP_MAX   = 8,  // fields a correlation groups by
    SIGMA_MEMBERS_MAX = 32, // rules of a correlation
};

// ---- rules ---------------------------------------------------------------------------------------

typedef struct sigma_rule {
    str      id, title, name, level, status, modified;
    str      tags; // by blanks
    str      file; // as it was given
    uint32_t line;
    str      why;    // key of po/ "sigma.<key>": why it is not run; empty: it runs
    str      detail; // to it: the modifier, the field, the log source
    bool     correlation;
    bool
        laid; // it is a filter, and lies on `detail` rules: `why` says that, and not that it is not run
    bool quiet; // it only feeds correlations and makes no finding of its own
} sigma_rule;

typedef enum sigma_counting {
    SIGMA_EVENT_COUNT = 1,
    SIGMA_VALUE_COUNT,
    SIGMA_TEMPORAL,
    SIGMA_TEMPORAL_ORDERED,
    SIGMA_VALUE_SUM, // from here on: a number made of the values
    SIGMA_VALUE_AVG,
    SIGMA_VALUE_MEDIAN,
    SIGMA_VALUE_PERCENTILE, // by nearest rank
} sigma_counting;

static inline bool sigma_is_number(sigma_counting c)
{
    return c >= SIGMA_VALUE_SUM;
}

static inline bool sigma_takes_value(sigma_counting c)
{
    return c == SIGMA_VALUE_COUNT || sigma_is_number(c);
}

typedef struct sigma_range { // of a number made of values; infinite where it has no end
    double least, most;
    bool   above, below; // the ends themselves are out
} sigma_range;

typedef struct sigma_correlation {
    uint32_t       rule; // its own number
    sigma_counting counting;
    int64_t        span_ms;
    // least..most: how many events, values or different rules must be met. most -1: no end
    int64_t  least, most;
    uint32_t members
        [SIGMA_MEMBERS_MAX]; // numbers of rules, also of those that are correlations themselves
    uint32_t    member_count;
    str         group[SIGMA_GROUP_MAX]; // names of what it groups by
    uint32_t    group_count;
    sigma_range range;      // instead of least..most, where it is a number
    uint32_t    percentile; // 1..100
} sigma_correlation;

typedef struct sigma_set sigma_set;

// `a` holds all rules until the end of the process; Vectorscan and pcre2 keep memory of their own.
sigma_set *sigma_set_new(arena *a); // NULL when a is spent
// Reads one file of rules. Only ST_MEMORY and ST_LIMIT (SIGMA_RULES_MAX) are failures: what is wrong with a file
// stands as a rule that is not run. `file` and `yaml` must live on.
status sigma_load(sigma_set *s, str file, str yaml) MUST_CHECK;
// After the last file. ST_BROKEN: Vectorscan cannot run on this processor, or refuses.
status sigma_compile(sigma_set *s) MUST_CHECK;

void sigma_set_free(sigma_set *s); // what the libraries keep for it; for who makes many

size_t                   sigma_rule_count(const sigma_set *s);
const sigma_rule        *sigma_rule_at(const sigma_set *s, size_t i);
size_t                   sigma_correlation_count(const sigma_set *s);
const sigma_correlation *sigma_correlation_at(const sigma_set *s, size_t i);
size_t                   sigma_predicate_count(const sigma_set *s);
size_t sigma_unwitnessed_count(const sigma_set *s); // rules looked at for each event of theirs

// ---- events --------------------------------------------------------------------------------------

typedef struct sigma_cost {
    uint64_t looked;  // events for which it was evaluated
    uint64_t hits;    // that it held for
    uint64_t limited; // a regular expression ran into its bound: no hit, but told
    uint64_t spent_ns;
    bool     stopped; // it cost too much and was left out from some event on
} sigma_cost;

typedef struct sigma_match {
    str name, value; // value may be long
} sigma_match;

typedef struct sigma_hit {
    uint32_t    rule;
    sigma_match matched[SIGMA_MATCHED_MAX]; // fields whose comparisons held
    size_t      matched_count;
} sigma_hit;

// A member of a correlation was met, and all fields it groups by are there.
typedef struct sigma_mark {
    uint32_t correlation; // number among correlations
    uint32_t rule;        // the member
    bool     grouped;     // all fields it groups by are there
    str      group[SIGMA_GROUP_MAX];
    size_t   group_count;
    str      value; // value_count: what is counted; absent when the field is
} sigma_mark;

typedef struct sigma_sink {
    void *ctx;
    void (*hit)(void *ctx, const sigma_hit *hit); // texts live until it returns
    void (*mark)(void *ctx, const sigma_mark *mark);
} sigma_sink;

typedef struct sigma_run sigma_run;

// What is needed to look at events one after another; the set stays as it is and may have many runs. `now_ns`
// gives processor time for costs; a rule that took more than `spent_ns_max` together is stopped.
sigma_run *sigma_run_new(const sigma_set *s, arena *a, int64_t (*now_ns)(void),
                         int64_t spent_ns_max);

void sigma_run_free(sigma_run *r); // as sigma_set_free; r may be NULL

// One event: a line of kit/evtx, or any JSON object; names of nested fields are joined by dots. ST_INVALID: not a
// JSON object, or beyond a bound: nothing was matched.
status sigma_event(sigma_run *r, str line, const sigma_sink *sink) MUST_CHECK;

// Of the event last given, also within the sink.
str     sigma_field(const sigma_run *r,
                    str name); // the first value, absent when there is none that rules know
str     sigma_whole(const sigma_run *r); // all values, a line end behind each
str     sigma_channel(const sigma_run *r);
str     sigma_computer(const sigma_run *r);
str     sigma_provider(const sigma_run *r);
str     sigma_event_id(const sigma_run *r);
int64_t sigma_time_ms(const sigma_run *r);   // INT64_MIN: it has none
int64_t sigma_record_id(const sigma_run *r); // -1: it has none

const sigma_cost *sigma_cost_of(const sigma_run *r, size_t rule);
uint64_t          sigma_in_scope(const sigma_run *r, size_t rule); // events of its log source

#endif
