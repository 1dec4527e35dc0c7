// forensics.h - evidence of investigations: cases, the items in them, what was done to each, what detection found.
//
// Who sees a case: the body that holds it and those it let in; not the bodies above, an investigation may be about them.
// For all others it is not there (ST_MISSING). What a person may do follows from right and part (case.h); ST_FORBIDDEN
// else. State secrets never enter: names and texts that bear a mark are refused with the right channel named.
// Content is kept by its SHA-256 outside the database (kit/blobs), once, and is never changed. Every touch writes a row
// of the custody log (custody.h) in its own act. Text in results lives in c->a.
#ifndef COLOA_MODULES_FORENSICS_FORENSICS_H
#define COLOA_MODULES_FORENSICS_FORENSICS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/jobs/jobs.h"
#include "kit/web/web.h"
#include "modules/forensics/case.h"
#include "modules/forensics/finding.h"
#include "modules/forensics/handover.h"

// ---- cases -----------------------------------------------------------------------------------------
typedef struct case_draft {
    str     title, ground;
    str     incident; // code or id of one in sight; may be empty
    str     systems;  // codes of some in sight, blanks or commas between
    int64_t body_id;  // who holds it; 0: the acting body (another: the machine alone)
    bool    open;     // whoever opens it says that it holds no state secret
} case_draft;
// ST_INVALID naming the field: "required" "too-long" "not-text" "state-secret" "evidence-open" "incident-unknown"
// "unknown-system" "too-many".
status cases_add(call *c, const case_draft *d, int64_t *id, problem *why) MUST_CHECK;
status case_load(call *c, int64_t id, forensic_case *out) MUST_CHECK;
status case_of_ref(call *c, str ref, forensic_case *out) MUST_CHECK; // "VV-2026-000012", or id
// The open case of an incident that a body holds (0: the acting one). ST_MISSING: none; ST_INVALID "incident-unknown".
status case_of_incident(call *c, str about, int64_t body_id, forensic_case *out,
                        problem *why) MUST_CHECK;
bool   forensics_may(const call *c, const forensic_case *k, case_act act);

typedef struct case_filter {
    str        q;
    case_state state; // 0 any
    int64_t    incident_id, system_id;
} case_filter;
// Newest first. limit 0: CASE_PAGE. ST_INVALID "cursor".
status cases_list(call *c, const case_filter *f, str cursor, size_t limit, case_page *out,
                  problem *why) MUST_CHECK;
status case_systems(call *c, const forensic_case *k, int64_t **ids, size_t *count) MUST_CHECK;
status case_bodies(call *c, const forensic_case *k, case_body **out, size_t *count) MUST_CHECK;
// ST_INVALID "required" "unknown-body" "case-body-there" "sample-apart" "too-many".
typedef struct case_letting {
    int64_t   case_id;
    case_part part; // CASE_WORKER or CASE_READER
    str       body, basis;
} case_letting;
status case_let_in(call *c, const case_letting *l, problem *why) MUST_CHECK;
status case_let_out(call *c, int64_t case_id, int64_t row, str reason, problem *why) MUST_CHECK;
// Closed with a reason, or opened again. ST_CONFLICT when it is so already.
status case_close(call *c, int64_t id, bool close, str reason, problem *why) MUST_CHECK;

// ---- taking in -------------------------------------------------------------------------------------
typedef struct item_draft {
    int64_t case_id, of_id; // of_id: it is a picture of that item
    str     path;           // as it lay on the medium, with its name
    str     system;         // code of one in sight; may be empty
    str     device, place, taken_from, ground, seal, note;
    str     collected; // when: as a person types it, or RFC 3339; empty: not known
    bool    open;      // whoever brings it says that it holds no state secret
} item_draft;
typedef struct item_taken {
    int64_t id;
    bool    same; // the same bytes under the same path are there already: *id is theirs
    str     code, sha256;
    int64_t bytes;
} item_taken;
// Reads fd from its position to its end, hashing. ST_INVALID "required" (ground, taken_from, path) "too-long" "not-text"
// "state-secret" "evidence-open" "unknown-system" "time-form" "time-future"; ST_LIMIT "disk-full", "evidence-big";
// ST_BROKEN "evidence-disk": nothing was kept. An empty file is taken: that it is empty may matter.
status items_take(call *c, const item_draft *d, int fd, item_taken *out, problem *why) MUST_CHECK;
// The draft itself, before any byte is read.
status items_check(call *c, const item_draft *d, problem *why) MUST_CHECK;

