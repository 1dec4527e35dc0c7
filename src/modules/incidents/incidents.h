// incidents.h - what befell a system: told once, led from step to step to its end by those whose part it
// is, on a time line that is only added to.
//
// Who sees an incident: its operator and owner, those above the owner and its supervisors, bodies convened
// for it, and who holds a national seat (CQDP, CQTT, BCD_QG) on the owner's side – the invented country is a side
// of its own. Who told of another's sees where it stands only. For all others it is not there (ST_MISSING).
// What they may do of it is the table law/incidents/rights.json; ST_FORBIDDEN else. State secrets never
// enter: such a text is refused with the right channel named. Text in results lives in c->a.
#ifndef COLOA_MODULES_INCIDENTS_INCIDENTS_H
#define COLOA_MODULES_INCIDENTS_INCIDENTS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/timers/timers.h"
#include "kit/web/web.h"
#include "modules/incidents/incident.h"
#include "modules/incidents/incident_letter.h"
#include "modules/incidents/mark.h"
#include "modules/organisations/organisations.h"

// ---- for later modules -----------------------------------------------------------------------------
status incident_load(call *c, int64_t id, incident *out) MUST_CHECK; // under sight; ST_MISSING
status incident_of_ref(call *c, str ref, incident *out) MUST_CHECK;  // "SC-2026-000123", or id
bool   incident_may(const call *c, const incident *i,
                    incident_act act);         // by seat, and by the person's right
bool   incident_is_serious(const incident *i); // decided so, or on that path
// What a step asks for. An emergency or a serious one is taken off the board (no incident, told in another) by
// the coordinator alone: only it may say that an emergency is over (TT 20/2017 Điều 9).
incident_act incident_step_act(const incident *i, const incident_step *s);

typedef struct incident_event_draft {
    const char *kind;  // words "incidents.event.<kind>"
    str         field; // of a fact; empty none
    str         before, after, words;
} incident_event_draft;
// Inside an act: a line of the time line, by c->who.
status incident_timeline_add(call *c, int64_t id, const incident_event_draft *e) MUST_CHECK;

// Head and end of a body's paper: who stands above it, symbol, place, head; for incident_letter_make.
status incident_letter_head(call *c, int64_t body_id, incident_letter *p) MUST_CHECK;
// In a sealed worker; in c->a. ST_INVALID "print-lacks" (of field "as") where the form holds what cannot be set.
status incident_letter_pdf(call *c, str title, str docx, str *pdf, problem *why) MUST_CHECK;
// What a module above shows in the room of an incident, as markup; app names it once.
struct page;
typedef status incident_room_part(call *c, struct page *o, const incident *i);
void           incidents_room_add(incident_room_part *part);
// What a module above shows beside form 05, of the same days and of the acting body; app names it once.
typedef status incident_summary_part(call *c, struct page *o, day first, day last);
void           incidents_summary_add(incident_summary_part *part);
// "Còn 5 giờ 12 phút", "Quá 2 giờ 3 phút".
str incident_left_words(struct page *o, int64_t due_ms, int64_t now_ms);
// Indicators of one, newest first, with those that were taken back (back_ms). Whoever passes them on keeps to their TLP.
status incidents_indicators(call *c, const incident *i, incident_indicator **out,
                            size_t *count) MUST_CHECK;

// ---- acts ------------------------------------------------------------------------------------------
// `system`: code of one in sight, from which owner, operator, level and decision are filled in; or empty, then
// `owner` is a body's code, empty: the acting body.
typedef struct incident_draft {
    str                   system, owner;
    const incident_value *values;
    size_t                count;
    bool                  typed; // in a form in Vietnam: a time may come without its zone
    bool                  open;  // whoever tells it says that it holds no state secret
} incident_draft;
// ST_INVALID also "unknown-system", "unknown-body", "sample-apart" (the invented country stands apart), "incident-open".
status incidents_add(call *c, const incident_draft *d, int64_t *id,
                     incident_problems *out) MUST_CHECK;
