// dossier_ops.h - steps that the acts on a dossier share; private to this module's operations.
#ifndef COLOA_MODULES_DOSSIERS_DOSSIER_OPS_H
#define COLOA_MODULES_DOSSIERS_DOSSIER_OPS_H

#include "modules/dossiers/dossier_store.h"
#include "modules/dossiers/dossiers.h"
#include "modules/dossiers/paper_issue_ops.h"

// The packs as they are held by this call: an act runs on another thread.
typedef struct dossier_work {
    call           *c;
    const law      *l;
    problem        *why;
    dossier_ref     of;
    str             act;
    workflow_given  given; // as typed; checked anew by each run
    dossier_content k;
    const law_act  *row;
    str             today;
    int64_t         id;
    paper_keeping   keep; // papers that the act gives number and day
} dossier_work;

// Inside an act: loads it with everything, says whether `act` leads out of its state and is the person's.
status         dossier_take(dossier_work *w) MUST_CHECK;
dossier_system dossier_system_of(const system_record *r, int64_t rests_on);
// Inside an act that answers the appraisal's questions: the answers are kept.
status dossier_keep_findings(dossier_work *w) MUST_CHECK;

// ---- letters and files (dossier_letter_ops.c), inside an act
// The letter by which it is done: what it says, where nothing else was typed; it belongs to the dossier.
status dossier_take_letter(dossier_work *w) MUST_CHECK;
status dossier_attach_file(dossier_work *w, int64_t document_id, int64_t file_id) MUST_CHECK;
status dossier_detach_files(dossier_work *w, int64_t document_id) MUST_CHECK;

// ---- carrying the plan out (dossier_plan_ops.c)
// Inside an act: tasks of who still has measures to carry out, and the register, follow the sheet of one system.
status dossier_plan_settle(call *c, const dossier *d, const dossier_system *of) MUST_CHECK;
struct control_sheet;
status dossier_sheet_moved(call *c, const struct control_sheet *s) MUST_CHECK;

// ---- requirement sheets (dossier_sheet_ops.c): one for each system
// What s->sheet.id amounts to; s->plan_done follows it.
status dossier_sheet_load(call *c, const dossier_content *k, dossier_system *s) MUST_CHECK;
// Inside an act: each system that has none of the dossier's pack and level gets one: that which stands open
// for it, else a new one with the answers of its latest, or of the latest of the system `like` (0: none).
status dossier_sheets_make(dossier_work *w, int64_t like) MUST_CHECK;
// A new one for each, with the answers of that of the edition before, which stays as it was.
status dossier_sheets_renew(dossier_work *w) MUST_CHECK;
// Inside an act: the answers stand from now on.
status dossier_sheets_freeze(dossier_work *w) MUST_CHECK;

// The whole of one, loaded by its id; ST_MISSING.
status dossier_load_whole(call *c, const law *l, int64_t id, dossier_content *k) MUST_CHECK;
// Guards of w->row hold, on the facts of this moment.
status dossier_holds(dossier_work *w) MUST_CHECK;
// The new state's date, its task; the register told. After w->k.d has got what the act brought.
status dossier_enter_state(dossier_work *w, const law_state *from) MUST_CHECK;
status dossier_event(dossier_work *w, const law_state *from,
                     const workflow_given *given) MUST_CHECK;

#endif
