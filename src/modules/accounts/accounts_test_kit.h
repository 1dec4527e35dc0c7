// accounts_test_kit.h - for tests only: a small state, people in it, and who they are to a call.
#ifndef COLOA_MODULES_ACCOUNTS_ACCOUNTS_TEST_KIT_H
#define COLOA_MODULES_ACCOUNTS_ACCOUNTS_TEST_KIT_H

#include "modules/accounts/accounts.h"
#include "modules/accounts/people_ops.h"
#include "modules/accounts/session_ops.h"
#include "modules/organisations/organisations.h"

static const int64_t start_ms  = 1795500000000; // 2026-11-24 13:00 in Viet Nam
static const int64_t minute_ms = 60 * 1000, day_ms = 24 * 3600 * 1000;

#define GOOD_PASSWORD S("con mèo trèo cây cau")
#define EQUALS(got, want) assert_string_equal(arena_cstr(&work, got), want)

extern arena work; // of the test that runs; seed begins it anew

call      nobody_at(store *s, int64_t now_ms);
call      nobody(store *s);
call      machine(store *s);
void      seed(store *s);
int64_t   body_id(store *s, const char *code);
int64_t   add_person(store *s, const char *login, const char *code, uint64_t roles);
status    try_sign_in(call *c, const char *login, str password, str device, signed_in *out,
                      problem *why);
signed_in sign_in_ok(store *s, const char *login, int64_t now_ms);
call      as_session(store *s, str token, int64_t now_ms); // who the session cookie makes of a call
call      as_bearer(store *s, str token, int64_t now_ms);
call      as_admin_of(store *s, const char *login, const char *code);
str       token_of(str path); // of a link

#endif
