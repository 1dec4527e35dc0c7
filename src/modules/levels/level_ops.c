// level_ops.c - a whole list judged anew, one act for each system whose finding has moved.
#include "modules/levels/levels.h"

#include "modules/systems/systems.h"

// What the walk over the list finds; the acts follow after it, since a look must not hold one open.
typedef struct sweep {
    int64_t *ids;
    size_t   count, room;
    int64_t  seen;
    day      today;
} sweep;

enum { SWEEP_MAX = 200000 }; // systems one run records; the next run goes on

static status sweep_one(call *c, const system_record *one, void *ctx)
{
    sweep       *s = ctx;
    law_choice   choice;
    law_case     k;
    law_decision d;
    problem      why = { 0 };
    s->seen++;
    TRY(system_choose_pack(one, s->today, &choice, &why));
    TRY(law_facts_parse(law_current(), one->data.facts, c->a, &k, &why));
    TRY(law_decide(choice.pack, &k, c->a, &d));
    bool same = d.level == one->level && d.result == one->result &&
                str_equal(choice.pack->id, one->pack);
    if (!same && s->count < s->room) s->ids[s->count++] = one->id;
    return ST_OK;
}

status levels_determine_all(call *c, job *j, str reason, levels_count *out, problem *why)
{
    const system_filter everything = { 0 };
    sweep s = { .room = SWEEP_MAX, .today = day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES) };
    *out    = (levels_count){ 0 };
    s.ids   = NEW(c->a, int64_t, SWEEP_MAX);
    if (!s.ids) return ST_MEMORY;
    TRY(systems_each(c, &everything, sweep_one, &s));
    out->seen = s.seen;
    for (size_t i = 0; i < s.count; i++) {
        arena  keep = *c->a; // each act's memory is given back
        status st   = systems_determine(c, s.ids[i], 0, NULL, reason, NULL, why);
        *c->a       = keep;
        if (st == ST_MISSING) continue; // gone from sight meanwhile
        TRY(st);
        out->changed++;
        if (j) TRY(job_progress(j, (int64_t)i + 1, (int64_t)s.count, S("")));
    }
    return ST_OK;
}
