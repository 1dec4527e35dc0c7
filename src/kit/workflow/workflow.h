// workflow.h - the way of a thing through states: who may do what now, what an act must bring, what must
// hold, and what happened.
//
// The way itself is a law pack's table (kit/law/workflows.h); what a guard tests is a predicate that the
// module names. It knows no dossier: a thing is a kind and a number. The pure part needs no store.
#ifndef COLOA_KIT_WORKFLOW_WORKFLOW_H
#define COLOA_KIT_WORKFLOW_WORKFLOW_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/law/law.h"
#include "kit/law/workflows.h"

enum {
    WORKFLOW_TEXT_MAX   = 2000, // characters of a reason, a comment
    WORKFLOW_NUMBER_MAX = 80,
    WORKFLOW_SIGNER_MAX = 250,
    WORKFLOW_ITEMS_MAX  = 64, // reasons of one act
    WORKFLOW_TESTS_MAX  = 8,
    WORKFLOW_ACTS_MAX   = 32, // that one may do now
    WORKFLOW_EVENTS_MAX = 500,
};

// ---- who --------------------------------------------------------------------------------------------
// Who acts, as they stand to the thing. The machine and nobody have no seat: they may do nothing here.
typedef struct workflow_seat {
    bool       person;                      // a named one
    bool       operator_, owner, appraiser; // the acting body is that of the thing
    const str *roles;                       // held there: "specialist"
    size_t     role_count;
} workflow_seat;

// The row for an act out of a state (NULL: it begins) at a level; NULL when there is none.
const law_act *workflow_act(const law_pack *p, str act, const law_state *from, int level);
bool workflow_fits(const law_pack *p, const law_act *a, int level, const workflow_seat *who);
// What `who` may do out of a state, in the pack's order. At most `room`.
size_t workflow_acts(const law_pack *p, const law_state *from, int level, const workflow_seat *who,
                     const law_act **out, size_t room);
// The way on out of a state and the actor who holds the thing there; NULL where it rests, or where that
// actor is nobody of this program.
const law_act   *workflow_way_on(const law_pack *p, const law_state *from, int level);
const law_actor *workflow_holder(const law_pack *p, const law_state *at, int level);

// ---- what must hold -----------------------------------------------------------------------------------
typedef bool workflow_test(const void *facts, const law_guard *row);
typedef struct workflow_guard {
    const char    *id; // "V5", as in the pack
    workflow_test *holds;
} workflow_guard;
typedef struct workflow_guards {
    const workflow_guard *items;
    size_t                count;
} workflow_guards;

// The guards of an act that do not hold, warnings among them. One without a predicate does not hold.
size_t workflow_breaches(const law_act *a, workflow_guards rules, const void *facts,
                         const law_guard **out, size_t room);
// The first that is no warning: ST_INVALID "workflow-guard", field = its id, detail = its words.
status workflow_hold(const law_act *a, workflow_guards rules, const void *facts, lang in,
                     problem *why) MUST_CHECK;

// ---- what is brought ------------------------------------------------------------------------------------
typedef struct workflow_item { // a reason for one part
    str anchor, text;
} workflow_item;
typedef struct workflow_answer { // to one question of the appraisal
    str test, text;
    int fits; // 1 yes, -1 no, 0 not said
} workflow_answer;

typedef struct workflow_given { // days as typed
    str             reason, date, number, on, signer, report_no, report_on;
    workflow_item   items[WORKFLOW_ITEMS_MAX];
    size_t          item_count;
    workflow_answer answers[WORKFLOW_TESTS_MAX];
    size_t          answer_count;
} workflow_given;

// Tidies what was given and refuses what the act must bring and has not. `favours`: the act says yes, so
// every test must; else one at least says no. Days come out as ISO. ST_INVALID on the field: "required",
// "too-long", "not-text", "not-a-day", "in-the-past" (date), "in-the-future" (on, report_on),
// "item-required", "tests-open", "tests-contradict".
typedef struct workflow_ask {
    const law_pack *pack;
    const law_act  *act;
    bool            favours;
    str             today; // ISO
} workflow_ask;
status workflow_check(const workflow_ask *ask, workflow_given *given, arena *a,
                      problem *why) MUST_CHECK;

// ---- what happened ------------------------------------------------------------------------------------------
typedef struct workflow_event {
    int64_t id, at_ms, person_id, body_id;
    str     act, act_id, from, to; // act_id: row of the pack
    str     person, post, body;    // as they were
    str     reason, due_on, number, on, signer;
} workflow_event;

typedef struct workflow_note { // a reason of an event, or a comment (event 0), on one part
    int64_t id, event_id, at_ms, settled_ms;
    str     anchor, text, person, post, body, settled_by;
} workflow_note;

typedef struct workflow_thing {
    str     kind; // "dossier"
    int64_t id;
} workflow_thing;

// Inside an act, by c->who. *id (may be NULL) gets the event's; reasons of `given` become its notes.
typedef struct workflow_step {
    workflow_thing        of;
    const law_act        *act;
    const law_state      *from; // NULL: it begins
    str                   post; // of the person
    const workflow_given *given;
} workflow_step;
status workflow_write(call *c, const workflow_step *step, int64_t *id) MUST_CHECK;
status workflow_comment(call *c, workflow_thing of, workflow_item what, str post) MUST_CHECK;
// Notes that are open: of reasons once the thing is sent again, of one comment by hand. *n: how many.
status workflow_settle(call *c, workflow_thing of, int64_t note_id, int64_t *n) MUST_CHECK;
// Newest first, at most WORKFLOW_EVENTS_MAX. The caller has said that the reader may see the thing.
status workflow_events_of(call *c, workflow_thing of, workflow_event **out,
                          size_t *count) MUST_CHECK;
status workflow_notes_of(call *c, workflow_thing of, workflow_note **out, size_t *count) MUST_CHECK;

extern const sql_module workflow_sql; // for store_register

#endif
