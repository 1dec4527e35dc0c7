// sheet.c - see sheet.h.
#include "modules/controls/sheet.h"

control_deployment control_deployed(const control_counts *n)
{
    bool whole = n->rows > 0 && n->answered == n->rows && !n->lacking && !n->confirm;
    if (whole && n->done == n->work) return CONTROL_FULLY_DEPLOYED;
    int64_t in_place = n->answered - n->work + n->done;
    return in_place > 0 ? CONTROL_PARTLY_DEPLOYED : CONTROL_NOT_DEPLOYED;
}
