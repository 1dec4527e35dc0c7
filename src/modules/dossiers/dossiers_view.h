// dossiers_view.h - what the pages of dossiers show.
#ifndef COLOA_MODULES_DOSSIERS_DOSSIERS_VIEW_H
#define COLOA_MODULES_DOSSIERS_DOSSIERS_VIEW_H

#include "kit/web/page.h"
#include "modules/dossiers/dossiers.h"
#include "modules/evidence/evidence.h"
#include "modules/letters/letters.h"

typedef struct dossier_line { // of a list
    const dossier *d;
    str            state, holder, since, until;
    const char    *look; // of part_state
    bool           late;
} dossier_line;

typedef struct dossiers_view {
    page_frame    frame;
    dossier_line *items;
    size_t        count;
    page_field    state, level;
    page_pager    pager;
    bool          filtered, under_way;
    int64_t       overrides; // systems in sight that run by a decision of their own
    str           all_href, under_way_href, clear_href;
    str           new_href, enter_href; // empty: the reader begins none
} dossiers_view;

typedef struct dossier_part_line {
    const dossier_part *part;
    str                 name, hint, cite, certainty, state, since, href;
    const char         *look;
    str                *lacks;
    size_t              open_notes;
} dossier_part_line;

typedef struct dossier_note_line {
    const workflow_note *note;
    str                  part, when, href;
    bool                 may_settle;
} dossier_note_line;

typedef struct dossier_event_line {
    const workflow_event *event;
    str                   act, when, due, on;
    dossier_note_line    *notes;
    size_t                note_count;
} dossier_event_line;

typedef struct dossier_act_link {
    const law_act *act;
    str            name, href;
    bool           first;
} dossier_act_link;

typedef struct dossier_finding_line {
    const dossier_finding *finding;
    str                    test, answer, when, edition;
    const char            *look;
} dossier_finding_line;

typedef struct dossier_sheet_line { // the requirement sheet of one of its systems
    const dossier_system *system;
    str                   href, words;
    int64_t               n, whole, late;
} dossier_sheet_line;

typedef struct dossier_letter_line {
    const dossier_letter *letter;
    str                   direction, day, act, href;
} dossier_letter_line;

typedef struct dossier_show_view {
    page_frame             frame;
    const dossier_content *k;
    dossier_standing       stands;
    dossier_parts          parts;
    str                    state, kind, since, until, holder, clock, clock_cite, clock_certainty;
    str                    decision_on, appraiser_on, live_on;
    bool                   late, draft, mine, unsure;
    int64_t                spent, whole; // days of the clock; whole 0: none runs
    dossier_part_line     *lines;
    dossier_note_line     *returned; // what was asked for at the last return
    size_t                 returned_count;
    dossier_event_line    *events;
    size_t                 event_count;
    dossier_act_link       acts[WORKFLOW_ACTS_MAX];
    size_t                 act_count;
    str                   *warnings; // rules that warn
    size_t                 warning_count;
    letters_related        letters;
    dossier_letter_line   *own_letters; // those that belong to it
    size_t                 own_letter_count;
    page_field             link_letter; // letters of its system that do not yet; no options: none
    bool                   may_link;
    dossier_finding_line  *findings;
    size_t                 finding_count;
    dossier_sheet_line    *sheets; // once approved
    size_t                 sheet_count;
} dossier_show_view;

typedef struct dossier_row_line {
    const dossier_row *row;
    str                second, edit_href; // second in words
} dossier_row_line;

typedef struct dossier_text_box {
    page_field field;
    str        key, known, saved;
    str theirs, theirs_by; // what stands there instead of what was typed; theirs_by empty: nothing
} dossier_text_box;

typedef struct dossier_document_line {
    const dossier_document *document;
    str                     kind, on;
    evidence_link_row      *files;
    size_t                  file_count;
} dossier_document_line;

