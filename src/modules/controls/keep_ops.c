// keep_ops.c - see keep_ops.h.
#include "modules/controls/keep_ops.h"

static const control_keeper *keeper;

void controls_keep(const control_keeper *said)
{
    keeper = said;
}

status control_sheet_held(call *c, int64_t sheet_id, bool *held)
{
    *held = false;
    return keeper ? keeper->held(c, sheet_id, held) : ST_OK;
}

status control_sheet_moved(call *c, const control_sheet *s)
{
    return keeper && s->frozen_ms ? keeper->moved(c, s) : ST_OK;
}