typedef struct item_page {
    forensic_item *items;
    size_t         count;
    str            next;
} item_page;
typedef struct item_filter {
    int64_t   of_id; // 0 any
    item_kind kind;  // 0 any
} item_filter;
// In the order they came. ST_INVALID "cursor".
status items_list(call *c, const forensic_case *k, const item_filter *f, str cursor, size_t limit,
                  item_page *out, problem *why) MUST_CHECK;
status item_load(call *c, int64_t id, forensic_item *out, forensic_case *k) MUST_CHECK;
status item_of_ref(call *c, str ref, forensic_item *out, forensic_case *k) MUST_CHECK;
// Opens the content for reading and writes the row: CUSTODY_VIEWED or CUSTODY_COPIED. ST_MISSING "evidence-gone";
// ST_CONFLICT when it was destroyed.
status item_open(call *c, int64_t id, custody_act act, forensic_item *out, int *fd,
                 problem *why) MUST_CHECK;

// ---- the custody log -------------------------------------------------------------------------------
// What a person did with an item: received, sealed, unsealed, returned, destroyed, noted, analysed (with `tool`).
// ST_INVALID "required", "choice-unknown" (act), "custody-step" (does not fit where the item stands), "not-a-day".
typedef struct custody_draft {
    int64_t     item_id;
    custody_act act;
    str         words, party, seal, tool;
    str decision, decided_on; // of CUSTODY_DESTROYED: number and day, as typed; party: who decided
} custody_draft;
// Destroyed: the bytes are taken away for good, unless a row of any module still points at them; held tells which.
typedef struct item_destruction {
    int64_t at_ms, erased_ms; // erased 0: they are still there
    str     decision, decided_on, decided_by, ground, person;
    str     held;    // kinds that still pointed at them, blanks between; words "blob.<kind>"
    bool    waiting; // nothing does; the server takes them away within minutes
} item_destruction;
// ST_MISSING: it was not, or before decisions were kept.
str    item_held_words(arena *a, lang in, str held); // "công văn, minh chứng"
status item_destruction_of(call *c, int64_t item_id, item_destruction *out) MUST_CHECK;
status custody_record(call *c, const custody_draft *d, problem *why) MUST_CHECK;
// Newest first, below row `below` (0: from the newest); item 0: of the whole case.
status custody_list(call *c, const forensic_case *k, int64_t item_id, int64_t below,
                    custody_row **out, size_t *count) MUST_CHECK;
// Reads every byte and row again. Inside no act. `done` (may be NULL) is told of progress; what it returns but ST_OK ends
// it. anchor: as custody_anchor gives it, or empty. Writes a row and keeps what it found. *out: see fault_count.
typedef struct custody_verifying {
    int64_t case_id, item_id; // item_id 0: all
    str     anchor;
    status (*done)(void *ctx, int64_t bytes, int64_t all);
    void *ctx;
} custody_verifying;
status custody_verify(call *c, const custody_verifying *v, custody_check *out,
                      problem *why) MUST_CHECK;
// Numbers that were given out to cases, items and hand-overs that are not there any more: nothing is ever taken out. `out`
// has room for CASE_FAULTS_MAX of them, *count may be more; the number is .item. They are of all bodies: none for anybody but the machine.
status custody_numbers_check(call *c, custody_fault *out, int64_t *count) MUST_CHECK;
status custody_last_check(call *c, const forensic_case *k,
                          custody_check *out) MUST_CHECK; // ST_MISSING

