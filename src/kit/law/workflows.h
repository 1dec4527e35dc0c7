// workflows.h - what a pack says of a dossier's way: its states, who may do what, what each act must
// bring, what must hold, of which parts the dossier consists. Part of law.h.
//
// Who decides for a level stands in authority.json and how long it may take in limits.json: rows here
// name the step and repeat neither.
#ifndef COLOA_KIT_LAW_WORKFLOWS_H
#define COLOA_KIT_LAW_WORKFLOWS_H

#include "kit/law/law.h"

enum { LAW_STATES_MAX = 32, LAW_ACT_GUARDS_MAX = 20, LAW_ACT_BY_MAX = 4, LAW_ROLES_MAX = 6 };

typedef struct law_state {
    str       key; // "submitted"
    law_words name;
    str       status; // what the yearly report says of it: end of the label "approval.<status>"
    bool      open;   // its text may be changed
    bool      rest;   // nobody has to do anything
    str       limit;  // step of limits.json whose clock runs here; may be empty
    bool      from_submission; // that clock starts with the last submission, else with this state
    int       level_min, level_max;
    law_cite  cite; // document NULL: ours
    law_certainty certainty;
} law_state;

typedef struct law_actor { // as authority.json names them, and who that is in this program
    str           key;     // "operator" "specialist" "owner" …
    str           party;   // "operator" "owner" "appraiser": which body's people
    str           roles[LAW_ROLES_MAX]; // any of these roles there
    size_t        role_count;
    law_certainty certainty;
} law_actor;

typedef struct law_guard { // a rule that an act must not break: the test is code, the rest is data
    str           id;      // "V5"
    law_words     text;    // what must hold
    bool          warning; // told, but it stops nothing
    str           approved_by, done_by; // days it compares with; may be empty
    law_cite      cite;                 // document NULL: ours
    law_certainty certainty;
} law_guard;

enum law_needs { // what an act must bring; bits
    LAW_NEEDS_REASON = 1 << 0,
    LAW_NEEDS_ITEMS  = 1 << 1, // a reason for at least one part of the dossier
    LAW_NEEDS_DATE   = 1 << 2, // a new date by which it is expected
    LAW_NEEDS_NUMBER = 1 << 3, // of a paper, with its day
    LAW_NEEDS_SIGNER = 1 << 4,
    LAW_NEEDS_TESTS  = 1 << 5, // an answer to each question of the appraisal
    LAW_NEEDS_REPORT = 1 << 6, // number and day of the report to the owner
    LAW_NEEDS_PARTS  = 1 << 7, // every part is there, but those that may follow
};

typedef struct law_act {
    str              id;  // "submit-13"
    str              act; // "submit"
    law_words        name;
    uint32_t         from; // bits 1 << index of the state; 0: it begins a dossier
    const law_state *to;   // NULL: the state stays
    int              level_min, level_max;
    str              by[LAW_ACT_BY_MAX]; // actors, or "step:<step>" of authority.json
    size_t           by_count;           // 0: follows from another act
    unsigned         needs;
    const law_guard *guards[LAW_ACT_GUARDS_MAX];
    size_t           guard_count;
    law_cite         cite; // document NULL: ours
    law_certainty    certainty;
} law_act;

typedef struct law_component { // a part of the dossier
    str           key;         // "overview"
    law_words     name, hint;
    int           level_min, level_max;
    bool          may_follow; // until the approval
    law_cite      cite;
    law_certainty certainty;
} law_component;

typedef struct law_zone { // a network zone that a design must have
    str           key;
    law_words     name;
    int           level_min, level_max;
    bool          optional; // "if there is one"
    law_cite      cite;
    law_certainty certainty;
} law_zone;

typedef struct law_test { // a question of the appraisal
    str           key;
    law_words     text;
    law_cite      cite;
    law_certainty certainty;
} law_test;

typedef struct law_workflow {
    law_state *states;
    law_actor *actors;
    law_guard *guards;
    law_act *acts; // of a state the first one that fits is the way on: its actor holds the dossier
    law_component *components;
    law_zone      *zones;
    law_test      *tests;
    size_t         state_count, actor_count, guard_count, act_count, component_count, zone_count,
        test_count;
} law_workflow;

// With an overlay: that of the regime under it.
const law_workflow  *law_workflow_of(const law_pack *p);
const law_state     *law_state_find(const law_pack *p, str key); // NULL when there is none
const law_guard     *law_guard_find(const law_pack *p, str id);
const law_actor     *law_actor_find(const law_pack *p, str key);
const law_component *law_component_find(const law_pack *p, str key);
const law_zone      *law_zone_find(const law_pack *p, str key);
// The actor of authority.json for a step and level, where no condition is named; empty: none.
str law_step_actor(const law_pack *p, str step, int level);
// The time limit of a step and level; NULL when the pack has none.
const law_limit *law_limit_of(const law_pack *p, str step, int level);

static inline bool law_act_from(const law_pack *p, const law_act *a, const law_state *s)
{
    return (a->from >> (s - law_workflow_of(p)->states) & 1) != 0;
}

#endif
