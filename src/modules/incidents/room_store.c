// room_store.c - see room_store.h.
#include "modules/incidents/room_store.h"

#include "modules/incidents/incidents_queries.gen.h"

status room_store_tasks(db *d, int64_t id, arena *a, incident_task **out, size_t *count)
{
    incident_tasks_of_row *rows;
    incident_tasks_of_in   in = { .id = id, .max = INCIDENT_SHOWN_MAX };
    TRY(incident_tasks_of(d, &in, a, &rows, count));
    *out = NEW(a, incident_task, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_task){ .id       = rows[i].task,
                                     .body_id  = rows[i].body_id,
                                     .due_ms   = rows[i].due_ms,
                                     .acted_ms = rows[i].acted_ms,
                                     .template = rows[i].template,
                                     .words    = rows[i].words,
                                     .holder   = rows[i].holder,
                                     .seat     = (incident_seat)rows[i].seat,
                                     .state    = (incident_task_state)rows[i].state,
                                     .note     = rows[i].note,
                                     .person   = rows[i].person,
                                     .body     = rows[i].body };
    }
    return ST_OK;
}
