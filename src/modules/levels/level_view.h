// level_view.h - what the pages of levels show: a finding with its reasons, the questions that are
// left, and the work list of systems that still lack a fact.
#ifndef COLOA_MODULES_LEVELS_LEVEL_VIEW_H
#define COLOA_MODULES_LEVELS_LEVEL_VIEW_H

#include "kit/law/law.h"
#include "kit/web/page.h"
#include "modules/facts/facts.h"
#include "modules/levels/level.h"
#include "modules/systems/systems.h"

enum { LEVEL_PACKS_MAX = 8 };

typedef struct level_reason { // a criterion or floor that holds
    str  rule, text, note, cite, certainty;
    str  component; // name of the component, empty: the system itself
    int  level;
    bool deciding;
} level_reason;

typedef struct level_answer { // a known fact in words
    str label, words;
} level_answer;

typedef struct level_asked { // the questions about the system or one part of it
    fact_input   *questions;
    size_t        question_count;
    size_t        later; // questions that hang on an answer above
    level_answer *answers;
    size_t        answer_count;
} level_asked;

typedef struct level_part { // a component of a composite system
    str         name;
    size_t      place; // from 0
    int         level;
    bool        at_least, winner;
    level_asked asked;
} level_part;

typedef struct level_open_point { // a point that the law leaves open
    page_field field;             // its choices; the value is the one that stands
    str        text, cite, certainty;
    str        chosen_by, chosen_when; // empty: nobody chose yet
} level_open_point;

typedef struct level_past { // one row of the history
    str  when, person, pack, reason, on_day;
    int  level;
    bool at_least;
    str  act;
} level_past;

typedef struct level_view {
    page_frame        frame;
    system_record     system;
    str               version;
    int               level;
    bool              at_least, no_rule;
    level_reason      deciding;
    level_reason     *reasons;
    size_t            reason_count;
    level_reason     *floors;
    size_t            floor_count;
    str              *notes; // in words
    size_t            note_count;
    level_asked       asked;          // about the system itself; empty when it has parts
    size_t            question_count; // of the system and its parts together
    level_part       *parts;
    size_t            part_count;
    level_open_point *points;
    size_t            point_count;
    level_past       *history;
    size_t            history_count;
    str               pack_name, pack_reason, pack_cite, pack_certainty, pack_deadline;
    page_option       packs[LEVEL_PACKS_MAX]; // "" = by date, then each pack
    size_t            pack_count;
    bool              stored_differs; // the law or its packs have moved since the stored finding
    bool              may_decide;
    str               reason_typed;
    page_field        part_field; // the name of a new part
} level_view;

typedef struct level_task { // a system that lacks facts
    int64_t id;
    str     code, name, owner;
    int     level;   // at least this; 0: nothing known
    str     missing; // labels of the facts, joined; of many the first and how many more
    size_t  questions;
    bool    bare; // nothing is known of it yet: the walk asks everything
} level_task;

typedef struct level_tasks_view {
    page_frame  frame;
    level_task *tasks;
    size_t      count;
    int64_t     total; // systems that lack a fact or fit no criterion
    int64_t     decided, all;
    page_pager  pager;
    bool        may_decide;
} level_tasks_view;

// What was just typed about the system itself and its parts, when it could not be read.
typedef struct level_typed {
    fact_answers *of; // [0] the system's own, [1] its first part …
    size_t        count;
} level_typed;

// Fills everything but frame and history from the system's stored facts, judged anew under the pack of
// the day. `typed` (of NULL: nothing) stands in the fields instead; their errors are those of v->frame.
status level_view_fill(call *c, page *o, const system_record *s, const law_case *facts,
                       const level_typed *typed, level_view *v) MUST_CHECK;

status level_history_fill(call *c, page *o, int64_t system_id, level_view *v) MUST_CHECK;

// Shows beside each open point which choice stands; `all` is newest first.
void level_choices_fill(page *o, const level_choice *all, size_t count, level_view *v);

// The labels of the facts of a stored questions list (JSON), joined by ", ".
str level_missing_words(page *o, str questions_json, size_t *count);

#endif