// ---- handed to another ------------------------------------------------------------------------------
// Every item is recorded as handed over, and the record stands on the end of the log after that. ST_INVALID "required"
// (items, receiver, receiver_body, reason), "too-many", "item-unknown", "custody-step" (detail: the item), and those of
// node_key_load.
status case_handover_make(call *c, const handover_draft *d, handover *out, problem *why) MUST_CHECK;

// ---- for modules/hunts -----------------------------------------------------------------------------
// A hunt of the acting body is linked to a case: a line of its log, and findings tell their hunt. `hunt`: the hunt's code;
// *fresh: it was not linked yet. Inside an act of the caller's. ST_FORBIDDEN: who may not work in it.
status case_link_hunt(call *c, const forensic_case *k, int64_t hunt_id, str hunt,
                      bool *fresh) MUST_CHECK;
status case_hunts(call *c, const forensic_case *k, int64_t **hunt_ids, size_t *count) MUST_CHECK;
typedef struct hunted_case {
    forensic_case k;
    int64_t       findings, threats; // those that are shown; of them judged a threat
} hunted_case;
enum { HUNTED_CASES_MAX = 100 };
// Of those in sight, in the order they were linked.
status cases_of_hunt(call *c, int64_t hunt_id, hunted_case **out, size_t *count) MUST_CHECK;
// What a module above shows on the page of a case, as markup; app names it once.
struct page;
typedef status case_page_part(call *c, struct page *o, const forensic_case *k);
void           case_part_add(case_page_part *part);

// ---- indicators of a case --------------------------------------------------------------------------
// Its own list: entered line by line, used by detection beside rule sets (rule set 0). Each act that changes it makes a
// version; what stood in any version follows from rows that are never deleted.
enum {
    CASE_INDICATORS_MAX   = 5000, // that stand
    INDICATOR_LINES_MAX   = 500,  // of one act
    INDICATOR_BYTES_TYPED = 128 * 1024,
    INDICATOR_FAULTS_MAX  = 50,
};
typedef struct case_indicator {
    int64_t id, at_ms, removed_ms, since_no, until_no; // until 0: it stands
    str     kind; // listed_kind_key; words "forensics.kind.<key>"
    str     value, note, source, tlp, person, removed_by, removed_why;
} case_indicator;
typedef struct case_indicator_page {
    case_indicator *items;
    size_t          count;
    int64_t         total;
    str             next;
} case_indicator_page;
typedef struct indicator_draft {
    int64_t case_id;
    str     lines; // a value a line, as found or defanged; behind a semicolon or a tab its note
    str     note, source;
} indicator_draft;
typedef struct indicator_fault {
    size_t line;
    str    text, rule; // words "problem.<rule>"
} indicator_fault;
typedef struct indicators_added {
    size_t          added, same; // same: they stand already
    size_t          held;        // of an incident: TLP:RED and TLP:AMBER+STRICT, not taken over
    size_t          fault_count; // lines
    indicator_fault faults[INDICATOR_FAULTS_MAX];
} indicators_added;
// All or none. ST_INVALID "indicator-lines" (see faults), "required" (lines), "too-long", "too-many", "state-secret".
status case_indicators_add(call *c, const indicator_draft *d, indicators_added *out,
                           problem *why) MUST_CHECK;
// Those that stand in the incident of the case. ST_INVALID "case-no-incident"; ST_MISSING: it is out of sight.
status case_indicators_of_incident(call *c, int64_t case_id, indicators_added *out,
                                   problem *why) MUST_CHECK;
// ST_INVALID "required" (reason), "indicator-back": it is gone already.
status case_indicator_remove(call *c, int64_t case_id, int64_t id, str reason,
                             problem *why) MUST_CHECK;
// Newest first; those that stand, or those that were removed. ST_INVALID "cursor".
status case_indicators(call *c, const forensic_case *k, bool removed, str cursor,
                       case_indicator_page *out, problem *why) MUST_CHECK;
