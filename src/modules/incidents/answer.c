// answer.c - see answer.h.
#include "modules/incidents/answer.h"

enum { MINUTE_MS = 60 * 1000 };

int64_t incident_clock_since(const incident_clock *k)
{
    return k->start_ms - k->start_ms % MINUTE_MS;
}

bool incident_answers_has(const incident_answers *x, str rule)
{
    for (size_t i = 0; i < x->count; i++) {
        if (str_equal(x->rules[i], rule)) return true;
    }
    return false;
}

str incident_answers_words(arena *a, const incident_answers *x, const char *between)
{
    buf b = buf_in(a, 64, 1024);
    for (size_t i = 0; i < x->count; i++) {
        if (i) buf_put(&b, str_from(between));
        buf_put(&b, x->rules[i]);
    }
    return b.failed ? (str){ 0 } : buf_str(&b);
}

static bool goes_to(const incident_clock *k, str whom)
{
    for (size_t i = 0; i < k->to_count; i++) {
        if (str_equal(k->to[i], whom)) return true;
    }
    return false;
}

static bool same_bodies(const incident_clock *one, const incident_clock *two)
{
    bool same = one->to_count == two->to_count;
    for (size_t i = 0; same && i < one->to_count; i++) same = goes_to(two, one->to[i]);
    return same;
}

// What looks at a clock: does it count among those that the paper may be for?
typedef bool counts(const incident_clock_state *s, const incident_answering *p);

// Met already or not: a further paper may still be for it.
static bool begun(const incident_clock_state *s, const incident_answering *p)
{
    return s->k.kind == CLOCK_RUNS && s->stands != STANDING_EXEMPT &&
           p->sent_ms >= incident_clock_since(&s->k);
}

static bool concerns(const incident_clock_state *s, const incident_answering *p)
{
    (void)p;
    return s->k.kind != CLOCK_EXEMPT;
}

static bool one_waits(const incident_clocks_state *all, const incident_answers *of)
{
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].runs && incident_answers_has(of, all->items[i].k.rule->id)) return true;
    }
    return false;
}

// False when those found go to different bodies; *out has them all the same.
static bool gather(const incident_clocks_state *all, const incident_answering *p, counts *of,
                   incident_answers *out)
{
    const incident_clock *first = NULL;
    bool                  alike = true;
    out->count                  = 0;
    for (size_t i = 0; i < all->count && out->count < INCIDENT_ANSWERS_MAX; i++) {
        const incident_clock *k = &all->items[i].k;
        if (!str_equal(k->rule->document, p->document) || !of(&all->items[i], p)) continue;
        if (first) alike = alike && same_bodies(first, k);
        if (!first) first = k;
        out->rules[out->count++] = k->rule->id;
    }
    return alike;
}

static status named(const law *l, const incident_answering *p, incident_answers *out, problem *why)
{
    for (ptrdiff_t i = 0, from; i < p->named.len;) {
        while (i < p->named.len && (p->named.ptr[i] == ' ' || p->named.ptr[i] == ',')) i++;
        for (from = i; i < p->named.len && p->named.ptr[i] != ' ' && p->named.ptr[i] != ',';) i++;
        str                       word = str_slice(p->named, from, i);
        const law_incident_clock *k    = law_incident_clock_find(l, word);
        if (!word.len || (k && incident_answers_has(out, k->id))) continue;
        if (!k || !str_equal(k->document, p->document) || out->count == INCIDENT_ANSWERS_MAX)
            return problem_detail(why, ST_INVALID, S("clock"), S("choice-unknown"), word);
        out->rules[out->count++] = k->id;
    }
    return ST_OK;
}

status incident_answers_choose(const law *l, const incident_clocks_state *all,
                               const incident_answering *p, arena *a, incident_answers *out,
                               problem *why)
{
    out->count = 0;
    TRY(named(l, p, out, why));
    if (out->count) return ST_OK;
    if (!gather(all, p, begun, out)) {
        str rules = incident_answers_words(a, out, ", ");
        if (!rules.ptr) return ST_MEMORY;
        if (one_waits(all, out))
            return problem_detail(why, ST_INVALID, S("clock"), S("clock-which"), rules);
        out->count = 0; // a further one, of what has been met
        return ST_OK;
    }
    if (!out->count && !gather(all, p, concerns, out)) out->count = 0;
    return ST_OK;
}
