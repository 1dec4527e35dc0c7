// heir_ops.c - a body that ends hands its people's roles to the one that goes on, and what they have
// open (sessions, tokens) acts for it from the same moment. See body_heir in organisations.h.
#include "modules/accounts/accounts.h"
#include "modules/accounts/accounts_queries.gen.h"
#include "modules/organisations/organisations.h"

static status count(call *c, db *d, int64_t body_id, int64_t *n)
{
    arena          scratch = *c->a;
    heir_roles_row row;
    heir_roles_in  in = { .body = body_id, .day = organisations_day(c) };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(heir_roles(d, &in, &scratch, &row));
    *n = row.n;
    return ST_OK;
}

// From today: a role explains what was done under it, so the old one stays as it was until yesterday.
static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    str today = organisations_day(c), last = today.ptr ? body_day_before(c->a, today) : today;
    if (!last.ptr) return ST_MEMORY;
    heir_roles_on_in on = { .body = from->id, .into = to->id, .day = today };
    TRY(heir_roles_on(d, &on, n));
    TRY(heir_roles_stop(d, &(heir_roles_stop_in){ .body = from->id, .last = last }, NULL));
    TRY(heir_sessions(d, &(heir_sessions_in){ .body = from->id, .into = to->id }, NULL));
    return heir_tokens(d, &(heir_tokens_in){ .body = from->id, .into = to->id }, NULL);
}

const body_heir accounts_heir = { STR("people"), count, NULL, NULL, move };
