// reports.h - the yearly report (Mẫu 08 of NĐ 331/2026, and the same under TT 12/2022): what is due to
// whom, drawn from the register, looked through by six rules, frozen, signed off, sent.
//
// The seven figures follow from the table and are never typed. What people type is kept at once. A
// frozen report stands on its own rows and names: neither the register nor a merger changes it. Who may
// see a report: the body that holds it and those above it. Who acts on it acts for that very body.
#ifndef COLOA_MODULES_REPORTS_REPORTS_H
#define COLOA_MODULES_REPORTS_REPORTS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/web/web.h"
#include "modules/organisations/organisations.h"
#include "modules/reports/report.h"
#include "modules/reports/report_check.h"

enum { REPORT_LIST_MAX = 100, REPORT_FIXES_MAX = 200 };

typedef struct report_head {
    int64_t           id; // 0: none was begun; it is drawn from the register as it is
    int64_t           body_id, holder_id;
    str               body_code, body_name, body_name_en; // of body_id as it is called today
    bool              invented;                           // of the demo's invented country
    str               kind, pack_id, pack_version, pack_sha256;
    int               year, edition;
    report_state      state;
    int64_t           version, control;
    str               reason;
    int64_t           started_id, frozen_id, signed_id;
    str               started_by, frozen_by, signed_by, sent_by;
    int64_t           started_ms, checked_ms, snapshot_ms, signed_ms, sent_ms;
    str               sha256;  // of the snapshot
    report_figures    figures; // once frozen
    str               sent_no, sent_on, sent_to;
    const law_pack   *pack;
    const law_report *what;
} report_head;

// What is due for the acting body: a row of the calendars of the packs in force.
typedef struct report_due {
    const law_pack   *pack;
    const law_report *what;
    int               year;       // of a yearly one
    day               last;       // last safe day; year 0: not said
    bool              built_here; // this program makes it
    bool              own;        // it is this body's: an owner's, or a unit's
    bool              overdue;
    str               to;        // whom, in words
    int64_t           report_id; // of the living edition; 0 none
    report_state      state;
} report_due;
status reports_due(call *c, report_due **out, size_t *count) MUST_CHECK;

// Latest first. body_id 0: the acting body.
status reports_list(call *c, int64_t body_id, report_head **out, size_t *count) MUST_CHECK;
status reports_load(call *c, int64_t id, report_head *out) MUST_CHECK; // ST_MISSING out of sight
// The living edition of a body, kind and year, or one that was never begun (id 0, drawn from the
// register). pack NULL: that of the edition, else the newest in force that has the kind.
// ST_INVALID "report-kind", ST_MISSING.
status reports_find(call *c, int64_t body_id, str kind, int year, const law_pack *pack,
                    report_head *out, problem *why) MUST_CHECK;

// The units directly below a body: who has handed in a report of that year.
typedef enum unit_state { UNIT_NONE = 1, UNIT_BEGUN, UNIT_IN_TIME, UNIT_LATE } unit_state;
typedef struct report_unit_row {
    int64_t      body_id, report_id, systems, total;
    str          code, name;
    report_state state; // of its report; 0 none
    str          sent_on;
    unit_state   how;
} report_unit_row;
typedef struct report_unit_list {
    report_unit_row *items;
    size_t           count, in_time, late, begun, none;
    day              last; // last safe day of handing in
} report_unit_list;
status reports_units(call *c, int64_t body_id, int year, report_unit_list *out) MUST_CHECK;

// ---- what a report tells --------------------------------------------------------------------------
typedef struct report_text {
    str key, text;
} report_text;

typedef struct report_content {
    report_head    head;
    report_text   *texts;
    size_t         text_count;
    report_sheet   sheet;
    report_figures figures;
    report_tally   tally;
    report_faults  faults;          // of a draft; a frozen one has been looked through
    size_t         reasons_missing; // rules with warnings and no reason
    size_t         texts_missing;   // sections that must be written and are not
    bool           ready;           // it may be frozen
    int64_t        as_of_ms;
} report_content;
str report_text_of(const report_content *k, const char *kind, str key); // ("s", "tuan-thu")
str report_to_text(const report_content *k); // whom it goes to, when somebody has said so

