// accounts.h - named people, their roles in bodies, sign-in, sessions, tokens, one-time links.
//
// It is not the scope: what a body may see is modules/organisations' affair. Here it is decided who a
// call acts as, for which body, and with which rights.
//
// Secrets (passwords, tokens, link tokens) go in and out of these functions once and are never
// stored, logged or audited: the store keeps Argon2id strings and BLAKE2b hashes.
#ifndef COLOA_MODULES_ACCOUNTS_ACCOUNTS_H
#define COLOA_MODULES_ACCOUNTS_ACCOUNTS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/web/web.h"
#include "modules/accounts/account.h"

enum {
    FIRST_LINK_MINUTES   = 30,
    INVITE_DAYS          = 7,
    RESET_LINK_MINUTES   = 30,
    SESSION_IDLE_MINUTES = 8 * 60,
    SESSION_MAX_DAYS     = 7,
    TOKEN_DAYS           = 90, // unless said otherwise
    TOKEN_DAYS_MAX       = 365,
};

// What a set of roles (ROLE_BIT) gives: bits of `right`. One table, in identity_ops.c.
uint64_t account_rights(uint64_t roles);
uint64_t account_rights_read_only(uint64_t rights); // what a token of scope read keeps

// ---- who acts -------------------------------------------------------------------------------------
// For web_host: fills c->who from the session cookie's or the bearer token's text; leaves nobody when
// neither is valid. *csrf gets the session's form token (empty for bearer tokens).
status accounts_identify(call *c, str cookie, str bearer, str *csrf) MUST_CHECK;
// The machine itself ("system"): every right but none that approves, acting for the top body.
status accounts_become_system(call *c) MUST_CHECK;
// --as LOGIN: the person, acting for the first body where they hold a role today. ST_MISSING
// "unknown-login" (also for a locked or uninvited one).
status accounts_become(call *c, str login, problem *why) MUST_CHECK;

// Does the body acted for run this node? It does when no administrator stands outside its branch.
status accounts_runs_node(call *c, bool *runs) MUST_CHECK;

// ---- first run and demo -----------------------------------------------------------------------------
// Is there anyone who can sign in and administer?
status accounts_have_admin(call *c, bool *have) MUST_CHECK;
// A one-time link for an administrator: *path = "/khoi-tao/TOKEN", good for FIRST_LINK_MINUTES, from
// this machine only. Earlier unused ones stop working.
status accounts_admin_link(call *c, str *path) MUST_CHECK;
// Demo folders only: a person with these roles (bits 1 << role) in a body, made when missing, and a
// fresh link "/vao/TOKEN" that signs in with one click as often as wanted. Earlier ones stop working.
status accounts_demo_link(call *c, str login, str name, int64_t body_id, uint64_t roles,
                          str *path) MUST_CHECK;

// Now and then, by the server: forgets ended sessions, dead links and old counters. One act.
status accounts_sweep(call *c) MUST_CHECK;

// ---- for app ------------------------------------------------------------------------------------
extern const web_module accounts_module;
struct body_heir;                            // modules/organisations
extern const struct body_heir accounts_heir; // what a body that ends hands on
extern const command_table    accounts_commands;
extern const web_module       enterprises_module; // enterprises on their way in
extern const command_table    enterprises_commands;
struct task_source;                                 // modules/tasks
extern const struct task_source enterprises_source; // applications to be decided
extern const struct task_source invited_source;     // invitations that nobody has used

#endif
