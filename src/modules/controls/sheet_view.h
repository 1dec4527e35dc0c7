// sheet_view.h - what the pages of requirement sheets show.
#ifndef COLOA_MODULES_CONTROLS_SHEET_VIEW_H
#define COLOA_MODULES_CONTROLS_SHEET_VIEW_H

#include "kit/web/page.h"
#include "modules/controls/controls.h"
#include "modules/controls/files.h"
#include "modules/evidence/evidence.h"

typedef enum sheet_filter {
    SHEET_ALL = 0,
    SHEET_UNANSWERED,
    SHEET_LACKING,
    SHEET_CONFIRM,
    SHEET_WORK,
    SHEET_OVERDUE,
    SHEET_FILTERS
} sheet_filter;

const char  *sheet_filter_key(sheet_filter f); // "chua-tra-loi": in addresses; "" for all
sheet_filter sheet_filter_named(str key);
bool         sheet_passes(sheet_filter f, const control_row *row, str today);

typedef struct sheet_line { // a row of the grid
    const control_row       *row;
    str                      over; // the heading of the run that begins here; empty: it goes on
    str                      title, about, certainty, wording, wording_by, href;
    str                      words[CONTROL_FIELDS];
    str                      lack; // what is missing, in words
    bool                     overdue;
    const evidence_link_row *files; // that prove it
    size_t                   file_count;
} sheet_line;

typedef struct sheet_tab { // a filter, with how many it leaves
    str     label, href;
    int64_t n;
    bool    here;
} sheet_tab;

typedef struct sheet_column {
    const control_field_kind *k;
    str                       label;
    int                       field;
    bool                      open; // may be written now
} sheet_column;

typedef struct sheet_view {
    page_frame     frame;
    control_sheet  s;
    control_counts n;
    sheet_line    *lines;
    size_t         count;
    sheet_column   columns[CONTROL_FIELDS];
    size_t         column_count;
    sheet_tab      tabs[SHEET_FILTERS];
    size_t         tab_count;
    asked_order    order;
    str            other_order_href, here, deployed;
    str            pack_name, frozen_when, card_href;
    bool           frozen, wordings;
    // Freezing by a decision that the register holds already.
    bool                       can_freeze;
    str                        decision, not_ready;
    const control_file_report *report; // after a file; NULL none
    str                       *report_lines;
} sheet_view;

typedef struct card_field {
    page_field                field;
    const control_field_kind *k;
    bool                      open;
    str                       theirs; // somebody else wrote this meanwhile; absent: no conflict
    str                       words;  // as it stands, where it may not be written
} card_field;

typedef struct card_event {
    str when, person, field, before, after;
} card_event;

typedef struct card_view {
    page_frame      frame;
    control_sheet   s;
    sheet_line      line;
    card_field      fields[CONTROL_FIELDS];
    size_t          count;
    str             action, before_href, next_href, sheet_href, from_ids, conflict_by;
    int64_t         number, total, version;
    control_counts  n;
    card_event     *events;
    size_t          event_count;
    bool            conflict;
    evidence_picker picker;
    str             evidence_error;
} card_view;

typedef struct sheets_line {
    str            href, pack, when, person, state;
    int            level;
    control_counts n;
} sheets_line;

typedef struct sheets_view { // of one system
    page_frame   frame;
    str          action, code;
    sheets_line *items;
    size_t       count;
    bool         may_write, decided;
    page_field   pack, level, from;
} sheets_view;

typedef struct wordings_view {
    page_frame            frame;
    const wording_held   *held;
    str                  *held_words, *held_keys;
    size_t                held_count;
    page_field            catalogue, file;
    const wording_report *report;
    str                  *report_lines;
    bool                  may_write;
} wordings_view;

// Words of a period ("6M") and of a kind of evidence ("QC") of TCVN 14423; the code itself where there are none.
str sheet_period_words(page *o, str code);
str sheet_evidence_words(page *o, str code);

// One row in words. `over` is left empty.
void   sheet_line_of(page *o, const control_sheet *s, const control_row *row, const wording_list *w,
                     str today, sheet_line *out);
status sheet_view_lines(page *o, control_row *rows, size_t count, const wording_list *w,
                        sheet_filter f, str today, sheet_view *v) MUST_CHECK;
// `links`: of the system's rows, sorted by object here.
void sheet_view_files(sheet_view *v, evidence_link_row *links, size_t count);
void sheet_view_columns(page *o, sheet_view *v);
void sheet_view_tabs(page *o, sheet_view *v, sheet_filter here);
str  sheet_deployed_words(page *o, const control_counts *n);

// `typed`: what was sent, NULL: what stands. `saved`: what became of it, NULL none.
void card_view_fields(page *o, const control_row *row, const str *typed, const control_saved *saved,
                      card_view *v);

#endif
