// network.h - the incident response network: its members, how they are reached at any hour, what they
// have sent and what they owe.
//
// Sight: a member and the coordinator see the members and their contacts; applications, refusals, what is over,
// profiles, plans and why one was suspended are seen by the coordinator and the body itself; everyone else sees
// only their own (ST_MISSING).
// Invented bodies have a network of their own. Nothing is deleted: what changes is dated and told in events.
#ifndef COLOA_MODULES_NETWORK_NETWORK_H
#define COLOA_MODULES_NETWORK_NETWORK_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/web/web.h"
#include "modules/network/member.h"
#include "modules/organisations/organisations.h"

enum {
    NETWORK_PAGE         = 50,
    NETWORK_LIST_MAX     = 2000, // members named at once
    NETWORK_CONTACTS_MAX = 40,
    NETWORK_STAFF_MAX    = 500,
    NETWORK_PROFILES_MAX = 30,
    NETWORK_PLANS_MAX    = 30,
    NETWORK_EVENTS_MAX   = 200,
    NETWORK_SYSTEMS_MAX  = 500, // of one member, in its duties and its profile
    NETWORK_GAP_DAYS     = 7,   // looked ahead for hours without anyone on the roster
};

// ---- for modules above --------------------------------------------------------------------------------
// Is the body a member on that day (empty: today)? *id gets the membership when it is; may be NULL.
status network_member_on(call *c, int64_t body_id, str on, bool *is, int64_t *id) MUST_CHECK;

typedef struct network_group { // zeroed: every member
    str  category, cluster;
    bool obligatory, voluntary;
} network_group;
typedef struct network_name {
    int64_t id, body_id;
    str     code, body_code, body_name, category, cluster;
} network_name;
// The members of the acting body's network today, in Vietnamese order; at most NETWORK_LIST_MAX.
status network_members(call *c, const network_group *of, network_name **out,
                       size_t *count) MUST_CHECK;
// Who is reached now, whoever asks: for orders and warnings. ST_MISSING when the body is no member today.
status network_on_duty(call *c, int64_t body_id, bool serious, on_duty *out) MUST_CHECK;
// Who coordinates the network of the acting body's side today, ST_MISSING where nobody was named: the seat CQDP is kept
// where incidents are (modules/incidents), above this module. NULL: nobody says.
typedef status network_lead(call *c, int64_t *body_id);
void           network_led_by(network_lead *lead);
// Hunts that a module above keeps (modules/hunts): the last day of each system of that owner that was hunted. They count
// beside what members write down here. NULL: nobody says.
typedef struct network_hunted {
    int64_t system_id;
    str     last_on; // ISO day
} network_hunted;
typedef status network_hunts(call *c, int64_t owner_id, network_hunted **out, size_t *count);
void           network_hunts_by(network_hunts *hunts);
// Where nobody was named, of the state's own network the body that sees the whole register. ST_MISSING: none.
status network_coordinator(call *c, int64_t *body_id) MUST_CHECK;
// Does the acting body coordinate?
status network_coordinates(call *c, bool *does) MUST_CHECK;

// ---- looking ----------------------------------------------------------------------------------------
typedef struct member {
    int64_t      id, body_id, version, made_ms, changed_ms;
    str          uid, code, category, cluster, reason, person, body_code, body_name, sort_key;
    str          valid_from, valid_to; // ISO days; empty: not yet, still
    bool         invented, obligatory;
    member_state state;
} member;

typedef struct network_filter {
    str          q, category, cluster;
    bool         obligatory, voluntary;
    member_state state; // 0: all but refused and over
} network_filter;
// From the names of a query: q, category, cluster, kind (obligatory, voluntary), state. ST_INVALID.
status network_filter_set(str name, str value, network_filter *f, problem *why) MUST_CHECK;

typedef struct network_page {
    member *items;
    size_t  count;
    int64_t total;
    str     next;
} network_page;
status network_list(call *c, const network_filter *f, str cursor, size_t limit, network_page *out,
                    problem *why) MUST_CHECK;
status network_cluster_names(call *c, str **out, size_t *count) MUST_CHECK;
status network_get(call *c, int64_t id, member *out) MUST_CHECK;
status network_texts(call *c, int64_t id, str texts[MEMBER_FIELDS]) MUST_CHECK; // of one in sight
// The acting body's own that is not refused or over. ST_MISSING.
status network_own(call *c, member *out) MUST_CHECK;
status network_export(call *c, const network_filter *f, int fd, int64_t *count) MUST_CHECK;

typedef struct member_staff {
    int64_t id;
    str     name, school, major, degree, graduated;
} member_staff;
typedef struct member_profile { // as it was sent
    int64_t id, systems, staff, made_ms;
    str     on_day, sha256, person;
} member_profile;
typedef struct member_plan {
    int64_t id;
    str     title, outline, running, maker, made_on, approver, approved_on, doc_no, person;
    bool    over;
} member_plan;
typedef struct member_event {
    int64_t at_ms, letter_id;
    str     person, body_name, act, detail, reason;
} member_event;
typedef struct member_system { // of the register, as far as the reader sees them
    int64_t id;
    str     code, name;
    int     level;
    str     last[3]; // hunt, scan, drill: ISO days; empty: never
    bool    due[3];
} member_system;

