// mark_ops.h - what an incident left and touched: indicators, assets, files, each added and taken back; other incidents
// that may be the same.
#ifndef COLOA_MODULES_INCIDENTS_MARK_OPS_H
#define COLOA_MODULES_INCIDENTS_MARK_OPS_H

#include "modules/evidence/evidence.h"
#include "modules/incidents/incidents.h"

// It was none. ST_INVALID "required" (reason), "indicator-back" (it is taken back already); ST_MISSING.
typedef struct incident_unmarking {
    int64_t id, indicator;
    str     reason;
} incident_unmarking;
status incidents_unmark(call *c, const incident_unmarking *k, problem *why) MUST_CHECK;

// ---- assets it touched -----------------------------------------------------------------------------
status incidents_assets(call *c, const incident *i, incident_asset **out, size_t *count) MUST_CHECK;
// ST_INVALID "required" (name), "too-long", "state-secret", "choice-unknown" (kind), "too-many".
typedef struct incident_asset_draft {
    int64_t    id;
    asset_kind kind;
    str        name, address, harm;
} incident_asset_draft;
status incidents_asset_add(call *c, const incident_asset_draft *d, problem *why) MUST_CHECK;
// It was not touched. ST_INVALID "required" (reason), "asset-back"; ST_MISSING.
typedef struct incident_asset_undraft {
    int64_t id, asset;
    str     reason;
} incident_asset_undraft;
status incidents_asset_back(call *c, const incident_asset_undraft *k, problem *why) MUST_CHECK;

// ---- files, of modules/evidence --------------------------------------------------------------------
extern const str incident_files; // the kind under which they are linked
// Those the acting body may see, in the order they came.
status incidents_files(call *c, const incident *i, evidence **out, size_t *count) MUST_CHECK;
// Whole files of its system are joined to it; with the SHA-256 of each they stand on the time line. ST_INVALID
// "incident-no-system" (it is of none in the register), "required", "incident-file-other".
typedef struct incident_filing {
    int64_t        id;
    const int64_t *files;
    size_t         count;
} incident_filing;
status incidents_file(call *c, const incident_filing *k, problem *why) MUST_CHECK;
// Taken off; the file itself stays where it is. ST_INVALID "required" (reason); ST_MISSING.
typedef struct incident_unfiling {
    int64_t id, file;
    str     reason;
} incident_unfiling;
status incidents_unfile(call *c, const incident_unfiling *k, problem *why) MUST_CHECK;

// ---- others ----------------------------------------------------------------------------------------
// Others in sight that may be the same, by the duplicate rule; whether they are is for people to say.
status incidents_alike(call *c, const incident *i, incident_alike **out, size_t *count) MUST_CHECK;

#endif
