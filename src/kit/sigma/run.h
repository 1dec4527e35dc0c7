// run.h - what looking at events needs; for the folder only.
#ifndef COLOA_KIT_SIGMA_RUN_H
#define COLOA_KIT_SIGMA_RUN_H

#include "kit/sigma/inside.h"
#include "kit/sigma/scan.h"

enum {
    ROUTES_MAX    = 1024,
    ROUTE_KEY_MAX = 512,
    STATES        = 4,
    STATE_MET     = 1, // its text was met: to be compared
    STATE_TRUE    = 2,
    STATE_FALSE   = 3,
    TURNS_MAX     = UINT32_MAX / STATES - 1,
    EQUAL_ROOM    = 4096,
};

typedef struct route { // of all events of one channel, provider and identifier
    char     key[ROUTE_KEY_MAX];
    size_t   key_len; // 0: empty
    uint64_t events;
    uint32_t renames;
    uint64_t classes[CLASS_WORDS];
    uint64_t fields[FIELD_WORDS];
} route;

struct sigma_run {
    const sigma_set *set;
    scanned          e;
    hs_scratch_t    *scratch;
    int64_t (*now_ns)(void);
    int64_t      spent_max;
    uint32_t     turn;
    uint32_t    *state;     // by predicate: turn * STATES + STATE_…
    uint32_t    *candidate; // by rule: turn it became one
    uint32_t    *candidates;
    uint32_t     candidate_count;
    sigma_cost  *costs;
    route       *routes; // ROUTES_MAX, and one for what has no place
    route       *on;     // the event's
    uint64_t    *beside; // by class: events whose route had no place
    ptrdiff_t    met_in; // bytes of the value whose texts are being looked for
    bool         limited;
    event_source source;
    uint32_t     channel, provider, event_id, computer, record, time; // fields
    uint32_t     product, category, service;
    uint32_t    *rename_from, *rename_to;
    bool         equal_ready;
    char         folded[EQUAL_ROOM];
};

bool pred_is_true(sigma_run *r, uint32_t number);
void route_event(sigma_run *r);
// False: the text is no date, or has not this part.
bool date_part_of(str text, date_part part, double *out);
void feed_correlations(sigma_run *r, uint32_t rule, const sigma_sink *sink);

#endif
