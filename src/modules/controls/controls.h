// controls.h - the requirement sheet (bảng yêu cầu) of a system at its level: what the catalogue asks, what the
// plan answers to each requirement, and what is still to be done.
//
// A sheet is seen by who sees its system; what the acting body may not see is ST_MISSING. It is written by the
// owner, the operator and the bodies above (ST_FORBIDDEN else). It keeps the rows it was made with; the wording
// of a requirement comes from the packs. Frozen, its answers stand and the work of the plan goes on.
// Every function takes the call first; text in results lives in c->a.
#ifndef COLOA_MODULES_CONTROLS_CONTROLS_H
#define COLOA_MODULES_CONTROLS_CONTROLS_H

#include "kit/call/call.h"
#include "kit/cli/cli.h"
#include "kit/web/web.h"
#include "modules/controls/sheet.h"

enum {
    CONTROL_SHEETS_MAX  = 50,  // of one system that are told
    CONTROL_EDITS_MAX   = 400, // rows saved in one act
    CONTROL_HISTORY_MAX = 200,
};

// ---- for dossiers: inside call_act where marked -----------------------------------------------------
typedef struct control_order {
    int64_t         system_id;
    const law_pack *pack;
    int             level;
    int64_t from_sheet_id; // whose answers are copied, of any system in sight; 0 none. Across
                           // catalogues by the crosswalk, each to be confirmed
} control_order;

// Inside call_act. ST_MISSING for a system or sheet out of sight; ST_INVALID as asked_of.
status control_sheet_make(call *c, const control_order *o, int64_t *id, problem *why) MUST_CHECK;
// Inside call_act: answers stand from now on; who may say so is the caller's question. ST_INVALID with the number of rows as detail:
// "controls-unanswered", "controls-unconfirmed", "controls-lacking" (V9), "controls-wrong-catalogue" (V12);
// ST_CONFLICT "controls-frozen" when it is already.
status control_sheet_freeze(call *c, int64_t id, problem *why) MUST_CHECK;
// The same guards, without doing it: what still stands in the way, worded under "problem.<rule>".
status control_sheet_ready(call *c, const control_sheet *s, problem *why) MUST_CHECK;
// V12: is the sheet's catalogue the pack's? ST_INVALID "controls-wrong-catalogue".
status control_sheet_fits(call *c, const control_sheet *s, const law_pack *p,
                          problem *why) MUST_CHECK;

status control_sheet_load(call *c, int64_t id, control_sheet *out) MUST_CHECK;
status control_sheets_of(call *c, int64_t system_id, control_sheet **out,
                         size_t *count) MUST_CHECK; // newest first
status control_sheet_counts(call *c, int64_t id, control_counts *out) MUST_CHECK;
// The rows that are still to be done, by who answers for them.
typedef struct control_load {
    str     responsible, due; // as written; the first day of them, "" none
    int64_t n;
} control_load;
enum { CONTROL_LOADS_MAX = 64 };
status control_sheet_loads(call *c, int64_t id, control_load **out, size_t *count) MUST_CHECK;
// In one statement. `order`: as asked_of.
status control_sheet_rows(call *c, const control_sheet *s, asked_order order, control_row **out,
                          size_t *count) MUST_CHECK;

// Who uses sheets says more of them; app names it once, before the store opens.
typedef struct control_keeper {
    // Is the sheet before somebody who judges it? Its answers wait then ("controls-held").
    status (*held)(call *c, int64_t sheet_id, bool *held);
    // Inside the act by which rows of a frozen sheet changed.
    status (*moved)(call *c, const control_sheet *s);
} control_keeper;
void controls_keep(const control_keeper *keeper); // NULL: nobody

// ---- acts -------------------------------------------------------------------------------------------
status controls_make(call *c, const control_order *o, int64_t *id, problem *why) MUST_CHECK;
status controls_freeze(call *c, int64_t id, problem *why) MUST_CHECK;

// Saves every row that can be saved, in one act, and tells of each. A row with a fault is left as it was; a field
// that somebody else changed meanwhile is left and told. ST_FORBIDDEN, ST_LIMIT above CONTROL_EDITS_MAX.
// Faults: those of control_read; "controls-unknown" (the sheet has no such row, V12), "controls-heading",
// "controls-frozen" (an answer, once the plan stands), "controls-held", "controls-not-frozen" (work before it), "controls-day-future",
// "controls-no-evidence" (done, and no file proves it).
status controls_save(call *c, int64_t sheet_id, const control_edit *edits, size_t count,
                     control_saved *out) MUST_CHECK;

typedef struct control_event {
    int64_t version, at_ms;
    str     person, field, before, after;
} control_event;
status controls_history(call *c, const control_row *row, control_event **out,
                        size_t *count) MUST_CHECK;

// Which files of the system prove the row: others attached before are taken off. A row that is done keeps one
// at least. ST_INVALID "controls-evidence-other" (not a whole file of this system), "controls-no-evidence".
extern const str
       control_evidence; // the kind under which modules/evidence links rows, by control_row.id
status controls_prove(call *c, int64_t sheet_id, str control, const int64_t *ids, size_t count,
                      problem *why) MUST_CHECK;

// ---- for app ----------------------------------------------------------------------------------------
extern const web_module    controls_module;
extern const command_table controls_commands;
extern const sql_module    controls_sql;
struct evidence_teller;
extern const struct evidence_teller controls_teller; // what a file proves, for its page

#endif