// As a csv, the very bytes that detection reads. no 0: as it stands. ST_MISSING: there was no such version.
typedef struct case_list {
    int64_t no, count;
    str     name, file, text, sha256; // name: as runs tell it; file: to be downloaded as
} case_list;
status case_list_at(call *c, const forensic_case *k, int64_t no, case_list *out) MUST_CHECK;

// ---- what detection found --------------------------------------------------------------------------
// A rule set of the acting body: an archive as it was brought. ST_MISSING out of sight.
status rule_set_load(call *c, int64_t id, rule_set *out) MUST_CHECK;
status rule_sets_list(call *c, rule_set **out, size_t *count) MUST_CHECK; // newest first
typedef struct rule_set_draft {
    str name, version;
    str file; // its name as sent: a zip, or one list of indicators; empty: its bytes tell
} rule_set_draft;
// ST_INVALID "required" "too-long" "rules-form" (neither) "archive-no-zip"; the same bytes under the same version: that one.
status rule_set_add(call *c, const rule_set_draft *d, int fd, int64_t *id, problem *why) MUST_CHECK;
typedef struct case_looking {
    int64_t case_id, rule_set_id; // of the acting body; 0: the case's own indicators
    bool    slack;                // also what slack of event logs still holds
} case_looking;
// Detection as a job. ST_CONFLICT "case-working".
status case_detect_ask(call *c, const case_looking *l, problem *why) MUST_CHECK;
// At once, in sealed processes of its own.
status case_detect_now(call *c, const case_looking *l, problem *why) MUST_CHECK;
status runs_list(call *c, const forensic_case *k, finding_run **out,
                 size_t *count) MUST_CHECK; // newest first

typedef struct finding_filter { // 0 and empty: any
    finding_triage triage;
    finding_level  least;
    str            tag, rule; // tag as attack_tag gives it
    int64_t        item_id, run_id;
    bool           suppressed; // those alone; else those that are shown
} finding_filter;
typedef struct finding_page {
    finding *items; // .event only where one is loaded
    size_t   count;
    str      next;
} finding_page;
// Highest first, then in the order they were found. ST_INVALID "cursor".
status findings_list(call *c, const forensic_case *k, const finding_filter *f, str cursor,
                     size_t limit, finding_page *out, problem *why) MUST_CHECK;
status finding_load(call *c, int64_t id, finding *out, forensic_case *k) MUST_CHECK;
typedef struct finding_counts {
    int64_t all, suppressed, by_triage[FINDING_TRIAGES + 1], by_level[FINDING_LEVELS + 1];
} finding_counts; // by_…: of those that are shown
status findings_count(call *c, const forensic_case *k, finding_counts *out) MUST_CHECK;
// ST_INVALID "too-long" "not-text" "state-secret"; ST_CONFLICT when `version` is no longer the row's.
typedef struct finding_judging {
    int64_t        id, version;
    finding_triage triage;
    str            comment;
} finding_judging;
status finding_judge(call *c, const finding_judging *j, problem *why) MUST_CHECK;

// ---- for app ---------------------------------------------------------------------------------------
// Once a minute by the server, as the machine: what nobody went on sending is forgotten.
status forensics_minute(call *c) MUST_CHECK;
// A file that grows in the blobs' folder (kit/blobs/part.h): is it one of ours?
status forensics_part_known(call *c, str part, bool *known) MUST_CHECK;

extern const sql_module  forensics_sql;
extern const blob_keeper forensics_items_keeper, forensics_rules_keeper;
extern const web_module  forensics_module, forensics_items_module, forensics_api_module,
    forensics_handovers_module, forensics_findings_module, forensics_indicators_module,
    forensics_findings_api_module;
extern const command_table forensics_commands, forensics_handover_commands,
    forensics_detect_commands, forensics_indicator_commands;
extern const job_table forensics_jobs;
struct task_source; // modules/tasks
extern const struct task_source forensics_triage_source;
struct body_heir; // modules/organisations
extern const struct body_heir forensics_heir;

#endif