// Other facts. A time that was known and becomes another needs `reason`. ST_CONFLICT when `version` has moved.
typedef struct incident_change {
    int64_t               id, version;
    const incident_value *values;
    size_t                count;
    str                   reason;
    bool                  typed;
} incident_change;
status incidents_change(call *c, const incident_change *k, incident_problems *out) MUST_CHECK;
// One line, as it happens. ST_INVALID "required" "too-long" "state-secret".
status incidents_log(call *c, int64_t id, str words, problem *why) MUST_CHECK;
// To the next state. ST_INVALID "incident-no-way", "required" (reason) and those of incident_may_close;
// ST_CONFLICT when another was faster.
typedef struct incident_move {
    int64_t        id, version;
    incident_state to;
    str            reason;
} incident_move;
status incidents_move(call *c, const incident_move *m, problem *why) MUST_CHECK;
// Told in another one: its log says so, both stay. ST_INVALID "incident-itself", "incident-over".
status incidents_merge(call *c, int64_t id, int64_t version, int64_t into, str reason,
                       problem *why) MUST_CHECK;
// Proposed, verified or decided, each by whom it is for. A decision for serious needs number and plan.
typedef struct incident_classing {
    int64_t     id, version;
    class_stage stage;
    incident_class class;
    str plan, number, reason;
} incident_classing;
status incidents_classify(call *c, const incident_classing *k, problem *why) MUST_CHECK;
// Adds one a line, all or none; one that stands there already is left and not counted. ST_INVALID "required",
// "too-long", "state-secret", "indicator-form" (detail: the line), "choice-unknown" (tlp), "too-many".
typedef struct incident_marking {
    int64_t        id;
    indicator_kind as; // 0: each by its form
    indicator_tlp  tlp;
    str            lines, note;
} incident_marking;
status incidents_mark(call *c, const incident_marking *k, size_t *added, problem *why) MUST_CHECK;

// On duty from now on: the acting person, or (take false) nobody.
status incidents_take(call *c, int64_t id, int64_t version, bool take) MUST_CHECK;

status incidents_classes(call *c, const incident *i, incident_class_row **out,
                         size_t *count) MUST_CHECK; // newest first

// ---- papers that went out --------------------------------------------------------------------------
// Records that it was sent: the clocks that it answers stop (modules/incidents/answer.h), no other. `clock`: their
// rules, or empty. `sent` as a time is typed. ST_INVALID "required", "choice-unknown" (document, clock),
// "clock-which" (clocks to different bodies wait for such a paper), those of times, "clock-late" (a reason is wanted).
typedef struct incident_sending {
    int64_t id;
    str     document, number, recipients, sent, late_reason, clock;
    bool    typed;
} incident_sending;
status incidents_sent(call *c, const incident_sending *s, int64_t *paper, problem *why) MUST_CHECK;
// Recorded by mistake: it stays, struck out, and answers no clock. By the body that recorded it, or the
// coordinator. ST_INVALID "required", "incident-over"; ST_CONFLICT when it was already.
typedef struct incident_withdrawal {
    int64_t id, paper;
    str     reason;
} incident_withdrawal;
status incidents_paper_withdraw(call *c, const incident_withdrawal *k, problem *why) MUST_CHECK;
status incidents_papers(call *c, const incident *i, incident_paper **out,
                        size_t *count) MUST_CHECK; // newest first, at most INCIDENT_SHOWN_MAX

// ---- parts -----------------------------------------------------------------------------------------
status incidents_parties(call *c, const incident *i, incident_party **out,
                         size_t *count) MUST_CHECK;
// A unit, a member, the task force, a hired firm. ST_INVALID "required", "unknown-body", "seat-form", "seat-held"
// (it is there), "incident-over", "sample-apart".
typedef struct incident_convening {
    int64_t       id;
    incident_seat seat;
    str           body, basis;
} incident_convening;
status incidents_convene(call *c, const incident_convening *k, problem *why) MUST_CHECK;
// Also of one that is over. ST_INVALID "required", "seat-form" (it was not convened: it told it).
bool   incident_may_dismiss(const call *c, const incident *i, incident_seat seat);
status incidents_dismiss(call *c, int64_t id, int64_t party, str reason, problem *why) MUST_CHECK;

