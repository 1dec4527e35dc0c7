// walk_view.c - see walk_view.h.
#include "modules/levels/walk_view.h"

enum { OPEN_RULES_MAX = 128 };

static bool english(const page *o)
{
    return o->lang == LANG_EN;
}

static str certainty_of(law_certainty c)
{
    return str_from(law_certainty_key(c));
}

str walk_address(arena *a, const walk_place *at, str step)
{
    return arena_printf(a, STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(at->start),
                        step.len ? "/" : "", STR_ARG(step), at->part.len ? "?phan=" : "",
                        STR_ARG(at->part));
}

void walk_pack_fill(page *o, const law_choice *choice, walk_pack *out)
{
    out->name      = law_say(choice->pack->name, english(o));
    out->reason    = law_say(choice->reason, english(o));
    out->cite      = law_say(choice->cite.text, english(o));
    out->certainty = certainty_of(choice->certainty);
    out->deadline  = page_date(o, choice->deadline);
}

// ---- one question -----------------------------------------------------------------------------------

static status put_inputs(page *o, const walk *w, uint32_t shown, const fact_answers *said,
                         walk_page_view *v)
{
    const law *l = law_current();
    v->inputs    = NEW(o->a, fact_input, law_fact_count(l));
    if (!v->inputs) return ST_MEMORY;
    for (size_t i = 0; i < law_fact_count(l); i++) {
        const law_fact *f      = law_fact_at(l, i);
        bool            unsure = ((w->unsure | said->unsure) >> i & 1) != 0;
        fact_input     *in     = &v->inputs[v->input_count];
        if (!(shown >> i & 1)) continue;
        // The absence of such a fact is noted, not asked about: nobody has to answer.
        if ((law_silent_facts(w->pack) >> i & 1) && !(said->facts.known >> i & 1)) unsure = true;
        TRY(fact_input_fill(o, f, 0, said, &v->frame, in));
        fact_input_ask(o, f, unsure, in);
        v->input_count++;
    }
    return ST_OK;
}

static void put_rule(page *o, const law_rule *r, level_reason *out)
{
    *out = (level_reason){ .rule      = r->id,
                           .text      = law_say(r->text, english(o)),
                           .cite      = law_say(r->cite.text, english(o)),
                           .certainty = certainty_of(r->certainty),
                           .level     = r->level };
}

// The rules that the answer can decide, as they stand before it is given.
static status put_rules(page *o, const walk *w, size_t question, uint32_t shown, walk_page_view *v)
{
    law_open_rule open[OPEN_RULES_MAX];
    law_decision  d;
    walk          blank = walk_without(w, question);
    law_facts     known = walk_facts(&blank);
    TRY(walk_decide(&blank, o->a, &d));
    size_t n = law_open_rules(w->pack, &known, d.level, open, OPEN_RULES_MAX);
    v->rules = NEW(o->a, level_reason, n + 1);
    if (!v->rules) return ST_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (open[i].facts & shown) put_rule(o, open[i].rule, &v->rules[v->rule_count++]);
    }
    return ST_OK;
}

static bool of_pack(const law_pack *p, const law_document *d)
{
    for (size_t i = 0; i < p->basis_count; i++) {
        if (p->basis[i] == d) return true;
    }
    return false;
}

static status put_sources(page *o, const walk *w, const law_question *q, walk_page_view *v)
{
    v->sources = NEW(o->a, level_reason, q->cite_count + 1);
    if (!v->sources) return ST_MEMORY;
    for (size_t i = 0; i < q->cite_count; i++) {
        if (!of_pack(w->pack, q->cites[i].document)) continue;
        v->sources[v->source_count++] = (level_reason){
            .cite      = law_say(q->cites[i].text, english(o)),
            .certainty = certainty_of(q->cite_certainty[i]),
        };
    }
    return ST_OK;
}

static bool about_secrets(uint32_t shown)
{
    const law_fact *info = law_fact_find(law_current(), S("info"));
    return info && (shown >> info->index & 1);
}

status walk_page_fill(page *o, const walk *w, size_t question, uint32_t shown,
                      const fact_answers *said, walk_page_view *v)
{
    const law_question *q      = law_question_at(law_current(), question);
    size_t              before = walk_before(w, question);
    v->key                     = q->key;
    v->hint                    = law_say(q->hint, english(o));
    v->example                 = law_say(q->example, english(o));
    v->number                  = walk_number(w, question);
    v->secret                  = about_secrets(shown);
    if (before < law_question_count(law_current()))
        v->back = walk_address(o->a, &v->at, law_question_at(law_current(), before)->key);
    str number     = page_number(o, (int64_t)v->number);
    str words[]    = { number, law_say(q->text, english(o)) };
    v->frame.title = text_fmt(o->a, o->lang, T_walk_title, words, COUNT(words));
    TRY(put_inputs(o, w, shown, said, v));
    TRY(put_rules(o, w, question, shown, v));
    return put_sources(o, w, q, v);
}

// ---- all answers ------------------------------------------------------------------------------------

static size_t question_of(const law_fact *f)
{
    size_t i = 0;
    while (i < law_question_count(law_current()) &&
           !(law_question_at(law_current(), i)->facts >> f->index & 1))
        i++;
    return i;
}

static str change_address(page *o, const walk_place *at, const law_fact *f)
{
    const law_question *q = law_question_at(law_current(), question_of(f));
    return q ? walk_address(o->a, at, q->key) : S("");
}

