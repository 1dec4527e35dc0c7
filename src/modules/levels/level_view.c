// level_view.c - findings, questions and history in the reader's words.
#include "modules/levels/level_view.h"

#include "modules/levels/levels.h"

#include <jansson.h>
#include <string.h>

static bool english(const page *o)
{
    return o->lang == LANG_EN;
}

static void *zeroed(page *o, size_t size, size_t count)
{
    return arena_alloc(o->a, size, _Alignof(max_align_t), count ? count : 1);
}

// ---- a finding -------------------------------------------------------------------------------------

static level_reason reason_of(page *o, const law_case *k, const law_hit *h, int level)
{
    const law_rule *r   = h->rule;
    level_reason    out = {
           .rule      = r->id,
           .text      = law_say(r->text, english(o)),
           .note      = law_say(r->note, english(o)),
           .cite      = law_say(r->cite.text, english(o)),
           .certainty = str_from(law_certainty_key(r->certainty)),
           .level     = h->level,
           .deciding  = h->level == level,
    };
    if (h->component >= 0 && (size_t)h->component < k->component_count) {
        out.component = k->component_names[h->component];
        if (!out.component.len) {
            out.component = arena_printf(o->a, "%d", h->component + 1);
        }
    }
    return out;
}

static level_reason *reasons_of(page *o, const law_case *k, const law_hit *hits, size_t count,
                                int level)
{
    level_reason *out = zeroed(o, sizeof(*out), count);
    for (size_t i = 0; out && i < count; i++) out[i] = reason_of(o, k, &hits[i], level);
    return out;
}

static status put_notes(page *o, const law_decision *d, level_view *v)
{
    v->notes = zeroed(o, sizeof(str), d->note_count);
    if (!v->notes) return ST_MEMORY;
    for (size_t i = 0; i < d->note_count; i++) {
        v->notes[v->note_count++] = law_say(d->notes[i]->text, english(o));
    }
    return ST_OK;
}

static status put_points(page *o, const law_decision *d, level_view *v)
{
    v->points = zeroed(o, sizeof(level_open_point), d->grey_count);
    if (!v->points) return ST_MEMORY;
    for (size_t i = 0; i < d->grey_count; i++) {
        const law_grey   *g   = d->greys[i];
        level_open_point *one = &v->points[v->point_count++];
        page_option      *all = zeroed(o, sizeof(page_option), g->choice_count);
        if (!all) return ST_MEMORY;
        for (size_t k = 0; k < g->choice_count; k++) {
            all[k] = (page_option){ g->choices[k].key,
                                    law_say(g->choices[k].label, english(o)),
                                    { 0 } };
        }
        one->text      = law_say(g->text, english(o));
        one->cite      = law_say(g->cite.text, english(o));
        one->certainty = str_from(law_certainty_key(g->certainty));
        one->field     = (page_field){ .name         = arena_cstr(o->a, g->id),
                                       .label        = one->text,
                                       .options      = all,
                                       .option_count = g->choice_count };
    }
    return ST_OK;
}

typedef struct asking { // about the system itself (part 0) or one of its parts
    size_t             part;
    const law_facts   *facts;
    uint32_t           questions, now;
    const level_typed *typed;
    const page_frame  *frame;
} asking;

static status put_question(page *o, const asking *of, const law_fact *f, level_asked *out)
{
    fact_answers from = { .facts = *of->facts };
    if (of->part < of->typed->count) from.typed[f->index] = of->typed->of[of->part].typed[f->index];
    return fact_input_fill(o, f, of->part, &from, of->frame,
                           &out->questions[out->question_count++]);
}

// What is asked and what is known of one system or part.
static status put_asked(page *o, const asking *of, level_asked *out)
{
    const law *l   = law_current();
    size_t     all = law_fact_count(l);
    out->questions = zeroed(o, sizeof(fact_input), all);
    out->answers   = zeroed(o, sizeof(level_answer), all);
    if (!out->questions || !out->answers) return ST_MEMORY;
    for (size_t i = 0; i < all; i++) {
        const law_fact *f   = law_fact_at(l, i);
        uint32_t        bit = UINT32_C(1) << i;
        if (of->now & bit)
            TRY(put_question(o, of, f, out));
        else if (of->questions & bit)
            out->later++;
        if (of->facts->known & bit) {
            out->answers[out->answer_count++] = (level_answer){ law_say(f->label, english(o)),
                                                                fact_words(o, f, of->facts) };
        }
    }
    return ST_OK;
}

static status put_questions(page *o, const law_case *k, const law_decision *d,
                            const level_typed *typed, level_view *v)
{
    asking of = { 0, &k->own, d->questions, d->asked, typed, &v->frame };
    if (!k->component_count) {
        TRY(put_asked(o, &of, &v->asked));
        v->question_count = v->asked.question_count;
        return ST_OK;
    }
    v->part_count = d->component_count;
    v->parts      = zeroed(o, sizeof(level_part), d->component_count);
    if (!v->parts) return ST_MEMORY;
    for (size_t i = 0; i < d->component_count; i++) {
        const law_decision *one  = &d->components[i];
        level_part         *part = &v->parts[i];
        *part                    = (level_part){ .name     = k->component_names[i],
                                                 .place    = i,
                                                 .level    = one->level,
                                                 .at_least = one->result == LAW_AT_LEAST,
                                                 .winner   = (int)i == d->winner };
        if (!part->name.len) part->name = arena_printf(o->a, "%zu", i + 1);
        of = (asking){ i + 1, &k->components[i], one->questions, one->asked, typed, &v->frame };
        TRY(put_asked(o, &of, &part->asked));
        v->question_count += part->asked.question_count;
    }
    return ST_OK;
}

