// scan.h - an event's line taken apart into the fields that rules know; for the folder only.
#ifndef COLOA_KIT_SIGMA_SCAN_H
#define COLOA_KIT_SIGMA_SCAN_H

#include "kit/sigma/inside.h"

typedef struct value {
    str      text;
    uint32_t next; // of the same field; NONE
    bool     null;
} value;

typedef struct scanned {
    const sigma_set *s;
    char    *text; // all values, unescaped, a line end behind each: what keywords are looked for in
    size_t   len, cap;
    value   *values;
    uint32_t count;
    uint32_t *first, *last; // value by field
    uint32_t *met;          // turn in which the field was met
    uint32_t *fields;       // those met
    uint32_t  field_count;
    uint32_t  turn;
    bool      windows; // it has the shape of kit/evtx
} scanned;

status scanned_new(const sigma_set *s, arena *a, scanned *out) MUST_CHECK;
// ST_INVALID: no JSON object, or beyond a bound.
status scan_event(scanned *e, str line) MUST_CHECK;
// One more value for a field. False when there is no room.
bool scan_add(scanned *e, uint32_t field, str text, bool null);

static inline const value *scan_first(const scanned *e, uint32_t field)
{
    return e->met[field] == e->turn ? &e->values[e->first[field]] : NULL;
}

static inline const value *scan_next(const scanned *e, const value *v)
{
    return v->next == NONE ? NULL : &e->values[v->next];
}

#endif
