// room_view.h - what the sections and sub-pages of an incident's room show.
#ifndef COLOA_MODULES_INCIDENTS_ROOM_VIEW_H
#define COLOA_MODULES_INCIDENTS_ROOM_VIEW_H

#include "kit/web/page.h"
#include "modules/evidence/evidence.h"
#include "modules/incidents/incident_room.h"

typedef struct event_line {
    str when, iso, who, what, words;
} event_line;

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

// ---- what decisions change -------------------------------------------------------------------------
typedef struct incident_exempt_view {
    page_frame  frame;
    event_line *items; // clocks that are out
    size_t      count;
    page_field  rule, act, number, reason;
    str         action;
    bool        may;
} incident_exempt_view;

typedef struct incident_speakers_view {
    incident_spokesperson *items; // newest first
    str                   *from;
    size_t                 count;
    page_field             name, post, contact, basis, since;
    bool                   may;
} incident_speakers_view;

// ---- lessons ---------------------------------------------------------------------------------------
typedef struct lesson_line {
    const incident_lesson *l;
    str                    state, people, spread;
    const char            *look;
    bool                   judges, spreads;
} lesson_line;

typedef struct incident_lessons_view {
    page_frame   frame;
    lesson_line *items;
    size_t       count;
    str          code;
    page_field   title, what, words, measures;
    bool         may;
} incident_lessons_view;

typedef struct lessons_view { // spread to the reader's body
    page_frame   frame;
    lesson_told *items;
    str         *when;
    size_t       count;
} lessons_view;

typedef struct lesson_view {
    page_frame  frame;
    lesson_told l;
    str         when;
} lesson_view;

#endif