static status put_line(page *o, const walk *w, size_t question, walk_line *out)
{
    const law_question *q     = law_question_at(law_current(), question);
    law_facts           known = walk_facts(w);
    out->question             = law_say(q->text, english(o));
    out->answers              = NEW(o->a, level_answer, LAW_FACTS_MAX);
    if (!out->answers) return ST_MEMORY;
    for (size_t i = 0; i < law_fact_count(law_current()); i++) {
        const law_fact *f      = law_fact_at(law_current(), i);
        bool            unsure = (w->unsure >> i & 1) && law_fact_asked(f, &known) != LAW_FALSE;
        if (!(q->facts >> i & 1) || !(known.known >> i & 1 || unsure)) continue;
        out->answers[out->count++] = (level_answer){ law_say(f->label, english(o)),
                                                     fact_words(o, f, &known) };
    }
    return ST_OK;
}

static status put_lines(page *o, const walk *w, walk_check_view *v)
{
    size_t n = law_question_count(law_current());
    v->lines = NEW(o->a, walk_line, n + 1);
    if (!v->lines) return ST_MEMORY;
    for (size_t q = 0; q < n; q++) {
        walk_line *line = &v->lines[v->line_count];
        TRY(put_line(o, w, q, line));
        line->href = walk_address(o->a, &v->at, law_question_at(law_current(), q)->key);
        if (line->count) v->line_count++;
    }
    return ST_OK;
}

// Does the rule still hold when one of the facts it reads is not known?
static status holds_without(const walk *w, const law_rule *r, const law_fact *f, arena *a,
                            bool *holds)
{
    law_decision d;
    walk         less = *w;
    less.answers.known &= ~(UINT32_C(1) << f->index);
    TRY(walk_decide(&less, a, &d));
    *holds = false;
    for (size_t i = 0; i < d.hit_count; i++) *holds = *holds || d.hits[i].rule == r;
    for (size_t i = 0; i < d.floor_count; i++) *holds = *holds || d.floors[i].rule == r;
    return ST_OK;
}

// The answers without which the deciding rule would not hold; where any of several would do, all.
static status put_quotes(page *o, const walk *w, const law_rule *r, walk_check_view *v)
{
    law_facts known = walk_facts(w);
    v->quotes       = NEW(o->a, level_answer, 2 * LAW_FACTS_MAX);
    if (!v->quotes) return ST_MEMORY;
    for (int pass = 0; pass < 2 && v->quote_count == 0; pass++) {
        for (size_t i = 0; i < law_fact_count(law_current()); i++) {
            const law_fact *f     = law_fact_at(law_current(), i);
            bool            holds = false;
            if (!(r->uses & known.known & (UINT32_C(1) << i))) continue;
            if (pass == 0) TRY(holds_without(w, r, f, o->a, &holds));
            if (holds) continue;
            v->quotes[v->quote_count++] = (level_answer){ law_say(f->label, english(o)),
                                                          fact_words(o, f, &known) };
        }
    }
    return ST_OK;
}

static status put_raises(page *o, const walk *w, const law_decision *d, walk_check_view *v)
{
    law_open_rule open[OPEN_RULES_MAX];
    law_facts     known   = walk_facts(w);
    bool          of_part = w->part >= 1 && w->part <= d->component_count;
    uint32_t      facts   = of_part ? d->components[w->part - 1].questions : d->questions;
    size_t        n       = law_open_rules(w->pack, &known, d->level, open, OPEN_RULES_MAX);
    v->raises             = NEW(o->a, walk_raise, LAW_FACTS_MAX);
    if (!v->raises) return ST_MEMORY;
    for (size_t i = 0; i < law_fact_count(law_current()); i++) {
        const law_fact *f   = law_fact_at(law_current(), i);
        walk_raise      one = { law_say(f->label, english(o)), change_address(o, &v->at, f), 0 };
        if (!(facts >> i & 1)) continue;
        for (size_t k = 0; k < n && !one.level; k++) { // the highest stand first
            if (open[k].facts >> i & 1) one.level = open[k].rule->level;
        }
        v->raises[v->raise_count++] = one;
    }
    return ST_OK;
}

static const law_rule *deciding(const law_decision *d)
{
    const law_hit *hit = law_deciding_hit(d);
    for (size_t i = 0; !hit && d->level && i < d->floor_count; i++) {
        if (d->floors[i].level == d->level) hit = &d->floors[i];
    }
    return hit ? hit->rule : NULL;
}

status walk_check_fill(call *c, page *o, const walk *w, const system_record *s, walk_check_view *v)
{
    const level_typed nothing = { 0 };
    law_decision      d;
    law_case          k;
    TRY(walk_case(w, o->a, &k));
    TRY(walk_decide(w, o->a, &d));
    TRY(level_view_fill(c, o, s, &k, &nothing, &v->found));
    v->found.stored_differs = false; // it is about to be recorded
    size_t n                = law_question_count(law_current());
    size_t last             = walk_before(w, n);
    if (last < n) v->back = walk_address(o->a, &v->at, law_question_at(law_current(), last)->key);
    const law_fact *info = law_fact_find(law_current(), S("info"));
    law_facts       own  = walk_facts(w);
    for (size_t i = 0; info && i < info->value_count; i++) {
        if (str_equal(info->values[i].key, S("bmnn")))
            v->secret = (own.known >> info->index & 1) && (own.value[info->index] >> i & 1);
    }
    TRY(put_lines(o, w, v));
    TRY(put_raises(o, w, &d, v));
    const law_rule *rule = deciding(&d);
    if (!rule) return ST_OK;
    if (!v->found.deciding.rule.len) put_rule(o, rule, &v->found.deciding);
    return put_quotes(o, w, rule, v);
}
