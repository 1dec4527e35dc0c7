// incident_room.c - see incident_room.h.
#include "modules/incidents/incident_room.h"

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
