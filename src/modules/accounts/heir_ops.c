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
static status hand_on(call *c, db *d, const body *from, const body *to, int64_t person_id,
                      int64_t *n)
{
    str today = organisations_day(c), last = today.ptr ? body_day_before(c->a, today) : today;
    if (!last.ptr) return ST_MEMORY;
    heir_roles_on_in on = { .body = from->id, .into = to->id, .day = today, .person = person_id };
    TRY(heir_roles_on(d, &on, n));
    heir_roles_stop_in stop = { .body = from->id, .last = last, .person = person_id };
    TRY(heir_roles_stop(d, &stop, NULL));
    TRY(heir_sessions(d, &(heir_sessions_in){ from->id, to->id, person_id }, NULL));
    return heir_tokens(d, &(heir_tokens_in){ from->id, to->id, person_id }, NULL);
}

static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    return hand_on(c, d, from, to, 0, n);
}

static status list(call *c, db *d, int64_t body_id, body_holding **out, size_t *n)
{
    heir_people_row *rows;
    heir_people_in in = { .body = body_id, .day = organisations_day(c), .max = BODY_HOLDINGS_MAX };
    if (!in.day.ptr) return ST_MEMORY;
    TRY(heir_people(d, &in, c->a, &rows, n));
    body_holding *held = NEW(c->a, body_holding, *n ? *n : 1);
    if (!held) return ST_MEMORY;
    for (size_t i = 0; i < *n; i++) {
        held[i] = (body_holding){ rows[i].id, rows[i].name, rows[i].login };
    }
    *out = held;
    return ST_OK;
}

static status move_one(call *c, db *d, const body *from, const body *to, int64_t id)
{
    return hand_on(c, d, from, to, id, NULL);
}

const body_heir accounts_heir = {
    .what = STR("people"), .count = count, .move = move, .list = list, .move_one = move_one
};
