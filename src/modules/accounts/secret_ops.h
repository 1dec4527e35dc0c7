// secret_ops.h - tokens and passwords as bytes: made, hashed, compared. Knows no people and no store.
//
// A token is 32 random bytes, written as 43 base64url characters. The store gets its hash only; since
// the token is random, a plain BLAKE2b-256 is enough and looking one up by its hash leaks nothing.
#ifndef COLOA_MODULES_ACCOUNTS_SECRET_OPS_H
#define COLOA_MODULES_ACCOUNTS_SECRET_OPS_H

#include "kit/base/base.h"

enum {
    SECRET_TOKEN_CHARS    = 43,
    SECRET_HASH_BYTES     = 32,
    SECRET_HASHERS_MAX    = 2,  // Argon2 at once, of 19 MiB each
    SECRET_WAIT_KNOWN_MAX = 64, // who may wait for one: known devices …
    SECRET_WAIT_OTHER_MAX = 16, // … go first, strangers after them
};

typedef struct secret_token {
    str text; // given out once
    str hash; // stored
} secret_token;

status secret_token_new(arena *a, secret_token *out) MUST_CHECK;
// The stored hash of a token as sent. ST_MISSING when it cannot be one.
status secret_token_hash(arena *a, str text, str *hash) MUST_CHECK;
// The form token of a session: from the session's own token, so nothing more is stored.
status secret_csrf(arena *a, str token_text, str *out) MUST_CHECK;
// A hash of any text with a purpose ("account", "address"): keys of counters.
status secret_key(arena *a, str purpose, str text, str *out) MUST_CHECK;

// Argon2id, 19 MiB, two passes. At most SECRET_HASHERS_MAX run at once; ST_LIMIT when too many wait.
status secret_password_hash(arena *a, str password, str *out) MUST_CHECK;
// ST_OK when it fits, ST_FORBIDDEN when not. `stored` empty (no such person, no password yet) costs
// the same and never fits. known: the caller signed in from this device before.
status secret_password_check(arena scratch, str password, str stored, bool known) MUST_CHECK;
// Was it made with weaker settings than today's?
bool secret_password_old(arena scratch, str stored);

#endif