typedef enum duty_state { DUTY_MET = 1, DUTY_SOON, DUTY_LATE } duty_state;
typedef struct member_duty {
    const law_member_duty *law;
    duty_state             state;
    str                    due_on; // ISO day; empty: none
    int64_t                n;      // what is late, counted; 0: it is one thing
    bool                   fined;  // a fine for it is in force today
} member_duty;
enum { MEMBER_DUTIES_MAX = 8 };

typedef struct member_card { // all there is of one member
    member          m;
    str             texts[MEMBER_FIELDS];
    int64_t         numbers[LAW_MEMBER_NUMBERS]; // in the order of law_member_numbers
    member_contact *contacts;                    // those in force, then former ones
    size_t          contact_count;
    duty_shift     *roster; // from now on
    size_t          shift_count;
    roster_gap      gaps[ROSTER_GAPS_MAX];
    size_t          gap_count;
    on_duty         now;
    member_staff   *staff;
    size_t          staff_count;
    member_profile *profiles;
    size_t          profile_count;
    member_plan    *plans;
    size_t          plan_count;
    member_system  *systems;
    size_t          system_count, level_counts[6]; // [0]: without a level
    member_event   *events;
    size_t          event_count;
    member_duty     duties[MEMBER_DUTIES_MAX]; // of a member of today
    size_t          duty_count;
    int64_t         untold_ms; // a contact changed then and the coordinator was not told; 0 none
    bool            own, coordinates, may_write;
} member_card;
status network_card(call *c, int64_t id, member_card *out) MUST_CHECK;
// A profile as it was sent, JSON: for the body itself and the coordinator.
status network_profile(call *c, int64_t id, int64_t profile, str *content) MUST_CHECK;

// ---- acts: one each, audited, told in the member's events -------------------------------------------------
// By the body itself, or by the coordinator for a body (d->body). Also ST_INVALID "member-already".
status network_register(call *c, const member_draft *d, int64_t *id, problem *why) MUST_CHECK;
status network_correct(call *c, int64_t id, int64_t version, const member_draft *d,
                       problem *why) MUST_CHECK;
typedef struct member_move {
    int64_t    id, version;
    member_act act;
    str        reason, code, on; // code, first day: of an acceptance; empty: given, today
    int64_t    letter_id;        // of the register of letters, that the caller sees; 0 none
} member_move;
// ST_INVALID "member-step" (the act does not fit the state), "required" (reason), "member-code-taken",
// "letter-unknown", "not-a-day"; ST_FORBIDDEN for who may not; ST_CONFLICT.
status network_act(call *c, const member_move *move, problem *why) MUST_CHECK;

// A contact as from changed_ms (0: now) on. tell: the coordinator is told in the same act; else a task runs
// until network_tell. One that replaces another which was not told is late when that one is. ST_INVALID also
// "time-future", "required" (late_why, told later than 24 hours).
typedef struct contact_change {
    member_contact contact; // member_id, kind and what was typed
    bool           tell;
} contact_change;
status network_contact_set(call *c, const contact_change *change, problem *why) MUST_CHECK;
// Tells the coordinator of all changes that were not told. ST_INVALID "contact-told" when there is none.
status network_tell(call *c, int64_t id, str late_why, problem *why) MUST_CHECK;

// ST_INVALID "shift-order", "shift-long", "shift-taken" (detail: by whom), "roster-full".
status network_shift_add(call *c, int64_t id, const duty_shift *s, problem *why) MUST_CHECK;
status network_shift_drop(call *c, int64_t id, int64_t shift, problem *why) MUST_CHECK;

status network_numbers_set(call *c, int64_t id, const int64_t numbers[LAW_MEMBER_NUMBERS],
                           problem *why) MUST_CHECK;
status network_staff_add(call *c, int64_t id, const member_staff *s, problem *why) MUST_CHECK;
status network_staff_drop(call *c, int64_t id, int64_t staff, problem *why) MUST_CHECK;
// Sends Mẫu 01 as the register and the membership tell it now.
status network_profile_send(call *c, int64_t id, int64_t *profile, problem *why) MUST_CHECK;

// ST_INVALID "required" (title, running, approver with a day), "plan-outline", "not-a-day", "date-order".
status network_plan_add(call *c, int64_t id, const member_plan *p, problem *why) MUST_CHECK;
status network_plan_end(call *c, int64_t id, int64_t plan, problem *why) MUST_CHECK;
typedef struct member_exercise {
    str system, kind, done_on, note; // system: code
} member_exercise;
// ST_INVALID "exercise-kind", "system-unknown", "not-a-day", "day-future".
status network_exercise_add(call *c, int64_t id, const member_exercise *e, problem *why) MUST_CHECK;

// ---- for app ------------------------------------------------------------------------------------------
extern const sql_module    network_sql;
extern const web_module    network_module;
extern const command_table network_commands;
extern const body_heir     network_heir;
struct task_source;
extern const struct task_source network_profile_source; // profiles to be sent or renewed

#endif
