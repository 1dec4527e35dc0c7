// law_ops.h - versions of the law packs: loaded, compared with the running one, put into force from a day.
// Inside law.
//
// A version is a whole set of files, kept for ever under its SHA-256. Which one counts is said by
// activations, appended and never changed; each serving process swaps its set when the day has come. What
// was determined before names its pack, version and hash, and is never judged again.
#ifndef COLOA_MODULES_LAW_LAW_OPS_H
#define COLOA_MODULES_LAW_LAW_OPS_H

#include "kit/call/call.h"
#include "kit/law/law.h"

enum { LAW_VERSIONS_SHOWN = 200, LAW_SOURCE_MAX = 200 };

typedef struct law_version {
    int64_t id, loaded_ms;
    str     sha256, packs, source, loaded_by;
    bool    running, program; // in force in this process; the one the program carries
} law_version;

typedef struct law_activation {
    int64_t version_id, made_ms;
    str     from_day, made_by;
} law_activation;

status law_version_list(call *c, law_version **out, size_t *count) MUST_CHECK; // latest first
status law_version_load(call *c, int64_t id, law_version *out) MUST_CHECK;
status law_activation_list(call *c, law_activation **out, size_t *count) MUST_CHECK;

// May the caller load and activate? An administrator of the body that runs this node.
status law_may_change(call *c, bool *may) MUST_CHECK;

// Checks the files (over those in force, where one is not given) as `law check` does and keeps them. By a
// named person: ST_FORBIDDEN "needs-person". ST_INVALID: the first fault, and all in *faults (texts in
// c->a); "law-version-same": a pack differs from the running one and calls itself by the same version.
// A set that is there already gives its id. *out may be NULL: checks only.
status law_take(call *c, const law_files *files, str source, int64_t *id, law_faults *faults,
                problem *why) MUST_CHECK;
// From the set in force to this one. ST_MISSING.
status law_version_compare(call *c, int64_t id, law_diff *out, problem *why) MUST_CHECK;
// From a day on (as typed; empty: today). Not before today: earlier days were judged by what counted then.
// ST_INVALID "not-a-day", "in-the-past".
status law_activate(call *c, int64_t id, str from, problem *why) MUST_CHECK;

#endif
