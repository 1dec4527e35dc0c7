// saved.c - see saved.h.
#include "modules/systems/saved.h"

static const char *const reach_keys[] = { "own", "body", "branch" };

const char *saved_reach_key(saved_reach r)
{
    return r >= SAVED_OWN && r <= SAVED_BRANCH ? reach_keys[r - 1] : "";
}

bool saved_reach_named(str key, saved_reach *out)
{
    for (int i = 0; i < (int)COUNT(reach_keys); i++) {
        if (!str_equal(key, str_from(reach_keys[i]))) continue;
        *out = (saved_reach)(i + 1);
        return true;
    }
    return false;
}
