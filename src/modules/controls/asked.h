// asked.h - what a pack asks of a system at a level: the rows of its catalogue that bear a mark there.
//
// Marks are the catalogue's own, level by level: a higher level is never taken to include a lower one. Rules
// only: no store, no clock.
#ifndef COLOA_MODULES_CONTROLS_ASKED_H
#define COLOA_MODULES_CONTROLS_ASKED_H

#include "kit/base/base.h"
#include "kit/law/groups.h"

enum { CONTROLS_MAX = 2000 }; // rows of a catalogue

typedef enum asked_order {
    ASKED_STANDARD = 1, // by clause, as the standard prints them
    ASKED_DECREE,       // by the contents the decree wants of a plan
} asked_order;

typedef struct asked_row {
    const law_requirement *r;
    str                    clause;
    str                    period;  // at this level; empty: none
    bool                   heading; // has rows under it; nothing is answered there
    const law_plan_group  *content; // the decree's; NULL: the pack has none
    const law_plan_group  *part;    // the catalogue's own; NULL: its words stand in r->group
} asked_row;

typedef struct asked_rows {
    const law_pack      *pack;
    const law_catalogue *catalogue;
    int                  level;
    asked_row           *items;
    size_t               count, headings;
} asked_rows;

// Views of the pack, in a. ST_INVALID "level-range" for a level that is none, "controls-no-catalogue" when the
// pack's legal basis names no catalogue that is loaded.
status asked_of(const law_pack *p, int level, asked_order order, arena *a, asked_rows *out,
                problem *why) MUST_CHECK;

// The row of that id; NULL when the level does not ask it.
const asked_row *asked_find(const asked_rows *k, str id);

// "5.9.1" before "5.12.2": numbers as numbers, all else by its bytes.
int asked_clause_compare(str x, str y);

// The words over a run of rows, in either order.
str asked_group(const asked_row *row, asked_order order, bool english);

#endif
