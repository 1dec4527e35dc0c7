// paper_whole_view.h - what the page of a dossier's papers shows.
#ifndef COLOA_MODULES_DOSSIERS_PAPER_WHOLE_VIEW_H
#define COLOA_MODULES_DOSSIERS_PAPER_WHOLE_VIEW_H

#include "kit/web/page.h"
#include "modules/dossiers/dossiers.h"
#include "modules/evidence/evidence.h"
#include "modules/letters/letters.h"

typedef struct paper_sheet_line {
    str  key, place, name, about, number_day, missing, replaced_by;
    bool bound;
} paper_sheet_line;

typedef struct paper_stage_link {
    str  value, name;
    bool here;
} paper_stage_link;

typedef struct paper_issue_line { // a paper as it was issued
    const paper_issue          *issue;
    str                         name, number_day, when, withdrawn;
    const letters_related_line *letter; // the signed copy; NULL none
    evidence_link_row          *scans;  // or its scan
    size_t                      scan_count;
    str                         id;
} paper_issue_line;

typedef struct paper_set_view {
    page_frame        frame;
    str               code, system_code, pack, pack_name, stage;
    int               level;
    bool              may_make;
    paper_stage_link  stages[2];
    paper_sheet_line *sheets, *others;
    size_t            sheet_count, other_count;
    paper_issue_line *issues;
    size_t            issue_count;
    letters_related   letters;
    page_field        form, number, on, signer; // to record number and day
    page_field        standing, letter, scan;   // to put a signed copy beside one
    page_field        withdrawing, reason;
} paper_set_view;

status paper_set_view_fill(page *o, const paper_set *set, paper_set_view *v) MUST_CHECK;
// The issued ones and the fields about them; `typed` (may be NULL): what a refused form held.
status paper_issues_view_fill(call *c, page *o, const paper_set *set, const web_request *typed,
                              paper_set_view *v) MUST_CHECK;
// "papers.missing.<key>" joined, in the reader's words.
str paper_missing_words(page *o, const str *keys, size_t count);

#endif
