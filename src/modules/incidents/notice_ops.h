// notice_ops.h - notices by anybody, without an account; the coordinator's side of them.
#ifndef COLOA_MODULES_INCIDENTS_NOTICE_OPS_H
#define COLOA_MODULES_INCIDENTS_NOTICE_OPS_H

#include "kit/call/call.h"
#include "modules/incidents/notice.h"

enum { // ours: how many an hour; of one address: call_origin
    NOTICES_OF_ADDRESS_MAX = 30,
    NOTICES_HOUR_MAX       = 10000,
    NOTICES_PAGE           = 50,
};

typedef struct notice_receipt {
    int64_t id, at_ms;
    str     code, secret, sha256; // secret: told once, never kept
} notice_receipt;
// By nobody in particular. ST_INVALID with what is wrong, "incident-open", or "notice-nobody": no body is the
// coordinator here, so nobody would read it. ST_LIMIT "notice-too-many" (detail: seconds to wait).
status incident_notices_add(call *c, notice_text *typed, bool open, notice_receipt *out,
                            incident_problems *bad) MUST_CHECK;

typedef struct notice_status {
    str          code, sha256;
    int64_t      at_ms, acted_ms;
    notice_state state;
} notice_status;
// With code and secret only: ST_MISSING otherwise.
status incident_notices_status(call *c, str code, str secret, notice_status *out) MUST_CHECK;

typedef struct notice_row {
    int64_t      id, at_ms, acted_ms, incident_id;
    str          code, content, sha256, title, incident, reason, person;
    notice_state state;
} notice_row;
// For who holds the coordinator's seat; ST_MISSING for all others. Newest first; below: 0 from the newest.
status incident_notices_list(call *c, notice_state state, int64_t below, notice_row **out,
                             size_t *count) MUST_CHECK;
status incident_notices_load(call *c, int64_t id, notice_row *out) MUST_CHECK;
// Whether the acting body coordinates, and how many it has to deal with: new ones and those acknowledged.
status incident_notices_open(call *c, bool *coordinator, int64_t *n) MUST_CHECK;
// ST_CONFLICT when another dealt with it. Acknowledged; set aside ("required" reason); joined to an incident in
// sight ("incident-unknown"); taken: it becomes an incident of that system, or of that body.
status incident_notices_acknowledge(call *c, int64_t id) MUST_CHECK;
status incident_notices_aside(call *c, int64_t id, str reason, problem *why) MUST_CHECK;
status incident_notices_join(call *c, int64_t id, str incident, problem *why) MUST_CHECK;
// Set aside or joined by mistake: it waits again, acknowledged. ST_INVALID "required" (reason); ST_CONFLICT when it is
// neither, or became an incident of its own.
status incident_notices_reopen(call *c, int64_t id, str reason, problem *why) MUST_CHECK;
typedef struct notice_taking {
    int64_t id;
    str     system, owner;
} notice_taking;
status incident_notices_take(call *c, const notice_taking *t, int64_t *incident,
                             incident_problems *bad) MUST_CHECK;

#endif
