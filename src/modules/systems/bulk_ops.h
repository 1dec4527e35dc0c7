// bulk_ops.h - many systems changed at once: drawn up and looked at first, then done, then for a day
// taken back if need be.
//
// What is drawn up names each system and the version that was looked at: one that changed since, that
// is no longer in sight or that the person may not change is left alone and named. Small ones are done
// at once, large ones by a job in batches, each batch one act with its audit row.
#ifndef COLOA_MODULES_SYSTEMS_BULK_OPS_H
#define COLOA_MODULES_SYSTEMS_BULK_OPS_H

#include "modules/systems/bulk.h"
#include "modules/systems/systems.h"

enum {
    BULK_ROWS_MAX   = 20000, // systems of one change
    BULK_AT_ONCE    = 200,   // up to so many are done while the person waits
    BULK_BATCH      = 200,   // systems of one act
    BULK_UNDO_HOURS = 24,
    BULK_SHOWN      = 50, // rows of a preview
};

typedef struct bulk_choice {  // which systems
    const int64_t       *ids; // picked one by one; NULL: all of the filter
    size_t               count;
    const system_filter *f;
    str                  words; // the filter as in an address
} bulk_choice;

typedef struct bulk_view {
    int64_t      id, body_id, person_id, job_id, made_ms, done_ms, total;
    str          person, words;
    bulk_state   state;
    bulk_changes changes;
    int64_t      waiting, changed, same, refused, restored, not_restored;
    int64_t      level_moves; // of those waiting: their level is determined anew
    bool         may_undo;    // done, and not too long ago
} bulk_view;

typedef struct bulk_row {
    int64_t        id;
    str            code, name, rule;
    bulk_row_state state;
} bulk_row;

// Changes as checked, with bodies by their codes. ST_INVALID fills *problems as bulk_check does, and
// "host-unknown"; ST_LIMIT beyond BULK_ROWS_MAX.
status bulk_draw(call *c, const bulk_draft *draft, const bulk_choice *which, int64_t *id,
                 system_problems *problems) MUST_CHECK;
status bulk_load(call *c, int64_t id, bulk_view *out) MUST_CHECK; // one's own body's; ST_MISSING
status bulk_recent(call *c, bulk_view **out, size_t *count) MUST_CHECK;
// Rows in that state, the first BULK_SHOWN.
status bulk_rows_in(call *c, int64_t id, bulk_row_state state, bulk_row **out,
                    size_t *count) MUST_CHECK;
// What would change: the first rows that wait, whole, as they are now.
status bulk_before(call *c, int64_t id, system_record **out, size_t *count) MUST_CHECK;

// Does it, or hands it to a job. ST_CONFLICT "bulk-done" when it is no longer a draft.
status bulk_do(call *c, int64_t id, problem *why) MUST_CHECK;
// Takes it back. ST_CONFLICT "bulk-not-done", "undo-too-late".
status bulk_undo(call *c, int64_t id, problem *why) MUST_CHECK;

status bulk_job(call *c, job *j, problem *why); // a job_fn: "systems.bulk"

#endif
