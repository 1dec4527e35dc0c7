// detect_ops.h - inside this module: rules run over the items of a case, each in a sealed process; findings are stored.
#ifndef COLOA_MODULES_FORENSICS_DETECT_OPS_H
#define COLOA_MODULES_FORENSICS_DETECT_OPS_H

#include "modules/forensics/finding_ops.h"

typedef struct detect_asking {
    int64_t case_id, rule_set_id;
    bool    slack;            // also what slack of event logs still holds
    int64_t yara_ms;          // as hunt_options; for tests
    str     hunter, unpacker; // sealed programs, for tests; empty: beside our own
    status (*done)(void *ctx, int64_t bytes, int64_t all);
    void *ctx;
} detect_asking;
// A row of the log for each item that was read; what was not, with its reason, stands with the run. Asked again it finds
// nothing twice. ST_INVALID "hunt-no-rules", "archive-…" (of the rule set); else as of hunt_open.
status case_detect(call *c, const detect_asking *ask, finding_run *out, problem *why) MUST_CHECK;

#endif
