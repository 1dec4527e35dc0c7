// paper_view.h - what the page of a system's papers shows.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_VIEW_H
#define COLOA_MODULES_DOSSIERS_PAPER_VIEW_H

#include "kit/web/page.h"
#include "modules/dossiers/dossiers.h"
#include "modules/letters/letters.h"

typedef struct paper_line { // a form of the pack
    str  key, name, way;    // way: from whom to whom
    str  levels;
    str  certainty, cite;
    bool drawn, fits;
    str  refusal; // why not, in words
    str  missing; // what stays blank, joined
} paper_line;

typedef struct paper_past { // a paper drawn before
    str  when, person, form, pack, sha256;
    int  level;
    bool at_least;
} paper_past;

typedef struct papers_view {
    page_frame      frame;
    system_record   system;
    str             pack_name;
    int             level;
    bool            at_least, no_rule, secret, stale;
    paper_line      forms[PAPER_FORMS_MAX];
    size_t          form_count;
    paper_past     *past;
    size_t          past_count;
    bool            may_make;
    letters_related letters;
} papers_view;

void   papers_view_forms(page *o, const paper_desk *desk, papers_view *v);
status papers_view_past(page *o, const paper_record *rows, size_t count, papers_view *v) MUST_CHECK;

#endif
