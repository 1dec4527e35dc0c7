// yara.h - between yara.c, yara_look.c and yara_needs.c of coloa-hunt.
#ifndef COLOA_HUNT_YARA_H
#define COLOA_HUNT_YARA_H

#include <yara.h>

#include "hunt/hunter.h"

typedef struct yara_source { // a file of rules that compiles
    const char *space;       // its namespace
    str         text;
} yara_source;

// Which rules must be on for one of them to be true or false as it is with all of them: those it speaks of, those
// they speak of, the global ones of its file. Rules of other files never.
typedef struct yara_needs {
    arena     *a;
    uint32_t   count;
    uint32_t  *first, *end; // by rule: its file's rules are [first, end)
    uint64_t **bits;        // by rule: of those from `first`; NULL: all of them
} yara_needs;

bool yara_needs_find(yara_needs *n, YR_RULES *rules, uint32_t count, const yara_source *sources,
                     size_t source_count, arena *a);
bool yara_needs_it(const yara_needs *n, uint32_t rule, uint32_t other); // also of itself

bool yara_look_warm(hunter *h, YR_RULES *rules, uint32_t count, const yara_source *sources,
                    size_t source_count);
void yara_put_found(hunter *h, YR_SCAN_CONTEXT *context, YR_RULE *rule);

#endif
