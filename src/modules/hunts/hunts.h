// hunts.h - săn lùng mối nguy hại: the half-yearly duty of a system with a level (Chỉ thị 18/CT-TTg of 13/10/2022), what
// each hunt searched and found, and that what was found is gone.
//
// How often, and what the directive leaves open, stands in law/incidents (member-duties.csv "hunt", settings "hunt-…"). Days
// are days in Viet Nam. Who sees a hunt: the body that hunts, and whoever sees one of its systems – that one sees
// those systems and their threats only (`whole` false). For all others it is not there (ST_MISSING). Who may do
// what: hunt_role_may, in the body that hunts; removal also in the body that has the threat to remove. Nothing is
// deleted; history is only added to. State secrets never enter. Text in results lives in c->a.
#ifndef COLOA_MODULES_HUNTS_HUNTS_H
#define COLOA_MODULES_HUNTS_HUNTS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/web/page.h"
#include "kit/web/web.h"
#include "modules/forensics/forensics.h"
#include "modules/hunts/figures.h"
#include "modules/hunts/hunt.h"
#include "modules/organisations/organisations.h"

enum { HUNTS_PAGE = 50, HUNT_LINES_SHOWN = 500, HUNT_FIGURES_ROWS = BODY_LIST_MAX };

typedef struct hunt_draft {
    str systems; // codes, blank, comma or a new line between
    str title, reach, hypothesis, rules, rules_version, evidence;
    str firm, team;
    str planned_on, began_on; // began_on given: it runs at once
    str org;                  // by the machine alone: for which body; empty the acting one
} hunt_draft;
// ST_INVALID naming the field: "required" "too-long" "not-text" "state-secret" "not-a-day" "day-future" "date-order"
// "system-unknown" "hunt-system" (the body neither owns nor runs it nor stands above its owner) "too-many"; ST_FORBIDDEN.
status hunts_open(call *c, const hunt_draft *d, int64_t *id, problem *why) MUST_CHECK;
// While it lives. Also ST_INVALID "hunt-system-threat": a threat stands on a system that would go. ST_CONFLICT when
// `version` has moved.
status hunts_change(call *c, int64_t id, int64_t version, const hunt_draft *d,
                    problem *why) MUST_CHECK;

typedef struct
    hunt_step { // begin: on; end, close: on (last day of the search) and words (result); cancel: words (reason)
    int64_t  id, version; // version 0: any
    hunt_act act;
    str      on, words;
} hunt_step;
// ST_INVALID "hunt-step" (does not fit the state), "required", "not-a-day", "day-future", "date-order" (before it began),
// "hunt-threats-open" (close, cancel; detail: which are open). ST_FORBIDDEN, ST_CONFLICT. Of one whose search is over
// `on` and `words` of a close may be empty.
status hunts_step(call *c, const hunt_step *s, problem *why) MUST_CHECK;

// Links it to a case of investigation in which the acting body works; once more is nothing. While the hunt lives, and by who
// may change it. ST_MISSING "case-unknown" (out of sight), ST_INVALID "required" "hunt-step", ST_FORBIDDEN.
status hunts_case_link(call *c, int64_t id, str ref, problem *why) MUST_CHECK;

// ---- threats ---------------------------------------------------------------------------------------
typedef struct threat_draft {
    int64_t       hunt;
    str           system; // code; may be empty when the hunt has one
    str           what, finding, technique;
    hunt_severity severity;
    str           owner_body;       // code or name; empty: the owner of the system
    str           owner;            // login of somebody there; empty: whoever holds the role
    str           due_on, found_on; // found_on empty: today
} threat_draft;
// ST_INVALID also "choice-unknown" (severity), "technique-form", "hunt-step", "system-unknown" (not of this hunt), "person-unknown",
// "hunt-owner" (that body does not see the system). *no gets its number within the hunt.
status hunts_threat_add(call *c, const threat_draft *d, int64_t *no, problem *why) MUST_CHECK;
// Gives it to another and sets another last day; owner_body, owner, due_on of the draft.
status hunts_threat_give(call *c, int64_t hunt, int64_t no, const threat_draft *d,
                         problem *why) MUST_CHECK;
