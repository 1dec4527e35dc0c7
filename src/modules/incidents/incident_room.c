// incident_room.c - see incident_room.h.
#include "modules/incidents/incident_room.h"

#include "kit/text/text.h"

static const str task_states[] = { STR(""), STR("open"), STR("done"), STR("left") };

str incident_task_state_key(incident_task_state s)
{
    return s >= INCIDENT_TASK_OPEN && (int)s <= INCIDENT_TASK_STATES ? task_states[s] : S("");
}

bool incident_task_state_named(str key, incident_task_state *out)
{
    for (int s = INCIDENT_TASK_OPEN; s <= INCIDENT_TASK_STATES; s++) {
        if (!str_equal(task_states[s], key)) continue;
        *out = (incident_task_state)s;
        return true;
    }
    return false;
}

bool incident_task_fits(const incident_task *t, unsigned seats)
{
    if (seats & SEAT_BIT(t->seat)) return true;
    return t->seat == SEAT_OPERATOR && (seats & SEAT_BIT(SEAT_OWNER));
}

// ---- lessons ---------------------------------------------------------------------------------------

static const str lesson_states[] = { STR(""), STR("drawn"), STR("approved"), STR("spread"),
                                     STR("aside") };

str lesson_state_key(lesson_state s)
{
    return s >= LESSON_DRAWN && s <= LESSON_ASIDE ? lesson_states[s] : S("");
}

enum { NAME_MIN = 3 }; // bytes: a shorter one is no name to be known by

static str line_in(arena *a, str text, str names)
{
    str name, rest = names;
    while (rest.len) {
        (void)str_cut(rest, '\n', &name, &rest);
        str folded = text_fold(a, str_trim(name));
        if (folded.ptr && folded.len >= NAME_MIN && str_find(text, folded) >= 0)
            return str_trim(name);
    }
    return S("");
}

str lesson_names(arena *a, const incident_lesson *l, const lesson_victim *v)
{
    const str texts[] = { l->title, l->what, l->words, l->measures };
    for (size_t t = 0; t < COUNT(texts); t++) {
        str folded = text_fold(a, texts[t]);
        for (size_t n = 0; folded.ptr && n < COUNT(v->names); n++) {
            str found = line_in(a, folded, v->names[n]);
            if (found.len) return found;
        }
    }
    return S("");
}
