// room_view.h - what the sections and sub-pages of an incident's room show.
#ifndef COLOA_MODULES_INCIDENTS_ROOM_VIEW_H
#define COLOA_MODULES_INCIDENTS_ROOM_VIEW_H

#include "kit/web/page.h"
#include "modules/evidence/evidence.h"
#include "modules/incidents/incident_room.h"

// ---- the checklist ---------------------------------------------------------------------------------
typedef struct incident_task_line {
    const incident_task *t;
    str                  words, seat, due, state, said, href; // said: who closed it, when
    const char          *look;
    bool                 may;
} incident_task_line;

typedef struct incident_tasks_view {
    incident_task_line *items;
    size_t              count, done;
    str                 progress; // words
} incident_tasks_view;
status incident_tasks_fill(page *o, const incident *i, const incident_task *all, size_t n,
                           incident_tasks_view *v) MUST_CHECK;

typedef struct incident_task_view { // its own page
    page_frame         frame;
    const incident    *i;
    incident_task_line line;
    page_field         outcome, note;
    evidence_picker    picker;
    bool               may, picks;
    evidence_link_row *files;
    size_t             file_count;
} incident_task_view;

#endif