static status put_pack(page *o, const system_record *s, day on, level_view *v,
                       const law_pack **pack)
{
    law_choice choice;
    problem    why = { 0 };
    TRY(system_choose_pack(s, on, &choice, &why));
    *pack                     = choice.pack;
    v->pack_name              = law_say(choice.pack->name, english(o));
    v->pack_reason            = law_say(choice.reason, english(o));
    v->pack_cite              = law_say(choice.cite.text, english(o));
    v->pack_certainty         = str_from(law_certainty_key(choice.certainty));
    v->pack_deadline          = page_date(o, choice.deadline);
    const law *l              = law_current();
    v->packs[v->pack_count++] = (page_option){ S(""), T(o, levels_pack_auto), { 0 } };
    for (size_t i = 0; i < law_pack_count(l) && v->pack_count < LEVEL_PACKS_MAX; i++) {
        const law_pack *p         = law_pack_at(l, i);
        v->packs[v->pack_count++] = (page_option){ p->id,
                                                   law_say(p->name_short, english(o)),
                                                   { 0 } };
    }
    return ST_OK;
}

status level_view_fill(call *c, page *o, const system_record *s, const law_case *facts,
                       const level_typed *typed, level_view *v)
{
    const law_pack *pack;
    law_decision    d;
    v->system     = *s;
    v->version    = arena_printf(o->a, "%lld", (long long)s->version);
    v->may_decide = call_may(c, RIGHT_LEVELS_DECIDE);
    TRY(put_pack(o, s, day_of_ms(c->now_ms, VIETNAM_OFFSET_MINUTES), v, &pack));
    TRY(law_decide(pack, facts, c->a, &d));
    v->level          = d.level;
    v->at_least       = d.result == LAW_AT_LEAST;
    v->no_rule        = d.result == LAW_NO_RULE;
    v->stored_differs = s->level != d.level || s->result != d.result ||
                        !str_equal(s->pack, pack->id);
    v->reasons = reasons_of(o, facts, d.hits, d.hit_count, d.level);
    v->floors  = reasons_of(o, facts, d.floors, d.floor_count, d.level);
    if (!v->reasons || !v->floors) return ST_MEMORY;
    v->reason_count         = d.hit_count;
    v->floor_count          = d.floor_count;
    const law_hit *deciding = law_deciding_hit(&d);
    if (deciding) v->deciding = reason_of(o, facts, deciding, d.level);
    TRY(put_notes(o, &d, v));
    TRY(put_points(o, &d, v));
    return put_questions(o, facts, &d, typed, v);
}

// ---- points left open -------------------------------------------------------------------------------

void level_choices_fill(page *o, const level_choice *all, size_t count, level_view *v)
{
    for (size_t i = 0; i < v->point_count; i++) {
        level_open_point *one = &v->points[i];
        size_t            k   = 0; // the newest stands first
        while (k < count && !str_equal(all[k].grey, str_from(one->field.name))) k++;
        if (k == count) continue;
        one->field.value = all[k].choice;
        one->chosen_by   = all[k].person;
        one->chosen_when = page_when(o, all[k].at_ms);
    }
}

// ---- history ---------------------------------------------------------------------------------------

status level_history_fill(call *c, page *o, int64_t system_id, level_view *v)
{
    determination *all;
    size_t         count;
    TRY(systems_determinations(c, system_id, &all, &count));
    v->history = zeroed(o, sizeof(level_past), count);
    if (!v->history) return ST_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const law_pack *p    = law_pack_find(law_current(), all[i].pack);
        level_past     *past = &v->history[v->history_count++];
        past->when           = page_when(o, all[i].at_ms);
        past->person         = all[i].person;
        past->pack           = p ? law_say(p->name_short, english(o)) : all[i].pack;
        past->reason         = all[i].reason;
        past->on_day         = page_date(o, all[i].on_day);
        past->level          = all[i].level;
        past->at_least       = all[i].result == LAW_AT_LEAST;
        past->act            = all[i].act == DETERMINED_AT_IMPORT  ? T(o, levels_act_import)
                               : all[i].act == DETERMINED_AT_WRITE ? T(o, levels_act_write)
                                                                   : T(o, levels_act_person);
    }
    return ST_OK;
}

// ---- the work list -----------------------------------------------------------------------------------

str level_missing_words(page *o, str questions_json, size_t *count)
{
    enum { NAMED_MAX = 4 };
    json_auto_t *list = json_loadb(questions_json.ptr, (size_t)questions_json.len, 0, NULL);
    buf          b    = buf_in(o->a, 128, 4096);
    json_t      *item;
    size_t       i;
    *count = 0;
    json_array_foreach(list, i, item)
    {
        const law_fact *f = law_fact_find(law_current(), str_from(json_string_value(item)));
        if (!f || ++*count > NAMED_MAX) continue;
        if (b.len) buf_put(&b, S("; "));
        buf_put(&b, law_say(f->label, english(o)));
    }
    str more = page_number(o, *count > NAMED_MAX ? (int64_t)(*count - NAMED_MAX) : 0);
    if (*count > NAMED_MAX) buf_put(&b, text_fmt(o->a, o->lang, T_levels_tasks_more, &more, 1));
    return buf_str(&b);
}
