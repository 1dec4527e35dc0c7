// gate_ops.c - may a system that was being built or upgraded go live?
#include "modules/controls/controls.h"
#include "modules/dossiers/dossier_ops.h"

// Carried out in full: by the sheet of the dossier in force, else by the latest that was frozen by a decision; as
// declared only where there is neither.
static status plan_done(call *c, const system_going *g, int64_t sheet_id, bool *out)
{
    control_sheet *all;
    control_counts n;
    size_t         count;
    *out = g->plan_done;
    TRY(control_sheets_of(c, g->id, &all, &count));
    for (size_t i = 0; i < count && !sheet_id; i++) {
        if (all[i].frozen_ms) sheet_id = all[i].id;
    }
    if (!sheet_id) return ST_OK;
    TRY(control_sheet_counts(c, sheet_id, &n));
    *out = control_deployed(&n) == CONTROL_FULLY_DEPLOYED;
    return ST_OK;
}

status dossiers_gate(call *c, const system_going *g, problem *why)
{
    db               *d;
    dossier_going_row row;
    const law_pack   *p     = law_pack_find(law_current(), g->pack);
    int64_t           since = g->upgraded_since_ms;
    str               from  = day_iso(c->a, day_of_ms(since, VIETNAM_OFFSET_MINUTES));
    if (!p) return ST_BROKEN;
    if (!from.ptr) return ST_MEMORY;
    TRY(call_db(c, &d));
    TRY(dossier_going(d, &(dossier_going_in){ g->id, since, from }, c->a, &row));
    if (row.anyway > 0) return ST_OK;
    const law_act *act = workflow_act(p, S("go_live"), law_state_find(p, S("in_force")),
                                      g->level ? g->level : 1);
    // An approval that the register tells of speaks of the system before its upgrade.
    dossier_facts f = { .kind       = DOSSIER_NEW,
                        .going_live = true,
                        .in_force   = row.in_force > 0 || (!since && g->approved),
                        .assessed   = g->assessed };
    TRY(plan_done(c, g, row.sheet_id, &f.plan_done));
    return act ? workflow_hold(act, dossier_guards, &f, c->lang, why) : ST_BROKEN;
}

status dossiers_overrides(call *c, int64_t *n)
{
    db                   *d;
    dossier_overrides_row row;
    TRY(call_db(c, &d));
    TRY(dossier_overrides(d, &(dossier_overrides_in){ c->who.body_id }, c->a, &row));
    *n = row.n;
    return ST_OK;
}
