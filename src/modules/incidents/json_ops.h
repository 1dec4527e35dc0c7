// json_ops.h - incidents as the API and the command line tell them.
#ifndef COLOA_MODULES_INCIDENTS_JSON_OPS_H
#define COLOA_MODULES_INCIDENTS_JSON_OPS_H

#include "modules/incidents/clock_ops.h"
#include "modules/incidents/incident_room.h"
#include "modules/incidents/incidents.h"
#include "modules/incidents/summary.h"

typedef struct incident_whole { // everything that one is told with
    incident               i;
    incident_values        values;
    incident_clocks_state *clocks;
    incident_class_row    *classes;
    incident_paper        *papers;
    incident_party        *parties;
    incident_task         *tasks;
    incident_spokesperson *speakers;
    incident_lesson       *lessons;
    size_t                 task_count, speaker_count, lesson_count;
    size_t                 class_count, paper_count, party_count;
} incident_whole;
status incident_whole_load(call *c, const incident *i, incident_whole *out) MUST_CHECK;

void incident_put_json(buf *b, arena *a, const incident_whole *w);
void incidents_put_page(buf *b, const incident_page *list);
void incident_put_events(buf *b, arena *a, const incident_event *events, size_t count);
void incident_put_summary(buf *b, const incident_summary *s);
void incident_put_told(buf *b, const incident_told_row *r);
void incidents_put_told(buf *b, arena *a, const incident_told_row *rows, size_t count);

#endif
