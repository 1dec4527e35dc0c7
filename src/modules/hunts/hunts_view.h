// hunts_view.h - what the pages of hunts show.
#ifndef COLOA_MODULES_HUNTS_HUNTS_VIEW_H
#define COLOA_MODULES_HUNTS_HUNTS_VIEW_H

#include "kit/web/page.h"
#include "modules/hunts/hunts.h"

typedef struct hunt_law_note { // what the law leaves open: a setting, with its certainty
    str words, certainty;
} hunt_law_note;
enum { HUNT_LAW_NOTES = 3 };
typedef struct hunt_law_view {
    bool          in_force;
    str           months, cite, certainty; // months: "6"
    hunt_law_note notes[HUNT_LAW_NOTES];
    size_t        note_count;
} hunt_law_view;

typedef struct hunt_line {
    const hunt_row *r;
    str             href, state, dates, threats;
    const char     *look, *threat_look;
} hunt_line;

typedef struct hunt_list_view {
    page_frame       frame;
    const hunt_line *items;
    size_t           count;
    page_pager       pager;
    page_field       state;
    str              q, system;
    bool             own, open, filtered, may_open;
    int64_t          late, soon, never, total;
} hunt_list_view;

enum { HUNT_DUTIES_SHOWN = 300 }; // on a page; the sheet has more
typedef struct hunt_due_line {
    const hunt_duty *d;
    str              last, due, left;
    const char      *look;
} hunt_due_line;

typedef struct hunt_due_view {
    page_frame            frame;
    const hunt_duty_list *list;
    const hunt_due_line  *items;
    size_t                count;
    page_field            org, standing, level;
    bool                  own, filtered, may_open;
    str                   export_href;
    hunt_law_view         law;
} hunt_due_view;

typedef struct hunt_period_link {
    str name, text, href; // name: "2026-H2"
} hunt_period_link;
enum { HUNT_PERIOD_LINKS = 5 };
typedef struct hunt_figures_view {
    page_frame          frame;
    const hunts_report *r;
    page_field          org, period;
    str                 from, to, until;
    bool                runs; // the period is not over
    hunt_figure_line    lines[HUNT_FIGURE_LINES];
    hunt_period_link    periods[HUNT_PERIOD_LINKS];
    str           words, annex_href, summary_href; // summary_href: form 05 of its months; empty
    hunt_law_note window;                          // of a quarter's days
    hunt_law_view law;
} hunt_figures_view;

typedef struct hunt_summary_view { // beside form 05
    str words, href, annex_href;
} hunt_summary_view;

typedef struct hunt_form_view {
    page_frame frame;
    str        action, back, keep, version;
    bool       fresh, begun;
    page_field systems, title, reach, hypothesis, rules, rules_version, evidence, firm, team,
        planned_on, began_on;
} hunt_form_view;

typedef struct hunt_threat_line {
    const hunt_threat *t;
    str                href, state, severity, due;
    const char        *look, *severity_look;
} hunt_threat_line;

typedef struct hunt_event_line {
    str when, iso, what, who, words;
} hunt_event_line;

typedef struct hunt_case_line { // a hunt on the page of a case
    str code, title, state;
} hunt_case_line;

typedef struct hunt_show_view {
    page_frame              frame;
    const hunt_card        *k;
    const hunt_threat_line *threats;
    const hunt_event_line  *events;
    str                     state, planned, began, ended, closed, version, open_words;
    str                    *next; // of each system, as a date
    const char             *look;
    bool       may_change, may_begin, may_end, may_close, may_cancel, may_threat, may_link;
    page_field began_on, ended_on, result, reason, link;
} hunt_show_view;

typedef struct hunt_threat_form_view {
    page_frame frame;
    str        action, back;
    page_field system, what, judged, finding, technique, severity, owner_body, owner, due_on,
        found_on;
} hunt_threat_form_view;

typedef struct hunt_threat_view {
    page_frame             frame;
    const hunt            *h;
    const hunt_threat     *t;
    hunt_threat_line       line;
    const hunt_event_line *events;
    size_t                 event_count;
    str                    base, found, removed, again, dismissed, handed, version;
    bool       may_remove, may_again, may_dismiss, may_give, may_incident, sees_incident;
    page_field removed_on, removal, removed_by, proof, file, again_on, again_words, dismissal,
        owner_body, owner, due_on, incident, contact_name, contact_phone;
    struct evidence_link_row *files;
    size_t                    file_count;
} hunt_threat_view;

str hunt_named(arena *a, lang in, const char *group, str key); // words of "hunts.<group>.<key>"
page_field hunt_field_of(page *o, const page_frame *f, const char *name, str value);
void       hunt_law_fill(page *o, const hunt_term *t, hunt_law_view *out);
status     hunt_lines_fill(page *o, const hunt_page *list, const hunt_line **out) MUST_CHECK;
status     hunt_due_fill(page *o, const hunt_duty_list *list, hunt_due_view *v) MUST_CHECK;
status     hunt_figures_fill(page *o, const hunts_report *r, day today, hunt_figures_view *v);
status     hunt_show_fill(page *o, const call *c, const hunt_card *k, hunt_show_view *v) MUST_CHECK;
void       hunt_threat_fill(page *o, const hunt *h, const hunt_threat *t, hunt_threat_line *out);
// no: of one threat; 0: every line.
status hunt_events_fill(page *o, const hunt_card *k, int64_t no, const hunt_event_line **out,
                        size_t *count) MUST_CHECK;
const page_option *hunt_choices(page *o, const char *group, str (*key)(int), int count, str none,
                                size_t *out_count);

#endif