typedef struct threat_step {
    int64_t  hunt, no, version; // version of the threat; 0 any
    hunt_act act;               // remove, again, dismiss
    str      on, words;         // when; what was done, where it was looked for, why it is none
    str      by, proof;         // of a removal: who did it (empty: who writes), proof in words
    int64_t  file;              // of its system's evidence, 0 none; a removal needs proof or a file
    bool     gone;              // of again: it was not found any more
} threat_step;
// ST_INVALID "threat-step", "required", "not-a-day", "day-future", "date-order" (a second hunt before the removal),
// "evidence-unknown".
status hunts_threat_step(call *c, const threat_step *s, problem *why) MUST_CHECK;
// Opens an incident of the threat's system from it, or (code given) links one in sight. ST_INVALID also "threat-incident" (has
// one), "incident-unknown", and those of incidents_add.
typedef struct threat_incident {
    int64_t hunt, no;
    str     code;        // empty: a new one
    str     name, phone; // contact of a new one
} threat_incident;
status hunts_threat_incident(call *c, const threat_incident *t, problem *why) MUST_CHECK;

// ---- looking ---------------------------------------------------------------------------------------
typedef struct hunt {
    int64_t id, body_id, made_ms, version;
    str uid, code, body_code, body_name, title, reach, hypothesis, rules, rules_version, evidence,
        firm, team, planned_on, began_on, ended_on, result, reason, closed_on, closed_by, person;
    hunt_state state;
    int64_t    systems;
    bool       invented, whole;
} hunt;

typedef struct hunt_system {
    int64_t id, owner_id;
    str     code, name, owner_code, owner_name;
    int     level, state; // of the register
    bool    in_sight;
    str     next_on; // when it is due again, counted today; empty: it owes none
} hunt_system;

typedef struct hunt_threat {
    int64_t id, no, system_id, owner_body_id, owner_id, returns, incident_id, made_ms, version;
    str     system_code, system_name, what, finding, technique, owner_code, owner_body, owner_name,
        due_on, found_on, removed_on, removal, removed_by, proof, again_on, again, again_by,
        dismissed_on, reason, incident_code, incident_on, person;
    threat_state  state;
    hunt_severity severity;
    bool          began_incident, late; // late: open past its last day
} hunt_threat;

typedef struct hunt_event {
    int64_t no, at_ms;
    str     act, person, body, words; // words "hunts.event.<act>"
} hunt_event;

typedef struct hunt_card {
    hunt         h;
    hunt_system *systems;
    hunt_threat *threats;
    hunt_event  *events; // newest first
    hunted_case *cases;  // those in sight; of others the events tell nothing either
    size_t       system_count, threat_count, event_count, case_count, open_count;
    hunt_term    term;
} hunt_card;
status hunt_load(call *c, int64_t id, hunt *out) MUST_CHECK;
status hunt_of_ref(call *c, str ref, hunt *out) MUST_CHECK; // "SL-2026-000012", or id
status hunt_card_load(call *c, int64_t id, hunt_card *out) MUST_CHECK;
// By role and body, for a hunt in sight; t: the threat it is about, NULL none. Whether it fits the state: hunt_after.
bool hunt_may(const call *c, const hunt *h, const hunt_threat *t, hunt_act act);
bool hunts_may_open(const call *c);

typedef struct hunt_filter { // in an address: ?q=&state=&own=1&open=1&system=HT-000123
    str        q, system;
    hunt_state state;
    bool       own, open; // of the acting body; with a threat that is open
} hunt_filter;
status hunts_filter_set(str name, str value, hunt_filter *f, problem *why) MUST_CHECK;
typedef struct hunt_row {
    hunt    h;
    int64_t threats, open, removed; // as far as the reader sees them; open: not even removed
} hunt_row;
typedef struct hunt_page {
    hunt_row *items;
    size_t    count;
    str       next;
} hunt_page;
// Newest first. ST_INVALID "cursor", "system-unknown".
status hunts_list(call *c, const hunt_filter *f, str cursor, size_t limit, hunt_page *out,
                  problem *why) MUST_CHECK;

