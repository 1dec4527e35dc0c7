// heir_ops.c - a body that ends hands its incidents on: owner, operator, parts and seats; what was written
// under its name stays. See body_heir in organisations.h.
#include "modules/incidents/incidents.h"
#include "modules/incidents/incidents_queries.gen.h"

enum { HEIR_BATCH = 100 };

static status count(call *c, db *d, int64_t body_id, int64_t *n)
{
    arena                   scratch = *c->a;
    incident_heir_count_row row;
    TRY(incident_heir_count(d, &(incident_heir_count_in){ .body = body_id }, &scratch, &row));
    *n = row.n;
    return ST_OK;
}

static int64_t now_of(int64_t id, const body *from, const body *to)
{
    return id == from->id ? to->id : id;
}

static status hand_on(call *c, db *d, const incident_heir_owned_row *r, const body *from,
                      const body *to)
{
    int64_t owner = now_of(r->owner, from, to);
    int64_t by    = r->operator.set ? now_of(r->operator.value, from, to) : 0;
    if (by == owner) by = 0;
    incident_heir_set_in in = { .id = r->id, .owner = owner, .operator= { by != 0, by } };
    TRY(incident_heir_set(d, &in, NULL));
    incident_event_add_row made;
    incident_event_add_in  e = { .id        = r->id,
                                 .now       = c->now_ms,
                                 .kind      = S("heir"),
                                 .person_id = c->who.person_id,
                                 .person    = c->who.name.ptr ? c->who.name : S(""),
                                 .body_id   = c->who.body_id,
                                 .body      = S(""),
                                 .field     = S(""),
                                 .before    = from->name_vi,
                                 .after     = to->name_vi,
                                 .words     = S("") };
    TRY(incident_event_add(d, &e, c->a, &made));
    return scope_move(c, SCOPE_INCIDENT, r->id, owner, by);
}

static status batches(call *c, db *d, const body *from, const body *to, bool owned, int64_t *n)
{
    _Static_assert(sizeof(incident_heir_owned_row) == sizeof(incident_heir_operated_row),
                   "same columns");
    for (size_t got = HEIR_BATCH; got == HEIR_BATCH;) {
        arena                       scratch = *c->a;
        call                        inner   = *c;
        incident_heir_owned_row    *rows;
        incident_heir_operated_row *run;
        inner.a = &scratch;
        if (owned) {
            incident_heir_owned_in in = { .body = from->id, .max = HEIR_BATCH };
            TRY(incident_heir_owned(d, &in, &scratch, &rows, &got));
        } else {
            incident_heir_operated_in in = { .body = from->id, .max = HEIR_BATCH };
            TRY(incident_heir_operated(d, &in, &scratch, &run, &got));
            rows = (incident_heir_owned_row *)(void *)run;
        }
        for (size_t i = 0; i < got; i++) TRY(hand_on(&inner, d, &rows[i], from, to));
        *n += (int64_t)got;
    }
    return ST_OK;
}

static status move(call *c, db *d, const body *from, const body *to, int64_t *n)
{
    incident_heir_seats_in seats = { .body = from->id,
                                     .into = to->id,
                                     .day  = organisations_day(c) };
    if (!seats.day.ptr) return ST_MEMORY;
    *n = 0;
    TRY(batches(c, d, from, to, true, n));
    TRY(batches(c, d, from, to, false, n));
    TRY(incident_heir_parties(d, &(incident_heir_parties_in){ .body = from->id, .into = to->id },
                              NULL));
    TRY(incident_heir_tasks(d, &(incident_heir_tasks_in){ .body = from->id, .into = to->id },
                            NULL));
    TRY(incident_heir_lessons(d, &(incident_heir_lessons_in){ .body = from->id, .into = to->id },
                              NULL));
    return incident_heir_seats(d, &seats, NULL);
}

const body_heir incidents_heir = { STR("incidents"), count, NULL, NULL, move };
