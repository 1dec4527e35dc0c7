// system_store.h - rows of the register to structs and back.
#ifndef COLOA_MODULES_SYSTEMS_SYSTEM_STORE_H
#define COLOA_MODULES_SYSTEMS_SYSTEM_STORE_H

#include "kit/store/store.h"
#include "modules/systems/system.h"

// The first of n free numbers of a series: "system", "determination", "change".
status system_take_numbers(db *d, const char *series, int64_t n, arena *a,
                           int64_t *first) MUST_CHECK;

// As `body` sees it; ST_MISSING when it does not.
status system_load_record(db *d, int64_t id, int64_t body, arena *a, system_record *out) MUST_CHECK;
// Records of ids, in the order of ids; one that is gone is left out.
status system_load_records(db *d, const int64_t *ids, size_t count, arena *a, system_record **out,
                           size_t *found) MUST_CHECK;
status system_load_lines(db *d, const int64_t *ids, size_t count, arena *a, system_row **out,
                         size_t *found) MUST_CHECK;

system_row system_row_of(const system_record *s);

// "[1,2,3]", which both engines can join with. The absent str when a is spent.
str system_ids_text(const int64_t *ids, size_t count, arena *a);

// What is written besides what the person gave.
typedef struct system_stored {
    const system_checked *s;
    int64_t               id, owner_id, operator_id; // operator_id 0: s->data.operator_ is text
    str                   uid, code, fold;
    const system_finding *finding;
    int64_t               determination_id, import_id, change_seq, now_ms;
} system_stored;

status system_add_row(db *d, const system_stored *in) MUST_CHECK;
// Enters new rows, first to last, into the search index.
status system_words_put(db *d, int64_t first, int64_t last) MUST_CHECK;
// ST_CONFLICT when known_version is no longer the row's.
status system_change_row(db *d, const system_stored *in, int64_t known_version) MUST_CHECK;

// ST_CONFLICT likewise. Only the level and what goes with it.
status system_level_row(db *d, const system_stored *in, int64_t known_version) MUST_CHECK;

// The determination that `in` goes with.
typedef struct system_author {
    int64_t           person_id;
    str               person;
    determination_act act;
    str               on_day, reason;
} system_author;
status system_determination_row(db *d, const system_stored *in, const system_author *by) MUST_CHECK;

#endif
