// system_view.h - what the pages of the register show: the list with its filter, one system, its form.
#ifndef COLOA_MODULES_SYSTEMS_SYSTEM_VIEW_H
#define COLOA_MODULES_SYSTEMS_SYSTEM_VIEW_H

#include "kit/http/http.h"
#include "kit/web/page.h"
#include "modules/systems/systems.h"

enum {
    SYSTEM_CHIPS_MAX   = 8,
    SYSTEM_OPTIONS_MAX = 8, // choices of one field
};

typedef struct systems_view { // the list
    page_frame         frame;
    const system_page *list;
    str                q, level, state, result; // as in the address
    str                target;                  // path and query of this page
    str                export_href;
    page_option levels[SYSTEM_OPTIONS_MAX], states[SYSTEM_OPTIONS_MAX], results[SYSTEM_OPTIONS_MAX];
    size_t      level_count, state_count, result_count;
    page_chip   chips[SYSTEM_CHIPS_MAX];
    size_t      chip_count;
    page_pager  pager;
    bool        may_write;
} systems_view;

typedef struct system_line { // one field of a system in words
    str label, value;
    str href; // of a web address, empty otherwise
} system_line;

typedef struct system_group { // fields that belong together, under a heading
    str          title;
    system_line *lines;
    size_t       count;
} system_group;

enum { SYSTEM_GROUPS = 4 };

typedef struct system_past { // one change of one field
    str when, person, field, before, after;
} system_past;

typedef struct system_view {
    page_frame    frame;
    system_record s;
    const char   *state_kind;
    str           state, pack, updated;
    bool          at_least, no_rule;
    system_group  groups[SYSTEM_GROUPS];
    system_line  *facts;
    size_t        fact_count;
    system_past  *history;
    size_t        history_count;
    bool          may_write;
} system_view;

typedef struct system_form_field {
    page_field  field;
    system_kind kind;
    page_option options[SYSTEM_OPTIONS_MAX];
} system_form_field;

typedef struct system_form_group {
    str                title;
    system_form_field *fields;
    size_t             count;
} system_form_group;

typedef struct system_form_view {
    page_frame        frame;
    str               action, back, version;
    system_form_group groups[SYSTEM_GROUPS];
    bool              adding;
} system_form_view;

// The filter an address or query asks for. Unknown values are ST_INVALID with the field named; a body
// out of sight is ST_MISSING.
status system_filter_read(call *c, const http_request *rq, system_filter *out,
                          problem *why) MUST_CHECK;

void   systems_view_fill(page *o, const web_request *rq, const system_filter *f,
                         const system_page *list, systems_view *v);
status system_view_fill(page *o, const system_record *s, system_view *v) MUST_CHECK;
status system_history_fill(page *o, const system_change *rows, size_t count,
                           system_view *v) MUST_CHECK;
// The form holding `d` (as typed, or as stored), with the frame's problems beside their fields.
status system_form_fill(page *o, const system_data *d, system_form_view *v) MUST_CHECK;

str         system_state_words(lang in, system_state s);
const char *system_state_kind(system_state s); // shape for part_state
str         system_row_state(page *o, const system_row *r);

#endif
