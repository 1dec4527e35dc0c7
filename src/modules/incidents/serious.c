// serious.c - see serious.h.
#include "modules/incidents/serious.h"

static law_truth both(law_truth a, law_truth b)
{
    if (a == LAW_FALSE || b == LAW_FALSE) return LAW_FALSE;
    return a == LAW_TRUE && b == LAW_TRUE ? LAW_TRUE : LAW_UNKNOWN;
}

static law_truth either(law_truth a, law_truth b)
{
    if (a == LAW_TRUE || b == LAW_TRUE) return LAW_TRUE;
    return a == LAW_FALSE && b == LAW_FALSE ? LAW_FALSE : LAW_UNKNOWN;
}

static law_truth at_least(int level, int wanted)
{
    if (!level) return LAW_UNKNOWN;
    return level >= wanted ? LAW_TRUE : LAW_FALSE;
}

law_truth incident_serious(const law *l, const incident_facts *f)
{
    size_t                   n;
    const law_incident_sign *signs = law_incident_signs(l, &n);
    law_truth                all   = LAW_TRUE;
    if (f->flag[LAW_INCIDENT_SERIOUS] != LAW_UNKNOWN) return f->flag[LAW_INCIDENT_SERIOUS];
    if (n == 0) return LAW_UNKNOWN; // a set of packs from before
    for (char part = 'A'; part <= 'C'; part++) {
        law_truth any = LAW_FALSE;
        for (size_t i = 0; i < n; i++) {
            if (signs[i].part != part) continue;
            any = either(any, signs[i].level ? at_least(f->level, signs[i].level)
                                             : f->flag[signs[i].flag]);
        }
        all = both(all, any);
    }
    return all;
}

static law_truth owned(const law_incident_plan *p, str kind)
{
    if (p->owner_count == 0) return LAW_TRUE;
    if (!kind.len) return LAW_UNKNOWN;
    for (size_t i = 0; i < p->owner_count; i++) {
        if (str_equal(p->owners[i], kind)) return LAW_TRUE;
    }
    return LAW_FALSE;
}

incident_plan_choice incident_plan(const law *l, const incident_facts *f)
{
    size_t                   n;
    const law_incident_plan *plans   = law_incident_plans(l, &n);
    law_truth                serious = incident_serious(l, f);
    if (serious == LAW_FALSE) return (incident_plan_choice){ PLAN_ORDINARY, NULL };
    if (serious == LAW_UNKNOWN || n == 0) return (incident_plan_choice){ PLAN_UNKNOWN, NULL };
    for (size_t i = 0; i < n; i++) {
        law_truth in_list = plans[i].in_list ? f->flag[LAW_INCIDENT_IN_LIST] : LAW_FALSE;
        law_truth fits    = both(either(at_least(f->level, plans[i].level), in_list),
                                 owned(&plans[i], f->owner_kind));
        if (fits == LAW_TRUE) return (incident_plan_choice){ PLAN_NAMED, &plans[i] };
        if (fits == LAW_UNKNOWN) return (incident_plan_choice){ PLAN_UNKNOWN, NULL };
    }
    return (incident_plan_choice){ PLAN_BY_HAND, NULL };
}

const char *incident_truth_key(law_truth t)
{
    return t == LAW_TRUE ? "yes" : t == LAW_FALSE ? "no" : "unknown";
}
