// system.h - what makes a description of a system acceptable, and what follows from it: its identity,
// its place in order, the words it is found by, the pack it falls under, its level.
//
// Pure: no SQL, no clock. Whether a body exists is the operations' question.
#ifndef COLOA_MODULES_SYSTEMS_SYSTEM_H
#define COLOA_MODULES_SYSTEMS_SYSTEM_H

#include "kit/base/base.h"
#include "kit/law/law.h"
#include "kit/text/text.h"

enum {
    SYSTEM_PROBLEMS_MAX = 32,  // faults told of one draft
    SYSTEM_NAME_MAX     = 300, // characters
    SYSTEM_FIELDS       = 38,
    SYSTEM_SORT_KEY_MAX = 400, // bytes; as SCOPE_KEY_MAX
    SYSTEM_HOSTS_MAX    = 8,   // systems that one runs on
};

typedef enum system_state { // numbers are in the store
    SYSTEM_PLANNED = 1,
    SYSTEM_BUILDING,
    SYSTEM_RUNNING,
    SYSTEM_UPGRADING,
    SYSTEM_STOPPED,
} system_state;

enum { SYSTEM_STATES = SYSTEM_STOPPED };

const char *system_state_key(system_state s); // "running"
bool        system_state_named(str key, system_state *out);

// What the agency declares of its dossier, plan and checks: the words of Mẫu 08. Numbers are in the
// store; 0 where nothing is said.
typedef enum system_approval {
    APPROVAL_DRAFTING = 1,
    APPROVAL_SENT,
    APPROVAL_APPRAISED,
    APPROVAL_APPROVED,
} system_approval;
typedef enum system_deployment { DEPLOYED_NOT = 1, DEPLOYED_PART, DEPLOYED_FULL } system_deployment;
enum system_inspections { INSPECTED_BEFORE_USE = 1, INSPECTED_PERIODICALLY = 2 }; // bits

// What a person, a program or a sheet may say of a system. As a draft: text as typed. After the check:
// NFC, trimmed, days in ISO form, `state` a key, `sheet_level` one digit or empty, `owner` a body's
// code, `operator` a body's code or the text itself when it is no body of the register, `facts`
// canonical JSON of kit/law (components inside).
typedef struct system_data {
    str name, owner, operator_, purpose, scope, size, users_served, address;
    str state;                   // empty in a draft: running
    str begun_on, running_since; // investment began; put into use
    str sheet_level;             // the level the agency itself states
    str project_kind;            // the statement goes with: "project" "hire" (levels.md §5)
    str project_name;            // of the project, or of the plan to hire
    str project_no, project_on, project_by; // the decision that approved it
    str embedded;                           // is the level statement part of its papers? "yes" "no"
    str approval;                           // "drafting" "sent" "appraised" "approved"
    str decision_no, decision_on, decision_by;
    str approval_expected;                           // day
    str regulation_no, regulation_on, regulation_by; // the security regulation (quy chế)
    str deployment;                                  // of the plan: "none" "part" "full"
    str deployment_expected;                         // day of full deployment
    str inspections;                                 // "before_use" "periodic" "both"
    str hosts; // codes of the systems whose infrastructure it runs on: "HT-000012, HT-000040"
    str contact_name, contact_title, contact_phone, contact_email; // where not the owner's own
    str note, source, source_url;
    str facts;
} system_data;

typedef struct
    system_problems { // every fault of one draft; field = key of system_data or of a fact
    problem items[SYSTEM_PROBLEMS_MAX];
    size_t  count;
} system_problems;

typedef struct system_record {
    int64_t           id;
    str               uid, code;             // "HT-000123"
    system_data       data;                  // checked form
    int64_t           owner_id, operator_id; // operator_id 0: data.operator_ is text, or empty
    str               owner_kind; // "ministry": a sector's own rules may lie on its systems
    str               owner_name, operator_name;
    system_state      state;
    int               sheet_level; // 0 none
    system_approval   approval;    // declared; 0 nothing said
    system_deployment deployment;
    int               inspections; // bits
    int               level;       // of the latest determination, 0 with no_rule
    law_result        result;
    str               pack; // "nd331"
    int64_t           determination_id, import_id;
    int64_t           version, created_ms, updated_ms;
} system_record;

typedef struct system_row { // one line of a list
    int64_t      id;
    str          code, name, owner_code, owner_name, operator_name;
    system_state state;
    int          level, sheet_level;
    law_result   result;
    str          pack, decision_no;
} system_row;

typedef enum determination_act {
    DETERMINED_AT_IMPORT = 1,
    DETERMINED_AT_WRITE,  // by adding or changing the system
    DETERMINED_BY_PERSON, // recorded by a person, who may have named the pack
} determination_act;

typedef struct determination {
    int64_t           id, system_id, at_ms, person_id;
    str               person;
    determination_act act;
    str               pack, pack_version, pack_sha256;
    str               pack_row; // of law_choice; empty when a person named the pack
    str               on_day;
    law_result        result;
    int               level;
    str               facts, hits, questions; // JSON: as judged; [{"rule","level","cite"}]; [fact]
    str               reason;
} determination;

typedef enum change_act { // by which act a field changed; numbers are in the store, 0: not told then
    CHANGED_BY_FORM = 1,  // one system, on its page or through the API
    CHANGED_BY_IMPORT,
    CHANGED_IN_BULK,
    CHANGED_BY_MERGER,
    CHANGED_BY_QUESTIONS, // the walk that asks for the facts of the level
    CHANGED_BACK,         // an import or a change of many was taken back
    CHANGED_BY_DOSSIER,   // what its dossier came to
} change_act;

