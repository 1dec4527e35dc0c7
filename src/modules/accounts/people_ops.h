// people_ops.h - people as an administrator sees them: made, named, locked, given roles. Inside
// accounts.
//
// An administrator looks after the people whose roles all lie in the branch of the body they act for;
// anyone else is not there (ST_MISSING) or, in an act, ST_FORBIDDEN.
#ifndef COLOA_MODULES_ACCOUNTS_PEOPLE_OPS_H
#define COLOA_MODULES_ACCOUNTS_PEOPLE_OPS_H

#include "kit/call/call.h"
#include "modules/accounts/accounts.h"
#include "modules/accounts/session_ops.h"
#include "modules/organisations/organisations.h"

enum { PEOPLE_PAGE = 50, PERSON_ROLES_MAX = 200 };

typedef struct person_list {
    person *items;
    size_t  count;
    bool    more;
} person_list;

// May the caller look after this person? Inside an act or a look. ST_FORBIDDEN.
status person_must_hold(call *c, db *d, int64_t person_id) MUST_CHECK;

// By given name, PEOPLE_PAGE a page, after (after_key, after_id); S("") and 0 for the first. past:
// those who hold no role in the branch any more.
status people_list(call *c, bool past, str after_key, int64_t after_id,
                   person_list *out) MUST_CHECK;
status person_load(call *c, int64_t id, person *out) MUST_CHECK; // one that may be looked after
status person_id_by_login(call *c, str login, int64_t *id) MUST_CHECK; // likewise

typedef struct held_role {
    int64_t      id, body_id;
    str          body_code, body_name;
    account_role role;
    str          valid_from, valid_to; // ISO days; empty: open
} held_role;
status roles_of(call *c, int64_t person_id, held_role **out, size_t *count) MUST_CHECK;

typedef struct person_draft {
    str      login, name, post;
    int64_t  body_id;
    uint64_t roles;                // bits ROLE_BIT, at least one
    str      valid_from, valid_to; // days as typed; empty: from today, without end
    str      password;             // empty: invited by a link
} person_draft;

typedef struct person_made {
    int64_t id;
    str     login;
    str     path; // "/moi/TOKEN", told once; empty when a password was given
} person_made;

// ST_INVALID: login_check's and password_check's rules, "login-taken", "required" (name, roles),
// "not-a-day", "out-of-order" (valid_to), "unknown-body".
status people_add(call *c, const person_draft *draft, person_made *out, problem *why) MUST_CHECK;
status people_rename(call *c, int64_t id, int64_t version, str name, str post,
                     problem *why) MUST_CHECK;
// A link by which the person sets a new password: the old one, sessions, tokens and known devices end
// at once. Who never came in gets a new invitation instead. ST_INVALID "person-left".
typedef struct person_link {
    str     path; // "/dat-lai/TOKEN", "/moi/TOKEN": told once
    int64_t expires_ms;
    bool    invite;
} person_link;
status people_reset(call *c, int64_t id, person_link *out, problem *why) MUST_CHECK;
// Locks (sessions and tokens end) or opens again. ST_INVALID "lock-self", "person-left",
// "last-administrator" (the machine itself may).
status people_lock(call *c, int64_t id, bool locked, problem *why) MUST_CHECK;

typedef struct role_draft {
    int64_t      person_id, body_id;
    account_role role;
    str          valid_from, valid_to; // days as typed; empty: from today, without end
} role_draft;
// ST_INVALID "role-held" (the same role in that time), "own-role" (an approving role for oneself),
// "not-a-day", "out-of-order", "person-left".
status role_give(call *c, const role_draft *draft, int64_t *id, problem *why) MUST_CHECK;
// ST_INVALID "not-a-day", "last-administrator" (nobody else could administer the program).
status role_take(call *c, int64_t role_id, str last_day, problem *why) MUST_CHECK;

// ---- links -----------------------------------------------------------------------------------
typedef enum link_kind { LINK_FIRST = 1, LINK_INVITE, LINK_DEMO, LINK_RESET } link_kind;

// Is the link good, and whose? ST_MISSING when it is unknown, used, over or of another kind. *who is
// empty for the first administrator's.
status link_look(call *c, link_kind kind, str token, person *who) MUST_CHECK;

typedef struct first_draft { // what the first administrator fills in
    str        login, name, post, password;
    bool       works;    // also registers systems: the officer's role beside the administrator's
    int64_t    body_id;  // own body, or 0: the one below is made
    body_draft new_body; // with parent_id 0 or a body
    str        agent;
} first_draft;

// Uses the link up: person, roles, session, in one act. ST_MISSING as link_look.
status first_accept(call *c, str token, const first_draft *draft, signed_in *out,
                    problem *why) MUST_CHECK;
typedef struct invite_answer {
    str token, password, agent;
} invite_answer;
// Sets the password of the person an invitation or a reset (kind) is for, and signs them in.
status invite_accept(call *c, link_kind kind, const invite_answer *typed, signed_in *out,
                     problem *why) MUST_CHECK;
// Demo folders only.
status demo_enter(call *c, str token, str agent, signed_in *out) MUST_CHECK;

#endif
