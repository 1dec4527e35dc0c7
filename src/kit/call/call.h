// call.h - who acts, when, in which memory, on which database; and the audit trail.
//
// A call is made once per request, command or job and is the first argument of every operation.
// There is no other state: no global, no "current user".
#ifndef COLOA_KIT_CALL_CALL_H
#define COLOA_KIT_CALL_CALL_H

#include "kit/base/base.h"
#include "kit/store/store.h"

typedef struct actor {
    int64_t  person_id; // 0: nobody signed in; -1: the machine itself ("system")
    int64_t  body_id;   // the body for which the person acts now; 0: none
    str      login;
    str      name;
    str      body_name;
    uint64_t rights; // bits of `right`, from the person's roles in body_id today
} actor;

// What a person may do. Roles (organisations' data) map to these in modules/accounts.
typedef enum right {
    RIGHT_PUBLIC         = 0,      // written out where no sign-in is needed
    RIGHT_SIGNED_IN      = 1 << 0, // any signed-in person
    RIGHT_SYSTEMS_READ   = 1 << 1,
    RIGHT_SYSTEMS_WRITE  = 1 << 2,
    RIGHT_LEVELS_DECIDE  = 1 << 3, // record a determination
    RIGHT_PAPERS_MAKE    = 1 << 4, // draw up papers
    RIGHT_ACCOUNTS_ADMIN = 1 << 5,
    RIGHT_BODIES_ADMIN   = 1 << 6,
    RIGHT_AUDIT_READ     = 1 << 7,
    RIGHT_JOBS_READ      = 1 << 8,
} right;

typedef struct call {
    store  *store;
    arena  *a;      // everything this call makes; reset after the answer
    int64_t now_ms; // the one clock reading of this call
    actor   who;
    lang    lang;
    str     request_id;
    str     idempotency_key; // empty: none given
    str     address;         // of the peer, for the audit trail; empty for commands
    db     *db_;             // private: the open look or act
    bool    in_act_;         // private
} call;

// The database as this call may use it now: inside an act the act's own connection, otherwise a
// read-only look that is opened at first use and closed by call_end or by the next act.
status call_db(call *c, db **out) MUST_CHECK;

// Runs fn(d, ctx) as one act: one transaction, closed in one place by its result. fn uses call_db or
// `d`; it may be run again (see store.h), and c->a is rewound before each run.
status call_act(call *c, store_work *fn, void *ctx) MUST_CHECK;

void call_end(call *c); // closes an open look

static inline bool call_may(const call *c, right r)
{
    return r == RIGHT_PUBLIC || (c->who.rights & (uint64_t)r) == (uint64_t)r;
}

// Adds the audit row of this act, in the act's own transaction. Must be called inside call_act.
//   act      "system.add", "levels.decide", …: noun.verb
//   kind,id  the object touched; id 0 when there is none
//   detail   JSON object text or empty; never a secret
status audit_write(call *c, str act, str kind, int64_t id, str detail) MUST_CHECK;

// Chains every unsealed audit row: hash = SHA-256(previous hash, row). Called by one thread about
// once a second and at the end of each command. *sealed gets how many.
status audit_seal(store *s, arena scratch, int64_t *sealed) MUST_CHECK;

// Walks the chain. ST_OK and *rows when whole; ST_INVALID and *bad_id = first altered row.
status audit_verify(store *s, arena scratch, int64_t *rows, int64_t *bad_id) MUST_CHECK;

#endif
