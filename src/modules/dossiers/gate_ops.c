// gate_ops.c - may a system that was being built go live?
#include "modules/dossiers/dossier_ops.h"

status dossiers_gate(call *c, const system_going *g, problem *why)
{
    db               *d;
    dossier_going_row row;
    const law_pack   *p = law_pack_find(law_current(), g->pack);
    if (!p) return ST_BROKEN;
    TRY(call_db(c, &d));
    TRY(dossier_going(d, &(dossier_going_in){ g->id }, c->a, &row));
    if (row.anyway > 0) return ST_OK;
    const law_act      *act = workflow_act(p, S("go_live"), law_state_find(p, S("in_force")),
                                      g->level ? g->level : 1);
    const dossier_facts f   = { .kind       = DOSSIER_NEW,
                                .going_live = true,
                                .in_force   = g->approved || row.in_force > 0,
                                .plan_done  = g->plan_done,
                                .assessed   = g->assessed };
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
