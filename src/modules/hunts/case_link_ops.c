// case_link_ops.c - a hunt and the cases of investigation that it looks into. See hunts.h.
#include "modules/hunts/row_ops.h"

typedef struct linking {
    call         *c;
    int64_t       id;
    hunt          h;
    forensic_case k;
    problem      *why;
} linking;

static status link_case(db *d, void *ctx)
{
    linking *w     = ctx;
    bool     fresh = false;
    TRY(hunt_row_load(w->c, w->id, &w->h));
    if (!hunt_after(w->h.state, HUNT_ACT_CHANGE))
        return problem_detail(w->why, ST_INVALID, S("state"), S("hunt-step"),
                              hunt_state_key(w->h.state));
    TRY(case_link_hunt(w->c, &w->k, w->id, w->h.code, &fresh));
    if (!fresh) return ST_OK;
    TRY(hunt_touch(d, &(hunt_touch_in){ w->id }, NULL));
    return hunt_tell(w->c, d, &(hunt_told){ w->id, 0, "case", w->h.code, w->k.code });
}

status hunts_case_link(call *c, int64_t id, str ref, problem *why)
{
    linking *w = NEW(c->a, linking, 1);
    if (!w) return ST_MEMORY;
    *w = (linking){ .c = c, .id = id, .why = why };
    TRY(hunt_row_load(c, id, &w->h));
    if (!hunt_may(c, &w->h, NULL, HUNT_ACT_CHANGE)) return ST_FORBIDDEN;
    ref = str_trim(ref.ptr ? ref : S(""));
    if (!ref.len) return problem_set(why, ST_INVALID, S("case"), S("required"));
    status st = case_of_ref(c, ref, &w->k);
    if (st == ST_MISSING) return problem_detail(why, st, S("case"), S("case-unknown"), ref);
    TRY(st);
    return call_act(c, link_case, w);
}
