// slow_ops.h - counts failed sign-ins and says who has to wait. Inside accounts.
#ifndef COLOA_MODULES_ACCOUNTS_SLOW_OPS_H
#define COLOA_MODULES_ACCOUNTS_SLOW_OPS_H

#include "kit/call/call.h"

enum {
    SLOW_KEEP_MS  = 24 * 3600 * 1000, // then a counter is forgotten
    SLOW_RESET_MS = 3600 * 1000,      // an hour without a failure: counting begins anew
};

// Two counters: the account as typed (known or not) or the known device, and the address.
typedef struct slow_keys {
    str     key[2];
    int64_t free_fails[2];
    size_t  count;
} slow_keys;

// device: hash of a device from which this login signed in before; empty: a stranger. A known device
// has its own counter, so that strangers' guesses lock nobody out.
status slow_keys_of(const call *c, str login, str device, slow_keys *out) MUST_CHECK;
// ST_LIMIT "sign-in-slow" (detail: seconds) while a key has to wait.
status slow_check(call *c, const slow_keys *keys, problem *why) MUST_CHECK;
// Inside an act.
status slow_failed(call *c, db *d, const slow_keys *keys) MUST_CHECK;
status slow_passed(call *c, db *d, const slow_keys *keys) MUST_CHECK; // forgives the first key

#endif
