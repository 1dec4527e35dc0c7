// law_view.h - what the pages of the law packs show.
#ifndef COLOA_MODULES_LAW_LAW_VIEW_H
#define COLOA_MODULES_LAW_LAW_VIEW_H

#include "kit/law/law.h"
#include "kit/web/page.h"

enum { LAW_CHANGES_SHOWN = 300 };

typedef struct law_pack_item {
    str    id, name, version, sha256, from;
    size_t rules;
} law_pack_item;

typedef struct law_version_item {
    int64_t     id;
    str         packs, source, by, when, sha256;
    const char *shape; // of part_state
    str         state;
} law_version_item;

typedef struct law_fault_item {
    str place, message;
} law_fault_item;

typedef struct law_home_view {
    page_frame              frame;
    const law_pack_item    *packs;
    size_t                  pack_count;
    const law_version_item *versions;
    size_t                  version_count;
    const law_fault_item   *faults; // of what was just sent
    size_t                  fault_count;
    bool                    may_change, crosswalk;
} law_home_view;

typedef struct law_change_item {
    str                     place; // "nd331/criteria.json · rules · A3.2"
    str                     cite, state;
    const char             *shape;
    const law_change_field *fields;
    size_t                  count;
} law_change_item;

typedef struct law_version_view {
    page_frame              frame;
    law_version_item        v;
    str                     from; // as typed
    const law_change_item  *changes;
    size_t                  count, total;
    const law_version_item *activations; // packs: empty; when, by, state: the first day
    size_t                  activation_count;
    bool                    may_change;
} law_version_view;

typedef struct law_crossing_item {
    str    id, from, to, note, certainty;
    size_t from_rows, to_rows;
} law_crossing_item;

typedef struct law_crosswalk_view {
    page_frame               frame;
    const law_crossing_item *items;
    size_t                   count;
    size_t                   alone_old, alone_new; // rows that no line names
} law_crosswalk_view;

#endif
