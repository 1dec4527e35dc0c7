// body_store.h - rows of bodies and their tree as structs. Only called inside organisations.
#ifndef COLOA_MODULES_ORGANISATIONS_BODY_STORE_H
#define COLOA_MODULES_ORGANISATIONS_BODY_STORE_H

#include "kit/base/base.h"
#include "kit/store/store.h"
#include "modules/organisations/body.h"

// The body with its parent on day `on`. ST_MISSING.
status body_load(db *d, arena *a, int64_t id, str on, body *out) MUST_CHECK;
status body_load_many(db *d, arena *a, const int64_t *ids, size_t count, str on,
                      body **out) MUST_CHECK;

// "" for the days that mean "not known" and "still"; and back.
str body_day_shown(str stored);
str body_day_from(str shown);
str body_day_to(str shown);

// Adds a checked draft; valid_to and protocol as stored.
typedef struct body_new {
    str        uid;
    body_draft draft;
    str        valid_to;
    str        place_certainty; // absent: a person gave the place
    int64_t    protocol;
} body_new;
status body_save_new(db *d, arena *a, const body_new *row, int64_t *id) MUST_CHECK;

// ST_CONFLICT when `version` is not the row's any more.
status body_save_names(db *d, arena *a, int64_t id, int64_t version,
                       const body_names *names) MUST_CHECK;

#endif
