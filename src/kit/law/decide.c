// decide.c - from facts to a level: every rule is evaluated, the highest taken, every hit kept.
#include "kit/law/law_inside.h"

enum { RULES_MAX = LAW_ROWS_MAX };

const char *law_result_key(law_result r)
{
    switch (r) {
    case LAW_DECIDED: return "decided";
    case LAW_AT_LEAST: return "at_least";
    case LAW_NO_RULE: return "no_rule";
    }
    return "";
}

// One system or component, evaluated but not yet asked about.
typedef struct judgement {
    const law_rows  *rows;
    const law_facts *facts;
    int              best;
    bool             pinned; // a floor whose level is a choice still to be confirmed
    uint8_t          rules[RULES_MAX], floors[RULES_MAX]; // law_truth of each
} judgement;

static size_t evaluate(const law_rule *rules, size_t count, const law_facts *f, uint8_t *truth,
                       int *best)
{
    size_t hits = 0;
    for (size_t i = 0; i < count; i++) {
        truth[i] = (uint8_t)cond_eval(rules[i].cond, f);
        if (truth[i] != LAW_TRUE) continue;
        hits++;
        if (rules[i].level > *best) *best = rules[i].level;
    }
    return hits;
}

static law_hit *take_hits(const law_rule *rules, size_t count, const uint8_t *truth, int component,
                          law_hit *out)
{
    for (size_t i = 0; i < count; i++) {
        if (truth[i] == LAW_TRUE) *out++ = (law_hit){ &rules[i], rules[i].level, component };
    }
    return out;
}

// The level that the criteria give without the assessed risk: what the risk is compared with.
static int level_without_risk(const judgement *j)
{
    const law_rows *rows = j->rows;
    law_facts       f    = *j->facts;
    int             best = 0;
    f.known &= ~(1u << rows->risk_fact);
    for (size_t i = 0; i < rows->rule_count; i++) {
        const law_rule *r = &rows->rules[i];
        if (j->rules[i] != LAW_TRUE || r->level <= best) continue;
        bool reads_risk = (r->uses >> rows->risk_fact & 1) != 0;
        if (!reads_risk || cond_eval(r->cond, &f) == LAW_TRUE) best = r->level;
    }
    return best;
}

static int raise_by_risk(const judgement *j)
{
    int at = j->rows->risk_fact;
    if (at < 0 || !(j->facts->known >> at & 1)) return 0;
    int64_t risk = j->facts->value[at];
    return risk > level_without_risk(j) ? (int)risk : 0;
}

static status judge(const law_rows *rows, const law_facts *f, int component, arena *a, judgement *j,
                    law_decision *out)
{
    j->rows         = rows;
    j->facts        = f;
    j->best         = 0;
    j->pinned       = false;
    size_t   hits   = evaluate(rows->rules, rows->rule_count, f, j->rules, &j->best);
    int      raised = raise_by_risk(j);
    size_t   floors = evaluate(rows->floors, rows->floor_count, f, j->floors, &j->best);
    law_hit *kept   = NEW(a, law_hit, hits + floors + 1);
    if (!kept) return ST_MEMORY;
    law_hit *end = take_hits(rows->rules, rows->rule_count, j->rules, component, kept);
    if (raised) *end++ = (law_hit){ &rows->risk_rule, raised, component };
    if (raised > j->best) j->best = raised;
    out->hits      = kept;
    out->hit_count = (size_t)(end - kept);
    out->floors    = end;
    out->floor_count =
        (size_t)(take_hits(rows->floors, rows->floor_count, j->floors, component, end) - end);
    for (size_t i = 0; i < out->floor_count; i++) {
        if (out->floors[i].rule->at_least && out->floors[i].level >= j->best) j->pinned = true;
    }
    return ST_OK;
}

static uint32_t open_in(const law_rule *rules, size_t count, const uint8_t *truth, int above,
                        const law_facts *f, bool *open)
{
    uint32_t facts = 0;
    for (size_t i = 0; i < count; i++) {
        if (truth[i] != LAW_UNKNOWN || rules[i].level <= above) continue;
        facts |= cond_open(rules[i].cond, f);
        *open = true;
    }
    return facts;
}

// The facts that could still carry the result above a level; *open: whether anything could.
static uint32_t questions_above(const law *l, const judgement *j, int above, uint32_t *asked,
                                bool *open)
{
    const law_rows *r = j->rows;
    *asked            = 0;
    if (above >= LAW_LEVEL_MAX) return 0;
    uint32_t q = open_in(r->rules, r->rule_count, j->rules, above, j->facts, open) |
                 open_in(r->floors, r->floor_count, j->floors, above, j->facts, open);
    for (size_t i = 0; q >> i; i++) {
        if ((q >> i & 1) && law_fact_asked(&l->facts[i], j->facts) == LAW_TRUE) *asked |= 1u << i;
    }
    if (!*asked) *asked = q;
    return q;
}

static void conclude(law_decision *d, int best, bool open)
{
    d->level  = best;
    d->result = open ? LAW_AT_LEAST : best ? LAW_DECIDED : LAW_NO_RULE;
}

