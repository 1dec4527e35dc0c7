// incident.h - what is true of an incident by itself: its facts and how they are read, its states and who
// may lead it from one to the next, who plays which part. Pure: no store, no clock of its own.
//
// One set of facts serves every letter. A time is an instant to the minute; it never changes silently.
#ifndef COLOA_MODULES_INCIDENTS_INCIDENT_H
#define COLOA_MODULES_INCIDENTS_INCIDENT_H

#include "kit/base/base.h"

enum {
    INCIDENT_TEXT_MAX     = 500,  // characters of one line
    INCIDENT_LONG_MAX     = 8000, // of running text
    INCIDENT_REASON_MAX   = 1000,
    INCIDENT_LINES_MAX    = 200, // of a list: domains, addresses
    INCIDENT_PROBLEMS_MAX = 40,  // told of one draft
    INCIDENT_CODE_MAX     = 20,  // bytes of "SC-2026-000123"
    INCIDENT_YEAR_MIN     = 2010,
    INCIDENT_AHEAD_MS     = 10 * 60 * 1000, // ours: a clock that is a little fast is not a lie
};

// ---- facts -----------------------------------------------------------------------------------------
typedef enum incident_kind {
    FACT_LINE = 1,
    FACT_LONG,
    FACT_LIST,   // one a line
    FACT_TIME,   // kept as milliseconds in decimal, shown in Vietnamese time
    FACT_THREE,  // "yes" "no"; not kept: unknown
    FACT_CHOICE, // one of `choices`
    FACT_SET,    // some of `choices`, one blank between
    FACT_COUNT,  // whole number, not negative
    FACT_EMAIL,
    FACT_TYPE,    // code of law/incidents/types.csv
    FACT_SUBTYPE, // of that type
    FACT_OWNER,   // kind of owner of law/incidents
} incident_kind;

typedef enum incident_group { // as the form has them, in that order
    GROUP_FIRST = 1,          // what a first notice needs
    GROUP_TIMES,
    GROUP_HARM,
    GROUP_SYSTEM,
    GROUP_WORK,
    GROUP_REPORTER,
    GROUP_OUTCOME,
} incident_group;
enum { INCIDENT_GROUPS = GROUP_OUTCOME };

typedef struct incident_fact {
    const char        *key; // words "incidents.field.<key>"
    incident_kind      kind;
    incident_group     group;
    bool               required;
    const char *const *choices; // NULL-terminated; words "incidents.choice.<choice>"
    const char        *mail;    // autocomplete of the field in a form; NULL none
} incident_fact;

// Every fact, in the order of the form; the place of a fact is its number within this program only.
extern const incident_fact incident_facts_all[];
extern const size_t        incident_fact_count;
enum { INCIDENT_FACTS_MAX = 120 };

const incident_fact *incident_fact_find(str key); // NULL: none

typedef struct incident_value {
    str key, value;
} incident_value;

typedef struct incident_values { // by place in incident_facts_all; absent: not known
    str at[INCIDENT_FACTS_MAX];
} incident_values;
str     incident_value_of(const incident_values *v, const char *key); // empty: not known
int64_t incident_time_of(const incident_values *v, const char *key);  // 0: not known

typedef struct incident_problems {
    problem items[INCIDENT_PROBLEMS_MAX];
    size_t  count;
} incident_problems;

// How a draft is read: typed into a form in Vietnam (zone may be missing), or sent by a program (it may not).
typedef struct incident_reading {
    arena  *a;
    int64_t now_ms;
    bool    typed;
    str (*secret)(str text); // the mark of secrecy that stands in a text; empty: none
} incident_reading;

// Reads what was typed over what is known: a key that is not given stays, an empty value takes a fact
// away. Every fault names its field:
//   fact-unknown  required  too-long  not-text  choice-unknown  count-form  email-form  too-many
//   time-form  time-zone (no zone said)  time-past (before 2010: a clock that was never set)
//   time-future  time-order (occurred, detected, ended in that order)  state-secret
void incident_read(const incident_reading *r, const incident_value *typed, size_t count,
                   incident_values *known, incident_problems *out);
// "2026-08-20T22:00:00+07:00"; typed also "22:00 20/08/2026", "20/8/2026 22:00", "2026-08-20T22:00".
status incident_time_read(const incident_reading *r, str field, str typed, int64_t *out,
                          problem *why) MUST_CHECK;

