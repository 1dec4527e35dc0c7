// system_ops.h - the steps that single acts and imports share; private to this module's operations.
#ifndef COLOA_MODULES_SYSTEMS_SYSTEM_OPS_H
#define COLOA_MODULES_SYSTEMS_SYSTEM_OPS_H

#include "modules/organisations/organisations.h"
#include "modules/systems/system_store.h"
#include "modules/systems/systems.h"

typedef struct system_party { // a body that was typed, or the text itself
    int64_t id;               // 0: no body of the register
    str     code, name;
    str     kind; // "ministry"
} system_party;

system_party system_owner_of(const system_record *s);

// Who owns: any body in the acting body's branch. ST_INVALID with "body-unknown", "ambiguous-body",
// "body-forbidden". A body that has ended gives its successor.
status system_find_owner(call *c, str typed, system_party *out, problem *why) MUST_CHECK;
// Who runs it: a body of the register, or just the text.
status system_find_operator(call *c, str typed, system_party *out) MUST_CHECK;

// A body as a sheet names it: its name, or "Name (CODE)" where the name alone would be read as another
// or as none. Both readers above take either.
str system_party_words(call *c, int64_t id, str code, str name, arena *a);

// Search text: name, code, owner and operator.
str system_search_text(arena *a, str name, str code, const system_party *owner,
                       const system_party *operator_);

// Chooses the pack, with the overlay for owners of that kind, and decides.
status system_find_level(system_chooser *ch, const system_checked *s, str owner_kind, arena *a,
                         system_finding *out, problem *why) MUST_CHECK;

str           system_today(const call *c);
system_author system_author_of(const call *c, determination_act act, str reason);

// May one who sees a system in this role change it? The owner, the operator and the bodies above may;
// those who only watch over it may not. The machine may.
bool system_role_writes(const call *c, scope_role role);

// The systems that `id` (0: none yet) is to run on: each in sight, not itself, no circle.
// ST_INVALID "host-unknown", "host-self", "host-circle".
// A system that was planned, built or upgraded is to run: does the gate let it? ST_INVALID with its rule.
status system_pass_gate(call *c, const system_record *before, const system_checked *after,
                        problem *why) MUST_CHECK;

status system_check_hosts(call *c, int64_t id, str hosts, problem *why) MUST_CHECK;

// The new state of a stored system: row, scope, history, determination when what decides has changed.
// *changed is false when nothing differs (then nothing is written). Inside an act.
typedef struct system_rewrite {
    const system_record  *before;
    const system_checked *after;
    system_party          owner, operator_;
    const system_finding *finding;
    int64_t               import_id, bulk_id;
    determination_act     act;
    change_act            how; // 0: what import_id and act say
    str                   reason;
    bool                  determine; // record a determination even when nothing differs
} system_rewrite;
status system_write_change(call *c, db *d, const system_rewrite *w, int64_t *determination_id,
                           bool *changed) MUST_CHECK;

#endif
