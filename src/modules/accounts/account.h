// account.h - what is true of accounts: roles and their rights, the form of a login, of a password,
// how long a guesser waits. Pure: no store, no clock.
#ifndef COLOA_MODULES_ACCOUNTS_ACCOUNT_H
#define COLOA_MODULES_ACCOUNTS_ACCOUNT_H

#include "kit/base/base.h"

enum {
    LOGIN_MIN          = 3, // characters
    LOGIN_MAX          = 64,
    PASSWORD_BYTES_MAX = 800, // of any password typed: more is not looked at
    PERSON_NAME_MAX    = 120,
    PERSON_POST_MAX    = 160,
    SIGN_IN_FREE_FAILS = 5,  // of one account or device before it is slowed
    ADDRESS_FREE_FAILS = 30, // of one address: a whole office may stand behind it
};

typedef enum person_state {
    PERSON_INVITED = 1, // has no password yet
    PERSON_ACTIVE,
    PERSON_LOCKED,
    PERSON_LEFT, // deactivated: works here no more; what they held was handed over
} person_state;

// Roles held in a body. Numbers are in the store; names (account_role_name) are those of the command
// line and the API.
typedef enum account_role {
    ROLE_HEAD = 1,
    ROLE_SYSTEM_OFFICER,
    ROLE_OPERATOR,
    ROLE_SPECIALIST,
    ROLE_APPRAISER,
    ROLE_CLERK,
    ROLE_SUPERVISOR,
    ROLE_INCIDENT_COORDINATOR,
    ROLE_ANALYST,
    ROLE_ADMINISTRATOR,
    ROLE_AUDITOR,
} account_role;

enum { ACCOUNT_ROLES = 11 }; // how many

#define ROLE_BIT(role) ((uint64_t)1 << (role))

// A person who administers and also approves acts as one or the other, never as both.
typedef enum account_hat { HAT_WORK = 1, HAT_ADMIN } account_hat;

str  account_role_name(account_role role);            // "system_officer"
bool account_role_named(str name, account_role *out); // any case; '-' and '_' are one
bool account_hats_apart(uint64_t roles);              // holds both kinds: wears one hat at a time
// The roles that count under this hat: all of them unless the hats are apart.
uint64_t account_roles_under(uint64_t roles, account_hat hat);

// The login as stored: ASCII letters lowered. ST_INVALID "required", "too-short", "too-long",
// "login-form" (letters, digits and . _ - @, beginning with a letter or digit).
status login_check(str typed, arena *a, str *out, problem *why) MUST_CHECK;

// Whose password it is to be: neither of the two may stand in it.
typedef struct password_owner {
    str login, name;
} password_owner;

// By the rules of data/passwords.csv. ST_INVALID in `field`: "required", "password-short" (detail: the
// least), "too-long", "not-text", "password-has-login", "password-has-name", "password-simple" (one
// character over and over, a run), "password-known" (one or two words everybody tries, and digits).
// Nothing else is asked of it, and it never has to be changed because of its age.
status password_check(arena *a, str field, str password, password_owner of,
                      problem *why) MUST_CHECK;
size_t password_least(void); // characters

// How long after its n-th failure in a row a key waits; 0 while n is below `free_fails`, then 2 s,
// doubled each time up to a quarter of an hour.
int64_t sign_in_wait_ms(int64_t fails, int64_t free_fails);

// ---- as lists show them -------------------------------------------------------------------------
typedef struct person {
    int64_t      id;
    str          login, name, post, sort_key;
    person_state state;
    int64_t      created_ms, seen_ms, version; // seen 0: never
} person;

typedef struct session_view {
    int64_t id, created_ms, seen_ms;
    str     address, agent; // agent: as the browser calls itself
    bool    here;
} session_view;

// What a browser's own name says: "Chrome" on "Windows". Empty where it is none of the known ones.
typedef struct agent_names {
    str program, machine;
} agent_names;
agent_names agent_read(str agent);

typedef struct token_view {
    int64_t id, created_ms, expires_ms;
    bool    may_write, in_force;
    str     label, body_code;
} token_view;

#endif
