// outcome_ops.c - what a system's dossier came to, written into the register.
#include "modules/systems/system_ops.h"

static void set(str *field, str value)
{
    if (value.len) *field = value;
}

// The finding stays as it was: an approved level is not judged anew because it was approved.
static system_finding as_found(const system_record *now)
{
    return (system_finding){ .pack      = law_pack_find(law_current(), now->pack),
                             .pack_row  = S(""),
                             .result    = now->result,
                             .level     = now->level,
                             .hits      = S("[]"),
                             .questions = S("[]") };
}

static bool stays(const system_record *now, const system_outcome *o)
{
    return o->approval && now->approval == APPROVAL_APPROVED && o->approval < APPROVAL_APPROVED;
}

status systems_set_outcome(call *c, int64_t id, const system_outcome *o, problem *why)
{
    db             *d;
    system_record   now;
    system_checked  s;
    system_problems faults = { 0 };
    int64_t         found;
    bool            changed;
    TRY(call_db(c, &d));
    TRY(system_load_record(d, id, c->who.body_id, c->a, &now));
    if (stays(&now, o)) return ST_OK;
    system_data    data    = now.data;
    system_finding finding = as_found(&now);
    if (o->runs) {
        data.state = S("running");
        if (!data.running_since.len) data.running_since = system_today(c);
    }
    if (o->approval) data.approval = system_choice_key(S("approval"), o->approval);
    if (o->deployment) data.deployment = system_choice_key(S("deployment"), o->deployment);
    set(&data.decision_no, o->decision_no);
    set(&data.decision_on, o->decision_on);
    set(&data.decision_by, o->decision_by);
    status st = system_check(law_current(), &data, c->a, &s, &faults);
    if (st == ST_INVALID && faults.count && why) *why = faults.items[0];
    TRY(st);
    if (!finding.pack) return ST_BROKEN;
    s.data.owner           = now.data.owner;
    const system_rewrite w = { .before    = &now,
                               .after     = &s,
                               .owner     = system_owner_of(&now),
                               .operator_ = { .id   = now.operator_id,
                                              .code = now.data.operator_,
                                              .name = now.operator_name },
                               .finding   = &finding,
                               .how       = CHANGED_BY_DOSSIER };
    TRY(system_write_change(c, d, &w, &found, &changed));
    if (!changed) return ST_OK;
    str detail = arena_printf(c->a, "{\"code\":\"" STR_FMT "\",\"by\":\"dossier\"}",
                              STR_ARG(now.code));
    return detail.ptr ? audit_write(c, S("system.outcome"), S("system"), id, detail) : ST_MEMORY;
}
