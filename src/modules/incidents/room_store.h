// room_store.h - rows of what stands in a room, to structs.
#ifndef COLOA_MODULES_INCIDENTS_ROOM_STORE_H
#define COLOA_MODULES_INCIDENTS_ROOM_STORE_H

#include "kit/store/store.h"
#include "modules/incidents/incident_room.h"

status room_store_tasks(db *d, int64_t id, arena *a, incident_task **out, size_t *count) MUST_CHECK;

#endif
