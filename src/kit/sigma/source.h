// source.h - where events of a log source stand; for the folder only. The rows are made of data/sigma-sources.csv
// and data/sigma-fields.csv by tools/gen_sigma_sources.py.
#ifndef COLOA_KIT_SIGMA_SOURCE_H
#define COLOA_KIT_SIGMA_SOURCE_H

#include "kit/base/base.h"

// A row of data/sigma-sources.csv.
typedef struct source_row {
    const char *category, *service, *channel, *provider; // NULL: whatever
    const char *events;                                  // "12 13 14"; NULL: all
    int         renames;                                 // number of the set, -1 none
} source_row;

// A row of data/sigma-fields.csv.
typedef struct rename_row {
    int         set;
    const char *from, *to;
    const char *values; // "a=b;c=d": values that are given otherwise; NULL: as they are
} rename_row;

extern const source_row  source_rows[];
extern const size_t      source_row_count;
extern const rename_row  rename_rows[];
extern const size_t      rename_row_count;
extern const char *const alias_rows[][2]; // other programs' names of a field
extern const size_t      alias_row_count;
extern const char *const prefix_rows[]; // what other programs put before the name of each field
extern const size_t      prefix_row_count;

typedef struct class
{
    str product, category, service; // absent: whatever
} class;

typedef struct event_source {
    str channel, provider, event_id;
    str product, category, service; // as the event itself says
} event_source;

// Does an event of this source belong to the class? *renames gets the bits of sets that apply.
bool class_holds(const class *c, const event_source *e, uint32_t *renames);
bool class_is_known(const class *c);

#endif
