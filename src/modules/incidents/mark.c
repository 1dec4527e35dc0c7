// mark.c - see mark.h.
#include "modules/incidents/mark.h"

str alike_why_key(alike_why w)
{
    static const str keys[] = { STR(""), STR("system"), STR("indicator"), STR("host") };
    return w >= ALIKE_SYSTEM && w <= ALIKE_HOST ? keys[w] : S("");
}

static const str assets[] = { STR(""),        STR("server"),   STR("workstation"), STR("network"),
                              STR("storage"), STR("database"), STR("application"), STR("account"),
                              STR("control"), STR("other") };

str asset_kind_key(asset_kind k)
{
    return k >= ASSET_SERVER && (int)k <= ASSET_KINDS ? assets[k] : S("");
}

bool asset_kind_named(str key, asset_kind *out)
{
    for (int k = ASSET_SERVER; k <= ASSET_KINDS; k++) {
        if (!str_equal(assets[k], key)) continue;
        *out = (asset_kind)k;
        return true;
    }
    return false;
}
