// session_ops.h - signing in and out, one's own sessions, password and tokens. Inside accounts.
#ifndef COLOA_MODULES_ACCOUNTS_SESSION_OPS_H
#define COLOA_MODULES_ACCOUNTS_SESSION_OPS_H

#include "kit/call/call.h"
#include "modules/accounts/accounts.h"

enum {
    DEVICE_DAYS = 365,
    AGENT_MAX   = 200, // bytes kept of a browser's name
};

// When a session made then and used now ends.
int64_t session_end_ms(int64_t created_ms, int64_t now_ms);

typedef struct sign_in {
    str login, password;
    str device; // the device cookie's value, or empty
    str agent;  // User-Agent, for the list of sessions
} sign_in;

typedef struct signed_in {
    int64_t person_id, body_id;
    str     token;  // the session cookie's value
    str     device; // a new device cookie's value; empty: keep the one sent
} signed_in;

// A failure is counted against the account (or the known device) and the address, so that guessing
// is slowed alike for logins that exist and those that do not.
// Signs a person in. Wrong login, wrong password and a locked or uninvited person are one answer, at
// one cost: ST_INVALID "sign-in-wrong". ST_LIMIT "sign-in-slow" (detail: seconds to wait) while the
// account, the device or the address has failed too often; the password is not looked at then.
status sign_in_with_password(call *c, const sign_in *in, signed_in *out, problem *why) MUST_CHECK;
status sign_out(call *c, str token) MUST_CHECK;

// A session for a person who has proved who they are by a link. Inside an act.
status session_start(call *c, db *d, int64_t person_id, str agent, signed_in *out) MUST_CHECK;

// Acts for another body where a role is held today, or under the other hat. ST_FORBIDDEN.
status session_switch(call *c, str token, int64_t body_id, account_hat hat) MUST_CHECK;

// Changes one's own password; every other session ends, known devices are forgotten. ST_INVALID
// "password-wrong" on field "current", and password_check's rules on "password".
status password_change(call *c, str token, str current, str password, problem *why) MUST_CHECK;

// One's own sessions, or those of a person one looks after; `token`: which of them is this one.
status sessions_of(call *c, int64_t person_id, str token, session_view **out,
                   size_t *count) MUST_CHECK;
status session_end(call *c, int64_t session_id) MUST_CHECK; // ST_MISSING: none, or not to be seen
// All of a person's but the one of this token; with an empty token all.
status sessions_end(call *c, int64_t person_id, str but_token, int64_t *ended) MUST_CHECK;

// The bodies for which the person may act today, with the roles in each.
typedef struct body_hats {
    int64_t  body_id;
    str      name;
    uint64_t roles;
} body_hats;
status bodies_own(call *c, body_hats **out, size_t *count) MUST_CHECK;

// ---- bearer tokens ---------------------------------------------------------------------------
typedef struct token_draft {
    int64_t person_id, body_id;
    bool    may_write;
    int64_t days;  // 1..TOKEN_DAYS_MAX
    str     label; // what it is for; may be empty
} token_draft;

typedef struct token_made {
    int64_t id, expires_ms;
    str     token; // told once
} token_made;

// For oneself, or for another person by an administrator of their branch or the machine.
// ST_INVALID "required", "out-of-range", "no-role".
status token_add(call *c, const token_draft *draft, token_made *out, problem *why) MUST_CHECK;
status token_end(call *c, int64_t id) MUST_CHECK; // ST_MISSING

status tokens_of(call *c, int64_t person_id, token_view **out, size_t *count) MUST_CHECK;

#endif
