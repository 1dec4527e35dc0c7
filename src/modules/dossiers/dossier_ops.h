// dossier_ops.h - steps that the acts on a dossier share; private to this module's operations.
#ifndef COLOA_MODULES_DOSSIERS_DOSSIER_OPS_H
#define COLOA_MODULES_DOSSIERS_DOSSIER_OPS_H

#include "modules/dossiers/dossier_store.h"
#include "modules/dossiers/dossiers.h"

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
} dossier_work;

// Inside an act: loads it with everything, says whether `act` leads out of its state and is the person's.
status         dossier_take(dossier_work *w) MUST_CHECK;
dossier_system dossier_system_of(const system_record *r, int64_t rests_on);
// The whole of one, loaded by its id; ST_MISSING.
status dossier_load_whole(call *c, const law *l, int64_t id, dossier_content *k) MUST_CHECK;
// Guards of w->row hold, on the facts of this moment.
status dossier_holds(dossier_work *w) MUST_CHECK;
// The new state's date, its task; the register told. After w->k.d has got what the act brought.
status dossier_enter_state(dossier_work *w, const law_state *from) MUST_CHECK;
status dossier_event(dossier_work *w, const law_state *from,
                     const workflow_given *given) MUST_CHECK;

#endif