// Whether it could be kept as that fact: what came in by a notice years ago may not.
bool   incident_value_fits(const incident_reading *r, str key, str value);
status incident_email_check(str field, str value, problem *why) MUST_CHECK; // "email-form"
status incident_lines_check(str field, str value, problem *why) MUST_CHECK; // "too-many"

bool incident_code_read(arena *a, str typed, str *code); // any case; false: no code at all
str  incident_code(arena *a, int year, int64_t number);
enum { INCIDENT_ID_MAX = 999999999 };        // 9 digits of a sort key
str incident_sort_key(arena *a, int64_t id); // of its rows in scope: the newest first

// ---- states ----------------------------------------------------------------------------------------
typedef enum incident_state { // numbers are in the store; TT 20/2017 Điều 11, QĐ 05/2017 Điều 14
    INCIDENT_NEW = 1,
    INCIDENT_RECEIVED,
    INCIDENT_VERIFIED,
    INCIDENT_FIRST_RESPONSE,
    INCIDENT_RESPONDING,
    INCIDENT_RECOVERING,
    INCIDENT_CHECKING,
    INCIDENT_AWAITING_FINAL,
    INCIDENT_REVIEWING,
    INCIDENT_CLOSED,
    INCIDENT_NONE,      // it was no incident
    INCIDENT_DUPLICATE, // it is told in another
    INCIDENT_PLAN,      // from here on the seven steps of a serious one
    INCIDENT_SERIOUS_FIRST,
    INCIDENT_SERIOUS_RESPONSE,
    INCIDENT_SERIOUS_REVIEW,
} incident_state;
enum { INCIDENT_STATES = INCIDENT_SERIOUS_REVIEW };
str  incident_state_key(incident_state s); // "received"; words "incidents.state.<key>"
bool incident_state_named(str key, incident_state *out);
bool incident_over(incident_state s); // closed, none, duplicate
bool incident_serious_path(incident_state s);

typedef enum incident_class { CLASS_NONE = 0, CLASS_ORDINARY, CLASS_SERIOUS } incident_class;
str  incident_class_key(incident_class k); // "ordinary" "serious"; empty none
bool incident_class_named(str key, incident_class *out);

typedef enum class_stage { CLASS_PROPOSED = 1, CLASS_VERIFIED, CLASS_DECIDED } class_stage;
str  class_stage_key(class_stage s);
bool class_stage_named(str key, class_stage *out);

// ---- parts -----------------------------------------------------------------------------------------
typedef enum incident_seat { // numbers are in the store; §1.1 of QĐ 05/2017 by their short names
    SEAT_OPERATOR = 1,       // DVVH
    SEAT_OWNER,              // CQ
    SEAT_UNIT,               // DVCT
    SEAT_MEMBER,             // TVML
    SEAT_COMMITTEE,          // BCD_BT
    SEAT_COORDINATOR,        // CQDP
    SEAT_STANDING,           // CQTT
    SEAT_NATIONAL,           // BCD_QG
    SEAT_TASK_FORCE,         // BPTN
    SEAT_HIRED,              // SOC
    SEAT_THIRD,              // anybody
} incident_seat;
enum { INCIDENT_SEATS = SEAT_THIRD };
#define SEAT_BIT(seat) (1u << (seat))
str  incident_seat_key(incident_seat s); // "operator"; words "incidents.seat.<key>"
bool incident_seat_named(str key, incident_seat *out);
str  incident_seat_law(incident_seat s);      // "DVVH": the role of law/incidents/rights.csv
bool incident_seat_national(incident_seat s); // held for all incidents: CQDP, CQTT, BCD_QG
bool incident_seat_convened(incident_seat s); // held for one incident: DVCT, TVML, BPTN, SOC

