// crosswalk.h - the two catalogues of requirements (TCVN 11930:2017, TCVN 14423:2026) and which groups of
// the one answer which of the other. Part of law.h.
//
// The crosswalk is many-to-many and ours: it says where to look when a plan moves from one catalogue to
// the other, never that a requirement is met.
#ifndef COLOA_KIT_LAW_CROSSWALK_H
#define COLOA_KIT_LAW_CROSSWALK_H

#include "kit/law/terms.h"

enum { LAW_LEVELS = 5 };

typedef struct law_requirement {
    str           id; // "QL-1.1.01", "HT-07"
    law_words     group, title;
    str           clauses[LAW_LEVELS]; // by level; empty: not asked at that level
    str           period, evidence;    // TCVN 14423; may be empty
    law_certainty certainty;           // TCVN 14423: of a paraphrase, for all rows alike
} law_requirement;

typedef struct law_catalogue {
    str              key; // "tcvn11930"
    law_requirement *rows;
    size_t           count;
} law_catalogue;

typedef struct law_crossing {
    str           id;       // "X-05"
    str           from, to; // selectors; from empty: new in the other catalogue
    law_words     note;
    law_certainty certainty;
} law_crossing;

// NULL when the packs bring none.
const law_catalogue *law_catalogue_find(const law *l, str key);
const law_crossing  *law_crosswalk(const law *l, size_t *count);
// Does a selector name this row? "QL-1" (a group, with all below), "HT-07" (one row), "HT-01..HT-09" (from
// one to the other), "evidence:QC" (rows proved so).
bool law_selects(str selector, const law_requirement *r);

// How many rows of the old (TCVN 11930) or the new catalogue no line of the crosswalk names.
size_t law_crossing_alone(const law *l, bool old);

#endif
