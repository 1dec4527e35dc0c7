// dossiers.h - the dossier by which a system's level and plan are proposed, appraised and approved; and its
// papers, drawn up from the register and its latest finding.
//
// The way is the pack's (law/PACK/workflow.json, kit/workflow): states, who may do what at which level, what
// an act must bring, what must hold (guard.h). A dossier goes its way under the pack it began with. It keeps
// what is its own; the system's facts, level and regulation are the register's, and what the dossier comes to
// is written there. A form is a row of the law pack; its template is a docx built from law/PACK/forms/KEY.form.
// A number, a day and a signature are never written by a paper: the clerk and the signer give those.
#ifndef COLOA_MODULES_DOSSIERS_DOSSIERS_H
#define COLOA_MODULES_DOSSIERS_DOSSIERS_H

#include "kit/base/base.h"
#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/law/law.h"
#include "kit/web/web.h"
#include "kit/workflow/workflow.h"
#include "modules/dossiers/dossier.h"
#include "modules/dossiers/papers_face.h"
#include "modules/systems/systems.h"

// ---- the dossier: looking -----------------------------------------------------------------------------
enum { DOSSIER_PAGE = 50 };

// ref: id or code ("HS-000123"). ST_MISSING out of sight.
status dossiers_get(call *c, str ref, dossier *out) MUST_CHECK;
// With everything in it, under the pack as it is kept in this program.
status dossiers_content(call *c, str ref, dossier_content *out) MUST_CHECK;

typedef struct dossier_filter { // ?state=&level=&system=&under_way=1
    str     state;
    int64_t level, system_id;
    bool    under_way;
} dossier_filter;
// One parameter of an address. ST_INVALID "filter-unknown" for a name or a value that is none.
status dossiers_filter_set(call *c, str name, str value, dossier_filter *f,
                           problem *why) MUST_CHECK;

typedef struct dossier_list_page {
    dossier *items;
    size_t   count;
    int64_t  total;
    int64_t  overrides; // as dossiers_overrides, whatever the filter
    str      next;      // cursor; absent at the end
} dossier_list_page;
// Newest first. limit 0: DOSSIER_PAGE. ST_INVALID "cursor".
status dossiers_list(call *c, const dossier_filter *f, str cursor, size_t limit,
                     dossier_list_page *out, problem *why) MUST_CHECK;

// How the acting person stands to it. Roles in c->a.
status dossier_seat(call *c, const dossier *d, workflow_seat *out) MUST_CHECK;
// What the acting person may do now.
status dossier_open_acts(call *c, const dossier_content *k, const law_act **out,
                         size_t *count) MUST_CHECK;
// Where it stands: who holds it (empty: nobody), which clock runs.
typedef struct dossier_standing {
    str           holder; // key of the actor: "operator"
    str           body;   // whose people
    dossier_clock clock;
} dossier_standing;
status         dossier_stands(call *c, const dossier_content *k, dossier_standing *out) MUST_CHECK;
workflow_thing dossier_thing(const dossier *d);

typedef struct dossier_letter { // of modules/letters
    int64_t id, at_ms;          // when it came here
    bool    out;
    str     ref, day, about, party, file; // file: name of the scan, "" none
    str     act;                          // by which it came here: key of an act, "" linked by hand
    str     person;
} dossier_letter;
// Its letters that the reader may see, oldest first.
status dossier_letters(call *c, const dossier *d, dossier_letter **out, size_t *count) MUST_CHECK;

typedef struct dossier_finding { // an answer of the appraisal
    int64_t edition, at_ms;
    str     test, text, person, post, body; // test: key of the pack's
    bool    fits;
} dossier_finding;
enum { DOSSIER_FINDINGS_MAX = 40 };
// Newest edition first.
status dossier_findings(call *c, const dossier *d, dossier_finding **out, size_t *count) MUST_CHECK;

// ---- the dossier: acts -----------------------------------------------------------------------------------
// Each is one act, audited, by the acting person. ST_FORBIDDEN: not theirs by role, level and body.
// ST_CONFLICT "dossier-state": the act does not lead out of this state (another was faster); "dossier-moved":
// `version` (0: any) is no longer its version. ST_INVALID "workflow-guard" with the rule's words, those of
// workflow_check, and those below.