// Everything in *out lives in a, which must be large for many systems: see report_work.
status reports_content(call *c, const report_head *head, arena *a, report_content *out) MUST_CHECK;

// Memory for that, of this process, given back at the end; only touched pages cost.
status report_work(arena *out) MUST_CHECK;
void   report_work_end(arena *work);

// ---- acts: by persons of the body that holds it ----------------------------------------------------
// ST_INVALID "report-kind", "report-begun" (one is living already), "report-period".
status reports_start(call *c, str kind, int year, const law_pack *pack, int64_t *id,
                     problem *why) MUST_CHECK;
// Keeps texts ("s.<heading>", "t.<heading>", "r.<rule>", "to") and the number of systems by the agency's
// own list (-1 none, NULL: stays). What is not given stays. ST_CONFLICT "report-frozen" once it is,
// "report-moved" when `version` (0: any) is no longer its version: another has written meanwhile.
typedef struct report_writing {
    const report_text *texts;
    size_t             count;
    const int64_t     *control;
    int64_t            version;
} report_writing;
status reports_write(call *c, int64_t id, const report_writing *what, problem *why) MUST_CHECK;
// Looks it through and keeps whether it is ready.
status reports_look(call *c, int64_t id, problem *why) MUST_CHECK;
// ST_INVALID "report-faults", "report-reasons", "report-texts"; ST_CONFLICT "report-moved".
status reports_freeze(call *c, int64_t id, int64_t version, problem *why) MUST_CHECK;
// By the head: not who began or froze it ("report-own"). ST_CONFLICT "report-moved".
status reports_sign(call *c, int64_t id, int64_t version, problem *why) MUST_CHECK;
// The clerk records number and day. ST_INVALID "required", "not-a-day", "report-day".
typedef struct report_sending {
    str no, on, to;
} report_sending;
status reports_send(call *c, int64_t id, int64_t version, const report_sending *s,
                    problem *why) MUST_CHECK;
// A corrected edition: what was typed goes along. Before it is sent the old one is dropped, after that
// both stay. By who drafts or by the head (who so hands it back). ST_INVALID "required" (reason).
status reports_correct(call *c, int64_t id, str reason, int64_t *new_id, problem *why) MUST_CHECK;

// ---- files -----------------------------------------------------------------------------------------
typedef enum report_format { REPORT_DOCX = 1, REPORT_PDF, REPORT_XLSX } report_format;
bool report_format_named(str suffix, report_format *out); // "docx", "pdf", "xlsx"

typedef struct report_file {
    str     bytes, name, type;
    int64_t pages;   // of a PDF
    int64_t systems; // rows of the first table
    char    sha256[65];
} report_file;
// The paper or the table. Of one that was sent the very paper that went out. `sample` as in
// papers_draw. Lives in a.
status reports_build(call *c, const report_head *head, report_format format, arena *a,
                     report_file *out, problem *why) MUST_CHECK;

struct http_response;
// The file as an answer; ST_MISSING for a format that is none.
status report_file_answer(call *c, const report_head *h, str format, struct http_response *rs,
                          problem *why) MUST_CHECK;

// What a module above has to say under the heading that is for whatever the recipient asks (none of the form's own): of a
// body, from a day to another; empty: nothing. Whoever writes the report takes it in or leaves it; app names it once.
typedef status report_offer(call *c, int64_t body_id, day first, day last, str *out);
void           reports_offer_add(report_offer *offer);

// ---- for app ---------------------------------------------------------------------------------------
extern const sql_module    reports_sql;
extern const web_module    reports_module, reports_api_module;
extern const command_table reports_commands;
extern const body_heir     reports_heir;

#endif
