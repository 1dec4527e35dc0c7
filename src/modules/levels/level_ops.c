// level_ops.c - a whole list judged anew, one act for each system whose finding has moved.
#include "modules/levels/levels.h"

#include "modules/levels/level_store.h"
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

// ---- points left open --------------------------------------------------------------------------------

enum { NOTE_MAX = 2000 }; // characters

typedef struct choosing {
    call           *c;
    int64_t         system_id;
    const law_pack *pack;
    level_choice    one;
} choosing;

static status choose_act(db *d, void *ctx)
{
    choosing *w = ctx;
    TRY(level_choice_add(d, w->c, w->system_id, w->pack->version, &w->one));
    buf detail = buf_in(w->c->a, 256, AUDIT_DETAIL_BYTES_MAX);
    buf_put(&detail, S("{\"grey\":"));
    buf_json(&detail, w->one.grey);
    buf_put(&detail, S(",\"choice\":"));
    buf_json(&detail, w->one.choice);
    buf_char(&detail, '}');
    return audit_write(w->c, S("levels.choose"), S("system"), w->system_id, buf_str(&detail));
}

static status check_choice(const law_pack *p, str grey, str choice, problem *why)
{
    size_t          n;
    const law_grey *all = law_greys(p, &n);
    for (size_t i = 0; i < n; i++) {
        if (!str_equal(all[i].id, grey)) continue;
        for (size_t k = 0; k < all[i].choice_count; k++) {
            if (str_equal(all[i].choices[k].key, choice)) return ST_OK;
        }
    }
    return problem_detail(why, ST_INVALID, grey, S("unknown-value"), choice);
}

status levels_choose(call *c, str system, str grey, str choice, str note, problem *why)
{
    system_record s;
    law_choice    under;
    choosing      w = { .c = c };
    TRY(systems_get(c, system, &s));
    TRY(system_choose_pack(&s, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES), &under, why));
    TRY(check_choice(under.pack, grey, choice, why));
    TRY(text_check(S("note"), note, 0, NOTE_MAX, why));
    w.system_id = s.id;
    w.pack      = under.pack;
    w.one       = (level_choice){ c->now_ms, c->who.name, under.pack->id, grey, choice, note };
    return call_act(c, choose_act, &w);
}
