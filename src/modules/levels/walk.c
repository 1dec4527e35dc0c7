// walk.c - see walk.h.
#include "modules/levels/walk.h"

#include <string.h>

static const law *law_of(const walk *w)
{
    return w->pack->whole;
}

static uint32_t facts_of(const walk *w, size_t question)
{
    const law_question *q     = law_question_at(law_of(w), question);
    uint32_t            facts = q ? q->facts : 0;
    for (size_t i = 0; facts >> i; i++) {
        if ((facts >> i & 1) && !law_fact_in_pack(law_fact_at(law_of(w), i), w->pack))
            facts &= ~(UINT32_C(1) << i);
    }
    return facts;
}

// Those of `facts` whose own condition has that answer.
static uint32_t asked_as(const law *l, const law_facts *known, uint32_t facts, law_truth truth)
{
    uint32_t out = 0;
    for (size_t i = 0; facts >> i; i++) {
        if ((facts >> i & 1) && law_fact_asked(law_fact_at(l, i), known) == truth)
            out |= UINT32_C(1) << i;
    }
    return out;
}

law_facts walk_facts(const walk *w)
{
    law_facts f = w->answers;
    for (size_t round = 0; round < LAW_FACTS_MAX;
         round++) { // one pointless fact may make another so
        uint32_t pointless = asked_as(law_of(w), &f, f.known, LAW_FALSE);
        if (!pointless) break;
        f.known &= ~pointless;
    }
    for (size_t i = 0; i < LAW_FACTS_MAX; i++) {
        if (!(f.known >> i & 1)) f.value[i] = 0;
    }
    return f;
}

status walk_case(const walk *w, arena *a, law_case *out)
{
    size_t n = w->whole->component_count;
    *out     = *w->whole;
    if (w->part == 0 || w->part > n) {
        *out = (law_case){ .own = walk_facts(w) };
        return ST_OK;
    }
    out->components = NEW(a, law_facts, n);
    if (!out->components) return ST_MEMORY;
    memcpy(out->components, w->whole->components, n * sizeof(*out->components));
    out->components[w->part - 1] = walk_facts(w);
    return ST_OK;
}

status walk_decide(const walk *w, arena *a, law_decision *out)
{
    law_case k;
    TRY(walk_case(w, a, &k));
    return law_decide(w->pack, &k, a, out);
}

// Facts of the walked part that could raise the result, asked for yet or not.
static status raising(const walk *w, arena *a, uint32_t *facts, int *level)
{
    law_decision d;
    TRY(walk_decide(w, a, &d));
    bool of_part = w->part >= 1 && w->part <= d.component_count;
    *facts       = (of_part ? d.components[w->part - 1].questions : d.questions) & ~w->unsure;
    *level       = d.level;
    return ST_OK;
}

status walk_open(const walk *w, arena *a, uint32_t *facts)
{
    int       level;
    law_facts known = walk_facts(w);
    TRY(raising(w, a, facts, &level));
    *facts = asked_as(law_of(w), &known, *facts, LAW_TRUE);
    return ST_OK;
}

status walk_next(const walk *w, arena *a, size_t *question)
{
    uint32_t open;
    TRY(walk_open(w, a, &open));
    size_t n = law_question_count(law_of(w)), i = 0;
    while (i < n && !(facts_of(w, i) & open)) i++;
    *question = i;
    return ST_OK;
}

// ---- one page -------------------------------------------------------------------------------------

// What was answered and still counts.
static uint32_t answered(const walk *w)
{
    law_facts known = walk_facts(w);
    return known.known | (w->unsure & ~asked_as(law_of(w), &known, w->unsure, LAW_FALSE));
}

walk walk_without(const walk *w, size_t question)
{
    walk     blank = *w;
    uint32_t here  = facts_of(w, question);
    blank.answers.known &= ~here;
    blank.unsure &= ~here;
    return blank;
}

