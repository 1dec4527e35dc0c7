// gate_ops.c - what must hold before a system that was being built goes live. Another module says; app names it.
#include "modules/systems/system_ops.h"
#include "modules/systems/systems_queries.gen.h"

enum { STATES_LOOKED_AT = 50 };

static system_gate *gate;

void systems_gate(system_gate *said)
{
    gate = said;
}

status systems_upgraded_since(call *c, const system_record *s, int64_t *ms)
{
    db               *d;
    history_rows_row *rows;
    size_t            count;
    history_rows_in   in = { s->id, S("state"), INT64_MAX, STATES_LOOKED_AT };
    *ms                  = s->state == SYSTEM_UPGRADING;
    if (!*ms) return ST_OK;
    TRY(call_db(c, &d));
    TRY(history_rows(d, &in, c->a, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        if (!str_equal(rows[i].after, S("running"))) continue;
        *ms = rows[i].at_ms;
        break;
    }
    return ST_OK;
}

status system_pass_gate(call *c, const system_record *before, const system_checked *after,
                        problem *why)
{
    bool built = before->state == SYSTEM_PLANNED || before->state == SYSTEM_BUILDING ||
                 before->state == SYSTEM_UPGRADING;
    if (!gate || !built || after->state != SYSTEM_RUNNING) return ST_OK;
    int64_t since;
    TRY(systems_upgraded_since(c, before, &since));
    const system_going g = { .id                = before->id,
                             .upgraded_since_ms = since,
                             .owner_id          = before->owner_id,
                             .pack              = before->pack,
                             .level             = before->level,
                             .approved          = after->approval == APPROVAL_APPROVED &&
                                         after->data.decision_no.len > 0,
                             .plan_done = after->deployment == DEPLOYED_FULL,
                             .assessed  = (after->inspections & INSPECTED_BEFORE_USE) != 0 };
    return gate(c, &g, why);
}
