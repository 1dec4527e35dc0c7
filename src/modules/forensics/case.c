// case.c - see case.h.
#include "modules/forensics/case.h"

str case_state_key(case_state s)
{
    return s == CASE_OPEN ? S("open") : s == CASE_CLOSED ? S("closed") : S("");
}

static const char *const part_keys[CASE_PARTS + 1] = { NULL, "holder", "worker", "reader" };

str case_part_key(case_part p)
{
    return p >= 1 && (int)p <= CASE_PARTS ? str_from(part_keys[p]) : S("");
}

bool case_part_named(str key, case_part *out)
{
    for (int i = 1; i <= CASE_PARTS; i++) {
        if (!str_equal(key, str_from(part_keys[i]))) continue;
        *out = (case_part)i;
        return true;
    }
    return false;
}

bool case_may(case_rights rights, case_part part, case_state state, case_act act)
{
    if (part < CASE_HOLDER || (int)part > CASE_PARTS || !rights.read) return false;
    switch (act) {
    case CASE_SEE: return true;
    case CASE_WORK: return rights.write && part != CASE_READER && state == CASE_OPEN;
    case CASE_LEAD: return rights.lead && part == CASE_HOLDER;
    }
    return false;
}
