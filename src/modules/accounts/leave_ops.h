// leave_ops.h - people who leave: what they hold, who takes over, and coming back. Inside accounts.
//
// What a person holds here is roles in bodies, and with a role the work of its body. A head or a
// specialist unit is named by a decision on paper, a delegation is one body's to another: both are
// shown, and stay until another decision is entered. Names on papers, determinations and in the trail
// are text of their day and are never touched.
#ifndef COLOA_MODULES_ACCOUNTS_LEAVE_OPS_H
#define COLOA_MODULES_ACCOUNTS_LEAVE_OPS_H

#include "kit/call/call.h"
#include "modules/accounts/people_ops.h"

enum { LEAVE_BODIES_MAX = 50, LEAVE_REASON_MAX = 500, LEAVE_SHOWN_MAX = 100 };

// As typed: logins. A body not named here gets `to_all`; an empty login: nobody.
typedef struct leave_choice {
    str    to_all, reason;
    size_t count;
    struct {
        int64_t body_id;
        str     login;
    } per_body[LEAVE_BODIES_MAX];
} leave_choice;

typedef struct leave_body {
    int64_t  body_id;
    str      code, name;
    uint64_t roles; // today's and those to come, as bits
    int64_t  to_id; // who takes over; 0 nobody
    str      to_login, to_name;
} leave_body;

typedef struct leave_office { // a decision on paper that names the person
    int64_t     body_id;
    office_kind kind;
    str         body_name, doc_no;
} leave_office;

typedef struct leave_plan {
    person        p;
    leave_body    bodies[LEAVE_BODIES_MAX];
    size_t        count;
    leave_office *offices;
    delegation   *delegations; // given by bodies whose head the person is, in force
    size_t        office_count, delegation_count, sessions, tokens;
    str           reason;
} leave_plan;

// What is held, and what the choice (NULL: none yet) makes of it. ST_MISSING: not to be looked after.
// ST_INVALID on field "to" or "to-<body id>": "unknown-login", "leave-to-self" (the one who leaves),
// "leave-to-absent" (locked or left), "own-role" (an approving role for the one who acts);
// "last-administrator" (detail: the body), "too-long" (reason), "leave-self", "person-left",
// "too-many".
status leave_look(call *c, int64_t id, const leave_choice *choice, leave_plan *out,
                  problem *why) MUST_CHECK;
// Does it: roles end with yesterday and begin today with who takes over, sessions, tokens and links end.
status leave_do(call *c, int64_t id, const leave_choice *choice, problem *why) MUST_CHECK;
// Brings a person back, without roles, by a link for a new password. ST_INVALID "not-left".
status leave_undo(call *c, int64_t id, person_link *out, problem *why) MUST_CHECK;

typedef struct handover { // one row per body; body_name empty: none was handed over
    int64_t  id, made_ms, back_ms;
    str      made_by, reason, back_by, body_name, to_name;
    uint64_t roles;
} handover;
status handovers_list(call *c, int64_t person_id, handover **out, size_t *count) MUST_CHECK;

#endif
