// enterprise_ops.h - how an enterprise comes in: a supervisor invites it by a one-time link, or it
// applies on a public page to a supervisor whose door is open; the supervisor accepts or refuses with a
// reason. Nothing of it is visible to anyone else until it is accepted. Inside accounts.
#ifndef COLOA_MODULES_ACCOUNTS_ENTERPRISE_OPS_H
#define COLOA_MODULES_ACCOUNTS_ENTERPRISE_OPS_H

#include "kit/call/call.h"
#include "modules/accounts/enterprise.h"
#include "modules/organisations/organisations.h"

// A one-time link for the acting body's enterprise: *path = "/dang-ky/TOKEN". ST_FORBIDDEN without
// RIGHT_BODIES_ADMIN. ST_INVALID "required" (name, kind, basis), "too-long".
status enterprise_invite(call *c, str name, supervision_kind kind, str basis, str *path,
                         problem *why) MUST_CHECK;
// The invitation behind a token. ST_MISSING when unknown, used or over.
status enterprise_look(call *c, str token, enterprise *out) MUST_CHECK;
// Fills in an invitation (token), or applies without one (token empty) to supervisor_id, whose door must
// be open. By nobody signed in. ST_INVALID "required", "too-long", "not-text", "email-form",
// "code-form", "login-form", "door-closed"; ST_LIMIT "too-many-applications".
status enterprise_apply(call *c, str token, int64_t supervisor_id, const enterprise_words *typed,
                        problem *why) MUST_CHECK;

// Those of the acting body, latest first.
status enterprise_list(call *c, enterprise **out, size_t *count) MUST_CHECK;
status enterprise_load(call *c, int64_t id, enterprise *out) MUST_CHECK;
// Makes the body under its supervisor and its first administrator, and tells their link once:
// *path = "/moi/TOKEN". login empty: as the enterprise wished. ST_CONFLICT when it was decided before.
// ST_INVALID "required" (basis), "code-taken", "login-taken".
typedef struct enterprise_decision {
    supervision_kind kind;
    str              basis, login;
} enterprise_decision;
status enterprise_accept(call *c, int64_t id, const enterprise_decision *how, str *path,
                         problem *why) MUST_CHECK;
status enterprise_refuse(call *c, int64_t id, str reason, problem *why) MUST_CHECK;

// The public page: is the acting body's door open; who has one; open or close it.
status enterprise_door(call *c, bool *open) MUST_CHECK;
status enterprise_door_set(call *c, bool open) MUST_CHECK;
typedef struct enterprise_host {
    int64_t id;
    str     code, name;
} enterprise_host;
status enterprise_doors(call *c, enterprise_host **out, size_t *count) MUST_CHECK;

#endif
