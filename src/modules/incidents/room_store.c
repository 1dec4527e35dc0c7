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

status room_store_spokespersons(db *d, int64_t id, arena *a, incident_spokesperson **out,
                                size_t *count)
{
    incident_spokespersons_of_row *rows;
    incident_spokespersons_of_in   in = { .id = id, .max = INCIDENT_SHOWN_MAX };
    TRY(incident_spokespersons_of(d, &in, a, &rows, count));
    *out = NEW(a, incident_spokesperson, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_spokesperson){ .name    = rows[i].name,
                                             .post    = rows[i].post,
                                             .contact = rows[i].contact,
                                             .basis   = rows[i].basis,
                                             .person  = rows[i].person,
                                             .body    = rows[i].body,
                                             .from_ms = rows[i].from_ms,
                                             .to_ms   = rows[i].to_ms };
    }
    return ST_OK;
}

status room_store_lessons(db *d, int64_t id, arena *a, incident_lesson **out, size_t *count)
{
    incident_lessons_of_row *rows;
    incident_lessons_of_in   in = { .id = id, .max = INCIDENT_SHOWN_MAX };
    TRY(incident_lessons_of(d, &in, a, &rows, count));
    *out = NEW(a, incident_lesson, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (incident_lesson){ .id          = rows[i].lesson,
                                       .drawn_id    = rows[i].drawn_id,
                                       .drawn_ms    = rows[i].drawn_ms,
                                       .approved_ms = rows[i].approved_ms,
                                       .spread_ms   = rows[i].spread_ms,
                                       .state       = (lesson_state)rows[i].state,
                                       .title       = rows[i].title,
                                       .what        = rows[i].what,
                                       .words       = rows[i].words,
                                       .measures    = rows[i].measures,
                                       .drawn_by    = rows[i].drawn_by,
                                       .drawn_body  = rows[i].drawn_body,
                                       .approved_by = rows[i].approved_by,
                                       .reason      = rows[i].reason,
                                       .spread_by   = rows[i].spread_by,
                                       .named       = rows[i].named != 0,
                                       .to_all      = rows[i].to_all != 0,
                                       .told        = rows[i].told,
                                       .read        = rows[i].been_read };
    }
    return ST_OK;
}

status room_store_told(db *d, int64_t body, int64_t lesson, arena *a, lesson_told **out,
                       size_t *count)
{
    lessons_told_row *rows;
    lessons_told_in   in = { .body = body, .lesson = lesson, .max = INCIDENT_SHOWN_MAX };
    TRY(lessons_told(d, &in, a, &rows, count));
    *out = NEW(a, lesson_told, *count + 1);
    if (!*out) return ST_MEMORY;
    for (size_t i = 0; i < *count; i++) {
        (*out)[i] = (lesson_told){ .id        = rows[i].lesson,
                                   .spread_ms = rows[i].spread_ms,
                                   .read_ms   = rows[i].read_ms,
                                   .title     = rows[i].title,
                                   .what      = rows[i].what,
                                   .words     = rows[i].words,
                                   .measures  = rows[i].measures,
                                   .victim    = rows[i].victim };
    }
    return ST_OK;
}