// ---- told of another's -----------------------------------------------------------------------------
// Who tells an incident of a system that is not its own is a third party to it: it sees that it was taken, its code
// and where it stands. Newest first, at most INCIDENT_PAGE; below: of the page before's last id, 0 from the newest.
typedef struct incident_told_row {
    int64_t        id, told_ms;
    str            code;
    incident_state state;
} incident_told_row;
status incidents_told(call *c, int64_t below, incident_told_row **out, size_t *count) MUST_CHECK;
status incidents_told_one(call *c, str ref, incident_told_row *out) MUST_CHECK; // ST_MISSING

typedef struct incident_seat_row { // who plays a national part, from when to when
    int64_t       id, body_id;
    incident_seat seat;
    str           basis, valid_from, valid_to, person, code, name;
} incident_seat_row;
status incident_seats_list(call *c, incident_seat_row **out, size_t *count) MUST_CHECK;
// By an administrator of the body that runs the node. Days as typed; from: empty today.
typedef struct incident_seat_draft {
    str seat, body, basis, from, to;
} incident_seat_draft;
status incident_seats_add(call *c, const incident_seat_draft *d, int64_t *id,
                          problem *why) MUST_CHECK;
// last_day: empty today. A seat that has not begun by then never was. ST_INVALID "seat-over": it ended before.
status incident_seats_end(call *c, int64_t id, str last_day, problem *why) MUST_CHECK;
// Bodies that hold it today; and of those the ones on the side of its owner.
enum { INCIDENT_HOLDERS_MAX = 20 };
status incident_seat_holders(call *c, incident_seat seat, int64_t *ids, size_t *count) MUST_CHECK;
status incident_seats_over(call *c, const incident *i, incident_seat seat, int64_t *ids,
                           size_t *count) MUST_CHECK;
// The coordinator on the acting body's side, the first where several were named: a network_lead. ST_MISSING.
status incidents_lead(call *c, int64_t *body_id) MUST_CHECK;

// ---- looking ---------------------------------------------------------------------------------------
typedef struct incident_filter { // in an address: ?q=&state=&open=1&level=&type=
    str            q;
    incident_state state;
    bool           open;
    int            level;
    str            type;
} incident_filter;
// ST_INVALID "filter-unknown".
status incidents_filter_set(str name, str value, incident_filter *f, problem *why) MUST_CHECK;

// Newest first. limit 0: INCIDENT_PAGE. ST_INVALID "cursor".
status incidents_list(call *c, const incident_filter *f, str cursor, size_t limit,
                      incident_page *out, problem *why) MUST_CHECK;

status incidents_values(call *c, const incident *i, incident_values *out) MUST_CHECK;

// Newest first; below: of the page before's last id, 0 from the newest.
status incidents_events(call *c, const incident *i, int64_t below, incident_event **out,
                        size_t *count) MUST_CHECK;

// What a form begins with for a system in sight: names, level, decision, the contact of the acting body.
status incidents_prefill(call *c, str system, incident_values *out, problem *why) MUST_CHECK;

// ---- for app ---------------------------------------------------------------------------------------
extern const sql_module    incidents_sql;
extern const web_module    incidents_module;
extern const web_module    incidents_api_module;
extern const web_module    incidents_room_api_module;
extern const command_table incidents_room_commands;
extern const web_module    incidents_marks_module; // pages of indicators
extern const web_module    incidents_marks_api_module;
extern const command_table incidents_marks_commands;
struct evidence_teller; // modules/evidence
extern const struct evidence_teller incidents_task_teller;
extern const struct evidence_teller incidents_file_teller;
extern const web_module             incidents_notices_module; // by anybody, without an account
extern const web_module             incidents_summary_module; // form 05
extern const command_table          incidents_summary_commands;
extern const web_module             incidents_members_module; // a member's papers
extern const command_table          members_commands;         // `network paper`
extern const command_table          incidents_commands;
extern const timer_table            incidents_timers;
extern const body_heir              incidents_heir;
struct task_source; // modules/tasks
extern const struct task_source
                           incidents_notices_source; // notices that wait, one task a coordinator
extern const command_table incidents_law_commands;   // `incidents clocks`

#endif
