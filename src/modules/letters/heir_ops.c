// heir_ops.c - a body that ends hands its register on: who keeps the letters changes, under whose name and
// number they were entered does not. See body_heir in organisations.h.
#include "modules/letters/letters.h"
#include "modules/letters/letters_queries.gen.h"

static status count(call *c, db *d, int64_t body_id, int64_t *n)
{
    arena                 scratch = *c->a;
    letter_heir_count_row row;
    TRY(letter_heir_count(d, &(letter_heir_count_in){ .body = body_id }, &scratch, &row));
    *n = row.n;
    return ST_OK;
}

static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    (void)c;
    return letter_heir_move(d, &(letter_heir_move_in){ .body = from->id, .into = to->id }, n);
}

const body_heir letters_heir = { STR("letters"), count, NULL, NULL, move };
