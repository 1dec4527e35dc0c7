// types.c - see types.h.
#include "modules/incidents/types.h"

#include "kit/law/incident_rules.h"

bool incident_type_known(str code)
{
    const law_incident_type *t = law_incident_type_find(law_current(), code);
    return t && !t->into;
}

bool incident_subtype_known(str code)
{
    const law_incident_type *t = law_incident_type_find(law_current(), code);
    return t && t->into;
}

str incident_type_words(lang in, str code)
{
    const law_incident_type *t = law_incident_type_find(law_current(), code);
    return t ? law_say(t->text, in == LANG_EN) : code;
}

status incident_types(arena *a, lang in, bool sub, incident_type_row **out, size_t *count)
{
    size_t                   n;
    const law_incident_type *all = law_incident_types(law_current(), &n);
    *out                         = NEW(a, incident_type_row, n + 1);
    *count                       = 0;
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if ((all[i].into != NULL) != sub) continue;
        (*out)[(*count)++] = (incident_type_row){ all[i].id, law_say(all[i].text, in == LANG_EN),
                                                  all[i].into ? all[i].into->id : S("") };
    }
    return ST_OK;
}

bool incident_owner_known(str kind)
{
    return law_incident_owner_find(law_current(), kind) != NULL;
}

str incident_owner_words(lang in, str kind)
{
    const law_incident_owner *o = law_incident_owner_find(law_current(), kind);
    return o ? law_say(o->text, in == LANG_EN) : kind;
}

status incident_owner_kinds(arena *a, lang in, incident_type_row **out, size_t *count)
{
    const law_incident_owner *all = law_incident_owners(law_current(), count);
    *out                          = NEW(a, incident_type_row, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = (incident_type_row){ all[i].id, law_say(all[i].text, in == LANG_EN), S("") };
    return ST_OK;
}