// ---- remarks ------------------------------------------------------------------------------------------------
// A note or grey area is told once, for the first system or component it is true of.
static status take_remarks(const law_rows *rows, const law_case *k, arena *a, law_decision *out)
{
    const law_note **notes = NEW(a, const law_note *, rows->note_count);
    const law_grey **greys = NEW(a, const law_grey *, rows->grey_count);
    size_t           n     = k->component_count ? k->component_count : 1;
    if (!notes || !greys) return ST_MEMORY;
    const law_facts *all = k->component_count ? k->components : &k->own;
    for (size_t i = 0; i < rows->note_count; i++) {
        size_t c = 0;
        while (c < n && cond_eval(rows->notes[i].cond, &all[c]) != LAW_TRUE) c++;
        if (c < n) notes[out->note_count++] = &rows->notes[i];
    }
    for (size_t i = 0; i < rows->grey_count; i++) {
        size_t c = 0;
        while (c < n && cond_eval(rows->greys[i].cond, &all[c]) != LAW_TRUE) c++;
        if (c < n) greys[out->grey_count++] = &rows->greys[i];
    }
    out->notes = notes;
    out->greys = greys;
    return ST_OK;
}

// ---- composite ----------------------------------------------------------------------------------------------
static status gather_hits(law_decision *out, arena *a)
{
    size_t hits = 0, floors = 0;
    for (size_t i = 0; i < out->component_count; i++) {
        hits += out->components[i].hit_count;
        floors += out->components[i].floor_count;
    }
    law_hit *all = NEW(a, law_hit, hits + floors);
    if (!all) return ST_MEMORY;
    out->hits   = all;
    out->floors = all + hits;
    for (size_t i = 0; i < out->component_count; i++) {
        const law_decision *one = &out->components[i];
        for (size_t h = 0; h < one->hit_count; h++) all[out->hit_count++] = one->hits[h];
        for (size_t h = 0; h < one->floor_count; h++) {
            all[hits + out->floor_count++] = one->floors[h];
        }
    }
    return ST_OK;
}

static status decide_components(const law_pack *p, const law_case *k, arena *a, law_decision *out)
{
    size_t        n    = k->component_count;
    law_decision *each = NEW(a, law_decision, n);
    judgement    *j    = NEW(a, judgement, n);
    int           best = 0;
    bool          open = false;
    if (!each || !j) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        each[i] = (law_decision){ .pack = p, .winner = -1 };
        TRY(judge(p->rows, &k->components[i], (int)i, a, &j[i], &each[i]));
        if (j[i].best > best || i == 0) out->winner = (int)i;
        if (j[i].best > best) best = j[i].best;
    }
    for (size_t i = 0; i < n; i++) {
        uint32_t asked;
        bool     own_open = j[i].pinned;
        (void)questions_above(p->whole, &j[i], j[i].best, &asked, &own_open);
        conclude(&each[i], j[i].best, own_open);
        // Of a component only what could carry the whole is asked.
        each[i].questions = questions_above(p->whole, &j[i], best, &each[i].asked, &open);
        out->questions |= each[i].questions;
        out->asked |= each[i].asked;
        if (j[i].pinned && j[i].best == best) open = true;
    }
    conclude(out, best, open);
    out->components      = each;
    out->component_count = n;
    return gather_hits(out, a);
}

status law_decide(const law_pack *p, const law_case *k, arena *a, law_decision *out)
{
    law_decision d = { .pack = p, .winner = -1 };
    if (k->component_count) {
        TRY(decide_components(p, k, a, &d));
    } else {
        judgement j;
        TRY(judge(p->rows, &k->own, -1, a, &j, &d));
        bool open   = j.pinned;
        d.questions = questions_above(p->whole, &j, j.best, &d.asked, &open);
        conclude(&d, j.best, open);
    }
    TRY(take_remarks(p->rows, k, a, &d));
    *out = d;
    return ST_OK;
}

// ---- what is open -------------------------------------------------------------------------------
static size_t put_open(const law_rule *rules, size_t count, const law_facts *f, int level,
                       law_open_rule *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < count && n < room; i++) {
        if (rules[i].level != level || cond_eval(rules[i].cond, f) != LAW_UNKNOWN) continue;
        out[n++] = (law_open_rule){ &rules[i], cond_open(rules[i].cond, f) };
    }
    return n;
}

size_t law_open_rules(const law_pack *p, const law_facts *f, int above, law_open_rule *out,
                      size_t room)
{
    const law_rows *r = p->rows;
    size_t          n = 0;
    for (int level = LAW_LEVEL_MAX; level > above; level--) {
        n += put_open(r->rules, r->rule_count, f, level, out + n, room - n);
        n += put_open(r->floors, r->floor_count, f, level, out + n, room - n);
    }
    return n;
}

uint32_t law_silent_facts(const law_pack *p)
{
    return p->rows->silent;
}

const law_hit *law_deciding_hit(const law_decision *d)
{
    for (size_t i = 0; i < d->hit_count; i++) {
        if (d->hits[i].level == d->level && d->level) return &d->hits[i];
    }
    return NULL;
}
