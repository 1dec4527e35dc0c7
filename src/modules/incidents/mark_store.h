// mark_store.h - rows of indicators, assets, and incidents that may be the same, to structs.
#ifndef COLOA_MODULES_INCIDENTS_MARK_STORE_H
#define COLOA_MODULES_INCIDENTS_MARK_STORE_H

#include "kit/store/store.h"
#include "modules/incidents/mark.h"

status mark_store_indicators(db *d, int64_t id, arena *a, incident_indicator **out,
                             size_t *count) MUST_CHECK; // newest first
status mark_store_assets(db *d, int64_t id, arena *a, incident_asset **out,
                         size_t *count) MUST_CHECK; // newest first
typedef struct alike_asked {
    int64_t from_ms, to_ms, body_id;
    bool    all, invented; // all: of that side, whatever the body sees
} alike_asked;
status mark_store_alike(db *d, const incident *i, const alike_asked *ask, arena *a,
                        incident_alike **out, size_t *count) MUST_CHECK; // newest first

#endif