typedef struct dossier_part_view {
    page_frame             frame;
    const dossier_content *k;
    dossier_part_line      line;
    str                    key, version;
    bool                   may_edit, may_comment;
    str                    here, since; // who else is at this part; the moment of the page
    // devices, services, zones
    str               list, heads[4];
    dossier_row_line *rows;
    size_t            row_count;
    page_field        cells[DOSSIER_CELLS];
    str               row_id; // being changed; empty: a new one
    str               row_was[DOSSIER_CELLS], row_saved;
    page_option       zone_options[64];
    str              *zones_wanted; // minimum zones of the level that are not planned yet
    size_t            zones_wanted_count;
    // texts
    dossier_text_box texts[DOSSIER_PLAN_PARTS];
    size_t           text_count;
    // documents
    bool                   has_documents;
    dossier_document_line *documents;
    size_t                 document_count;
    page_field             fields[5];
    page_option            kinds[DOSSIER_DOCUMENT_KINDS];
    evidence_picker        picker;
    // the level
    bool        has_level;
    page_field  level, reason;
    page_option levels[LAW_LEVEL_MAX];
    str         found; // what the criteria give
    // facts of the register
    str                 register_href;
    dossier_sheet_line *sheets; // of the plan
    size_t              sheet_count;
    bool                sheet_missing; // one may be made
    dossier_note_line  *notes;
    size_t              note_count;
    page_field          comment;
} dossier_part_view;

typedef struct dossier_test_line {
    page_field answer, note;
    str        cite;
} dossier_test_line;

typedef struct dossier_act_view {
    page_frame             frame;
    const dossier_content *k;
    const law_act         *act;
    str                    name, cite, certainty, action, version, back;
    bool                   grave;  // it cannot be taken back by the same person
    page_field             letter; // by which it is done; no options: none is in the register
    page_field             fields[8];
    size_t                 field_count;
    page_field             items[DOSSIER_PARTS_MAX];
    size_t                 item_count;
    dossier_test_line      tests[WORKFLOW_TESTS_MAX];
    size_t                 test_count;
    page_option            yes_no[2];
    str                   *breaches; // rules that stand against it now
    size_t                 breach_count;
} dossier_act_view;

typedef struct dossier_new_view {
    page_frame  frame;
    page_field  systems, kind, level, number, on, signer, pack, from;
    page_option kinds[DOSSIER_KINDS], levels[LAW_LEVEL_MAX], packs[8];
    bool        entering;
    str         back;
} dossier_new_view;

// What the reader typed in a form, by name; absent when nothing was sent.
typedef struct dossier_typed {
    str (*text)(const void *ctx, const char *name);
    const void *ctx; // NULL: nothing was sent
} dossier_typed;

str    dossier_state_words(lang in, const law_state *s);
void   dossiers_view_list(page *o, const call *c, const dossier_list_page *list, dossiers_view *v);
status dossier_view_show(page *o, call *c, const dossier_content *k,
                         dossier_show_view *v) MUST_CHECK;
status dossier_view_part(page *o, call *c, const dossier_content *k, dossier_typed typed,
                         dossier_part_view *v) MUST_CHECK;
status dossier_view_act(page *o, call *c, const dossier_content *k, dossier_typed typed,
                        dossier_act_view *v) MUST_CHECK;
void   dossier_view_new(page *o, dossier_typed typed, dossier_new_view *v);
// Its letters, and those of its system that may be linked.
status dossier_view_letters(page *o, call *c, const dossier_content *k,
                            dossier_show_view *v) MUST_CHECK;
// Letters by which an act may be done; the fields that they fill need not be typed then.
status dossier_view_act_letters(page *o, call *c, const dossier_content *k, dossier_typed typed,
                                dossier_act_view *v) MUST_CHECK;
// Files of the documents shown, and those to choose from.
status dossier_view_files(page *o, call *c, const dossier_content *k,
                          dossier_part_view *v) MUST_CHECK;
status dossier_sheet_lines(page *o, const dossier_content *k, dossier_sheet_line **out,
                           size_t *count) MUST_CHECK;
// The warnings and breaches of an act, in words, as of now.
status dossier_breaches(call *c, const dossier_content *k, const law_act *act, bool warnings,
                        str **out, size_t *count) MUST_CHECK;

#endif
