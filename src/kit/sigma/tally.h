// tally.h - correlations counted: marks of many events, of many files and machines, in the order of time.
//
// Marks come in any order; at the end they are sorted and windows of a correlation's timespan go over them. What is
// kept is capped, and what did not fit is counted: a correlation then may miss, never invent.
#ifndef COLOA_KIT_SIGMA_TALLY_H
#define COLOA_KIT_SIGMA_TALLY_H

#include "kit/sigma/sigma.h"

enum {
    TALLY_MARKS_MAX    = 2 * 1000 * 1000, // of all correlations
    TALLY_GROUPS_MAX   = 500 * 1000,      // different texts grouped by or counted
    TALLY_EXAMPLES     = 8,
    TALLY_FINDINGS_MAX = 100 * 1000,
};

typedef struct tally_place {
    uint32_t file; // as the caller numbers them
    uint64_t place;
    uint32_t rule;
    int64_t  time_ms;
} tally_place;

typedef struct tally_finding {
    const sigma_correlation *correlation;
    str                      group[SIGMA_GROUP_MAX];
    int64_t                  from_ms, to_ms;
    uint64_t                 count;  // events, values or different rules
    double                   number; // what the values make, where it is asked for that; else 0
    uint64_t                 events;
    tally_place              examples[TALLY_EXAMPLES]; // the first ones
    size_t                   example_count;
} tally_finding;

// ,"number":… where the correlation makes one; null beyond what a double holds.
void tally_number_json(buf *b, const tally_finding *f);

typedef struct tally tally;

// `a` keeps all; texts are copied. `salt` by chance, so that nobody can choose texts that lie together. NULL when
// the arena is spent.
tally *tally_new(const sigma_correlation *const *correlations, size_t count, uint64_t salt,
                 arena *a);
// An event without a time cannot be placed and is counted as left out. ST_MEMORY.
status   tally_add(tally *t, const sigma_mark *mark, int64_t time_ms, uint32_t file,
                   uint64_t place) MUST_CHECK;
uint64_t tally_left_out(const tally *t);
// Each finding of correlations that are not only there for others (`quiet`), in the order of correlations, groups
// and time. What `found` returned when that was not ST_OK.
status tally_close(tally *t, status (*found)(void *ctx, const tally_finding *f),
                   void  *ctx) MUST_CHECK;

#endif
