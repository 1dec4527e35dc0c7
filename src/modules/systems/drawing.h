// drawing.h - a system drawn: what it runs on, its parts, what runs on it. Pure.
#ifndef COLOA_MODULES_SYSTEMS_DRAWING_H
#define COLOA_MODULES_SYSTEMS_DRAWING_H

#include "kit/base/base.h"

enum {
    DRAWING_ROW       = 4,  // boxes beside each other
    DRAWING_MAX       = 12, // boxes of one kind that are drawn; the list beside has all
    DRAWING_BYTES_MAX = 64 * 1024,
};

typedef struct drawn_system {
    str name, about, href; // about: its level in words; href: empty, a part has no page
} drawn_system;

typedef struct system_drawing {
    str                 title;
    str                 runs_on, parts_are, runs_here, more; // words over the rows; "và {n} nữa"
    drawn_system        self;
    const drawn_system *hosts, *parts, *hosted;
    size_t              host_count, part_count, hosted_count;
} system_drawing;

// SVG of the whole; the absent str when a is spent.
str system_draw(arena *a, const system_drawing *d);

#endif