// Begins one about one system, or jointly about several of levels 1 and 2. kind 0: by the system's state.
// "required" (systems), "system-unknown", "dossier-level" (a level must be decided first),
// "dossier-joint-level", "finding-stale".
typedef struct dossier_opening {
    str          systems[DOSSIER_SYSTEMS_MAX]; // codes or ids
    size_t       count;
    dossier_kind kind;
    // Of a similar system, by code or id of it or of its dossier: lists, plan and answers begin as they are there;
    // empty: none. "dossier-from-unknown".
    str from;
} dossier_opening;
status dossiers_open(call *c, const dossier_opening *what, int64_t *id, problem *why) MUST_CHECK;
// A decision that was made before, entered as it is. `level`: as decided.
typedef struct dossier_entering {
    dossier_opening of;
    int             level;
    const law_pack *pack; // under which it was decided; NULL: the system's own today
} dossier_entering;
status dossiers_enter(call *c, const dossier_entering *what, workflow_given *given, int64_t *id,
                      problem *why) MUST_CHECK;

typedef struct dossier_ref { // which, and as read when
    int64_t id, version;     // version 0: any
    int64_t letter_id;       // of an act: the letter of its system by which it is done; 0: none
} dossier_ref;
// An act of the pack that moves it or says something of it: "submit" "accept" "return" …
status dossiers_act(call *c, dossier_ref of, str act, workflow_given *given,
                    problem *why) MUST_CHECK;
// "unknown-field" (anchor: no part), "required".
status dossiers_comment(call *c, dossier_ref of, workflow_item what, problem *why) MUST_CHECK;
status dossiers_settle(call *c, dossier_ref of, int64_t note_id, problem *why) MUST_CHECK;

// A letter of one of its systems (modules/letters) belongs to it, or no longer does: by those who may comment.
// "dossier-letter-unknown".
status dossiers_link_letter(call *c, dossier_ref of, int64_t letter_id, problem *why) MUST_CHECK;
status dossiers_unlink_letter(call *c, dossier_ref of, int64_t letter_id, problem *why) MUST_CHECK;

// Changes of its content: by those who draft it, while its state is open ("dossier-closed" else).
// row->id 0: a new one. ST_CONFLICT "row-moved" when another has changed the same cell since row->was; cells that
// were left as they were read stay as they are now.
status dossiers_put_row(call *c, dossier_ref of, const dossier_row *row, int64_t *id,
                        problem *why) MUST_CHECK;
status dossiers_drop_row(call *c, dossier_ref of, int64_t row_id, problem *why) MUST_CHECK;
// known: version of the text as read; -1: any. ST_CONFLICT "text-moved" when another has written something else since.
typedef struct dossier_writing {
    str     key, text;
    int64_t known;
} dossier_writing;
status dossiers_put_text(call *c, dossier_ref of, const dossier_writing *w,
                         problem *why) MUST_CHECK;
// Its files are of one of the dossier's systems ("dossier-file-unknown").
status dossiers_put_document(call *c, dossier_ref of, const dossier_document *d, int64_t *id,
                             problem *why) MUST_CHECK;
status dossiers_drop_document(call *c, dossier_ref of, int64_t document_id,
                              problem *why) MUST_CHECK;
// A requirement sheet for each of its systems that has none of its pack and level.
status dossiers_make_sheets(call *c, dossier_ref of, problem *why) MUST_CHECK;
// The proposed level, and why it stands above the criteria; and every system's latest finding taken over.
status dossiers_propose(call *c, dossier_ref of, int level, str reason, problem *why) MUST_CHECK;

// ---- going live ----------------------------------------------------------------------------------------
// The gate of modules/systems: a level approved and its plan carried out (V7, and V8 where the pack has it), or
// a decision by the owner's head to operate anyway. ST_INVALID "workflow-guard".
status dossiers_gate(call *c, const system_going *g, problem *why) MUST_CHECK;
// How many systems in sight run by such a decision.
status dossiers_overrides(call *c, int64_t *n) MUST_CHECK;

// ---- for app ------------------------------------------------------------------------------------
// What a file of modules/evidence serves here.
extern const str         dossier_document_files;
extern const blob_keeper papers_keeper, paper_templates_keeper;
struct evidence_teller;
extern const struct evidence_teller dossiers_teller, papers_teller; // papers: scans of issued ones
struct control_keeper;
extern const struct control_keeper dossiers_keeper; // what sheets are used for (modules/controls)
extern const web_module            dossiers_module; // papers
extern const web_module            dossiers_way_module; // dossiers on their way
extern const web_module            templates_module;    // templates of an agency's own
extern const command_table         dossiers_commands, dossiers_way_commands, templates_commands;

#endif
