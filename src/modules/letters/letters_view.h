// letters_view.h - what the pages of letters show.
#ifndef COLOA_MODULES_LETTERS_LETTERS_VIEW_H
#define COLOA_MODULES_LETTERS_LETTERS_VIEW_H

#include "kit/web/page.h"
#include "modules/letters/letters.h"

typedef struct letter_badge {
    const char *look; // of part_state; NULL: no file, or one without signatures to check
    str         words;
} letter_badge;

typedef struct letter_item { // of the list
    const letter *l;
    str           kind, day, on_day;
    letter_badge  badge;
} letter_item;

typedef struct letters_view {
    page_frame   frame;
    bool         in, may_write, filtered, other_body; // other_body: not the acting body's register
    str          out_href, in_href, words, body, body_name, year, clear_href, export_href;
    page_field   year_field;
    letter_item *items;
    size_t       count;
    page_pager   pager;
} letters_view;

typedef struct letter_form_view {
    page_frame  frame;
    str         action, back, lead;
    bool        in, corrects, altered; // altered: a file was refused for that
    page_field *fields;                // in the order they are shown, without those below
    size_t      count;
    page_field  kind, note, file, open, exception, reason, signer;
    str         direction, system, system_name, version, altered_words;
} letter_form_view;

typedef struct signature_view {
    const letter_signature *s;
    const char             *look;
    str  state, who, signed_at, time_words, chain_look, chain_words, added, validity;
    bool bad, last;
} signature_view;

typedef struct letter_event_view {
    str when, person, field, before, after, why;
} letter_event_view;

typedef struct letter_file_view {
    int64_t      id;
    str          name, when, person, size;
    letter_badge badge;
} letter_file_view;

typedef struct letter_view {
    page_frame         frame;
    letter             l;
    bool               in, may_write, has_pdf, altered, added, roots_changed, no_roots, runs_node;
    str                kind, kind_cite, day, on_day, made, size, withdrawn_when, checked, failed;
    str                system_code, system_name, version;
    letter_badge       badge;
    signature_view    *signatures;
    size_t             signature_count;
    letter_event_view *events;
    size_t             event_count;
    letter_file_view  *files; // more than one: the earlier ones are told
    size_t             file_count;
    page_field         reason;
} letter_view;

typedef struct root_item {
    const letter_root *r;
    str                valid, added, removed;
    bool               own; // it vouches for itself
    bool               over;
} root_item;

typedef struct roots_view {
    page_frame frame;
    root_item *items;
    size_t     count, trusted;
    page_field file;
} roots_view;

typedef struct roots_read_view { // what a file holds, before it is trusted
    page_frame frame;
    root_item *items;
    size_t     count, fresh;
    str        pem;
    page_field note;
} roots_read_view;

letter_badge letter_badge_of(page *o, letter_verdict v);
str          letter_kind_words(lang in, str kind);
str          letter_size_words(arena *a, int64_t bytes);
// The signatures of a file and all that is to be said of them.
status letter_view_signatures(page *o, const letter_signatures *s, letter_view *v) MUST_CHECK;
status letter_view_history(page *o, const letter_event *rows, size_t count,
                           letter_view *v) MUST_CHECK;
status letter_view_files(page *o, const letter_file *rows, size_t count, letter_view *v) MUST_CHECK;
// The fields of the form, from what was typed.
status letter_view_form(page *o, const letter_draft *d, letter_form_view *v) MUST_CHECK;

#endif
