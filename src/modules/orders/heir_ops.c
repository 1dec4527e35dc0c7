// heir_ops.c - a body that ends hands on what was asked of it and is not done, and what it issued and follows; the
// papers keep the old name. See body_heir in organisations.h.
#include "modules/orders/target_ops.h"

enum { BATCH = 100 };

static status count_held(call *c, db *d, int64_t body_id, int64_t *n)
{
    arena                scratch = *c->a;
    order_heir_count_row row;
    TRY(order_heir_count(d, &(order_heir_count_in){ body_id }, &scratch, &row));
    *n = row.n;
    return ST_OK;
}

static status pass_one(call *c, db *d, const order_heir_targets_row *r, const body *from,
                       const body *to)
{
    order                o  = { .id = r->order_id, .incident_id = r->incident_id, .code = r->code };
    order_heir_target_in in = { .target     = r->target,
                                .into       = to->id,
                                .first_name = r->first_name.len ? r->first_name : from->name_vi };
    TRY(order_heir_target(d, &in, NULL));
    if (r->state == TARGET_NAMED) return ST_OK;
    TRY(order_tell(c, d, &(order_told){ o.id, r->target, 0, "heir", o.code, from->name_vi }));
    return ST_OK;
}

static status pass_targets(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    size_t got = BATCH;
    for (int64_t after = 0; got == BATCH;) {
        arena                   mark = *c->a;
        order_heir_targets_row *rows;
        TRY(order_heir_targets(d, &(order_heir_targets_in){ from->id, after, BATCH }, c->a, &rows,
                               &got));
        for (size_t i = 0; i < got; i++) TRY(pass_one(c, d, &rows[i], from, to));
        if (got) after = rows[got - 1].target;
        *n += (int64_t)got;
        *c->a = mark;
    }
    return ST_OK;
}

static status pass_issued(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    size_t got = BATCH;
    for (int64_t after = 0; got == BATCH;) {
        arena                  mark = *c->a;
        order_heir_issued_row *rows;
        TRY(order_heir_issued(d, &(order_heir_issued_in){ from->id, after, BATCH }, c->a, &rows,
                              &got));
        for (size_t i = 0; i < got; i++)
            TRY(order_heir_issuer(d, &(order_heir_issuer_in){ rows[i].id, to->id }, NULL));
        if (got) after = rows[got - 1].id;
        *n += (int64_t)got;
        *c->a = mark;
    }
    return ST_OK;
}

static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    *n = 0;
    TRY(pass_targets(c, d, from, to, n));
    TRY(order_heir_raised(d, &(order_heir_raised_in){ from->id, to->id }, NULL));
    return pass_issued(c, d, from, to, n);
}

const body_heir orders_heir = { .what = STR("orders"), .count = count_held, .move = move };
