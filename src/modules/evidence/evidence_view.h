// evidence_view.h - what the pages of evidence show.
#ifndef COLOA_MODULES_EVIDENCE_EVIDENCE_VIEW_H
#define COLOA_MODULES_EVIDENCE_EVIDENCE_VIEW_H

#include "kit/web/page.h"
#include "modules/evidence/evidence.h"

typedef struct evidence_item { // a file in the reader's words
    const evidence *e;
    str             size, when, hash, mark; // hash: its first digits
    str             until;                  // empty: no last day
    const char     *until_look;             // of part_state; NULL: far away
    str             until_words;
} evidence_item;

typedef struct evidence_result { // what became of one file of a form
    str         name, words, href;
    const char *look;
} evidence_result;

typedef struct evidence_list_view {
    page_frame       frame;
    str              system_code, system_name, lead, accept;
    bool             may_write, dropped; // dropped: the list of those
    page_field       until, note;
    evidence_item   *items;
    size_t           count;
    evidence_item   *sending;
    size_t           sending_count;
    evidence_result *results;
    size_t           result_count;
    page_pager       pager;
} evidence_list_view;

typedef struct evidence_choice { // a system to bring files for
    str code, name;
} evidence_choice;

typedef struct evidence_choose_view {
    page_frame       frame;
    str              words;
    evidence_choice *items;
    size_t           count;
    bool             more; // systems that only a search shows
} evidence_choose_view;

typedef struct evidence_place_line {
    str kind, name, address, person, when;
} evidence_place_line;

typedef struct evidence_show_view {
    page_frame           frame;
    evidence             e;
    evidence_item        item;
    str                  system_code, system_name, bytes, version, dropped_when, type;
    bool                 may_write, whole, picture;
    page_field           until, note, reason;
    evidence_place_line *places;
    size_t               place_count;
} evidence_show_view;

// `today` as ISO.
status evidence_view_items(page *o, const evidence *rows, size_t count, str today,
                           evidence_item **out) MUST_CHECK;
status evidence_view_places(page *o, const evidence_place *rows, size_t count,
                            evidence_show_view *v) MUST_CHECK;
// The fields that every way of bringing a file has.
void evidence_view_fields(page *o, str until, str note, page_field *until_field,
                          page_field *note_field);
str  evidence_accept(arena *a); // of a file field: ".pdf,.docx,…"

#endif
