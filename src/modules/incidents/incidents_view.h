// incidents_view.h - what the pages of incidents show.
#ifndef COLOA_MODULES_INCIDENTS_INCIDENTS_VIEW_H
#define COLOA_MODULES_INCIDENTS_INCIDENTS_VIEW_H

#include "kit/web/page.h"
#include "modules/incidents/clock_state.h"
#include "modules/incidents/incidents.h"
#include "modules/incidents/mark_view.h"
#include "modules/incidents/room_view.h"
#include "modules/incidents/summary.h"
#include "modules/incidents/types.h"

typedef struct incident_item { // of the list
    const incident_row *r;
    str                 detected, state, type, class, due;
    const char         *look, *due_look; // of part_state
} incident_item;

typedef struct incidents_view {
    page_frame     frame;
    incident_item *items;
    size_t         count;
    bool           may_add, filtered, open_only, coordinates;
    int64_t        notices; // by anybody that wait; for who coordinates
    str            words, clear_href;
    page_field     state, level, type;
    page_pager     pager;
} incidents_view;

typedef struct incident_form_field {
    page_field    f;
    incident_kind kind;
} incident_form_field;

typedef struct incident_form_group {
    str                  title;
    incident_form_field *fields;
    size_t               count;
    bool                 open;
} incident_form_group;

typedef struct incident_form_view {
    page_frame          frame;
    str                 action, back, version, keep;
    str                 opened; // the system from which the form came filled in
    bool                fresh;  // a new one: system, owner and the declaration are asked
    page_field          system, owner, open, reason;
    const page_option  *systems; // to choose from
    size_t              system_count;
    incident_form_group groups[INCIDENT_GROUPS];
} incident_form_view;

typedef struct clock_line {
    str rule, name, document, to, anchor, due, latest, left, cite, certainty, href, state, note;
    str paper, sent_href; // id of its document; where it is said to have gone out
    str hangs_on;         // facts that are not known
    const char *look;
    int64_t     spent;               // per cent of its time
    bool        runs, bar, settable; // settable: the law sets no number
} clock_line;

typedef struct step_line { // a way on
    str  to, words, hint;
    bool reason, first;
} step_line;

typedef struct fact_line {
    str label, value;
} fact_line;

typedef struct fact_group {
    str        title;
    fact_line *items;
    size_t     count;
} fact_group;

typedef struct paper_line { // one that went out
    event_line e;
    int64_t    id;
    str        answers, withdrawn; // clocks it answers; why it was taken back
    bool       struck, may_withdraw;
} paper_line;

typedef struct duty_line {
    str  id, text, cite, certainty, done;
    bool is_done;
} duty_line;

typedef struct incident_room_view {
    page_frame      frame;
    const incident *i;
    str state, t0, t0_left, serious, plan, class_words, due_words, version, into, owner_kind;
    const char            *look, *serious_look;
    clock_line            *clocks;
    size_t                 clock_count, waiting_from; // from here on they do not run
    const str             *overlaps;
    size_t                 overlap_count;
    step_line             *steps;
    size_t                 step_count;
    incident_tasks_view    tasks;
    incident_speakers_view speakers;
    incident_alikes_view   alike;
    str                    exempted; // "2 clocks are out"; empty: none
    bool                   may_exempt;
    duty_line             *duties;
    size_t                 duty_count;
    str                    undone_duty; // whose taking back was refused
    page_field             undone;
    fact_group             groups[INCIDENT_GROUPS];
    event_line            *events;
    size_t                 event_count;
    str                    events_more;
    event_line            *classes;
    size_t                 class_count;
    paper_line            *papers;
    size_t                 paper_count;
    bool                   paper_open; // its form is shown
    int64_t                unsent;     // the paper whose taking back was refused
    fact_line             *parties;
    size_t                 party_count;
    page_field             log, reason, stage, class_field, plan_field, number, class_reason;
    page_field document, paper_number, recipients, sent, late_reason, clock, withdrawn, seat, body,
        basis, into_field, merge_reason, party, dismiss_reason;
    bool may_work, may_log, may_class, may_report, may_convene, may_merge, may_draw, may_task, mine;
    html more; // what a module above adds
} incident_room_view;

typedef enum seat_stands { SEAT_ENDED = 0, SEAT_RUNS, SEAT_TO_COME } seat_stands;

typedef struct seats_view {
    page_frame         frame;
    incident_seat_row *items;
    const str         *seats; // words
    const str         *times;
    const seat_stands *stands;
    size_t             count;
    bool               may_set;
    page_field         seat, body, basis, from, to;
} seats_view;

enum { INCIDENT_PERIODS = 2 };
typedef struct incident_period_link {
    str text, href;
} incident_period_link;
typedef struct incident_summary_view {
    page_frame              frame;
    const incident_summary *s; // NULL: what was asked for is wrong
    str                     cite, shown_from, shown_to;
    page_field              from, to, note;
    incident_period_link    periods[INCIDENT_PERIODS];
    html                    more; // of modules above
} incident_summary_view;

typedef struct incidents_told_view {
    page_frame         frame;
    incident_told_row *items;
    size_t             count;
    str                older; // address of the next page; empty: the end
} incidents_told_view;

str         incident_state_words(lang in, incident_state s);
str         incident_named(arena *a, lang in, const char *group,
                           str key); // words of "incidents.<group>.<key>"
const char *incident_state_look(incident_state s);
str         incident_since_words(page *o, int64_t at_ms, int64_t now_ms); // "Đã 5 giờ 12 phút"
str         incident_class_line(arena *a, lang in, const incident_row *r);
// A fact as people read it.
str incident_fact_words(page *o, const incident_fact *f, str value);

status incidents_view_fill(page *o, const incident_page *list, int64_t now_ms,
                           incidents_view *v) MUST_CHECK;
// Groups of a form; typed: values shown as they stand, with the faults of the frame.
status incident_form_fill(page *o, const incident_values *shown, incident_form_view *v) MUST_CHECK;
status incident_facts_fill(page *o, const incident_values *v, incident_room_view *out) MUST_CHECK;
status incident_events_fill(page *o, const incident_event *events, size_t n,
                            incident_room_view *v) MUST_CHECK;
// Places of the clocks as they are shown: those that run, nearest first, then the others as the law has them.
void   incident_clocks_sort(const incident_clocks_state *s, size_t *order, size_t *running);
status incident_clocks_fill(page *o, const incident_clocks_state *s, int64_t now_ms,
                            incident_room_view *v) MUST_CHECK;

#endif