// ---- what is due -----------------------------------------------------------------------------------
typedef struct hunt_duty { // one system that owes a hunt
    int64_t       id, owner_id;
    str           code, name, owner_code, owner_name, last_on, due_on; // last_on empty: never
    int           level;
    bool          told; // the last one was written down in the response network only
    int64_t       days; // until it is due; negative: overdue for so many
    hunt_standing standing;
} hunt_duty;
typedef struct hunt_duty_ask {
    str    org;        // code of a body of the branch; empty: the acting body
    bool   own;        // its own systems, without those below it
    bool   late, soon; // those overdue; those due within HUNT_SOON_DAYS too. Neither: all
    int    level;      // 0 any
    bool   numbers; // the numbers only, no items; they may be a minute old where others write too
    size_t max;     // items; 0: HUNT_DUTIES_MAX
} hunt_duty_ask;
typedef struct hunt_duty_list {
    body       org;
    hunt_duty *items; // by what is due first; at most HUNT_DUTIES_MAX
    size_t     count;
    int64_t    asked;                    // that the question is for
    int64_t    total, late, soon, never; // of all that owe one there
    hunt_term  term;
} hunt_duty_list;
enum { HUNT_DUTIES_MAX = 2000 };
// ST_INVALID "unknown-body" (field org), also for one out of the branch.
status hunts_due(call *c, const hunt_duty_ask *ask, hunt_duty_list *out, problem *why) MUST_CHECK;
status hunts_due_export(call *c, const hunt_duty_list *list, int fd) MUST_CHECK; // xlsx

typedef struct hunt_system_duty { // one system, for its page
    bool          owed, told;
    str           last_on, due_on, hunt_code; // hunt_code: of the last, when in sight
    hunt_standing standing;
    hunt_term     term;
} hunt_system_duty;
status hunts_system_duty(call *c, int64_t system_id, hunt_system_duty *out) MUST_CHECK;

// ---- figures, for reports --------------------------------------------------------------------------
typedef struct hunt_figures_row {
    int64_t      body_id;
    str          code, name;
    hunt_figures f; // systems only
} hunt_figures_row;
typedef struct hunts_report {
    body         org;
    hunt_period  of;
    day          until;
    hunt_figures own, branch; // its own systems; with all below it
    hunt_figures_row
             *rows; // owners of the branch that owe a hunt, in order; at most HUNT_FIGURES_ROWS
    size_t    row_count;
    bool      cut;
    hunt_term term;
} hunts_report;
// org: code or id of the acting body or one of its branch; empty: the acting body. ST_INVALID "hunt-period", "unknown-body".
status hunts_figures(call *c, str org, str period, hunts_report *out, problem *why) MUST_CHECK;
// Each figure under its name, in the order in which pages and papers show them.
typedef struct hunt_figure_line {
    str     label;
    int64_t own, branch;
} hunt_figure_line;
enum { HUNT_FIGURE_LINES = 12 };
void hunt_figure_lines(lang in, const hunts_report *r, hunt_figure_line out[HUNT_FIGURE_LINES]);
// What a report says of them in a paragraph, of the body with all below it; in the Vietnamese of papers.
status hunts_words(call *c, const hunts_report *r, str *out) MUST_CHECK;
// An annex to a report, docx or PDF: the program's own form, no law has one. Leaves an audit row: a paper is a copy that
// later hunts do not change. ST_INVALID "print-lacks" (PDF).
typedef struct hunt_annex {
    bool pdf;
    str  bytes;
} hunt_annex;
status hunts_annex(call *c, const hunts_report *r, hunt_annex *out, problem *why) MUST_CHECK;
status hunts_figures_export(call *c, const hunts_report *r, int fd) MUST_CHECK; // the same as xlsx

// ---- for app ---------------------------------------------------------------------------------------
extern const sql_module    hunts_sql;
extern const web_module    hunts_module;
extern const web_module    hunts_api_module;
extern const command_table hunts_commands;
extern const body_heir     hunts_heir;
struct evidence_teller;                           // modules/evidence
extern const struct evidence_teller hunts_teller; // what a file proves: a removal
struct task_source;
extern const struct task_source hunts_due_source; // systems due soon or overdue, one task a body
// For reports_offer_add: hunts_words of a body from a day to another. Empty: it owes no hunt, or whoever asks may not see.
status hunts_offer(call *c, int64_t body_id, day first, day last, str *out) MUST_CHECK;
// For incidents_summary_add: the same months' figures beside form 05.
status hunts_summary_part(call *c, page *o, day first, day last) MUST_CHECK;
// What stands on the page of a system: for systems_part_add.
status hunts_system_part(call *c, page *o, int64_t system_id) MUST_CHECK;
// What stands on the page of a case: for case_part_add.
status hunts_case_part(call *c, page *o, const forensic_case *k);
struct network_hunted;
// For network_hunts_by: what closed hunts say of one owner's systems.
status hunts_network(call *c, int64_t owner_id, struct network_hunted **out,
                     size_t *count) MUST_CHECK;

#endif
