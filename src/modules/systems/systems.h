// systems.h - the register of information systems: what each is, whose, which facts are known of it,
// and its level as last determined.
//
// It is not the walk through the questions nor the explanation of a level (modules/levels), nor any
// paper (modules/dossiers). It computes a level only because every write must leave one behind.
//
// What the acting body may not see is ST_MISSING: every load joins `scope`. Every function takes the
// call first; text in results lives in c->a. State secrets never enter: of a system that handles them
// the register keeps the fact and its grade, nothing else.
#ifndef COLOA_MODULES_SYSTEMS_SYSTEMS_H
#define COLOA_MODULES_SYSTEMS_SYSTEMS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/jobs/jobs.h"
#include "kit/law/law.h"
#include "kit/web/web.h"
#include "modules/systems/official_sheet.h"
#include "modules/systems/system.h"

enum {
    SYSTEM_PAGE           = 50,   // systems in one page of the list
    SYSTEM_PAGE_MAX       = 500,  // most that a caller may ask for
    SYSTEM_QUERY_MAX      = 200,  // characters of a search
    SYSTEM_WORDS_MAX      = 8,    // words of one search; more are ignored
    SYSTEM_HOSTED_MAX     = 200,  // systems told to run on one
    SYSTEM_CANDIDATES_MAX = 5000, // hits that a search ranks; with more it only orders them by name
};

// id in decimal or code ("HT-000123", any case): what addresses, commands and the API take.
status systems_get(call *c, str ref, system_record *out) MUST_CHECK;
status systems_get_id(call *c, int64_t id, system_record *out) MUST_CHECK;

// ---- lists --------------------------------------------------------------------------------------
typedef enum system_order { SYSTEMS_BY_NAME = 0, SYSTEMS_BY_LEVEL } system_order;

// In an address: ?q=&level=&state=&result=&owner=&branch=&order=. A zero field does not filter.
typedef struct system_filter {
    str          q;        // words, accent-insensitive, each the beginning of a word
    int          level;    // 1..5
    bool         no_level; // level=0: those without one
    system_state state;
    law_result   result;
    int64_t      owner_id;  // systems of exactly this owner
    int64_t      branch_id; // what this body, which stands in the acting body's branch, can see
    system_order order;     // a search is always in the order of how well its hits fit
} system_filter;

// One parameter of an address ("level" "3"). ST_INVALID for a value or a name that is none
// ("filter-unknown"). An empty value does not filter.
status systems_filter_set(call *c, str name, str value, system_filter *f, problem *why) MUST_CHECK;

typedef struct system_page {
    system_row    *items;
    system_record *records; // the same systems whole, when they were asked for; else NULL
    size_t         count;
    int64_t total; // of the whole filter; -1: more than SYSTEM_CANDIDATES_MAX hits of a search
    str     next;  // cursor of the next page, absent at the end
} system_page;

// In Vietnamese order of name; hits that carry the very accents of q first. limit 0: SYSTEM_PAGE.
// ST_INVALID "cursor" for a cursor that is not ours; ST_MISSING for a branch out of sight.
status systems_list(call *c, const system_filter *f, str cursor, size_t limit, system_page *out,
                    problem *why) MUST_CHECK;
// The same with every field of each.
status systems_list_records(call *c, const system_filter *f, str cursor, size_t limit,
                            system_page *out, problem *why) MUST_CHECK;

// Calls fn for every system of the filter, page by page in c->a, which is rewound after each page:
// fn keeps nothing. Stops at the first status that is not ST_OK. ST_CONFLICT when a body it looks through
// gave way to another meanwhile: half a report is none.
typedef status systems_each_fn(call *c, const system_record *one, void *ctx);
status systems_each(call *c, const system_filter *f, systems_each_fn *fn, void *ctx) MUST_CHECK;

typedef struct system_link { // a system that another runs on, or that runs on it
    int64_t    id;
    str        code, name;
    int        level;
    law_result result;
} system_link;

typedef struct system_links { // as far as the acting body sees them
    system_link *hosts, *hosted;
    size_t       host_count, hosted_count; // hosted: at most SYSTEM_HOSTED_MAX
} system_links;

status systems_links(call *c, int64_t id, system_links *out) MUST_CHECK;

// ---- acts ---------------------------------------------------------------------------------------
// Each is one act: checked, written, its level determined, audited. ST_INVALID fills `problems`
// ("required", "too-long", "not-text", "date-form", "date-order", "level-form", "choice-unknown",
// "hosts-form", "host-unknown", "host-self", "host-circle", "name-taken", "body-unknown", "body-forbidden", "email-form", "url-form", those of law_facts_parse).
status systems_add(call *c, const system_data *draft, int64_t *id,
                   system_problems *problems) MUST_CHECK;
