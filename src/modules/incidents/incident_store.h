// incident_store.h - rows of incidents to structs and back.
#ifndef COLOA_MODULES_INCIDENTS_INCIDENT_STORE_H
#define COLOA_MODULES_INCIDENTS_INCIDENT_STORE_H

#include "kit/store/store.h"
#include "modules/incidents/incident.h"

status incident_store_load(db *d, int64_t id, arena *a, incident *out) MUST_CHECK; // whoever asks
// The parts a body plays in it on a day.
typedef struct incident_viewer {
    int64_t body_id;
    str     day;
} incident_viewer;
typedef struct incident_part {
    bool    by_scope; // part is an enum scope_role, else an enum incident_seat
    int64_t part;
} incident_part;
typedef struct incident_parts {
    incident_part *items;
    size_t         count;
} incident_parts;
status incident_store_parts(db *d, const incident *i, const incident_viewer *v, arena *a,
                            incident_parts *out) MUST_CHECK;
status incident_store_national(db *d, const incident_viewer *v, arena *a,
                               incident_parts *out) MUST_CHECK;

status incident_store_values(db *d, int64_t id, arena *a, incident_values *out) MUST_CHECK;
// Writes one fact; an empty value takes it away.
status incident_store_value(db *d, int64_t id, const char *key, str value) MUST_CHECK;
status incident_store_classes(db *d, int64_t id, arena *a, incident_class_row **out,
                              size_t *count) MUST_CHECK;
status incident_store_papers(db *d, int64_t id, arena *a, incident_paper **out,
                             size_t *count) MUST_CHECK;
status incident_store_parties(db *d, int64_t id, arena *a, incident_party **out,
                              size_t *count) MUST_CHECK;
status incident_store_rows(db *d, const int64_t *ids, size_t count, arena *a,
                           incident_page *out) MUST_CHECK;

#endif
