// gate_ops.c - what must hold before a system that was being built goes live. Another module says; app names it.
#include "modules/systems/system_ops.h"

static system_gate *gate;

void systems_gate(system_gate *said)
{
    gate = said;
}

status system_pass_gate(call *c, const system_record *before, const system_checked *after,
                        problem *why)
{
    bool built = before->state == SYSTEM_PLANNED || before->state == SYSTEM_BUILDING ||
                 before->state == SYSTEM_UPGRADING;
    if (!gate || !built || after->state != SYSTEM_RUNNING) return ST_OK;
    const system_going g = { .id       = before->id,
                             .owner_id = before->owner_id,
                             .pack     = before->pack,
                             .level    = before->level,
                             .approved = after->approval == APPROVAL_APPROVED &&
                                         after->data.decision_no.len > 0,
                             .plan_done = after->deployment == DEPLOYED_FULL,
                             .assessed  = (after->inspections & INSPECTED_BEFORE_USE) != 0 };
    return gate(c, &g, why);
}