// ST_CONFLICT when `version` is no longer the row's.
status systems_change(call *c, int64_t id, int64_t version, const system_data *draft,
                      system_problems *problems) MUST_CHECK;

// A sheet taken in as `coloa systems import` does: every good row. For sheets the program brings along.
typedef struct system_intake {
    size_t taken, refused;
} system_intake;
status systems_take_in(call *c, int fd, str filename, system_intake *out, problem *why) MUST_CHECK;

typedef struct system_change { // one field of one change
    int64_t    version, at_ms, import_id, bulk_id;
    change_act act; // 0: not told then
    str        person, field, before, after;
} system_change;

typedef struct history_ask {
    str     field; // empty: every field
    int64_t below; // version of the page before's `next`; 0: from the newest
    size_t  most;  // rows; 0: as many as there may be (500)
} history_ask;

typedef struct history_page {
    system_change *items; // newest first, whole versions
    size_t         count;
    int64_t        next; // 0: no further page
} history_page;

status systems_history(call *c, int64_t id, const history_ask *ask, history_page *out) MUST_CHECK;
// Keys of the fields that ever changed.
status systems_history_fields(call *c, int64_t id, str **out, size_t *count) MUST_CHECK;

// ---- determinations -------------------------------------------------------------------------------
// Newest first, at most 100.
status systems_determinations(call *c, int64_t system_id, determination **out,
                              size_t *count) MUST_CHECK;

// Which pack a system falls under on a day, by its state, decision and begin.
status system_choose_pack(const system_record *s, day on, law_choice *out, problem *why) MUST_CHECK;

// Decides from the stored facts and records it. pack NULL: chosen by date and situation. `reason` at
// most 2000 characters. *out may be NULL. ST_CONFLICT when `version` (0: any) is no longer the row's.
status systems_determine(call *c, int64_t id, int64_t version, const law_pack *pack, str reason,
                         determination *out, problem *why) MUST_CHECK;

// Stores other facts (JSON of kit/law) and determines anew: the end of the questions' walk.
status systems_set_facts(call *c, int64_t id, int64_t version, str facts_json, str reason,
                         determination *out, problem *why) MUST_CHECK;

// ---- what a dossier came to ------------------------------------------------------------------------
// Inside an act of modules/dossiers, whose own rules said that the caller may: the columns of the register
// that tell of the approval. approval 0 and an absent decision leave what is there. A dossier under way does
// not undo an earlier approval. The level is not determined anew.
typedef struct system_outcome {
    system_approval   approval;
    str               decision_no, decision_on, decision_by;
    system_deployment deployment; // 0: as it is
    bool              runs;       // put into operation; its first day is today unless one is known
} system_outcome;
status systems_set_outcome(call *c, int64_t id, const system_outcome *o, problem *why) MUST_CHECK;

// ---- going live -------------------------------------------------------------------------------------
// Asked inside the act by which a system that was planned, built or upgraded comes to run. ST_INVALID with a
// rule stops it ("workflow-guard"). As declared after the change.
typedef struct system_going {
    int64_t id, owner_id;
    int64_t
         upgraded_since_ms; // coming back from an upgrade: when it last went live; 1 not known, 0 it does not
    str  pack;
    int  level;
    bool approved, plan_done, assessed;
} system_going;
// When it last went live before the upgrade it is in; 1: not known. 0: it is in none.
status         systems_upgraded_since(call *c, const system_record *s, int64_t *ms) MUST_CHECK;
typedef status system_gate(call *c, const system_going *g, problem *why);
void           systems_gate(system_gate *gate); // app, once, before the store opens; NULL: none

// What a module above shows on the page of a system, as markup; app names each once.
enum { SYSTEM_PARTS_MAX = 8 };
struct page;
typedef status system_page_part(call *c, struct page *o, int64_t system_id);
void           systems_part_add(system_page_part *part);

// ---- for app ------------------------------------------------------------------------------------
extern const sql_module systems_sql;
extern const job_table  systems_jobs;
extern const web_module systems_module;
struct body_heir;                           // modules/organisations
extern const struct body_heir systems_heir; // what a body that ends hands on
extern const command_table    systems_commands;
struct task_source;                                      // modules/tasks
extern const struct task_source systems_open_source;     // levels still open, one task a body
extern const struct task_source systems_left_out_source; // imports that left rows out

#endif