const char *change_act_key(change_act act); // "form"; "" when not told

// scope_entry.level of a system: level 1..5 when decided, 10 + level for "at least", 0 for no rule.
// So that the counters of scope tell levels and results apart.
static inline int64_t system_scope_level(law_result r, int level)
{
    return r == LAW_AT_LEAST ? 10 + level : r == LAW_DECIDED ? level : 0;
}
static inline void system_scope_level_read(int64_t scope_level, law_result *r, int *level)
{
    *r     = scope_level >= 10 ? LAW_AT_LEAST : scope_level ? LAW_DECIDED : LAW_NO_RULE;
    *level = (int)(scope_level % 10);
}

// Is a stated level another than the computed one? Where the rules only know the least it can be, a
// higher one is no contradiction; where they know none, nothing can be said.
static inline bool system_level_differs(int stated, law_result r, int level)
{
    if (!stated) return false;
    return r == LAW_DECIDED ? stated != level : r == LAW_AT_LEAST && stated < level;
}

// ---- the fields, one row each: forms, sheets, JSON, history and export walk this table ------------
typedef enum system_kind {
    SYSTEM_LINE = 1, // one line of text
    SYSTEM_LINES,    // several lines
    SYSTEM_DAY,
    SYSTEM_LEVEL, // 1..5
    SYSTEM_STATE,
    SYSTEM_CHOICE, // one of `choices`
    SYSTEM_EMAIL,
    SYSTEM_URL,
    SYSTEM_BODY,  // owner, operator
    SYSTEM_LINKS, // codes of systems
    SYSTEM_FACTS, // JSON
} system_kind;

typedef struct system_field {
    str         key; // "running_since": form field, JSON key, history
    system_kind kind;
    size_t      at;  // offset of its str in system_data
    size_t      max; // characters
    text_key    label;
    text_key    hint;    // 0 none
    const str  *choices; // keys; the n-th is number n in the store, from 1
    size_t      choice_count;
} system_field;

extern const system_field system_fields[SYSTEM_FIELDS];

static inline str *system_text(system_data *d, const system_field *f)
{
    return (str *)(void *)((char *)d + f->at);
}
static inline str system_text_of(const system_data *d, const system_field *f)
{
    return *(const str *)(const void *)((const char *)d + f->at);
}
const system_field *system_field_find(str key); // NULL when there is none

// A choice's number (0: no key, or an unknown one), its key (empty: no number), and its wording, which
// is the law's (labels "approval.sent" of the newest pack that has it).
int64_t system_choice_number(str field, str key);
str     system_choice_key(str field, int64_t number);
str     system_choice_label(const system_field *f, str key, lang in);

// Wording of a state and of a result.
str system_state_label(system_state s, lang in);
str system_result_label(law_result r, lang in);

// ---- the check ------------------------------------------------------------------------------------
typedef struct system_checked {
    system_data
        data; // checked form; owner and operator_ only tidied, since bodies are not known here
    system_state state;
    int          sheet_level; // 0 none
    int64_t      approval, deployment, inspections, project_kind, embedded;
    law_case     facts;
    str          name_key; // what, with the owner, makes two rows one system
    str          sort_key;
} system_checked;

// Texts of *out live in a. ST_INVALID when *problems got at least one fault; ST_MEMORY.
status system_check(const law *l, const system_data *draft, arena *a, system_checked *out,
                    system_problems *problems) MUST_CHECK;

// What follows from the checked texts. The numbers of choices: a system with a decision that approves its
// level is approved, unless something else is said.
void system_settle_choices(system_checked *s);
// And the keys: name_key, sort_key. One that is there already stays.
status system_settle_keys(arena *a, system_checked *s) MUST_CHECK;

// One text by its field's kind, for a sheet's cell: as in system_check. `required` is not tested.
status system_check_text(const system_field *f, str typed, arena *a, str *out,
                         problem *why) MUST_CHECK;

void system_problem_add(system_problems *p, str field, str rule, str detail);

// ---- codes ----------------------------------------------------------------------------------------
str  system_code(arena *a, int64_t id);   // "HT-000123"
bool system_ref_id(str ref, int64_t *id); // "123", "HT-000123", "ht-000123"

// "ht-12; HT-000040" -> ids, each once; false for what is no code, or too many.
bool system_hosts_read(str text, int64_t ids[SYSTEM_HOSTS_MAX], size_t *count);

// ---- level ----------------------------------------------------------------------------------------
typedef struct system_finding {
    const law_pack *pack;
    str             pack_row; // transition row that chose the pack; empty when it was named
    law_result      result;
    int             level;
    str             hits, questions; // JSON
} system_finding;

// A sheet asks this ten thousand times with few different answers: the last choices are remembered.
typedef struct system_chooser {
    const law *l;
    day        on;
    struct {
        str           begun_on;
        law_situation situation;
        law_choice    choice;
    } seen[8];
    size_t count;
} system_chooser;

law_situation system_situation(system_state state, str decision_no);
status        system_choose(system_chooser *ch, system_state state, str begun_on, str decision_no,
                            law_choice *out, problem *why) MUST_CHECK;
// pack_row of *out is left to the caller. JSON lives in a; the rest of a is used as scratch.
status system_decide(const law_pack *pack, const law_case *facts, arena *a,
                     system_finding *out) MUST_CHECK;

#endif