status walk_shown(const walk *w, size_t question, arena *a, uint32_t *facts)
{
    uint32_t  here = facts_of(w, question), could, open;
    int       level;
    walk      blank = walk_without(w, question);
    law_facts known = walk_facts(&blank);
    TRY(raising(&blank, a, &could, &level));
    could &= here;
    open = asked_as(law_of(w), &known, could, LAW_TRUE);
    for (size_t i = 0; could >> i; i++) {
        const law_fact *f = law_fact_at(law_of(w), i);
        if ((could >> i & 1) && (f->asked_uses & open)) open |= UINT32_C(1) << i;
    }
    if (open && level < LAW_LEVEL_MAX) open |= law_silent_facts(w->pack) & here;
    *facts = open | (answered(w) & here);
    return ST_OK;
}

status walk_answer(walk *w, uint32_t facts, const law_facts *said, uint32_t unsure, arena *a,
                   uint32_t *missing)
{
    w->answers.known &= ~facts;
    w->unsure = (w->unsure & ~facts) | (unsure & facts);
    for (size_t i = 0; facts >> i; i++) {
        if (!((facts & said->known & ~unsure) >> i & 1)) continue;
        w->answers.known |= UINT32_C(1) << i;
        w->answers.value[i] = said->value[i];
    }
    TRY(walk_open(w, a, missing));
    *missing &= facts;
    return ST_OK;
}

// ---- where in the walk ------------------------------------------------------------------------------
bool walk_answered(const walk *w, size_t question)
{
    return (facts_of(w, question) & answered(w)) != 0;
}

size_t walk_number(const walk *w, size_t question)
{
    size_t n = 1;
    for (size_t i = 0; i < question; i++) n += walk_answered(w, i);
    return n;
}

size_t walk_before(const walk *w, size_t question)
{
    for (size_t i = question; i > 0; i--) {
        if (walk_answered(w, i - 1)) return i - 1;
    }
    return law_question_count(law_of(w));
}

// ---- kept between pages -----------------------------------------------------------------------------
// person;version;state;begun;fact,fact;{"type":…} in hexadecimal digits.
enum { DRAFT_BYTES_MAX = 4000 };

str walk_write(const law *l, const walk_draft *d, arena *a)
{
    buf      plain = buf_in(a, 512, DRAFT_BYTES_MAX), out = buf_in(a, 1024, 2 * DRAFT_BYTES_MAX);
    law_case k = { .own = d->answers };
    buf_printf(&plain, "%lld;%lld;" STR_FMT ";" STR_FMT ";", (long long)d->person,
               (long long)d->version, STR_ARG(d->state), STR_ARG(d->begun));
    for (size_t i = 0; i < law_fact_count(l); i++) {
        if (!(d->unsure >> i & 1)) continue;
        buf_put(&plain, law_fact_at(l, i)->key);
        buf_char(&plain, ',');
    }
    buf_char(&plain, ';');
    buf_put(&plain, law_facts_json(l, &k, a));
    buf_hex(&out, buf_str(&plain));
    return plain.failed || out.failed ? (str){ 0 } : buf_str(&out);
}

static uint32_t facts_named(const law *l, str keys)
{
    uint32_t out = 0;
    str      one;
    for (size_t i = 0; i < LAW_FACTS_MAX && str_cut(keys, ',', &one, &keys); i++) {
        const law_fact *f = law_fact_find(l, one);
        if (f) out |= UINT32_C(1) << f->index;
    }
    return out;
}

bool walk_read(const law *l, str text, arena *a, walk_draft *out)
{
    size_t   n = (size_t)text.len / 2;
    str      part[5], rest;
    law_case k;
    problem  why;
    if (!text.len || text.len > 2 * DRAFT_BYTES_MAX) return false;
    unsigned char *plain = NEW(a, unsigned char, n + 1);
    if (!plain || !hex_decode(text, plain, n)) return false;
    rest = (str){ (const char *)plain, (ptrdiff_t)n };
    if (!str_is_utf8(rest)) return false;
    for (size_t i = 0; i < COUNT(part); i++) {
        if (!str_cut(rest, ';', &part[i], &rest)) return false;
    }
    walk_draft d = { .state = part[2], .begun = part[3], .unsure = facts_named(l, part[4]) };
    if (!str_int(part[0], &d.person) || !str_int(part[1], &d.version)) return false;
    if (law_facts_parse(l, rest, a, &k, &why) != ST_OK || k.component_count) return false;
    d.answers = k.own;
    *out      = d;
    return true;
}
