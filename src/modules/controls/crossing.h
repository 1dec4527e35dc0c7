// crossing.h - answers carried from the rows of one catalogue to those of the other, by the crosswalk.
//
// The crosswalk says where to look, never that a requirement is met: what is carried over waits to be confirmed.
// Rules only.
#ifndef COLOA_MODULES_CONTROLS_CROSSING_H
#define COLOA_MODULES_CONTROLS_CROSSING_H

#include "modules/controls/answer.h"
#include "modules/controls/asked.h"

enum { CROSSING_SOURCES_MAX = 8 }; // rows whose words one row takes over

typedef struct crossing_answer { // a row of the sheet that is copied from
    str        control;
    const str *values; // CONTROL_FIELDS, canonical
} crossing_answer;

typedef struct crossing_found {
    bool   found;
    size_t sources[CROSSING_SOURCES_MAX], source_count; // places among the answers
    str    from_ids;                                    // "QL-5.1.01, QL-5.1.02"
    str    values[CONTROL_FIELDS]; // an answer only where all sources agree on it
} crossing_found;

// For each row of `to` what comes over, in out[to->count]. Both catalogues are of `l`.
status crossing_carry(const law *l, const law_catalogue *from, const crossing_answer *answers,
                      size_t count, const asked_rows *to, arena *a, crossing_found *out) MUST_CHECK;

#endif
