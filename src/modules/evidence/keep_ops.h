// keep_ops.h - the content of evidence in the blobs' folder. Inside evidence.
#ifndef COLOA_MODULES_EVIDENCE_KEEP_OPS_H
#define COLOA_MODULES_EVIDENCE_KEEP_OPS_H

#include "kit/blobs/blob.h"
#include "kit/blobs/home.h"
#include "kit/blobs/part.h"
#include "modules/evidence/evidence.h"

// Looks at the content behind a seal: e->mark gets what was found. ST_INVALID "evidence-differs",
// "evidence-found-…", "evidence-reader".
status evidence_look(call *c, int fd, evidence *e, problem *why) MUST_CHECK;

// What an act of this module tells the trail: name, hash and size of the file.
status evidence_tell(call *c, const char *act, const evidence *e) MUST_CHECK;
str    evidence_actor(const call *c); // the name to keep
// May the acting person bring files for this system, or change those it has? ST_MISSING, ST_FORBIDDEN.
status evidence_may_write(call *c, int64_t system_id) MUST_CHECK;

// Name and type that an offered name comes to; refusals as in evidence_type_of, and "evidence-secret".
status evidence_named(call *c, str typed, evidence *out, problem *why) MUST_CHECK;
// Files in sight whose last day is near or past, the first to end first.
enum { EVIDENCE_ENDING_MAX = 200 };
status evidence_ending_list(call *c, evidence **out, size_t *count) MUST_CHECK;
// Systems that the acting person brought files for, the latest first.
status evidence_recent(call *c, int64_t *ids, size_t most, size_t *count) MUST_CHECK;

// A draft, checked: last day as ISO, note tidied.
status evidence_check(call *c, const evidence_draft *d, str *valid_until, str *note,
                      problem *why) MUST_CHECK;

#endif
