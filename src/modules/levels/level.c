// level.c - see level.h.
#include "modules/levels/level.h"

#include <string.h>

static status check_name(const law_case *k, str name, problem *why)
{
    TRY(text_check(S("part"), name, 1, LEVEL_PART_NAME_MAX, why));
    for (size_t i = 0; i < k->component_count; i++) {
        if (str_equal(k->component_names[i], name)) {
            return problem_set(why, ST_INVALID, S("part"), S("name-taken"));
        }
    }
    return ST_OK;
}

status level_part_add(law_case *k, str whole, str name, arena *a, problem *why)
{
    size_t old = k->component_count, first = old ? old : 1;
    TRY(check_name(k, name, why));
    if (!old && str_equal(whole, name)) {
        return problem_set(why, ST_INVALID, S("part"), S("name-taken"));
    }
    if (first >= LAW_COMPONENTS_MAX) return problem_set(why, ST_INVALID, S("part"), S("too-many"));
    law_facts *facts = NEW(a, law_facts, first + 1);
    str       *names = NEW(a, str, first + 1);
    if (!facts || !names) return ST_MEMORY;
    if (old) {
        memcpy(facts, k->components, old * sizeof *facts);
        memcpy(names, k->component_names, old * sizeof *names);
    } else {
        facts[0] = k->own;
        names[0] = whole;
    }
    names[first] = name;
    *k = (law_case){ .components = facts, .component_names = names, .component_count = first + 1 };
    return ST_OK;
}

status level_part_remove(law_case *k, size_t at, problem *why)
{
    if (at >= k->component_count)
        return problem_set(why, ST_INVALID, S("part"), S("unknown-value"));
    size_t after = k->component_count - at - 1;
    memmove(k->components + at, k->components + at + 1, after * sizeof *k->components);
    memmove(k->component_names + at, k->component_names + at + 1,
            after * sizeof *k->component_names);
    k->component_count--;
    if (k->component_count == 1) *k = (law_case){ .own = k->components[0] };
    return ST_OK;
}

law_facts *level_facts_at(law_case *k, size_t at)
{
    return at < k->component_count ? &k->components[at] : &k->own;
}
