// heir_ops.c - a body that ends hands its membership on; where its successor is in the network already, the
// membership ends. See body_heir in organisations.h.
#include "kit/text/text.h"
#include "modules/network/member_ops.h"

enum { HELD_MAX = 8 };

static status count_held(call *c, db *d, int64_t body_id, int64_t *n)
{
    arena                  scratch = *c->a;
    network_heir_count_row row;
    TRY(network_heir_count(d, &(network_heir_count_in){ body_id }, &scratch, &row));
    *n = row.n;
    return ST_OK;
}

static status end_one(call *c, db *d, const network_heir_list_row *r, str reason)
{
    network_move_in in = { .id         = r->id,
                           .known      = r->version,
                           .state      = MEMBER_OVER,
                           .code       = r->code,
                           .valid_from = r->valid_from,
                           .valid_to   = organisations_day(c),
                           .reason     = reason,
                           .now        = c->now_ms };
    if (!in.valid_to.ptr) return ST_MEMORY;
    TRY(network_move(d, &in, NULL));
    TRY(tasks_drop(c, S("member"), r->id));
    return member_tell(c, d, r->id, &(member_told){ .act = "end", .reason = reason });
}

static status pass_one(call *c, db *d, const network_heir_list_row *r, const body *to)
{
    str all = arena_printf(c->a, STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(to->name_vi),
                           STR_ARG(to->code), STR_ARG(r->cluster));
    if (!all.ptr) return ST_MEMORY;
    network_heir_move_in in = { .id       = r->id,
                                .into     = to->id,
                                .fold     = text_fold(c->a, all),
                                .sort_key = text_sort_key(c->a, to->name_vi),
                                .now      = c->now_ms };
    if (!in.fold.ptr || !in.sort_key.ptr) return ST_MEMORY;
    TRY(network_heir_move(d, &in, NULL));
    return member_tell(c, d, r->id, &(member_told){ .act = "heir", .detail = to->name_vi });
}

static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    network_heir_list_row *rows;
    network_own_living_row living;
    size_t                 count;
    TRY(network_heir_list(d, &(network_heir_list_in){ from->id, HELD_MAX }, c->a, &rows, &count));
    status st = network_own_living(d, &(network_own_living_in){ to->id }, c->a, &living);
    if (st != ST_OK && st != ST_MISSING) return st;
    *n = (int64_t)count;
    for (size_t i = 0; i < count; i++)
        TRY(st == ST_OK || i ? end_one(c, d, &rows[i], to->name_vi) : pass_one(c, d, &rows[i], to));
    return ST_OK;
}

const body_heir network_heir = { STR("network"), count_held, NULL, NULL, move };
