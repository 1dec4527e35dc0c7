// owner_kind.c - see owner_kind.h.
#include "modules/incidents/owner_kind.h"

static const struct {
    const char *code, *kind;
} apart[] = { { "BQP-BCY", "cipher" }, { "BQP", "mod" }, { "BCA", "mps" } };

static bool is_enterprise(str kind)
{
    return str_equal(kind, S("state-enterprise")) || str_equal(kind, S("enterprise")) ||
           str_equal(kind, S("state-bank"));
}

static str apart_kind(str code)
{
    for (size_t i = 0; i < COUNT(apart); i++) {
        if (str_equal(code, str_from(apart[i].code))) return str_from(apart[i].kind);
    }
    return S("");
}

str incident_owner_kind(const law *l, const incident_rung *ladder, size_t count)
{
    str nearest = S("");
    for (size_t i = 0; i < count; i++) {
        if (is_enterprise(ladder[i].kind)) return nearest.len ? nearest : ladder[i].kind;
        str kind = apart_kind(ladder[i].code);
        if (kind.len && law_incident_owner_find(l, kind)) return kind;
        if (!nearest.len && law_incident_owner_find(l, ladder[i].kind)) nearest = ladder[i].kind;
    }
    return nearest;
}