typedef enum incident_act {
    ACT_NOTICE = 1,
    ACT_REPORT,
    ACT_ACKNOWLEDGE,
    ACT_VERIFY,
    ACT_PROPOSE, // a class
    ACT_CONFIRM, // a class: verify
    ACT_DECIDE,  // a class and the plan
    ACT_ORDER,
    ACT_ANSWER,
    ACT_SPOKESPERSON,
    ACT_WARN,
    ACT_CLOSE_ASK,
    ACT_CLOSE,
    ACT_SEE,
    ACT_WORK,    // write facts and the log, go on from step to step: TT 20 Điều 11
    ACT_CONVENE, // names a unit, a member, the task force, a hired firm
    ACT_LOG,     // writes a line
    ACT_TASK,    // closes one of the checklist, of its own part
    ACT_MARK,    // adds indicators, assets, files
    ACT_LESSON,  // draws one
    ACT_APPROVE, // a lesson
    ACT_SPREAD,  // a lesson
    ACT_EXEMPT,  // takes a clock out, by a decision
} incident_act;
enum { INCIDENT_ACTS = ACT_EXEMPT };
str incident_act_key(incident_act act); // "acknowledge"

// ---- steps -----------------------------------------------------------------------------------------
typedef struct incident_step { // one way on
    incident_state from, to;
    incident_act   act;    // who may
    bool           reason; // one must be given
} incident_step;
extern const incident_step incident_step_join; // told in another: from any state that is not over
// Ways on from a state; *count of them.
const incident_step *incident_step_find(incident_state from,
                                        incident_state to); // NULL: there is none
size_t incident_steps_from(incident_state from, const incident_step **out, size_t max);

typedef struct incident_closing { // what closing looks at
    bool emergency;               // over capacity, or serious: reported by Mẫu 03
    bool final_report;            // Mẫu 04 is there
    bool serious, reviewed;
    bool handled; // the time is known
} incident_closing;
// ST_INVALID "incident-no-final" (TT 20 Điều 9), "incident-not-handled", "incident-not-reviewed" (QĐ 05 Điều 14.6).
status incident_may_close(const incident_closing *k, problem *why) MUST_CHECK;

// ---- rows ------------------------------------------------------------------------------------------
enum {
    INCIDENT_PAGE       = 50,
    INCIDENT_EVENTS_MAX = 100, // of one page of a time line
    INCIDENT_SHOWN_MAX  = 100, // classes, parts, papers of one incident
    INCIDENT_QUERY_MAX  = 200, // bytes of a search
    INCIDENT_WORDS_MAX  = 8,   // of a search; more are ignored
};

typedef struct incident {                         // what every list and act needs of one
    int64_t id, owner_id, operator_id, system_id; // operator 0: the owner; system 0: none known
    str     uid, code, title, system_code, system_name, type;
    str     owner_code, owner_name, owner_kind, operator_code, operator_name;
    int     level; // 0 not known
    incident_state state;
    int64_t        detected_ms, due_ms; // due 0: no clock runs
    str            due_rule;
    bool           emergency;
    incident_class proposed, verified, decided;
    str            plan; // "PLAN_1"; empty none
    int64_t        holder_id, into_id, by_body;
    str            holder; // who is on duty; empty nobody
    int64_t        version, created_ms, updated_ms;
    unsigned       seats; // SEAT_BIT: the parts the acting body plays
} incident;

typedef struct incident_class_row {
    class_stage stage;
    incident_class class;
    str     plan, number, reason, person, body;
    int64_t at_ms;
} incident_class_row;

typedef struct incident_paper {
    int64_t id, body_id;
    str     document, number, recipients; // document: of law/incidents
    int64_t sent_ms, at_ms;
    str     late_reason, person;
    bool
        by_rule; // false: recorded before clocks were kept of it; it answers every one of its document
    str     answers;      // ids of the clocks it answers, one blank between
    int64_t withdrawn_ms; // 0: stands
    str     withdrawn, withdrawn_by;
} incident_paper;

typedef struct incident_party {
    int64_t       id, body_id, from_ms, to_ms;
    incident_seat seat;
    str           basis, person, code, name;
} incident_party;

typedef struct incident_row {
    int64_t        id, detected_ms, due_ms;
    str            code, title, system_code, system_name, type, holder, due_rule, owner;
    int            level;
    incident_state state;
    bool           emergency;
    incident_class proposed, verified, decided;
} incident_row;

typedef struct incident_page {
    incident_row *items;
    size_t        count;
    str           next; // cursor; absent at the end
} incident_page;

typedef struct incident_event {
    int64_t id, at_ms;
    str     kind, person, body, field, before, after, words;
} incident_event;

#endif
