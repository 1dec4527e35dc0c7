// room_store.h - rows of what stands in a room, to structs.
#ifndef COLOA_MODULES_INCIDENTS_ROOM_STORE_H
#define COLOA_MODULES_INCIDENTS_ROOM_STORE_H

#include "kit/store/store.h"
#include "modules/incidents/incident_room.h"

status room_store_tasks(db *d, int64_t id, arena *a, incident_task **out, size_t *count) MUST_CHECK;
status room_store_spokespersons(db *d, int64_t id, arena *a, incident_spokesperson **out,
                                size_t *count) MUST_CHECK; // newest first
status room_store_lessons(db *d, int64_t id, arena *a, incident_lesson **out,
                          size_t *count) MUST_CHECK; // newest first
// Spread to a body; lesson 0: all of them.
status room_store_told(db *d, int64_t body, int64_t lesson, arena *a, lesson_told **out,
                       size_t *count) MUST_CHECK;

#endif
