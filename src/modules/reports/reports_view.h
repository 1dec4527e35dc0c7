// reports_view.h - what the pages of reports show.
#ifndef COLOA_MODULES_REPORTS_REPORTS_VIEW_H
#define COLOA_MODULES_REPORTS_REPORTS_VIEW_H

#include "kit/web/page.h"
#include "modules/reports/report_paper.h"
#include "modules/reports/reports.h"
#include "modules/systems/systems.h"

enum { REPORT_FAULTS_SHOWN = 100, REPORT_PREVIEW_ROWS = 500, REPORT_TASKS = 6 };

str         report_state_words(lang in, report_state s);
const char *report_state_shape(report_state s);
str         report_kind_words(lang in, const report_head *h); // name of the row of the calendar
str         report_due_words(page *o, day last);              // "hết ngày 24/12/2026"
str         report_body_words(lang in, const report_head *h);

// ---- the list
typedef struct due_line {
    str         name, period, to, last, left, cite, certainty, note;
    const char *shape;
    str         state;
    str         kind, year, pack;
    str         href; // of the one begun
    bool        may_begin, overdue;
} due_line;

typedef struct made_line {
    str         href, name, period, edition, state, sent;
    const char *shape;
} made_line;

typedef struct reports_view {
    page_frame frame;
    due_line  *own, *others; // what this program makes for this body; what else the law asks for
    size_t     own_count, other_count;
    made_line *made;
    size_t     made_count;
    bool       units;
    str        units_href, units_words;
} reports_view;

// ---- one report
typedef struct task_line {
    str         title, about, href;
    const char *shape;
    str         state;
} task_line;

typedef struct figure_line {
    str label, value;
} figure_line;

typedef struct event_line {
    str what, who, when;
} event_line;

typedef struct report_view {
    page_frame         frame;
    const report_head *head;
    str                state, period, to, last, cite, certainty, pack_name, about;
    const char        *shape;
    task_line          tasks[REPORT_TASKS];
    size_t             task_count;
    figure_line        figures[7];
    event_line         events[6];
    size_t             event_count;
    str                hash, snapshot, reason, correct_words;
    size_t             names_missing; // of the two blocks of names and addresses
    bool       may_write, may_freeze, may_sign, may_send, may_correct, own_hand, early, too_long;
    page_field sent_no, sent_on, sent_to, reason_field;
} report_view;

// ---- what is written
typedef struct section_line {
    str        no, auto_text, cite, certainty;
    str        offer; // a paragraph that may be taken in; empty: none
    str        kept;  // what another has written meanwhile, where it differs from what was typed
    page_field title, text;
} section_line;

typedef struct write_view {
    page_frame         frame;
    const report_head *head;
    section_line      *sections;
    size_t             count;
    page_field         control, to;
} write_view;

// ---- what must agree
typedef struct fault_line {
    str        code, name, what, href; // href: the field to be mended, in the register
    page_field fields[2];
    size_t     field_count;
    bool       error;
} fault_line;

typedef struct rule_group {
    str         id, title, mend, cite, certainty, count_words, id_reason;
    const char *shape;
    str         state;
    fault_line *lines;
    size_t      count, more;
    page_field  reason; // name NULL: none is asked for
} rule_group;

typedef struct check_view {
    page_frame         frame;
    const report_head *head;
    rule_group         groups[REPORT_RULES];
    size_t             group_count;
    str                summary, texts_words;
    bool               ready, may_write, may_mend, mendable, faulty, texts_missing;
} check_view;

// ---- the preview
typedef struct preview_view {
    page_frame          frame;
    const report_head  *head;
    const report_paper *paper;
    figure_line         figures[7];
    size_t              row_count, more;
    str                 columns[REPORT_COLUMNS], as_of;
} preview_view;

// ---- units
typedef struct unit_line {
    str         name, systems, state, sent, href;
    const char *shape;
} unit_line;

typedef struct units_view {
    page_frame frame;
    unit_line *lines;
    size_t     count;
    str        summary, last;
} units_view;

status reports_view_fill(page *o, call *c, reports_view *v) MUST_CHECK;
status report_view_fill(page *o, call *c, const report_content *k, report_view *v) MUST_CHECK;
void   report_figures_fill(page *o, const report_figures *f, figure_line out[7]);
// `typed` gives what was sent for a field of the form, absent when nothing was.
typedef struct report_typed {
    str (*get)(const void *ctx, const char *name);
    const void *ctx; // NULL: nothing was sent
} report_typed;
// autos: what the program writes under each heading.
status write_view_fill(page *o, const report_content *k, report_typed typed, const str *autos,
                       write_view *v) MUST_CHECK;
status check_view_fill(page *o, call *c, const report_content *k, report_typed typed,
                       check_view *v) MUST_CHECK;
void   preview_view_fill(page *o, const report_content *k, const report_paper *p, preview_view *v);
status units_view_fill(page *o, const report_unit_list *l, units_view *v) MUST_CHECK;

#endif
