// member_ops.h - what the acts about members share: who may, and what is told of each.
#ifndef COLOA_MODULES_NETWORK_MEMBER_OPS_H
#define COLOA_MODULES_NETWORK_MEMBER_OPS_H

#include "modules/network/row_ops.h"
#include "modules/tasks/tasks.h"

typedef struct member_told { // one event
    const char *act;         // "network.<act>" of the audit trail
    str         detail, reason;
    int64_t     letter_id;
} member_told;
// Inside an act: an event of the member and an audit row.
status member_tell(call *c, db *d, int64_t id, const member_told *t) MUST_CHECK;
// Loads it; ST_FORBIDDEN unless the caller keeps the body's membership or coordinates. An ended one takes
// no changes: ST_INVALID "member-over".
status member_to_write(call *c, int64_t id, member *out, problem *why) MUST_CHECK;
// Inside an act: tells the coordinator, or the member's body.
typedef struct member_word {
    const char *kind; // notices.kind.<kind>
    str         detail;
    bool        to_coordinator;
} member_word;
status member_notice(call *c, const member *m, const member_word *word) MUST_CHECK;
str    member_person(const call *c);
str    member_address(call *c, int64_t id); // "/mang-luoi/12"

#endif
