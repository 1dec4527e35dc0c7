// heir_ops.c - a body that ends hands on the hunts it has not closed and the threats it is to remove; what is closed keeps
// the old name. See body_heir in organisations.h.
#include "modules/hunts/row_ops.h"

enum { BATCH = 100 };

static status count_held(call *c, db *d, int64_t body_id, int64_t *n)
{
    arena               scratch = *c->a;
    hunt_heir_count_row row;
    TRY(hunt_heir_count(d, &(hunt_heir_count_in){ body_id }, &scratch, &row));
    *n = row.n;
    return ST_OK;
}

static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    size_t  got     = BATCH;
    int64_t threats = 0;
    *n              = 0;
    for (int64_t after = 0; got == BATCH;) {
        arena               mark = *c->a;
        hunt_heir_rows_row *rows;
        TRY(hunt_heir_rows(d, &(hunt_heir_rows_in){ from->id, after, BATCH }, c->a, &rows, &got));
        for (size_t i = 0; i < got; i++) {
            const hunt_told told = { rows[i].id, 0, "heir", rows[i].code, from->name_vi };
            TRY(hunt_heir_set(d, &(hunt_heir_set_in){ rows[i].id, to->id }, NULL));
            TRY(hunt_tell(c, d, &told));
        }
        if (got) after = rows[got - 1].id;
        *n += (int64_t)got;
        *c->a = mark;
    }
    TRY(hunt_heir_threats(d, &(hunt_heir_threats_in){ from->id, to->id }, &threats));
    *n += threats;
    return ST_OK;
}

const body_heir hunts_heir = { .what = STR("hunts"), .count = count_held, .move = move };
