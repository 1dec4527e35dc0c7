// answer.h - one row of a requirement sheet as people fill it in: its fields, what may stand in each, what it
// still lacks, and what becomes of two people's edits of one row.
//
// Every field is text in one canonical form, so that saving, comparing, history, sheets and pages walk one table.
// Rules only: no store, no clock.
#ifndef COLOA_MODULES_CONTROLS_ANSWER_H
#define COLOA_MODULES_CONTROLS_ANSWER_H

#include "kit/base/base.h"
#include "kit/text/text.h"

typedef enum control_answer { // numbers are in the store
    ANSWER_NONE = 0,
    ANSWER_MET,
    ANSWER_PARTLY,
    ANSWER_NOT_YET,
    ANSWER_NOT_APPLICABLE, // with a reason
    ANSWER_ALTERNATIVE,    // another measure, with what it rests on
    ANSWER_INHERITED,      // with the source
} control_answer;

typedef enum control_work { WORK_NONE = 0, WORK_DOING, WORK_DONE } control_work;

enum { CONTROL_ANSWERS = ANSWER_INHERITED + 1, CONTROL_WORKS = WORK_DONE + 1 };

typedef enum control_field {
    CONTROL_ANSWER = 0, // key of an answer; empty: none yet
    CONTROL_DESCRIPTION,
    CONTROL_REASON,
    CONTROL_SOURCE,
    CONTROL_RESPONSIBLE,
    CONTROL_DUE,  // day in ISO form
    CONTROL_COST, // đồng, digits
    CONTROL_WORK, // key: "" "doing" "done"
    CONTROL_PROGRESS,
    CONTROL_DONE_ON,
    CONTROL_FIELDS
} control_field;

typedef enum control_kind {
    CONTROL_CHOICE = 1,
    CONTROL_LINE,
    CONTROL_LINES,
    CONTROL_DAY,
    CONTROL_MONEY
} control_kind;

typedef struct control_field_kind {
    const char  *key; // "answer": of forms, JSON, history
    control_kind kind;
    size_t       max;   // characters
    bool         plan;  // stays open when the plan stands
    bool         after; // opens only then
    text_key     label;
} control_field_kind;

extern const control_field_kind control_fields[CONTROL_FIELDS];
int                             control_field_named(str key); // -1 when there is none

const char *control_answer_key(control_answer a); // "" for none
text_key    control_answer_words(control_answer a);
const char *control_work_key(control_work w);
text_key    control_work_words(control_work w);

// The numbers of canonical texts.
control_answer control_answer_of(str key);
control_work   control_work_of(str key);

// Makes what was typed, pasted or stood in a cell canonical. Answers are taken by key or by their words in
// either language, accents and case aside. ST_INVALID "unknown-value", "too-long", "not-text", "date-form",
// "money-form" with the text as detail; the field stays with the caller.
status control_read(control_field f, str typed, arena *a, str *out, problem *why) MUST_CHECK;
// A canonical text as people read it: words, dd/mm/yyyy, 1.234.567. The absent str when a is spent.
str control_say(control_field f, str value, lang in, arena *a);

// V9: what the answer has to bring and does not: CONTROL_REASON, CONTROL_SOURCE; -1 nothing.
int control_lacks(const str values[CONTROL_FIELDS]);
// Partly or not yet: there is work for the plan.
bool control_is_work(const str values[CONTROL_FIELDS]);
bool control_is_done(const str values[CONTROL_FIELDS]);
bool control_is_overdue(const str values[CONTROL_FIELDS], str today);

// ---- two people, one row ---------------------------------------------------------------------------

typedef struct control_edit {
    str     control;                // whose row
    int64_t version;                // that was read; 0: not said
    str     values[CONTROL_FIELDS]; // as typed; absent: left alone
    str     was[CONTROL_FIELDS];    // canonical, as it was read; absent: not said
} control_edit;

typedef struct control_merge {
    str      values[CONTROL_FIELDS]; // canonical, to be stored
    unsigned changed;                // bits 1 << field
    unsigned conflicts; // fields that somebody else changed meanwhile to something else
} control_merge;

// `read`: the edit's values made canonical; absent where left alone. An edit stands when its field is as it was
// read, or, where that is not said, when the row is; what another wrote meanwhile is never written over.
void control_merge_of(const str now[CONTROL_FIELDS], int64_t version, const control_edit *e,
                      const str read[CONTROL_FIELDS], control_merge *out);

#endif
