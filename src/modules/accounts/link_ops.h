// link_ops.h - what people_ops.c and link_ops.c share. Inside accounts.
#ifndef COLOA_MODULES_ACCOUNTS_LINK_OPS_H
#define COLOA_MODULES_ACCOUNTS_LINK_OPS_H

#include "kit/call/call.h"
#include "modules/accounts/people_ops.h"

typedef struct person_words {
    str name, post, sort_key;
} person_words;
status person_words_check(arena *a, str name, str post, person_words *out, problem *why) MUST_CHECK;

typedef struct person_new {
    str          login; // checked
    person_words words;
    str          stored; // Argon2id string; empty: invited
} person_new;

// All inside an act. ST_INVALID "login-taken".
status person_insert_inside(call *c, db *d, const person_new *p, int64_t *id,
                            problem *why) MUST_CHECK;
status roles_insert_inside(call *c, db *d, int64_t person_id, int64_t body_id, uint64_t roles,
                           str from, str to) MUST_CHECK;
// A fresh link of that kind; *path is told once.
status  link_insert_inside(call *c, db *d, link_kind kind, int64_t person_id, str *path) MUST_CHECK;
int64_t link_lasts_ms(link_kind kind);
// Whatever proved to be this person until now no longer does: sessions, tokens, links, known devices.
status person_end_proofs_inside(call *c, db *d, int64_t id) MUST_CHECK;
// Ends everything that proved who they are and makes the link; the audit row is the caller's.
status person_reset_inside(call *c, db *d, const person *p, person_link *out) MUST_CHECK;
status person_audit_role(call *c, str act, int64_t person_id, int64_t body_id, int64_t role,
                         body_period p) MUST_CHECK;
// An administrator would give themselves this role, and it approves.
bool   role_is_own(const call *c, int64_t person_id, account_role role);
status person_load_inside(db *d, arena *a, int64_t id, person *out) MUST_CHECK;

void put_role_names(buf *b, uint64_t roles); // ["head","clerk"]

#endif
