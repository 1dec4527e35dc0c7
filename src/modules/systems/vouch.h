// vouch.h - "the list is complete up to this day": what a person who speaks for a body said of its
// systems, and whether that is still fresh.
//
// No law asks for it in these words and none says how long it holds: the term is data, marked ours.
#ifndef COLOA_MODULES_SYSTEMS_VOUCH_H
#define COLOA_MODULES_SYSTEMS_VOUCH_H

#include "kit/base/base.h"

enum {
    VOUCH_NOTE_MAX     = 500,  // characters
    VOUCH_CHANGED_MAX  = 1000, // changes since, counted up to so many
    VOUCH_OVERVIEW_MAX = 500,  // bodies of one overview
    VOUCH_MONTHS_MAX   = 36,
};

typedef struct vouch {
    int64_t id, systems, at_ms; // id 0: nobody has said so yet
    int64_t changed;            // systems of the body that changed since; at most VOUCH_CHANGED_MAX
    str     person, on_day, note;
    bool    stale; // longer ago than the term
} vouch;

typedef struct vouch_term {
    int64_t months;
    str     certainty; // "ours"
} vouch_term;

typedef struct vouch_body { // of an overview
    int64_t body_id;
    str     code, name_vi, name_en;
    vouch   last;
} vouch_body;

// The last day on which what was said on `iso` is fresh; the absent str when a is spent, or `iso` is no
// day.
str vouch_fresh_until(arena *a, str iso, int64_t months);

#endif
